//! The log read side: which segments there are, and finding groups and leaves in them.
//!
//! A leaf is found by the bases in the segments' heads, then by walking the groups of one segment.
//! Places passed on the way are remembered about once a mebibyte, so that the next walk is short.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::files::{Context, Files, OpenFile};
use super::segment::{
    Placed, SEGMENT_HEAD_BYTES, SegmentHead, SegmentReader, Step, corrupt, segment_name,
    segment_number,
};
use super::{LoggedGroup, StoreError};

/// Distance of remembered places in a segment.
const MARK_BYTES: u64 = 1 << 20;

/// Segments kept open for reading.
const OPEN_MAX: usize = 16;

/// A place where a group begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Number of the segment.
    pub segment: u32,
    /// Offset in it.
    pub offset: u64,
}

/// The segments of a log, for reading.
pub(super) struct LogFiles {
    files: Arc<dyn Files>,
    dir: PathBuf,
    /// Base of each segment, from number 1 on.
    bases: Vec<u64>,
    /// Where the group of this base begins.
    marks: Mutex<BTreeMap<u64, Place>>,
    open: Mutex<Vec<(u32, Arc<dyn OpenFile>)>>,
}

/// Numbers of the segments in a log's folder, from 1 without a gap.
///
/// Error: [`StoreError::Corrupt`] naming the one that is missing.
pub(super) fn list_segments(files: &dyn Files, dir: &Path) -> Result<u32, StoreError> {
    let names = files.list(dir).context("list", dir)?;
    let mut numbers: Vec<u32> = names
        .iter()
        .filter_map(|name| segment_number(name))
        .collect();
    numbers.sort_unstable();
    for (expected, number) in (1..).zip(&numbers) {
        if *number != expected {
            return Err(corrupt(
                &dir.join(segment_name(expected)),
                0,
                "the segment is missing",
            ));
        }
    }
    u32::try_from(numbers.len()).map_err(|_| corrupt(dir, 0, "too many segments"))
}

impl LogFiles {
    /// The log in the segments `1 ..= count`, whose heads must be whole.
    ///
    /// Error: [`StoreError::Corrupt`] naming the first that is not.
    pub fn open(files: Arc<dyn Files>, dir: PathBuf, count: u32) -> Result<Self, StoreError> {
        let mut bases: Vec<u64> = Vec::new();
        for number in 1..=count {
            let reader = SegmentReader::open(&*files, &dir, number)?;
            let base = match reader.head()? {
                SegmentHead::Whole(base) => base,
                SegmentHead::Damaged(what) => return Err(corrupt(reader.path(), 0, what)),
            };
            let in_order = bases.last().map_or(base == 0, |&before| before < base);
            if !in_order {
                let what = format!("the segment begins at leaf {base}, out of order");
                return Err(corrupt(reader.path(), 0, what));
            }
            bases.push(base);
        }
        let (marks, open) = (Mutex::default(), Mutex::default());
        Ok(Self {
            files,
            dir,
            bases,
            marks,
            open,
        })
    }

    /// The folder of the segments.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Number of the last segment.
    pub fn last(&self) -> u32 {
        // As many as numbers: `list_segments` counts them in 32 bits.
        u32::try_from(self.bases.len()).unwrap_or(u32::MAX)
    }

    /// Adds the segment after the last one, of this base.
    pub fn push(&mut self, base: u64, file: Arc<dyn OpenFile>) {
        self.bases.push(base);
        let number = self.last();
        keep_open(&mut lock(&self.open), number, file);
    }

    /// Remembers where the group of this base begins.
    pub fn mark(&self, base: u64, place: Place) {
        let mut marks = lock(&self.marks);
        let near = marks.range(..=base).next_back().is_some_and(|(_, before)| {
            before.segment == place.segment
                && place.offset - before.offset.min(place.offset) < MARK_BYTES
        });
        if !near {
            marks.insert(base, place);
        }
    }

    /// A reader of a segment.
    pub fn reader(&self, number: u32) -> Result<SegmentReader, StoreError> {
        let path = self.dir.join(segment_name(number));
        let mut open = lock(&self.open);
        if let Some((_, file)) = open.iter().find(|(of, _)| *of == number) {
            return SegmentReader::over(Arc::clone(file), path, number);
        }
        let reader = SegmentReader::open(&*self.files, &self.dir, number)?;
        keep_open(&mut open, number, reader.file());
        Ok(reader)
    }

