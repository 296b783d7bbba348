//! Acts that mend the record, and quantity declared void.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::amount::Balance;
use crate::domain::correction::{Datum, Posting, RightRow};
use crate::domain::entry::{
    DataComplete, EntryCorrect, EntryReverse, QuotaInvalidate, ShortfallCure,
};
use crate::domain::ids::{CaseNo, IndicatorCode, LotNo, ProjectNo, ShortfallNo};
use crate::domain::text::{DocumentKind, FileHash, Label};
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, amount, balance, pairs, parsed, text};
use crate::scenario::model::{Ref, World};
use crate::scenario::node::Node;
use crate::scenario::texts::Say;

/// A posting, before numbers are known.
enum PostingRef {
    Case(Ref<CaseNo>),
    Lot(Ref<LotNo>),
    Entry(u64),
}

impl PostingRef {
    fn get(&self, world: &World<'_>) -> Result<Posting, Say> {
        Ok(match self {
            PostingRef::Case(case) => Posting::Case(case.get(world.numbers)?),
            PostingRef::Lot(lot) => Posting::Lot(lot.get(world.numbers)?),
            PostingRef::Entry(index) => Posting::Entry(*index),
        })
    }

    /// The lot whose row is corrected, where the posting is named by one.
    fn lot(&self, world: &World<'_>) -> Result<Option<LotNo>, Say> {
        match self {
            PostingRef::Lot(lot) => Ok(Some(lot.get(world.numbers)?)),
            PostingRef::Case(_) | PostingRef::Entry(_) => Ok(None),
        }
    }
}

/// A datum, before numbers are known.
enum DatumRef {
    Name(Ref<ProjectNo>, Label),
    Code(Ref<ProjectNo>, Label),
    Evidence(Ref<LotNo>, FileHash),
    Number(PostingRef, Label, Label),
}

impl DatumRef {
    fn get(&self, world: &World<'_>) -> Result<Datum, Say> {
        Ok(match self {
            DatumRef::Name(project, name) => Datum::ProjectName {
                project: project.get(world.numbers)?,
                name: name.clone(),
            },
            DatumRef::Code(project, code) => Datum::ProjectCode {
                project: project.get(world.numbers)?,
                code: code.clone(),
            },
            DatumRef::Evidence(lot, evidence) => Datum::LotEvidence {
                lot: lot.get(world.numbers)?,
                evidence: *evidence,
            },
            DatumRef::Number(posting, recorded, right) => Datum::DocumentNumber {
                posting: posting.get(world)?,
                recorded: recorded.clone(),
                right: right.clone(),
            },
        })
    }
}

impl Reader {
    /// `{case: $case}`, `{lot: $lot}` or `{entry: 12}`.
    fn posting(&self, node: &Node) -> Result<PostingRef, ScenarioError> {
        let mut fields = Fields::of(node)?;
        let posting = if let Some(case) = fields.take("case") {
            PostingRef::Case(self.reference(case, Numbered::Case)?)
        } else if let Some(lot) = fields.take("lot") {
            PostingRef::Lot(self.reference(lot, Numbered::Lot)?)
        } else {
            PostingRef::Entry(value(fields.need("entry")?)?)
        };
        fields.done()?;
        Ok(posting)
    }

    /// `invalidate: 650109/E1` with `lot` and `amount`.
    pub(super) fn invalidate(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let lot: Ref<LotNo> = self.reference(fields.need("lot")?, Numbered::Lot)?;
        let amount = amount(fields.need("amount")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("作废", "invalidate of", text(subject)?);
        let make = move |world: &World<'_>| {
            let account = account.get(world.numbers)?;
            let (lot, document) = (lot.get(world.numbers)?, document.clone());
            Ok(QuotaInvalidate {
                account,
                lot,
                amount,
                document,
            }
            .into())
        };
        Ok(Read::of(title, deed("quota.invalidate", make)))
    }

    /// `reverse: {lot: $lot}`
    pub(super) fn reverse(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let posting = self.posting(subject)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("冲销", "reverse", "");
        let make = move |world: &World<'_>| {
            Ok(EntryReverse {
                posting: posting.get(world)?,
                lines: Vec::new(),
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("entry.reverse", make)))
    }

    /// `correct: {case: $case}` with what is `right` by indicator. What it leaves owed takes the
    /// act's name.
    pub(super) fn correct(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let posting = self.posting(subject)?;
        let rows = pairs(fields.need("right")?)?
            .iter()
            .map(|(key, value)| Ok((parsed(key)?, balance(value)?)))
            .collect::<Result<Vec<(IndicatorCode, Balance)>, ScenarioError>>()?;
        let owes: Option<bool> = fields.maybe("owes")?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("更正", "correct", "");
        let make = move |world: &World<'_>| {
            let lot = posting.lot(world)?;
            let right = rows.iter().map(|(indicator, amount)| RightRow {
                lot: lot.clone(),
                indicator: indicator.clone(),
                amount: *amount,
            });
            Ok(EntryCorrect {
                posting: posting.get(world)?,
                right: right.collect(),
                lines: Vec::new(),
                owed: Vec::new(),
                document: document.clone(),
            }
            .into())
        };
        let deed = deed("entry.correct", make);
        Ok(if owes == Some(true) {
            Read::numbering(title, deed, Numbered::Shortfall)
        } else {
            Read::of(title, deed)
        })
    }

    /// `cure: $owed`
    pub(super) fn cure(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let shortfall: Ref<ShortfallNo> = self.reference(subject, Numbered::Shortfall)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("补足缺口", "make good", text(subject)?);
        let make = move |world: &World<'_>| {
            Ok(ShortfallCure {
                shortfall: shortfall.get(world.numbers)?,
                lines: Vec::new(),
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("shortfall.cure", make)))
    }

    /// `complete: {project: $p}` with `called` or `code`; `{lot: $l}` with `evidence`; a posting with
    /// `recorded` and `number`.
    pub(super) fn complete_datum(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let datum = match subject.get("project") {
            Some(project) => {
                let project: Ref<ProjectNo> = self.reference(project, Numbered::Project)?;
                match fields.maybe("called")? {
                    Some(name) => DatumRef::Name(project, name),
                    None => DatumRef::Code(project, value(fields.need("code")?)?),
                }
            }
            None => match (fields.maybe("evidence")?, subject.get("lot")) {
                (Some(evidence), Some(lot)) => {
                    DatumRef::Evidence(self.reference(lot, Numbered::Lot)?, evidence)
                }
                (Some(_), None) | (None, _) => {
                    let posting = self.posting(subject)?;
                    let recorded = value(fields.need("recorded")?)?;
                    DatumRef::Number(posting, recorded, value(fields.need("number")?)?)
                }
            },
        };
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("补正", "complete", "");
        let make = move |world: &World<'_>| {
            Ok(DataComplete {
                datum: datum.get(world)?,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("data.complete", make)))
    }
}
