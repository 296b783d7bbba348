//! Opening a ledger that is there.

use super::Progress;
use super::seams::{Clock, Entropy};
use super::state::StoreState;
use super::{Ledger, Operator, ServiceError};
use crate::codec::leaf::Leaf;
use crate::domain::ids::LedgerId;
use crate::domain::state::{Damage, Draft, Ledger as LedgerRow, keys};
use crate::log::tree::leaf_hash;
use crate::replay::{CheckpointKey, CheckpointKeyError, FaultAt, Keyring, Workers};
use crate::store::Store;

impl Ledger {
    /// Opens a ledger over a store that was opened.
    ///
    /// The last checkpoint must be the operator's, over the log as it is. Leaves whose rows the
    /// store does not have are replayed, told to `progress`; a damaged index is rebuilt. Without
    /// `operator` the ledger can be read only.
    pub fn open(
        store: Box<dyn Store>,
        operator: Option<Operator>,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        progress: &mut dyn Progress,
    ) -> Result<Self, ServiceError> {
        Self::open_with(
            store,
            operator,
            (clock, entropy),
            Workers::of_machine(),
            progress,
        )
    }

    /// As [`Ledger::open`], with so many threads.
    pub fn open_with(
        store: Box<dyn Store>,
        operator: Option<Operator>,
        (clock, entropy): (Box<dyn Clock>, Box<dyn Entropy>),
        workers: Workers,
        progress: &mut dyn Progress,
    ) -> Result<Self, ServiceError> {
        let genesis = genesis_leaf(&*store)?;
        let checkpoint_key =
            CheckpointKey::of_leaf_zero(&genesis).map_err(|fault| FaultAt { index: 0, fault })?;
        check_last_checkpoint(&*store, &checkpoint_key)?;
        let begun = Leaf::parse(&genesis)?.admitted;
        let state = StoreState::new(store, workers);
        state.catch_up(progress)?;
        let row = ledger_row(&state)?;
        let id = LedgerId::from_leaf_hash(*leaf_hash(&genesis).as_bytes());
        if row.id != id {
            let what = format!("the rows are of ledger {}, the log of {id}", row.id);
            return Err(Damage::of("ledger", what).into());
        }
        if clock.is_simulated() && !row.practice {
            return Err(ServiceError::ClockSimulated);
        }
        check_operator(operator.as_ref(), &checkpoint_key)?;
        let keyring = Keyring::default();
        Ok(Self {
            state,
            row,
            checkpoint_key,
            operator,
            clock,
            entropy,
            keyring,
            begun,
        })
    }
}

/// The ledger row as the state has it.
pub(super) fn ledger_row(state: &StoreState) -> Result<LedgerRow, ServiceError> {
    Draft::on(state)
        .must(&keys::ledger())
        .map_err(|damage| state.explain(damage))
}

fn genesis_leaf(store: &dyn Store) -> Result<Vec<u8>, ServiceError> {
    let size = store.head().tree.size;
    let none = ServiceError::NoLeaf { index: 0, size };
    if size == 0 {
        return Err(none);
    }
    store.leaves(0..1)?.pop().ok_or(none)
}

fn check_last_checkpoint(store: &dyn Store, key: &CheckpointKey) -> Result<(), ServiceError> {
    let note = store.checkpoint()?.unwrap_or_default();
    let stated = key
        .open(&note)
        .map_err(|error| ServiceError::Checkpoint(error.to_string()))?;
    let found = store.head().tree;
    if stated == found {
        Ok(())
    } else {
        Err(ServiceError::CheckpointOther { stated, found })
    }
}

fn check_operator(
    operator: Option<&Operator>,
    key: &CheckpointKey,
) -> Result<(), CheckpointKeyError> {
    let given = operator.map(|operator| operator.public_key());
    match given.filter(|given| given != key.operator()) {
        Some(given) => Err(CheckpointKeyError::other(key.operator(), given)),
        None => Ok(()),
    }
}
