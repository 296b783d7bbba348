//! Every kind of value: its definition, its reader, spellings to begin from.
//!
//! Three things no pattern can say, so that there the codec is the stricter: the years of a plan
//! ascend, a credit code checks itself, a public key is a point of the curve. A label is besides in
//! normalization form C.

use jsonschema::Validator;
use qledger::codec::canonical::check_canonical;
use qledger::domain::amount::{Amount, Balance, Change};
use qledger::domain::ids::{
    AccountId, CaseNo, CreditCode, EntryId, FacilityId, FindingNo, HoldNo, IndicatorCode,
    IndustryCode, LedgerId, LotNo, PartyId, PermitNo, PersonId, ProcedureId, ProjectNo,
    ReductionNo, RegionId, StepId,
};
use qledger::domain::moment::{Day, Moment};
use qledger::domain::period::Period;
use qledger::domain::text::{FileHash, Label};
use qledger::envelope::{EntryHash, KeyId, PublicKey};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::shelf::validator;

/// Whether the codec reads a text as a value of this type.
fn reads<T: DeserializeOwned>(text: &str) -> bool {
    let json = json!(text).to_string();
    check_canonical(json.as_bytes()).is_ok() && serde_json::from_str::<T>(&json).is_ok()
}

/// A kind of value: its definition, its reader, spellings to begin from, and whether the codec
/// asks more than the schema can.
pub type Spelled = (
    &'static str,
    fn(&str) -> bool,
    &'static [&'static str],
    bool,
);

const HASH: &str = "a12e2c0b01d96adb2daab484c805c79b5189ca3c8f75e772a4db478eaab68e13";
const KEY: &str = "ed25519:8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";

/// All of them.
pub const SPELLED: &[Spelled] = &[
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
    ("finding", reads::<FindingNo>, &["650000-2027-F0001"], false),
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

/// The validator of a definition.
pub fn of(name: &str) -> Validator {
    validator(&format!("values.schema.json#/$defs/{name}"))
}

/// Holds the two verdicts on a text against each other.
pub fn agree(spelled: &Spelled, schema: &Validator, text: &str) -> Result<(), String> {
    let (name, reads, _, codec_is_stricter) = spelled;
    let (by_schema, by_codec) = (schema.is_valid(&json!(text)), reads(text));
    let right = by_schema == by_codec || (*codec_is_stricter && by_schema);
    let verdict = |good| if good { "takes" } else { "refuses" };
    right.then_some(()).ok_or_else(|| {
        let (schema, codec) = (verdict(by_schema), verdict(by_codec));
        format!("{name} {text:?}: the schema {schema} it, the codec {codec} it")
    })
}
