//! Row changes that are not in the index yet.

use std::collections::BTreeMap;

use super::row::{BUCKETS, RowChange, RowKey};
use crate::log::tree::Hash;

/// A row that waits: its value and the hash of the row, `None` if it is removed.
pub(super) type Waiting = Option<(Vec<u8>, Hash)>;

/// The changes, by bucket: the maps stay small, and all are in the order of the stored keys.
#[derive(Default)]
pub(super) struct Pending {
    /// Empty before the first change.
    buckets: Vec<BTreeMap<RowKey, Waiting>>,
    rows: usize,
}

impl Pending {
    /// How many rows wait.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// A row, if it waits.
    pub fn get(&self, key: &RowKey) -> Option<&Waiting> {
        self.buckets.get(usize::from(key.bucket()))?.get(key)
    }

    /// Takes a change in, in place of an earlier one to the same row.
    pub fn put(&mut self, key: RowKey, row: Waiting) {
        if self.buckets.is_empty() {
            self.buckets.resize_with(BUCKETS, BTreeMap::new);
        }
        let bucket = &mut self.buckets[usize::from(key.bucket())];
        if bucket.insert(key, row).is_none() {
            self.rows += 1;
        }
    }

    /// The rows whose stored key begins with that of `first`, in order.
    pub fn from<'a>(
        &'a self,
        first: &'a RowKey,
    ) -> impl Iterator<Item = (&'a RowKey, &'a Waiting)> {
        let bucket = self.buckets.get(usize::from(first.bucket())).into_iter();
        let rows = bucket.flat_map(move |bucket| bucket.range(first..));
        rows.take_while(|(key, _)| key.stored().starts_with(first.stored()))
    }

    /// Takes all changes out, in the order of the stored keys.
    pub fn take(&mut self) -> Vec<RowChange> {
        let buckets = std::mem::take(&mut self.buckets).into_iter().flatten();
        let mut changes = Vec::with_capacity(self.rows);
        changes.extend(buckets.map(|(key, row)| (key, row.map(|(value, _)| value))));
        self.rows = 0;
        changes
    }
}
