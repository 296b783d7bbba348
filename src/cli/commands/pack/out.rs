//! `pack out`: what waits, and of the log what the other office lacks, into one file.

use std::path::PathBuf;

use clap::Args;

use super::sign::{Keys, sign_waiting};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::Card;
use crate::cli::packed::{Standing, Stood, Stretch, check, standings, write};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::domain::ids::LedgerId;
use crate::envelope::Envelope;
use crate::pack::Head;

#[derive(Debug, Args)]
pub struct Out {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "PACK", conflicts_with = "whole")]
    since: Option<PathBuf>,
    #[arg(long)]
    whole: bool,
    #[command(flatten)]
    keys: Keys,
}

pub fn run(args: Out, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Out {
        file,
        since,
        whole,
        keys,
    } = args;
    if file.exists() {
        return Err(
            Failure::usage(msg!("error-file-exists", file = file.display()))
                .hint(msg!("hint-other-file")),
        );
    }
    let is_copy = session.is_copy()?;
    let ledger = session.open()?;
    if is_copy {
        sign_waiting(session, &ledger, &keys)?;
    }
    let stretch = match &since {
        Some(pack) => Stretch::From(size_of(session, pack, &ledger)?),
        // The keeper hands out the log; a copy its acts.
        None if whole || !is_copy => Stretch::From(0),
        None => Stretch::Nothing,
    };
    let stood = standings(session, &ledger)?;
    let acts: Vec<Envelope> = stood
        .iter()
        .filter(|item| !item.is_admitted())
        .map(|item| item.waiting.envelope.clone())
        .collect();
    let head = write(session, &file, &ledger, stretch, (&acts, &[]))?;
    session.out.show(&card(&file, &head, &stood))?;
    for item in &stood {
        let text = item.refusal_text(session.lang());
        session.out.say_text(&text);
    }
    if is_copy && acts.is_empty() {
        session.out.say(&msg!("pack-out-empty"));
    }
    Ok(Exit::Done)
}

/// How far the log of whoever wrote a pack goes.
fn size_of(
    session: &mut Session<'_>,
    pack: &std::path::Path,
    ledger: &crate::service::Ledger,
) -> Result<u64, Failure> {
    let checked = check(session, pack, Some(ledger))?;
    let stated = ledger.compare(&checked.head.checkpoint);
    let stated = stated.map_err(|error| crate::cli::packed::carry(session, pack, &error))?;
    Ok(stated.size.min(ledger.size()))
}

fn card(file: &std::path::Path, head: &Head, stood: &[Stood]) -> Card {
    let ready = stood
        .iter()
        .filter(|item| item.standing == Standing::Ready)
        .count();
    let ledger: LedgerId = head.ledger;
    let mut card = Card::new(serde_json::json!({
        "file": file.display().to_string(),
        "ledger": ledger,
        "from": head.from,
        "leaves": head.leaves,
        "acts": head.acts,
        "complete": ready,
    }));
    card.row(msg!("label-file"), &file.display());
    card.row(msg!("label-ledger-id"), &ledger);
    if head.leaves > 0 {
        let last = head.from + head.leaves - 1;
        card.row(
            msg!("label-leaves-carried"),
            &msg!("pack-leaves-from", first = head.from, last = last),
        );
    }
    card.row(
        msg!("label-acts-carried"),
        &msg!("pack-acts", all = head.acts, ready = ready),
    );
    card
}
