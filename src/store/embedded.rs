//! The embedded store: one folder, no server.
//!
//! ```text
//! LEDGER/
//!   genesis.json      leaf 0 for people; compared at open
//!   HEAD              the last durable checkpoint (two slots)
//!   log/000001.seg …  the truth
//!   tiles/0 …         tree nodes, derived
//!   index/            rows, derived
//!   LOCK              one writer
//! elsewhere           the guard: the last checkpoint this machine acknowledged
//! ```
//!
//! # A commit
//!
//! ```text
//! check in memory → leaves and checkpoint in one write → one sync → HEAD, guard → tiles → done
//! ```
//!
//! HEAD and the guard are not synced by a commit: an opening scans on from wherever they point. Rows
//! go to the index later, many groups at a time ([`Store::settle`]). Any failure to read or write
//! poisons the store, because after a failed sync nobody knows what is durable but a new opening.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::create;
use super::files::{Context, Files};
use super::frame::{Kind, write_frame};
use super::head::{Slot, SlotFile};
use super::lock::{Lock, take_lock};
use super::log_files::{LogFiles, Place, Walk};
use super::mend::Recovered;
use super::recover::{Verify, survey};
use super::rows::{Rows, Staged};
use super::segment::{Placed, SEGMENT_HEAD_BYTES, create_segment, segment_name};
use super::site::{Settings, Site};
use super::tail::Tail;
use super::tiles::{Tiles, grown};
use super::{
    Appended, GROUP_LEAVES_MAX, Group, Head, LoggedGroup, Notice, RowChange, RowEntry, RowKey,
    Store, StoreError, check_group, check_note, check_range,
};
use crate::log::tiles::TileNode;
use crate::log::tree::{Frontier, Hash};

/// What the store cannot judge by itself and asks its user.
pub struct Checks<'a> {
    /// Checks the operator's signature on a checkpoint note and returns what the note states, or
    /// why it does not hold.
    pub verify: Verify<'a>,
    /// Renders `genesis.json` from leaf 0, always to the same bytes.
    pub genesis_json: &'a dyn Fn(&[u8]) -> Vec<u8>,
}

/// A ledger in a folder: segments, HEAD, guard, tiles and index, with one sync a commit.
pub struct EmbeddedStore {
    site_dir: PathBuf,
    files: Arc<dyn Files>,
    settings: Settings,
    log: LogFiles,
    tail: Tail,
    head_file: SlotFile,
    guard_file: SlotFile,
    tiles: Tiles,
    rows: Rows,
    head: Head,
    note: Vec<u8>,
    /// Where the replay stands, so that it does not search for every group anew.
    replay: Mutex<Option<Walk>>,
    notices: Vec<Notice>,
    poison: OnceLock<String>,
    /// A group's frames, kept between commits for its capacity.
    buffer: Vec<u8>,
    lock: Option<Lock>,
}

impl EmbeddedStore {
    /// Leaf 0 of a ledger, unverified: it says whose signatures to expect, which
    /// [`open`](Self::open) must know.
    pub fn leaf_zero(files: &Arc<dyn Files>, dir: &std::path::Path) -> Result<Vec<u8>, StoreError> {
        create::leaf_zero(files, dir)
    }

    /// Makes a ledger in a folder that is not there or empty, with its first group.
    ///
    /// Either the whole ledger is there afterwards or no ledger. Errors: [`StoreError::Exists`];
    /// [`StoreError::BehindGuard`] if this machine knows the same ledger with more leaves.
    pub fn create(
        site: Site,
        settings: Settings,
        checks: &Checks<'_>,
        group: Group<'_>,
    ) -> Result<Self, StoreError> {
        check_group(&group)?;
        let rows = group.rows.clone();
        let lock = create::build(&site, &settings, checks, group)?;
        let mut store = Self::open_locked(site, settings, checks, lock)?;
        // The guard is not there yet, and nobody needs to hear it.
        store
            .notices
            .retain(|notice| !matches!(notice, Notice::GuardMadeAnew { .. }));
        if let Some(genesis) = store.unapplied()? {
            store.apply_index(&genesis, rows)?;
        }
        Ok(store)
    }

    /// Opens a ledger for writing; recovers it if it was not closed.
    ///
    /// Errors: [`StoreError::NotALedger`], [`StoreError::Locked`], and for a damaged or older log
    /// [`StoreError::Corrupt`], [`StoreError::BehindGuard`], [`StoreError::GuardDisagrees`], with
    /// nothing changed.
    pub fn open(site: Site, settings: Settings, checks: &Checks<'_>) -> Result<Self, StoreError> {
        create::must_be_a_ledger(&*site.files, &site.dir)?;
        let path = site.dir.join("LOCK");
        let lock = take_lock(&*site.files, &path, settings.wait, &settings.sleep)?;
        Self::open_locked(site, settings, checks, lock)
    }

