//! State rows: keys, buckets and hashes.
//!
//! A row is a value under a key of two parts: the **entity** it belongs to (a lot, an account, a
//! case) and a **sub-key** inside it. Rows of one entity lie in one bucket, so that a scan over an
//! entity can be checked for rows that are missing:
//!
//! ```text
//! bucket     = first 14 bits of SHA-256(entity)                     0 ..= 16,383
//! row hash   = SHA-256( u32be entity length ‖ entity ‖ u32be sub length ‖ sub ‖ value )
//! stored key = u16be bucket ‖ u16be entity length ‖ entity ‖ sub
//! ```
//!
//! The stored key orders rows by bucket, then entity, then sub-key, and no entity's keys begin with
//! those of another.

use std::fmt;

use sha2::{Digest, Sha256};

use super::StoreError;
use crate::log::tree::Hash;

/// Buckets the rows are spread over; a power of two, for the digest is a full binary tree.
pub const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bits of an entity's hash that choose its bucket.
pub const BUCKET_BITS: u32 = 14;

/// Longest stored key: entity, sub-key and four bytes.
pub const ROW_KEY_BYTES_MAX: usize = 1_024;

/// Longest value of a row.
pub const ROW_VALUE_BYTES_MAX: usize = 256 * 1_024;

/// Bytes of the stored key before the entity.
const KEY_HEAD_BYTES: usize = 4;

/// A row to write: the whole new value, or `None` to remove the row.
pub type RowChange = (RowKey, Option<Vec<u8>>);

/// Where a state row lies: an entity and a sub-key inside it.
///
/// ```
/// use qledger::store::RowKey;
///
/// let key = RowKey::new(b"lot/L1", b"held/ZD-BZ");
/// assert_eq!((key.entity(), key.sub()), (&b"lot/L1"[..], &b"held/ZD-BZ"[..]));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    stored: Vec<u8>,
}

impl RowKey {
    /// The key of the row `sub` of `entity`. Keys longer than [`ROW_KEY_BYTES_MAX`] name no row and
    /// are refused when written.
    pub fn new(entity: &[u8], sub: &[u8]) -> Self {
        let mut stored = Vec::with_capacity(KEY_HEAD_BYTES + entity.len() + sub.len());
        stored.extend_from_slice(&bucket_of(entity).to_be_bytes());
        // A longer entity exceeds the limit on the whole key, which `check_change` enforces.
        let entity_len = u16::try_from(entity.len()).unwrap_or(u16::MAX);
        stored.extend_from_slice(&entity_len.to_be_bytes());
        stored.extend_from_slice(entity);
        stored.extend_from_slice(sub);
        Self { stored }
    }

    /// Reads a stored key back; `None` if it is too short. Whether its bucket is that of its
    /// entity is not looked at: a row in a wrong bucket spoils the bucket's sum.
    pub fn from_stored(stored: &[u8]) -> Option<Self> {
        let (head, rest) = stored.split_first_chunk::<KEY_HEAD_BYTES>()?;
        let entity_len = usize::from(u16::from_be_bytes([head[2], head[3]]));
        (entity_len <= rest.len()).then(|| Self {
            stored: stored.to_vec(),
        })
    }

    /// The entity the row belongs to.
    pub fn entity(&self) -> &[u8] {
        &self.stored[KEY_HEAD_BYTES..self.sub_start()]
    }

    /// The key inside the entity.
    pub fn sub(&self) -> &[u8] {
        &self.stored[self.sub_start()..]
    }

    /// What the stored keys of the rows of an entity begin with whose sub-key begins with `prefix`.
    pub fn stored_prefix(entity: &[u8], prefix: &[u8]) -> Vec<u8> {
        Self::new(entity, prefix).stored
    }

    /// The bucket of the entity.
    pub fn bucket(&self) -> u16 {
        u16::from_be_bytes([self.stored[0], self.stored[1]])
    }

    /// The key as the index orders it.
    pub fn stored(&self) -> &[u8] {
        &self.stored
    }

    fn sub_start(&self) -> usize {
        let len = usize::from(u16::from_be_bytes([self.stored[2], self.stored[3]]));
        KEY_HEAD_BYTES + len
    }
}

impl fmt::Debug for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            self.entity().escape_ascii(),
            self.sub().escape_ascii()
        )
    }
}

