//! Stored tree nodes: the hash tiles of the log, one file a tile level.
//!
//! `tiles/0` holds the leaf hashes end to end, `tiles/1` the roots of each 256 leaves, `tiles/2`
//! those of each 65,536, and so on: tile `n` of [`crate::log::tiles`] is bytes
//! `8,192 · n .. 8,192 · (n + 1)` of the file of its level. Nodes are written as they become complete
//! and never synced before a close: they follow from the log.
//!
//! Nothing here is believed. The right edge is compared with the signed root at open; any other tile
//! must hash to the node above it, which is looked up in the same way, the first time it is read. A
//! wrong or missing tile is computed from the leaves under it and written again.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::StoreError;
use super::files::{Context, Files, OpenFile, read_up_to, write_all_at};
use super::log_files::LogFiles;
use super::segment::{Placed, corrupt, segment_name};
use crate::log::tiles::{TILE_LEVEL_MAX, TILE_WIDTH, Tile, TileNode, TileReader, TiledTree};
use crate::log::tree::{Frontier, HASH_BYTES, Hash, leaf_hash};

/// Tile levels a tree of 64-bit size has.
const LEVELS: usize = TILE_LEVEL_MAX as usize + 1;

/// Bytes of a full tile.
const TILE_BYTES: usize = TILE_WIDTH as usize * HASH_BYTES;

/// Full tiles kept in memory once they were checked.
const CHECKED_MAX: usize = 64;

/// The stored nodes of a log.
pub(super) struct Tiles {
    files: Arc<dyn Files>,
    dir: PathBuf,
    levels: [Option<Box<dyn OpenFile>>; LEVELS],
    /// Per level the partial tile at the right edge, maybe empty.
    edge: [Vec<u8>; LEVELS],
    frontier: Frontier,
    checked: Mutex<VecDeque<(Tile, Arc<Vec<u8>>)>>,
    /// What was found wrong and put right.
    mended: Mutex<Vec<String>>,
}

impl Tiles {
    /// The tiles of an empty log. Files that are there are written over.
    pub fn empty(files: Arc<dyn Files>, dir: PathBuf) -> Result<Self, StoreError> {
        files.create_dir_all(&dir).context("create", &dir)?;
        let (checked, mended) = (Mutex::default(), Mutex::default());
        let (levels, edge) = (Default::default(), Default::default());
        Ok(Self {
            files,
            dir,
            levels,
            edge,
            frontier: Frontier::new(),
            checked,
            mended,
        })
    }

    /// The stored tiles of a log of `size` leaves, or why they cannot be used. The caller compares
    /// the root that [`Self::frontier`] gives: all nodes at the right edge go into it.
    pub fn open(
        files: Arc<dyn Files>,
        dir: PathBuf,
        size: u64,
    ) -> Result<Result<Self, String>, StoreError> {
        let mut tiles = Self::empty(files, dir)?;
        for level in 0..LEVELS {
            let nodes = size >> (8 * level);
            if nodes == 0 {
                break;
            }
            if let Err(what) = tiles.open_level(level, nodes)? {
                return Ok(Err(what));
            }
        }
        let nodes = TiledTree::new(EdgeTiles(&tiles.edge), size);
        match Frontier::read(&nodes, size) {
            Ok(frontier) => tiles.frontier = frontier,
            Err(e) => return Ok(Err(e.to_string())),
        }
        Ok(Ok(tiles))
    }

