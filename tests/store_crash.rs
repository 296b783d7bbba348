//! The embedded store on a disk that loses what it may lose: cut at every call, then opened again.
//!
//! What must hold after each: acknowledged ⊆ recovered ⊆ submitted, no group torn, order kept; the
//! rows are those of the recovered leaves; and the ledger goes on from there.
#![allow(clippy::maybe_infinite_iter, reason = "the workload ends")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod store_support;

use std::path::Path;

use qledger::store::{EmbeddedStore, Fault, Keep, Notice, Settings, Store, StoreError};
use store_support::{
    DIR, GUARD, Machine, Random, append, assert_holds, leaves_of, replay, settings,
};

/// Groups of a workload: some of one leaf, some of several, one larger than a segment.
fn groups(seed: u64, count: usize) -> Vec<Vec<Vec<u8>>> {
    let mut random = Random(seed);
    (0..count)
        .map(|n| {
            let (leaves, bytes) = if n == 4 {
                (5, 400)
            } else {
                (1 + random.below(3), 90)
            };
            (0..leaves)
                .map(|_| {
                    let len = 1 + random.below(bytes);
                    random.bytes(len)
                })
                .collect()
        })
        .collect()
}

const GENESIS: &[u8] = b"the first leaf";

/// Runs the workload until it ends or something fails; returns how many groups were acknowledged,
/// counting the genesis as one.
fn run(machine: &Machine, groups: &[Vec<Vec<u8>>]) -> usize {
    let Ok(mut store) = machine.create(settings(), GENESIS) else {
        return 0;
    };
    let mut acknowledged = 1;
    for (n, group) in groups.iter().enumerate() {
        if append(&mut store, group).is_err() {
            return acknowledged;
        }
        acknowledged += 1;
        if n == 6 {
            // Closed and opened in between.
            if store.close().is_err() {
                return acknowledged;
            }
            match machine.open() {
                Ok((opened, _)) => store = opened,
                Err(_) => return acknowledged,
            }
        }
    }
    let _ = store.close();
    acknowledged
}

/// The leaves of the genesis and the first groups.
fn leaves_after(groups: &[Vec<Vec<u8>>], count: usize) -> Vec<Vec<u8>> {
    let mut leaves = vec![GENESIS.to_vec()];
    leaves.extend(groups[..count - 1].iter().flatten().cloned());
    leaves
}

/// Asserts that a store holds a whole number of groups between those acknowledged and one more.
fn assert_recovered(store: &EmbeddedStore, groups: &[Vec<Vec<u8>>], acknowledged: usize) -> usize {
    let size = usize::try_from(store.head().tree.size).unwrap();
    let submitted = (acknowledged + 1).min(groups.len() + 1);
    let recovered = (acknowledged.max(1)..=submitted)
        .find(|&count| leaves_after(groups, count).len() == size)
        .unwrap_or_else(|| panic!("{size} leaves; {acknowledged} groups were acknowledged"));
    assert_holds(store, &leaves_after(groups, recovered));
    recovered
}

/// Opens after a crash and goes on; `acknowledged` groups must be there.
fn reopen_and_go_on(machine: &Machine, groups: &[Vec<Vec<u8>>], acknowledged: usize, case: &str) {
    let mut store = match machine.open() {
        Ok((store, _)) => store,
        Err(StoreError::NotALedger { .. }) if acknowledged == 0 => {
            // The creation did not come to an end: nothing is in the way of another one.
            machine
                .create(settings(), GENESIS)
                .unwrap_or_else(|e| panic!("{case}: {e}"))
        }
        Err(e) => panic!("{case}: {e}"),
    };
    let recovered = assert_recovered(&store, groups, acknowledged);
    let mut leaves = leaves_after(groups, recovered);
    for more in [b"one more".to_vec(), b"and another".to_vec()] {
        append(&mut store, std::slice::from_ref(&more)).unwrap();
        leaves.push(more);
    }
    drop(store);
    machine.disk.revive();
    let (store, _) = machine
        .open()
        .unwrap_or_else(|e| panic!("{case}, again: {e}"));
    assert_holds(&store, &leaves);
}

