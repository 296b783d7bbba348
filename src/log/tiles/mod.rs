//! The log as files: hash tiles and entry bundles (C2SP tlog-tiles).
//!
//! # Format
//!
//! A tile holds up to 256 consecutive nodes of one tree level that is a multiple of 8, 32 bytes
//! each, nothing else. Tile `n` of tile level `l` holds the nodes
//! `n · 256 .. (n + 1) · 256` of tree level `8 · l`; the levels between are hashed on demand. An
//! entry bundle holds the leaves under one tile of level 0:
//!
//! ```text
//! hash tile      hash(32) … hash(32)
//! entry bundle   u16be length ‖ leaf … u16be length ‖ leaf
//!
//! tile/<level>/<index>               a full tile: 256 hashes
//! tile/<level>/<index>.p/<width>     the partial tile at the right edge: 1 to 255 hashes
//! tile/entries/<index>[.p/<width>]   the same for leaves
//! ```
//!
//! `<level>` and `<width>` are plain decimals. `<index>` is cut into three-digit path elements of
//! which all but the last begin with `x`: 1234067 is `x001/x234/067`. A tree of 70,000 leaves has
//! 273 full tiles of level 0 and one of width 112, one full tile of level 1 and one of width 17,
//! and one of level 2 of width 1.
//!
//! # Example
//!
//! ```
//! use qledger::log::tiles::{MemoryTiles, Tile, TiledTree};
//! use qledger::log::tree::{self, Frontier, leaf_hash};
//!
//! let mut frontier = Frontier::new();
//! let mut tiles = MemoryTiles::new();
//! for number in 0..300u32 {
//!     frontier.push_with(leaf_hash(&number.to_be_bytes()), |node| tiles.store(node));
//! }
//!
//! let paths: Vec<String> = Tile::all(300).map(|tile| tile.to_string()).collect();
//! assert_eq!(paths, ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]);
//!
//! let nodes = TiledTree::new(&tiles, 300);
//! assert_eq!(tree::root(&nodes, 300)?, frontier.root());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bundle;
mod memory;
mod path;
mod tile;

#[cfg(test)]
mod tests;

pub use bundle::{Bundle, BundleError, ENTRY_BYTES_MAX, append_entry, encode_bundle, parse_bundle};
pub use memory::{MemoryTiles, NotStored};
pub use path::PathError;
pub use tile::{Tile, TileError, TileNodeError, TileReader, TiledTree};

use crate::log::tree::Hash;

/// Tree levels that one tile spans.
pub const TILE_HEIGHT: u8 = 8;

/// Hashes in a full tile, and leaves in a full entry bundle.
pub const TILE_WIDTH: u16 = 1 << TILE_HEIGHT;

/// The highest tile level that a tree of 64-bit size has.
pub const TILE_LEVEL_MAX: u8 = 7;

/// One hash that a tile stores: tile `index / 256` of `tile_level`, place `index % 256`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileNode {
    /// Tile level; the tree level is eight times it.
    pub tile_level: u8,
    /// Index of the node within its tree level.
    pub index: u64,
    /// The node.
    pub hash: Hash,
}

/// Nodes that a tree of `size` leaves has at `tile_level`.
const fn nodes_at(size: u64, tile_level: u8) -> u64 {
    if tile_level > TILE_LEVEL_MAX {
        0
    } else {
        size >> (TILE_HEIGHT * tile_level)
    }
}

/// The width, 0 to 256, that tile `index` has when its level holds `nodes` nodes.
const fn width_of(nodes: u64, index: u64) -> u16 {
    let full = nodes >> TILE_HEIGHT;
    if index < full {
        TILE_WIDTH
    } else if index == full {
        // What is left over is below 256.
        #[allow(clippy::cast_possible_truncation)]
        let width = (nodes & 0xff) as u16;
        width
    } else {
        0
    }
}
