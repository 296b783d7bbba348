//! A pack arrives at a copy: the copy is brought forward, drafts are taken in, and what was
//! admitted leaves the outbox.

use std::path::Path;

use super::file::{self, Checked, check, open};
use super::{Stood, standings};
use crate::cli::because;
use crate::cli::error::Failure;
use crate::cli::opened::Opened;
use crate::cli::outbox::{Outbox, mark_copy};
use crate::cli::progress::Bar;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::write::view;
use crate::codec::submission::Submission;
use crate::domain::ids::LedgerId;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Damage, Draft, keys};
use crate::envelope::{Envelope, VerifyError};
use crate::pack::{Group, Item, Told};
use crate::service::{Ledger, Progress as _};

/// Leaves brought forward together: enough that small groups keep all threads busy.
const LEAVES_TOGETHER: usize = 1_024;

/// What a pack brought to a copy.
pub struct Arrived {
    /// The copy after it.
    pub ledger: Opened,
    /// Leaves before; none where the copy was begun.
    pub size_before: Option<u64>,
    /// Acts that left the outbox, for they are in the log.
    pub admitted: Vec<Stood>,
    /// Acts that were taken into it.
    pub taken: usize,
    /// What waits in it now.
    pub waits: Vec<Stood>,
    /// The keeper's answers in the pack.
    pub told: Vec<Told>,
}

/// Takes a pack at a copy, or begins one with it. `trusted` is the ledger id that a new copy must
/// have; where none is given, it is asked for at the terminal unless `yes`.
pub fn arrive(
    session: &mut Session<'_>,
    pack: &Path,
    trusted: Option<LedgerId>,
    yes: bool,
) -> Result<Arrived, Failure> {
    let folder = session.place()?.folder;
    let is_new = !folder.join("log").exists();
    let (mut ledger, checked, size_before) = if is_new {
        let checked = check(session, pack, None)?;
        trust(session, pack, &checked, trusted, yes)?;
        (None, checked, None)
    } else {
        let ledger = session.open()?;
        if let Some(trusted) = trusted.filter(|trusted| *trusted != ledger.id()) {
            let ours = ledger.id();
            return Err(Failure::usage(msg!(
                "copy-other",
                ours = ours,
                trusted = trusted
            )));
        }
        let checked = check(session, pack, Some(&ledger))?;
        let size = ledger.size();
        (Some(ledger), checked, Some(size))
    };
    if let Some(ledger) = &ledger {
        // Whoever began it may have been broken off before it was marked. It is from here on, for what
        // goes on unmarked would be taken for the keeper's.
        mark_copy(&folder, ledger.id())?;
    }
    forward(session, pack, &checked, &mut ledger)?;
    let Some(ledger) = ledger else {
        return Err(Failure::usage(msg!("pack-no-log", file = pack.display())));
    };
    let taken = take_acts(session, &ledger, &checked)?;
    let mut waits = standings(session, &ledger)?;
    let admitted: Vec<Stood> = waits.extract_if(.., |item| item.is_admitted()).collect();
    let outbox = Outbox::of(&folder);
    for item in &admitted {
        outbox.remove(item.waiting.number)?;
    }
    Ok(Arrived {
        ledger,
        size_before,
        admitted,
        taken,
        waits,
        told: checked.contents.told,
    })
}

/// A new copy trusts one ledger, and only who is told its id from elsewhere can say which.
fn trust(
    session: &mut Session<'_>,
    pack: &Path,
    checked: &Checked,
    trusted: Option<LedgerId>,
    yes: bool,
) -> Result<(), Failure> {
    let found = checked.head.ledger;
    if checked.genesis.is_none() {
        return Err(Failure::usage(msg!("pack-no-log", file = pack.display()))
            .hint(msg!("hint-pack-whole")));
    }
    match trusted {
        Some(trusted) if trusted == found => Ok(()),
        Some(trusted) => Err(Failure::not_verified(msg!(
            "pack-other-ledger",
            file = pack.display(),
            theirs = found,
            ours = trusted
        ))),
        None if yes => Ok(()),
        None if session.would_ask(yes) => {
            if session.confirm(&msg!("ask-trust", ledger = found), yes)? {
                Ok(())
            } else {
                Err(Failure::usage(msg!("not-confirmed")))
            }
        }
        None => Err(Failure::usage(msg!("copy-trust", ledger = found)).hint(msg!("hint-trust"))),
    }
}