/// A machine after a crash: the disk and the index each keep a part.
fn after_crash(machine: &Machine, keep: Keep, random: &mut Random) -> Machine {
    let batches = machine.index.batches();
    let kept = match keep {
        Keep::All => batches,
        Keep::Nothing => 0,
        Keep::Some(_) => random.below(batches + 1),
    };
    Machine {
        disk: machine.disk.crash(keep),
        index: machine.index.as_after(kept),
    }
}

fn keeps(random: &mut Random, some: usize) -> Vec<Keep> {
    let drawn = (0..some).map(|_| Keep::Some(random.next()));
    [Keep::All, Keep::Nothing]
        .into_iter()
        .chain(drawn)
        .collect()
}

fn calls_of(groups: &[Vec<Vec<u8>>]) -> usize {
    let machine = Machine::new();
    let before = machine.disk.calls().len();
    assert_eq!(run(&machine, groups), groups.len() + 1);
    assert!(before < 10);
    machine.disk.calls().len()
}

#[test]
fn a_power_cut_at_any_call_loses_nothing_acknowledged() {
    let groups = groups(1, 12);
    let mut random = Random(11);
    for cut in 2..calls_of(&groups) {
        let machine = Machine::new();
        machine.disk.cut_at(cut);
        let acknowledged = run(&machine, &groups);
        for keep in keeps(&mut random, 4) {
            let after = after_crash(&machine, keep, &mut random);
            reopen_and_go_on(
                &after,
                &groups,
                acknowledged,
                &format!("cut at {cut}, {keep:?}"),
            );
        }
    }
}

#[test]
fn a_second_power_cut_during_recovery_loses_nothing_either() {
    let groups = groups(2, 9);
    let mut random = Random(12);
    let calls = calls_of(&groups);
    for _ in 0..400 {
        let machine = Machine::new();
        machine.disk.cut_at(2 + random.below(calls));
        let acknowledged = run(&machine, &groups);
        let seed = random.next();
        let once = after_crash(&machine, Keep::Some(seed), &mut random);
        let cut = random.below(60);
        once.disk.cut_at(cut);
        let opened = once.open();
        if acknowledged == 0 && matches!(opened, Err(StoreError::NotALedger { .. })) {
            continue;
        }
        drop(opened);
        let seed_again = random.next();
        let twice = after_crash(&once, Keep::Some(seed_again), &mut random);
        let case = format!("seed {seed}, then cut {cut}, seed {seed_again}");
        reopen_and_go_on(&twice, &groups, acknowledged, &case);
    }
}

#[test]
fn a_fault_at_any_call_poisons_and_loses_nothing_acknowledged() {
    let groups = groups(3, 9);
    let mut random = Random(13);
    for call in 2..calls_of(&groups) {
        for fault in [Fault::Io, Fault::NoSpace, Fault::Short] {
            let machine = Machine::new();
            machine.disk.fail_at(call, fault);
            let acknowledged = run(&machine, &groups);
            let case = format!("{fault:?} at {call}, {:?}", machine.disk.calls().get(call));
            // The machine lives on, then the power goes as well.
            machine.disk.revive();
            if acknowledged > 0 {
                let (store, _) = machine.open().unwrap_or_else(|e| panic!("{case}: {e}"));
                let recovered = assert_recovered(&store, &groups, acknowledged);
                drop(store);
                // What was shown is durable now.
                let after = after_crash(&machine, Keep::Nothing, &mut random);
                let (store, _) = after.open().unwrap_or_else(|e| panic!("{case}, then: {e}"));
                assert_holds(&store, &leaves_after(&groups, recovered));
                drop(store);
            }
            machine.disk.revive();
            let keep = Keep::Some(random.next());
            let after = after_crash(&machine, keep, &mut random);
            reopen_and_go_on(&after, &groups, acknowledged, &case);
        }
    }
}

