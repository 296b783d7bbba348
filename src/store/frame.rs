//! Frames: how a group of leaves and its checkpoint lie in a segment.
//!
//! A **group** is what one commit makes durable: 1 to 256 leaf frames and the checkpoint frame that
//! closes them, back to back, never across segments. All numbers are big-endian.
//!
//! ```text
//! offset  size
//!      0     4  length of the content; 0 where nothing was written yet
//!      4     4  CRC-32C of bytes 0..4 and 8..19+length
//!      8     8  base: leaves in the log before this group
//!     16     2  ordinal in the group: leaves 0 ..= k-1, the checkpoint k
//!     18     1  kind: 0x4c 'L' leaf, 0x43 'C' checkpoint
//!     19     n  content
//! ```
//!
//! Base and ordinal are the frame's sequence: a leaf's index in the log is base + ordinal, and a
//! checkpoint closes a log of base + ordinal leaves. They say of any frame, found anywhere, whether
//! it belongs to this group or to a later one, which is what recovery must know.
//!
//! The content of a checkpoint is the state digest after the group (32 bytes, local and unsigned),
//! then the signed note. A leaf `01 02` as the sixth of the log, alone in its group:
//!
//! ```text
//! 00000002 bc55a78d 0000000000000005 0000 4c 0102
//! ```

use super::{GROUP_LEAVES_MAX, LEAF_BYTES_MAX, NOTE_BYTES_MAX};

/// Bytes before the content.
pub const FRAME_HEAD_BYTES: usize = 19;

/// Bytes of the state digest at the start of a checkpoint's content.
pub const STATE_DIGEST_BYTES: usize = 32;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A leaf of the log.
    Leaf,
    /// The checkpoint that closes a group.
    Checkpoint,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Leaf => b'L',
            Self::Checkpoint => b'C',
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            b'L' => Some(Self::Leaf),
            b'C' => Some(Self::Checkpoint),
            _ => None,
        }
    }

    fn content_bytes_max(self) -> usize {
        match self {
            Self::Leaf => LEAF_BYTES_MAX,
            Self::Checkpoint => STATE_DIGEST_BYTES + NOTE_BYTES_MAX,
        }
    }
}

/// A frame whose CRC holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Leaves in the log before its group.
    pub base: u64,
    /// Place in its group.
    pub ordinal: u16,
    /// What the content is.
    pub kind: Kind,
    /// The content.
    pub content: &'a [u8],
}

impl Frame<'_> {
    /// Bytes the frame takes in the segment.
    pub fn bytes(&self) -> usize {
        FRAME_HEAD_BYTES + self.content.len()
    }
}

/// What stands at a place where a frame may begin.
#[derive(Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// A frame whose CRC holds.
    Whole(Frame<'a>),
    /// A head of zeros, or nothing up to the end: no frame was written here.
    Blank,
    /// The frame ends after the given bytes; this many must be seen from its start.
    Needs(usize),
    /// Neither a frame nor blank; what is wrong with it.
    Damaged(String),
}

/// Appends one frame to `out`. The caller has checked the content's length and the ordinal.
pub fn write_frame(out: &mut Vec<u8>, base: u64, ordinal: u16, kind: Kind, content: &[&[u8]]) {
    let start = out.len();
    let len: usize = content.iter().map(|part| part.len()).sum();
    debug_assert!(len > 0 && len <= kind.content_bytes_max());
    out.reserve(FRAME_HEAD_BYTES + len);
    out.extend_from_slice(&u32::try_from(len).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&base.to_be_bytes());
    out.extend_from_slice(&ordinal.to_be_bytes());
    out.push(kind.byte());
    for part in content {
        out.extend_from_slice(part);
    }
    let crc = crc_of(&out[start..]);
    out[start + 4..start + 8].copy_from_slice(&crc.to_be_bytes());
}

