//! The one stored spelling: canonical JSON (RFC 8785), which for an envelope is a fixed frame.
//!
//! Nothing in it ever needs an escape and its field names stand in canonical order, so it is
//! written and read piece by piece without a JSON parser. Reading is what an audit does for every
//! entry. Each piece has one spelling (base64 and hexadecimal are decoded strictly), so a text
//! that is read is the text that would be written.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::super::{ENVELOPE_BYTES_MAX, PAYLOAD_TYPE, base64_len};
use super::{Envelope, Signature};

const BEFORE_PAYLOAD: &str = r#"{"payload":""#;
const BEFORE_TYPE: &str = r#"","payloadType":""#;
const BEFORE_SIGNATURES: &str = r#"","signatures":["#;
const BEFORE_KEY_ID: &str = r#"{"keyid":""#;
const BEFORE_SIG: &str = r#"","sig":""#;
const AFTER_SIG: &str = r#""}"#;
const AFTER_SIGNATURES: &str = "]}";

/// See [`Envelope::to_bytes`].
pub(super) fn write(envelope: &Envelope) -> Vec<u8> {
    const FRAME: usize = 128;
    const PER_SIGNATURE: usize = 192;
    let room = FRAME + PER_SIGNATURE * envelope.signatures.len();
    let mut text = String::with_capacity(room + base64_len(envelope.payload.len()));
    text.push_str(BEFORE_PAYLOAD);
    BASE64.encode_string(&envelope.payload, &mut text);
    text.push_str(BEFORE_TYPE);
    text.push_str(PAYLOAD_TYPE);
    text.push_str(BEFORE_SIGNATURES);
    for (index, signature) in envelope.signatures.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(BEFORE_KEY_ID);
        text.push_str(&signature.key_id.to_string());
        text.push_str(BEFORE_SIG);
        BASE64.encode_string(signature.sig, &mut text);
        text.push_str(AFTER_SIG);
    }
    text.push_str(AFTER_SIGNATURES);
    debug_assert!(
        text.len() <= ENVELOPE_BYTES_MAX,
        "limits do not bound the stored spelling"
    );
    text.into_bytes()
}

/// The envelope, or nothing if `text` is not the stored spelling of one.
pub(super) fn read(text: &[u8]) -> Option<Envelope> {
    if text.len() > ENVELOPE_BYTES_MAX {
        return None;
    }
    let rest = std::str::from_utf8(text)
        .ok()?
        .strip_prefix(BEFORE_PAYLOAD)?;
    let (payload, rest) = rest.split_at_checked(rest.find('"')?)?;
    let payload = BASE64.decode(payload).ok()?;
    let rest = rest.strip_prefix(BEFORE_TYPE)?.strip_prefix(PAYLOAD_TYPE)?;
    let mut rest = rest.strip_prefix(BEFORE_SIGNATURES)?;
    let mut signatures = Vec::new();
    while rest != AFTER_SIGNATURES {
        if !signatures.is_empty() {
            rest = rest.strip_prefix(',')?;
        }
        let (signature, behind) = read_signature(rest)?;
        signatures.push(signature);
        rest = behind;
    }
    Envelope::with_signatures(payload, signatures).ok()
}

/// A signature at the beginning of `text`, and what follows it.
fn read_signature(text: &str) -> Option<(Signature, &str)> {
    let rest = text.strip_prefix(BEFORE_KEY_ID)?;
    let (key_id, rest) = rest.split_at_checked(64)?;
    let rest = rest.strip_prefix(BEFORE_SIG)?;
    let (sig, rest) = rest.split_at_checked(rest.find('"')?)?;
    let sig = BASE64.decode(sig).ok()?.try_into().ok()?;
    let signature = Signature {
        key_id: key_id.parse().ok()?,
        sig,
    };
    Some((signature, rest.strip_prefix(AFTER_SIG)?))
}
