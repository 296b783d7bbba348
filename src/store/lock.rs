//! One writer at a time: the lock on a ledger's folder.
//!
//! The lock is the system's, on the file `LOCK`, and ends with the process whatever happens. The
//! holder's process id stands in the file, in decimal, for the one who is refused.

use std::path::Path;
use std::time::Duration;

use super::StoreError;
use super::files::{Context, Files, OpenFile, read_whole, write_all_at};

/// How long a waiting process sleeps between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The lock; gone when dropped.
pub(super) struct Lock {
    _file: Box<dyn OpenFile>,
}

/// Takes the lock, trying again for as long as `wait`.
///
/// Error: [`StoreError::Locked`] with the holder's process id.
pub(super) fn take_lock(
    files: &dyn Files,
    path: &Path,
    wait: Duration,
    sleep: &dyn Fn(Duration),
) -> Result<Lock, StoreError> {
    let mut left = wait;
    loop {
        if let Some(file) = files.try_lock(path).context("lock", path)? {
            let id = format!("{}\n", std::process::id());
            write_all_at(&*file, id.as_bytes(), 0).context("write", path)?;
            file.set_len(id.len() as u64).context("write", path)?;
            return Ok(Lock { _file: file });
        }
        if left.is_zero() {
            return Err(StoreError::Locked {
                path: path.to_path_buf(),
                pid: holder(files, path),
            });
        }
        let pause = PAUSE.min(left);
        sleep(pause);
        left -= pause;
    }
}

/// The process id in the lock file, if one can be read.
fn holder(files: &dyn Files, path: &Path) -> Option<u32> {
    let bytes = read_whole(&*files.open(path, false).ok()?).ok()?;
    std::str::from_utf8(&bytes).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::store::MemFiles;

    #[test]
    fn a_second_one_waits_and_is_told_who_holds_it() {
        let disk = MemFiles::new();
        let path = Path::new("LOCK");
        let held = take_lock(&disk, path, Duration::ZERO, &|_| panic!("free")).unwrap();
        let slept = Cell::new(Duration::ZERO);
        let sleep = |pause| slept.set(slept.get() + pause);
        let wait = Duration::from_millis(120);
        match take_lock(&disk, path, wait, &sleep) {
            Err(StoreError::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            Err(e) => panic!("{e}"),
            Ok(_) => panic!("two hold the lock"),
        }
        assert_eq!(slept.get(), wait);

        // Freed while waiting.
        let held = Cell::new(Some(held));
        let sleep = |_| drop(held.take());
        assert!(take_lock(&disk, path, wait, &sleep).is_ok());
    }
}
