//! An index that lies: lost, cut, flipped, of another time. It is found out before an answer is given,
//! and rebuilt from the log.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod store_support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qledger::store::{
    EmbeddedStore, Group, IndexBatch, Keep, MemoryStore, Notice, OsFiles, RowChange, RowEntry,
    RowKey, Settings, Site, SledHome, Store, StoreError,
};
use store_support::{
    CHECKS, Machine, Random, append, assert_same_rows, replay, rows_of, seal, settings,
};

/// Rows of an entity, rebuilding the index as a service does if it turns out to be damaged.
fn rows_rebuilding(store: &mut EmbeddedStore, entity: &[u8]) -> Vec<RowEntry> {
    match store.rows(entity, &[]) {
        Ok(rows) => rows,
        Err(StoreError::IndexDamaged { .. }) => {
            store.rebuild_index().unwrap();
            replay(store).unwrap();
            store.rows(entity, &[]).unwrap()
        }
        Err(e) => panic!("{e}"),
    }
}

/// Asserts right answers, first by single reads, then over all rows.
fn assert_answers(store: &mut EmbeddedStore, model: &MemoryStore, case: &str) {
    assert_eq!(store.applied(), store.head().tree.size, "{case}");
    for entity in (0..7).map(|n| vec![b'e', n]).chain([b"by hash".to_vec()]) {
        let expected = model.rows(&entity, &[]).unwrap();
        assert_eq!(rows_rebuilding(store, &entity), expected, "{case}");
    }
    assert_same_rows(store, model);
    assert_eq!(store.head(), model.head(), "{case}");
}

/// A ledger on disk with sled, and the same in memory.
struct Ledger {
    folder: tempfile::TempDir,
    model: MemoryStore,
}

impl Ledger {
    fn new(leaves: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut model = MemoryStore::new();
        append(&mut model, &[b"genesis".to_vec()]).unwrap();
        let rows = rows_of(b"genesis");
        let group = Group {
            leaves: vec![b"genesis".to_vec()],
            rows,
            seal: &mut seal,
        };
        let created = EmbeddedStore::create(site(folder.path()), roomy(), &CHECKS, group).unwrap();
        let mut ledger = Self { folder, model };
        ledger.append_to(created, 0..leaves);
        ledger
    }

    fn append_to(&mut self, mut store: EmbeddedStore, numbers: std::ops::Range<u32>) {
        for n in numbers {
            let group = [n.to_be_bytes().repeat(10)];
            append(&mut store, &group).unwrap();
            append(&mut self.model, &group).unwrap();
        }
        store.close().unwrap();
    }

    /// A copy of the whole folder, to be damaged.
    fn copy(&self) -> tempfile::TempDir {
        ledger_copy(self.folder.path())
    }

    /// Opens a copy, asserts right answers, and returns what was said.
    fn assert_right(&self, copy: &Path, case: &str) -> Vec<Notice> {
        let mut store = EmbeddedStore::open(site(copy), roomy(), &CHECKS)
            .unwrap_or_else(|e| panic!("{case}: {e}"));
        if let Err(e) = replay(&mut store) {
            panic!("{case}: {e}");
        }
        assert_answers(&mut store, &self.model, case);
        let notices = store.take_notices();
        store.close().unwrap();
        // What was rebuilt stays.
        let mut store = EmbeddedStore::open(site(copy), roomy(), &CHECKS).unwrap();
        assert_eq!(store.unapplied().unwrap(), None, "{case}");
        assert_answers(&mut store, &self.model, case);
        assert_eq!(store.take_notices(), [], "{case}");
        notices
    }
}

fn site(folder: &Path) -> Site {
    let dir = folder.join("ledger");
    let index = Box::new(
        SledHome::new(dir.join("index"))
            .with_cache_bytes(1 << 20)
            .with_rows(60, 14),
    );
    Site {
        files: Arc::new(OsFiles),
        dir,
        guard: folder.join("guard"),
        index,
    }
}

fn roomy() -> Settings {
    let bytes = 64 << 10;
    Settings {
        segment_bytes: bytes,
        ..settings()
    }
}

/// All files with something in them, in a folder and below.
fn files_in(dir: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| fs::metadata(path).unwrap().len() > 0)
        .collect()
}

fn ledger_copy(from: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_dir(from, copy.path());
    copy
}

fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn rebuilt(notices: &[Notice]) -> bool {
    notices
        .iter()
        .any(|notice| matches!(notice, Notice::IndexRebuilt { .. }))
}

