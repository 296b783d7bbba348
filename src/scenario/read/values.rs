//! Values of the domain's own types, read from a node as they are from a record: words of closed
//! lists, and whole policy items.

use std::fmt;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use crate::scenario::error::{ScenarioError, Shape};
use crate::scenario::fields::{items, pairs, text};
use crate::scenario::node::{Node, Place, Value};
use crate::scenario::texts::{Key, Say};

/// Reads a value. What is wrong is told at the node that is wrong.
pub fn value<T: DeserializeOwned>(node: &Node) -> Result<T, ScenarioError> {
    T::deserialize(node).map_err(|Fault { place, say }| {
        ScenarioError::new(place.unwrap_or_else(|| node.place.clone()), say)
    })
}

/// What is wrong, and where once a node knows.
#[derive(Debug)]
pub struct Fault {
    place: Option<Place>,
    say: Say,
}

impl Fault {
    fn of(say: Say) -> Self {
        Self { place: None, say }
    }

    fn at(mut self, node: &Node) -> Self {
        self.place.get_or_insert_with(|| node.place.clone());
        self
    }
}

impl From<ScenarioError> for Fault {
    fn from(error: ScenarioError) -> Fault {
        Fault {
            place: Some(error.place),
            say: error.say,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say.text(crate::domain::text::Lang::En))
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Fault::of(Say::new(Key::Wrong).with("why", why))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let say = Say::new(Key::NotOneOf).with("found", variant);
        Fault::of(say.with_list("expected", expected))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let say = Say::new(Key::UnknownField).with("field", field);
        Fault::of(say.with_list("expected", expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Fault::of(Say::new(Key::MissingField).with("field", field))
    }
}

fn whole_number(node: &Node) -> Result<u64, Fault> {
    let found = text(node)?;
    found.parse().map_err(|why| {
        Fault::of(Say::new(Key::NotA).with("found", found).with("why", why)).at(node)
    })
}

macro_rules! whole_numbers {
    ($($name:ident)+) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.visit_u64(whole_number(self)?).map_err(|fault: Fault| fault.at(self))
        })+
    };
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let found = match &self.value {
            Value::Nothing => visitor.visit_unit(),
            Value::Scalar(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Map(pairs) => visitor.visit_map(Pairs {
                left: pairs.iter(),
                value: None,
            }),
        };
        found.map_err(|fault: Fault| fault.at(self))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.scalar() {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            found => Err(de::Error::unknown_variant(
                found.unwrap_or_default(),
                &["true", "false"],
            )),
        }
        .map_err(|fault: Fault| fault.at(self))
    }

    whole_numbers! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value {
            Value::Nothing => visitor.visit_none(),
            Value::Scalar(_) | Value::List(_) | Value::Map(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor
            .visit_str(text(self)?)
            .map_err(|fault: Fault| fault.at(self))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Items(items(self)?.iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        pairs(self)?;
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let variant = match &self.value {
            Value::Scalar(_) => Variant {
                name: self,
                body: None,
            },
            Value::Map(pairs) if pairs.len() == 1 => Variant {
                name: &pairs[0].0,
                body: Some(&pairs[0].1),
            },
            Value::Nothing | Value::List(_) | Value::Map(_) => {
                return Err(self.fault(Shape::OneOfOne.expected()).into());
            }
        };
        visitor
            .visit_enum(variant)
            .map_err(|fault: Fault| fault.at(self))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char str bytes byte_buf unit unit_struct newtype_struct
        tuple tuple_struct map identifier ignored_any
    }
}

/// The items of a list; what is wrong with one is told at it.
struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(item)
            .map(Some)
            .map_err(|fault| fault.at(item))
    }
}

/// The pairs of a mapping; what is wrong with a key or a value is told at it.
struct Pairs<'de> {
    left: std::slice::Iter<'de, (Node, Node)>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((key, value)) = self.left.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(key)
            .map(Some)
            .map_err(|fault| fault.at(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some(value) = self.value.take() else {
            return Err(de::Error::custom("a value without its key"));
        };
        seed.deserialize(value).map_err(|fault| fault.at(value))
    }
}

/// A word, or a mapping of one word to what belongs to it.
struct Variant<'de> {
    name: &'de Node,
    body: Option<&'de Node>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        Ok((seed.deserialize(self.name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.body {
            None => Ok(()),
            Some(body) => Err(body.fault(Shape::Nothing.expected()).into()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        match self.body {
            Some(body) => seed.deserialize(body),
            None => Err(self.name.fault(Shape::Map.expected()).into()),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Fault> {
        Err(self.name.fault(Shape::Map.expected()).into())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.body {
            Some(body) => body.deserialize_struct("", fields, visitor),
            None => Err(self.name.fault(Shape::Map.expected()).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::Seat;
    use crate::domain::policy::PolicyItem;

    fn wrong<T: DeserializeOwned + fmt::Debug>(text: &str) -> String {
        value::<T>(&Node::parse("t.yaml", text).unwrap())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_word_that_is_not_listed_is_told_with_the_list() {
        assert_eq!(
            value::<Seat>(&Node::parse("t", "issue").unwrap()).unwrap(),
            Seat::Issue
        );
        assert_eq!(
            wrong::<Seat>("boss"),
            "t.yaml:1:1: `boss` is none of: handle, review, issue"
        );
    }

    #[test]
    fn policy_items_are_read_whole_and_told_apart_to_the_field() {
        let good = "calendar:\n  year: 2027\n  holidays: [2027-10-01]\n  workdays: []\n";
        let node = Node::parse("t.yaml", good).unwrap();
        let PolicyItem::Calendar(calendar) = value(&node).unwrap() else {
            panic!("{node:?}")
        };
        assert_eq!((calendar.year, calendar.holidays.len()), (2027, 1));
        for (from, to, place) in [
            ("2027-10-01", "2027-13-01", "t.yaml:3:14: "),
            ("year: 2027", "year: x", "t.yaml:2:9: "),
            (
                "workdays: []",
                "werkdays: []",
                "t.yaml:4:3: there is no `werkdays` here",
            ),
            ("  workdays: []\n", "", "t.yaml:2:3: `workdays` is missing"),
            (
                "calendar:",
                "kalender:",
                "t.yaml:1:1: `kalender` is none of: indicator, ",
            ),
        ] {
            let found = wrong::<PolicyItem>(&good.replace(from, to));
            assert!(found.starts_with(place), "{found}");
        }
    }
}