    /// Opens the file of a level that has `nodes` nodes and reads its right edge.
    fn open_level(&mut self, level: usize, nodes: u64) -> Result<Result<(), String>, StoreError> {
        let (full, width) = (nodes / u64::from(TILE_WIDTH), nodes % u64::from(TILE_WIDTH));
        let path = self.path(level);
        let file = match self.files.open(&path, true) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Ok(Err(format!("{} is missing", path.display())));
            }
            Err(e) => return Err(e).context("open", &path),
        };
        let mut edge = vec![0; usize::try_from(width).unwrap_or(0) * HASH_BYTES];
        let read =
            read_up_to(&*file, &mut edge, full * TILE_BYTES as u64).context("read", &path)?;
        if read < edge.len() {
            return Ok(Err(format!("{} ends too early", path.display())));
        }
        self.edge[level] = edge;
        self.levels[level] = Some(file);
        Ok(Ok(()))
    }

    /// Computes the tiles of the first `size` leaves from the log.
    pub fn rebuild(
        files: Arc<dyn Files>,
        dir: PathBuf,
        log: &LogFiles,
        size: u64,
    ) -> Result<Self, StoreError> {
        let mut tiles = Self::empty(files, dir)?;
        let mut walk = log.walk(0)?;
        while let Some(placed) = walk.next(log, size)? {
            let (frontier, nodes) = grown(tiles.frontier(), placed.group.leaves());
            tiles.append(&nodes, frontier)?;
        }
        Ok(tiles)
    }

    /// The right edge of the tree.
    pub fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Takes in the nodes that became complete with some leaves, and the frontier after them.
    pub fn append(&mut self, nodes: &[TileNode], frontier: Frontier) -> Result<(), StoreError> {
        let mut level_nodes: [Vec<u8>; LEVELS] = Default::default();
        let mut first: [u64; LEVELS] = [0; LEVELS];
        for node in nodes {
            let level = usize::from(node.tile_level);
            if level_nodes[level].is_empty() {
                first[level] = node.index;
            }
            level_nodes[level].extend_from_slice(node.hash.as_bytes());
            let edge = &mut self.edge[level];
            edge.extend_from_slice(node.hash.as_bytes());
            if edge.len() == TILE_BYTES {
                edge.clear();
            }
        }
        for (level, bytes) in level_nodes.iter().enumerate() {
            if !bytes.is_empty() {
                self.write(level, bytes, first[level] * HASH_BYTES as u64)?;
            }
        }
        self.frontier = frontier;
        Ok(())
    }

    /// Makes the files durable.
    pub fn sync(&self) -> Result<(), StoreError> {
        for (level, file) in self.levels.iter().enumerate() {
            if let Some(file) = file {
                file.sync_data().context("sync", &self.path(level))?;
            }
        }
        self.files.sync_dir(&self.dir).context("sync", &self.dir)
    }

    /// The node over the leaves `index << level .. (index + 1) << level`.
    pub fn node(&self, log: &LogFiles, level: u8, index: u64) -> Result<Hash, StoreError> {
        let size = self.frontier.size();
        let tile = Tile::of_node(level, index, size).map_err(|_| outside(index, size))?;
        let bytes = self.checked_tile(log, tile)?;
        tile.node(&bytes, level, index)
            .map_err(|_| outside(index, size))
    }

    /// Whether the leaves of a group that lie in `range` are those that the signed root covers.
    ///
    /// Error: [`StoreError::Corrupt`] naming the group: its CRCs hold, but it is not of this log.
    pub fn check(
        &self,
        log: &LogFiles,
        placed: &Placed,
        range: &Range<u64>,
    ) -> Result<(), StoreError> {
        let mut tile: Option<(u64, Arc<Vec<u8>>)> = None;
        for (index, leaf) in (placed.group.first()..).zip(placed.group.leaves()) {
            if !range.contains(&index) {
                continue;
            }
            let number = index / u64::from(TILE_WIDTH);
            let bytes = match tile {
                Some((of, bytes)) if of == number => bytes,
                Some(_) | None => {
                    let tile = Tile::of_node(0, index, self.frontier.size());
                    self.checked_tile(log, tile.map_err(|_| outside(index, self.frontier.size()))?)?
                }
            };
            let (hashes, _) = bytes.as_chunks::<HASH_BYTES>();
            let place = usize::try_from(index % u64::from(TILE_WIDTH)).unwrap_or(usize::MAX);
            if hashes.get(place) != Some(leaf_hash(leaf).as_bytes()) {
                let path = log.dir().join(segment_name(placed.segment));
                let what = format!("leaf {index} is not the one under the signed root");
                return Err(corrupt(&path, placed.start, what));
            }
            tile = Some((number, bytes));
        }
        Ok(())
    }

    /// What was put right since the last call.
    pub fn take_mended(&mut self) -> Vec<String> {
        std::mem::take(&mut lock(&self.mended))
    }

    /// A tile that was compared with the signed root.
    fn checked_tile(&self, log: &LogFiles, tile: Tile) -> Result<Arc<Vec<u8>>, StoreError> {
        let level = usize::from(tile.level());
        if tile.is_partial() {
            return Ok(Arc::new(self.edge[level].clone()));
        }
        if let Some((_, bytes)) = lock(&self.checked).iter().find(|(of, _)| *of == tile) {
            return Ok(Arc::clone(bytes));
        }
        let root = self.node(log, 8 * (tile.level() + 1), tile.index())?;
        let whole = |bytes: &[u8]| tile_root(bytes).is_some_and(|of_bytes| of_bytes == root);
        let stored = self.read(tile)?;
        let bytes = if whole(&stored) {
            stored
        } else {
            let computed = self.compute(log, tile)?;
            if !whole(&computed) {
                let what = format!("neither the tile nor its leaves hash to node {root}");
                return Err(corrupt(
                    &self.path(level),
                    tile.index() * TILE_BYTES as u64,
                    what,
                ));
            }
            self.write_tile(level, &computed, tile.index() * TILE_BYTES as u64)?;
            lock(&self.mended).push(format!("{tile} was wrong"));
            computed
        };
        let bytes = Arc::new(bytes);
        let mut checked = lock(&self.checked);
        if checked.len() >= CHECKED_MAX {
            checked.pop_front();
        }
        checked.push_back((tile, Arc::clone(&bytes)));
        Ok(bytes)
    }

    /// The nodes of a full tile, computed from all the leaves under it.
    fn compute(&self, log: &LogFiles, tile: Tile) -> Result<Vec<u8>, StoreError> {
        let leaves_bits = 8 * (u32::from(tile.level()) + 1);
        let first = tile.index() << leaves_bits;
        let end = (tile.index() + 1) << leaves_bits;
        let mut bytes = Vec::with_capacity(TILE_BYTES);
        // The subtree is complete, so a tree of its leaves alone has the same nodes.
        let mut subtree = Frontier::new();
        let mut walk = log.walk(first)?;
        while subtree.size() < end - first {
            let Some(placed) = walk.next(log, self.frontier.size())? else {
                break;
            };
            let indexed = (placed.group.first()..).zip(placed.group.leaves());
            for (_, leaf) in indexed.filter(|(index, _)| (first..end).contains(index)) {
                subtree.push_with(leaf_hash(leaf), |node| {
                    if node.tile_level == tile.level() {
                        bytes.extend_from_slice(node.hash.as_bytes());
                    }
                });
            }
        }
        Ok(bytes)
    }

    fn read(&self, tile: Tile) -> Result<Vec<u8>, StoreError> {
        let level = usize::from(tile.level());
        let mut bytes = vec![0; tile.byte_len()];
        if let Some(file) = &self.levels[level] {
            let path = self.path(level);
            let offset = tile.index() * TILE_BYTES as u64;
            let read = read_up_to(&**file, &mut bytes, offset).context("read", &path)?;
            bytes.truncate(read);
        }
        Ok(bytes)
    }

    fn write(&mut self, level: usize, bytes: &[u8], offset: u64) -> Result<(), StoreError> {
        if self.levels[level].is_none() {
            let path = self.path(level);
            let file = match self.files.open(&path, true) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => self.files.create(&path),
                opened => opened,
            };
            self.levels[level] = Some(file.context("create", &path)?);
        }
        self.write_tile(level, bytes, offset)
    }

    fn write_tile(&self, level: usize, bytes: &[u8], offset: u64) -> Result<(), StoreError> {
        match &self.levels[level] {
            Some(file) => write_all_at(&**file, bytes, offset).context("write", &self.path(level)),
            None => Ok(()),
        }
    }

    fn path(&self, level: usize) -> PathBuf {
        self.dir.join(level.to_string())
    }
}

