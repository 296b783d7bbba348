//! The right edge of a growing tree.

use super::{EMPTY_ROOT, HASH_BYTES, Hash, NodeReader, TREE_SIZE_MAX, TreeHead, node_hash};
use crate::log::tiles::{TILE_HEIGHT, TileNode};

/// Length of the size field in a serialised frontier.
const SIZE_BYTES: usize = 8;

/// The compact right edge of a tree: its complete subtrees that have no parent yet, at most 64.
///
/// It is all that appending needs: the size, the root and every node still to come follow from it.
///
/// Serialised: `u64be size ‖ one 32-byte hash per set bit of size`, the largest subtree first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One root per set bit of `size`, from the highest bit to the lowest.
    peaks: Vec<Hash>,
}

/// Bytes that are not a serialised frontier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// Too short to hold the size.
    #[error("a frontier has at least 8 bytes; found {found}")]
    Short {
        /// Number of bytes given.
        found: usize,
    },
    /// The size exceeds [`TREE_SIZE_MAX`].
    #[error("tree size {size} exceeds {TREE_SIZE_MAX}")]
    Size {
        /// Size as read.
        size: u64,
    },
    /// The size fixes the number of hashes.
    #[error("a frontier of tree size {size} has {expected} bytes; found {found}")]
    Length {
        /// Size as read.
        size: u64,
        /// Number of bytes that the size calls for.
        expected: usize,
        /// Number of bytes given.
        found: usize,
    },
}

impl Frontier {
    /// The tree without leaves.
    pub const fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// Rebuilds the right edge of the tree of `size` leaves from its stored nodes.
    pub fn read<R: NodeReader + ?Sized>(nodes: &R, size: u64) -> Result<Self, R::Error> {
        let mut peaks = Vec::with_capacity(size.count_ones() as usize);
        for level in (0..64u8).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(nodes.node(level, (size >> level) - 1)?);
        }
        Ok(Self { size, peaks })
    }

    /// Number of leaves; also the index of the next one.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree as it stands.
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.peaks.iter().rev().copied();
        let last = smallest_first.next();
        last.map_or(EMPTY_ROOT, |last| {
            smallest_first.fold(last, |right, left| node_hash(left, right))
        })
    }

    /// Size and root of the tree as it stands.
    pub fn head(&self) -> TreeHead {
        TreeHead {
            size: self.size,
            root: self.root(),
        }
    }

    /// Appends a leaf, given by its leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_with(leaf, |_| ());
    }

    /// Appends a leaf, given by its leaf hash, and reports every node that tiles store and that
    /// this leaf completes, lowest first: the leaf itself, and every 256th time a node of the next
    /// tile level, and so on.
    pub fn push_with(&mut self, leaf: Hash, mut completed: impl FnMut(TileNode)) {
        completed(TileNode {
            tile_level: 0,
            index: self.size,
            hash: leaf,
        });
        let mut root = leaf;
        // Each trailing 1 of the size is a finished left subtree that the new one joins.
        for level in 1..=self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                root = node_hash(left, root);
            }
            if level % u32::from(TILE_HEIGHT) == 0 {
                // A level is at most 64, so its eighth fits.
                #[allow(clippy::cast_possible_truncation)]
                let tile_level = (level / u32::from(TILE_HEIGHT)) as u8;
                completed(TileNode {
                    tile_level,
                    index: self.size >> level,
                    hash: root,
                });
            }
        }
        self.peaks.push(root);
        // Cannot overflow in use: what is read from outside is below 2^63, and nobody appends as
        // many again.
        self.size += 1;
    }

    /// The serialised form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SIZE_BYTES + self.peaks.len() * HASH_BYTES);
        bytes.extend_from_slice(&self.size.to_be_bytes());
        bytes.extend(self.peaks.iter().flat_map(|peak| *peak.as_bytes()));
        bytes
    }

    /// Reads the serialised form. Errors: too short, size beyond [`TREE_SIZE_MAX`], a number of
    /// bytes that does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let found = bytes.len();
        let (size, peaks) = bytes
            .split_first_chunk::<SIZE_BYTES>()
            .ok_or(FrontierError::Short { found })?;
        let size = u64::from_be_bytes(*size);
        if size > TREE_SIZE_MAX {
            return Err(FrontierError::Size { size });
        }
        let expected = SIZE_BYTES + size.count_ones() as usize * HASH_BYTES;
        let (peaks, rest) = peaks.as_chunks::<HASH_BYTES>();
        if found != expected || !rest.is_empty() {
            return Err(FrontierError::Length {
                size,
                expected,
                found,
            });
        }
        Ok(Self {
            size,
            peaks: peaks.iter().copied().map(Hash::from_bytes).collect(),
        })
    }
}
