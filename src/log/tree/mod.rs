//! The RFC 6962 Merkle tree over SHA-256: hashes, growth, proofs.
//!
//! # Shape
//!
//! ```text
//! leaf hash   SHA-256(0x00 ‖ data)
//! inner node  SHA-256(0x01 ‖ left ‖ right)
//! empty tree  SHA-256("")
//! n ≥ 2       split at the largest power of two below n; left part, right part
//! ```
//!
//! A **node** is named by `(level, index)`: the root of the complete subtree over the leaves
//! `index · 2^level .. (index + 1) · 2^level`; level 0 holds the leaf hashes. Only complete
//! subtrees are nodes: they never change as the tree grows, so they can be stored. Whatever else
//! a root or a proof needs is hashed together from nodes on demand.
//!
//! - [`Frontier`] grows a tree in O(log n) memory and tells which stored nodes became complete.
//! - [`root`], [`inclusion_proof`] and [`consistency_proof`] read nodes through [`NodeReader`].
//! - [`verify_inclusion`] and [`verify_consistency`] need no tree, only hashes (RFC 9162,
//!   sections 2.1.3.2 and 2.1.4.2).
//!
//! # Example
//!
//! ```
//! use qledger::log::tree::{self, Frontier, leaf_hash, node_hash};
//!
//! let (a, b, c) = (leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c"));
//! let mut frontier = Frontier::new();
//! for leaf in [a, b, c] {
//!     frontier.push(leaf);
//! }
//! let head = frontier.head();
//! assert_eq!(head.root, node_hash(node_hash(a, b), c));
//!
//! // `b` is in the tree: its sibling `a`, then the subtree on the right.
//! tree::verify_inclusion(b, 1, &[a, c], head)?;
//! # Ok::<(), tree::VerifyError>(())
//! ```

mod frontier;
mod hash;
mod prove;
mod verify;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;

pub use frontier::{Frontier, FrontierError};
pub use hash::{EMPTY_ROOT, HASH_BYTES, Hash, HashError, leaf_hash, node_hash};
pub use prove::{NodeReader, ProveError, consistency_proof, inclusion_proof, root};
pub use verify::{
    VerifyError, consistency_proof_len, inclusion_proof_len, inclusion_root, verify_consistency,
    verify_inclusion,
};

use serde::{Deserialize, Serialize};

/// Largest tree size that is read from outside: readers in other languages hold it in a signed
/// 64-bit number.
pub const TREE_SIZE_MAX: u64 = (1 << 63) - 1;

/// No proof in a tree of up to [`TREE_SIZE_MAX`] leaves is longer, so a longer one is refused.
pub const PROOF_HASHES_MAX: usize = 64;

/// The size of a tree and its root at that size: what a checkpoint commits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// Number of leaves; also the index of the next one.
    pub size: u64,
    /// Root of the tree of `size` leaves.
    pub root: Hash,
}

/// The largest power of two below `size`, where RFC 6962 splits a tree. `size` is at least 2.
const fn split_point(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}
