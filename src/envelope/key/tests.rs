use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use proptest::prelude::*;
use sha2::{Digest, Sha512};

use super::super::SigningKey;
use super::*;

/// The group order L = 2^252 + 27742317777372353535851937790883648493, little-endian.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

const MESSAGE: &[u8] = b"lot L1, 82.600 t NOx";

/// p + n for a small n, little-endian: a second spelling of y = n.
fn p_plus(n: u8) -> [u8; 32] {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed + n;
    bytes[31] = 0x7f;
    bytes
}

fn small(n: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = n;
    bytes
}

fn with_sign(mut bytes: [u8; 32]) -> [u8; 32] {
    bytes[31] |= 0x80;
    bytes
}

/// The challenge k of RFC 8032 for R and A as they are spelled.
fn challenge(r: &[u8; 32], a: &[u8; 32], message: &[u8]) -> Scalar {
    let hash: [u8; 64] = Sha512::new()
        .chain_update(r)
        .chain_update(a)
        .chain_update(message)
        .finalize()
        .into();
    Scalar::from_bytes_mod_order_wide(&hash)
}

/// A key whose secret scalar is at hand, as crafting signatures needs.
struct Crafter {
    secret: Scalar,
    nonce: Scalar,
}

impl Crafter {
    fn new() -> Self {
        Self {
            secret: Scalar::from(0x5eed_u64),
            nonce: Scalar::from(0x0dd_u64),
        }
    }

    fn key(&self) -> PublicKey {
        PublicKey::from_bytes(&(B * self.secret).compress().to_bytes()).unwrap()
    }

    /// A signature with this spelling of R, right if R spells the point of `nonce`.
    fn signature(&self, r: [u8; 32], nonce: Scalar) -> [u8; 64] {
        let s = nonce + challenge(&r, self.key().as_bytes(), MESSAGE) * self.secret;
        join(r, s.to_bytes())
    }
}

fn join(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    [r, s].concat().try_into().unwrap()
}

/// s + L as 256-bit numbers.
fn plus_order(s: [u8; 32]) -> [u8; 32] {
    let mut sum = [0; 32];
    let mut carry = 0;
    for (index, byte) in sum.iter_mut().enumerate() {
        let total = u16::from(s[index]) + u16::from(L[index]) + carry;
        *byte = total.to_le_bytes()[0];
        carry = total >> 8;
    }
    sum
}

#[test]
fn an_honestly_crafted_signature_verifies() {
    let crafter = Crafter::new();
    let sig = crafter.signature((B * crafter.nonce).compress().to_bytes(), crafter.nonce);
    assert_eq!(crafter.key().verify(MESSAGE, &sig), Ok(()));
}

#[test]
fn keys_of_small_or_mixed_order_are_refused() {
    let honest = B * Scalar::from(7_u64);
    for torsion in EIGHT_TORSION {
        let key = torsion.compress().to_bytes();
        assert_eq!(
            PublicKey::from_bytes(&key),
            Err(PublicKeyError::SmallOrder { key })
        );
    }
    for torsion in &EIGHT_TORSION[1..] {
        let mixed = honest + torsion;
        let key = mixed.compress().to_bytes();
        assert!(
            !mixed.is_small_order(),
            "the weaker check would have let it pass"
        );
        assert_eq!(
            PublicKey::from_bytes(&key),
            Err(PublicKeyError::MixedOrder { key })
        );
    }
}

#[test]
fn a_second_spelling_of_a_key_is_refused() {
    let mut seen = 0;
    for y in 0..19 {
        for spelled in [p_plus(y), with_sign(p_plus(y))] {
            if CompressedEdwardsY(spelled).decompress().is_some() {
                seen += 1;
                let refused = PublicKeyError::NotCanonical { key: spelled };
                assert_eq!(PublicKey::from_bytes(&spelled), Err(refused));
            }
        }
    }
    assert!(seen > 10, "only {seen} second spellings tried");
    // x = 0 with a sign.
    for key in [with_sign(small(1)), with_sign(MINUS_ONE)] {
        assert_eq!(
            PublicKey::from_bytes(&key),
            Err(PublicKeyError::NotCanonical { key })
        );
    }
}