#[test]
fn two_faults_in_a_row_lose_nothing_acknowledged() {
    let groups = groups(4, 9);
    let mut random = Random(14);
    let calls = calls_of(&groups);
    for round in 0..400 {
        let machine = Machine::new();
        machine.disk.fail_at(2 + random.below(calls), Fault::Io);
        let acknowledged = run(&machine, &groups);
        machine.disk.revive();
        // The recovery fails too, then a third attempt, then the power goes.
        let at = machine.disk.calls().len() + random.below(45);
        machine.disk.fail_at(at, Fault::Io);
        drop(machine.open());
        machine.disk.revive();
        if acknowledged > 0 {
            drop(
                machine
                    .open()
                    .unwrap_or_else(|e| panic!("round {round}: {e}")),
            );
        }
        machine.disk.revive();
        let keep = Keep::Some(random.next());
        let after = after_crash(&machine, keep, &mut random);
        reopen_and_go_on(&after, &groups, acknowledged, &format!("round {round}"));
    }
}

#[test]
fn after_a_failure_every_call_is_refused() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), GENESIS).unwrap();
    machine
        .disk
        .fail_at(machine.disk.calls().len() + 1, Fault::Io);
    assert!(matches!(
        append(&mut store, &[b"a".to_vec()]),
        Err(StoreError::Io { .. })
    ));
    let before = machine.disk.calls().len();
    assert!(matches!(
        append(&mut store, &[b"b".to_vec()]),
        Err(StoreError::Poisoned { .. })
    ));
    assert!(matches!(
        store.leaves(0..1),
        Err(StoreError::Poisoned { .. })
    ));
    assert!(matches!(
        store.checkpoint(),
        Err(StoreError::Poisoned { .. })
    ));
    assert!(matches!(store.close(), Err(StoreError::Poisoned { .. })));
    assert_eq!(machine.disk.calls().len(), before, "the disk is left alone");
}

#[test]
fn a_commit_syncs_once() {
    let machine = Machine::new();
    let large = Settings {
        segment_bytes: 1 << 20,
        ..Default::default()
    };
    let mut store = machine.create(large, GENESIS).unwrap();
    for n in 0..5u8 {
        let before = machine.disk.calls().len();
        append(&mut store, &[vec![n; 100]]).unwrap();
        let calls: Vec<_> = machine.disk.calls()[before..]
            .iter()
            .map(|call| {
                (
                    call.name,
                    call.path.file_name().unwrap().to_str().unwrap().to_owned(),
                )
            })
            .collect();
        let names: Vec<(&str, &str)> = calls.iter().map(|(name, path)| (*name, &**path)).collect();
        assert_eq!(
            names[..4],
            [
                ("write_at", "000001.seg"),
                ("sync_data", "000001.seg"),
                ("write_at", "HEAD"),
                ("write_at", "test.guard"),
            ]
        );
        assert!(
            names[4..]
                .iter()
                .all(|(name, _)| *name != "sync_data" && *name != "sync_dir")
        );
    }
}

#[test]
fn an_unacknowledged_torn_group_is_cut_kept_aside_and_said() {
    let machine = Machine::new();
    let roomy = Settings {
        segment_bytes: 4_096,
        ..settings()
    };
    let mut store = machine.create(roomy, GENESIS).unwrap();
    append(&mut store, &[b"a".to_vec()]).unwrap();
    let before = machine.disk.calls().len();
    machine.disk.cut_at(before);
    assert!(append(&mut store, &[vec![7; 700], vec![8; 700]]).is_err());
    let segment = Path::new(DIR).join("log/000001.seg");
    let (none, all) = (
        machine.disk.crash(Keep::Nothing),
        machine.disk.crash(Keep::All),
    );
    let disk = (0..1_000)
        .map(|seed| machine.disk.crash(Keep::Some(seed)))
        .find(|disk| {
            let torn = disk.get(&segment);
            torn != none.get(&segment) && torn != all.get(&segment)
        })
        .unwrap();
    let torn = disk.get(&segment).unwrap();
    let after = Machine {
        disk,
        index: machine.index.clone(),
    };
    let (store, notices) = after.open().unwrap();
    assert_holds(&store, &[GENESIS.to_vec(), b"a".to_vec()]);
    let cut = notices.iter().find_map(|notice| match notice {
        Notice::TailCut { bytes, copy, .. } => Some((*bytes, copy.clone())),
        _ => None,
    });
    let (bytes, copy) = cut.expect("it is said");
    let copied = after.disk.get(&copy).unwrap();
    assert_eq!(copied.len() as u64, bytes);
    assert!(torn.windows(copied.len()).any(|window| window == copied));
    drop(store);
    after.disk.revive();
    assert_eq!(
        after.open().unwrap().1,
        [],
        "the next opening has nothing to say"
    );
}

