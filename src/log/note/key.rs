//! Names, ids and public keys of those who sign notes.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::log::text;

/// Longest key name, in bytes.
pub const KEY_NAME_BYTES_MAX: usize = 255;

/// The name of a key: recommended is a URL without scheme, such as `example.org/ledger`.
///
/// Not empty, at most 255 bytes, no Unicode white space, no `+`, no ASCII control character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

/// Selects a key among those of one name: four bytes, shown as eight lower-case hexadecimal
/// digits. Too short to authenticate a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 4]);

/// The algorithms that are understood, by their assigned byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum SignatureType {
    /// Ed25519 over the note's text.
    Ed25519 = 0x01,
    /// Timestamped Ed25519 over a checkpoint ([`cosignature`](crate::log::cosignature)).
    CosignatureV1 = 0x04,
}

/// A public key with its name and algorithm. Shown and parsed in the text form (vkey)
/// `<name>+<key id>+<base64(type ‖ public key)>`.
///
/// Key id = SHA-256(name ‖ 0x0A ‖ type ‖ public key), first four bytes. Whether the 32 bytes are a
/// key that may be trusted is for the verdict to say, not for this type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifierKey {
    name: KeyName,
    signature_type: SignatureType,
    public_key: [u8; 32],
}

/// Why a name or the text form of a key is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The rules of [`KeyName`].
    #[error(
        "a key name is 1 to {KEY_NAME_BYTES_MAX} bytes without spaces, `+` and control characters"
    )]
    Name,
    /// The text form has three parts; the id is eight lower-case hexadecimal digits.
    #[error("a verifier key reads <name>+<key id in 8 lower-case hex digits>+<base64>")]
    Form,
    /// The key material is not canonical base64 of a type byte and 32 bytes.
    #[error("a verifier key holds a type byte and 32 bytes of public key, in canonical base64")]
    Material,
    /// The algorithm is not understood.
    #[error("signature type {byte:#04x} is not understood")]
    Type {
        /// The type byte.
        byte: u8,
    },
    /// The id is not that of the key: name, type or key were altered.
    #[error("the verifier key states id {stated}; its key has {computed}")]
    Id {
        /// Id in the text.
        stated: KeyId,
        /// Id of the key in the text.
        computed: KeyId,
    },
}

impl KeyName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyError;

    fn from_str(name: &str) -> Result<Self, KeyError> {
        let forbidden = |c: char| c.is_whitespace() || c == '+' || c < ' ';
        if name.is_empty() || name.len() > KEY_NAME_BYTES_MAX || name.contains(forbidden) {
            return Err(KeyError::Name);
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyId {
    /// Takes the four bytes as they are.
    pub const fn from_bytes(bytes: [u8; 4]) -> Self {
        Self(bytes)
    }

    /// The four bytes.
    pub const fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }

    fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 4];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        let lower_case = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        lower_case.then_some(Self(bytes))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl SignatureType {
    /// The assigned byte.
    pub const fn byte(self) -> u8 {
        self as u8
    }

    fn from_byte(byte: u8) -> Result<Self, KeyError> {
        [Self::Ed25519, Self::CosignatureV1]
            .into_iter()
            .find(|known| known.byte() == byte)
            .ok_or(KeyError::Type { byte })
    }
}

impl VerifierKey {
    /// A key from its parts; `public_key` is the RFC 8032 encoding.
    pub const fn new(name: KeyName, signature_type: SignatureType, public_key: [u8; 32]) -> Self {
        Self {
            name,
            signature_type,
            public_key,
        }
    }

    /// The name its signature lines carry.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// The id its signature lines carry.
    pub fn id(&self) -> KeyId {
        let hash = Sha256::new()
            .chain_update(&self.name.0)
            .chain_update([b'\n', self.signature_type.byte()])
            .chain_update(self.public_key)
            .finalize();
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
        KeyId([a, b, c, d])
    }

    /// The algorithm.
    pub const fn signature_type(&self) -> SignatureType {
        self.signature_type
    }

    /// The public key.
    pub const fn public_key(&self) -> &[u8; 32] {
        &self.public_key
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut material = vec![self.signature_type.byte()];
        material.extend_from_slice(&self.public_key);
        write!(
            f,
            "{}+{}+{}",
            self.name,
            self.id(),
            text::to_base64(&material)
        )
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        let (name, rest) = vkey.split_once('+').ok_or(KeyError::Form)?;
        // The base64 part may hold `+` itself.
        let (id, material) = rest.split_once('+').ok_or(KeyError::Form)?;
        let name = name.parse()?;
        let stated = KeyId::from_hex(id).ok_or(KeyError::Form)?;
        let material = text::base64(material).ok_or(KeyError::Material)?;
        let (&byte, public_key) = material.split_first().ok_or(KeyError::Material)?;
        let signature_type = SignatureType::from_byte(byte)?;
        let public_key = public_key.try_into().map_err(|_| KeyError::Material)?;
        let key = Self {
            name,
            signature_type,
            public_key,
        };
        let computed = key.id();
        if computed == stated {
            Ok(key)
        } else {
            Err(KeyError::Id { stated, computed })
        }
    }
}
