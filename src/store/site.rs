//! Where a ledger lies, and how it is opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[cfg(doc)]
use super::Store;
use super::files::{Files, OsFiles};
use super::index::IndexHome;
use super::recover::Paths;
use super::sled_index::SledHome;

/// Where a ledger lies.
pub struct Site {
    /// The file system.
    pub files: Arc<dyn Files>,
    /// The ledger's folder.
    pub dir: PathBuf,
    /// The guard file, outside the folder.
    pub guard: PathBuf,
    /// The index.
    pub index: Box<dyn IndexHome>,
}

impl Site {
    /// On the machine's disk, with the index inside the folder.
    pub fn on_disk(dir: impl Into<PathBuf>, guard: impl Into<PathBuf>) -> Self {
        let dir = dir.into();
        let index = Box::new(SledHome::new(dir.join("index")));
        Self {
            files: Arc::new(OsFiles),
            dir,
            guard: guard.into(),
            index,
        }
    }

    pub(super) fn paths(&self) -> Paths<'_> {
        Paths {
            files: &self.files,
            dir: &self.dir,
            guard: &self.guard,
        }
    }
}

/// How to open a ledger.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Length of a segment; only a group that does not fit makes a longer one.
    pub segment_bytes: u64,
    /// Row changes that may wait in memory before [`Store::append`] writes them to the index.
    pub pending_rows_max: usize,
    /// How long to wait for another process to let go of the ledger.
    pub wait: Duration,
    /// How to wait.
    pub sleep: fn(Duration),
    /// Go on with a log that is older than the guard says: what the guard names is lost for good.
    pub accept_behind_guard: bool,
    /// Milliseconds since 1970, for the names of what is set aside.
    pub now_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            segment_bytes: 16 << 20,
            pending_rows_max: 65_536,
            wait: Duration::from_secs(5),
            sleep: std::thread::sleep,
            accept_behind_guard: false,
            now_ms: 0,
        }
    }
}
