//! What reads as a note, a name and a key, and whose signature opens a note.

use proptest::prelude::*;

use super::*;
use crate::log::testing::{damaged, key, signer, verifier};

const TEXT: &str = "text of two lines\n\nand an empty one\n";

fn note() -> Note {
    Note::sign(TEXT, &signer("one", 1)).unwrap()
}

fn one() -> KeyVerifier<crate::log::testing::Verdict> {
    verifier("one", 1, SignatureType::Ed25519)
}

#[test]
fn a_note_reads_back_and_opens() {
    let mut note = note();
    note.add_signer(&signer("two", 2)).unwrap();
    let text = note.to_string();
    assert!(text.starts_with(&format!("{TEXT}\n\u{2014} one ")));
    let parsed = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(parsed, note);

    let opened = parsed.verify(&[&one()]).unwrap();
    assert_eq!(opened.text(), TEXT);
    let names = |signatures: &[Signature]| -> Vec<String> {
        signatures
            .iter()
            .map(|signature| signature.name().to_string())
            .collect()
    };
    assert_eq!(names(opened.verified()), ["one"]);
    assert_eq!(names(opened.unverified()), ["two"]);
    assert!(opened.is_signed_by(one().name(), one().key_id()));
    let two = verifier("two", 2, SignatureType::Ed25519);
    assert!(!opened.is_signed_by(two.name(), two.key_id()));
    assert!(
        parsed
            .verify(&[&two, &one()])
            .unwrap()
            .unverified()
            .is_empty()
    );
}

#[test]
fn a_text_may_hold_and_end_in_empty_lines() {
    for text in [
        "\n",
        "\n\n",
        "a\n\n",
        "a\n\n\n",
        "\u{2014} not a signature\n\nb\n",
    ] {
        let note = Note::sign(text, &signer("one", 1)).unwrap();
        assert_eq!(note.text(), text);
        assert_eq!(Note::parse(note.to_string().as_bytes()), Ok(note));
    }
}

#[test]
fn bytes_that_are_no_note_are_refused_with_the_reason() {
    let good = note().to_string();
    let line = good.lines().last().unwrap().to_owned();
    let encoded = line.rsplit(' ').next().unwrap();
    let with_line = |line: &str| format!("text\n\n{line}\n").into_bytes();
    let bad_line = |line| NoteError::SignatureLine { line };
    let many = format!(
        "text\n\n{}",
        format!("{line}\n").repeat(NOTE_SIGNATURES_MAX + 1)
    );
    let cases: Vec<(Vec<u8>, NoteError)> = vec![
        (vec![], NoteError::NoSeparator),
        (b"text\n".into(), NoteError::NoSeparator),
        (b"text\n\n".into(), bad_line(1)),
        (b"\n\n".into(), bad_line(1)),
        (b"te\xffxt\n\n".into(), NoteError::NotUtf8 { offset: 2 }),
        (
            good.replace("two", "t\two").into(),
            NoteError::ControlCharacter { offset: 9 },
        ),
        (
            good.replace('\n', "\r\n").into(),
            NoteError::ControlCharacter { offset: 17 },
        ),
        (
            good.replace("two", "t\0wo").into(),
            NoteError::ControlCharacter { offset: 9 },
        ),
        (
            vec![b'a'; NOTE_BYTES_MAX + 1],
            NoteError::TooLong {
                bytes: NOTE_BYTES_MAX + 1,
            },
        ),
        (many.into(), NoteError::TooManySignatures),
        (good.trim_end().into(), bad_line(1)),
        (format!("{good}\n").into(), bad_line(1)),
        (format!("{good}{line} \n").into(), bad_line(2)),
        (format!("{good}\n{good}x\n").into(), bad_line(2)),
        (with_line(&line.replace('\u{2014}', "-")), bad_line(1)),
        (
            with_line(&line.replace('\u{2014}', "\u{2013}")),
            bad_line(1),
        ),
        (
            with_line(&line.replace("\u{2014} ", "\u{2014}  ")),
            bad_line(1),
        ),
        (with_line(&line.replace("one", "o+e")), bad_line(1)),
        (with_line(&line.replace("one", "o\u{3000}e")), bad_line(1)),
        (with_line(&line.replace("one", "")), bad_line(1)),
        (
            with_line(&line.replace("one", &"n".repeat(256))),
            bad_line(1),
        ),
        (with_line(&format!("{line}=")), bad_line(1)),
        (with_line(line.trim_end_matches('=')), bad_line(1)),
        (with_line("\u{2014} one AAAAAA=="), bad_line(1)),
        (with_line("\u{2014} one AAAA"), bad_line(1)),
        (with_line("\u{2014} one "), bad_line(1)),
        (with_line("\u{2014} one"), bad_line(1)),
        (
            with_line(&format!("\u{2014} one two {encoded}")),
            bad_line(1),
        ),
    ];
    for (bytes, refused) in cases {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(100)]).into_owned();
        assert_eq!(Note::parse(&bytes), Err(refused), "{shown:?}");
    }
}

