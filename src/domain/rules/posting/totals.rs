//! Use and caps along the regions' paths.
//!
//! use(region) = available + reserved at and below it. A move shifts use and ceilings alike, so
//! over = max(0, use − cap) stays as it was; whatever would raise it is refused. What is standing
//! counts against every year that has not ended, and moves its own ceiling with it.

use std::collections::BTreeMap;

use crate::domain::amount::{Amount, Balance, Change};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::indicator::CapRule;
use crate::domain::lot::Lot;
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Cap, CapKind, Totals};
use crate::domain::rules::Context;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{YEARS_MAX, check_most};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// What one region's use and ceiling of one period change by.
#[derive(Debug, Clone, Copy, Default)]
struct Delta {
    used: Change,
    cap: Change,
}

/// The changes of one posting, gathered over its lines, so that over is compared before and after
/// the whole and not in between.
#[derive(Debug, Default)]
pub struct TotalsChange {
    by_region: BTreeMap<(RegionId, IndicatorCode), BTreeMap<Period, Delta>>,
}

impl TotalsChange {
    fn add(&mut self, region: &RegionId, indicator: &IndicatorCode, period: Period, delta: Delta) {
        let periods = self
            .by_region
            .entry((region.clone(), indicator.clone()))
            .or_default();
        let sum = periods.entry(period).or_default();
        sum.used = sum.used.plus(delta.used);
        sum.cap = sum.cap.plus(delta.cap);
    }

    /// Use rises along a path; no cap moves.
    pub fn used_up(
        &mut self,
        path: &[RegionId],
        indicator: &IndicatorCode,
        period: Period,
        amount: Change,
    ) {
        for region in path {
            self.add(
                region,
                indicator,
                period,
                Delta {
                    used: amount,
                    cap: Change::ZERO,
                },
            );
        }
    }

    /// Use and caps move from the giver's path to the taker's, up to where they meet.
    pub fn moved(&mut self, giver: &[RegionId], taker: &[RegionId], lot: &Lot, amount: Amount) {
        let up = Change::from(amount);
        for (path, other, by) in [(giver, taker, up.negated()), (taker, giver, up)] {
            for region in path.iter().filter(|region| !other.contains(region)) {
                self.add(
                    region,
                    &lot.indicator,
                    lot.period,
                    Delta { used: by, cap: by },
                );
            }
        }
    }

    /// Use falls along the giver's path, and the caps with it where `with_cap`.
    pub fn sunk(&mut self, path: &[RegionId], lot: &Lot, amount: Amount, with_cap: bool) {
        let down = Change::from(amount).negated();
        let cap = if with_cap { down } else { Change::ZERO };
        for region in path {
            self.add(
                region,
                &lot.indicator,
                lot.period,
                Delta { used: down, cap },
            );
        }
    }

    /// The opposite of [`sunk`](Self::sunk): what comes back out of a sink.
    pub fn raised(&mut self, path: &[RegionId], lot: &Lot, amount: Amount, with_cap: bool) {
        let up = Change::from(amount);
        let cap = if with_cap { up } else { Change::ZERO };
        for region in path {
            self.add(region, &lot.indicator, lot.period, Delta { used: up, cap });
        }
    }

    /// Lays the changes on the draft, or refuses `CAP_EXCEEDED` where over would rise.
    pub fn apply(self, draft: &mut Draft<'_>, today: Day) -> Result<(), Stop> {
        for ((region, indicator), periods) in self.by_region {
            let key = keys::totals(&region, &indicator);
            let mut before: Totals = draft.get(&key)?.unwrap_or_default();
            before.end_years(today.year());
            let mut after = before.clone();
            for (period, delta) in &periods {
                change_used(&mut after, *period, delta.used)
                    .ok_or_else(|| Damage::at(key.row(), "use would fall below zero"))?;
                change_caps(&mut after, *period, delta.cap);
            }
            check_years(&after)?;
            check_over(&region, &indicator, &before, &after)?;
            draft.put(&key, &after)?;
            draft.put(&keys::indicator_listed(&region, &indicator), &indicator)?;
        }
        Ok(())
    }
}

/// `None` where use would fall below zero.
fn change_used(totals: &mut Totals, period: Period, by: Change) -> Option<()> {
    let used = match period {
        Period::Standing | Period::Plan(..) => &mut totals.use_standing,
        Period::Year(year) => &mut totals.year_mut(year).used,
    };
    *used = Balance::new(used.decimal() + by.decimal())?;
    Some(())
}

