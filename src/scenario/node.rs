//! YAML as it stands in the file: every scalar in its own spelling, every node with its place.
//!
//! `160.000` stays `160.000` and is never a binary float; `no` is the text `no`. Anchors and merge
//! keys are expanded, and how far is bounded.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Options, Spanned};

use super::error::ScenarioError;
use super::texts::{Key, Say};

/// Longest scenario file, in bytes.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Most nodes of a file once its anchors are expanded.
const NODES_MAX: usize = 100_000;
/// Deepest nesting of a file.
const DEPTH_MAX: usize = 32;

/// A place in a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was asked for.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u64,
    /// The column in characters, from 1.
    pub column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A node of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands; of an alias, where its anchor does.
    pub place: Place,
    /// The bytes of the file it takes up, where it is a scalar.
    pub bytes: std::ops::Range<usize>,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: empty, `~` or `null`.
    Nothing,
    /// A scalar in the file's own spelling, without quotes.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the file's order; keys are scalars, none twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Reads one YAML document.
    pub fn parse(file: &str, text: &str) -> Result<Node, ScenarioError> {
        let file: Arc<str> = file.into();
        let start = || Place {
            file: Arc::clone(&file),
            line: 1,
            column: 1,
        };
        if text.len() > FILE_BYTES_MAX {
            return Err(ScenarioError::new(
                start(),
                Say::new(Key::TooLong).with("max", FILE_BYTES_MAX),
            ));
        }
        match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
            Ok(raw) => located(&file, text, raw),
            Err(error) => {
                let place = error
                    .location()
                    .map_or_else(start, |at| place_of(&file, at));
                let why = error.without_snippet().to_string();
                Err(ScenarioError::new(
                    place,
                    Say::new(Key::Yaml).with("why", why),
                ))
            }
        }
    }

    /// The scalar's text, where it is one.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            Value::Nothing | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value at a key, where it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| name.scalar() == Some(key))
                .map(|(_, value)| value),
            Value::Nothing | Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// An error at this node.
    pub fn fault(&self, say: Say) -> ScenarioError {
        ScenarioError::new(self.place.clone(), say)
    }

    /// The same as JSON: scalars that are JSON numbers or booleans as such, all others as strings.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Nothing => serde_json::Value::Null,
            Value::Scalar(text) => scalar_to_json(text),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| {
                    (key.scalar().unwrap_or_default().to_owned(), value.to_json())
                });
                serde_json::Value::Object(pairs.collect())
            }
        }
    }
}

/// Only what has one reading is no string: `true`, `false`, and whole numbers as JSON spells them.
/// Amounts stay text, so that no decimal is lost.
fn scalar_to_json(text: &str) -> serde_json::Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        _ => match text.parse::<u32>() {
            Ok(number) if number.to_string() == text => number.into(),
            Ok(_) | Err(_) => text.into(),
        },
    }
}

fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_nodes: NODES_MAX, max_depth: DEPTH_MAX },
    }
}

fn place_of(file: &Arc<str>, at: Location) -> Place {
    Place {
        file: Arc::clone(file),
        line: at.line().max(1),
        column: at.column().max(1),
    }
}

/// What the YAML reader hands over. A plain scalar that looks like a number or a boolean has lost
/// its spelling by then; it is taken from the file again.
enum Raw {
    Text(String),
    Plain,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a mapping")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Map(pairs))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

fn located(file: &Arc<str>, text: &str, raw: Spanned<Raw>) -> Result<Node, ScenarioError> {
    let place = place_of(file, raw.defined);
    let bytes = bytes_of(raw.defined, text);
    let value = match raw.value {
        Raw::Text(text) => Value::Scalar(text),
        Raw::Plain => match text.get(bytes.clone()).unwrap_or_default() {
            "" | "~" | "null" | "Null" | "NULL" => Value::Nothing,
            plain => Value::Scalar(plain.to_owned()),
        },
        Raw::List(items) => {
            let items = items.into_iter().map(|item| located(file, text, item));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Raw::Map(pairs) => {
            let pairs = pairs.into_iter().map(|(key, value)| {
                let key = located(file, text, key)?;
                if key.scalar().is_none() {
                    return Err(key.fault(Say::new(Key::KeyNotText)));
                }
                Ok((key, located(file, text, value)?))
            });
            Value::Map(pairs.collect::<Result<_, _>>()?)
        }
    };
    Ok(Node {
        place,
        bytes,
        value,
    })
}

fn bytes_of(at: Location, text: &str) -> std::ops::Range<usize> {
    let part = |value: Option<u64>| value.and_then(|v| usize::try_from(v).ok()).unwrap_or(0);
    let start = part(at.span().byte_offset());
    let end = start.saturating_add(part(at.span().byte_len()));
    start.min(text.len())..end.min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar_at(text: &str, key: &str) -> String {
        let node = Node::parse("t.yaml", text).unwrap();
        node.get(key).unwrap().scalar().unwrap().to_owned()
    }

    #[test]
    fn a_scalar_keeps_the_spelling_of_the_file() {
        for spelling in [
            "160.000",
            "1e3",
            "0x10",
            "no",
            "+3.10",
            "2027-03-01",
            "1_000",
            "-0",
            ".5",
        ] {
            for around in [
                format!("# 注\n名: 准东 # c\na: {spelling}\n"),
                format!("b: &x {spelling}  # c\na: *x\n"),
                format!("a: '{spelling}'\n"),
                format!("b: {{名: 1.0, a: &y {spelling} }}\na: *y"),
            ] {
                assert_eq!(scalar_at(&around, "a"), spelling, "{around}");
            }
        }
    }

    #[test]
    fn every_node_knows_its_place() {
        let node = Node::parse("t.yaml", "a: 1\n名:\n  - {准: 2.50}\n").unwrap();
        let Value::List(items) = &node.get("名").unwrap().value else {
            panic!("{node:?}")
        };
        let found = items[0].get("准").unwrap();
        assert_eq!(found.place.to_string(), "t.yaml:3:9");
        assert_eq!(found.bytes, 20..24);
    }

    #[test]
    fn what_is_no_plain_yaml_is_told_with_its_line() {
        let bomb = "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                    c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                    e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n";
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        for (text, line) in [
            ("a: 1\na: 2\n", 2),
            ("a: [1, 2\nb: 3\n", 2),
            ("a: *x\n", 1),
            ("a: 1\n---\nb: 2\n", 3),
            ("a:\n\t- 1\n", 2),
            ("a: &a [*a]\n", 1),
            ("a: 1\n[1]: 2\n", 2),
            (bomb, 6),
            (&deep, 1),
        ] {
            let error = Node::parse("t.yaml", text).unwrap_err();
            assert_eq!(error.place.line, line, "{error}");
        }
    }

    #[test]
    fn json_has_text_where_yaml_could_be_read_two_ways() {
        let node = Node::parse("t.yaml", "a: 160.000\nb: 2025\nc: true\nd: no\ne: 007\n").unwrap();
        let json = serde_json::json!({"a": "160.000", "b": 2025, "c": true, "d": "no", "e": "007"});
        assert_eq!(node.to_json(), json);
    }
}
