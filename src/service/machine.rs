//! The machine's own clock and randomness.

use super::seams::{Clock, Entropy};
use crate::domain::moment::Moment;

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct MachineClock;

impl Clock for MachineClock {
    /// A clock set before 1970 or after 9999 gives the epoch, behind every ledger's last leaf.
    fn now(&self) -> Moment {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let ms = since
            .ok()
            .and_then(|since| u64::try_from(since.as_millis()).ok());
        ms.and_then(Moment::from_ms).unwrap_or(Moment::EPOCH)
    }
}

/// The machine's randomness.
#[derive(Debug, Clone, Copy)]
pub struct MachineEntropy;

impl Entropy for MachineEntropy {
    /// Panics where the system gives no randomness: ids that repeat would be worse.
    fn fill(&mut self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the system gives no randomness: {error}");
        }
    }
}
