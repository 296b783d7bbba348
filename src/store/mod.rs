//! Where a ledger is kept: the log, its checkpoints and the state rows derived from it.
//!
//! A store knows nothing of what it keeps: leaves, checkpoint notes and rows are bytes. It keeps
//! three promises. What [`Store::append`] has returned is durable; nothing is shown before it is
//! durable; and what comes back is what went in, or an error that names the damage.
//!
//! # The life of a store
//!
//! ```text
//! open ──► unapplied / apply_index, until None ──► row, rows, append, settle … ──► close
//! ```
//!
//! The log is the truth. The rows are a function of it that only the caller knows, so that after an
//! opening the caller replays the groups whose rows the store does not have
//! ([`Store::unapplied`], [`Store::apply_index`]); mostly there are none. If the store says
//! [`StoreError::IndexDamaged`], at any call, the caller calls [`Store::rebuild_index`] and replays
//! again. Every checkpoint carries a [digest of all rows](StateDigest), with which the store compares
//! what it reads and what the replay gives.
//!
//! ```
//! use qledger::log::checkpoint::Checkpoint;
//! use qledger::store::{Group, MemoryStore, RowKey, Store};
//!
//! // A real seal signs; the store does not look into the note.
//! let mut seal = |head: &_| Ok(Checkpoint::new("example.org/l", *head).unwrap().to_string().into());
//! let balance = RowKey::new(b"account/1", b"NOx");
//!
//! let mut store = MemoryStore::new();
//! let group = Group {
//!     leaves: vec![b"genesis".to_vec()],
//!     rows: vec![(balance.clone(), Some(b"12.5".to_vec()))],
//!     seal: &mut seal,
//! };
//! let appended = store.append(0, group)?;
//! assert_eq!((appended.first, appended.head.tree.size), (0, 1));
//! assert_eq!(store.row(&balance)?.as_deref(), Some(&b"12.5"[..]));
//! assert_eq!(store.leaves(0..1)?, [b"genesis"]);
//! # Ok::<(), qledger::store::StoreError>(())
//! ```
//!
//! # Parts
//!
//! ```text
//! MemoryStore      keeps everything in memory
//! EmbeddedStore    one folder: segments + HEAD (+ a guard elsewhere), hash tiles, index
//!   files          the seam to the file system; mem_files, the same with crashes and faults
//!   frame, segment, tail, log_files     the log as bytes on disk
//!   head           HEAD and guard
//!   recover, scan, mend            what an opening finds and what it does about it
//!   tiles          stored tree nodes
//!   rows, pending  state rows and their digest
//!   index          the seam to the disposable index; sled_index, packed_index, pack: on disk
//! LogReader        reads the log alone, beside a writer
//! ```

mod digest;
mod error;
mod memory;
mod row;

#[cfg(feature = "store")]
mod create;
#[cfg(feature = "store")]
mod embedded;
#[cfg(feature = "store")]
mod files;
#[cfg(feature = "store")]
mod frame;
#[cfg(feature = "store")]
mod head;
#[cfg(feature = "store")]
mod index;
#[cfg(feature = "store")]
mod lock;
#[cfg(feature = "store")]
mod log_files;
#[cfg(feature = "store")]
mod mem_files;
#[cfg(feature = "store")]
mod mend;
#[cfg(feature = "store")]
mod pack;
#[cfg(feature = "store")]
mod packed_index;
#[cfg(feature = "store")]
mod pending;
#[cfg(feature = "store")]
mod reader;
#[cfg(feature = "store")]
mod recover;
#[cfg(feature = "store")]
mod rows;
#[cfg(feature = "store")]
mod scan;
#[cfg(feature = "store")]
mod segment;
#[cfg(feature = "store")]
mod site;
#[cfg(feature = "store")]
mod sled_index;
#[cfg(feature = "store")]
mod tail;
#[cfg(feature = "store")]
mod tiles;

use std::ops::Range;

