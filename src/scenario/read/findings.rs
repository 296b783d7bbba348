//! Findings.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify};
use crate::domain::finding::{FindingKind, FindingOutcome};
use crate::domain::ids::FindingNo;
use crate::domain::text::DocumentKind;
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, text};
use crate::scenario::model::{Ref, World};
use crate::scenario::node::Node;

impl Reader {
    /// `finding: {case: $case}`, or what a hold may name, with `kind`, `by`, `responsible`,
    /// `rectify_by`.
    pub(super) fn finding(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let target = self.hold_target(subject)?;
        let kind: FindingKind = value(fields.need("kind")?)?;
        let by = self.party(fields.need("by")?)?;
        let responsible = self.party(fields.need("responsible")?)?;
        let rectify_by = fields.maybe("rectify_by")?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("问题线索", "finding by", &by);
        let make = move |world: &World<'_>| {
            let target = target.get(world)?;
            Ok(FindingOpen {
                kind,
                target,
                by: by.clone(),
                responsible: responsible.clone(),
                rectify_by,
                document: document.clone(),
            }
            .into())
        };
        let deed = deed("finding.open", make);
        Ok(Read::numbering(title, deed, Numbered::Finding))
    }

    /// `rectify: $finding` with `by`.
    pub(super) fn rectify(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let finding: Ref<FindingNo> = self.reference(subject, Numbered::Finding)?;
        let by = self.party(fields.need("by")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("整改", "rectify", text(subject)?);
        let make = move |world: &World<'_>| {
            let finding = finding.get(world.numbers)?;
            Ok(FindingRectify {
                finding,
                by: by.clone(),
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("finding.rectify", make)))
    }

    /// `close_finding: $finding` with `by` and `outcome`.
    pub(super) fn close_finding(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let finding: Ref<FindingNo> = self.reference(subject, Numbered::Finding)?;
        let by = self.party(fields.need("by")?)?;
        let outcome: FindingOutcome = value(fields.need("outcome")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("销号", "close", text(subject)?);
        let make = move |world: &World<'_>| {
            let finding = finding.get(world.numbers)?;
            Ok(FindingClose {
                finding,
                by: by.clone(),
                outcome,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("finding.close", make)))
    }
}
