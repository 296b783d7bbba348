//! A state held in memory: for audits, tests and the memory store.

use std::collections::BTreeMap;

use super::key::RowKey;
use super::view::{Damage, Effects, State};

/// Rows in a map.
#[derive(Debug, Clone, Default)]
pub struct MemoryState {
    rows: BTreeMap<RowKey, Vec<u8>>,
}

impl MemoryState {
    /// Lays effects down.
    pub fn apply(&mut self, effects: Effects) {
        for (key, value) in effects.into_rows() {
            match value {
                Some(value) => {
                    self.rows.insert(key, value);
                }
                None => {
                    self.rows.remove(&key);
                }
            }
        }
    }

    /// Every row, by key.
    pub fn rows(&self) -> impl Iterator<Item = (&RowKey, &[u8])> {
        self.rows.iter().map(|(key, value)| (key, value.as_slice()))
    }
}

impl State for MemoryState {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        Ok(self.rows.get(key).cloned())
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        let found = self
            .rows
            .range(prefix.clone()..)
            .take_while(|(key, _)| key.entity == prefix.entity && key.sub.starts_with(&prefix.sub));
        Ok(found
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }
}