pub use digest::{BUCKET_BYTES, Bucket, StateDigest, Undo};
#[cfg(feature = "store")]
pub use embedded::{Checks, EmbeddedStore};
pub use error::{Notice, SealFailure, SlotsFault, StoreError};
#[cfg(feature = "store")]
pub use files::{Files, OpenFile, OsFiles};
#[cfg(feature = "store")]
pub use index::{Index, IndexBatch, IndexFault, IndexHome, MemIndexContent, MemIndexHome};
#[cfg(feature = "store")]
pub use mem_files::{Call, Fault, Keep, MemFiles};
pub use memory::MemoryStore;
#[cfg(feature = "store")]
pub use reader::LogReader;
pub use row::{
    BUCKET_BITS, BUCKETS, ROW_KEY_BYTES_MAX, ROW_VALUE_BYTES_MAX, RowChange, RowKey, bucket_of,
    row_hash,
};
#[cfg(feature = "store")]
pub use site::{Settings, Site};
#[cfg(feature = "store")]
pub use sled_index::SledHome;

use crate::log::tree::{Hash, TreeHead};

/// Most leaves a group may have.
pub const GROUP_LEAVES_MAX: usize = 256;

/// Longest leaf: bundles of tlog-tiles count in 16 bits.
pub const LEAF_BYTES_MAX: usize = 65_535;

/// Longest signed checkpoint note.
pub const NOTE_BYTES_MAX: usize = 16 * 1_024;

/// Most leaves [`Store::leaves`] returns at once.
pub const LEAVES_READ_MAX: u64 = 4_096;

/// What a store holds, as of its last durable checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Size and root of the log.
    pub tree: TreeHead,
    /// The digest of the state rows after the last leaf.
    pub state_digest: Hash,
}

/// A row found by a scan over an entity: sub-key and value.
pub type RowEntry = (Vec<u8>, Vec<u8>);

/// Signs the checkpoint over a tree head and returns the whole note.
pub type Seal<'a> = &'a mut dyn FnMut(&TreeHead) -> Result<Vec<u8>, SealFailure>;

/// What one commit makes durable, all or none.
pub struct Group<'a> {
    /// 1 to [`GROUP_LEAVES_MAX`] leaves of 1 to [`LEAF_BYTES_MAX`] bytes, in order.
    pub leaves: Vec<Vec<u8>>,
    /// The rows as they stand after the last of the leaves; of two changes to one row the later
    /// counts.
    pub rows: Vec<RowChange>,
    /// Signs the checkpoint that closes the group; called once, before anything is written.
    pub seal: Seal<'a>,
}

/// A group that became durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Index of its first leaf.
    pub first: u64,
    /// The store after it.
    pub head: Head,
}

/// A group read back from the log. Only stores make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedGroup {
    first: u64,
    bytes: Vec<u8>,
    leaves: Vec<Range<usize>>,
    note: Range<usize>,
    state_digest: Hash,
}

impl LoggedGroup {
    /// Index of its first leaf.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Leaves in the log after it.
    pub fn size(&self) -> u64 {
        self.first + self.leaves.len() as u64
    }

    /// Its leaves, in order.
    pub fn leaves(&self) -> impl ExactSizeIterator<Item = &[u8]> + DoubleEndedIterator {
        self.leaves.iter().map(|range| &self.bytes[range.clone()])
    }

    /// Its frames, as they stand in the segment.
    #[cfg(feature = "store")]
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The signed checkpoint that closes it.
    pub fn note(&self) -> &[u8] {
        &self.bytes[self.note.clone()]
    }

    /// The digest of the state rows after it, as the writer recorded it; not signed.
    pub fn state_digest(&self) -> Hash {
        self.state_digest
    }
}

/// A place for one ledger. Calls block; there is one writer.
///
/// Every call may fail with [`StoreError::Io`], and after that only with
/// [`StoreError::Poisoned`]; calls that read or write rows may fail with
/// [`StoreError::IndexDamaged`].
pub trait Store: Send {
    /// What the store holds.
    fn head(&self) -> Head;

    /// Leaves whose rows the store has; less than the log's size while a replay is due.
    fn applied(&self) -> u64;

