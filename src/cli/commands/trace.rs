//! `trace`: a lot or a project back to its sources and onward to its uses.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::log::minute;
use super::template::Written;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::write_new;
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Shown, Table, hanging};
use crate::cli::papers::{self, Paper, Press, html};
use crate::cli::pictures;
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::{Message, msg};
use crate::cli::values::BadValue;
use crate::domain::ids::{IndicatorCode, LotNo, ProjectNo};
use crate::domain::lot::{Origin, Slot};
use crate::domain::posting::Place;
use crate::domain::text::Lang;
use crate::service::ServiceError;
use crate::service::query::{Ancestor, Descendant, LotTrace, ProjectTrace};

#[derive(Debug, Args)]
pub struct Trace {
    #[arg(value_name = "LOT|PROJECT", value_parser = subject)]
    subject: Subject,
    #[arg(long, short, value_name = "FILE.svg|FILE.html")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone)]
enum Subject {
    Lot(Said<LotNo>),
    Project(Said<ProjectNo>),
}

fn subject(text: &str) -> Result<Subject, BadValue> {
    let lot = numbers::said(text).map(Subject::Lot).ok();
    let found = lot.or_else(|| numbers::said(text).map(Subject::Project).ok());
    found.ok_or_else(|| BadValue(msg!("value-lot-or-project", text = text)))
}

pub fn run(args: &Trace, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let indicators = Indicators::of(view.draft())?;
    match &args.subject {
        Subject::Lot(no) => {
            let no = &no.one(&view)?;
            let trace = view.trace_lot(no).map_err(|error| session.failed(&error))?;
            if let Some(file) = &args.out {
                let press = Press {
                    view: &view,
                    lang: session.lang(),
                    indicators,
                };
                let picture = || pictures::flow(&press, &trace);
                let page = || papers::way(&press, &trace).map(|paper| paper.or_empty(press.lang));
                return write(session, file, &picture, &page);
            }
            session.out.show(&OfLot(&trace, &indicators))?;
        }
        Subject::Project(no) => {
            if args.out.is_some() {
                return Err(Failure::usage(msg!("trace-out-lot")));
            }
            let no = &no.one(&view)?;
            let trace = view
                .trace_project(no)
                .map_err(|error| session.failed(&error))?;
            session.out.show(&OfProject(&trace, &indicators))?;
        }
    }
    Ok(Exit::Done)
}

/// Writes the way of a lot as a picture or as a page, by the name of the file.
fn write(
    session: &mut Session<'_>,
    file: &Path,
    picture: &dyn Fn() -> Result<String, ServiceError>,
    page: &dyn Fn() -> Result<Paper, ServiceError>,
) -> Result<Exit, Failure> {
    let lang = session.lang();
    let made = match file.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => picture(),
        Some("html" | "htm") => page().map(|paper| html::page(&paper, lang)),
        Some(_) | None => {
            return Err(Failure::usage(msg!(
                "picture-extension-page",
                file = file.display()
            )));
        }
    };
    let text = made.map_err(|error| session.failed(&error))?;
    write_new(file, 0o644, &[text.as_bytes()])?;
    let kind = "trace";
    session.out.show(&Written { kind, file })?;
    Ok(Exit::Done)
}

/// A place, in words.
pub fn place(place: &Place) -> Message {
    match place {
        Place::Available(account) => msg!("place-available", account = account),
        Place::Barred(account) => msg!("place-barred", account = account),
        Place::Reserved(account) => msg!("place-reserved", account = account),
        Place::ReservedBarred(account) => msg!("place-reserved-barred", account = account),
        Place::Retired => msg!("place-retired"),
        Place::TakenBack => msg!("place-taken-back"),
        Place::Reduced => msg!("place-reduced"),
        Place::Invalidated => msg!("place-invalidated"),
        Place::Reversed => msg!("place-reversed"),
    }
}

struct OfLot<'a>(&'a LotTrace, &'a Indicators);

/// What stands in front of a branch.
const BRANCH_COLUMNS: usize = 5;

/// A branch of the tree on the terminal.
fn branch(text: &mut String, last: bool, line: &str, width: usize) {
    let (mark, below) = if last {
        ("└─", "  ")
    } else {
        ("├─", "│ ")
    };
    let line = hanging(line, 2, width.saturating_sub(BRANCH_COLUMNS));
    let line = line.replace('\n', &format!("\n  {below} "));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  {mark} {line}");
}

fn section(text: &mut String, (lang, width): (Lang, usize), title: &Message, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", title.in_lang(lang));
    for (at, line) in lines.iter().enumerate() {
        branch(text, at + 1 == lines.len(), line, width);
    }
}

fn source_lines(
    sources: &[Ancestor],
    amount: impl Fn(crate::domain::amount::Balance) -> String,
    lang: Lang,
) -> Vec<String> {
    let line = |source: &Ancestor| {
        msg!(
            "trace-source",
            lot = source.of,
            amount = amount(source.amount),
            source = source.lot,
            reduction = source.reduction,
            entry = source.index
        )
        .in_lang(lang)
    };
    sources.iter().map(line).collect()
}

fn findings(trace: &LotTrace, lang: Lang) -> Vec<String> {
    let lines = trace.findings.iter().flat_map(super::finding::told);
    lines.map(|line| line.in_lang(lang)).collect()
}

