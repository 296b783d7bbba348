//! Permits, base years, reductions and projects.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::entry::{
    BaseDecide, EmissionVerify, PermitCancel, PermitLower, PermitRecord, ProjectRegister,
    ReductionRecord, ReductionVerify,
};
use crate::domain::ids::{CaseNo, FacilityId, IndicatorCode, PermitNo, ReductionNo};
use crate::domain::lot::BaseDecision;
use crate::domain::text::{DocumentKind, Label};
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, amount, balance, parsed, text};
use crate::scenario::model::{Ref, World};
use crate::scenario::node::Node;

impl Reader {
    /// `permit: 91650109MA77AB0192001P` with `holder`, `region`, `from`, `until`, `limits`.
    pub(super) fn permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let act = PermitRecord {
            permit: parsed(subject)?,
            holder: self.party(fields.need("holder")?)?,
            region: fields.read("region")?,
            limits: Self::quantities(fields.need("limits")?)?,
            from: fields.read("from")?,
            until: fields.read("until")?,
            document: self.document(fields, DocumentKind::PermitDecision, in_set_up)?,
        };
        let title = titled("许可证", "permit", &act.permit);
        Ok(Read::of(
            title,
            deed("permit.record", move |_| Ok(act.clone().into())),
        ))
    }

    /// `lower_permit: …` with `limits`.
    pub(super) fn lower_permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let act = PermitLower {
            permit: parsed(subject)?,
            limits: Self::quantities(fields.need("limits")?)?,
            document: self.document(fields, DocumentKind::PermitDecision, false)?,
        };
        let title = titled("变更许可证", "lower permit", &act.permit);
        Ok(Read::of(
            title,
            deed("permit.lower", move |_| Ok(act.clone().into())),
        ))
    }

    /// `cancel_permit: …`
    pub(super) fn cancel_permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let permit: PermitNo = parsed(subject)?;
        let document = self.document(fields, DocumentKind::PermitDecision, false)?;
        let title = titled("注销许可证", "cancel permit", &permit);
        let act = PermitCancel { permit, document };
        Ok(Read::of(
            title,
            deed("permit.cancel", move |_| Ok(act.clone().into())),
        ))
    }

    /// `base_emission: 650109/E1` with `year` and `amounts`.
    pub(super) fn base_emission(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let year = fields.read("year")?;
        let emissions = Self::quantities(fields.need("amounts")?)?;
        let document = self.document(fields, DocumentKind::VerificationReport, in_set_up)?;
        let title = titled(
            "核定基准年排放",
            "verified base-year emissions of",
            text(subject)?,
        );
        let make = move |world: &World<'_>| {
            let account = account.get(world.numbers)?;
            let (emissions, document) = (emissions.clone(), document.clone());
            Ok(EmissionVerify {
                account,
                year,
                emissions,
                document,
            }
            .into())
        };
        Ok(Read::of(title, deed("emission.verify", make)))
    }

    /// `base_decision: $case` with `year`, `co2`, `gdp`.
    pub(super) fn base_decision(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let case: Ref<CaseNo> = self.reference(subject, Numbered::Case)?;
        let year = fields.read("year")?;
        let co2 = balance(fields.need("co2")?)?;
        let gdp = balance(fields.need("gdp")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("基数划转", "base decision on", text(subject)?);
        let make = move |world: &World<'_>| {
            let decision = BaseDecision {
                case: case.get(world.numbers)?,
                year,
                co2,
                gdp,
            };
            Ok(BaseDecide {
                decision,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("base.decide", make)))
    }

    /// `reduction: XPCC-06/G1`, the unit's account, with `permit`, `facility`, `called`,
    /// `indicator`, `measure`, `before`, `after`, `completed_on`.
    pub(super) fn reduction(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let permit: PermitNo = fields.read("permit")?;
        let facility: FacilityId = fields.read("facility")?;
        let name: Label = fields.read("called")?;
        let indicator: IndicatorCode = fields.read("indicator")?;
        let measure = value(fields.need("measure")?)?;
        let before = balance(fields.need("before")?)?;
        let after = balance(fields.need("after")?)?;
        let completed_on = fields.read("completed_on")?;
        let document = self.document(fields, DocumentKind::VerificationReport, false)?;
        let title = titled("减排量", "reduction at", &name);
        let make = move |world: &World<'_>| {
            let act = ReductionRecord {
                account: account.get(world.numbers)?,
                permit: permit.clone(),
                facility: facility.clone(),
                name: name.clone(),
                indicator: indicator.clone(),
                measure,
                before,
                after,
                completed_on,
                document: document.clone(),
            };
            Ok(act.into())
        };
        Ok(Read::numbering(
            title,
            deed("reduction.record", make),
            Numbered::Reduction,
        ))
    }

    /// `verify: $boiler` with `amount`; the lot it becomes is what it names.
    pub(super) fn verify(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let reduction: Ref<ReductionNo> = self.reference(subject, Numbered::Reduction)?;
        let amount = amount(fields.need("amount")?)?;
        let document = self.document(fields, DocumentKind::VerificationReport, false)?;
        let title = titled("核定减排量", "verify reduction", text(subject)?);
        let make = move |world: &World<'_>| {
            let reduction = reduction.get(world.numbers)?;
            let (lines, document) = (Vec::new(), document.clone());
            Ok(ReductionVerify {
                reduction,
                amount,
                lines,
                document,
            }
            .into())
        };
        Ok(Read::numbering(
            title,
            deed("reduction.verify", make),
            Numbered::Lot,
        ))
    }

    /// `project: 煤制烯烃项目`, its name, with `builder`, `region`, `industry`, `nature`, `code`.
    pub(super) fn project(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let act = ProjectRegister {
            code: fields.maybe("code")?,
            name: parsed(subject)?,
            builder: self.party(fields.need("builder")?)?,
            region: fields.read("region")?,
            industry: fields.read("industry")?,
            nature: value(fields.need("nature")?)?,
            document: self.document(fields, DocumentKind::Application, false)?,
        };
        let title = titled("登记项目", "register project", &act.name);
        let deed = deed("project.register", move |_| Ok(act.clone().into()));
        Ok(Read::numbering(title, deed, Numbered::Project))
    }
}