/// Reads what stands at the start of `bytes`, which reach to the end of what can be seen.
pub fn read_frame(bytes: &[u8]) -> Found<'_> {
    let Some((head, _)) = bytes.split_first_chunk::<FRAME_HEAD_BYTES>() else {
        return if bytes.iter().all(|&b| b == 0) {
            Found::Blank
        } else {
            Found::Needs(FRAME_HEAD_BYTES)
        };
    };
    if head == &[0; FRAME_HEAD_BYTES] {
        return Found::Blank;
    }
    let [
        l0,
        l1,
        l2,
        l3,
        c0,
        c1,
        c2,
        c3,
        b0,
        b1,
        b2,
        b3,
        b4,
        b5,
        b6,
        b7,
        o0,
        o1,
        kind_byte,
    ] = *head;
    let Some(kind) = Kind::from_byte(kind_byte) else {
        return Found::Damaged(format!("a frame of unknown kind {kind_byte:#04x}"));
    };
    let ordinal = u16::from_be_bytes([o0, o1]);
    if usize::from(ordinal) > GROUP_LEAVES_MAX {
        return Found::Damaged(format!("a frame with ordinal {ordinal}"));
    }
    let content_bytes = usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
    if content_bytes == 0 || content_bytes > kind.content_bytes_max() {
        return Found::Damaged(format!("a frame that claims {content_bytes} bytes"));
    }
    let end = FRAME_HEAD_BYTES + content_bytes;
    let Some(frame) = bytes.get(..end) else {
        return Found::Needs(end);
    };
    let recorded = u32::from_be_bytes([c0, c1, c2, c3]);
    if crc_of(frame) != recorded {
        return Found::Damaged("the frame's CRC does not hold".to_owned());
    }
    let base = u64::from_be_bytes([b0, b1, b2, b3, b4, b5, b6, b7]);
    Found::Whole(Frame {
        base,
        ordinal,
        kind,
        content: &frame[FRAME_HEAD_BYTES..],
    })
}

/// Splits a checkpoint's content into state digest and note.
pub fn split_checkpoint(content: &[u8]) -> Option<(&[u8; STATE_DIGEST_BYTES], &[u8])> {
    content
        .split_first_chunk()
        .filter(|(_, note)| !note.is_empty())
}

/// The CRC over a frame without the CRC's own four bytes.
fn crc_of(frame: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&frame[..4]), &frame[8..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut out = Vec::new();
        write_frame(&mut out, 5, 0, Kind::Leaf, &[&[1], &[2]]);
        out
    }

    #[test]
    fn the_documented_example_is_what_is_written() {
        assert_eq!(
            hex::encode(sample()),
            "00000002bc55a78d000000000000000500004c0102"
        );
    }

    #[test]
    fn a_frame_comes_back_and_what_follows_is_left() {
        let mut bytes = sample();
        bytes.extend([9; 40]);
        let frame = Frame {
            base: 5,
            ordinal: 0,
            kind: Kind::Leaf,
            content: &[1, 2],
        };
        assert_eq!(read_frame(&bytes), Found::Whole(frame));
        assert_eq!(frame.bytes(), sample().len());
    }

    #[test]
    fn every_flipped_bit_shows() {
        let whole = sample();
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            match read_frame(&bytes) {
                Found::Damaged(_) | Found::Needs(_) => {}
                other @ (Found::Whole(_) | Found::Blank) => panic!("bit {bit}: {other:?}"),
            }
        }
    }

    #[test]
    fn every_cut_asks_for_more_bytes() {
        let whole = sample();
        for len in 1..whole.len() {
            match read_frame(&whole[..len]) {
                Found::Needs(wanted) => assert!(wanted > len && wanted <= whole.len()),
                // The first three bytes are zero: nothing shows that a frame stood there.
                Found::Blank => assert!(len < 4),
                other @ (Found::Whole(_) | Found::Damaged(_)) => panic!("cut {len}: {other:?}"),
            }
        }
        assert_eq!(read_frame(&[]), Found::Blank);
        assert_eq!(read_frame(&[0; 64]), Found::Blank);
    }

    #[test]
    fn a_checkpoint_without_a_note_is_none() {
        assert!(split_checkpoint(&[0; 32]).is_none());
        assert!(split_checkpoint(&[0; 31]).is_none());
        assert_eq!(split_checkpoint(&[7; 33]), Some((&[7; 32], &[7][..])));
    }
}
