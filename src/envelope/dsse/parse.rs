//! Reading an envelope in whatever spelling it arrives.
//!
//! The JSON parser is asked for each object's members as they stand, not for a struct: a derived
//! reader would take an array for an object, and could not say which field is at fault.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::{INPUT_BYTES_MAX, PAYLOAD_TYPE};
use super::{Envelope, EnvelopeError, Place, Signature, check_count};

/// See [`Envelope::parse`].
pub(super) fn parse(text: &[u8]) -> Result<Envelope, EnvelopeError> {
    let (found, max) = (text.len(), INPUT_BYTES_MAX);
    if found > max {
        return Err(EnvelopeError::TextTooLong { found, max });
    }
    let text = std::str::from_utf8(text).map_err(|error| EnvelopeError::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    let whole: &RawValue = from_json(text)?;

    let place = Place::Envelope;
    let [payload, payload_type, signatures] =
        fields(whole, place, ["payload", "payloadType", "signatures"])?;
    let found = string(payload_type, place, "payloadType")?;
    if found != PAYLOAD_TYPE {
        return Err(EnvelopeError::PayloadTypeOther {
            found: clip(&found),
        });
    }
    let payload = bytes(payload, place, "payload")?;
    if !signatures.get().starts_with('[') {
        return Err(EnvelopeError::SignaturesNotAnArray);
    }
    let signatures: Vec<&RawValue> = from_json(signatures.get())?;
    check_count(signatures.len())?;
    let signatures = signatures
        .into_iter()
        .enumerate()
        .map(|(index, raw)| signature(index, raw));
    Envelope::with_signatures(payload, signatures.collect::<Result<_, _>>()?)
}

/// One element of `signatures`.
fn signature(index: usize, raw: &RawValue) -> Result<Signature, EnvelopeError> {
    let place = Place::Signature(index);
    let [key_id, sig] = fields(raw, place, ["keyid", "sig"])?;
    let found = string(key_id, place, "keyid")?;
    let key_id = found.parse().map_err(|_| EnvelopeError::KeyIdMalformed {
        index,
        found: clip(&found),
    })?;
    let sig = bytes(sig, place, "sig")?;
    let sig = sig
        .try_into()
        .map_err(|sig: Vec<u8>| EnvelopeError::SignatureLength {
            index,
            found: sig.len(),
        })?;
    Ok(Signature { key_id, sig })
}

/// The values of exactly these fields of an object, in the order of `names`.
fn fields<'a, const N: usize>(
    raw: &'a RawValue,
    place: Place,
    names: [&'static str; N],
) -> Result<[&'a RawValue; N], EnvelopeError> {
    if !raw.get().starts_with('{') {
        return Err(EnvelopeError::NotAnObject { place });
    }
    let mut values = [None; N];
    for (name, value) in from_json::<Members<'a>>(raw.get())?.0 {
        let Some(slot) = names.iter().position(|known| *known == name) else {
            return Err(EnvelopeError::FieldUnknown {
                place,
                field: clip(&name),
            });
        };
        if values[slot].replace(value).is_some() {
            return Err(EnvelopeError::FieldRepeated {
                place,
                field: names[slot],
            });
        }
    }
    let mut complete = [RawValue::NULL; N];
    for (slot, value) in values.into_iter().enumerate() {
        complete[slot] = value.ok_or(EnvelopeError::FieldMissing {
            place,
            field: names[slot],
        })?;
    }
    Ok(complete)
}

/// A field that is a string.
fn string(raw: &RawValue, place: Place, field: &'static str) -> Result<String, EnvelopeError> {
    serde_json::from_str(raw.get()).map_err(|_| EnvelopeError::FieldNotText { place, field })
}

/// A field that is bytes in base64.
fn bytes(raw: &RawValue, place: Place, field: &'static str) -> Result<Vec<u8>, EnvelopeError> {
    BASE64
        .decode(string(raw, place, field)?)
        .map_err(|error| EnvelopeError::FieldNotBase64 {
            place,
            field,
            reason: error.to_string(),
        })
}

/// What `text` is as JSON.
fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, EnvelopeError> {
    serde_json::from_str(text).map_err(|error| EnvelopeError::NotJson {
        reason: error.to_string(),
    })
}

/// The first 64 characters: a message must not grow with what a stranger sent.
fn clip(text: &str) -> String {
    text.chars().take(64).collect()
}

/// An object's members as they stand, repeated ones included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Collect).map(Members)
    }
}
