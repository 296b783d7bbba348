//! What a plan says, row by row.

use serde::Serialize;

use super::super::RefusalView;
use super::stand_in::StandIns;
use crate::domain::amount::{Balance, Change, Ratio};
use crate::domain::case::{Introduction, Relocation};
use crate::domain::ids::{
    AccountId, CaseNo, IndicatorCode, IndustryCode, LotNo, PartyId, ProcedureId, ProjectNo,
    RegionId, StepId,
};
use crate::domain::moment::Day;
use crate::domain::party::Seat;
use crate::domain::period::Period;
use crate::domain::procedure::{CaseKind, Effect, Signatory};
use crate::domain::region::Quantity;
use crate::domain::text::{DocumentKind, Label, Names};

/// What is asked on the telephone.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A firm that would move.
    Relocation(Relocation),
    /// A registered project that would be supplied.
    Introduction(Introduction),
    /// A project that is not registered yet.
    NewProject(NewProject),
}

/// On which terms it is tried out.
#[derive(Debug, Clone)]
pub struct PlanTerms {
    /// Who opens the case.
    pub by: PartyId,
    /// Under which procedure.
    pub procedure: ProcedureId,
    /// Stands for the numbers of documents that are not written yet.
    pub number: Label,
    /// Lots that a source plan takes first; those it takes by itself follow.
    pub sources: Vec<LotNo>,
    /// What people read in place of what has no id yet.
    pub stand_ins: StandIns,
}

/// A project of which only a few figures are known.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Who builds it; it need not be enrolled, nor known.
    pub builder: Option<PartyId>,
    /// The region of its site.
    pub site: RegionId,
    /// Its industry, which decides whether it is two-high.
    pub industry: IndustryCode,
    /// Who supplies it.
    pub supplier: PartyId,
    /// What it needs.
    pub required: Vec<Quantity>,
}

/// What it would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// Kind of case.
    pub kind: CaseKind,
    /// The day it was tried.
    pub date: Day,
    /// The firm that moves, or the builder, where it is known.
    pub firm: Option<PartyId>,
    /// Its names, where it is enrolled.
    pub firm_names: Option<Names>,
    /// The firm's account at the origin.
    pub origin: Option<AccountId>,
    /// The region of the site.
    pub site: RegionId,
    /// The project, where it is registered.
    pub project: Option<ProjectNo>,
    /// Under which version of which list it is two-high, where it is.
    pub two_high: Option<Label>,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// The procedure.
    pub procedure: ProcedureId,
    /// What people call it; nothing where none is in force.
    pub procedure_names: Option<Names>,
    /// Indicator by indicator.
    pub figures: Vec<PlanFigure>,
    /// Whose signatures and letters are needed, in the procedure's order.
    pub steps: Vec<PlanStep>,
    /// The parties in the steps, each once.
    pub parties: Vec<PlanParty>,
    /// Caps that would be touched.
    pub caps: Vec<PlanCap>,
    /// What would be refused today.
    pub refused: Vec<PlanRefusal>,
    /// What others record on the way.
    pub on_the_way: Vec<PlanRefusal>,
}

/// What it comes to in one indicator and period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanFigure {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// Free at the firm; for a project, at the sources.
    pub held: Balance,
    /// How much of it may serve as a source (R34).
    pub eligible: Balance,
    /// What other cases reserve of the firm's.
    pub reserved_elsewhere: Vec<ReservedElsewhere>,
    /// The unit's verified base-year emission.
    pub base: Option<Balance>,
    /// The site's 1×.
    pub required: Balance,
    /// How often it must be covered; null where undetermined, or nothing is asked.
    pub factor: Option<Ratio>,
    /// What must be covered.
    pub cover: Option<Balance>,
    /// What falls to the origin's reserve.
    pub surplus: Balance,
    /// What the cover lacks: of a firm, to come from the reserve; of a project, missing.
    pub short: Balance,
    /// What would be retired (替代核销); null where no posting could be tried.
    pub retired: Option<Balance>,
    /// The lots that would cover it, the nearest first.
    pub sources: Vec<PlanSource>,
}

/// What another case reserves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReservedElsewhere {
    /// The case.
    pub case: CaseNo,
    /// How much.
    pub amount: Balance,
}

/// How near a source lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Near {
    /// In the site's own region.
    Site,
    /// In its prefecture.
    Prefecture,
    /// Elsewhere.
    Elsewhere,
}

/// A lot that would be drawn, or could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanSource {
    /// The lot.
    pub lot: LotNo,
    /// Where it is held.
    pub account: AccountId,
    /// How near.
    pub scope: Near,
    /// How much of it is free.
    pub free: Balance,
    /// How much of that may serve.
    pub eligible: Balance,
    /// How much would be reserved; zero where it is not needed, or nothing would be reserved.
    pub drawn: Balance,
}

/// A party that signs something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanParty {
    /// Its id.
    pub party: PartyId,
    /// Its names.
    pub names: Names,
}

/// A step, and who signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanStep {
    /// Its id.
    pub step: StepId,
    /// What people call it.
    pub names: Names,
    /// Who signs, by relation to the case.
    pub signatory: Signatory,
    /// Who that is; nobody where it is not known yet.
    pub parties: Vec<PartyId>,
    /// In which seats.
    pub seats: Vec<Seat>,
    /// The documents it needs.
    pub documents: Vec<DocumentKind>,
    /// What it does to quantity.
    pub effect: Effect,
    /// Those of the parties that have no key for it.
    pub without_key: Vec<PartyId>,
    /// Who would record their letters (凭文代录); nobody where only a key will do.
    pub recorders: Vec<PartyId>,
}

/// A cap that would be touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanCap {
    /// The region.
    pub region: RegionId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// Use before.
    pub used_before: Balance,
    /// Use after.
    pub used_after: Balance,
    /// The ceiling before.
    pub cap_before: Option<Change>,
    /// The ceiling after.
    pub cap_after: Option<Change>,
    /// What may still be added after; below zero where it is exceeded.
    pub room: Option<Change>,
}

/// What stands against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRefusal {
    /// At which step; null at the registration or the opening.
    pub step: Option<StepId>,
    /// Why.
    pub refusal: RefusalView,
}
