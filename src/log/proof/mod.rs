//! Proofs that stand alone: a leaf is in the log of a signed checkpoint (C2SP tlog-proof v1).
//!
//! # Format
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! index <place of the leaf, from 0, decimal without leading zeroes>
//! <hash in base64>        one line a hash, from the leaf's sibling up
//! …
//!
//! <the checkpoint, a signed note, verbatim>
//! ```
//!
//! A proof has one spelling. Index and size fix the number of hashes. The specification allows a
//! line `extra …` of data that nobody signs: it is refused here, so that no byte is free.
//!
//! A reader needs the leaf's hash, the log's origin and its key, nothing else
//! ([`InclusionProof::verify`]).

#[cfg(test)]
mod tests;

use std::fmt;

use super::checkpoint::{self, Checkpoint, CheckpointError, OpenError, OpenedCheckpoint, Trust};
use super::note::{NOTE_BYTES_MAX, Note, NoteError};
use super::text;
use super::tree::{Hash, PROOF_HASHES_MAX, VerifyError, inclusion_proof_len, verify_inclusion};

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Longest proof, in bytes, that is read: header, index, hashes, and a checkpoint.
pub const PROOF_BYTES_MAX: usize = NOTE_BYTES_MAX + 4096;

/// An inclusion proof with its checkpoint, well formed but **not verified**. Shown in its
/// serialised form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    index: u64,
    hashes: Vec<Hash>,
    checkpoint: Note,
}

/// Why a text is not a proof, or a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Longer than [`PROOF_BYTES_MAX`].
    #[error("a proof has at most {PROOF_BYTES_MAX} bytes; this one has {bytes}")]
    TooLong {
        /// Number of bytes.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("a proof is UTF-8; it is not from byte {offset} on")]
    NotUtf8 {
        /// Number of bytes that are valid.
        offset: usize,
    },
    /// Another first line: not a proof, or another version of the format.
    #[error("a proof begins with the line {HEADER}")]
    Header,
    /// The second line is not an index.
    #[error("the second line of a proof reads index <decimal without leading zeroes>")]
    Index,
    /// No empty line before the checkpoint.
    #[error("an empty line separates the hashes of a proof from its checkpoint; there is none")]
    NoSeparator,
    /// A line that is not a hash.
    #[error("hash {line} of the proof is not 44 characters of canonical base64")]
    Hash {
        /// Number of the line among the hashes, from 1.
        line: usize,
    },
    /// More hashes than any proof has.
    #[error("a proof has at most {PROOF_HASHES_MAX} hashes")]
    TooManyHashes,
    /// The checkpoint is not a note.
    #[error("the checkpoint of the proof is not a signed note: {0}")]
    Note(#[from] NoteError),
    /// The note's text is not a checkpoint.
    #[error("the note of the proof is not a checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is of another log, or a signature does not hold.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Leaf, index, hashes and checkpoint do not fit each other.
    #[error("the leaf is not in the log at this place: {0}")]
    Inclusion(#[from] VerifyError),
}

impl InclusionProof {
    /// Joins the proof of leaf `index` with the signed checkpoint it leads to.
    ///
    /// Errors: the note is not a checkpoint, the index is outside its tree, the number of hashes
    /// does not fit.
    pub fn new(index: u64, hashes: Vec<Hash>, checkpoint: Note) -> Result<Self, ProofError> {
        let size = Checkpoint::parse(checkpoint.text())?.head().size;
        let (expected, found) = (inclusion_proof_len(index, size)?, hashes.len());
        if found != expected {
            return Err(VerifyError::ProofLength { expected, found }.into());
        }
        Ok(Self {
            index,
            hashes,
            checkpoint,
        })
    }

    /// Reads a proof, strictly: showing it gives the same bytes again. Nothing is verified.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > PROOF_BYTES_MAX {
            return Err(ProofError::TooLong { bytes: bytes.len() });
        }
        let proof = str::from_utf8(bytes).map_err(|error| ProofError::NotUtf8 {
            offset: error.valid_up_to(),
        })?;
        let rest = proof
            .strip_prefix(HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(ProofError::Header)?;
        let (index, mut rest) = rest
            .strip_prefix("index ")
            .and_then(|rest| rest.split_once('\n'))
            .ok_or(ProofError::Index)?;
        let index = text::decimal(index).ok_or(ProofError::Index)?;
        let mut hashes = Vec::new();
        loop {
            let (line, after) = rest.split_once('\n').ok_or(ProofError::NoSeparator)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(ProofError::TooManyHashes);
            }
            let hash = Hash::from_base64(line);
            hashes.push(hash.map_err(|_| ProofError::Hash {
                line: hashes.len() + 1,
            })?);
        }
        Self::new(index, hashes, Note::parse(rest.as_bytes())?)
    }

    /// Place of the leaf in the log, from 0.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The hashes, from the leaf's sibling up.
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// The signed checkpoint; not verified.
    pub const fn checkpoint(&self) -> &Note {
        &self.checkpoint
    }

    /// Checks that `leaf`, a leaf hash, stands at [`InclusionProof::index`] in the log that the
    /// reader trusts: signatures of the checkpoint, its origin, then the path to its root.
    ///
    /// Gives the verified checkpoint. That the log holds the leaf does not say that the rules
    /// allow it.
    pub fn verify(&self, leaf: Hash, trust: &Trust<'_>) -> Result<OpenedCheckpoint, ProofError> {
        let opened = checkpoint::open_note(&self.checkpoint, trust)?;
        verify_inclusion(leaf, self.index, &self.hashes, opened.head())?;
        Ok(opened)
    }
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}\nindex {}", self.index)?;
        self.hashes
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
