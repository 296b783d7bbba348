//! `opening`: opening balances (期初), from a table or row by row.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::intake::{OpeningGiven, import_opening};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{documents, values, write};
use crate::domain::entry::{OpeningRecord, OpeningRow};
use crate::domain::ids::{AccountId, RegionId};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::region::Quantity;
use crate::domain::text::DocumentKind;

#[derive(Debug, Subcommand)]
pub enum Command {
    Record(Box<Record>),
    Import(Box<Import>),
}

#[derive(Debug, Args)]
pub struct Record {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(value_name = "INDICATOR=AMOUNT", value_parser = values::quantity)]
    quantities: Vec<Quantity>,
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["quantities", "account"])]
    csv: Option<PathBuf>,
    #[arg(long, value_name = "ACCOUNT", requires = "quantities", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    since: Option<Day>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: Option<u16>,
    #[arg(long)]
    paid: bool,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    cut_over: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "FILE.xlsx")]
    form: PathBuf,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    cut_over: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Record(args) => record(*args, session),
        Command::Import(args) => {
            let Import {
                form,
                region,
                cut_over,
                documents,
                writing,
            } = *args;
            let given = OpeningGiven {
                region,
                cut_over,
                documents,
            };
            import_opening(session, &form, &given, &writing)
        }
    }
}

fn record(args: Record, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if let Some(table) = &args.csv {
        let given = OpeningGiven {
            region: Some(args.region),
            cut_over: args.cut_over,
            documents: args.documents,
        };
        return import_opening(session, table, &given, &args.writing);
    }
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let act = OpeningRecord {
        rows: rows_of_arguments(&args, today)?,
        document: documents::one(&args.documents, DocumentKind::VerificationReport, today)?,
        cut_over: args.cut_over.unwrap_or(today),
        region: args.region,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

fn rows_of_arguments(args: &Record, today: Day) -> Result<Vec<OpeningRow>, Failure> {
    let Some(account) = &args.account else {
        return Err(Failure::usage(msg!("opening-lacks-rows")).hint(msg!("hint-opening")));
    };
    let rows = args
        .quantities
        .iter()
        .map(|Quantity { indicator, amount }| OpeningRow {
            account: account.clone(),
            indicator: indicator.clone(),
            period: args.year.map_or(Period::Standing, Period::Year),
            amount: *amount,
            since: args.since.unwrap_or(today),
            paid: args.paid,
            base_emission: None,
            evidence: None,
        });
    Ok(rows.collect())
}
