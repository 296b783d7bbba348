//! Clocks, keys and rules: who may open a ledger and write to it.

use super::*;

#[test]
fn a_clock_behind_the_log_records_nothing_and_on_a_practice_ledger_does_not_matter() {
    let mut office = filled();
    let last = office.ledger.row().admitted_last;
    office.on("2027-01-04");
    assert_eq!(office.ledger.now().unwrap(), last);

    let clock = HandClock {
        simulated: false,
        ..HandClock::at("2027-01-05")
    };
    let store = SharedStore::default();
    let mut real = create(&store, &clock, |genesis| genesis.practice = false).unwrap();
    clock.set(morning("2027-01-04"));
    let behind = |error| matches!(error, ServiceError::ClockBehind { .. });
    assert!(behind(real.now().unwrap_err()));
    let act = Act::from(PersonEnrol {
        person: of("P-X"),
        party: of("650000-EEB"),
    });
    assert!(behind(
        real.draft(act, &DraftOptions::default()).unwrap_err()
    ));
    assert_eq!(real.view().unwrap().now(), morning("2027-01-05"));
}

fn create(
    store: &SharedStore,
    clock: &HandClock,
    amend: impl FnOnce(&mut qledger::domain::entry::Genesis),
) -> Result<Ledger, ServiceError> {
    let mut genesis = genesis();
    amend(&mut genesis);
    let root_keys = root_keys();
    let signers: Vec<&dyn Sign> = root_keys.iter().map(|key| key as &dyn Sign).collect();
    let (clock, entropy) = (Box::new(clock.clone()), Box::new(Counting(0)));
    Ledger::create(
        |_, group| store.begin(group),
        genesis,
        &signers,
        operator(),
        clock,
        entropy,
    )
}

#[test]
fn a_clock_set_by_hand_runs_practice_ledgers_only() {
    let store = SharedStore::default();
    let clock = HandClock::at("2027-01-05");
    let created = create(&store, &clock, |genesis| genesis.practice = false);
    assert!(matches!(created, Err(ServiceError::ClockSimulated)));
    assert_eq!(store.head().tree.size, 0);
}

#[test]
fn a_genesis_that_the_rules_refuse_begins_nothing() {
    let store = SharedStore::default();
    let clock = HandClock::at("2027-01-05");
    let created = create(&store, &clock, |genesis| genesis.rules = 2);
    let Err(ServiceError::Genesis(refusal)) = created else {
        panic!("it began")
    };
    assert_eq!(refusal.code, Code::RulesUnknown);
    let created = create(&store, &clock, |genesis| {
        genesis.roots[0].keys[0].public_key = signing_key("somebody").public_key();
    });
    assert!(matches!(created, Err(ServiceError::RootKeyMissing(_))));
    assert_eq!(store.head().tree.size, 0);
}

#[test]
fn without_the_operators_key_a_ledger_is_read_and_drafted_on_only() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(act.clone());
    let clock = || Box::new(office.clock.clone());
    let store = || Box::new(office.store.clone());
    let entropy = || Box::new(Counting(77));
    let mut reader = Ledger::open(store(), None, clock(), entropy(), &mut Silent).unwrap();
    assert!(reader.draft(act.into(), &DraftOptions::default()).is_ok());
    assert!(matches!(
        reader.submit(&[envelope]),
        Err(ServiceError::NoOperatorKey)
    ));
    let other = Box::new(signing_key("another"));
    let opened = Ledger::open(store(), Some(other), clock(), entropy(), &mut Silent);
    assert!(matches!(opened, Err(ServiceError::CheckpointKey(_))));
}

/// A ledger whose state says that newer rules are in force, as a newer build would leave it.
fn ahead_of_this_build(office: &mut Office) {
    let key = keys::ledger();
    let view = office.ledger.view().unwrap();
    let row: LedgerRow = view.draft().must(&key).unwrap();
    let row = LedgerRow {
        rules: 2,
        leaves_next: row.leaves_next + 1,
        ..row
    };
    let value = postcard::to_stdvec(&row).unwrap();
    let key = qledger::store::RowKey::new(&key.row().entity, &key.row().sub);
    let operator = operator();
    let signing = office.ledger.checkpoint_key().clone();
    let mut seal = |head: &_| Ok(signing.sign(*head, &*operator).unwrap());
    let leaves = vec![b"a leaf that this build cannot read".to_vec()];
    let group = Group {
        leaves,
        rows: vec![(key, Some(value))],
        seal: &mut seal,
    };
    let size = office.store.head().tree.size;
    office.store.append(size, group).unwrap();
}

#[test]
fn a_ledger_whose_rules_are_newer_than_this_build_is_read_only() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(act.clone());
    ahead_of_this_build(&mut office);
    let mut ledger = office.reopened().unwrap();
    let read_only = |error| matches!(error, ServiceError::ReadOnly { rules: 2, known: 1 });
    assert!(read_only(
        ledger.submit(std::slice::from_ref(&envelope)).unwrap_err()
    ));
    assert!(read_only(ledger.judge_only(&envelope).unwrap_err()));
    assert!(read_only(
        ledger
            .draft(act.into(), &DraftOptions::default())
            .unwrap_err()
    ));
    assert_eq!(ledger.view().unwrap().ledger().rules, 2);
}
