//! Tiles kept in memory.

use std::borrow::Cow;

use super::{TILE_LEVEL_MAX, TILE_WIDTH, Tile, TileNode, TileReader};
use crate::log::tree::HASH_BYTES;

/// The stored nodes of a tree in memory, as a [`Frontier`](crate::log::tree::Frontier) reports
/// them: for small logs and for tests.
#[derive(Clone, Debug, Default)]
pub struct MemoryTiles {
    /// Per tile level its nodes, end to end.
    levels: [Vec<u8>; TILE_LEVEL_MAX as usize + 1],
}

/// A tile that was not stored yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not stored")]
pub struct NotStored(Tile);

impl MemoryTiles {
    /// No tiles.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a node. Nodes of a level come in the order of their indices, as a frontier that
    /// starts empty reports them; one that is out of order is ignored, and its tile stays unread.
    pub fn store(&mut self, node: TileNode) {
        if let Some(level) = self.levels.get_mut(usize::from(node.tile_level))
            && (level.len() / HASH_BYTES) as u64 == node.index
        {
            level.extend_from_slice(node.hash.as_bytes());
        }
    }
}

impl TileReader for MemoryTiles {
    type Error = NotStored;

    fn tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, NotStored> {
        let found = || {
            let start = usize::try_from(tile.index()).ok()?;
            let start = start.checked_mul(usize::from(TILE_WIDTH) * HASH_BYTES)?;
            let level = self.levels.get(usize::from(tile.level()))?;
            level.get(start..start.checked_add(tile.byte_len())?)
        };
        found().map(Cow::Borrowed).ok_or(NotStored(tile))
    }
}
