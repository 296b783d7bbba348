//! HEAD and the guard: where the last durable checkpoint stands.
//!
//! Both are files of two slots that are written in turn, in place, so that one is whole at any
//! moment. A slot is one sector, which a disk writes as a whole; numbers are big-endian:
//!
//! ```text
//! offset  size
//!      0     8  "qlhead1\n"
//!      8     8  counter, one more at each write
//!     16     8  size: leaves in the log
//!     24    32  root of the log
//!     56     4  segment of the group that the checkpoint closes
//!     60     8  offset of that group's first frame
//!     68     8  offset after the checkpoint's frame
//!     76   432  zero
//!    508     4  CRC-32C of bytes 0..508
//! ```
//!
//! HEAD lies in the ledger's folder and says how far readers may read. The guard lies elsewhere on
//! the machine and outlives the folder: a log that ends before it is an older copy.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{Context, Files, OpenFile, read_up_to, write_all_at};
use super::{SlotsFault, StoreError};
use crate::log::tree::{HASH_BYTES, Hash, TreeHead};

/// Bytes of a slot.
pub(super) const SLOT_BYTES: usize = 512;

const MAGIC: &[u8; 8] = b"qlhead1\n";
const CRC_AT: usize = SLOT_BYTES - 4;

/// A durable checkpoint and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// Size and root of the log.
    pub tree: TreeHead,
    /// The segment of the group.
    pub segment: u32,
    /// Where the group begins.
    pub start: u64,
    /// Where it ends, after the checkpoint's frame.
    pub end: u64,
}

/// What stands in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SlotState {
    /// Never written.
    Empty,
    /// Whole, with its counter.
    Valid(Slot, u64),
    /// Not whole.
    Damaged,
}

impl Slot {
    fn to_bytes(self, counter: u64) -> [u8; SLOT_BYTES] {
        let mut bytes = [0; SLOT_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..16].copy_from_slice(&counter.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.tree.size.to_be_bytes());
        bytes[24..56].copy_from_slice(self.tree.root.as_bytes());
        bytes[56..60].copy_from_slice(&self.segment.to_be_bytes());
        bytes[60..68].copy_from_slice(&self.start.to_be_bytes());
        bytes[68..76].copy_from_slice(&self.end.to_be_bytes());
        let crc = crc32c::crc32c(&bytes[..CRC_AT]);
        bytes[CRC_AT..].copy_from_slice(&crc.to_be_bytes());
        bytes
    }
}

impl SlotState {
    fn from_bytes(bytes: &[u8]) -> Self {
        let Some(bytes) = bytes.first_chunk::<SLOT_BYTES>() else {
            return if bytes.is_empty() {
                Self::Empty
            } else {
                Self::Damaged
            };
        };
        if bytes == &[0; SLOT_BYTES] {
            return Self::Empty;
        }
        let crc = crc32c::crc32c(&bytes[..CRC_AT]);
        if bytes[..8] != *MAGIC || bytes[CRC_AT..] != crc.to_be_bytes() {
            return Self::Damaged;
        }
        let number = |at: usize| u64::from_be_bytes(array(&bytes[at..]));
        let tree = TreeHead {
            size: number(16),
            root: Hash::from_bytes(array(&bytes[24..])),
        };
        let segment = u32::from_be_bytes(array(&bytes[56..]));
        let slot = Slot {
            tree,
            segment,
            start: number(60),
            end: number(68),
        };
        Self::Valid(slot, number(8))
    }
}

/// The first `N` bytes; the callers' offsets are constant and inside a slot.
fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or([0; N])
}

const _: () = assert!(HASH_BYTES == 32);

/// What was read of a file of two slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slots {
    /// Slot 0 and slot 1.
    pub states: [SlotState; 2],
}

impl Slots {
    /// Reads both slots.
    pub fn read(file: &dyn OpenFile) -> io::Result<Self> {
        let mut bytes = [0; 2 * SLOT_BYTES];
        let len = read_up_to(file, &mut bytes, 0)?;
        let (first, second) = bytes[..len].split_at(len.min(SLOT_BYTES));
        Ok(Self {
            states: [first, second].map(SlotState::from_bytes),
        })
    }

    /// The whole slot with the larger size, or the later of two equal ones, with its place.
    fn best_place(&self) -> Option<(usize, Slot, u64)> {
        let whole = self
            .states
            .iter()
            .enumerate()
            .filter_map(|(place, state)| match state {
                SlotState::Valid(slot, counter) => Some((place, *slot, *counter)),
                SlotState::Empty | SlotState::Damaged => None,
            });
        whole.max_by_key(|(_, slot, counter)| (slot.tree.size, *counter))
    }

    /// The checkpoint that is named: that of the larger size.
    pub fn best(&self) -> Option<Slot> {
        self.best_place().map(|(_, slot, _)| slot)
    }

    /// Which slot is not whole, or that neither names a checkpoint.
    pub fn fault(&self) -> Option<SlotsFault> {
        let damaged = |place: usize| self.states[place] == SlotState::Damaged;
        match (damaged(0), damaged(1)) {
            (false, false) => self.best().is_none().then_some(SlotsFault::Empty),
            (true, false) => Some(SlotsFault::First),
            (false, true) => Some(SlotsFault::Second),
            (true, true) => Some(SlotsFault::Both),
        }
    }
}

