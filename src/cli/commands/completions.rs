//! `completions`: what a shell completes, with explanations in the user's language.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::args::Cli;
use crate::cli::error::{Exit, Failure};
use crate::cli::help;
use crate::cli::session::Session;

/// Which shell.
#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub fn run(args: &Completions, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut command = help::localised(Cli::command(), session.lang());
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "qledger", &mut script);
    session.out.write_bytes(&script)?;
    Ok(Exit::Done)
}