/// Lots that were made out of it.
fn made_lines(
    trace: &LotTrace,
    balance: &dyn Fn(crate::domain::amount::Balance) -> String,
    lang: Lang,
) -> Vec<String> {
    let line = |made: &Descendant| {
        msg!(
            "trace-made-into",
            lot = made.lot,
            amount = balance(made.amount),
            entry = made.index
        )
        .in_lang(lang)
    };
    trace.made_into.iter().map(line).collect()
}

impl Shown for OfLot<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.0).unwrap_or_default()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let Self(trace, indicators) = self;
        let code: &IndicatorCode = &trace.lot.indicator;
        let balance = |balance| indicators.balance(code, balance);
        let origin = match &trace.lot.origin {
            Origin::Opening => msg!("trace-origin-opening"),
            Origin::Issuance => msg!("trace-origin-issuance"),
            Origin::Reduction { reduction, .. } => {
                msg!("trace-origin-reduction", reduction = reduction)
            }
        };
        let head = msg!(
            "trace-lot",
            lot = trace.lot.lot,
            indicator = code,
            amount = balance(trace.lot.amount.into()),
            account = trace.lot.account,
            since = trace.lot.since,
            origin = origin,
            entry = trace.lot.index
        );
        let mut text = format!("{}\n", hanging(&head.in_lang(lang), 2, width));
        let sources = source_lines(&trace.sources, balance, lang);
        section(
            &mut text,
            (lang, width),
            &msg!("trace-title-sources"),
            &sources,
        );
        let moves: Vec<String> = trace
            .moves
            .iter()
            .map(|step| {
                let from = step.from.as_ref().map_or_else(|| msg!("place-made"), place);
                msg!(
                    "trace-move",
                    entry = step.index,
                    at = minute(step.at),
                    amount = balance(step.amount.into()),
                    from = from,
                    to = place(&step.to),
                    case = step
                        .case
                        .as_ref()
                        .map_or_else(|| "-".to_owned(), ToString::to_string)
                )
                .in_lang(lang)
            })
            .collect();
        section(&mut text, (lang, width), &msg!("trace-title-moves"), &moves);
        let holders: Vec<String> = trace
            .holders
            .iter()
            .map(|held| {
                let slot = match (&held.slot, held.barred) {
                    (Slot::Available, false) => msg!("place-available", account = held.account),
                    (Slot::Available, true) => msg!("place-barred", account = held.account),
                    (Slot::Reserved(case), _) => {
                        msg!("place-reserved-for", account = held.account, case = case)
                    }
                };
                format!("{}  {}", balance(held.amount.into()), slot.in_lang(lang))
            })
            .collect();
        section(
            &mut text,
            (lang, width),
            &msg!("trace-title-holders"),
            &holders,
        );
        let made = made_lines(trace, &balance, lang);
        section(
            &mut text,
            (lang, width),
            &msg!("trace-title-made-into"),
            &made,
        );
        let found = findings(trace, lang);
        let title = msg!("trace-title-findings");
        section(&mut text, (lang, width), &title, &found);
        let sums = msg!(
            "trace-sums",
            held = balance(trace.held),
            retired = balance(trace.retired),
            reduced = balance(trace.reduced),
            taken = balance(trace.taken_back),
            invalidated = balance(trace.invalidated),
            reversed = balance(trace.reversed),
            total = balance(trace.lot.amount.into())
        );
        text.push_str(&hanging(&sums.in_lang(lang), 2, width));
        text.push('\n');
        text
    }
}

struct OfProject<'a>(&'a ProjectTrace, &'a Indicators);

impl Shown for OfProject<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.0).unwrap_or_default()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let Self(trace, indicators) = self;
        let project = &trace.project;
        let head = msg!(
            "trace-project",
            project = project.project,
            name = project.name,
            builder = project.builder,
            region = project.region,
            industry = project.industry
        );
        let mut text = format!("{}\n", hanging(&head.in_lang(lang), 2, width));
        let cases: Vec<String> = trace
            .cases
            .iter()
            .map(|case| {
                let phase = Message::new(super::case::phase_id(&case.phase), Vec::new());
                format!("{}  {}", case.case, phase.in_lang(lang))
            })
            .collect();
        section(&mut text, (lang, width), &msg!("trace-title-cases"), &cases);
        let drew: Vec<String> = trace
            .drew
            .iter()
            .map(|drawn| {
                msg!(
                    "trace-drew",
                    entry = drawn.index,
                    indicator = drawn.indicator,
                    amount = indicators.amount(&drawn.indicator, drawn.amount),
                    lot = drawn.lot,
                    source = drawn.source,
                    to = place(&drawn.to)
                )
                .in_lang(lang)
            })
            .collect();
        section(&mut text, (lang, width), &msg!("trace-title-drew"), &drew);
        let plain = |balance: crate::domain::amount::Balance| balance.to_string();
        let sources = source_lines(&trace.sources, plain, lang);
        section(
            &mut text,
            (lang, width),
            &msg!("trace-title-sources"),
            &sources,
        );
        let sums: Vec<String> = trace
            .sums
            .iter()
            .map(|sum| {
                let balance = |balance| indicators.balance(&sum.indicator, balance);
                msg!(
                    "trace-project-sum",
                    indicator = sum.indicator,
                    credited = balance(sum.credited),
                    retired = balance(sum.retired),
                    reserved = balance(sum.reserved)
                )
                .in_lang(lang)
            })
            .collect();
        section(&mut text, (lang, width), &msg!("trace-title-sums"), &sums);
        text
    }
}
