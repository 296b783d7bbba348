//! What is carried between offices: packs read and written, and how what waits in the outbox stands.
//!
//! ```text
//! copy                                   keeper
//!   write command ─► outbox
//!   pack out ─────── acts, checkpoint ──► pack in ─► admitted, refused
//!   update ◄──────── log, answers ─────── reply
//! ```

mod arrive;
mod file;
mod standing;

pub use arrive::{Arrived, arrive, verify};
pub use file::{Checked, Stretch, carry, check, write};
pub use standing::{Standing, Stood, standings, told_json, told_text};

use serde_json::{Value, json};

use super::because;
use super::error::{Exit, Failure};
use super::outbox::Outbox;
use super::output::{Head, Shown, Table, cell};
use super::session::Session;
use super::shown::or_dash;
use super::text::{Arg, IntoArg as _, msg};
use super::write::view;
use crate::codec::entry::decode;
use crate::domain::text::Lang;
use crate::envelope::Envelope;
use crate::service::Ledger;

/// Lays signed or partly signed envelopes into the outbox and says how they stand there.
pub fn lay(
    session: &mut Session<'_>,
    ledger: &Ledger,
    envelopes: &[Vec<u8>],
) -> Result<Exit, Failure> {
    let outbox = Outbox::of(&session.place()?.folder);
    let mut numbers = Vec::with_capacity(envelopes.len());
    {
        let view = view(session, ledger)?;
        for bytes in envelopes {
            let envelope = Envelope::parse_stored(bytes)
                .map_err(|error| Failure::usage(because::envelope(&error)))?;
            let entry = decode(envelope.payload())?;
            numbers.push(outbox.lay(view.draft(), &envelope, &entry)?.number);
        }
    }
    let mut stood = standings(session, ledger)?;
    stood.retain(|item| numbers.contains(&item.waiting.number));
    session.out.show(&Waits(&stood))?;
    session.out.say(&msg!("outbox-laid", count = stood.len()));
    Ok(Exit::Done)
}

/// What waits in an outbox.
pub struct Waits<'a>(pub &'a [Stood]);

impl Shown for Waits<'_> {
    fn json(&self) -> Value {
        let items: Vec<Value> = self.0.iter().map(Stood::json).collect();
        json!({ "outbox": items })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::figures(msg!("label-number")),
            Head::text(msg!("label-act")),
            Head::text(msg!("label-about")),
            Head::figures(msg!("label-signatures")),
            Head::text(msg!("label-state")),
        ]);
        for item in self.0 {
            let there = item.waiting.envelope.signatures().len();
            let all = item.waiting.entry.head.signers.len();
            table.row(vec![
                cell(&item.waiting.number),
                item.act(),
                or_dash(item.about()),
                cell(&format!("{there}/{all}")),
                Arg::Text(item.in_words(lang)),
            ]);
        }
        vec![table.or_empty(msg!("outbox-empty"))]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let mut text: String = self
            .tables(lang)
            .iter()
            .map(|t| t.to_text(lang, width))
            .collect();
        for item in self.0 {
            text.push_str(&item.refusal_text(lang));
        }
        text
    }
}

/// A word of the catalogue for how something stands.
fn word(id: &'static str) -> Arg {
    super::text::Message::new(id, Vec::new()).to_arg()
}
