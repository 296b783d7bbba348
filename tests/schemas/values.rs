//! Values have one spelling, and schema and codec mean the same one.
//!
//! Three things no pattern can say, so that there the codec is the stricter: the years of a plan
//! ascend, a credit code checks itself, a public key is a point of the curve.

use jsonschema::Validator;
use proptest::prelude::*;
use qledger::codec::canonical::check_canonical;
use qledger::domain::amount::{Amount, Balance, Change};
use qledger::domain::ids::{
    AccountId, CaseNo, CreditCode, EntryId, FacilityId, HoldNo, IndicatorCode, IndustryCode,
    LedgerId, LotNo, PartyId, PermitNo, PersonId, ProcedureId, ProjectNo, ReductionNo, RegionId,
    StepId,
};
use qledger::domain::moment::{Day, Moment};
use qledger::domain::period::Period;
use qledger::domain::text::{FileHash, Label};
use qledger::envelope::{EntryHash, KeyId, PublicKey};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::shelf::validator;

/// Whether the codec reads a text as a value of this type.
fn reads<T: DeserializeOwned>(text: &str) -> bool {
    let json = json!(text).to_string();
    check_canonical(json.as_bytes()).is_ok() && serde_json::from_str::<T>(&json).is_ok()
}

/// A kind of value: its definition, its reader, spellings to begin from, and whether the codec
/// asks more than the schema can.
type Spelled = (
    &'static str,
    fn(&str) -> bool,
    &'static [&'static str],
    bool,
);

const HASH: &str = "a12e2c0b01d96adb2daab484c805c79b5189ca3c8f75e772a4db478eaab68e13";
const KEY: &str = "ed25519:8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";

const SPELLED: &[Spelled] = &[
    (
        "amount",
        reads::<Amount>,
        &["160", "54.12", "0.001", "99999999999999.9999"],
        false,
    ),
    ("balance", reads::<Balance>, &["0", "160", "0.0001"], false),
    (
        "change",
        reads::<Change>,
        &["0", "-1", "-0.5", "37.4"],
        false,
    ),
    (
        "day",
        reads::<Day>,
        &["2027-10-01", "2028-02-29", "1970-01-01", "9999-12-31"],
        false,
    ),
    (
        "moment",
        reads::<Moment>,
        &[
            "2027-10-01T09:30:00.000+08:00",
            "1970-01-01T08:00:00.000+08:00",
        ],
        false,
    ),
    (
        "period",
        reads::<Period>,
        &["standing", "2027", "2026-2030"],
        true,
    ),
    (
        "label",
        reads::<Label>,
        &["乌环函〔2027〕12号", "t/a", "x"],
        true,
    ),
    ("sha256", reads::<FileHash>, &[HASH], false),
    ("hash", reads::<EntryHash>, &[HASH], false),
    ("key_id", reads::<KeyId>, &[HASH], false),
    ("ledger_id", reads::<LedgerId>, &[HASH], false),
    ("public_key", reads::<PublicKey>, &[KEY], true),
    (
        "entry_id",
        reads::<EntryId>,
        &["01a2ddfe-e800-7000-8000-000000000000"],
        false,
    ),
    ("region", reads::<RegionId>, &["650109", "ZD-WZ"], false),
    (
        "party",
        reads::<PartyId>,
        &["650100-EEB", "RESERVE", "RESERVE-1"],
        false,
    ),
    ("person", reads::<PersonId>, &["P-0017"], false),
    ("indicator", reads::<IndicatorCode>, &["NOX", "SO2"], false),
    ("industry", reads::<IndustryCode>, &["2523"], false),
    (
        "case",
        reads::<CaseNo>,
        &["ZD-WZ-2027-0007", "X-2027-12345"],
        false,
    ),
    ("lot", reads::<LotNo>, &["650109-2027-L0003"], false),
    ("project", reads::<ProjectNo>, &["ZD-BZ-2027-P0001"], false),
    (
        "reduction",
        reads::<ReductionNo>,
        &["XPCC-06-2027-R0001"],
        false,
    ),
    ("hold", reads::<HoldNo>, &["650000-2027-H0001"], false),
    (
        "permit",
        reads::<PermitNo>,
        &["91650109MA77AB0192001P"],
        false,
    ),
    ("facility", reads::<FacilityId>, &["DA001"], false),
    ("step", reads::<StepId>, &["origin_closure"], false),
    (
        "procedure_id",
        reads::<ProcedureId>,
        &["relocation", "two_high2"],
        false,
    ),
    (
        "account",
        reads::<AccountId>,
        &[
            "650100/RESERVE",
            "650109/91650109MA77AB0192",
            "A/B/ZD-BZ-2027-P0001",
        ],
        false,
    ),
    (
        "credit_code",
        reads::<CreditCode>,
        &["91650109MA77AB0192"],
        true,
    ),
];

fn of(name: &str) -> Validator {
    validator(&format!("values.schema.json#/$defs/{name}"))
}

/// Holds the two verdicts on a text against each other.
fn agree(spelled: &Spelled, schema: &Validator, text: &str) -> Result<(), String> {
    let (name, reads, _, codec_is_stricter) = spelled;
    let (by_schema, by_codec) = (schema.is_valid(&json!(text)), reads(text));
    let right = by_schema == by_codec || (*codec_is_stricter && by_schema);
    let verdict = |good| if good { "takes" } else { "refuses" };
    right.then_some(()).ok_or_else(|| {
        let (schema, codec) = (verdict(by_schema), verdict(by_codec));
        format!("{name} {text:?}: the schema {schema} it, the codec {codec} it")
    })
}

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
