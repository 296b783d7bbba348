//! Why the service did not do what it was asked, by who must act.

use crate::codec::leaf::LeafError;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::state::{Damage, Stop};
use crate::envelope::{EnvelopeError, KeyId, PublicKey, SignFailure, VerifyError};
use crate::log::tree::TreeHead;
use crate::replay::{CheckpointKeyError, FaultAt};
use crate::store::StoreError;

/// An error of the service.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    // --- who asked must ask otherwise ---
    /// The rules do not even allow the question: an unknown id, nobody who could sign.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A read was asked for at a moment the log is past.
    #[error(
        "a view at {asked} was asked for, but the log goes to {last}; replay to an entry instead"
    )]
    MomentPast {
        /// The moment asked for.
        asked: Moment,
        /// When the last leaf was admitted.
        last: Moment,
    },
    /// A leaf was asked for that the log does not have.
    #[error("there is no leaf {index}; the log has {size}")]
    NoLeaf {
        /// The leaf asked for.
        index: u64,
        /// Leaves in the log.
        size: u64,
    },
    /// More envelopes than one commit can record were to be recorded together.
    #[error("{given} entries cannot be recorded together, {limit} can")]
    GroupTooLarge {
        /// How many were given.
        given: usize,
        /// How many can be.
        limit: usize,
    },
    /// A payload cannot be made into an envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),

    // --- who begins the ledger ---
    /// The rules refuse the genesis.
    #[error("the genesis is refused: {0}")]
    Genesis(Refusal),
    /// The genesis was not signed as it must be.
    #[error("the genesis does not verify: {0}")]
    GenesisSignatures(SubmissionError),
    /// A root key of the genesis is not among the signers.
    #[error("root key {0} stands in the genesis, but nobody signs with it")]
    RootKeyMissing(Box<PublicKey>),

    // --- who runs the service ---
    /// The machine's clock is behind the log.
    #[error("the clock says {now}, but the last leaf was admitted at {last}: set the clock right")]
    ClockBehind {
        /// What the clock says.
        now: Moment,
        /// When the last leaf was admitted.
        last: Moment,
    },
    /// A clock set by hand, on a ledger that is not for practice.
    #[error("a simulated clock runs practice ledgers only")]
    ClockSimulated,
    /// There is no operator's key at hand, and without one nothing can be recorded.
    #[error("nothing can be recorded without the operator's key")]
    NoOperatorKey,
    /// The checkpoint key at hand is not the ledger's, or cannot sign.
    #[error(transparent)]
    CheckpointKey(#[from] CheckpointKeyError),
    /// The signer broke off.
    #[error(transparent)]
    Sign(#[from] SignFailure),
    /// The ledger's rules are newer than this build.
    #[error(
        "the ledger is at rules {rules}; this build knows rules up to {known}: it can be read only"
    )]
    ReadOnly {
        /// The ledger's rules.
        rules: u16,
        /// The highest known.
        known: u16,
    },
    /// The log moved on again and again while entries were being decided.
    #[error("another writer keeps changing the log; {tries} tries were made")]
    Contended {
        /// How often it was tried.
        tries: usize,
    },

    // --- who looks after the machine ---
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The derived state is damaged in a way that a rebuild does not cure.
    #[error(transparent)]
    Damage(#[from] Damage),
    /// The log itself holds something that cannot have happened.
    #[error("the log does not replay: {0}")]
    Replay(#[from] FaultAt),
    /// The log's last checkpoint does not hold.
    #[error("the last checkpoint does not hold: {0}")]
    Checkpoint(String),
    /// The checkpoint states another tree than the log has.
    #[error("the last checkpoint is over {} leaves, the log has {}, or their roots differ", .stated.size, .found.size)]
    CheckpointOther {
        /// What the checkpoint states.
        stated: TreeHead,
        /// What the log is.
        found: TreeHead,
    },
    /// A receipt could not be put together from what is in the log.
    #[error("the receipt cannot be put together: {0}")]
    Receipt(String),
    /// A decision does not fit into a leaf. Limits on envelopes and refusals exclude it.
    #[error("a decision cannot be written as a leaf: {0}")]
    Leaf(#[from] LeafError),
}

impl From<Stop> for ServiceError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => Self::Refused(refusal),
            Stop::Unreadable(damage) => Self::Damage(damage),
        }
    }
}

/// Why bytes are not even a submission: nothing about them can go on record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// They are no envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// A signature does not hold, or names a key that was never enrolled.
    #[error(transparent)]
    Signatures(#[from] VerifyError<Damage>),
    /// A signature holds, but its key is not enrolled.
    #[error("key {0} is not enrolled")]
    KeyUnknown(KeyId),
}