/// y = p − 1, where x is 0.
const MINUS_ONE: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xec;
    bytes[31] = 0x7f;
    bytes
};

#[test]
fn bytes_that_are_no_point_are_not_a_key() {
    let key = small(2);
    assert!(
        CompressedEdwardsY(key).decompress().is_none(),
        "y = 2 is on no point"
    );
    assert_eq!(
        PublicKey::from_bytes(&key),
        Err(PublicKeyError::NotOnCurve { key })
    );
}

#[test]
fn canonical_without_decompressing_agrees_with_decompressing() {
    let mut samples: Vec<[u8; 32]> = (0..=25).map(small).collect();
    samples.extend((0..19).map(p_plus));
    samples.extend((0xd0..=0xec).map(|low| {
        let mut bytes = p_plus(0);
        bytes[0] = low;
        bytes
    }));
    samples.extend((0..200).map(|n| (B * Scalar::from(n + 1_u64)).compress().to_bytes()));
    let mut points = 0;
    for sample in samples
        .iter()
        .flat_map(|sample| [*sample, with_sign(*sample)])
    {
        if let Some(point) = CompressedEdwardsY(sample).decompress() {
            points += 1;
            assert_eq!(
                is_canonical(&sample),
                point.compress().to_bytes() == sample,
                "{sample:?}"
            );
        }
    }
    assert!(points > 400);
}

#[test]
fn each_way_of_being_wrong_is_told() {
    let crafter = Crafter::new();
    let r = (B * crafter.nonce).compress().to_bytes();
    let right = crafter.signature(r, crafter.nonce);
    let s: [u8; 32] = right[32..].try_into().unwrap();

    let identity_nonce = Scalar::ZERO;
    let mut cases = vec![
        (
            "S + L",
            join(r, plus_order(s)),
            SignatureError::ScalarNotReduced,
        ),
        ("S = L", join(r, L), SignatureError::ScalarNotReduced),
        ("all ones", [0xff; 64], SignatureError::ScalarNotReduced),
        (
            "R no point",
            join(small(2), s),
            SignatureError::PointNotOnCurve,
        ),
        (
            "R the identity, equation holds",
            crafter.signature(small(1), identity_nonce),
            SignatureError::PointSmallOrder,
        ),
        (
            "R the identity as p + 1, equation holds",
            crafter.signature(p_plus(1), identity_nonce),
            SignatureError::PointNotCanonical,
        ),
        (
            "R the identity with a sign, equation holds",
            crafter.signature(with_sign(small(1)), identity_nonce),
            SignatureError::PointNotCanonical,
        ),
        (
            "another R",
            join((B * Scalar::from(3_u64)).compress().0, s),
            SignatureError::Mismatch,
        ),
        ("all zero", [0; 64], SignatureError::PointSmallOrder),
    ];
    for torsion in &EIGHT_TORSION[1..] {
        let r: EdwardsPoint = B * crafter.nonce + torsion;
        let sig = crafter.signature(r.compress().to_bytes(), crafter.nonce);
        cases.push((
            "R with torsion, equation holds but for it",
            sig,
            SignatureError::Mismatch,
        ));
    }
    for (claim, sig, error) in cases {
        assert_eq!(crafter.key().verify(MESSAGE, &sig), Err(error), "{claim}");
    }
    assert_eq!(
        crafter.key().verify(b"other bytes", &right),
        Err(SignatureError::Mismatch)
    );
    let other = SigningKey::from_seed(&[1; 32]).public_key();
    assert_eq!(other.verify(MESSAGE, &right), Err(SignatureError::Mismatch));
}

