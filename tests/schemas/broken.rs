//! Broken entries: whatever the schema must refuse, the codec refuses as well.

use jsonschema::Validator;
use qledger::codec::entry::decode;
use qledger::domain::entry::Act;
use serde_json::{Value, json};

use super::closed::broken;
use super::entries::sample;
use super::shelf::{check, validator};

const HASH: &str = "a12e2c0b01d96adb2daab484c805c79b5189ca3c8f75e772a4db478eaab68e13";

/// A payload of a kind around its sample body.
fn payload(kind: &str) -> Value {
    let genesis = kind == "genesis";
    let hash = |stands: bool| if stands { json!(HASH) } else { Value::Null };
    json!({
        "v": 1,
        "kind": kind,
        "ledger": hash(!genesis),
        "id": "01a2ddfe-e800-7000-8000-000000000000",
        "made": "2027-01-04T08:00:00.000+08:00",
        "expires": "2027-02-03T08:00:00.000+08:00",
        "signers": [{"party": "650000-EEB", "seat": "issue", "new": false}],
        "speaks_on": hash(kind.starts_with("case.") && kind != "case.open"),
        "basis": if genesis { Value::Null } else { json!({"size": 7, "root": HASH}) },
        "body": sample(kind),
    })
}

/// Its bytes. Names of fields are ASCII, so `serde_json` sorts them as canonical JSON does.
fn bytes(payload: &Value) -> Vec<u8> {
    serde_json::to_vec(payload).unwrap()
}

/// Fails unless schema and codec both refuse.
fn refused(schema: &Validator, kind: &str, what: &str, payload: &Value) {
    let (by_schema, by_codec) = (!schema.is_valid(payload), decode(&bytes(payload)).is_err());
    assert!(by_codec, "{kind}: the codec takes {what}\n{payload:#}");
    assert!(by_schema, "{kind}: the schema takes {what}\n{payload:#}");
}

#[test]
fn a_whole_payload_of_every_kind_is_taken_by_both() {
    let schema = validator("entry-v1.schema.json");
    for kind in Act::KINDS {
        let payload = payload(kind);
        check(kind, &schema, &payload);
        decode(&bytes(&payload)).unwrap_or_else(|refusal| panic!("{kind}: {refusal}"));
    }
}

#[test]
fn no_field_of_any_kind_can_be_left_out_added_or_of_another_type() {
    let schema = validator("entry-v1.schema.json");
    for kind in Act::KINDS {
        let all = broken(&payload(kind));
        assert!(all.len() > 40, "{kind}: {}", all.len());
        for one in all {
            refused(&schema, kind, &one.what, &one.value);
        }
    }
}

#[test]
fn the_body_of_one_kind_is_not_that_of_another() {
    let schema = validator("entry-v1.schema.json");
    for kind in Act::KINDS {
        for other in Act::KINDS.iter().filter(|other| *other != kind) {
            // What is taken back and what is void is told alike: only the kind says which.
            let out_of_account = ["quota.take_back", "quota.invalidate"];
            if [kind, other]
                .iter()
                .all(|kind| out_of_account.contains(kind))
            {
                continue;
            }
            let mut mixed = payload(kind);
            mixed["body"] = sample(other);
            refused(&schema, kind, other, &mixed);
        }
    }
}

