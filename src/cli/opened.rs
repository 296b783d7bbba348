//! An opened ledger that is closed when its use ends, on every way out of a command.

use std::ops::{Deref, DerefMut};

use crate::service::Ledger;

/// A ledger in use by this run.
pub struct Opened(Option<Ledger>);

impl Opened {
    /// Takes a ledger over.
    pub fn new(ledger: Ledger) -> Self {
        Self(Some(ledger))
    }
}

impl Deref for Opened {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        self.0.as_ref().expect("only the drop takes the ledger out")
    }
}

impl DerefMut for Opened {
    fn deref_mut(&mut self) -> &mut Ledger {
        self.0.as_mut().expect("only the drop takes the ledger out")
    }
}

impl Drop for Opened {
    /// What was answered is durable already; what a failing close leaves undone, the next opening
    /// does and says.
    fn drop(&mut self) {
        if let Some(ledger) = self.0.take() {
            ledger.close().ok();
        }
    }
}
