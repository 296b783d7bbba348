//! The key history of receipts: just what the signatures rest on, in its order, and no free byte.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod small_ledger;

use std::collections::BTreeMap;

use qledger::domain::entry::{Act, Entry, KeyEnrol, PersonEnrol};
use qledger::domain::party::Seat;
use qledger::domain::refusal::RecordedRefusal;
use qledger::log::proof::InclusionProof;
use qledger::receipt::{Expected, Level, Receipt, ReceiptError, assemble, verify};
use small_ledger::{Made, SmallLedger, genesis, head, key, parsed, signer};

/// Seven leaves: the genesis; P-0003 and a key in the issue seat for them; P-0001's own next key;
/// an act by P-0003's key; one that was refused; one more.
fn ledger() -> SmallLedger {
    let mut ledger = SmallLedger::begin(&Made::new(genesis(), &[1, 2, 3], &at(0)));
    add(&mut ledger, person("P-0003"), &[1]);
    let enrolled = key_enrol("P-0003", Seat::Issue, 4);
    add(&mut ledger, enrolled, &[1, 4]);
    let own_next = key_enrol("P-0001", Seat::Handle, 5);
    add(&mut ledger, own_next, &[1, 5]);
    add(&mut ledger, person("P-0004"), &[4]);
    let values = BTreeMap::from([("what".to_owned(), "person".to_owned())]);
    let twice = made(&ledger, person("P-0004"), &[4]);
    ledger.add(&twice.refused(RecordedRefusal {
        number: 206,
        values,
    }));
    add(&mut ledger, person("P-0005"), &[1]);
    ledger
}

fn at(index: usize) -> String {
    format!("2027-01-04T09:{index:02}:00.000+08:00")
}

fn person(id: &str) -> Act {
    Act::PersonEnrol(PersonEnrol {
        person: parsed(id),
        party: parsed("650000-EEB"),
    })
}

fn key_enrol(person: &str, seat: Seat, seed: u8) -> Act {
    Act::KeyEnrol(KeyEnrol {
        party: parsed("650000-EEB"),
        person: parsed(person),
        seat,
        public_key: key(seed).public_key(),
        from: parsed("2027-01-04"),
        until: None,
    })
}

fn made(ledger: &SmallLedger, act: Act, seeds: &[u8]) -> Made {
    let index = ledger.leaves.len();
    let mut signers = vec![signer("650000-EEB", Seat::Issue, false)];
    if let Act::KeyEnrol(act) = &act {
        signers.push(signer("650000-EEB", act.seat, true));
    }
    let head = head(
        Some(ledger.id),
        u8::try_from(index).unwrap(),
        &at(index),
        signers,
    );
    Made::new(Entry { head, act }, seeds, &at(index))
}

fn add(ledger: &mut SmallLedger, act: Act, seeds: &[u8]) -> u64 {
    let made = made(ledger, act, seeds);
    ledger.add(&made)
}

fn expected(ledger: &SmallLedger) -> Expected {
    Expected {
        ledger: ledger.id,
        operator: Some(key(3).public_key()),
    }
}

/// Leaves of key history by index.
fn history(receipt: &Receipt) -> Vec<u64> {
    receipt.keys.iter().map(|key| key.index).collect()
}

#[test]
fn every_leaf_has_a_receipt_with_just_the_keys_it_rests_on() {
    let ledger = ledger();
    for (index, keys) in [
        vec![0],
        vec![0],
        vec![0],
        vec![0],
        vec![0, 2],
        vec![0, 2],
        vec![0],
    ]
    .into_iter()
    .enumerate()
    {
        let receipt = assemble(&ledger, index as u64).unwrap();
        assert_eq!(history(&receipt), keys, "leaf {index}");
        let read = Receipt::parse(&receipt.to_bytes().unwrap()).unwrap();
        assert_eq!(read, receipt);
        let verdict = verify(&read, &expected(&ledger)).unwrap();
        assert_eq!(
            (verdict.level, verdict.index),
            (Level::Logged, Some(index as u64))
        );
        assert_eq!(verdict.refusal.is_some(), index == 5, "leaf {index}");
    }
}

