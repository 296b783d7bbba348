//! What the service does not do itself: tell the time, make randomness, say how far it is.

use crate::domain::moment::Moment;

/// A clock.
pub trait Clock: Send {
    /// Now.
    fn now(&self) -> Moment;

    /// Whether it is set by hand. Only a practice ledger takes such a clock.
    fn is_simulated(&self) -> bool {
        false
    }
}

/// A source of randomness: entry ids come from it.
pub trait Entropy: Send {
    /// Fills `bytes` with random ones.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Told how far long work is.
pub trait Progress {
    /// `done` of `all` leaves are done.
    fn at(&mut self, done: u64, all: u64);
}

/// For who does not want to be told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn at(&mut self, _done: u64, _all: u64) {}
}
