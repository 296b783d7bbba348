//! Every sentence of this module that people read, in both languages, in one place.

use std::fmt;

use crate::domain::text::{Lang, Names};

macro_rules! sentences {
    ($($(#[$doc:meta])* $key:ident zh: $zh:literal en: $en:literal;)+) => {
        /// The key of a sentence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Key {
            $($(#[$doc])* $key,)+
        }

        impl Key {
            /// Every key.
            pub const ALL: &'static [Key] = &[$(Key::$key),+];

            /// The sentence, with `{names}` where values go.
            pub fn template(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Key::$key, Lang::Zh) => $zh, (Key::$key, Lang::En) => $en,)+
                }
            }
        }
    };
}

sentences! {
    // Reading a file.
    /// The system does not give the file.
    NoFile zh: "读不到文件：{why}" en: "the file cannot be read: {why}";
    /// Longer than any scenario.
    TooLong zh: "文件超过 {max} 字节" en: "the file is longer than {max} bytes";
    /// The YAML reader's own words follow.
    Yaml zh: "不是一份 YAML：{why}" en: "not one YAML document: {why}";
    /// A list or mapping as a key.
    KeyNotText zh: "名称必须是文字" en: "a name must be plain text";
    /// A file includes itself, directly or through others.
    IncludeLoop zh: "{file} 包含了自身" en: "{file} includes itself";
    /// Files include files that include files.
    IncludeTooDeep zh: "include 超过 {max} 层" en: "include goes deeper than {max} files";
    // Form.
    /// Another shape of node.
    Shape zh: "此处应为{expected}" en: "{expected} is expected here";
    /// No such field.
    UnknownField zh: "此处没有 `{field}`；可写：{expected}"
        en: "there is no `{field}` here; expected one of: {expected}";
    /// A field that must be there.
    MissingField zh: "缺少 `{field}`" en: "`{field}` is missing";
    /// An act that says nothing to record, and expects nothing.
    NoKind zh: "没有写明要记什么；可写：{expected}"
        en: "this records nothing and expects nothing; say what by one of: {expected}";
    /// The text does not read as what belongs there.
    NotA zh: "`{found}` 不能写在此处：{why}" en: "`{found}` cannot stand here: {why}";
    /// Another reader's own words.
    Wrong zh: "此处写法不对：{why}" en: "this cannot stand here: {why}";
    /// Not in a closed list.
    NotOneOf zh: "`{found}` 不在其中：{expected}" en: "`{found}` is none of: {expected}";
    // Meaning.
    /// Nothing bears the name yet.
    UnknownName zh: "还没有名为 `{found}` 的；已有：{known}"
        en: "nothing is named `{found}` yet; named so far: {known}";
    /// The name stands for something else.
    OtherName zh: "`{found}` 是{is}，此处要{needed}"
        en: "`{found}` is {is}; {needed} is needed here";
    /// Nothing to name.
    NothingToName zh: "此事不产生编号，不能命名为 `{found}`"
        en: "this act numbers nothing that could be named `{found}`";
    /// A refused act numbers nothing.
    RefusedNamesNothing zh: "预期被驳回的事不产生编号，不能命名为 `{found}`"
        en: "an act that is to be refused numbers nothing that could be named `{found}`";
    /// Given twice.
    Again zh: "`{found}` 已经用过" en: "`{found}` is given a second time";
    /// Not set up.
    NotSetUp zh: "没有{what} `{found}`；有：{known}" en: "there is no {what} `{found}`; there are: {known}";
    /// An act before the one in front of it.
    TimeBackwards zh: "{at} 早于前一项的 {before}" en: "{at} lies before {before} of the act in front";
    /// No year where one is needed.
    YearNeeded zh: "{found} 按年记账，写作 `{found} 2027`" en: "{found} is kept by years: write `{found} 2027`";
    /// A year where none belongs.
    YearNotNeeded zh: "{found} 长期有效，不写年份" en: "{found} is standing: write no year";
    // Playing.
    /// A row of the set-up; its place follows.
    AtSetUp zh: "设定第 {number} 项“{title}”（{place}）：" en: "set-up row {number}, {title} ({place}):";
    /// Where a step stands in the play; its place follows.
    AtStep zh: "第 {number} 步“{title}”（{place}）：" en: "step {number}, {title} ({place}):";
    /// What was expected and what was found.
    Unmet zh: "{what} 预期 {expected}，实为 {found}" en: "{what}: expected {expected}, found {found}";
    /// Refused against expectation.
    NotAdmitted zh: "本应入账，却被驳回：{refusal}" en: "it should be admitted and was refused: {refusal}";
    /// Not refused against expectation.
    NotRefused zh: "本应以 {expected} 驳回，却入账为第 {index} 条"
        en: "it should be refused as {expected} and was admitted as entry {index}";
    /// The service did neither.
    NeitherOf zh: "既未入账也未驳回：{why}" en: "it was neither admitted nor refused: {why}";
    /// The service failed.
    Failed zh: "台账出错：{why}" en: "the ledger failed: {why}";
    /// A seat without a key.
    NoKey zh: "{party} 在岗位 {seat} 没有第 {count} 把密钥；给主体写 `keys: true`，或写 `by_document`"
        en: "{party} has no key number {count} in seat {seat}: give the party `keys: true`, or write `by_document`";
    /// The rules give other numbers than names are there for.
    OtherCount zh: "起了 {given} 个名，实际编号 {found} 个" en: "{given} names are given, and {found} numbers";
}

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The same in both languages.
    Plain(String),
    /// A list of plain texts.
    List(Vec<String>),
    /// Different in each language.
    Both(String, String),
    /// A whole sentence.
    Say(Box<Say>),
}

