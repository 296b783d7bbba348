//! Keys as files: PKCS#8 for private keys, `SubjectPublicKeyInfo` for public ones, in PEM.
//!
//! The forms are those of RFC 8410 that OpenSSL 3.0 reads and writes:
//!
//! ```text
//! -----BEGIN PRIVATE KEY-----             PKCS#8 v1: the seed, without the public key
//! -----BEGIN ENCRYPTED PRIVATE KEY-----   the same under PBES2 (RFC 8018)
//! -----BEGIN PUBLIC KEY-----              SubjectPublicKeyInfo
//! ```
//!
//! Read are also PKCS#8 v2 (with the public key, which must then fit the seed) and any PBES2 of
//! scrypt or PBKDF2 with SHA-2 and AES. Written is scrypt with N = 2^14, r = 8, p = 5 and
//! AES-256-CBC: the most memory that OpenSSL 3.0 allows itself by default (32 MiB, which N = 2^15
//! already exceeds), repeated five times.
//!
//! AES-CBC carries no check of its own: a damaged file can decrypt to another key. Whoever reads
//! a key file compares the public key with the one on record.
//!
//! ```
//! use qledger::envelope::{SigningKey, pem};
//! let key = SigningKey::from_seed(&[7; 32]);
//! let text = pem::serialize_private_key(&key);
//! let read = pem::parse_private_key(text.as_bytes(), None)?;
//! assert_eq!(read.public_key(), key.public_key());
//! # Ok::<(), pem::PemError>(())
//! ```

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::pkcs8::{ALGORITHM_OID, PublicKeyBytes};
use pkcs8::der::{Decode as _, Encode as _, ErrorKind, asn1::OctetStringRef};
use pkcs8::pkcs5::{self, pbes2, scrypt};
use pkcs8::{
    EncryptedPrivateKeyInfoRef, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
    SubjectPublicKeyInfoRef,
};
use std::fmt;
use zeroize::Zeroizing;

use super::{PublicKey, PublicKeyError, SigningKey};

mod error;

pub use error::PemError;

/// Random bytes that encrypting a key needs: 16 of salt, then 16 of initialisation vector.
pub const ENTROPY_BYTES: usize = 32;

/// Longest file read, in bytes; a key in PEM has a few hundred.
pub const PEM_BYTES_MAX: usize = 16 * 1024;

/// Most memory that a file may ask scrypt for, in bytes: 128 × N × r.
pub const SCRYPT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most work that a file may ask scrypt for, as N × r × p; what is written here asks for 655,360.
pub const SCRYPT_WORK_MAX: u64 = 16 * 655_360;

/// Most rounds that a file may ask PBKDF2 for.
pub const PBKDF2_ROUNDS_MAX: u32 = 10_000_000;

/// log2 N, r and p of what is written; see the module's documentation.
const SCRYPT_WRITTEN: (u8, u32, u32) = (14, 8, 5);

const PRIVATE: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";
const PUBLIC: &str = "PUBLIC KEY";

/// DER of a PKCS#8 v1 Ed25519 private key up to its 32-byte seed (RFC 8410, section 7).
const PRIVATE_DER_HEAD: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];

/// DER of an Ed25519 `SubjectPublicKeyInfo` up to the 32 bytes of the key (RFC 8410, section 4).
const PUBLIC_DER_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// A passphrase; wiped when dropped, never printed.
pub struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    /// Takes the bytes over; they are used as they are, as OpenSSL does.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(not shown)")
    }
}

/// A public key as `SubjectPublicKeyInfo` in PEM.
pub fn serialize_public_key(key: &PublicKey) -> String {
    let der = [&PUBLIC_DER_HEAD[..], key.as_bytes()].concat();
    armor(PUBLIC, &der).to_string()
}

/// Reads a public key; the checks of [`PublicKey::from_bytes`] included.
pub fn parse_public_key(text: &[u8]) -> Result<PublicKey, PemError> {
    let (label, der) = unarmor(text)?;
    if label != PUBLIC {
        return Err(PemError::OtherLabel {
            found: label,
            expected: PUBLIC,
        });
    }
    let info = SubjectPublicKeyInfoRef::from_der(der.as_bytes()).map_err(PemError::malformed)?;
    require_ed25519(info.algorithm.oid)?;
    let bytes = PublicKeyBytes::try_from(info).map_err(PemError::malformed)?;
    PublicKey::from_bytes(&bytes.0).map_err(PemError::PublicKeyRefused)
}

/// A private key as unencrypted PKCS#8 in PEM.
pub fn serialize_private_key(key: &SigningKey) -> Zeroizing<String> {
    armor(PRIVATE, &private_der(key))
}

/// A private key as PKCS#8 in PEM, encrypted under `passphrase`.
///
/// `entropy` must be fresh random bytes each time: 16 of salt and 16 of initialisation vector.
pub fn serialize_encrypted_private_key(
    key: &SigningKey,
    passphrase: &Passphrase,
    entropy: &[u8; ENTROPY_BYTES],
) -> Result<Zeroizing<String>, PemError> {
    if passphrase.0.is_empty() {
        return Err(PemError::PassphraseEmpty);
    }
    let (salt, iv) = entropy.split_at(ENTROPY_BYTES / 2);
    let (log_n, r, p) = SCRYPT_WRITTEN;
    let der = scrypt::Params::new(log_n, r, p)
        .map_err(|_| pkcs5::Error::EncryptFailed)
        .and_then(|cost| {
            let iv = iv.try_into().map_err(|_| pkcs5::Error::EncryptFailed)?;
            pbes2::Parameters::generate_scrypt_aes256cbc(cost, salt, iv)
        })
        .and_then(|scheme| {
            let data = scheme.encrypt(passphrase.0.as_slice(), &private_der(key))?;
            Ok((scheme, data))
        })
        .map_err(PemError::encryption)?;
    let (scheme, data) = der;
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: scheme.into(),
        encrypted_data: OctetStringRef::new(&data).map_err(PemError::malformed)?,
    };
    Ok(armor(
        ENCRYPTED,
        &info.to_der().map_err(PemError::malformed)?,
    ))
}

