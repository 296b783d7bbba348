//! `update`: begins a copy of a ledger with a pack, or brings one forward.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Shown, Table};
use crate::cli::packed::{Arrived, Stood, Waits, arrive, told_json, told_text};
use crate::cli::published;
use crate::cli::session::Session;
use crate::cli::text::{Message, msg};
use crate::domain::ids::{LedgerId, PartyId};
use crate::domain::text::Lang;
use crate::pack::{Outcome, Told};

#[derive(Debug, Args)]
pub struct Update {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "ID|FILE")]
    trust: Option<String>,
    #[arg(long, short)]
    yes: bool,
}

pub fn run(args: &Update, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let folder = session.place()?.folder;
    // A copy of which only the first leaf was taken before it was broken off is not marked yet.
    if folder.join("log").exists() && !session.is_copy()? && size_of(session)? > 1 {
        let keeper = session.open()?.row().keeper.clone();
        let folder = folder.display();
        return Err(
            Failure::usage(msg!("update-keeper", folder = folder, keeper = keeper))
                .hint(msg!("hint-pack-in")),
        );
    }
    let trust = args
        .trust
        .as_deref()
        .map(published::ledger_id)
        .transpose()?;
    bring(session, &args.file, trust, args.yes)
}

/// Leaves in the log that lies there, which is not opened for that.
fn size_of(session: &Session<'_>) -> Result<u64, Failure> {
    let mut size = 0;
    session.groups(
        0,
        &mut |start| {
            size = start.size;
            ControlFlow::Break(())
        },
        &mut |_| ControlFlow::Break(()),
    )?;
    Ok(size)
}

/// Takes a pack at a copy and tells what it brought.
pub fn bring(
    session: &mut Session<'_>,
    file: &std::path::Path,
    trust: Option<LedgerId>,
    yes: bool,
) -> Result<Exit, Failure> {
    session.to_copy = true;
    let arrived = arrive(session, file, trust, yes)?;
    let Arrived {
        ledger,
        size_before,
        admitted,
        taken,
        waits,
        told,
    } = arrived;
    session.say_notices(&ledger);
    let brought = Brought {
        ledger: ledger.id(),
        keeper: ledger.row().keeper.clone(),
        size_before,
        size: ledger.size(),
        admitted: &admitted,
        taken,
        waits: &waits,
        told: &told,
    };
    session.out.show(&brought)?;
    if waits.iter().any(|item| item.refusal.is_some()) {
        session.out.say(&msg!("hint-redo"));
    }
    Ok(Exit::Done)
}

/// What a pack brought.
struct Brought<'a> {
    ledger: LedgerId,
    keeper: PartyId,
    size_before: Option<u64>,
    size: u64,
    admitted: &'a [Stood],
    taken: usize,
    waits: &'a [Stood],
    told: &'a [Told],
}

impl Brought<'_> {
    fn lines(&self) -> Vec<Message> {
        let (size, keeper) = (self.size, &self.keeper);
        let mut lines = vec![match self.size_before {
            None => msg!(
                "update-begun",
                ledger = self.ledger,
                size = size,
                keeper = keeper
            ),
            Some(before) if before == size => msg!("update-same", size = size),
            Some(before) => msg!("update-forward", before = before, size = size),
        }];
        for item in self.admitted {
            lines.push(msg!(
                "update-admitted",
                number = item.waiting.number,
                state = item.message()
            ));
        }
        if self.taken > 0 {
            lines.push(msg!("update-taken", count = self.taken));
        }
        lines
    }
}

impl Shown for Brought<'_> {
    fn json(&self) -> Value {
        let stood = |items: &[Stood]| items.iter().map(Stood::json).collect::<Vec<_>>();
        json!({
            "ledger": self.ledger,
            "keeper": self.keeper,
            "size_before": self.size_before,
            "size": self.size,
            "admitted": stood(self.admitted),
            "taken": self.taken,
            "outbox": stood(self.waits),
            "told": self.told.iter().map(told_json).collect::<Vec<_>>(),
        })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        Waits(self.waits).tables(lang)
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let lines = self.lines().into_iter();
        let mut text: String = lines
            .map(|line| format!("{}\n", line.in_lang(lang)))
            .collect();
        // What is in the log is told from the log.
        let others = self
            .told
            .iter()
            .filter(|told| told.outcome != Outcome::Admitted && told.index.is_none());
        for told in others {
            text.push_str(&told_text(told, lang));
        }
        if !self.waits.is_empty() {
            text.push('\n');
            text.push_str(&Waits(self.waits).text(lang, width));
        }
        text
    }
}
