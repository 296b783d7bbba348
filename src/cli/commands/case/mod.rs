//! `case`: cases (办件).

mod act;
mod open;
mod outcome;

use clap::Subcommand;

use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(subcommand)]
    Open(open::Command),
    Act(Box<act::Act>),
    Return(Box<outcome::Return>),
    Resubmit(Box<outcome::Resubmit>),
    Refuse(outcome::End),
    NotAccept(outcome::End),
    Withdraw(outcome::End),
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    use crate::domain::entry::EndKind;
    match command {
        Command::Open(command) => open::run(command, session),
        Command::Act(args) => act::run(*args, session),
        Command::Return(args) => outcome::return_for_completion(*args, session),
        Command::Resubmit(args) => outcome::resubmit(*args, session),
        Command::Refuse(args) => outcome::end(args, EndKind::Refused, session),
        Command::NotAccept(args) => outcome::end(args, EndKind::NotAccepted, session),
        Command::Withdraw(args) => outcome::end(args, EndKind::Withdrawn, session),
    }
}
