//! Signed envelopes: what was signed, by whom, and the one verdict on a signature.
//!
//! An entry travels and is stored in a DSSE envelope (Dead Simple Signing Envelope, v1): the
//! payload as it was signed, and one or more Ed25519 signatures over its *pre-authentication
//! encoding*, which binds the payload type into the signed bytes:
//!
//! ```text
//! PAE(type, payload) = "DSSEv1" SP len(type) SP type SP len(payload) SP payload
//! ```
//!
//! with `SP` one space and `len` the length in bytes as a decimal number. The *entry hash*, by
//! which entries name each other, is the SHA-256 of that encoding: it does not depend on the
//! signatures.
//!
//! An envelope has one stored spelling, canonical JSON without white space:
//!
//! ```text
//! {"payload":"<base64>","payloadType":"application/vnd.qledger.entry+json",
//!  "signatures":[{"keyid":"<64 hex digits>","sig":"<base64>"}, …]}
//! ```
//!
//! (one line; base64 is the standard alphabet, padded, with zero trailing bits). Tools that spell
//! it otherwise are read by [`Envelope::parse`] and re-wrapped by [`Envelope::to_bytes`]; payload
//! and signatures stay as they arrived, byte for byte.
//!
//! DSSE signs neither the key ids nor the list of signatures. So a signature that was taken off
//! or a list that was put into another order is still a valid envelope: who must sign, and in
//! which order, stands in the payload and is compared with [`Verified::signers`] by the rules.
//!
//! This module does no I/O and reads neither clock nor randomness.
//!
//! ```
//! use qledger::envelope::{Envelope, SigningKey, verify};
//!
//! let clerk = SigningKey::from_seed(&[7; 32]);
//! let mut envelope = Envelope::new(br#"{"kind":"note"}"#.to_vec())?;
//! envelope.sign_with(&clerk)?;
//!
//! // Stored, and read back.
//! let stored = envelope.to_bytes();
//! let read = Envelope::parse_stored(&stored)?;
//!
//! // The keys that count are known from elsewhere; here there is one.
//! let known = clerk.public_key();
//! let verified = verify(&read, |id| {
//!     Ok::<_, std::convert::Infallible>((*id == known.key_id()).then_some(known))
//! })?;
//! assert_eq!(verified.content(), br#"{"kind":"note"}"#);
//! assert_eq!(verified.signers()[0].key_id(), known.key_id());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dsse;
mod enrolled;
mod id;
mod key;
mod pae;
pub mod pem;
mod sign;
mod verify;

pub use dsse::{Envelope, EnvelopeError, Place, Signature};
pub use enrolled::EnrolledKey;
pub use id::{EntryHash, IdError, KeyId};
pub use key::{Algorithm, PublicKey, PublicKeyError, SignatureError};
pub use pae::pae;
pub use sign::{Sign, SignFailure, SigningKey};
pub use verify::{Signer, Verified, VerifyError, verify};

/// The one payload type of an entry.
pub const PAYLOAD_TYPE: &str = "application/vnd.qledger.entry+json";

/// Longest payload, in bytes before base64.
pub const PAYLOAD_BYTES_MAX: usize = 40 * 1024;

/// Most signatures on one envelope.
pub const SIGNATURES_MAX: usize = 16;

/// Length of an Ed25519 signature in bytes.
pub const SIGNATURE_BYTES: usize = 64;

/// Longest leaf of the log in bytes: tile bundles count a leaf's length in 16 bits.
pub const LEAF_BYTES_MAX: usize = u16::MAX as usize;

/// Longest text given to [`Envelope::parse`], in bytes. A foreign spelling may be longer than the
/// stored one by white space and escapes; twice the longest leaf leaves room for both.
pub const INPUT_BYTES_MAX: usize = 2 * LEAF_BYTES_MAX;

/// Longest stored envelope in bytes. It follows from the limits on payload and signatures; what
/// is left of [`LEAF_BYTES_MAX`] is for the leaf's head.
pub const ENVELOPE_BYTES_MAX: usize = {
    let frame = r#"{"payload":"","payloadType":"","signatures":[]}"#.len() + PAYLOAD_TYPE.len();
    let signature = r#"{"keyid":"","sig":""}"#.len() + 64 + base64_len(SIGNATURE_BYTES);
    let commas = SIGNATURES_MAX - 1;
    frame + base64_len(PAYLOAD_BYTES_MAX) + SIGNATURES_MAX * signature + commas
};

// A leaf's head is a type byte and an 8-byte time; a recorded refusal also carries its number and
// values, for which more than 7 KiB must stay free.
const _: () = assert!(ENVELOPE_BYTES_MAX + 9 + 7 * 1024 <= LEAF_BYTES_MAX);

/// Length of `len` bytes in padded base64.
const fn base64_len(len: usize) -> usize {
    len.div_ceil(3) * 4
}
