//! Making a surveyed log ready to be written to.
//!
//! Part of [`super::recover`]. Any of this may be cut short by a crash: the next opening finds the same
//! state or the mended one.

use std::path::Path;
use std::sync::Arc;

use super::files::{Context, Files, OpenFile, parent, write_all_at, write_zeros};
use super::head::{Slot, SlotFile, Slots};
use super::log_files::LogFiles;
use super::recover::{Paths, Survey, head_path};
use super::scan::Torn;
use super::segment::{Placed, segment_name};
use super::tiles::Tiles;
use super::{Notice, StoreError};
use crate::log::tree::TreeHead;

/// A log that can be written to.
pub(super) struct Recovered {
    /// The segments.
    pub log: LogFiles,
    /// The last group.
    pub last: Placed,
    /// Size and root.
    pub tree: TreeHead,
    /// Stored nodes.
    pub tiles: Tiles,
    /// HEAD.
    pub head: SlotFile,
    /// The guard.
    pub guard: SlotFile,
    /// The segment the next group goes to.
    pub tail: Arc<dyn OpenFile>,
    /// What was put right.
    pub notices: Vec<Notice>,
}

impl Survey {
    /// Makes the log ready to be written to.
    pub fn mend(self, paths: &Paths<'_>, now_ms: u64) -> Result<Recovered, StoreError> {
        let Self {
            log,
            last,
            tree,
            mut tiles,
            nodes,
            frontier,
            torn,
            blank,
            head,
            guard,
            ..
        } = self;
        let mut notices = self.notices;
        let files = &**paths.files;
        let path = log.dir().join(segment_name(last.segment));
        let tail: Arc<dyn OpenFile> = files.open(&path, true).context("open", &path)?.into();
        for (from, to) in zero_again(files, &log, &last)? {
            write_zeros(&*tail, from, to).context("write", &path)?;
        }
        if let Some(torn) = torn {
            notices.push(keep_copy(files, &log, torn, now_ms)?);
            if torn.segment == last.segment {
                write_zeros(&*tail, torn.from, torn.to).context("write", &path)?;
            }
        }
        write_all_at(&*tail, last.group.bytes(), last.start).context("write", &path)?;
        tail.sync_data().context("sync", &path)?;
        for number in blank.iter().rev() {
            let path = log.dir().join(segment_name(*number));
            files.remove(&path).context("remove", &path)?;
        }
        if !blank.is_empty() {
            files.sync_dir(log.dir()).context("sync", log.dir())?;
        }
        let slot = Slot {
            tree,
            segment: last.segment,
            start: last.start,
            end: last.end,
        };
        let head = write_slots(files, &head_path(paths.dir), head, &slot)?;
        let guard = write_slots(files, paths.guard, guard, &slot)?;
        tiles.append(&nodes, frontier)?;
        Ok(Recovered {
            log,
            last,
            tree,
            tiles,
            head,
            guard,
            tail,
            notices,
        })
    }
}

/// Copies what is to be cut, durably.
fn keep_copy(
    files: &dyn Files,
    log: &LogFiles,
    torn: Torn,
    now_ms: u64,
) -> Result<Notice, StoreError> {
    let reader = log.reader(torn.segment)?;
    let Torn { segment, from, to } = torn;
    let names = (0u32..).map(|n| match n {
        0 => format!("cut-{now_ms}-{segment:06}-{from}"),
        n => format!("cut-{now_ms}-{segment:06}-{from}-{n}"),
    });
    let taken = files.list(log.dir()).context("list", log.dir())?;
    let name = names
        .into_iter()
        .find(|name| !taken.contains(name))
        .unwrap_or_default();
    let copy = log.dir().join(name);
    let file = files.create(&copy).context("create", &copy)?;
    let mut written = Ok(());
    reader.sweep(from, 0, |at, bytes| {
        let len = usize::try_from(to.saturating_sub(at))
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        written = write_all_at(&*file, &bytes[..len], at - from);
        (written.is_err() || at + len as u64 >= to).then_some(())
    })?;
    written.context("write", &copy)?;
    file.sync_data().context("sync", &copy)?;
    files.sync_dir(log.dir()).context("sync", log.dir())?;
    let bytes = to - from;
    Ok(Notice::TailCut {
        file: reader.path().to_path_buf(),
        offset: from,
        bytes,
        copy,
    })
}

/// Ranges after the last group that earlier openings cut, from the names of the copies.
fn zero_again(
    files: &dyn Files,
    log: &LogFiles,
    last: &Placed,
) -> Result<Vec<(u64, u64)>, StoreError> {
    let mut ranges = Vec::new();
    for name in files.list(log.dir()).context("list", log.dir())? {
        let parts: Vec<&str> = name.split('-').collect();
        let &["cut", _, segment, from, ..] = parts.as_slice() else {
            continue;
        };
        let (Ok(segment), Ok(from)) = (segment.parse::<u32>(), from.parse::<u64>()) else {
            continue;
        };
        if segment == last.segment && from >= last.end {
            let path = log.dir().join(&name);
            let copy = files.open(&path, false).context("open", &path)?;
            ranges.push((from, from + copy.len().context("read", &path)?));
        }
    }
    Ok(ranges)
}

/// Makes a file of slots name a checkpoint and nothing beyond it.
fn write_slots(
    files: &dyn Files,
    path: &Path,
    found: Option<(SlotFile, Slots)>,
    slot: &Slot,
) -> Result<SlotFile, StoreError> {
    let Some((mut file, slots)) = found else {
        let dir = parent(path);
        files.create_dir_all(&dir).context("create", &dir)?;
        let mut file = SlotFile::create(files, path)?;
        file.write(slot)?;
        file.sync()?;
        files.sync_dir(&dir).context("sync", &dir)?;
        return Ok(file);
    };
    match slots.best() {
        Some(named) if named == *slot && slots.fault().is_none() => {}
        Some(named) if named.tree.size <= slot.tree.size => file.write(slot)?,
        Some(_) | None => file.write_both(slot)?,
    }
    Ok(file)
}