#[test]
fn a_closed_ledger_opens_with_nothing_to_replay_or_to_say() {
    let ledger = Ledger::new(60);
    assert_eq!(ledger.assert_right(ledger.copy().path(), "untouched"), []);
}

#[test]
fn a_deleted_index_is_rebuilt() {
    let ledger = Ledger::new(60);
    let copy = ledger.copy();
    fs::remove_dir_all(copy.path().join("ledger/index")).unwrap();
    ledger.assert_right(copy.path(), "deleted");
    for file in files_in(&ledger.folder.path().join("ledger/index")) {
        let name = file.strip_prefix(ledger.folder.path()).unwrap();
        let copy = ledger.copy();
        fs::write(copy.path().join(name), b"").unwrap();
        ledger.assert_right(copy.path(), &format!("{} emptied", name.display()));
        let copy = ledger.copy();
        fs::remove_file(copy.path().join(name)).unwrap();
        ledger.assert_right(copy.path(), &format!("{} removed", name.display()));
    }
    let copy = ledger.copy();
    fs::remove_dir_all(copy.path().join("ledger/index")).unwrap();
    fs::write(
        copy.path().join("ledger/index"),
        b"a file where the folder was",
    )
    .unwrap();
    assert!(rebuilt(&ledger.assert_right(copy.path(), "a file instead")));
}

/// Damages the index's files, round after round; counts the rounds in which it was rebuilt, or had
/// lost its end and was brought forward.
fn damage_files(seed: u64, rounds: usize, damage: fn(&mut Vec<u8>, &mut Random)) -> usize {
    let ledger = Ledger::new(150);
    let mut random = Random(seed);
    let mut count = 0;
    for round in 0..rounds {
        let copy = ledger.copy();
        let mut files = files_in(&copy.path().join("ledger/index"));
        files.sort();
        let path = &files[round % files.len()];
        let mut bytes = fs::read(path).unwrap();
        damage(&mut bytes, &mut random);
        fs::write(path, bytes).unwrap();
        let behind = {
            let probe = ledger_copy(copy.path());
            let store = EmbeddedStore::open(site(probe.path()), roomy(), &CHECKS).unwrap();
            store.applied() < store.head().tree.size
        };
        let notices = ledger.assert_right(copy.path(), &format!("seed {seed}, round {round}"));
        count += usize::from(behind || rebuilt(&notices));
    }
    count
}

