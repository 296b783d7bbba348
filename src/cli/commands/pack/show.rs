//! `pack show`: what a pack holds, from its bytes alone.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::explained;
use crate::cli::kept::signer_list;
use crate::cli::output::{Shown, Table};
use crate::cli::packed::{Checked, check, told_json, told_text};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::envelope::EntryHash;
use crate::explain::explain;

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(args: &Show, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let checked = check(session, &args.file, None)?;
    session.out.show(&Held(&checked))?;
    Ok(Exit::Done)
}

/// What a pack holds.
struct Held<'a>(&'a Checked);

impl Shown for Held<'_> {
    fn json(&self) -> Value {
        let Checked { head, contents, .. } = self.0;
        let acts = contents.acts.iter().map(|(envelope, entry)| {
            json!({
                "entry_hash": EntryHash::of_payload(envelope.payload()),
                "kind": entry.act.kind(),
                "signatures": envelope.signatures().len(),
                "signers": entry.head.signers,
                "expires": entry.head.expires,
            })
        });
        json!({
            "ledger": head.ledger,
            "from": head.from,
            "leaves": head.leaves,
            "acts": acts.collect::<Vec<_>>(),
            "told": contents.told.iter().map(told_json).collect::<Vec<_>>(),
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let Checked { head, contents, .. } = self.0;
        let mut text = String::new();
        let mut line = |message: crate::cli::text::Message| {
            text.push_str(&message.in_lang(lang));
            text.push('\n');
        };
        line(msg!("pack-of", ledger = head.ledger));
        if head.leaves > 0 {
            let last = head.from + head.leaves - 1;
            line(msg!("pack-holds-leaves", first = head.from, last = last));
        }
        line(msg!(
            "pack-holds",
            acts = contents.acts.len(),
            told = contents.told.len()
        ));
        for (envelope, entry) in &contents.acts {
            let known = Indicators::default();
            let parts = explained::text(&explain(entry), &known, lang, width);
            let there = envelope.signatures().len();
            let needed = signer_list(&entry.head.signers);
            let state = msg!("sign-state", there = there, needed = needed);
            text.push_str(&format!("\n{parts}{}\n", state.in_lang(lang)));
        }
        for told in &contents.told {
            text.push('\n');
            text.push_str(&told_text(told, lang));
        }
        let says_not = msg!("pack-says-not").in_lang(lang);
        text.push_str(&format!("\n{says_not}\n"));
        text
    }
}
