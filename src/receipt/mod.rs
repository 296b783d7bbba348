//! Receipts (入账凭证): one file from which anyone can check, offline, what became of a submission.
//!
//! A receipt is canonical JSON, one line:
//!
//! ```text
//! {"format":"qledger-receipt-v1",
//!  "keys":[{"hashes":["<base64>",…],"index":0,"leaf":"<base64>"},…],
//!  "leaf":"<base64>","ledger":"<64 hex digits>","proof":"<tlog-proof text>"}
//! ```
//!
//! `leaf` is the leaf as it stands in the log, entry or refusal, with its envelope. `proof` is its
//! inclusion proof with the signed checkpoint, or `null`. `keys` holds the leaves that make the
//! signatures judgeable, by index: the genesis, whose leaf hash is the ledger id, and the enrolments
//! that lead from its keys to those that signed; each with its own path to the same checkpoint
//! (empty where `proof` is `null`). Nothing more may stand there: each enrolment must be needed.
//!
//! What verifying shows is said as a [`Level`]. *Signed*: the bytes were signed by keys whose
//! enrolments chain to the ledger id the reader holds. *Logged*: besides, all of them are in the log
//! under a checkpoint signed by the operator. Neither says that the rules allowed it, or that a key
//! was not revoked before: only an audit of the whole log does.

mod assemble;
mod keyring;
mod verify;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

pub use assemble::{AssembleError, ReceiptSource, assemble};
pub use keyring::{ChainedKey, operator_verifier_key, signature_verdict};
pub use verify::{Expected, Level, ReceiptError, VerifiedReceipt, verify};

use crate::codec::canonical::{check_canonical_up_to, to_canonical_up_to};
use crate::domain::ids::LedgerId;
use crate::log::tree::Hash;

/// The format this build writes and reads.
pub const FORMAT: &str = "qledger-receipt-v1";
/// Longest receipt that is read, in bytes: sixteen signers with long chains fit with room.
pub const RECEIPT_BYTES_MAX: usize = 1 << 20;
/// Most leaves of key history in one receipt.
pub const KEY_LEAVES_MAX: usize = 256;

/// A receipt, taken apart; nothing in it is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The ledger it says it is of.
    pub ledger: LedgerId,
    /// The leaf it is about.
    pub leaf: Vec<u8>,
    /// Inclusion proof and checkpoint, as text.
    pub proof: Option<String>,
    /// The leaves that make the signatures judgeable.
    pub keys: Vec<KeyLeaf>,
}

/// A leaf of key history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLeaf {
    /// Its place in the log.
    pub index: u64,
    /// The leaf.
    pub leaf: Vec<u8>,
    /// Its path to the receipt's checkpoint.
    pub hashes: Vec<Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptJson {
    format: String,
    keys: Vec<KeyLeafJson>,
    leaf: String,
    ledger: LedgerId,
    proof: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLeafJson {
    hashes: Vec<String>,
    index: u64,
    leaf: String,
}

impl Receipt {
    /// The bytes of the receipt, without a final newline.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ReceiptError> {
        let keys = self.keys.iter().map(|key| KeyLeafJson {
            hashes: key.hashes.iter().map(|hash| hash.to_base64()).collect(),
            index: key.index,
            leaf: STANDARD.encode(&key.leaf),
        });
        let json = ReceiptJson {
            format: FORMAT.to_owned(),
            keys: keys.collect(),
            leaf: STANDARD.encode(&self.leaf),
            ledger: self.ledger,
            proof: self.proof.clone(),
        };
        to_canonical_up_to(&json, RECEIPT_BYTES_MAX)
            .map_err(|error| ReceiptError::Form(error.to_string()))
    }

    /// Reads a receipt, strictly: one spelling, no free bytes. One final newline is allowed, for
    /// editors and shells add one.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let form = |error: &dyn std::fmt::Display| ReceiptError::Form(error.to_string());
        check_canonical_up_to(bytes, RECEIPT_BYTES_MAX).map_err(|error| form(&error))?;
        let json: ReceiptJson = serde_json::from_slice(bytes).map_err(|error| form(&error))?;
        if json.format != FORMAT {
            return Err(ReceiptError::Format { found: json.format });
        }
        if json.keys.len() > KEY_LEAVES_MAX {
            return Err(ReceiptError::TooManyKeys {
                count: json.keys.len(),
            });
        }
        let decode = |text: &str| STANDARD.decode(text).map_err(|error| form(&error));
        let mut keys = Vec::with_capacity(json.keys.len());
        for key in &json.keys {
            let hashes = key.hashes.iter().map(|hash| Hash::from_base64(hash));
            keys.push(KeyLeaf {
                index: key.index,
                leaf: decode(&key.leaf)?,
                hashes: hashes
                    .collect::<Result<_, _>>()
                    .map_err(|error| form(&error))?,
            });
        }
        let receipt = Self {
            ledger: json.ledger,
            leaf: decode(&json.leaf)?,
            proof: json.proof,
            keys,
        };
        if receipt.to_bytes()? == bytes {
            Ok(receipt)
        } else {
            Err(ReceiptError::Spelling)
        }
    }
}
