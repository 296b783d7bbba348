//! Which signatures of a note hold, and those who judge them.

use super::key::{KeyId, KeyName, SignatureType, VerifierKey};
use super::{Note, Signature};
use crate::log::cosignature;

/// Someone whose signatures a reader knows how to judge.
pub trait Verifier {
    /// Name of the key, as signature lines carry it.
    fn name(&self) -> &KeyName;

    /// Id of the key, as signature lines carry it.
    fn key_id(&self) -> KeyId;

    /// Whether `signature`, without the key id, is one of this key over the text of a note.
    fn verify(&self, text: &str, signature: &[u8]) -> bool;
}

/// Why a note is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A signature of a known key does not hold: the note was altered, or it is forged.
    #[error("the signature of {name} ({key_id}) does not hold")]
    Invalid {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        key_id: KeyId,
    },
    /// A known key signed more than once.
    #[error("{name} ({key_id}) signs more than once")]
    Repeated {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        key_id: KeyId,
    },
    /// No signature is of a known key.
    #[error("no signature is of a known key")]
    NoneKnown,
    /// Two verifiers have the same name and id, so it is open which one is meant.
    #[error("two known keys are both {name} ({key_id})")]
    Ambiguous {
        /// Name of both keys.
        name: KeyName,
        /// Id of both keys.
        key_id: KeyId,
    },
}

/// The text of a note of which at least one signature was verified, and none of a known key
/// failed. Only [`Note::verify`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedNote {
    text: String,
    verified: Vec<Signature>,
    unverified: Vec<Signature>,
}

impl OpenedNote {
    /// The text, with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures that hold, at least one, in the order of the note.
    pub fn verified(&self) -> &[Signature] {
        &self.verified
    }

    /// The signatures of unknown keys. They say nothing; anyone can add one.
    pub fn unverified(&self) -> &[Signature] {
        &self.unverified
    }

    /// Whether a signature of this name and id was verified.
    pub fn is_signed_by(&self, name: &KeyName, key_id: KeyId) -> bool {
        self.verified
            .iter()
            .any(|good| good.name() == name && good.key_id() == key_id)
    }
}

impl Note {
    /// Judges the signatures by the keys that the reader knows.
    ///
    /// A signature of an unknown key is set aside as unverified, even if it shares name or id with
    /// a known one. Errors: one of a known key does not hold or is there twice, none is of a
    /// known key, two verifiers for one signature.
    pub fn verify(&self, known: &[&dyn Verifier]) -> Result<OpenedNote, VerifyError> {
        let (mut verified, mut unverified) = (Vec::<Signature>::new(), Vec::new());
        for signature in &self.signatures {
            let Some(judge) = find(known, signature)? else {
                unverified.push(signature.clone());
                continue;
            };
            let (name, key_id) = (signature.name().clone(), signature.key_id());
            if verified
                .iter()
                .any(|earlier| earlier.is_of_same_key(signature))
            {
                return Err(VerifyError::Repeated { name, key_id });
            }
            if !judge.verify(&self.text, signature.bytes()) {
                return Err(VerifyError::Invalid { name, key_id });
            }
            verified.push(signature.clone());
        }
        if verified.is_empty() {
            return Err(VerifyError::NoneKnown);
        }
        Ok(OpenedNote {
            text: self.text.clone(),
            verified,
            unverified,
        })
    }
}

/// The one verifier of the key that a signature names.
fn find<'a>(
    known: &[&'a dyn Verifier],
    signature: &Signature,
) -> Result<Option<&'a dyn Verifier>, VerifyError> {
    let (name, key_id) = (signature.name(), signature.key_id());
    let mut found = known
        .iter()
        .filter(|key| key.name() == name && key.key_id() == key_id);
    let first = found.next().copied();
    match found.next() {
        None => Ok(first),
        Some(_) => Err(VerifyError::Ambiguous {
            name: name.clone(),
            key_id,
        }),
    }
}

/// A [`Verifier`] made from a key and the Ed25519 verdict, a function
/// `Fn(public key, message, signature) -> bool`.
///
/// A key of type Ed25519 signs the text of a note; one of type cosignature signs a checkpoint and
/// a time, which precedes the signature.
#[derive(Clone, Debug)]
pub struct KeyVerifier<V> {
    key: VerifierKey,
    verdict: V,
}

impl<V> KeyVerifier<V> {
    /// Joins a key with the verdict on its signatures.
    pub const fn new(key: VerifierKey, verdict: V) -> Self {
        Self { key, verdict }
    }

    /// The key.
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }
}

impl<V> Verifier for KeyVerifier<V>
where
    V: Fn(&[u8; 32], &[u8], &[u8; 64]) -> bool,
{
    fn name(&self) -> &KeyName {
        self.key.name()
    }

    fn key_id(&self) -> KeyId {
        self.key.id()
    }

    fn verify(&self, text: &str, signature: &[u8]) -> bool {
        let public_key = self.key.public_key();
        match self.key.signature_type() {
            SignatureType::Ed25519 => signature
                .try_into()
                .is_ok_and(|signature| (self.verdict)(public_key, text.as_bytes(), signature)),
            SignatureType::CosignatureV1 => {
                cosignature::read(text, signature).is_some_and(|(message, signature)| {
                    (self.verdict)(public_key, message.as_bytes(), &signature)
                })
            }
        }
    }
}
