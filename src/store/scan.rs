//! Scanning the log's tail: which groups are whole, and what stands after the last of them.
//!
//! Part of [`super::recover`]; nothing is changed here.

use std::path::PathBuf;

use super::frame::{FRAME_HEAD_BYTES, Found, Kind, read_frame, split_checkpoint};
use super::head::Slot;
use super::log_files::{LogFiles, Place};
use super::recover::Verify;
use super::segment::{
    Placed, SEGMENT_HEAD_BYTES, SegmentHead, SegmentReader, Step, corrupt, segment_name,
};
use super::tiles::grown;
use super::{LEAF_BYTES_MAX, StoreError};
use crate::log::tiles::TileNode;
use crate::log::tree::{Frontier, TreeHead};

/// Bytes of a group that did not become durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Torn {
    /// The segment it stands in.
    pub segment: u32,
    /// Where it begins.
    pub from: u64,
    /// After its last byte that is not zero.
    pub to: u64,
}

/// A scan of the log's tail.
pub(super) struct Scan<'a> {
    /// The segments that hold whole groups.
    pub log: LogFiles,
    /// How many segment files there are.
    segments: u32,
    /// Checks signatures.
    pub verify: Verify<'a>,
    /// The tree after the last whole group.
    pub frontier: Frontier,
    /// Nodes of the groups passed.
    pub nodes: Vec<TileNode>,
    /// Size and root at every checkpoint passed.
    pub scanned: Vec<TreeHead>,
    /// The last whole group.
    pub last: Option<Placed>,
    /// What stands after the last whole group, if not zeros.
    broken: Option<(u32, u64, String)>,
    /// A torn group after it.
    pub torn: Option<Torn>,
    /// Segments after its own that hold nothing to keep.
    pub blank: Vec<u32>,
}

/// File, offset and what is wrong there.
pub(super) type Fault = (PathBuf, u64, String);

impl<'a> Scan<'a> {
    /// A scan that goes on from the given tree.
    pub fn new(log: LogFiles, segments: u32, frontier: Frontier, verify: Verify<'a>) -> Self {
        Self {
            log,
            segments,
            verify,
            frontier,
            nodes: Vec::new(),
            scanned: Vec::new(),
            last: None,
            broken: None,
            torn: None,
            blank: Vec::new(),
        }
    }

    fn path(&self, segment: u32) -> PathBuf {
        self.log.dir().join(segment_name(segment))
    }

    /// Takes in a group if its root and signature hold.
    pub fn accept(&mut self, placed: Placed) -> Result<(), Fault> {
        let (frontier, nodes) = grown(&self.frontier, placed.group.leaves());
        check_note(&placed, &frontier, self.verify)
            .map_err(|what| (self.path(placed.segment), placed.start, what))?;
        self.log.mark(
            placed.group.first(),
            Place {
                segment: placed.segment,
                offset: placed.start,
            },
        );
        self.nodes.extend(nodes);
        self.scanned.push(frontier.head());
        self.frontier = frontier;
        self.last = Some(placed);
        Ok(())
    }

    /// Takes in all whole groups, up to the first place where none stands.
    pub fn run(&mut self) -> Result<(), StoreError> {
        while let Some((segment, at)) = self.last.as_ref().map(|last| (last.segment, last.end)) {
            let mut reader = self.log.reader(segment)?;
            let size = self.frontier.size();
            let (at, what) = match reader.group(at, Some(size))? {
                Step::Group(placed) => match self.accept(placed) {
                    Ok(()) => continue,
                    Err((_, at, what)) => (at, what),
                },
                Step::Blank if !has_bytes(&reader, at)? => {
                    if self.enter_next(segment, size)? {
                        continue;
                    }
                    return Ok(());
                }
                Step::Blank => (at, "bytes stand after the last whole group".to_owned()),
                Step::Damaged(damaged_at, what) => (at, format!("{what} (at byte {damaged_at})")),
            };
            self.broken = Some((segment, at, what));
            return Ok(());
        }
        Ok(())
    }

    /// Goes on to the segment after `segment`, if a group stands at its start.
    fn enter_next(&mut self, segment: u32, size: u64) -> Result<bool, StoreError> {
        let number = segment + 1;
        if number > self.segments {
            return Ok(false);
        }
        let mut reader = self.log.reader(number)?;
        match reader.head()? {
            SegmentHead::Whole(base) if base == size => {}
            SegmentHead::Whole(base) => {
                let what =
                    format!("the segment begins at leaf {base}; the log before it ends at {size}");
                return Err(corrupt(reader.path(), 0, what));
            }
            SegmentHead::Damaged(what) => {
                if has_bytes(&reader, 0)? {
                    self.broken = Some((number, 0, what));
                }
                return Ok(false);
            }
        }
        let what = match reader.group(SEGMENT_HEAD_BYTES, Some(size))? {
            Step::Group(placed) => match self.accept(placed) {
                Ok(()) => {
                    let file = reader.file();
                    self.log.push(size, file);
                    return Ok(true);
                }
                Err((_, _, what)) => what,
            },
            Step::Blank if !has_bytes(&reader, SEGMENT_HEAD_BYTES)? => return Ok(false),
            Step::Blank => "bytes stand where no group begins".to_owned(),
            Step::Damaged(at, what) => format!("{what} (at byte {at})"),
        };
        self.broken = Some((number, SEGMENT_HEAD_BYTES, what));
        Ok(false)
    }

