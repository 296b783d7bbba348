//! Public keys and the one verdict on a signature.
//!
//! Libraries disagree on signatures that nobody makes honestly: keys of small or mixed order,
//! points and scalars spelled in more than one way. A ledger whose verifiers disagree has
//! forked, so the verdict is fixed here, in two parts:
//!
//! - **The key**, checked when a [`PublicKey`] is made: the 32 bytes are the canonical encoding
//!   of a point of the curve, the point is not of small order and has no torsion component.
//! - **The signature**, checked by [`PublicKey::verify`]: R is a canonical encoding, S is below
//!   the group order L, and the equation `[S]B = R + [k]A` holds without the cofactor for an R
//!   that is not of small order (RFC 8032, section 5.1.7, read strictly).
//!
//! With a torsion-free key everything accepted has a torsion-free R, so verifiers that multiply
//! by the cofactor (ZIP 215) accept it too. Batch verification is not used: it disagrees with
//! this verdict in both directions.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::id::{IdError, parse_hex32};
use super::{KeyId, SIGNATURE_BYTES};

/// A signature algorithm. It belongs to the key; an envelope never names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032, pure), under the strict verdict of this module.
    Ed25519,
}

impl Algorithm {
    /// The byte that stands for the algorithm in a [`KeyId`].
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
        }
    }

    /// The name that stands for the algorithm in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
        }
    }
}

/// Why bytes or a text are not a public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyError {
    /// The bytes are not the y coordinate of a point of the curve.
    #[error("public key {} is not a point of the curve", hex::encode(key))]
    NotOnCurve {
        /// The bytes.
        key: [u8; 32],
    },
    /// The bytes are a second spelling of a point (y ≥ p, or a sign on x = 0).
    #[error(
        "public key {} is not the canonical encoding of its point",
        hex::encode(key)
    )]
    NotCanonical {
        /// The bytes.
        key: [u8; 32],
    },
    /// The point has order 1, 2, 4 or 8: signatures under it prove nothing.
    #[error("public key {} is a point of small order", hex::encode(key))]
    SmallOrder {
        /// The bytes.
        key: [u8; 32],
    },
    /// The point has a component of small order: verifiers disagree on its signatures.
    #[error("public key {} has a component of small order", hex::encode(key))]
    MixedOrder {
        /// The bytes.
        key: [u8; 32],
    },
    /// The text does not begin with the name of a known algorithm and a colon.
    #[error("a public key is written ed25519:<64 hexadecimal digits>; another prefix given")]
    Prefix,
    /// What follows the prefix is not 64 lower-case hexadecimal digits.
    #[error(transparent)]
    Digits(#[from] IdError),
}

/// Why a signature does not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// S is not below the group order, so another spelling of the signature exists.
    #[error("the signature's scalar S is not below the group order")]
    ScalarNotReduced,
    /// R is a second spelling of its point (y ≥ p, or a sign on x = 0).
    #[error("the signature's point R is not canonically encoded")]
    PointNotCanonical,
    /// R is not a point of the curve.
    #[error("the signature's point R is not on the curve")]
    PointNotOnCurve,
    /// R has order 1, 2, 4 or 8.
    #[error("the signature's point R is of small order")]
    PointSmallOrder,
    /// The equation does not hold: other bytes were signed, or by another key.
    #[error("the signature does not fit these bytes and this key")]
    Mismatch,
}

/// A public key whose encoding and order were checked.
///
/// Making one from bytes costs more than verifying a signature; keep the value. Reading one from a
/// binary row costs nothing: rows are derived by this program from keys that were checked before
/// they were enrolled, and the point is found again when a signature asks for it.
#[derive(Clone, Copy)]
pub struct PublicKey {
    bytes: [u8; 32],
    /// `None` for a key that was read from a row and has verified nothing yet.
    point: Option<VerifyingKey>,
}

impl PublicKey {
    /// The key with this encoding (RFC 8032, section 5.1.2).
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, PublicKeyError> {
        let point = CompressedEdwardsY(*bytes)
            .decompress()
            .ok_or(PublicKeyError::NotOnCurve { key: *bytes })?;
        if point.compress().as_bytes() != bytes {
            return Err(PublicKeyError::NotCanonical { key: *bytes });
        }
        if point.is_small_order() {
            return Err(PublicKeyError::SmallOrder { key: *bytes });
        }
        if !point.is_torsion_free() {
            return Err(PublicKeyError::MixedOrder { key: *bytes });
        }
        Ok(Self {
            bytes: *bytes,
            point: Some(VerifyingKey::from(point)),
        })
    }

