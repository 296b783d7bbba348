//! Audits: a sound log passes, and whatever is changed in it is named.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

use std::convert::Infallible;

use office::{Office, of, operator, signing_key};
use qledger::audit::{AuditError, AuditFailure, AuditFault, AuditGroup, AuditReport, audit};
use qledger::codec::leaf::Leaf;
use qledger::domain::refusal::Code;
use qledger::log::tree::{Frontier, Hash, leaf_hash};
use qledger::replay::{CheckpointKey, Fault, Silent, Workers};
use qledger::service::StoreDigest;

const FIRM: &str = "650109/91650109MA77AB0192";

/// Regions, bodies, caps, issuances, one taken back, a refusal on record.
fn filled() -> Office {
    let mut office = Office::zhundong();
    office.ceiling("650000", "SO2", "standing", "1000");
    office.ceiling("650100", "SO2", "standing", "500");
    office.open(FIRM);
    let issue = office.issue(FIRM, "SO2", "198.35");
    office.admit(issue);
    let too_much = office.issue(FIRM, "SO2", "400");
    let (_, index) = office.refuse(Code::CapExceeded, too_much);
    assert!(index.is_some());
    // A cap below what is used is recorded, and over rises by it.
    office.ceiling("650100", "SO2", "standing", "100");
    office
}

fn run(groups: Vec<AuditGroup>) -> Result<AuditReport, AuditFailure> {
    let all = groups.iter().map(|group| group.leaves.len() as u64).sum();
    let groups = groups.into_iter().map(Ok::<_, Infallible>);
    audit(
        groups,
        all,
        &mut StoreDigest::new(),
        Workers::ONE,
        &mut Silent,
    )
    .map_err(|error| match error {
        AuditError::Failed(failure) => failure,
        AuditError::Source(never) => match never {},
    })
}

/// The groups as the store has them.
fn groups(office: &Office) -> Vec<AuditGroup> {
    let mut leaves = office.store.all_leaves().into_iter();
    let mut first = 0;
    let mut groups = Vec::new();
    for (size, note, digest) in office.store.checkpoints() {
        groups.push(AuditGroup {
            leaves: leaves
                .by_ref()
                .take(usize::try_from(size - first).unwrap())
                .collect(),
            checkpoint: Some(note),
            state_digest: Some(digest),
        });
        first = size;
    }
    groups
}

/// The leaves under a checkpoint that the operator would sign over them, whatever they are.
fn sealed(leaves: Vec<Vec<u8>>) -> Vec<AuditGroup> {
    let mut frontier = Frontier::new();
    for leaf in &leaves {
        frontier.push(leaf_hash(leaf));
    }
    let key = CheckpointKey::of_leaf_zero(&leaves[0]).unwrap();
    let note = key.sign(frontier.head(), &*operator()).unwrap();
    vec![AuditGroup {
        leaves,
        checkpoint: Some(note),
        state_digest: None,
    }]
}

#[test]
fn a_sound_log_passes_with_everything_counted() {
    let office = filled();
    let report = run(groups(&office)).unwrap();
    assert_eq!(report.ledger, office.ledger.id());
    assert_eq!(report.size_and_root, office.ledger.tree_head());
    assert_eq!(report.state_digest, office.ledger.state_digest());
    assert_eq!((report.leaves, report.refused), (office.ledger.size(), 1));
    assert_eq!(report.admitted + report.refused, report.leaves);
    assert_eq!(report.checkpoints, office.store.checkpoints().len() as u64);
    assert_eq!(report.digests, report.checkpoints);
    assert_eq!(report.kinds["quota.issue"], 1);
    assert!(report.signatures > report.leaves);
    let sums = report.sums[&of("SO2")];
    assert_eq!((sums.issued, sums.held), (of("198.35"), of("198.35")));
}

#[test]
fn groups_do_not_matter_to_what_an_audit_finds() {
    let office = filled();
    let one_by_one = run(groups(&office)).unwrap();
    let at_once = run(sealed(office.store.all_leaves())).unwrap();
    assert_eq!(at_once.state_digest, one_by_one.state_digest);
    assert_eq!(at_once.sums, one_by_one.sums);
    let again = office.ledger.audit(&mut Silent).unwrap().unwrap();
    assert_eq!(again.state_digest, one_by_one.state_digest);
}

/// What a log has of a past year's own ceiling passes the rules exactly where it passes an audit.
#[test]
fn a_past_years_own_ceiling_holds_in_the_rules_and_in_an_audit() {
    let mut office = Office::zhundong();
    office.ceiling("650100", "SO2", "standing", "1000");
    office.open(FIRM);
    let issue = office.issue(FIRM, "SO2", "930");
    office.admit(issue);
    office.ceiling("650109", "SO2", "2027", "940");
    office.on("2028-02-01");
    let more = office.issue(FIRM, "SO2", "11");
    let (refusal, _) = office.refuse(Code::CapExceeded, more);
    assert_eq!(refusal.values["period"], "2027");
    let enough = office.issue(FIRM, "SO2", "10");
    office.admit(enough);
    run(groups(&office)).unwrap();
}

