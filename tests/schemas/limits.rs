//! Limits of form: the schema names those of the code, and what is outside them is refused.

use qledger::domain::amount::{DECIMALS_MAX, INTEGER_DIGITS_MAX};
use qledger::domain::entry::FORMAT_VERSION;
use qledger::domain::ids::{ID_BYTES_MAX, REGION_BYTES_MAX};
use qledger::domain::refusal::VALUE_CHARS_MAX;
use qledger::domain::rules::ROWS_MAX;
use qledger::domain::text::LABEL_CHARS_MAX;
use qledger::envelope::{PAYLOAD_BYTES_MAX, PAYLOAD_TYPE, SIGNATURES_MAX};
use qledger::log::tree::PROOF_HASHES_MAX;
use qledger::receipt::{FORMAT, KEY_LEAVES_MAX};
use serde_json::{Value, json};

use super::entries::sample;
use super::shelf::{schema, validator};

#[test]
fn the_limits_in_the_schemas_are_those_of_the_code() {
    let base64 = |bytes: usize| bytes.div_ceil(3) * 4;
    for (file, place, limit) in [
        ("entry-v1", "/properties/v/const", json!(FORMAT_VERSION)),
        (
            "entry-v1",
            "/properties/signers/maxItems",
            json!(SIGNATURES_MAX),
        ),
        (
            "entry-v1",
            "/$defs/indicator/properties/decimals/maximum",
            json!(DECIMALS_MAX),
        ),
        (
            "envelope",
            "/properties/signatures/maxItems",
            json!(SIGNATURES_MAX),
        ),
        (
            "envelope",
            "/properties/payload/maxLength",
            json!(base64(PAYLOAD_BYTES_MAX)),
        ),
        (
            "envelope",
            "/properties/payloadType/const",
            json!(PAYLOAD_TYPE),
        ),
        ("values", "/$defs/label/maxLength", json!(LABEL_CHARS_MAX)),
        ("values", "/$defs/region/maxLength", json!(REGION_BYTES_MAX)),
        ("values", "/$defs/party/maxLength", json!(ID_BYTES_MAX)),
        ("values", "/$defs/case/maxLength", json!(ID_BYTES_MAX)),
        (
            "refusal",
            "/$defs/values/additionalProperties/maxLength",
            json!(VALUE_CHARS_MAX + 1),
        ),
        ("receipt", "/properties/format/const", json!(FORMAT)),
        (
            "receipt",
            "/properties/keys/maxItems",
            json!(KEY_LEAVES_MAX),
        ),
        (
            "receipt",
            "/$defs/key_leaf/properties/hashes/maxItems",
            json!(PROOF_HASHES_MAX),
        ),
        (
            "receipt",
            "/$defs/leaf/maxLength",
            json!(base64(qledger::envelope::LEAF_BYTES_MAX)),
        ),
    ] {
        let found = schema(&format!("{file}.schema.json")).pointer(place);
        assert_eq!(found, Some(&limit), "{file} {place}");
    }
    let amount = schema("values.schema.json").pointer("/$defs/amount/pattern");
    let digits = format!("[1-9][0-9]{{0,{}}}", INTEGER_DIGITS_MAX - 1);
    let decimals = format!("[0-9]{{0,{}}}[1-9]", DECIMALS_MAX - 1);
    let pattern = amount.and_then(Value::as_str).unwrap();
    assert!(
        pattern.contains(&digits) && pattern.contains(&decimals),
        "{pattern}"
    );
}

/// Lists of rows whose counts the rules hold to: kind, place, fewest.
const ROWS: &[(&str, &str, usize)] = &[
    ("policy.adopt", "/items", 1),
    ("opening.record", "/rows", 1),
    ("quota.issue", "/rows", 1),
    ("permit.record", "/limits", 1),
    ("permit.lower", "/limits", 1),
    ("emission.verify", "/emissions", 1),
    ("region.enrol", "/relations", 0),
    ("case.open", "/content/relocation/required", 1),
    ("case.open", "/documents", 1),
    ("case.act", "/documents", 1),
    ("case.act", "/sources", 0),
    ("case.return", "/missing", 1),
    ("case.resubmit", "/documents", 1),
];

#[test]
fn lists_have_as_many_rows_as_the_rules_let_in() {
    for (kind, place, fewest) in ROWS {
        let schema = validator(&format!("entry-v1.schema.json#/$defs/{kind}"));
        let with = |count: usize| {
            let mut body = sample(kind);
            let rows = body.pointer_mut(place);
            let rows = rows.unwrap_or_else(|| panic!("{kind} has no {place}"));
            let row = rows.get(0).cloned().unwrap_or(json!("650109-2027-L0003"));
            *rows = json!(vec![row; count]);
            body
        };
        let limited = !matches!(*place, "/documents" | "/missing");
        for (count, right) in [(*fewest, true), (ROWS_MAX, true), (ROWS_MAX + 1, !limited)] {
            assert_eq!(
                schema.is_valid(&with(count)),
                right,
                "{kind} {place} {count}"
            );
        }
        if *fewest > 0 {
            assert!(!schema.is_valid(&with(0)), "{kind} {place} empty");
        }
    }
}

#[test]
fn a_cap_of_kind_none_has_no_amount_and_every_other_has_one() {
    let schema = validator("entry-v1.schema.json#/$defs/cap.set");
    for (kind, amount, right) in [
        ("none", Value::Null, true),
        ("none", json!("1"), false),
        ("ceiling", json!("0"), true),
        ("ceiling", Value::Null, false),
        ("target", Value::Null, false),
    ] {
        let mut body = sample("cap.set");
        body["kind"] = json!(kind);
        body["amount"] = amount;
        assert_eq!(schema.is_valid(&body), right, "{body}");
    }
}
