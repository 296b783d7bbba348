//! Envelopes against the `dsse` crate, an implementation that shares no code with ours, and
//! against the canonical form that the stored spelling claims to be.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dsse::{Ed25519Signer, Ed25519Verifier};
use proptest::prelude::*;
use qledger::codec::canonical::{parse_canonical, to_canonical};
use qledger::envelope::{
    Envelope, PAYLOAD_TYPE, PublicKey, SigningKey, Verified, VerifyError, pae, verify,
};

fn ours(n: u8) -> SigningKey {
    SigningKey::from_seed(&[n; 32])
}

fn theirs(n: u8) -> Ed25519Signer {
    let key_id = ours(n).public_key().key_id().to_string();
    Ed25519Signer::from_bytes(&[n; 32])
        .unwrap()
        .with_key_id(key_id)
}

fn their_verifier(n: u8) -> Ed25519Verifier {
    let key = ours(n).public_key();
    Ed25519Verifier::from_bytes(key.as_bytes())
        .unwrap()
        .with_key_id(key.key_id().to_string())
}

fn verify_with(
    envelope: &Envelope,
    keys: &[u8],
) -> Result<Verified<Vec<u8>>, VerifyError<Infallible>> {
    let keys: Vec<PublicKey> = keys.iter().map(|n| ours(*n).public_key()).collect();
    verify(envelope, |id| {
        Ok(keys.iter().copied().find(|key| key.key_id() == *id))
    })
}

#[test]
fn our_envelope_verifies_there() {
    let mut envelope = Envelope::new(r#"{"园区":"乌准"}"#.into()).unwrap();
    envelope.sign_with(&ours(1)).unwrap();
    envelope.sign_with(&ours(2)).unwrap();

    let read = dsse::Envelope::from_json(&envelope.to_bytes()).unwrap();
    let (first, second) = (their_verifier(1), their_verifier(2));
    let verified = dsse::verify(&read, &[&first, &second], 2).unwrap();
    assert_eq!(verified.payload, envelope.payload());
    assert_eq!(verified.payload_type, PAYLOAD_TYPE);
    assert!(dsse::verify(&read, &[&first, &their_verifier(3)], 2).is_err());
}

#[test]
fn their_envelope_verifies_here_and_is_rewrapped() {
    let (first, second) = (theirs(1), theirs(2));
    let made = dsse::sign_with(PAYLOAD_TYPE, b"{\"n\":1}", &[&first, &second]).unwrap();
    let text = made.to_json().unwrap();

    let read = Envelope::parse(&text).unwrap();
    let verified = verify_with(&read, &[1, 2]).unwrap();
    assert_eq!(verified.content(), b"{\"n\":1}");
    assert_eq!(verified.signers().len(), 2);
    assert_eq!(Envelope::parse_stored(&read.to_bytes()), Ok(read));
}

#[test]
fn their_envelope_of_another_type_is_not_an_entry() {
    let made = dsse::sign("application/json", b"{}", &theirs(1)).unwrap();
    assert!(Envelope::parse(&made.to_json().unwrap()).is_err());
}

#[test]
fn their_envelope_without_a_key_id_is_refused() {
    let anonymous = Ed25519Signer::from_bytes(&[1; 32]).unwrap();
    let made = dsse::sign(PAYLOAD_TYPE, b"{}", &anonymous).unwrap();
    let error = Envelope::parse(&made.to_json().unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "signature 0 lacks the field \"keyid\"");
}

#[test]
fn the_stored_spelling_is_canonical_json() {
    let mut envelope = Envelope::new(b"??>>~~".to_vec()).unwrap();
    for n in 1..=3 {
        envelope.sign_with(&ours(n)).unwrap();
    }
    let stored = envelope.to_bytes();
    let value = parse_canonical(&stored).unwrap();
    assert_eq!(to_canonical(&value).unwrap(), stored);
    assert_eq!(value["payload"], STANDARD.encode(envelope.payload()));
}

proptest! {
    #[test]
    fn both_encode_what_is_signed_alike(
        payload_type in ".{0,40}",
        payload in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert_eq!(pae(&payload_type, &payload), dsse::pae(&payload_type, &payload));
    }

    #[test]
    fn a_damaged_envelope_verifies_on_neither_side(
        at: prop::sample::Index,
        bit in 0_u8..8,
    ) {
        let mut envelope = Envelope::new(b"{\"n\":1}".to_vec()).unwrap();
        envelope.sign_with(&ours(1)).unwrap();
        let mut text = envelope.to_bytes();
        let at = at.index(text.len());
        text[at] ^= 1 << bit;

        let here = Envelope::parse_stored(&text).is_ok_and(|read| verify_with(&read, &[1]).is_ok());
        prop_assert!(!here, "byte {at} is free");
        // There, key ids are hints and other spellings are read; what is signed must be the same.
        if let Ok(read) = dsse::Envelope::from_json(&text)
            && let Ok(verified) = dsse::verify(&read, &[&their_verifier(1)], 1)
        {
            prop_assert_eq!(verified.payload, b"{\"n\":1}");
            prop_assert_eq!(verified.payload_type, PAYLOAD_TYPE);
        }
    }
}
