use std::convert::Infallible;

use super::super::{Signature, SigningKey, pae};
use super::*;

fn key(n: u8) -> SigningKey {
    SigningKey::from_seed(&[n; 32])
}

/// A look-up that knows the keys 1 to 4.
#[allow(clippy::unnecessary_wraps)] // the shape of a look-up
fn known(id: &KeyId) -> Result<Option<PublicKey>, Infallible> {
    Ok((1..=4)
        .map(|n| key(n).public_key())
        .find(|known| known.key_id() == *id))
}

fn signed_by(signers: &[u8]) -> Envelope {
    let mut envelope = Envelope::new(b"{\"n\":1}".to_vec()).unwrap();
    for n in signers {
        envelope.sign_with(&key(*n)).unwrap();
    }
    envelope
}

/// The envelope with its list of signatures changed.
fn changed(envelope: &Envelope, change: impl FnOnce(&mut Vec<Signature>)) -> Envelope {
    let mut signatures = envelope.signatures().to_vec();
    change(&mut signatures);
    Envelope::with_signatures(envelope.payload().to_vec(), signatures).unwrap()
}

fn id(n: u8) -> KeyId {
    key(n).public_key().key_id()
}

#[test]
fn verified_content_names_its_signers_in_order() {
    let envelope = signed_by(&[3, 1, 2]);
    let verified = verify(&envelope, known).unwrap();
    assert_eq!(verified.content(), b"{\"n\":1}");
    assert_eq!(verified.entry_hash(), envelope.entry_hash());
    let signers: Vec<_> = verified.signers().iter().map(Signer::key_id).collect();
    assert_eq!(signers, [id(3), id(1), id(2)]);
    assert_eq!(*verified.signers()[0].public_key(), key(3).public_key());
}

#[test]
fn tampering_with_the_signatures_is_told_with_place_and_key() {
    let three = signed_by(&[1, 2, 3]);
    let refused = |index, n| VerifyError::SignatureRefused {
        index,
        key_id: id(n),
        reason: SignatureError::Mismatch,
    };
    let cases = [
        (
            "all stripped",
            changed(&three, Vec::clear),
            VerifyError::NoSignatures,
        ),
        (
            "one doubled at the end",
            changed(&three, |list| list.push(list[1])),
            VerifyError::KeyRepeated {
                index: 3,
                first: 1,
                key_id: id(2),
            },
        ),
        (
            "one doubled with a damaged copy",
            changed(&three, |list| {
                list.insert(1, list[0]);
                list[1].sig[3] ^= 1;
            }),
            VerifyError::KeyRepeated {
                index: 1,
                first: 0,
                key_id: id(1),
            },
        ),
        (
            "two signatures swapped under their key ids",
            changed(&three, |list| {
                let first = list[0].sig;
                list[0].sig = list[1].sig;
                list[1].sig = first;
            }),
            refused(0, 1),
        ),
        (
            "the last of three damaged",
            changed(&three, |list| list[2].sig[0] ^= 0x40),
            refused(2, 3),
        ),
        (
            "a signature named for a stranger",
            changed(&three, |list| list[1].key_id = id(9)),
            VerifyError::KeyUnknown {
                index: 1,
                key_id: id(9),
            },
        ),
        (
            "a stranger's own signature added",
            signed_by(&[1, 9]),
            VerifyError::KeyUnknown {
                index: 1,
                key_id: id(9),
            },
        ),
        (
            "a signature named for another known key",
            changed(&three, |list| list[2].key_id = id(4)),
            refused(2, 4),
        ),
    ];
    for (claim, envelope, expected) in cases {
        // What is stored and read again must fail in the same way.
        let read = Envelope::parse_stored(&envelope.to_bytes()).unwrap();
        match verify(&read, known) {
            Ok(_) => panic!("{claim}: verified"),
            Err(VerifyError::SignatureRefused { index, key_id, .. })
                if claim.contains("damaged") =>
            {
                // Which of the reasons a damaged R gives depends on where it lands.
                let VerifyError::SignatureRefused {
                    index: at,
                    key_id: by,
                    ..
                } = expected
                else {
                    panic!("{claim}: refused for its signature")
                };
                assert_eq!((index, key_id), (at, by), "{claim}");
            }
            Err(error) => assert_eq!(error, expected, "{claim}"),
        }
    }
}

#[test]
fn what_the_envelope_cannot_catch_shows_in_the_signers() {
    let three = signed_by(&[1, 2, 3]);
    let stripped = changed(&three, |list| {
        list.retain(|signature| signature.key_id != id(2));
    });
    let ids = |envelope| -> Vec<KeyId> {
        verify(envelope, known)
            .unwrap()
            .signers()
            .iter()
            .map(Signer::key_id)
            .collect()
    };
    assert_eq!(ids(&stripped), [id(1), id(3)]);
    let reordered = changed(&three, |list| list.reverse());
    assert_eq!(ids(&reordered), [id(3), id(2), id(1)]);
}

#[test]
fn a_changed_payload_fails_every_signature() {
    let envelope = signed_by(&[1]);
    let forged =
        Envelope::with_signatures(b"{\"n\":2}".to_vec(), envelope.signatures().to_vec()).unwrap();
    assert!(matches!(
        verify(&forged, known),
        Err(VerifyError::SignatureRefused {
            index: 0,
            reason: SignatureError::Mismatch,
            ..
        })
    ));
}

#[test]
fn a_signature_over_the_bare_payload_or_another_type_is_no_signature_here() {
    let payload = b"{\"n\":1}".to_vec();
    for message in [payload.clone(), pae("application/json", &payload)] {
        let signature = Signature {
            key_id: id(1),
            sig: key(1).sign(&message),
        };
        let envelope = Envelope::with_signatures(payload.clone(), vec![signature]).unwrap();
        assert!(verify(&envelope, known).is_err());
    }
}

#[test]
fn a_look_up_that_fails_or_answers_for_another_key_is_told() {
    let envelope = signed_by(&[1, 2]);
    let other = key(2).public_key();
    assert_eq!(
        verify(&envelope, |_| Ok::<_, Infallible>(Some(other))),
        Err(VerifyError::KeyOther {
            index: 0,
            key_id: id(1),
            found: id(2)
        })
    );
    let broken = |wanted: &KeyId| {
        if *wanted == id(2) {
            Err("row 7 is damaged")
        } else {
            known(wanted).map_err(|_| "")
        }
    };
    let error = verify(&envelope, broken).unwrap_err();
    assert_eq!(
        error,
        VerifyError::Lookup {
            index: 1,
            key_id: id(2),
            cause: "row 7 is damaged"
        }
    );
    assert_eq!(
        error.to_string(),
        format!(
            "looking up key {} of signature 1 failed: row 7 is damaged",
            id(2)
        )
    );
}

#[test]
fn decoding_keeps_the_proof_or_gives_the_decoders_error() {
    let verified = verify(&signed_by(&[1, 2]), known).unwrap();
    let text = verified.clone().try_map(String::from_utf8).unwrap();
    assert_eq!(text.content(), "{\"n\":1}");
    assert_eq!(text.signers(), verified.signers());
    assert_eq!(text.entry_hash(), verified.entry_hash());
    assert_eq!(
        verified.try_map(|_| Err::<(), _>("no entry")),
        Err("no entry")
    );
}
