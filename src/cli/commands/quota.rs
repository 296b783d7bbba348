//! `quota`: issuing, by hand or from a distribution plan, and taking back.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{documents, intake, lookup, values, write};
use crate::domain::amount::Amount;
use crate::domain::entry::{Act, IssueRow, QuotaInvalidate, QuotaIssue, QuotaTakeBack};
use crate::domain::ids::{AccountId, LotNo};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::region::Quantity;
use crate::domain::text::{Document, DocumentKind};

#[derive(Debug, Subcommand)]
pub enum Command {
    Issue(Issue),
    Import(Import),
    TakeBack(TakeBack),
    Invalidate(Invalidate),
}

#[derive(Debug, Args)]
pub struct Issue {
    #[arg(value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: AccountId,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    quantities: Vec<Quantity>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: Option<u16>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    since: Option<Day>,
    #[arg(long)]
    paid: bool,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "FILE.xlsx")]
    form: PathBuf,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct TakeBack {
    #[arg(value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Said<LotNo>,
    #[arg(value_name = "AMOUNT", value_parser = values::amount)]
    amount: Amount,
    #[arg(long, value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Invalidate {
    #[command(flatten)]
    of: TakeBack,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Issue(args) => issue(args, session),
        Command::Import(args) => {
            intake::import_plan(session, &args.form, &args.documents, &args.writing)
        }
        Command::TakeBack(args) => out_of_account(args, session, |of| {
            let Taken {
                account,
                lot,
                amount,
                document,
            } = of;
            QuotaTakeBack {
                account,
                lot,
                amount,
                document,
            }
            .into()
        }),
        Command::Invalidate(args) => out_of_account(args.of, session, |of| {
            let Taken {
                account,
                lot,
                amount,
                document,
            } = of;
            QuotaInvalidate {
                account,
                lot,
                amount,
                document,
            }
            .into()
        }),
    }
}

fn issue(args: Issue, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Issue {
        account,
        quantities,
        year,
        since,
        paid,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let rows = quantities
        .into_iter()
        .map(|Quantity { indicator, amount }| IssueRow {
            indicator,
            period: year.map_or(Period::Standing, Period::Year),
            amount,
            since: since.unwrap_or(today),
            paid,
        });
    let document = documents::one(&documents, DocumentKind::CapDecision, today)?;
    let act = QuotaIssue {
        account,
        rows: rows.collect(),
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

/// What leaves an account for good.
struct Taken {
    account: AccountId,
    lot: LotNo,
    amount: Amount,
    document: Document,
}

fn out_of_account(
    args: TakeBack,
    session: &mut Session<'_>,
    act: impl Fn(Taken) -> Act,
) -> Result<Exit, Failure> {
    let TakeBack {
        lot,
        amount,
        account,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let lot = lot.one(&write::view(session, &ledger)?)?;
    let account = match account {
        Some(account) => account,
        None => only_holder(session, &ledger, &lot)?,
    };
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let taken = Taken {
        account,
        lot,
        amount,
        document,
    };
    write::record(session, &mut ledger, act(taken), &writing)
}

/// The account that holds a lot, where it is one; the one it was issued to where none does.
fn only_holder(
    session: &Session<'_>,
    ledger: &crate::service::Ledger,
    no: &LotNo,
) -> Result<AccountId, Failure> {
    let view = write::view(session, ledger)?;
    let (lot, holders) = lookup::lot(view.draft(), no)?;
    let mut accounts: Vec<_> = holders.into_iter().map(|holding| holding.account).collect();
    accounts.dedup();
    match accounts.as_slice() {
        [] => Ok(lot.account),
        [only] => Ok(only.clone()),
        several => {
            let names: Vec<_> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(msg!(
                "lot-in-several",
                lot = no,
                accounts = names.join(", ")
            )))
        }
    }
}
