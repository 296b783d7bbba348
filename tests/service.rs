//! The service over a memory store: answers, groups, repeats, refusals on record.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

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
    Answer, DraftOptions, Drafted, Ledger, ServiceError, Silent, SubmissionError,
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
fn the_same_entry_gets_its_first_receipt_whoever_signs_it_the_second_time() {
    let mut office = filled();
    office.ensure_seat(&of("650100-EEB"), Seat::Handle, 2);
    let act = office.issue(FIRM, "SO2", "1");
    let drafted = office.draft(act, &DraftOptions::default());
    let keys = office.keys_for(&drafted.entry.head.signers, &drafted.entry.act);
    let envelope = signed(&drafted.payload, &keys);
    let first = office.submit(&envelope);
    let Answer::Admitted {
        index, entry_hash, ..
    } = first
    else {
        panic!("{first:?}")
    };
    let size = office.ledger.size();

    let mut others = keys;
    others[0] = signing_key(&seat_name(&of("650100-EEB"), Seat::Handle, 2));
    let other = signed(&drafted.payload, &others);
    for again in [&envelope, &other] {
        assert_eq!(office.submit(again), Answer::Repeated { index, entry_hash });
    }
    assert_eq!(office.ledger.size(), size);
}

#[test]
fn a_repeat_inside_one_group_gets_the_receipt_of_the_first() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(act);
    let answers = office.ledger.submit(&[envelope.clone(), envelope]).unwrap();
    let index = answers[0].index();
    assert!(matches!(answers[1], Answer::Repeated { index: again, .. } if Some(again) == index));
}

#[test]
fn a_refused_envelope_gets_its_first_refusal_and_the_same_payload_otherwise_signed_is_decided_anew()
{
    let mut office = filled();
    office.ensure_seat(&of("650100-EEB"), Seat::Handle, 2);
    let act = office.issue(FIRM, "SO2", "900.001");
    let drafted = office.draft(act, &DraftOptions::default());
    assert_eq!(
        drafted.warning.as_ref().map(|refusal| refusal.code),
        Some(Code::CapExceeded)
    );
    let keys = office.keys_for(&drafted.entry.head.signers, &drafted.entry.act);
    let envelope = signed(&drafted.payload, &keys);
    let index = refused(&office.submit(&envelope), Code::CapExceeded).unwrap();
    let leaf = office.ledger.leaf(index).unwrap();
    assert_eq!(leaf.refusal.unwrap().number, Code::CapExceeded.number());

    let again = office.submit(&envelope);
    let Answer::RefusedBefore {
        index: first,
        refusal,
    } = again
    else {
        panic!("{again:?}")
    };
    assert_eq!((first, refusal.code), (index, Code::CapExceeded));

    let mut others = keys;
    others[0] = signing_key(&seat_name(&of("650100-EEB"), Seat::Handle, 2));
    let other = office.submit(&signed(&drafted.payload, &others));
    assert_eq!(refused(&other, Code::CapExceeded), Some(index + 1));
}

#[test]
fn a_refusal_that_time_cures_is_not_recorded() {
    let mut office = filled();
    let now = office.ledger.now().unwrap();
    office.clock.set(now.plus_ms(DAY_MS));
    let act = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(act);
    office.clock.set(now);
    let size = office.ledger.size();
    assert_eq!(refused(&office.submit(&envelope), Code::MadeInFuture), None);
    assert_eq!(office.ledger.size(), size);
    office.clock.set(now.plus_ms(DAY_MS));
    assert!(matches!(office.submit(&envelope), Answer::Admitted { .. }));
}

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
fn what_is_no_submission_never_goes_on_record() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let drafted = office.draft(act, &DraftOptions::default());
    let good = office.sign(&drafted);
    let keys = office.keys_for(&drafted.entry.head.signers, &drafted.entry.act);
    let size = office.ledger.size();
    let text = String::from_utf8(good.clone()).unwrap();

    let mut stranger: Vec<SigningKey> = keys;
    stranger[1] = signing_key("a stranger");
    let other_payload = text.replace("\"payload\":\"eyJ", "\"payload\":\"eyI");
    let not_canonical = signed(b"{ \"v\":1}", &stranger);
    let other_type = text.replace("vnd.qledger", "vnd.other");
    let swapped = swapped_signatures(&text);
    for (what, bytes) in [
        ("no envelope", b"{}".to_vec()),
        ("nothing", Vec::new()),
        (
            "a key that was never enrolled",
            signed(&drafted.payload, &stranger),
        ),
        ("signatures of each other's keys", swapped),
    ] {
        let answer = office.submit(&bytes);
        assert!(matches!(answer, Answer::Invalid(_)), "{what}: {answer:?}");
    }
    for (code, bytes) in [
        (Code::NotCanonical, not_canonical),
        (Code::NotCanonical, other_payload.into_bytes()),
        (Code::PayloadTypeUnknown, other_type.into_bytes()),
    ] {
        let answer = office.submit(&bytes);
        assert_eq!(refused(&answer, code), None, "{answer:?}");
    }
    assert_eq!(office.ledger.size(), size);
    assert!(office.submit(&good).is_admitted());
}

