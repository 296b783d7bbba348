//! The verdict on signatures against published vectors, each with its recorded outcome.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use qledger::envelope::{PublicKey, PublicKeyError, SignatureError};
use serde_json::Value;

fn load(name: &str) -> Value {
    let path = format!(
        "{}/tests/vectors/ed25519/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn key_of(value: &Value) -> Result<PublicKey, PublicKeyError> {
    PublicKey::from_bytes(&bytes(value).try_into().unwrap())
}

/// What the ledger decides, in the words of the vectors' `verdict`.
fn verdict(key: &Value, message: &[u8], sig: &[u8]) -> &'static str {
    let Ok(key) = key_of(key) else {
        return "key_refused";
    };
    let Ok(sig) = sig.try_into() else {
        return "signature_refused";
    };
    match key.verify(message, &sig) {
        Ok(()) => "accepted",
        Err(_) => "signature_refused",
    }
}

#[test]
fn every_cctv_vector_has_its_recorded_verdict() {
    let vectors = load("cctv.json");
    let vectors = vectors.as_array().unwrap();
    let mut count = [0; 3];
    for vector in vectors {
        let message = vector["msg"].as_str().unwrap().as_bytes();
        let found = verdict(&vector["key"], message, &bytes(&vector["sig"]));
        assert_eq!(found, vector["verdict"], "vector {}", vector["number"]);
        let slot = ["key_refused", "signature_refused", "accepted"]
            .iter()
            .position(|v| *v == found);
        count[slot.unwrap()] += 1;
    }
    assert_eq!(count, [886, 27, 1]);
}

#[test]
fn every_cctv_key_is_refused_for_what_its_flags_say() {
    for vector in load("cctv.json").as_array().unwrap() {
        let flags = vector["flags"].as_array().cloned().unwrap_or_default();
        let has = |flag: &str| flags.iter().any(|found| found == flag);
        let number = &vector["number"];
        match key_of(&vector["key"]) {
            Err(PublicKeyError::NotCanonical { .. }) => assert!(has("non_canonical_A"), "{number}"),
            Err(PublicKeyError::SmallOrder { .. }) => {
                assert!(has("low_order_A") && !has("non_canonical_A"), "{number}");
            }
            Err(PublicKeyError::MixedOrder { .. }) => {
                assert!(
                    has("low_order_component_A") && !has("low_order_A"),
                    "{number}"
                );
            }
            Err(other) => panic!("vector {number}: {other}"),
            Ok(key) => {
                let sig = bytes(&vector["sig"]).try_into().unwrap();
                let reason = match key.verify(vector["msg"].as_str().unwrap().as_bytes(), &sig) {
                    Ok(()) => continue,
                    Err(reason) => reason,
                };
                let expected = if has("non_canonical_R") {
                    SignatureError::PointNotCanonical
                } else if has("low_order_R") {
                    SignatureError::PointSmallOrder
                } else {
                    SignatureError::Mismatch
                };
                assert_eq!(reason, expected, "{number}");
            }
        }
    }
}

#[test]
fn every_wycheproof_vector_has_its_recorded_result() {
    let vectors = load("wycheproof.json");
    let mut seen = 0;
    for group in vectors["testGroups"].as_array().unwrap() {
        let key = &group["publicKey"]["pk"];
        for test in group["tests"].as_array().unwrap() {
            let found = match verdict(key, &bytes(&test["msg"]), &bytes(&test["sig"])) {
                "accepted" => "valid",
                _ => "invalid",
            };
            assert_eq!(
                found, test["result"],
                "test {} ({})",
                test["tcId"], test["comment"]
            );
            seen += 1;
        }
    }
    assert_eq!(seen, vectors["numberOfTests"]);
    assert_eq!(seen, 151);
}

#[test]
fn no_wycheproof_test_fails_for_its_key() {
    // So each `invalid` above is a judgement on the signature, not a key refused beside the point.
    for group in load("wycheproof.json")["testGroups"].as_array().unwrap() {
        assert!(
            key_of(&group["publicKey"]["pk"]).is_ok(),
            "{}",
            group["publicKey"]["pk"]
        );
    }
}
