use pkcs8::der::asn1::BitStringRef;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters, Pbkdf2Params, ScryptParams};
use proptest::prelude::*;

use super::*;

const ENTROPY: [u8; ENTROPY_BYTES] = [0x5a; ENTROPY_BYTES];

fn key() -> SigningKey {
    SigningKey::from_seed(&[0xd4; 32])
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text)
}

/// The example key of RFC 8410, section 10.3: v1, and v2 with attributes and public key.
const RFC_8410_V1: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";
const RFC_8410_V2: &str = "-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
";
const RFC_8410_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
";

#[test]
fn the_published_examples_are_read_and_written() {
    let v1 = parse_private_key(RFC_8410_V1.as_bytes(), None).unwrap();
    let v2 = parse_private_key(RFC_8410_V2.as_bytes(), None).unwrap();
    let public = parse_public_key(RFC_8410_PUBLIC.as_bytes()).unwrap();
    assert_eq!(v1.public_key(), public);
    assert_eq!(v2.public_key(), public);
    assert_eq!(*serialize_private_key(&v1), RFC_8410_V1);
    assert_eq!(serialize_public_key(&public), RFC_8410_PUBLIC);
}

#[test]
fn an_encrypted_key_opens_with_its_passphrase_only() {
    let text = serialize_encrypted_private_key(&key(), &passphrase("准东"), &ENTROPY).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assert!(text.lines().all(|line| line.len() <= 64));
    let opened = parse_private_key(text.as_bytes(), Some(&passphrase("准东"))).unwrap();
    assert_eq!(opened.public_key(), key().public_key());
    for (given, expected) in [
        (Some(passphrase("准东 ")), PemError::PassphraseWrong),
        (Some(passphrase("")), PemError::PassphraseWrong),
        (None, PemError::PassphraseMissing),
    ] {
        assert_eq!(
            parse_private_key(text.as_bytes(), given.as_ref()).unwrap_err(),
            expected
        );
    }
    let other = serialize_encrypted_private_key(&key(), &passphrase("准东"), &[1; 32]).unwrap();
    assert_ne!(*other, *text, "the entropy is used");
    assert_eq!(
        serialize_encrypted_private_key(&key(), &passphrase(""), &ENTROPY),
        Err(PemError::PassphraseEmpty)
    );
}

#[test]
fn secrets_are_not_shown() {
    assert!(!format!("{:?}", passphrase("hunter2")).contains("hunter2"));
}

/// A file whose encryption asks for `kdf`, its content being no matter.
fn asking_for(kdf: Kdf) -> Zeroizing<String> {
    let aes = Parameters::generate_pbkdf2_sha256_aes256cbc(1, b"saltsalt", [0; 16]).unwrap();
    let scheme = Parameters { kdf, ..aes };
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: scheme.into(),
        encrypted_data: OctetStringRef::new(&[0; 64]).unwrap(),
    };
    armor(ENCRYPTED, &info.to_der().unwrap())
}

#[test]
fn a_file_cannot_ask_for_unbounded_work() {
    let scrypt = |n, r, p| {
        Kdf::Scrypt(ScryptParams {
            salt: b"saltsalt"[..].try_into().unwrap(),
            cost_parameter: n,
            block_size: r,
            parallelization: p,
            key_length: None,
        })
    };
    let pbkdf2 = |rounds| Kdf::Pbkdf2(Pbkdf2Params::hmac_sha256(rounds, b"saltsalt").unwrap());
    let open = |kdf| parse_private_key(asking_for(kdf).as_bytes(), Some(&passphrase("x")));
    for (n, r, p) in [
        (0, 8, 1),
        (1, 8, 1),
        (3, 8, 1),
        (1 << 14, 0, 1),
        (1 << 14, 8, 0),
        (1 << 17, 8, 1),
        (1 << 63, 8, 1),
        (u64::MAX, u16::MAX, u16::MAX),
        (1 << 14, 8, 81),
    ] {
        let (wide_r, wide_p) = (r.into(), p.into());
        let expected = PemError::ScryptCost {
            n,
            r: wide_r,
            p: wide_p,
        };
        assert_eq!(open(scrypt(n, r, p)).unwrap_err(), expected);
    }
    for rounds in [0, PBKDF2_ROUNDS_MAX + 1] {
        assert_eq!(
            open(pbkdf2(rounds)).unwrap_err(),
            PemError::Pbkdf2Cost { rounds }
        );
    }
    // What is granted gets as far as the passphrase.
    for kdf in [scrypt(1 << 10, 8, 1), pbkdf2(1)] {
        assert_eq!(open(kdf).unwrap_err(), PemError::PassphraseWrong);
    }
}

