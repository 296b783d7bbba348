//! `hold`: holds on regions, accounts, lots and cases.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::{IntoArg as _, Message, msg};
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::{HoldLift, HoldPlace};
use crate::domain::ids::{AccountId, CaseNo, HoldNo, IndicatorCode, LotNo, PartyId, RegionId};
use crate::domain::lot::{Hold, HoldTarget};
use crate::domain::moment::Day;
use crate::domain::text::DocumentKind;
use crate::service::View;

#[derive(Debug, Subcommand)]
pub enum Command {
    Place(Place),
    Lift(Lift),
    List(List),
}

#[derive(Debug, Args)]
pub struct Place {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "INDICATOR", requires = "region", value_parser = values::id::<IndicatorCode>)]
    indicator: Option<IndicatorCode>,
    #[arg(long = "by", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    placed_by: PartyId,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Target {
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long, value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Option<Said<LotNo>>,
    #[arg(long, value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Option<Said<CaseNo>>,
}

#[derive(Debug, Args)]
pub struct Lift {
    #[arg(value_name = "HOLD", value_parser = values::id::<HoldNo>)]
    hold: HoldNo,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long)]
    all: bool,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Place(args) => place(args, session),
        Command::Lift(args) => lift(args, session),
        Command::List(args) => list(&args, session),
    }
}

fn place(args: Place, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Place {
        target,
        indicator,
        placed_by,
        until,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let target = on_what(target, indicator, &write::view(session, &ledger)?)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = HoldPlace {
        target,
        by: placed_by,
        until,
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

/// What is to be held.
pub fn on_what(
    target: Target,
    indicator: Option<IndicatorCode>,
    view: &View<'_>,
) -> Result<HoldTarget, Failure> {
    Ok(match target {
        Target {
            region: Some(region),
            ..
        } => HoldTarget::Region { region, indicator },
        Target {
            account: Some(account),
            ..
        } => HoldTarget::Account(account),
        Target { lot: Some(lot), .. } => HoldTarget::Lot(lot.one(view)?),
        Target {
            case: Some(case), ..
        } => HoldTarget::Case(case.one(view)?),
        Target {
            region: None,
            account: None,
            lot: None,
            case: None,
        } => {
            return Err(Failure::usage(msg!("hold-lacks-target")));
        }
    })
}

/// What a hold or a finding is about, in words.
pub fn target_words(target: &HoldTarget) -> Message {
    match target {
        HoldTarget::Region {
            region,
            indicator: Some(indicator),
        } => msg!("hold-on-indicator", region = region, indicator = indicator),
        HoldTarget::Region {
            region,
            indicator: None,
        } => msg!("hold-on-region", region = region),
        HoldTarget::Account(account) => msg!("hold-on-account", account = account),
        HoldTarget::Lot(lot) => msg!("hold-on-lot", lot = lot),
        HoldTarget::Case(case) => msg!("hold-on-case", case = case),
    }
}

fn lift(args: Lift, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Lift {
        hold,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    write::record(session, &mut ledger, HoldLift { hold, document }, &writing)
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let years = ledger.begun().day().year()..=view.now().day().year();
    let mut holds = lookup::holds(view.draft(), years)?;
    holds.retain(|hold| hold.active || args.all);
    let table = Table::new(vec![
        Head::text(msg!("label-hold")),
        Head::text(msg!("label-target")),
        Head::text(msg!("label-by")),
        Head::text(msg!("label-document")),
        Head::text(msg!("label-last-day")),
        Head::text(msg!("label-state")),
    ]);
    let listing = Listing::new("holds", &holds, table, |hold: &Hold| {
        vec![
            cell(&hold.hold),
            target_words(&hold.target).to_arg(),
            cell(&hold.by),
            cell(&hold.document.number),
            or_dash(hold.until),
            word(if hold.active {
                "term-hold-active"
            } else {
                "term-hold-over"
            }),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
