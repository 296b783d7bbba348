//! One hash tile, and a tree read from tiles.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::path::{self, PathError};
use super::{TILE_HEIGHT, TILE_LEVEL_MAX, TILE_WIDTH, nodes_at, width_of};
use crate::log::tree::{HASH_BYTES, Hash, NodeReader, node_hash};

/// The coordinates of a hash tile. Shown and parsed as its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

/// Why a tile, or a node in it, is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// No tree has such a tile.
    #[error("no tree has a tile of level {level}, index {index}, width {width}")]
    Coordinates {
        /// Tile level.
        level: u8,
        /// Index within the level.
        index: u64,
        /// Number of hashes.
        width: u16,
    },
    /// The subtree is not complete at this tree size.
    #[error("node {index} of level {level} is not complete in a tree of size {size}")]
    NodeOutsideTree {
        /// Tree level of the node.
        level: u8,
        /// Index within the level.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// The node is in another tile, or to the right of this one's width.
    #[error("{tile} does not hold node {index} of level {level}")]
    NodeOutsideTile {
        /// The tile.
        tile: Tile,
        /// Tree level of the node.
        level: u8,
        /// Index within the level.
        index: u64,
    },
    /// The width fixes the number of bytes.
    #[error("{tile} has {expected} bytes; found {found}")]
    Length {
        /// The tile.
        tile: Tile,
        /// Number of bytes that the width calls for.
        expected: usize,
        /// Number of bytes given.
        found: usize,
    },
}

impl Tile {
    /// A tile by its coordinates: level 0 to 7, width 1 to 256. Error: [`TileError::Coordinates`].
    pub fn new(level: u8, index: u64, width: u16) -> Result<Self, TileError> {
        let exists = level <= TILE_LEVEL_MAX
            && index <= nodes_at(u64::MAX, level) >> TILE_HEIGHT
            && (1..=TILE_WIDTH).contains(&width);
        if exists {
            Ok(Self {
                level,
                index,
                width,
            })
        } else {
            Err(TileError::Coordinates {
                level,
                index,
                width,
            })
        }
    }

    /// All tiles of a tree of `size` leaves, level by level, from left to right; of the right
    /// edge the partial ones.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        Self::grown(0, size)
    }

    /// The tiles that a tree of `new_size` leaves has and one of `old_size` leaves has not: what
    /// must be written when a log grows. A partial tile that became wider counts as another.
    pub fn grown(old_size: u64, new_size: u64) -> impl Iterator<Item = Self> {
        (0..=TILE_LEVEL_MAX).flat_map(move |level| {
            let (old, new) = (nodes_at(old_size, level), nodes_at(new_size, level));
            let indices = if old < new {
                old >> TILE_HEIGHT..new.div_ceil(256)
            } else {
                0..0
            };
            indices.map(move |index| Self {
                level,
                index,
                width: width_of(new, index),
            })
        })
    }

    /// The tile that holds a node, as wide as it is in a tree of `size` leaves. The node is given
    /// by its tree level, which need not be a multiple of 8. Error:
    /// [`TileError::NodeOutsideTree`].
    pub fn of_node(level: u8, index: u64, size: u64) -> Result<Self, TileError> {
        if index >= size.checked_shr(level.into()).unwrap_or(0) {
            return Err(TileError::NodeOutsideTree { level, index, size });
        }
        let tile_level = level / TILE_HEIGHT;
        let tile_index = index >> (TILE_HEIGHT - level % TILE_HEIGHT);
        let width = width_of(nodes_at(size, tile_level), tile_index);
        Ok(Self {
            level: tile_level,
            index: tile_index,
            width,
        })
    }

    /// Tile level, 0 to 7; the tree level of its hashes is eight times it.
    pub const fn level(&self) -> u8 {
        self.level
    }

    /// Index within the tile level.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Number of hashes, 1 to 256.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile is at the right edge and not full.
    pub const fn is_partial(&self) -> bool {
        self.width < TILE_WIDTH
    }

    /// Number of bytes of the tile.
    pub const fn byte_len(&self) -> usize {
        self.width as usize * HASH_BYTES
    }

    /// Reads a node, given by its tree level and index, out of the bytes of this tile.
    ///
    /// Errors: bytes of another length than [`Tile::byte_len`], a node that is not in this tile.
    pub fn node(&self, bytes: &[u8], level: u8, index: u64) -> Result<Hash, TileError> {
        let tile = *self;
        let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
        if bytes.len() != tile.byte_len() || !rest.is_empty() {
            let (expected, found) = (tile.byte_len(), bytes.len());
            return Err(TileError::Length {
                tile,
                expected,
                found,
            });
        }
        let outside = TileError::NodeOutsideTile { tile, level, index };
        let inner_level = level % TILE_HEIGHT;
        if level / TILE_HEIGHT != tile.level || index >> (TILE_HEIGHT - inner_level) != tile.index {
            return Err(outside);
        }
        // Within the tile positions are below 256.
        #[allow(clippy::cast_possible_truncation)]
        let first = ((index << inner_level) & 0xff) as usize;
        let under = hashes
            .get(first..first + (1 << inner_level))
            .ok_or(outside)?;
        Ok(complete_root(
            under.iter().copied().map(Hash::from_bytes).collect(),
        ))
    }
}

/// The root over a row of nodes whose number is a power of two.
fn complete_root(mut row: Vec<Hash>) -> Hash {
    let mut width = row.len();
    while width > 1 {
        width /= 2;
        for at in 0..width {
            row[at] = node_hash(row[2 * at], row[2 * at + 1]);
        }
    }
    row[0]
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        path::write(f, self.index, self.width)
    }
}

impl FromStr for Tile {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let parse = || {
            let (level, place) = text.strip_prefix("tile/")?.split_once('/')?;
            let (index, width) = path::read(place)?;
            Self::new(level.parse().ok()?, index, width).ok()
        };
        parse()
            .filter(|tile| tile.to_string() == text)
            .ok_or_else(|| PathError::new("a hash tile", text))
    }
}

/// Where tiles are read from.
pub trait TileReader {
    /// Why a tile could not be read.
    type Error;

    /// The bytes of `tile`: exactly [`Tile::byte_len`]. Where a wider version of the tile is
    /// stored, its first bytes are those of the narrower one.
    fn tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, Self::Error>;
}

impl<R: TileReader + ?Sized> TileReader for &R {
    type Error = R::Error;

    fn tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, Self::Error> {
        (**self).tile(tile)
    }
}

/// The tree of `size` leaves, read from its tiles. Roots and proofs are made from it.
#[derive(Clone, Copy, Debug)]
pub struct TiledTree<R> {
    tiles: R,
    size: u64,
}

/// Why a node could not be read from tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileNodeError<E> {
    /// The tile could not be read.
    #[error("{tile} cannot be read: {error}")]
    Read {
        /// The tile.
        tile: Tile,
        /// What the reader says.
        error: E,
    },
    /// The tile is not what was asked for.
    #[error(transparent)]
    Tile(#[from] TileError),
}

impl<R: TileReader> TiledTree<R> {
    /// The tree of `size` leaves over `tiles`, which hold at least [`Tile::all`] of that size.
    pub const fn new(tiles: R, size: u64) -> Self {
        Self { tiles, size }
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }
}

impl<R: TileReader> NodeReader for TiledTree<R> {
    type Error = TileNodeError<R::Error>;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error> {
        let tile = Tile::of_node(level, index, self.size)?;
        let bytes = self
            .tiles
            .tile(tile)
            .map_err(|error| TileNodeError::Read { tile, error })?;
        Ok(tile.node(&bytes, level, index)?)
    }
}
