//! Reading the log alone: for audit, verification and export, beside a writer.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::create::{compare_genesis, must_be_a_ledger};
use super::files::{Context, Files};
use super::head::{Slot, Slots};
use super::log_files::{LogFiles, Walk, list_segments, log_dir};
use super::recover::head_path;
use super::segment::{corrupt, segment_name};
use super::{LoggedGroup, StoreError, check_range};
use crate::log::tree::TreeHead;

/// A ledger's log up to the checkpoint that HEAD named when it was opened.
///
/// It takes no lock, needs no key and writes nothing. It believes frames whose CRC holds; whether
/// roots and signatures hold is for the reader to check.
pub struct LogReader {
    files: Arc<dyn Files>,
    dir: PathBuf,
    log: LogFiles,
    head: Slot,
}

impl LogReader {
    /// Opens the log in a ledger's folder.
    ///
    /// Errors: [`StoreError::NotALedger`], [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn open(files: Arc<dyn Files>, dir: &Path) -> Result<Self, StoreError> {
        must_be_a_ledger(&*files, dir)?;
        // HEAD before the segments: all that it speaks of are there when it is read.
        let path = head_path(dir);
        let head = match files.open(&path, false) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(corrupt(&path, 0, "the file is missing"));
            }
            opened => opened.context("open", &path)?,
        };
        let slots = Slots::read(&*head).context("read", &path)?;
        let head = slots
            .best()
            .ok_or_else(|| corrupt(&path, 0, "no whole slot"))?;
        let segments = list_segments(&*files, &log_dir(dir))?;
        if head.segment == 0 || head.segment > segments {
            let path = log_dir(dir).join(segment_name(head.segment));
            return Err(corrupt(&path, 0, "the segment is missing"));
        }
        let log = LogFiles::open(Arc::clone(&files), log_dir(dir), head.segment)?;
        let dir = dir.to_path_buf();
        Ok(Self {
            files,
            dir,
            log,
            head,
        })
    }

    /// Leaves in the log.
    pub fn size(&self) -> u64 {
        self.head.tree.size
    }

    /// Size and root as HEAD names them; not compared with the leaves.
    pub fn head(&self) -> TreeHead {
        self.head.tree
    }

    /// A range of leaves, at most [`LEAVES_READ_MAX`](super::LEAVES_READ_MAX).
    pub fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, StoreError> {
        check_range(&range, self.size())?;
        self.log.leaves(range, self.size(), |_| Ok(()))
    }

    /// Compares the copy of leaf 0 in the folder with what `render` makes of the leaf.
    ///
    /// Error: [`StoreError::Corrupt`] where they differ.
    pub fn check_genesis(&self, render: &dyn Fn(&[u8]) -> Vec<u8>) -> Result<(), StoreError> {
        let leaf = self.leaves(0..1)?.pop().unwrap_or_default();
        compare_genesis(&*self.files, &self.dir, &render(&leaf))
    }

    /// The checkpoint note that closes the log.
    pub fn checkpoint(&self) -> Result<Vec<u8>, StoreError> {
        let last = self
            .log
            .group_of(self.size().saturating_sub(1), self.size())?;
        match last {
            Some(group) => Ok(group.note().to_vec()),
            None => Err(corrupt(self.log.dir(), 0, "HEAD names no leaf")),
        }
    }

    /// All groups from the one that holds leaf `from` on, each with its leaves, its checkpoint note
    /// and the state digest recorded with it.
    pub fn groups(&self, from: u64) -> Result<Groups<'_>, StoreError> {
        Ok(Groups {
            walk: Some(self.log.walk(from)?),
            reader: self,
        })
    }
}

/// Groups in the order of the log; ends after the first error.
pub struct Groups<'a> {
    walk: Option<Walk>,
    reader: &'a LogReader,
}

impl Iterator for Groups<'_> {
    type Item = Result<LoggedGroup, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self
            .walk
            .as_mut()?
            .next(&self.reader.log, self.reader.size());
        if !matches!(next, Ok(Some(_))) {
            self.walk = None;
        }
        next.map(|placed| placed.map(|placed| placed.group))
            .transpose()
    }
}
