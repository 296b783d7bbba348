//! What acts and expectations are made of: references, accounts, amounts by indicator, documents.

use std::fmt::Display;
use std::str::FromStr;

use super::values::value;
use super::{Bound, Reader};
use crate::domain::ids::{Holder, IndicatorCode};
use crate::domain::indicator::Span;
use crate::domain::period::Period;
use crate::domain::region::Quantity;
use crate::domain::text::{Document, DocumentKind};
use crate::scenario::error::{Numbered, ScenarioError, Thing};
use crate::scenario::fields::{Fields, amount, items_or_one, not_a, pairs, parsed, text};
use crate::scenario::model::{AccountRef, Ref};
use crate::scenario::node::{Node, Value};
use crate::scenario::texts::{Key, Say};

/// Most years a range such as `CO2 2027-2030` stands for.
const YEARS_MAX: u16 = 50;

impl Reader {
    /// A number written out, or `$name`.
    pub(super) fn reference<T: FromStr<Err: Display>>(
        &self,
        node: &Node,
        needed: Numbered,
    ) -> Result<Ref<T>, ScenarioError> {
        match text(node)?.strip_prefix('$') {
            None => parsed(node).map(Ref::Given),
            Some(name) => {
                self.bound(node, name, needed)?;
                Ok(Ref::Named(name.to_owned()))
            }
        }
    }

    /// What a name stands for, where it is what is needed.
    pub(super) fn bound(
        &self,
        node: &Node,
        name: &str,
        needed: Numbered,
    ) -> Result<&Bound, ScenarioError> {
        let Some(bound) = self.names.get(name) else {
            let known = self.names.keys().map(|name| format!("${name}"));
            let say = Say::new(Key::UnknownName).with("found", format!("${name}"));
            return Err(node.fault(say.with_list("known", known)));
        };
        if bound.what == needed {
            return Ok(bound);
        }
        let say = Say::new(Key::OtherName).with("found", format!("${name}"));
        Err(node.fault(
            say.and("is", bound.what.called())
                .and("needed", needed.called()),
        ))
    }

    /// `650109/E1`, `650100/RESERVE`, `ZD-BZ/E2/$plant`.
    pub(super) fn account(&self, node: &Node) -> Result<AccountRef, ScenarioError> {
        let found = text(node)?;
        let why = "write region/holder, such as 650109/E1 or 650100/RESERVE";
        let mut parts = found.split('/');
        let (Some(region), Some(holder)) = (parts.next(), parts.next()) else {
            return Err(not_a(node, why));
        };
        let region = region.parse().map_err(|why| not_a(node, why))?;
        let holder = match holder {
            "RESERVE" => Holder::Reserve,
            name => Holder::Party(
                self.parties
                    .get(name)
                    .cloned()
                    .ok_or_else(|| node.fault(Thing::Party.unknown(name, self.parties.keys())))?,
            ),
        };
        let project = match parts.next() {
            None => None,
            Some(project) => {
                let part = Node {
                    value: Value::Scalar(project.to_owned()),
                    ..node.clone()
                };
                Some(self.reference(&part, Numbered::Project)?)
            }
        };
        if parts.next().is_some() {
            return Err(not_a(node, why));
        }
        Ok(AccountRef {
            region,
            holder,
            project,
        })
    }

    /// An indicator, and the periods a key such as `SO2`, `CO2 2027` or `CO2 2027-2030` stands
    /// for.
    pub(super) fn columns(key: &Node) -> Result<(IndicatorCode, Vec<Period>), ScenarioError> {
        let found = text(key)?;
        let (code, years) = match found.split_once(' ') {
            None => (found, None),
            Some((code, years)) => (code, Some(years)),
        };
        let code = code.parse().map_err(|why| not_a(key, why))?;
        let Some(years) = years else {
            return Ok((code, vec![Period::Standing]));
        };
        let periods = match years.parse::<Period>().map_err(|why| not_a(key, why))? {
            Period::Plan(first, last) if last - first < YEARS_MAX => {
                (first..=last).map(Period::Year).collect()
            }
            Period::Plan(..) => return Err(not_a(key, format!("at most {YEARS_MAX} years"))),
            period @ (Period::Year(_) | Period::Standing) => vec![period],
        };
        Ok((code, periods))
    }