    /// A range of leaves, at most [`LEAVES_READ_MAX`].
    ///
    /// Each is compared with the tree under the signed root. Errors: outside the log; too many;
    /// [`StoreError::Corrupt`] where the log is damaged.
    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The last durable checkpoint note; `None` if the log is empty.
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// A stored node of the tree: the root of the complete subtree over the leaves
    /// `index << level .. (index + 1) << level`. Closures over it are a
    /// [`NodeReader`](crate::log::tree::NodeReader).
    fn node(&self, level: u8, index: u64) -> Result<Hash, StoreError>;

    /// The value of a row as of [`Self::applied`], `None` if there is none.
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, StoreError>;

    /// The rows of an entity whose sub-key begins with `prefix`: sub-keys and values, by sub-key.
    fn rows(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<RowEntry>, StoreError>;

    /// Makes a group durable.
    ///
    /// Errors, with nothing written: [`StoreError::Conflict`] if the log does not hold
    /// `size_expected` leaves, sizes beyond the limits, [`StoreError::NotReplayed`],
    /// [`StoreError::Seal`]. After [`StoreError::Io`] it is open whether the group is there.
    fn append(&mut self, size_expected: u64, group: Group<'_>) -> Result<Appended, StoreError>;

    /// The next group whose rows the store does not have.
    fn unapplied(&self) -> Result<Option<LoggedGroup>, StoreError>;

    /// Takes the rows that the caller computed for [`Self::unapplied`].
    ///
    /// Errors: [`StoreError::DigestMismatch`] if they are not those that were recorded, then the
    /// store stays as it was; [`StoreError::Conflict`] for another group than the next.
    fn apply_index(&mut self, group: &LoggedGroup, rows: Vec<RowChange>) -> Result<(), StoreError>;

    /// Sets the index aside and begins an empty one; [`Self::applied`] is 0 then.
    fn rebuild_index(&mut self) -> Result<(), StoreError>;

    /// Writes rows that are only in memory to the index. Nothing depends on it, so the caller does
    /// it when nobody waits.
    fn settle(&mut self) -> Result<(), StoreError>;

    /// Ends the use: what can be made durable is. Calls after it fail.
    fn close(&mut self) -> Result<(), StoreError>;

    /// What the store found and put right since the last call, for the user to see.
    fn take_notices(&mut self) -> Vec<Notice>;
}

/// Refuses a group whose shape no store takes.
fn check_group(group: &Group<'_>) -> Result<(), StoreError> {
    let leaves = group.leaves.len();
    if leaves == 0 || leaves > GROUP_LEAVES_MAX {
        return Err(StoreError::GroupSize {
            leaves,
            max: GROUP_LEAVES_MAX,
        });
    }
    for (index, leaf) in group.leaves.iter().enumerate() {
        let bytes = leaf.len();
        if bytes == 0 || bytes > LEAF_BYTES_MAX {
            return Err(StoreError::LeafSize {
                index,
                bytes,
                max: LEAF_BYTES_MAX,
            });
        }
    }
    group.rows.iter().try_for_each(row::check_change)
}

/// Refuses a checkpoint note no store takes.
fn check_note(note: &[u8]) -> Result<(), StoreError> {
    let bytes = note.len();
    if bytes == 0 || bytes > NOTE_BYTES_MAX {
        return Err(StoreError::NoteSize {
            bytes,
            max: NOTE_BYTES_MAX,
        });
    }
    Ok(())
}

/// Refuses a range of leaves that cannot be returned.
fn check_range(range: &Range<u64>, size: u64) -> Result<(), StoreError> {
    let Range {
        start: from,
        end: to,
    } = *range;
    if from > to || to > size {
        return Err(StoreError::OutOfRange {
            what: "leaves",
            from,
            to,
            size,
        });
    }
    if to - from > LEAVES_READ_MAX {
        return Err(StoreError::ReadTooLarge {
            asked: to - from,
            max: LEAVES_READ_MAX,
        });
    }
    Ok(())
}
