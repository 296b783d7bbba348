//! `refusals`: what was refused and is on record.

use clap::Args;

use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::values;
use crate::domain::ids::PartyId;
use crate::domain::moment::Day;
use crate::domain::refusal::Code;
use crate::domain::text::Lang;
use crate::service::query::{RefusalFilter, RefusalRow};

#[derive(Debug, Args)]
pub struct Refusals {
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
    #[arg(long, value_name = "CODE", value_parser = code)]
    code: Option<Code>,
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: Option<PartyId>,
}

/// `INSUFFICIENT_LOT` or `902`.
fn code(text: &str) -> Result<Code, values::BadValue> {
    let number = || text.parse().ok().and_then(Code::from_number);
    let found = Code::from_name(&text.to_ascii_uppercase()).or_else(number);
    found.ok_or_else(|| values::BadValue(msg!("value-refusal-code", text = text)))
}

pub fn run(args: Refusals, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let filter = RefusalFilter {
        from: args.from,
        until: args.until,
        number: args.code.map(Code::number),
        kind: args.kind,
        party: args.party,
    };
    let rows = view
        .refusals(&filter)
        .map_err(|error| session.failed(&error))?;
    let table = Table::new(vec![
        Head::figures(msg!("label-entry")),
        Head::text(msg!("label-admitted")),
        Head::text(msg!("label-code")),
        Head::text(msg!("label-reason")),
    ]);
    let lang = session.lang();
    let listing = Listing::new("refusals", &rows, table, |row: &RefusalRow| {
        let text = match lang {
            Lang::Zh => &row.refusal.zh,
            Lang::En => &row.refusal.en,
        };
        vec![
            cell(&row.index),
            cell(&row.at.day()),
            cell(&format!("{} ({})", row.refusal.code, row.refusal.number)),
            cell(text),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