/// Brings a copy forward by what of the pack it does not have.
fn forward(
    session: &mut Session<'_>,
    pack: &Path,
    checked: &Checked,
    ledger: &mut Option<Opened>,
) -> Result<(), Failure> {
    let mut reader = open(pack)?;
    if *reader.head() != checked.head {
        return Err(Failure::not_verified(msg!(
            "pack-changed",
            file = pack.display()
        )));
    }
    let mut bar = Bar::of(
        session.terminals.stderr,
        session.lang(),
        msg!("progress-replay"),
    );
    let mut together: Vec<Group> = Vec::new();
    while let Some(item) = reader.next().map_err(|error| file::failure(pack, &error))? {
        let Item::Group(group) = item else { continue };
        match ledger {
            None => {
                *ledger = Some(session.begin_copy(group)?);
                // From here on the folder is a ledger's, and it must not pass for the keeper's.
                mark_copy(&session.place()?.folder, checked.head.ledger)?;
            }
            Some(ledger) => {
                let size = group.size();
                together.push(group);
                let leaves: usize = together.iter().map(|group| group.leaves.len()).sum();
                if leaves >= LEAVES_TOGETHER {
                    continue_by(session, ledger, std::mem::take(&mut together))?;
                    bar.at(size - checked.head.from, checked.head.leaves);
                }
            }
        }
    }
    if let Some(ledger) = ledger {
        continue_by(session, ledger, together)?;
    }
    bar.finish();
    Ok(())
}

fn continue_by(
    session: &Session<'_>,
    ledger: &mut Ledger,
    groups: Vec<Group>,
) -> Result<(), Failure> {
    ledger
        .continue_by(groups)
        .map_err(|error| session.failed(&error))
}

/// Takes a pack's acts into the outbox, but for those that are in the log. Signatures are verified
/// first: one that does not hold ends it, with nothing taken.
fn take_acts(session: &Session<'_>, ledger: &Ledger, checked: &Checked) -> Result<usize, Failure> {
    let view = view(session, ledger)?;
    let mut fit = Vec::new();
    for (envelope, entry) in &checked.contents.acts {
        verify(view.draft(), ledger.id(), envelope)?;
        let hash = crate::envelope::EntryHash::of_payload(envelope.payload());
        if view.draft().get(&keys::entry_hash(&hash))?.is_none() {
            fit.push((envelope, entry));
        }
    }
    let outbox = Outbox::of(&session.place()?.folder);
    for (envelope, entry) in &fit {
        outbox.lay(view.draft(), envelope, entry)?;
    }
    Ok(fit.len())
}

/// Refuses an act of another ledger, and one with a signature that does not hold. One without any
/// is a draft.
pub fn verify(draft: &Draft<'_>, ledger: LedgerId, envelope: &Envelope) -> Result<(), Failure> {
    let submission = Submission::parse_stored(envelope.to_bytes())
        .map_err(|error| Failure::not_verified(because::unreadable(&error)))?;
    if submission.entry().head.ledger != Some(ledger) {
        let given = submission.entry().head.ledger;
        let given = given.map_or_else(|| "null".to_owned(), |id| id.to_string());
        let refusal = Refusal::new(Code::OtherLedger).with("ledger", given);
        return Err(refusal.with("this", ledger).into());
    }
    if envelope.signatures().is_empty() {
        return Ok(());
    }
    let key_of = |id: &_| {
        let place = keys::key(id);
        let key = draft.get(&place)?.map(|key| key.public_key.public_key());
        key.transpose().map_err(|error| Damage::of("a key", error))
    };
    match submission.verify(key_of) {
        Ok(_) => Ok(()),
        Err(error @ VerifyError::KeyUnknown { .. }) => {
            Err(Failure::not_verified(because::verify(&error)).hint(msg!("hint-key-unknown")))
        }
        Err(error) => Err(Failure::not_verified(because::verify(&error))),
    }
}
