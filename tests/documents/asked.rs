//! What a type reads, asked of itself: given a field or a variant that it does not have, its reader
//! says which ones it knows.

#![allow(dead_code, reason = "each test binary uses its part of this module")]

use serde::de::DeserializeOwned;

/// The names between backticks behind `expected` in a reader's message.
pub fn expected_in(message: &str) -> Vec<String> {
    let (_, list) = message
        .split_once("expected")
        .unwrap_or_else(|| panic!("{message}"));
    let mut names: Vec<String> = list
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

/// How a reader refuses a text.
pub fn message<T: DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(_) => panic!("{text} was read"),
        Err(error) => error.to_string(),
    }
}

/// The fields of an object, sorted.
pub fn fields<T: DeserializeOwned>() -> Vec<String> {
    expected_in(&message::<T>(r#"{"?":0}"#))
}

/// The variants of a closed list, sorted.
pub fn variants<T: DeserializeOwned>() -> Vec<String> {
    expected_in(&message::<T>(r#""?""#))
}
