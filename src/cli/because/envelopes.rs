//! Envelopes and the signatures on them.

use super::{keys, parser, refusal};
use crate::cli::text::{Message, msg};
use crate::codec::submission::Unreadable;
use crate::domain::state::Damage;
use crate::envelope::{EnvelopeError, Place, VerifyError};

fn place(place: &Place) -> Message {
    match place {
        Place::Envelope => msg!("because-in-envelope"),
        Place::Signature(index) => msg!("because-in-signature", index = index),
    }
}

/// Why bytes are no envelope, or nothing can be added to one.
pub fn envelope(error: &EnvelopeError) -> Message {
    match error {
        EnvelopeError::TextTooLong { found, max } => {
            msg!("because-envelope-long", found = found, max = max)
        }
        EnvelopeError::NotUtf8 { at } => msg!("because-envelope-utf8", at = at),
        EnvelopeError::NotJson { reason } => msg!("because-envelope-json", detail = parser(reason)),
        EnvelopeError::NotAnObject { place: of } => msg!("because-no-object", place = place(of)),
        EnvelopeError::SignaturesNotAnArray => msg!("because-signatures-no-list"),
        EnvelopeError::FieldRepeated { place: of, field } => {
            msg!("because-field-twice", place = place(of), field = field)
        }
        EnvelopeError::FieldUnknown { place: of, field } => {
            msg!("because-field-unknown", place = place(of), field = field)
        }
        EnvelopeError::FieldMissing { place: of, field } => {
            msg!("because-field-missing", place = place(of), field = field)
        }
        EnvelopeError::FieldNotText { place: of, field } => {
            msg!("because-field-not-text", place = place(of), field = field)
        }
        EnvelopeError::FieldNotBase64 {
            place: of,
            field,
            reason,
        } => msg!(
            "because-field-base64",
            place = place(of),
            field = field,
            detail = reason
        ),
        EnvelopeError::PayloadTypeOther { found } => msg!("because-payload-type", found = found),
        EnvelopeError::PayloadTooLong { found, max } => {
            msg!("because-payload-long", found = found, max = max)
        }
        EnvelopeError::SignaturesTooMany { found, max } => {
            msg!("because-signatures-many", found = found, max = max)
        }
        EnvelopeError::KeyIdMalformed { index, found } => {
            msg!("because-key-id", index = index, found = found)
        }
        EnvelopeError::SignatureLength { index, found } => {
            msg!("because-signature-length", index = index, found = found)
        }
        EnvelopeError::NotStoredSpelling { at } => msg!("because-spelling", at = at),
        EnvelopeError::KeySignedAlready { key_id } => msg!("because-signed-already", key = key_id),
        EnvelopeError::SignatureRefused { key_id, reason } => {
            let reason = keys::signature(*reason);
            msg!("because-signature-of", key = key_id, reason = reason)
        }
        EnvelopeError::SignerFailed { key_id, reason } => {
            let reason = keys::sign(reason);
            msg!("because-signer-failed", key = key_id, reason = reason)
        }
    }
}

/// Why the signatures on an envelope do not hold.
pub fn verify(error: &VerifyError<Damage>) -> Message {
    match error {
        VerifyError::NoSignatures => msg!("because-no-signature"),
        VerifyError::KeyRepeated { key_id, .. } => msg!("because-signed-already", key = key_id),
        VerifyError::KeyUnknown { key_id, .. } => msg!("because-key-unknown", key = key_id),
        VerifyError::KeyOther { key_id, found, .. } => {
            msg!("because-key-other", key = key_id, found = found)
        }
        VerifyError::SignatureRefused { key_id, reason, .. } => {
            let reason = keys::signature(*reason);
            msg!("because-signature-of", key = key_id, reason = reason)
        }
        VerifyError::Lookup { key_id, cause, .. } => {
            msg!("because-key-lookup", key = key_id, detail = cause)
        }
    }
}

/// Why bytes spell no entry.
pub fn unreadable(error: &Unreadable) -> Message {
    match error {
        Unreadable::Envelope(error) => envelope(error),
        Unreadable::Payload(found) => refusal(found),
    }
}
