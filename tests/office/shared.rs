//! A memory store that a test shares with the ledger over it.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use qledger::log::tree::Hash;
use qledger::store::{
    Appended, Group, Head, LoggedGroup, MemoryStore, Notice, RowChange, RowKey, Store, StoreError,
};

type Intruder = Box<dyn FnOnce() + Send>;

/// Size, note and state digest of a group.
type Closed = (u64, Vec<u8>, Hash);

/// One store in several hands.
#[derive(Clone, Default)]
pub struct SharedStore {
    store: Arc<Mutex<MemoryStore>>,
    /// The checkpoints of all groups, in order.
    notes: Arc<Mutex<Vec<Closed>>>,
    /// Runs just before the next append.
    intruder: Arc<Mutex<Option<Intruder>>>,
}

impl SharedStore {
    fn get(&self) -> MutexGuard<'_, MemoryStore> {
        self.store.lock().unwrap()
    }

    /// Takes the first group.
    pub fn begin(&self, group: Group<'_>) -> Result<Box<dyn Store>, StoreError> {
        let mut own = self.clone();
        own.append(0, group)?;
        Ok(Box::new(own))
    }

    /// Lets somebody else write between the next decision and its append.
    pub fn intrude(&self, intruder: impl FnOnce() + Send + 'static) {
        *self.intruder.lock().unwrap() = Some(Box::new(intruder));
    }

    /// Every leaf.
    pub fn all_leaves(&self) -> Vec<Vec<u8>> {
        let size = self.get().head().tree.size;
        self.get().leaves(0..size).unwrap()
    }

    /// Size, note and state digest of every group.
    pub fn checkpoints(&self) -> Vec<Closed> {
        self.notes.lock().unwrap().clone()
    }
}

impl Store for SharedStore {
    fn head(&self) -> Head {
        self.get().head()
    }

    fn applied(&self) -> u64 {
        self.get().applied()
    }

    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
        self.get().leaves(range)
    }

    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.get().checkpoint()
    }

    fn node(&self, level: u8, index: u64) -> Result<Hash, StoreError> {
        self.get().node(level, index)
    }

    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.get().row(key)
    }

    fn rows(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError> {
        self.get().rows(entity, prefix)
    }

    fn append(&mut self, size_expected: u64, group: Group<'_>) -> Result<Appended, StoreError> {
        let intruder = self.intruder.lock().unwrap().take();
        if let Some(intruder) = intruder {
            intruder();
        }
        let appended = self.get().append(size_expected, group)?;
        let note = self.get().checkpoint()?.unwrap();
        let Head { tree, state_digest } = appended.head;
        self.notes
            .lock()
            .unwrap()
            .push((tree.size, note, state_digest));
        Ok(appended)
    }

    fn unapplied(&self) -> Result<Option<LoggedGroup>, StoreError> {
        self.get().unapplied()
    }

    fn apply_index(&mut self, group: &LoggedGroup, rows: Vec<RowChange>) -> Result<(), StoreError> {
        self.get().apply_index(group, rows)
    }

    fn rebuild_index(&mut self) -> Result<(), StoreError> {
        self.get().rebuild_index()
    }

    fn settle(&mut self) -> Result<(), StoreError> {
        self.get().settle()
    }

    fn close(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.get().take_notices()
    }
}
