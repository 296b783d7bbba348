//! What becomes of a submission.

use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Assigned;
use crate::envelope::EntryHash;

use super::error::SubmissionError;

/// The answer to one submitted envelope. None is given before the group it belongs to is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is on record.
    Admitted {
        /// Its leaf.
        index: u64,
        /// Its identity.
        entry_hash: EntryHash,
        /// When.
        admitted: Moment,
        /// What kind of entry it is.
        kind: &'static str,
        /// The numbers it gave: lots, cases, projects …
        assigned: Vec<Assigned>,
    },
    /// The rules refuse it.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The leaf, where the refusal is on record. It is not for transient refusals, beyond the
        /// day's count of a key, and where the payload cannot be read: such a payload names
        /// nobody, so its signatures prove nothing.
        index: Option<u64>,
    },
    /// The same entry was admitted before, whatever its signatures are now.
    Repeated {
        /// Its leaf.
        index: u64,
        /// Its identity.
        entry_hash: EntryHash,
    },
    /// Byte for byte the same was refused before, on record.
    RefusedBefore {
        /// Its leaf.
        index: u64,
        /// Why, as it went on record.
        refusal: Refusal,
    },
    /// It is no submission: no envelope, a signature that does not hold, a key that is not
    /// enrolled. Never on record.
    Invalid(SubmissionError),
}

impl Answer {
    /// The leaf it stands in, where it is on record.
    pub fn index(&self) -> Option<u64> {
        match self {
            Self::Admitted { index, .. }
            | Self::Repeated { index, .. }
            | Self::RefusedBefore { index, .. } => Some(*index),
            Self::Refused { index, .. } => *index,
            Self::Invalid(_) => None,
        }
    }

    /// Whether the entry is in the log as admitted, now or from before.
    pub fn is_admitted(&self) -> bool {
        match self {
            Self::Admitted { .. } | Self::Repeated { .. } => true,
            Self::Refused { .. } | Self::RefusedBefore { .. } | Self::Invalid(_) => false,
        }
    }

    /// The same, of a decision that was not made durable: its refusal stands in no leaf.
    #[must_use]
    pub(super) fn unrecorded(self) -> Self {
        match self {
            Self::Refused { refusal, .. } => Self::Refused {
                refusal,
                index: None,
            },
            Self::Admitted { .. }
            | Self::Repeated { .. }
            | Self::RefusedBefore { .. }
            | Self::Invalid(_) => self,
        }
    }

    /// The refusal, first or repeated.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal, .. } | Self::RefusedBefore { refusal, .. } => Some(refusal),
            Self::Admitted { .. } | Self::Repeated { .. } | Self::Invalid(_) => None,
        }
    }
}
