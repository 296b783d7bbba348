//! Keys, signers and verifiers for the tests of this module.

use std::convert::Infallible;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::note::{KeySigner, KeyVerifier, SignatureType, VerifierKey};

pub(super) const ORIGIN: &str = "example.org/ledger";

pub(super) type Verdict = fn(&[u8; 32], &[u8], &[u8; 64]) -> bool;

pub(super) fn secret(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

pub(super) fn key(name: &str, seed: u8, signature_type: SignatureType) -> VerifierKey {
    let public_key = secret(seed).verifying_key().to_bytes();
    VerifierKey::new(name.parse().unwrap(), signature_type, public_key)
}

pub(super) fn signer(
    name: &str,
    seed: u8,
) -> KeySigner<impl Fn(&[u8]) -> Result<[u8; 64], Infallible> + use<>> {
    let secret = secret(seed);
    KeySigner::new(
        key(name, seed, SignatureType::Ed25519),
        move |text: &[u8]| Ok(secret.sign(text).to_bytes()),
    )
}

pub(super) fn verifier(name: &str, seed: u8, kind: SignatureType) -> KeyVerifier<Verdict> {
    KeyVerifier::new(key(name, seed, kind), verdict as Verdict)
}

fn verdict(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// Every text that differs from `bytes` in one bit, lacks one byte, or has one byte twice.
pub(super) fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len()).flat_map(move |at| {
        let flipped = (0..8).map(move |bit| {
            let mut other = bytes.to_vec();
            other[at] ^= 1 << bit;
            other
        });
        let mut cut = bytes.to_vec();
        cut.remove(at);
        let mut doubled = bytes.to_vec();
        doubled.insert(at, bytes[at]);
        flipped.chain([cut, doubled])
    })
}
