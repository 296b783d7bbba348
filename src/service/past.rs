//! The past: the state as it was after an entry, from the log alone.

use super::view::{Leaves, View};
use super::{Ledger, Progress, ServiceError};
use crate::codec::leaf::Leaf;
use crate::domain::moment::Moment;
use crate::domain::state::{Effects, MemoryState, State};
use crate::replay::{CheckedLeaf, FaultAt, Replica, Watch};
use crate::store::LEAVES_READ_MAX;

/// The state right after an entry.
pub struct Past<'a> {
    ledger: &'a Ledger,
    state: MemoryState,
    at: Moment,
}

impl Ledger {
    /// Replays the log up to the leaf at `index`, that one included.
    pub fn past(&self, index: u64, progress: &mut dyn Progress) -> Result<Past<'_>, ServiceError> {
        let size = self.size();
        let all = index.saturating_add(1);
        if all > size {
            return Err(ServiceError::NoLeaf { index, size });
        }
        let mut replica = Replica::new(self.state.workers());
        while replica.head().size < all {
            let first = replica.head().size;
            let leaves = self.leaves(first..all.min(first + LEAVES_READ_MAX))?;
            let checked = replica.check(leaves, first)?;
            replica.take(checked, &mut Nobody)?;
            progress.at(replica.head().size, all);
        }
        let at = self.leaf(index)?.admitted;
        Ok(Past {
            ledger: self,
            state: replica.into_state(),
            at,
        })
    }
}

impl Past<'_> {
    /// The state right after the entry, at the moment it was admitted.
    pub fn view(&self) -> Result<View<'_>, ServiceError> {
        View::on(&self.state, self, self.at)
    }
}

impl Leaves for Past<'_> {
    fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        self.ledger.leaf(index)
    }
}

/// Watches nothing.
struct Nobody;

impl Watch for Nobody {
    type Stop = FaultAt;

    fn leaf(
        &mut self,
        _index: u64,
        _leaf: &CheckedLeaf,
        _before: &dyn State,
        _effects: &Effects,
    ) -> Result<(), FaultAt> {
        Ok(())
    }
}
