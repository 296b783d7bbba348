//! Policy: what the law and local decisions may change, adopted by entries with dates and a basis.

use serde::{Deserialize, Serialize};

use super::amount::Ratio;
use super::ids::{IndicatorCode, IndustryCode, LotNo, RegionId};
use super::indicator::Indicator;
use super::moment::Day;
use super::procedure::{CaseKind, Procedure};
use super::text::{Document, Label, Names};

/// One item of an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyItem {
    /// An indicator.
    Indicator(Indicator),
    /// A procedure.
    Procedure(Procedure),
    /// A replacement factor from a recorded attainment (R03, R04), or the recorded decision what a
    /// moved firm is charged.
    Factor(Factor),
    /// The carbon replacement ratio of two-high projects (R13).
    CarbonRatio(CarbonRatio),
    /// The two-high list (R12).
    TwoHighList(IndustryList),
    /// A park's industry list.
    ParkIndustries(ParkIndustries),
    /// Holidays and make-up working days of a year.
    Calendar(Calendar),
    /// Limits of form.
    Limits(Limits),
    /// Title and letterhead of a printed form.
    FormHead(FormHead),
    /// A plan period (规划期).
    PlanPeriod(PlanPeriod),
}

/// A factor per flow × indicator × region, valid as the adoption says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// For which kind of case.
    pub flow: CaseKind,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The region whose sites it is for, and those below it by place.
    pub region: RegionId,
    /// How often each tonne of demand must be covered.
    pub factor: Ratio,
    /// The attainment record, or the decision; a factor without one is none.
    pub attainment: Document,
}

/// The carbon ratio in a region and below it by place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarbonRatio {
    /// The region.
    pub region: RegionId,
    /// The ratio, at least 1.
    pub ratio: Ratio,
}

/// A list of industries with its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndustryList {
    /// The list's version, such as 新疆2021.
    pub version: Label,
    /// The industries; a two-digit division is written out in its classes.
    pub industries: Vec<IndustryCode>,
}

/// The industries a park is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkIndustries {
    /// The park.
    pub region: RegionId,
    /// The industries.
    pub industries: Vec<IndustryCode>,
    /// Whether a project outside the list is refused, not only flagged.
    pub blocking: bool,
}

/// A form that is printed (section E of the field's practice: 审核表, 来源说明, 通知书, 对照表, 台账, …).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// Total-indicator review form (总量指标审核表).
    Review,
    /// Source statement (总量来源说明).
    Sources,
    /// Transfer notice (指标划转通知书).
    Notice,
    /// Permits compared, old and new.
    Permits,
    /// Book (台账).
    Book,
    /// Statement of an account over a period.
    Statement,
    /// Quarterly report.
    Quarter,
    /// Report of the coordination mechanism over the parks.
    Parks,
}

impl FormKind {
    /// As it stands in payloads and keys.
    pub fn name(self) -> &'static str {
        match self {
            FormKind::Review => "review",
            FormKind::Sources => "sources",
            FormKind::Notice => "notice",
            FormKind::Permits => "permits",
            FormKind::Book => "book",
            FormKind::Statement => "statement",
            FormKind::Quarter => "quarter",
            FormKind::Parks => "parks",
        }
    }
}

/// What a form is called, and what stands above it, where a place has words of its own; the same form is
/// a 审核表 here and a 确认书 there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormHead {
    /// Which form.
    pub form: FormKind,
    /// Its title; the program's where not said.
    pub title: Option<Names>,
    /// What stands above it; the bureau's name where not said.
    pub letterhead: Option<Names>,
}

/// A year's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The year.
    pub year: u16,
    /// Working days of the week that are free.
    pub holidays: Vec<Day>,
    /// Weekend days that are worked (调休).
    pub workdays: Vec<Day>,
}

/// A plan period (规划期), such as 2031-2035. While it runs, lots from before its first day are closed to new
/// reservations but for those listed, and no lot is made until its base year is set. Adopted again
/// under the same years, it takes the place of what was adopted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanPeriod {
    /// Its first year.
    pub from: u16,
    /// Its last year.
    pub to: u16,
    /// The year whose verified emissions bound its sources, once set.
    pub base_year: Option<u16>,
    /// Lots from before it that may still be reserved.
    pub lots: Vec<LotNo>,
}

/// Limits of form that a place may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// How many working days a document may be older than the act that carries it.
    pub document_age_working_days: u16,
    /// How many refusals of one key go on record in a day.
    pub refusals_per_key_and_day: u16,
    /// For how many working days after its admission a posting may be reversed, and be corrected
    /// without the body above.
    pub reversal_working_days: u16,
    /// How many working days a region has to make a shortfall good.
    pub shortfall_working_days: u16,
}

impl Default for Limits {
    /// What holds until a policy says otherwise.
    fn default() -> Self {
        Self {
            document_age_working_days: 60,
            refusals_per_key_and_day: 100,
            reversal_working_days: 10,
            shortfall_working_days: 60,
        }
    }
}

/// An item as adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// The item.
    pub item: PolicyItem,
    /// Its number among the adoptions of the same thing, from 1.
    pub version: u32,
    /// First day.
    pub valid_from: Day,
    /// The first day it no longer holds.
    pub valid_to: Option<Day>,
    /// Its legal basis.
    pub legal_basis: Label,
    /// Index of the adopting entry.
    pub index: u64,
}

impl Adopted {
    /// Whether it holds on `day`: `valid_from ≤ day < valid_to`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}
