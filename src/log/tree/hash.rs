//! The tree's hash value and the two ways in which RFC 6962 makes one.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Length of a [`struct@Hash`] in bytes.
pub const HASH_BYTES: usize = 32;

/// Prefix that keeps a leaf from being read as an inner node (RFC 6962, section 2.1).
const LEAF_PREFIX: [u8; 1] = [0x00];
/// Prefix of an inner node (RFC 6962, section 2.1).
const NODE_PREFIX: [u8; 1] = [0x01];

/// The root of the tree without leaves: SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// One SHA-256 value of the tree: a leaf hash, an inner node or a root.
///
/// Shown and serialised to text formats as 64 lower-case hexadecimal digits, to binary formats as
/// 32 bytes; [`Hash::to_base64`] gives the form that checkpoints and proofs use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; HASH_BYTES]);

/// A text or byte string that is not one hash in its only spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The hexadecimal form is exactly 64 lower-case digits.
    #[error("a hash is 64 lower-case hexadecimal digits")]
    Hex,
    /// The base64 form is exactly 44 characters, padded, with its unused bits zero.
    #[error("a hash is 44 characters of canonical base64")]
    Base64,
    /// The binary form is exactly 32 bytes.
    #[error("a hash is 32 bytes; found {found}")]
    Length {
        /// Number of bytes given.
        found: usize,
    },
}

impl Hash {
    /// Takes the 32 bytes as they are.
    pub const fn from_bytes(bytes: [u8; HASH_BYTES]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }

    /// Reads 32 bytes. Error: [`HashError::Length`].
    pub fn from_slice(bytes: &[u8]) -> Result<Self, HashError> {
        let found = bytes.len();
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| HashError::Length { found })
    }

    /// Reads 64 lower-case hexadecimal digits. Error: [`HashError::Hex`].
    pub fn from_hex(text: &str) -> Result<Self, HashError> {
        let mut bytes = [0; HASH_BYTES];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| HashError::Hex)?;
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(HashError::Hex);
        }
        Ok(Self(bytes))
    }

    /// Reads 44 characters of standard base64. Error: [`HashError::Base64`].
    pub fn from_base64(text: &str) -> Result<Self, HashError> {
        let bytes = STANDARD.decode(text).map_err(|_| HashError::Base64)?;
        Self::from_slice(&bytes).map_err(|_| HashError::Base64)
    }

    /// The hash as 64 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// The hash as 44 characters of standard base64 (RFC 4648, section 4).
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Self::from_hex(&text).map_err(serde::de::Error::custom)
        } else {
            <[u8; HASH_BYTES]>::deserialize(deserializer).map(Self)
        }
    }
}

/// The hash of one leaf: SHA-256(0x00 ‖ data).
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update(LEAF_PREFIX)
            .chain_update(data)
            .finalize()
            .into(),
    )
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    let hasher = Sha256::new().chain_update(NODE_PREFIX).chain_update(left.0);
    Hash(hasher.chain_update(right.0).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_root_is_sha256_of_nothing() {
        assert_eq!(
            EMPTY_ROOT.as_bytes(),
            &<[u8; 32]>::from(Sha256::digest(b""))
        );
    }

    #[test]
    fn every_text_form_reads_back_and_has_one_spelling() {
        let hash = leaf_hash(b"leaf");
        assert_eq!(Hash::from_hex(&hash.to_hex()), Ok(hash));
        assert_eq!(Hash::from_base64(&hash.to_base64()), Ok(hash));

        let hex = hash.to_hex();
        for bad in [
            hex.to_uppercase(),
            hex[1..].to_owned(),
            format!("{hex}00"),
            format!(" {hex}"),
        ] {
            assert_eq!(Hash::from_hex(&bad), Err(HashError::Hex), "{bad}");
        }
        // 32 bytes end in two unused bits; `AAA…A=` with one of them set decodes to the same bytes.
        let zero = Hash::from_bytes([0; 32]).to_base64();
        let loose = zero.replace("A=", "B=");
        for bad in [
            loose.as_str(),
            zero.trim_end_matches('='),
            &zero[..40],
            "",
            "A A=",
        ] {
            assert_eq!(Hash::from_base64(bad), Err(HashError::Base64), "{bad}");
        }
    }

    #[test]
    fn serde_writes_hex_to_text_and_bytes_to_binary() {
        let hash = leaf_hash(b"leaf");
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(json, format!("\"{hash}\""));
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
        assert!(serde_json::from_str::<Hash>(&json.to_uppercase()).is_err());

        let binary = postcard::to_stdvec(&hash).unwrap();
        assert_eq!(binary, hash.as_bytes());
        assert_eq!(postcard::from_bytes::<Hash>(&binary).unwrap(), hash);
    }
}
