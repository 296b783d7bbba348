//! The first entry, whole and in every way wrong.

use super::*;
use crate::domain::entry::Basis;
use crate::domain::rules::Judgement;
use crate::domain::rules::testkit::{Kit, admitted, names, of, refused, sign, signing_key};
use crate::envelope::EntryHash;

#[test]
fn a_genesis_begins_the_ledger_with_its_roots_and_their_keys() {
    let kit = Kit::begun();
    let draft = kit.draft();
    let ledger: Ledger = draft.must(&keys::ledger()).unwrap();
    assert_eq!(ledger.id, kit.ledger);
    assert_eq!((ledger.leaves_next, ledger.rules), (1, 1));
    assert_eq!(ledger.due_month, 202_701);
    assert_eq!(
        draft.list(&keys::regions()).unwrap(),
        [of("650000"), of("XPCC")]
    );
    let issuers = draft
        .list(&keys::keys_of_seat(&of("XPCC-EEB"), Seat::Issue))
        .unwrap();
    assert_eq!(issuers.len(), 3);
    let office = places::office(&draft, &of("XPCC"), PartyKind::Bureau).unwrap();
    assert_eq!(office, Some(of("XPCC-EEB")));
    assert!(
        draft
            .get(&keys::key(&ledger.operator.key_id()))
            .unwrap()
            .is_none()
    );
}

/// What is wrong with a genesis, how it comes to be so, and what is said of it.
type Wrong<T> = (&'static str, fn(&mut T), Code);

#[test]
fn a_genesis_that_is_wrong_begins_nothing() {
    let missing = Code::FieldMissing;
    let twice = Code::RowTwice;
    let cases: [Wrong<Genesis>; 14] = [
        ("one root", |g| g.roots.truncate(1), missing),
        ("no root", |g| g.roots.clear(), missing),
        ("threshold 0", |g| g.roots[0].threshold = 0, missing),
        ("threshold 3 of 2", |g| g.roots[0].threshold = 3, missing),
        ("no keys", |g| g.roots[1].keys.clear(), missing),
        ("one region", |g| g.roots[1].region = of("650000"), twice),
        ("one party", |g| g.roots[1].party = of("650000-EEB"), twice),
        (
            "one person",
            |g| g.roots[1].keys[0].person = of("P-650000-EEB-I1"),
            twice,
        ),
        (
            "one key",
            |g| g.roots[1].keys[0].public_key = g.roots[1].keys[1].public_key,
            twice,
        ),
        (
            "a root's key operates",
            |g| g.operator = g.roots[0].keys[0].public_key,
            twice,
        ),
        ("a space", |g| g.origin = of("a b"), Code::Unreadable),
        ("a plus", |g| g.origin = of("a+b"), Code::Unreadable),
        ("rules 0", |g| g.rules = 0, Code::RulesUnknown),
        (
            "rules to come",
            |g| g.rules = RULES_KNOWN + 1,
            Code::RulesUnknown,
        ),
    ];
    for (what, amend, code) in cases {
        refuses((what, code), amend, |_| {});
    }
}

#[test]
fn the_head_of_a_genesis_names_its_signers_and_nothing_before_it() {
    let hash = EntryHash::from_bytes([1; 32]);
    let basis = Some(Basis {
        size: 1,
        root: hash,
    });
    let ledger = Some(LedgerId::from_leaf_hash([1; 32]));
    refuses(
        ("speaks on", Code::FieldMissing),
        |_| {},
        |head| head.speaks_on = Some(hash),
    );
    refuses(
        ("basis", Code::FieldMissing),
        |_| {},
        |head| head.basis = basis,
    );
    refuses(
        ("ledger", Code::OtherLedger),
        |_| {},
        |head| head.ledger = ledger,
    );
    refuses(
        ("signers", Code::SignersDiffer),
        |_| {},
        |head| head.signers.reverse(),
    );
}

#[track_caller]
fn refuses(
    (what, code): (&str, Code),
    amend: impl FnOnce(&mut Genesis),
    amend_head: impl FnOnce(&mut Head),
) {
    let mut kit = Kit::begun();
    let submission = kit.genesis(amend, amend_head);
    let judgement = kit.judge_genesis(&submission);
    assert!(
        matches!(judgement, Judgement::Refused { recorded: None, .. }),
        "{what}"
    );
    assert_eq!(refused(judgement).code, code, "{what}");
}

#[test]
fn every_root_key_and_the_operator_sign_in_order() {
    let all = [
        "P-650000-EEB-I1",
        "P-650000-EEB-I2",
        "P-XPCC-EEB-I1",
        "P-XPCC-EEB-I2",
        "P-XPCC-EEB-I3",
        "operator",
    ];
    let mut swapped = all;
    swapped.swap(0, 1);
    let mut operator_first = all;
    operator_first.rotate_right(1);
    let mut stranger = all;
    stranger[2] = "stranger";
    let cases: [(&[&str], Option<Code>); 6] = [
        (&all, None),
        (&all[..5], Some(Code::SignatureCount)),
        (
            &[all.as_slice(), &["stranger"]].concat(),
            Some(Code::SignatureCount),
        ),
        (&swapped, Some(Code::KeyNotForSeat)),
        (&operator_first, Some(Code::KeyNotForSeat)),
        (&stranger, Some(Code::KeyNotForSeat)),
    ];
    for (names, code) in cases {
        let mut kit = Kit::begun();
        let entry = kit.genesis(|_| {}, |_| {}).entry.content().clone();
        let signing: Vec<_> = names.iter().map(|name| signing_key(name)).collect();
        let judgement = kit.judge_genesis(&sign(entry, &signing));
        match code {
            Some(code) => assert_eq!(refused(judgement).code, code, "{names:?}"),
            None => drop(admitted(judgement)),
        }
    }
}

#[test]
fn a_genesis_is_bound_by_its_times() {
    let mut kit = Kit::begun();
    let submission = kit.genesis(|_| {}, |head| head.expires = head.made);
    kit.now = kit.now.plus_ms(1);
    assert_eq!(refused(kit.judge_genesis(&submission)).code, Code::Expired);
}

#[test]
fn the_signers_of_a_genesis_are_spelled_for_people() {
    let mut kit = Kit::begun();
    let amend = |genesis: &mut Genesis| genesis.names = names("试用");
    let submission = kit.genesis(amend, |_| {});
    let head = &submission.entry.content().head;
    assert_eq!(
        head::spelled(&head.signers),
        "650000-EEB:issue, 650000-EEB:issue, XPCC-EEB:issue, XPCC-EEB:issue, XPCC-EEB:issue, \
         650000-EEB:issue:new"
    );
}
