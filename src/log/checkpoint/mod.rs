//! Checkpoints (C2SP tlog-checkpoint v1): a signed statement of a log's size and root.
//!
//! # Format
//!
//! The text of a [signed note](super::note):
//!
//! ```text
//! <origin>            the log's identity, not empty
//! <size>              number of leaves, decimal without leading zeroes
//! <root>              44 characters of base64: 32 bytes
//! <extension line>    any number, none empty; not recommended
//! ```
//!
//! Each line ends with a newline. Every checkpoint has one spelling. The root of size 0 is that of
//! the empty tree.
//!
//! # Example
//!
//! ```
//! use qledger::log::checkpoint::Checkpoint;
//! use qledger::log::tree::{Frontier, leaf_hash};
//!
//! let mut frontier = Frontier::new();
//! frontier.push(leaf_hash(b"first"));
//! let checkpoint = Checkpoint::new("example.org/ledger", frontier.head())?;
//! assert_eq!(
//!     checkpoint.to_string(),
//!     "example.org/ledger\n1\noa8DAjHKL9IOzzDFKUuvj2kyHQm7FqxTiFzNF6OFKA0=\n",
//! );
//! assert_eq!(Checkpoint::parse(&checkpoint.to_string())?, checkpoint);
//! # Ok::<(), qledger::log::checkpoint::CheckpointError>(())
//! ```

mod open;

#[cfg(test)]
mod tests;

pub use open::{OpenError, OpenedCheckpoint, Trust, UnknownSignatures, open, open_note};

use std::fmt;

use super::note::{Note, SignError, Signer};
use super::text;
use super::tree::{EMPTY_ROOT, Hash, TREE_SIZE_MAX, TreeHead};

/// A log's size and root under its name, not signed. Shown as the text of the note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

/// Why a text is not a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Fewer than three lines, or no newline at the end.
    #[error("a checkpoint has lines for origin, size and root, each ended by a newline")]
    Lines,
    /// The origin is empty or holds a control character.
    #[error("the origin of a checkpoint is one line of text, not empty")]
    Origin,
    /// The size is not a decimal in its one spelling, or exceeds [`TREE_SIZE_MAX`].
    #[error("{text:?} is not a tree size: a decimal up to {TREE_SIZE_MAX} without leading zeroes")]
    Size {
        /// The size line.
        text: String,
    },
    /// The root is not one hash in canonical base64.
    #[error("{text:?} is not a root hash in canonical base64")]
    Root {
        /// The root line.
        text: String,
    },
    /// Size 0 with another root than the empty tree's.
    #[error("a tree of size 0 has the root {EMPTY_ROOT}; the checkpoint has {root}")]
    EmptyRoot {
        /// Root as stated.
        root: Hash,
    },
    /// An extension line is empty or holds a control character.
    #[error("extension line {line} is empty or holds a control character")]
    Extension {
        /// Number of the line among the extension lines, from 1.
        line: usize,
    },
}

impl Checkpoint {
    /// The checkpoint of a log at a size. Errors: origin, size beyond [`TREE_SIZE_MAX`], root of
    /// the empty tree.
    pub fn new(origin: &str, head: TreeHead) -> Result<Self, CheckpointError> {
        Self::with_extensions(origin, head, Vec::new())
    }

    /// As [`Checkpoint::new`], with extension lines (without their newlines).
    pub fn with_extensions(
        origin: &str,
        head: TreeHead,
        extensions: Vec<String>,
    ) -> Result<Self, CheckpointError> {
        if !is_line(origin) {
            return Err(CheckpointError::Origin);
        }
        if head.size > TREE_SIZE_MAX {
            return Err(CheckpointError::Size {
                text: head.size.to_string(),
            });
        }
        if head.size == 0 && head.root != EMPTY_ROOT {
            return Err(CheckpointError::EmptyRoot { root: head.root });
        }
        if let Some(at) = extensions.iter().position(|extension| !is_line(extension)) {
            return Err(CheckpointError::Extension { line: at + 1 });
        }
        Ok(Self {
            origin: origin.to_owned(),
            head,
            extensions,
        })
    }

    /// Reads the text of a note, strictly: showing the checkpoint gives the same text again.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Lines)?
            .split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Lines);
        };
        let size = text::decimal(size).ok_or_else(|| CheckpointError::Size {
            text: text::excerpt(size),
        })?;
        let root = Hash::from_base64(root).map_err(|_| CheckpointError::Root {
            text: text::excerpt(root),
        })?;
        let extensions = lines.map(str::to_owned).collect();
        Self::with_extensions(origin, TreeHead { size, root }, extensions)
    }

    /// The log's identity.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Size and root.
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// Extension lines, without their newlines.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The checkpoint as a note with its first signature, the log's own.
    pub fn sign<S: Signer + ?Sized>(&self, signer: &S) -> Result<Note, SignError<S::Error>> {
        Note::sign(&self.to_string(), signer)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TreeHead { size, root } = self.head;
        write!(f, "{}\n{size}\n{}\n", self.origin, root.to_base64())?;
        self.extensions
            .iter()
            .try_for_each(|extension| writeln!(f, "{extension}"))
    }
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte >= 0x20)
}
