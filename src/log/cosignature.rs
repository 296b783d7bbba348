//! Cosignatures (C2SP tlog-cosignature v1): a witness states when it saw a checkpoint that
//! continues all it saw before.
//!
//! # Format
//!
//! What is signed with Ed25519, and what a signature line of a key of type 0x04 carries after the
//! key id:
//!
//! ```text
//! cosignature/v1
//! time <POSIX seconds, decimal without leading zeroes>
//! <text of the checkpoint, with its final newline and any extension lines>
//!
//! u64be time ‖ signature(64)
//! ```
//!
//! Only messages are made here; asking a witness and counting witnesses are elsewhere.
//! [`KeyVerifier`](super::note::KeyVerifier) of a key of this type judges such lines.

use super::checkpoint::Checkpoint;
use super::note::{NoteError, Signature, SignatureType, VerifierKey};

/// First line of the signed message: it keeps cosignatures apart from all other signatures.
const HEADER: &str = "cosignature/v1";

/// Length of the time before the signature.
const TIME_BYTES: usize = 8;

/// Length of a cosignature: time and signature.
pub const COSIGNATURE_BYTES: usize = TIME_BYTES + 64;

/// Latest time, in POSIX seconds, that the specification allows.
pub const TIME_S_MAX: u64 = (1 << 63) - 1;

/// A cosignature of a checkpoint, not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosignature {
    time_s: u64,
    signature: [u8; 64],
}

/// Why a cosignature is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// Not time and signature.
    #[error("a cosignature has {COSIGNATURE_BYTES} bytes; found {found}")]
    Length {
        /// Number of bytes given.
        found: usize,
    },
    /// Later than [`TIME_S_MAX`].
    #[error("the time of a cosignature is at most {TIME_S_MAX} s; found {time_s} s")]
    Time {
        /// Time in POSIX seconds.
        time_s: u64,
    },
    /// The key makes other signatures.
    #[error("key {key} is not of the cosignature type")]
    KeyType {
        /// The key.
        key: VerifierKey,
    },
    /// The signature does not fit a note.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// The message that a witness signs with Ed25519: it saw `checkpoint` at `time_s`, in POSIX
/// seconds. Error: [`CosignatureError::Time`].
pub fn message(time_s: u64, checkpoint: &Checkpoint) -> Result<String, CosignatureError> {
    if time_s > TIME_S_MAX {
        return Err(CosignatureError::Time { time_s });
    }
    Ok(format!("{HEADER}\ntime {time_s}\n{checkpoint}"))
}

impl Cosignature {
    /// Joins a time, in POSIX seconds, with the signature over [`message`] of it.
    pub const fn new(time_s: u64, signature: [u8; 64]) -> Result<Self, CosignatureError> {
        if time_s > TIME_S_MAX {
            return Err(CosignatureError::Time { time_s });
        }
        Ok(Self { time_s, signature })
    }

    /// When the witness saw the checkpoint, in POSIX seconds.
    pub const fn time_s(&self) -> u64 {
        self.time_s
    }

    /// The Ed25519 signature over [`message`].
    pub const fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The bytes as a signature line carries them after the key id.
    pub fn to_bytes(&self) -> [u8; COSIGNATURE_BYTES] {
        let mut bytes = [0; COSIGNATURE_BYTES];
        let (time, signature) = bytes.split_at_mut(TIME_BYTES);
        time.copy_from_slice(&self.time_s.to_be_bytes());
        signature.copy_from_slice(&self.signature);
        bytes
    }

    /// Reads the bytes of a signature line after the key id.
    pub fn parse(bytes: &[u8]) -> Result<Self, CosignatureError> {
        let length = CosignatureError::Length { found: bytes.len() };
        let Some((time, signature)) = bytes.split_first_chunk::<TIME_BYTES>() else {
            return Err(length);
        };
        let signature = signature.try_into().map_err(|_| length)?;
        Self::new(u64::from_be_bytes(*time), signature)
    }

    /// The signature line of the witness with this key. Error: the key is of another type.
    pub fn to_signature(&self, key: &VerifierKey) -> Result<Signature, CosignatureError> {
        match key.signature_type() {
            SignatureType::CosignatureV1 => Ok(Signature::new(key, self.to_bytes().to_vec())?),
            SignatureType::Ed25519 => Err(CosignatureError::KeyType { key: key.clone() }),
        }
    }
}

/// The message and the Ed25519 signature of a signature line under a note's text; none if either
/// is malformed.
pub(super) fn read(text: &str, signature: &[u8]) -> Option<(String, [u8; 64])> {
    let Cosignature { time_s, signature } = Cosignature::parse(signature).ok()?;
    let checkpoint = Checkpoint::parse(text).ok()?;
    Some((message(time_s, &checkpoint).ok()?, signature))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::tree::{Hash, TreeHead};

    fn checkpoint() -> Checkpoint {
        let root = Hash::from_base64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=").unwrap();
        Checkpoint::new(
            "example.com/behind-the-sofa",
            TreeHead {
                size: 20_852_163,
                root,
            },
        )
        .unwrap()
    }

    /// The message and the line of the example in the specification.
    #[test]
    fn the_message_and_the_line_are_those_of_the_specification() {
        assert_eq!(
            message(1_679_315_147, &checkpoint()).unwrap(),
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n\
             CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        );
        let line = "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZ\
                    qhf5nNo0xUe+mbIUBkBIfZ+qnA==";
        let bytes = crate::log::text::base64(line).unwrap();
        let cosignature = Cosignature::parse(&bytes[4..]).unwrap();
        assert_eq!(cosignature.time_s(), 1_679_315_147);
        assert_eq!(cosignature.to_bytes(), bytes[4..]);
    }

    #[test]
    fn only_72_bytes_with_a_time_below_2_to_the_63_are_a_cosignature() {
        for found in [0, 7, 8, 64, 71, 73, 200] {
            let refused = Cosignature::parse(&vec![0; found]);
            assert_eq!(refused, Err(CosignatureError::Length { found }));
        }
        let late = Cosignature::parse(&[0xff; 72]);
        assert_eq!(late, Err(CosignatureError::Time { time_s: u64::MAX }));
        let late = message(TIME_S_MAX + 1, &checkpoint());
        assert_eq!(
            late,
            Err(CosignatureError::Time {
                time_s: TIME_S_MAX + 1
            })
        );
    }

    #[test]
    fn a_line_is_made_for_a_key_of_the_cosignature_type_only() {
        let cosignature = Cosignature::new(1, [9; 64]).unwrap();
        let key = |signature_type| VerifierKey::new("w".parse().unwrap(), signature_type, [3; 32]);
        let witness = key(SignatureType::CosignatureV1);
        let line = cosignature.to_signature(&witness).unwrap();
        assert_eq!((line.name(), line.key_id()), (witness.name(), witness.id()));
        assert_eq!(line.bytes(), cosignature.to_bytes());

        let key = key(SignatureType::Ed25519);
        assert_eq!(
            cosignature.to_signature(&key),
            Err(CosignatureError::KeyType { key })
        );
    }
}
