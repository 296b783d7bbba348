//! From bytes to a note, strictly.

use super::key::{KeyId, KeyName};
use super::{NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX, Note, Signature};
use crate::log::text;

/// Why bytes are not a note, or a note cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than [`NOTE_BYTES_MAX`].
    #[error("a note has at most {NOTE_BYTES_MAX} bytes; this one has {bytes}")]
    TooLong {
        /// Number of bytes.
        bytes: usize,
    },
    /// Not UTF-8.
    #[error("a note is UTF-8; it is not from byte {offset} on")]
    NotUtf8 {
        /// Number of bytes that are valid.
        offset: usize,
    },
    /// An ASCII control character other than newline.
    #[error("a note has no control character but newline; byte {offset} is one")]
    ControlCharacter {
        /// Place in the note, in bytes.
        offset: usize,
    },
    /// The text does not end with a newline.
    #[error("the text of a note ends with a newline")]
    TextEnd,
    /// No empty line separates text and signatures.
    #[error("an empty line separates the text of a note from its signatures; there is none")]
    NoSeparator,
    /// A signature line is not one.
    #[error("signature line {line} does not read — <key name> <base64>, newline")]
    SignatureLine {
        /// Number of the line among the signature lines, from 1.
        line: usize,
    },
    /// More than [`NOTE_SIGNATURES_MAX`] signatures.
    #[error("a note has at most {NOTE_SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// A signature without bytes.
    #[error("a signature is not empty")]
    EmptySignature,
    /// A key signs a note once.
    #[error("the note already has a signature of {name} ({key_id})")]
    SameKeyAgain {
        /// Name of the key.
        name: KeyName,
        /// Id of the key.
        key_id: KeyId,
    },
}

impl Note {
    /// Reads a note. It is one spelling: showing the note gives the same bytes again.
    ///
    /// Nothing is verified. Lines of one key may repeat here, as the specification has unknown
    /// keys ignored; [`Note::verify`] refuses it of known ones.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong { bytes: bytes.len() });
        }
        let note = str::from_utf8(bytes).map_err(|error| NoteError::NotUtf8 {
            offset: error.valid_up_to(),
        })?;
        if let Some(offset) = text::control_character(bytes) {
            return Err(NoteError::ControlCharacter { offset });
        }
        let separator = note.rfind("\n\n").ok_or(NoteError::NoSeparator)?;
        // The text keeps the first of the two newlines.
        let (text, signatures) = (&note[..=separator], &note[separator + 2..]);
        Ok(Self {
            text: text.to_owned(),
            signatures: parse_signatures(signatures)?,
        })
    }
}

fn parse_signatures(block: &str) -> Result<Vec<Signature>, NoteError> {
    let mut signatures = Vec::new();
    for (at, line) in block.split_inclusive('\n').enumerate() {
        if at == NOTE_SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures);
        }
        let signature = line.strip_suffix('\n').and_then(Signature::parse);
        signatures.push(signature.ok_or(NoteError::SignatureLine { line: at + 1 })?);
    }
    if signatures.is_empty() {
        return Err(NoteError::SignatureLine { line: 1 });
    }
    Ok(signatures)
}

/// Checks a text that is to become a note.
pub(super) fn check_text(text: &str) -> Result<(), NoteError> {
    if let Some(offset) = text::control_character(text.as_bytes()) {
        return Err(NoteError::ControlCharacter { offset });
    }
    if text.ends_with('\n') {
        Ok(())
    } else {
        Err(NoteError::TextEnd)
    }
}
