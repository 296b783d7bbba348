//! The index in sled 0.34.
//!
//! sled keeps no promise after a damage: it may open with entries missing, or panic. Both are faults
//! like any other here, for nothing that sled says is believed before the state digest agrees. Panics
//! are caught, and the database they came from is never touched again.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::index::{Index, IndexBatch, IndexFault, IndexHome};

/// Bytes sled may cache, unless told otherwise.
const CACHE_BYTES: u64 = 32 << 20;

/// A folder with a sled database.
#[derive(Debug, Clone)]
pub struct SledHome {
    dir: PathBuf,
    cache_bytes: u64,
}

impl SledHome {
    /// The index in this folder, which need not be there yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            cache_bytes: CACHE_BYTES,
        }
    }

    /// Bounds the cache.
    #[must_use]
    pub fn with_cache_bytes(self, cache_bytes: u64) -> Self {
        Self {
            cache_bytes,
            ..self
        }
    }
}

impl IndexHome for SledHome {
    fn open(&self) -> Result<Box<dyn Index>, IndexFault> {
        let config = sled::Config::new()
            .path(&self.dir)
            .cache_capacity(self.cache_bytes)
            // Nothing depends on when rows reach the disk, so no thread has to see to it.
            .flush_every_ms(None);
        let db = caught(|| config.open())?;
        Ok(Box::new(SledIndex { db: Some(db) }))
    }

    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault> {
        let fault =
            |e: io::Error| IndexFault(format!("cannot set {} aside: {e}", self.dir.display()));
        let to = free_name(&self.dir, stamp);
        match fs::rename(&self.dir, &to) {
            Ok(()) => Ok(Some(to)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(fault(e)),
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

struct SledIndex {
    /// `None` only while it is dropped.
    db: Option<sled::Db>,
}

impl SledIndex {
    fn ask<T>(&self, ask: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, IndexFault> {
        match &self.db {
            Some(db) => caught(|| ask(db)),
            None => Err(IndexFault("the index is closed".to_owned())),
        }
    }
}

impl Index for SledIndex {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        self.ask(|db| Ok(db.get(key)?.map(|value| value.to_vec())))
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        self.ask(|db| {
            for row in db.scan_prefix(prefix) {
                let (key, value) = row?;
                visit(&key, &value);
            }
            Ok(())
        })
    }

    fn apply(&self, batch: IndexBatch) -> Result<(), IndexFault> {
        let mut changes = sled::Batch::default();
        for (key, value) in batch {
            match value {
                Some(value) => changes.insert(key, value),
                None => changes.remove(key),
            }
        }
        self.ask(|db| db.apply_batch(changes))
    }

    fn flush(&self) -> Result<(), IndexFault> {
        self.ask(|db| db.flush().map(|_| ()))
    }
}

impl Drop for SledIndex {
    fn drop(&mut self) {
        // Dropping writes out what is buffered and may panic like any other call.
        if let Some(db) = self.db.take() {
            let _ = catch_unwind(AssertUnwindSafe(move || drop(db)));
        }
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
