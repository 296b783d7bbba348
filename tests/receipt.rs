//! Receipts: what they say is checked against nothing but the ledger id and the operator's key, and
//! whatever was changed about them is found.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use office::{Office, of, signing_key};
use qledger::domain::entry::{Act, CapSet};
use qledger::domain::refusal::Code;
use qledger::domain::region::CapKind;
use qledger::receipt::{Expected, Level, Receipt, ReceiptError, verify};

struct Cases {
    office: Office,
    expected: Expected,
    /// Name and leaf: genesis, an enrolment, an entry with three signers, a refusal.
    leaves: Vec<(&'static str, u64)>,
}

fn cases() -> Cases {
    let mut office = Office::zhundong();
    office.open("650109/91650109MA77AB0192");
    office.ceiling("650109", "SO2", "standing", "100");
    let cap = office.ledger.size() - 1;
    let issue = office.issue("650109/91650109MA77AB0192", "SO2", "100.001");
    let (_, refused) = office.refuse(Code::CapExceeded, issue);
    let expected = Expected {
        ledger: office.ledger.id(),
        operator: Some(signing_key("operator").public_key()),
    };
    let enrolment = (1..office.ledger.size()).find(|index| {
        let view = office.ledger.view().unwrap();
        let leaf = view.leaf(*index).unwrap();
        let envelope = qledger::envelope::Envelope::parse_stored(&leaf.envelope).unwrap();
        let entry = qledger::codec::entry::decode(envelope.payload()).unwrap();
        matches!(entry.act, Act::KeyEnrol(_))
    });
    let leaves = vec![
        ("genesis", 0),
        ("enrolment", enrolment.unwrap()),
        ("cap", cap),
        ("refusal", refused.unwrap()),
    ];
    Cases {
        office,
        expected,
        leaves,
    }
}

fn receipt(cases: &Cases, index: u64) -> Receipt {
    Receipt::parse(&cases.office.ledger.receipt(index).unwrap()).unwrap()
}

#[test]
fn a_receipt_says_what_was_signed_by_whom_and_where_it_is_logged() {
    let cases = cases();
    for (name, index) in &cases.leaves {
        let found = verify(&receipt(&cases, *index), &cases.expected).unwrap();
        assert_eq!(found.level, Level::Logged, "{name}");
        assert_eq!(found.index, Some(*index), "{name}");
        assert!(found.practice);
        assert_eq!(found.refusal.is_some(), *name == "refusal");
    }
    let cap = verify(&receipt(&cases, cases.leaves[2].1), &cases.expected).unwrap();
    assert!(matches!(
        cap.entry.act,
        Act::CapSet(CapSet {
            kind: CapKind::Ceiling,
            ..
        })
    ));
    let signers: Vec<String> = cap
        .signers
        .iter()
        .map(|key| format!("{} {:?}", key.party, key.seat))
        .collect();
    assert_eq!(
        signers,
        ["650100-EEB Handle", "650100-EEB Review", "650100-EEB Issue"]
    );
    let refusal = verify(&receipt(&cases, cases.leaves[3].1), &cases.expected).unwrap();
    assert_eq!(refusal.refusal.unwrap().number, Code::CapExceeded.number());
}

#[test]
fn a_receipt_without_its_proof_is_signed_and_no_more() {
    let cases = cases();
    for (name, index) in &cases.leaves {
        let mut bare = receipt(&cases, *index);
        bare.proof = None;
        assert!(
            verify(&bare, &cases.expected).is_err(),
            "{name}: paths to no checkpoint"
        );
        for key in &mut bare.keys {
            key.hashes.clear();
        }
        let found = verify(&bare, &cases.expected).unwrap();
        assert_eq!((found.level, found.index), (Level::Signed, None), "{name}");
    }
}

#[test]
fn a_change_of_any_byte_does_not_verify() {
    let cases = cases();
    for (name, index) in &cases.leaves {
        let good = cases.office.ledger.receipt(*index).unwrap();
        // Every byte is a campaign of minutes; a stride that shares no factor with base64 is not.
        let step = 11;
        for at in (0..good.len()).step_by(step) {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 7);
            let verdict = Receipt::parse(&bad).and_then(|read| verify(&read, &cases.expected));
            assert!(
                verdict.is_err(),
                "{name}: byte {at} changed and it verifies"
            );
        }
    }
}

#[test]
fn a_receipt_cut_anywhere_does_not_read() {
    let cases = cases();
    let good = cases.office.ledger.receipt(cases.leaves[2].1).unwrap();
    for length in 0..good.len() {
        assert!(Receipt::parse(&good[..length]).is_err(), "{length} bytes");
    }
    let mut longer = good.clone();
    longer.extend_from_slice(b"\n");
    assert!(
        Receipt::parse(&longer).is_ok(),
        "one final newline is what editors add"
    );
    longer.extend_from_slice(b"\n");
    assert!(Receipt::parse(&longer).is_err());
}

