//! Every kind of entry: a definition, a sample body, and what scenarios put on record.

use std::collections::BTreeSet;

use qledger::domain::case::{Content, Demonstration, Introduction, Relocation};
use qledger::domain::entry::{Act, Basis, EndKind, IssueRow, OpeningRow, RequiredSigner};
use qledger::domain::indicator::{CapRule, Cover, Indicator, Span};
use qledger::domain::lot::{BaseDecision, HoldTarget, Measure, Nature};
use qledger::domain::party::{Party, PartyKind, RevocationReason, Root, RootKey, Seat};
use qledger::domain::policy::{
    Calendar, CarbonRatio, Factor, FormHead, FormKind, IndustryList, Limits, ParkIndustries,
    PolicyItem,
};
use qledger::domain::posting::{BalanceShown, Line, Place};
use qledger::domain::procedure::{CaseKind, Effect, Establishes, Procedure, Signatory, Step};
use qledger::domain::region::{CapKind, Level, Quantity, Relation, RelationEntry};
use qledger::domain::text::{Document, DocumentKind, Names};
use serde_json::Value;

use super::asked::{expected_in, fields, variants};
use super::shelf::{check, path_of, schema, validator};

/// The sample body of a kind.
pub fn sample(kind: &str) -> Value {
    let text = std::fs::read_to_string(path_of(&format!("samples/acts/{kind}.json")));
    serde_json::from_str(&text.unwrap_or_else(|error| panic!("{kind}: {error}"))).unwrap()
}

fn definition<'a>(file: &str, name: &str) -> &'a Value {
    let found = schema(file).get("$defs").and_then(|all| all.get(name));
    found.unwrap_or_else(|| panic!("{file} does not define {name}"))
}

fn names(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = match value {
        Value::Object(fields) => fields.keys().cloned().collect(),
        other => serde_json::from_value(other.clone()).unwrap(),
    };
    names.sort();
    names
}

/// An object has exactly these fields, and all of them are required.
fn has_fields(file: &str, name: &str, known: &[String]) {
    let object = definition(file, name);
    assert_eq!(names(&object["properties"]), known, "{file}: {name}");
    assert_eq!(names(&object["required"]), known, "{file}: {name} requires");
    assert_eq!(object["additionalProperties"], false, "{file}: {name}");
}

#[test]
fn every_kind_has_a_definition_with_the_fields_that_the_codec_reads() {
    let entry = schema("entry-v1.schema.json");
    assert_eq!(
        entry["properties"]["kind"]["enum"],
        serde_json::json!(Act::KINDS),
        "a kind without schema, or a schema without kind"
    );
    let branches: Vec<(&str, String)> = entry["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|branch| {
            let of = &branch["properties"];
            let kind = of["kind"]["const"].as_str().unwrap();
            (kind, of["body"]["$ref"].as_str().unwrap().to_owned())
        })
        .collect();
    let right: Vec<(&str, String)> = Act::KINDS
        .iter()
        .map(|kind| (*kind, format!("#/$defs/{kind}")))
        .collect();
    assert_eq!(branches, right);
    for kind in Act::KINDS {
        let read = Act::read(kind, r#"{"?":0}"#).unwrap().unwrap_err();
        has_fields(
            "entry-v1.schema.json",
            kind,
            &expected_in(&read.to_string()),
        );
    }
}

#[test]
fn every_object_inside_an_entry_has_the_fields_that_the_codec_reads() {
    for (name, known) in [
        ("basis", fields::<Basis>()),
        ("root", fields::<Root>()),
        ("root_key", fields::<RootKey>()),
        ("party", fields::<Party>()),
        ("indicator", fields::<Indicator>()),
        ("procedure", fields::<Procedure>()),
        ("procedure_step", fields::<Step>()),
        ("factor", fields::<Factor>()),
        ("carbon_ratio", fields::<CarbonRatio>()),
        ("industry_list", fields::<IndustryList>()),
        ("park_industries", fields::<ParkIndustries>()),
        ("calendar", fields::<Calendar>()),
        ("form_limits", fields::<Limits>()),
        ("form_head", fields::<FormHead>()),
        ("opening_row", fields::<OpeningRow>()),
        ("issue_row", fields::<IssueRow>()),
        ("base_decision", fields::<BaseDecision>()),
        ("relocation", fields::<Relocation>()),
        ("introduction", fields::<Introduction>()),
        ("demonstration", fields::<Demonstration>()),
    ] {
        has_fields("entry-v1.schema.json", name, &known);
    }
    for (name, known) in [
        ("names", fields::<Names>()),
        ("document", fields::<Document>()),
        ("quantity", fields::<Quantity>()),
        ("relation_entry", fields::<RelationEntry>()),
        ("line", fields::<Line>()),
        ("balance_shown", fields::<BalanceShown>()),
        ("signer", fields::<RequiredSigner>()),
    ] {
        has_fields("values.schema.json", name, &known);
    }
}

#[test]
fn every_closed_list_has_the_variants_that_the_codec_reads() {
    for (name, known) in [
        ("seat", variants::<Seat>()),
        ("party_kind", variants::<PartyKind>()),
        ("level", variants::<Level>()),
        ("relation", variants::<Relation>()),
        ("cap_kind", variants::<CapKind>()),
        ("revocation_reason", variants::<RevocationReason>()),
        ("document_kind", variants::<DocumentKind>()),
        ("measure", variants::<Measure>()),
        ("nature", variants::<Nature>()),
        ("end_kind", variants::<EndKind>()),
        ("case_kind", variants::<CaseKind>()),
        ("form_kind", variants::<FormKind>()),
        ("signatory", variants::<Signatory>()),
        ("effect", variants::<Effect>()),
        ("establishes", variants::<Establishes>()),
        ("span", variants::<Span>()),
        ("cap_rule", variants::<CapRule>()),
        ("cover", variants::<Cover>()),
    ] {
        let list = &definition("values.schema.json", name)["enum"];
        assert_eq!(names(list), known, "{name}");
    }
}

#[test]
fn every_choice_between_objects_has_the_variants_that_the_codec_reads() {
    for (file, name, known) in [
        ("entry-v1.schema.json", "content", variants::<Content>()),
        (
            "entry-v1.schema.json",
            "policy_item",
            variants::<PolicyItem>(),
        ),
        (
            "values.schema.json",
            "hold_target",
            variants::<HoldTarget>(),
        ),
    ] {
        assert_eq!(names(&definition(file, name)["properties"]), known);
    }
    let place = &definition("values.schema.json", "place")["oneOf"];
    let known: BTreeSet<String> = [names(&place[0]["enum"]), names(&place[1]["properties"])]
        .concat()
        .into_iter()
        .collect();
    assert_eq!(known, variants::<Place>().into_iter().collect());
}

#[test]
fn the_sample_body_of_every_kind_is_as_its_schema_says() {
    for kind in Act::KINDS {
        let of_kind = validator(&format!("entry-v1.schema.json#/$defs/{kind}"));
        check(kind, &of_kind, &sample(kind));
    }
}
