//! `emission`: verified base-year emissions.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::{documents, values, write};
use crate::domain::entry::EmissionVerify;
use crate::domain::ids::AccountId;
use crate::domain::region::Quantity;
use crate::domain::text::DocumentKind;

#[derive(Debug, Subcommand)]
pub enum Command {
    Verify(Verify),
}

#[derive(Debug, Args)]
pub struct Verify {
    #[arg(value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: AccountId,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    emissions: Vec<Quantity>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: u16,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Command::Verify(Verify {
        account,
        emissions,
        year,
        documents,
        writing,
    }) = command;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::VerificationReport, today)?;
    let act = EmissionVerify {
        account,
        year,
        emissions,
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}