    /// Begins a walk over the groups from the one that holds `leaf` on.
    pub fn walk(&self, leaf: u64) -> Result<Walk, StoreError> {
        let (base, place) = self.nearest(leaf);
        let reader = self.reader(place.segment)?;
        Ok(Walk {
            reader,
            offset: place.offset,
            base,
            from: leaf,
        })
    }

    /// The remembered place, or the segment's start, that is nearest before a leaf.
    fn nearest(&self, leaf: u64) -> (u64, Place) {
        let segment = self.bases.partition_point(|&base| base <= leaf).max(1);
        let base = self.bases.get(segment - 1).copied().unwrap_or(0);
        let number = u32::try_from(segment).unwrap_or(u32::MAX);
        let start = (
            base,
            Place {
                segment: number,
                offset: SEGMENT_HEAD_BYTES,
            },
        );
        let marks = lock(&self.marks);
        match marks.range(..=leaf).next_back() {
            Some((&base, &place)) if base > start.0 => (base, place),
            Some(_) | None => start,
        }
    }

    /// Whether the segment after this one begins with this leaf.
    fn begins_after(&self, number: u32, leaf: u64) -> bool {
        // Numbers count from 1, so a segment's number is the index of the one after it.
        let next = usize::try_from(number).ok();
        next.and_then(|next| self.bases.get(next)) == Some(&leaf)
    }

    /// A range of leaves of a log of `size` leaves; `check` sees each of their groups first.
    pub fn leaves(
        &self,
        range: Range<u64>,
        size: u64,
        mut check: impl FnMut(&Placed) -> Result<(), StoreError>,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut leaves = Vec::new();
        if range.is_empty() {
            return Ok(leaves);
        }
        let mut walk = self.walk(range.start)?;
        while let Some(placed) = walk.next(self, size)? {
            check(&placed)?;
            let group = placed.group;
            let indexed = (group.first()..).zip(group.leaves());
            let wanted = indexed.filter(|(index, _)| range.contains(index));
            leaves.extend(wanted.map(|(_, leaf)| leaf.to_vec()));
            if group.size() >= range.end {
                break;
            }
        }
        Ok(leaves)
    }

    /// The group that holds a leaf of a log of `size` leaves.
    pub fn group_of(&self, leaf: u64, size: u64) -> Result<Option<LoggedGroup>, StoreError> {
        Ok(self
            .walk(leaf)?
            .next(self, size)?
            .map(|placed| placed.group))
    }
}

fn keep_open(open: &mut Vec<(u32, Arc<dyn OpenFile>)>, number: u32, file: Arc<dyn OpenFile>) {
    if open.len() >= OPEN_MAX {
        open.remove(0);
    }
    open.push((number, file));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A walk over the groups, in order. See [`LogFiles::walk`].
pub(super) struct Walk {
    reader: SegmentReader,
    offset: u64,
    base: u64,
    from: u64,
}

impl Walk {
    /// The first leaf of the group that comes next.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// The next group of a log of `size` leaves, `None` at its end.
    ///
    /// Error: [`StoreError::Corrupt`] where the log ends or breaks off before its size.
    pub fn next(&mut self, log: &LogFiles, size: u64) -> Result<Option<Placed>, StoreError> {
        while self.base < size {
            let placed = match self.reader.group(self.offset, Some(self.base))? {
                Step::Group(placed) => placed,
                Step::Blank if log.begins_after(self.reader.number(), self.base) => {
                    self.reader = log.reader(self.reader.number() + 1)?;
                    self.offset = SEGMENT_HEAD_BYTES;
                    continue;
                }
                Step::Blank => {
                    let what = format!("no group stands here; leaf {} was expected", self.base);
                    return Err(corrupt(self.reader.path(), self.offset, what));
                }
                Step::Damaged(at, what) => return Err(corrupt(self.reader.path(), at, what)),
            };
            log.mark(
                self.base,
                Place {
                    segment: placed.segment,
                    offset: placed.start,
                },
            );
            self.offset = placed.end;
            self.base = placed.group.size();
            if self.base > size {
                let what = format!("a group ends at leaf {}, beyond {size}", self.base);
                return Err(corrupt(self.reader.path(), placed.start, what));
            }
            if self.base > self.from {
                return Ok(Some(placed));
            }
        }
        Ok(None)
    }
}

/// The folder of the segments inside a ledger's folder.
pub(super) fn log_dir(ledger: &Path) -> PathBuf {
    ledger.join("log")
}