/// A PKCS#8 v2 document of `key` that claims this public key.
fn with_public_half(public: &[u8]) -> Zeroizing<String> {
    let seed = [&[4, 32][..], &key().seed()[..]].concat();
    let info = PrivateKeyInfoRef {
        algorithm: ed25519_dalek::pkcs8::ALGORITHM_ID,
        private_key: OctetStringRef::new(&seed).unwrap(),
        public_key: Some(BitStringRef::new(0, public).unwrap()),
    };
    armor(PRIVATE, &info.to_der().unwrap())
}

#[test]
fn what_is_no_key_is_told_apart() {
    let plain = serialize_private_key(&key());
    let public = serialize_public_key(&key().public_key());
    let own = key().public_key();
    let open = |text: &str| parse_private_key(text.as_bytes(), None).unwrap_err();

    assert!(matches!(open(""), PemError::NotPem { .. }));
    assert!(matches!(open("not a key"), PemError::NotPem { .. }));
    assert!(matches!(
        open(&plain.replace("END PRIVATE", "END PUBLIC")),
        PemError::NotPem { .. }
    ));
    assert!(matches!(
        open(&plain.replace('M', "*")),
        PemError::NotPem { .. }
    ));
    assert!(matches!(
        open(&plain.replace("MC4C", "MC4D")),
        PemError::Malformed { .. }
    ));
    assert!(matches!(
        open(&armor(PRIVATE, &[0x30, 0])),
        PemError::Malformed { .. }
    ));
    let found = "PUBLIC KEY".to_owned();
    assert_eq!(
        open(&public),
        PemError::OtherLabel {
            found,
            expected: "PRIVATE KEY"
        }
    );
    assert!(matches!(
        parse_public_key(plain.as_bytes()).unwrap_err(),
        PemError::OtherLabel {
            expected: "PUBLIC KEY",
            ..
        }
    ));
    let long = plain.to_string() + &" ".repeat(PEM_BYTES_MAX);
    assert!(matches!(open(&long), PemError::TooLong { .. }));

    // X25519 has the object identifier next to Ed25519's.
    let mut x25519 = private_der(&key());
    x25519[11] = 0x6e;
    let x25519 = open(&armor(PRIVATE, &x25519));
    assert_eq!(
        x25519.to_string(),
        "the key's algorithm is 1.3.101.110; Ed25519 (1.3.101.112) required"
    );
    let mut no_seed = private_der(&key());
    no_seed[14] = 5;
    assert_eq!(open(&armor(PRIVATE, &no_seed)), PemError::SeedMalformed);

    assert!(parse_private_key(with_public_half(own.as_bytes()).as_bytes(), None).is_ok());
    assert_eq!(open(&with_public_half(&[9; 32])), PemError::HalvesDiffer);
    assert_eq!(
        open(&with_public_half(&own.as_bytes()[..31])),
        PemError::HalvesDiffer
    );

    let weak = [&PUBLIC_DER_HEAD[..], &[1], &[0; 31]].concat();
    assert!(matches!(
        parse_public_key(armor(PUBLIC, &weak).as_bytes()).unwrap_err(),
        PemError::PublicKeyRefused(PublicKeyError::SmallOrder { .. })
    ));
}

#[test]
fn a_cipher_or_hash_that_is_not_read_is_named() {
    let text = asking_for(Kdf::Pbkdf2(Pbkdf2Params {
        prf: pkcs8::pkcs5::pbes2::Pbkdf2Prf::HmacWithSha1,
        ..Pbkdf2Params::hmac_sha256(1, b"saltsalt").unwrap()
    }));
    let error = parse_private_key(text.as_bytes(), Some(&passphrase("x"))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file's encryption (1.2.840.113549.2.7) is not supported"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_der_under_every_label_never_panics(
        der in proptest::collection::vec(any::<u8>(), 0..120),
        label in prop::sample::select(vec![PRIVATE, ENCRYPTED, PUBLIC, "CERTIFICATE"]),
    ) {
        let text = armor(label, &der);
        let _ = parse_private_key(text.as_bytes(), Some(&passphrase("x")));
        let _ = parse_public_key(text.as_bytes());
    }

    #[test]
    fn one_changed_byte_never_panics(
        at: prop::sample::Index,
        mask in 1_u8..,
        encrypted: bool,
    ) {
        let info = asking_for(Kdf::Pbkdf2(Pbkdf2Params::hmac_sha256(1, b"saltsalt").unwrap()));
        let text = if encrypted { info } else { serialize_private_key(&key()) };
        let (label, der) = unarmor(text.as_bytes()).unwrap();
        let mut der = der.as_bytes().to_vec();
        let at = at.index(der.len());
        der[at] ^= mask;
        let _ = parse_private_key(armor(&label, &der).as_bytes(), Some(&passphrase("x")));
    }

    #[test]
    fn arbitrary_text_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse_private_key(&bytes, None);
        let _ = parse_public_key(&bytes);
    }
}
