//! `play` and `demo`: scenario files, played on a fresh practice ledger and checked.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::log::minute;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell};
use crate::cli::progress::Bar;
use crate::cli::seams::Place;
use crate::cli::service_error;
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, period};
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::receipt::{Expected, Receipt, verify};
use crate::scenario::node::FILE_BYTES_MAX;
use crate::scenario::report::{PlayReport, StepReport};
use crate::scenario::{Played, SAMPLES, Scenario, Watcher};
use crate::service::Progress;
use crate::service::query::BalanceFilter;

/// What `demo` plays: S1, and S3 after it.
const DEMO: &str = "double_use.yaml";

#[derive(Debug, Args)]
pub struct Play {
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Shows how far a play is.
struct Steps(Bar);

impl Watcher for Steps {
    fn stepped(&mut self, done: usize, all: usize, _: &StepReport) {
        self.0.at(done as u64, all as u64);
    }
}

pub fn run(args: &Play, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let folder = args.scenario.parent().unwrap_or(Path::new(""));
    let file = args.scenario.file_name().unwrap_or_default();
    let text = |file: &str| {
        let path = folder.join(file);
        text_of(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let scenario = Scenario::read(&text, &file.to_string_lossy())
        .map_err(|error| Failure::usage(msg!("play-unread", what = error.text(session.lang()))))?;
    let played = played(&scenario, args.keep.as_ref(), session)?;
    session.out.show(&Report(&played.report))?;
    kept(played, args.keep.as_ref(), session)?;
    Ok(Exit::Done)
}

/// The text of a file, and no more of it than tells that it is too long for a scenario.
fn text_of(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    file.take(FILE_BYTES_MAX as u64 + 1)
        .read_to_string(&mut text)?;
    Ok(text)
}

fn played(
    scenario: &Scenario,
    keep: Option<&PathBuf>,
    session: &mut Session<'_>,
) -> Result<Played, Failure> {
    let place = keep.map(|folder| {
        // A practice run must not speak for the user's own ledgers, so its state lies beside it.
        let mut state = folder.clone().into_os_string();
        state.push(".state");
        Place {
            folder: folder.clone(),
            state_folder: Some(state.into()),
            wait: std::time::Duration::ZERO,
        }
    });
    let mut steps = Steps(Bar::new(session.terminals.stderr, session.lang()));
    let outcome = session.play(scenario, place.as_ref(), &mut steps);
    steps.0.finish();
    let played = outcome.map_err(|failure| {
        Failure::refused(msg!("play-failed", what = failure.text(session.lang())))
    })?;
    session.out.of_ledger(true);
    Ok(played)
}

/// Closes the ledger, so that a kept one opens with its index whole, and says where it is.
fn kept(played: Played, keep: Option<&PathBuf>, session: &mut Session<'_>) -> Result<(), Failure> {
    played
        .ledger
        .close()
        .map_err(|error| service_error::failure_of_play(&error))?;
    match keep {
        None => Ok(()),
        Some(folder) => session
            .out
            .line(&msg!("play-kept", folder = folder.display())),
    }
}

/// Plays S1 and S3 from inside the binary and shows what a reader would ask for: the acts, the
/// balances, what was refused and why, a receipt verified offline.
pub fn demo(args: &Demo, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let scenario = Scenario::read(&SAMPLES, DEMO)
        .map_err(|error| Failure::usage(msg!("play-unread", what = error.text(session.lang()))))?;
    let mut played = played(&scenario, args.keep.as_ref(), session)?;
    session.out.show(&Report(&played.report))?;
    show_balances(&played, session)?;
    show_receipt(&mut played, session)?;
    kept(played, args.keep.as_ref(), session)?;
    Ok(Exit::Done)
}

fn show_balances(played: &Played, session: &mut Session<'_>) -> Result<(), Failure> {
    let view = played
        .ledger
        .view()
        .map_err(|error| service_error::failure_of_play(&error))?;
    let rows = view
        .balances(&BalanceFilter::default())
        .map_err(|error| service_error::failure_of_play(&error))?;
    let indicators = Indicators::of(view.draft())?;
    let mut table = Table::new(vec![
        Head::text(msg!("label-account")),
        Head::text(msg!("label-indicator")),
        Head::text(msg!("label-period")),
        Head::figures(msg!("label-available")),
        Head::figures(msg!("label-reserved")),
    ])
    .titled(msg!("demo-balances"));
    for row in rows
        .iter()
        .filter(|row| row.period.year().is_none_or(|year| year <= 2028))
    {
        table.row(vec![
            cell(&row.account),
            cell(&row.indicator),
            period(row.period),
            cell(&indicators.balance(&row.indicator, row.available.plus(row.barred))),
            cell(&indicators.balance(&row.indicator, row.reserved)),
        ]);
    }
    let text = format!("\n{}", table.to_text(session.lang(), session.out.width()));
    session.out.table_text(&text)
}

/// Makes the receipt of the last act and verifies it against the ledger id and operator key alone.
fn show_receipt(played: &mut Played, session: &mut Session<'_>) -> Result<(), Failure> {
    let index = played.ledger.size() - 1;
    let bytes = played
        .ledger
        .receipt(index)
        .map_err(|error| service_error::failure_of_play(&error))?;
    let expected = Expected {
        ledger: played.ledger.id(),
        operator: Some(*played.ledger.checkpoint_key().operator()),
    };
    let verdict = Receipt::parse(&bytes).and_then(|receipt| verify(&receipt, &expected));
    let found = verdict.map_err(|error| {
        Failure::not_verified(msg!("verify-failed", file = index, reason = error))
    })?;
    session.out.line(&msg!(
        "demo-receipt",
        index = index,
        bytes = bytes.len(),
        signers = found.signers.len(),
        ledger = expected.ledger
    ))
}

struct Report<'a>(&'a PlayReport);

impl Shown for Report<'_> {
    fn json(&self) -> Json {
        let report = self.0;
        let acts: Vec<Json> = report
            .acts
            .iter()
            .map(|act| {
                json!({
                    "number": act.number,
                    "at": act.at,
                    "title": act.title.text(Lang::En),
                    "admitted": act.admitted.iter().map(|entry| entry.index).collect::<Vec<_>>(),
                    "refused": act.refused.as_ref().map(|refused| refused.refusal.code.name()),
                })
            })
            .collect();
        json!({
            "scenario": report.id,
            "ledger": report.ledger,
            "expectations_met": report.met,
            "acts": acts,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        let report = self.0;
        let mut text = format!("{}\n\n", report.names.in_lang(lang));
        for act in &report.acts {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:>3}  {}  {}",
                act.number,
                minute(act.at),
                act.title.text(lang)
            );
            if let Some(refused) = &act.refused {
                let refusal = &refused.refusal;
                let line = msg!(
                    "play-refused",
                    code = refusal.code.name(),
                    number = refusal.code.number(),
                    text = refusal.text(lang)
                );
                let _ = writeln!(text, "     ✗ {}", line.in_lang(lang));
            }
        }
        let met = msg!("play-met", acts = report.acts.len(), met = report.met);
        let _ = writeln!(text, "\n{}", met.in_lang(lang));
        text
    }
}
