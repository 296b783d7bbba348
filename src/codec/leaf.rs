//! Leaves of the log: what was admitted or refused, when, in the bytes that arrived.
//!
//! ```text
//! entry    0x01 ‖ u64be admitted_ms ‖ envelope
//! refusal  0x02 ‖ u64be admitted_ms ‖ u16be n ‖ n bytes of {"number":…,"values":{…}} ‖ envelope
//! ```
//!
//! The refusal is canonical JSON. A leaf is at most [`LEAF_BYTES_MAX`] bytes.

use super::canonical::{check_canonical, to_canonical};
use crate::domain::moment::Moment;
use crate::domain::refusal::RecordedRefusal;
use crate::envelope::LEAF_BYTES_MAX;

const ENTRY: u8 = 0x01;
const REFUSAL: u8 = 0x02;

/// A leaf, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// When it was admitted to the log; never before the leaf in front of it.
    pub admitted: Moment,
    /// The refusal, where the submission was refused.
    pub refusal: Option<RecordedRefusal>,
    /// The envelope, in its stored spelling.
    pub envelope: Vec<u8>,
}

/// Why bytes are not a leaf.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeafError {
    /// The first byte names no kind of leaf.
    #[error("a leaf begins with 01 or 02, not {0:02x}")]
    Kind(u8),
    /// It ends before its head does.
    #[error("a leaf of {0} bytes ends inside its head")]
    Short(usize),
    /// It is longer than a tile bundle can count.
    #[error("a leaf of {0} bytes is longer than {LEAF_BYTES_MAX}")]
    Long(usize),
    /// Its time is beyond the year 9999.
    #[error("a leaf's time {0} ms lies beyond the year 9999")]
    Time(u64),
    /// Its refusal is not the canonical JSON of a number and values.
    #[error("the refusal in a leaf cannot be read: {0}")]
    Refusal(String),
}

impl Leaf {
    /// The bytes of the leaf.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        let mut bytes = Vec::with_capacity(self.envelope.len() + 16);
        bytes.push(if self.refusal.is_some() {
            REFUSAL
        } else {
            ENTRY
        });
        bytes.extend_from_slice(&self.admitted.ms().to_be_bytes());
        if let Some(refusal) = &self.refusal {
            let json =
                to_canonical(refusal).map_err(|error| LeafError::Refusal(error.to_string()))?;
            let length = u16::try_from(json.len()).map_err(|_| LeafError::Long(json.len()))?;
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(&json);
        }
        bytes.extend_from_slice(&self.envelope);
        if bytes.len() > LEAF_BYTES_MAX {
            Err(LeafError::Long(bytes.len()))
        } else {
            Ok(bytes)
        }
    }

    /// Takes leaf bytes apart. The envelope is not looked into.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        if bytes.len() > LEAF_BYTES_MAX {
            return Err(LeafError::Long(bytes.len()));
        }
        let short = || LeafError::Short(bytes.len());
        let (kind, rest) = bytes.split_first().ok_or_else(short)?;
        let (ms, rest) = rest.split_first_chunk::<8>().ok_or_else(short)?;
        let ms = u64::from_be_bytes(*ms);
        let admitted = Moment::from_ms(ms).ok_or(LeafError::Time(ms))?;
        match *kind {
            ENTRY => Ok(Self {
                admitted,
                refusal: None,
                envelope: rest.to_vec(),
            }),
            REFUSAL => {
                let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(short)?;
                let length = usize::from(u16::from_be_bytes(*length));
                let (json, envelope) = rest.split_at_checked(length).ok_or_else(short)?;
                let refusal = parse_refusal(json)?;
                Ok(Self {
                    admitted,
                    refusal: Some(refusal),
                    envelope: envelope.to_vec(),
                })
            }
            other => Err(LeafError::Kind(other)),
        }
    }
}

fn parse_refusal(json: &[u8]) -> Result<RecordedRefusal, LeafError> {
    check_canonical(json).map_err(|error| LeafError::Refusal(error.to_string()))?;
    serde_json::from_slice(json).map_err(|error| LeafError::Refusal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(refusal: Option<RecordedRefusal>) -> Leaf {
        let admitted = Moment::from_ms(1_800_000_000_000).unwrap();
        Leaf {
            admitted,
            refusal,
            envelope: b"{}".to_vec(),
        }
    }

    #[test]
    fn a_leaf_reads_back_as_it_was_written() {
        let values = [("lot".to_owned(), "650109-2027-L0001".to_owned())].into();
        for leaf in [
            leaf(None),
            leaf(Some(RecordedRefusal {
                number: 902,
                values,
            })),
        ] {
            let bytes = leaf.to_bytes().unwrap();
            assert_eq!(Leaf::parse(&bytes).unwrap(), leaf);
            for cut in 0..9 {
                assert!(Leaf::parse(&bytes[..cut]).is_err());
            }
        }
    }

    #[test]
    fn a_leaf_begins_with_its_kind_and_time() {
        let bytes = leaf(None).to_bytes().unwrap();
        assert_eq!(hex::encode(&bytes[..9]), "01000001a3185c5000");
        assert_eq!(
            Leaf::parse(&[3, 0, 0, 0, 0, 0, 0, 0, 0]),
            Err(LeafError::Kind(3))
        );
        assert!(Leaf::parse(&[1, 0xff, 0, 0, 0, 0, 0, 0, 0]).is_err());
    }

    #[test]
    fn a_leaf_longer_than_a_bundle_can_count_is_refused() {
        let mut leaf = leaf(None);
        leaf.envelope = vec![b' '; LEAF_BYTES_MAX - 9];
        assert!(leaf.to_bytes().is_ok());
        leaf.envelope.push(b' ');
        assert_eq!(leaf.to_bytes(), Err(LeafError::Long(LEAF_BYTES_MAX + 1)));
    }
}
