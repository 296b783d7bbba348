//! `permit`: discharge permits.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, word};
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::{PermitCancel, PermitLower, PermitRecord};
use crate::domain::ids::{PartyId, PermitNo, RegionId};
use crate::domain::lot::{Permit, PermitState};
use crate::domain::moment::Day;
use crate::domain::region::Quantity;
use crate::domain::state::keys;
use crate::domain::text::DocumentKind;

/// Years a permit lasts at most (R17).
const PERMIT_YEARS: u16 = 5;

#[derive(Debug, Subcommand)]
pub enum Command {
    Record(Issue),
    Issue(Issue),
    Lower(Lower),
    Cancel(Cancel),
    List(List),
}

#[derive(Debug, Args)]
pub struct Issue {
    #[arg(value_name = "PERMIT", value_parser = values::id::<PermitNo>)]
    permit: PermitNo,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    limits: Vec<Quantity>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    holder: PartyId,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Lower {
    #[arg(value_name = "PERMIT", value_parser = values::id::<PermitNo>)]
    permit: PermitNo,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    limits: Vec<Quantity>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Cancel {
    #[arg(value_name = "PERMIT", value_parser = values::id::<PermitNo>)]
    permit: PermitNo,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    holder: Option<PartyId>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Record(args) | Command::Issue(args) => issue(args, session),
        Command::Lower(args) => lower(args, session),
        Command::Cancel(args) => cancel(args, session),
        Command::List(args) => list(&args, session),
    }
}

/// The last day of a permit that begins on `from` and lasts as long as it may.
fn last_day(from: Day) -> Day {
    let year = from.year() + PERMIT_YEARS;
    // A permit from 29 February ends on the 28th: the next to begin is on 1 March.
    let next = Day::new(year, from.month(), from.day_of_month())
        .or_else(|| Day::new(year, 3, 1))
        .unwrap_or(from);
    next.before()
}

fn issue(args: Issue, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Issue {
        permit,
        limits,
        holder,
        region,
        from,
        until,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let from = from.unwrap_or(today);
    let until = until.unwrap_or_else(|| last_day(from));
    let document = documents::one(&documents, DocumentKind::PermitDecision, today)?;
    let act = PermitRecord {
        permit,
        holder,
        region,
        limits,
        from,
        until,
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

fn lower(args: Lower, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Lower {
        permit,
        limits,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::PermitDecision, today)?;
    write::record(
        session,
        &mut ledger,
        PermitLower {
            permit,
            limits,
            document,
        },
        &writing,
    )
}

fn cancel(args: Cancel, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Cancel {
        permit,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::PermitDecision, today)?;
    write::record(
        session,
        &mut ledger,
        PermitCancel { permit, document },
        &writing,
    )
}

fn state_word(state: PermitState) -> &'static str {
    match state {
        PermitState::InForce => "term-permit-in-force",
        PermitState::Expired => "term-permit-expired",
        PermitState::Cancelled => "term-permit-cancelled",
    }
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let draft = view.draft();
    let indicators = Indicators::of(draft)?;
    let holders = match &args.holder {
        Some(holder) => vec![holder.clone()],
        None => lookup::parties(draft)?,
    };
    let mut permits = Vec::new();
    for holder in holders {
        for listed in draft.list(&keys::permits_of(&holder))? {
            permits.push(draft.must(&keys::permit(&listed.permit))?);
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-permit")),
        Head::text(msg!("label-region")),
        Head::text(msg!("label-limits")),
        Head::text(msg!("label-first-day")),
        Head::text(msg!("label-last-day")),
        Head::text(msg!("label-state")),
    ]);
    let listing = Listing::new("permits", &permits, table, |permit: &Permit| {
        let limits = permit.limits.iter().map(|limit| {
            format!(
                "{} {}",
                limit.indicator,
                indicators.amount(&limit.indicator, limit.amount)
            )
        });
        vec![
            cell(&permit.permit),
            cell(&permit.region),
            cell(&limits.collect::<Vec<_>>().join("\n")),
            cell(&permit.from),
            cell(&permit.until),
            word(state_word(permit.state)),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_lasts_five_years_and_ends_the_day_before() {
        let cases = [("2027-10-01", "2032-09-30"), ("2028-02-29", "2033-02-28")];
        for (from, until) in cases {
            assert_eq!(last_day(from.parse().unwrap()).to_string(), until);
        }
    }
}
