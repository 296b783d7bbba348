//! What an audit finds.

use crate::domain::amount::Balance;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::period::Period;
use crate::domain::region::Sums;
use crate::log::tree::{Hash, TreeHead};
use crate::replay::{Fault, FaultAt};

/// Why an audit did not end with a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError<E> {
    /// The log could not be read to its end.
    #[error("the log cannot be read: {0}")]
    Source(E),
    /// Something in it is wrong.
    #[error(transparent)]
    Failed(#[from] AuditFailure),
}

/// The first thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("leaf {index}: {fault}")]
pub struct AuditFailure {
    /// The leaf; for what is wrong with a group of leaves, the last of them.
    pub index: u64,
    /// What is wrong.
    #[source]
    pub fault: AuditFault,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// A leaf that cannot stand where it stands.
    #[error(transparent)]
    Leaf(Box<Fault>),
    /// The log is empty.
    #[error("the log has no leaves")]
    Empty,
    /// No checkpoint closes the log.
    #[error("no checkpoint closes the log here")]
    NotClosed,
    /// A checkpoint is not the operator's, or none at all.
    #[error("the checkpoint after it does not hold: {0}")]
    Checkpoint(String),
    /// A checkpoint states another tree than the leaves make.
    #[error(
        "the checkpoint after it states {} leaves with root {}; the leaves are {} with root {}",
        .stated.size, .stated.root, .found.size, .found.root
    )]
    OtherTree {
        /// What the checkpoint states.
        stated: TreeHead,
        /// What the leaves make.
        found: TreeHead,
    },
    /// The rows are not those that the writer had: one of the two builds judges otherwise.
    #[error(
        "the state has digest {computed}; {recorded} was recorded: two builds judge differently"
    )]
    OtherState {
        /// As recorded with the checkpoint.
        recorded: Hash,
        /// As computed now.
        computed: Hash,
    },
    /// Quantity came from nowhere or went nowhere.
    #[error("{indicator} is not conserved: the ledger counts {counted:?}, its lots {found:?}")]
    NotConserved {
        /// The indicator.
        indicator: IndicatorCode,
        /// The sums as the ledger has them.
        counted: Box<Sums>,
        /// The sums over holdings, lots and movements.
        found: Box<Sums>,
    },
    /// A region came over its cap, or further over it, by something else than a cap entry.
    #[error("{region} comes over its {indicator} cap for {period}, from {before} to {after}")]
    OverRose {
        /// The region.
        region: RegionId,
        /// The indicator.
        indicator: IndicatorCode,
        /// Standing or a year.
        period: Period,
        /// Over before.
        before: Balance,
        /// Over after.
        after: Balance,
    },
}

impl AuditFailure {
    /// A fault of one leaf.
    pub(super) fn of_leaf(index: u64, fault: Fault) -> Self {
        Self {
            index,
            fault: AuditFault::Leaf(Box::new(fault)),
        }
    }
}

impl From<FaultAt> for AuditFailure {
    fn from(FaultAt { index, fault }: FaultAt) -> Self {
        Self::of_leaf(index, fault)
    }
}
