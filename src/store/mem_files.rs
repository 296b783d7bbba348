//! A disk in memory that loses what a real one may lose, for tests and simulations.
//!
//! It tells apart what is **seen** (what reads return, the page cache) and what is **durable**. A
//! [`crash`](MemFiles::crash) makes a new disk out of the durable part and of an arbitrary share of
//! the rest, under the weakest promises that file systems give:
//!
//! - of what was written and not synced, any 512-byte sector may be there or not, in any order;
//! - a name made, renamed or removed may be lost until its folder is synced;
//! - after a sync that failed, what it should have made durable looks written but may never become
//!   so, even if a later sync succeeds, unless it is written again.
//!
//! Every call is counted; [`cut_at`](MemFiles::cut_at) takes the power away at one of them and
//! [`fail_at`](MemFiles::fail_at) makes one of them fail.
//!
//! ```
//! use std::path::Path;
//! use qledger::store::{Files, Keep, MemFiles};
//!
//! let disk = MemFiles::new();
//! disk.create_dir_all(Path::new("d"))?;
//! let file = disk.create(Path::new("d/f"))?;
//! file.write_at(b"synced", 0)?;
//! file.sync_data()?;
//! disk.sync_dir(Path::new("d"))?;
//! disk.sync_dir(Path::new("."))?;
//! file.write_at(b"lost", 0)?;
//! assert_eq!(disk.crash(Keep::Nothing).get(Path::new("d/f")), Some(b"synced".to_vec()));
//! assert_eq!(disk.crash(Keep::All).get(Path::new("d/f")), Some(b"losted".to_vec()));
//! # Ok::<(), std::io::Error>(())
//! ```

mod content;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use content::{Chance, Change, Content, apply_some, index, put};
use names::{Names, Rename, is_root};

use super::files::{Files, OpenFile, parent};

/// What a crash keeps of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Everything: the process died, the machine lives on.
    All,
    /// Nothing: the power went before anything unsynced reached the disk.
    Nothing,
    /// Any sector and any name, drawn from this seed.
    Some(u64),
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An I/O error, nothing done. A sync that fails so leaves its data to chance.
    Io,
    /// No space left, nothing done.
    NoSpace,
    /// A write stores its first half and returns its length; other calls fail as [`Self::Io`].
    Short,
}

/// A call that can change what is durable, or fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Which one, by the name of the method.
    pub name: &'static str,
    /// On which path.
    pub path: PathBuf,
}

/// A disk in memory; clones are handles to the same disk.
#[derive(Clone, Default)]
pub struct MemFiles {
    disk: Arc<Mutex<Disk>>,
}

#[derive(Default)]
struct Disk {
    files: Vec<Content>,
    seen: Names,
    durable: Names,
    /// Changes of names since their folder was synced, with that folder.
    unsynced: Vec<(PathBuf, Rename)>,
    locked: BTreeSet<usize>,
    calls: Vec<Call>,
    cut_at: Option<usize>,
    fail_at: BTreeMap<usize, Fault>,
    seed: u64,
}

impl MemFiles {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// The disk a machine finds after a crash at this moment. This one stays as it is.
    #[must_use]
    pub fn crash(&self, keep: Keep) -> Self {
        let disk = self.lock();
        let mut chance = Chance::new(keep);
        let mut durable = disk.durable.clone();
        for (_, change) in &disk.unsynced {
            if chance.keeps() {
                durable.apply(change);
            }
        }
        durable.drop_orphans();
        let mut after = Disk {
            seed: disk.seed ^ chance.state,
            ..Disk::default()
        };
        for (path, &file) in &durable.files {
            let content = disk.files[file].after_crash(&mut chance);
            after.seen.files.insert(path.clone(), after.files.len());
            after.files.push(Content {
                seen: content.clone(),
                durable: content,
                ..Content::default()
            });
        }
        after.seen.dirs = durable.dirs;
        after.durable = after.seen.clone();
        Self {
            disk: Arc::new(Mutex::new(after)),
        }
    }

    /// Takes the power away during the given call, counted from 0: it and all later calls fail.
    pub fn cut_at(&self, call: usize) {
        self.lock().cut_at = Some(call);
    }

    /// Makes the given call fail, counted from 0.
    pub fn fail_at(&self, call: usize, fault: Fault) {
        self.lock().fail_at.insert(call, fault);
    }

