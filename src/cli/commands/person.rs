//! `person`: persons by pseudonym.

use clap::Subcommand;

use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::{values, write};
use crate::domain::entry::PersonEnrol;
use crate::domain::ids::{PartyId, PersonId};

#[derive(Debug, Subcommand)]
pub enum Command {
    Enrol(Enrol),
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
    }
}
