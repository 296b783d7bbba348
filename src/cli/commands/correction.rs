//! `correction`: reversing (冲销), correcting (更正), completing (补正), and making shortfalls (缺口) good.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, or_dash};
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::correction::{Datum, Posting, RightRow, Shortfall};
use crate::domain::entry::{DataComplete, EntryCorrect, EntryReverse, ShortfallCure};
use crate::domain::ids::{CaseNo, IndicatorCode, LotNo, ProjectNo, ShortfallNo};
use crate::domain::region::Emission;
use crate::domain::text::{DocumentKind, Label};
use crate::service::View;

#[derive(Debug, Subcommand)]
pub enum Command {
    Reverse(Reverse),
    Post(Post),
    Cure(Cure),
    Complete(Complete),
    Shortfalls(Shortfalls),
}

/// What is mended, by what people call it.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Target {
    #[arg(long, value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Option<Said<CaseNo>>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Option<Said<LotNo>>,
    #[arg(long, value_name = "ENTRY", value_parser = values::entry)]
    entry: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Reverse {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Post {
    #[command(flatten)]
    target: Target,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::emission)]
    right: Vec<Emission>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Cure {
    #[arg(value_name = "SHORTFALL", value_parser = values::id::<ShortfallNo>)]
    shortfall: ShortfallNo,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Complete {
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>, conflicts_with_all = ["case", "lot", "entry"])]
    project: Option<Said<ProjectNo>>,
    #[arg(long, value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Option<Said<CaseNo>>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Option<Said<LotNo>>,
    #[arg(long, value_name = "ENTRY", value_parser = values::entry)]
    entry: Option<u64>,
    #[arg(long, value_name = "NAME", requires = "project", value_parser = values::id::<Label>)]
    name: Option<Label>,
    #[arg(long, value_name = "CODE", requires = "project", value_parser = values::id::<Label>)]
    code: Option<Label>,
    #[arg(long, value_name = "FILE", requires = "lot")]
    evidence: Option<PathBuf>,
    #[arg(long, value_name = "NUMBER", requires = "number", value_parser = values::id::<Label>)]
    recorded: Option<Label>,
    #[arg(long, value_name = "NUMBER", requires = "recorded", value_parser = values::id::<Label>)]
    number: Option<Label>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Shortfalls {
    #[arg(long)]
    all: bool,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Reverse(args) => reverse(args, session),
        Command::Post(args) => post(args, session),
        Command::Cure(args) => cure(args, session),
        Command::Complete(args) => complete(args, session),
        Command::Shortfalls(args) => shortfalls(&args, session),
    }
}

impl Target {
    fn posting(self, view: &View<'_>) -> Result<Posting, Failure> {
        match self {
            Target {
                case: Some(case), ..
            } => Ok(Posting::Case(case.one(view)?)),
            Target { lot: Some(lot), .. } => Ok(Posting::Lot(lot.one(view)?)),
            Target {
                entry: Some(entry), ..
            } => Ok(Posting::Entry(entry)),
            Target {
                case: None,
                lot: None,
                entry: None,
            } => Err(Failure::usage(msg!("correction-lacks-posting"))),
        }
    }
}

fn reverse(args: Reverse, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Reverse {
        target,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let posting = target.posting(&write::view(session, &ledger)?)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = EntryReverse {
        posting,
        lines: Vec::new(),
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

fn post(args: Post, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Post {
        target,
        right,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let posting = target.posting(&view)?;
    let rows = right.into_iter().map(|row| {
        Ok(RightRow {
            lot: lot_of(&view, &posting, &row.indicator)?,
            indicator: row.indicator,
            amount: row.amount,
        })
    });
    let right = rows.collect::<Result<Vec<_>, Failure>>()?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = EntryCorrect {
        posting,
        right,
        lines: Vec::new(),
        owed: Vec::new(),
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

/// The lot whose row is meant: none of a case; the one that is named; of an entry, the only one of
/// the indicator.
fn lot_of(
    view: &View<'_>,
    posting: &Posting,
    indicator: &IndicatorCode,
) -> Result<Option<LotNo>, Failure> {
    match posting {
        Posting::Case(_) => Ok(None),
        Posting::Lot(lot) => Ok(Some(lot.clone())),
        Posting::Entry(index) => {
            let lots = lookup::lots_posted(view.draft(), *index, indicator)?;
            match lots.as_slice() {
                [] => Ok(None),
                [only] => Ok(Some(only.clone())),
                several => {
                    let names: Vec<_> = several.iter().map(ToString::to_string).collect();
                    Err(Failure::usage(msg!(
                        "correction-several-lots",
                        entry = index,
                        indicator = indicator,
                        lots = names.join(", ")
                    )))
                }
            }
        }
    }
}

fn cure(args: Cure, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Cure {
        shortfall,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = ShortfallCure {
        shortfall,
        lines: Vec::new(),
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

fn complete(args: Complete, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let Complete {
        project,
        case,
        lot,
        entry,
        name,
        code,
        evidence,
        recorded,
        number,
        documents,
        writing,
    } = args;
    let datum = {
        let view = write::view(session, &ledger)?;
        let given = (project, name, code, evidence, recorded.zip(number));
        match given {
            (Some(project), Some(name), None, None, None) => Datum::ProjectName {
                project: project.one(&view)?,
                name,
            },
            (Some(project), None, Some(code), None, None) => Datum::ProjectCode {
                project: project.one(&view)?,
                code,
            },
            (None, None, None, Some(file), None) => Datum::LotEvidence {
                lot: match lot {
                    Some(lot) => lot.one(&view)?,
                    None => return Err(Failure::usage(msg!("correction-lacks-datum"))),
                },
                evidence: documents::hash_of_file(&file)?,
            },
            (None, None, None, None, Some((recorded, right))) => Datum::DocumentNumber {
                posting: Target { case, lot, entry }.posting(&view)?,
                recorded,
                right,
            },
            _ => return Err(Failure::usage(msg!("correction-lacks-datum"))),
        }
    };
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = DataComplete { datum, document };
    write::record(session, &mut ledger, act, &writing)
}

fn shortfalls(args: &Shortfalls, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let mut found = lookup::shortfalls(view.draft())?;
    found.retain(|shortfall| shortfall.cured.is_none() || args.all);
    let indicators = Indicators::of(view.draft())?;
    let table = Table::new(vec![
        Head::text(msg!("label-shortfall")),
        Head::text(msg!("label-region")),
        Head::text(msg!("label-indicator")),
        Head::figures(msg!("label-owed-at-first")),
        Head::figures(msg!("label-owed-still")),
        Head::text(msg!("label-owed-to")),
        Head::text(msg!("label-due")),
        Head::text(msg!("label-entry")),
        Head::text(msg!("label-cured")),
    ]);
    let listing = Listing::new("shortfalls", &found, table, |shortfall: &Shortfall| {
        let owed = &shortfall.owed;
        vec![
            cell(&shortfall.shortfall),
            cell(&owed.region),
            cell(&owed.indicator),
            cell(&indicators.amount(&owed.indicator, owed.amount)),
            cell(&indicators.balance(&owed.indicator, shortfall.open)),
            or_dash(owed.to.as_ref()),
            cell(&shortfall.due),
            cell(&shortfall.index),
            or_dash(shortfall.cured),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
