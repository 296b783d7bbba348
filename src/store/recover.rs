//! What an opening finds at the end of the log, and what it does about it.
//!
//! [`survey`] only looks. It starts at the checkpoint that HEAD names, goes on group by group, and
//! then decides what may follow the last whole group:
//!
//! ```text
//! zeros to the end                                          nothing happened
//! torn bytes, no whole frame of a later group after them,
//!   named by neither HEAD nor guard                         cut: the group was never acknowledged
//! anything else                                             damage: refused, named, untouched
//! ```
//!
//! A group is whole if its frames are whole and in order, its checkpoint's signature holds, and its
//! leaves give the signed root. [`Survey::mend`] then cuts, and writes the last group once more: after
//! a failed sync the system may hold it as clean without it ever having reached the disk. For the same
//! reason ranges that earlier openings cut are zeroed again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::Files;
use super::head::{Slot, SlotFile, Slots};
use super::log_files::{LogFiles, list_segments, log_dir};
use super::scan::{Scan, Torn, check_note};
use super::segment::{Placed, Step, corrupt, segment_name};
use super::tiles::{Tiles, grown, tiles_dir};
use super::{Notice, SlotsFault, StoreError};
use crate::log::tiles::TileNode;
use crate::log::tree::{Frontier, TreeHead};

/// Checks a checkpoint note's signature and returns what it states.
pub(super) type Verify<'a> = &'a dyn Fn(&[u8]) -> Result<TreeHead, String>;

/// Where a ledger lies, for recovery.
pub(super) struct Paths<'a> {
    /// The file system.
    pub files: &'a Arc<dyn Files>,
    /// The ledger's folder.
    pub dir: &'a Path,
    /// The guard file.
    pub guard: &'a Path,
}

/// What was found. Nothing is changed yet.
pub(super) struct Survey {
    /// The segments.
    pub log: LogFiles,
    /// The last whole group.
    pub last: Placed,
    /// Size and root after it.
    pub tree: TreeHead,
    /// Stored nodes before the group that HEAD names.
    pub tiles: Tiles,
    /// Nodes of that group and those after it, and the frontier after them.
    pub nodes: Vec<TileNode>,
    /// The tree after the last group.
    pub frontier: Frontier,
    /// A torn group after the last one.
    pub torn: Option<Torn>,
    /// Segments after the last group's that hold nothing.
    pub blank: Vec<u32>,
    /// HEAD, if it is there.
    pub head: Option<(SlotFile, Slots)>,
    /// The guard, if it is there.
    pub guard: Option<(SlotFile, Slots)>,
    /// What will be put right.
    pub notices: Vec<Notice>,
}

/// HEAD's file inside a ledger's folder.
pub(super) fn head_path(ledger: &Path) -> PathBuf {
    ledger.join("HEAD")
}

/// Looks at a ledger's end. See the [module](self).
///
/// Errors: [`StoreError::Corrupt`], [`StoreError::BehindGuard`], [`StoreError::GuardDisagrees`],
/// [`StoreError::Io`]; then nothing was changed.
pub(super) fn survey(
    paths: &Paths<'_>,
    verify: Verify<'_>,
    accept_behind_guard: bool,
) -> Result<Survey, StoreError> {
    let files = paths.files;
    let mut notices = Vec::new();
    let head = SlotFile::open(&**files, &head_path(paths.dir))?;
    let guard = SlotFile::open(&**files, paths.guard)?;
    let named_by_head = head.as_ref().and_then(|(_, slots)| slots.best());
    let named_by_guard = guard.as_ref().and_then(|(_, slots)| slots.best());
    let fault = fault_of(head.as_ref().map(|(_, slots)| slots));
    notices.extend(fault.map(|what| Notice::HeadMended { what }));
    let fault = fault_of(guard.as_ref().map(|(_, slots)| slots));
    let path = paths.guard.to_path_buf();
    notices.extend(fault.map(|what| Notice::GuardMadeAnew { path, what }));
    let Some(start) = named_by_head.or(named_by_guard) else {
        return Err(corrupt(
            &head_path(paths.dir),
            0,
            "no whole slot, and no guard to tell",
        ));
    };

    let segments = list_segments(&**files, &log_dir(paths.dir))?;
    if start.segment > segments || start.segment == 0 {
        let path = log_dir(paths.dir).join(segment_name(start.segment));
        return Err(corrupt(&path, 0, "the segment is missing"));
    }
    let log = LogFiles::open(Arc::clone(files), log_dir(paths.dir), start.segment)?;
    let first = group_at(&log, &start)?;
    let (tiles, said) = tiles_before(paths, &log, &first, &start, verify)?;
    notices.extend(said);

    let mut scan = Scan::new(log, segments, tiles.frontier().clone(), verify);
    scan.accept(first)
        .map_err(|(file, at, what)| corrupt(&file, at, what))?;
    scan.run()?;
    scan.judge_rest(named_by_guard.filter(|_| !accept_behind_guard))?;
    if let Some(guard) = named_by_guard {
        let said = check_guard(&scan, (paths.guard, &guard), accept_behind_guard)?;
        notices.extend(said);
    }
    let tree = scan.frontier.head();
    if let Some(named) = named_by_head.filter(|named| named.tree.size < tree.size) {
        let (head_size, log_size) = (named.tree.size, tree.size);
        notices.push(Notice::TailKept {
            head_size,
            log_size,
        });
    }
    let Scan {
        log,
        last,
        nodes,
        frontier,
        torn,
        blank,
        ..
    } = scan;
    let Some(last) = last else {
        return Err(corrupt(&head_path(paths.dir), 0, "it names no group"));
    };
    Ok(Survey {
        log,
        last,
        tree,
        tiles,
        nodes,
        frontier,
        torn,
        blank,
        head,
        guard,
        notices,
    })
}

