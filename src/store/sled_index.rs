//! The index in sled 0.34, for what is small.
//!
//! sled keeps no promise after a damage: it may open with entries missing, or panic. Both are faults
//! like any other here, for nothing that sled says is believed before the state digest agrees. Panics
//! are caught, and the database they came from is not asked again.
//!
//! ```text
//! 'n' ‖ name         a note
//! 'p'                how many rows are here at most (u64be), and the packs, oldest first
//! 'r' ‖ stored key   1 ‖ value, or 0 for a row that a pack holds and that is removed
//! ```

use std::collections::BTreeMap;
use std::fs::{self, TryLockError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::index::{Index, IndexFault, IndexHome};
use super::packed_index::{PackLimits, PackedIndex};

/// Bytes sled may cache, unless told otherwise.
const CACHE_BYTES: u64 = 32 << 20;

/// A folder with an index: a sled database and packs, files of rows that never change.
#[derive(Debug, Clone)]
pub struct SledHome {
    dir: PathBuf,
    cache_bytes: u64,
    limits: PackLimits,
}

impl SledHome {
    /// The index in this folder, which need not be there yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        let limits = PackLimits {
            hot_rows_max: 16_384,
            pack_rows_min: 4_096,
        };
        Self {
            dir: dir.into(),
            cache_bytes: CACHE_BYTES,
            limits,
        }
    }

    /// Bounds sled's cache.
    #[must_use]
    pub fn with_cache_bytes(self, cache_bytes: u64) -> Self {
        Self {
            cache_bytes,
            ..self
        }
    }

    /// Sets how many rows sled may hold, and how many in one batch go to a pack at once.
    #[must_use]
    pub fn with_rows(self, hot_rows_max: u64, pack_rows_min: u64) -> Self {
        Self {
            limits: PackLimits {
                hot_rows_max,
                pack_rows_min,
            },
            ..self
        }
    }
}

impl IndexHome for SledHome {
    fn open(&self) -> Result<Box<dyn Index>, IndexFault> {
        let hot = Hot::open(&self.dir.join("sled"), self.cache_bytes)?;
        Ok(Box::new(PackedIndex::open(
            hot,
            &self.dir.join("packs"),
            self.limits,
        )?))
    }

    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault> {
        let to = free_name(&self.dir, stamp);
        match fs::rename(&self.dir, &to) {
            Ok(()) => Ok(Some(to)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(IndexFault(format!(
                "cannot set {} aside: {e}",
                self.dir.display()
            ))),
        }
    }
}

/// A name beside `dir` that is not taken.
fn free_name(dir: &Path, stamp: u64) -> PathBuf {
    let name = |suffix: String| {
        let mut path = dir.as_os_str().to_owned();
        path.push(suffix);
        PathBuf::from(path)
    };
    let names = (0u32..).map(|n| match n {
        0 => name(format!(".damaged-{stamp}")),
        n => name(format!(".damaged-{stamp}-{n}")),
    });
    names
        .into_iter()
        .find(|path| !path.exists())
        .unwrap_or_else(|| name(".damaged".to_owned()))
}

/// How long an opening waits for sled's threads to end: 5 s at most, mostly not at all.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
const LOCK_TRIES_MAX: u32 = 500;

const NOTE_KIND: u8 = b'n';
const ROW_KIND: u8 = b'r';
const PACKS_KEY: &[u8] = b"p";

/// What a row in sled says.
pub(super) type HotRow = Option<Vec<u8>>;

/// The part of an index that lies in sled.
pub(super) struct Hot {
    /// `None` only while it is dropped.
    db: Option<sled::Db>,
}

/// A batch for sled.
#[derive(Default)]
pub(super) struct HotBatch(sled::Batch);

impl HotBatch {
    /// Sets a note.
    pub fn note(&mut self, name: &[u8], value: Vec<u8>) {
        self.0.insert(place(NOTE_KIND, name), value);
    }

    /// Sets the list of packs.
    pub fn packs(&mut self, packs: Vec<u8>) {
        self.0.insert(PACKS_KEY, packs);
    }

    /// Sets a row, or marks it as removed.
    pub fn row(&mut self, stored: &[u8], value: Option<&[u8]>) {
        let tagged = match value {
            Some(value) => place(1, value),
            None => vec![0],
        };
        self.0.insert(place(ROW_KIND, stored), tagged);
    }

