//! `person`: persons by pseudonym.

use clap::Subcommand;

use super::key::state;
use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::or_dash;
use crate::cli::text::msg;
use crate::cli::{answer, lookup, values, write};
use crate::domain::entry::PersonEnrol;
use crate::domain::ids::{PartyId, PersonId};
use crate::service::query::KeyView;

#[derive(Debug, Subcommand)]
pub enum Command {
    Enrol(Enrol),
    List(List),
}

#[derive(Debug, clap::Args)]
pub struct Enrol {
    #[arg(value_name = "PERSON", value_parser = values::id::<PersonId>)]
    person: PersonId,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[command(flatten)]
    writing: Writing,
}

/// Lists who sits where.
#[derive(Debug, clap::Args)]
pub struct List {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: Option<PartyId>,
    #[arg(long)]
    all: bool,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Enrol(Enrol {
            person,
            party,
            writing,
        }) => {
            let mut ledger = write::open(session, &writing)?;
            write::record(
                session,
                &mut ledger,
                PersonEnrol { person, party },
                &writing,
            )
        }
        Command::List(args) => list(&args, session),
    }
}

/// Who holds or held a key: in which seats, until when, and how it ended. By default only who may
/// sign today or later.
fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let today = view.now().day();
    let parties = match &args.party {
        Some(party) => {
            lookup::known_party(view.draft(), party)?;
            vec![party.clone()]
        }
        None => lookup::parties(view.draft())?,
    };
    let mut sits: Vec<KeyView> = Vec::new();
    for party in parties {
        let keys = view.keys_of(&party);
        sits.extend(keys.map_err(|error| session.failed(&error))?);
    }
    sits.retain(|key| args.all || key.can_sign || key.revoked.is_none() && today < key.from);
    sits.sort_by(|a, b| (&a.party, &a.person, a.seat).cmp(&(&b.party, &b.person, b.seat)));
    let table = Table::new(vec![
        Head::text(msg!("label-person")),
        Head::text(msg!("label-party")),
        Head::text(msg!("label-seat")),
        Head::text(msg!("label-first-day")),
        Head::text(msg!("label-last-day")),
        Head::text(msg!("label-state")),
    ]);
    let listing = Listing::new("persons", &sits, table, |key| {
        vec![
            cell(&key.person),
            cell(&key.party),
            cell(&answer::seat(key.seat)),
            cell(&key.from),
            or_dash(key.until),
            state(key, today),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}
