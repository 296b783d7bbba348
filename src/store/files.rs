//! The seam to the file system: what a store asks of it, and the system's own.
//!
//! Everything durable passes through [`Files`], so that tests can put a disk there that loses what
//! was not synced, and faults of every kind. Two rules of real disks shape it: written bytes are
//! durable only after [`OpenFile::sync_data`], and a file's name only after [`Files::sync_dir`] of
//! its folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

/// What a store asks of a file system. Paths are used as they are given.
pub trait Files: Send + Sync {
    /// Opens a file that exists, for reading and, if `write`, for writing.
    fn open(&self, path: &Path, write: bool) -> io::Result<Box<dyn OpenFile>>;

    /// Makes a new file, for reading and writing; fails if the name is taken.
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;

    /// Makes a folder and those above it; one that exists is left as it is.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;

    /// Names in a folder, in no order.
    fn list(&self, dir: &Path) -> io::Result<Vec<String>>;

    /// Renames a file or a folder.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes names made, renamed and removed in a folder durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;

    /// Takes the lock on a file, which is made if missing, until the handle is dropped. `None` if
    /// another holds it.
    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn OpenFile>>>;
}

/// An open file. Reads and writes name their place; there is no cursor.
pub trait OpenFile: Send + Sync {
    /// Reads up to `buf.len()` bytes at `offset`; 0 at or after the end.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes up to `buf.len()` bytes at `offset`, making the file longer if need be.
    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<usize>;

    /// Cuts the file or fills it up with zeros.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Makes the bytes written so far durable.
    fn sync_data(&self) -> io::Result<()>;
}

/// Names the file and the act in an I/O error.
pub(super) trait Context<T> {
    fn context(self, doing: &'static str, path: &Path) -> Result<T, StoreError>;
}

impl<T> Context<T> for io::Result<T> {
    fn context(self, doing: &'static str, path: &Path) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Io {
            doing,
            path: path.to_path_buf(),
            source,
        })
    }
}

/// Reads until `buf` is full or the file ends; returns how many bytes were read.
pub(super) fn read_up_to(file: &dyn OpenFile, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < buf.len() {
        match file.read_at(&mut buf[done..], offset + done as u64) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(done)
}

/// Reads a whole file.
pub(super) fn read_whole(file: &dyn OpenFile) -> io::Result<Vec<u8>> {
    let len = usize::try_from(file.len()?).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let mut bytes = vec![0; len];
    let read = read_up_to(file, &mut bytes, 0)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// Writes all of `buf`, however many calls it takes.
pub(super) fn write_all_at(file: &dyn OpenFile, buf: &[u8], offset: u64) -> io::Result<()> {
    let mut done = 0;
    while done < buf.len() {
        match file.write_at(&buf[done..], offset + done as u64) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => done += written,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Writes zeros over a range, in pieces, so that memory stays small.
pub(super) fn write_zeros(file: &dyn OpenFile, from: u64, to: u64) -> io::Result<()> {
    const PIECE_BYTES: u64 = 1 << 20;
    let piece = vec![0; usize::try_from(PIECE_BYTES.min(to.saturating_sub(from))).unwrap_or(0)];
    let mut at = from;
    while at < to {
        let len = usize::try_from((to - at).min(PIECE_BYTES)).unwrap_or(piece.len());
        write_all_at(file, &piece[..len], at)?;
        at += len as u64;
    }
    Ok(())
}

/// The operating system's files.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsFiles;

impl Files for OsFiles {
    fn open(&self, path: &Path, write: bool) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(
            fs::OpenOptions::new().read(true).write(write).open(path)?,
        ))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(
            fs::OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .open(path)?,
        ))
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(dir)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let dir = if dir.as_os_str().is_empty() {
            Path::new(".")
        } else {
            dir
        };
        fs::File::open(dir)?.sync_all()
    }

    /// Only Unix lets a folder be synced; elsewhere its names are durable with the file.
    #[cfg(not(unix))]
    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn OpenFile>>> {
        // Not truncated: the holder's process id stands in it.
        let file = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(e)) => Err(e),
        }
    }
}

impl OpenFile for fs::File {
    #[cfg(unix)]
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buf, offset)
    }

    #[cfg(unix)]
    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(self, buf, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buf, offset)
    }

    #[cfg(windows)]
    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_write(self, buf, offset)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        fs::File::set_len(self, len)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn sync_data(&self) -> io::Result<()> {
        fs::File::sync_data(self)
    }
}

/// The folder a path lies in, `.` for a bare name.
pub(super) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
