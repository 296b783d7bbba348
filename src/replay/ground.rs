//! The ground a leaf is judged on: the rows so far, and the roots of the log so far.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::domain::state::{Damage, RowKey, State};
use crate::log::tree::Hash;

/// Roots of the log, by size.
pub trait LogRoots {
    /// The root over the first `size` leaves; `None` where the log is shorter.
    fn root(&self, size: u64) -> Result<Option<Hash>, Damage>;
}

/// For where no log is at hand: an act with a basis cannot be judged there.
#[derive(Debug, Clone, Copy)]
pub struct NoRoots;

impl LogRoots for NoRoots {
    fn root(&self, _size: u64) -> Result<Option<Hash>, Damage> {
        Ok(None)
    }
}

/// Rows and roots together.
///
/// A leaf may rest on any checkpoint up to itself, whether one was signed there or not. So the
/// answer follows from the leaves in front of it alone: it is the same when a group is decided,
/// when the log has grown since, and when somebody else replays it in other groups.
pub struct Ground<'a> {
    rows: &'a dyn State,
    roots: &'a dyn LogRoots,
    size: Cell<u64>,
    /// Roots that were asked for: of a size there is only one, and computing it takes hundreds of
    /// hashes. Entries drafted together rest on the same.
    known: RefCell<BTreeMap<u64, Hash>>,
}

impl<'a> Ground<'a> {
    /// Over `rows` as they are after `size` leaves.
    pub fn new(rows: &'a dyn State, roots: &'a dyn LogRoots, size: u64) -> Self {
        Self {
            rows,
            roots,
            size: Cell::new(size),
            known: RefCell::default(),
        }
    }

    /// The log has this many leaves now.
    pub fn grown_to(&self, size: u64) {
        self.size.set(size);
    }
}

impl State for Ground<'_> {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        self.rows.row(key)
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        self.rows.rows(prefix)
    }

    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        if size > self.size.get() {
            return Ok(None);
        }
        if let Some(root) = self.known.borrow().get(&size) {
            return Ok(Some(*root.as_bytes()));
        }
        let root = self.roots.root(size)?;
        if let Some(root) = root {
            self.known.borrow_mut().insert(size, root);
        }
        Ok(root.map(|root| *root.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::state::MemoryState;

    /// A log that is longer than what is being judged.
    struct Longer;

    impl LogRoots for Longer {
        fn root(&self, size: u64) -> Result<Option<Hash>, Damage> {
            Ok((size <= 9).then(|| Hash::from_bytes([7; 32])))
        }
    }

    /// A log that counts how often it is asked.
    struct Counting(Cell<u32>);

    impl LogRoots for Counting {
        fn root(&self, size: u64) -> Result<Option<Hash>, Damage> {
            self.0.set(self.0.get() + 1);
            let byte = u8::try_from(size).unwrap();
            Ok((size != 3).then(|| Hash::from_bytes([byte; 32])))
        }
    }

    #[test]
    fn a_root_is_computed_once_and_one_that_is_not_there_is_asked_for_again() {
        let (state, log) = (MemoryState::default(), Counting(Cell::new(0)));
        let ground = Ground::new(&state, &log, 9);
        for (size, root, asked) in [
            (1, Some([1; 32]), 1),
            (2, Some([2; 32]), 2),
            (1, Some([1; 32]), 2),
            (3, None, 3),
            (3, None, 4),
            (2, Some([2; 32]), 4),
        ] {
            assert_eq!(ground.root_at(size).unwrap(), root, "of {size}");
            assert_eq!(log.0.get(), asked, "after {size}");
        }
    }

    #[test]
    fn a_leaf_knows_the_log_up_to_itself_and_no_further() {
        let state = MemoryState::default();
        let ground = Ground::new(&state, &Longer, 4);
        let known = |size| ground.root_at(size).unwrap().is_some();
        assert_eq!([known(0), known(4), known(5)], [true, true, false]);
        ground.grown_to(5);
        assert_eq!([known(5), known(6)], [true, false]);
        ground.grown_to(20);
        assert!(!known(10));
    }
}
