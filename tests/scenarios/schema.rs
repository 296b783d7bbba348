//! The schema describes every sample, and refuses what the reader refuses for its form.

use std::collections::BTreeSet;

use jsonschema::Validator;
use qledger::scenario::node::Node;
use qledger::scenario::{POLICIES, Scenario, Sources};
use serde_json::Value;

use crate::common::{Changed, EVERY_ACT, SAMPLES, list};

/// Every file of the samples, parts included.
const PARTS: [&str; 4] = [
    "parts/zhundong.yaml",
    "parts/bingzhun.yaml",
    "parts/demonstration.yaml",
    "parts/midong_project.yaml",
];

fn schema() -> Value {
    serde_json::from_str(include_str!("../../schemas/scenario.schema.json")).unwrap()
}

pub fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// A file as any YAML reader gives it.
pub fn json(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap()
}

#[test]
fn the_schema_is_one() {
    jsonschema::draft202012::meta::validate(&schema()).unwrap();
}

#[test]
fn every_sample_is_as_the_schema_says() {
    let validator = validator();
    for file in SAMPLES.iter().chain(&PARTS) {
        let text = Changed::default().text(file).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&json(&text))
            .map(|error| format!("{file}, {}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}

/// The bundled policy, written out, is policy that a scenario may write out.
#[test]
fn policy_items_may_be_written_out() {
    let validator = validator();
    for name in POLICIES.names() {
        let items: Value = serde_json::from_str(&POLICIES.text(name).unwrap()).unwrap();
        let adoption = serde_json::json!({
            "adopt": items, "valid_from": "2027-01-01", "legal_basis": "x",
        });
        let file = serde_json::json!({"policy": [adoption]});
        let errors: Vec<String> = validator
            .iter_errors(&file)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {}", errors.join("\n"));
        // A YAML reader reads JSON, so the reader here must read it as well.
        let text = format!(
            "include: parts/zhundong.yaml\nscenario: x\nnames: [x, x]\nseed: x\n\
            start: 2027-01-04\ndocument: x\n\"policy\": {}\n",
            file["policy"]
        );
        let changed = Changed(vec![("x.yaml".to_owned(), text)]);
        Scenario::read(&changed, "x.yaml").unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_kind_of_act_is_in_the_schema() {
    let errors: Vec<String> = validator()
        .iter_errors(&json(EVERY_ACT))
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// What the reader says of a file.
fn message(text: &str) -> String {
    let changed = Changed(vec![("x.yaml".to_owned(), text.to_owned())]);
    Scenario::read(&changed, "x.yaml").unwrap_err().to_string()
}

/// The list at the end of a message.
fn listed(message: &str, before: &str) -> BTreeSet<String> {
    let (_, list) = message
        .split_once(before)
        .unwrap_or_else(|| panic!("{message}"));
    list.split(", ").map(str::to_owned).collect()
}

/// The fields the reader asks for: it names them where it meets one it does not know.
fn fields_read(text: &str) -> BTreeSet<String> {
    listed(&message(text), "expected one of: ")
}

fn properties(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let found = schema
        .pointer(pointer)
        .unwrap_or_else(|| panic!("no {pointer}"));
    found.as_object().unwrap().keys().cloned().collect()
}

const HEAD: &str = "include: parts/zhundong.yaml\nscenario: x\nnames: [x, x]\nseed: x\n\
                    start: 2027-01-04 09:00\ndocument: x\n";

#[test]
fn schema_and_reader_know_the_same_fields_and_kinds() {
    let schema = schema();
    assert_eq!(
        fields_read("unheard_of: 1\n"),
        properties(&schema, "/properties")
    );
    let expect = format!("{HEAD}acts:\n  - {{at: 2027-01-05, expect: {{unheard_of: 1}}}}\n");
    assert_eq!(
        fields_read(&expect),
        properties(&schema, "/$defs/expect/properties")
    );
    let kinds = listed(
        &message(&format!("{HEAD}acts:\n  - at: 2027-01-05\n")),
        "by one of: ",
    );
    let known = properties(&schema, "/$defs");
    let known = known.iter().filter_map(|name| name.strip_prefix("act_"));
    assert_eq!(
        kinds,
        known
            .filter(|kind| *kind != "look")
            .map(str::to_owned)
            .collect()
    );
}

#[test]
fn schema_and_reader_know_the_same_fields_of_each_kind_of_act() {
    let schema = schema();
    let every_act = Node::parse("x.yaml", EVERY_ACT).unwrap();
    let mut seen = BTreeSet::new();
    for act in list(&every_act, "acts") {
        let kinds = properties(&schema, "/$defs");
        let kinds = kinds.iter().filter_map(|name| name.strip_prefix("act_"));
        let kinds: Vec<&str> = kinds.filter(|kind| act.get(kind).is_some()).collect();
        // Where an act has a field that is also a kind's name, the kind is the one with the field.
        let is_it = |kind: &&&str| {
            let own = properties(&schema, &format!("/$defs/act_{kind}/properties"));
            kinds.iter().all(|other| own.contains(*other))
        };
        let Some(kind) = kinds.iter().find(is_it) else {
            continue;
        };
        let own = properties(&schema, &format!("/$defs/act_{kind}/properties"));
        let common = properties(&schema, "/$defs/act/properties");
        let expected: BTreeSet<String> = own.union(&common).cloned().collect();
        let at = act.get("at").unwrap().bytes.end;
        let text = EVERY_ACT;
        let separator = if text[..at].ends_with(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
            && text[at..].starts_with(',')
        {
            ", unheard_of: 1"
        } else {
            "\n    unheard_of: 1"
        };
        let changed = format!("{}{separator}{}", &text[..at], &text[at..]);
        let read = fields_read(&changed);
        assert!(
            read.is_subset(&expected),
            "{kind}: {:?}",
            read.difference(&expected)
        );
        seen.extend(
            expected
                .difference(&read)
                .map(|field| format!("{kind}.{field}")),
        );
    }
    // A case's content, and a datum, is of one kind; what the others ask for is not looked for.
    let of_other_kinds = [
        "complete.called",
        "complete.code",
        "complete.evidence",
        "complete.number",
        "complete.recorded",
        "open.firm",
        "open.led_by",
        "open.lines",
        "open.origin",
        "open.required",
        "open.site",
        "open.stages",
        "open.supplier",
        "resubmit.led_by",
        "resubmit.stages",
        "resubmit.supplier",
    ];
    assert_eq!(
        seen,
        of_other_kinds
            .iter()
            .map(|name| (*name).to_owned())
            .collect()
    );
}
