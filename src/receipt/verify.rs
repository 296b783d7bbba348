//! Verifying a receipt: everything present must hold; what is absent lowers the level.

use std::fmt;

use super::keyring::{ChainedKey, Keyring, Roots, operator_verifier_key, signature_verdict};
use super::{KEY_LEAVES_MAX, Receipt};
use crate::codec::leaf::Leaf;
use crate::domain::entry::{Act, Entry};
use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::domain::refusal::RecordedRefusal;
use crate::envelope::{EntryHash, PublicKey};
use crate::log::checkpoint::{Trust, UnknownSignatures};
use crate::log::note::KeyVerifier;
use crate::log::proof::InclusionProof;
use crate::log::tree::{TreeHead, leaf_hash, verify_inclusion};

/// What the reader holds from elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// The ledger id.
    pub ledger: LedgerId,
    /// The operator's key, where the reader holds it; otherwise the genesis' word is taken, which
    /// the ledger id covers.
    pub operator: Option<PublicKey>,
}

/// What verifying showed. Each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Signed by keys whose enrolments chain to the ledger id.
    Signed,
    /// In the log, under a checkpoint of the operator.
    Logged,
}

/// A receipt that holds.
#[derive(Debug, Clone)]
pub struct VerifiedReceipt {
    /// The level reached.
    pub level: Level,
    /// Whether the ledger is a practice one.
    pub practice: bool,
    /// The leaf's place in the log, where it is logged.
    pub index: Option<u64>,
    /// Size and root of the checkpoint, where it is logged.
    pub checkpoint: Option<TreeHead>,
    /// When it was admitted, by the operator's clock.
    pub admitted: Moment,
    /// The refusal, where the submission was refused.
    pub refusal: Option<RecordedRefusal>,
    /// The entry's identity.
    pub entry_hash: EntryHash,
    /// The entry.
    pub entry: Entry,
    /// Who signed, in order; nobody for the genesis, whose keys are its own.
    pub signers: Vec<ChainedKey>,
}

/// Why a receipt does not verify. Lower case, with the values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The file is no receipt.
    #[error("the receipt cannot be read: {0}")]
    Form(String),
    /// Another format.
    #[error(
        "the receipt is in format `{found}`; this build reads {}",
        super::FORMAT
    )]
    Format {
        /// What it says.
        found: String,
    },
    /// It reads, but is spelled otherwise than receipts are.
    #[error("the receipt is not in its one spelling")]
    Spelling,
    /// More key history than any receipt needs.
    #[error("the receipt carries {count} leaves of key history; at most {KEY_LEAVES_MAX} are read")]
    TooManyKeys {
        /// How many.
        count: usize,
    },
    /// It is of another ledger than the reader's.
    #[error("the receipt is of ledger {found}, not of {expected}")]
    OtherLedger {
        /// What the reader holds.
        expected: LedgerId,
        /// What it is of.
        found: String,
    },
    /// The first key leaf is not the genesis of the ledger.
    #[error("the key history does not begin with a genesis")]
    NotAGenesis,
    /// The genesis is not the one the ledger id names.
    #[error("the genesis in the receipt has hash {found}; the ledger id is {expected}")]
    GenesisDiffers {
        /// The ledger id.
        expected: LedgerId,
        /// The genesis' leaf hash.
        found: String,
    },
    /// The checkpoint key is another than the reader holds.
    #[error("the ledger's operator key is {found}, not {expected}")]
    OperatorDiffers {
        /// What the reader holds.
        expected: String,
        /// What the genesis says.
        found: String,
    },
    /// A leaf cannot be taken apart.
    #[error("a leaf cannot be read: {0}")]
    Leaf(String),
    /// An envelope cannot be read.
    #[error("an envelope cannot be read: {0}")]
    Envelope(String),
    /// A payload cannot be read.
    #[error("a payload cannot be read: {0}")]
    Payload(String),
    /// A signature does not hold, or its key is not in the history.
    #[error("a signature does not hold: {0}")]
    Signature(String),
    /// The signers are not those the payload names.
    #[error("the signatures are not those the payload names: {needed}")]
    Signers {
        /// Who must sign.
        needed: String,
    },
    /// A key leaf enrols nothing.
    #[error("leaf {index} in the key history is not an enrolment")]
    NotAnEnrolment {
        /// Its place.
        index: u64,
    },
    /// A key is enrolled twice.
    #[error("leaf {index} in the key history enrols a key that is there already")]
    KeyTwice {
        /// Its place.
        index: u64,
    },
    /// The key leaves are not in order of the log.
    #[error("leaf {index} in the key history is out of order")]
    KeyOrder {
        /// Its place.
        index: u64,
    },
    /// A key leaf that nothing rests on.
    #[error("leaf {index} in the key history is not needed: receipts carry no free bytes")]
    KeyUnused {
        /// Its place.
        index: u64,
    },
    /// The checkpoint or a path to it does not hold.
    #[error("{what} is not in the log: {why}")]
    NotLogged {
        /// Which leaf.
        what: String,
        /// Why.
        why: String,
    },
    /// The operator key's name is no origin.
    #[error("the genesis names the origin `{0}`, which no checkpoint can carry")]
    Origin(String),
}

