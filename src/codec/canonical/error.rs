//! Why a text is not canonical JSON.

/// The first thing that is wrong with a text; `at` is a zero-based byte offset into it.
///
/// What a message repeats of the text is cut to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// The text is longer than is read.
    #[error("text of {found} bytes; at most {max} allowed")]
    TooLong {
        /// Its length.
        found: usize,
        /// [`super::BYTES_MAX`].
        max: usize,
    },
    /// The text begins with a byte order mark.
    #[error("the text begins with a byte order mark")]
    ByteOrderMark,
    /// The text is not UTF-8.
    #[error("byte {at} is not UTF-8")]
    NotUtf8 {
        /// The first wrong byte.
        at: usize,
    },
    /// The text ends inside a value.
    #[error("the text ends at byte {at}, inside a value")]
    Truncated {
        /// The text's length.
        at: usize,
    },
    /// White space between tokens, or after the value.
    #[error("white space at byte {at}; the canonical form has none")]
    Whitespace {
        /// Where it begins.
        at: usize,
    },
    /// A character that cannot stand here in JSON.
    #[error("{found:?} at byte {at} cannot stand here")]
    Unexpected {
        /// Where it is.
        at: usize,
        /// The character.
        found: char,
    },
    /// Something follows the value.
    #[error("the value ends at byte {at}, but the text goes on")]
    TrailingBytes {
        /// The first byte after the value.
        at: usize,
    },
    /// Too many arrays and objects inside each other.
    #[error("byte {at} opens more than {max} arrays and objects inside each other")]
    TooDeep {
        /// The bracket that is one too many.
        at: usize,
        /// [`super::DEPTH_MAX`].
        max: usize,
    },
    /// A number with a fraction or an exponent.
    #[error("number {found} at byte {at} has a fraction or an exponent; only integers are read")]
    NotInteger {
        /// Where it begins.
        at: usize,
        /// The number as it stands.
        found: String,
    },
    /// A number beyond ±(2^53 − 1).
    #[error("number {found} at byte {at} is beyond ±9007199254740991")]
    NumberTooLarge {
        /// Where it begins.
        at: usize,
        /// The number as it stands.
        found: String,
    },
    /// Zero with a sign.
    #[error("-0 at byte {at}; zero has no sign")]
    MinusZero {
        /// Where it begins.
        at: usize,
    },
    /// Leading zeros, a lone sign or the like.
    #[error("{found:?} at byte {at} is not the spelling of a number")]
    NumberSpelling {
        /// Where it begins.
        at: usize,
        /// What stands there.
        found: String,
    },
    /// A character below U+0020 stands in a string without an escape.
    #[error("control character {found:?} at byte {at} must be escaped")]
    ControlCharacter {
        /// Where it is.
        at: usize,
        /// The character.
        found: char,
    },
    /// An escape that JSON does not have.
    #[error("{found:?} at byte {at} is not an escape of JSON")]
    EscapeUnknown {
        /// Where its backslash is.
        at: usize,
        /// The escape as it stands.
        found: String,
    },
    /// An escape where the canonical form has none or another one.
    #[error("escape {found:?} at byte {at} is not the canonical spelling of its character")]
    EscapeSpelling {
        /// Where its backslash is.
        at: usize,
        /// The escape as it stands.
        found: String,
    },
    /// Half of a surrogate pair, which is no character.
    #[error("escape {found:?} at byte {at} is half of a surrogate pair")]
    LoneSurrogate {
        /// Where its backslash is.
        at: usize,
        /// The escape as it stands.
        found: String,
    },
    /// A code point that Unicode will never assign (U+FFFE and the like).
    #[error("string at byte {at} holds the noncharacter U+{:04X}", u32::from(*found))]
    Noncharacter {
        /// Where the string begins.
        at: usize,
        /// The code point.
        found: char,
    },
    /// A string that is not in Unicode normalization form C.
    #[error("string {found:?} at byte {at} is not in normalization form C")]
    NotNfc {
        /// Where it begins.
        at: usize,
        /// The string, escapes resolved.
        found: String,
    },
    /// A key that its object has already.
    #[error("key {key:?} at byte {at} stands in its object already")]
    KeyRepeated {
        /// Where the second one begins.
        at: usize,
        /// The key.
        key: String,
    },
    /// A key that belongs before the one it follows.
    #[error("key {key:?} at byte {at} belongs before {after:?}")]
    KeyOrder {
        /// Where it begins.
        at: usize,
        /// The key.
        key: String,
        /// The key that it follows.
        after: String,
    },
    /// The JSON parser refused what the scanner had let pass: a fault of this program.
    #[error("the text was taken for canonical but is not read as JSON: {reason}")]
    NotJson {
        /// What the parser found.
        reason: String,
    },
    /// A value that has no JSON form, such as a map with keys that are not strings.
    #[error("the value has no JSON form: {reason}")]
    NotSerializable {
        /// What the serializer found.
        reason: String,
    },
}
