//! Refusals: a public, permanent vocabulary.
//!
//! Every refusal has a number that is never reused, a code, a text in Chinese and English with the
//! values that decided, and what would cure it. The hundred of a number is its class, and classes
//! have an order of precedence: form, identity, keys and seats, time, case state and order, policy
//! and documents, holds, source quality, quantity, caps; inside a class the lower number goes first.
//!
//! ```
//! use qledger::domain::refusal::{Code, Refusal};
//! use qledger::domain::text::Lang;
//!
//! let refusal = Refusal::new(Code::UnknownId).with("what", "region").with("id", "ZD-XZ");
//! assert_eq!(refusal.code.number(), 205);
//! assert_eq!(refusal.text(Lang::En), "there is no region ZD-XZ on this ledger");
//! ```

mod codes;
mod table;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use table::Code;

use super::text::Lang;

/// What a refusal rests on besides its code: names to values, as they stand on record.
pub type Values = BTreeMap<String, String>;

/// The longest value, in characters; the sum of all must leave a refusal's leaf within its limit.
pub const VALUE_CHARS_MAX: usize = 240;

/// A refusal: a code and the values that decided.
///
/// Two are the same where code and values are: only they go on record.
#[derive(Debug, Clone, Eq)]
pub struct Refusal {
    /// The code.
    pub code: Code,
    /// The values, by the names its texts use.
    pub values: Values,
    /// What else was found and does not take precedence.
    beside: Vec<Refusal>,
}

impl PartialEq for Refusal {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code && self.values == other.values
    }
}

/// The form a refusal has on record: number and values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRefusal {
    /// The number.
    pub number: u16,
    /// The values.
    pub values: Values,
}

impl Refusal {
    /// A refusal without values yet.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            values: Values::new(),
            beside: Vec::new(),
        }
    }

    /// The same with one more value, cut to [`VALUE_CHARS_MAX`] characters.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        let mut value = value.to_string();
        if let Some((cut, _)) = value.char_indices().nth(VALUE_CHARS_MAX) {
            value.truncate(cut);
            value.push('…');
        }
        self.values.insert(name.to_owned(), value);
        self
    }

    /// What happened, with the values.
    pub fn text(&self, lang: Lang) -> String {
        fill(self.code.text(lang), &self.values, lang)
    }

    /// What would cure it.
    pub fn cure(&self, lang: Lang) -> String {
        fill(self.code.cure(lang), &self.values, lang)
    }

    /// As it goes on record.
    pub fn recorded(&self) -> RecordedRefusal {
        RecordedRefusal {
            number: self.code.number(),
            values: self.values.clone(),
        }
    }

    /// Read back from the record; `None` where this build does not know the number.
    pub fn from_recorded(recorded: RecordedRefusal) -> Option<Self> {
        Some(Self {
            code: Code::from_number(recorded.number)?,
            values: recorded.values,
            beside: Vec::new(),
        })
    }

    /// It and everything else that was found with it, each once, by number: what a rehearsal tells,
    /// so that nobody cures one fault only to meet the next.
    pub fn all(&self) -> Vec<Refusal> {
        let mut found: Vec<Refusal> = Vec::new();
        self.gather_into(&mut found);
        found.sort_by_key(|refusal| refusal.code.number());
        found
    }

    fn gather_into(&self, found: &mut Vec<Refusal>) {
        if !found.contains(self) {
            let (code, values) = (self.code, self.values.clone());
            found.push(Refusal {
                code,
                values,
                beside: Vec::new(),
            });
        }
        for refusal in &self.beside {
            refusal.gather_into(found);
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): {}",
            self.code.name(),
            self.code.number(),
            self.text(Lang::En)
        )
    }
}

impl std::error::Error for Refusal {}

