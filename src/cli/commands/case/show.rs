//! `case show`: a case as a checklist: what is done, who must act next, since when, what is missing.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::cli::commands::case::{letter, phase_id};
use crate::cli::commands::finding;
use crate::cli::commands::todo::kinds;
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::session::Session;
use crate::cli::text::{Arg, Message, joined, msg};
use crate::cli::values;
use crate::domain::case::{Content, MovedLine, Phase, Turn, Turned};
use crate::domain::ids::{CaseNo, PartyId, StepId};
use crate::domain::text::{Lang, Names};
use crate::service::query::{CaseView, Shorts, StageView, StepState, StepView};
use crate::service::{ServiceError, View};

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
        session
            .out
            .show(&Checklist::of(&view, &case).map_err(|e| session.failed(&e))?)?;
        return Ok(Exit::Done);
    };
    let draft = letter::draft(&view, &case, step)?;
    match &args.out {
        Some(file) => letter::write(&draft, file, session)?,
        None => session.out.show(&draft)?,
    }
    Ok(Exit::Done)
}

struct Checklist<'a> {
    case: &'a CaseView,
    firm: Option<Names>,
    shorts: Shorts,
    /// Steps whose turn it is, with who has no key for them.
    keyless: Vec<(StepId, PartyId)>,
}

impl<'a> Checklist<'a> {
    fn of(view: &View<'_>, case: &'a CaseView) -> Result<Self, ServiceError> {
        let mut keyless = Vec::new();
        for step in case
            .checklist
            .iter()
            .filter(|step| step.state == StepState::Open)
        {
            for party in &step.parties {
                if !view.has_keys(party, &step.seats)? {
                    keyless.push((step.step.clone(), party.clone()));
                }
            }
        }
        Ok(Self {
            case,
            firm: view.names_of(case.brief.firm.as_ref())?,
            shorts: view.shorts()?,
            keyless,
        })
    }

    fn is_keyless(&self, step: &StepView, party: &PartyId) -> bool {
        let one = (step.step.clone(), party.clone());
        !step.recorders.is_empty() && self.keyless.contains(&one)
    }

    /// Who signs a step; a star stands at bodies without a key for it.
    fn who(&self, step: &StepView) -> String {
        let parties = step.parties.iter().map(|party| {
            let star = if self.is_keyless(step, party) {
                "*"
            } else {
                ""
            };
            format!("{party}{star}")
        });
        parties.collect::<Vec<_>>().join(", ")
    }

    /// Who records the letters of the bodies with a star.
    fn letters(&self, lang: Lang, width: usize) -> String {
        let mut text = String::new();
        for step in &self.case.checklist {
            let keyless = step
                .parties
                .iter()
                .filter(|party| self.is_keyless(step, party));
            let keyless: Vec<_> = keyless.map(ToString::to_string).collect();
            if let (Some(by), false) = (step.recorders.first(), keyless.is_empty()) {
                let party = joined(&keyless, lang);
                let line = msg!("plan-by-letter", party = party, recorder = by);
                text.push_str(&fold(&line.in_lang(lang), width, 2));
            }
        }
        text
    }

    fn row(&self, step: &StepView, lang: Lang) -> Vec<Arg> {
        let mark = match step.state {
            StepState::Done => "[x]",
            StepState::Open => "[>]",
            StepState::Waiting => "[ ]",
            StepState::Void => "[-]",
        };
        let who = match &step.done {
            Some(done) => {
                let by: Vec<_> = done.by.iter().map(ToString::to_string).collect();
                let by = by.join(", ");
                match &done.recorded_by {
                    Some(recorder) => cell(&msg!("case-by-document", by = by, recorder = recorder)),
                    None => cell(&by),
                }
            }
            None => cell(&self.who(step)),
        };
        let since = match (&step.done, step.open_since) {
            (Some(done), _) => cell(&done.date),
            (None, Some(since)) => cell(&since.day()),
            (None, None) => cell(""),
        };
        let next = self.case.brief.next.iter();
        let is_open = step.state == StepState::Open;
        let mut waits = next.filter(|next| is_open && next.step.as_ref() == Some(&step.step));
        let waited = cell(
            &waits
                .next()
                .map_or_else(String::new, |next| next.working_days_waited.to_string()),
        );
        vec![
            cell(mark),
            cell(&format!("{} {}", step.step, short_name(&step.names, lang))),
            who,
            since,
            waited,
            kinds(&step.documents_missing),
        ]
    }

    /// Whether a step is done for every stage, and so told with it.
    fn is_of_stage(&self, step: &StepView) -> bool {
        let own = self.case.stages.iter().flat_map(|stage| &stage.steps);
        own.clone().any(|other| other.step == step.step)
    }

    fn stage(&self, stage: &StageView, lang: Lang) -> Table {
        let mut table = Table::new(heads());
        for step in &stage.steps {
            table.row(self.row(step, lang));
        }
        table
    }

    /// For each letter that is missing, the command that drafts it.
    fn drafts(&self, lang: Lang) -> String {
        let missing = |step: &&StepView| !step.documents_missing.is_empty();
        let number = self.shorts.of(&self.case.brief.case);
        let steps = self.case.checklist.iter().filter(missing);
        let lines = steps.map(|step| format!("  {}\n", letter::command(&number, &step.step)));
        let lines: String = lines.collect();
        if lines.is_empty() {
            return lines;
        }
        format!("\n{}\n{lines}", msg!("case-drafts").in_lang(lang))
    }
}