/// A file of two slots, open for writing.
pub(super) struct SlotFile {
    file: Box<dyn OpenFile>,
    path: PathBuf,
    next_place: usize,
    next_counter: u64,
}

impl SlotFile {
    /// Makes the file, which must not be there, with both slots empty.
    pub fn create(files: &dyn Files, path: &Path) -> Result<Self, StoreError> {
        let file = files.create(path).context("create", path)?;
        write_all_at(&*file, &[0; 2 * SLOT_BYTES], 0).context("write", path)?;
        Ok(Self {
            file,
            path: path.to_path_buf(),
            next_place: 0,
            next_counter: 1,
        })
    }

    /// Opens the file and reads it; `None` if it is not there.
    pub fn open(files: &dyn Files, path: &Path) -> Result<Option<(Self, Slots)>, StoreError> {
        let file = match files.open(path, true) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e).context("open", path),
        };
        let slots = Slots::read(&*file).context("read", path)?;
        let (next_place, next_counter) = match slots.best_place() {
            // The slot that names the last checkpoint is the one not to write on.
            Some((place, _, counter)) => (1 - place, counter.saturating_add(1)),
            None => (0, 1),
        };
        Ok(Some((
            Self {
                file,
                path: path.to_path_buf(),
                next_place,
                next_counter,
            },
            slots,
        )))
    }

    /// Writes the slot that does not name the last checkpoint; not durable before [`Self::sync`].
    pub fn write(&mut self, slot: &Slot) -> Result<(), StoreError> {
        let offset = (self.next_place * SLOT_BYTES) as u64;
        let bytes = slot.to_bytes(self.next_counter);
        write_all_at(&*self.file, &bytes, offset).context("write", &self.path)?;
        self.next_place = 1 - self.next_place;
        self.next_counter = self.next_counter.saturating_add(1);
        Ok(())
    }

    /// Writes both slots, so that nothing of what they named is left.
    pub fn write_both(&mut self, slot: &Slot) -> Result<(), StoreError> {
        self.write(slot)?;
        self.write(slot)
    }

    /// Makes what was written durable.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().context("sync", &self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::tree::leaf_hash;
    use crate::store::MemFiles;

    fn slot(size: u64) -> Slot {
        let root = leaf_hash(&size.to_be_bytes());
        Slot {
            tree: TreeHead { size, root },
            segment: 3,
            start: 36 + size,
            end: 400 + size,
        }
    }

    fn slot_file(disk: &MemFiles) -> SlotFile {
        SlotFile::create(disk, Path::new("HEAD")).unwrap()
    }

    fn reread(disk: &MemFiles) -> (SlotFile, Slots) {
        SlotFile::open(disk, Path::new("HEAD")).unwrap().unwrap()
    }

    #[test]
    fn the_last_one_written_is_named_and_never_written_on() {
        let disk = MemFiles::new();
        let mut head = slot_file(&disk);
        assert_eq!(reread(&disk).1.best(), None);
        for size in 1..6 {
            head.write(&slot(size)).unwrap();
            let (anew, slots) = reread(&disk);
            assert_eq!(slots.best(), Some(slot(size)));
            assert_eq!(slots.fault(), None);
            assert_eq!(anew.next_place, head.next_place);
            assert_eq!(anew.next_counter, head.next_counter);
        }
    }

    #[test]
    fn every_flipped_bit_of_a_slot_leaves_the_other_one() {
        let disk = MemFiles::new();
        let mut head = slot_file(&disk);
        head.write(&slot(1)).unwrap();
        head.write(&slot(2)).unwrap();
        let whole = disk.get(Path::new("HEAD")).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            disk.put(Path::new("HEAD"), bytes);
            let expected = if bit / 8 < SLOT_BYTES {
                slot(2)
            } else {
                slot(1)
            };
            let (_, slots) = reread(&disk);
            assert_eq!(slots.best(), Some(expected), "bit {bit}");
            assert!(slots.fault().is_some());
        }
    }

    #[test]
    fn a_file_cut_short_names_what_is_whole() {
        let disk = MemFiles::new();
        let mut head = slot_file(&disk);
        head.write(&slot(1)).unwrap();
        head.write(&slot(2)).unwrap();
        let whole = disk.get(Path::new("HEAD")).unwrap();
        for len in 0..whole.len() {
            disk.put(Path::new("HEAD"), whole[..len].to_vec());
            let expected = (len >= SLOT_BYTES).then(|| slot(1));
            assert_eq!(reread(&disk).1.best(), expected, "length {len}");
        }
    }

    #[test]
    fn writing_both_forgets_a_larger_one() {
        let disk = MemFiles::new();
        let mut head = slot_file(&disk);
        head.write(&slot(9)).unwrap();
        head.write_both(&slot(4)).unwrap();
        assert_eq!(reread(&disk).1.best(), Some(slot(4)));
    }
}
