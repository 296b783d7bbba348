//! What becomes of a submission: repeats, what goes on record, and which refusal is told.

mod hostile;

use super::*;
use crate::domain::entry::{AccountOpen, CapSet, KeyEnrol, RequiredSigner};
use crate::domain::moment::MINUTE_MS;
use crate::domain::party::Seat;
use crate::domain::policy::{Limits, PolicyItem};
use crate::domain::region::CapKind;
use crate::domain::rules::testkit::{Kit, Submission, admitted, of, refused, sign, signing_key};

fn opening(kit: &Kit, account: &str) -> AccountOpen {
    AccountOpen {
        account: of(account),
        document: kit.letter(),
    }
}

fn ledger(kit: &Kit) -> Ledger {
    kit.draft().must(&keys::ledger()).unwrap()
}

/// The leaf a refusal went to, if it did.
fn leaf(judgement: &Judgement) -> Option<u64> {
    match judgement {
        Judgement::Refused { recorded, .. } => recorded.as_ref().map(|(index, _)| *index),
        other => panic!("not refused: {other:?}"),
    }
}

/// An opening that the county's region lacks, so that it is refused on record.
fn bad(kit: &mut Kit) -> Submission {
    let entry = kit.entry(opening(kit, "NOWHERE/RESERVE"), None);
    kit.sign(entry)
}

#[test]
fn every_leaf_counts_and_every_admission_binds_its_identity() {
    let mut kit = Kit::zhundong();
    kit.open("650100/650100-EEB");
    let before = ledger(&kit).leaves_next;
    let entry = kit.entry(opening(&kit, "650100/RESERVE"), None);
    let submission = kit.sign(entry);
    let at = kit.now;
    let Judgement::Admitted { index, .. } = kit.judge(&submission) else {
        panic!("refused")
    };
    assert_eq!(index, before);
    assert_eq!(
        (ledger(&kit).leaves_next, ledger(&kit).admitted_last),
        (before + 1, at)
    );
    let content = submission.entry.content();
    let draft = kit.draft();
    for key in [
        keys::entry_id(&content.head.id),
        keys::entry_hash(&submission.entry.entry_hash()),
    ] {
        assert_eq!(draft.must(&key).unwrap().index, index);
    }
}

#[test]
fn a_repeat_gets_the_first_admission_whoever_signed_it() {
    let mut kit = Kit::zhundong();
    let act = kit.region("650200", crate::domain::region::Level::Prefecture, "650000");
    let entry = Entry {
        head: kit.head(one_issuer("650000-EEB")),
        act: act.into(),
    };
    let first = sign(entry.clone(), &[signing_key("P-650000-EEB-I1")]);
    let Judgement::Admitted { index, .. } = kit.judge(&first) else {
        panic!("refused")
    };
    let leaves = ledger(&kit).leaves_next;
    for signer in ["P-650000-EEB-I1", "P-XPCC-EEB-I1", "P-XPCC-EEB-I2"] {
        let again = sign(entry.clone(), &[signing_key(signer)]);
        let Judgement::Repeated { admission } = kit.judge(&again) else {
            panic!("{signer}")
        };
        assert_eq!(admission.index, index);
    }
    // Also once its draft has expired, and what it opened is there already.
    kit.on("2028-01-01");
    let Judgement::Repeated { .. } = kit.judge(&first) else {
        panic!("judged anew")
    };
    assert_eq!(ledger(&kit).leaves_next, leaves);
}

fn one_issuer(party: &str) -> Vec<RequiredSigner> {
    vec![RequiredSigner::of(&of(party), Seat::Issue)]
}

#[test]
fn a_refused_envelope_gets_its_first_refusal_and_binds_nothing() {
    let mut kit = Kit::zhundong();
    let entry = kit.entry(opening(&kit, "650100/RESERVE"), None);
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    let by_a_stranger = sign(entry.clone(), &[signing_key("P-650000-EEB-I1")]);
    let judgement = kit.judge(&by_a_stranger);
    let index = leaf(&judgement).unwrap();
    let refusal = refused(judgement);
    assert_eq!(refusal.code, Code::KeyNotForSeat);
    let Judgement::RefusedBefore { row } = kit.judge(&by_a_stranger) else {
        panic!("anew")
    };
    assert_eq!((row.index, row.refusal), (index, refusal.recorded()));
    assert_eq!(row.kind, "account.open");
    // The rightful signer's envelope over the same payload is decided anew.
    let rightful = sign(entry, &[signing_key("P-650100-EEB-I1")]);
    admitted(kit.judge(&rightful));
    // What is admitted is so for everybody, whatever the signatures it comes with again.
    for envelope in [&rightful, &by_a_stranger] {
        let Judgement::Repeated { .. } = kit.judge(envelope) else {
            panic!("anew")
        };
    }
}