    /// Ends all faults: a new process on the same, running machine.
    pub fn revive(&self) {
        let mut disk = self.lock();
        disk.cut_at = None;
        disk.fail_at.clear();
        disk.locked.clear();
    }

    /// The calls made so far.
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// The bytes of a file as they are seen.
    pub fn get(&self, path: &Path) -> Option<Vec<u8>> {
        let disk = self.lock();
        disk.seen
            .files
            .get(path)
            .map(|&file| disk.files[file].seen.clone())
    }

    /// Puts a file there, durable at once: damage, or a restored copy.
    pub fn put(&self, path: &Path, bytes: Vec<u8>) {
        let mut disk = self.lock();
        let file = disk.files.len();
        disk.files.push(Content {
            seen: bytes.clone(),
            durable: bytes,
            unsynced: Vec::new(),
        });
        for dir in path.ancestors().skip(1) {
            disk.seen.dirs.insert(dir.to_path_buf());
            disk.durable.dirs.insert(dir.to_path_buf());
        }
        disk.seen.files.insert(path.to_path_buf(), file);
        disk.durable.files.insert(path.to_path_buf(), file);
    }

    /// Takes a file away, durably.
    pub fn delete(&self, path: &Path) {
        let mut disk = self.lock();
        disk.seen.files.remove(path);
        disk.durable.files.remove(path);
    }

    /// All files that are seen.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.lock().seen.files.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handle(&self, path: &Path, file: usize, locks: bool) -> Box<dyn OpenFile> {
        Box::new(Handle {
            disk: self.clone(),
            path: path.to_path_buf(),
            file,
            locks,
        })
    }
}

impl Disk {
    /// Counts a call. `Ok(Some)` tells the call to fail in its own way, `Err` that nothing happens.
    fn enter(&mut self, name: &'static str, path: &Path) -> io::Result<Option<Fault>> {
        let number = self.calls.len();
        if self.cut_at.is_some_and(|cut| number > cut) {
            return Err(power_cut());
        }
        self.calls.push(Call {
            name,
            path: path.to_path_buf(),
        });
        match self.fail_at.get(&number) {
            Some(Fault::Io) if name == "sync_data" => Ok(Some(Fault::Io)),
            Some(Fault::Short) if name == "write_at" => Ok(Some(Fault::Short)),
            Some(Fault::Io | Fault::Short) => Err(io::Error::other("injected I/O error")),
            Some(Fault::NoSpace) => Err(io::ErrorKind::StorageFull.into()),
            None => Ok(None),
        }
    }

    /// Fails the call during which the power went, after what it did.
    fn leave<T>(&self, done: T) -> io::Result<T> {
        match self.cut_at {
            Some(cut) if self.calls.len() == cut + 1 => Err(power_cut()),
            _ => Ok(done),
        }
    }

    fn rename(&mut self, dir: PathBuf, change: Rename) {
        self.seen.apply(&change);
        self.unsynced.push((dir, change));
    }
}

fn power_cut() -> io::Error {
    io::Error::other("the power was cut")
}