#[test]
fn parts_of_other_receipts_do_not_fit() {
    let cases = cases();
    let (cap, refusal) = (
        receipt(&cases, cases.leaves[2].1),
        receipt(&cases, cases.leaves[3].1),
    );
    let swapped = Receipt {
        leaf: refusal.leaf.clone(),
        ..cap.clone()
    };
    assert!(verify(&swapped, &cases.expected).is_err(), "another leaf");
    let swapped = Receipt {
        proof: refusal.proof.clone(),
        ..cap.clone()
    };
    assert!(matches!(
        verify(&swapped, &cases.expected),
        Err(ReceiptError::NotLogged { .. })
    ));
    for at in 0..cap.keys.len() {
        let mut short = cap.clone();
        short.keys.remove(at);
        assert!(
            verify(&short, &cases.expected).is_err(),
            "without key leaf {at}"
        );
    }
    let mut more = cap.clone();
    let extra = receipt(&cases, cases.leaves[1].1).keys;
    let enrolment = cases.leaves[1];
    more.keys
        .extend(extra.into_iter().filter(|key| !cap.keys.contains(key)));
    if more.keys.len() == cap.keys.len() {
        let source = receipt(&cases, enrolment.1);
        more.keys.push(qledger::receipt::KeyLeaf {
            index: enrolment.1,
            leaf: source.leaf,
            hashes: Vec::new(),
        });
    }
    more.keys.sort_by_key(|key| key.index);
    assert!(
        verify(&more, &cases.expected).is_err(),
        "a key leaf more than needed"
    );
    let mut disordered = cap;
    disordered.keys.swap(0, 1);
    assert!(verify(&disordered, &cases.expected).is_err());
}

#[test]
fn the_reader_decides_which_ledger_and_which_operator() {
    let cases = cases();
    let good = receipt(&cases, cases.leaves[2].1);
    let other = Expected {
        ledger: of(&"ab".repeat(32)),
        ..cases.expected
    };
    assert!(matches!(
        verify(&good, &other),
        Err(ReceiptError::OtherLedger { .. })
    ));
    let renamed = Receipt {
        ledger: other.ledger,
        ..good.clone()
    };
    assert!(matches!(
        verify(&renamed, &other),
        Err(ReceiptError::GenesisDiffers { .. })
    ));
    let stranger = Some(signing_key("another operator").public_key());
    let other = Expected {
        operator: stranger,
        ..cases.expected
    };
    assert!(matches!(
        verify(&good, &other),
        Err(ReceiptError::OperatorDiffers { .. })
    ));
}

/// A firm's key cannot make itself a bureau's: an enrolment that nobody admitted has no place in
/// the log, and without a place it raises nothing above the level `signed`, which says only whose
/// keys signed.
#[test]
fn an_entry_signed_by_strangers_does_not_verify() {
    let cases = cases();
    let index = cases.leaves[2].1;
    let good = receipt(&cases, index);
    let leaf = qledger::codec::leaf::Leaf::parse(&good.leaf).unwrap();
    let envelope = qledger::envelope::Envelope::parse_stored(&leaf.envelope).unwrap();
    let strangers = ["thief 1", "thief 2", "thief 3"].map(signing_key);
    let forged = office::signed(envelope.payload(), &strangers);
    let forged = qledger::codec::leaf::Leaf {
        envelope: forged,
        ..leaf.clone()
    };
    let forged = Receipt {
        leaf: forged.to_bytes().unwrap(),
        proof: None,
        ..good.clone()
    };
    assert!(matches!(
        verify(&forged, &cases.expected),
        Err(ReceiptError::Signature(_))
    ));
    let stripped = {
        let mut two = qledger::envelope::Envelope::with_signatures(
            envelope.payload().to_vec(),
            envelope.signatures()[..2].to_vec(),
        )
        .unwrap();
        let _ = &mut two;
        two.to_bytes()
    };
    let stripped = qledger::codec::leaf::Leaf {
        envelope: stripped,
        ..leaf
    };
    let mut stripped = Receipt {
        leaf: stripped.to_bytes().unwrap(),
        proof: None,
        ..good
    };
    for key in &mut stripped.keys {
        key.hashes.clear();
    }
    assert!(matches!(
        verify(&stripped, &cases.expected),
        Err(ReceiptError::Signers { .. })
    ));
}

#[test]
fn a_receipt_stays_small() {
    let cases = cases();
    for (name, index) in &cases.leaves {
        let bytes = cases.office.ledger.receipt(*index).unwrap().len();
        let entry = receipt(&cases, *index).leaf.len();
        let signers = verify(&receipt(&cases, *index), &cases.expected)
            .unwrap()
            .signers
            .len();
        let limit = 4096 + entry + 3072 * signers.max(1);
        println!("{name}: {bytes} bytes, {signers} signers, entry {entry}, limit {limit}");
        assert!(bytes <= limit, "{name}: {bytes} > {limit}");
    }
}
