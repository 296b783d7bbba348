//! Signed notes (C2SP signed-note v1): a text and the signatures of those who stand by it.
//!
//! # Format
//!
//! ```text
//! <text, ends with a newline, may hold empty lines>
//!
//! — <key name> <base64(key id ‖ signature)>
//! — …
//! ```
//!
//! UTF-8; no ASCII control character but newline; the last empty line separates the text from
//! the signature lines, each of which begins with an em dash (U+2014) and a space. The signature
//! covers the text with its final newline, without the empty line. A **key name** is not empty and
//! has neither Unicode spaces nor `+`. A **key id** is the start of a hash over name, algorithm and
//! key ([`VerifierKey`]); it selects a key, it does not authenticate one.
//!
//! A note has at most [`NOTE_BYTES_MAX`] bytes and [`NOTE_SIGNATURES_MAX`] signatures.
//!
//! # Who signs and who judges
//!
//! This module holds no signature algorithm. [`Signer`] makes a signature, [`Verifier`] judges
//! one; [`KeySigner`] and [`KeyVerifier`] are both, made from a [`VerifierKey`] and a function, so
//! that the whole program can use one Ed25519 verdict.
//!
//! # Example
//!
//! ```
//! use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
//! use qledger::log::note::{KeySigner, KeyVerifier, Note, SignatureType, VerifierKey};
//!
//! let secret = SigningKey::from_bytes(&[7; 32]);
//! let key = VerifierKey::new(
//!     "example.org/ledger".parse()?,
//!     SignatureType::Ed25519,
//!     secret.verifying_key().to_bytes(),
//! );
//! let signer = KeySigner::new(key.clone(), |text: &[u8]| {
//!     Ok::<_, std::convert::Infallible>(secret.sign(text).to_bytes())
//! });
//! let note = Note::sign("three tonnes\n", &signer)?;
//!
//! let verifier = KeyVerifier::new(key, |key: &[u8; 32], message: &[u8], signature: &[u8; 64]| {
//!     VerifyingKey::from_bytes(key)
//!         .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
//! });
//! let opened = Note::parse(note.to_string().as_bytes())?.verify(&[&verifier])?;
//! assert_eq!(opened.text(), "three tonnes\n");
//! assert!(opened.unverified().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod key;
mod parse;
mod signature;
mod verify;

#[cfg(test)]
mod tests;

pub use key::{KEY_NAME_BYTES_MAX, KeyError, KeyId, KeyName, SignatureType, VerifierKey};
pub use parse::NoteError;
pub use signature::{KeySigner, SignError, Signature, Signer};
pub use verify::{KeyVerifier, OpenedNote, Verifier, VerifyError};

use std::fmt;

/// Longest note, in bytes, that is read or written: sixteen post-quantum signatures fit.
pub const NOTE_BYTES_MAX: usize = 128 * 1024;

/// Most signatures in a note. The specification asks for at least 16.
pub const NOTE_SIGNATURES_MAX: usize = 64;

/// A text with at least one signature, well formed but **not verified**: trust nothing in it
/// before [`Note::verify`]. Shown in its serialised form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Makes the note of a text with its first signature. The text ends with a newline and has no
    /// other ASCII control character.
    pub fn sign<S: Signer + ?Sized>(text: &str, signer: &S) -> Result<Self, SignError<S::Error>> {
        parse::check_text(text)?;
        let mut note = Self {
            text: text.to_owned(),
            signatures: Vec::new(),
        };
        note.add_signer(signer)?;
        Ok(note)
    }

    /// Adds the signature of one more signer.
    pub fn add_signer<S: Signer + ?Sized>(
        &mut self,
        signer: &S,
    ) -> Result<(), SignError<S::Error>> {
        let bytes = signer
            .sign(self.text.as_bytes())
            .map_err(SignError::Signer)?;
        Ok(self.add_signature(Signature::new(signer.key(), bytes)?)?)
    }

    /// Adds a signature that was made elsewhere, unverified. Errors: one of the same key is there
    /// already, too many, note too long.
    pub fn add_signature(&mut self, signature: Signature) -> Result<(), NoteError> {
        if self
            .signatures
            .iter()
            .any(|present| present.is_of_same_key(&signature))
        {
            let (name, key_id) = (signature.name().clone(), signature.key_id());
            return Err(NoteError::SameKeyAgain { name, key_id });
        }
        if self.signatures.len() == NOTE_SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures);
        }
        let bytes = self.to_string().len() + signature.to_string().len();
        if bytes > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong { bytes });
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// The text, with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in their order; none is verified.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| signature.fmt(f))
    }
}