impl Value {
    /// The value in a language.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Value::Plain(text), _)
            | (Value::Both(text, _), Lang::Zh)
            | (Value::Both(_, text), Lang::En) => text.clone(),
            (Value::List(items), Lang::Zh) if items.is_empty() => "（无）".to_owned(),
            (Value::List(items), Lang::En) if items.is_empty() => "(none)".to_owned(),
            (Value::List(items), Lang::Zh) => items.join("、"),
            (Value::List(items), Lang::En) => items.join(", "),
            (Value::Say(say), lang) => say.text(lang),
        }
    }
}

impl Value {
    /// The same with each of its texts changed.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Value::Plain(text) => Value::Plain(change(&text)),
            Value::Both(zh, en) => Value::Both(change(&zh), change(&en)),
            Value::List(items) => Value::List(items.iter().map(|item| change(item)).collect()),
            Value::Say(_) => self,
        }
    }
}

impl From<Say> for Value {
    fn from(say: Say) -> Value {
        Value::Say(Box::new(say))
    }
}

impl From<&Names> for Value {
    fn from(names: &Names) -> Value {
        Value::Both(names.zh.to_string(), names.en.to_string())
    }
}

/// A sentence with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// Which sentence.
    pub key: Key,
    /// Its values, by the names the sentence uses.
    pub values: Vec<(&'static str, Value)>,
}

impl Say {
    /// A sentence without values yet.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            values: Vec::new(),
        }
    }

    /// The same with a value that reads alike in both languages.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.and(name, Value::Plain(value.to_string()))
    }

    /// The same with a list.
    #[must_use]
    pub fn with_list<T: fmt::Display>(
        self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let items = items.into_iter().map(|item| item.to_string()).collect();
        self.and(name, Value::List(items))
    }

    /// The same with a value of any kind.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: Value) -> Self {
        self.values.push((name, value));
        self
    }

    /// The sentence, filled.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        let mut rest = self.key.template(lang);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match self.values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => text.push_str(&value.text(lang)),
                None => text.extend(["{", name, "}"]),
            }
            rest = tail;
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn names_in(template: &str) -> BTreeSet<&str> {
        template
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn both_languages_speak_of_the_same_values() {
        for key in Key::ALL {
            let zh = names_in(key.template(Lang::Zh));
            assert_eq!(zh, names_in(key.template(Lang::En)), "{key:?}");
        }
    }

    #[test]
    fn values_stand_where_the_sentence_names_them() {
        let say = Say::new(Key::NotOneOf)
            .with("found", "x")
            .with_list("expected", ["a", "b"]);
        assert_eq!(say.text(Lang::En), "`x` is none of: a, b");
        assert_eq!(say.text(Lang::Zh), "`x` 不在其中：a、b");
        let outer = Say::new(Key::Failed).and("why", say.into());
        assert_eq!(
            outer.text(Lang::En),
            "the ledger failed: `x` is none of: a, b"
        );
    }
}
