//! The state rows: what is in the index, what is not there yet, and the digest over both.
//!
//! # In the index
//!
//! ```text
//! note 'm'            format 1 (u8) ‖ u64be applied ‖ state digest after those leaves
//! note 't' ‖ page     64 buckets of the digest's table: 64 × (u64be count ‖ 32-byte sum)
//! rows                by their stored keys
//! ```
//!
//! Pages of empty buckets may be absent. One batch carries rows, the pages they touch and the mark.
//!
//! # Why it cannot lie unnoticed
//!
//! At open the table must give the digest at the mark, and the caller compares that with the
//! checkpoint frame in the log. The first time a bucket is touched, all its rows are read and must
//! give the table's count and sum; so a row that is missing shows just as one that was changed. From
//! then on the digest is carried along with every change.
//!
//! Rows wait in memory and go to the index many at a time: a lost batch costs a replay, no more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::digest::{BUCKET_BYTES, Bucket, StateDigest, Undo};
use super::index::{Index, IndexBatch, IndexFault, IndexHome};
use super::pending::{Pending, Waiting};
use super::row::{BUCKETS, RowChange, RowKey, normalised, row_hash};
use super::{Notice, RowEntry, StoreError};
use crate::log::tree::{HASH_BYTES, Hash};

const FORMAT: u8 = 1;
const MARK: &[u8] = b"m";
const PAGE_KIND: u8 = b't';

/// Buckets in a page of the table.
const PAGE_BUCKETS: u16 = 64;

const _: () = assert!(
    BUCKETS / PAGE_BUCKETS as usize == 256,
    "a page number is one byte"
);

/// The rows of a store. See the [module](self).
pub(super) struct Rows {
    home: Box<dyn IndexHome>,
    index: Box<dyn Index>,
    digest: StateDigest,
    /// Buckets whose rows in the index were compared with the table.
    checked: Checked,
    /// Changes that are not in the index yet.
    pending: Pending,
    pages_touched: BTreeSet<u8>,
    /// Leaves whose rows are in `digest`, and those whose rows are in the index too.
    applied: u64,
    settled: u64,
    damage: OnceLock<String>,
    stamp: u64,
    notices: Vec<Notice>,
}

/// A set of buckets, one bit each.
struct Checked(Vec<AtomicU64>);

impl Checked {
    fn new(all: bool) -> Self {
        let word = || AtomicU64::new(if all { u64::MAX } else { 0 });
        Self((0..BUCKETS / 64).map(|_| word()).collect())
    }

    fn has(&self, bucket: u16) -> bool {
        self.0[usize::from(bucket / 64)].load(Ordering::Relaxed) >> (bucket % 64) & 1 == 1
    }

    fn add(&self, bucket: u16) {
        self.0[usize::from(bucket / 64)].fetch_or(1 << (bucket % 64), Ordering::Relaxed);
    }
}

/// Changes that are in the digest but can still be taken back.
pub(super) struct Staged {
    rows: Vec<(RowKey, Waiting)>,
    undo: Undo,
    /// The digest with the changes.
    pub digest: Hash,
}

impl Rows {
    /// Opens the index; one that does not hold together is set aside and begun anew.
    ///
    /// `recorded` tells the state digest in the checkpoint frame at a size of the log, `None` if no
    /// checkpoint stands there. `stamp` goes into the name of what is set aside.
    pub fn open(
        home: Box<dyn IndexHome>,
        stamp: u64,
        recorded: impl FnOnce(u64) -> Result<Option<Hash>, StoreError>,
    ) -> Result<Self, StoreError> {
        let found = match home.open() {
            Ok(index) => match read_table(&*index) {
                Ok((applied, digest)) => Ok((index, applied, digest)),
                Err(fault) => Err(fault),
            },
            Err(fault) => Err(fault),
        };
        let (index, applied, mut digest) = match found {
            Ok(found) => found,
            Err(fault) => return Self::anew(home, stamp, &fault.0),
        };
        let root = digest.root();
        if applied > 0 && recorded(applied)? != Some(root) {
            drop(index);
            let what = format!("its rows after {applied} leaves are not those of the log");
            return Self::anew(home, stamp, &what);
        }
        Ok(Self::over(home, index, stamp, applied, digest))
    }

    fn over(
        home: Box<dyn IndexHome>,
        index: Box<dyn Index>,
        stamp: u64,
        applied: u64,
        digest: StateDigest,
    ) -> Self {
        // Nothing can be missing from an index that was empty a moment ago.
        let checked = Checked::new(applied == 0);
        Self {
            home,
            index,
            digest,
            checked,
            pending: Pending::default(),
            pages_touched: BTreeSet::new(),
            applied,
            settled: applied,
            damage: OnceLock::new(),
            stamp,
            notices: Vec::new(),
        }
    }

    /// Sets the index aside and begins an empty one.
    fn anew(home: Box<dyn IndexHome>, stamp: u64, what: &str) -> Result<Self, StoreError> {
        let damaged = |fault: IndexFault| StoreError::IndexDamaged { what: fault.0 };
        let set_aside = home.set_aside(stamp).map_err(damaged)?;
        let index = home.open().map_err(damaged)?;
        let mut rows = Self::over(home, index, stamp, 0, StateDigest::new());
        rows.said_rebuilt(what, set_aside);
        Ok(rows)
    }

