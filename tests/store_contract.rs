//! One contract, met by every store.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod store_support;

use std::sync::Arc;

use qledger::log::tree::{
    TreeHead, consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion,
};
use qledger::store::{
    EmbeddedStore, GROUP_LEAVES_MAX, Group, LEAF_BYTES_MAX, LEAVES_READ_MAX, MemoryStore,
    NOTE_BYTES_MAX, OsFiles, ROW_VALUE_BYTES_MAX, RowChange, RowKey, SealFailure, Settings, Site,
    SledHome, StateDigest, Store, StoreError, row_hash,
};
use store_support::{
    CHECKS, Machine, Random, append, assert_holds, assert_same_rows, rows_of, seal, settings,
};

const GENESIS: &[u8] = b"genesis";

/// A store of each kind that holds the genesis leaf, under its name.
fn stores() -> Vec<(&'static str, Box<dyn Store>, Option<tempfile::TempDir>)> {
    let mut memory = MemoryStore::new();
    append(&mut memory, &[GENESIS.to_vec()]).unwrap();
    let small = Machine::new().create(settings(), GENESIS).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let on_disk = create_on_disk(folder.path(), Settings::default());
    vec![
        ("memory", Box::new(memory), None),
        ("embedded, small segments, in memory", Box::new(small), None),
        ("embedded, on disk, sled", Box::new(on_disk), Some(folder)),
    ]
}

fn create_on_disk(folder: &std::path::Path, settings: Settings) -> EmbeddedStore {
    let dir = folder.join("ledger");
    let index = Box::new(SledHome::new(dir.join("index")).with_cache_bytes(1 << 20));
    let guard = folder.join("state/guard");
    let site = Site {
        files: Arc::new(OsFiles),
        dir,
        guard,
        index,
    };
    let group = Group {
        leaves: vec![GENESIS.to_vec()],
        rows: rows_of(GENESIS),
        seal: &mut seal,
    };
    EmbeddedStore::create(site, settings, &CHECKS, group).unwrap()
}

/// Runs a claim against every store.
fn each(claim: impl Fn(&mut dyn Store)) {
    for (name, mut store, _folder) in stores() {
        println!("{name}");
        claim(&mut *store);
    }
}

fn leaf(n: usize) -> Vec<u8> {
    format!("leaf {n}").into_bytes()
}

fn key(entity: &str, sub: &str) -> RowKey {
    RowKey::new(entity.as_bytes(), sub.as_bytes())
}

fn put(entity: &str, sub: &str, value: &str) -> RowChange {
    (key(entity, sub), Some(value.as_bytes().to_vec()))
}

fn commit(store: &mut dyn Store, n: usize, rows: Vec<RowChange>) {
    let size = store.head().tree.size;
    store
        .append(
            size,
            Group {
                leaves: vec![leaf(n)],
                rows,
                seal: &mut seal,
            },
        )
        .unwrap();
}

#[test]
fn what_was_appended_comes_back_in_order() {
    each(|store| {
        let mut random = Random(1);
        let mut all = vec![GENESIS.to_vec()];
        for _ in 0..40 {
            let group: Vec<Vec<u8>> = (0..=random.below(6))
                .map(|_| (1 + random.below(700), ()))
                .map(|(len, ())| len)
                .collect::<Vec<_>>()
                .into_iter()
                .map(|len| random.bytes(len))
                .collect();
            let appended = append(store, &group).unwrap();
            assert_eq!(appended.first, all.len() as u64);
            all.extend(group);
            assert_eq!(appended.head, store.head());
            assert_eq!(appended.head.tree.size, all.len() as u64);
        }
        assert_holds(store, &all);
        for _ in 0..50 {
            let from = random.below(all.len());
            let to = from + random.below(all.len() - from + 1);
            assert_eq!(store.leaves(from as u64..to as u64).unwrap(), all[from..to]);
        }
    });
}

