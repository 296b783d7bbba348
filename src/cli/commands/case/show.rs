//! `case show`: a case as a checklist: what is done, who must act next, since when, what is missing.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::cli::commands::case::{letter, phase_id};
use crate::cli::commands::todo::kinds;
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::session::Session;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::values;
use crate::domain::case::{Phase, Turn, Turned};
use crate::domain::ids::{CaseNo, StepId};
use crate::domain::text::Lang;
use crate::service::query::{CaseView, StepState, StepView};

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[arg(long, value_name = "STEP", value_parser = values::id::<StepId>)]
    letter: Option<StepId>,
    #[arg(long, short, value_name = "FILE", requires = "letter")]
    out: Option<PathBuf>,
}

pub fn run(args: &Show, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let no = args.case.one(&view)?;
    let case = view
        .case_view(&no)
        .map_err(|error| session.failed(&error))?;
    let Some(step) = &args.letter else {
        session.out.show(&Checklist(&case))?;
        return Ok(Exit::Done);
    };
    let draft = letter::draft(&view, &case, step)?;
    match &args.out {
        Some(file) => letter::write(&draft, file, session)?,
        None => session.out.show(&draft)?,
    }
    Ok(Exit::Done)
}

struct Checklist<'a>(&'a CaseView);

impl Shown for Checklist<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.0).unwrap_or_default()
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-state")),
            Head::text(msg!("label-step")),
            Head::text(msg!("label-who")),
            Head::text(msg!("label-step-since")),
            Head::text(msg!("label-missing")),
        ]);
        for step in &self.0.checklist {
            table.row(row(step, lang));
        }
        vec![table]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let case = self.0;
        let head = msg!(
            "case-head",
            case = case.brief.case,
            procedure = case.procedure_names.in_lang(lang),
            site = case.brief.site,
            phase = Message::new(phase_id(&case.brief.phase), Vec::new()),
            done = case.brief.done,
            steps = case.brief.steps
        );
        let tables = self.tables(lang);
        let tables: String = tables
            .iter()
            .map(|table| table.to_text(lang, width))
            .collect();
        let mut lines = fold(&head.in_lang(lang), width, 2);
        for line in standing(case, lang) {
            lines.push_str(&fold(&line.in_lang(lang), width, 2));
        }
        format!("{lines}\n{tables}")
    }
}

/// Who has it since when, until when, and how it was turned aside or ended.
fn standing(case: &CaseView, lang: Lang) -> Vec<Message> {
    let mut lines: Vec<_> = case.turns.iter().map(|turned| turn(case, turned)).collect();
    let brief = &case.brief;
    for next in &brief.next {
        let parties: Vec<_> = next.parties.iter().map(ToString::to_string).collect();
        let step = match &next.step {
            Some(id) => cell(
                &case
                    .checklist
                    .iter()
                    .find(|step| step.step == *id)
                    .map_or(id.to_string(), |step| {
                        format!("{id} {}", step.names.in_lang(lang))
                    }),
            ),
            None => cell(&msg!("case-completion")),
        };
        lines.push(msg!(
            "case-with",
            step = step,
            parties = parties.join(", "),
            since = next.since.day(),
            days = next.working_days_waited
        ));
    }
    if let (Some(at), Some(days)) = (brief.lapses_at, brief.working_days_left) {
        let until = at.minus_ms(1).day();
        lines.push(msg!("case-lapses", until = until, days = days));
    }
    if let Some(at) = case.lapsed_at {
        lines.push(msg!("case-lapsed", when = at.day()));
    }
    lines
}

/// A turn of the case in words; of a return that still stands, what is missing.
fn turn(case: &CaseView, turned: &Turned) -> Message {
    let (when, by, letter) = (turned.at.day(), &turned.by, &turned.document.number);
    match (turned.turn, &case.brief.phase) {
        (Turn::Returned, Phase::Returned { to, missing, .. })
            if case.turns.last() == Some(turned) =>
        {
            let kinds = kinds(missing);
            msg!(
                "case-returned",
                when = when,
                by = by,
                letter = letter,
                step = to,
                kinds = kinds
            )
        }
        (Turn::Returned, _) => msg!("case-turned-back", when = when, by = by, letter = letter),
        (Turn::Resubmitted, _) => {
            msg!("case-resubmitted", when = when, by = by, letter = letter)
        }
        (Turn::NotAccepted, _) => {
            msg!("case-not-accepted", when = when, by = by, letter = letter)
        }
        (Turn::Refused, _) => msg!("case-refused", when = when, by = by, letter = letter),
        (Turn::Withdrawn, _) => msg!("case-withdrawn", when = when, by = by, letter = letter),
    }
}

fn row(step: &StepView, lang: Lang) -> Vec<Arg> {
    let mark = match step.state {
        StepState::Done => "[x]",
        StepState::Open => "[>]",
        StepState::Waiting => "[ ]",
        StepState::Void => "[-]",
    };
    let parties: Vec<_> = step.parties.iter().map(ToString::to_string).collect();
    let who = match &step.done {
        Some(done) => {
            let by: Vec<_> = done.by.iter().map(ToString::to_string).collect();
            let by = by.join(", ");
            match &done.recorded_by {
                Some(recorder) => cell(&msg!("case-by-document", by = by, recorder = recorder)),
                None => cell(&by),
            }
        }
        None => cell(&parties.join(", ")),
    };
    let since = match (&step.done, step.open_since) {
        (Some(done), _) => cell(&done.date),
        (None, Some(since)) => cell(&since.day()),
        (None, None) => cell(""),
    };
    vec![
        cell(mark),
        cell(&format!("{} {}", step.step, step.names.in_lang(lang))),
        who,
        since,
        kinds(&step.documents_missing),
    ]
}
