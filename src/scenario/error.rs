//! What is wrong with a scenario file: where, what was found, what was expected.

use std::fmt;

use super::node::Place;
use super::texts::{Key, Say, Value};
use crate::domain::text::Lang;

/// A mistake in a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// Where.
    pub place: Place,
    /// What was found and what was expected.
    pub say: Say,
}

impl ScenarioError {
    /// An error at a place.
    pub fn new(place: Place, say: Say) -> Self {
        Self { place, say }
    }

    /// The place, what was found, and what was expected.
    pub fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.place, self.say.text(lang))
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for ScenarioError {}

/// The shape of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    Scalar,
    /// A list.
    List,
    /// A mapping.
    Map,
    /// Names in Chinese and English.
    TwoNames,
    /// One value for a list of one, or a list.
    ScalarOrList,
    /// A word, or one word with what belongs to it.
    OneOfOne,
    /// Nothing.
    Nothing,
}

impl Shape {
    /// The sentence that this shape belongs here.
    pub fn expected(self) -> Say {
        let (zh, en) = match self {
            Shape::Scalar => ("一个值", "one value"),
            Shape::List => ("一个列表", "a list"),
            Shape::Map => ("一组“名: 值”", "a mapping of names to values"),
            Shape::TwoNames => ("[中文名, 英文名]", "[Chinese name, English name]"),
            Shape::ScalarOrList => ("一个值或一个列表", "one value or a list"),
            Shape::OneOfOne => (
                "一个词，或“词: 内容”一项",
                "a word, or one word with what belongs to it",
            ),
            Shape::Nothing => ("空", "nothing"),
        };
        Say::new(Key::Shape).and("expected", both(zh, en))
    }
}

/// What the ledger numbers at admission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbered {
    /// A case.
    Case,
    /// A lot.
    Lot,
    /// A project.
    Project,
    /// A reduction.
    Reduction,
    /// A hold.
    Hold,
    /// A shortfall.
    Shortfall,
    /// A finding.
    Finding,
}

impl Numbered {
    /// The word that stands in an answer's list of numbers.
    pub fn word(self) -> &'static str {
        match self {
            Numbered::Case => "case",
            Numbered::Lot => "lot",
            Numbered::Project => "project",
            Numbered::Reduction => "reduction",
            Numbered::Hold => "hold",
            Numbered::Shortfall => "shortfall",
            Numbered::Finding => "finding",
        }
    }

    /// What people call it.
    pub fn called(self) -> Value {
        match self {
            Numbered::Case => both("办件", "a case"),
            Numbered::Lot => both("批次", "a lot"),
            Numbered::Project => both("项目", "a project"),
            Numbered::Reduction => both("减排量", "a reduction"),
            Numbered::Hold => both("暂停", "a hold"),
            Numbered::Shortfall => both("缺口", "a shortfall"),
            Numbered::Finding => both("问题线索", "a finding"),
        }
    }
}

/// What must be set up, or stand in a list, before it can be spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A party, by short name or id.
    Party,
    /// A step of a procedure.
    Step,
    /// A procedure.
    Procedure,
    /// An indicator.
    Indicator,
    /// A bundled policy file.
    Policy,
    /// A mark set by an earlier act.
    Mark,
    /// An amount by its key.
    Amount,
    /// A name given by an earlier act.
    Name,
    /// A refusal code of this build.
    Code,
}

impl Thing {
    /// The sentence that there is none of this name.
    pub fn unknown<T: fmt::Display>(self, found: &str, known: impl IntoIterator<Item = T>) -> Say {
        let what = match self {
            Thing::Party => both("主体", "party"),
            Thing::Step => both("步骤", "step"),
            Thing::Procedure => both("程序", "procedure"),
            Thing::Indicator => both("指标", "indicator"),
            Thing::Policy => both("内置政策文件", "bundled policy file"),
            Thing::Mark => both("标记", "mark"),
            Thing::Amount => both("数量", "amount"),
            Thing::Name => both("名称", "name"),
            Thing::Code => both("驳回代码", "refusal code"),
        };
        Say::new(Key::NotSetUp)
            .and("what", what)
            .with("found", found)
            .with_list("known", known)
    }
}

fn both(zh: &str, en: &str) -> Value {
    Value::Both(zh.to_owned(), en.to_owned())
}
