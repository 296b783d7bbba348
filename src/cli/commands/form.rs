//! `form`: what a body prints, seals and files, as XLSX, as a page that prints, or as PDF.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::template::Written;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::write_new;
use crate::cli::numbers::{self, Said};
use crate::cli::output::Format;
use crate::cli::papers::{self, Paper, Press, Span, html, pdf, xlsx};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::domain::ids::{AccountId, CaseNo, RegionId};
use crate::domain::moment::Day;
use crate::domain::policy::FormKind;
use crate::service::{ServiceError, View};

#[derive(Debug, Subcommand)]
pub enum Command {
    Review(OfCase),
    Sources(OfCase),
    Notice(OfCase),
    Permits(OfCase),
    Book(OfRegion),
    Statement(OfAccount),
    Quarter(OfQuarter),
    Parks(OfParks),
}

/// Where a form goes, and what it bears.
#[derive(Debug, Args)]
pub struct Target {
    #[arg(long, short, value_name = "FILE.html")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    #[arg(long, value_name = "TEXT")]
    letterhead: Option<String>,
}

/// Which days a report is over.
#[derive(Debug, Args)]
pub struct Days {
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    to: Option<Day>,
}

#[derive(Debug, Args)]
pub struct OfCase {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub struct OfRegion {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub struct OfAccount {
    #[arg(value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: AccountId,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub struct OfQuarter {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(value_name = "QUARTER", value_parser = quarter_days)]
    quarter: Span,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Args)]
pub struct OfParks {
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    target: Target,
}

/// Reads `2027Q1`.
fn quarter_days(text: &str) -> Result<Span, BadValue> {
    let wrong = || BadValue(msg!("value-quarter", text = text));
    let (year, number) = text.split_once(['Q', 'q']).ok_or_else(wrong)?;
    let year = values::year(year)?;
    let first = match number {
        "1" => 1,
        "2" => 4,
        "3" => 7,
        "4" => 10,
        _ => return Err(wrong()),
    };
    let from = Day::new(year, first, 1).ok_or_else(wrong)?;
    let (next_year, next) = if first == 10 {
        (year + 1, 1)
    } else {
        (year, first + 3)
    };
    let to = Day::new(next_year, next, 1).ok_or_else(wrong)?.before();
    Ok(Span { from, to })
}

impl Days {
    /// As given, else from the beginning of the year to today.
    fn span(&self, view: &View<'_>) -> Result<Span, Failure> {
        let to = self.to.unwrap_or_else(|| view.now().day());
        let from = self
            .from
            .or_else(|| Day::new(to.year(), 1, 1))
            .unwrap_or(to);
        if from > to {
            return Err(Failure::usage(msg!(
                "form-days-reversed",
                from = from,
                to = to
            )));
        }
        Ok(Span { from, to })
    }
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let press = Press {
        view: &view,
        lang: session.lang(),
        indicators: Indicators::of(view.draft())?,
    };
    let (kind, of, paper, target) = match command {
        Command::Review(OfCase { case, target }) => {
            let case = case.one(&view)?;
            let paper = papers::review(&press, &case);
            (FormKind::Review, case.to_string(), paper, target)
        }
        Command::Sources(OfCase { case, target }) => {
            let case = case.one(&view)?;
            let paper = papers::sources(&press, &case);
            (FormKind::Sources, case.to_string(), paper, target)
        }
        Command::Notice(OfCase { case, target }) => {
            let case = case.one(&view)?;
            let paper = papers::notice(&press, &case);
            (FormKind::Notice, case.to_string(), paper, target)
        }
        Command::Permits(OfCase { case, target }) => {
            let case = case.one(&view)?;
            let paper = papers::permits(&press, &case);
            (FormKind::Permits, case.to_string(), paper, target)
        }
        Command::Book(OfRegion {
            region,
            days,
            target,
        }) => {
            let paper = papers::book(&press, &region, days.span(&view)?);
            (FormKind::Book, region.to_string(), paper, target)
        }
        Command::Statement(OfAccount {
            account,
            days,
            target,
        }) => {
            let paper = papers::statement(&press, &account, days.span(&view)?);
            (FormKind::Statement, account.to_string(), paper, target)
        }
        Command::Quarter(OfQuarter { quarter, .. }) if quarter.from > view.now().day() => {
            let ahead = msg!("form-quarter-ahead", quarter = quarter.from);
            return Err(Failure::usage(ahead));
        }
        Command::Quarter(OfQuarter {
            region,
            quarter,
            target,
        }) => (
            FormKind::Quarter,
            region.to_string(),
            papers::quarter(&press, &region, quarter),
            target,
        ),
        Command::Parks(OfParks { days, target }) => (
            FormKind::Parks,
            "all".to_owned(),
            papers::parks(&press, days.span(&view)?),
            target,
        ),
    };
    let headed = paper.and_then(|paper| press.headed(paper, kind));
    let paper = headed.map_err(|error: ServiceError| session.failed(&error))?;
    write(session, kind.name(), &of, paper, target)
}

/// Writes a form to its file; a page goes to standard output where `-` is named.
fn write(
    session: &mut Session<'_>,
    kind: &'static str,
    of: &str,
    mut paper: Paper,
    target: Target,
) -> Result<Exit, Failure> {
    let Target {
        out,
        title,
        letterhead,
    } = target;
    paper = paper.or_empty(session.lang());
    paper.title = title.unwrap_or(paper.title);
    paper.letterhead = letterhead.unwrap_or(paper.letterhead);
    let file =
        out.unwrap_or_else(|| PathBuf::from(format!("{kind}-{}.html", of.replace('/', "-"))));
    let page = html::page(&paper, session.lang());
    if file == Path::new("-") && session.out.format() == Format::Table {
        session.out.write(&page)?;
        return Ok(Exit::Done);
    }
    let extension = file.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    let bytes = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("xlsx") => xlsx::workbook(&paper)
            .map_err(|error| Failure::storage(msg!("error-sheet", reason = error)))?,
        Some("pdf") => {
            let workbook = xlsx::workbook(&paper)
                .map_err(|error| Failure::storage(msg!("error-sheet", reason = error)))?;
            let unique = hex::encode(session.random::<16>());
            let office = session.path_variable(pdf::OFFICE_VARIABLE);
            pdf::of(&workbook, office.as_deref(), &unique)?
        }
        Some("html" | "htm") => page.into_bytes(),
        Some(_) | None => {
            return Err(Failure::usage(msg!(
                "form-extension",
                file = file.display()
            )));
        }
    };
    write_new(&file, 0o644, &[&bytes])?;
    session.out.show(&Written { kind, file: &file })?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_three_months_whole() {
        let days = |text| quarter_days(text).map(|span| format!("{} {}", span.from, span.to));
        assert_eq!(days("2027Q1").unwrap(), "2027-01-01 2027-03-31");
        assert_eq!(days("2028q4").unwrap(), "2028-10-01 2028-12-31");
        for bad in ["2027", "2027Q5", "27Q1", "2027Q"] {
            assert!(days(bad).is_err(), "{bad}");
        }
    }
}
