use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use proptest::prelude::*;

use super::super::{ENVELOPE_BYTES_MAX, INPUT_BYTES_MAX, SigningKey};
use super::*;

fn key(n: u8) -> SigningKey {
    SigningKey::from_seed(&[n; 32])
}

fn signed(payload: &[u8], signers: &[u8]) -> Envelope {
    let mut envelope = Envelope::new(payload.to_vec()).unwrap();
    for n in signers {
        envelope.sign_with(&key(*n)).unwrap();
    }
    envelope
}

/// One envelope as text, its parts replaceable.
fn spelled(payload: &str, payload_type: &str, signatures: &str) -> String {
    format!(r#"{{"payload":{payload},"payloadType":{payload_type},"signatures":{signatures}}}"#)
}

const TYPE: &str = r#""application/vnd.qledger.entry+json""#;

fn signature_text(sig: &[u8]) -> String {
    let key_id = key(1).public_key().key_id();
    format!(r#"{{"keyid":"{key_id}","sig":"{}"}}"#, BASE64.encode(sig))
}

#[test]
fn the_stored_spelling_is_canonical_and_read_back() {
    let envelope = signed(br#"{"n":1}"#, &[1, 2]);
    let stored = envelope.to_bytes();
    let text = String::from_utf8(stored.clone()).unwrap();
    assert!(text.starts_with(
        r#"{"payload":"eyJuIjoxfQ==","payloadType":"application/vnd.qledger.entry+json","signatures":[{"keyid":""#
    ));
    assert_eq!(Envelope::parse_stored(&stored), Ok(envelope));
}

#[test]
fn a_foreign_spelling_is_rewrapped_to_the_same_bytes() {
    let envelope = signed(br#"{"n":1}"#, &[1]);
    let signature = &envelope.signatures()[0];
    let foreign = format!(
        "\n{{ \"signatures\": [\t{{\"sig\":\"{}\", \"keyid\":\"{}\"}} ],\r\n \"payload\\u0054ype\": \
         \"application\\/vnd.qledger.entry+json\", \"payload\":\"eyJuIjoxfQ\\u003d=\" }}\n",
        BASE64.encode(signature.sig),
        signature.key_id,
    );
    let read = Envelope::parse(foreign.as_bytes()).unwrap();
    assert_eq!(read, envelope);
    assert_eq!(read.to_bytes(), envelope.to_bytes());
    assert_eq!(
        Envelope::parse_stored(foreign.as_bytes()),
        Err(EnvelopeError::NotStoredSpelling { at: 0 })
    );
    let mut with_newline = envelope.to_bytes();
    with_newline.push(b'\n');
    let at = with_newline.len() - 1;
    assert_eq!(
        Envelope::parse_stored(&with_newline),
        Err(EnvelopeError::NotStoredSpelling { at })
    );
}

/// Each text is refused with the error of its row.
fn assert_refused(cases: &[(String, &str)]) {
    for (text, expected) in cases {
        let start: String = text.chars().take(200).collect();
        match Envelope::parse(text.as_bytes()) {
            Ok(_) => panic!("accepted: {start}"),
            Err(error) => assert!(
                format!("{error:?}").starts_with(expected),
                "{start}\n  expected {expected}\n  found {error:?}"
            ),
        }
    }
}

#[test]
fn what_is_not_an_object_of_the_three_fields_is_refused_by_name() {
    let drafted = spelled(r#""YQ==""#, TYPE, "[]");
    let with = |field: &str| drafted.replacen('{', &format!("{{{field},"), 1);
    assert_refused(&[
        (String::new(), "NotJson"),
        ("{".into(), "NotJson"),
        ("nul".into(), "NotJson"),
        (format!("{drafted} x"), "NotJson"),
        (format!("\u{feff}{drafted}"), "NotJson"),
        ("[".repeat(100_000), "NotJson"),
        ("null".into(), "NotAnObject { place: Envelope }"),
        (
            format!(r#"[{TYPE},"YQ==",[]]"#),
            "NotAnObject { place: Envelope }",
        ),
        (
            "{}".into(),
            "FieldMissing { place: Envelope, field: \"payload\" }",
        ),
        (
            format!(r#"{{"payload":"YQ==","payloadType":{TYPE}}}"#),
            "FieldMissing { place: Envelope, field: \"signatures\" }",
        ),
        (
            with(r#""payload":"YQ==""#),
            "FieldRepeated { place: Envelope, field: \"payload\" }",
        ),
        (
            with(r#""p\u0061yload":1"#),
            "FieldRepeated { place: Envelope, field: \"payload\" }",
        ),
        (
            with(r#""signatures":[]"#),
            "FieldRepeated { place: Envelope, field: \"signatures\" }",
        ),
        (
            with(r#""alg":"none""#),
            "FieldUnknown { place: Envelope, field: \"alg\" }",
        ),
        (
            with(r#""Payload":"YQ==""#),
            "FieldUnknown { place: Envelope, field: \"Payload\" }",
        ),
    ]);
    assert_eq!(
        Envelope::parse(b"{\"\xff"),
        Err(EnvelopeError::NotUtf8 { at: 2 })
    );
}

#[test]
fn a_payload_that_is_not_strict_base64_of_the_one_type_is_refused() {
    let not_text = "FieldNotText { place: Envelope, field: \"payload\" }";
    let not_base64 = "FieldNotBase64 { place: Envelope, field: \"payload\"";
    let not_our_type = "PayloadTypeOther { found: \"";
    let payload = |text: &str| spelled(text, TYPE, "[]");
    let typed = |text: &str| spelled(r#""YQ==""#, text, "[]");
    assert_refused(&[
        (payload("7"), not_text),
        (payload("[\"YQ==\"]"), not_text),
        (payload(r#""\ud800""#), not_text),
        (payload(r#""YQ""#), not_base64),
        (payload(r#""YQ=""#), not_base64),
        (payload(r#""YQ===""#), not_base64),
        (payload(r#""YQ==YQ==""#), not_base64),
        (payload(r#""YR==""#), not_base64),
        (payload(r#""YWJ=""#), not_base64),
        (payload(r#""YQ==\n""#), not_base64),
        (payload(r#"" YQ==""#), not_base64),
        (payload(r#""_-8=""#), not_base64),
        (typed(r#""application/json""#), not_our_type),
        (
            typed(r#""Application/vnd.qledger.entry+json""#),
            not_our_type,
        ),
        (
            typed(r#""application/vnd.qledger.entry+json ""#),
            not_our_type,
        ),
        (typed(r#""""#), not_our_type),
        (
            typed("null"),
            "FieldNotText { place: Envelope, field: \"payloadType\" }",
        ),
    ]);
}

#[test]
fn a_malformed_signature_is_refused_with_its_place() {
    let right = signature_text(&[0; 64]);
    let list = format!("[{right}]");
    let listed = |text: &str| spelled(r#""YQ==""#, TYPE, text);
    let changed = |from: &str, to: &str| listed(&list.replace(from, to));
    let many = vec![right.as_str(); SIGNATURES_MAX + 1].join(",");
    assert_refused(&[
        (listed("{}"), "SignaturesNotAnArray"),
        (listed("null"), "SignaturesNotAnArray"),
        (
            listed(&format!("[{many}]")),
            "SignaturesTooMany { found: 17, max: 16 }",
        ),
        (listed("[[]]"), "NotAnObject { place: Signature(0) }"),
        (
            listed(&format!("[{right},7]")),
            "NotAnObject { place: Signature(1) }",
        ),
        (
            listed(r#"[{"sig":""}]"#),
            "FieldMissing { place: Signature(0), field: \"keyid\" }",
        ),
        (
            changed("\"sig\"", "\"cert\":\"\",\"sig\""),
            "FieldUnknown { place: Signature(0), field: \"cert\" }",
        ),
        (
            changed("\"sig\"", "\"sig\":\"\",\"sig\""),
            "FieldRepeated { place: Signature(0), field: \"sig\" }",
        ),
        (
            changed("\"keyid\":\"", "\"keyid\":\"0"),
            "KeyIdMalformed { index: 0",
        ),
        (
            listed(r#"[{"keyid":"","sig":""}]"#),
            "KeyIdMalformed { index: 0, found: \"\" }",
        ),
        (
            listed(&format!("[{right},{}]", signature_text(&[0; 63]))),
            "SignatureLength { index: 1, found: 63 }",
        ),
        (
            listed(&format!("[{}]", signature_text(&[0; 65]))),
            "SignatureLength { index: 0, found: 65 }",
        ),
        (
            changed("==", ""),
            "FieldNotBase64 { place: Signature(0), field: \"sig\"",
        ),
        (
            changed("A==", "B=="),
            "FieldNotBase64 { place: Signature(0), field: \"sig\"",
        ),
    ]);
}

#[test]
fn limits_hold_at_their_edges() {
    let full = vec![0xfb; PAYLOAD_BYTES_MAX];
    let signature = Signature {
        key_id: KeyId::from_bytes([0xee; 32]),
        sig: [0xfb; 64],
    };
    let largest = Envelope::with_signatures(full.clone(), vec![signature; SIGNATURES_MAX]).unwrap();
    let stored = largest.to_bytes();
    assert_eq!(
        stored.len(),
        ENVELOPE_BYTES_MAX,
        "the limit is what the largest envelope needs"
    );
    assert_eq!(Envelope::parse_stored(&stored), Ok(largest));

    let over = [full.as_slice(), b"x"].concat();
    let error = EnvelopeError::PayloadTooLong {
        found: 40_961,
        max: 40_960,
    };
    assert_eq!(Envelope::new(over.clone()), Err(error.clone()));
    let text = spelled(&format!("\"{}\"", BASE64.encode(over)), TYPE, "[]");
    assert_eq!(Envelope::parse(text.as_bytes()), Err(error));
    assert_eq!(
        Envelope::with_signatures(Vec::new(), vec![signature; SIGNATURES_MAX + 1]),
        Err(EnvelopeError::SignaturesTooMany { found: 17, max: 16 })
    );

    let mut text = signed(b"{}", &[1]).to_bytes();
    text.resize(INPUT_BYTES_MAX, b' ');
    assert!(Envelope::parse(&text).is_ok());
    text.push(b' ');
    let (found, max) = (INPUT_BYTES_MAX + 1, INPUT_BYTES_MAX);
    assert_eq!(
        Envelope::parse(&text),
        Err(EnvelopeError::TextTooLong { found, max })
    );
}

#[test]
fn messages_do_not_grow_with_what_was_sent() {
    let long = "x".repeat(10_000);
    for text in [
        spelled("\"\"", &format!("\"{long}\""), "[]"),
        format!(r#"{{"{long}":1}}"#),
        spelled("\"\"", TYPE, &format!(r#"[{{"keyid":"{long}","sig":""}}]"#)),
    ] {
        let message = Envelope::parse(text.as_bytes()).unwrap_err().to_string();
        assert!(message.len() < 300, "{} bytes", message.len());
    }
}

#[test]
fn only_a_signature_that_verifies_is_attached_and_only_once() {
    let mut envelope = signed(b"{}", &[1]);
    let (clerk, other) = (key(2), key(3));
    let key_id = clerk.public_key().key_id();
    let foreign = clerk.sign(b"something else");
    assert_eq!(
        envelope.attach(&clerk.public_key(), foreign),
        Err(EnvelopeError::SignatureRefused {
            key_id,
            reason: SignatureError::Mismatch
        })
    );
    let borrowed = other.sign(&envelope.pae());
    assert!(envelope.attach(&clerk.public_key(), borrowed).is_err());
    assert_eq!(envelope.signatures().len(), 1);

    let own = clerk.sign(&envelope.pae());
    envelope.attach(&clerk.public_key(), own).unwrap();
    assert_eq!(
        envelope.sign_with(&clerk),
        Err(EnvelopeError::KeySignedAlready { key_id })
    );
    assert_eq!(envelope.signatures()[1], Signature { key_id, sig: own });
}

#[test]
fn a_seventeenth_signature_is_refused() {
    let signers: Vec<u8> = (1..=16).collect();
    let mut envelope = signed(b"{}", &signers);
    assert_eq!(
        envelope.sign_with(&key(17)),
        Err(EnvelopeError::SignaturesTooMany { found: 17, max: 16 })
    );
}

#[test]
fn a_signer_that_fails_or_uses_another_key_adds_nothing() {
    struct Token {
        claims: PublicKey,
        holds: Option<SigningKey>,
    }
    impl Sign for Token {
        fn public_key(&self) -> PublicKey {
            self.claims
        }
        fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], SignFailure> {
            let reason = "token removed".to_owned();
            self.holds
                .as_ref()
                .map(|key| key.sign(message))
                .ok_or(SignFailure::Unavailable { reason })
        }
    }
    let mut envelope = signed(b"{}", &[]);
    let claims = key(1).public_key();
    let error = envelope
        .sign_with(&Token {
            claims,
            holds: None,
        })
        .unwrap_err();
    assert!(
        matches!(error, EnvelopeError::SignerFailed { .. }),
        "{error}"
    );
    let error = envelope
        .sign_with(&Token {
            claims,
            holds: Some(key(2)),
        })
        .unwrap_err();
    assert!(
        matches!(error, EnvelopeError::SignatureRefused { .. }),
        "{error}"
    );
    assert!(envelope.signatures().is_empty());
}

prop_compose! {
    fn any_envelope()(
        payload in proptest::collection::vec(any::<u8>(), 0..300),
        signatures in proptest::collection::vec((any::<[u8; 32]>(), any::<[[u8; 32]; 2]>()), 0..4),
    ) -> Envelope {
        let signatures = signatures.into_iter().map(|(id, [r, s])| Signature {
            key_id: KeyId::from_bytes(id),
            sig: [r, s].concat().try_into().unwrap(),
        });
        Envelope::with_signatures(payload, signatures.collect()).unwrap()
    }
}

proptest! {
    #[test]
    fn what_is_stored_is_read_back(envelope in any_envelope()) {
        prop_assert_eq!(Envelope::parse_stored(&envelope.to_bytes()), Ok(envelope));
    }

    #[test]
    fn a_stored_envelope_has_no_free_byte(
        envelope in any_envelope(),
        at: prop::sample::Index,
        mask in 1_u8..,
    ) {
        let mut text = envelope.to_bytes();
        let at = at.index(text.len());
        text[at] ^= mask;
        // Refused, or another envelope: never the same one from other bytes.
        if let Ok(other) = Envelope::parse_stored(&text) {
            prop_assert_ne!(other, envelope);
        }
    }

    #[test]
    fn the_stored_reader_accepts_what_the_general_one_would_write_back(
        envelope in any_envelope(),
        edits in proptest::collection::vec(
            (any::<prop::sample::Index>(), prop::sample::select(b"\"{}[],:= AQgw/+0af".to_vec()), 0..3),
            0..3,
        ),
    ) {
        let mut text = envelope.to_bytes();
        for (at, byte, kind) in edits {
            let at = at.index(text.len());
            match kind {
                0 => text.insert(at, byte),
                1 => text[at] = byte,
                _ => drop(text.drain(at..=at)),
            }
        }
        let general = Envelope::parse(&text).ok().filter(|read| read.to_bytes() == text);
        prop_assert_eq!(Envelope::parse_stored(&text).ok(), general);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Envelope::parse(&bytes);
    }

    #[test]
    fn json_like_text_never_panics(text in r#"([\[\]{}:,"\\]|payload|Type|signatures|keyid|sig|u0061| |YQ==|1e9){0,40}"#) {
        if let Ok(envelope) = Envelope::parse(text.as_bytes()) {
            prop_assert!(Envelope::parse_stored(&envelope.to_bytes()).is_ok());
        }
    }
}
