//! `reduction`: reductions (减排量), recorded and verified.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, or_dash, word};
use crate::cli::text::msg;
use crate::cli::{documents, intake, lookup, values, write};
use crate::domain::amount::{Amount, Balance, Change};
use crate::domain::entry::{ReductionRecord, ReductionVerify};
use crate::domain::ids::{AccountId, FacilityId, IndicatorCode, PermitNo, ReductionNo, RegionId};
use crate::domain::lot::{Measure, Reduction, ReductionState};
use crate::domain::moment::Day;
use crate::domain::state::{Draft, keys};
use crate::domain::text::{DocumentKind, Label};
use crate::explain::words;

#[derive(Debug, Subcommand)]
pub enum Command {
    Record(Box<Record>),
    Import(Import),
    Verify(Verify),
    List(List),
}

#[derive(Debug, Args)]
pub struct Record {
    #[arg(long, value_name = "PERMIT", value_parser = values::id::<PermitNo>)]
    permit: PermitNo,
    #[arg(long, value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[arg(long, value_name = "CODE", value_parser = values::id::<FacilityId>)]
    facility: FacilityId,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name: Label,
    #[arg(long, value_name = "INDICATOR", value_parser = values::id::<IndicatorCode>)]
    indicator: IndicatorCode,
    #[arg(long, value_name = "MEASURE", value_parser = values::word::<Measure>)]
    measure: Measure,
    #[arg(long, value_name = "AMOUNT", value_parser = values::balance)]
    before: Balance,
    #[arg(long, value_name = "AMOUNT", value_parser = values::balance)]
    after: Balance,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    completed_on: Day,
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
pub struct Verify {
    #[arg(value_name = "REDUCTION", value_parser = values::id::<ReductionNo>)]
    reduction: ReductionNo,
    #[arg(long, value_name = "AMOUNT", value_parser = values::amount)]
    amount: Option<Amount>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Record(args) => record(*args, session),
        Command::Import(args) => {
            intake::import_reductions(session, &args.form, &args.documents, &args.writing)
        }
        Command::Verify(args) => verify(args, session),
        Command::List(args) => list(&args, session),
    }
}

fn record(args: Record, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let account = match args.account {
        Some(account) => account,
        None => account_of(write::view(session, &ledger)?.draft(), &args.permit)?,
    };
    let act = ReductionRecord {
        account,
        permit: args.permit,
        facility: args.facility,
        name: args.name,
        indicator: args.indicator,
        measure: args.measure,
        before: args.before,
        after: args.after,
        completed_on: args.completed_on,
        document: documents::one(&args.documents, DocumentKind::VerificationReport, today)?,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

/// The account of the unit that holds a permit.
fn account_of(draft: &Draft<'_>, permit: &PermitNo) -> Result<AccountId, Failure> {
    intake::account_of_permit(draft, permit)?
        .ok_or_else(|| Failure::usage(msg!("no-such-permit", permit = permit)))
}

fn verify(args: Verify, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Verify {
        reduction,
        amount,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let amount = match amount {
        Some(amount) => amount,
        None => whole_of(write::view(session, &ledger)?.draft(), &reduction)?,
    };
    let document = documents::one(&documents, DocumentKind::VerificationReport, today)?;
    let act = ReductionVerify {
        reduction,
        amount,
        lines: Vec::new(),
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

/// Before minus after.
fn whole_of(draft: &Draft<'_>, no: &ReductionNo) -> Result<Amount, Failure> {
    let found = draft.get(&keys::reduction(no))?;
    let reduction =
        found.ok_or_else(|| Failure::usage(msg!("no-such-reduction", reduction = no)))?;
    let left = Change::from(reduction.before).plus(Change::from(reduction.after).negated());
    Amount::new(left.decimal())
        .ok_or_else(|| Failure::usage(msg!("nothing-reduced", reduction = no)))
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let draft = view.draft();
    let indicators = Indicators::of(draft)?;
    let regions = match &args.region {
        Some(region) => vec![region.clone()],
        None => lookup::regions(draft)?,
    };
    let mut reductions = Vec::new();
    for region in regions {
        for account in draft.list(&keys::accounts_of(&region))? {
            for no in draft.list(&keys::reductions_of(&account))? {
                reductions.push(draft.must(&keys::reduction(&no))?);
            }
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-reduction")),
        Head::text(msg!("label-account")),
        Head::text(msg!("label-facility")),
        Head::text(msg!("label-indicator")),
        Head::text(msg!("label-measure")),
        Head::figures(msg!("label-before")),
        Head::figures(msg!("label-after")),
        Head::text(msg!("label-lot")),
    ]);
    let listing = Listing::new("reductions", &reductions, table, |reduction: &Reduction| {
        let amount = |amount| cell(&indicators.balance(&reduction.indicator, amount));
        let lot = match &reduction.state {
            ReductionState::Completed => None,
            ReductionState::Verified(lot) => Some(lot),
        };
        vec![
            cell(&reduction.reduction),
            cell(&reduction.account),
            cell(&reduction.facility),
            cell(&reduction.indicator),
            word(words::measure(reduction.measure)),
            amount(reduction.before),
            amount(reduction.after),
            or_dash(lot),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
