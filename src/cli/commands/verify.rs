//! `verify`: checks a receipt offline, against the ledger id and the operator's key alone.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::log::minute;
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::explained;
use crate::cli::output::{Shown, Table, hanging};
use crate::cli::published;
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::{Message, msg};
use crate::domain::ids::LedgerId;
use crate::domain::refusal::Refusal;
use crate::domain::text::Lang;
use crate::envelope::{PublicKey, pem};
use crate::explain::{explain, words};
use crate::receipt::{Expected, Level, Receipt, ReceiptError, VerifiedReceipt, verify};
use crate::service::query::RefusalView;

#[derive(Debug, Args)]
pub struct Verify {
    #[arg(value_name = "RECEIPT")]
    receipt: PathBuf,
    #[arg(long, value_name = "ID|FILE", required = true)]
    id: String,
    #[arg(long, value_name = "KEY|FILE")]
    operator: Option<String>,
}

pub fn run(args: &Verify, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let operator = args.operator.as_deref().map(operator_key).transpose()?;
    let ledger = published::ledger_id(&args.id)?;
    let bytes = session.read_input(&args.receipt)?;
    let expected = Expected { ledger, operator };
    let verdict = Receipt::parse(&bytes).and_then(|receipt| verify(&receipt, &expected));
    let found = verdict.map_err(|error| {
        let hint = hint_of(&error);
        Failure::not_verified(msg!(
            "verify-failed",
            file = args.receipt.display(),
            reason = because::receipt(&error)
        ))
        .hint(hint)
    })?;
    session.out.of_ledger(found.practice);
    session.out.show(&Found(&found, ledger))?;
    Ok(Exit::Done)
}

/// What helps: where the ledger id or the operator's key is not the receipt's, one of the two was
/// given wrongly or the receipt is of another ledger; otherwise the receipt itself is at fault.
fn hint_of(error: &ReceiptError) -> Message {
    match error {
        ReceiptError::OperatorDiffers { .. } => msg!("hint-verify-operator"),
        ReceiptError::OtherLedger { .. } | ReceiptError::GenesisDiffers { .. } => {
            msg!("hint-verify-id")
        }
        ReceiptError::Form(_)
        | ReceiptError::Format { .. }
        | ReceiptError::Spelling
        | ReceiptError::TooManyKeys { .. }
        | ReceiptError::NotAGenesis
        | ReceiptError::Leaf(_)
        | ReceiptError::Envelope(_)
        | ReceiptError::Payload(_)
        | ReceiptError::Signature(_)
        | ReceiptError::Signers { .. }
        | ReceiptError::NotAnEnrolment { .. }
        | ReceiptError::KeyTwice { .. }
        | ReceiptError::KeyOrder { .. }
        | ReceiptError::KeyUnused { .. }
        | ReceiptError::NotLogged { .. }
        | ReceiptError::Origin(_) => msg!("hint-receipt"),
    }
}

/// `ed25519:…`, or a file that holds the key as PEM.
pub fn operator_key(text: &str) -> Result<PublicKey, Failure> {
    if text.starts_with("ed25519:") {
        return text.parse().map_err(|error| {
            Failure::usage(msg!(
                "verify-operator-key",
                text = text,
                reason = because::public_key(&error)
            ))
        });
    }
    let path = std::path::Path::new(text);
    let bytes = std::fs::read(path).map_err(|error| Failure::read(path, &error))?;
    pem::parse_public_key(&bytes).map_err(|error| {
        let reason = because::pem(&error);
        Failure::usage(msg!("verify-operator-key", text = text, reason = reason))
    })
}

/// What was verified, and the ledger id it was held against.
struct Found<'a>(&'a VerifiedReceipt, LedgerId);

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Signed => "signed",
        Level::Logged => "logged",
    }
}

impl Shown for Found<'_> {
    fn json(&self) -> Value {
        let found = self.0;
        let signers: Vec<Value> = found
            .signers
            .iter()
            .map(|key| {
                json!({
                    "party": key.party,
                    "seat": key.seat,
                    "person": key.person,
                    "key": key.public_key.key_id(),
                    "enrolled": key.enrolled,
                })
            })
            .collect();
        json!({
            "verified": true,
            "ledger": self.1,
            "level": level_word(found.level),
            "index": found.index,
            "size": found.checkpoint.map(|head| head.size),
            "root": found.checkpoint.map(|head| head.root.to_hex()),
            "admitted": found.admitted,
            "kind": found.entry.act.kind(),
            "entry_hash": found.entry_hash,
            "refusal": found.refusal.clone().map(RefusalView::from),
            "signers": signers,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let found = self.0;
        let mut lines: Vec<Message> = Vec::new();
        lines.push(match found.level {
            Level::Signed => msg!("verify-level-signed"),
            Level::Logged => msg!("verify-level-logged"),
        });
        if let (Some(index), Some(head)) = (found.index, found.checkpoint) {
            lines.push(msg!(
                "verify-logged",
                index = index,
                size = head.size,
                at = minute(found.admitted)
            ));
        }
        match found.refusal.clone().and_then(Refusal::from_recorded) {
            None if found.refusal.is_none() => lines.push(msg!("verify-admitted")),
            None => lines.push(msg!("verify-refused-unknown")),
            Some(refusal) => lines.push(msg!(
                "verify-refused",
                code = refusal.code.name(),
                number = refusal.code.number(),
                text = refusal.text(lang)
            )),
        }
        for key in &found.signers {
            lines.push(msg!(
                "verify-signer",
                party = key.party,
                seat = Message::new(words::seat(key.seat), Vec::new()),
                person = key.person,
                entry = key.enrolled
            ));
        }
        let mut text: String = lines
            .iter()
            .map(|line| format!("{}\n", hanging(&line.in_lang(lang), 2, width)))
            .collect();
        text.push('\n');
        text.push_str(&explained::text(
            &explain(&found.entry),
            &Indicators::default(),
            lang,
            width,
        ));
        text.push('\n');
        let says_not = msg!("verify-says-not").in_lang(lang);
        text.push_str(&hanging(&says_not, 0, width));
        text.push('\n');
        text
    }
}