#[test]
fn a_person_may_have_enrolled_their_own_next_key() {
    let ledger = ledger();
    let verdict = verify(&assemble(&ledger, 3).unwrap(), &expected(&ledger)).unwrap();
    let persons: Vec<&str> = verdict
        .signers
        .iter()
        .map(|key| key.person.as_str())
        .collect();
    assert_eq!(persons, ["P-0001", "P-0001"]);
}

#[test]
fn no_byte_is_free() {
    let ledger = ledger();
    let bytes = assemble(&ledger, 1).unwrap().to_bytes().unwrap();
    let verifies = |bytes: &[u8]| {
        Receipt::parse(bytes)
            .and_then(|receipt| verify(&receipt, &expected(&ledger)))
            .is_ok()
    };
    assert!(verifies(&bytes));
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        assert!(
            !verifies(&altered),
            "byte {at} was altered and the receipt verifies"
        );
    }
}

#[test]
fn what_is_present_and_wrong_does_not_verify() {
    let ledger = ledger();
    let receipt = |index| assemble(&ledger, index).unwrap();
    let fails = |what: &str, receipt: &Receipt| {
        let error = verify(receipt, &expected(&ledger));
        assert!(error.is_err(), "{what}: verifies");
    };

    let mut other_ledger = receipt(4);
    other_ledger.ledger = parsed(&"00".repeat(32));
    fails("another ledger's id", &other_ledger);

    let mut no_genesis = receipt(4);
    no_genesis.keys.remove(0);
    fails("no genesis", &no_genesis);

    let mut key_missing = receipt(4);
    key_missing.keys.remove(1);
    fails("the enrolment of a signer is missing", &key_missing);

    let mut key_too_many = receipt(1);
    key_too_many.keys.push(receipt(4).keys[1].clone());
    assert!(matches!(
        verify(&key_too_many, &expected(&ledger)),
        Err(ReceiptError::KeyUnused { index: 2 })
    ));

    let mut wrong_order = receipt(4);
    wrong_order.keys[1].index = 0;
    fails("key leaves out of order", &wrong_order);

    let mut not_an_enrolment = receipt(4);
    not_an_enrolment.keys[1].leaf.clone_from(&ledger.leaves[1]);
    fails("a key leaf that enrols nothing", &not_an_enrolment);

    let mut elsewhere = receipt(4);
    elsewhere.keys[1].index = 3;
    fails("a key leaf that stands elsewhere", &elsewhere);

    let mut other_leaf = receipt(4);
    other_leaf.leaf.clone_from(&ledger.leaves[6]);
    fails("another leaf than the proof's", &other_leaf);

    let mut other_operator = receipt(4);
    let path = InclusionProof::parse(other_operator.proof.as_ref().unwrap().as_bytes()).unwrap();
    let forged = InclusionProof::new(4, path.hashes().to_vec(), ledger.checkpoint_by(9)).unwrap();
    other_operator.proof = Some(forged.to_string());
    fails("a checkpoint by another key", &other_operator);
}

#[test]
fn the_reader_may_hold_the_operators_key() {
    let ledger = ledger();
    let receipt = assemble(&ledger, 4).unwrap();
    let with = |operator| Expected {
        ledger: ledger.id,
        operator,
    };
    assert!(
        verify(&receipt, &with(None)).is_ok(),
        "the genesis names it, and the id covers that"
    );
    let other = verify(&receipt, &with(Some(key(9).public_key())));
    assert!(matches!(other, Err(ReceiptError::OperatorDiffers { .. })));
}

#[test]
fn signatures_stand_for_the_seats_that_the_payload_names() {
    let mut ledger = ledger();
    // The handle key of seed 5 signs where the issue seat is named.
    let index = add(&mut ledger, person("P-0006"), &[5]);
    let error = verify(&assemble(&ledger, index).unwrap(), &expected(&ledger));
    assert!(
        matches!(error, Err(ReceiptError::Signers { .. })),
        "{error:?}"
    );
}
