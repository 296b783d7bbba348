//! The schemas, read once; each refers to others by address.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

/// Where the addresses of all schemas begin. Nothing is fetched from there.
pub const BASE: &str = "https://qledger.example/schemas/";

/// A file of the repository.
pub fn path_of(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Every schema, by its path below `schemas`, in order.
pub static SCHEMAS: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for folder in ["", "output/"] {
        for entry in std::fs::read_dir(path_of("schemas").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = format!("{folder}{}", path.file_name().unwrap().to_string_lossy());
                let text = std::fs::read_to_string(&path).unwrap();
                let schema =
                    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                found.push((name, schema));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
});

static REGISTRY: LazyLock<Registry<'static>> = LazyLock::new(|| {
    let all = SCHEMAS
        .iter()
        .map(|(name, schema)| (format!("{BASE}{name}"), schema.clone()));
    Registry::new().extend(all).unwrap().prepare().unwrap()
});

/// One schema, by its path below `schemas`.
pub fn schema(name: &str) -> &'static Value {
    let found = SCHEMAS.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("no schema {name}")).1
}

/// A validator of what `place` names: `entry-v1.schema.json`, `values.schema.json#/$defs/amount`.
pub fn validator(place: &str) -> Validator {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("{BASE}{place}"),
    });
    let built = jsonschema::options()
        .with_registry(&REGISTRY)
        .build(&schema);
    built.unwrap_or_else(|error| panic!("{place}: {error}"))
}

/// Fails unless `value` is as the schema says.
pub fn check(what: &str, validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| {
            let said: String = error.to_string().chars().take(400).collect();
            format!("{}: {said}", error.instance_path())
        })
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}
