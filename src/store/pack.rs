//! Packs: many rows in one file that never changes.
//!
//! A pack holds rows in the order of their stored keys, so those of a bucket lie together in a
//! **section** and are read with one call. Numbers are big-endian:
//!
//! ```text
//! section of a bucket without rows: no bytes; of any other:
//!     row …                        u16 length of key ‖ u32 length of value + 1, or 0 for a row that
//!                                  is removed ‖ key without its two bucket bytes ‖ value
//!     u32                          CRC-32C of the rows
//! sections of bucket 0 ..= 16,383
//! 16,385 × u64                     where each section begins, and where the last one ends
//! filter                           a Bloom filter over the stored keys
//! u64 rows ‖ u64 filter bytes
//! ```
//!
//! Whoever opens a pack knows its length and the CRC-32C of all after the sections; they stand in the
//! list of packs. A section whose CRC does not hold is a fault when it is read.

use std::path::Path;
use std::sync::Arc;

use super::StoreError;
use super::files::{Context, Files, OpenFile, read_up_to, write_all_at};
use super::index::IndexFault;
use super::row::BUCKETS;

/// Bytes of the section table.
const TABLE_BYTES: usize = (BUCKETS + 1) * 8;

/// Bytes after the filter.
const TAIL_BYTES: usize = 16;

/// Bits of the filter a row, and bits set for each: about one false answer in a hundred.
const FILTER_BITS_A_ROW: u64 = 10;
const FILTER_PROBES: u64 = 7;

/// How much is collected before it is written.
const BUFFER_BYTES: usize = 1 << 20;

/// Bytes of a row before its key.
const ROW_HEAD_BYTES: usize = 6;

/// Bytes of [`PackName::to_bytes`].
pub(super) const PACK_NAME_BYTES: usize = 28;

/// How a pack is known: its number and what it must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackName {
    /// The number in its file name.
    pub number: u64,
    /// Length of the file.
    pub len: u64,
    /// Rows in it, removed ones included.
    pub rows: u64,
    /// CRC-32C of all after the sections.
    pub crc: u32,
}

impl PackName {
    /// Number, length, rows, CRC.
    pub fn to_bytes(self) -> [u8; PACK_NAME_BYTES] {
        let mut bytes = [0; PACK_NAME_BYTES];
        bytes[..8].copy_from_slice(&self.number.to_be_bytes());
        bytes[8..16].copy_from_slice(&self.len.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.rows.to_be_bytes());
        bytes[24..].copy_from_slice(&self.crc.to_be_bytes());
        bytes
    }

    /// The inverse of [`Self::to_bytes`].
    pub fn from_bytes(bytes: &[u8; PACK_NAME_BYTES]) -> Self {
        let [words, _] = [&bytes[..24], &bytes[24..]];
        let (words, _) = words.as_chunks::<8>();
        let word = |i: usize| words.get(i).copied().map_or(0, u64::from_be_bytes);
        let crc = u32::from_be_bytes([bytes[24], bytes[25], bytes[26], bytes[27]]);
        Self {
            number: word(0),
            len: word(1),
            rows: word(2),
            crc,
        }
    }

    /// The file name.
    pub fn file_name(&self) -> String {
        format!("{:08}.pack", self.number)
    }
}

/// Writes a pack, row after row.
pub(super) struct PackWriter {
    file: Box<dyn OpenFile>,
    number: u64,
    /// Sections that are not written yet; begins at this offset of the file.
    buffer: Vec<u8>,
    written: u64,
    sections: Vec<u64>,
    /// Where the open section begins in the buffer.
    section_at: usize,
    hashes: Vec<u64>,
}

impl PackWriter {
    /// Begins a pack in a new file.
    pub fn create(files: &dyn Files, dir: &Path, number: u64) -> Result<Self, IndexFault> {
        let name = PackName {
            number,
            len: 0,
            rows: 0,
            crc: 0,
        }
        .file_name();
        let path = dir.join(name);
        let file = files
            .create(&path)
            .context("create", &path)
            .map_err(|e| fault(&e))?;
        Ok(Self {
            file,
            number,
            buffer: Vec::with_capacity(BUFFER_BYTES * 2),
            written: 0,
            sections: Vec::with_capacity(BUCKETS + 1),
            section_at: 0,
            hashes: Vec::new(),
        })
    }

