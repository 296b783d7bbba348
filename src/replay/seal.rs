//! The operator's key on checkpoints: it says in which order leaves stand, and nothing else.
//!
//! A checkpoint is a signed note whose origin is the genesis' origin; the key's name in the note is
//! the same text. So what a reader needs to check one follows from leaf 0 alone.

use std::fmt::Display;

use super::fault::Fault;
use super::leaf::ReadLeaf;
use crate::domain::entry::{Act, Genesis};
use crate::domain::refusal::{Code, Refusal};
use crate::envelope::{PublicKey, Sign, SignFailure};
use crate::log::checkpoint::{
    Checkpoint, CheckpointError, OpenError, Trust, UnknownSignatures, open,
};
use crate::log::note::{KeyError, KeySigner, KeyVerifier, SignError, SignatureType, VerifierKey};
use crate::log::tree::TreeHead;

/// Origin and operator's key: what checkpoints of a ledger are signed and verified by.
#[derive(Debug, Clone)]
pub struct CheckpointKey {
    origin: String,
    operator: PublicKey,
    key: VerifierKey,
}

/// Why a checkpoint could not be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointKeyError {
    /// The origin is no name of a key.
    #[error("`{origin}` cannot name a checkpoint key: {cause}")]
    Origin {
        /// The origin.
        origin: String,
        /// Why.
        cause: KeyError,
    },
    /// There is no checkpoint of this size and root.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The signer is not this ledger's operator.
    #[error("checkpoints are signed by {expected}, not by {given}")]
    OtherKey {
        /// The operator's key, `ed25519:` and its digits.
        expected: String,
        /// The signer's.
        given: String,
    },
    /// The signer gave no signature, or the note has no room for it.
    #[error(transparent)]
    Sign(#[from] SignError<SignFailure>),
}

impl CheckpointKeyError {
    /// Another key than the operator's.
    pub(crate) fn other(expected: impl Display, given: impl Display) -> Self {
        Self::OtherKey {
            expected: expected.to_string(),
            given: given.to_string(),
        }
    }
}

impl CheckpointKey {
    /// From what the genesis says.
    pub fn new(origin: &str, operator: PublicKey) -> Result<Self, CheckpointKeyError> {
        let name = origin.parse().map_err(|cause| CheckpointKeyError::Origin {
            origin: origin.to_owned(),
            cause,
        })?;
        let key = VerifierKey::new(name, SignatureType::Ed25519, *operator.as_bytes());
        Ok(Self {
            origin: origin.to_owned(),
            operator,
            key,
        })
    }

    /// From leaf 0, whose signatures are not looked at.
    pub fn of_leaf_zero(leaf: &[u8]) -> Result<Self, Fault> {
        let genesis = genesis_of(leaf)?;
        Self::new(genesis.origin.as_str(), genesis.operator)
            .map_err(|error| Fault::NoGenesis(Refusal::new(Code::Unreadable).with("what", error)))
    }

    /// The operator's public key.
    pub fn operator(&self) -> &PublicKey {
        &self.operator
    }

    /// The key as others hold it: `origin+id+base64`.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.key
    }

    /// The signed checkpoint over a tree head, as bytes of a note.
    pub fn sign(&self, head: TreeHead, operator: &dyn Sign) -> Result<Vec<u8>, CheckpointKeyError> {
        let given = operator.public_key();
        if given != self.operator {
            return Err(CheckpointKeyError::other(self.operator, given));
        }
        let signer = KeySigner::new(self.key.clone(), |text: &[u8]| operator.sign(text));
        let note = Checkpoint::new(&self.origin, head)?.sign(&signer)?;
        Ok(note.to_string().into_bytes())
    }

    /// What a checkpoint states, if the operator signed it for this ledger. Signatures of others
    /// are not looked at: cosignatures may stand beside.
    pub fn open(&self, note: &[u8]) -> Result<TreeHead, OpenError> {
        let log = KeyVerifier::new(
            self.key.clone(),
            |key: &[u8; 32], text: &[u8], sig: &[u8; 64]| {
                key == self.operator.as_bytes() && self.operator.verify(text, sig).is_ok()
            },
        );
        let trust = Trust {
            origin: &self.origin,
            log: &log,
            witnesses: &[],
            unknown: UnknownSignatures::Ignore,
        };
        Ok(open(note, &trust)?.head())
    }
}

/// What leaf 0 says; its signatures are not looked at.
pub(super) fn genesis_of(leaf: &[u8]) -> Result<Genesis, Fault> {
    let read = ReadLeaf::parse(leaf)?;
    match read.submission().entry().act.clone() {
        Act::Genesis(genesis) => Ok(genesis),
        other => {
            let refusal = Refusal::new(Code::UnknownId).with("what", "genesis");
            Err(Fault::NoGenesis(refusal.with("id", other.kind())))
        }
    }
}