/// The last leaf of a kind.
fn last(leaves: &[Vec<u8>], refused: bool) -> usize {
    let is = |leaf: &Vec<u8>| Leaf::parse(leaf).unwrap().refusal.is_some() == refused;
    leaves.iter().rposition(is).unwrap()
}

fn altered(bytes: &[u8], alter: impl FnOnce(&mut Leaf)) -> Vec<u8> {
    let mut leaf = Leaf::parse(bytes).unwrap();
    alter(&mut leaf);
    leaf.to_bytes().unwrap()
}

/// A way to falsify leaves: what it is, the falsification, and what must be found and where.
type Case = (
    &'static str,
    fn(&mut Vec<Vec<u8>>) -> usize,
    fn(&Fault) -> bool,
);

/// Falsifications that an operator could put a good checkpoint over.
const FALSIFIED: [Case; 9] = [
    (
        "a refusal's value is changed",
        |leaves| {
            let at = last(leaves, true);
            leaves[at] = altered(&leaves[at], |leaf| {
                let values = &mut leaf.refusal.as_mut().unwrap().values;
                *values.values_mut().next().unwrap() += "0";
            });
            at
        },
        |fault| matches!(fault, Fault::OtherRefusal { .. }),
    ),
    (
        "a refusal's number is changed",
        |leaves| {
            let at = last(leaves, true);
            leaves[at] = altered(&leaves[at], |leaf| {
                leaf.refusal.as_mut().unwrap().number = 205;
            });
            at
        },
        |fault| matches!(fault, Fault::OtherRefusal { .. }),
    ),
    (
        "a refused entry is passed off as admitted",
        |leaves| {
            let at = last(leaves, true);
            leaves[at] = altered(&leaves[at], |leaf| leaf.refusal = None);
            at
        },
        |fault| matches!(fault, Fault::Refused(refusal) if refusal.code == Code::CapExceeded),
    ),
    (
        "an admitted entry is passed off as refused",
        |leaves| {
            let refusal = Leaf::parse(&leaves[last(leaves, true)]).unwrap().refusal;
            let at = last(leaves, false);
            leaves[at] = altered(&leaves[at], |leaf| leaf.refusal = refusal);
            at
        },
        |fault| matches!(fault, Fault::Admitted(_)),
    ),
    (
        "an admitted entry is put in twice",
        |leaves| {
            let at = last(leaves, false);
            leaves.push(leaves[at].clone());
            leaves.len() - 1
        },
        |fault| matches!(fault, Fault::Repeated(_)),
    ),
    (
        "a refused one is put in twice",
        |leaves| {
            let at = last(leaves, true);
            let admitted = Leaf::parse(leaves.last().unwrap()).unwrap().admitted;
            let again = altered(&leaves[at], |leaf| leaf.admitted = admitted);
            leaves.push(again);
            leaves.len() - 1
        },
        |fault| matches!(fault, Fault::RefusedBefore(_)),
    ),
    (
        "a leaf is backdated",
        |leaves| {
            let at = leaves.len() - 1;
            leaves[at] = altered(&leaves[at], |leaf| {
                leaf.admitted = leaf.admitted.minus_ms(600_000);
            });
            at
        },
        |fault| matches!(fault, Fault::TimeWentBack { .. }),
    ),
    (
        "a signature is changed",
        |leaves| {
            let at = leaves.len() - 1;
            leaves[at] = altered(&leaves[at], |leaf| {
                let place = leaf
                    .envelope
                    .windows(7)
                    .rposition(|w| w == b"\"sig\":\"")
                    .unwrap();
                let byte = &mut leaf.envelope[place + 20];
                *byte = if *byte == b'A' { b'B' } else { b'A' };
            });
            at
        },
        |fault| matches!(fault, Fault::Signatures(_)),
    ),
    (
        "the payload is changed",
        |leaves| {
            let at = leaves.len() - 1;
            leaves[at] = altered(&leaves[at], |leaf| {
                leaf.envelope[40] = if leaf.envelope[40] == b'A' {
                    b'B'
                } else {
                    b'A'
                };
            });
            at
        },
        |fault| matches!(fault, Fault::Unreadable(_) | Fault::Signatures(_)),
    ),
];

#[test]
fn a_log_that_was_falsified_under_a_good_checkpoint_is_caught_at_the_leaf() {
    let office = filled();
    for (what, falsify, expected) in FALSIFIED {
        let mut leaves = office.store.all_leaves();
        let at = falsify(&mut leaves);
        let failure = run(sealed(leaves)).expect_err(what);
        let AuditFault::Leaf(fault) = &failure.fault else {
            panic!("{what}: {failure}")
        };
        assert!(expected(fault), "{what}: {failure}");
        assert_eq!(failure.index, at as u64, "{what}: {failure}");
    }
}

