//! `case`: cases (办件).

mod act;
mod list;
mod open;
mod outcome;
mod show;

use clap::Subcommand;

use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub enum Command {
    Open(Box<open::Open>),
    Act(Box<act::Act>),
    Return(Box<outcome::Return>),
    Resubmit(Box<outcome::Resubmit>),
    Refuse(outcome::End),
    NotAccept(outcome::End),
    Withdraw(outcome::End),
    List(list::List),
    Show(show::Show),
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    use crate::domain::entry::EndKind;
    match command {
        Command::Open(args) => open::run(*args, session),
        Command::Act(args) => act::run(*args, session),
        Command::Return(args) => outcome::return_for_completion(*args, session),
        Command::Resubmit(args) => outcome::resubmit(*args, session),
        Command::Refuse(args) => outcome::end(args, EndKind::Refused, session),
        Command::NotAccept(args) => outcome::end(args, EndKind::NotAccepted, session),
        Command::Withdraw(args) => outcome::end(args, EndKind::Withdrawn, session),
        Command::List(args) => list::run(args, session),
        Command::Show(args) => show::run(&args, session),
    }
}

/// The word for where a case stands.
pub fn phase_id(phase: &crate::domain::case::Phase) -> &'static str {
    use crate::domain::case::Phase;
    match phase {
        Phase::Open => "term-phase-open",
        Phase::Returned { .. } => "term-phase-returned",
        Phase::NotAccepted => "term-phase-not-accepted",
        Phase::Refused => "term-phase-refused",
        Phase::Withdrawn => "term-phase-withdrawn",
        Phase::Lapsed => "term-phase-lapsed",
        Phase::Effective => "term-phase-effective",
    }
}
