//! The outbox: acts that wait in a ledger's folder to be carried to another office, a file each.
//!
//! ```text
//! LEDGER/
//!   copy.json            says that the folder is a copy, and of which ledger
//!   outbox/000001.json   an envelope in its stored spelling, in the order they were laid
//!   evidence/…           two checkpoints of the keeper's that cannot both be true
//! ```
//!
//! Nothing else is kept of them: how an act stands follows from its bytes and the ledger.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::arrange;
use super::because;
use super::error::Failure;
use super::key_file::write_new;
use super::text::msg;
use crate::codec::entry::decode;
use crate::domain::entry::Entry;
use crate::domain::ids::LedgerId;
use crate::domain::state::Draft;
use crate::envelope::{EntryHash, Envelope};

/// The file that marks a copy.
const COPY_FILE: &str = "copy.json";

/// Whether a ledger's folder is a copy.
pub fn is_copy(folder: &Path) -> Result<bool, Failure> {
    let path = folder.join(COPY_FILE);
    match path.try_exists() {
        // No folder is no copy; what else is wrong with it, whoever opens it says.
        Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(false),
        found => found.map_err(|error| Failure::read(&path, &error)),
    }
}

/// Marks a ledger's folder as a copy.
pub fn mark_copy(folder: &Path, ledger: LedgerId) -> Result<(), Failure> {
    if is_copy(folder)? {
        return Ok(());
    }
    let text = format!("{:#}\n", json!({ "copy_of": ledger }));
    replace(&folder.join(COPY_FILE), text.as_bytes())
}

/// Keeps evidence beside the log; the same again is kept once.
pub fn keep_evidence(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Failure> {
    let dir = folder.join("evidence");
    fs::create_dir_all(&dir).map_err(|error| Failure::write(&dir, &error))?;
    let file = dir.join(name);
    replace(&file, text.as_bytes())?;
    Ok(file)
}

/// Writes a file in place of what may be there, in one step.
pub fn replace(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let beside = beside(file);
    remove_if_there(&beside)?;
    write_new(&beside, 0o644, &[bytes])?;
    fs::rename(&beside, file).map_err(|error| Failure::write(file, &error))
}

/// The name a file is written under before it gets its own.
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    file.with_file_name(name)
}

/// Removes what an interrupted writing left.
pub fn remove_if_there(file: &Path) -> Result<(), Failure> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::write(file, &error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// An act that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its number, by which people name it.
    pub number: u32,
    /// The act, with the signatures that are there.
    pub envelope: Envelope,
    /// What its payload says.
    pub entry: Entry,
    /// Its identity.
    pub entry_hash: EntryHash,
}

/// The outbox of a ledger's folder.
pub struct Outbox {
    dir: PathBuf,
}

impl Outbox {
    /// Of the ledger in `folder`.
    pub fn of(folder: &Path) -> Self {
        let dir = folder.join("outbox");
        Self { dir }
    }

    fn file(&self, number: u32) -> PathBuf {
        self.dir.join(format!("{number:06}.json"))
    }

    fn numbers(&self) -> Result<Vec<u32>, Failure> {
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|error| Failure::read(&self.dir, &error))?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Failure::read(&self.dir, &error))?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".json"));
            numbers.extend(number.and_then(|number| number.parse::<u32>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// What waits, in the order it was laid.
    pub fn items(&self) -> Result<Vec<Waiting>, Failure> {
        let numbers = self.numbers()?;
        numbers
            .into_iter()
            .map(|number| self.read(number))
            .collect()
    }

    fn read(&self, number: u32) -> Result<Waiting, Failure> {
        let file = self.file(number);
        let bytes = fs::read(&file).map_err(|error| Failure::read(&file, &error))?;
        let damaged = |reason| {
            Failure::storage(msg!(
                "outbox-damaged",
                file = file.display(),
                reason = reason
            ))
        };
        let envelope =
            Envelope::parse_stored(&bytes).map_err(|error| damaged(because::envelope(&error)))?;
        let entry =
            decode(envelope.payload()).map_err(|refusal| damaged(because::refusal(&refusal)))?;
        let entry_hash = EntryHash::of_payload(envelope.payload());
        Ok(Waiting {
            number,
            envelope,
            entry,
            entry_hash,
        })
    }

    /// Lays an act into the outbox. Where it waits there already, the signatures of both are kept,
    /// in the order that its payload asks for as far as `draft` knows the keys.
    pub fn lay(
        &self,
        draft: &Draft<'_>,
        envelope: &Envelope,
        entry: &Entry,
    ) -> Result<Waiting, Failure> {
        fs::create_dir_all(&self.dir).map_err(|error| Failure::write(&self.dir, &error))?;
        let entry_hash = EntryHash::of_payload(envelope.payload());
        let items = self.items()?;
        let there = items.iter().find(|item| item.entry_hash == entry_hash);
        let number = match there {
            Some(item) => item.number,
            None => items.last().map_or(0, |last| last.number) + 1,
        };
        let envelope = match there {
            Some(item) => joined(&item.envelope, envelope)?,
            None => envelope.clone(),
        };
        let seats = arrange::seats_on(draft, &envelope);
        let envelope = arrange::arranged(&envelope, entry, &seats)?.unwrap_or(envelope);
        replace(&self.file(number), &envelope.to_bytes())?;
        let entry = entry.clone();
        Ok(Waiting {
            number,
            envelope,
            entry,
            entry_hash,
        })
    }

    /// Takes an act out.
    pub fn remove(&self, number: u32) -> Result<(), Failure> {
        remove_if_there(&self.file(number))
    }
}

/// One envelope with the signatures of both.
fn joined(one: &Envelope, other: &Envelope) -> Result<Envelope, Failure> {
    let mut signatures = one.signatures().to_vec();
    for signature in other.signatures() {
        if signatures
            .iter()
            .all(|there| there.key_id != signature.key_id)
        {
            signatures.push(*signature);
        }
    }
    Envelope::with_signatures(one.payload().to_vec(), signatures)
        .map_err(|error| Failure::usage(because::envelope(&error)))
}
