//! A verifier that was written from `docs/SPEC.md` alone, in another language, and shares nothing
//! with this crate: it must come to the same verdict on every receipt.
//!
//! Where Python is not installed the test says so and passes, except under `CI=true`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/blocks.rs"]
mod blocks;
mod small_ledger;

use std::process::Command;

use qledger::domain::entry::{Act, Entry, KeyEnrol, PersonEnrol};
use qledger::domain::ids::LedgerId;
use qledger::domain::party::Seat;
use qledger::domain::refusal::RecordedRefusal;
use qledger::receipt::{Expected, Receipt, assemble, verify};
use serde_json::Value;
use small_ledger::{Made, SmallLedger, genesis, head, key, parsed, signer};

/// What the other verifier says of each receipt; none where Python is missing.
fn other_verdicts(receipts: &[Vec<u8>], ledger: LedgerId) -> Option<Vec<Value>> {
    let folder = tempfile::tempdir().unwrap();
    let file = |(at, receipt): (usize, &Vec<u8>)| {
        let file = folder.path().join(format!("{at}.receipt"));
        std::fs::write(&file, receipt).unwrap();
        file
    };
    let answer = Command::new("python3")
        .arg(blocks::path_of("tests/independent/verify.py"))
        .arg(blocks::path_of("docs/SPEC.md"))
        .arg(ledger.to_string())
        .arg(key(3).public_key().to_string())
        .args(receipts.iter().enumerate().map(file))
        .output();
    let Ok(answer) = answer else {
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "python3 is not installed; CI must have it");
        eprintln!("skipped: python3 is not installed");
        return None;
    };
    let lines = answer
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let verdicts: Vec<Value> = lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(
        verdicts.len(),
        receipts.len(),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let all_hold = verdicts.iter().all(|verdict| verdict["wrong"].is_null());
    assert_eq!(answer.status.code(), Some(if all_hold { 0 } else { 3 }));
    Some(verdicts)
}

fn at(minute: usize) -> String {
    format!(
        "2027-01-04T{:02}:{:02}:00.000+08:00",
        9 + minute / 60,
        minute % 60
    )
}

fn begun() -> SmallLedger {
    SmallLedger::begin(&Made::new(genesis(), &[1, 2, 3], &at(0)))
}

/// The next leaf: an act signed by these keys, all in the issue seat but one that is enrolled.
fn made(ledger: &SmallLedger, act: Act, seeds: &[u8]) -> Made {
    let index = ledger.leaves.len();
    let mut signers = vec![signer("650000-EEB", Seat::Issue, false)];
    if let (Act::KeyEnrol(act), true) = (&act, seeds.len() > 1) {
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

fn person(id: &str) -> Act {
    Act::PersonEnrol(PersonEnrol {
        person: parsed(id),
        party: parsed("650000-EEB"),
    })
}

/// A person, a key for them, an act by that key, and one that was refused.
fn ledger() -> SmallLedger {
    let mut ledger = begun();
    let enrol = Act::KeyEnrol(KeyEnrol {
        party: parsed("650000-EEB"),
        person: parsed("P-0003"),
        seat: Seat::Issue,
        public_key: key(4).public_key(),
        from: parsed("2027-01-04"),
        until: None,
    });
    for (act, seeds) in [
        (person("P-0003"), &[1][..]),
        (enrol, &[1, 4]),
        (person("P-0004"), &[4]),
    ] {
        let made = made(&ledger, act, seeds);
        ledger.add(&made);
    }
    let values = [("what", "person"), ("id", "P-0004")];
    let values = values
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let twice = made(&ledger, person("P-0004"), &[4]);
    ledger.add(&twice.refused(RecordedRefusal {
        number: 206,
        values,
    }));
    ledger
}

/// Both verifiers on every leaf of a ledger.
fn compare(ledger: &SmallLedger) {
    let expected = Expected {
        ledger: ledger.id,
        operator: Some(key(3).public_key()),
    };
    let receipts: Vec<Receipt> = (0..ledger.leaves.len() as u64)
        .map(|index| assemble(ledger, index).unwrap())
        .collect();
    let bytes: Vec<Vec<u8>> = receipts.iter().map(|it| it.to_bytes().unwrap()).collect();
    let Some(verdicts) = other_verdicts(&bytes, ledger.id) else {
        return;
    };
    for (index, (receipt, theirs)) in receipts.iter().zip(verdicts).enumerate() {
        let ours = verify(receipt, &expected).unwrap();
        let refusal = ours.refusal.map(|refusal| refusal.number);
        let ours = serde_json::json!({
            "level": "logged",
            "index": index,
            "size": ledger.leaves.len(),
            "practice": true,
            "kind": ours.entry.act.kind(),
            "entry_hash": ours.entry_hash.to_string(),
            "admitted_ms": ours.admitted.ms(),
            "refusal": refusal,
        });
        assert_eq!(theirs, ours, "leaf {index}");
    }
}

#[test]
fn both_verifiers_come_to_the_same_verdict() {
    compare(&ledger());
}

/// Nothing here is admissible; a receipt does not say that it is.
#[test]
fn the_other_verifier_reads_every_kind_of_entry() {
    let mut ledger = begun();
    for kind in Act::KINDS.iter().filter(|kind| **kind != "genesis") {
        let body = blocks::read(&format!("samples/acts/{kind}.json"));
        let act = Act::read(kind, &body).unwrap().unwrap();
        let made = made(&ledger, act, &[1]);
        ledger.add(&made);
    }
    compare(&ledger);
}

#[test]
fn the_other_verifier_refuses_what_was_altered() {
    let ledger = ledger();
    let receipt = assemble(&ledger, 3).unwrap();
    let mut unproven = receipt.clone();
    unproven.proof = None;
    unproven.keys.iter_mut().for_each(|key| key.hashes.clear());
    let mut cases = vec![unproven.to_bytes().unwrap()];

    let bytes = receipt.to_bytes().unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        cases.push(altered);
    }
    let mut missing = receipt.clone();
    missing.keys.remove(1);
    let mut elsewhere = receipt.clone();
    elsewhere.leaf.clone_from(&ledger.leaves[1]);
    let mut too_many = assemble(&ledger, 1).unwrap();
    too_many.keys.push(receipt.keys[1].clone());
    let mut moved = receipt;
    moved.keys[1].index = 1;
    cases.extend([missing, elsewhere, too_many, moved].map(|it| it.to_bytes().unwrap()));

    let Some(verdicts) = other_verdicts(&cases, ledger.id) else {
        return;
    };
    assert_eq!(verdicts[0]["level"], "signed");
    for (case, verdict) in verdicts.iter().enumerate().skip(1) {
        assert!(verdict["wrong"].is_string(), "case {case}: {verdict}");
    }
}