#[test]
fn a_cut_whose_sync_failed_does_not_come_back_after_a_power_cut() {
    for seed in 0..60 {
        let machine = Machine::new();
        let roomy = Settings {
            segment_bytes: 4_096,
            ..settings()
        };
        let mut store = machine.create(roomy.clone(), GENESIS).unwrap();
        append(&mut store, &[b"a".to_vec()]).unwrap();
        machine.disk.cut_at(machine.disk.calls().len());
        assert!(append(&mut store, &[vec![7; 700], vec![8; 700]]).is_err());
        drop(store);
        let torn = Machine {
            disk: machine.disk.crash(Keep::Some(seed)),
            ..machine
        };

        // The sync after the cut fails in the first recovery.
        let rehearsal = Machine {
            disk: torn.disk.crash(Keep::All),
            index: torn.index.clone(),
        };
        drop(rehearsal.open_with(roomy.clone()).unwrap());
        let call = rehearsal
            .disk
            .calls()
            .iter()
            .position(|call| call.name == "sync_data" && call.path.ends_with("000001.seg"));
        torn.disk.fail_at(call.unwrap(), Fault::Io);
        let opened = torn.open_with(roomy.clone()).map(|_| ());
        assert!(matches!(opened, Err(StoreError::Io { .. })), "{opened:?}");
        torn.disk.revive();
        // The second one succeeds. The next group does not fit any more and goes elsewhere.
        let (mut store, _) = torn.open_with(roomy.clone()).unwrap();
        let size = store.head().tree.size;
        assert!(size == 2 || size == 4, "seed {seed}");
        let mut leaves = leaves_of(&store).unwrap();
        let large = vec![9; 3_900];
        append(&mut store, std::slice::from_ref(&large)).unwrap();
        leaves.push(large);
        drop(store);
        let after = Machine {
            disk: torn.disk.crash(Keep::Nothing),
            index: torn.index.clone(),
        };
        let (store, _) = after
            .open_with(roomy)
            .unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert_holds(&store, &leaves);
    }
}

#[test]
fn a_second_writer_is_refused_with_the_holders_process_id() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), GENESIS).unwrap();
    match machine.open() {
        Err(StoreError::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{:?}", other.map(|_| ())),
    }
    store.close().unwrap();
    machine.open().unwrap();
}

#[test]
fn replay_that_judges_otherwise_is_told_at_the_group() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), GENESIS).unwrap();
    for n in 0..6u8 {
        append(&mut store, &[vec![n; 20]]).unwrap();
    }
    drop(store);
    machine.disk.revive();
    let machine = Machine {
        index: machine.index.as_after(0),
        ..machine
    };
    let mut store =
        EmbeddedStore::open(machine.site(), settings(), &store_support::CHECKS).unwrap();
    for _ in 0..3 {
        let group = store.unapplied().unwrap().unwrap();
        let rows = group.leaves().flat_map(store_support::rows_of).collect();
        store.apply_index(&group, rows).unwrap();
    }
    let group = store.unapplied().unwrap().unwrap();
    match store.apply_index(&group, Vec::new()) {
        Err(StoreError::DigestMismatch {
            size,
            recorded,
            computed,
        }) => {
            assert_eq!(size, 4);
            assert_ne!(recorded, computed);
        }
        other => panic!("{other:?}"),
    }
    // Nothing was taken; the right rows still fit.
    assert_eq!(store.applied(), 3);
    let refused = append(&mut store, &[b"x".to_vec()]);
    assert!(matches!(
        refused,
        Err(StoreError::NotReplayed {
            applied: 3,
            size: 7
        })
    ));
    replay(&mut store).unwrap();
    assert_eq!(store.applied(), 7);
    append(&mut store, &[b"x".to_vec()]).unwrap();
}

