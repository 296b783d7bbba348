//! `find`: searches by name, code, number, short number, or the number of a document.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::service::query::{FoundBy, Hit, Shorts, Thing};

#[derive(Debug, Args)]
pub struct Find {
    #[arg(value_name = "TEXT")]
    text: String,
}

pub fn run(args: &Find, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if args.text.trim().is_empty() {
        return Err(Failure::usage(msg!("find-says-nothing")).hint(msg!("hint-find-say")));
    }
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let hits = view
        .find(&args.text)
        .map_err(|error| session.failed(&error))?;
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    session.out.show(&Found(&hits, &shorts))?;
    Ok(Exit::Done)
}

struct Found<'a>(&'a [Hit], &'a Shorts);

impl Shown for Found<'_> {
    fn json(&self) -> Value {
        let hits = self.0.iter().map(|hit| {
            let mut value = serde_json::to_value(hit).unwrap_or_default();
            value["command"] = json!(command(hit));
            value
        });
        json!({ "found": hits.collect::<Vec<_>>() })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-what")),
            Head::text(msg!("label-short-number")),
            Head::text(msg!("label-number")),
            Head::text(msg!("label-name")),
            Head::text(msg!("label-found-by")),
        ]);
        for hit in self.0 {
            let names = hit.names.as_ref().map(|names| names.in_lang(lang));
            let short = match hit.what {
                Thing::Case | Thing::Project | Thing::Lot | Thing::Reduction | Thing::Finding => {
                    self.1.of(&hit.id)
                }
                Thing::Party | Thing::Region | Thing::Permit | Thing::Entry => String::new(),
            };
            let by = match &hit.document {
                Some(document) => cell(&msg!("found-by-document", document = document)),
                None => word(by(hit.by)),
            };
            table.row(vec![
                word(what(hit.what)),
                cell(&short),
                cell(&hit.id),
                or_dash(names),
                by,
            ]);
        }
        vec![table.or_empty(msg!("find-nothing"))]
    }
}

fn what(what: Thing) -> &'static str {
    match what {
        Thing::Party => "label-party",
        Thing::Region => "label-region",
        Thing::Case => "label-case",
        Thing::Project => "label-project",
        Thing::Lot => "label-lot",
        Thing::Reduction => "label-reduction",
        Thing::Finding => "label-finding",
        Thing::Permit => "label-permit",
        Thing::Entry => "label-entry",
    }
}

fn by(by: FoundBy) -> &'static str {
    match by {
        FoundBy::Number => "term-found-number",
        FoundBy::Name => "term-found-name",
        FoundBy::Firm => "term-found-firm",
        FoundBy::Document => "term-found-document",
    }
}

/// The command that shows it.
fn command(hit: &Hit) -> String {
    let id = &hit.id;
    match hit.what {
        Thing::Party => "qledger party list".to_owned(),
        Thing::Region => format!("qledger balance --region {id}"),
        Thing::Case => format!("qledger case show {id}"),
        Thing::Project | Thing::Lot => format!("qledger trace {id}"),
        Thing::Reduction => "qledger reduction list".to_owned(),
        Thing::Finding => format!("qledger finding show {id}"),
        Thing::Permit => "qledger permit list".to_owned(),
        Thing::Entry => format!("qledger log {id}"),
    }
}
