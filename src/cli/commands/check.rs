//! `check`: suspicions an inspector should look at; exit code 1 where there is any.
//!
//! It works on the log alone, as `audit` does: without a lock, beside a writer, on a copy. What does
//! not verify ends with exit code 3 before anything is suspected.

use clap::Args;
use serde_json::{Value, json};

use crate::check::{Kind, Subject, Suspicion, Terms, suspicions};
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell, fold, hanging};
use crate::cli::session::Session;
use crate::cli::text::{Arg, IntoArg as _, Message, msg};
use crate::domain::text::Lang;
use crate::explain::words;

#[derive(Debug, Args)]
pub struct Check {
    #[arg(long, value_name = "MINUTES")]
    reading_minutes: Option<u32>,
    #[arg(long, value_name = "DAYS")]
    confirm_days: Option<u32>,
    #[arg(long, value_name = "DAYS")]
    deadline_days: Option<u32>,
}

pub fn run(args: &Check, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let usual = Terms::default();
    let terms = Terms {
        reading_minutes: args.reading_minutes.unwrap_or(usual.reading_minutes),
        confirm_days: args.confirm_days.unwrap_or(usual.confirm_days),
        deadline_days: args.deadline_days.unwrap_or(usual.deadline_days),
    };
    let history = session.history()?.map_err(|fault| {
        Failure::not_verified(msg!(
            "audit-failed",
            index = fault.index,
            reason = because::fault(&fault.fault)
        ))
        .hint(msg!("hint-audit-failed"))
    })?;
    let view = history
        .view(session.now())
        .map_err(|error| session.failed(&error))?;
    let subject = Subject {
        deeds: history.deeds(),
        view: &view,
        terms,
    };
    let found = suspicions(&subject).map_err(|error| session.failed(&error))?;
    session.out.show(&Found {
        suspicions: &found,
        terms,
        leaves: history.deeds().len(),
    })?;
    Ok(if found.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    })
}

struct Found<'a> {
    suspicions: &'a [Suspicion],
    terms: Terms,
    leaves: usize,
}

/// What a kind is called, what it says with its figures, and what to look at next.
fn ids(kind: Kind) -> [&'static str; 3] {
    match kind {
        Kind::ClaimedTwice => [
            "term-check-claimed-twice",
            "term-check-claimed-twice-says",
            "term-check-claimed-twice-next",
        ],
        Kind::UsedAboveLot => [
            "term-check-used-above-lot",
            "term-check-used-above-lot-says",
            "term-check-used-above-lot-next",
        ],
        Kind::PermitBeforeCancel => [
            "term-check-permit-before-cancel",
            "term-check-permit-before-cancel-says",
            "term-check-permit-before-cancel-next",
        ],
        Kind::ExpiredPermit => [
            "term-check-expired-permit",
            "term-check-expired-permit-says",
            "term-check-expired-permit-next",
        ],
        Kind::ApprovedFast => [
            "term-check-approved-fast",
            "term-check-approved-fast-says",
            "term-check-approved-fast-next",
        ],
        Kind::PersonOfSeveral => [
            "term-check-person-of-several",
            "term-check-person-of-several-says",
            "term-check-person-of-several-next",
        ],
        Kind::VerifiedByRecorder => [
            "term-check-verified-by-recorder",
            "term-check-verified-by-recorder-says",
            "term-check-verified-by-recorder-next",
        ],
        Kind::NotConfirmed => [
            "term-check-not-confirmed",
            "term-check-not-confirmed-says",
            "term-check-not-confirmed-next",
        ],
        Kind::LetterTwice => [
            "term-check-letter-twice",
            "term-check-letter-twice-says",
            "term-check-letter-twice-next",
        ],
        Kind::FileTwice => [
            "term-check-file-twice",
            "term-check-file-twice-says",
            "term-check-file-twice-next",
        ],
        Kind::RightBeforeDeadline => [
            "term-check-right-before-deadline",
            "term-check-right-before-deadline-says",
            "term-check-right-before-deadline-next",
        ],
    }
}

fn plain(id: &'static str) -> Message {
    Message::new(id, Vec::new())
}

fn says(suspicion: &Suspicion) -> Message {
    let [_, says, _] = ids(suspicion.rule);
    let values = suspicion
        .figures
        .iter()
        .map(|(name, value)| (*name, figure(name, value)));
    Message::new(says, values.collect())
}

