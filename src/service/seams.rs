//! What the service does not do itself: tell the time, make randomness.

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
