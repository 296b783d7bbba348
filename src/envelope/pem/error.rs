//! What can be wrong with a key file.

use pkcs8::ObjectIdentifier;
use pkcs8::der::ErrorKind;
use pkcs8::pkcs5;

use super::PublicKeyError;

/// Why a file is not a key, or a key cannot be read from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    /// The file is longer than any key.
    #[error("a key file of at most {max} bytes expected; {found} given")]
    TooLong {
        /// Bytes given.
        found: usize,
        /// [`super::PEM_BYTES_MAX`].
        max: usize,
    },
    /// The file is not PEM.
    #[error("not a key file in PEM: {reason}")]
    NotPem {
        /// What the PEM decoder found.
        reason: String,
    },
    /// The PEM block is something else, a certificate or the other half of a key pair.
    #[error("the file holds a {found:?}; {expected:?} required")]
    OtherLabel {
        /// The block's label.
        found: String,
        /// The label required (a private key may also be an encrypted one).
        expected: &'static str,
    },
    /// The content of the PEM block is not the structure its label promises.
    #[error("the file's content is not a key: {reason}")]
    Malformed {
        /// What the DER decoder found.
        reason: String,
    },
    /// The key is of another algorithm than Ed25519.
    #[error("the key's algorithm is {oid}; Ed25519 (1.3.101.112) required")]
    AlgorithmOther {
        /// The algorithm's object identifier.
        oid: ObjectIdentifier,
    },
    /// The private key is not 32 bytes as RFC 8410 lays them out.
    #[error("the file's private key is not an Ed25519 seed of 32 bytes")]
    SeedMalformed,
    /// The public key in the file is not fit for use.
    #[error(transparent)]
    PublicKeyRefused(PublicKeyError),
    /// The file's public key is not the one of its private key.
    #[error("the public key in the file does not belong to its private key")]
    HalvesDiffer,
    /// The key is encrypted and no passphrase was given.
    #[error("the key is encrypted; a passphrase is needed")]
    PassphraseMissing,
    /// An empty passphrase would protect nothing.
    #[error("an empty passphrase protects nothing")]
    PassphraseEmpty,
    /// The passphrase does not open the file (or its encrypted part is damaged: the two cannot be
    /// told apart).
    #[error("wrong passphrase, or the encrypted part of the file is damaged")]
    PassphraseWrong,
    /// The file is encrypted in a way that is not read here.
    #[error("the file's encryption ({oid}) is not supported")]
    SchemeUnknown {
        /// Object identifier of the scheme, cipher or hash.
        oid: ObjectIdentifier,
    },
    /// The file asks scrypt for nothing, or for more than is granted.
    #[error("the file asks for scrypt with N = {n}, r = {r}, p = {p}, which is not granted")]
    ScryptCost {
        /// Cost parameter.
        n: u64,
        /// Block size.
        r: u64,
        /// Parallelization.
        p: u64,
    },
    /// The file asks PBKDF2 for nothing, or for more than is granted.
    #[error("the file asks for {rounds} rounds of PBKDF2, which is not granted")]
    Pbkdf2Cost {
        /// Rounds asked for.
        rounds: u32,
    },
    /// Encrypting failed inside the library.
    #[error("the key could not be encrypted: {reason}")]
    EncryptionFailed {
        /// The library's own words.
        reason: String,
    },
}

impl PemError {
    /// The structure is wrong, or names an algorithm that the decoder does not know.
    pub(super) fn malformed(error: impl Into<pkcs8::Error>) -> Self {
        let error = error.into();
        if let pkcs8::Error::Asn1(cause) = error
            && let ErrorKind::OidUnknown { oid } = cause.kind()
        {
            return Self::SchemeUnknown { oid };
        }
        Self::Malformed {
            reason: error.to_string(),
        }
    }

    /// Decryption did not end in a document.
    pub(super) fn decryption(error: pkcs8::Error) -> Self {
        match error {
            pkcs8::Error::EncryptedPrivateKey(
                pkcs5::Error::UnsupportedAlgorithm { oid }
                | pkcs5::Error::AlgorithmParametersInvalid { oid },
            ) => Self::SchemeUnknown { oid },
            // Padding that does not fit, or by chance fits around something that is no document.
            _ => Self::PassphraseWrong,
        }
    }

    /// Encryption failed, which the fixed parameters leave no known cause for.
    #[allow(clippy::needless_pass_by_value)] // the shape that `map_err` hands over
    pub(super) fn encryption(error: pkcs5::Error) -> Self {
        Self::EncryptionFailed {
            reason: error.to_string(),
        }
    }
}
