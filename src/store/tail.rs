//! The segment that is written to.
//!
//! A sync is cheapest when it has data to write and nothing else: no new blocks, no new length. So
//! the length of a segment is set when it is made, and small groups are written together with zeros
//! for the groups that will follow, so that only one sync in some hundreds has to allocate. Large
//! groups do not pay that double write; for them the allocation is lost in the data.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::StoreError;
use super::files::{Context, OpenFile, write_all_at};

/// Groups shorter than this are worth preparing the ground for.
const SMALL_GROUP_BYTES: usize = 64 << 10;

/// How much ground is prepared at first, and at most. It doubles each time, for a process that
/// appends once should not write much more than it was given.
const AHEAD_BYTES_MIN: u64 = 64 << 10;
const AHEAD_BYTES_MAX: u64 = 1 << 20;

/// The last segment, open for writing.
pub(super) struct Tail {
    file: Arc<dyn OpenFile>,
    path: PathBuf,
    number: u32,
    /// Where the next group goes.
    offset: u64,
    len: u64,
    /// Up to here blocks are known to be there.
    prepared: u64,
    ahead: u64,
}

impl Tail {
    /// The segment in `file`, whose groups end at `offset`.
    pub fn new(
        file: Arc<dyn OpenFile>,
        path: PathBuf,
        number: u32,
        offset: u64,
    ) -> Result<Self, StoreError> {
        let len = file.len().context("read", &path)?;
        Ok(Self {
            file,
            path,
            number,
            offset,
            len,
            prepared: offset,
            ahead: AHEAD_BYTES_MIN,
        })
    }

    /// The segment's number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether a group of this length still fits.
    pub fn fits(&self, bytes: u64) -> bool {
        self.offset + bytes <= self.len
    }

    /// Writes a group's frames with one write and makes them durable with one sync. Returns where
    /// they stand. `frames` may be longer afterwards.
    pub fn write(&mut self, frames: &mut Vec<u8>) -> Result<Range<u64>, StoreError> {
        let start = self.offset;
        let end = start + frames.len() as u64;
        let mut prepared = self.prepared.max(end);
        if end > self.prepared && frames.len() < SMALL_GROUP_BYTES {
            prepared = self.len.min(end + self.ahead).max(end);
            self.ahead = AHEAD_BYTES_MAX.min(self.ahead * 2);
            frames.resize(usize::try_from(prepared - start).unwrap_or(frames.len()), 0);
        }
        write_all_at(&*self.file, frames, start).context("write", &self.path)?;
        self.file.sync_data().context("sync", &self.path)?;
        (self.offset, self.prepared) = (end, prepared);
        Ok(start..end)
    }

    /// Cuts off what no group was written to; not synced, for zeros do no harm.
    pub fn cut(&self) -> Result<(), StoreError> {
        self.file.set_len(self.offset).context("cut", &self.path)
    }
}
