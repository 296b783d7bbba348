//! What reads as a checkpoint, and whose checkpoint opens.

use proptest::prelude::*;

use super::*;
use crate::log::cosignature::{self, Cosignature};
use crate::log::note::{SignatureType, VerifyError};
use crate::log::testing::{ORIGIN, Verdict, damaged, key, secret, signer, verifier};
use crate::log::tree::{Frontier, leaf_hash};

fn head(size: u8) -> TreeHead {
    let mut frontier = Frontier::new();
    (0..size).for_each(|number| frontier.push(leaf_hash(&[number])));
    frontier.head()
}

fn checkpoint() -> Checkpoint {
    Checkpoint::new(ORIGIN, head(10)).unwrap()
}

fn signed() -> Note {
    checkpoint().sign(&signer(ORIGIN, 1)).unwrap()
}

fn log() -> crate::log::note::KeyVerifier<Verdict> {
    verifier(ORIGIN, 1, SignatureType::Ed25519)
}

/// Adds the cosignature of a witness over a checkpoint, which need not be the note's own.
fn cosign(note: &mut Note, name: &str, seed: u8, time_s: u64, witnessed: &Checkpoint) {
    use ed25519_dalek::Signer as _;
    let message = cosignature::message(time_s, witnessed).unwrap();
    let signature = secret(seed).sign(message.as_bytes()).to_bytes();
    let key = key(name, seed, SignatureType::CosignatureV1);
    let line = Cosignature::new(time_s, signature)
        .unwrap()
        .to_signature(&key)
        .unwrap();
    note.add_signature(line).unwrap();
}

#[test]
fn the_example_of_the_specification_reads_back() {
    let text = "example.com/behind-the-sofa\n20852163\n\
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let parsed = Checkpoint::parse(text).unwrap();
    assert_eq!(parsed.origin(), "example.com/behind-the-sofa");
    assert_eq!(parsed.head().size, 20_852_163);
    assert_eq!(parsed.to_string(), text);

    let extended = format!("{text}one\ntwo\n");
    let parsed = Checkpoint::parse(&extended).unwrap();
    assert_eq!(parsed.extensions(), ["one", "two"]);
    assert_eq!(parsed.to_string(), extended);
}

#[test]
fn texts_that_are_no_checkpoint_are_refused_with_the_reason() {
    let root = head(10).root.to_base64();
    let size = |text: &str| CheckpointError::Size {
        text: text.to_owned(),
    };
    let bad_root = |text: &str| CheckpointError::Root {
        text: text.to_owned(),
    };
    let cases = [
        (String::new(), CheckpointError::Lines),
        ("\n".into(), CheckpointError::Lines),
        ("o\n10\n".into(), CheckpointError::Lines),
        (format!("o\n10\n{root}"), CheckpointError::Lines),
        (format!("\n10\n{root}\n"), CheckpointError::Origin),
        (format!("o\tp\n10\n{root}\n"), CheckpointError::Origin),
        (format!("o\n010\n{root}\n"), size("010")),
        (format!("o\n+10\n{root}\n"), size("+10")),
        (format!("o\n 10\n{root}\n"), size(" 10")),
        (format!("o\n10\r\n{root}\n"), size("10\r")),
        (format!("o\n\n{root}\n"), size("")),
        (
            format!("o\n9223372036854775808\n{root}\n"),
            size("9223372036854775808"),
        ),
        (
            format!("o\n{}\n{root}\n", "9".repeat(99)),
            size(&"9".repeat(64)),
        ),
        ("o\n10\n\n".into(), bad_root("")),
        ("o\n10\nAAAA\n".into(), bad_root("AAAA")),
        (format!("o\n10\n{root} \n"), bad_root(&format!("{root} "))),
        (
            format!("o\n10\n{root}\n\n"),
            CheckpointError::Extension { line: 1 },
        ),
        (
            format!("o\n10\n{root}\na\n\nb\n"),
            CheckpointError::Extension { line: 2 },
        ),
        (
            format!("o\n10\n{root}\na\tb\n"),
            CheckpointError::Extension { line: 1 },
        ),
        (
            format!("o\n0\n{root}\n"),
            CheckpointError::EmptyRoot {
                root: head(10).root,
            },
        ),
    ];
    for (text, refused) in cases {
        assert_eq!(Checkpoint::parse(&text), Err(refused), "{text:?}");
    }
    // The last character before the padding has two bits that no byte of the root uses.
    let zero = Hash::from_bytes([0; 32]).to_base64();
    assert!(Checkpoint::parse(&format!("o\n10\n{zero}\n")).is_ok());
    assert!(Checkpoint::parse(&format!("o\n10\n{}\n", zero.replace("A=", "B="))).is_err());
    assert!(Checkpoint::parse(&format!("o\n0\n{}\n", EMPTY_ROOT.to_base64())).is_ok());
    let line_break = Checkpoint::new("o\n1", head(1));
    assert_eq!(line_break, Err(CheckpointError::Origin));
}

