//! Receipts and proofs from a ledger.

use super::{Ledger, ServiceError};
use crate::domain::ids::LedgerId;
use crate::domain::state::{Draft, keys};
use crate::envelope::KeyId;
use crate::log::note::Note;
use crate::log::tree::{Hash, ProveError, consistency_proof, inclusion_proof};
use crate::receipt::{AssembleError, ReceiptSource, assemble};

impl Ledger {
    /// The receipt of a leaf under the last checkpoint, in its one spelling: what
    /// [`receipt::verify`](crate::receipt::verify) takes, offline.
    pub fn receipt(&self, index: u64) -> Result<Vec<u8>, ServiceError> {
        let receipt = assemble(self, index).map_err(|error| match error {
            AssembleError::Source(error) => error,
            other => ServiceError::Receipt(other.to_string()),
        })?;
        receipt
            .to_bytes()
            .map_err(|error| ServiceError::Receipt(error.to_string()))
    }

    /// The proof that the log now continues the log of `size` leaves.
    pub fn consistency_proof(&self, size: u64) -> Result<Vec<Hash>, ServiceError> {
        let nodes = |level, index| self.node(level, index);
        consistency_proof(&nodes, size, self.size()).map_err(|error| self.unproved(error))
    }

    fn unproved(&self, error: ProveError<ServiceError>) -> ServiceError {
        let size = self.size();
        match error {
            ProveError::IndexOutside { index, .. } => ServiceError::NoLeaf { index, size },
            ProveError::OldLarger { old, .. } => ServiceError::NoLeaf { index: old, size },
            ProveError::Read(error) => error,
        }
    }
}

impl ReceiptSource for Ledger {
    type Error = ServiceError;

    fn ledger(&self) -> LedgerId {
        self.id()
    }

    fn leaf(&self, index: u64) -> Result<Vec<u8>, ServiceError> {
        let bytes = self.leaves(index..index.saturating_add(1))?.pop();
        bytes.ok_or(ServiceError::NoLeaf {
            index,
            size: self.size(),
        })
    }

    fn path(&self, index: u64) -> Result<Vec<Hash>, ServiceError> {
        let nodes = |level, index| self.node(level, index);
        inclusion_proof(&nodes, index, self.size()).map_err(|error| self.unproved(error))
    }

    fn checkpoint(&self) -> Result<Note, ServiceError> {
        let note = Ledger::checkpoint(self)?;
        Note::parse(note.as_bytes()).map_err(|error| ServiceError::Checkpoint(error.to_string()))
    }

    fn enrolled(&self, key: &KeyId) -> Result<Option<u64>, ServiceError> {
        let row = Draft::on(&self.state).get(&keys::key(key));
        Ok(row
            .map_err(|damage| self.state.explain(damage))?
            .map(|key| key.enrolled))
    }
}
