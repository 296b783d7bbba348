//! Proofs, judged from hashes alone.

use super::{EMPTY_ROOT, Hash, PROOF_HASHES_MAX, TreeHead, node_hash};

/// Why a proof does not hold: what does not match what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The leaf cannot be in a tree of this size.
    #[error("leaf {index} is outside a tree of size {size}")]
    IndexOutside {
        /// Index the proof is for.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A tree does not shrink.
    #[error("old size {old} exceeds new size {new}")]
    OldLarger {
        /// Size of the tree said to be older.
        old: u64,
        /// Size of the tree said to be newer.
        new: u64,
    },
    /// Positions and sizes alone fix the number of hashes.
    #[error("the proof has {found} hashes; it needs {expected}")]
    ProofLength {
        /// Number of hashes that the sizes call for.
        expected: usize,
        /// Number of hashes given.
        found: usize,
    },
    /// Leaf, index and proof lead to another root: the leaf is not at this place in this tree.
    #[error("the proof leads to root {computed}; the tree of size {size} has {stated}")]
    InclusionRoot {
        /// Size of the tree.
        size: u64,
        /// Root that leaf and proof give.
        computed: Hash,
        /// Root the leaf was said to be under.
        stated: Hash,
    },
    /// The proof does not contain the old tree.
    #[error("the proof leads to old root {computed}; the tree of size {size} has {stated}")]
    OldRoot {
        /// Size of the old tree.
        size: u64,
        /// Old root that the proof gives.
        computed: Hash,
        /// Old root as stated.
        stated: Hash,
    },
    /// The proof does not lead from the old tree to the new one.
    #[error("the proof leads to new root {computed}; the tree of size {size} has {stated}")]
    NewRoot {
        /// Size of the new tree.
        size: u64,
        /// New root that the proof gives.
        computed: Hash,
        /// New root as stated.
        stated: Hash,
    },
}

/// Number of hashes in the inclusion proof of leaf `index` in a tree of `size` leaves.
///
/// Below the point where the paths of this leaf and of the last leaf meet, every level has a
/// sibling; above it, only the levels at which the path turns right.
pub fn inclusion_proof_len(index: u64, size: u64) -> Result<usize, VerifyError> {
    if index >= size {
        return Err(VerifyError::IndexOutside { index, size });
    }
    let shared = u64::BITS - (index ^ (size - 1)).leading_zeros();
    let above = index.checked_shr(shared).unwrap_or(0).count_ones();
    Ok((shared + above) as usize)
}

/// Number of hashes in the consistency proof from `old_size` to `new_size` leaves.
pub fn consistency_proof_len(old_size: u64, new_size: u64) -> Result<usize, VerifyError> {
    if old_size > new_size {
        return Err(VerifyError::OldLarger {
            old: old_size,
            new: new_size,
        });
    }
    if old_size == 0 || old_size == new_size {
        return Ok(0);
    }
    // It is the inclusion proof of the old tree's last complete subtree, which starts the proof
    // itself unless it is the whole old tree.
    let level = old_size.trailing_zeros();
    let path = inclusion_proof_len(old_size - 1, new_size)? - level as usize;
    Ok(path + usize::from(!old_size.is_power_of_two()))
}

/// The root that `leaf`, a leaf hash at `index`, and `proof` lead to in a tree of `size` leaves.
///
/// Errors: index outside, wrong number of hashes. The caller compares the root; to compare at
/// once, use [`verify_inclusion`].
pub fn inclusion_root(
    leaf: Hash,
    index: u64,
    proof: &[Hash],
    size: u64,
) -> Result<Hash, VerifyError> {
    check_length(proof, inclusion_proof_len(index, size)?)?;
    // RFC 9162, section 2.1.3.2: `node` and `last` are the positions of our node and of the last
    // node of the level that is being joined.
    let (mut node, mut last) = (index, size - 1);
    let mut root = leaf;
    for &sibling in proof {
        if node & 1 == 1 || node == last {
            root = node_hash(sibling, root);
            skip_levels_without_sibling(&mut node, &mut last);
        } else {
            root = node_hash(root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    Ok(root)
}

/// Checks that `leaf`, a leaf hash, stands at `index` in the tree `head` (RFC 9162, section
/// 2.1.3.2). Errors: index outside, wrong number of hashes, another root.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    proof: &[Hash],
    head: TreeHead,
) -> Result<(), VerifyError> {
    let TreeHead { size, root: stated } = head;
    let computed = inclusion_root(leaf, index, proof, size)?;
    if computed == stated {
        Ok(())
    } else {
        Err(VerifyError::InclusionRoot {
            size,
            computed,
            stated,
        })
    }
}

/// Checks that the tree `new` continues the tree `old`: its first leaves are the same, in the
/// same order (RFC 9162, section 2.1.4.2).
///
/// Errors: old larger than new, wrong number of hashes, another old or new root. From the empty
/// tree only the empty root and the empty proof pass.
pub fn verify_consistency(old: TreeHead, new: TreeHead, proof: &[Hash]) -> Result<(), VerifyError> {
    check_length(proof, consistency_proof_len(old.size, new.size)?)?;
    if old.size == 0 {
        return check_old_root(EMPTY_ROOT, old);
    }
    if old.size == new.size {
        return check_old_root(new.root, old);
    }
    let level = old.size.trailing_zeros();
    let (mut node, mut last) = ((old.size - 1) >> level, (new.size - 1) >> level);
    // An old tree of a power of two is itself the subtree that the proof starts from.
    let (start, rest) = match proof {
        [first, rest @ ..] if !old.size.is_power_of_two() => (*first, rest),
        whole => (old.root, whole),
    };
    let (mut old_root, mut new_root) = (start, start);
    for &sibling in rest {
        if node & 1 == 1 || node == last {
            old_root = node_hash(sibling, old_root);
            new_root = node_hash(sibling, new_root);
            skip_levels_without_sibling(&mut node, &mut last);
        } else {
            // To the right of the old tree: only the new tree has it.
            new_root = node_hash(new_root, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    check_old_root(old_root, old)?;
    if new_root == new.root {
        Ok(())
    } else {
        Err(VerifyError::NewRoot {
            size: new.size,
            computed: new_root,
            stated: new.root,
        })
    }
}

/// A last node at an even position has no sibling: it stands for its parent, until it is a right
/// child or the leftmost node.
fn skip_levels_without_sibling(node: &mut u64, last: &mut u64) {
    while *node & 1 == 0 && *node != 0 {
        *node >>= 1;
        *last >>= 1;
    }
}

fn check_length(proof: &[Hash], expected: usize) -> Result<(), VerifyError> {
    let found = proof.len();
    if found == expected && found <= PROOF_HASHES_MAX {
        Ok(())
    } else {
        Err(VerifyError::ProofLength { expected, found })
    }
}

fn check_old_root(computed: Hash, old: TreeHead) -> Result<(), VerifyError> {
    if computed == old.root {
        Ok(())
    } else {
        Err(VerifyError::OldRoot {
            size: old.size,
            computed,
            stated: old.root,
        })
    }
}