#[test]
fn sixteen_large_signatures_fit() {
    let mut note = note();
    for witness in 0..15 {
        let name = format!("{witness:0>255}");
        let large = Signature::new(&key(&name, 1, SignatureType::Ed25519), vec![9; 4700]).unwrap();
        note.add_signature(large).unwrap();
    }
    assert_eq!(Note::parse(note.to_string().as_bytes()), Ok(note));
}

#[test]
fn a_note_that_could_not_be_read_is_not_made() {
    let refused = |text: &str| match Note::sign(text, &signer("one", 1)) {
        Err(SignError::Note(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(""), NoteError::TextEnd);
    assert_eq!(refused("a"), NoteError::TextEnd);
    assert_eq!(refused("a\t\n"), NoteError::ControlCharacter { offset: 1 });
    assert!(matches!(
        refused(&format!("{}\n", "a".repeat(NOTE_BYTES_MAX))),
        NoteError::TooLong { .. }
    ));

    let mut note = note();
    let (name, key_id) = (one().name().clone(), one().key_id());
    let again = note.add_signer(&signer("one", 1));
    assert_eq!(
        again,
        Err(SignError::Note(NoteError::SameKeyAgain { name, key_id }))
    );
    let empty = Signature::new(&key("one", 1, SignatureType::Ed25519), vec![]);
    assert_eq!(empty, Err(NoteError::EmptySignature));
    for witness in 1..NOTE_SIGNATURES_MAX {
        note.add_signer(&signer(&format!("w{witness}"), 1)).unwrap();
    }
    let more = note.add_signer(&signer("more", 1));
    assert_eq!(more, Err(SignError::Note(NoteError::TooManySignatures)));

    let broken = KeySigner::new(key("one", 1, SignatureType::Ed25519), |_: &[u8]| {
        Err("locked")
    });
    assert_eq!(Note::sign("a\n", &broken), Err(SignError::Signer("locked")));
}

#[test]
fn a_wrong_signature_of_a_known_key_refuses_the_whole_note() {
    let good = note();
    let two = verifier("two", 2, SignatureType::Ed25519);
    let forged = Signature::new(two.key(), vec![0; 64]).unwrap();
    let (name, key_id) = (two.name().clone(), two.key_id());
    let mut note = good.clone();
    note.add_signature(forged).unwrap();
    let refused = note.verify(&[&one(), &two]);
    assert_eq!(
        refused,
        Err(VerifyError::Invalid {
            name: name.clone(),
            key_id
        })
    );
    // Whoever does not know the second key has no reason to doubt the first.
    assert!(note.verify(&[&one()]).is_ok());

    for length in [0, 1, 63, 65] {
        assert!(!two.verify(TEXT, &vec![0; length]));
    }
}

#[test]
fn only_name_and_id_together_make_a_key_known() {
    let note = note();
    let same_name = verifier("one", 2, SignatureType::Ed25519);
    let same_key_other_name = verifier("other", 1, SignatureType::Ed25519);
    let same_key_other_type = verifier("one", 1, SignatureType::CosignatureV1);
    for stranger in [&same_name, &same_key_other_name, &same_key_other_type] {
        assert_eq!(note.verify(&[stranger]), Err(VerifyError::NoneKnown));
    }
    assert_eq!(note.verify(&[]), Err(VerifyError::NoneKnown));
    let (name, key_id) = (one().name().clone(), one().key_id());
    let ambiguous = note.verify(&[&one(), &one()]);
    assert_eq!(ambiguous, Err(VerifyError::Ambiguous { name, key_id }));
}

#[test]
fn a_known_key_signs_once() {
    let good = note().to_string();
    let line = good.lines().last().unwrap();
    let twice = Note::parse(format!("{good}{line}\n").as_bytes()).unwrap();
    let (name, key_id) = (one().name().clone(), one().key_id());
    assert_eq!(
        twice.verify(&[&one()]),
        Err(VerifyError::Repeated { name, key_id })
    );
}

#[test]
fn no_damaged_note_opens() {
    for bytes in damaged(note().to_string().as_bytes()) {
        let opened = Note::parse(&bytes).map(|note| note.verify(&[&one()]));
        assert!(
            !matches!(opened, Ok(Ok(_))),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn verifier_keys_have_one_spelling() {
    let key = key("example.org/ledger", 3, SignatureType::Ed25519);
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key.clone()));
    for bytes in damaged(text.as_bytes()) {
        if let Ok(text) = String::from_utf8(bytes) {
            assert!(text.parse::<VerifierKey>().is_err(), "{text}");
        }
    }
    let [name, id, material] = text.splitn(3, '+').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let cases = [
        (String::new(), KeyError::Form),
        (name.to_owned(), KeyError::Form),
        (format!("{name}+{id}"), KeyError::Form),
        (format!("{name}+0{id}+{material}"), KeyError::Form),
        (
            format!("{name}+{}+{material}", id.to_uppercase()),
            KeyError::Form,
        ),
        (format!("+{id}+{material}"), KeyError::Name),
        (format!("a b+{id}+{material}"), KeyError::Name),
        (format!("{name}+{id}+"), KeyError::Material),
        (format!("{name}+{id}+AQ=="), KeyError::Material),
        (format!("{name}+{id}+AA=="), KeyError::Type { byte: 0 }),
        (format!("{name}+{id}+{material}="), KeyError::Material),
    ];
    assert_ne!(
        id,
        id.to_uppercase(),
        "the case above needs a letter in the id"
    );
    for (text, refused) in cases {
        assert_eq!(text.parse::<VerifierKey>(), Err(refused), "{text}");
    }
    let renamed = text.replace("ledger", "leader").parse::<VerifierKey>();
    assert!(matches!(renamed, Err(KeyError::Id { stated, .. }) if stated == key.id()));
}

#[test]
fn one_key_has_another_id_under_another_name_or_type() {
    let ids = [("a", SignatureType::Ed25519), ("b", SignatureType::Ed25519)]
        .into_iter()
        .chain([("a", SignatureType::CosignatureV1)])
        .map(|(name, signature_type)| key(name, 1, signature_type).id())
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(ids.len(), 3);
}

proptest! {
    #[test]
    fn what_reads_as_a_note_has_one_spelling(
        text in "[a \u{2014}\n]{0,12}\n\n(\u{2014} [ab]{1,2} (AAAAA[AQgw]{3}|AAAAAA[AQ]=)\n){0,3}",
    ) {
        if let Ok(note) = Note::parse(text.as_bytes()) {
            prop_assert_eq!(note.to_string(), text);
        }
    }

    #[test]
    fn no_bytes_make_a_parser_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        text in ".{0,80}",
        at: prop::sample::Index,
    ) {
        let _ = Note::parse(&bytes);
        let _ = Note::parse(text.as_bytes());
        let _ = text.parse::<VerifierKey>();
        let _ = text.parse::<KeyName>();
        // The same inside a good note.
        let good = note().to_string().into_bytes();
        let at = at.index(good.len());
        let _ = Note::parse(&[&good[..at], &bytes, &good[at..]].concat());
    }

    #[test]
    fn no_other_byte_in_its_place_opens_a_note(at: prop::sample::Index, byte: u8) {
        let mut bytes = note().to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let opened = Note::parse(&bytes).map(|note| note.verify(&[&one()]));
        prop_assert!(!matches!(opened, Ok(Ok(_))));
    }
}
