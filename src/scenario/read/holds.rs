//! Holds.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use crate::domain::entry::{HoldLift, HoldPlace};
use crate::domain::ids::{CaseNo, HoldNo, LotNo};
use crate::domain::lot::HoldTarget;
use crate::domain::text::DocumentKind;
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, text};
use crate::scenario::model::{AccountRef, Ref, World};
use crate::scenario::node::Node;
use crate::scenario::texts::Say;

impl Reader {
    /// `hold: {region: 652300, indicator: NOX}`, `{account: …}`, `{lot: …}` or `{case: …}`, with
    /// `by` and `until`.
    pub(super) fn hold(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let target = self.hold_target(subject)?;
        let by = self.party(fields.need("by")?)?;
        let until = fields.maybe("until")?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("暂停", "hold by", &by);
        let make = move |world: &World<'_>| {
            let target = target.get(world)?;
            let (by, document) = (by.clone(), document.clone());
            Ok(HoldPlace {
                target,
                by,
                until,
                document,
            }
            .into())
        };
        Ok(Read::numbering(
            title,
            deed("hold.place", make),
            Numbered::Hold,
        ))
    }

    pub(super) fn hold_target(&self, node: &Node) -> Result<Target, ScenarioError> {
        let mut fields = Fields::of(node)?;
        let target = if let Some(region) = fields.maybe("region")? {
            Target::Region(HoldTarget::Region {
                region,
                indicator: fields.maybe("indicator")?,
            })
        } else if let Some(account) = fields.take("account") {
            Target::Account(self.account(account)?)
        } else if let Some(lot) = fields.take("lot") {
            Target::Lot(self.reference(lot, Numbered::Lot)?)
        } else {
            Target::Case(self.reference(fields.need("case")?, Numbered::Case)?)
        };
        fields.done()?;
        Ok(target)
    }

    /// `lift: $hold`
    pub(super) fn lift(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let hold: Ref<HoldNo> = self.reference(subject, Numbered::Hold)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("解除暂停", "lift", text(subject)?);
        let make = move |world: &World<'_>| {
            let hold = hold.get(world.numbers)?;
            Ok(HoldLift {
                hold,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("hold.lift", make)))
    }
}

/// What a hold stops, before numbers are known.
pub(super) enum Target {
    Region(HoldTarget),
    Account(AccountRef),
    Lot(Ref<LotNo>),
    Case(Ref<CaseNo>),
}

impl Target {
    pub(super) fn get(&self, world: &World<'_>) -> Result<HoldTarget, Say> {
        Ok(match self {
            Target::Region(target) => target.clone(),
            Target::Account(account) => HoldTarget::Account(account.get(world.numbers)?),
            Target::Lot(lot) => HoldTarget::Lot(lot.get(world.numbers)?),
            Target::Case(case) => HoldTarget::Case(case.get(world.numbers)?),
        })
    }
}