    /// Adds a row. Rows come in the order of their stored keys, each once.
    pub fn push(&mut self, stored: &[u8], value: Option<&[u8]>) -> Result<(), IndexFault> {
        let Some((bucket, key)) = stored.split_first_chunk::<2>() else {
            return Err(IndexFault("a row without a bucket".to_owned()));
        };
        self.begin_sections(usize::from(u16::from_be_bytes(*bucket)) + 1)?;
        let lengths = (u16::try_from(key.len()), value.map_or(Ok(0), value_word));
        let (Ok(key_len), Ok(value_word)) = lengths else {
            return Err(IndexFault("a row is too long".to_owned()));
        };
        self.buffer.extend_from_slice(&key_len.to_be_bytes());
        self.buffer.extend_from_slice(&value_word.to_be_bytes());
        self.buffer.extend_from_slice(key);
        self.buffer.extend_from_slice(value.unwrap_or(&[]));
        self.hashes.push(filter_hash(stored));
        Ok(())
    }

    /// Ends the pack. Its bytes are durable only after a sync.
    pub fn finish(mut self) -> Result<(PackName, Pack), IndexFault> {
        self.begin_sections(BUCKETS + 1)?;
        let mut footer = Vec::with_capacity(TABLE_BYTES + TAIL_BYTES + self.hashes.len() * 2);
        for section in &self.sections {
            footer.extend_from_slice(&section.to_be_bytes());
        }
        let rows = self.hashes.len() as u64;
        let filter = filter_of(&self.hashes);
        footer.extend_from_slice(&filter);
        footer.extend_from_slice(&rows.to_be_bytes());
        footer.extend_from_slice(&(filter.len() as u64).to_be_bytes());
        let crc = crc32c::crc32c(&footer);
        self.buffer.extend_from_slice(&footer);
        self.flush()?;
        let name = PackName {
            number: self.number,
            len: self.written,
            rows,
            crc,
        };
        let pack = Pack {
            file: self.file.into(),
            sections: self.sections,
            filter,
        };
        Ok((name, pack))
    }