/// Puts values where `{name}` stands. A name without a value stays visible as `{name}`.
fn fill(template: &str, values: &Values, lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let mut tail = tail;
        if let Some(value) = values.get(name) {
            tail = set_in(&mut out, &words::said(lang, name, value), tail);
        } else {
            out.push('{');
            out.push_str(name);
            out.push('}');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Adds a value and gives what follows it. The space that parts a value from Chinese text goes where
/// the value is Chinese too: 没有区域 6500, not 没有 区域 6500.
fn set_in<'a>(out: &mut String, value: &str, after: &'a str) -> &'a str {
    let before_space = out.strip_suffix(' ').and_then(|text| text.chars().last());
    if before_space.is_some_and(is_han) && value.chars().next().is_some_and(is_han) {
        out.pop();
    }
    out.push_str(value);
    match after.strip_prefix(' ') {
        Some(rest) if out.ends_with(is_han) && rest.starts_with(is_han) => rest,
        Some(_) | None => after,
    }
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Gathers refusals of equal standing and gives the one with the lowest number; among equals the
/// first found.
#[derive(Debug, Default)]
pub struct Findings(Vec<Refusal>);

impl Findings {
    /// Adds one.
    pub fn add(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    /// Whether everything found, if anything, is of this class (the hundred of its number) or of a
    /// later one.
    pub fn none_before_class(&self, class: u16) -> bool {
        self.0
            .iter()
            .all(|refusal| refusal.code.number() / 100 >= class)
    }

    /// Ok where nothing was found; otherwise the refusal that takes precedence, which knows of the
    /// others.
    pub fn verdict(mut self) -> Result<(), Refusal> {
        let numbers = self.0.iter().enumerate();
        let first = numbers.min_by_key(|(_, refusal)| refusal.code.number());
        let Some((at, _)) = first else {
            return Ok(());
        };
        let mut refusal = self.0.remove(at);
        refusal.beside.append(&mut self.0);
        Err(refusal)
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
    fn numbers_and_codes_are_unique_and_ascending() {
        let numbers: Vec<u16> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(
            numbers.windows(2).all(|pair| pair[0] < pair[1]),
            "{numbers:?}"
        );
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn both_languages_speak_of_the_same_values() {
        for code in Code::ALL {
            let zh = names_in(code.text(Lang::Zh));
            assert_eq!(zh, names_in(code.text(Lang::En)), "{}", code.name());
            for lang in [Lang::Zh, Lang::En] {
                assert!(!code.cure(lang).is_empty(), "{}", code.name());
                assert!(names_in(code.cure(lang)).is_subset(&zh), "{}", code.name());
            }
        }
    }

    #[test]
    fn a_refusal_reads_back_from_the_record() {
        for code in Code::ALL {
            let refusal = Refusal::new(*code).with("id", "X");
            assert_eq!(Refusal::from_recorded(refusal.recorded()), Some(refusal));
        }
        assert_eq!(Code::from_number(9999), None);
    }

    #[test]
    fn a_verdict_knows_of_everything_that_was_found() {
        let (cap, id, nothing) = (Code::CapExceeded, Code::UnknownId, Code::Nothing);
        let mut inner = Findings::default();
        inner.add(Refusal::new(cap));
        inner.add(Refusal::new(id).with("id", "X"));
        let mut outer = Findings::default();
        outer.add(Refusal::new(cap));
        outer.add(inner.verdict().unwrap_err());
        outer.add(Refusal::new(nothing));
        let verdict = outer.verdict().unwrap_err();
        assert_eq!(
            verdict,
            Refusal::new(nothing),
            "what stands beside is not compared"
        );
        let codes: Vec<Code> = verdict.all().iter().map(|found| found.code).collect();
        assert_eq!(codes, [nothing, id, cap]);
    }

    #[test]
    fn chinese_words_stand_in_a_chinese_sentence_without_spaces() {
        let unknown = Refusal::new(Code::UnknownId)
            .with("what", "party")
            .with("id", "NOSUCH");
        assert_eq!(unknown.text(Lang::Zh), "本台账没有单位 NOSUCH");
        let lacks = Refusal::new(Code::MissingSignature)
            .with("case", "ZD-WZ-2027-0001")
            .with("party", "650100-GOV")
            .with("step", "carry_consent");
        assert_eq!(
            lacks.text(Lang::Zh),
            "ZD-WZ-2027-0001 缺少 650100-GOV 在步骤自带指标同意 carry_consent 的签署"
        );
        let period = Refusal::new(Code::PeriodNotOfIndicator)
            .with("indicator", "CO2")
            .with("period", "standing")
            .with("right", "year");
        assert_eq!(period.text(Lang::Zh), "CO2 的期间不能是长期有效，应为年度");
        assert_eq!(
            period.text(Lang::En),
            "the period of CO2 cannot be standing; it must be a year"
        );
    }

    #[test]
    fn the_lowest_number_takes_precedence() {
        let mut findings = Findings::default();
        findings.add(Refusal::new(Code::CapExceeded));
        findings.add(Refusal::new(Code::OtherLedger));
        assert_eq!(findings.verdict().unwrap_err().code, Code::OtherLedger);
    }
}
