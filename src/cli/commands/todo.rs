//! `todo`: what waits for a party, since when, until when, what is missing and which command does it.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::commands::case;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::session::Session;
use crate::cli::shown::or_dash;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::values;
use crate::domain::ids::PartyId;
use crate::domain::party::Seat;
use crate::domain::text::{DocumentKind, Lang};
use crate::explain::words;
use crate::service::query::{Shorts, Task, TodoFilter, TodoItem};

#[derive(Debug, Args)]
pub struct Todo {
    #[arg(long = "as", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    by: Option<PartyId>,
    #[arg(long, value_name = "SEAT", value_parser = values::word::<Seat>)]
    seat: Option<Seat>,
}

pub fn run(args: Todo, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    if let Some(party) = &args.by {
        view.party(party).map_err(|error| session.failed(&error))?;
    }
    let filter = TodoFilter {
        party: args.by,
        seat: args.seat,
    };
    let items = view.todo(&filter).map_err(|error| session.failed(&error))?;
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    session.out.show(&Waiting(&items, &shorts))?;
    Ok(Exit::Done)
}

struct Waiting<'a>(&'a [TodoItem], &'a Shorts);

impl Shown for Waiting<'_> {
    fn json(&self) -> Value {
        let items = self.0.iter().map(|item| {
            let mut value = serde_json::to_value(item).unwrap_or_default();
            value["command"] = json!(command(item));
            value
        });
        json!({ "todo": items.collect::<Vec<_>>() })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-short-number")),
            Head::text(msg!("label-number")),
            Head::text(msg!("label-task")),
            Head::text(msg!("label-of-firm")),
            Head::text(msg!("label-who")),
            Head::text(msg!("label-since")),
            Head::figures(msg!("label-waited")),
            Head::text(msg!("label-until")),
            Head::figures(msg!("label-days-left")),
            Head::text(msg!("label-missing")),
            Head::text(msg!("label-command")),
        ]);
        for item in self.0 {
            table.row(vec![
                cell(&self.1.of(number(item))),
                cell(&number(item)),
                cell(&task(item, lang)),
                cell(&firm(item, lang).unwrap_or_default()),
                cell(&who(item)),
                cell(&item.since),
                cell(&item.working_days_waited),
                or_dash(item.until),
                or_dash(item.working_days_left),
                kinds(&item.documents),
                cell(&command(item)),
            ]);
        }
        vec![table.or_empty(msg!("todo-nothing"))]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        if self.0.is_empty() {
            let tables = self.tables(lang);
            return tables.iter().map(|t| t.to_text(lang, width)).collect();
        }
        let blocks: Vec<_> = self
            .0
            .iter()
            .map(|i| block(i, self.1, lang, width))
            .collect();
        blocks.join("\n")
    }
}

/// One item: its number and whom it is about; what is to be done; by when; the command.
fn block(item: &TodoItem, shorts: &Shorts, lang: Lang, width: usize) -> String {
    let mut lines = Vec::new();
    let mut about = vec![shorts.of(number(item)), number(item)];
    about.extend(firm(item, lang));
    about.extend(item.project.as_ref().map(|project| shorts.of(project)));
    lines.push(about.join("  "));
    lines.push(format!("  {}  {}", task(item, lang), who(item)));
    let since = msg!(
        "todo-since",
        since = item.since,
        days = item.working_days_waited
    );
    let mut days = since.in_lang(lang);
    if let (Some(until), Some(left)) = (item.until, item.working_days_left) {
        days.push_str(&msg!("todo-until", until = until, days = left).in_lang(lang));
    }
    lines.push(format!("  {days}"));
    if !item.documents.is_empty() {
        let missing = msg!("todo-missing", kinds = kinds(&item.documents));
        lines.push(format!("  {}", missing.in_lang(lang)));
    }
    if let (Some(_), Some(step), false) = (&item.case, &item.step, item.documents.is_empty()) {
        let command = case::draft_command(&shorts.of(number(item)), step);
        lines.push(format!(
            "  {}",
            msg!("todo-draft", command = command).in_lang(lang)
        ));
    }
    let holds: Vec<_> = item.holds.iter().map(ToString::to_string).collect();
    if !holds.is_empty() {
        let stopped = msg!("todo-held", holds = holds.join(", "));
        lines.push(format!("  {}", stopped.in_lang(lang)));
    }
    let mut text: String = lines.iter().map(|line| fold(line, width, 4)).collect();
    // A command stays on one line, to be copied whole.
    text.push_str(&format!("  {}\n", command(item)));
    text
}

