//! The command line: arguments in, results and exit codes out.
//!
//! [`run`] takes everything from the machine through [`Env`]; `main` fills it in. One file per command
//! stands under `commands`; each takes its arguments and a `Session` and gives an
//! [`Exit`] or a [`Failure`]. What a command writes goes through [`write`]; what it shows
//! through `output`.
//!
//! ```text
//! args ──► commands ──► write ──► service
//!              │          ├ hand      which key signs where
//!              │          ├ explained what is being signed
//!              │          ├ kept      drafts that wait for more
//!              │          ├ dry_run   what would change
//!              │          └ answer    what became of it
//!              ├ packed       what is carried between offices, and the outbox it waits in
//!              ├ intake       forms that were filled in, read into acts
//!              ├ papers       forms that are printed and filed
//!              └────────► output      tables, JSON, CSV
//! ```

mod answer;
mod args;
mod arrange;
mod because;
mod commands;
mod csv;
mod documents;
mod dry_run;
mod effects;
mod error;
mod evidence;
mod explained;
mod hand;
mod help;
mod intake;
mod kept;
mod key_file;
mod lang;
mod lines;
mod lookup;
mod numbers;
mod opened;
mod outbox;
mod output;
mod packed;
mod paging;
mod papers;
mod pictures;
mod progress;
mod published;
mod seams;
mod secrets;
mod service_error;
mod session;
mod shown;
mod stages;
pub mod text;
mod usage;
mod values;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

pub use error::{Exit, Failure, What};
pub use seams::{Env, Ledgers, Place, Terminals};
pub use text::msg;

use args::Cli;
use output::{Format, Output};
use session::Session;

use crate::domain::text::Lang;

/// Runs one command line. `args` begins with the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>, env: Env<'_>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let variable = |name: &str| (env.variable)(name)?.into_string().ok();
    let lang = lang::choose(args.iter().skip(1).filter_map(|arg| arg.to_str()), variable);
    let colour = env.terminals.stdout && variable("NO_COLOR").is_none_or(|set| set.is_empty());
    let parsed = parse(args, lang);
    let exit = match parsed {
        Ok((cli, path)) => run_paged(cli, &path, lang, env),
        Err(error) => explain_usage(&error, lang, colour, env),
    };
    exit.into()
}

/// What was asked for, and the words of the command.
fn parse(args: Vec<OsString>, lang: Lang) -> Result<(Cli, String), clap::Error> {
    let command = help::localised(Cli::command(), lang);
    let matches = command.try_get_matches_from(args)?;
    Ok((
        Cli::from_arg_matches(&matches)?,
        paging::command_path(&matches),
    ))
}

/// Runs a command, its results through a pager where they are read at a terminal.
fn run_paged(cli: Cli, path: &str, lang: Lang, env: Env<'_>) -> Exit {
    let variable = |name: &str| (env.variable)(name)?.into_string().ok();
    let pager = paging::pager(path, &cli.global, env.terminals, variable);
    let Some(mut paged) = pager.and_then(|command| (env.pager)(&command)) else {
        return run_command(cli, lang, env);
    };
    let env = Env {
        ledgers: env.ledgers,
        clock: env.clock,
        entropy: env.entropy,
        variable: env.variable,
        stdin: env.stdin,
        stdout: &mut *paged,
        stderr: &mut *env.stderr,
        terminals: env.terminals,
        pager: &mut *env.pager,
        ask_passphrase: &mut *env.ask_passphrase,
    };
    run_command(cli, lang, env)
}

fn run_command(cli: Cli, lang: Lang, env: Env<'_>) -> Exit {
    let mut session = Session::begin(cli.global, lang, env);
    let done = commands::run(cli.command, &mut session);
    let done = done.and_then(|exit| session.out.flush().map(|()| exit));
    session.say_mended();
    done.unwrap_or_else(|failure| session.out.fail(&failure))
}

/// Help and version are asked for; everything else is a mistake.
fn explain_usage(error: &clap::Error, lang: Lang, colour: bool, env: Env<'_>) -> Exit {
    let rendered = error.render();
    let text = if colour {
        rendered.ansi().to_string()
    } else {
        rendered.to_string()
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = format!("{}\n", help::in_words(&text, lang).trim_end());
            let written = env.stdout.write_all(text.as_bytes());
            if written.is_ok() {
                Exit::Done
            } else {
                Exit::Storage
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = format!("{}\n", help::in_words(&text, lang).trim_end());
            env.stderr.write_all(text.as_bytes()).ok();
            Exit::Usage
        }
        _ => {
            let failure = usage::failure(error);
            Output::new(lang, Format::Table, None, env.stdout, env.stderr).fail(&failure)
        }
    }
}

#[cfg(test)]
mod tests;