/// A figure; the turn of a case, kinds of letter and sinks are words.
fn figure(name: &str, value: &str) -> Arg {
    match (name, value) {
        ("things", things) => Arg::List(things.split("; ").map(letter).collect()),
        ("place", "retired") => Arg::Message(msg!("place-retired")),
        ("place", "taken back") => Arg::Message(msg!("place-taken-back")),
        ("place", "reduced") => Arg::Message(msg!("place-reduced")),
        ("turn", "return") => Arg::Message(msg!("check-turn-return")),
        ("turn", "resubmit") => Arg::Message(msg!("check-turn-resubmit")),
        (_, value) => value.to_arg(),
    }
}

/// One of several letters under a number: date, kind, file.
fn letter(thing: &str) -> Message {
    let mut parts = thing.split(' ');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (date, kind, file) = (next(), next(), next());
    let kind = match serde_json::from_value(json!(kind)) {
        Ok(kind) => plain(words::document_kind(kind)).to_arg(),
        Err(_) => kind.to_arg(),
    };
    if file == "-" {
        return msg!("check-letter", date = date, kind = kind);
    }
    msg!("check-letter-file", date = date, kind = kind, file = file)
}

fn entries(suspicion: &Suspicion) -> String {
    let all: Vec<String> = suspicion.entries.iter().map(ToString::to_string).collect();
    if all.len() > 8 {
        return format!("{} …", all[..8].join(", "));
    }
    all.join(", ")
}

impl Shown for Found<'_> {
    fn json(&self) -> Value {
        let both = |message: &Message| json!({ "zh": message.in_lang(Lang::Zh), "en": message.in_lang(Lang::En) });
        let rows = self.suspicions.iter().map(|suspicion| {
            let [title, _, next] = ids(suspicion.rule);
            let figures: Vec<Value> = suspicion
                .figures
                .iter()
                .map(|(name, value)| json!({ "name": name, "value": value }))
                .collect();
            json!({
                "rule": suspicion.rule,
                "title": both(&plain(title)),
                "says": both(&says(suspicion)),
                "entries": suspicion.entries,
                "figures": figures,
                "next": both(&plain(next)),
                "look": suspicion.look,
            })
        });
        json!({
            "suspicions": rows.collect::<Vec<_>>(),
            "leaves": self.leaves,
            "terms": self.terms,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("check-rule")),
            Head::text(msg!("check-says")),
            Head::text(msg!("check-entries")),
            Head::text(msg!("check-look")),
        ]);
        for suspicion in self.suspicions {
            let [title, _, _] = ids(suspicion.rule);
            table.row(vec![
                cell(&plain(title)),
                cell(&says(suspicion)),
                cell(&entries(suspicion)),
                cell(suspicion.look.first().map_or("", String::as_str)),
            ]);
        }
        vec![table.or_empty(msg!("check-none", leaves = self.leaves))]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        if self.suspicions.is_empty() {
            let none = msg!("check-none", leaves = self.leaves);
            return format!("{}\n", hanging(&none.in_lang(lang), 2, width));
        }
        let mut text = String::new();
        for kind in Kind::ALL {
            let of_kind: Vec<_> = self.suspicions.iter().filter(|s| s.rule == kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            let [title, _, next] = ids(kind);
            let title = msg!("check-title", title = plain(title), count = of_kind.len());
            text.push_str(&fold(&title.in_lang(lang), width, 2));
            for suspicion in of_kind {
                let line = msg!(
                    "check-line",
                    says = says(suspicion),
                    entries = entries(suspicion)
                );
                text.push_str(&fold(&format!("  - {}", line.in_lang(lang)), width, 4));
                for command in suspicion.look.iter().take(2) {
                    text.push_str(&format!("      {command}\n"));
                }
            }
            let next = plain(next).in_lang(lang);
            text.push_str(&fold(&format!("  → {next}"), width, 4));
            text.push('\n');
        }
        let sum = msg!(
            "check-sum",
            count = self.suspicions.len(),
            leaves = self.leaves,
            minutes = self.terms.reading_minutes,
            confirm = self.terms.confirm_days,
            deadline = self.terms.deadline_days
        );
        text.push_str(&fold(&sum.in_lang(lang), width, 2));
        text
    }
}