    /// Sets the index aside and begins an empty one, in place.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        let damaged = |fault: IndexFault| StoreError::IndexDamaged { what: fault.0 };
        let what = self
            .damage
            .get()
            .cloned()
            .unwrap_or_else(|| "a rebuild was asked for".to_owned());
        // The old one must be closed before its folder is renamed.
        self.index = Box::new(Closed);
        let set_aside = self.home.set_aside(self.stamp).map_err(damaged)?;
        self.index = self.home.open().map_err(damaged)?;
        self.digest = StateDigest::new();
        self.checked = Checked::new(true);
        self.pending = Pending::default();
        self.pages_touched.clear();
        (self.applied, self.settled) = (0, 0);
        self.damage = OnceLock::new();
        self.said_rebuilt(&what, set_aside);
        Ok(())
    }

    fn said_rebuilt(&mut self, what: &str, set_aside: Option<PathBuf>) {
        self.notices.push(Notice::IndexRebuilt {
            what: what.to_owned(),
            set_aside,
        });
    }

    /// Leaves whose rows are here.
    pub fn applied(&self) -> u64 {
        self.applied
    }

    /// Changes that wait to go to the index.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// What was found and put right since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// The value of a row.
    pub fn get(&self, key: &RowKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.check_bucket(key.bucket())?;
        match self.pending.get(key) {
            Some(row) => Ok(row.as_ref().map(|(value, _)| value.clone())),
            None => self.answer(self.index.get(key.stored())),
        }
    }

    /// The hash of a row.
    fn hash_of(&self, key: &RowKey) -> Result<Option<Hash>, StoreError> {
        self.check_bucket(key.bucket())?;
        if let Some(row) = self.pending.get(key) {
            return Ok(row.as_ref().map(|(_, hash)| *hash));
        }
        let value = self.answer(self.index.get(key.stored()))?;
        Ok(value.map(|value| row_hash(key, &value)))
    }

    /// Rows of an entity, by sub-key.
    pub fn scan(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<RowEntry>, StoreError> {
        let first = RowKey::new(entity, prefix);
        self.check_bucket(first.bucket())?;
        let mut found = BTreeMap::new();
        let mut misshapen = false;
        let scanned = self.index.scan(
            first.stored(),
            &mut |stored, value| match RowKey::from_stored(stored) {
                Some(key) => drop(found.insert(key, value.to_vec())),
                None => misshapen = true,
            },
        );
        self.answer(scanned)?;
        if misshapen {
            return Err(self.damaged("a row has a key of no entity"));
        }
        for (key, row) in self.pending.from(&first) {
            match row {
                Some((value, _)) => found.insert(key.clone(), value.clone()),
                None => found.remove(key),
            };
        }
        Ok(found
            .into_iter()
            .map(|(key, value)| (key.sub().to_vec(), value))
            .collect())
    }

    /// Takes changes into the digest. On an error nothing is changed.
    pub fn stage(&mut self, changes: Vec<RowChange>) -> Result<Staged, StoreError> {
        let changes = normalised(changes);
        // All rows are looked up first: a bucket is compared with the table before it changes.
        let old = changes.iter().map(|(key, _)| self.hash_of(key));
        let old = old.collect::<Result<Vec<_>, _>>()?;
        let rows: Vec<(RowKey, Waiting)> = changes.into_iter().map(hashed).collect();
        let replaced = rows
            .iter()
            .zip(old)
            .map(|((key, row), old)| (key.bucket(), old, row.as_ref().map(|(_, hash)| *hash)));
        let undo = self.digest.apply(replaced);
        let digest = self.digest.root();
        Ok(Staged { rows, undo, digest })
    }

    /// Undoes [`Self::stage`].
    pub fn take_back(&mut self, staged: Staged) {
        self.digest.undo(staged.undo);
    }

    /// Keeps what was staged as the rows after `applied` leaves.
    pub fn keep(&mut self, staged: Staged, applied: u64) {
        self.pages_touched
            .extend(staged.undo.buckets().map(page_of));
        for (key, row) in staged.rows {
            self.pending.put(key, row);
        }
        self.applied = applied;
    }

    /// Writes what waits to the index, as one batch.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        self.sound()?;
        if self.settled == self.applied {
            return Ok(());
        }
        let mut mark = vec![FORMAT];
        mark.extend_from_slice(&self.applied.to_be_bytes());
        mark.extend_from_slice(self.digest.root().as_bytes());
        let pages = std::mem::take(&mut self.pages_touched).into_iter();
        let mut notes = vec![(MARK.to_vec(), mark)];
        notes.extend(pages.map(|page| (vec![PAGE_KIND, page], self.page(page))));
        let batch = IndexBatch {
            rows: self.pending.take(),
            notes,
        };
        let applied = self.index.apply(batch);
        self.answer(applied)?;
        self.settled = self.applied;
        Ok(())
    }

    /// Makes what is in the index survive the process and lets go of it.
    pub fn close(&mut self) -> Result<(), StoreError> {
        let flushed = self.index.flush();
        self.answer(flushed)?;
        self.index = Box::new(Closed);
        Ok(())
    }

    fn page(&self, page: u8) -> Vec<u8> {
        let first = u16::from(page) * PAGE_BUCKETS;
        let buckets = first..first + PAGE_BUCKETS;
        buckets
            .flat_map(|bucket| self.digest.bucket(bucket).to_bytes())
            .collect()
    }

    /// Compares a bucket's rows with the table, the first time.
    fn check_bucket(&self, bucket: u16) -> Result<(), StoreError> {
        self.sound()?;
        if self.checked.has(bucket) {
            return Ok(());
        }
        let mut found = Bucket::default();
        let mut misshapen = false;
        let scanned =
            self.index.scan(
                &bucket.to_be_bytes(),
                &mut |stored, value| match RowKey::from_stored(stored) {
                    Some(key) => found.add(&row_hash(&key, value)),
                    None => misshapen = true,
                },
            );
        self.answer(scanned)?;
        // Nothing is pending in a bucket before it was checked.
        let expected = self.digest.bucket(bucket);
        if misshapen || found != expected {
            return Err(self.damaged(&format!(
                "bucket {bucket} has {} rows, {} were expected, or their sum differs",
                found.count(),
                expected.count()
            )));
        }
        self.checked.add(bucket);
        Ok(())
    }

    fn sound(&self) -> Result<(), StoreError> {
        match self.damage.get() {
            Some(what) => Err(StoreError::IndexDamaged { what: what.clone() }),
            None => Ok(()),
        }
    }

    fn answer<T>(&self, answer: Result<T, IndexFault>) -> Result<T, StoreError> {
        answer.map_err(|fault| self.damaged(&fault.0))
    }

    /// Remembers the damage, so that every later call says the same until a rebuild.
    fn damaged(&self, what: &str) -> StoreError {
        let what = self.damage.get_or_init(|| what.to_owned()).clone();
        StoreError::IndexDamaged { what }
    }
}