#[test]
fn leaves_in_another_order_are_caught() {
    let office = filled();
    let leaves = office.store.all_leaves();
    for at in [1, 5, leaves.len() - 2] {
        let mut swapped = leaves.clone();
        swapped.swap(at, at + 1);
        let failure = run(sealed(swapped)).unwrap_err();
        assert!(
            [at as u64, at as u64 + 1].contains(&failure.index),
            "{at}: {failure}"
        );
    }
}

#[test]
fn leaves_left_out_of_the_middle_are_caught_by_the_tree_at_the_latest() {
    let office = filled();
    let whole = groups(&office);
    for at in 1..whole.len() - 1 {
        let mut groups = whole.clone();
        groups.remove(at);
        assert!(run(groups).is_err(), "group {at} was left out");
    }
}

#[test]
fn a_leaf_changed_where_no_rule_looks_is_caught_by_the_tree() {
    let office = filled();
    let mut groups = groups(&office);
    let last = groups.last_mut().unwrap();
    last.leaves[0] = altered(&last.leaves[0], |leaf| {
        leaf.admitted = leaf.admitted.plus_ms(1);
    });
    let failure = run(groups).unwrap_err();
    assert!(
        matches!(failure.fault, AuditFault::OtherTree { .. }),
        "{failure}"
    );
    assert_eq!(failure.index, office.ledger.size() - 1);
}

#[test]
fn a_checkpoint_that_does_not_hold_is_caught() {
    let office = filled();
    let whole = groups(&office);
    let at = whole.len() - 1;
    let with = |note: Vec<u8>| {
        let mut groups = whole.clone();
        groups[at].checkpoint = Some(note);
        run(groups).unwrap_err()
    };
    // Another operator's.
    let origin = office.ledger.row().origin.clone();
    let other = CheckpointKey::new(&origin, signing_key("another").public_key()).unwrap();
    let note = other
        .sign(office.ledger.tree_head(), &signing_key("another"))
        .unwrap();
    assert!(matches!(with(note).fault, AuditFault::Checkpoint(_)));
    // Of another tree.
    let note = whole[at - 1].checkpoint.clone().unwrap();
    assert!(matches!(with(note).fault, AuditFault::OtherTree { .. }));
    // None of anybody's.
    assert!(matches!(
        with(b"nothing".to_vec()).fault,
        AuditFault::Checkpoint(_)
    ));
    // None at all at the end.
    let mut groups = whole.clone();
    groups[at].checkpoint = None;
    assert_eq!(run(groups).unwrap_err().fault, AuditFault::NotClosed);
    assert_eq!(run(Vec::new()).unwrap_err().fault, AuditFault::Empty);
}

#[test]
fn a_recorded_state_that_this_build_does_not_come_to_is_caught() {
    let office = filled();
    let mut groups = groups(&office);
    groups[3].state_digest = Some(Hash::from_bytes([7; 32]));
    let failure = run(groups).unwrap_err();
    assert!(
        matches!(failure.fault, AuditFault::OtherState { .. }),
        "{failure}"
    );
}

#[test]
fn a_log_that_begins_otherwise_than_with_a_genesis_is_no_ledger() {
    let office = filled();
    let mut leaves = office.store.all_leaves();
    leaves.remove(0);
    let groups = vec![AuditGroup {
        leaves,
        checkpoint: None,
        state_digest: None,
    }];
    let failure = run(groups).unwrap_err();
    assert_eq!(failure.index, 0);
    let AuditFault::Leaf(fault) = failure.fault else {
        panic!("{failure}")
    };
    assert!(matches!(*fault, Fault::NoGenesis(_)), "{fault}");
}

#[test]
fn a_key_that_nobody_enrolled_cannot_have_signed() {
    let office = filled();
    let leaves = office.store.all_leaves();
    // The enrolment of a key is left out, and what it signed stays.
    let mut enrolled = None;
    for (at, bytes) in leaves.iter().enumerate() {
        let leaf = Leaf::parse(bytes).unwrap();
        let payload = qledger::envelope::Envelope::parse_stored(&leaf.envelope).unwrap();
        if String::from_utf8_lossy(payload.payload()).contains("\"kind\":\"key.enrol\"") {
            enrolled.get_or_insert(at);
        }
    }
    let mut without = leaves.clone();
    without.remove(enrolled.unwrap());
    let failure = run(sealed(without)).unwrap_err();
    let AuditFault::Leaf(fault) = failure.fault else {
        panic!("{failure}")
    };
    assert!(
        matches!(*fault, Fault::Signatures(_) | Fault::KeyUnknown(_)),
        "{fault}"
    );
}
