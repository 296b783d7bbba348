//! Who signs: a key in memory, or something outside that holds one.

use std::fmt;

use ed25519_dalek::Signer as _;
use zeroize::Zeroizing;

use super::{PublicKey, SIGNATURE_BYTES};

/// Something that signs with one key: a key in memory, an agent, a token, an office's signing
/// service.
pub trait Sign {
    /// The key that its signatures verify under.
    fn public_key(&self) -> PublicKey;

    /// Its signature over exactly these bytes.
    fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], SignFailure>;
}

/// Why a signer gave no signature. A [`SigningKey`] always gives one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignFailure {
    /// The signer cannot be reached, or broke off.
    #[error("the signer is not available: {reason}")]
    Unavailable {
        /// What it or the way to it reported.
        reason: String,
    },
    /// The signer, or the person before it, declined to sign.
    #[error("the signer declined: {reason}")]
    Declined {
        /// What it reported.
        reason: String,
    },
}

/// An Ed25519 private key in memory; wiped when dropped, never printed.
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key with this 32-byte seed (the private key of RFC 8032, section 5.1.5).
    ///
    /// The seed must come from a source that is fit for keys; the caller wipes its own copy.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self {
            key: ed25519_dalek::SigningKey::from_bytes(seed),
        }
    }

    /// The seed, for writing the key to a file.
    pub(super) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of_private(self.key.verifying_key())
    }

    /// The signature over exactly these bytes. The same bytes give the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.key.sign(message).to_bytes()
    }
}

impl Sign for SigningKey {
    fn public_key(&self) -> PublicKey {
        self.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], SignFailure> {
        Ok(self.sign(message))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {}, secret not shown)", self.public_key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first two vectors of RFC 8032, section 7.1: seed, public key, message, signature.
    const RFC_8032: [[&str; 4]; 2] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970\
             1cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613\
             d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
    ];

    #[test]
    fn published_seeds_give_the_published_keys_and_signatures() {
        for [seed, public, message, sig] in RFC_8032 {
            let key = SigningKey::from_seed(&hex::decode(seed).unwrap().try_into().unwrap());
            let message = hex::decode(message).unwrap();
            assert_eq!(key.public_key().to_string(), format!("ed25519:{public}"));
            assert_eq!(hex::encode(key.sign(&message)), sig);
            assert_eq!(
                key.public_key().verify(&message, &key.sign(&message)),
                Ok(())
            );
        }
    }

    #[test]
    fn debug_output_shows_no_secret() {
        let key = SigningKey::from_seed(&[0xa7; 32]);
        let shown = format!("{key:?}");
        assert!(!shown.contains("a7a7a7"), "{shown}");
        assert!(!shown.contains("167, 167"), "{shown}");
        assert!(shown.contains(&key.public_key().to_string()), "{shown}");
    }
}
