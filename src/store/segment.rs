//! Segments: the files the log lies in, and how groups are read out of one.
//!
//! `log/000001.seg`, `000002.seg` … without a gap. A segment begins with a head, then come groups
//! of [frames](super::frame), then zeros up to the end of the file. Numbers are big-endian:
//!
//! ```text
//! offset  size
//!      0    16  "qledger segment\n"
//!     16     4  format, 1
//!     20     4  number of the segment
//!     24     8  base: leaves in the log before its first group
//!     32     4  CRC-32C of bytes 0..32
//!     36        first group
//! ```
//!
//! A segment has its length, and is synced with its folder, before a group goes into it. When the
//! next one begins, its zeros are cut off.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{Context, Files, OpenFile, read_up_to, write_all_at};
use super::frame::{FRAME_HEAD_BYTES, Found, Kind, read_frame, split_checkpoint};
use super::{LoggedGroup, StoreError};
use crate::log::tree::Hash;

/// Bytes before the first group.
pub(super) const SEGMENT_HEAD_BYTES: u64 = 36;

const MAGIC: &[u8; 16] = b"qledger segment\n";
const FORMAT: u32 = 1;
const HEAD_BYTES: usize = 36;

/// How much is read at once.
const CHUNK_BYTES: usize = 128 * 1_024;

/// The file name of a segment.
pub(super) fn segment_name(number: u32) -> String {
    format!("{number:06}.seg")
}

/// The number in a segment's file name, `None` for any other name.
pub(super) fn segment_number(name: &str) -> Option<u32> {
    let number = name.strip_suffix(".seg")?.parse().ok()?;
    (segment_name(number) == name).then_some(number)
}

/// The error that names a damaged place.
pub(super) fn corrupt(file: &Path, offset: u64, what: impl Into<String>) -> StoreError {
    StoreError::Corrupt {
        file: file.to_path_buf(),
        offset,
        what: what.into(),
    }
}

fn head_bytes(number: u32, base: u64) -> [u8; HEAD_BYTES] {
    let mut bytes = [0; HEAD_BYTES];
    bytes[..16].copy_from_slice(MAGIC);
    bytes[16..20].copy_from_slice(&FORMAT.to_be_bytes());
    bytes[20..24].copy_from_slice(&number.to_be_bytes());
    bytes[24..32].copy_from_slice(&base.to_be_bytes());
    let crc = crc32c::crc32c(&bytes[..32]);
    bytes[32..].copy_from_slice(&crc.to_be_bytes());
    bytes
}

/// Makes a segment of `len` bytes, durable with its name.
pub(super) fn create_segment(
    files: &dyn Files,
    dir: &Path,
    number: u32,
    base: u64,
    len: u64,
) -> Result<Arc<dyn OpenFile>, StoreError> {
    let path = dir.join(segment_name(number));
    let file = files.create(&path).context("create", &path)?;
    file.set_len(len).context("write", &path)?;
    write_all_at(&*file, &head_bytes(number, base), 0).context("write", &path)?;
    file.sync_data().context("sync", &path)?;
    files.sync_dir(dir).context("sync", dir)?;
    Ok(file.into())
}

/// What stands at the start of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SegmentHead {
    /// A whole head: its base.
    Whole(u64),
    /// Not a whole head of this segment; why.
    Damaged(String),
}

/// A group and where it stands in its segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// The group.
    pub group: LoggedGroup,
    /// Number of the segment.
    pub segment: u32,
    /// Offset of its first frame.
    pub start: u64,
    /// Offset after its last frame.
    pub end: u64,
}

/// What stands where a group may begin.
#[derive(Debug)]
pub(super) enum Step {
    /// A group whose frames are whole and in order. Neither root nor signature was looked at.
    Group(Placed),
    /// No frame.
    Blank,
    /// Something else, at this offset.
    Damaged(u64, String),
}

/// Reads groups out of one segment, with a buffer, so that it reads ahead.
pub(super) struct SegmentReader {
    file: Arc<dyn OpenFile>,
    path: PathBuf,
    number: u32,
    len: u64,
    buffer: Vec<u8>,
    buffer_at: u64,
}