#[test]
fn a_group_decided_on_another_size_is_refused_whole() {
    each(|store| {
        append(store, &[leaf(1)]).unwrap();
        let before = store.head();
        for size_expected in [0, 1, 3, u64::MAX] {
            let group = Group {
                leaves: vec![leaf(9)],
                rows: rows_of(&leaf(9)),
                seal: &mut seal,
            };
            match store.append(size_expected, group) {
                Err(StoreError::Conflict { expected, actual }) => {
                    assert_eq!((expected, actual), (size_expected, 2));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(store.head(), before);
        assert_holds(store, &[GENESIS.to_vec(), leaf(1)]);
    });
}

#[test]
fn what_is_beyond_a_limit_is_refused_whole() {
    type Refused = fn(&StoreError) -> bool;
    let long_note: fn(&TreeHead) -> Result<Vec<u8>, SealFailure> =
        |_| Ok(vec![b'n'; NOTE_BYTES_MAX + 1]);
    let no_note: fn(&TreeHead) -> Result<Vec<u8>, SealFailure> = |_| Ok(Vec::new());
    let good: fn(&TreeHead) -> Result<Vec<u8>, SealFailure> = seal;
    let long_value = vec![(key("e", "s"), Some(vec![0; ROW_VALUE_BYTES_MAX + 1]))];
    let long_key = vec![(RowKey::new(&[b'k'; 2_000], b""), None)];
    let size: Refused = |e| matches!(e, StoreError::GroupSize { .. });
    let leaf_size: Refused = |e| matches!(e, StoreError::LeafSize { index: 1, .. });
    let row_size: Refused = |e| matches!(e, StoreError::RowSize { .. });
    let note_size: Refused = |e| matches!(e, StoreError::NoteSize { .. });
    let cases = [
        ("no leaf", vec![], vec![], good, size),
        (
            "too many",
            vec![leaf(1); GROUP_LEAVES_MAX + 1],
            vec![],
            good,
            size,
        ),
        ("empty leaf", vec![leaf(1), vec![]], vec![], good, leaf_size),
        (
            "long leaf",
            vec![leaf(1), vec![0; LEAF_BYTES_MAX + 1]],
            vec![],
            good,
            leaf_size,
        ),
        ("long value", vec![leaf(1)], long_value, good, row_size),
        ("long key", vec![leaf(1)], long_key, good, row_size),
        (
            "long note",
            vec![leaf(1)],
            vec![put("e", "s", "v")],
            long_note,
            note_size,
        ),
        (
            "empty note",
            vec![leaf(1)],
            vec![put("e", "s", "v")],
            no_note,
            note_size,
        ),
    ];
    each(|store| {
        let before = store.head();
        for (name, leaves, rows, seal, refused) in &cases {
            let mut seal = *seal;
            let group = Group {
                leaves: leaves.clone(),
                rows: rows.clone(),
                seal: &mut seal,
            };
            match store.append(1, group) {
                Err(e) if refused(&e) => {}
                other => panic!("{name}: {other:?}"),
            }
            assert_eq!(store.head(), before, "{name}");
        }
        assert_holds(store, &[GENESIS.to_vec()]);
        let largest = vec![vec![7; LEAF_BYTES_MAX]; 3];
        append(store, &largest).unwrap();
        append(store, &vec![leaf(5); GROUP_LEAVES_MAX]).unwrap();
        assert_eq!(store.leaves(1..4).unwrap(), largest);
    });
}

#[test]
fn a_group_whose_checkpoint_is_not_signed_leaves_no_trace() {
    let mut expected = MemoryStore::new();
    append(&mut expected, &[GENESIS.to_vec()]).unwrap();
    append(&mut expected, &[leaf(1)]).unwrap();
    each(|store| {
        let before = store.head();
        let mut refuse = |_: &TreeHead| Err(SealFailure("no key at hand".to_owned()));
        let group = Group {
            leaves: vec![leaf(9)],
            rows: rows_of(&leaf(9)),
            seal: &mut refuse,
        };
        assert!(matches!(store.append(1, group), Err(StoreError::Seal(_))));
        assert_eq!(store.head(), before);
        append(store, &[leaf(1)]).unwrap();
        assert_eq!(store.head(), expected.head());
        assert_holds(store, &[GENESIS.to_vec(), leaf(1)]);
    });
}

#[test]
fn the_seal_is_asked_once_for_the_tree_after_the_group() {
    each(|store| {
        let mut asked = Vec::new();
        let mut note = |head: &TreeHead| {
            asked.push(*head);
            seal(head)
        };
        let group = Group {
            leaves: vec![leaf(1), leaf(2)],
            rows: vec![],
            seal: &mut note,
        };
        let appended = store.append(1, group).unwrap();
        assert_eq!(asked, [appended.head.tree]);
        let checkpoint = store.checkpoint().unwrap().unwrap();
        assert_eq!(checkpoint, seal(&appended.head.tree).unwrap());
    });
}

#[test]
fn ranges_outside_the_log_or_too_long_are_refused() {
    each(|store| {
        append(store, &[leaf(1), leaf(2)]).unwrap();
        assert_eq!(store.leaves(3..3).unwrap(), Vec::<Vec<u8>>::new());
        for (from, to) in [(0, 4), (4, 4), (3, 5), (2, 1)] {
            let read = store.leaves(from..to);
            assert!(
                matches!(read, Err(StoreError::OutOfRange { .. })),
                "{from}..{to}"
            );
        }
        for _ in 0..LEAVES_READ_MAX / GROUP_LEAVES_MAX as u64 {
            append(store, &vec![leaf(3); GROUP_LEAVES_MAX]).unwrap();
        }
        assert_eq!(store.leaves(1..LEAVES_READ_MAX + 1).unwrap().len(), 4_096);
        let read = store.leaves(0..LEAVES_READ_MAX + 1);
        assert!(matches!(read, Err(StoreError::ReadTooLarge { .. })));
    });
}

#[test]
fn rows_are_the_last_values_written() {
    each(|store| {
        commit(
            store,
            1,
            vec![
                put("lot", "a", "1"),
                put("lot", "b", "2"),
                put("case", "a", "3"),
            ],
        );
        assert_eq!(store.row(&key("lot", "a")).unwrap().unwrap(), b"1");
        assert_eq!(store.row(&key("lot", "c")).unwrap(), None);
        commit(
            store,
            2,
            vec![
                put("lot", "a", "4"),
                (key("lot", "b"), None),
                put("lot", "c", ""),
            ],
        );
        assert_eq!(store.row(&key("lot", "a")).unwrap().unwrap(), b"4");
        assert_eq!(store.row(&key("lot", "b")).unwrap(), None);
        assert_eq!(store.row(&key("lot", "c")).unwrap().unwrap(), b"");
        assert_eq!(store.row(&key("case", "a")).unwrap().unwrap(), b"3");
        // Two changes to one row in one group: the later counts, whatever the first was.
        commit(
            store,
            3,
            vec![
                put("lot", "a", "5"),
                (key("lot", "a"), None),
                put("x", "y", "6"),
            ],
        );
        assert_eq!(store.row(&key("lot", "a")).unwrap(), None);
        commit(
            store,
            4,
            vec![
                (key("lot", "a"), None),
                put("lot", "a", "7"),
                (key("x", "y"), None),
            ],
        );
        assert_eq!(store.row(&key("lot", "a")).unwrap().unwrap(), b"7");
        assert_eq!(store.row(&key("x", "y")).unwrap(), None);
    });
}

#[test]
fn a_scan_stays_inside_its_entity_and_is_in_order() {
    let found = |store: &dyn Store, entity: &str, prefix: &str| -> Vec<(String, String)> {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let rows = store.rows(entity.as_bytes(), prefix.as_bytes()).unwrap();
        rows.into_iter()
            .map(|(sub, value)| (text(sub), text(value)))
            .collect()
    };
    let pairs = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        rows.iter()
            .map(|&(sub, value)| (sub.to_owned(), value.to_owned()))
            .collect()
    };
    each(|store| {
        let rows = [
            ("a", "bc", "1"),
            ("ab", "c", "2"),
            ("a", "bd", "3"),
            ("a", "", "4"),
            ("", "a", "5"),
        ];
        commit(
            store,
            1,
            rows.iter()
                .map(|&(entity, sub, value)| put(entity, sub, value))
                .collect(),
        );
        for settled in [false, true] {
            if settled {
                store.settle().unwrap();
            }
            assert_eq!(
                found(store, "a", ""),
                pairs(&[("", "4"), ("bc", "1"), ("bd", "3")])
            );
            assert_eq!(found(store, "a", "bc"), pairs(&[("bc", "1")]));
            assert_eq!(found(store, "ab", ""), pairs(&[("c", "2")]));
            assert_eq!(found(store, "", ""), pairs(&[("a", "5")]));
            assert_eq!(found(store, "b", ""), []);
        }
        // Some in the index, some not yet.
        commit(
            store,
            2,
            vec![
                (key("a", "bc"), None),
                put("a", "bb", "6"),
                put("a", "bd", "7"),
            ],
        );
        assert_eq!(
            found(store, "a", ""),
            pairs(&[("", "4"), ("bb", "6"), ("bd", "7")])
        );
        store.settle().unwrap();
        assert_eq!(
            found(store, "a", ""),
            pairs(&[("", "4"), ("bb", "6"), ("bd", "7")])
        );
    });
}

#[test]
fn the_state_digest_is_that_of_the_rows_however_they_came() {
    let final_rows = [("a", "1", "x"), ("b", "2", "y"), ("c", "3", "z")];
    let mut expected = StateDigest::new();
    for (entity, sub, value) in final_rows {
        let key = key(entity, sub);
        expected.replace(key.bucket(), None, Some(&row_hash(&key, value.as_bytes())));
    }
    let expected = expected.root();
    let remove = |(key, _): RowChange| (key, None);
    each(|store| {
        commit(store, 0, rows_of(GENESIS).into_iter().map(remove).collect());
        let empty = store.head().state_digest;
        assert_eq!(empty, StateDigest::new().root());
        commit(
            store,
            1,
            vec![put("a", "1", "x"), put("b", "2", "old"), put("d", "4", "w")],
        );
        commit(
            store,
            2,
            vec![
                put("c", "3", "z"),
                (key("d", "4"), None),
                put("b", "2", "y"),
            ],
        );
        assert_eq!(store.head().state_digest, expected);
        // Writing what is there already changes nothing.
        commit(
            store,
            3,
            vec![put("a", "1", "x"), (key("none", "none"), None)],
        );
        assert_eq!(store.head().state_digest, expected);
        let all = final_rows
            .iter()
            .map(|&(entity, sub, _)| (key(entity, sub), None));
        commit(store, 4, all.collect());
        assert_eq!(store.head().state_digest, empty);
    });
}

#[test]
fn proofs_of_every_leaf_and_size_are_made_from_stored_nodes() {
    each(|store| {
        let mut heads = vec![store.head().tree];
        let mut leaves = vec![GENESIS.to_vec()];
        for n in 0..23 {
            let group: Vec<Vec<u8>> = (0..=n * 3 % 29).map(|i| leaf(n * 100 + i)).collect();
            leaves.extend(group.clone());
            heads.push(append(store, &group).unwrap().head.tree);
        }
        assert!(
            leaves.len() > 256 + 10,
            "more than a full tile: {}",
            leaves.len()
        );
        let nodes = |level, index| store.node(level, index);
        let last = store.head().tree;
        for (index, leaf) in (0..).zip(&leaves) {
            let proof = inclusion_proof(&nodes, index, last.size).unwrap();
            verify_inclusion(leaf_hash(leaf), index, &proof, last).unwrap();
        }
        for head in heads {
            let proof = consistency_proof(&nodes, head.size, last.size).unwrap();
            verify_consistency(head, last, &proof).unwrap();
        }
        for (level, index) in [(0, last.size), (9, 0), (1, last.size / 2), (70, 0)] {
            let read = store.node(level, index);
            assert!(
                matches!(read, Err(StoreError::OutOfRange { .. })),
                "{level} {index}"
            );
        }
    });
}

#[test]
fn nothing_is_to_be_replayed_after_an_append() {
    each(|store| {
        append(store, &[leaf(1)]).unwrap();
        assert_eq!(store.applied(), 2);
        assert_eq!(store.unapplied().unwrap(), None);
        assert_eq!(store.take_notices(), []);
    });
}

#[test]
fn a_closed_store_refuses_every_call() {
    each(|store| {
        store.close().unwrap();
        let group = Group {
            leaves: vec![leaf(1)],
            rows: vec![],
            seal: &mut seal,
        };
        let refused = [
            store.append(1, group).map(|_| ()),
            store.leaves(0..1).map(|_| ()),
            store.checkpoint().map(|_| ()),
            store.row(&key("a", "b")).map(|_| ()),
            store.rows(b"a", b"").map(|_| ()),
            store.node(0, 0).map(|_| ()),
            store.unapplied().map(|_| ()),
            store.rebuild_index(),
            store.settle(),
            store.close(),
        ];
        for (number, refused) in refused.into_iter().enumerate() {
            assert!(
                matches!(refused, Err(StoreError::Poisoned { .. })),
                "call {number}"
            );
        }
    });
}

#[test]
fn all_stores_agree_on_a_long_random_history() {
    let mut stores = stores();
    let mut random = Random(2);
    for step in 0..150 {
        let leaves: Vec<Vec<u8>> = (0..=random.below(4)).map(|i| leaf(step * 10 + i)).collect();
        let mut rows: Vec<RowChange> = leaves.iter().flat_map(|leaf| rows_of(leaf)).collect();
        for _ in 0..random.below(20) {
            let key = RowKey::new(
                &[b'e', random.next().to_be_bytes()[7] % 7],
                &[random.next().to_be_bytes()[7] % 9],
            );
            let len = random.below(40);
            let value = (random.below(4) > 0).then(|| random.bytes(len));
            rows.push((key, value));
        }
        let size = stores[0].1.head().tree.size;
        let mut heads = Vec::new();
        for (_, store, _) in &mut stores {
            let group = Group {
                leaves: leaves.clone(),
                rows: rows.clone(),
                seal: &mut seal,
            };
            heads.push(store.append(size, group).unwrap().head);
            if random.below(10) == 0 {
                store.settle().unwrap();
            }
        }
        assert!(
            heads.windows(2).all(|pair| pair[0] == pair[1]),
            "step {step}"
        );
        if step % 10 == 0 {
            let (model, others) = stores.split_first().unwrap();
            for (_, store, _) in others {
                assert_same_rows(&**store, &*model.1);
            }
        }
    }
}