/// Reads a private key, plain or encrypted. A passphrase given for a plain one is not used.
pub fn parse_private_key(
    text: &[u8],
    passphrase: Option<&Passphrase>,
) -> Result<SigningKey, PemError> {
    let (label, der) = unarmor(text)?;
    match label.as_str() {
        PRIVATE => private_of_der(der.as_bytes()),
        ENCRYPTED => {
            let passphrase = passphrase.ok_or(PemError::PassphraseMissing)?;
            let der = decrypt(der.as_bytes(), passphrase)?;
            private_of_der(der.as_bytes())
        }
        _ => Err(PemError::OtherLabel {
            found: label,
            expected: PRIVATE,
        }),
    }
}

/// The PKCS#8 document inside an encrypted one.
fn decrypt(der: &[u8], passphrase: &Passphrase) -> Result<SecretDocument, PemError> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(PemError::malformed)?;
    check_cost(&info.encryption_algorithm)?;
    info.decrypt(passphrase.0.as_slice())
        .map_err(PemError::decryption)
}

/// Refuses what the file asks for if it costs too much, or would not be a key derivation at all.
fn check_cost(scheme: &pkcs5::EncryptionScheme) -> Result<(), PemError> {
    let Some(scheme) = scheme.pbes2() else {
        return Err(PemError::SchemeUnknown { oid: scheme.oid() });
    };
    if let Some(cost) = scheme.kdf.scrypt() {
        let (n, r, p) = (
            cost.cost_parameter,
            cost.block_size.into(),
            cost.parallelization.into(),
        );
        let work = n.saturating_mul(r).saturating_mul(p);
        let memory = n.saturating_mul(r).saturating_mul(128);
        let possible = n.is_power_of_two() && n > 1 && work > 0;
        if !possible || memory > SCRYPT_BYTES_MAX || work > SCRYPT_WORK_MAX {
            return Err(PemError::ScryptCost { n, r, p });
        }
    }
    if let Some(cost) = scheme.kdf.pbkdf2() {
        let rounds = cost.iteration_count;
        if rounds == 0 || rounds > PBKDF2_ROUNDS_MAX {
            return Err(PemError::Pbkdf2Cost { rounds });
        }
    }
    Ok(())
}

/// The key in an unencrypted PKCS#8 document, v1 or v2.
fn private_of_der(der: &[u8]) -> Result<SigningKey, PemError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(PemError::malformed)?;
    require_ed25519(info.algorithm.oid)?;
    // An octet string of 32 bytes inside the octet string (RFC 8410, section 7).
    let seed = match info.private_key.as_bytes() {
        [4, 32, seed @ ..] if info.algorithm.parameters.is_none() => seed.try_into().ok(),
        _ => None,
    };
    let key = SigningKey::from_seed(seed.ok_or(PemError::SeedMalformed)?);
    match info.public_key {
        Some(public) if public.as_bytes() != Some(key.public_key().as_bytes()) => {
            Err(PemError::HalvesDiffer)
        }
        Some(_) | None => Ok(key),
    }
}

/// Is this the object identifier of Ed25519?
fn require_ed25519(oid: ObjectIdentifier) -> Result<(), PemError> {
    if oid == ALGORITHM_OID {
        Ok(())
    } else {
        Err(PemError::AlgorithmOther { oid })
    }
}

/// The unencrypted PKCS#8 document of a key.
fn private_der(key: &SigningKey) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([&PRIVATE_DER_HEAD[..], &key.seed()[..]].concat())
}

/// `der` in PEM (RFC 7468): base64 in lines of 64 characters.
fn armor(label: &str, der: &[u8]) -> Zeroizing<String> {
    const LINE_BYTES: usize = 48;
    // All the room at once: a string that grows leaves copies of a secret behind.
    let mut text = Zeroizing::new(String::with_capacity(128 + der.len() * 2));
    for part in ["-----BEGIN ", label, "-----\n"] {
        text.push_str(part);
    }
    for line in der.chunks(LINE_BYTES) {
        BASE64.encode_string(line, &mut text);
        text.push('\n');
    }
    for part in ["-----END ", label, "-----\n"] {
        text.push_str(part);
    }
    text
}

/// Label and content of the one PEM block in `text`.
fn unarmor(text: &[u8]) -> Result<(String, SecretDocument), PemError> {
    let (found, max) = (text.len(), PEM_BYTES_MAX);
    if found > max {
        return Err(PemError::TooLong { found, max });
    }
    let text = std::str::from_utf8(text).map_err(|error| PemError::NotPem {
        reason: error.to_string(),
    })?;
    let (label, der) = SecretDocument::from_pem(text).map_err(|error| match error.kind() {
        ErrorKind::Pem(error) => PemError::NotPem {
            reason: error.to_string(),
        },
        _ => PemError::malformed(error),
    })?;
    Ok((label.to_owned(), der))
}

#[cfg(test)]
mod tests;