    /// Decides what the bytes after the last whole group are.
    pub fn judge_rest(&mut self, guard: Option<Slot>) -> Result<(), StoreError> {
        let size = self.frontier.size();
        let (last, end) = self
            .last
            .as_ref()
            .map_or((0, 0), |placed| (placed.segment, placed.end));
        if let Some((segment, at, what)) = self.broken.take() {
            let reader = self.log.reader(segment)?;
            // A segment's head was durable before a group was written behind it: if it is not whole,
            // no write was torn, and what stands there may have been acknowledged.
            let base_min = if at < SEGMENT_HEAD_BYTES {
                size
            } else {
                size + 1
            };
            let mut later = self.later_frame(&reader, at, base_min)?;
            for number in segment + 1..=self.segments {
                later = later.or(self.later_frame(&self.log.reader(number)?, 0, size)?);
            }
            let named = guard.is_some_and(|guard| guard.tree.size > size);
            if let Some(later) = later {
                let what = format!("{what}; a later group follows ({later})");
                return Err(corrupt(reader.path(), at, what));
            }
            if named {
                let what = format!("{what}; the group was acknowledged");
                return Err(corrupt(reader.path(), at, what));
            }
            self.torn = Some(Torn {
                segment,
                from: at,
                to: end_of_bytes(&reader, at)?,
            });
        }
        for number in last + 1..=self.segments {
            if self.torn.is_none()
                && let Some(later) = self.later_frame(&self.log.reader(number)?, 0, size)?
            {
                let what = format!("leaf {size} is missing; a later group follows ({later})");
                return Err(corrupt(&self.path(last), end, what));
            }
            self.blank.push(number);
        }
        Ok(())
    }

    /// Searches for a whole frame of a group of at least this base, at any byte from `from` on.
    fn later_frame(
        &self,
        reader: &SegmentReader,
        from: u64,
        base_min: u64,
    ) -> Result<Option<String>, StoreError> {
        let name = reader
            .path()
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        reader.sweep(from, FRAME_HEAD_BYTES + LEAF_BYTES_MAX, |at, bytes| {
            (0..bytes.len().saturating_sub(FRAME_HEAD_BYTES)).find_map(|i| {
                // Lengths fit 17 bits; this skips nearly all bytes without a CRC.
                if bytes[i] != 0 || bytes[i + 1] > 1 || !b"LC".contains(&bytes[i + 18]) {
                    return None;
                }
                let Found::Whole(frame) = read_frame(&bytes[i..]) else {
                    return None;
                };
                let end = frame.base + u64::from(frame.ordinal);
                let holds = frame.base >= base_min
                    && match frame.kind {
                        Kind::Leaf => true,
                        Kind::Checkpoint => split_checkpoint(frame.content)
                            .and_then(|(_, note)| (self.verify)(note).ok())
                            .is_some_and(|stated| stated.size == end),
                    };
                holds.then(|| format!("leaf {end} in {name} at byte {}", at + i as u64))
            })
        })
    }
}

/// Whether a byte from `from` on is not zero.
fn has_bytes(reader: &SegmentReader, from: u64) -> Result<bool, StoreError> {
    let found = reader.sweep(from, 0, |_, bytes| {
        bytes.iter().any(|&b| b != 0).then_some(())
    })?;
    Ok(found.is_some())
}

/// The offset after the last byte that is not zero.
fn end_of_bytes(reader: &SegmentReader, from: u64) -> Result<u64, StoreError> {
    let mut end = from;
    reader.sweep(from, 0, |at, bytes| {
        if let Some(last) = bytes.iter().rposition(|&b| b != 0) {
            end = at + last as u64 + 1;
        }
        None::<()>
    })?;
    Ok(end)
}

/// Whether a group's checkpoint is signed and states what its leaves give.
pub(super) fn check_note(
    placed: &Placed,
    frontier: &Frontier,
    verify: Verify<'_>,
) -> Result<(), String> {
    let stated = verify(placed.group.note()).map_err(|e| format!("the checkpoint: {e}"))?;
    let computed = frontier.head();
    if stated != computed {
        return Err(format!(
            "the checkpoint states {} leaves and root {}; the leaves give {} and {}",
            stated.size, stated.root, computed.size, computed.root
        ));
    }
    Ok(())
}
