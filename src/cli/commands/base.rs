//! `base`: decisions what base passes with a move (基数划转).

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::{documents, values, write};
use crate::domain::amount::Balance;
use crate::domain::entry::BaseDecide;
use crate::domain::ids::CaseNo;
use crate::domain::lot::BaseDecision;
use crate::domain::text::DocumentKind;

#[derive(Debug, Subcommand)]
pub enum Command {
    Decide(Decide),
}

#[derive(Debug, Args)]
pub struct Decide {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: u16,
    #[arg(long, value_name = "AMOUNT", value_parser = values::balance)]
    co2: Balance,
    #[arg(long, value_name = "AMOUNT", value_parser = values::balance)]
    gdp: Balance,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Command::Decide(Decide {
        case,
        year,
        co2,
        gdp,
        documents,
        writing,
    }) = command;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let case = case.one(&write::view(session, &ledger)?)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let decision = BaseDecision {
        case,
        year,
        co2,
        gdp,
    };
    write::record(
        session,
        &mut ledger,
        BaseDecide { decision, document },
        &writing,
    )
}