fn heads() -> Vec<Head> {
    vec![
        Head::text(msg!("label-state")),
        Head::text(msg!("label-step")),
        Head::text(msg!("label-who")),
        Head::text(msg!("label-date")),
        Head::figures(msg!("label-waited-short")),
        Head::text(msg!("label-missing")),
    ]
}

/// What a stage needs, and where it stands.
fn stage_title(stage: &StageView) -> Message {
    let needs: Vec<String> = stage
        .required
        .iter()
        .map(|quantity| format!("{} {}", quantity.indicator, quantity.amount))
        .collect();
    let state = match stage.state {
        StepState::Done => msg!("stage-done"),
        StepState::Open => msg!("stage-open"),
        StepState::Waiting => msg!("stage-waiting"),
        StepState::Void => msg!("stage-void"),
    };
    msg!(
        "case-stage",
        stage = stage.stage,
        needs = needs.join("; "),
        state = state
    )
}

impl Shown for Checklist<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.case).unwrap_or_default()
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(heads());
        for step in &self.case.checklist {
            if !self.is_of_stage(step) {
                table.row(self.row(step, lang));
            }
        }
        let mut tables = vec![table];
        tables.extend(self.case.stages.iter().map(|stage| self.stage(stage, lang)));
        tables
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let case = self.case;
        let firm = self
            .firm
            .as_ref()
            .map(|names| names.in_lang(lang).to_string());
        let head = msg!(
            "case-head",
            short = self.shorts.of(&case.brief.case),
            case = case.brief.case,
            firm = firm.unwrap_or_default(),
            procedure = case.procedure_names.in_lang(lang),
            site = case.brief.site,
            phase = Message::new(phase_id(&case.brief.phase), Vec::new()),
            done = case.brief.done,
            steps = case.brief.steps
        );
        let tables = self.tables(lang);
        let mut titles = self.case.stages.iter();
        let tables: String = tables
            .iter()
            .enumerate()
            .map(|(at, table)| {
                let stage = if at == 0 { None } else { titles.next() };
                let title = stage.map(|stage| stage_title(stage).in_lang(lang));
                let title = title.map(|title| format!("\n{}", fold(&title, width, 2)));
                format!(
                    "{}{}",
                    title.unwrap_or_default(),
                    table.to_text(lang, width)
                )
            })
            .collect();
        let mut lines = fold(&head.in_lang(lang), width, 2);
        for line in case.findings.iter().flat_map(finding::told) {
            lines.push_str(&fold(&line.in_lang(lang), width, 2));
        }
        for line in standing(case, lang) {
            lines.push_str(&fold(&line.in_lang(lang), width, 2));
        }
        let letters = self.letters(lang, width);
        format!("{lines}\n{tables}{letters}{}", self.drafts(lang))
    }
}

/// How it was turned aside or ended, with whom a returned case is, and until when it must be done.
fn standing(case: &CaseView, lang: Lang) -> Vec<Message> {
    let turns = case.turns.iter();
    let mut lines: Vec<_> = moved_lines(case);
    lines.extend(turns.map(|turned| turn(case, turned, lang)));
    let brief = &case.brief;
    for next in brief.next.iter().filter(|next| next.step.is_none()) {
        let parties: Vec<_> = next.parties.iter().map(ToString::to_string).collect();
        lines.push(msg!(
            "case-with",
            parties = joined(&parties, lang),
            since = next.since.day(),
            days = next.working_days_waited
        ));
    }
    if let (Some(at), Some(days)) = (brief.lapses_at, brief.working_days_left) {
        let until = at.minus_ms(1).day();
        lines.push(msg!("case-lapses", until = until, days = days));
    }
    if let Some(entry) = case.corrected_by {
        lines.push(msg!("case-corrected", entry = entry));
    }
    if let Some(at) = case.lapsed_at {
        lines.push(msg!("case-lapsed", when = at.day()));
    }
    lines
}

/// The production lines that move, each with its share.
fn moved_lines(case: &CaseView) -> Vec<Message> {
    let Content::Relocation(content) = &case.content else {
        return Vec::new();
    };
    let told = |line: &MovedLine| {
        let shares = line.shares.iter();
        let shares = shares.map(|share| format!("{} {}", share.indicator, share.amount));
        msg!(
            "case-line",
            line = line.line,
            name = line.name,
            shares = shares.collect::<Vec<_>>().join("; ")
        )
    };
    content.lines.iter().map(told).collect()
}

/// A turn of the case in words; of a return that still stands, what is missing.
fn turn(case: &CaseView, turned: &Turned, lang: Lang) -> Message {
    let (when, by, letter) = (turned.at.day(), &turned.by, &turned.document.number);
    match (turned.turn, &case.brief.phase) {
        (Turn::Returned, Phase::Returned { to, missing, .. })
            if case.turns.last() == Some(turned) =>
        {
            let kinds = kinds(missing);
            let step = case.checklist.iter().find(|step| step.step == *to);
            let to = step.map_or_else(|| to.to_string(), |step| short_name(&step.names, lang));
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

/// What people call a step, as far as a bracket.
pub fn short_name(names: &Names, lang: Lang) -> String {
    let name = names.in_lang(lang).to_string();
    let short = name.split(['（', '(']).next().unwrap_or_default();
    short.trim().to_owned()
}
