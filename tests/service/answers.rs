//! What a submission is answered, first and again.

use super::*;

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
fn an_envelope_without_signatures_is_no_submission() {
    let mut office = filled();
    let act = office.issue(FIRM, "SO2", "1");
    let drafted = office.draft(act, &DraftOptions::default());
    let bare = Envelope::new(drafted.payload).unwrap().to_bytes();
    assert!(matches!(office.submit(&bare), Answer::Invalid(_)));
}
