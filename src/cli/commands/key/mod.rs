//! `key`: key pairs in files, and keys on the ledger.

mod new;
mod on_ledger;

use clap::Subcommand;

pub use new::{make, public_half};
pub use on_ledger::state;

use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::KeyFile;
use crate::cli::session::Session;
use crate::service::Ledger;
use on_ledger::EnrolTerms;

#[derive(Debug, Subcommand)]
pub enum Command {
    New(new::New),
    Show(new::Show),
    Enrol(on_ledger::Enrol),
    Amend(on_ledger::Amend),
    Revoke(on_ledger::Revoke),
    List(on_ledger::List),
}

/// Enrols the key of a file as the file says.
pub fn enrol_file(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    file: KeyFile,
    writing: &Writing,
) -> Result<Exit, Failure> {
    on_ledger::enrol_file(session, ledger, file, &EnrolTerms::default(), writing)
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::New(args) => new::new(args, session),
        Command::Show(args) => new::show(&args, session),
        Command::Enrol(args) => on_ledger::enrol(args, session),
        Command::Amend(args) => on_ledger::amend(&args, session),
        Command::Revoke(args) => on_ledger::revoke(&args, session),
        Command::List(args) => on_ledger::list(&args, session),
    }
}