/// A frontier with some leaves more, and the nodes they complete.
pub(super) fn grown<'a>(
    frontier: &Frontier,
    leaves: impl ExactSizeIterator<Item = &'a [u8]>,
) -> (Frontier, Vec<TileNode>) {
    let mut frontier = frontier.clone();
    let mut nodes = Vec::with_capacity(leaves.len() + 2);
    for leaf in leaves {
        frontier.push_with(leaf_hash(leaf), |node| nodes.push(node));
    }
    (frontier, nodes)
}

/// The tiles' folder inside a ledger's folder.
pub(super) fn tiles_dir(ledger: &Path) -> PathBuf {
    ledger.join("tiles")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error for a node that a tree of `size` leaves does not have.
fn outside(index: u64, size: u64) -> StoreError {
    StoreError::OutOfRange {
        what: "nodes",
        from: index,
        to: index.saturating_add(1),
        size,
    }
}

/// The root over a full tile; `None` if it is not full.
fn tile_root(bytes: &[u8]) -> Option<Hash> {
    if bytes.len() != TILE_BYTES {
        return None;
    }
    let (hashes, _) = bytes.as_chunks::<HASH_BYTES>();
    let mut frontier = Frontier::new();
    // Joined in pairs like leaves of a tree; the nodes below are already hashed.
    for hash in hashes {
        frontier.push(Hash::from_bytes(*hash));
    }
    Some(frontier.root())
}

/// The right edge read as tiles; asked for a full tile it has none.
struct EdgeTiles<'a>(&'a [Vec<u8>; LEVELS]);

impl TileReader for EdgeTiles<'_> {
    type Error = NotAtTheEdge;

    fn tile(&self, tile: Tile) -> Result<Cow<'_, [u8]>, NotAtTheEdge> {
        let edge = &self.0[usize::from(tile.level())];
        if tile.is_partial() && edge.len() == tile.byte_len() {
            Ok(Cow::Borrowed(edge))
        } else {
            Err(NotAtTheEdge)
        }
    }
}

/// A tile that is not at the right edge.
#[derive(Debug, thiserror::Error)]
#[error("the tile is not at the right edge")]
struct NotAtTheEdge;