#[test]
fn flipped_bits_in_the_index_give_no_wrong_answer() {
    let flip = |bytes: &mut Vec<u8>, random: &mut Random| {
        let used = bytes
            .iter()
            .rposition(|&b| b != 0)
            .map_or(1, |last| last + 1);
        let bit = random.below(used * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
    };
    let count = damage_files(31, 40, flip);
    assert!(count > 20, "only {count} of 40 did anything");
}

#[test]
fn a_cut_index_gives_no_wrong_answer() {
    let cut = |bytes: &mut Vec<u8>, random: &mut Random| {
        let used = bytes
            .iter()
            .rposition(|&b| b != 0)
            .map_or(1, |last| last + 1);
        bytes.truncate(random.below(used));
    };
    let count = damage_files(32, 25, cut);
    assert!(count > 20, "only {count} of 25 did anything");
}

/// The packs of a ledger's folder, by name.
fn packs_in(folder: &Path) -> Vec<PathBuf> {
    let mut packs = files_in(&folder.join("ledger/index/packs"));
    packs.sort();
    packs
}

/// Gives the last row of every section another value, or another key where it is a removed one,
/// with CRCs that hold. One row is not enough: a newer one may stand in its place.
fn forge(pack: &mut [u8]) {
    let word = |at: usize| u64::from_be_bytes(pack[at..at + 8].try_into().unwrap());
    let filter = usize::try_from(word(pack.len() - 8)).unwrap();
    let table = pack.len() - 16 - filter - 16_385 * 8;
    let bounds: Vec<usize> = (0..16_385)
        .map(|at| usize::try_from(word(table + at * 8)).unwrap())
        .collect();
    for (&from, &to) in bounds
        .iter()
        .zip(&bounds[1..])
        .filter(|(from, to)| from < to)
    {
        let crc = to - 4;
        pack[crc - 1] ^= 1;
        let right = crc32c::crc32c(&pack[from..crc]);
        pack[crc..to].copy_from_slice(&right.to_be_bytes());
    }
}

#[test]
fn a_pack_that_is_gone_cut_flipped_forged_or_swapped_is_found_and_the_rebuild_is_said() {
    let mut ledger = Ledger::new(60);
    let older = ledger.copy();
    let store = EmbeddedStore::open(site(ledger.folder.path()), roomy(), &CHECKS).unwrap();
    ledger.append_to(store, 60..150);
    let packs = packs_in(ledger.folder.path());
    assert!(packs.len() > 1, "{packs:?}");
    let older = packs_in(older.path());

    for pack in &packs {
        let name = pack.strip_prefix(ledger.folder.path()).unwrap();
        let whole = fs::read(pack).unwrap();
        let mut forged = whole.clone();
        forge(&mut forged);
        let mut cases = vec![
            ("forged".to_owned(), Some(forged)),
            ("gone".to_owned(), None),
        ];
        for len in [0, 1, whole.len() / 2, whole.len() - 1] {
            cases.push((format!("cut to {len}"), Some(whole[..len].to_vec())));
        }
        for bit in (0..whole.len() * 8).step_by(whole.len() * 8 / 9) {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            cases.push((format!("bit {bit} flipped"), Some(flipped)));
        }
        for other in packs.iter().filter(|other| *other != pack).chain(&older) {
            let case = format!("{} in its place", other.display());
            cases.push((case, Some(fs::read(other).unwrap())));
        }
        for (case, bytes) in cases {
            let copy = ledger.copy();
            let at = copy.path().join(name);
            match bytes {
                Some(bytes) => fs::write(&at, bytes).unwrap(),
                None => fs::remove_file(&at).unwrap(),
            }
            let case = format!("{} {case}", name.display());
            let notices = ledger.assert_right(copy.path(), &case);
            assert!(rebuilt(&notices), "{case}: {notices:?}");
        }
    }
}

#[test]
fn an_index_of_another_time_or_ledger_is_brought_forward_or_rebuilt() {
    let mut ledger = Ledger::new(40);
    let older = ledger.copy();
    let store = EmbeddedStore::open(site(ledger.folder.path()), roomy(), &CHECKS).unwrap();
    ledger.append_to(store, 40..70);

    let copy = ledger.copy();
    fs::remove_dir_all(copy.path().join("ledger/index")).unwrap();
    copy_dir(
        &older.path().join("ledger/index"),
        &copy.path().join("ledger/index"),
    );
    assert_eq!(
        ledger.assert_right(copy.path(), "older"),
        [],
        "an older one only lacks the end"
    );

    // The other way round: the index knows more than the log.
    let model = std::mem::replace(&mut ledger.model, MemoryStore::new());
    append(&mut ledger.model, &[b"genesis".to_vec()]).unwrap();
    for n in 0..40u32 {
        append(&mut ledger.model, &[n.to_be_bytes().repeat(10)]).unwrap();
    }
    fs::remove_dir_all(older.path().join("ledger/index")).unwrap();
    copy_dir(
        &copy.path().join("ledger/index"),
        &older.path().join("ledger/index"),
    );
    assert!(rebuilt(&ledger.assert_right(older.path(), "newer")));
    ledger.model = model;

    let other = Ledger::new(71);
    let copy = ledger.copy();
    fs::remove_dir_all(copy.path().join("ledger/index")).unwrap();
    copy_dir(
        &other.folder.path().join("ledger/index"),
        &copy.path().join("ledger/index"),
    );
    assert!(rebuilt(
        &ledger.assert_right(copy.path(), "another ledger's")
    ));
}

#[test]
fn any_one_row_lost_altered_or_added_is_found_at_the_first_touch() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), b"genesis").unwrap();
    let mut model = MemoryStore::new();
    append(&mut model, &[b"genesis".to_vec()]).unwrap();
    for n in 0..30u8 {
        append(&mut store, &[vec![n; 9]]).unwrap();
        append(&mut model, &[vec![n; 9]]).unwrap();
    }
    store.close().unwrap();
    drop(store);

    let mut cases: Vec<(String, RowKey, Vec<RowChange>)> = Vec::new();
    for (stored, value) in machine.index.content().rows {
        let key = RowKey::from_stored(&stored).unwrap();
        let name = stored.escape_ascii().to_string();
        let mut altered = value.clone();
        altered[0] ^= 1;
        let beside = RowKey::new(key.entity(), &[key.sub(), &[7]].concat());
        let lost = (key.clone(), None);
        let doubled = (beside, Some(value.clone()));
        cases.push((format!("{name} lost"), key.clone(), vec![lost.clone()]));
        cases.push((
            format!("{name} altered"),
            key.clone(),
            vec![(key.clone(), Some(altered))],
        ));
        cases.push((
            format!("{name} moved"),
            key.clone(),
            vec![lost, doubled.clone()],
        ));
        cases.push((format!("{name} doubled"), key, vec![doubled]));
    }
    for (case, key, rows) in cases {
        let damaged = Machine {
            disk: machine.disk.crash(Keep::All),
            index: machine.index.as_after(usize::MAX),
        };
        damaged.index.tamper(IndexBatch {
            rows,
            notes: vec![],
        });
        let (mut store, notices) = damaged.open().unwrap();
        assert_eq!(notices, [], "{case}: the table itself is right");
        let absent = RowKey::new(key.entity(), b"no such row");
        for key in [&key, &absent] {
            let read = store.row(key);
            assert!(
                matches!(read, Err(StoreError::IndexDamaged { .. })),
                "{case}: {read:?}"
            );
        }
        let refused = append(&mut store, &[vec![99; 9]]);
        assert!(
            matches!(refused, Err(StoreError::IndexDamaged { .. })),
            "{case}: {refused:?}"
        );
        assert_answers(&mut store, &model, &case);
        assert!(rebuilt(&store.take_notices()), "{case}");
    }
}