    fn open_locked(
        site: Site,
        settings: Settings,
        checks: &Checks<'_>,
        lock: Lock,
    ) -> Result<Self, StoreError> {
        create::check_genesis(&site, checks)?;
        let survey = survey(&site.paths(), checks.verify, settings.accept_behind_guard)?;
        let recovered = survey.mend(&site.paths(), settings.now_ms)?;
        let Recovered {
            log,
            last,
            tree,
            tiles,
            head,
            guard,
            tail,
            notices,
        } = recovered;
        let state_digest = last.group.state_digest();
        let recorded = |applied: u64| recorded_digest(&log, applied, tree.size);
        let rows = Rows::open(site.index, settings.now_ms, recorded)?;
        let path = log.dir().join(segment_name(last.segment));
        let tail = Tail::new(tail, path, last.segment, last.end)?;
        Ok(Self {
            site_dir: site.dir,
            files: site.files,
            settings,
            log,
            tail,
            head_file: head,
            guard_file: guard,
            tiles,
            rows,
            head: Head { tree, state_digest },
            note: last.group.note().to_vec(),
            replay: Mutex::default(),
            notices,
            poison: OnceLock::new(),
            buffer: Vec::new(),
            lock: Some(lock),
        })
    }

    /// Refuses every call after a failure.
    fn usable(&self) -> Result<(), StoreError> {
        match self.poison.get() {
            Some(why) => Err(StoreError::Poisoned { why: why.clone() }),
            None => Ok(()),
        }
    }

    /// Poisons the store if a call failed to read or write.
    fn watched<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(e @ StoreError::Io { .. }) = &result {
            self.poison.get_or_init(|| e.to_string());
        }
        result
    }

    /// Writes and syncs a group, then names it. The tree and the rows after it are computed already.
    fn commit(
        &mut self,
        leaves: &[Vec<u8>],
        note: Vec<u8>,
        (frontier, nodes): (Frontier, Vec<TileNode>),
        staged: Staged,
    ) -> Result<Appended, StoreError> {
        let first = self.head.tree.size;
        let tree = frontier.head();
        let buffer = std::mem::take(&mut self.buffer);
        let mut frames = encode_group(buffer, first, leaves, &staged.digest, &note);
        self.make_room(frames.len() as u64)?;
        let place = self.tail.write(&mut frames)?;
        // From here on the group is durable.
        let segment = self.tail.number();
        let slot = Slot {
            tree,
            segment,
            start: place.start,
            end: place.end,
        };
        self.head_file.write(&slot)?;
        self.guard_file.write(&slot)?;
        self.tiles.append(&nodes, frontier)?;

        self.log.mark(
            first,
            Place {
                segment,
                offset: place.start,
            },
        );
        self.head = Head {
            tree,
            state_digest: staged.digest,
        };
        self.rows.keep(staged, tree.size);
        self.note = note;
        self.buffer = frames;
        self.buffer.clear();
        Ok(Appended {
            first,
            head: self.head,
        })
    }

    /// Begins a new segment if the group does not fit into this one.
    fn make_room(&mut self, bytes: u64) -> Result<(), StoreError> {
        if self.tail.fits(bytes) {
            return Ok(());
        }
        let len = self.settings.segment_bytes.max(SEGMENT_HEAD_BYTES + bytes);
        let (dir, number) = (self.log.dir(), self.tail.number() + 1);
        let base = self.head.tree.size;
        let file = create_segment(&*self.files, dir, number, base, len)?;
        let path = dir.join(segment_name(number));
        self.tail.cut()?;
        // So that an opening never has much more than a segment to scan.
        self.head_file.sync()?;
        self.log.push(base, Arc::clone(&file));
        self.tail = Tail::new(file, path, number, SEGMENT_HEAD_BYTES)?;
        Ok(())
    }

    fn shut(&mut self) -> Result<(), StoreError> {
        self.rows.settle()?;
        self.rows.close()?;
        self.head_file.sync()?;
        self.guard_file.sync()?;
        self.tiles.sync()?;
        self.files
            .sync_dir(&self.site_dir)
            .context("sync", &self.site_dir)
    }
}

/// The state digest in the checkpoint frame at a size, `None` if no checkpoint stands there.
fn recorded_digest(log: &LogFiles, applied: u64, size: u64) -> Result<Option<Hash>, StoreError> {
    if applied == 0 || applied > size {
        return Ok(None);
    }
    let group = log.group_of(applied - 1, size)?;
    Ok(group
        .filter(|group| group.size() == applied)
        .map(|group| group.state_digest()))
}

