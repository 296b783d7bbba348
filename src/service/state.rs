//! The store's rows as the state that rules read.
//!
//! The rows are derived, so that damage to them is no disaster: when a read says that the index
//! does not hold what the log says, it is rebuilt from the log and the read done again. Whoever
//! reads notices nothing but the time it takes, and a notice.

use std::cell::{Cell, RefCell};

use super::ServiceError;
use super::replayer::Replayer;
use super::{Progress, Silent};
use crate::domain::state::{Damage, RowKey, State};
use crate::log::tree::{self, Frontier, Hash};
use crate::replay::{LogRoots, Workers};
use crate::store::{Notice, RowKey as StoreKey, Store, StoreError};

/// A store, read as state.
pub(super) struct StoreState {
    store: RefCell<Box<dyn Store>>,
    /// The error behind a [`Damage`] that went through the rules.
    behind: RefCell<Option<ServiceError>>,
    replaying: Cell<bool>,
    /// What was mended here, besides what the store mended.
    notices: RefCell<Vec<Notice>>,
    workers: Workers,
}

impl StoreState {
    pub fn new(store: Box<dyn Store>, workers: Workers) -> Self {
        let (store, behind) = (RefCell::new(store), RefCell::new(None));
        Self {
            store,
            behind,
            replaying: Cell::new(false),
            notices: RefCell::default(),
            workers,
        }
    }

    /// Asks the store something that does not concern rows.
    pub fn ask<T>(&self, question: impl FnOnce(&(dyn Store + 'static)) -> T) -> T {
        question(&**self.store.borrow())
    }

    /// Has the store do something.
    pub fn tell<T>(&self, order: impl FnOnce(&mut (dyn Store + 'static)) -> T) -> T {
        order(&mut **self.store.borrow_mut())
    }

    /// The threads that share pure work.
    pub fn workers(&self) -> Workers {
        self.workers
    }

    /// What the store had to mend since it was last asked.
    pub fn take_notices(&self) -> Vec<Notice> {
        let mut notices = self.tell(Store::take_notices);
        notices.append(&mut self.notices.borrow_mut());
        notices
    }

    /// The error that a piece of damage came from, where it is known.
    pub fn explain(&self, damage: Damage) -> ServiceError {
        self.behind
            .borrow_mut()
            .take()
            .unwrap_or(ServiceError::Damage(damage))
    }

    /// Lays down the rows of groups that the store does not have them of; rebuilds once where they
    /// turn out damaged on the way.
    pub fn catch_up(&self, progress: &mut dyn Progress) -> Result<(), ServiceError> {
        self.replaying.set(true);
        let found = self.take_notices();
        let said = found
            .iter()
            .any(|notice| matches!(notice, Notice::IndexRebuilt { .. }));
        let is_empty = self.ask(Store::applied) == 0 && self.ask(Store::head).tree.size > 0;
        if is_empty && !said {
            let what = "it held no rows".to_owned();
            self.notices.borrow_mut().push(Notice::IndexRebuilt {
                what,
                set_aside: None,
            });
        }
        self.notices.borrow_mut().splice(0..0, found);
        let caught_up = match self.replay(progress) {
            Err(ServiceError::Store(StoreError::IndexDamaged { .. })) => self.rebuild(progress),
            other => other,
        };
        self.replaying.set(false);
        caught_up
    }

    fn rebuild(&self, progress: &mut dyn Progress) -> Result<(), ServiceError> {
        self.tell(Store::rebuild_index)?;
        self.replay(progress)
    }

    fn replay(&self, progress: &mut dyn Progress) -> Result<(), ServiceError> {
        let mut replayer = Replayer::new(self);
        loop {
            let Some(group) = self.ask(Store::unapplied)? else {
                return Ok(());
            };
            let rows = replayer.redo(&group)?;
            self.tell(|store| store.apply_index(&group, rows))?;
            progress.at(group.size(), self.ask(Store::head).tree.size);
        }
    }

    /// Rebuilds the index in the middle of other work.
    pub fn heal(&self) -> Result<(), ServiceError> {
        self.replaying.set(true);
        let healed = self.rebuild(&mut Silent);
        self.replaying.set(false);
        healed
    }

    /// Reads rows; where the index is damaged, rebuilds it and reads again.
    fn read<T>(
        &self,
        read: impl Fn(&(dyn Store + 'static)) -> Result<T, StoreError>,
    ) -> Result<T, Damage> {
        let mut found = self.ask(&read);
        if let Err(StoreError::IndexDamaged { .. }) = &found
            && !self.replaying.get()
        {
            self.heal().map_err(|error| self.keep(error))?;
            found = self.ask(&read);
        }
        found.map_err(|error| self.keep(error.into()))
    }

    /// Keeps an error on its way through the rules, which know only damage.
    fn keep(&self, error: ServiceError) -> Damage {
        let damage = Damage::of("the store", &error);
        *self.behind.borrow_mut() = Some(error);
        damage
    }

    /// The tree over the first `size` leaves, ready to grow.
    pub fn frontier(&self, size: u64) -> Result<Frontier, StoreError> {
        self.ask(|store| Frontier::read(&|level, index| store.node(level, index), size))
    }
}

/// Where the store keeps a row.
pub(super) fn store_key(key: &RowKey) -> StoreKey {
    StoreKey::new(&key.entity, &key.sub)
}

impl State for StoreState {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        let key = store_key(key);
        self.read(|store| store.row(&key))
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        let found = self.read(|store| store.rows(&prefix.entity, &prefix.sub))?;
        let full = |sub| RowKey {
            entity: prefix.entity.clone(),
            sub,
        };
        Ok(found
            .into_iter()
            .map(|(sub, value)| (full(sub), value))
            .collect())
    }

    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        Ok(self.root(size)?.map(|root| *root.as_bytes()))
    }
}

impl LogRoots for StoreState {
    fn root(&self, size: u64) -> Result<Option<Hash>, Damage> {
        if size > self.ask(Store::head).tree.size {
            return Ok(None);
        }
        let root = self.ask(|store| tree::root(&|level, index| store.node(level, index), size));
        root.map(Some).map_err(|error| self.keep(error.into()))
    }
}

/// The log with the leaves that a group being decided would add.
pub(super) struct GroupRoots<'a> {
    state: &'a StoreState,
    base: u64,
    added: RefCell<Vec<Hash>>,
}

impl<'a> GroupRoots<'a> {
    pub fn new(state: &'a StoreState, base: u64) -> Self {
        Self {
            state,
            base,
            added: RefCell::default(),
        }
    }

    pub fn push(&self, leaf: Hash) {
        self.added.borrow_mut().push(leaf);
    }
}

impl LogRoots for GroupRoots<'_> {
    fn root(&self, size: u64) -> Result<Option<Hash>, Damage> {
        let Some(beyond) = size.checked_sub(self.base).filter(|beyond| *beyond > 0) else {
            return self.state.root(size);
        };
        let added = self.added.borrow();
        let beyond = usize::try_from(beyond)
            .ok()
            .and_then(|beyond| added.get(..beyond));
        let Some(beyond) = beyond else {
            return Ok(None);
        };
        let frontier = self.state.frontier(self.base);
        let mut frontier = frontier.map_err(|error| self.state.keep(error.into()))?;
        for leaf in beyond {
            frontier.push(*leaf);
        }
        Ok(Some(frontier.root()))
    }
}
