//! What a file on the disk in memory holds, and what a crash leaves of it.

use super::Keep;

/// The unit a disk writes as a whole.
const SECTOR_BYTES: u64 = 512;

/// Bytes that are seen, bytes that are durable, and what lies between.
#[derive(Default)]
pub(super) struct Content {
    pub(super) seen: Vec<u8>,
    pub(super) durable: Vec<u8>,
    pub(super) unsynced: Vec<Change>,
}

/// A change that no sync has made durable yet.
pub(super) enum Change {
    Write(u64, Vec<u8>),
    SetLen(u64),
}

impl Content {
    pub(super) fn after_crash(&self, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for change in &self.unsynced {
            apply_some(&mut bytes, change, chance);
        }
        bytes
    }
}

/// Applies those sectors of a change that chance keeps.
pub(super) fn apply_some(bytes: &mut Vec<u8>, change: &Change, luck: &mut Chance) {
    match change {
        Change::SetLen(len) => {
            if luck.keeps() {
                bytes.resize(index(*len), 0);
            }
        }
        Change::Write(offset, data) => {
            let end = offset + data.len() as u64;
            let mut from = *offset;
            while from < end {
                let to = end.min((from / SECTOR_BYTES + 1) * SECTOR_BYTES);
                if luck.keeps() {
                    put(bytes, from, &data[index(from - offset)..index(to - offset)]);
                }
                from = to;
            }
        }
    }
}

pub(super) fn put(bytes: &mut Vec<u8>, offset: u64, data: &[u8]) {
    let (from, to) = (index(offset), index(offset) + data.len());
    if bytes.len() < to {
        bytes.resize(to, 0);
    }
    bytes[from..to].copy_from_slice(data);
}

/// An offset as an index; files in memory are far shorter than the address space.
pub(super) fn index(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Decides what a crash keeps.
pub(super) struct Chance {
    keep: Keep,
    pub(super) state: u64,
}

impl Chance {
    pub(super) fn new(keep: Keep) -> Self {
        let state = if let Keep::Some(seed) = keep { seed } else { 0 };
        Self { keep, state }
    }

    pub(super) fn keeps(&mut self) -> bool {
        match self.keep {
            Keep::All => true,
            Keep::Nothing => false,
            Keep::Some(_) => {
                // SplitMix64.
                self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut z = self.state;
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                (z ^ (z >> 31)) & 1 == 1
            }
        }
    }
}
