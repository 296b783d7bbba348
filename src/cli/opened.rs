//! An opened ledger that is closed when its use ends, on every way out of a command.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use crate::service::{Ledger, Notice};

/// What was mended while ledgers were in use, to be said when the command is done.
pub type Mended = Rc<RefCell<Vec<Notice>>>;

/// A ledger in use by this run.
pub struct Opened {
    ledger: Option<Ledger>,
    mended: Mended,
}

impl Opened {
    /// Takes a ledger over. What is mended in the course of its use goes to `mended`.
    pub fn new(ledger: Ledger, mended: Mended) -> Self {
        let ledger = Some(ledger);
        Self { ledger, mended }
    }
}

impl Deref for Opened {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        self.ledger
            .as_ref()
            .expect("only the drop takes the ledger out")
    }
}

impl DerefMut for Opened {
    fn deref_mut(&mut self) -> &mut Ledger {
        self.ledger
            .as_mut()
            .expect("only the drop takes the ledger out")
    }
}

impl Drop for Opened {
    /// What was answered is durable already; what a failing close leaves undone, the next opening
    /// does and says.
    fn drop(&mut self) {
        if let Some(ledger) = self.ledger.take() {
            self.mended.borrow_mut().extend(ledger.take_notices());
            ledger.close().ok();
        }
    }
}