    /// The public half of a private key: a multiple of the base point, so nothing is left to check.
    pub(super) fn of_private(key: VerifyingKey) -> Self {
        Self {
            bytes: key.to_bytes(),
            point: Some(key),
        }
    }

    /// The 32-byte encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The algorithm of its signatures.
    pub const fn algorithm(&self) -> Algorithm {
        Algorithm::Ed25519
    }

    /// The key's identity: SHA-256 of the algorithm byte and the encoding.
    pub fn key_id(&self) -> KeyId {
        KeyId::digest_of(&[&[self.algorithm().byte()], self.as_bytes()])
    }

    /// The one verdict: is `sig` this key's signature over `message`?
    pub fn verify(
        &self,
        message: &[u8],
        sig: &[u8; SIGNATURE_BYTES],
    ) -> Result<(), SignatureError> {
        let signature = ed25519_dalek::Signature::from_bytes(sig);
        // Both are implied by the library as built today; a feature flag elsewhere in the build
        // could switch the first one off, so the verdict does not rest on it.
        if bool::from(Scalar::from_canonical_bytes(*signature.s_bytes()).is_none()) {
            return Err(SignatureError::ScalarNotReduced);
        }
        if !is_canonical(signature.r_bytes()) {
            return Err(SignatureError::PointNotCanonical);
        }
        let point = match self.point {
            Some(point) => point,
            None => VerifyingKey::from_bytes(&self.bytes).map_err(|_| SignatureError::Mismatch)?,
        };
        point
            .verify_strict(message, &signature)
            .map_err(|_| diagnose(signature.r_bytes()))
    }
}

/// Is this the canonical encoding of a point, if it is one of a point at all?
///
/// Without decompressing: the y coordinate must be below p = 2^255 − 19, and where x = 0, which
/// is at y = 1 and y = p − 1 only, the sign bit must be clear.
fn is_canonical(encoding: &[u8; 32]) -> bool {
    /// p − 1, little-endian.
    const P_MINUS_1: [u8; 32] = {
        let mut bytes = [0xff; 32];
        bytes[0] = 0xec;
        bytes[31] = 0x7f;
        bytes
    };
    const ONE: [u8; 32] = {
        let mut bytes = [0; 32];
        bytes[0] = 1;
        bytes
    };
    let signed = encoding[31] & 0x80 != 0;
    let mut y = *encoding;
    y[31] &= 0x7f;
    let reduced = y.iter().rev().le(P_MINUS_1.iter().rev());
    let x_is_zero = y == ONE || y == P_MINUS_1;
    reduced && !(signed && x_is_zero)
}

/// The reason for a signature that failed, told from its R.
fn diagnose(r: &[u8; 32]) -> SignatureError {
    match CompressedEdwardsY(*r).decompress() {
        None => SignatureError::PointNotOnCurve,
        Some(point) if point.is_small_order() => SignatureError::PointSmallOrder,
        Some(_) => SignatureError::Mismatch,
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for PublicKey {}

impl PartialOrd for PublicKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PublicKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            self.algorithm().name(),
            hex::encode(self.as_bytes())
        )
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

impl FromStr for PublicKey {
    type Err = PublicKeyError;

    /// Reads the one spelling, `ed25519:` and 64 lower-case hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, PublicKeyError> {
        let digits = text
            .strip_prefix(Algorithm::Ed25519.name())
            .and_then(|rest| rest.strip_prefix(':'))
            .ok_or(PublicKeyError::Prefix)?;
        Self::from_bytes(&parse_hex32("a public key", digits)?)
    }
}

/// In texts the spelling above, checked as it is read; in binary rows, which this program alone
/// writes, the algorithm byte and the 32 bytes of a key that was checked before.
impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.algorithm().byte(), self.as_bytes()).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(de::Error::custom);
        }
        let (byte, bytes) = <(u8, [u8; 32])>::deserialize(deserializer)?;
        if byte != Algorithm::Ed25519.byte() {
            return Err(de::Error::custom(format_args!(
                "no signature algorithm has byte {byte}"
            )));
        }
        Ok(Self { bytes, point: None })
    }
}

#[cfg(test)]
mod tests;