/// What is wrong with a file of slots, if anything.
fn fault_of(slots: Option<&Slots>) -> Option<SlotsFault> {
    slots.map_or(Some(SlotsFault::Missing), Slots::fault)
}

/// The group that a slot names.
fn group_at(log: &LogFiles, slot: &Slot) -> Result<Placed, StoreError> {
    let mut reader = log.reader(slot.segment)?;
    let size = slot.tree.size;
    match reader.group(slot.start, None)? {
        Step::Group(placed) if placed.group.size() == size && placed.end == slot.end => Ok(placed),
        Step::Group(placed) => {
            let what = format!("the group ends at leaf {}, not {size}", placed.group.size());
            Err(corrupt(reader.path(), slot.start, what))
        }
        Step::Blank => {
            let what = format!("the acknowledged group up to leaf {size} is not here");
            Err(corrupt(reader.path(), slot.start, what))
        }
        Step::Damaged(at, what) => Err(corrupt(reader.path(), at, what)),
    }
}

/// The tiles before the first group of the scan, computed from the log if those that are stored do
/// not lead to the root that HEAD names.
fn tiles_before(
    paths: &Paths<'_>,
    log: &LogFiles,
    first: &Placed,
    named: &Slot,
    verify: Verify<'_>,
) -> Result<(Tiles, Option<Notice>), StoreError> {
    let base = first.group.first();
    let dir = tiles_dir(paths.dir);
    let leads_there = |tiles: &Tiles| {
        let (frontier, _) = grown(tiles.frontier(), first.group.leaves());
        frontier.head() == named.tree
    };
    let what = match Tiles::open(Arc::clone(paths.files), dir.clone(), base)? {
        Ok(tiles) if leads_there(&tiles) => return Ok((tiles, None)),
        Ok(_) => "they do not lead to the signed root".to_owned(),
        Err(what) => what,
    };
    let tiles = Tiles::rebuild(Arc::clone(paths.files), dir, log, base)?;
    if !leads_there(&tiles) {
        return Err(first_wrong_root(log, first, named, verify)?);
    }
    Ok((tiles, Some(Notice::TilesRebuilt { what })))
}

/// Names the first group whose leaves do not give its signed root.
fn first_wrong_root(
    log: &LogFiles,
    first: &Placed,
    named: &Slot,
    verify: Verify<'_>,
) -> Result<StoreError, StoreError> {
    let path = |segment| log.dir().join(segment_name(segment));
    let mut frontier = Frontier::new();
    let mut walk = log.walk(0)?;
    while let Some(placed) = walk.next(log, named.tree.size)? {
        frontier = grown(&frontier, placed.group.leaves()).0;
        if let Err(what) = check_note(&placed, &frontier, verify) {
            return Ok(corrupt(&path(placed.segment), placed.start, what));
        }
    }
    let what = format!(
        "the leaves do not give root {}, which HEAD names",
        named.tree.root
    );
    Ok(corrupt(&path(first.segment), first.start, what))
}

/// Compares the guard with the log. An older log may be accepted, another history never: what this
/// machine acknowledged is then not lost but contradicted.
fn check_guard(
    scan: &Scan<'_>,
    (path, guard): (&Path, &Slot),
    accept_older: bool,
) -> Result<Option<Notice>, StoreError> {
    let (log_size, guard_size) = (scan.frontier.size(), guard.tree.size);
    let behind = guard_size > log_size;
    let found = if behind {
        None
    } else {
        checkpoint_at(scan, guard_size)?
    };
    match found {
        Some(tree) if tree == guard.tree => Ok(None),
        None if behind && accept_older => Ok(Some(Notice::GuardOverruled {
            guard_size,
            log_size,
        })),
        None if behind => Err(StoreError::BehindGuard {
            log_size,
            guard_size,
        }),
        found => Err(StoreError::GuardDisagrees {
            guard: path.to_path_buf(),
            guard_size,
            guard_root: guard.tree.root.to_hex(),
            log_root: found
                .map_or_else(|| "of no checkpoint".to_owned(), |tree| tree.root.to_hex()),
        }),
    }
}

/// What the log's checkpoint at a size states, `None` if none stands there.
fn checkpoint_at(scan: &Scan<'_>, size: u64) -> Result<Option<TreeHead>, StoreError> {
    if let Some(scanned) = scan.scanned.iter().find(|tree| tree.size == size) {
        return Ok(Some(*scanned));
    }
    let last_leaf = size.saturating_sub(1);
    let placed = scan
        .log
        .walk(last_leaf)?
        .next(&scan.log, scan.frontier.size())?;
    let Some(placed) = placed.filter(|placed| placed.group.size() == size) else {
        return Ok(None);
    };
    (scan.verify)(placed.group.note()).map(Some).map_err(|e| {
        let path = scan.log.dir().join(segment_name(placed.segment));
        corrupt(&path, placed.start, format!("the checkpoint: {e}"))
    })
}