#[test]
fn a_changed_table_or_mark_is_found_at_open() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), b"genesis").unwrap();
    let mut model = MemoryStore::new();
    append(&mut model, &[b"genesis".to_vec()]).unwrap();
    for n in 0..9u8 {
        append(&mut store, &[vec![n; 9]]).unwrap();
        append(&mut model, &[vec![n; 9]]).unwrap();
    }
    store.close().unwrap();
    drop(store);
    for (name, value) in machine.index.content().notes {
        let altered = [0, 1, value.len() / 2, value.len() - 1].map(|at| {
            let mut altered = value.clone();
            altered[at] ^= 1;
            altered
        });
        let cut = value[..value.len() - 1].to_vec();
        for value in altered.into_iter().chain([cut, Vec::new()]) {
            let case = format!("{} is {value:?}", name.escape_ascii());
            let damaged = Machine {
                disk: machine.disk.crash(Keep::All),
                index: machine.index.as_after(usize::MAX),
            };
            let notes = vec![(name.clone(), value)];
            damaged.index.tamper(IndexBatch {
                rows: vec![],
                notes,
            });
            let (mut store, notices) = damaged.open().unwrap();
            assert!(rebuilt(&notices), "{case}");
            assert_answers(&mut store, &model, &case);
        }
    }
}

#[test]
fn rows_that_never_reached_the_index_are_replayed() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), b"genesis").unwrap();
    let mut model = MemoryStore::new();
    append(&mut model, &[b"genesis".to_vec()]).unwrap();
    for n in 0..30u8 {
        append(&mut store, &[vec![n; 9]]).unwrap();
        append(&mut model, &[vec![n; 9]]).unwrap();
    }
    drop(store);
    for batches in 0..=machine.index.batches() {
        let after = Machine {
            disk: machine.disk.crash(Keep::All),
            index: machine.index.as_after(batches),
        };
        let (mut store, notices) = after.open().unwrap();
        assert!(!rebuilt(&notices));
        assert_answers(&mut store, &model, &format!("{batches} batches"));
    }
}

#[test]
fn changes_beyond_the_threshold_go_to_the_index_by_themselves() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), b"genesis").unwrap();
    let change = |n: u8| -> RowChange { (RowKey::new(b"e", &[n]), Some(vec![n])) };
    for n in 0..40u8 {
        let size = store.head().tree.size;
        let group = Group {
            leaves: vec![vec![n]],
            rows: vec![change(n)],
            seal: &mut seal,
        };
        store.append(size, group).unwrap();
    }
    let batches = machine.index.batches();
    assert!(
        (2..=5).contains(&batches),
        "40 rows, 12 at a time: {batches} batches"
    );
    store.settle().unwrap();
    assert_eq!(machine.index.batches(), batches + 1);
    store.settle().unwrap();
    assert_eq!(
        machine.index.batches(),
        batches + 1,
        "nothing waits, nothing is written"
    );
}
