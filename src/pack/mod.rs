//! Packs: what one office carries to another where no line joins them, as one file.
//!
//! A pack holds, in this order, a stretch of the log as the keeper made it durable, acts that were
//! drafted or signed, and what the keeper answered to acts. It is text: lines of JSON, each in its
//! one spelling (RFC 8785) and ended by a line feed.
//!
//! ```text
//! {"acts":1,"answers":0,"base":"…","checkpoint":"…","from":57,"ledger":"5f0c…","leaves":3,"pack":1}
//! {"leaf":"AQAAAZ…"}                       leaves 57 and 58, in base64
//! {"leaf":"AQAAAZ…"}
//! {"checkpoint":"zd.example\n59\n…"}       the keeper's note over the first 59
//! {"leaf":"AQAAAZ…"}
//! {"checkpoint":"zd.example\n60\n…"}
//! {"act":{"payload":"…","payloadType":"…","signatures":[…]}}
//! {"end":"9b1c…"}                          SHA-256 of every byte in front of this line
//! ```
//!
//! The head says how much of each is to come, `checkpoint` how far the log of whoever wrote the pack
//! goes, and `base` is the keeper's note over the first `from` leaves (`null` where `from` is 0).
//! Leaves stand in groups of 1 to 256, each closed by the keeper's note, as they became durable. The
//! last line finds a file that was cut or spoilt; it proves nothing, for anybody can write it. What
//! is in a pack is proved by signatures: the keeper's on notes, the authors' on acts.
//!
//! The same content always gives the same bytes, and a reader takes no other spelling. Nothing
//! here is held in memory but a group, so that a pack may be as long as a log.
//!
//! ```
//! use qledger::pack::{Head, Item, Reader, Writer};
//!
//! let head = Head {
//!     acts: 0, answers: 0, base: None, checkpoint: "note\n".into(), from: 0,
//!     ledger: "00".repeat(32).parse()?, leaves: 1, pack: 1,
//! };
//! let mut writer = Writer::begin(Vec::new(), &head)?;
//! writer.group([&b"genesis"[..]], b"note\n")?;
//! let bytes = writer.finish()?;
//!
//! let mut reader = Reader::begin(&bytes[..])?;
//! assert_eq!(reader.head(), &head);
//! assert!(matches!(reader.next()?, Some(Item::Group(group)) if group.leaves == [b"genesis"]));
//! assert_eq!(reader.next()?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use error::PackError;
pub use read::Reader;
pub use write::Writer;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{EntryId, LedgerId};
use crate::domain::refusal::RecordedRefusal;
use crate::envelope::EntryHash;

/// The format this build reads and writes.
pub const PACK_VERSION: u16 = 1;

/// Most leaves of a group.
pub const GROUP_LEAVES_MAX: usize = 256;

/// Longest leaf, in bytes.
pub const LEAF_BYTES_MAX: usize = 65_535;

/// Longest signed note, in bytes.
pub const NOTE_BYTES_MAX: usize = 16 * 1_024;

/// Longest line, in bytes: an answer with its receipt is the longest there is.
pub const LINE_BYTES_MAX: usize = 4 * 1_024 * 1_024;

/// Most acts a pack may carry.
pub const ACTS_MAX: u64 = 10_000;

/// What stands in front: whose, from where, and how much of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Acts in it.
    pub acts: u64,
    /// Answers in it.
    pub answers: u64,
    /// The keeper's note over the first `from` leaves; `None` where `from` is 0.
    pub base: Option<String>,
    /// The keeper's last note that the writer of the pack has.
    pub checkpoint: String,
    /// Index of the first leaf in it; where there is none, of the leaf that would follow.
    pub from: u64,
    /// The ledger.
    pub ledger: LedgerId,
    /// Leaves in it.
    pub leaves: u64,
    /// The format, [`PACK_VERSION`].
    pub pack: u16,
}

/// Leaves that became durable together, and the note that closes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Index of the first.
    pub first: u64,
    /// 1 to [`GROUP_LEAVES_MAX`] leaves, as bytes.
    pub leaves: Vec<Vec<u8>>,
    /// The keeper's signed note over the log after them.
    pub note: Vec<u8>,
}

impl Group {
    /// Leaves in the log after it.
    pub fn size(&self) -> u64 {
        self.first + self.leaves.len() as u64
    }
}

/// What became of an act at the keeper's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// In the log, now or from before.
    Admitted,
    /// Refused; with an index where the refusal is on record.
    Refused,
    /// A signature does not hold, or its key is not enrolled.
    Invalid,
}

/// The keeper's answer to one act. It tells people what happened; what a copy believes is the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The act's identity.
    pub entry_hash: EntryHash,
    /// Its entry id.
    pub id: EntryId,
    /// The leaf it stands in, where it is on record.
    pub index: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Its receipt under the keeper's last note, where it is on record.
    pub receipt: Option<String>,
    /// Why it was refused.
    pub refusal: Option<RecordedRefusal>,
}

/// What comes out of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A stretch of the log.
    Group(Group),
    /// An act: an envelope in its stored spelling, its signatures not looked at.
    Act(Vec<u8>),
    /// An answer.
    Told(Box<Told>),
}