#[test]
fn the_guard_keeps_an_older_copy_from_going_on() {
    let machine = Machine::new();
    let mut store = machine.create(settings(), GENESIS).unwrap();
    append(&mut store, &[b"a".to_vec()]).unwrap();
    store.close().unwrap();
    let older = machine.disk.crash(Keep::All);
    let older_guard = machine.disk.get(Path::new(GUARD)).unwrap();

    let (mut store, _) = machine.open().unwrap();
    append(&mut store, &[b"b".to_vec()]).unwrap();
    append(&mut store, &[b"c".to_vec()]).unwrap();
    store.close().unwrap();
    let guard = machine.disk.get(Path::new(GUARD)).unwrap();

    // The folder is restored, the machine remembers.
    older.put(Path::new(GUARD), guard.clone());
    let restored = Machine {
        disk: older,
        index: machine.index.clone(),
    };
    match restored.open() {
        Err(
            e @ StoreError::BehindGuard {
                log_size: 2,
                guard_size: 4,
            },
        ) => {
            assert!(e.to_string().contains("2 to 4 are lost"), "{e}");
        }
        other => panic!("{:?}", other.map(|_| ())),
    }
    let knowingly = Settings {
        accept_behind_guard: true,
        ..settings()
    };
    let (mut store, notices) = restored.open_with(knowingly).unwrap();
    assert!(notices.contains(&Notice::GuardOverruled {
        guard_size: 4,
        log_size: 2
    }));
    append(&mut store, &[b"another b".to_vec()]).unwrap();
    store.close().unwrap();
    let (store, _) = restored.open().unwrap();
    assert_holds(
        &store,
        &[GENESIS.to_vec(), b"a".to_vec(), b"another b".to_vec()],
    );
    drop(store);

    // The other way round: this log has another third leaf than the one acknowledged.
    let (three, accepted) = {
        let forked = Machine {
            disk: machine.disk.crash(Keep::All),
            index: machine.index.clone(),
        };
        let theirs = restored.disk.get(Path::new(GUARD)).unwrap();
        forked.disk.put(Path::new(GUARD), theirs);
        let accepted = forked.open_with(Settings {
            accept_behind_guard: true,
            ..settings()
        });
        (forked.open().map(|_| ()), accepted.map(|_| ()))
    };
    assert!(
        matches!(three, Err(StoreError::GuardDisagrees { guard_size: 3, .. })),
        "{three:?}"
    );
    // That is no older log, so knowing that the rest is lost does not accept it.
    assert!(
        matches!(
            accepted,
            Err(StoreError::GuardDisagrees { guard_size: 3, .. })
        ),
        "{accepted:?}"
    );

    // A guard that is older than the log is no objection, nor is one that is gone or unreadable.
    for (bytes, said) in [
        (Some(older_guard), false),
        (None, true),
        (Some(vec![1; 1024]), true),
    ] {
        match bytes {
            Some(bytes) => machine.disk.put(Path::new(GUARD), bytes),
            None => machine.disk.delete(Path::new(GUARD)),
        }
        let (store, notices) = machine.open().unwrap();
        let made_anew = |notice: &Notice| matches!(notice, Notice::GuardMadeAnew { .. });
        assert_eq!(notices.iter().any(made_anew), said);
        drop(store);
        assert_eq!(machine.open().unwrap().1, []);
    }
}
