//! Ways to break a value: a field left out, a field added, another type in its place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// A broken copy and what is broken in it.
pub struct Broken {
    pub what: String,
    pub value: Value,
}

/// The place of every value inside `value` as a JSON pointer, the first of each pattern of fields.
fn places(
    value: &Value,
    at: &str,
    pattern: &str,
    seen: &mut BTreeSet<String>,
    all: &mut Vec<String>,
) {
    if seen.insert(pattern.to_owned()) {
        all.push(at.to_owned());
    }
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                places(
                    inner,
                    &format!("{at}/{name}"),
                    &format!("{pattern}/{name}"),
                    seen,
                    all,
                );
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                places(
                    inner,
                    &format!("{at}/{index}"),
                    &format!("{pattern}/*"),
                    seen,
                    all,
                );
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn with(value: &Value, place: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut copy = value.clone();
    change(copy.pointer_mut(place).unwrap());
    copy
}

/// Whether the object at `place` is a map whose names are data: the values of a refusal.
fn is_map(place: &str) -> bool {
    place.ends_with("/values")
}

/// `value` with each of its objects short of a field or with one too many, and each of its other
/// values replaced by one of a type that never stands there.
pub fn broken(value: &Value) -> Vec<Broken> {
    let mut all = Vec::new();
    places(value, "", "", &mut BTreeSet::new(), &mut all);
    let mut found = Vec::new();
    for place in all {
        let here = value.pointer(&place).unwrap();
        if let Value::Object(fields) = here {
            let added = with(value, &place, |object| {
                object["unknown"] = json!(1);
            });
            found.push(Broken {
                what: format!("{place}: a field added"),
                value: added,
            });
            for name in fields.keys().filter(|_| !is_map(&place)) {
                let removed = with(value, &place, |object| {
                    object.as_object_mut().unwrap().remove(name);
                });
                found.push(Broken {
                    what: format!("{place}: without {name}"),
                    value: removed,
                });
            }
        }
        for other in [json!([[]]), json!(0.5)] {
            let replaced = with(value, &place, |inner| *inner = other.clone());
            found.push(Broken {
                what: format!("{place}: {other}"),
                value: replaced,
            });
        }
    }
    found
}
