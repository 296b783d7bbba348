//! 32-byte identities written as 64 lower-case hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

/// Why a text is not an identity of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Another number of characters than 64.
    #[error("{name} has 64 hexadecimal digits; {found} characters given")]
    Length {
        /// What the text should have been.
        name: &'static str,
        /// How many characters it has.
        found: usize,
    },
    /// A character that is not a lower-case hexadecimal digit.
    #[error("{name} is lower-case hexadecimal; {found:?} found at character {at}")]
    Digit {
        /// What the text should have been.
        name: &'static str,
        /// Zero-based position of the character.
        at: usize,
        /// The character.
        found: char,
    },
}

/// The 32 bytes that `text` spells; upper case is refused so that each value has one spelling.
pub(super) fn parse_hex32(name: &'static str, text: &str) -> Result<[u8; 32], IdError> {
    let mut bytes = [0_u8; 32];
    let wrong = |(_, c): &(usize, char)| !matches!(c, '0'..='9' | 'a'..='f');
    if let Some((at, found)) = text.chars().enumerate().find(wrong) {
        return Err(IdError::Digit { name, at, found });
    }
    hex::decode_to_slice(text, &mut bytes).map_err(|_| IdError::Length {
        name,
        found: text.chars().count(),
    })?;
    Ok(bytes)
}

/// Defines one identity: a newtype over 32 bytes with a single spelling.
///
/// In texts (JSON) it is the hexadecimal string, in binary rows the 32 bytes as they are.
macro_rules! identity {
    ($(#[$doc:meta])* $type:ident, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type([u8; 32]);

        impl $type {
            /// The identity with these bytes.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// SHA-256 of the parts, one after the other.
            pub(super) fn digest_of(parts: &[&[u8]]) -> Self {
                let mut hasher = Sha256::new();
                for part in parts {
                    hasher.update(part);
                }
                Self(hasher.finalize().into())
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self)
            }
        }

        impl FromStr for $type {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex32($name, text).map(Self)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    text.parse().map_err(de::Error::custom)
                } else {
                    <[u8; 32]>::deserialize(deserializer).map(Self)
                }
            }
        }
    };
}

identity!(
    /// Identity of an entry: SHA-256 of the pre-authentication encoding of its payload.
    ///
    /// Signatures do not enter into it, so the same entry signed again is the same entry.
    EntryHash,
    "an entry hash"
);

identity!(
    /// Identity of a public key: SHA-256 of its algorithm byte followed by the key's bytes.
    KeyId,
    "a key id"
);

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    #[test]
    fn text_has_one_spelling() {
        let id: KeyId = TEXT.parse().unwrap();
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(format!("{id:?}"), format!("KeyId({TEXT})"));

        let short = &TEXT[..63];
        let long = format!("{TEXT}0");
        let upper = TEXT.replace('a', "A");
        let prefixed = format!("0x{}", &TEXT[2..]);
        let wide = format!("{}票", &TEXT[..61]);
        for (text, claim) in [
            ("", "empty"),
            (short, "too short"),
            (&long, "too long"),
            (&upper, "upper case"),
            (&prefixed, "prefix"),
            (&wide, "64 bytes, not 64 digits"),
            (&format!(" {}", &TEXT[1..]), "white space"),
        ] {
            assert!(
                text.parse::<KeyId>().is_err(),
                "{claim}: {text:?} was accepted"
            );
        }
    }

    #[test]
    fn errors_name_what_was_expected_and_found() {
        let error = "00FF".parse::<EntryHash>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "an entry hash is lower-case hexadecimal; 'F' found at character 2"
        );
        let error = "00ff".parse::<KeyId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "a key id has 64 hexadecimal digits; 4 characters given"
        );
    }

    #[test]
    fn json_carries_the_text_and_rows_the_bytes() {
        let id: EntryHash = TEXT.parse().unwrap();
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{TEXT}\""));
        assert_eq!(serde_json::from_str::<EntryHash>(&json).unwrap(), id);
        assert!(serde_json::from_str::<EntryHash>("\"00\"").is_err());

        let row = postcard::to_allocvec(&id).unwrap();
        assert_eq!(row, id.as_bytes());
        assert_eq!(postcard::from_bytes::<EntryHash>(&row).unwrap(), id);
    }
}
