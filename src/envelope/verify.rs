//! From an envelope to verified content.

use super::{EntryHash, Envelope, KeyId, PublicKey, SignatureError};

/// One key whose signature on an envelope verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signer {
    key_id: KeyId,
    public_key: PublicKey,
}

impl Signer {
    /// The key's identity.
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The key.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
}

/// Content whose signatures were all verified.
///
/// Only [`verify`] makes one, so holding it is the proof that the check was performed. What the
/// keys may sign, and whether they had to, is for the rules to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T> {
    content: T,
    signers: Vec<Signer>,
    entry_hash: EntryHash,
}

impl<T> Verified<T> {
    /// The content: of [`verify`] the payload's bytes, later what was decoded from them.
    pub const fn content(&self) -> &T {
        &self.content
    }

    /// Who signed, in the order of the envelope; never empty, no key twice.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// The hash of what was signed.
    pub const fn entry_hash(&self) -> EntryHash {
        self.entry_hash
    }

    /// The same proof over what `decode` makes of the content.
    ///
    /// `decode` must use nothing but the content: signers and entry hash are kept as they are.
    pub fn try_map<U, E>(self, decode: impl FnOnce(T) -> Result<U, E>) -> Result<Verified<U>, E> {
        let Self {
            content,
            signers,
            entry_hash,
        } = self;
        Ok(Verified {
            content: decode(content)?,
            signers,
            entry_hash,
        })
    }
}

/// Why an envelope does not verify. `index` is the zero-based place in its list of signatures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError<E> {
    /// The list of signatures is empty.
    #[error("the envelope carries no signature")]
    NoSignatures,
    /// A key signs a second time.
    #[error("signature {index} is by key {key_id}, which already gave signature {first}")]
    KeyRepeated {
        /// Place of the second signature.
        index: usize,
        /// Place of the first one.
        first: usize,
        /// The key that both name.
        key_id: KeyId,
    },
    /// The key is not known.
    #[error("signature {index} is by key {key_id}, which is not known")]
    KeyUnknown {
        /// Place of the signature.
        index: usize,
        /// The key that it names.
        key_id: KeyId,
    },
    /// The look-up gave a key that has another identity than the one asked for.
    #[error("signature {index} is by key {key_id}, but the key on record for it is {found}")]
    KeyOther {
        /// Place of the signature.
        index: usize,
        /// The key that it names.
        key_id: KeyId,
        /// The identity of the key that the look-up gave.
        found: KeyId,
    },
    /// The signature does not verify under its key.
    #[error("signature {index} by key {key_id} does not verify: {reason}")]
    SignatureRefused {
        /// Place of the signature.
        index: usize,
        /// The key that it names.
        key_id: KeyId,
        /// Why.
        reason: SignatureError,
    },
    /// The look-up itself failed.
    #[error("looking up key {key_id} of signature {index} failed: {cause}")]
    Lookup {
        /// Place of the signature.
        index: usize,
        /// The key that it names.
        key_id: KeyId,
        /// The look-up's own error.
        cause: E,
    },
}

/// Verifies every signature of `envelope`; `key_of` knows the keys that count.
///
/// One signature that does not verify fails the whole envelope: nobody's name stands on a record
/// without their signature. All keys are found before the first signature is checked.
pub fn verify<E>(
    envelope: &Envelope,
    key_of: impl Fn(&KeyId) -> Result<Option<PublicKey>, E>,
) -> Result<Verified<Vec<u8>>, VerifyError<E>> {
    let signers = signers_of(envelope, key_of)?;
    let message = envelope.pae();
    for (index, (signer, signature)) in signers.iter().zip(envelope.signatures()).enumerate() {
        let Signer { key_id, public_key } = *signer;
        public_key
            .verify(&message, &signature.sig)
            .map_err(|reason| VerifyError::SignatureRefused {
                index,
                key_id,
                reason,
            })?;
    }
    Ok(Verified {
        content: envelope.payload().to_vec(),
        signers,
        entry_hash: EntryHash::digest_of(&[&message]),
    })
}

/// The keys that the envelope's signatures name: at least one, each once, each known.
fn signers_of<E>(
    envelope: &Envelope,
    key_of: impl Fn(&KeyId) -> Result<Option<PublicKey>, E>,
) -> Result<Vec<Signer>, VerifyError<E>> {
    let signatures = envelope.signatures();
    if signatures.is_empty() {
        return Err(VerifyError::NoSignatures);
    }
    let mut signers: Vec<Signer> = Vec::with_capacity(signatures.len());
    for (index, signature) in signatures.iter().enumerate() {
        let key_id = signature.key_id;
        if let Some(first) = signers.iter().position(|earlier| earlier.key_id == key_id) {
            return Err(VerifyError::KeyRepeated {
                index,
                first,
                key_id,
            });
        }
        let public_key = key_of(&key_id)
            .map_err(|cause| VerifyError::Lookup {
                index,
                key_id,
                cause,
            })?
            .ok_or(VerifyError::KeyUnknown { index, key_id })?;
        let found = public_key.key_id();
        if found != key_id {
            return Err(VerifyError::KeyOther {
                index,
                key_id,
                found,
            });
        }
        signers.push(Signer { key_id, public_key });
    }
    Ok(signers)
}

#[cfg(test)]
mod tests;