impl Files for MemFiles {
    fn open(&self, path: &Path, _write: bool) -> io::Result<Box<dyn OpenFile>> {
        let mut disk = self.lock();
        disk.enter("open", path)?;
        let file = *disk.seen.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        disk.leave(())?;
        Ok(self.handle(path, file, false))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let mut disk = self.lock();
        disk.enter("create", path)?;
        if disk.seen.files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let dir = parent(path);
        if !is_root(&dir) && !disk.seen.dirs.contains(&dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = disk.files.len();
        disk.files.push(Content::default());
        disk.rename(dir, Rename::Link(path.to_path_buf(), file));
        disk.leave(())?;
        Ok(self.handle(path, file, false))
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        let mut disk = self.lock();
        disk.enter("create_dir_all", dir)?;
        let mut missing: Vec<&Path> = dir
            .ancestors()
            .filter(|dir| !is_root(dir) && !disk.seen.dirs.contains(*dir))
            .collect();
        missing.reverse();
        for dir in missing {
            disk.rename(parent(dir), Rename::Dir(dir.to_path_buf()));
        }
        disk.leave(())
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut disk = self.lock();
        disk.enter("list", dir)?;
        if !is_root(dir) && !disk.seen.dirs.contains(dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let all = disk.seen.files.keys().chain(&disk.seen.dirs);
        let here = all.filter(|path| parent(path) == parent(&dir.join("x")) && *path != dir);
        let names = here.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
        let names = names.collect();
        disk.leave(names)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.lock();
        disk.enter("rename", from)?;
        let is_dir = disk.seen.dirs.contains(from);
        if !is_dir && !disk.seen.files.contains_key(from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        if is_dir && disk.seen.files.keys().any(|path| path.starts_with(to)) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        disk.rename(
            parent(to),
            Rename::Move(from.to_path_buf(), to.to_path_buf()),
        );
        disk.leave(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.lock();
        disk.enter("remove", path)?;
        if !disk.seen.files.contains_key(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        disk.rename(parent(path), Rename::Unlink(path.to_path_buf()));
        disk.leave(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut disk = self.lock();
        disk.enter("sync_dir", dir)?;
        let dir = if is_root(dir) {
            parent(Path::new("x"))
        } else {
            dir.to_path_buf()
        };
        // A cut during the sync leaves its names to chance.
        disk.leave(())?;
        let unsynced = std::mem::take(&mut disk.unsynced);
        let (synced, rest) = unsynced.into_iter().partition(|(of, _)| *of == dir);
        disk.unsynced = rest;
        let synced: Vec<(PathBuf, Rename)> = synced;
        for (_, change) in &synced {
            disk.durable.apply(change);
        }
        Ok(())
    }

    fn try_lock(&self, path: &Path) -> io::Result<Option<Box<dyn OpenFile>>> {
        let mut disk = self.lock();
        disk.enter("try_lock", path)?;
        let file = if let Some(&file) = disk.seen.files.get(path) {
            file
        } else {
            let file = disk.files.len();
            disk.files.push(Content::default());
            disk.rename(parent(path), Rename::Link(path.to_path_buf(), file));
            file
        };
        disk.leave(())?;
        if !disk.locked.insert(file) {
            return Ok(None);
        }
        Ok(Some(self.handle(path, file, true)))
    }
}

struct Handle {
    disk: MemFiles,
    path: PathBuf,
    file: usize,
    locks: bool,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if self.locks {
            self.disk.lock().locked.remove(&self.file);
        }
    }
}

impl OpenFile for Handle {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut disk = self.disk.lock();
        disk.enter("read_at", &self.path)?;
        let seen = &disk.files[self.file].seen;
        let rest = seen.get(index(offset)..).unwrap_or(&[]);
        let len = rest.len().min(buf.len());
        buf[..len].copy_from_slice(&rest[..len]);
        disk.leave(len)
    }

    fn write_at(&self, buf: &[u8], offset: u64) -> io::Result<usize> {
        let mut disk = self.disk.lock();
        let fault = disk.enter("write_at", &self.path)?;
        let short = fault == Some(Fault::Short) && buf.len() > 1;
        let buf = if short { &buf[..buf.len() / 2] } else { buf };
        let content = &mut disk.files[self.file];
        put(&mut content.seen, offset, buf);
        content.unsynced.push(Change::Write(offset, buf.to_vec()));
        disk.leave(buf.len())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut disk = self.disk.lock();
        disk.enter("set_len", &self.path)?;
        let content = &mut disk.files[self.file];
        content.seen.resize(index(len), 0);
        content.unsynced.push(Change::SetLen(len));
        disk.leave(())
    }

    fn len(&self) -> io::Result<u64> {
        let mut disk = self.disk.lock();
        disk.enter("len", &self.path)?;
        let len = disk.files[self.file].seen.len() as u64;
        disk.leave(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut disk = self.disk.lock();
        let fault = disk.enter("sync_data", &self.path)?;
        // A cut during the sync leaves its data to chance.
        disk.leave(())?;
        let mut chance = Chance::new(if fault.is_some() {
            disk.seed = disk.seed.wrapping_add(1);
            Keep::Some(disk.seed)
        } else {
            Keep::All
        });
        let content = &mut disk.files[self.file];
        for change in std::mem::take(&mut content.unsynced) {
            apply_some(&mut content.durable, &change, &mut chance);
        }
        match fault {
            Some(_) => Err(io::Error::other("injected failure to sync")),
            None => Ok(()),
        }
    }
}
