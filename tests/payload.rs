//! Payloads that are not admissible, each with the refusal it gets before any rule is asked.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod provoked;
mod small_ledger;

use qledger::codec::entry::{decode, encode};
use qledger::domain::moment::Moment;
use qledger::domain::refusal::Code;
use qledger::replay::CheckpointKey;
use qledger::service::{Answer, Clock, Entropy, Ledger};
use qledger::store::{Group, MemoryStore, Store};
use small_ledger::{Made, genesis, key, parsed};

/// The genesis of the example with one part of its text replaced.
fn with(old: &str, new: &str) -> Vec<u8> {
    let text = String::from_utf8(encode(&genesis()).unwrap()).unwrap();
    assert!(text.contains(old), "the payload has no {old}");
    text.replacen(old, new, 1).into_bytes()
}

#[test]
fn a_payload_reads_back_as_it_was_written() {
    let payload = encode(&genesis()).unwrap();
    assert_eq!(decode(&payload).unwrap(), genesis());
}

#[test]
fn a_payload_in_a_second_spelling_is_refused() {
    for (what, payload) in [
        ("white space", with(r#""basis":null"#, r#""basis": null"#)),
        ("keys out of order", with(r#""v":1"#, r#""a":1"#)),
        (
            "a key twice",
            with(r#""basis":null"#, r#""basis":null,"basis":null"#),
        ),
        ("a float", with(r#""rules":1"#, r#""rules":1.0"#)),
        (
            "an escape that is not needed",
            with("qledger.example", r"\u0071ledger.example"),
        ),
        (
            "not in form C",
            with("example ledger", "exa\u{301}mple ledger"),
        ),
        (
            "a final newline",
            [encode(&genesis()).unwrap(), b"\n".to_vec()].concat(),
        ),
        (
            "a field left out that could be null",
            with(r#""basis":null,"#, ""),
        ),
    ] {
        let refusal = decode(&payload).expect_err(what);
        assert_eq!(refusal.code, Code::NotCanonical, "{what}: {refusal}");
        provoked::note(refusal.code.name());
    }
}

#[test]
fn a_newer_format_is_told_from_a_broken_one() {
    let refusal = decode(&with(r#""v":1"#, r#""v":2"#)).unwrap_err();
    assert_eq!(refusal.code, Code::VersionUnknown);
    provoked::note(refusal.code.name());
}

#[test]
fn the_set_of_kinds_is_closed() {
    let refusal = decode(&with(r#""kind":"genesis""#, r#""kind":"grant""#)).unwrap_err();
    assert_eq!(refusal.code, Code::KindUnknown);
    provoked::note(refusal.code.name());
}

#[test]
fn fields_and_values_of_other_forms_do_not_read() {
    for (what, payload) in [
        (
            "a field that is not known",
            with(r#""v":1"#, r#""v":1,"w":1"#),
        ),
        (
            "another kind's body",
            with(r#""kind":"genesis""#, r#""kind":"cap.set""#),
        ),
        (
            "a moment in another zone",
            with("08:00:00.000+08:00", "00:00:00.000+00:00"),
        ),
        (
            "a region in lower case",
            with(r#""region":"XPCC""#, r#""region":"xpcc""#),
        ),
        (
            "a hidden character",
            with("example ledger", "example\u{200B}ledger"),
        ),
        ("a key of small order", with("ed25519:8a88", "ed25519:0000")),
        ("no JSON object", b"[]".to_vec()),
    ] {
        let refusal = decode(&payload).expect_err(what);
        assert_eq!(refusal.code, Code::Unreadable, "{what}: {refusal}");
        provoked::note(refusal.code.name());
    }
}

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn now(&self) -> Moment {
        parsed("2027-01-04T09:00:00.000+08:00")
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

impl Entropy for Still {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[test]
fn a_signature_made_for_something_else_does_not_pass_for_one_on_an_entry() {
    let genesis = Made::new(genesis(), &[1, 2, 3], "2027-01-04T09:00:00.000+08:00");
    let envelope = genesis.envelope.to_bytes();
    let begin = |_: &CheckpointKey, group: Group<'_>| {
        let mut store = MemoryStore::new();
        store.append(0, group)?;
        Ok(Box::new(store) as Box<dyn Store>)
    };
    let (clock, entropy) = (Box::new(Still), Box::new(Still));
    let mut ledger =
        Ledger::create_signed(begin, &envelope, Box::new(key(3)), clock, entropy).unwrap();
    let other = String::from_utf8(envelope)
        .unwrap()
        .replace("qledger.entry", "other.thing");
    let answers = ledger.submit(&[other.into_bytes()]).unwrap();
    let [
        Answer::Refused {
            refusal,
            index: None,
        },
    ] = answers.as_slice()
    else {
        panic!("{answers:?}");
    };
    assert_eq!(refusal.code, Code::PayloadTypeUnknown);
    provoked::note(refusal.code.name());
}