fn number(item: &TodoItem) -> String {
    if let Some(finding) = &item.finding {
        return finding.to_string();
    }
    let reduction = item.reduction.iter().map(ToString::to_string);
    let shortfall = item.shortfall.iter().map(ToString::to_string);
    let cases = item.case.iter().map(ToString::to_string);
    let mut numbers = cases.chain(reduction).chain(shortfall);
    numbers.next().unwrap_or_default()
}

fn firm(item: &TodoItem, lang: Lang) -> Option<String> {
    let name = item.firm_names.as_ref().map(|names| names.in_lang(lang));
    name.map(ToString::to_string)
        .or_else(|| item.firm.as_ref().map(ToString::to_string))
}

fn who(item: &TodoItem) -> String {
    let parties: Vec<_> = item.parties.iter().map(ToString::to_string).collect();
    parties.join(", ")
}

/// Kinds of document, as a list.
pub fn kinds(kinds: &[DocumentKind]) -> Arg {
    let word = |kind: &DocumentKind| Message::new(words::document_kind(*kind), Vec::new());
    Arg::List(kinds.iter().map(word).collect())
}

fn task(item: &TodoItem, lang: Lang) -> String {
    let names = item.names.as_ref().map(|names| names.in_lang(lang));
    let step = format!(
        "{} {}",
        item.step.as_ref().map_or("", |step| step.as_str()),
        names.map(ToString::to_string).unwrap_or_default()
    );
    match item.task {
        Task::Step => step,
        Task::Letter => {
            let issuers: Vec<_> = item.issuers.iter().map(ToString::to_string).collect();
            msg!("todo-letter", step = step, issuers = issuers.join(", ")).in_lang(lang)
        }
        Task::Resubmission => msg!("todo-resubmission").in_lang(lang),
        Task::BaseDecision => msg!("todo-base").in_lang(lang),
        Task::Reduction => msg!("todo-reduction").in_lang(lang),
        Task::Rectification => msg!("todo-rectification").in_lang(lang),
        Task::Closing => msg!("todo-closing").in_lang(lang),
        Task::Shortfall => msg!("todo-shortfall").in_lang(lang),
    }
}

/// The command that does it, with NUMBER where its document's number belongs.
fn command(item: &TodoItem) -> String {
    let number = number(item);
    let line = match (item.task, &item.step) {
        (Task::Step | Task::Letter, Some(step)) => format!("case act {number} {step}"),
        (Task::Step | Task::Letter | Task::Resubmission, _) => format!("case resubmit {number}"),
        (Task::BaseDecision, _) => {
            format!("base decide {number} --year YEAR --co2 AMOUNT --gdp AMOUNT")
        }
        (Task::Reduction, _) => format!("reduction verify {number}"),
        (Task::Rectification, _) => format!("finding rectify {number}"),
        (Task::Closing, _) => format!("finding close {number}"),
        (Task::Shortfall, _) => format!("correction cure {number}"),
    };
    let several = item.documents.len().max(1);
    let documents = if item.issuers.is_empty() {
        " --doc NUMBER".repeat(several)
    } else {
        // A letter that is recorded is on record with its file, each beside its issuer.
        let of = |issuer: &PartyId| {
            format!(" --issuer {issuer} --doc NUMBER --doc-file FILE").repeat(several)
        };
        item.issuers.iter().map(of).collect()
    };
    format!("qledger {line}{documents}")
}
