//! A signed checkpoint, verified by what the reader holds.

use super::{Checkpoint, CheckpointError};
use crate::log::note::{
    KeyId, KeyName, Note, NoteError, OpenedNote, Signature, Verifier, VerifyError,
};
use crate::log::tree::TreeHead;

/// What a reader holds when a signed checkpoint reaches it.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    /// The log's identity.
    pub origin: &'a str,
    /// The log's own key; its signature is required.
    pub log: &'a dyn Verifier,
    /// Keys of witnesses. A cosignature of one that is there must hold; none is required here.
    pub witnesses: &'a [&'a dyn Verifier],
    /// What to do with signatures of other keys.
    pub unknown: UnknownSignatures,
}

/// What to do with signature lines of keys that the reader does not know: anyone can add one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownSignatures {
    /// Refuse the checkpoint: nothing in it goes unchecked.
    Refuse,
    /// Ignore them, as signed-note lets readers do: witnesses and key rotation stay possible.
    Ignore,
}

/// Why a signed checkpoint is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The bytes are not a note.
    #[error("the checkpoint is not a signed note: {0}")]
    Note(#[from] NoteError),
    /// A signature does not hold, or none is of a known key.
    #[error("the checkpoint does not verify: {0}")]
    Verify(#[from] VerifyError),
    /// Witnesses signed, the log did not.
    #[error("the log's own signature, {name} ({key_id}), is missing")]
    NotSignedByLog {
        /// Name of the log's key.
        name: KeyName,
        /// Id of the log's key.
        key_id: KeyId,
    },
    /// A signature of a key the reader does not know, where that is refused.
    #[error("the signature of {name} ({key_id}) is of no known key")]
    UnknownSignature {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        key_id: KeyId,
    },
    /// The signed text is not a checkpoint.
    #[error("the signed text is not a checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is of another log.
    #[error("the checkpoint is of log {found:?}, not {expected:?}")]
    OtherLog {
        /// Origin that the reader holds.
        expected: String,
        /// Origin in the checkpoint.
        found: String,
    },
}

/// A checkpoint whose log signature was verified. Only [`open`] and [`open_note`] make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedCheckpoint {
    checkpoint: Checkpoint,
    note: OpenedNote,
}

impl OpenedCheckpoint {
    /// The checkpoint.
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Size and root.
    pub const fn head(&self) -> TreeHead {
        self.checkpoint.head()
    }

    /// The signatures that hold: the log's and those of known witnesses.
    pub fn verified(&self) -> &[Signature] {
        self.note.verified()
    }

    /// The signatures of unknown keys; none if those were to be refused.
    pub fn unverified(&self) -> &[Signature] {
        self.note.unverified()
    }
}

/// Reads and verifies a signed checkpoint of the log that the reader trusts.
pub fn open(bytes: &[u8], trust: &Trust<'_>) -> Result<OpenedCheckpoint, OpenError> {
    open_note(&Note::parse(bytes)?, trust)
}

/// As [`open`], of a note that is parsed already.
pub fn open_note(note: &Note, trust: &Trust<'_>) -> Result<OpenedCheckpoint, OpenError> {
    let known: Vec<&dyn Verifier> = std::iter::once(trust.log)
        .chain(trust.witnesses.iter().copied())
        .collect();
    let note = note.verify(&known)?;
    let (name, key_id) = (trust.log.name(), trust.log.key_id());
    if !note.is_signed_by(name, key_id) {
        return Err(OpenError::NotSignedByLog {
            name: name.clone(),
            key_id,
        });
    }
    if let (UnknownSignatures::Refuse, [unknown, ..]) = (trust.unknown, note.unverified()) {
        let (name, key_id) = (unknown.name().clone(), unknown.key_id());
        return Err(OpenError::UnknownSignature { name, key_id });
    }
    let checkpoint = Checkpoint::parse(note.text())?;
    if checkpoint.origin() != trust.origin {
        return Err(OpenError::OtherLog {
            expected: trust.origin.to_owned(),
            found: checkpoint.origin().to_owned(),
        });
    }
    Ok(OpenedCheckpoint { checkpoint, note })
}
