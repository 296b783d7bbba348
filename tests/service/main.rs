//! The service over a memory store: answers, groups, repeats, refusals on record.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod groups;
#[path = "../office/mod.rs"]
mod office;
mod opening;
mod random;

use office::{Counting, HandClock, Office, genesis, morning, of, operator, root_keys, signed};
use office::{seat_name, shared::SharedStore, signing_key};
use proptest::prelude::*;
use qledger::codec::leaf::Leaf;
use qledger::domain::entry::{Act, Basis, KeyRevoke, PersonEnrol, QuotaTakeBack, RequiredSigner};
use qledger::domain::moment::DAY_MS;
use qledger::domain::party::{RevocationReason, Seat};
use qledger::domain::refusal::Code;
use qledger::domain::state::{Ledger as LedgerRow, keys};
use qledger::envelope::{EntryHash, Envelope, Sign, SigningKey};
use qledger::service::query::TotalsFilter;
use qledger::service::{
    Answer, DraftOptions, Drafted, Ledger, ServiceError, Silent, SubmissionError, Whole,
};
use qledger::store::{Group, Store};
use serde_json::{Value, json};

const FIRM: &str = "650109/91650109MA77AB0192";

/// A ceiling of 1000 over everything, an account, and the seats that issue to it.
fn filled() -> Office {
    let mut office = Office::zhundong();
    office.ceiling("650000", "SO2", "standing", "1000");
    office.open(FIRM);
    let issue = office.issue(FIRM, "SO2", "100");
    office.admit(issue);
    office
}

#[track_caller]
fn refused(answer: &Answer, code: Code) -> Option<u64> {
    match answer {
        Answer::Refused { refusal, index } if refusal.code == code => *index,
        other => panic!("{code:?} expected, {other:?} given"),
    }
}

#[test]
fn a_draft_rests_on_the_log_and_one_that_rests_on_another_is_evidence() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let drafted = office.draft(act, &DraftOptions::default());
    let tree = office.ledger.tree_head();
    let root = EntryHash::from_bytes(*tree.root.as_bytes());
    assert_eq!(
        drafted.entry.head.basis,
        Some(Basis {
            size: tree.size,
            root
        })
    );
    assert_eq!(
        drafted.entry.head.expires,
        drafted.entry.head.made.plus_ms(30 * DAY_MS)
    );

    for (size, known) in [
        (tree.size, false),
        (tree.size + 1, false),
        (tree.size + 900, false),
    ] {
        let mut entry = drafted.entry.clone();
        entry.head.basis = Some(Basis {
            size,
            root: EntryHash::from_bytes([9; 32]),
        });
        let payload = qledger::codec::entry::encode(&entry).unwrap();
        let other = Drafted {
            payload,
            entry,
            warning: None,
        };
        let envelope = office.sign(&other);
        assert!(!known);
        assert!(refused(&office.submit(&envelope), Code::BasisNotInLog).is_some());
    }
    let envelope = office.sign(&drafted);
    assert!(office.submit(&envelope).is_admitted());
}

#[test]
fn a_receipt_of_an_entry_and_of_a_refusal_verifies_offline() {
    let mut office = filled();
    let too_much = office.issue(FIRM, "SO2", "5000");
    let (_, refused) = office.refuse(Code::CapExceeded, too_much);
    for index in [0, 1, office.ledger.size() - 2, refused.unwrap()] {
        let bytes = office.ledger.receipt(index).unwrap();
        let receipt = qledger::receipt::Receipt::parse(&bytes).unwrap();
        let expected = qledger::receipt::Expected {
            ledger: office.ledger.id(),
            operator: Some(*office.ledger.checkpoint_key().operator()),
        };
        let verified = qledger::receipt::verify(&receipt, &expected).unwrap();
        assert_eq!(verified.level, qledger::receipt::Level::Logged);
    }
}

#[test]
fn the_past_is_what_a_view_showed_then() {
    let mut office = filled();
    let totals = |view: &qledger::service::View<'_>| view.totals(&TotalsFilter::default()).unwrap();
    let then = totals(&office.ledger.view().unwrap());
    let index = office.ledger.size() - 1;
    let act = office.issue(FIRM, "SO2", "11");
    office.admit(act);
    assert_ne!(totals(&office.ledger.view().unwrap()), then);
    let past = office.ledger.past(index, &mut Silent).unwrap();
    assert_eq!(totals(&past.view().unwrap()), then);
    let beyond = office.ledger.past(office.ledger.size(), &mut Silent);
    assert!(matches!(beyond, Err(ServiceError::NoLeaf { .. })));
}

#[test]
fn a_view_before_the_last_leaf_is_refused() {
    let office = filled();
    let asked = morning("2027-01-04");
    let seen = office.ledger.view_at(asked);
    assert!(matches!(seen, Err(ServiceError::MomentPast { asked: at, .. }) if at == asked));
}