fn swapped_signatures(text: &str) -> Vec<u8> {
    let mut json: Value = serde_json::from_str(text).unwrap();
    let first = json["signatures"][0]["sig"].take();
    json["signatures"][0]["sig"] = json["signatures"][1]["sig"].take();
    json["signatures"][1]["sig"] = first;
    serde_json::to_vec(&json).unwrap()
}

#[test]
fn an_envelope_in_another_spelling_is_stored_in_the_one_spelling() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let envelope = office.envelope(act);
    let mut json: Value = serde_json::from_slice(&envelope).unwrap();
    let (payload, signatures) = (json["payload"].take(), json["signatures"].take());
    let foreign = json!({
        "signatures": signatures, "payloadType": json["payloadType"], "payload": payload,
    });
    let answer = office.submit(serde_json::to_string_pretty(&foreign).unwrap().as_bytes());
    let leaf = office.ledger.leaf(answer.index().unwrap()).unwrap();
    assert_eq!(leaf.envelope, envelope);
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
fn judging_only_records_nothing() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "900");
    let envelope = office.envelope(act);
    let before = (office.ledger.tree_head(), office.ledger.state_digest());
    let would_be = office.ledger.judge_only(&envelope).unwrap();
    assert!(would_be.is_admitted());
    assert_eq!(
        (office.ledger.tree_head(), office.ledger.state_digest()),
        before
    );
    assert_eq!(office.submit(&envelope), would_be);
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

/// What a random run does: issue, take back, set the cap; some of it refused.
#[derive(Debug, Clone)]
enum Deed {
    Issue(u32),
    TakeBack(u32),
    Cap(u32),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        (1..400_000_u32).prop_map(Deed::Issue),
        (1..120_000_u32).prop_map(Deed::TakeBack),
        (0..1_500_000_u32).prop_map(Deed::Cap),
    ];
    proptest::collection::vec(deed, 1..12)
}

/// Thousandths as an amount in its one spelling.
fn amount(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn act_of(office: &Office, deed: &Deed) -> Act {
    match deed {
        Deed::Issue(of_it) => office.issue(FIRM, "SO2", &amount(*of_it)).into(),
        Deed::TakeBack(of_it) => QuotaTakeBack {
            account: of(FIRM),
            lot: of("650109-2027-L0001"),
            amount: of(&amount(*of_it)),
            document: office.letter(),
        }
        .into(),
        Deed::Cap(at) => {
            let kind = qledger::domain::region::CapKind::Ceiling;
            office
                .cap(("650100", "SO2", "standing"), kind, Some(&amount(*at)))
                .into()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_run_replays_to_the_same_state_however_it_was_grouped(
        deeds in deeds(),
        group in 1..7_usize,
    ) {
        let mut office = filled();
        for seat in Seat::ALL {
            office.ensure_seat(&of("650000-EEB"), seat, 1);
        }
        let envelopes: Vec<_> = deeds
            .iter()
            .map(|deed| {
                let act = act_of(&office, deed);
                office.envelope(act)
            })
            .collect();
        for envelopes in envelopes.chunks(group) {
            office.ledger.submit(envelopes).unwrap();
            office.pass();
        }
        let report = office.ledger.audit(&mut Silent).unwrap().unwrap();
        prop_assert_eq!(report.state_digest, office.ledger.state_digest());
        prop_assert_eq!(report.leaves, office.ledger.size());
        let sums = report.sums[&of("SO2")];
        prop_assert_eq!(sums.issued, sums.held.plus(sums.taken_back));
    }
}

#[test]
fn an_envelope_without_signatures_is_no_submission() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let drafted = office.draft(act, &DraftOptions::default());
    let bare = Envelope::new(drafted.payload).unwrap().to_bytes();
    assert!(matches!(office.submit(&bare), Answer::Invalid(_)));
}
