//! `pack`: what is carried between offices that no line joins.

mod keep;
mod out;
mod redo;
mod show;
mod sign;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::update::bring;
use crate::cli::error::{Exit, Failure};
use crate::cli::outbox::Outbox;
use crate::cli::packed::{Stood, Waits, standings};
use crate::cli::session::Session;
use crate::cli::text::msg;

/// What is to be done with packs and the outbox.
#[derive(Debug, Subcommand)]
pub enum Command {
    Out(out::Out),
    In(In),
    Show(show::Show),
    List(List),
    Sign(sign::Sign),
    Add(sign::Add),
    Redo(redo::Redo),
    Drop(Drop),
}

/// Takes a pack.
#[derive(Debug, Args)]
pub struct In {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    reply: Option<PathBuf>,
}

/// Shows what waits.
#[derive(Debug, Args)]
pub struct List {}

/// Takes something out of the outbox for good.
#[derive(Debug, Args)]
pub struct Drop {
    #[arg(value_name = "NUMBER", required = true)]
    number: Vec<u32>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Out(args) => out::run(args, session),
        Command::In(args) => take(&args, session),
        Command::Show(args) => show::run(&args, session),
        Command::List(List {}) => list(session),
        Command::Sign(args) => sign::run(&args, session),
        Command::Add(args) => sign::add(&args, session),
        Command::Redo(args) => redo::run(&args, session),
        Command::Drop(args) => drop(&args, session),
    }
}

/// At the keeper's acts are admitted; at a copy the log and drafts are taken.
fn take(args: &In, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if session.is_copy()? {
        if args.reply.is_some() {
            return Err(Failure::usage(msg!("pack-in-reply-copy")).hint(msg!("hint-copy")));
        }
        return bring(session, &args.file, None, false);
    }
    keep::run(&args.file, args.reply.as_deref(), session)
}

fn list(session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let stood = standings(session, &ledger)?;
    session.out.show(&Waits(&stood))?;
    Ok(Exit::Done)
}

fn drop(args: &Drop, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let outbox = Outbox::of(&session.place()?.folder);
    let stood = standings(session, &ledger)?;
    for number in &args.number {
        one(&stood, *number)?;
    }
    for number in &args.number {
        outbox.remove(*number)?;
    }
    let left = standings(session, &ledger)?;
    session.out.show(&Waits(&left))?;
    Ok(Exit::Done)
}

/// The act of a number.
fn one(stood: &[Stood], number: u32) -> Result<&Stood, Failure> {
    let found = stood.iter().find(|item| item.waiting.number == number);
    found.ok_or_else(|| {
        let known: Vec<String> = stood
            .iter()
            .map(|item| item.waiting.number.to_string())
            .collect();
        let known = known.join(", ");
        Failure::usage(msg!("outbox-no-number", number = number, known = known))
    })
}
