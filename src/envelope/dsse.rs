//! The envelope itself and its stored spelling.

use super::{
    EntryHash, KeyId, PAYLOAD_BYTES_MAX, PAYLOAD_TYPE, PublicKey, SIGNATURE_BYTES, SIGNATURES_MAX,
    Sign, SignFailure, SignatureError, pae,
};

mod parse;
mod stored;

/// One signature and the key that it says it is by; not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// The key it names. DSSE does not sign this: it only says which key to try.
    pub key_id: KeyId,
    /// The 64 bytes R ‖ S of RFC 8032.
    pub sig: [u8; SIGNATURE_BYTES],
}

/// A payload and signatures over it, inside the limits and otherwise unchecked.
///
/// The payload type is not a field: an envelope is always of [`PAYLOAD_TYPE`], so no signature
/// made for something else can pass for one on an entry. Without signatures it is a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    payload: Vec<u8>,
    signatures: Vec<Signature>,
}

/// Why a text is not an envelope, or a signature cannot be added to one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The text is longer than any envelope needs to be; it was not read.
    #[error("an envelope of at most {max} bytes expected; {found} given")]
    TextTooLong {
        /// Bytes given.
        found: usize,
        /// [`super::INPUT_BYTES_MAX`].
        max: usize,
    },
    /// The text is not UTF-8.
    #[error("the envelope is not UTF-8 from byte {at} on")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// The text is not JSON, or something stands after it.
    #[error("the envelope is not JSON: {reason}")]
    NotJson {
        /// What the JSON parser found, with line and column.
        reason: String,
    },
    /// A value that must be a JSON object is something else.
    #[error("{place} must be a JSON object")]
    NotAnObject {
        /// `the envelope` or `signature N`.
        place: Place,
    },
    /// `signatures` is not a JSON array.
    #[error("the envelope's \"signatures\" must be a JSON array")]
    SignaturesNotAnArray,
    /// A field stands twice; parsers differ on which one counts.
    #[error("{place} has the field {field:?} twice")]
    FieldRepeated {
        /// `the envelope` or `signature N`.
        place: Place,
        /// The field's name.
        field: &'static str,
    },
    /// A field that an envelope does not have.
    #[error("{place} has a field {field:?}, which is not known")]
    FieldUnknown {
        /// `the envelope` or `signature N`.
        place: Place,
        /// The field's name, cut to 64 characters.
        field: String,
    },
    /// A field is absent.
    #[error("{place} lacks the field {field:?}")]
    FieldMissing {
        /// `the envelope` or `signature N`.
        place: Place,
        /// The field's name.
        field: &'static str,
    },
    /// A field is not a JSON string, or not one of whole characters.
    #[error("{place}: the field {field:?} must be a string")]
    FieldNotText {
        /// `the envelope` or `signature N`.
        place: Place,
        /// The field's name.
        field: &'static str,
    },
    /// A field is not base64: standard alphabet, padded, trailing bits zero, no white space.
    #[error("{place}: the field {field:?} is not standard padded base64: {reason}")]
    FieldNotBase64 {
        /// `the envelope` or `signature N`.
        place: Place,
        /// The field's name.
        field: &'static str,
        /// What the decoder found.
        reason: String,
    },
    /// The payload is of another type than an entry's.
    #[error("payload type {found:?}; {PAYLOAD_TYPE:?} required")]
    PayloadTypeOther {
        /// The type given, cut to 64 characters.
        found: String,
    },
    /// The payload is too long.
    #[error("payload of {found} bytes; at most {max} allowed")]
    PayloadTooLong {
        /// Its length.
        found: usize,
        /// [`PAYLOAD_BYTES_MAX`].
        max: usize,
    },
    /// There are too many signatures.
    #[error("{found} signatures; at most {max} allowed")]
    SignaturesTooMany {
        /// How many there are.
        found: usize,
        /// [`SIGNATURES_MAX`].
        max: usize,
    },
    /// A signature's key id is not 64 lower-case hexadecimal digits.
    #[error("signature {index}: key id {found:?} is not 64 lower-case hexadecimal digits")]
    KeyIdMalformed {
        /// Zero-based place of the signature.
        index: usize,
        /// What was given, cut to 64 characters.
        found: String,
    },
    /// A signature has another length than Ed25519's.
    #[error("signature {index} has {found} bytes; {SIGNATURE_BYTES} required")]
    SignatureLength {
        /// Zero-based place of the signature.
        index: usize,
        /// Its length in bytes.
        found: usize,
    },
    /// The envelope is well formed but not in the one spelling that is stored.
    #[error("the envelope is not in its stored spelling from byte {at} on")]
    NotStoredSpelling {
        /// Offset of the first byte that differs.
        at: usize,
    },
    /// The key has signed this envelope already.
    #[error("key {key_id} has signed this envelope already")]
    KeySignedAlready {
        /// The key.
        key_id: KeyId,
    },
    /// A signature brought from elsewhere does not verify for this payload.
    #[error("the signature by key {key_id} does not verify for this payload: {reason}")]
    SignatureRefused {
        /// The key.
        key_id: KeyId,
        /// Why.
        reason: SignatureError,
    },
    /// The signer gave no signature.
    #[error("key {key_id} gave no signature: {reason}")]
    SignerFailed {
        /// The key.
        key_id: KeyId,
        /// Why.
        reason: SignFailure,
    },
}

