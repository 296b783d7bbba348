//! The state rows: what is in the index, what is not there yet, and the digest over both.
//!
//! # In the index
//!
//! ```text
//! 'm'                     format 1 (u8) ‖ u64be applied ‖ state digest after those leaves
//! 't' ‖ page (u8)         64 buckets of the digest's table: 64 × (u64be count ‖ 32-byte sum)
//! 'r' ‖ stored row key    the row's value
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

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::digest::{BUCKET_BYTES, Bucket, StateDigest, Undo};
use super::index::{Index, IndexBatch, IndexFault, IndexHome};
use super::row::{BUCKETS, RowChange, RowKey, row_hash};
use super::{Notice, RowEntry, StoreError};
use crate::log::tree::{HASH_BYTES, Hash};

const FORMAT: u8 = 1;
const MARK_KEY: &[u8] = b"m";
const PAGE_KIND: u8 = b't';
const ROW_KIND: u8 = b'r';

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
    pending: BTreeMap<RowKey, Option<Vec<u8>>>,
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
    changes: Vec<RowChange>,
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
            pending: BTreeMap::new(),
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
        self.pending.clear();
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
            Some(value) => Ok(value.clone()),
            None => self.answer(self.index.get(&row_place(key.stored()))),
        }
    }

    /// Rows of an entity, by sub-key.
    pub fn scan(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<RowEntry>, StoreError> {
        let first = RowKey::new(entity, prefix);
        self.check_bucket(first.bucket())?;
        let mut found = BTreeMap::new();
        let mut misshapen = false;
        let scanned = self
            .index
            .scan(
                &row_place(first.stored()),
                &mut |place, value| match RowKey::from_stored(&place[1..]) {
                    Some(key) => drop(found.insert(key, value.to_vec())),
                    None => misshapen = true,
                },
            );
        self.answer(scanned)?;
        if misshapen {
            return Err(self.damaged("a row has a key of no entity"));
        }
        let newer = self.pending.range(&first..);
        for (key, value) in newer.take_while(|(key, _)| key.stored().starts_with(first.stored())) {
            match value {
                Some(value) => found.insert(key.clone(), value.clone()),
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
        // All rows are looked up first: a bucket is compared with the table before it changes.
        let mut stored: HashMap<&RowKey, Option<Hash>> = HashMap::with_capacity(changes.len());
        for (key, _) in &changes {
            if !stored.contains_key(key) {
                stored.insert(key, self.get(key)?.map(|old| row_hash(key, &old)));
            }
        }
        let looked_up = |key: &RowKey| Ok::<_, Infallible>(stored.get(key).copied().flatten());
        let undo = match self.digest.apply(&changes, looked_up) {
            Ok(undo) => undo,
            Err(never) => match never {},
        };
        let digest = self.digest.root();
        Ok(Staged {
            changes,
            undo,
            digest,
        })
    }

    /// Undoes [`Self::stage`].
    pub fn take_back(&mut self, staged: Staged) {
        self.digest.undo(staged.undo);
    }

    /// Keeps what was staged as the rows after `applied` leaves.
    pub fn keep(&mut self, staged: Staged, applied: u64) {
        self.pages_touched
            .extend(staged.undo.buckets().map(page_of));
        self.pending.extend(staged.changes);
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
        let mut batch: IndexBatch = vec![(MARK_KEY.to_vec(), Some(mark))];
        let rows = std::mem::take(&mut self.pending).into_iter();
        batch.extend(rows.map(|(key, value)| (row_place(key.stored()), value)));
        let pages = std::mem::take(&mut self.pages_touched).into_iter();
        batch.extend(pages.map(|page| (vec![PAGE_KIND, page], Some(self.page(page)))));
        let applied = self.index.apply(batch);
        self.answer(applied)?;
        self.settled = self.applied;
        Ok(())
    }

    /// Makes what is in the index survive the process and lets go of it.
    pub fn close(&mut self) -> Result<(), StoreError> {
        self.answer(self.index.flush())?;
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
            self.index
                .scan(&row_place(&bucket.to_be_bytes()), &mut |place, value| {
                    match RowKey::from_stored(&place[1..]) {
                        Some(key) => found.add(&row_hash(&key, value)),
                        None => misshapen = true,
                    }
                });
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

/// The digest of the rows that some changes make out of none.
pub(super) fn digest_of(changes: &[RowChange]) -> Hash {
    let mut digest = StateDigest::new();
    match digest.apply(changes, |_| Ok::<_, Infallible>(None)) {
        Ok(_) => digest.root(),
        Err(never) => match never {},
    }
}

/// Reads mark and table; an index without anything is one with no rows.
fn read_table(index: &dyn Index) -> Result<(u64, StateDigest), IndexFault> {
    let fault = |what: &str| IndexFault(what.to_owned());
    let Some(mark) = index.get(MARK_KEY)? else {
        let mut empty = true;
        index.scan(&[], &mut |_, _| empty = false)?;
        return if empty {
            Ok((0, StateDigest::new()))
        } else {
            Err(fault("its mark is missing"))
        };
    };
    let Some((&[FORMAT], rest)) = mark.split_first_chunk::<1>() else {
        return Err(fault("its mark is of another format"));
    };
    let Some((applied, recorded)) = rest.split_first_chunk::<8>() else {
        return Err(fault("its mark is cut short"));
    };
    let mut buckets = vec![Bucket::default(); BUCKETS];
    let mut misshapen = false;
    index.scan(&[PAGE_KIND], &mut |place, value| {
        let (entries, rest) = value.as_chunks::<BUCKET_BYTES>();
        match place {
            [_, page] if rest.is_empty() && entries.len() == usize::from(PAGE_BUCKETS) => {
                let first = usize::from(*page) * usize::from(PAGE_BUCKETS);
                for (bucket, entry) in buckets[first..].iter_mut().zip(entries) {
                    *bucket = Bucket::from_bytes(entry);
                }
            }
            _ => misshapen = true,
        }
    })?;
    let mut digest = match StateDigest::from_buckets(buckets) {
        Some(digest) if !misshapen => digest,
        Some(_) | None => return Err(fault("its table is misshapen")),
    };
    if recorded.len() != HASH_BYTES || digest.root().as_bytes() != recorded {
        return Err(fault("its table does not give the digest at its mark"));
    }
    match u64::from_be_bytes(*applied) {
        0 => Err(fault("its mark is at no leaf")),
        applied => Ok((applied, digest)),
    }
}

/// Where a row lies in the index.
fn row_place(stored: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(1 + stored.len());
    place.push(ROW_KIND);
    place.extend_from_slice(stored);
    place
}

fn page_of(bucket: u16) -> u8 {
    // There are 256 pages.
    u8::try_from(bucket / PAGE_BUCKETS).unwrap_or(u8::MAX)
}

/// Stands in for an index that is closed.
struct Closed;

impl Index for Closed {
    fn get(&self, _key: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        Err(IndexFault("the index is closed".to_owned()))
    }

    fn scan(&self, _: &[u8], _: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        Err(IndexFault("the index is closed".to_owned()))
    }

    fn apply(&self, _batch: IndexBatch) -> Result<(), IndexFault> {
        Err(IndexFault("the index is closed".to_owned()))
    }

    fn flush(&self) -> Result<(), IndexFault> {
        Err(IndexFault("the index is closed".to_owned()))
    }
}
