//! `receipt`: writes the receipt of an entry or a refusal.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::write_new;
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::cli::{lookup, write};
use crate::domain::ids::CaseNo;
use crate::service::Ledger;

/// A receipt is for everybody to read.
const RECEIPT_MODE: u32 = 0o644;

#[derive(Debug, Args)]
pub struct Receipt {
    #[arg(value_name = "ENTRY|last|CASE", value_parser = which)]
    entry: Which,
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Of which entry, as people say it.
#[derive(Debug, Clone)]
enum Which {
    /// The one at this place in the log.
    At(u64),
    /// The newest.
    Last,
    /// The last act on a case.
    Case(Said<CaseNo>),
}

fn which(text: &str) -> Result<Which, BadValue> {
    if text == "last" {
        return Ok(Which::Last);
    }
    values::entry(text)
        .map(Which::At)
        .or_else(|not_a_number| match numbers::said::<CaseNo>(text) {
            Ok(case) if text.contains('-') => Ok(Which::Case(case)),
            Ok(_) | Err(_) => Err(not_a_number),
        })
}

impl Which {
    fn index(&self, ledger: &Ledger, session: &Session<'_>) -> Result<u64, Failure> {
        let case = match self {
            Which::At(index) => return Ok(*index),
            Which::Last => return Ok(ledger.size().saturating_sub(1)),
            Which::Case(case) => case,
        };
        let view = write::view(session, ledger)?;
        let case = lookup::case(view.draft(), &case.one(&view)?)?;
        Ok(case.signed.last().map_or(case.opened, |act| act.index))
    }
}

pub fn run(args: &Receipt, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let index = args.entry.index(&ledger, session)?;
    let mut bytes = ledger
        .receipt(index)
        .map_err(|error| session.failed(&error))?;
    bytes.push(b'\n');
    let Some(file) = &args.out else {
        session.out.write_bytes(&bytes)?;
        return Ok(Exit::Done);
    };
    if file.is_dir() {
        return Err(Failure::write(file, &io::ErrorKind::IsADirectory.into()));
    }
    write_new(file, RECEIPT_MODE, &[&bytes])?;
    let operator = ledger.row().operator;
    session.out.line(&msg!(
        "receipt-written",
        file = file.display(),
        bytes = bytes.len(),
        ledger = ledger.id(),
        operator = operator
    ))?;
    Ok(Exit::Done)
}
