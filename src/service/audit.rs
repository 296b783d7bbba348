//! Auditing a ledger where it lies.

use super::state::store_key;
use super::{Ledger, Progress, ServiceError};
use crate::audit::{AuditError, AuditFailure, AuditGroup, AuditReport, RowDigest, audit};
use crate::domain::state::RowKey;
use crate::log::tree::Hash;
#[cfg(feature = "store")]
use crate::store::LoggedGroup;
use crate::store::{LEAVES_READ_MAX, StateDigest, Store, row_hash};

/// What an audit comes to: a report, or the first thing that is wrong.
pub type Verdict = Result<AuditReport, AuditFailure>;

impl Ledger {
    /// Audits the log of an open ledger up to its last checkpoint, which alone is compared: what
    /// became durable together is the store's business. A folder is audited with every checkpoint
    /// by [`Folder::audit`](super::Folder::audit).
    pub fn audit(&self, progress: &mut dyn Progress) -> Result<Verdict, ServiceError> {
        let head = self.state.ask(Store::head);
        let size = head.tree.size;
        let note = self.checkpoint()?.into_bytes();
        let firsts = (0..size).step_by(usize::try_from(LEAVES_READ_MAX).unwrap_or(1));
        let groups = firsts.map(|first| {
            let end = size.min(first + LEAVES_READ_MAX);
            let leaves = self.leaves(first..end)?;
            let is_last = end == size;
            let checkpoint = is_last.then(|| note.clone());
            let state_digest = is_last.then_some(head.state_digest);
            Ok(AuditGroup {
                leaves,
                checkpoint,
                state_digest,
            })
        });
        verdict(audit(
            groups,
            size,
            &mut StoreDigest::new(),
            self.state.workers(),
            progress,
        ))
    }
}

/// The state digest as stores record it, for [`audit`](crate::audit::audit).
#[derive(Debug, Clone, Default)]
pub struct StoreDigest(StateDigest);

impl StoreDigest {
    /// Of no row.
    pub fn new() -> Self {
        Self(StateDigest::new())
    }
}

impl RowDigest for StoreDigest {
    fn change(&mut self, key: &RowKey, before: Option<&[u8]>, after: Option<&[u8]>) {
        let key = store_key(key);
        let hash = |value: Option<&[u8]>| value.map(|value| row_hash(&key, value));
        self.0
            .replace(key.bucket(), hash(before).as_ref(), hash(after).as_ref());
    }

    fn root(&mut self) -> Hash {
        self.0.root()
    }
}

/// Tells what is wrong with the log from why it could not be read.
pub(super) fn verdict(
    audited: Result<AuditReport, AuditError<ServiceError>>,
) -> Result<Verdict, ServiceError> {
    match audited {
        Ok(report) => Ok(Ok(report)),
        Err(AuditError::Failed(failure)) => Ok(Err(failure)),
        Err(AuditError::Source(error)) => Err(error),
    }
}

/// A group as an audit takes it.
#[cfg(feature = "store")]
pub(super) fn audit_group(group: &LoggedGroup) -> AuditGroup {
    AuditGroup {
        leaves: group.leaves().map(<[u8]>::to_vec).collect(),
        checkpoint: Some(group.note().to_vec()),
        state_digest: Some(group.state_digest()),
    }
}