/// A group's frames, written into `out`, which is empty.
pub(super) fn encode_group(
    mut out: Vec<u8>,
    base: u64,
    leaves: &[Vec<u8>],
    state_digest: &Hash,
    note: &[u8],
) -> Vec<u8> {
    const { assert!(GROUP_LEAVES_MAX <= u16::MAX as usize) };
    let mut ordinal = 0;
    for leaf in leaves {
        write_frame(&mut out, base, ordinal, Kind::Leaf, &[leaf]);
        ordinal += 1;
    }
    write_frame(
        &mut out,
        base,
        ordinal,
        Kind::Checkpoint,
        &[state_digest.as_bytes(), note],
    );
    out
}

impl Store for EmbeddedStore {
    fn head(&self) -> Head {
        self.head
    }

    fn applied(&self) -> u64 {
        self.rows.applied()
    }

    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
        self.usable()?;
        let size = self.head.tree.size;
        check_range(&range, size)?;
        let check = |placed: &Placed| self.tiles.check(&self.log, placed, &range);
        self.watched(self.log.leaves(range.clone(), size, check))
    }

    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.usable()?;
        Ok(Some(self.note.clone()))
    }

    fn node(&self, level: u8, index: u64) -> Result<Hash, StoreError> {
        self.usable()?;
        self.watched(self.tiles.node(&self.log, level, index))
    }

    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.usable()?;
        self.rows.get(key)
    }

    fn rows(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<RowEntry>, StoreError> {
        self.usable()?;
        self.rows.scan(entity, prefix)
    }

    fn append(&mut self, size_expected: u64, group: Group<'_>) -> Result<Appended, StoreError> {
        self.usable()?;
        check_group(&group)?;
        let size = self.head.tree.size;
        if size_expected != size {
            return Err(StoreError::Conflict {
                expected: size_expected,
                actual: size,
            });
        }
        let applied = self.rows.applied();
        if applied != size {
            return Err(StoreError::NotReplayed { applied, size });
        }
        if self.rows.pending() >= self.settings.pending_rows_max {
            self.rows.settle()?;
        }
        let Group { leaves, rows, seal } = group;
        let staged = self.rows.stage(rows)?;
        let grown = grown(self.tiles.frontier(), leaves.iter().map(Vec::as_slice));
        let sealed = seal(&grown.0.head()).map_err(StoreError::from);
        let note = match sealed.and_then(|note| check_note(&note).map(|()| note)) {
            Ok(note) => note,
            Err(e) => {
                self.rows.take_back(staged);
                return Err(e);
            }
        };
        let committed = self.commit(&leaves, note, grown, staged);
        self.watched(committed)
    }

    fn unapplied(&self) -> Result<Option<LoggedGroup>, StoreError> {
        self.usable()?;
        let (applied, size) = (self.rows.applied(), self.head.tree.size);
        if applied == size {
            return Ok(None);
        }
        let mut replay = self.replay.lock().unwrap_or_else(PoisonError::into_inner);
        let mut walk = match replay.take() {
            Some(walk) if walk.base() == applied => walk,
            Some(_) | None => self.watched(self.log.walk(applied))?,
        };
        let placed = self.watched(walk.next(&self.log, size))?;
        if let Some(placed) = &placed {
            self.watched(self.tiles.check(&self.log, placed, &(applied..size)))?;
        }
        *replay = Some(walk);
        Ok(placed.map(|placed| placed.group))
    }

    fn apply_index(&mut self, group: &LoggedGroup, rows: Vec<RowChange>) -> Result<(), StoreError> {
        self.usable()?;
        let actual = self.rows.applied();
        if group.first() != actual {
            return Err(StoreError::Conflict {
                expected: group.first(),
                actual,
            });
        }
        rows.iter().try_for_each(super::row::check_change)?;
        let staged = self.rows.stage(rows)?;
        let (recorded, computed) = (group.state_digest(), staged.digest);
        if recorded != computed {
            self.rows.take_back(staged);
            let (recorded, computed) = (recorded.to_hex(), computed.to_hex());
            return Err(StoreError::DigestMismatch {
                size: group.size(),
                recorded,
                computed,
            });
        }
        self.rows.keep(staged, group.size());
        if self.rows.pending() >= self.settings.pending_rows_max {
            self.rows.settle()?;
        }
        Ok(())
    }

    fn rebuild_index(&mut self) -> Result<(), StoreError> {
        self.usable()?;
        *self.replay.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.rows.rebuild()
    }

    fn settle(&mut self) -> Result<(), StoreError> {
        self.usable()?;
        self.rows.settle()
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.usable()?;
        let shut = self.shut();
        self.watched(shut)?;
        self.poison
            .get_or_init(|| "the store was closed".to_owned());
        self.lock = None;
        Ok(())
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        let mut notices = std::mem::take(&mut self.notices);
        notices.extend(self.rows.take_notices());
        let mended = self.tiles.take_mended();
        notices.extend(mended.into_iter().map(|what| Notice::TilesRebuilt { what }));
        notices
    }
}
