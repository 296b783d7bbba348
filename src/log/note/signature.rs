//! One signature line, and those who make it.

use std::fmt;

use super::NoteError;
use super::key::{KeyId, KeyName, VerifierKey};
use crate::log::text;

/// How a signature line begins: em dash and space.
const LINE_START: &str = "\u{2014} ";

/// Length of the key id before the signature.
const KEY_ID_BYTES: usize = 4;

/// A signature as it stands in a note, not verified. Shown as its line with the newline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: KeyName,
    key_id: KeyId,
    bytes: Vec<u8>,
}

impl Signature {
    /// The signature `bytes` of a key. Error: no bytes.
    pub fn new(key: &VerifierKey, bytes: Vec<u8>) -> Result<Self, NoteError> {
        if bytes.is_empty() {
            return Err(NoteError::EmptySignature);
        }
        Ok(Self {
            name: key.name().clone(),
            key_id: key.id(),
            bytes,
        })
    }

    /// Name of the key that is said to have signed.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// Id of the key that is said to have signed.
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The signature without the key id; never empty. What the bytes mean is the algorithm's
    /// affair.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn is_of_same_key(&self, other: &Self) -> bool {
        self.key_id == other.key_id && self.name == other.name
    }

    /// Reads one line without its newline.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(LINE_START)?.split_once(' ')?;
        let decoded = text::base64(encoded)?;
        let (key_id, bytes) = decoded.split_first_chunk::<KEY_ID_BYTES>()?;
        if bytes.is_empty() {
            return None;
        }
        let key_id = KeyId::from_bytes(*key_id);
        Some(Self {
            name: name.parse().ok()?,
            key_id,
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.as_bytes().as_slice(), &self.bytes].concat();
        writeln!(f, "{LINE_START}{} {}", self.name, text::to_base64(&bytes))
    }
}

/// Someone who signs notes.
pub trait Signer {
    /// Why signing failed.
    type Error;

    /// The key that the signature line names.
    fn key(&self) -> &VerifierKey;

    /// The signature over the text of a note, without the key id.
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

/// Why a note could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError<E> {
    /// The text or the note as a whole is not well formed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signer failed.
    #[error("the note cannot be signed: {0}")]
    Signer(E),
}

/// A [`Signer`] made from its public key and a function that signs with the secret one:
/// `Fn(&[u8]) -> Result<[u8; 64], E>`.
///
/// The function gets the text of the note, so the key is of type Ed25519; for a cosignature see
/// [`Cosignature`](crate::log::cosignature::Cosignature).
#[derive(Clone, Debug)]
pub struct KeySigner<F> {
    key: VerifierKey,
    sign: F,
}

impl<F> KeySigner<F> {
    /// Joins a public key with the function that signs for it.
    pub const fn new(key: VerifierKey, sign: F) -> Self {
        Self { key, sign }
    }
}

impl<F, E> Signer for KeySigner<F>
where
    F: Fn(&[u8]) -> Result<[u8; 64], E>,
{
    type Error = E;

    fn key(&self) -> &VerifierKey {
        &self.key
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, E> {
        (self.sign)(text).map(Vec::from)
    }
}
