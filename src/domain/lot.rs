//! Lots (指标批次), accounts, permits, reductions, projects and holds.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Balance};
use super::entry::ChangeKind;
use super::ids::{
    AccountId, CaseNo, FacilityId, HoldNo, IndicatorCode, IndustryCode, LotNo, PartyId, PermitNo,
    ProjectNo, ReductionNo, RegionId,
};
use super::moment::{Day, Moment};
use super::period::Period;
use super::region::Quantity;
use super::text::{Document, Label};

/// Where a lot came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// An opening balance (期初).
    Opening,
    /// An issuance under a cap.
    Issuance,
    /// A verified reduction, made out of these lots of the unit's own holding.
    Reduction {
        /// The reduction.
        reduction: ReductionNo,
        /// The lots it was made out of.
        parents: Vec<LotNo>,
    },
}

/// A lot: a source record that never changes. Moves change holdings, never lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its number.
    pub lot: LotNo,
    /// The account it was first recorded in.
    pub account: AccountId,
    /// Its indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// How much it was when recorded.
    pub amount: Amount,
    /// Since when the right exists; older lots are drawn first.
    pub since: Day,
    /// Whether it was paid for (有偿).
    pub paid: bool,
    /// The source's verified base-year emission, where it was recorded with the lot.
    pub base_emission: Option<Balance>,
    /// Where it came from.
    pub origin: Origin,
    /// Index of the entry that recorded it.
    pub index: u64,
}

/// An account as opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub account: AccountId,
    /// Index of the entry that opened it.
    pub index: u64,
}

/// What a holding is kept for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// Free to be drawn.
    Available,
    /// Reserved for a case (预留).
    Reserved(CaseNo),
}

/// So much of a lot, in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The account.
    pub account: AccountId,
    /// The lot.
    pub lot: LotNo,
    /// Its indicator, copied from the lot.
    pub indicator: IndicatorCode,
    /// Its period, copied from the lot.
    pub period: Period,
    /// Available or reserved.
    pub slot: Slot,
    /// Marked 不可用于替代 under R34: held, but no replacement source.
    pub barred: bool,
    /// How much.
    pub amount: Amount,
}

/// What a permit is: in force until it ends or is cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
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
    /// Last day.
    pub until: Day,
    /// Where it stands.
    pub state: PermitState,
}

/// Where a permit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermitState {
    /// In force.
    InForce,
    /// Its last day is over.
    Expired,
    /// Cancelled (注销).
    Cancelled,
}

/// How a reduction was achieved (R05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Closure of a unit or line (关停).
    Closure,
    /// Change of feed or fuel (原料、燃料替代).
    Feed,
    /// Change of process (工艺改造).
    Process,
    /// End treatment at a permitted unit (末端治理).
    Treatment,
}

/// Where a reduction stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReductionState {
    /// Recorded, not verified: nothing may be drawn on it.
    Completed,
    /// Verified (achieved): its lot may be drawn.
    Verified(LotNo),
}

/// A reduction (减排量): before minus after at one facility, by one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// Its number.
    pub reduction: ReductionNo,
    /// The unit's account, whose own holding it is made out of.
    pub account: AccountId,
    /// The unit's permit.
    pub permit: PermitNo,
    /// Facility or outlet.
    pub facility: FacilityId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The measure.
    pub measure: Measure,
    /// Verified base-year emission before.
    pub before: Balance,
    /// Emission after.
    pub after: Balance,
    /// When the measure was completed.
    pub completed_on: Day,
    /// Where it stands.
    pub state: ReductionState,
}

/// A unit's verified emission in a base year (R34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseEmission {
    /// The account of the unit.
    pub account: AccountId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The base year.
    pub year: u16,
    /// The emission, in the indicator's unit.
    pub emission: Balance,
    /// Index of the entry.
    pub index: u64,
}

/// Whether a base passes with a move, and how much (基数划转).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseDecision {
    /// The case it was decided for.
    pub case: CaseNo,
    /// The base year.
    pub year: u16,
    /// The emission that passes, tCO2.
    pub co2: Balance,
    /// The gross product that passes, 亿元.
    pub gdp: Balance,
}

/// What a project is to its site (建设性质).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// New (新建).
    New,
    /// Moved (迁建).
    Moved,
    /// Rebuilt (改建).
    Rebuilt,
    /// Expanded (扩建).
    Expanded,
    /// Technical renewal (技改).
    Renewed,
}

/// A project on the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its short number.
    pub project: ProjectNo,
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
    /// The two-high list's version that names its industry, where one does (R12).
    pub two_high: Option<Label>,
    /// Whether its industry is outside the park's list.
    pub outside_list: bool,
    /// The demonstration it passed, if any.
    pub demonstration: Option<PassedDemonstration>,
    /// The case that covered it, if any.
    pub covered_by: Option<CaseNo>,
}

/// A passed two-high demonstration (论证).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedDemonstration {
    /// The case.
    pub case: CaseNo,
    /// Who led it.
    pub led_by: PartyId,
    /// Last day it counts.
    pub until: Day,
}

/// What became of a party: from this entry on it does nothing new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// What became of it.
    pub change: ChangeKind,
    /// Who took over; nobody of a bankrupt party.
    pub successors: Vec<PartyId>,
    /// Index of the entry.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// On which document.
    pub document: Document,
}

/// What a hold stops.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldTarget {
    /// New reservations of an indicator in a region and below it (区域限批); all where none is named.
    Region {
        /// The region.
        region: RegionId,
        /// The indicator; `null` for all.
        indicator: Option<IndicatorCode>,
    },
    /// Every reservation out of and posting from an account.
    Account(AccountId),
    /// Every reservation of a lot.
    Lot(LotNo),
    /// Every act on a case but lifting.
    Case(CaseNo),
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its number.
    pub hold: HoldNo,
    /// What it stops.
    pub target: HoldTarget,
    /// Who placed it; only this party lifts it.
    pub by: PartyId,
    /// On which document.
    pub document: Document,
    /// Last day, where it has one.
    pub until: Option<Day>,
    /// Whether it still stops anything.
    pub active: bool,
}
