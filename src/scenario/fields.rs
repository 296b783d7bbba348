//! Reading a mapping field by field, so that a field nobody asked for is told.

use std::fmt::Display;
use std::str::FromStr;

use super::error::{ScenarioError, Shape};
use super::node::{Node, Value};
use super::texts::{Key, Say};
use crate::domain::amount::{Amount, AmountError, Balance, Change};
use crate::domain::moment::{Day, MINUTE_MS, Moment};
use crate::domain::text::Names;

/// The fields of a mapping, each to be taken once.
#[derive(Debug)]
pub struct Fields<'a> {
    node: &'a Node,
    pairs: &'a [(Node, Node)],
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a mapping.
    pub fn of(node: &'a Node) -> Result<Self, ScenarioError> {
        Ok(Self {
            node,
            pairs: pairs(node)?,
            asked: Vec::new(),
        })
    }

    /// The mapping itself.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The field, if it is there and says something.
    pub fn take(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.push(name);
        let found = self
            .pairs
            .iter()
            .find(|(key, _)| key.scalar() == Some(name));
        found
            .map(|(_, value)| value)
            .filter(|value| value.value != Value::Nothing)
    }

    /// The field, or that it is missing.
    pub fn need(&mut self, name: &'static str) -> Result<&'a Node, ScenarioError> {
        let missing = || {
            self.node
                .fault(Say::new(Key::MissingField).with("field", name))
        };
        self.take(name).ok_or_else(missing)
    }

    /// The field, read; if it is there.
    pub fn maybe<T: FromStr<Err: Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, ScenarioError> {
        self.take(name).map(parsed).transpose()
    }

    /// The field, read.
    pub fn read<T: FromStr<Err: Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, ScenarioError> {
        parsed(self.need(name)?)
    }

    /// Whether a flag is set; not set where it is left out.
    pub fn flag(&mut self, name: &'static str) -> Result<bool, ScenarioError> {
        self.take(name).map_or(Ok(false), |node| {
            one_of(node, &[("true", true), ("false", false)])
        })
    }

    /// Everything was asked for; a field that was not is told with those there are.
    pub fn done(self) -> Result<(), ScenarioError> {
        let stranger = self
            .pairs
            .iter()
            .map(|(key, _)| key)
            .find(|key| !self.asked.iter().any(|asked| key.scalar() == Some(asked)));
        match stranger {
            None => Ok(()),
            Some(key) => {
                let mut expected = self.asked;
                expected.dedup();
                let say = Say::new(Key::UnknownField);
                let say = say.with("field", key.scalar().unwrap_or_default());
                Err(key.fault(say.with_list("expected", expected)))
            }
        }
    }
}

/// The pairs of a mapping.
pub fn pairs(node: &Node) -> Result<&[(Node, Node)], ScenarioError> {
    match &node.value {
        Value::Map(pairs) => Ok(pairs),
        Value::Nothing => Ok(&[]),
        Value::Scalar(_) | Value::List(_) => Err(node.fault(Shape::Map.expected())),
    }
}

/// The items of a list.
pub fn items(node: &Node) -> Result<&[Node], ScenarioError> {
    match &node.value {
        Value::List(items) => Ok(items),
        Value::Nothing => Ok(&[]),
        Value::Scalar(_) | Value::Map(_) => Err(node.fault(Shape::List.expected())),
    }
}

/// The items of a list; one value or mapping stands for a list of it.
pub fn items_or_one(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Nothing => &[],
        Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(node),
    }
}

/// The text of a scalar.
pub fn text(node: &Node) -> Result<&str, ScenarioError> {
    node.scalar()
        .ok_or_else(|| node.fault(Shape::Scalar.expected()))
}

/// That a text is not what belongs here, and why.
pub fn not_a(node: &Node, why: impl Display) -> ScenarioError {
    let found = node.scalar().unwrap_or_default();
    node.fault(Say::new(Key::NotA).with("found", found).with("why", why))
}

/// A scalar, read.
pub fn parsed<T: FromStr<Err: Display>>(node: &Node) -> Result<T, ScenarioError> {
    text(node)?.parse().map_err(|why| not_a(node, why))
}

