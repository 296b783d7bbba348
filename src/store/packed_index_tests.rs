use std::path::Path;

use super::*;
use crate::store::{IndexHome, RowKey, SledHome};

/// A few hundred rows, so that they come again and again.
fn key(n: u64) -> RowKey {
    RowKey::new(&(n % 23).to_be_bytes(), &(n % 311).to_be_bytes())
}

/// Batches of changes, drawn from a seed: mostly small, some large, one row in four removed.
fn batches(seed: u64, count: usize) -> Vec<IndexBatch> {
    let mut state = seed;
    let mut next = move || {
        state = filter_hash(&state.to_be_bytes());
        state
    };
    let mut batch = |number: usize| {
        let size = [1, 3, 9, 40, 130][usize::try_from(next() % 5).unwrap()];
        let mut rows = BTreeMap::new();
        for _ in 0..size {
            let value = (next() % 4 != 0).then(|| next().to_be_bytes().to_vec());
            rows.insert(key(next()), value);
        }
        let notes = vec![(
            vec![u8::try_from(number % 3).unwrap()],
            number.to_be_bytes().to_vec(),
        )];
        IndexBatch {
            rows: rows.into_iter().collect(),
            notes,
        }
    };
    (0..count).map(&mut batch).collect()
}

type Model = BTreeMap<Vec<u8>, Vec<u8>>;

fn assert_same(index: &dyn Index, rows: &Model, notes: &Model) {
    assert_eq!(&index.notes().unwrap(), notes);
    assert_eq!(index.is_empty().unwrap(), rows.is_empty());
    for n in 0..23 * 311 {
        let stored = key(n).stored().to_vec();
        assert_eq!(
            index.get(&stored).unwrap().as_ref(),
            rows.get(&stored),
            "{n}"
        );
    }
    for n in 0..23u64 {
        let prefixes = [
            RowKey::new(&n.to_be_bytes(), b""),
            RowKey::new(&n.to_be_bytes(), &[0; 7]),
        ];
        for prefix in prefixes {
            let mut found = Vec::new();
            let mut visit = |stored: &[u8], value: &[u8]| {
                found.push((stored.to_vec(), value.to_vec()));
            };
            index.scan(prefix.stored(), &mut visit).unwrap();
            let expected = rows
                .iter()
                .filter(|(stored, _)| stored.starts_with(prefix.stored()));
            let expected: Vec<_> = expected.map(|(k, v)| (k.clone(), v.clone())).collect();
            assert_eq!(found, expected);
        }
    }
}

fn packs_in(dir: &Path) -> usize {
    std::fs::read_dir(dir.join("packs")).unwrap().count()
}

#[test]
fn rows_are_the_last_ones_wherever_they_lie() {
    for (seed, hot_rows_max, pack_rows_min) in
        [(1, 0, 0), (2, 50, 30), (3, 400, 35), (4, 9_999, 9_999)]
    {
        let folder = tempfile::tempdir().unwrap();
        let home =
            SledHome::new(folder.path().join("index")).with_rows(hot_rows_max, pack_rows_min);
        let (mut rows, mut notes) = (Model::new(), Model::new());
        let mut index = home.open().unwrap();
        for (number, batch) in batches(seed, 60).into_iter().enumerate() {
            for (key, value) in &batch.rows {
                match value {
                    Some(value) => rows.insert(key.stored().to_vec(), value.clone()),
                    None => rows.remove(key.stored()),
                };
            }
            notes.extend(batch.notes.clone());
            index.apply(batch).unwrap();
            if number % 13 == 12 {
                index.flush().unwrap();
                drop(index);
                index = home.open().unwrap();
            }
            if number % 6 == 5 {
                assert_same(&*index, &rows, &notes);
            }
        }
        let packs = packs_in(&folder.path().join("index"));
        assert_eq!(packs > 0, seed != 4, "seed {seed}: {packs} packs");
        assert!(packs < 12, "seed {seed}: {packs} packs");
    }
}

#[test]
fn what_is_on_no_list_is_removed_and_what_is_listed_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("index");
    let home = SledHome::new(&dir).with_rows(0, 0);
    let mut index = home.open().unwrap();
    for batch in batches(5, 2) {
        index.apply(batch).unwrap();
    }
    drop(index);
    std::fs::write(dir.join("packs/00000099.pack"), b"left over").unwrap();
    drop(home.open().unwrap());
    assert_eq!(packs_in(&dir), 2);
    std::fs::remove_file(dir.join("packs/00000001.pack")).unwrap();
    assert!(home.open().is_err());
}
