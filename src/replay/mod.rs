//! Replay: what a log did to the state, done again from its bytes alone.
//!
//! An audit, an opening after a crash and a rebuild of the index share this. Nothing is believed
//! because it is in the log: every leaf is read strictly, every signature verified, every entry
//! judged anew, and what was decided then must be what is decided now.
//!
//! ```text
//! leaf bytes ── read ──► ReadLeaf ── verify(keys) ──► CheckedLeaf ── redo(state) ──► Effects
//!               pure, in parallel                      one after the other
//! ```

mod fault;
mod ground;
mod keyring;
mod leaf;
mod progress;
mod replica;
mod seal;
mod workers;

pub use fault::{Fault, FaultAt};
pub use ground::{Ground, LogRoots, NoRoots};
pub use keyring::{KEYS_KEPT_MAX, Keyring, KeysAtHand};
pub use leaf::{CheckedLeaf, ReadLeaf, check_leaves, is_enrolled, redo};
pub use progress::{Progress, Silent};
pub use replica::{Replica, RowsBefore, Watch};
pub use seal::{CheckpointKey, CheckpointKeyError};
pub use workers::Workers;
