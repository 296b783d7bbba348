//! Groups: each submission sees what those in front of it left.

use super::*;

#[test]
fn a_group_sees_a_key_revoked_earlier_in_it() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let issue = office.envelope(act);
    let handler = signing_key(&seat_name(&of("650100-EEB"), Seat::Handle, 1));
    let revoke = office.envelope(KeyRevoke {
        key: handler.public_key().key_id(),
        reason: RevocationReason::Lost,
        not_trusted_since: None,
    });
    let answers = office.ledger.submit(&[revoke, issue]).unwrap();
    assert!(answers[0].is_admitted());
    assert!(refused(&answers[1], Code::KeyRevoked).is_some());
}

#[test]
fn a_group_sees_a_key_enrolled_earlier_in_it() {
    let mut office = filled();
    let bureau = of("652300-EEB");
    let name = seat_name(&bureau, Seat::Issue, 7);
    let person = office.envelope(PersonEnrol {
        person: of(&name),
        party: bureau.clone(),
    });
    let key = office.key_enrol(&bureau, Seat::Issue, 7);
    let key = office.envelope(key);
    let options = DraftOptions {
        signers: Some(vec![RequiredSigner::of(&bureau, Seat::Issue)]),
        ..DraftOptions::default()
    };
    let act = office.letter();
    let act = qledger::domain::entry::AccountOpen {
        account: of("652300/RESERVE"),
        document: act,
    };
    let drafted = office.draft(act, &options);
    let by_new_key = signed(&drafted.payload, &[signing_key(&name)]);

    // Alone it is by nobody.
    let alone = office.submit(&by_new_key);
    assert!(
        matches!(alone, Answer::Invalid(SubmissionError::Signatures(_))),
        "{alone:?}"
    );
    let answers = office.ledger.submit(&[person, key, by_new_key]).unwrap();
    assert!(answers.iter().all(Answer::is_admitted), "{answers:?}");
}

#[test]
fn a_key_that_only_a_refused_enrolment_brought_is_not_known() {
    let mut office = filled();
    let bureau = of("652300-EEB");
    let name = seat_name(&bureau, Seat::Issue, 7);
    // The person is not enrolled, so the key is refused.
    let key = office.key_enrol(&bureau, Seat::Issue, 7);
    let key = office.envelope(key);
    let act = PersonEnrol {
        person: of("P-X"),
        party: bureau.clone(),
    };
    let options = DraftOptions {
        signers: Some(vec![RequiredSigner::of(&bureau, Seat::Issue)]),
        ..DraftOptions::default()
    };
    let drafted = office.draft(act, &options);
    let by_it = signed(&drafted.payload, &[signing_key(&name)]);
    let answers = office.ledger.submit(&[key, by_it]).unwrap();
    assert!(answers[0].refusal().is_some());
    let id = signing_key(&name).public_key().key_id();
    assert_eq!(answers[1], Answer::Invalid(SubmissionError::KeyUnknown(id)));
}

#[test]
fn of_two_that_want_the_same_room_the_second_is_refused_on_record() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "500");
    let one = office.envelope(act.clone());
    let two = office.envelope(act);
    let answers = office.ledger.submit(&[one, two]).unwrap();
    assert!(answers[0].is_admitted());
    assert!(refused(&answers[1], Code::CapExceeded).is_some());
}

#[test]
fn of_two_writers_the_later_decides_again_on_what_the_earlier_left() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "500");
    let one = office.envelope(act.clone());
    let two = office.envelope(act);
    let mut other = office.reopened().unwrap();
    let size = office.ledger.size();
    office.store.intrude(move || {
        assert!(other.submit(&[one]).unwrap()[0].is_admitted());
    });
    assert_eq!(
        refused(&office.submit(&two), Code::CapExceeded),
        Some(size + 1)
    );
}

#[test]
fn many_are_committed_in_groups_and_answered_in_order() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "0.001");
    let envelopes: Vec<_> = (0..300).map(|_| office.envelope(act.clone())).collect();
    let (first, groups) = (office.ledger.size(), office.store.checkpoints().len());
    let answers = office.ledger.submit(&envelopes).unwrap();
    let indexes: Vec<_> = answers.iter().map(Answer::index).collect();
    assert_eq!(indexes, (first..first + 300).map(Some).collect::<Vec<_>>());
    assert_eq!(office.store.checkpoints().len(), groups + 2);
}

#[test]
fn an_act_may_rest_on_a_size_reached_inside_its_own_group() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let first = office.envelope(act.clone());
    let tree = office.ledger.tree_head();
    // What the tree will be after the first, if it is admitted now.
    let leaf = Leaf {
        admitted: office.ledger.now().unwrap(),
        refusal: None,
        envelope: first.clone(),
    };
    let leaf = leaf.to_bytes().unwrap();
    let nodes = |level, index| office.store.node(level, index);
    let mut frontier = qledger::log::tree::Frontier::read(&nodes, tree.size).unwrap();
    frontier.push(qledger::log::tree::leaf_hash(&leaf));
    let mut drafted = office.draft(act, &DraftOptions::default());
    let root = EntryHash::from_bytes(*frontier.root().as_bytes());
    drafted.entry.head.basis = Some(Basis {
        size: tree.size + 1,
        root,
    });
    drafted.payload = qledger::codec::entry::encode(&drafted.entry).unwrap();
    let second = office.sign(&drafted);

    let answers = office.ledger.submit(&[first, second]).unwrap();
    assert!(answers.iter().all(Answer::is_admitted), "{answers:?}");
    // Whoever replays it in other groups comes to the same.
    let verdict = office.ledger.audit(&mut Silent).unwrap();
    assert_eq!(verdict.unwrap().state_digest, office.ledger.state_digest());
}

#[test]
fn what_belongs_together_is_recorded_whole_or_not_at_all() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let good = office.envelope(act);
    let act = office.issue(FIRM, "SO2", "999999");
    let bad = office.envelope(act);
    let size = office.ledger.size();
    let both = office.ledger.submit_whole(&[good.clone(), bad]).unwrap();
    let Whole::Nothing(answers) = &both else {
        panic!("{both:?}");
    };
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].0, 1, "the second");
    assert_eq!(
        refused(&answers[0].1, Code::CapExceeded),
        None,
        "in no leaf"
    );
    assert_eq!(office.ledger.size(), size);

    let alone = office.ledger.submit_whole(&[good]).unwrap();
    assert!(matches!(&alone, Whole::Recorded(answers) if answers[0].is_admitted()));
    assert_eq!(office.ledger.size(), size + 1);

    let many = vec![Vec::new(); qledger::service::WHOLE_ENTRIES_MAX + 1];
    let many = office.ledger.submit_whole(&many);
    assert!(matches!(many, Err(ServiceError::GroupTooLarge { .. })));
}
