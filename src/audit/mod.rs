//! Audits: everything a ledger says, derived again from its log alone.
//!
//! An audit takes nothing on trust but the leaves: it reads each strictly, verifies every
//! signature, judges every entry anew by the rules in force then, compares every refusal on record
//! with the one the rules give, rebuilds the tree against each checkpoint, and looks at what no
//! single entry may break: that quantity is conserved, and that no region comes over its cap but
//! by a cap entry.
//!
//! ```text
//! groups of leaves ──► Replica ──► Books ──► AuditReport
//!   checkpoint ─────────── root, operator's signature
//!   state digest ───────── the rows, where the source recorded one
//! ```
//!
//! It needs no store, only groups in order. The first thing that is wrong ends it, with the leaf and
//! what is wrong there.

mod books;
mod failure;

pub use failure::{AuditError, AuditFailure, AuditFault};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::ids::{IndicatorCode, LedgerId};
use crate::domain::moment::Moment;
use crate::domain::region::Sums;
use crate::domain::state::{Draft, RowKey, keys};
use crate::log::tree::{Hash, TreeHead};
use crate::replay::{CheckedLeaf, CheckpointKey, Progress, Replica, RowsBefore, Workers};
use books::Books;

/// Leaves verified together: enough that small groups keep all threads busy.
const LEAVES_AHEAD: usize = 4_096;

/// Leaves that became durable together, and what closes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditGroup {
    /// The leaves, in order.
    pub leaves: Vec<Vec<u8>>,
    /// The signed checkpoint after the last of them. Only the very last group must have one.
    pub checkpoint: Option<Vec<u8>>,
    /// The digest of the state rows, as the writer recorded it.
    pub state_digest: Option<Hash>,
}

/// What an audit that found nothing wrong has seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// The ledger.
    pub ledger: LedgerId,
    /// The rules in force at the end.
    pub rules: u16,
    /// Leaves.
    pub leaves: u64,
    /// Of them entries that were admitted.
    pub admitted: u64,
    /// Of them refusals on record.
    pub refused: u64,
    /// Entries admitted, by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Signatures verified.
    pub signatures: u64,
    /// Checkpoints verified.
    pub checkpoints: u64,
    /// State digests compared with recorded ones.
    pub digests: u64,
    /// Size and root of the log.
    pub size_and_root: TreeHead,
    /// Digest of all state rows at the end.
    pub state_digest: Hash,
    /// When the first leaf was admitted.
    pub begun: Moment,
    /// When the last leaf was.
    pub admitted_last: Moment,
    /// Sums by indicator: issued + opening = held + retired + invalidated + taken back.
    pub sums: BTreeMap<IndicatorCode, Sums>,
}

/// Keeps the digest of all state rows. How it is made is the store's business; an audit only says
/// which rows change.
pub trait RowDigest {
    /// A row changes: its value before and after, `None` where there is none.
    fn change(&mut self, key: &RowKey, before: Option<&[u8]>, after: Option<&[u8]>);

    /// The digest of the rows as they are.
    fn root(&mut self) -> Hash;
}

/// Audits a log, whole: groups in order from the first on. `all` is how many leaves are expected,
/// for `progress` only; `digest` begins with no row.
pub fn audit<E>(
    groups: impl IntoIterator<Item = Result<AuditGroup, E>>,
    all: u64,
    digest: &mut dyn RowDigest,
    workers: Workers,
    progress: &mut dyn Progress,
) -> Result<AuditReport, AuditError<E>> {
    let mut auditor = Auditor::new(digest, workers);
    let mut batch: Vec<AuditGroup> = Vec::new();
    for group in groups {
        batch.push(group.map_err(AuditError::Source)?);
        if batch.iter().map(|group| group.leaves.len()).sum::<usize>() >= LEAVES_AHEAD {
            auditor.take(std::mem::take(&mut batch))?;
            progress.at(auditor.replica.head().size, all);
        }
    }
    auditor.take(batch)?;
    progress.at(auditor.replica.head().size, all);
    Ok(auditor.report()?)
}