impl SegmentReader {
    /// Opens a segment for reading. Error: [`StoreError::Corrupt`] if it is missing.
    pub fn open(files: &dyn Files, dir: &Path, number: u32) -> Result<Self, StoreError> {
        let path = dir.join(segment_name(number));
        match files.open(&path, false) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                Err(corrupt(&path, 0, "the segment is missing"))
            }
            opened => Self::over(opened.context("open", &path)?.into(), path, number),
        }
    }

    /// Reads from a file that is open already.
    pub fn over(file: Arc<dyn OpenFile>, path: PathBuf, number: u32) -> Result<Self, StoreError> {
        let len = file.len().context("read", &path)?;
        Ok(Self {
            file,
            path,
            number,
            len,
            buffer: Vec::new(),
            buffer_at: 0,
        })
    }

    /// The file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The open file.
    pub fn file(&self) -> Arc<dyn OpenFile> {
        Arc::clone(&self.file)
    }

    /// The segment's number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Reads the head. Error: [`StoreError::NewerFormat`].
    pub fn head(&self) -> Result<SegmentHead, StoreError> {
        let mut bytes = [0; HEAD_BYTES];
        let read = read_up_to(&*self.file, &mut bytes, 0).context("read", &self.path)?;
        let [rest @ .., c0, c1, c2, c3] = &bytes;
        if read < HEAD_BYTES || rest[..16] != *MAGIC {
            return Ok(SegmentHead::Damaged("no segment begins here".to_owned()));
        }
        if crc32c::crc32c(rest) != u32::from_be_bytes([*c0, *c1, *c2, *c3]) {
            return Ok(SegmentHead::Damaged(
                "the CRC of the segment's head does not hold".into(),
            ));
        }
        let word =
            |at: usize| u32::from_be_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
        let format = word(16);
        if format != FORMAT {
            let file = self.path.clone();
            return Err(StoreError::NewerFormat {
                file,
                found: format,
                known: FORMAT,
            });
        }
        let number = word(20);
        if number != self.number {
            return Ok(SegmentHead::Damaged(format!("this is segment {number}")));
        }
        Ok(SegmentHead::Whole(
            u64::from(word(24)) << 32 | u64::from(word(28)),
        ))
    }

    /// What stands at `offset`, where a group of this base is expected (`None`: of any).
    pub fn group(&mut self, offset: u64, base: Option<u64>) -> Result<Step, StoreError> {
        self.parse(offset, base).context("read", &self.path.clone())
    }

    fn parse(&mut self, start: u64, base: Option<u64>) -> io::Result<Step> {
        let mut base = base;
        let mut leaves = Vec::new();
        let mut at = start;
        loop {
            let mut need = FRAME_HEAD_BYTES;
            let frame = loop {
                let bytes = self.view(start, at, need)?;
                match read_frame(bytes) {
                    Found::Whole(frame) => break frame,
                    Found::Blank if at == start => return Ok(Step::Blank),
                    Found::Blank => {
                        return Ok(Step::Damaged(
                            at,
                            "the group ends without a checkpoint".into(),
                        ));
                    }
                    Found::Needs(bytes_needed) if bytes_needed > need => need = bytes_needed,
                    Found::Needs(_) => {
                        return Ok(Step::Damaged(
                            at,
                            "the frame goes on after the file's end".into(),
                        ));
                    }
                    Found::Damaged(what) => return Ok(Step::Damaged(at, what)),
                }
            };
            let base = *base.get_or_insert(frame.base);
            let expected = (base, leaves.len());
            if (frame.base, usize::from(frame.ordinal)) != expected {
                let what = format!(
                    "a frame of group {} with ordinal {}; group {base} with ordinal {} was expected",
                    frame.base,
                    frame.ordinal,
                    leaves.len()
                );
                return Ok(Step::Damaged(at, what));
            }
            let in_group = usize::try_from(at - start).unwrap_or(usize::MAX) + FRAME_HEAD_BYTES;
            let content = in_group..in_group + frame.content.len();
            let end = at + frame.bytes() as u64;
            match frame.kind {
                Kind::Leaf => leaves.push(content),
                Kind::Checkpoint => {
                    let Some((digest, note)) = split_checkpoint(frame.content) else {
                        return Ok(Step::Damaged(at, "a checkpoint without a note".into()));
                    };
                    if leaves.is_empty() {
                        return Ok(Step::Damaged(at, "a checkpoint without a leaf".into()));
                    }
                    let note = content.end - note.len()..content.end;
                    let state_digest = Hash::from_bytes(*digest);
                    let bytes = self.taken(start, content.end);
                    let group = LoggedGroup {
                        first: base,
                        bytes,
                        leaves,
                        note,
                        state_digest,
                    };
                    return Ok(Step::Group(Placed {
                        group,
                        segment: self.number,
                        start,
                        end,
                    }));
                }
            }
            at = end;
        }
    }

    /// The bytes from `from` to at least `need` bytes on, or to the end of the file; what was read
    /// from `keep` on stays in the buffer.
    fn view(&mut self, keep: u64, from: u64, need: usize) -> io::Result<&[u8]> {
        let filled = self.buffer_at + self.buffer.len() as u64;
        let wanted = from + need as u64;
        if keep < self.buffer_at || keep > filled {
            self.buffer.clear();
            self.buffer_at = keep;
        }
        let filled = self.buffer_at + self.buffer.len() as u64;
        if wanted > filled && filled < self.len {
            self.buffer.drain(..index(keep - self.buffer_at));
            self.buffer_at = keep;
            let to = self.len.min(wanted.max(from + CHUNK_BYTES as u64));
            let had = self.buffer.len();
            self.buffer.resize(index(to - keep), 0);
            let read = read_up_to(&*self.file, &mut self.buffer[had..], filled)?;
            self.buffer.truncate(had + read);
        }
        Ok(self
            .buffer
            .get(index(from - self.buffer_at)..)
            .unwrap_or(&[]))
    }

    /// A copy of `len` bytes from `start` on, all of them in the buffer.
    fn taken(&self, start: u64, len: usize) -> Vec<u8> {
        let from = index(start - self.buffer_at);
        self.buffer[from..from + len].to_vec()
    }

    /// Calls `visit` with the bytes from `from` to the end in pieces; each overlaps the one before
    /// by `overlap` bytes. Stops when `visit` returns something.
    pub fn sweep<T>(
        &self,
        from: u64,
        overlap: usize,
        mut visit: impl FnMut(u64, &[u8]) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut piece = vec![0; CHUNK_BYTES.max(2 * overlap)];
        let mut at = from;
        while at < self.len {
            let read = read_up_to(&*self.file, &mut piece, at).context("read", &self.path)?;
            if let Some(found) = visit(at, &piece[..read]) {
                return Ok(Some(found));
            }
            if read < piece.len() {
                break;
            }
            at += (read - overlap) as u64;
        }
        Ok(None)
    }
}

/// A distance inside a buffer; buffers are far shorter than the address space.
fn index(distance: u64) -> usize {
    usize::try_from(distance).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "segment_tests.rs"]
mod tests;
