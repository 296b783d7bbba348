//! Plan periods (规划期): what goes on when one begins, and what waits.
//!
//! Standing holdings go on, and a firm that moves takes its own along; what is reserved stays
//! reserved. What lies from before the period's first day is closed to new reservations as a
//! supply, unless the adoption lists the lot; a yearly budget counts to the period its year is in. Until
//! the base year is set no lot is made: no opening, no issuance, no verified reduction.
//!
//! A period 2031-2035 adopted without a base year stops new lots from 2031-01-01; adopted again
//! with base year 2030 and lot `650100-2027-L0003`, it lets lots be made and that lot be drawn.

use super::policy::{last_adopted, periods};
use super::{row_twice, twice};
use crate::domain::case::{Case, Content};
use crate::domain::ids::AccountId;
use crate::domain::lot::Lot;
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::policy::{Adopted, PlanPeriod, PolicyItem};
use crate::domain::posting::Line;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::unknown;
use crate::domain::state::{Damage, Draft, Stop, keys};

/// The scope under which a period is kept: its years.
pub fn scope(period: &PlanPeriod) -> String {
    format!("{}-{}", period.from, period.to)
}

/// The period that runs on a day, as last adopted; of two that overlap, the later.
pub fn running(draft: &Draft<'_>, day: Day) -> Result<Option<PlanPeriod>, Damage> {
    let mut found: Option<PlanPeriod> = None;
    for scope in periods(draft)? {
        let Some(Adopted {
            item, valid_from, ..
        }) = last_adopted(draft, "plan_period", &scope)?
        else {
            continue;
        };
        let PolicyItem::PlanPeriod(period) = item else {
            return Err(Damage::of(
                "plan_period",
                "another kind of policy lies there",
            ));
        };
        let runs = valid_from <= day && (period.from..=period.to).contains(&day.year());
        if runs && found.as_ref().is_none_or(|other| other.from <= period.from) {
            found = Some(period);
        }
    }
    Ok(found)
}

/// Refuses a new lot while the running period has no base year.
pub fn check_base_year_set(draft: &Draft<'_>, today: Day) -> Result<(), Stop> {
    match running(draft, today)? {
        Some(period) if period.base_year.is_none() => Err(Refusal::new(Code::BaseYearNotSet)
            .with("period", scope(&period))
            .into()),
        Some(_) | None => Ok(()),
    }
}

/// Refuses a reservation of a lot from before the running period that is not listed. What a firm that
/// moves holds itself goes on.
pub fn check_of_this_period(
    draft: &Draft<'_>,
    today: Day,
    case: &Case,
    lines: &[Line],
) -> Result<(), Stop> {
    let Some(period) = running(draft, today)? else {
        return Ok(());
    };
    let own: Option<&AccountId> = match &case.content {
        Content::Relocation(content) => Some(&content.origin),
        Content::Introduction(_) | Content::Demonstration(_) => None,
    };
    for line in lines {
        if line.from.account() == own {
            continue;
        }
        let lot: Lot = draft.must(&keys::lot(&line.lot))?;
        if is_of_before(&lot, &period) && !period.lots.contains(&lot.lot) {
            return Err(Refusal::new(Code::LotOfOldPeriod)
                .with("lot", &lot.lot)
                .with("since", lot.since)
                .with("period", scope(&period))
                .into());
        }
    }
    Ok(())
}

/// Whether a lot is from before a period.
pub fn is_of_before(lot: &Lot, period: &PlanPeriod) -> bool {
    match lot.period {
        Period::Year(year) => year < period.from,
        Period::Standing | Period::Plan(..) => lot.since.year() < period.from,
    }
}

/// A period's years run forwards, its base year lies before it, and what it lists is there.
pub fn check(draft: &Draft<'_>, period: &PlanPeriod) -> Result<(), Stop> {
    let unsound = |what: String| {
        Refusal::new(Code::PlanPeriodUnsound)
            .with("period", scope(period))
            .with("what", what)
    };
    if period.from > period.to {
        return Err(unsound(format!("{} > {}", period.from, period.to)).into());
    }
    if let Some(base) = period.base_year.filter(|base| *base >= period.from) {
        return Err(unsound(format!("base year {base}")).into());
    }
    if let Some(lot) = twice(&period.lots) {
        return Err(row_twice(lot).into());
    }
    super::check_count("lots", period.lots.len())?;
    for no in &period.lots {
        if draft.get(&keys::lot(no))?.is_none() {
            return Err(unknown("lot", no).into());
        }
    }
    Ok(())
}
