//! Pack files: written in one step, and read twice: once to see that they hold, once to take them.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::ops::ControlFlow;
use std::path::Path;

use serde_json::json;

use crate::cli::because;
use crate::cli::error::Failure;
use crate::cli::outbox::{beside, keep_evidence, remove_if_there};
use crate::cli::progress::Bar;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::codec::entry::decode;
use crate::domain::entry::Entry;
use crate::domain::ids::LedgerId;
use crate::envelope::Envelope;
use crate::log::tree::leaf_hash;
use crate::pack::{Group, Head, Item, PACK_VERSION, PackError, Reader, Told, Writer};
use crate::service::{CarryError, Follower, Fork, Ledger, Progress as _};

/// A pack's acts and answers, all of it that is held in memory.
#[derive(Debug, Default)]
pub struct Contents {
    /// The acts: each envelope, and what its payload says.
    pub acts: Vec<(Envelope, Entry)>,
    /// The answers.
    pub told: Vec<Told>,
}

/// A pack that was read to its end.
#[derive(Debug)]
pub struct Checked {
    /// Its head.
    pub head: Head,
    /// Leaf 0, where the pack has it.
    pub genesis: Option<Vec<u8>>,
    /// Acts and answers.
    pub contents: Contents,
}

/// Opens a pack.
pub fn open(file: &Path) -> Result<Reader<BufReader<File>>, Failure> {
    let opened = File::open(file).map_err(|error| Failure::read(file, &error))?;
    Reader::begin(BufReader::with_capacity(1 << 20, opened)).map_err(|error| failure(file, &error))
}

/// Reads a pack to its end and changes nothing: its form, every note and every leaf against it, and
/// all of it against `ours`, where there is a ledger.
pub fn check(
    session: &mut Session<'_>,
    file: &Path,
    ours: Option<&Ledger>,
) -> Result<Checked, Failure> {
    let mut reader = open(file)?;
    let head = reader.head().clone();
    let mut follower = None;
    if let Some(ledger) = ours {
        must_be_of(file, ledger.id(), head.ledger)?;
        let begun = Follower::begin(ledger, head.from, head.base.as_deref());
        follower = Some(begun.map_err(|error| carry(session, file, &error))?);
    }
    let mut checked = Checked {
        head,
        genesis: None,
        contents: Contents::default(),
    };
    let mut bar = Bar::of(
        session.terminals.stderr,
        session.lang(),
        msg!("progress-pack"),
    );
    while let Some(item) = reader.next().map_err(|error| failure(file, &error))? {
        match item {
            Item::Group(group) => {
                follow(session, file, &mut follower, &mut checked, &group)?;
                bar.at(group.size() - checked.head.from, checked.head.leaves);
            }
            Item::Act(bytes) => checked.contents.acts.push(act(file, &bytes)?),
            Item::Told(told) => checked.contents.told.push(*told),
        }
    }
    bar.finish();
    if let Some(ledger) = ours {
        let compared = ledger.compare(&checked.head.checkpoint);
        compared.map_err(|error| carry(session, file, &error))?;
    }
    Ok(checked)
}

/// Follows a group, which may be the first of all.
fn follow(
    session: &Session<'_>,
    file: &Path,
    follower: &mut Option<Follower<'_>>,
    checked: &mut Checked,
    group: &Group,
) -> Result<(), Failure> {
    if group.first == 0 {
        checked.genesis = group.leaves.first().cloned();
    }
    if follower.is_none()
        && let Some(genesis) = group.leaves.first()
        && group.first == 0
    {
        let id = LedgerId::from_leaf_hash(*leaf_hash(genesis).as_bytes());
        must_be_of(file, checked.head.ledger, id)?;
        let begun = Follower::at_nothing(genesis);
        *follower = Some(begun.map_err(|error| carry(session, file, &error))?);
    }
    match follower {
        Some(follower) => follower
            .follow(group)
            .map_err(|error| carry(session, file, &error)),
        // Without a ledger, and not from its beginning: nothing to hold it against.
        None => Ok(()),
    }
}

fn must_be_of(file: &Path, ours: LedgerId, theirs: LedgerId) -> Result<(), Failure> {
    if ours == theirs {
        return Ok(());
    }
    let file = file.display();
    Err(Failure::not_verified(msg!(
        "pack-other-ledger",
        file = file,
        theirs = theirs,
        ours = ours
    )))
}

fn act(file: &Path, bytes: &[u8]) -> Result<(Envelope, Entry), Failure> {
    let envelope = Envelope::parse_stored(bytes)
        .map_err(|error| Failure::not_verified(because::envelope(&error)))?;
    let entry = decode(envelope.payload()).map_err(|refusal| {
        Failure::not_verified(msg!(
            "pack-act-unreadable",
            file = file.display(),
            reason = because::refusal(&refusal)
        ))
    })?;
    Ok((envelope, entry))
}

/// Why a file is no pack, in words.
pub fn failure(file: &Path, error: &PackError) -> Failure {
    let shown = file.display();
    match error {
        PackError::Io(error) => Failure::read(file, error),
        PackError::NotAPack => Failure::usage(msg!("pack-none", file = shown)),
        PackError::Newer { found, known } => Failure::usage(msg!(
            "pack-newer",
            file = shown,
            found = found,
            known = known
        )),
        PackError::Cut { line } => {
            Failure::not_verified(msg!("pack-cut", file = shown, line = line))
                .hint(msg!("hint-pack-again"))
        }
        PackError::LineTooLong { line, .. }
        | PackError::Line { line }
        | PackError::Count { line } => {
            Failure::not_verified(msg!("pack-line", file = shown, line = line))
                .hint(msg!("hint-pack-again"))
        }
        PackError::Checksum => {
            Failure::not_verified(msg!("pack-checksum", file = shown)).hint(msg!("hint-pack-again"))
        }
        PackError::Behind => {
            Failure::not_verified(msg!("pack-behind", file = shown)).hint(msg!("hint-pack-again"))
        }
    }
}