    /// Ends the open section and those without rows before section `count`.
    fn begin_sections(&mut self, count: usize) -> Result<(), IndexFault> {
        if self.sections.len() >= count {
            return Ok(());
        }
        if self.buffer.len() > self.section_at {
            let crc = crc32c::crc32c(&self.buffer[self.section_at..]);
            self.buffer.extend_from_slice(&crc.to_be_bytes());
        }
        if self.buffer.len() >= BUFFER_BYTES {
            self.flush()?;
        }
        self.section_at = self.buffer.len();
        let at = self.written + self.section_at as u64;
        self.sections.resize(count, at);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexFault> {
        write_all_at(&*self.file, &self.buffer, self.written)
            .map_err(|e| IndexFault(format!("cannot write a pack: {e}")))?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

/// A pack, open for reading.
pub(super) struct Pack {
    file: Arc<dyn OpenFile>,
    sections: Vec<u64>,
    filter: Vec<u8>,
}

impl Pack {
    /// Opens a pack that is known by its name.
    pub fn open(files: &dyn Files, dir: &Path, name: &PackName) -> Result<Self, IndexFault> {
        let path = dir.join(name.file_name());
        let file = files
            .open(&path, false)
            .context("open", &path)
            .map_err(|e| fault(&e))?;
        let wrong = |what: &str| IndexFault(format!("{}: {what}", path.display()));
        if file.len().context("read", &path).map_err(|e| fault(&e))? != name.len {
            return Err(wrong("it has another length"));
        }
        let read = |at: u64, len: usize| -> Result<Vec<u8>, IndexFault> {
            let mut bytes = vec![0; len];
            let read = read_up_to(&*file, &mut bytes, at)
                .context("read", &path)
                .map_err(|e| fault(&e))?;
            if read < len {
                Err(wrong("it ends too early"))
            } else {
                Ok(bytes)
            }
        };
        let tail_at = name
            .len
            .checked_sub(TAIL_BYTES as u64)
            .ok_or_else(|| wrong("too short"))?;
        let tail = read(tail_at, TAIL_BYTES)?;
        let [.., f0, f1, f2, f3, f4, f5, f6, f7] = tail.as_slice() else {
            return Err(wrong("too short"));
        };
        let filter_len = u64::from_be_bytes([*f0, *f1, *f2, *f3, *f4, *f5, *f6, *f7]);
        let footer_len = filter_len.checked_add((TABLE_BYTES + TAIL_BYTES) as u64);
        let footer_len = footer_len
            .filter(|len| *len <= name.len)
            .ok_or_else(|| wrong("its end"))?;
        let len = usize::try_from(footer_len).map_err(|_| wrong("its end"))?;
        let footer = read(name.len - footer_len, len)?;
        if crc32c::crc32c(&footer) != name.crc {
            return Err(wrong("the CRC of its end does not hold"));
        }
        let (table, rest) = footer.split_at(TABLE_BYTES);
        let sections = table
            .as_chunks::<8>()
            .0
            .iter()
            .map(|at| u64::from_be_bytes(*at))
            .collect();
        let filter = rest[..rest.len() - TAIL_BYTES].to_vec();
        Ok(Self {
            file: file.into(),
            sections,
            filter,
        })
    }

    /// Whether the pack may hold a row; `false` is certain. `hash` is [`filter_hash`] of its key.
    pub fn may_hold(&self, hash: u64) -> bool {
        probes(hash, self.filter.len()).all(|bit| self.filter[bit / 8] >> (bit % 8) & 1 == 1)
    }

    /// The rows of a bucket.
    pub fn section(&self, bucket: u16) -> Result<Section, IndexFault> {
        let (from, to) = (
            self.sections[usize::from(bucket)],
            self.sections[usize::from(bucket) + 1],
        );
        let wrong = |what: &str| IndexFault(format!("section {bucket} of a pack: {what}"));
        let len = to
            .checked_sub(from)
            .and_then(|len| usize::try_from(len).ok());
        let mut bytes = vec![0; len.ok_or_else(|| wrong("its place is wrong"))?];
        if bytes.is_empty() {
            return Ok(Section { bytes });
        }
        let read = read_up_to(&*self.file, &mut bytes, from).map_err(|e| wrong(&e.to_string()))?;
        match bytes.split_last_chunk::<4>() {
            Some((rows, crc))
                if read == bytes.len() && crc32c::crc32c(rows).to_be_bytes() == *crc =>
            {
                let rows = rows.len();
                bytes.truncate(rows);
                Ok(Section { bytes })
            }
            Some(_) | None => Err(wrong("its CRC does not hold")),
        }
    }

    /// Makes the pack durable.
    pub fn sync(&self) -> Result<(), IndexFault> {
        self.file
            .sync_data()
            .map_err(|e| IndexFault(format!("cannot sync a pack: {e}")))
    }
}

/// The rows of one bucket in one pack.
pub(super) struct Section {
    bytes: Vec<u8>,
}

impl Section {
    /// Keys without their bucket bytes, and values, `None` for rows that are removed; by key.
    pub fn rows(&self) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            let (head, after) = rest.split_first_chunk::<ROW_HEAD_BYTES>()?;
            let key_len = usize::from(u16::from_be_bytes([head[0], head[1]]));
            let word = u32::from_be_bytes([head[2], head[3], head[4], head[5]]);
            let value_len = word
                .checked_sub(1)
                .map(|len| usize::try_from(len).unwrap_or(usize::MAX));
            let (key, after) = after.split_at_checked(key_len)?;
            let (value, after) = after.split_at_checked(value_len.unwrap_or(0))?;
            rest = after;
            Some((key, value_len.map(|_| value)))
        })
    }
}

fn value_word(value: &[u8]) -> Result<u32, std::num::TryFromIntError> {
    u32::try_from(value.len() + 1)
}

fn fault(e: &StoreError) -> IndexFault {
    IndexFault(e.to_string())
}