fn ceiling(cap: &mut Option<Cap>) -> Option<&mut Cap> {
    cap.as_mut().filter(|cap| cap.kind == CapKind::Ceiling)
}

/// Moves ceilings. A standing amount moves the standing one and every year's own, but for years that
/// have ended; a year's amount moves that year's own, and what the standing one comes to in that year.
fn change_caps(totals: &mut Totals, period: Period, by: Change) {
    if by == Change::ZERO {
        return;
    }
    match period {
        Period::Standing | Period::Plan(..) => {
            let standing = ceiling(&mut totals.cap_standing).into_iter();
            let years = totals.years.iter_mut().filter(|y| y.ended_with.is_none());
            for cap in standing.chain(years.filter_map(|year| ceiling(&mut year.cap))) {
                cap.amount = cap.amount.plus(by);
            }
        }
        Period::Year(year) => {
            let serves = ceiling(&mut totals.cap_standing).is_some();
            let year = totals.year_mut(year);
            if serves {
                year.shift = year.shift.plus(by);
            }
            if let Some(cap) = ceiling(&mut year.cap) {
                cap.amount = cap.amount.plus(by);
            }
        }
    }
}

/// The years of one region and indicator fit their row.
pub fn check_years(totals: &Totals) -> Result<(), Refusal> {
    check_most("years", totals.years.len(), YEARS_MAX)
}

/// Refuses where over rises in any period. What is held for a past year alone is still judged by that
/// year's ceiling; what stands is not, for the year ended with what stood then.
fn check_over(
    region: &RegionId,
    indicator: &IndicatorCode,
    before: &Totals,
    after: &Totals,
) -> Result<(), Refusal> {
    for period in after.periods() {
        let over = after.over(period);
        if over <= before.over(period) {
            continue;
        }
        let cap = before.ceiling(period).unwrap_or_default();
        let used = before.used(period);
        let room = cap.plus(Change::from(used).negated()).above_zero();
        let added = after.used(period).minus_or_zero(used);
        return Err(Refusal::new(Code::CapExceeded)
            .with("region", region)
            .with("indicator", indicator)
            .with("period", period)
            .with("cap", cap)
            .with("used", used)
            .with("added", added)
            .with("room", room)
            .with("over", over));
    }
    Ok(())
}

/// An issuance needs a ceiling for its period somewhere on the path, unless its indicator has none.
pub fn require_ceiling(
    draft: &Draft<'_>,
    context: &Context<'_>,
    lot: &Lot,
    path: &[RegionId],
) -> Result<(), Stop> {
    let indicator = policy::indicator_for(draft, &lot.indicator, context.judged_by())?;
    if indicator.cap == CapRule::None {
        return Ok(());
    }
    for region in path {
        let totals = draft
            .get(&keys::totals(region, &lot.indicator))?
            .unwrap_or_default();
        if totals.ceiling(lot.period).is_some() {
            return Ok(());
        }
    }
    Err(Refusal::new(Code::NoCeiling)
        .with("region", lot.account.region())
        .with("indicator", &lot.indicator)
        .with("period", lot.period)
        .into())
}

/// Moves everything a region uses from its old path to a new one, when its cap parent changes. Its
/// ceilings stay its own; above it, use moves and over may not rise.
pub fn shift_region(
    draft: &mut Draft<'_>,
    today: Day,
    region: &RegionId,
    old_above: &[RegionId],
    new_above: &[RegionId],
    indicator: &IndicatorCode,
) -> Result<(), Stop> {
    let totals = draft
        .get(&keys::totals(region, indicator))?
        .unwrap_or_default();
    let mut change = TotalsChange::default();
    let standing = (Period::Standing, Change::from(totals.use_standing));
    let years = totals
        .years
        .iter()
        .map(|y| (Period::Year(y.year), Change::from(y.used)));
    for (period, used) in std::iter::once(standing).chain(years) {
        for (path, other, by) in [
            (old_above, new_above, used.negated()),
            (new_above, old_above, used),
        ] {
            for above in path.iter().filter(|above| !other.contains(above)) {
                change.add(
                    above,
                    indicator,
                    period,
                    Delta {
                        used: by,
                        cap: Change::ZERO,
                    },
                );
            }
        }
    }
    change.apply(draft, today)
}
