//! How far long work is.

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
