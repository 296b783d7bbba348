//! The clock and the randomness of a play: both follow from the scenario alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::domain::moment::Moment;
use crate::service::{Clock, Entropy};

/// A clock that stands where the play sets it. Copies show the same time.
#[derive(Debug, Clone)]
pub struct SimulatedClock(Arc<AtomicU64>);

impl SimulatedClock {
    /// A clock standing at a moment.
    pub fn at(moment: Moment) -> Self {
        Self(Arc::new(AtomicU64::new(moment.ms())))
    }

    /// Sets it.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.ms(), Ordering::SeqCst);
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Moment {
        // Only moments were ever put in.
        Moment::from_ms(self.0.load(Ordering::SeqCst)).unwrap_or(Moment::EPOCH)
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// Bytes that follow from a seed: SHA-256 of the seed and a counter.
#[derive(Debug, Clone)]
pub struct SeededEntropy {
    seed: String,
    counter: u64,
}

impl SeededEntropy {
    /// The bytes of a seed, from the beginning.
    pub fn of(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            counter: 0,
        }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let mut hash = Sha256::new_with_prefix("qledger scenario entropy\0");
            hash.update(self.counter.to_be_bytes());
            hash.update(&self.seed);
            self.counter += 1;
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}
