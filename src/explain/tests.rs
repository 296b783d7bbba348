use std::path::Path;

use super::*;
use crate::codec::canonical::to_canonical;
use crate::domain::ids::EntryId;
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::envelope::EntryHash;

/// The sample body of every kind of act.
fn samples() -> Vec<Act> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/acts");
    let acts = Act::KINDS.iter().map(|kind| {
        let path = folder.join(format!("{kind}.json"));
        let body = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{kind}: {e}"));
        Act::read(kind, &body)
            .unwrap()
            .unwrap_or_else(|e| panic!("{kind}: {e}"))
    });
    acts.collect()
}

fn head() -> Head {
    let hash = EntryHash::from_bytes([9; 32]);
    let made = Moment::from_ms(1_800_000_000_000).unwrap();
    let party = "650000-EEB".parse().unwrap();
    Head {
        ledger: Some(crate::domain::ids::LedgerId::from_leaf_hash([5; 32])),
        id: EntryId::from_parts(made.ms(), &[7; 10]),
        made,
        expires: made.plus_ms(1_000),
        signers: vec![
            RequiredSigner::of(&party, Seat::Review),
            RequiredSigner {
                party,
                seat: Seat::Issue,
                new: true,
            },
        ],
        speaks_on: Some(hash),
        basis: Some(Basis {
            size: 37,
            root: EntryHash::from_bytes([8; 32]),
        }),
    }
}

fn flat(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Text(text) => texts.push(text.clone()),
        Value::Word(id) => texts.push((*id).to_owned()),
        Value::Names(names) => texts.extend([names.zh.to_string(), names.en.to_string()]),
        Value::List(values) => values.iter().for_each(|value| flat(value, texts)),
        Value::Quantity { indicator, amount } => {
            texts.extend([indicator.to_string(), amount.to_string()]);
        }
        Value::Move { from, to } => {
            flat(from, texts);
            flat(to, texts);
        }
        Value::Nothing => {}
    }
}

fn shown(parts: &[Part]) -> Vec<String> {
    let mut texts = Vec::new();
    for part in parts {
        match part {
            Part::Field { value, .. } => flat(value, &mut texts),
            Part::Rows { rows, .. } => {
                rows.iter()
                    .flatten()
                    .for_each(|value| flat(value, &mut texts));
            }
        }
    }
    texts
}

/// Every text and number in a JSON value.
fn leaves(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Number(number) => found.push(number.to_string()),
        serde_json::Value::Array(values) => values.iter().for_each(|v| leaves(v, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|v| leaves(v, found)),
        serde_json::Value::Bool(_) | serde_json::Value::Null => {}
    }
}

/// Shown as it is, or as the word of a closed set.
fn is_shown(leaf: &str, texts: &[String]) -> bool {
    let word = format!("-{}", leaf.replace('_', "-"));
    texts
        .iter()
        .any(|text| text == leaf || (text.starts_with("term-") && text.ends_with(&word)))
}

#[test]
fn every_value_in_the_bytes_is_shown() {
    for act in samples() {
        let entry = Entry { head: head(), act };
        let payload = crate::codec::entry::encode(&entry).unwrap();
        let (read, parts) = explain_payload(&payload).unwrap();
        assert_eq!(read, entry);
        let texts = shown(&parts);
        let mut found = Vec::new();
        leaves(&serde_json::from_slice(&payload).unwrap(), &mut found);
        for leaf in found {
            // The format's version is what makes the bytes readable at all.
            let version = crate::domain::entry::FORMAT_VERSION.to_string();
            assert!(
                is_shown(&leaf, &texts) || leaf == version,
                "{}: {leaf} is not shown in {texts:?}",
                entry.act.kind(),
            );
        }
    }
}

#[test]
fn bytes_that_cannot_be_shown_are_refused() {
    let entry = Entry {
        head: head(),
        act: samples().remove(9),
    };
    let payload = crate::codec::entry::encode(&entry).unwrap();
    let text = String::from_utf8(payload).unwrap();
    let cases = [
        text.replace("\"v\":1", "\"v\":2"),
        text.replace("\"kind\":\"cap.set\"", "\"kind\":\"cap.sets\""),
        text.replace("\"signers\"", "\"hidden\":1,\"signers\""),
        text.replace("\"amount\":\"5000\"", "\"amount\":\"5000.0\""),
        text.replace(':', ": "),
        String::from_utf8(to_canonical("no entry").unwrap()).unwrap(),
    ];
    assert!(explain_payload(text.as_bytes()).is_ok());
    for case in cases {
        assert_ne!(case, text);
        assert!(explain_payload(case.as_bytes()).is_err(), "{case}");
    }
}
