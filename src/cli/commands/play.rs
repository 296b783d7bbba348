//! `play`: scenario files, played on a fresh practice ledger and checked.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::init::make_folder;
use super::log::minute;
use crate::cli::answer::assigned_json;
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::{Owner, write_pair};
use crate::cli::output::{Shown, Table, hanging};
use crate::cli::progress::Bar;
use crate::cli::seams::Place;
use crate::cli::service_error;
use crate::cli::session::{OPERATOR_FILE, Session};
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::scenario::node::FILE_BYTES_MAX;
use crate::scenario::report::{Admitted, PlayReport, StepReport};
use crate::scenario::{PlayFailure, Played, Scenario, Watcher};
use crate::service::Progress;
use crate::service::query::{RefusalView, Texts};

#[derive(Debug, Args)]
pub struct Play {
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
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
    let scenario = scenario_of(&args.scenario, session.lang())?;
    let played = played(&scenario, args.keep.as_ref(), session)?;
    session.out.show(&Report(&played.report))?;
    kept(played, args.keep.as_ref(), session)?;
    Ok(Exit::Done)
}

/// The scenario of a file; what it includes lies beside it.
pub fn scenario_of(file: &Path, lang: Lang) -> Result<Scenario, Failure> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().unwrap_or_default();
    let text = |file: &str| {
        let path = folder.join(file);
        text_of(&path).map_err(|error| {
            let reason = because::io(&error).in_lang(lang);
            format!("{}: {reason}", path.display())
        })
    };
    Scenario::read(&text, &name.to_string_lossy())
        .map_err(|error| Failure::usage(msg!("play-unread", what = error.text(lang))))
}

/// The text of a file, and no more of it than tells that it is too long for a scenario.
fn text_of(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    file.take(FILE_BYTES_MAX as u64 + 1)
        .read_to_string(&mut text)?;
    Ok(text)
}

pub(super) fn played(
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
            accept_older: false,
            copy: false,
        }
    });
    played_at(scenario, place.as_ref(), session)
}

/// Plays a scenario into a folder, or in memory.
pub fn played_at(
    scenario: &Scenario,
    place: Option<&Place>,
    session: &mut Session<'_>,
) -> Result<Played, Failure> {
    let mut steps = Steps(session.bar());
    let outcome = session.play(scenario, place, &mut steps);
    steps.0.finish();
    let played = outcome.map_err(|failure| match (&failure, place) {
        (PlayFailure::Service(error), Some(place)) => service_error::failure(error, place),
        (PlayFailure::Service(error), None) => service_error::failure_of_play(error),
        (PlayFailure::Step(_), _) => {
            Failure::refused(msg!("play-failed", what = failure.text(session.lang())))
        }
    })?;
    session.out.of_ledger(true);
    Ok(played)
}

/// Writes everybody's keys into a new folder, so that one can go on by hand: the operator's, and one
/// file a person. They are for practice: nothing encrypts them.
pub fn write_keys(played: &Played, folder: &Path) -> Result<(), Failure> {
    make_folder(folder)?;
    let operator = played.keyring.operator();
    write_pair(&folder.join(OPERATOR_FILE), &operator, None, None)?;
    let failed = |error| service_error::failure_of_play(&error);
    let view = played.ledger.view().map_err(failed)?;
    for party in view.parties(None).map_err(failed)? {
        for key in view.keys_of(&party.party.party).map_err(failed)? {
            let owner = Owner {
                party: key.party,
                seat: key.seat,
                person: key.person,
            };
            let path = folder.join(format!("{}.pem", owner.file_stem()));
            write_pair(
                &path,
                &played.keyring.of_person(&owner.person),
                Some(&owner),
                None,
            )?;
        }
    }
    Ok(())
}

/// Closes the ledger, so that a kept one opens with its index whole and its keys beside it, and says
/// where it is.
pub(super) fn kept(
    played: Played,
    keep: Option<&PathBuf>,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    if let Some(folder) = keep {
        write_keys(&played, &Session::keys_beside(folder))?;
    }
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

/// What stands in front of a refusal.
const MARK_COLUMNS: usize = 7;

/// The acts of a play, what was refused and why.
pub(super) struct Report<'a>(pub &'a PlayReport);

fn admitted_json(entry: &Admitted) -> Json {
    json!({
        "index": entry.index,
        "entry_hash": entry.entry_hash,
        "kind": entry.kind,
        "assigned": entry.assigned.iter().map(assigned_json).collect::<Vec<_>>(),
    })
}

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
                    "title": Texts::of(|lang| act.title.text(lang)),
                    "admitted": act.admitted.iter().map(admitted_json).collect::<Vec<_>>(),
                    "refused": act.refused.as_ref().map(|refused| json!({
                        "index": refused.index,
                        "kind": refused.kind,
                        "refusal": RefusalView::from(&refused.refusal),
                    })),
                })
            })
            .collect();
        json!({
            "scenario": report.id,
            "names": report.names,
            "ledger": report.ledger,
            "expectations_met": report.met,
            "acts": acts,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
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
                let line = hanging(&line.in_lang(lang), 0, width.saturating_sub(MARK_COLUMNS));
                let line = line.replace('\n', &format!("\n{:MARK_COLUMNS$}", ""));
                let _ = writeln!(text, "     ✗ {line}");
            }
        }
        let met = msg!("play-met", acts = report.acts.len(), met = report.met);
        let _ = writeln!(text, "\n{}", met.in_lang(lang));
        text
    }
}
