//! Small strict readers that the text formats share. Each value has one spelling.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Reads standard base64 (RFC 4648, section 4): padded, unused bits zero, no line breaks.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Writes standard base64.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads an unsigned decimal of ASCII digits without a sign or leading zeroes.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let led_by_zero = text.len() > 1 && text.starts_with('0');
    if plain && !led_by_zero {
        text.parse().ok()
    } else {
        None
    }
}

/// Place of the first ASCII control character that signed notes forbid: all but newline.
pub(super) fn control_character(text: &[u8]) -> Option<usize> {
    text.iter().position(|&byte| byte < 0x20 && byte != b'\n')
}

/// The start of a text that came from outside, short enough for a message.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_one_spelling() {
        for (text, value) in [("0", 0), ("7", 7), ("18446744073709551615", u64::MAX)] {
            assert_eq!(decimal(text), Some(value), "{text}");
        }
        for bad in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_0",
            "1e3",
            "１",
            "18446744073709551616",
        ] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(base64("AQI="), Some(vec![1, 2]));
        for bad in [
            "AQI",
            "AQJ=",
            "AQI==",
            "AQ I=",
            "AQI=\n",
            "-_8=",
            "AQ=="[..3].into(),
        ] {
            assert_eq!(base64(bad), None, "{bad}");
        }
    }
}