/// A change with the hash of its row.
fn hashed((key, value): RowChange) -> (RowKey, Waiting) {
    let row = value.map(|value| {
        let hash = row_hash(&key, &value);
        (value, hash)
    });
    (key, row)
}

/// Reads mark and table; an index without anything is one with no rows.
fn read_table(index: &dyn Index) -> Result<(u64, StateDigest), IndexFault> {
    let fault = |what: &str| IndexFault(what.to_owned());
    let notes = index.notes()?;
    if notes.is_empty() && index.is_empty()? {
        return Ok((0, StateDigest::new()));
    }
    let mark = notes
        .get(MARK)
        .ok_or_else(|| fault("its mark is missing"))?;
    let Some((&[FORMAT], rest)) = mark.split_first_chunk::<1>() else {
        return Err(fault("its mark is of another format"));
    };
    let Some((applied, recorded)) = rest.split_first_chunk::<8>() else {
        return Err(fault("its mark is cut short"));
    };
    let mut buckets = vec![Bucket::default(); BUCKETS];
    for (name, value) in notes.iter().filter(|(name, _)| name.as_slice() != MARK) {
        let (entries, rest) = value.as_chunks::<BUCKET_BYTES>();
        let page = match name.as_slice() {
            [PAGE_KIND, page] if rest.is_empty() && entries.len() == usize::from(PAGE_BUCKETS) => {
                page
            }
            _ => return Err(fault("its table is misshapen")),
        };
        let first = usize::from(*page) * usize::from(PAGE_BUCKETS);
        for (bucket, entry) in buckets[first..].iter_mut().zip(entries) {
            *bucket = Bucket::from_bytes(entry);
        }
    }
    let mut digest = StateDigest::from_buckets(buckets).ok_or_else(|| fault("its table"))?;
    if recorded.len() != HASH_BYTES || digest.root().as_bytes() != recorded {
        return Err(fault("its table does not give the digest at its mark"));
    }
    match u64::from_be_bytes(*applied) {
        0 => Err(fault("its mark is at no leaf")),
        applied => Ok((applied, digest)),
    }
}

fn page_of(bucket: u16) -> u8 {
    // There are 256 pages.
    u8::try_from(bucket / PAGE_BUCKETS).unwrap_or(u8::MAX)
}

/// Stands in for an index that is closed.
struct Closed;

fn closed<T>() -> Result<T, IndexFault> {
    Err(IndexFault("the index is closed".to_owned()))
}

impl Index for Closed {
    fn notes(&self) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, IndexFault> {
        closed()
    }

    fn is_empty(&self) -> Result<bool, IndexFault> {
        closed()
    }

    fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        closed()
    }

    fn scan(&self, _: &[u8], _: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        closed()
    }

    fn apply(&mut self, _: IndexBatch) -> Result<(), IndexFault> {
        closed()
    }

    fn flush(&mut self) -> Result<(), IndexFault> {
        closed()
    }
}