    /// The same where the indicator must be one that the policy adopts, with or without years as
    /// it is kept.
    pub(super) fn known_columns(
        &self,
        key: &Node,
    ) -> Result<(IndicatorCode, Vec<Period>), ScenarioError> {
        let (code, periods) = Self::columns(key)?;
        let yearly = self.indicator(key, &code)?.span == Span::Yearly;
        let with_year = periods.iter().all(|period| period.year().is_some());
        let about = |key| Say::new(key).with("found", &code);
        match (yearly, with_year) {
            (true, false) => Err(key.fault(about(Key::YearNeeded))),
            (false, true) => Err(key.fault(about(Key::YearNotNeeded))),
            (true, true) | (false, false) => Ok((code, periods)),
        }
    }

    /// The indicator, where the policy adopts it.
    pub(super) fn indicator(
        &self,
        key: &Node,
        code: &IndicatorCode,
    ) -> Result<&crate::domain::indicator::Indicator, ScenarioError> {
        self.indicators
            .iter()
            .find(|known| known.code == *code)
            .ok_or_else(|| {
                let known = self.indicators.iter().map(|known| &known.code);
                key.fault(Thing::Indicator.unknown(code.as_str(), known))
            })
    }

    /// `{SO2: 160.000, CO2: 268000.00}`: amounts without a period.
    pub(super) fn quantities(node: &Node) -> Result<Vec<Quantity>, ScenarioError> {
        let read = |(key, value): &(Node, Node)| {
            Ok(Quantity {
                indicator: parsed(key)?,
                amount: amount(value)?,
            })
        };
        pairs(node)?.iter().map(read).collect()
    }

    /// The field `documents`: numbers, or mappings with `number` and what differs from the
    /// default. The n-th document is by default of the n-th kind of `kinds`, dated on the act's
    /// day.
    pub(super) fn documents(
        &self,
        fields: &mut Fields<'_>,
        kinds: &[DocumentKind],
    ) -> Result<Vec<Document>, ScenarioError> {
        let Some(node) = fields.take("documents") else {
            return Ok(Vec::new());
        };
        let kind = |at: usize| kinds.get(at).copied().unwrap_or(DocumentKind::Letter);
        let read = |(at, item)| self.one_document(item, kind(at));
        items_or_one(node).iter().enumerate().map(read).collect()
    }

    /// The field `document`: one document; in set-up rows the scenario's own where it is left out.
    pub(super) fn document(
        &self,
        fields: &mut Fields<'_>,
        kind: DocumentKind,
        in_set_up: bool,
    ) -> Result<Document, ScenarioError> {
        match fields.take("document") {
            Some(node) => self.one_document(node, kind),
            None if in_set_up => Ok(self.own_document(kind)),
            None => Err(fields
                .node()
                .fault(Say::new(Key::MissingField).with("field", "document"))),
        }
    }

    /// The document that set-up rows rest on.
    pub(super) fn own_document(&self, kind: DocumentKind) -> Document {
        Document {
            kind,
            number: self.document.clone(),
            date: self.at.day(),
            sha256: None,
        }
    }

    pub(super) fn one_document(
        &self,
        node: &Node,
        kind: DocumentKind,
    ) -> Result<Document, ScenarioError> {
        let today = self.at.day();
        if node.scalar().is_some() {
            return Ok(Document {
                kind,
                number: parsed(node)?,
                date: today,
                sha256: None,
            });
        }
        let mut fields = Fields::of(node)?;
        let document = Document {
            kind: fields.take("kind").map(value).transpose()?.unwrap_or(kind),
            number: fields.read("number")?,
            date: fields.maybe("date")?.unwrap_or(today),
            sha256: fields.maybe("file")?,
        };
        fields.done()?;
        Ok(document)
    }
}