    /// Takes a row away, for a pack holds it now.
    pub fn forget(&mut self, stored: &[u8]) {
        self.0.remove(place(ROW_KIND, stored));
    }
}

/// Waits for the threads of a database that this process dropped a moment ago. Other processes are
/// kept out by the ledger's own lock; sled would take what is left of its own for one of them.
fn wait_until_free(dir: &Path) {
    let Ok(file) = fs::File::open(dir.join("db")) else {
        return;
    };
    for _ in 0..LOCK_TRIES_MAX {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            // Whatever else is wrong is sled's to say.
            Ok(()) | Err(TryLockError::Error(_)) => return,
        }
    }
}

impl Hot {
    fn open(dir: &Path, cache_bytes: u64) -> Result<Self, IndexFault> {
        wait_until_free(dir);
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(cache_bytes)
            // Nothing depends on when rows reach the disk, so no thread has to see to it.
            .flush_every_ms(None);
        Ok(Self {
            db: Some(caught(|| config.open())?),
        })
    }

    fn ask<T>(&self, ask: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, IndexFault> {
        match &self.db {
            Some(db) => caught(|| ask(db)),
            None => Err(IndexFault("the index is closed".to_owned())),
        }
    }

    /// All notes.
    pub fn notes(&self) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, IndexFault> {
        self.ask(|db| {
            let notes = db.scan_prefix([NOTE_KIND]);
            notes
                .map(|note| note.map(|(name, value)| (name[1..].to_vec(), value.to_vec())))
                .collect()
        })
    }

    /// The list of packs.
    pub fn packs(&self) -> Result<Option<Vec<u8>>, IndexFault> {
        self.ask(|db| Ok(db.get(PACKS_KEY)?.map(|packs| packs.to_vec())))
    }

    /// A row, `None` if none is here; the row itself is `None` if it is removed.
    pub fn row(&self, stored: &[u8]) -> Result<Option<HotRow>, IndexFault> {
        match self.ask(|db| db.get(place(ROW_KIND, stored)))? {
            Some(tagged) => untagged(&tagged).map(Some),
            None => Ok(None),
        }
    }

    /// All rows whose stored key begins with `prefix`, in order.
    pub fn rows(&self, prefix: &[u8]) -> Result<Vec<(Vec<u8>, HotRow)>, IndexFault> {
        let found: Vec<(sled::IVec, sled::IVec)> =
            self.ask(|db| db.scan_prefix(place(ROW_KIND, prefix)).collect())?;
        let row = |(place, tagged): (sled::IVec, sled::IVec)| {
            Ok((place[1..].to_vec(), untagged(&tagged)?))
        };
        found.into_iter().map(row).collect()
    }

    /// Applies a batch as a whole.
    pub fn apply(&self, batch: HotBatch) -> Result<(), IndexFault> {
        self.ask(|db| db.apply_batch(batch.0))
    }

    /// Makes the batches so far survive the process.
    pub fn flush(&self) -> Result<(), IndexFault> {
        self.ask(|db| db.flush().map(|_| ()))
    }
}

impl Drop for Hot {
    fn drop(&mut self) {
        // Dropping writes out what is buffered and may panic like any other call.
        if let Some(db) = self.db.take() {
            let _ = catch_unwind(AssertUnwindSafe(move || drop(db)));
        }
    }
}

fn place(kind: u8, rest: &[u8]) -> Vec<u8> {
    let mut place = Vec::with_capacity(1 + rest.len());
    place.push(kind);
    place.extend_from_slice(rest);
    place
}

fn untagged(tagged: &[u8]) -> Result<HotRow, IndexFault> {
    match tagged {
        [0] => Ok(None),
        [1, value @ ..] => Ok(Some(value.to_vec())),
        _ => Err(IndexFault("a row in sled has no tag".to_owned())),
    }
}

/// Runs a call into sled, turning its errors and panics into faults.
fn caught<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, IndexFault> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(e)) => Err(IndexFault(format!("sled: {e}"))),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str);
            let words = words
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no words");
            Err(IndexFault(format!("sled panicked: {words}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_being_let_go_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Hot::open(folder.path(), CACHE_BYTES);
        let held = open().unwrap();
        let mut batch = HotBatch::default();
        batch.note(b"n", vec![7]);
        held.apply(batch).unwrap();
        let letting_go = thread::spawn(move || {
            thread::sleep(5 * LOCK_PAUSE);
            drop(held);
        });
        assert_eq!(open().unwrap().notes().unwrap()[&b"n"[..]], [7]);
        letting_go.join().unwrap();
    }
}