/// Verifies a receipt against what the reader holds. Needs no network, store or clock.
pub fn verify(receipt: &Receipt, expected: &Expected) -> Result<VerifiedReceipt, ReceiptError> {
    if receipt.ledger != expected.ledger {
        return Err(ReceiptError::OtherLedger {
            expected: expected.ledger,
            found: receipt.ledger.to_string(),
        });
    }
    let leaf = parse_leaf(&receipt.leaf)?;
    let (mut keyring, roots) = key_history(receipt, expected)?;
    let about_genesis = receipt.keys.len() == 1 && receipt.keys[0].leaf == receipt.leaf;
    let (entry, entry_hash, signers) = if about_genesis {
        let envelope = crate::envelope::Envelope::parse_stored(&leaf.envelope)
            .map_err(|error| ReceiptError::Envelope(error.to_string()))?;
        let entry = crate::codec::entry::decode(envelope.payload())
            .map_err(|error| ReceiptError::Payload(error.to_string()))?;
        (entry, envelope.entry_hash(), Vec::new())
    } else {
        let checked = keyring.check(&leaf)?;
        let hash = checked.entry.entry_hash();
        (checked.entry.content().clone(), hash, checked.signers)
    };
    if let Some(index) = keyring.unused(receipt.keys.iter().map(|key| key.index)) {
        return Err(ReceiptError::KeyUnused { index });
    }
    if matches!(entry.act, Act::Genesis(_)) != about_genesis {
        return Err(ReceiptError::NotAGenesis);
    }
    let logged = check_logged(receipt, &roots)?;
    Ok(VerifiedReceipt {
        level: if logged.is_some() {
            Level::Logged
        } else {
            Level::Signed
        },
        practice: roots.practice,
        index: logged.map(|(index, _)| index),
        checkpoint: logged.map(|(_, head)| head),
        admitted: leaf.admitted,
        refusal: leaf.refusal,
        entry_hash,
        entry,
        signers,
    })
}

fn parse_leaf(bytes: &[u8]) -> Result<Leaf, ReceiptError> {
    Leaf::parse(bytes).map_err(|error| ReceiptError::Leaf(error.to_string()))
}

/// The keys that the receipt's history leads to, beginning with the genesis the ledger id names.
fn key_history(receipt: &Receipt, expected: &Expected) -> Result<(Keyring, Roots), ReceiptError> {
    let (first, rest) = receipt
        .keys
        .split_first()
        .ok_or(ReceiptError::NotAGenesis)?;
    let hash = leaf_hash(&first.leaf);
    if hash.as_bytes() != expected.ledger.bytes() || first.index != 0 {
        return Err(ReceiptError::GenesisDiffers {
            expected: expected.ledger,
            found: hash.to_hex(),
        });
    }
    let (mut keyring, roots) = Keyring::begin(expected.ledger, &parse_leaf(&first.leaf)?)?;
    if let Some(held) = expected.operator.filter(|held| *held != roots.operator) {
        return Err(ReceiptError::OperatorDiffers {
            expected: held.to_string(),
            found: roots.operator.to_string(),
        });
    }
    let mut before = 0;
    for key in rest {
        if key.index <= before {
            return Err(ReceiptError::KeyOrder { index: key.index });
        }
        before = key.index;
        keyring.enrol(key.index, &parse_leaf(&key.leaf)?)?;
    }
    Ok((keyring, roots))
}

/// Checks every leaf's path to the one checkpoint; gives the leaf's place and the checkpoint.
fn check_logged(receipt: &Receipt, roots: &Roots) -> Result<Option<(u64, TreeHead)>, ReceiptError> {
    let not_logged = |what: &str, why: &dyn fmt::Display| ReceiptError::NotLogged {
        what: what.to_owned(),
        why: why.to_string(),
    };
    let Some(text) = &receipt.proof else {
        return match receipt.keys.iter().find(|key| !key.hashes.is_empty()) {
            None => Ok(None),
            Some(key) => Err(ReceiptError::KeyUnused { index: key.index }),
        };
    };
    let proof =
        InclusionProof::parse(text.as_bytes()).map_err(|error| not_logged("the entry", &error))?;
    let key = operator_verifier_key(&roots.origin, &roots.operator)
        .map_err(|_| ReceiptError::Origin(roots.origin.clone()))?;
    let log = KeyVerifier::new(key, signature_verdict);
    let trust = Trust {
        origin: &roots.origin,
        log: &log,
        witnesses: &[],
        unknown: UnknownSignatures::Refuse,
    };
    let opened = proof
        .verify(leaf_hash(&receipt.leaf), &trust)
        .map_err(|error| not_logged("the entry", &error))?;
    for key in &receipt.keys {
        verify_inclusion(leaf_hash(&key.leaf), key.index, &key.hashes, opened.head())
            .map_err(|error| not_logged(&format!("key leaf {}", key.index), &error))?;
        if key.index > proof.index() {
            return Err(ReceiptError::KeyOrder { index: key.index });
        }
    }
    Ok(Some((proof.index(), opened.head())))
}