struct Auditor<'a> {
    replica: Replica,
    key: Option<CheckpointKey>,
    books: Books,
    digest: &'a mut dyn RowDigest,
    checkpoints: u64,
    digests: u64,
    /// Whether a checkpoint closes what was taken so far.
    closed: bool,
}

impl<'a> Auditor<'a> {
    fn new(digest: &'a mut dyn RowDigest, workers: Workers) -> Self {
        Self {
            replica: Replica::new(workers),
            key: None,
            books: Books::default(),
            digest,
            checkpoints: 0,
            digests: 0,
            closed: false,
        }
    }

    /// Takes groups whose leaves are verified together.
    fn take(&mut self, mut groups: Vec<AuditGroup>) -> Result<(), AuditFailure> {
        let first = self.replica.head().size;
        if first == 0
            && let Some(genesis) = groups.iter().find_map(|group| group.leaves.first())
        {
            let key = CheckpointKey::of_leaf_zero(genesis);
            self.key = Some(key.map_err(|fault| AuditFailure::of_leaf(0, fault))?);
        }
        let counts: Vec<usize> = groups.iter().map(|group| group.leaves.len()).collect();
        let leaves = groups
            .iter_mut()
            .flat_map(|group| std::mem::take(&mut group.leaves))
            .collect();
        let mut checked = self.replica.check(leaves, first)?.into_iter();
        for (group, count) in groups.into_iter().zip(counts) {
            self.take_group(checked.by_ref().take(count).collect(), &group)?;
        }
        Ok(())
    }

    fn take_group(
        &mut self,
        leaves: Vec<CheckedLeaf>,
        group: &AuditGroup,
    ) -> Result<(), AuditFailure> {
        let changed = self.replica.take(leaves, &mut self.books)?;
        self.count_into_digest(changed);
        self.closed = false;
        let head = self.replica.head();
        let last = head.size.saturating_sub(1);
        let fail = |fault| Err(AuditFailure { index: last, fault });
        if let (Some(note), Some(key)) = (&group.checkpoint, &self.key) {
            match key.open(note) {
                Ok(stated) if stated == head => {}
                Ok(stated) => {
                    return fail(AuditFault::OtherTree {
                        stated,
                        found: head,
                    });
                }
                Err(error) => return fail(AuditFault::Checkpoint(error.to_string())),
            }
            self.checkpoints += 1;
            self.closed = true;
        }
        if let Some(recorded) = group.state_digest {
            let computed = self.digest.root();
            if computed != recorded {
                return fail(AuditFault::OtherState { recorded, computed });
            }
            self.digests += 1;
        }
        self.books.balance(self.replica.state(), last)
    }

    fn count_into_digest(&mut self, changed: RowsBefore) {
        for (key, before, after) in changed {
            self.digest
                .change(&key, before.as_deref(), after.as_deref());
        }
    }

    fn report(self) -> Result<AuditReport, AuditFailure> {
        let size_and_root = self.replica.head();
        let index = size_and_root.size.saturating_sub(1);
        if size_and_root.size == 0 {
            return Err(AuditFailure {
                index,
                fault: AuditFault::Empty,
            });
        }
        if !self.closed {
            return Err(AuditFailure {
                index,
                fault: AuditFault::NotClosed,
            });
        }
        let ledger = Draft::on(self.replica.state())
            .must(&keys::ledger())
            .map_err(|damage| AuditFailure::of_leaf(index, damage.into()))?;
        let counts = self.books.counts();
        Ok(AuditReport {
            ledger: ledger.id,
            rules: ledger.rules,
            leaves: size_and_root.size,
            admitted: counts.kinds.values().sum(),
            refused: counts.refused,
            kinds: counts.kinds.clone(),
            signatures: counts.signatures,
            checkpoints: self.checkpoints,
            digests: self.digests,
            size_and_root,
            state_digest: self.digest.root(),
            begun: counts.begun.unwrap_or(ledger.admitted_last),
            admitted_last: ledger.admitted_last,
            sums: self.books.sums(),
        })
    }
}