/// Where in an envelope something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the outer object.
    Envelope,
    /// In the signature at this zero-based place.
    Signature(usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Envelope => f.write_str("the envelope"),
            Self::Signature(index) => write!(f, "signature {index}"),
        }
    }
}

impl Envelope {
    /// A draft: this payload, nobody's signature yet.
    pub fn new(payload: Vec<u8>) -> Result<Self, EnvelopeError> {
        Self::with_signatures(payload, Vec::new())
    }

    /// An envelope of these parts. The signatures are not verified and keep their order.
    pub fn with_signatures(
        payload: Vec<u8>,
        signatures: Vec<Signature>,
    ) -> Result<Self, EnvelopeError> {
        check_count(signatures.len())?;
        let (found, max) = (payload.len(), PAYLOAD_BYTES_MAX);
        if found > max {
            return Err(EnvelopeError::PayloadTooLong { found, max });
        }
        Ok(Self {
            payload,
            signatures,
        })
    }

    /// Reads an envelope in any spelling: the fields `payloadType`, `payload` and `signatures`
    /// (each with `keyid` and `sig`) in any order, with any JSON white space and escapes.
    ///
    /// Refused are fields that stand twice or are not known, base64 that is not padded or has
    /// trailing bits, and whatever is over a limit.
    pub fn parse(text: &[u8]) -> Result<Self, EnvelopeError> {
        parse::parse(text)
    }

    /// Reads an envelope as it is stored, and nothing else: the inverse of [`Self::to_bytes`].
    pub fn parse_stored(text: &[u8]) -> Result<Self, EnvelopeError> {
        if let Some(envelope) = stored::read(text) {
            return Ok(envelope);
        }
        // Read again at leisure, to say what is wrong with it.
        let expected = Self::parse(text)?.to_bytes();
        let same = expected
            .iter()
            .zip(text)
            .take_while(|(expected, given)| expected == given);
        Err(EnvelopeError::NotStoredSpelling { at: same.count() })
    }

    /// The stored spelling, at most [`super::ENVELOPE_BYTES_MAX`] bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        stored::write(self)
    }

    /// The payload, exactly as it was signed.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signatures, in the order in which they stand.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The bytes that every signature covers.
    pub fn pae(&self) -> Vec<u8> {
        pae(PAYLOAD_TYPE, &self.payload)
    }

    /// The entry's identity; the same whoever signed.
    pub fn entry_hash(&self) -> EntryHash {
        EntryHash::of_payload(&self.payload)
    }

    /// Asks `signer` for its signature over the payload and adds it at the end.
    pub fn sign_with(&mut self, signer: &(impl Sign + ?Sized)) -> Result<(), EnvelopeError> {
        let public_key = signer.public_key();
        let key_id = public_key.key_id();
        self.check_room_for(key_id)?;
        let sig = signer
            .sign(&self.pae())
            .map_err(|reason| EnvelopeError::SignerFailed { key_id, reason })?;
        self.attach(&public_key, sig)
    }

    /// Adds a signature that was made elsewhere, at the end, if it verifies for this payload.
    pub fn attach(
        &mut self,
        public_key: &PublicKey,
        sig: [u8; SIGNATURE_BYTES],
    ) -> Result<(), EnvelopeError> {
        let key_id = public_key.key_id();
        self.check_room_for(key_id)?;
        public_key
            .verify(&self.pae(), &sig)
            .map_err(|reason| EnvelopeError::SignatureRefused { key_id, reason })?;
        self.signatures.push(Signature { key_id, sig });
        Ok(())
    }

    /// Can this key still sign?
    fn check_room_for(&self, key_id: KeyId) -> Result<(), EnvelopeError> {
        check_count(self.signatures.len() + 1)?;
        if self
            .signatures
            .iter()
            .any(|signature| signature.key_id == key_id)
        {
            return Err(EnvelopeError::KeySignedAlready { key_id });
        }
        Ok(())
    }
}

/// Is this many signatures inside the limit?
fn check_count(found: usize) -> Result<(), EnvelopeError> {
    let max = SIGNATURES_MAX;
    if found > max {
        return Err(EnvelopeError::SignaturesTooMany { found, max });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
