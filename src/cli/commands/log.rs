//! `log`: the log itself, entry by entry.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Format, Head, Listing, Shown, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::word;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::values;
use crate::domain::entry::RequiredSigner;
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::query::{EntryView, LogLine};

/// How many of the last leaves are shown unless told otherwise.
const LAST_DEFAULT: u64 = 20;

#[derive(Debug, Args)]
pub struct Log {
    #[arg(value_name = "ENTRY", value_parser = values::entry)]
    entry: Option<u64>,
    #[arg(long, value_name = "NUMBER", default_value_t = LAST_DEFAULT, value_parser = values::count,
          conflicts_with = "all")]
    last: u64,
    #[arg(long)]
    all: bool,
    #[arg(long)]
    checkpoint: bool,
}

pub fn run(args: &Log, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    if args.checkpoint {
        let note = ledger
            .checkpoint()
            .map_err(|error| session.failed(&error))?;
        match session.out.format() {
            Format::Json => session.out.show(&Note(note))?,
            Format::Table | Format::Csv => session.out.write(&note)?,
        }
        return Ok(Exit::Done);
    }
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    if let Some(index) = args.entry {
        let entry = view.entry(index).map_err(|error| session.failed(&error))?;
        session.out.show(&Entry(&entry))?;
        return Ok(Exit::Done);
    }
    let size = ledger.size();
    let first = if args.all {
        0
    } else {
        size.saturating_sub(args.last)
    };
    let lines = view
        .log(first..size)
        .map_err(|error| session.failed(&error))?;
    let table = Table::new(heads());
    let listing = Listing::new("log", &lines, table, row)?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

fn heads() -> Vec<Head> {
    vec![
        Head::figures(msg!("label-entry")),
        Head::text(msg!("label-admitted")),
        Head::text(msg!("label-kind")),
        Head::text(msg!("label-state")),
        Head::text(msg!("label-signed-by")),
    ]
}

fn row(line: &LogLine) -> Vec<crate::cli::text::Arg> {
    let state = match &line.refusal {
        None => word("term-admitted"),
        Some(refusal) => cell(refusal.code.unwrap_or("?")),
    };
    vec![
        cell(&line.index),
        cell(&minute(line.admitted)),
        Arg::Message(kind_word(line.kind)),
        state,
        Arg::List(seats_by_party(&line.signers)),
    ]
}

/// What a kind of entry is called.
fn kind_word(kind: &str) -> Message {
    let id = format!("term-kind-{}", kind.replace(['.', '_'], "-"));
    Message::new(id, Vec::new())
}

/// `650100-EEB handle, review`: each party once, with the seats it signs in.
fn seats_by_party(signers: &[RequiredSigner]) -> Vec<Message> {
    let same_party = |a: &RequiredSigner, b: &RequiredSigner| a.party == b.party;
    let parties = signers.chunk_by(same_party);
    let signed = |signers: &[RequiredSigner]| {
        let party = signers.first().map(|signer| &signer.party)?;
        let words = signers
            .iter()
            .map(|signer| Message::new(words::seat(signer.seat), Vec::new()));
        let seats = Arg::List(words.collect());
        Some(msg!("party-seats", party = party, seats = seats))
    };
    parties.filter_map(signed).collect()
}

/// `2027-10-01 09:30`, +08:00.
pub fn minute(moment: crate::domain::moment::Moment) -> String {
    moment
        .to_string()
        .replace('T', " ")
        .chars()
        .take(16)
        .collect()
}

/// A checkpoint. As JSON its bytes stand in a string; otherwise they are the output.
struct Note(String);

impl Shown for Note {
    fn json(&self) -> Value {
        json!({ "checkpoint": self.0 })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }
}

/// One entry, whole.
struct Entry<'a>(&'a EntryView);

impl Shown for Entry<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.0).unwrap_or_default()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let mut head = Table::new(heads());
        head.row(row(&self.0.line));
        let mut signers = Table::new(vec![
            Head::text(msg!("label-party")),
            Head::text(msg!("label-seat")),
            Head::text(msg!("label-person")),
            Head::text(msg!("label-key")),
        ])
        .titled(msg!("title-signed-by"));
        for signer in &self.0.signed_by {
            let or_dash = |text: Option<String>| cell(&text.unwrap_or_else(|| "-".to_owned()));
            signers.row(vec![
                or_dash(signer.party.as_ref().map(ToString::to_string)),
                signer
                    .seat
                    .map_or_else(|| cell("-"), |seat| word(crate::explain::words::seat(seat))),
                or_dash(signer.person.as_ref().map(ToString::to_string)),
                cell(&signer.key.to_string().chars().take(16).collect::<String>()),
            ]);
        }
        vec![head, signers]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let tables = self.tables(lang);
        let mut text: String = tables
            .iter()
            .map(|table| table.to_text(lang, width) + "\n")
            .collect();
        if let Some(refusal) = &self.0.line.refusal {
            for said in [&refusal.text, &refusal.cure].into_iter().flatten() {
                text.push_str(&format!("{}\n", said.in_lang(lang)));
            }
            text.push('\n');
        }
        let payload: Value = serde_json::from_str(self.0.payload.get()).unwrap_or_default();
        text.push_str(&format!("{payload:#}\n"));
        text
    }
}
