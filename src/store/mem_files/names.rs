//! Names on the disk in memory: which file or folder a path leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files, by their number, and folders.
#[derive(Default, Clone)]
pub(super) struct Names {
    pub(super) files: BTreeMap<PathBuf, usize>,
    pub(super) dirs: BTreeSet<PathBuf>,
}

/// A change of names.
#[derive(Clone)]
pub(super) enum Rename {
    Link(PathBuf, usize),
    Dir(PathBuf),
    Unlink(PathBuf),
    Move(PathBuf, PathBuf),
}

impl Names {
    pub(super) fn apply(&mut self, change: &Rename) {
        match change {
            Rename::Link(path, file) => {
                self.files.insert(path.clone(), *file);
            }
            Rename::Dir(path) => {
                self.dirs.insert(path.clone());
            }
            Rename::Unlink(path) => {
                self.files.remove(path);
            }
            Rename::Move(from, to) => {
                let moved = |path: &Path| path.strip_prefix(from).ok().map(|rest| to.join(rest));
                let files = std::mem::take(&mut self.files);
                // The target goes first: a rename replaces it.
                let kept = files
                    .iter()
                    .filter(|(path, _)| *path != to || moved(path).is_some());
                self.files = kept
                    .map(|(path, &file)| {
                        (clean(&moved(path).unwrap_or_else(|| path.clone())), file)
                    })
                    .collect();
                let dirs = std::mem::take(&mut self.dirs);
                self.dirs = dirs
                    .into_iter()
                    .map(|path| clean(&moved(&path).unwrap_or(path)))
                    .collect();
            }
        }
    }

    /// A file or folder is lost with the folder above it.
    pub(super) fn drop_orphans(&mut self) {
        let dirs = self.dirs.clone();
        let reached = |path: &Path| {
            path.ancestors()
                .skip(1)
                .all(|dir| is_root(dir) || dirs.contains(dir))
        };
        self.files.retain(|path, _| reached(path));
        self.dirs.retain(|path| reached(path));
    }
}

/// `a/b/` that joining an empty rest leaves, as `a/b`.
fn clean(path: &Path) -> PathBuf {
    path.components().collect()
}

pub(super) fn is_root(dir: &Path) -> bool {
    dir.as_os_str().is_empty() || dir == Path::new("/") || dir == Path::new(".")
}
