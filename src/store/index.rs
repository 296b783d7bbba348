//! The seam to the index: rows and a few notes about them, kept by something that may lie.
//!
//! What an index says is checked against the state digest by [`super::rows`]; so it is asked for
//! little: rows by key and by prefix, and batches that are applied as a whole, in order. After a crash
//! it may have lost any number of the last batches.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

use super::row::RowChange;

/// What one batch changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexBatch {
    /// Rows in the order of their stored keys, each at most once.
    pub rows: Vec<RowChange>,
    /// Small records beside the rows, by name.
    pub notes: Vec<(Vec<u8>, Vec<u8>)>,
}

/// An index that does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct IndexFault(pub String);

/// An open index.
pub trait Index: Send + Sync {
    /// All notes, by name.
    fn notes(&self) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, IndexFault>;

    /// Whether there are no rows.
    fn is_empty(&self) -> Result<bool, IndexFault>;

    /// The value of the row with this stored key.
    fn get(&self, stored: &[u8]) -> Result<Option<Vec<u8>>, IndexFault>;

    /// Calls `visit` with every row whose stored key begins with `prefix`, in order. The prefix has
    /// at least the two bytes of a bucket.
    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault>;

    /// Applies a batch as a whole. Later batches survive a crash only if this one does.
    fn apply(&mut self, batch: IndexBatch) -> Result<(), IndexFault>;

    /// Makes the batches so far survive the end of the process.
    fn flush(&mut self) -> Result<(), IndexFault>;
}

/// Where an index lives.
pub trait IndexHome: Send + Sync {
    /// Opens the index, making an empty one if there is none.
    fn open(&self) -> Result<Box<dyn Index>, IndexFault>;

    /// Puts the index away, under a name made with `stamp`, so that [`Self::open`] makes a new one.
    /// Returns where it lies; `None` if there was none.
    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault>;
}

/// An index in memory that outlives its openings, for tests and simulations.
///
/// Clones share the index.
#[derive(Clone, Default)]
pub struct MemIndexHome {
    batches: Arc<Mutex<Vec<IndexBatch>>>,
}

/// What an index in memory holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemIndexContent {
    /// Rows by stored key.
    pub rows: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Notes by name.
    pub notes: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl MemIndexContent {
    fn apply(&mut self, batch: &IndexBatch) {
        for (key, value) in &batch.rows {
            match value {
                Some(value) => self.rows.insert(key.stored().to_vec(), value.clone()),
                None => self.rows.remove(key.stored()),
            };
        }
        self.notes.extend(batch.notes.iter().cloned());
    }
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

    /// All rows and notes.
    pub fn content(&self) -> MemIndexContent {
        let mut content = MemIndexContent::default();
        for batch in lock(&self.batches).iter() {
            content.apply(batch);
        }
        content
    }
}

impl IndexHome for MemIndexHome {
    fn open(&self) -> Result<Box<dyn Index>, IndexFault> {
        Ok(Box::new(MemIndex {
            content: self.content(),
            batches: Arc::clone(&self.batches),
        }))
    }

    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault> {
        let had = !std::mem::take(&mut *lock(&self.batches)).is_empty();
        Ok(had.then(|| PathBuf::from(format!("index.damaged-{stamp}"))))
    }
}

struct MemIndex {
    content: MemIndexContent,
    batches: Arc<Mutex<Vec<IndexBatch>>>,
}

impl Index for MemIndex {
    fn notes(&self) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, IndexFault> {
        Ok(self.content.notes.clone())
    }

    fn is_empty(&self) -> Result<bool, IndexFault> {
        Ok(self.content.rows.is_empty())
    }

    fn get(&self, stored: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        Ok(self.content.rows.get(stored).cloned())
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        let from = self.content.rows.range(prefix.to_vec()..);
        for (stored, value) in from.take_while(|(stored, _)| stored.starts_with(prefix)) {
            visit(stored, value);
        }
        Ok(())
    }

    fn apply(&mut self, batch: IndexBatch) -> Result<(), IndexFault> {
        self.content.apply(&batch);
        lock(&self.batches).push(batch);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexFault> {
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
