//! A ledger in a folder: opened again, its index lost or damaged, another writer beside it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use office::{Counting, HandClock, Office, operator};
use qledger::domain::ids::AccountId;
use qledger::replay::Workers;
use qledger::service::query::{BalanceFilter, TotalsFilter};
use qledger::service::{Clock, Folder, Ledger, Notice, ServiceError, Silent, StoreError};
use qledger::store::{Index, IndexBatch, IndexFault, IndexHome, MemFiles, MemIndexHome, Settings};

const FIRM: &str = "650109/91650109MA77AB0192";

fn folder(dir: &Path) -> Folder {
    let settings = Settings {
        wait: std::time::Duration::ZERO,
        ..Settings::default()
    };
    Folder::new(dir.join("ledger"), dir.join("state")).with_settings(settings)
}

/// Regions, bodies, caps and an issuance.
fn filled(folder: &Folder) -> Office {
    let mut office = Office::begun_in(folder);
    office.set_up_zhundong();
    office.ceiling("650000", "SO2", "standing", "1000");
    office.open(FIRM);
    let issue = office.issue(FIRM, "SO2", "198.35");
    office.admit(issue);
    office
}

fn open(folder: &Folder, clock: &HandClock) -> Result<Ledger, ServiceError> {
    let (clock, entropy) = (Box::new(clock.clone()), Box::new(Counting(1 << 40)));
    folder.open(Some(operator()), clock, entropy, &mut Silent)
}

fn held(ledger: &Ledger) -> String {
    let account: AccountId = office::of(FIRM);
    let filter = BalanceFilter {
        account: Some(account),
        ..BalanceFilter::default()
    };
    let rows = ledger.view().unwrap().balances(&filter).unwrap();
    assert_eq!(rows.len(), 1);
    rows[0].available.to_string()
}

#[test]
fn a_ledger_is_the_same_when_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let Office { ledger, clock, .. } = filled(&folder);
    let (id, head, digest) = (ledger.id(), ledger.tree_head(), ledger.state_digest());
    ledger.close().unwrap();

    let ledger = open(&folder, &clock).unwrap();
    assert_eq!(ledger.take_notices(), []);
    assert_eq!(
        (ledger.id(), ledger.tree_head(), ledger.state_digest()),
        (id, head, digest)
    );
    assert_eq!(held(&ledger), "198.35");
}

#[test]
fn an_index_that_is_gone_is_made_again_from_the_log_and_it_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let Office { ledger, clock, .. } = filled(&folder);
    let digest = ledger.state_digest();
    ledger.close().unwrap();
    fs::remove_dir_all(folder.dir().join("index")).unwrap();

    let ledger = open(&folder, &clock).unwrap();
    assert_eq!(ledger.state_digest(), digest);
    assert_eq!(held(&ledger), "198.35");
    let said = ledger.take_notices();
    assert!(
        matches!(
            said[..],
            [Notice::IndexRebuilt {
                set_aside: None,
                ..
            }]
        ),
        "{said:?}"
    );
}

struct Told(Vec<(u64, u64)>);
impl qledger::service::Progress for Told {
    fn at(&mut self, done: u64, all: u64) {
        self.0.push((done, all));
    }
}

#[test]
fn what_a_crash_left_out_of_the_index_is_replayed() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let Office { ledger, clock, .. } = filled(&folder);
    let (size, digest) = (ledger.size(), ledger.state_digest());
    // Dropped without a close: rows that wait in memory never reach the index.
    drop(ledger);
    let mut told = Told(Vec::new());
    let (own, entropy) = (Box::new(clock.clone()), Box::new(Counting(1 << 40)));
    let ledger = folder
        .open(Some(operator()), own, entropy, &mut told)
        .unwrap();
    assert_eq!(told.0.last(), Some(&(size, size)));
    assert_eq!(ledger.state_digest(), digest);
    assert_eq!(held(&ledger), "198.35");
}

#[test]
fn a_second_writer_is_kept_out() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let office = filled(&folder);
    let second = open(&folder, &office.clock);
    assert!(matches!(
        second,
        Err(ServiceError::Store(StoreError::Locked { .. }))
    ));
    // The log alone is read beside it.
    let log = folder.log().unwrap();
    assert_eq!(log.size(), office.ledger.size());
    assert!(office.clock.now() >= office.ledger.row().admitted_last);
}

#[test]
fn an_older_copy_of_the_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let mut office = filled(&folder);
    let backup = dir.path().join("backup");
    copy(folder.dir(), &backup);
    let issue = office.issue(FIRM, "SO2", "1");
    office.admit(issue);
    office.ledger.close().unwrap();

    fs::remove_dir_all(folder.dir()).unwrap();
    copy(&backup, folder.dir());
    let opened = open(&folder, &office.clock);
    assert!(matches!(
        opened,
        Err(ServiceError::Store(StoreError::BehindGuard { .. }))
    ));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

