//! Keys and single signatures.

use crate::cli::text::{Message, msg};
use crate::envelope::pem::PemError;
use crate::envelope::{PublicKeyError, SignFailure, SignatureError};

/// Why a file gives no key.
pub fn pem(error: &PemError) -> Message {
    match error {
        PemError::TooLong { found, max } => {
            msg!("because-key-long", found = found, max = max)
        }
        PemError::NotPem { reason } => msg!("because-key-not-pem", detail = reason),
        PemError::OtherLabel { found, expected } => {
            msg!("because-key-label", found = found, expected = expected)
        }
        PemError::Malformed { reason } => msg!("because-key-malformed", detail = reason),
        PemError::AlgorithmOther { oid } => msg!("because-key-algorithm", oid = oid),
        PemError::SeedMalformed => msg!("because-key-seed"),
        PemError::PublicKeyRefused(error) => public_key(error),
        PemError::HalvesDiffer => msg!("because-key-halves"),
        PemError::PassphraseMissing => msg!("because-passphrase-missing"),
        PemError::PassphraseEmpty => msg!("because-passphrase-empty"),
        PemError::PassphraseWrong => msg!("because-passphrase-wrong"),
        PemError::SchemeUnknown { oid } => msg!("because-key-scheme", oid = oid),
        PemError::ScryptCost { .. } | PemError::Pbkdf2Cost { .. } => {
            msg!("because-key-cost", detail = error)
        }
        PemError::EncryptionFailed { reason } => msg!("because-key-encryption", detail = reason),
    }
}

/// Why bytes or a text are no public key that may be used.
pub fn public_key(error: &PublicKeyError) -> Message {
    match error {
        PublicKeyError::NotOnCurve { .. }
        | PublicKeyError::NotCanonical { .. }
        | PublicKeyError::SmallOrder { .. }
        | PublicKeyError::MixedOrder { .. } => msg!("because-public-key-unfit", detail = error),
        PublicKeyError::Prefix | PublicKeyError::Digits(_) => {
            msg!("because-public-key-form", detail = error)
        }
    }
}

/// Why a signature does not hold.
pub fn signature(error: SignatureError) -> Message {
    match error {
        SignatureError::Mismatch => msg!("because-signature-mismatch"),
        SignatureError::ScalarNotReduced
        | SignatureError::PointNotCanonical
        | SignatureError::PointNotOnCurve
        | SignatureError::PointSmallOrder => msg!("because-signature-form", detail = error),
    }
}

/// Why a signer gave no signature.
pub fn sign(error: &SignFailure) -> Message {
    match error {
        SignFailure::Unavailable { reason } => msg!("because-signer-away", detail = reason),
        SignFailure::Declined { reason } => msg!("because-signer-declined", detail = reason),
    }
}
