//! `finding`: findings (问题线索) opened, rectified, closed, listed.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::hold::{Target, on_what, target_words};
use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::{IntoArg as _, Message, msg};
use crate::cli::{documents, values, write};
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify};
use crate::domain::finding::{Finding, FindingKind, FindingOutcome};
use crate::domain::ids::{FindingNo, IndicatorCode, PartyId};
use crate::domain::moment::Day;
use crate::domain::text::{DocumentKind, Lang};
use crate::explain::words;
use crate::service::query::{FindingFilter, Shorts};

#[derive(Debug, Subcommand)]
pub enum Command {
    Open(Open),
    Rectify(Rectify),
    Close(Close),
    List(List),
    Show(Show),
}

#[derive(Debug, Args)]
pub struct Open {
    #[command(flatten)]
    target: Target,
    #[arg(long, value_name = "INDICATOR", requires = "region", value_parser = values::id::<IndicatorCode>)]
    indicator: Option<IndicatorCode>,
    #[arg(long, value_name = "KIND", value_parser = values::word::<FindingKind>)]
    kind: FindingKind,
    #[arg(long = "by", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    found_by: PartyId,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    responsible: PartyId,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    rectify_by: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Rectify {
    #[arg(value_name = "FINDING", value_parser = numbers::said::<FindingNo>)]
    finding: Said<FindingNo>,
    #[arg(long = "by", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    recorded_by: Option<PartyId>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Close {
    #[arg(value_name = "FINDING", value_parser = numbers::said::<FindingNo>)]
    finding: Said<FindingNo>,
    #[arg(long = "by", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    closed_by: Option<PartyId>,
    #[arg(long)]
    unfounded: bool,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: Option<PartyId>,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "FINDING", value_parser = numbers::said::<FindingNo>)]
    finding: Said<FindingNo>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Open(args) => open(args, session),
        Command::Rectify(args) => rectify(args, session),
        Command::Close(args) => close(args, session),
        Command::List(args) => list(args, session),
        Command::Show(args) => show(&args, session),
    }
}

