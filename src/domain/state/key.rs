//! Row keys. A row belongs to an entity; rows of one entity are read together and guarded together.
//!
//! The entity is a tag and names, each ended by a NUL byte, which no identifier contains; the
//! sub-key orders rows inside it. So a scan of a prefix never meets another entity's rows.

use std::marker::PhantomData;

/// Where a row lies: bytes only, the store's view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// The entity.
    pub entity: Vec<u8>,
    /// The place inside it.
    pub sub: Vec<u8>,
}

/// The key of a row whose value is an `R`.
pub struct Key<R> {
    row: RowKey,
    of: PhantomData<fn() -> R>,
}

/// The rows of one entity whose sub-keys begin alike and whose values are `R`s.
pub struct Prefix<R> {
    row: RowKey,
    of: PhantomData<fn() -> R>,
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        bytes.extend_from_slice(part);
        bytes.push(0);
    }
    bytes
}

impl<R> Key<R> {
    /// From the names of the entity and of the place inside it.
    pub(super) fn new(entity: &[&str], sub: &[&[u8]]) -> Self {
        let entity: Vec<&[u8]> = entity.iter().map(|name| name.as_bytes()).collect();
        Self {
            row: RowKey {
                entity: join(&entity),
                sub: join(sub),
            },
            of: PhantomData,
        }
    }

    /// The store's view.
    pub fn row(&self) -> &RowKey {
        &self.row
    }
}

impl<R> Prefix<R> {
    /// From the names of the entity and the beginning of the place inside it.
    pub(super) fn new(entity: &[&str], sub: &[&[u8]]) -> Self {
        let Key { row, .. } = Key::<R>::new(entity, sub);
        Self {
            row,
            of: PhantomData,
        }
    }

    /// The store's view.
    pub fn row(&self) -> &RowKey {
        &self.row
    }
}