#[test]
fn a_checkpoint_opens_for_its_log_and_its_witnesses() {
    let mut note = signed();
    cosign(&mut note, "w.example", 5, 1_900_000_000, &checkpoint());
    let (log, witness) = (
        log(),
        verifier("w.example", 5, SignatureType::CosignatureV1),
    );
    let trust = Trust {
        origin: ORIGIN,
        log: &log,
        witnesses: &[&witness],
        unknown: UnknownSignatures::Refuse,
    };
    let opened = open(note.to_string().as_bytes(), &trust).unwrap();
    assert_eq!(opened.head(), head(10));
    assert_eq!(opened.checkpoint(), &checkpoint());
    let [_, cosigned] = opened.verified() else {
        panic!("{opened:?}")
    };
    assert_eq!(
        Cosignature::parse(cosigned.bytes()).unwrap().time_s(),
        1_900_000_000
    );

    // A reader who does not know the witness refuses the line, or sets it aside.
    let alone = Trust {
        witnesses: &[],
        ..trust
    };
    assert_eq!(
        open_note(&note, &alone),
        Err(OpenError::UnknownSignature {
            name: witness.key().name().clone(),
            key_id: witness.key().id()
        })
    );
    let opened = open_note(
        &note,
        &Trust {
            unknown: UnknownSignatures::Ignore,
            ..alone
        },
    )
    .unwrap();
    assert_eq!((opened.verified().len(), opened.unverified().len()), (1, 1));
}

#[test]
fn a_checkpoint_that_is_not_the_log_s_does_not_open() {
    let (log, witness) = (
        log(),
        verifier("w.example", 5, SignatureType::CosignatureV1),
    );
    let trust = Trust {
        origin: ORIGIN,
        log: &log,
        witnesses: &[&witness],
        unknown: UnknownSignatures::Ignore,
    };
    let (name, key_id) = (log.key().name().clone(), log.key().id());

    let stranger = checkpoint().sign(&signer("stranger", 9)).unwrap();
    assert_eq!(
        open_note(&stranger, &trust),
        Err(VerifyError::NoneKnown.into())
    );

    let mut witness_only = stranger;
    cosign(&mut witness_only, "w.example", 5, 1, &checkpoint());
    assert_eq!(
        open_note(&witness_only, &trust),
        Err(OpenError::NotSignedByLog { name, key_id })
    );

    let other = Checkpoint::new("example.org/other", head(10)).unwrap();
    let other = other.sign(&signer(ORIGIN, 1)).unwrap();
    let refused = OpenError::OtherLog {
        expected: ORIGIN.to_owned(),
        found: "example.org/other".to_owned(),
    };
    assert_eq!(open_note(&other, &trust), Err(refused));

    let text = Note::sign("no checkpoint\n", &signer(ORIGIN, 1)).unwrap();
    let refused = OpenError::Checkpoint(CheckpointError::Lines);
    assert_eq!(open_note(&text, &trust), Err(refused));

    // The witness saw another tree.
    let mut forked = signed();
    cosign(
        &mut forked,
        "w.example",
        5,
        1,
        &Checkpoint::new(ORIGIN, head(9)).unwrap(),
    );
    assert!(matches!(
        open_note(&forked, &trust),
        Err(OpenError::Verify(VerifyError::Invalid { .. }))
    ));
}

#[test]
fn a_note_signature_is_no_cosignature() {
    // The same key and text, but the plain signature is not over the cosignature's message.
    let key = key("w.example", 5, SignatureType::CosignatureV1);
    let plain = signer("w.example", 5);
    let plain = crate::log::note::Signer::sign(&plain, checkpoint().to_string().as_bytes());
    let bytes = [&[0; 8], plain.unwrap().as_slice()].concat();
    let mut note = signed();
    note.add_signature(crate::log::note::Signature::new(&key, bytes).unwrap())
        .unwrap();
    let witness = verifier("w.example", 5, SignatureType::CosignatureV1);
    assert!(matches!(
        note.verify(&[&witness]),
        Err(VerifyError::Invalid { .. })
    ));
}

#[test]
fn no_damaged_checkpoint_opens() {
    let mut note = signed();
    cosign(&mut note, "w.example", 5, 1_900_000_000, &checkpoint());
    let (log, witness) = (
        log(),
        verifier("w.example", 5, SignatureType::CosignatureV1),
    );
    let trust = Trust {
        origin: ORIGIN,
        log: &log,
        witnesses: &[&witness],
        unknown: UnknownSignatures::Refuse,
    };
    for bytes in damaged(note.to_string().as_bytes()) {
        assert!(
            open(&bytes, &trust).is_err(),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

proptest! {
    #[test]
    fn what_reads_as_a_checkpoint_has_one_spelling(
        size in "(0|1|01|7)",
        root in "[A-D]{42}[A-P]=",
        extensions in "(a?\n){0,3}",
    ) {
        let text = format!("o\n{size}\n{root}\n{extensions}");
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(.|\n){0,200}") {
        let _ = Checkpoint::parse(&text);
    }
}
