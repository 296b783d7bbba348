//! What scenarios put on record: payloads, envelopes, refusals and receipts of every leaf.

use std::collections::BTreeSet;

use qledger::codec::leaf::Leaf;
use qledger::domain::entry::Act;
use qledger::domain::refusal::Code;
use qledger::envelope::Envelope;
use qledger::receipt::Receipt;
use qledger::scenario::Scenario;
use serde_json::{Value, json};

use super::common::{Changed, EVERY_ACT, SAMPLES, in_memory, sample};
use super::shelf::{check, schema, validator};

fn scenarios() -> Vec<Scenario> {
    let mut all: Vec<Scenario> = SAMPLES.iter().map(|file| sample(file)).collect();
    let every_act = Changed(vec![("every_act.yaml".to_owned(), EVERY_ACT.to_owned())]);
    all.push(Scenario::read(&every_act, "every_act.yaml").unwrap());
    all
}

#[test]
fn every_leaf_that_scenarios_put_on_record_is_as_the_schemas_say() {
    let entry = validator("entry-v1.schema.json");
    let envelope = validator("envelope.schema.json");
    let refusal = validator("refusal.schema.json#/$defs/recorded");
    let mut kinds = BTreeSet::new();
    let mut refused = 0;
    for scenario in scenarios() {
        let played = in_memory(&scenario).unwrap_or_else(|failure| panic!("{failure}"));
        for index in 0..played.ledger.size() {
            let what = format!("{} leaf {index}", played.report.id);
            let leaf: Leaf = played.ledger.leaf(index).unwrap();
            check(
                &what,
                &envelope,
                &serde_json::from_slice(&leaf.envelope).unwrap(),
            );
            let parsed = Envelope::parse_stored(&leaf.envelope).unwrap();
            let payload: Value = serde_json::from_slice(parsed.payload()).unwrap();
            check(&what, &entry, &payload);
            kinds.insert(payload["kind"].as_str().unwrap().to_owned());
            if let Some(recorded) = &leaf.refusal {
                check(&what, &refusal, &json!(recorded));
                refused += 1;
            }
        }
    }
    let all: BTreeSet<String> = Act::KINDS.iter().map(ToString::to_string).collect();
    let missing: Vec<&str> = all.difference(&kinds).map(String::as_str).collect();
    // A key's last day and the number of the rules are nothing that scenarios tell of.
    assert_eq!(missing, ["key.amend", "upgrade"]);
    assert!(refused > 20, "{refused} refusals");
}

#[test]
fn receipts_are_as_their_schema_says_with_a_proof_and_without() {
    let receipts = validator("receipt.schema.json");
    let played = in_memory(&sample("double_use.yaml")).unwrap();
    for index in 0..played.ledger.size() {
        let bytes = played.ledger.receipt(index).unwrap();
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        check(&format!("receipt {index}"), &receipts, &value);

        let mut signed_only = Receipt::parse(&bytes).unwrap();
        signed_only.proof = None;
        for key in &mut signed_only.keys {
            key.hashes.clear();
        }
        let bytes = signed_only.to_bytes().unwrap();
        let mut value: Value = serde_json::from_slice(&bytes).unwrap();
        check(&format!("signed receipt {index}"), &receipts, &value);

        value["keys"][0]["index"] = json!(1);
        assert!(!receipts.is_valid(&value), "the genesis is leaf 0");
    }
}

#[test]
fn every_refusal_has_its_number_and_code_in_the_schema() {
    let listed: Vec<(u64, &str)> = schema("refusal.schema.json")["$defs"]["known"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|known| {
            let of = &known["properties"];
            let number = of["number"]["const"].as_u64().unwrap();
            (number, of["code"]["const"].as_str().unwrap())
        })
        .collect();
    let all: Vec<(u64, &str)> = Code::ALL
        .iter()
        .map(|code| (code.number().into(), code.name()))
        .collect();
    assert_eq!(listed, all, "a refusal without schema, or one of no use");
}
