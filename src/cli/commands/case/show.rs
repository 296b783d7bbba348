//! `case show`: a case as a checklist: what is done, who must act next, since when, what is missing.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::case::phase_id;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell};
use crate::cli::session::Session;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::values;
use crate::domain::ids::CaseNo;
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::query::{CaseView, StepState, StepView};

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "CASE", value_parser = values::id::<CaseNo>)]
    case: CaseNo,
}

pub fn run(args: &Show, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let case = view
        .case_view(&args.case)
        .map_err(|error| session.failed(&error))?;
    session.out.show(&Checklist(&case))?;
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
        format!("{}\n{tables}", head.in_lang(lang))
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
    let missing = step.documents_missing.iter();
    let missing = missing.map(|kind| Message::new(words::document_kind(*kind), Vec::new()));
    vec![
        cell(mark),
        cell(&format!("{} {}", step.step, step.names.in_lang(lang))),
        who,
        since,
        Arg::List(missing.collect()),
    ]
}
