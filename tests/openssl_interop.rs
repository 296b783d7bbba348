//! Keys and signatures exchanged with the real `openssl` command.
//!
//! Where it is not installed the tests say so and pass, except under `CI=true`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use qledger::envelope::pem::{
    Passphrase, PemError, parse_private_key, parse_public_key, serialize_encrypted_private_key,
    serialize_private_key, serialize_public_key,
};
use qledger::envelope::{Envelope, SigningKey, verify};
use tempfile::TempDir;

/// A folder of its own for one test, and the command run in it.
struct Openssl {
    folder: TempDir,
}

impl Openssl {
    fn new() -> Option<Self> {
        let answer = Command::new("openssl").arg("version").output();
        if answer.is_ok_and(|answer| answer.status.success()) {
            return Some(Self {
                folder: tempfile::tempdir().unwrap(),
            });
        }
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "openssl is not installed; CI must have it");
        eprintln!("skipped: openssl is not installed");
        None
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Runs a command line of words without spaces; its standard output if it succeeds.
    fn try_run(&self, line: &str) -> Result<Vec<u8>, String> {
        let folder: &Path = self.folder.path();
        let mut command = Command::new("openssl");
        let output = command
            .args(line.split_whitespace())
            .current_dir(folder)
            .output()
            .unwrap();
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    fn run(&self, line: &str) -> Vec<u8> {
        self.try_run(line)
            .unwrap_or_else(|error| panic!("openssl {line}: {error}"))
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[0x42; 32])
}

fn draft() -> Envelope {
    Envelope::new(r#"{"kind":"note","text":"一吨"}"#.into()).unwrap()
}

#[test]
fn openssl_reads_the_keys_we_write() {
    let Some(openssl) = Openssl::new() else {
        return;
    };
    let public = serialize_public_key(&key().public_key());

    openssl.write("plain.pem", serialize_private_key(&key()).as_bytes());
    assert_eq!(openssl.run("pkey -in plain.pem -pubout"), public.as_bytes());
    assert_eq!(
        openssl.run("pkey -in plain.pem"),
        serialize_private_key(&key()).as_bytes()
    );

    let passphrase = Passphrase::new("correct-horse");
    let encrypted = serialize_encrypted_private_key(&key(), &passphrase, &[0x17; 32]).unwrap();
    openssl.write("encrypted.pem", encrypted.as_bytes());
    assert_eq!(
        openssl.run("pkey -in encrypted.pem -passin pass:correct-horse -pubout"),
        public.as_bytes()
    );
    assert!(
        openssl
            .try_run("pkey -in encrypted.pem -passin pass:wrong -pubout")
            .is_err()
    );

    openssl.write("public.pem", &public);
    assert_eq!(
        openssl.run("pkey -pubin -in public.pem -pubout"),
        public.as_bytes()
    );
}

#[test]
fn we_read_the_keys_openssl_makes() {
    let Some(openssl) = Openssl::new() else {
        return;
    };
    openssl.run("genpkey -algorithm ed25519 -out key.pem");
    openssl.run("pkey -in key.pem -pubout -out public.pem");
    let public = parse_public_key(&openssl.read("public.pem")).unwrap();
    let plain = parse_private_key(&openssl.read("key.pem"), None).unwrap();
    assert_eq!(plain.public_key(), public);

    let right = Passphrase::new("correct-horse");
    for how in [
        "pkey -in key.pem -aes256 -passout pass:correct-horse",
        "pkey -in key.pem -aes-128-cbc -passout pass:correct-horse",
        "pkcs8 -topk8 -in key.pem -passout pass:correct-horse -v2 aes-256-cbc -v2prf hmacWithSHA512",
        "pkcs8 -topk8 -in key.pem -passout pass:correct-horse -iter 600000",
        "pkcs8 -topk8 -in key.pem -passout pass:correct-horse -scrypt",
    ] {
        let text = openssl.run(how);
        let read = parse_private_key(&text, Some(&right)).unwrap_or_else(|error| {
            panic!("{how}: {error}");
        });
        assert_eq!(read.public_key(), public, "{how}");
        assert_eq!(
            parse_private_key(&text, None).unwrap_err(),
            PemError::PassphraseMissing
        );
        let wrong = parse_private_key(&text, Some(&Passphrase::new("wrong")));
        assert_eq!(wrong.unwrap_err(), PemError::PassphraseWrong, "{how}");
    }
}

#[test]
fn openssl_keys_that_do_not_serve_are_refused_by_name() {
    let Some(openssl) = Openssl::new() else {
        return;
    };
    for (how, expected) in [
        (
            "genpkey -algorithm x25519",
            "the key's algorithm is 1.3.101.110;",
        ),
        (
            "genpkey -algorithm ed448",
            "the key's algorithm is 1.3.101.113;",
        ),
        (
            "genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256",
            "the key's algorithm is 1.2.840",
        ),
    ] {
        let error = parse_private_key(&openssl.run(how), None)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{how}: {error}");
    }
}

#[test]
fn a_signature_by_openssl_over_the_exported_bytes_verifies() {
    let Some(openssl) = Openssl::new() else {
        return;
    };
    let mut envelope = draft();
    openssl.write("key.pem", serialize_private_key(&key()).as_bytes());
    openssl.write("exported", envelope.pae());
    openssl.run("pkeyutl -sign -rawin -in exported -inkey key.pem -out signature");

    let sig: [u8; 64] = openssl.read("signature").try_into().unwrap();
    assert_eq!(
        sig,
        key().sign(&envelope.pae()),
        "Ed25519 signatures are determined"
    );
    let public = key().public_key();
    envelope.attach(&public, sig).unwrap();
    let read = Envelope::parse_stored(&envelope.to_bytes()).unwrap();
    let verified = verify(&read, |_| Ok::<_, std::convert::Infallible>(Some(public))).unwrap();
    assert_eq!(verified.content(), draft().payload());

    // The bare payload is not what is signed.
    openssl.write("payload", draft().payload());
    openssl.run("pkeyutl -sign -rawin -in payload -inkey key.pem -out signature");
    let sig = openssl.read("signature").try_into().unwrap();
    assert!(draft().attach(&public, sig).is_err());
}

#[test]
fn openssl_verifies_our_signature() {
    let Some(openssl) = Openssl::new() else {
        return;
    };
    let mut envelope = draft();
    envelope.sign_with(&key()).unwrap();
    openssl.write("public.pem", serialize_public_key(&key().public_key()));
    openssl.write("exported", envelope.pae());
    openssl.write("signature", envelope.signatures()[0].sig);
    let line = "pkeyutl -verify -rawin -pubin -inkey public.pem -in exported -sigfile signature";
    openssl.run(line);
    openssl.write("exported", [&envelope.pae()[..], b"x"].concat());
    assert!(openssl.try_run(line).is_err());
}
