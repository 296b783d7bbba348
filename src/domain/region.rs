//! Regions (核算区域) and their three relations: cap parent, place, answers to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Balance, Change};
use super::ids::{IndicatorCode, RegionId};
use super::moment::Day;
use super::period::Period;
use super::text::{Label, Names};

/// How high a region stands; scope of sources is judged by the prefecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A province, the autonomous region, or XPCC as a whole.
    Province,
    /// A prefecture, city with districts, or XPCC division (地、州、市、师).
    Prefecture,
    /// A county, district or county-level city.
    County,
    /// A development zone (开发区).
    Zone,
    /// A park within a zone (园中园).
    Park,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Zone => "zone",
            Level::Park => "park",
        })
    }
}

/// One of the three relations a region has to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Whose totals it counts into; by default its place.
    CapParent,
    /// County or prefecture it lies in: attainment, scope of sources, holds.
    Place,
    /// Who supplies it and is assessed for it; by default its prefecture.
    AnswersTo,
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Relation::CapParent => "cap_parent",
            Relation::Place => "place",
            Relation::AnswersTo => "answers_to",
        })
    }
}

/// A dated relation, for one indicator or for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationEntry {
    /// Which relation.
    pub relation: Relation,
    /// To which region.
    pub target: RegionId,
    /// For this indicator only; `null` for all.
    pub indicator: Option<IndicatorCode>,
    /// From this day.
    pub from: Day,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its id.
    pub region: RegionId,
    /// Its names.
    pub names: Names,
    /// Its level.
    pub level: Level,
    /// Its GB/T 2260 code, or that of the county it lies in.
    pub division: Option<Label>,
    /// Its relations, in the order they were recorded; the last that fits counts.
    pub relations: Vec<RelationEntry>,
}

impl Region {
    /// The region this one stands in `relation` to on `day`, for `indicator` where one is asked
    /// for: the last recorded that has begun; an indicator's own before the general one.
    pub fn related(
        &self,
        relation: Relation,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Option<&RegionId> {
        let begun = |entry: &&RelationEntry| entry.relation == relation && entry.from <= day;
        let own = self.relations.iter().rev().filter(begun);
        let mut own = own.filter(|e| e.indicator.is_some() && e.indicator.as_ref() == indicator);
        let general = self
            .relations
            .iter()
            .rev()
            .filter(begun)
            .find(|e| e.indicator.is_none());
        own.next().or(general).map(|entry| &entry.target)
    }
}

/// What kind of cap (总量) binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapKind {
    /// A ceiling: use may not rise above it.
    Ceiling,
    /// A reduction target: recorded and reported, blocks nothing.
    Target,
    /// Taken away.
    None,
}

/// A cap on record. The amount carries a sign, for a move takes the same from cap and use even
/// where the cap was already below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// Its kind.
    pub kind: CapKind,
    /// Its amount in the indicator's unit.
    pub amount: Change,
}

/// Use and caps of one region and indicator, standing and by year.
///
/// use = available + reserved, in the region and below it. A standing quantity counts against
/// every year; a standing cap serves every year that has none of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// What is held standing.
    pub use_standing: Balance,
    /// The standing cap.
    pub cap_standing: Option<Cap>,
    /// Use and cap of single years, by year.
    pub years: Vec<YearTotals>,
}

/// The totals of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTotals {
    /// The year.
    pub year: u16,
    /// What is held for this year alone.
    pub used: Balance,
    /// This year's own cap, set for it.
    pub cap: Option<Cap>,
    /// What moves of this year's quantity changed the standing ceiling by, for this year alone.
    pub shift: Change,
}

impl Totals {
    /// Use against `period`: a year's own plus what stands.
    pub fn used(&self, period: Period) -> Balance {
        match period.year().and_then(|year| self.year(year)) {
            Some(year) => self.use_standing.plus(year.used),
            None => self.use_standing,
        }
    }

    /// The cap that binds `period`: a year's own, or the standing one with what moved of that year.
    pub fn cap(&self, period: Period) -> Option<Cap> {
        let Some(year) = period.year().and_then(|year| self.year(year)) else {
            return self.cap_standing;
        };
        let shifted = |cap: Cap| match cap.kind {
            CapKind::Ceiling => Cap {
                amount: cap.amount.plus(year.shift),
                ..cap
            },
            CapKind::Target | CapKind::None => cap,
        };
        year.cap.or(self.cap_standing.map(shifted))
    }

    /// Sets the standing cap, or takes it away. A ceiling keeps what moved of single years; where
    /// none stands any more, there is nothing it could have moved.
    pub fn set_standing(&mut self, cap: Option<Cap>) {
        self.cap_standing = cap;
        if cap.is_none_or(|cap| cap.kind != CapKind::Ceiling) {
            for year in &mut self.years {
                year.shift = Change::ZERO;
            }
        }
    }

    /// The ceiling's amount, where a ceiling binds `period`.
    pub fn ceiling(&self, period: Period) -> Option<Change> {
        self.cap(period)
            .filter(|cap| cap.kind == CapKind::Ceiling)
            .map(|cap| cap.amount)
    }

    /// over = max(0, use − cap) for `period`; zero without a ceiling.
    pub fn over(&self, period: Period) -> Balance {
        match self.ceiling(period) {
            None => Balance::ZERO,
            Some(cap) => Change::from(self.used(period))
                .plus(cap.negated())
                .above_zero(),
        }
    }

    /// Every period with figures of its own: standing first, then the years in order.
    pub fn periods(&self) -> impl Iterator<Item = Period> + '_ {
        std::iter::once(Period::Standing).chain(self.years.iter().map(|y| Period::Year(y.year)))
    }

    /// The figures of one year, where it has any of its own.
    pub fn year(&self, year: u16) -> Option<&YearTotals> {
        self.years.iter().find(|y| y.year == year)
    }

    /// The figures of one year, made where there are none.
    pub fn year_mut(&mut self, year: u16) -> &mut YearTotals {
        let place = self.years.partition_point(|y| y.year < year);
        if self.years.get(place).is_none_or(|y| y.year != year) {
            self.years.insert(
                place,
                YearTotals {
                    year,
                    used: Balance::ZERO,
                    cap: None,
                    shift: Change::ZERO,
                },
            );
        }
        &mut self.years[place]
    }
}

/// Sums of one indicator over the whole ledger. At every prefix of the log
/// issued + opening = held + retired + invalidated + taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Made by issuances under caps.
    pub issued: Balance,
    /// Made by opening balances.
    pub opening: Balance,
    /// In accounts, available and reserved.
    pub held: Balance,
    /// Used up as replacement (替代核销).
    pub retired: Balance,
    /// Declared void (作废).
    pub invalidated: Balance,
    /// Taken back by the issuing body (核减).
    pub taken_back: Balance,
}

/// What a unit emitted of one indicator; a unit that stood still emitted none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emission {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The amount, in the indicator's unit; may be zero.
    pub amount: Balance,
}

/// A demand or limit of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The amount, in the indicator's unit.
    pub amount: Amount,
}