#[test]
fn a_refusal_changes_the_record_and_nothing_else() {
    let mut kit = Kit::zhundong();
    let submission = bad(&mut kit);
    let before = kit.state.clone();
    let judgement = kit.judge(&submission);
    assert!(leaf(&judgement).is_some());
    let changed: Vec<String> = kit
        .state
        .rows()
        .filter(|(key, value)| before.row(key).unwrap().as_deref() != Some(value))
        .map(|(key, _)| {
            String::from_utf8_lossy(&key.entity)
                .split('\0')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(changed, ["key", "ledger", "refusals", "refused"]);
    let month = kit
        .draft()
        .list(&keys::refusals_of(due_month(kit.now)))
        .unwrap();
    assert_eq!(month.len(), 1);
}

#[test]
fn a_transient_refusal_is_not_on_record() {
    let mut kit = Kit::zhundong();
    let mut entry = kit.entry(opening(&kit, "650100/RESERVE"), None);
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    entry.head.made = kit.now.plus_ms(30 * MINUTE_MS);
    let submission = kit.sign(entry);
    let leaves = ledger(&kit).leaves_next;
    let judgement = kit.judge(&submission);
    assert_eq!(leaf(&judgement), None);
    assert_eq!(refused(judgement).code, Code::MadeInFuture);
    assert_eq!(ledger(&kit).leaves_next, leaves);
    kit.now = kit.now.plus_ms(30 * MINUTE_MS);
    admitted(kit.judge(&submission));
}

#[test]
fn fresh_keys_alone_put_nothing_on_record() {
    let mut kit = Kit::zhundong();
    let claimed = KeyEnrol {
        person: of("P-650100-EEB-I1"),
        public_key: signing_key("fresh").public_key(),
        ..kit.key_enrol(&of("650100-EEB"), Seat::Issue, 1)
    };
    let mut entry = kit.entry(claimed, None);
    entry.head.signers = vec![RequiredSigner {
        new: true,
        ..one_issuer("650100-EEB").remove(0)
    }];
    let by_fresh_key = sign(entry.clone(), &[signing_key("fresh")]);
    assert_eq!(leaf(&kit.judge(&by_fresh_key)), None);
    let with_an_enrolled_key = sign(entry, &["fresh", "P-650000-EEB-I1"].map(signing_key));
    assert!(leaf(&kit.judge(&with_an_enrolled_key)).is_some());
}

#[test]
fn a_key_fills_at_most_its_days_count_of_the_record() {
    let mut kit = Kit::zhundong();
    let limits = Limits {
        refusals_per_key_and_day: 2,
        document_age_working_days: 60,
        ..Limits::default()
    };
    kit.adopt(None, vec![PolicyItem::Limits(limits)]);
    let recorded = |kit: &mut Kit| {
        let submission = bad(kit);
        leaf(&kit.judge(&submission)).is_some()
    };
    assert_eq!(
        [1, 2, 3, 4].map(|_| recorded(&mut kit)),
        [true, true, false, false]
    );
    // Another key's count is its own; an entry that both sign is bounded by either.
    let other = kit.entry(opening(&kit, "NOWHERE/RESERVE"), None);
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    let by = |names: &[&str]| {
        let signing: Vec<_> = names.iter().map(|name| signing_key(name)).collect();
        sign(other.clone(), &signing)
    };
    assert_eq!(
        leaf(&kit.judge(&by(&["P-650100-EEB-I1", "P-650000-EEB-I1"]))),
        None
    );
    assert!(leaf(&kit.judge(&by(&["P-650100-EEB-I1"]))).is_some());
    // What is admitted counts nothing, and the count begins anew at midnight in Beijing.
    kit.ceiling("650100", "SO2", "standing", "1");
    kit.now = kit.today().end().minus_ms(2 * MINUTE_MS);
    assert!(!recorded(&mut kit));
    kit.now = kit.today().end();
    assert_eq!([1, 2, 3].map(|_| recorded(&mut kit)), [true, true, false]);
}

/// Makes an entry wrong before it is signed.
type Amend<'a> = &'a dyn Fn(&mut Entry);

#[test]
fn the_lower_number_is_told_whether_head_or_act_refuses() {
    let mut kit = Kit::zhundong();
    let cap = |kit: &Kit, region: &str, indicator: &str, amount: Option<&str>| -> CapSet {
        kit.cap((region, indicator, "standing"), CapKind::Ceiling, amount)
    };
    let court = one_issuer("650000-COURT");
    let no_change: Amend = &|_| {};
    let by_court: Amend = &|entry| entry.head.signers.clone_from(&court);
    let expired: Amend = &|entry| {
        entry.head.made = entry.head.made.minus_ms(2);
        entry.head.expires = entry.head.made.plus_ms(1);
    };
    let elsewhere: Amend = &|entry| entry.head.ledger = None;
    let cases = [
        (
            cap(&kit, "650100", "XX", Some("1")),
            no_change,
            Code::IndicatorUnknown,
        ),
        (cap(&kit, "650100", "XX", Some("1")), expired, Code::Expired),
        (
            cap(&kit, "650100", "XX", Some("1")),
            by_court,
            Code::NotAuthorised,
        ),
        (
            cap(&kit, "NOWHERE", "XX", Some("1")),
            by_court,
            Code::UnknownId,
        ),
        (
            cap(&kit, "650100", "XX", None),
            by_court,
            Code::FieldMissing,
        ),
        (
            cap(&kit, "650100", "XX", None),
            elsewhere,
            Code::FieldMissing,
        ),
        (
            cap(&kit, "650100", "SO2", Some("1")),
            elsewhere,
            Code::OtherLedger,
        ),
    ];
    for (at, (act, amend, code)) in cases.into_iter().enumerate() {
        let refusal = kit.refused_entry(act, |entry| amend(entry));
        assert_eq!(refusal.code, code, "case {at}: {refusal}");
    }
}

#[test]
fn without_a_genesis_nothing_is_admitted_and_only_a_genesis_begins() {
    let mut kit = Kit::begun();
    let act = kit.region("650100", crate::domain::region::Level::Prefecture, "650000");
    let entry = kit.entry(act, None);
    let submission = kit.sign(entry);
    let nothing = MemoryState::default();
    let hash = submission.envelope_hash();
    let judgement = judge(&nothing, &submission.entry, &hash, kit.now).unwrap();
    assert_eq!(leaf(&judgement), None);
    assert_eq!(refused(judgement).code, Code::UnknownId);
    let judgement = kit.judge_genesis(&submission);
    assert_eq!(refused(judgement).code, Code::UnknownId);
}