/// The hash of a stored key that a pack's filter is asked with. Fixed for ever: filters are stored.
pub(super) fn filter_hash(stored: &[u8]) -> u64 {
    let (words, rest) = stored.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let length = stored.len() as u64;
    let words = words.iter().chain(std::iter::once(&last));
    words.fold(length, |hash, word| {
        // The finaliser of SplitMix64.
        let mut z = (hash ^ u64::from_be_bytes(*word)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// The bits of a filter of `bytes` bytes that stand for a hash.
fn probes(hash: u64, bytes: usize) -> impl Iterator<Item = usize> {
    let bits = (bytes as u64 * 8).max(1);
    let step = hash.rotate_left(32) | 1;
    let bit = move |i: u64| hash.wrapping_add(i.wrapping_mul(step)) % bits;
    // An empty filter rules nothing out.
    let count = if bytes == 0 { 0 } else { FILTER_PROBES };
    (0..count).map(move |i| usize::try_from(bit(i)).unwrap_or(0))
}

fn filter_of(hashes: &[u64]) -> Vec<u8> {
    let bits = (hashes.len() as u64 * FILTER_BITS_A_ROW).max(8);
    let mut filter = vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or(1)];
    let bytes = filter.len();
    for hash in hashes {
        for bit in probes(*hash, bytes) {
            filter[bit / 8] |= 1 << (bit % 8);
        }
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MemFiles, RowKey};

    type Row = (Vec<u8>, Option<Vec<u8>>);

    fn rows(count: u32) -> Vec<Row> {
        let mut rows: Vec<_> = (0..count)
            .map(|n| {
                let key = RowKey::new(&n.to_be_bytes(), b"sub").stored().to_vec();
                let value = (n % 5 != 0).then(|| vec![7; (n % 100) as usize]);
                (key, value)
            })
            .collect();
        rows.sort();
        rows
    }

    fn pack(disk: &MemFiles, rows: &[Row]) -> PackName {
        let mut writer = PackWriter::create(disk, Path::new("."), 3).unwrap();
        for (key, value) in rows {
            writer.push(key, value.as_deref()).unwrap();
        }
        writer.finish().unwrap().0
    }

    fn all(pack: &Pack) -> Result<Vec<Row>, IndexFault> {
        let mut found = Vec::new();
        for bucket in 0..u16::try_from(BUCKETS).unwrap() {
            for (key, value) in pack.section(bucket)?.rows() {
                let stored = [&bucket.to_be_bytes(), key].concat();
                found.push((stored, value.map(<[u8]>::to_vec)));
            }
        }
        Ok(found)
    }

    #[test]
    fn rows_come_back_in_order() {
        for count in [0, 1, 2, 50_000] {
            let disk = MemFiles::new();
            let rows = rows(count);
            let name = pack(&disk, &rows);
            assert_eq!(name.rows, u64::from(count));
            assert_eq!(PackName::from_bytes(&name.to_bytes()), name);
            let pack = Pack::open(&disk, Path::new("."), &name).unwrap();
            assert!(all(&pack).unwrap() == rows);
        }
    }

    #[test]
    fn the_filter_holds_every_row_and_few_others() {
        let disk = MemFiles::new();
        let held = rows(5_000);
        let name = pack(&disk, &held);
        let pack = Pack::open(&disk, Path::new("."), &name).unwrap();
        assert!(held.iter().all(|(key, _)| pack.may_hold(filter_hash(key))));
        let others = rows(25_000)
            .into_iter()
            .filter(|row| held.binary_search(row).is_err());
        let wrong = others
            .filter(|(key, _)| pack.may_hold(filter_hash(key)))
            .count();
        assert!(wrong < 600, "{wrong} of 20,000 others may be held");
    }

    #[test]
    fn every_flipped_bit_and_every_cut_shows() {
        let disk = MemFiles::new();
        let held = rows(3);
        let name = pack(&disk, &held);
        let path = Path::new(".").join(name.file_name());
        let whole = disk.get(&path).unwrap();
        let shows = |bytes: Vec<u8>| {
            disk.put(&path, bytes);
            Pack::open(&disk, Path::new("."), &name)
                .and_then(|pack| all(&pack))
                .is_err()
        };
        let sections = whole.len() - TABLE_BYTES;
        for bit in (0..whole.len() * 8).filter(|bit| bit % 61 == 0 || bit / 8 < sections) {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(shows(bytes), "bit {bit}");
        }
        for len in (0..whole.len()).filter(|len| len % 997 == 0) {
            assert!(shows(whole[..len].to_vec()), "cut to {len}");
        }
        assert!(!shows(whole));
    }
}
