//! The seam to the index: an ordered map of bytes that may lie.
//!
//! What an index says is checked against the state digest by [`super::rows`]; so it is asked for
//! little: values by key and by prefix, and batches that are applied as a whole, in order. After a
//! crash it may have lost any number of the last batches.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

/// Keys with their new values, or `None` to remove one.
pub type IndexBatch = Vec<(Vec<u8>, Option<Vec<u8>>)>;

/// An index that does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct IndexFault(pub String);

/// An open index.
pub trait Index: Send + Sync {
    /// The value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexFault>;

    /// Calls `visit` with every key that begins with `prefix` and its value, in order.
    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault>;

    /// Applies a batch as a whole. Later batches survive a crash only if this one does.
    fn apply(&self, batch: IndexBatch) -> Result<(), IndexFault>;

    /// Makes the batches so far survive the end of the process.
    fn flush(&self) -> Result<(), IndexFault>;
}

/// Where an index lives.
pub trait IndexHome: Send + Sync {
    /// Opens the index, making an empty one if there is none.
    fn open(&self) -> Result<Box<dyn Index>, IndexFault>;

    /// Puts the index away, under a name made with `stamp`, so that [`Self::open`] makes a new
    /// one. Returns where it lies; `None` if there was none.
    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault>;
}

/// An index in memory that outlives its openings, for tests and simulations.
///
/// Clones share the index.
#[derive(Clone, Default)]
pub struct MemIndexHome {
    batches: Arc<Mutex<Vec<IndexBatch>>>,
}

impl MemIndexHome {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many batches it has taken.
    pub fn batches(&self) -> usize {
        lock(&self.batches).len()
    }

    /// A copy of the index as after its first `batches` batches, as a crash may leave it.
    #[must_use]
    pub fn as_after(&self, batches: usize) -> Self {
        let kept = lock(&self.batches).iter().take(batches).cloned().collect();
        Self {
            batches: Arc::new(Mutex::new(kept)),
        }
    }

    /// Adds a batch behind the back of whoever has the index open: damage.
    pub fn tamper(&self, batch: IndexBatch) {
        lock(&self.batches).push(batch);
    }

    /// All keys and values.
    pub fn content(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut map = BTreeMap::new();
        for (key, value) in lock(&self.batches).iter().flatten() {
            put(&mut map, key, value.as_deref());
        }
        map
    }
}

impl IndexHome for MemIndexHome {
    fn open(&self) -> Result<Box<dyn Index>, IndexFault> {
        let map = Mutex::new(self.content());
        Ok(Box::new(MemIndex {
            map,
            batches: Arc::clone(&self.batches),
        }))
    }

    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault> {
        let had = !std::mem::take(&mut *lock(&self.batches)).is_empty();
        Ok(had.then(|| PathBuf::from(format!("index.damaged-{stamp}"))))
    }
}

struct MemIndex {
    map: Mutex<BTreeMap<Vec<u8>, Vec<u8>>>,
    batches: Arc<Mutex<Vec<IndexBatch>>>,
}

impl Index for MemIndex {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        Ok(lock(&self.map).get(key).cloned())
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        for (key, value) in lock(&self.map).range(prefix.to_vec()..) {
            if !key.starts_with(prefix) {
                break;
            }
            visit(key, value);
        }
        Ok(())
    }

    fn apply(&self, batch: IndexBatch) -> Result<(), IndexFault> {
        let mut map = lock(&self.map);
        for (key, value) in &batch {
            put(&mut map, key, value.as_deref());
        }
        lock(&self.batches).push(batch);
        Ok(())
    }

    fn flush(&self) -> Result<(), IndexFault> {
        Ok(())
    }
}

fn put(map: &mut BTreeMap<Vec<u8>, Vec<u8>>, key: &[u8], value: Option<&[u8]>) {
    match value {
        Some(value) => map.insert(key.to_vec(), value.to_vec()),
        None => map.remove(key),
    };
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
