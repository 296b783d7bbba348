//! A ledger's state and tree, rebuilt in memory from leaves.

use super::fault::FaultAt;
use super::ground::{Ground, LogRoots};
use super::keyring::Keyring;
use super::leaf::{CheckedLeaf, check_leaves, redo};
use super::workers::Workers;
use crate::domain::state::{Damage, Draft, Effects, MemoryState, State};
use crate::log::tiles::{MemoryTiles, TiledTree};
use crate::log::tree::{self, Frontier, Hash, TreeHead};

/// What is rebuilt from leaves alone.
pub struct Replica {
    state: MemoryState,
    log: MemoryLog,
    keyring: Keyring,
    workers: Workers,
}

/// Looks on while leaves are redone.
pub trait Watch {
    /// Why it stops the replay.
    type Stop: From<FaultAt>;

    /// The leaf at `index` is about to change `effects` on `before`.
    fn leaf(
        &mut self,
        index: u64,
        leaf: &CheckedLeaf,
        before: &dyn State,
        effects: &Effects,
    ) -> Result<(), Self::Stop>;
}

impl Replica {
    /// Of no leaf yet.
    pub fn new(workers: Workers) -> Self {
        let (state, log) = (MemoryState::default(), MemoryLog::default());
        Self {
            state,
            log,
            keyring: Keyring::default(),
            workers,
        }
    }

    /// The rows after the leaves taken.
    pub fn state(&self) -> &MemoryState {
        &self.state
    }

    /// The rows after the leaves taken, to keep.
    pub fn into_state(self) -> MemoryState {
        self.state
    }

    /// Size and root of the leaves taken.
    pub fn head(&self) -> TreeHead {
        self.log.frontier.head()
    }

    /// Reads and verifies leaves that will be taken next, the first of them at `first`: as many at
    /// once as the caller likes, for this is what takes the time.
    pub fn check(&mut self, leaves: Vec<Vec<u8>>, first: u64) -> Result<Vec<CheckedLeaf>, FaultAt> {
        check_leaves(leaves, first, &self.state, &mut self.keyring, self.workers)
    }

    /// Takes leaves that were checked, one after the other; the rows that they changed together,
    /// as they were before.
    pub fn take<W: Watch>(
        &mut self,
        leaves: impl IntoIterator<Item = CheckedLeaf>,
        watch: &mut W,
    ) -> Result<RowsBefore, W::Stop> {
        let mut index = self.head().size;
        let grown = MemoryGrowth::over(&self.log);
        let ground = Ground::new(&self.state, &grown, index);
        let mut draft = Draft::on(&ground);
        for leaf in leaves {
            let effects = redo(&draft, index, &leaf).map_err(|fault| FaultAt { index, fault })?;
            watch.leaf(index, &leaf, &draft, &effects)?;
            draft.absorb(effects);
            grown.push(leaf.hash());
            index += 1;
            ground.grown_to(index);
        }
        let effects = draft.into_effects();
        let added = grown.into_added();
        for leaf in added {
            self.log.push(leaf);
        }
        let mut before = RowsBefore::with_capacity(effects.len());
        for (key, value) in effects.rows() {
            let old = self.state.row(key).map_err(|damage| FaultAt {
                index,
                fault: damage.into(),
            })?;
            before.push((key.clone(), old, value.map(<[u8]>::to_vec)));
        }
        self.state.apply(effects);
        Ok(before)
    }
}

/// Rows that changed: key, value before, value after.
pub type RowsBefore = Vec<(
    crate::domain::state::RowKey,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
)>;

/// A tree in memory, whose earlier roots can be asked for.
#[derive(Default)]
struct MemoryLog {
    frontier: Frontier,
    tiles: MemoryTiles,
}

impl MemoryLog {
    fn push(&mut self, leaf: Hash) {
        let tiles = &mut self.tiles;
        self.frontier.push_with(leaf, |node| tiles.store(node));
    }
}

/// The same with leaves that are being taken.
struct MemoryGrowth<'a> {
    log: &'a MemoryLog,
    added: std::cell::RefCell<Vec<Hash>>,
}

impl<'a> MemoryGrowth<'a> {
    fn over(log: &'a MemoryLog) -> Self {
        Self {
            log,
            added: std::cell::RefCell::default(),
        }
    }

    fn push(&self, leaf: Hash) {
        self.added.borrow_mut().push(leaf);
    }

    fn into_added(self) -> Vec<Hash> {
        self.added.into_inner()
    }
}

impl LogRoots for MemoryGrowth<'_> {
    fn root(&self, size: u64) -> Result<Option<Hash>, Damage> {
        let base = self.log.frontier.size();
        if size <= base {
            let nodes = TiledTree::new(&self.log.tiles, base);
            let root = tree::root(&nodes, size);
            return root
                .map(Some)
                .map_err(|error| Damage::of("the tree", error));
        }
        let added = self.added.borrow();
        let beyond = usize::try_from(size - base)
            .ok()
            .and_then(|beyond| added.get(..beyond));
        let Some(beyond) = beyond else {
            return Ok(None);
        };
        let mut frontier = self.log.frontier.clone();
        for leaf in beyond {
            frontier.push(*leaf);
        }
        Ok(Some(frontier.root()))
    }
}
