//! `cap`: caps (总量) of regions.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, or_dash, period, word};
use crate::cli::text::msg;
use crate::cli::values::BadValue;
use crate::cli::{documents, lookup, values, write};
use crate::domain::amount::{Balance, Change};
use crate::domain::entry::{Act, CapSet};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::period::Period;
use crate::domain::region::{Cap, CapKind};
use crate::domain::state::keys;
use crate::domain::text::DocumentKind;
use crate::explain::words;

#[derive(Debug, Subcommand)]
pub enum Command {
    Set(Set),
    List(List),
}

#[derive(Debug, Args)]
pub struct Set {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = cap_given)]
    caps: Vec<CapGiven>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: Option<u16>,
    #[arg(long)]
    target: bool,
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

/// `SO2=5000`, or `SO2=none` to take a cap away.
#[derive(Debug, Clone)]
struct CapGiven {
    indicator: IndicatorCode,
    amount: Option<Balance>,
}

fn cap_given(text: &str) -> Result<CapGiven, BadValue> {
    let wrong = || BadValue(msg!("value-cap", text = text));
    let (indicator, amount) = text.split_once('=').ok_or_else(wrong)?;
    let amount = if amount == "none" {
        None
    } else {
        Some(values::balance(amount)?)
    };
    Ok(CapGiven {
        indicator: values::id(indicator)?,
        amount,
    })
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Set(args) => set(&args, session),
        Command::List(args) => list(&args, session),
    }
}

fn set(args: &Set, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&args.documents, DocumentKind::CapDecision, today)?;
    let kind = |cap: &CapGiven| match (cap.amount, args.target) {
        (None, _) => CapKind::None,
        (Some(_), true) => CapKind::Target,
        (Some(_), false) => CapKind::Ceiling,
    };
    let acts = args.caps.iter().map(|cap| {
        Act::from(CapSet {
            region: args.region.clone(),
            indicator: cap.indicator.clone(),
            period: args.year.map_or(Period::Standing, Period::Year),
            kind: kind(cap),
            amount: cap.amount,
            document: document.clone(),
        })
    });
    write::record_all(session, &mut ledger, acts.collect(), &args.writing, None)
}

/// One line of the list.
#[derive(serde::Serialize)]
struct CapRow {
    region: RegionId,
    indicator: IndicatorCode,
    period: Period,
    kind: Option<CapKind>,
    cap: Option<Change>,
    #[serde(rename = "use")]
    used: Balance,
    over: Balance,
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let draft = view.draft();
    lookup::known(draft, args.region.as_ref(), None)?;
    let indicators = Indicators::of(draft)?;
    let regions = match &args.region {
        Some(region) => vec![region.clone()],
        None => lookup::regions(draft)?,
    };
    let mut rows = Vec::new();
    for region in regions {
        for indicator in draft.list(&keys::indicators_of(&region))? {
            let totals = draft.must(&keys::totals(&region, &indicator))?;
            rows.extend(totals.periods().map(|period| {
                let cap: Option<Cap> = totals.cap(period);
                CapRow {
                    region: region.clone(),
                    indicator: indicator.clone(),
                    period,
                    kind: cap.map(|cap| cap.kind),
                    cap: cap.map(|cap| cap.amount),
                    used: totals.used(period),
                    over: totals.over(period),
                }
            }));
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-region")),
        Head::text(msg!("label-indicator")),
        Head::text(msg!("label-period")),
        Head::text(msg!("label-cap-kind")),
        Head::figures(msg!("label-cap")),
        Head::figures(msg!("label-use")),
        Head::figures(msg!("label-over")),
    ]);
    let listing = Listing::new("caps", &rows, table, |row: &CapRow| {
        vec![
            cell(&row.region),
            cell(&row.indicator),
            period(row.period),
            row.kind
                .map_or_else(|| cell("-"), |kind| word(words::cap_kind(kind))),
            or_dash(row.cap.map(|cap| indicators.change(&row.indicator, cap))),
            cell(&indicators.balance(&row.indicator, row.used)),
            cell(&indicators.balance(&row.indicator, row.over)),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
