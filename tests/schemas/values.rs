//! Values have one spelling, and schema and codec mean the same one.

use proptest::prelude::*;
use qledger::domain::text::Label;
use serde_json::{Value, json};

use super::spelled::{SPELLED, agree, of};

#[test]
fn what_a_value_begins_from_is_taken_and_second_spellings_are_not() {
    for spelled in SPELLED {
        let schema = of(spelled.0);
        for text in spelled.2.iter().filter(|text| **text != "RESERVE") {
            assert!(schema.is_valid(&json!(text)), "{} {text}", spelled.0);
            assert!((spelled.1)(text), "{} {text}", spelled.0);
            for other in [
                format!(" {text}"),
                format!("{text} "),
                format!("{text}\n"),
                format!("+{text}"),
                format!("０{text}"),
                String::new(),
            ] {
                agree(spelled, &schema, &other).unwrap();
            }
        }
        assert!(!schema.is_valid(&Value::Null), "{}", spelled.0);
        assert!(!schema.is_valid(&json!(1)), "{}", spelled.0);
    }
}

#[test]
fn amounts_have_one_spelling() {
    for text in [
        "1e3",
        "+1",
        "160.0",
        "-1",
        "0",
        "0.0",
        "00",
        "01",
        ".5",
        "5.",
        "1_000",
        "1,000",
        "１６０",
        "0.00001",
        "1.00005",
        "100000000000000",
        "NaN",
        "0x10",
        "1 000",
        "-0",
        "0.5000",
    ] {
        for spelled in &SPELLED[..3] {
            agree(spelled, &of(spelled.0), text).unwrap();
        }
        assert!(!of("amount").is_valid(&json!(text)), "{text}");
    }
}

#[test]
fn a_name_is_as_long_as_the_code_allows_and_no_longer() {
    for (name, length) in [
        ("region", 32),
        ("party", 64),
        ("person", 64),
        ("indicator", 64),
        ("permit", 64),
        ("facility", 64),
        ("label", 120),
    ] {
        let spelled = SPELLED.iter().find(|known| known.0 == name).unwrap();
        assert!(of(name).is_valid(&json!("A".repeat(length))), "{name}");
        assert!(!of(name).is_valid(&json!("A".repeat(length + 1))), "{name}");
        for length in [length, length + 1] {
            agree(spelled, &of(name), &"A".repeat(length)).unwrap();
        }
    }
    let account = SPELLED.iter().find(|known| known.0 == "account").unwrap();
    let schema = of("account");
    for (region, holder, project) in [(32, 64, 64), (33, 64, 64), (32, 65, 64), (32, 64, 65)] {
        let project = format!("{}-2027-P0001", "A".repeat(project - 11));
        let text = format!("{}/{}/{project}", "A".repeat(region), "A".repeat(holder));
        agree(account, &schema, &text).unwrap();
    }
}

#[test]
fn a_day_is_one_of_the_calendar() {
    let spelled = SPELLED.iter().find(|known| known.0 == "day").unwrap();
    let schema = of("day");
    for year in 1960..=10_000 {
        for day in 28..=30 {
            agree(spelled, &schema, &format!("{year}-02-{day}")).unwrap();
        }
    }
    for year in [1970, 2024, 2027] {
        for month in 0..=13 {
            for day in 0..=32 {
                agree(spelled, &schema, &format!("{year}-{month:02}-{day:02}")).unwrap();
            }
        }
    }
}

#[test]
fn a_moment_is_one_of_the_clock() {
    let spelled = SPELLED.iter().find(|known| known.0 == "moment").unwrap();
    let schema = of("moment");
    for time in [
        "00:00:00.000",
        "24:00:00.000",
        "23:59:59.999",
        "23:59:60.000",
        "12:60:00.000",
        "09:00:00",
        "09:00:00.0",
        "09:00:00.0000",
    ] {
        for day in ["1970-01-01", "1970-01-02", "2027-02-29", "9999-12-31"] {
            for zone in ["+08:00", "+00:00", "Z", "+0800", ""] {
                agree(spelled, &schema, &format!("{day}T{time}{zone}")).unwrap();
            }
        }
    }
}

/// Characters that payloads may not hold at all, wherever they stand.
fn is_noncharacter(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c) || u32::from(c) & 0xfffe == 0xfffe
}

#[test]
fn a_label_holds_no_character_that_hides_wherever_it_stands() {
    let schema = of("label");
    let planes = (0..=0x10_u32).flat_map(|plane| {
        let first = plane * 0x1_0000;
        (first..first + 0x20).chain(first + 0xffd0..first + 0x1_0000)
    });
    let all = (0..0x1_0000).chain(planes).chain(0xe_0000..0xe_1100);
    for c in all.filter_map(char::from_u32) {
        for text in [format!("a{c}b"), format!("{c}b"), format!("a{c}")] {
            let by_codec = text.parse::<Label>().is_ok() && !is_noncharacter(c);
            let by_schema = schema.is_valid(&json!(text));
            assert_eq!(by_schema, by_codec, "U+{:04X} in {text:?}", u32::from(c));
        }
    }
}

proptest! {
    #[test]
    fn schema_and_codec_agree_on_spellings_nearby(
        which in 0..SPELLED.len(),
        seed in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, "[-+/.:A-Za-z_0-9 ]"), 1..4),
    ) {
        let spelled = &SPELLED[which];
        let mut text: Vec<char> = spelled.2[seed.index(spelled.2.len())].chars().collect();
        for (at, edit, new) in edits {
            let at = at.index(text.len() + 1);
            let new = new.chars().next().unwrap();
            match edit {
                0 => text.insert(at, new),
                1 if at < text.len() => text[at] = new,
                2 if at < text.len() => { text.remove(at); }
                _ => {}
            }
        }
        let text: String = text.into_iter().collect();
        prop_assert_eq!(agree(spelled, &of(spelled.0), &text), Ok(()));
    }
}
