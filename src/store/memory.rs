//! A store in memory: the contract without durability.

use std::collections::BTreeMap;
use std::ops::Range;

use super::digest::StateDigest;
use super::row::normalised;
use super::{
    Appended, Group, Head, LoggedGroup, Notice, RowChange, RowEntry, RowKey, Store, StoreError,
    check_group, check_note, check_range, row_hash,
};
use crate::log::tiles::{MemoryTiles, TiledTree};
use crate::log::tree::{Frontier, Hash, NodeReader, leaf_hash};

/// A store that forgets everything when it is dropped. For tests, rehearsals and what-if questions.
pub struct MemoryStore {
    head: Head,
    leaves: Vec<Vec<u8>>,
    frontier: Frontier,
    tiles: MemoryTiles,
    rows: BTreeMap<RowKey, Vec<u8>>,
    digest: StateDigest,
    note: Option<Vec<u8>>,
    closed: bool,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// An empty log without rows.
    pub fn new() -> Self {
        let (frontier, mut digest) = (Frontier::new(), StateDigest::new());
        Self {
            head: Head {
                tree: frontier.head(),
                state_digest: digest.root(),
            },
            leaves: Vec::new(),
            frontier,
            tiles: MemoryTiles::new(),
            rows: BTreeMap::new(),
            digest,
            note: None,
            closed: false,
        }
    }

    fn size(&self) -> u64 {
        self.head.tree.size
    }

    fn open(&self) -> Result<(), StoreError> {
        if self.closed {
            return Err(StoreError::Poisoned {
                why: "the store was closed".to_owned(),
            });
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    fn head(&self) -> Head {
        self.head
    }

    fn applied(&self) -> u64 {
        self.size()
    }

    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
        self.open()?;
        check_range(&range, self.size())?;
        let index = |n: u64| usize::try_from(n).unwrap_or(self.leaves.len());
        Ok(self.leaves[index(range.start)..index(range.end)].to_vec())
    }

    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.open()?;
        Ok(self.note.clone())
    }

    fn node(&self, level: u8, index: u64) -> Result<Hash, StoreError> {
        self.open()?;
        let size = self.size();
        TiledTree::new(&self.tiles, size)
            .node(level, index)
            .map_err(|_| StoreError::OutOfRange {
                what: "nodes",
                from: index,
                to: index.saturating_add(1),
                size,
            })
    }

    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.open()?;
        Ok(self.rows.get(key).cloned())
    }

    fn rows(&self, entity: &[u8], prefix: &[u8]) -> Result<Vec<RowEntry>, StoreError> {
        self.open()?;
        let first = RowKey::new(entity, prefix);
        let from = self.rows.range(&first..);
        let found = from.take_while(|(key, _)| key.stored().starts_with(first.stored()));
        Ok(found
            .map(|(key, value)| (key.sub().to_vec(), value.clone()))
            .collect())
    }

    fn append(&mut self, size_expected: u64, group: Group<'_>) -> Result<Appended, StoreError> {
        self.open()?;
        check_group(&group)?;
        let first = self.size();
        if size_expected != first {
            return Err(StoreError::Conflict {
                expected: size_expected,
                actual: first,
            });
        }
        let (mut frontier, mut nodes) = (self.frontier.clone(), Vec::new());
        for leaf in &group.leaves {
            frontier.push_with(leaf_hash(leaf), |node| nodes.push(node));
        }
        let changes = normalised(group.rows);
        let undo = self.digest.apply(changes.iter().map(|(key, value)| {
            let old = self.rows.get(key).map(|old| row_hash(key, old));
            (
                key.bucket(),
                old,
                value.as_ref().map(|new| row_hash(key, new)),
            )
        }));
        let tree = frontier.head();
        let sealed = (group.seal)(&tree).map_err(StoreError::from);
        let note = match sealed.and_then(|note| check_note(&note).map(|()| note)) {
            Ok(note) => note,
            Err(e) => {
                self.digest.undo(undo);
                return Err(e);
            }
        };

        self.leaves.extend(group.leaves);
        for (key, value) in changes {
            match value {
                Some(value) => self.rows.insert(key, value),
                None => self.rows.remove(&key),
            };
        }
        for node in nodes {
            self.tiles.store(node);
        }
        self.head = Head {
            tree,
            state_digest: self.digest.root(),
        };
        (self.frontier, self.note) = (frontier, Some(note));
        Ok(Appended {
            first,
            head: self.head,
        })
    }

    fn unapplied(&self) -> Result<Option<LoggedGroup>, StoreError> {
        self.open()?;
        Ok(None)
    }

    fn apply_index(&mut self, group: &LoggedGroup, _: Vec<RowChange>) -> Result<(), StoreError> {
        self.open()?;
        // Rows are never behind the log here.
        Err(StoreError::Conflict {
            expected: group.first(),
            actual: self.size(),
        })
    }

    /// Does nothing: there is no index beside the rows themselves.
    fn rebuild_index(&mut self) -> Result<(), StoreError> {
        self.open()
    }

    fn settle(&mut self) -> Result<(), StoreError> {
        self.open()
    }

    fn close(&mut self) -> Result<(), StoreError> {
        self.open()?;
        self.closed = true;
        Ok(())
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        Vec::new()
    }
}
