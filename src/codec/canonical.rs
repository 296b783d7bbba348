//! Canonical JSON: each value has one spelling, and only that one is read.
//!
//! The spelling is that of RFC 8785 (JSON Canonicalization Scheme), narrowed to what an entry
//! needs:
//!
//! - UTF-8 without a byte order mark; no white space; nothing after the value.
//! - Object keys in ascending order of their UTF-16 code units, none twice.
//! - Strings escape `"` and `\` by a backslash, U+0008, 0009, 000A, 000C, 000D as `\b \t \n \f \r`,
//!   the other characters below U+0020 as `\u00xx` in lower case, and nothing else.
//! - Strings are in Unicode normalization form C and free of noncharacters (RFC 7493).
//! - Numbers are integers of magnitude at most 2^53 − 1, without sign on zero; there is no
//!   fraction and no exponent. Quantities travel as decimal strings.
//! - At most [`DEPTH_MAX`] arrays and objects inside each other, at most [`BYTES_MAX`] bytes.
//!
//! [`check_canonical`] decides this in one pass over the bytes without building a value, so that
//! whatever reads the text afterwards (`serde_json` into a type, say) can neither be surprised by
//! a repeated key nor read a number differently. Why it is a scanner of its own stands in
//! `docs/decisions/0002-canonical-json.md`.
//!
//! ```
//! use qledger::codec::canonical::{CanonicalError, check_canonical, to_canonical};
//! use serde_json::json;
//!
//! let text = to_canonical(&json!({"unit": "t/a", "amount": "160", "line": 2}))?;
//! assert_eq!(text, br#"{"amount":"160","line":2,"unit":"t/a"}"#);
//! assert_eq!(
//!     check_canonical(br#"{"line":2,"amount":"160"}"#),
//!     Err(CanonicalError::KeyOrder { at: 10, key: "amount".into(), after: "line".into() }),
//! );
//! # Ok::<(), CanonicalError>(())
//! ```

use serde::Serialize;
use serde_json::Value;

mod error;
mod scan;
mod write;

pub use error::CanonicalError;

/// Longest text, in bytes.
pub const BYTES_MAX: usize = 40 * 1024;

/// Most arrays and objects inside each other.
pub const DEPTH_MAX: usize = 16;

/// Largest magnitude of a number: 2^53 − 1, the last that every JSON reader has exactly.
pub const INTEGER_MAX: u64 = (1 << 53) - 1;

/// Is `text` its own canonical form? The error names the first place where it is not.
///
/// Time is linear in the length of the text, apart from the ordering of long runs of combining
/// marks; memory is bounded by the text's length.
pub fn check_canonical(text: &[u8]) -> Result<(), CanonicalError> {
    check_canonical_up_to(text, BYTES_MAX)
}

/// As [`check_canonical`], for texts of at most `bytes_max` bytes: receipts are longer than
/// payloads.
pub fn check_canonical_up_to(text: &[u8], bytes_max: usize) -> Result<(), CanonicalError> {
    scan::scan(text, bytes_max)
}

/// The value that a canonical `text` spells.
pub fn parse_canonical(text: &[u8]) -> Result<Value, CanonicalError> {
    check_canonical(text)?;
    serde_json::from_slice(text).map_err(|error| CanonicalError::NotJson {
        reason: error.to_string(),
    })
}

/// The canonical spelling of `value`.
///
/// What it returns passes [`check_canonical`]: a float, too large a number, a text not in
/// normalization form C and so on is an error whose offset counts in the text as it would be.
/// (A float that is not a number would come as null; the types of this crate have no floats.)
pub fn to_canonical(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, CanonicalError> {
    to_canonical_up_to(value, BYTES_MAX)
}

/// As [`to_canonical`], for texts of at most `bytes_max` bytes.
pub fn to_canonical_up_to(
    value: &(impl Serialize + ?Sized),
    bytes_max: usize,
) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|error| CanonicalError::NotSerializable {
        reason: error.to_string(),
    })?;
    let text = write::write(&value).into_bytes();
    check_canonical_up_to(&text, bytes_max)?;
    Ok(text)
}

/// Orders keys as RFC 8785, section 3.2.3 does: by UTF-16 code units.
///
/// This differs from the order of UTF-8 bytes where a character beyond U+FFFF, spelled by
/// surrogates from D800, meets one from U+E000 to U+FFFF.
fn key_order(left: &str, right: &str) -> std::cmp::Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

/// The escape of one character in a string, if it has one.
fn escape_of(c: char) -> Option<String> {
    Some(match c {
        '"' => r#"\""#.into(),
        '\\' => r"\\".into(),
        '\u{8}' => r"\b".into(),
        '\t' => r"\t".into(),
        '\n' => r"\n".into(),
        '\u{c}' => r"\f".into(),
        '\r' => r"\r".into(),
        '\0'..'\u{20}' => format!("\\u{:04x}", u32::from(c)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
