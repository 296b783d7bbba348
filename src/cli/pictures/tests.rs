//! What a part of a whole is in pixels.

use super::*;

#[test]
fn a_part_is_as_long_as_it_is_large_and_never_longer_than_there_is_room() {
    let of = |text: &str| text.parse::<Decimal>().unwrap();
    for (part, whole, right) in [
        ("0", "100", 0),
        ("50", "100", 150),
        ("100", "100", 300),
        ("100.001", "100", 300),
        ("119", "100", 357),
        ("1000", "100", 360),
        ("1", "0", 0),
        ("0.001", "90000000", 0),
        ("10000000000000", "0.0001", 360),
    ] {
        assert_eq!(
            pixels(of(part), of(whole), 300, 360),
            right,
            "{part} of {whole}"
        );
    }
}
