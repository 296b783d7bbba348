//! Groups of the log, turned into the rows they make.

use std::collections::VecDeque;

use super::ServiceError;
use super::state::{StoreState, store_key};
use crate::domain::state::{Draft, Effects};
use crate::replay::{CheckedLeaf, Fault, FaultAt, Ground, Keyring, check_leaves, redo};
use crate::store::{LoggedGroup, RowChange, Store};

/// Leaves read and verified ahead: enough that small groups keep all threads busy.
const LEAVES_AHEAD: u64 = 1_024;

/// Redoes groups one after the other on the store's own rows.
pub(super) struct Replayer<'a> {
    state: &'a StoreState,
    keyring: Keyring,
    ahead: VecDeque<CheckedLeaf>,
}

impl<'a> Replayer<'a> {
    pub fn new(state: &'a StoreState) -> Self {
        Self {
            state,
            keyring: Keyring::default(),
            ahead: VecDeque::new(),
        }
    }

    /// The rows as they stand after a group, which must be the next.
    pub fn redo(&mut self, group: &LoggedGroup) -> Result<Vec<RowChange>, ServiceError> {
        let ground = Ground::new(self.state, self.state, group.first());
        let mut draft = Draft::on(&ground);
        for index in group.first()..group.size() {
            let leaf = self.next(index)?;
            let effects =
                redo(&draft, index, &leaf).map_err(|fault| self.error(FaultAt { index, fault }))?;
            draft.absorb(effects);
            ground.grown_to(index + 1);
        }
        Ok(row_changes(draft.into_effects()))
    }

    fn next(&mut self, index: u64) -> Result<CheckedLeaf, ServiceError> {
        if let Some(leaf) = self.ahead.pop_front() {
            return Ok(leaf);
        }
        let size = self.state.ask(Store::head).tree.size;
        let end = size.min(index + LEAVES_AHEAD);
        let leaves = self.state.ask(|store| store.leaves(index..end))?;
        let workers = self.state.workers();
        let checked = check_leaves(leaves, index, self.state, &mut self.keyring, workers);
        self.ahead = checked.map_err(|fault| self.error(fault))?.into();
        self.ahead
            .pop_front()
            .ok_or(ServiceError::NoLeaf { index, size })
    }

    /// A fault of the log; or the store's own error, where the rows could not be read.
    fn error(&self, at: FaultAt) -> ServiceError {
        if let Fault::State(damage) = at.fault {
            return self.state.explain(damage);
        }
        ServiceError::Replay(at)
    }
}

/// Effects as the store takes them.
pub(super) fn row_changes(effects: Effects) -> Vec<RowChange> {
    effects
        .into_rows()
        .map(|(key, value)| (store_key(&key), value))
        .collect()
}