/// Why a pack does not go with a log, in words. Of a fork both checkpoints are kept.
pub fn carry(session: &Session<'_>, file: &Path, error: &CarryError) -> Failure {
    let shown = file.display();
    match error {
        CarryError::Gap { from, size } => {
            Failure::usage(msg!("pack-gap", file = shown, from = from, size = size))
                .hint(msg!("hint-pack-gap"))
        }
        CarryError::Note(_) => {
            Failure::not_verified(msg!("pack-note", file = shown)).hint(msg!("hint-pack-again"))
        }
        CarryError::Leaves { size } => {
            Failure::not_verified(msg!("pack-leaves", file = shown, size = size))
                .hint(msg!("hint-pack-again"))
        }
        CarryError::Fork(found) => fork(session, file, found),
        CarryError::Service(error) => session.failed(error),
    }
}

/// Two checkpoints of the keeper's that cannot both be true: named, and kept.
pub fn fork(session: &Session<'_>, file: &Path, found: &Fork) -> Failure {
    let (ours, theirs) = (found.ours.to_hex(), found.theirs.to_hex());
    let failure = Failure::not_verified(msg!(
        "pack-fork",
        file = file.display(),
        size = found.size,
        ours = ours,
        theirs = theirs
    ))
    .hint(msg!("hint-fork"));
    let text = json!({
        "size": found.size,
        "root_here": ours,
        "root_there": theirs,
        "checkpoint_here": found.note_ours,
        "checkpoint_there": found.note_theirs,
    });
    let name = format!("fork-{}-{}.json", found.size, &theirs[..16]);
    let kept = session
        .place()
        .and_then(|place| keep_evidence(&place.folder, &name, &format!("{text:#}\n")));
    match kept {
        Ok(kept) => failure.hint(msg!("hint-fork-kept", file = kept.display())),
        Err(_) => failure,
    }
}

/// How much of the log a pack carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// None of it.
    Nothing,
    /// From this leaf on, or from where its group begins.
    From(u64),
}

/// Writes a pack in one step; the head of what was written.
pub fn write(
    session: &mut Session<'_>,
    file: &Path,
    ledger: &Ledger,
    stretch: Stretch,
    (acts, told): (&[Envelope], &[Told]),
) -> Result<Head, Failure> {
    let new = beside(file);
    remove_if_there(&new)?;
    let broken = |error: std::io::Error| Failure::write(file, &error);
    let out = File::create_new(&new).map_err(broken)?;
    let mut out = Some(BufWriter::with_capacity(1 << 20, out));
    let (mut writer, mut head, mut failed) = (None, None, None);
    let from = match stretch {
        Stretch::Nothing => ledger.size(),
        Stretch::From(from) => from,
    };
    let id = ledger.id();
    let mut bar = Bar::of(
        session.terminals.stderr,
        session.lang(),
        msg!("progress-pack"),
    );
    let text = |note: &[u8]| String::from_utf8_lossy(note).into_owned();
    session.groups(
        from,
        &mut |start| {
            let of = Head {
                acts: acts.len() as u64,
                answers: told.len() as u64,
                base: start.base.as_deref().map(text),
                checkpoint: text(&start.checkpoint),
                from: start.from,
                ledger: id,
                leaves: start.size - start.from,
                pack: PACK_VERSION,
            };
            match out.take().map(|out| Writer::begin(out, &of)) {
                Some(Ok(begun)) => writer = Some(begun),
                Some(Err(error)) => failed = Some(error),
                None => {}
            }
            head = Some(of);
            if writer.is_some() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
        &mut |_| ControlFlow::Continue(()),
    )?;
    let (Some(mut writer), Some(head)) = (writer, head) else {
        let error = failed.unwrap_or_else(|| std::io::ErrorKind::WriteZero.into());
        return Err(broken(error));
    };
    if head.leaves > 0 {
        let mut written = Ok(());
        session.groups(
            head.from,
            &mut |_| ControlFlow::Continue(()),
            &mut |group| {
                // Whoever writes beside us may have gone on: only what the head says.
                if group.size() > head.from + head.leaves {
                    return ControlFlow::Break(());
                }
                let leaves = group.leaves.iter().map(Vec::as_slice);
                written = writer.group(leaves, &group.note);
                bar.at(group.size() - head.from, head.leaves);
                if written.is_ok() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            },
        )?;
        written.map_err(broken)?;
    }
    bar.finish();
    finish(writer, acts, told).map_err(broken)?;
    std::fs::rename(&new, file).map_err(broken)?;
    Ok(head)
}

/// Writes what stands behind the log, and sees the file onto the disk.
fn finish(
    mut writer: Writer<BufWriter<File>>,
    acts: &[Envelope],
    told: &[Told],
) -> std::io::Result<()> {
    acts.iter()
        .try_for_each(|act| writer.act(&act.to_bytes()))?;
    told.iter().try_for_each(|told| writer.told(told))?;
    let out = writer.finish()?;
    let out = out
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    out.sync_all()
}