/// A scalar out of a closed list.
pub fn one_of<T: Copy>(node: &Node, list: &[(&str, T)]) -> Result<T, ScenarioError> {
    let found = text(node)?;
    list.iter()
        .find(|(name, _)| *name == found)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let say = Say::new(Key::NotOneOf).with("found", found);
            node.fault(say.with_list("expected", list.iter().map(|(name, _)| *name)))
        })
}

fn amount_by<T>(
    node: &Node,
    parse: impl FnOnce(&str) -> Result<T, AmountError>,
) -> Result<T, ScenarioError> {
    parse(text(node)?).map_err(|why| not_a(node, why))
}

/// A positive amount, with as many zeros behind as people like.
pub fn amount(node: &Node) -> Result<Amount, ScenarioError> {
    amount_by(node, Amount::parse_input)
}

/// Zero or a positive amount.
pub fn balance(node: &Node) -> Result<Balance, ScenarioError> {
    amount_by(node, Balance::parse_input)
}

/// An amount with a sign; a plus may stand in front.
pub fn change(node: &Node) -> Result<Change, ScenarioError> {
    amount_by(node, |text| match text.strip_prefix('+') {
        Some(rest) if !rest.starts_with('-') => Change::parse_input(rest),
        Some(_) | None => Change::parse_input(text),
    })
}

/// `[Chinese name, English name]`.
pub fn two_names(node: &Node) -> Result<Names, ScenarioError> {
    match &node.value {
        Value::List(items) if items.len() == 2 => Ok(Names {
            zh: parsed(&items[0])?,
            en: parsed(&items[1])?,
        }),
        Value::Nothing | Value::Scalar(_) | Value::List(_) | Value::Map(_) => {
            Err(node.fault(Shape::TwoNames.expected()))
        }
    }
}

/// `2027-03-02 09:30`, or a day alone for nine o'clock; in +08:00.
pub fn moment(node: &Node) -> Result<Moment, ScenarioError> {
    let found = text(node)?;
    let why = "write a day, or a day and a time, in +08:00: 2027-03-02 09:30";
    let (day, time) = found.split_once(' ').unwrap_or((found, "09:00"));
    let day: Day = day.parse().map_err(|_| not_a(node, why))?;
    let minutes = minutes_of(time).ok_or_else(|| not_a(node, why))?;
    Ok(day.start().plus_ms(minutes * MINUTE_MS))
}

fn minutes_of(time: &str) -> Option<u64> {
    let (hour, minute) = time.split_once(':')?;
    let two = |part: &str, max: u64| -> Option<u64> {
        let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|value| digits && *value <= max)
    };
    Some(two(hour, 23)? * 60 + two(minute, 59)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(text: &str) -> Node {
        Node::parse("t.yaml", text).unwrap()
    }

    #[test]
    fn a_field_nobody_asked_for_is_told_with_those_there_are() {
        let node = node("a: 1\nbb: 2\n");
        let mut fields = Fields::of(&node).unwrap();
        fields.take("a");
        fields.take("b");
        let error = fields.done().unwrap_err();
        assert_eq!(
            error.to_string(),
            "t.yaml:2:1: there is no `bb` here; expected one of: a, b"
        );
    }

    #[test]
    fn amounts_are_plain_decimals_with_their_sign() {
        for (text, right) in [("+3.10", "3.1"), ("-3.10", "-3.1"), ("0.000", "0")] {
            assert_eq!(change(&node(text)).unwrap().to_string(), right);
        }
        for text in [
            "1e3", "+-3", "++3", ".5", "1_000", "1,000", "nothing", "'１'",
        ] {
            assert!(change(&node(text)).is_err(), "{text} was read");
        }
        assert!(amount(&node("0.000")).is_err());
        assert!(balance(&node("-1")).is_err());
    }

    #[test]
    fn a_time_has_one_form() {
        let at = |text: &str| moment(&node(text)).map(|moment| moment.to_string());
        assert_eq!(
            at("2027-03-02 09:30").unwrap(),
            "2027-03-02T09:30:00.000+08:00"
        );
        assert_eq!(at("2027-03-02").unwrap(), "2027-03-02T09:00:00.000+08:00");
        for text in [
            "2027-3-2",
            "2027-03-02 9:30",
            "2027-03-02 24:00",
            "2027-03-02T09:30",
            "09:30",
        ] {
            assert!(at(text).is_err(), "{text} was read");
        }
    }
}
