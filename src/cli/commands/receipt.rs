//! `receipt`: writes the receipt of an entry or a refusal.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::write_new;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::values;

/// A receipt is for everybody to read.
const RECEIPT_MODE: u32 = 0o644;

#[derive(Debug, Args)]
pub struct Receipt {
    #[arg(value_name = "ENTRY", value_parser = values::entry)]
    entry: u64,
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub fn run(args: &Receipt, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let mut bytes = ledger
        .receipt(args.entry)
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