fn open(args: Open, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let target = on_what(args.target, args.indicator, &write::view(session, &ledger)?)?;
    let document = documents::one(&args.documents, DocumentKind::Letter, today)?;
    let act = FindingOpen {
        kind: args.kind,
        target,
        by: args.found_by,
        responsible: args.responsible,
        rectify_by: args.rectify_by,
        document,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

fn rectify(args: Rectify, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let finding = args.finding.one(&view)?;
    let row = view.finding(&finding).map_err(|e| session.failed(&e))?;
    drop(view);
    let document = documents::one(&args.documents, DocumentKind::Letter, today)?;
    let act = FindingRectify {
        finding,
        by: args.recorded_by.unwrap_or(row.responsible),
        document,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

fn close(args: Close, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let finding = args.finding.one(&view)?;
    let row = view.finding(&finding).map_err(|e| session.failed(&e))?;
    drop(view);
    let document = documents::one(&args.documents, DocumentKind::Letter, today)?;
    let outcome = if args.unfounded {
        FindingOutcome::Unfounded
    } else {
        FindingOutcome::Rectified
    };
    let act = FindingClose {
        finding,
        by: args.closed_by.unwrap_or(row.by),
        outcome,
        document,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

fn list(args: List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    if let Some(party) = &args.party {
        view.party(party).map_err(|error| session.failed(&error))?;
    }
    let filter = FindingFilter {
        closed: args.all,
        party: args.party,
        target: None,
    };
    let found = view.findings(&filter).map_err(|e| session.failed(&e))?;
    let mut rows = Vec::new();
    for finding in found {
        let waited = view.working_days_since(waits_since(&finding));
        rows.push((finding, waited.map_err(|error| session.failed(&error))?));
    }
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    session.out.show(&Findings(&rows, &shorts))?;
    Ok(Exit::Done)
}

fn show(args: &Show, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let no = args.finding.one(&view)?;
    let finding = view.finding(&no).map_err(|error| session.failed(&error))?;
    let waited = view
        .working_days_since(waits_since(&finding))
        .map_err(|error| session.failed(&error))?;
    session.out.show(&One(&finding, waited))?;
    Ok(Exit::Done)
}

/// Since when somebody has it: opened, rectified or closed.
fn waits_since(finding: &Finding) -> Day {
    let last = finding.rectified.last().map(|done| done.on);
    let closed = finding.closed.as_ref().map(|closed| closed.on);
    closed.or(last).unwrap_or(finding.on)
}

struct Findings<'a>(&'a [(Finding, u32)], &'a Shorts);

fn with_state(finding: &Finding, waited: u32) -> Value {
    let mut value = serde_json::to_value(finding).unwrap_or_default();
    value["state"] = json!(finding.state());
    value["working_days_waited"] = match finding.closed {
        Some(_) => Value::Null,
        None => json!(waited),
    };
    value
}

impl Shown for Findings<'_> {
    fn json(&self) -> Value {
        let rows = self.0.iter().map(|(row, waited)| with_state(row, *waited));
        json!({ "findings": rows.collect::<Vec<_>>() })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-short-number")),
            Head::text(msg!("label-finding-kind")),
            Head::text(msg!("label-target")),
            Head::text(msg!("label-by")),
            Head::text(msg!("label-responsible")),
            Head::text(msg!("label-since")),
            Head::text(msg!("label-rectify-by")),
            Head::text(msg!("label-state")),
            Head::figures(msg!("label-waited-short")),
            Head::text(msg!("label-hold")),
        ]);
        for (finding, waited) in self.0 {
            table.row(vec![
                cell(&self.1.of(&finding.finding)),
                word(words::finding_kind(finding.kind)),
                target_words(&finding.target).to_arg(),
                cell(&finding.by),
                cell(&finding.responsible),
                cell(&finding.on),
                or_dash(finding.rectify_by),
                word(words::finding_state(finding.state())),
                match finding.closed {
                    Some(_) => cell("-"),
                    None => cell(waited),
                },
                cell(&finding.hold),
            ]);
        }
        vec![table.or_empty(msg!("finding-none"))]
    }
}

struct One<'a>(&'a Finding, u32);

/// What happened to a finding, one line each, as `finding show`, `case show` and `trace` tell it.
pub fn told(finding: &Finding) -> Vec<Message> {
    let mut lines = vec![msg!(
        "finding-opened",
        finding = finding.finding,
        kind = Message::new(words::finding_kind(finding.kind), Vec::new()),
        by = finding.by,
        responsible = finding.responsible,
        on = finding.on,
        letter = finding.document.number,
        hold = finding.hold,
        entry = finding.index
    )];
    if let (Some(until), None) = (finding.rectify_by, &finding.closed) {
        lines.push(msg!("finding-until", until = until));
    }
    for done in &finding.rectified {
        lines.push(if done.by == finding.responsible {
            msg!(
                "finding-rectified",
                on = done.on,
                responsible = finding.responsible,
                letter = done.document.number,
                entry = done.index
            )
        } else {
            msg!(
                "finding-rectified-by-document",
                on = done.on,
                responsible = finding.responsible,
                by = done.by,
                letter = done.document.number,
                entry = done.index
            )
        });
    }
    lines.push(match &finding.closed {
        Some(closed) => msg!(
            "finding-closed",
            on = closed.on,
            by = closed.by,
            outcome = Message::new(words::finding_outcome(closed.outcome), Vec::new()),
            letter = closed.document.number,
            entry = closed.index
        ),
        None if finding.rectified.is_empty() => {
            msg!("finding-waits-rectify", party = finding.responsible)
        }
        None => msg!("finding-waits-close", party = finding.by),
    });
    lines
}

impl Shown for One<'_> {
    fn json(&self) -> Value {
        with_state(self.0, self.1)
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let shorts = Shorts::default();
        Findings(&[(self.0.clone(), self.1)], &shorts).tables(lang)
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let mut text = fold(&target_words(&self.0.target).in_lang(lang), width, 2);
        for line in told(self.0) {
            text.push_str(&fold(&line.in_lang(lang), width, 2));
        }
        text
    }
}