/// The bucket of an entity: the first 14 bits of its SHA-256.
pub fn bucket_of(entity: &[u8]) -> u16 {
    let hash = Sha256::digest(entity);
    u16::from_be_bytes([hash[0], hash[1]]) >> (16 - BUCKET_BITS)
}

/// The hash of a row, which the digest of its bucket sums up.
pub fn row_hash(key: &RowKey, value: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    for part in [key.entity(), key.sub()] {
        // Both parts fit 16 bits: `check_change` bounds them.
        hash.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.update(value);
    Hash::from_bytes(hash.finalize().into())
}

/// Changes in the order of their stored keys; of several to one row the last is left.
pub(super) fn normalised(mut changes: Vec<RowChange>) -> Vec<RowChange> {
    // Stable, so that equal keys stay in the order they came.
    changes.sort_by(|(a, _), (b, _)| a.cmp(b));
    changes.reverse();
    changes.dedup_by(|(earlier, _), (later, _)| earlier == later);
    changes.reverse();
    changes
}

/// Refuses a row that is too long to be stored.
pub(super) fn check_change((key, value): &RowChange) -> Result<(), StoreError> {
    let sizes = [
        ("key", key.stored.len(), ROW_KEY_BYTES_MAX),
        (
            "value",
            value.as_ref().map_or(0, Vec::len),
            ROW_VALUE_BYTES_MAX,
        ),
    ];
    for (part, bytes, max) in sizes {
        if bytes > max {
            return Err(StoreError::RowSize { part, bytes, max });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_key_come_back() {
        for (entity, sub) in [
            ("", ""),
            ("e", ""),
            ("", "s"),
            ("lot/1", "held"),
            ("a", "b\0c"),
        ] {
            let key = RowKey::new(entity.as_bytes(), sub.as_bytes());
            assert_eq!(key.entity(), entity.as_bytes());
            assert_eq!(key.sub(), sub.as_bytes());
            assert_eq!(RowKey::from_stored(key.stored()), Some(key));
        }
    }

    #[test]
    fn a_stored_key_that_is_too_short_names_no_row() {
        let key = RowKey::new(b"entity", b"sub");
        assert_eq!(RowKey::from_stored(&key.stored()[..7]), None);
        assert_eq!(RowKey::from_stored(&[]), None);
    }

    #[test]
    fn moving_a_byte_between_the_parts_changes_the_hash() {
        let hashes = [
            ("ab", "c", "d"),
            ("a", "bc", "d"),
            ("a", "b", "cd"),
            ("", "abc", "d"),
        ]
        .map(|(e, s, v)| row_hash(&RowKey::new(e.as_bytes(), s.as_bytes()), v.as_bytes()));
        for (i, a) in hashes.iter().enumerate() {
            assert!(hashes[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn keys_of_one_entity_are_no_prefix_of_anothers() {
        let short = RowKey::new(b"a", b"bc");
        let long = RowKey::new(b"ab", b"c");
        assert!(!long.stored().starts_with(RowKey::new(b"a", b"").stored()));
        assert_ne!(short, long);
    }

    #[test]
    fn of_several_changes_to_a_row_the_last_is_left() {
        let change =
            |entity: &[u8], value: Option<u8>| (RowKey::new(entity, b""), value.map(|v| vec![v]));
        let changes = vec![
            change(b"a", Some(1)),
            change(b"b", Some(2)),
            change(b"a", None),
            change(b"b", Some(3)),
            change(b"c", Some(4)),
            change(b"a", Some(5)),
        ];
        let mut expected = vec![
            change(b"a", Some(5)),
            change(b"b", Some(3)),
            change(b"c", Some(4)),
        ];
        expected.sort();
        assert_eq!(normalised(changes), expected);
    }

    #[test]
    fn oversize_rows_are_refused() {
        let long = RowKey::new(&vec![b'e'; 70_000], b"s");
        assert!(check_change(&(long, None)).is_err());
        let key = RowKey::new(b"e", b"s");
        assert!(check_change(&(key.clone(), Some(vec![0; ROW_VALUE_BYTES_MAX]))).is_ok());
        assert!(check_change(&(key, Some(vec![0; ROW_VALUE_BYTES_MAX + 1]))).is_err());
    }
}
