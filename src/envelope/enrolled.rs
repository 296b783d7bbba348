//! Keys at rest: what is kept of a public key once it was checked.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Algorithm, KeyId, PublicKey, PublicKeyError};

/// A public key that was checked when it was enrolled, as a derived row keeps it.
///
/// Making a [`PublicKey`] costs as much as verifying a signature, and rules read rows that hold a
/// key many times for one entry, to look at everything but the key. So a row is read without it;
/// who verifies asks for it, and the check is made again. It is written as a [`PublicKey`] is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnrolledKey {
    bytes: [u8; 32],
}

impl EnrolledKey {
    /// The key's identity.
    pub fn key_id(&self) -> KeyId {
        KeyId::digest_of(&[&[Algorithm::Ed25519.byte()], &self.bytes])
    }

    /// The 32-byte encoding.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The key, checked anew.
    pub fn public_key(&self) -> Result<PublicKey, PublicKeyError> {
        PublicKey::from_bytes(&self.bytes)
    }
}

impl From<PublicKey> for EnrolledKey {
    fn from(key: PublicKey) -> Self {
        match key.algorithm() {
            Algorithm::Ed25519 => Self {
                bytes: *key.as_bytes(),
            },
        }
    }
}

impl PartialEq<PublicKey> for EnrolledKey {
    fn eq(&self, other: &PublicKey) -> bool {
        *self == Self::from(*other)
    }
}

impl fmt::Display for EnrolledKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}",
            Algorithm::Ed25519.name(),
            hex::encode(self.bytes)
        )
    }
}

impl fmt::Debug for EnrolledKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnrolledKey({self})")
    }
}

/// As a [`PublicKey`]: in texts its spelling, in binary rows the algorithm byte and the 32 bytes.
impl Serialize for EnrolledKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (Algorithm::Ed25519.byte(), self.bytes).serialize(serializer)
        }
    }
}

/// From a text, which may come from anywhere, with the check; from a row, which the ledger wrote,
/// without.
impl<'de> Deserialize<'de> for EnrolledKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return PublicKey::deserialize(deserializer).map(Self::from);
        }
        let (byte, bytes) = <(u8, [u8; 32])>::deserialize(deserializer)?;
        if byte != Algorithm::Ed25519.byte() {
            let unknown = format_args!("no signature algorithm has byte {byte}").to_string();
            return Err(de::Error::custom(unknown));
        }
        Ok(Self { bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::SigningKey;

    #[test]
    fn a_key_at_rest_is_written_as_the_key_itself() {
        let key = SigningKey::from_seed(&[3; 32]).public_key();
        let kept = EnrolledKey::from(key);
        assert_eq!(
            postcard::to_stdvec(&kept).unwrap(),
            postcard::to_stdvec(&key).unwrap()
        );
        assert_eq!(
            serde_json::to_string(&kept).unwrap(),
            serde_json::to_string(&key).unwrap()
        );
        assert_eq!(
            (kept.to_string(), kept.key_id()),
            (key.to_string(), key.key_id())
        );
        assert_eq!(kept, key);
        let row = postcard::to_stdvec(&key).unwrap();
        let read: EnrolledKey = postcard::from_bytes(&row).unwrap();
        assert_eq!(read.public_key(), Ok(key));
    }

    #[test]
    fn bytes_that_are_no_key_are_told_by_who_asks_for_the_key() {
        let identity = {
            let mut bytes = [0_u8; 32];
            bytes[0] = 1;
            bytes
        };
        let row = postcard::to_stdvec(&(1_u8, identity)).unwrap();
        let read: EnrolledKey = postcard::from_bytes(&row).unwrap();
        assert!(matches!(
            read.public_key(),
            Err(PublicKeyError::SmallOrder { .. })
        ));
        let text = format!("\"{read}\"");
        assert!(serde_json::from_str::<EnrolledKey>(&text).is_err());
        let other = postcard::to_stdvec(&(2_u8, identity)).unwrap();
        assert!(postcard::from_bytes::<EnrolledKey>(&other).is_err());
    }
}