#[test]
fn the_key_id_covers_algorithm_and_key() {
    let key = SigningKey::from_seed(&[9; 32]).public_key();
    let mut bytes = vec![0x01];
    bytes.extend_from_slice(key.as_bytes());
    assert_eq!(key.key_id(), KeyId::digest_of(&[&bytes]));
    assert_ne!(key.key_id(), KeyId::digest_of(&[key.as_bytes()]));
    assert_ne!(
        key.key_id(),
        SigningKey::from_seed(&[8; 32]).public_key().key_id()
    );
}

#[test]
fn text_has_one_spelling_and_rows_carry_the_algorithm() {
    let key = SigningKey::from_seed(&[9; 32]).public_key();
    let text = key.to_string();
    assert_eq!(text.parse::<PublicKey>().unwrap(), key);
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(json, format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);

    let digits = text.strip_prefix("ed25519:").unwrap();
    for wrong in [
        digits.to_owned(),
        format!("Ed25519:{digits}"),
        format!("ed25519: {digits}"),
        format!("ed25519:{}", digits.to_uppercase()),
        format!("sm2:{digits}"),
        format!("ed25519:{}", &digits[2..]),
        format!("{text} "),
        format!("ed25519:{}", hex::encode(small(1))),
    ] {
        assert!(
            wrong.parse::<PublicKey>().is_err(),
            "{wrong:?} was accepted"
        );
    }

    let row = postcard::to_allocvec(&key).unwrap();
    assert_eq!(row.len(), 33);
    assert_eq!(postcard::from_bytes::<PublicKey>(&row).unwrap(), key);
    let mut other = row.clone();
    other[0] = 2;
    assert!(
        postcard::from_bytes::<PublicKey>(&other).is_err(),
        "unknown algorithm byte"
    );
}

/// A row is trusted for the check, never for the signature.
#[test]
fn a_key_from_a_row_verifies_what_the_checked_key_does() {
    let signing = SigningKey::from_seed(&[5; 32]);
    let row = postcard::to_allocvec(&signing.public_key()).unwrap();
    let key: PublicKey = postcard::from_bytes(&row).unwrap();
    let sig = signing.sign(b"message");
    assert_eq!(key.verify(b"message", &sig), Ok(()));
    assert_eq!(key.verify(b"massage", &sig), Err(SignatureError::Mismatch));
    assert_eq!(key.key_id(), signing.public_key().key_id());
    let mut no_point = row;
    no_point[1..].copy_from_slice(&[0xff; 32]);
    let key: PublicKey = postcard::from_bytes(&no_point).unwrap();
    assert_eq!(key.verify(b"message", &sig), Err(SignatureError::Mismatch));
}

proptest! {
    #[test]
    fn the_verdict_is_that_of_strict_verification(
        seed: [u8; 32],
        message in proptest::collection::vec(any::<u8>(), 0..200),
        damage in proptest::option::of((0_usize..64, 1_u8..)),
        other_message: bool,
    ) {
        let key = SigningKey::from_seed(&seed);
        let mut sig = key.sign(&message);
        if let Some((at, mask)) = damage {
            sig[at] ^= mask;
        }
        let mut judged = message;
        if other_message {
            judged.push(0);
        }
        let strict = VerifyingKey::from_bytes(key.public_key().as_bytes())
            .unwrap()
            .verify_strict(&judged, &ed25519_dalek::Signature::from_bytes(&sig));
        let verdict = key.public_key().verify(&judged, &sig);
        prop_assert_eq!(verdict.is_ok(), strict.is_ok());
        prop_assert_eq!(verdict.is_ok(), damage.is_none() && !other_message);
    }

    #[test]
    fn arbitrary_bytes_never_panic(key: [u8; 32], sig: [[u8; 32]; 2], text in ".{0,80}") {
        let _ = text.parse::<PublicKey>();
        let _ = PublicKey::from_bytes(&key);
        let _ = SigningKey::from_seed(&key).public_key().verify(b"m", &join(sig[0], sig[1]));
    }
}
