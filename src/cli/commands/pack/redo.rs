//! `pack redo`: an act that no longer fits is drafted anew from what it said, with today's figures,
//! and signed again; nothing is typed.

use clap::Args;

use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::outbox::Outbox;
use crate::cli::packed::{Stood, standings};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::write::{self, failed, options};

#[derive(Debug, Args)]
pub struct Redo {
    #[arg(value_name = "NUMBER")]
    number: Vec<u32>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(args: &Redo, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let stood = standings(session, &ledger)?;
    let again: Vec<Stood> = if args.number.is_empty() {
        let refused = stood.iter().filter(|item| item.refusal.is_some());
        refused.cloned().collect()
    } else {
        let named = args.number.iter().map(|number| super::one(&stood, *number));
        named
            .map(|item| Ok::<_, Failure>(item?.clone()))
            .collect::<Result<_, Failure>>()?
    };
    if again.is_empty() {
        session.out.say(&msg!("redo-nothing"));
        return Ok(Exit::Done);
    }
    let outbox = Outbox::of(&session.place()?.folder);
    let mut exit = Exit::Done;
    for item in again {
        let act = item.waiting.entry.act.clone().without_figures();
        let mut writing = args.writing.clone();
        // Who recorded it records it again.
        let first = item.waiting.entry.head.signers.first();
        writing.by = writing
            .by
            .or_else(|| first.map(|signer| signer.party.clone()));
        let drafted = ledger
            .draft(act.clone(), &options(&writing))
            .map_err(|error| failed(session, &error))?;
        let number = item.waiting.number;
        if let Some(refusal) = &drafted.warning {
            session.out.say(&msg!("redo-still", number = number));
            write::warn(session, refusal);
            exit = exit.max(Exit::Refused);
            continue;
        }
        session.out.say(&msg!("redo-one", number = number));
        let done = write::record(session, &mut ledger, act, &writing)?;
        // Only when the new one is laid: whatever breaks off before, the old one is still there.
        if done == Exit::Done && writing.draft.is_none() && !writing.dry_run {
            outbox.remove(number)?;
        }
        exit = exit.max(done);
    }
    Ok(exit)
}
