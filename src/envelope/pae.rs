//! The pre-authentication encoding of DSSE v1: the bytes that signatures cover.

use super::PAYLOAD_TYPE;
use super::id::EntryHash;

/// The head of the encoding: everything before the payload itself.
fn head(payload_type: &str, payload_len: usize) -> String {
    format!(
        "DSSEv1 {} {payload_type} {payload_len} ",
        payload_type.len()
    )
}

/// The bytes that a signature over `payload` under `payload_type` covers.
///
/// ```
/// use qledger::envelope::pae;
/// assert_eq!(
///     pae("http://example.com/HelloWorld", b"hello world"),
///     b"DSSEv1 29 http://example.com/HelloWorld 11 hello world",
/// );
/// ```
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut encoded = head(payload_type, payload.len()).into_bytes();
    encoded.extend_from_slice(payload);
    encoded
}

impl EntryHash {
    /// The hash of an entry with this payload: SHA-256 of its pre-authentication encoding.
    pub fn of_payload(payload: &[u8]) -> Self {
        Self::digest_of(&[head(PAYLOAD_TYPE, payload.len()).as_bytes(), payload])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_bytes_and_zero_is_written() {
        assert_eq!(pae("t", b""), b"DSSEv1 1 t 0 ");
        assert_eq!(pae("", b""), b"DSSEv1 0  0 ");
        assert_eq!(
            pae("票", "入账".as_bytes()),
            "DSSEv1 3 票 6 入账".as_bytes()
        );
    }

    #[test]
    fn moving_bytes_between_type_and_payload_changes_the_encoding() {
        assert_ne!(pae("ab", b"c"), pae("a", b"bc"));
        assert_ne!(pae("a 1 b", b"c"), pae("a", b"b 1 c"));
    }

    #[test]
    fn the_entry_hash_is_the_digest_of_the_encoding() {
        let payload = br#"{"kind":"note"}"#;
        assert_eq!(
            EntryHash::of_payload(payload),
            EntryHash::digest_of(&[&pae(PAYLOAD_TYPE, payload)])
        );
    }
}
