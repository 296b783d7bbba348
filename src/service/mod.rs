//! The use cases: begin and open a ledger, draft, submit, query.
//!
//! A [`Ledger`] stands over any [`Store`]. It holds the operator's key, a clock and a source of
//! randomness; everything it decides, the pure rules decide.
//!
//! ```text
//! draft ──► payload ── signed elsewhere ──► submit ──► Answer
//!                                            │ read, verify      in parallel
//!                                            │ judge             one after the other
//!                                            └ append            one group, one checkpoint
//! ```
//!
//! No answer is given before the group it belongs to is durable. The example of the
//! [`crate`] begins a ledger in memory, drafts, signs and submits.

mod answer;
mod audit;
mod create;
mod decide;
mod draft;
mod error;
#[cfg(feature = "store")]
mod folder;
mod history;
#[cfg(feature = "store")]
mod machine;
mod open;
mod past;
pub mod query;
mod receipt;
mod replayer;
mod seams;
mod state;
mod submit;
mod view;

pub use crate::replay::{FaultAt, Progress, Silent, Workers};
pub use answer::Answer;
pub use audit::{StoreDigest, Verdict};
pub use create::{DraftedGenesis, draft_genesis, genesis_json};
pub use draft::{DraftOptions, Drafted};
pub use error::{ServiceError, SubmissionError};
#[cfg(feature = "store")]
pub use folder::{Folder, IndexIn, user_state_dir};
pub use history::{Deed, Hand, History};
#[cfg(feature = "store")]
pub use machine::{MachineClock, MachineEntropy};
pub use past::Past;
pub use seams::{Clock, Entropy};
pub use submit::{WHOLE_ENTRIES_MAX, Whole};
pub use view::{Leaves, View};

pub use crate::store::{Notice, SlotsFault, StoreError};

use std::ops::Range;

use crate::codec::leaf::Leaf;
use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::domain::rules::RULES_KNOWN;
use crate::domain::state::Ledger as LedgerRow;
use crate::envelope::Sign;
use crate::log::tree::{Hash, TreeHead};
use crate::replay::{CheckpointKey, Keyring};
use crate::store::{LEAVES_READ_MAX, Store};
use state::StoreState;

/// The operator's key, in whatever holds it.
pub type Operator = Box<dyn Sign + Send>;

/// A ledger in use.
pub struct Ledger {
    state: StoreState,
    /// What the genesis said and where the log stands, as of the last leaf.
    row: LedgerRow,
    checkpoint_key: CheckpointKey,
    operator: Option<Operator>,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    keyring: Keyring,
    begun: Moment,
}

impl Ledger {
    /// The ledger's id: the RFC 6962 hash of leaf 0.
    pub fn id(&self) -> LedgerId {
        self.row.id
    }

    /// What the genesis said and where the log stands.
    pub fn row(&self) -> &LedgerRow {
        &self.row
    }

    /// When the genesis was admitted.
    pub fn begun(&self) -> Moment {
        self.begun
    }

    /// Now, for what is to be recorded: never before the last leaf.
    ///
    /// On a practice ledger the later of clock and last leaf; on any other a clock behind the last
    /// leaf is [`ServiceError::ClockBehind`].
    pub fn now(&self) -> Result<Moment, ServiceError> {
        let (now, last) = (self.clock.now(), self.row.admitted_last);
        if now >= last {
            return Ok(now);
        }
        if self.row.practice {
            Ok(last)
        } else {
            Err(ServiceError::ClockBehind { now, last })
        }
    }

    /// Now, for what is only read: the later of clock and last leaf.
    pub fn now_to_read(&self) -> Moment {
        self.clock.now().max(self.row.admitted_last)
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.tree_head().size
    }

    /// Size and root of the log.
    pub fn tree_head(&self) -> TreeHead {
        self.state.ask(Store::head).tree
    }

    /// Digest of the state rows after the last leaf.
    pub fn state_digest(&self) -> Hash {
        self.state.ask(Store::head).state_digest
    }

    /// The leaf at `index`, taken apart.
    pub fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        self.state.leaf(index)
    }

    /// Leaves as bytes, at most 4,096 ([`LEAVES_READ_MAX`]) at once.
    pub fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, ServiceError> {
        let size = self.size();
        if range.end > size {
            return Err(ServiceError::NoLeaf {
                index: range.end.saturating_sub(1),
                size,
            });
        }
        Ok(self.state.ask(|store| store.leaves(range))?)
    }

    /// The last signed checkpoint, as text of a note.
    pub fn checkpoint(&self) -> Result<String, ServiceError> {
        let note = self.state.ask(Store::checkpoint)?.unwrap_or_default();
        String::from_utf8(note).map_err(|error| ServiceError::Checkpoint(error.to_string()))
    }

    /// What checkpoints are verified by.
    pub fn checkpoint_key(&self) -> &CheckpointKey {
        &self.checkpoint_key
    }

    /// A stored node of the tree, for proofs: the root of the complete subtree over the leaves
    /// `index << level .. (index + 1) << level`.
    pub fn node(&self, level: u8, index: u64) -> Result<Hash, ServiceError> {
        Ok(self.state.ask(|store| store.node(level, index))?)
    }

    /// What had to be mended since this was last asked, for the user to see.
    pub fn take_notices(&self) -> Vec<Notice> {
        self.state.take_notices()
    }

    /// Lets the store write to its index what waits in memory. For when nobody waits.
    pub fn settle(&self) -> Result<(), ServiceError> {
        Ok(self.state.tell(Store::settle)?)
    }

    /// Ends the use: everything that can be made durable is.
    pub fn close(self) -> Result<(), ServiceError> {
        Ok(self.state.tell(Store::close)?)
    }

    /// Refuses to record on a ledger whose rules are newer than this build's.
    fn must_know_rules(&self) -> Result<(), ServiceError> {
        let rules = self.row.rules;
        if rules > RULES_KNOWN {
            return Err(ServiceError::ReadOnly {
                rules,
                known: RULES_KNOWN,
            });
        }
        Ok(())
    }
}

const _: () = assert!(
    LEAVES_READ_MAX == 4_096,
    "the documentation names the figure"
);
