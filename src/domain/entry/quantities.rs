//! Acts about quantity outside cases: openings, issuances, permits, sources, projects, holds.

use serde::{Deserialize, Serialize};

use crate::domain::amount::{Amount, Balance};
use crate::domain::ids::{
    AccountId, FacilityId, HoldNo, IndicatorCode, IndustryCode, LotNo, PartyId, PermitNo,
    ReductionNo, RegionId,
};
use crate::domain::lot::{BaseDecision, HoldTarget, Measure, Nature};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::posting::Line;
use crate::domain::region::{Emission, Quantity};
use crate::domain::text::{Document, FileHash, Label};

/// Opening balances (期初) of accounts in one region, with two bodies' signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningRecord {
    /// The region whose authority vouches for the rows.
    pub region: RegionId,
    /// The day the ledger takes over.
    pub cut_over: Day,
    /// The rows; each becomes a lot.
    pub rows: Vec<OpeningRow>,
    /// The inventory they come from.
    pub document: Document,
}

/// A right from before the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningRow {
    /// The account.
    pub account: AccountId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// How much.
    pub amount: Amount,
    /// Since when the right exists.
    pub since: Day,
    /// Whether it was paid for.
    pub paid: bool,
    /// The source's verified base-year emission, where known (R34).
    pub base_emission: Option<Balance>,
    /// SHA-256 of its evidence, where at hand.
    pub evidence: Option<FileHash>,
}

/// Issues quota into an account, under the caps above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaIssue {
    /// The account.
    pub account: AccountId,
    /// What is issued; each row becomes a lot.
    pub rows: Vec<IssueRow>,
    /// The decision.
    pub document: Document,
}

/// One issued quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueRow {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// How much.
    pub amount: Amount,
    /// Since when it holds.
    pub since: Day,
    /// Whether it was paid for.
    pub paid: bool,
}

/// Takes back (核减) issued quantity that is available; the caps stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaTakeBack {
    /// The account it is taken from.
    pub account: AccountId,
    /// The lot, which must come from an issuance.
    pub lot: LotNo,
    /// How much.
    pub amount: Amount,
    /// The decision.
    pub document: Document,
}

/// Records a permit from before the ledger or issues one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitRecord {
    /// Its number.
    pub permit: PermitNo,
    /// Who holds it.
    pub holder: PartyId,
    /// The region of the site.
    pub region: RegionId,
    /// Its limits.
    pub limits: Vec<Quantity>,
    /// First day.
    pub from: Day,
    /// Last day; five years at most (R17).
    pub until: Day,
    /// The permit or its decision.
    pub document: Document,
}

/// Lowers limits of a permit; indicators not named stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitLower {
    /// The permit.
    pub permit: PermitNo,
    /// The new limits, each at most the old.
    pub limits: Vec<Quantity>,
    /// The decision.
    pub document: Document,
}

/// Cancels a permit (注销).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitCancel {
    /// The permit.
    pub permit: PermitNo,
    /// The decision.
    pub document: Document,
}

/// Records a unit's verified base-year emissions (R34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmissionVerify {
    /// The unit's account.
    pub account: AccountId,
    /// The base year.
    pub year: u16,
    /// The emissions, each indicator once.
    pub emissions: Vec<Emission>,
    /// The verification report.
    pub document: Document,
}

/// Records the decision what base passes with a move (基数划转).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseDecide {
    /// What was decided.
    pub decision: BaseDecision,
    /// The decision.
    pub document: Document,
}

/// Records a completed reduction; nothing may be drawn on it until it is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReductionRecord {
    /// The unit's account.
    pub account: AccountId,
    /// The unit's permit.
    pub permit: PermitNo,
    /// The facility or outlet.
    pub facility: FacilityId,
    /// What people call it; near names under another code are what inspectors look for.
    pub name: Label,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The measure.
    pub measure: Measure,
    /// Verified base-year emission before.
    pub before: Balance,
    /// Emission after.
    pub after: Balance,
    /// When it was completed.
    pub completed_on: Day,
    /// The report.
    pub document: Document,
}

/// Verifies a reduction: moves its amount out of the unit's own holding into a new lot and lowers
/// the unit's permit by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReductionVerify {
    /// The reduction.
    pub reduction: ReductionNo,
    /// The verified amount; at most before minus after.
    pub amount: Amount,
    /// What is taken out of the unit's lots, to the sink of what is reduced; written by the
    /// service, recomputed by the rules.
    pub lines: Vec<Line>,
    /// The verification report.
    pub document: Document,
}

/// Registers a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectRegister {
    /// Its national project code, where given.
    pub code: Option<Label>,
    /// Its name.
    pub name: Label,
    /// Who builds it.
    pub builder: PartyId,
    /// Where.
    pub region: RegionId,
    /// Its industry.
    pub industry: IndustryCode,
    /// New, moved, expanded …
    pub nature: Nature,
    /// The application.
    pub document: Document,
}

/// Places a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldPlace {
    /// What it stops.
    pub target: HoldTarget,
    /// Who places it.
    pub by: PartyId,
    /// Last day, where it has one.
    pub until: Option<Day>,
    /// The decision.
    pub document: Document,
}

/// Lifts a hold; only who placed it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldLift {
    /// The hold.
    pub hold: HoldNo,
    /// The decision.
    pub document: Document,
}