#[test]
fn an_index_damaged_between_two_commands_gives_right_answers_and_says_it_was_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let folder = folder(dir.path());
    let Office { ledger, clock, .. } = filled(&folder);
    let digest = ledger.state_digest();
    ledger.close().unwrap();
    let index = dir.path().join("index");
    copy(&folder.dir().join("index"), &index);

    let mut rebuilt = 0;
    for file in files_in(&index) {
        let len = fs::metadata(index.join(&file)).unwrap().len();
        for at in (0..len).step_by(usize::try_from(len / 23 + 1).unwrap()) {
            let damaged = folder.dir().join("index");
            fs::remove_dir_all(&damaged).unwrap();
            copy(&index, &damaged);
            let mut bytes = fs::read(damaged.join(&file)).unwrap();
            bytes[usize::try_from(at).unwrap()] ^= 0x10;
            fs::write(damaged.join(&file), bytes).unwrap();

            let ledger = open(&folder, &clock).unwrap();
            assert_eq!(held(&ledger), "198.35", "{file} at {at}");
            assert_eq!(
                ledger
                    .view()
                    .unwrap()
                    .totals(&TotalsFilter::default())
                    .unwrap()
                    .len(),
                3
            );
            assert_eq!(ledger.state_digest(), digest, "{file} at {at}");
            let said = ledger.take_notices();
            rebuilt += usize::from(
                said.iter()
                    .any(|n| matches!(n, Notice::IndexRebuilt { .. })),
            );
            ledger.close().unwrap();
        }
    }
    assert!(rebuilt > 0, "no flip was noticed");
}

/// An index that can be told to fail.
#[derive(Clone, Default)]
struct Flaky {
    home: MemIndexHome,
    fails: Arc<AtomicBool>,
}

struct FlakyIndex {
    index: Box<dyn Index>,
    fails: Arc<AtomicBool>,
}

impl FlakyIndex {
    fn sound(&self) -> Result<(), IndexFault> {
        if self.fails.load(Ordering::Relaxed) {
            return Err(IndexFault("a page is gone".to_owned()));
        }
        Ok(())
    }
}

impl IndexHome for Flaky {
    fn open(&self) -> Result<Box<dyn Index>, IndexFault> {
        let (index, fails) = (self.home.open()?, Arc::clone(&self.fails));
        Ok(Box::new(FlakyIndex { index, fails }))
    }

    fn set_aside(&self, stamp: u64) -> Result<Option<PathBuf>, IndexFault> {
        self.fails.store(false, Ordering::Relaxed);
        self.home.set_aside(stamp)
    }
}

impl Index for FlakyIndex {
    fn notes(&self) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, IndexFault> {
        self.sound()?;
        self.index.notes()
    }

    fn is_empty(&self) -> Result<bool, IndexFault> {
        self.sound()?;
        self.index.is_empty()
    }

    fn get(&self, stored: &[u8]) -> Result<Option<Vec<u8>>, IndexFault> {
        self.sound()?;
        self.index.get(stored)
    }

    fn scan(&self, prefix: &[u8], visit: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), IndexFault> {
        self.sound()?;
        self.index.scan(prefix, visit)
    }

    fn apply(&mut self, batch: IndexBatch) -> Result<(), IndexFault> {
        self.sound()?;
        self.index.apply(batch)
    }

    fn flush(&mut self) -> Result<(), IndexFault> {
        self.sound()?;
        self.index.flush()
    }
}

#[test]
fn an_index_that_fails_in_the_middle_of_work_is_rebuilt_and_the_work_goes_on() {
    let flaky = Flaky::default();
    let home = flaky.clone();
    let in_memory = Folder::new("data/ledger", "state").over(
        Arc::new(MemFiles::new()),
        Arc::new(move |_| Box::new(home.clone())),
    );
    let mut office = filled(&in_memory);
    let rebuilt = |ledger: &Ledger| {
        let said = ledger.take_notices();
        said.iter()
            .filter(|notice| matches!(notice, Notice::IndexRebuilt { .. }))
            .count()
    };
    assert_eq!(rebuilt(&office.ledger), 0);
    let fail = |ledger: &Ledger| {
        // What waits in memory is not asked of the index.
        ledger.settle().unwrap();
        flaky.fails.store(true, Ordering::Relaxed);
    };
    let digest = office.ledger.state_digest();

    fail(&office.ledger);
    assert_eq!(held(&office.ledger), "198.35");
    assert_eq!(
        (rebuilt(&office.ledger), office.ledger.state_digest()),
        (1, digest)
    );

    fail(&office.ledger);
    let issue = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(issue);
    assert_eq!(rebuilt(&office.ledger), 1);
    fail(&office.ledger);
    assert!(office.submit(&envelope).is_admitted());
    assert_eq!(rebuilt(&office.ledger), 1);
    let report = in_memory.audit(Workers::ONE, &mut Silent).unwrap().unwrap();
    assert_eq!(report.state_digest, office.ledger.state_digest());
    assert_eq!(report.digests, report.checkpoints);
}

#[test]
fn a_ledger_can_be_handed_to_another_thread() {
    fn sent<T: Send>() {}
    sent::<Ledger>();
}

fn files_in(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(
                files_in(&entry.path())
                    .into_iter()
                    .map(|below| format!("{name}/{below}")),
            );
        } else {
            found.push(name);
        }
    }
    found
}