/// Kind, place, what stands there instead.
const WRONG: &[(&str, &str, &str)] = &[
    ("quota.issue", "/body/rows/0/amount", r#""1e3""#),
    ("quota.issue", "/body/rows/0/amount", r#""+1""#),
    ("quota.issue", "/body/rows/0/amount", r#""160.0""#),
    ("quota.issue", "/body/rows/0/amount", r#""0""#),
    ("quota.issue", "/body/rows/0/amount", r#""-1""#),
    ("quota.issue", "/body/rows/0/amount", "160"),
    ("quota.issue", "/body/rows/0/amount", "null"),
    ("quota.issue", "/body/rows/0/period", r#""2027-""#),
    ("quota.issue", "/body/rows/0/period", r#""27""#),
    ("quota.issue", "/body/rows/0/since", r#""2027-02-29""#),
    ("quota.issue", "/body/rows/0/since", r#""2027-2-9""#),
    (
        "quota.issue",
        "/body/rows/0/since",
        r#""2027-10-01T00:00:00.000+08:00""#,
    ),
    ("quota.issue", "/body/rows/0/paid", r#""no""#),
    ("quota.take_back", "/body/lot", r#""650109-2027-0003""#),
    ("quota.take_back", "/body/amount", r#""0.00001""#),
    ("cap.set", "/body/amount", r#""-5""#),
    ("cap.set", "/body/kind", r#""maximum""#),
    ("cap.set", "/body/region", r#""zd-wz""#),
    ("cap.set", "/body/indicator", r#""SO-2""#),
    ("cap.set", "/body/document/date", r#""2027-13-01""#),
    ("cap.set", "/body/document/number", r#""""#),
    ("cap.set", "/body/document/number", r#"" 12号""#),
    ("cap.set", "/body/document/kind", r#""Letter""#),
    (
        "cap.set",
        "/body/document/sha256",
        r#""A12E2C0B01D96ADB2DAAB484C805C79B5189CA3C8F75E772A4DB478EAAB68E13""#,
    ),
    ("opening.record", "/body/rows/0/account", r#""650109""#),
    ("opening.record", "/body/rows/0/base_emission", r#""""#),
    ("opening.record", "/body/rows/0/evidence", r#""00""#),
    (
        "party.enrol",
        "/body/party/credit_code",
        r#""91650109MI77AB0192""#,
    ),
    ("party.enrol", "/body/party/party", r#""RESERVE""#),
    ("party.enrol", "/body/party/kind", r#""ministry""#),
    (
        "key.enrol",
        "/body/public_key",
        r#""8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c""#,
    ),
    ("key.enrol", "/body/seat", r#""sign""#),
    ("key.revoke", "/body/key", r#""8a88""#),
    ("region.enrol", "/body/division", r#""650\u200b109""#),
    ("upgrade", "/body/rules", r#""2""#),
    ("upgrade", "/body/rules", "-1"),
    ("upgrade", "/body/rules", "65536"),
    ("policy.adopt", "/body/items/0", r#"{"colour":"red"}"#),
    ("policy.adopt", "/body/items/0", "{}"),
    ("hold.place", "/body/target", r#""650109""#),
    (
        "hold.place",
        "/body/target",
        r#"{"case":"ZD-WZ-2027-0007","lot":"650109-2027-L0003"}"#,
    ),
    (
        "hold.place",
        "/body/target",
        r#"{"region":{"region":"ZD"}}"#,
    ),
    ("reduction.verify", "/body/lines/0/to", r#""burnt""#),
    (
        "reduction.verify",
        "/body/lines/0/to",
        r#"{"retired":"650109/RESERVE"}"#,
    ),
    ("reduction.record", "/body/measure", r#""other""#),
    ("reduction.record", "/body/facility", r#""DA 001""#),
    ("project.register", "/body/industry", r#""C2523""#),
    ("case.open", "/body/content", r#"{"relocation":null}"#),
    ("case.open", "/body/procedure", r#""Relocation""#),
    ("case.act", "/body/step", r#""step-1""#),
    ("case.act", "/body/sources", r#"["ZD-WZ-2027-0007"]"#),
    ("case.act", "/speaks_on", r#""""#),
    ("case.return", "/body/missing/0", r#""paper""#),
    ("case.end", "/body/kind", r#""lapsed""#),
    ("cap.set", "/v", "2"),
    ("cap.set", "/v", r#""1""#),
    ("cap.set", "/kind", r#""grant""#),
    (
        "cap.set",
        "/id",
        r#""01a2ddfe-e800-4000-8000-000000000000""#,
    ),
    (
        "cap.set",
        "/id",
        r#""01A2DDFE-E800-7000-8000-000000000000""#,
    ),
    ("cap.set", "/made", r#""2027-01-04T08:00:00+08:00""#),
    ("cap.set", "/made", r#""2027-01-04T00:00:00.000Z""#),
    ("cap.set", "/expires", r#""2027-02-30T08:00:00.000+08:00""#),
    ("cap.set", "/ledger", r#""qledger.example/zhundong""#),
    ("cap.set", "/signers/0/seat", r#""root""#),
    ("cap.set", "/signers/0/new", "0"),
    ("cap.set", "/basis/size", "-1"),
    ("cap.set", "/basis/root", "null"),
    ("genesis", "/body/operator", r#""ed25519:""#),
    ("genesis", "/body/practice", "null"),
];

#[test]
fn every_wrong_value_is_refused_by_schema_and_codec() {
    let schema = validator("entry-v1.schema.json");
    for (kind, place, instead) in WRONG {
        let mut wrong = payload(kind);
        let value = wrong.pointer_mut(place);
        let value = value.unwrap_or_else(|| panic!("{kind} has no {place}"));
        *value = serde_json::from_str(instead).unwrap();
        refused(&schema, kind, &format!("{instead} at {place}"), &wrong);
    }
}
