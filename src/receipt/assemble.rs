//! Putting a receipt together from a ledger.

use std::collections::BTreeMap;

use super::{KeyLeaf, Receipt};
use crate::codec::entry::decode;
use crate::codec::leaf::{Leaf, LeafError};
use crate::domain::entry::Act;
use crate::domain::ids::LedgerId;
use crate::envelope::{Envelope, EnvelopeError, KeyId};
use crate::log::note::Note;
use crate::log::proof::{InclusionProof, ProofError};
use crate::log::tree::Hash;

/// What a receipt is assembled from: a ledger's leaves, its tree, and where keys were enrolled.
pub trait ReceiptSource {
    /// Why something could not be read.
    type Error: std::error::Error + Send + Sync + 'static;

    /// The ledger.
    fn ledger(&self) -> LedgerId;
    /// The leaf at an index.
    fn leaf(&self, index: u64) -> Result<Vec<u8>, Self::Error>;
    /// The path of a leaf to the checkpoint.
    fn path(&self, index: u64) -> Result<Vec<Hash>, Self::Error>;
    /// The checkpoint.
    fn checkpoint(&self) -> Result<Note, Self::Error>;
    /// The leaf that enrolled a key; 0 for those of the genesis.
    fn enrolled(&self, key: &KeyId) -> Result<Option<u64>, Self::Error>;
}

/// Why a receipt could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError<E: std::error::Error + Send + Sync + 'static> {
    /// The ledger could not be read.
    #[error(transparent)]
    Source(E),
    /// A leaf is damaged.
    #[error("leaf {index} cannot be read: {why}")]
    Leaf {
        /// Its place.
        index: u64,
        /// Why.
        why: LeafError,
    },
    /// An envelope is damaged.
    #[error("the envelope of leaf {index} cannot be read: {why}")]
    Envelope {
        /// Its place.
        index: u64,
        /// Why.
        why: EnvelopeError,
    },
    /// A signer's key is not on the ledger.
    #[error("key {key}, which signed leaf {index}, is not on the ledger")]
    Key {
        /// The leaf.
        index: u64,
        /// The key.
        key: KeyId,
    },
    /// Proof and checkpoint do not fit.
    #[error("the proof of leaf {index} does not fit: {why}")]
    Proof {
        /// The leaf.
        index: u64,
        /// Why.
        why: ProofError,
    },
}

/// The receipt for the leaf at `index`, under the latest checkpoint.
pub fn assemble<S: ReceiptSource>(
    source: &S,
    index: u64,
) -> Result<Receipt, AssembleError<S::Error>> {
    let leaf = source.leaf(index).map_err(AssembleError::Source)?;
    let checkpoint = source.checkpoint().map_err(AssembleError::Source)?;
    let path = source.path(index).map_err(AssembleError::Source)?;
    let proof = InclusionProof::new(index, path, checkpoint)
        .map_err(|why| AssembleError::Proof { index, why })?;
    let mut keys: BTreeMap<u64, KeyLeaf> = BTreeMap::new();
    add_key_leaf(source, &mut keys, 0)?;
    add_history(source, &mut keys, index, &leaf)?;
    Ok(Receipt {
        ledger: source.ledger(),
        leaf,
        proof: Some(proof.to_string()),
        keys: keys.into_values().collect(),
    })
}

fn add_key_leaf<S: ReceiptSource>(
    source: &S,
    keys: &mut BTreeMap<u64, KeyLeaf>,
    index: u64,
) -> Result<Vec<u8>, AssembleError<S::Error>> {
    let leaf = source.leaf(index).map_err(AssembleError::Source)?;
    let hashes = source.path(index).map_err(AssembleError::Source)?;
    keys.insert(
        index,
        KeyLeaf {
            index,
            leaf: leaf.clone(),
            hashes,
        },
    );
    Ok(leaf)
}

/// Adds the enrolments of a leaf's signers, and of theirs, down to the genesis.
fn add_history<S: ReceiptSource>(
    source: &S,
    keys: &mut BTreeMap<u64, KeyLeaf>,
    index: u64,
    leaf: &[u8],
) -> Result<(), AssembleError<S::Error>> {
    let mut open = vec![(index, leaf.to_vec())];
    while let Some((index, leaf)) = open.pop() {
        if index == 0 {
            continue;
        }
        for key in signers_of::<S>(index, &leaf)? {
            let enrolled = source.enrolled(&key).map_err(AssembleError::Source)?;
            let enrolled = enrolled.ok_or(AssembleError::Key { index, key })?;
            if enrolled != index && !keys.contains_key(&enrolled) {
                open.push((enrolled, add_key_leaf(source, keys, enrolled)?));
            }
        }
    }
    Ok(())
}

/// The keys whose enrolments a leaf's signatures rest on: all but one it enrols itself.
fn signers_of<S: ReceiptSource>(
    index: u64,
    leaf: &[u8],
) -> Result<Vec<KeyId>, AssembleError<S::Error>> {
    let leaf = Leaf::parse(leaf).map_err(|why| AssembleError::Leaf { index, why })?;
    let envelope = Envelope::parse_stored(&leaf.envelope)
        .map_err(|why| AssembleError::Envelope { index, why })?;
    let own = match decode(envelope.payload()).map(|entry| entry.act) {
        Ok(Act::KeyEnrol(act)) => Some(act.public_key.key_id()),
        Ok(_) | Err(_) => None,
    };
    let signers = envelope
        .signatures()
        .iter()
        .map(|signature| signature.key_id);
    Ok(signers.filter(|key| Some(*key) != own).collect())
}
