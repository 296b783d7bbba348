//! Roots and proofs, made from stored nodes.

use super::{EMPTY_ROOT, Hash, node_hash, split_point};

/// Where roots and proofs read nodes from. A closure `Fn(u8, u64) -> Result<Hash, E>` is one.
pub trait NodeReader {
    /// Why a node could not be read.
    type Error;

    /// The root of the complete subtree over the leaves
    /// `index << level .. (index + 1) << level`.
    ///
    /// Asked only for subtrees that lie wholly within the tree size of the call that asks.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

impl<F, E> NodeReader for F
where
    F: Fn(u8, u64) -> Result<Hash, E>,
{
    type Error = E;

    fn node(&self, level: u8, index: u64) -> Result<Hash, E> {
        self(level, index)
    }
}

/// Why a proof could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProveError<E> {
    /// The leaf is not in the tree.
    #[error("leaf {index} is outside a tree of size {size}")]
    IndexOutside {
        /// Index asked for.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A tree does not shrink: the old size must not exceed the new one.
    #[error("old size {old} exceeds new size {new}")]
    OldLarger {
        /// Size of the tree said to be older.
        old: u64,
        /// Size of the tree said to be newer.
        new: u64,
    },
    /// The reader failed.
    #[error("a node cannot be read: {0}")]
    Read(E),
}

/// The root of the first `size` leaves.
pub fn root<R: NodeReader + ?Sized>(nodes: &R, size: u64) -> Result<Hash, R::Error> {
    range_root(nodes, 0, size)
}

/// The inclusion proof of leaf `index` in the tree of `size` leaves, from the leaf's sibling up
/// (RFC 6962, section 2.1.1): at most [`super::PROOF_HASHES_MAX`] hashes.
pub fn inclusion_proof<R: NodeReader + ?Sized>(
    nodes: &R,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if index >= size {
        return Err(ProveError::IndexOutside { index, size });
    }
    let mut siblings = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split_point(end - start);
        if index < middle {
            siblings.push((middle, end));
            end = middle;
        } else {
            siblings.push((start, middle));
            start = middle;
        }
    }
    read_upwards(nodes, &siblings)
}

/// The proof that the tree of `old_size` leaves is a prefix of the tree of `new_size` leaves
/// (RFC 6962, section 2.1.2): at most [`super::PROOF_HASHES_MAX`] hashes, none if the sizes are
/// equal. The empty tree is a prefix of every tree; that needs no proof and gives an empty one.
pub fn consistency_proof<R: NodeReader + ?Sized>(
    nodes: &R,
    old_size: u64,
    new_size: u64,
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    if old_size > new_size {
        return Err(ProveError::OldLarger {
            old: old_size,
            new: new_size,
        });
    }
    if old_size == 0 {
        return Ok(Vec::new());
    }
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, new_size);
    while end != old_size {
        let middle = start + split_point(end - start);
        if old_size <= middle {
            parts.push((middle, end));
            end = middle;
        } else {
            parts.push((start, middle));
            start = middle;
        }
    }
    // The verifier knows the old root, so the old tree itself is left out; a part of it is not.
    if start != 0 {
        parts.push((start, end));
    }
    read_upwards(nodes, &parts)
}

/// Hashes of leaf ranges that were found from the root down, in the order a verifier needs them.
fn read_upwards<R: NodeReader + ?Sized>(
    nodes: &R,
    ranges: &[(u64, u64)],
) -> Result<Vec<Hash>, ProveError<R::Error>> {
    let hashes = ranges
        .iter()
        .rev()
        .map(|&(start, end)| range_root(nodes, start, end));
    hashes.collect::<Result<_, _>>().map_err(ProveError::Read)
}

/// The root over the leaves `start..end`, a subtree that RFC 6962 splits make: `start` is a
/// multiple of every power of two up to `end - start`, so each set bit of the length is one node.
fn range_root<R: NodeReader + ?Sized>(nodes: &R, start: u64, end: u64) -> Result<Hash, R::Error> {
    let mut root = None;
    let mut length = end - start;
    while length > 0 {
        let level = length.trailing_zeros();
        length &= length - 1;
        // A level is below 64, so it fits.
        #[allow(clippy::cast_possible_truncation)]
        let node = nodes.node(level as u8, (start + length) >> level)?;
        root = Some(root.map_or(node, |right| node_hash(node, right)));
    }
    Ok(root.unwrap_or(EMPTY_ROOT))
}
