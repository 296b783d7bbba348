//! What a replay finds that cannot have happened.

use std::fmt;

use crate::codec::leaf::LeafError;
use crate::codec::submission::Unreadable;
use crate::domain::moment::Moment;
use crate::domain::refusal::{RecordedRefusal, Refusal};
use crate::domain::state::Damage;
use crate::envelope::{KeyId, VerifyError};

/// A fault, and the first leaf that has one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("leaf {index}: {fault}")]
pub struct FaultAt {
    /// The leaf.
    pub index: u64,
    /// What is wrong with it.
    #[source]
    pub fault: Fault,
}

/// Why a leaf cannot stand where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no leaf.
    #[error(transparent)]
    Leaf(#[from] LeafError),
    /// Its envelope is not in the stored spelling, or its payload spells no entry.
    #[error("its envelope cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
    /// A signature does not hold, or is by a key that was enrolled nowhere.
    #[error("its signatures do not hold: {0}")]
    Signatures(#[from] VerifyError<Damage>),
    /// A key signed that was not enrolled at the time.
    #[error("key {0} signed it, which was not enrolled then")]
    KeyUnknown(KeyId),
    /// It was admitted before the leaf in front of it.
    #[error("it was admitted at {admitted}, the leaf in front of it at {before}")]
    TimeWentBack {
        /// When it says it was admitted.
        admitted: Moment,
        /// When the leaf in front of it was.
        before: Moment,
    },
    /// It is on record as admitted, but the rules refuse it.
    #[error("it is on record as admitted, but the rules refuse it: {0}")]
    Refused(Refusal),
    /// It is on record as refused, but the rules admit it.
    #[error("it is on record as refused ({}), but the rules admit it", Recorded(.0))]
    Admitted(RecordedRefusal),
    /// It is on record as refused, but for another reason than the rules give.
    #[error(
        "it is on record as refused ({}), but the rules say {}",
        Recorded(recorded),
        Recorded(computed)
    )]
    OtherRefusal {
        /// What stands in the leaf.
        recorded: RecordedRefusal,
        /// What the rules say.
        computed: RecordedRefusal,
    },
    /// It is on record as refused, but such a refusal does not go on record: it is transient, or
    /// its keys have had their day's count.
    #[error("a refusal like this one does not go on record: {0}")]
    NotForTheRecord(Refusal),
    /// The same was admitted before.
    #[error("the same entry is leaf {0} already")]
    Repeated(u64),
    /// The same was refused before.
    #[error("the same envelope is leaf {0} already, refused")]
    RefusedBefore(u64),
    /// It would have another index.
    #[error("the rules give it index {0}")]
    OtherIndex(u64),
    /// The first leaf is no genesis that the rules admit.
    #[error("the first leaf is no genesis: {0}")]
    NoGenesis(Refusal),
    /// From here on other rules hold than this build knows.
    #[error("it puts rules {rules} in force; this build knows rules up to {known}")]
    RulesUnknown {
        /// The rules it puts in force.
        rules: u16,
        /// The highest this build knows.
        known: u16,
    },
    /// The state the replay stands on cannot be read.
    #[error(transparent)]
    State(#[from] Damage),
}

/// A refusal on record, by name where this build knows its number.
struct Recorded<'a>(&'a RecordedRefusal);

impl fmt::Display for Recorded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Refusal::from_recorded(self.0.clone()) {
            Some(refusal) => write!(f, "{refusal}"),
            None => write!(f, "refusal {}", self.0.number),
        }
    }
}
