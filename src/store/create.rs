//! Making a ledger's folder, and what must be true of one before it is opened.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::digest::StateDigest;
use super::embedded::{Checks, encode_group};
use super::files::{Context, Files, parent, read_whole, write_all_at};
use super::head::{Slot, SlotFile};
use super::lock::{Lock, take_lock};
use super::log_files::{LogFiles, log_dir};
use super::recover::head_path;
use super::row::{RowChange, normalised, row_hash};
use super::segment::{SEGMENT_HEAD_BYTES, corrupt, create_segment};
use super::site::{Settings, Site};
use super::tiles::grown;
use super::{Group, StoreError, check_note};
use crate::log::tree::{Frontier, Hash, TreeHead};

/// Builds the folder under another name and gives it its own when everything in it is durable.
pub(super) fn build(
    site: &Site,
    settings: &Settings,
    checks: &Checks<'_>,
    group: Group<'_>,
) -> Result<Lock, StoreError> {
    let files = &*site.files;
    must_be_free(files, &site.dir)?;
    let Group { leaves, rows, seal } = group;
    let (frontier, _) = grown(&Frontier::new(), leaves.iter().map(Vec::as_slice));
    let tree = frontier.head();
    check_guard_of_new(site, settings, tree)?;
    let note = seal(&tree)?;
    check_note(&note)?;
    // A wrong key would make a ledger that never opens.
    match (checks.verify)(&note) {
        Ok(stated) if stated == tree => {}
        Ok(_) => return Err(wrong_note("it states another tree")),
        Err(what) => return Err(wrong_note(&what)),
    }
    let bytes = encode_group(Vec::new(), 0, &leaves, &digest_of(rows), &note);

    let new = with_suffix(&site.dir, ".new");
    files
        .create_dir_all(&log_dir(&new))
        .context("create", &new)?;
    let lock = take_lock(files, &new.join("LOCK"), settings.wait, &settings.sleep)?;
    remove_leftovers(files, &new)?;
    let end = SEGMENT_HEAD_BYTES + bytes.len() as u64;
    let len = settings.segment_bytes.max(end);
    let segment = create_segment(files, &log_dir(&new), 1, 0, len)?;
    write_all_at(&*segment, &bytes, SEGMENT_HEAD_BYTES).context("write", &log_dir(&new))?;
    segment.sync_data().context("sync", &log_dir(&new))?;
    let mut head = SlotFile::create(files, &head_path(&new))?;
    head.write(&Slot {
        tree,
        segment: 1,
        start: SEGMENT_HEAD_BYTES,
        end,
    })?;
    head.sync()?;
    let path = genesis_path(&new);
    let genesis = files.create(&path).context("create", &path)?;
    let json = leaves
        .first()
        .map(|leaf| (checks.genesis_json)(leaf))
        .unwrap_or_default();
    write_all_at(&*genesis, &json, 0).context("write", &path)?;
    genesis.sync_data().context("sync", &path)?;
    files.sync_dir(&new).context("sync", &new)?;
    files.rename(&new, &site.dir).context("rename", &new)?;
    let above = parent(&site.dir);
    files.sync_dir(&above).context("sync", &above)?;
    Ok(lock)
}

/// The digest of the rows that some changes make out of none.
fn digest_of(changes: Vec<RowChange>) -> Hash {
    let mut digest = StateDigest::new();
    digest.apply(normalised(changes).iter().map(|(key, value)| {
        (
            key.bucket(),
            None,
            value.as_ref().map(|value| row_hash(key, value)),
        )
    }));
    digest.root()
}

fn wrong_note(what: &str) -> StoreError {
    StoreError::Seal(super::SealFailure(format!(
        "the first checkpoint does not verify: {what}"
    )))
}

/// Refuses to begin again a ledger that this machine knows with more leaves.
fn check_guard_of_new(site: &Site, settings: &Settings, tree: TreeHead) -> Result<(), StoreError> {
    let known = SlotFile::open(&*site.files, &site.guard)?.and_then(|(_, slots)| slots.best());
    match known {
        Some(known) if known.tree != tree && !settings.accept_behind_guard => {
            Err(StoreError::BehindGuard {
                log_size: tree.size,
                guard_size: known.tree.size,
            })
        }
        Some(_) | None => Ok(()),
    }
}

/// What an interrupted creation left; nothing of it was ever acknowledged.
fn remove_leftovers(files: &dyn Files, new: &Path) -> Result<(), StoreError> {
    let log = log_dir(new);
    for name in files.list(&log).context("list", &log)? {
        files
            .remove(&log.join(&name))
            .context("remove", &log.join(&name))?;
    }
    for path in [head_path(new), genesis_path(new)] {
        match files.remove(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(e).context("remove", &path);
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn must_be_free(files: &dyn Files, dir: &Path) -> Result<(), StoreError> {
    match files.list(dir) {
        Ok(names) if names.is_empty() => Ok(()),
        Ok(_) => Err(StoreError::Exists {
            dir: dir.to_path_buf(),
        }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e).context("list", dir),
    }
}

/// Tells a folder that is no ledger from one that lost a file.
pub(super) fn must_be_a_ledger(files: &dyn Files, dir: &Path) -> Result<(), StoreError> {
    let names = match files.list(dir) {
        Ok(names) => names,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::NotALedger {
                dir: dir.to_path_buf(),
                what: "no such folder",
            });
        }
        Err(e) => return Err(e).context("list", dir),
    };
    let has = |name: &str| names.iter().any(|of| of == name);
    match (has("genesis.json"), has("log")) {
        (true, true) => Ok(()),
        (false, true) => Err(corrupt(&genesis_path(dir), 0, "the file is missing")),
        (true, false) => Err(corrupt(&log_dir(dir), 0, "the folder is missing")),
        (false, false) => Err(StoreError::NotALedger {
            dir: dir.to_path_buf(),
            what: "no log in it",
        }),
    }
}

/// Leaf 0, as its frame holds it.
pub(super) fn leaf_zero(files: &Arc<dyn Files>, dir: &Path) -> Result<Vec<u8>, StoreError> {
    must_be_a_ledger(&**files, dir)?;
    let log = LogFiles::open(Arc::clone(files), log_dir(dir), 1)?;
    let mut leaves = log.walk(0)?.next(&log, u64::MAX)?.into_iter();
    let genesis = leaves
        .next()
        .and_then(|placed| placed.group.leaves().next().map(<[u8]>::to_vec));
    genesis.ok_or_else(|| corrupt(log.dir(), 0, "there is no leaf"))
}

/// Compares `genesis.json` with leaf 0.
pub(super) fn check_genesis(site: &Site, checks: &Checks<'_>) -> Result<(), StoreError> {
    let expected = (checks.genesis_json)(&leaf_zero(&site.files, &site.dir)?);
    compare_genesis(&*site.files, &site.dir, &expected)
}

/// Compares `genesis.json` with what leaf 0 renders to.
pub(super) fn compare_genesis(
    files: &dyn Files,
    dir: &Path,
    expected: &[u8],
) -> Result<(), StoreError> {
    let path = genesis_path(dir);
    let file = files.open(&path, false).context("open", &path)?;
    let found = read_whole(&*file).context("read", &path)?;
    if found == expected {
        return Ok(());
    }
    let differs = found.iter().zip(expected).position(|(a, b)| a != b);
    let at = differs.unwrap_or(found.len().min(expected.len()));
    Err(corrupt(
        &path,
        at as u64,
        "it is not what leaf 0 of the log says",
    ))
}

fn genesis_path(dir: &Path) -> PathBuf {
    dir.join("genesis.json")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
