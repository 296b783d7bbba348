//! Reading: the state at a moment, with everything that is due by then already fallen.

use super::state::StoreState;
use super::{Ledger, ServiceError};
use crate::codec::leaf::Leaf;
use crate::domain::moment::Moment;
use crate::domain::rules::fall_due;
use crate::domain::state::{Draft, Ledger as LedgerRow, State, keys};
use crate::store::Store;

/// Where leaves are read from: some of what people ask for stands in the log alone.
pub trait Leaves {
    /// The leaf at an index.
    fn leaf(&self, index: u64) -> Result<Leaf, ServiceError>;
}

/// The state as of a moment. Queries are in [`query`](super::query).
pub struct View<'a> {
    draft: Draft<'a>,
    log: &'a dyn Leaves,
    now: Moment,
    ledger: LedgerRow,
}

impl Ledger {
    /// The state now.
    pub fn view(&self) -> Result<View<'_>, ServiceError> {
        self.view_at(self.now_to_read())
    }

    /// The state as it will be at a moment, if nothing is recorded until then.
    pub fn view_at(&self, at: Moment) -> Result<View<'_>, ServiceError> {
        let last = self.row.admitted_last;
        if at < last {
            return Err(ServiceError::MomentPast { asked: at, last });
        }
        View::on(&self.state, &self.state, at).map_err(|error| self.explained(error))
    }
}

impl<'a> View<'a> {
    /// Over any state and the log it came from, at a moment not before its last leaf.
    pub fn on(
        state: &'a dyn State,
        log: &'a dyn Leaves,
        now: Moment,
    ) -> Result<Self, ServiceError> {
        let mut draft = Draft::on(state);
        fall_due(&mut draft, now)?;
        let ledger = draft.must(&keys::ledger())?;
        Ok(Self {
            draft,
            log,
            now,
            ledger,
        })
    }

    /// The moment.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// What the genesis said and where the log stands.
    pub fn ledger(&self) -> &LedgerRow {
        &self.ledger
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.ledger.leaves_next
    }

    /// The rows.
    pub fn draft(&self) -> &Draft<'a> {
        &self.draft
    }

    /// A leaf that the view knows of.
    pub fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        if index >= self.size() {
            return Err(ServiceError::NoLeaf {
                index,
                size: self.size(),
            });
        }
        self.log.leaf(index)
    }
}

impl Leaves for StoreState {
    fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        let size = self.ask(Store::head).tree.size;
        if index >= size {
            return Err(ServiceError::NoLeaf { index, size });
        }
        let bytes = self.ask(|store| store.leaves(index..index + 1))?.pop();
        Ok(Leaf::parse(&bytes.unwrap_or_default())?)
    }
}
