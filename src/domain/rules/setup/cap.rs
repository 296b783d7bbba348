//! Caps (总量), and the totals they are held against.

use super::field;
use crate::domain::entry::CapSet;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::period::Period;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Cap, CapKind, Totals};
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, documents, places};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Sets a cap. It is always recorded, also below what is used: then over rises by this entry, and
/// by no other kind. A standing cap serves every year that has none of its own; kind none takes
/// the period's own cap away.
pub fn set(draft: &mut Draft<'_>, context: &Context<'_>, act: &CapSet) -> Result<(), Stop> {
    let cap = match (act.kind, act.amount) {
        (CapKind::None, None) => None,
        (CapKind::Ceiling | CapKind::Target, Some(amount)) => Some(Cap {
            kind: act.kind,
            amount: amount.into(),
        }),
        (CapKind::None, Some(_)) | (CapKind::Ceiling | CapKind::Target, None) => {
            return Err(field("cap.set", "amount").into());
        }
    };
    places::region(draft, &act.region)?;
    documents::check_document(draft, context, &act.document)?;
    let indicator = policy::indicator(draft, &act.indicator)?;
    if let Period::Plan(..) = act.period {
        return Err(Refusal::new(Code::PeriodNotOfIndicator)
            .with("indicator", &act.indicator)
            .with("period", act.period)
            .with("right", "standing, YYYY")
            .into());
    }
    if let Some(amount) = act
        .amount
        .filter(|it| it.decimals() > u32::from(indicator.decimals))
    {
        return Err(Refusal::new(Code::TooManyDecimals)
            .with("indicator", &act.indicator)
            .with("amount", amount)
            .with("decimals", indicator.decimals)
            .into());
    }
    let mut totals = totals(draft, &act.region, &act.indicator)?;
    match act.period.year() {
        Some(year) => totals.year_mut(year).cap = cap,
        None => totals.cap_standing = cap,
    }
    Ok(put_totals(draft, &act.region, &act.indicator, &totals)?)
}

/// The totals of a region and indicator; zero and without caps where there are none yet.
fn totals(
    draft: &Draft<'_>,
    region: &RegionId,
    indicator: &IndicatorCode,
) -> Result<Totals, Damage> {
    Ok(draft
        .get(&keys::totals(region, indicator))?
        .unwrap_or_default())
}

fn put_totals(
    draft: &mut Draft<'_>,
    region: &RegionId,
    indicator: &IndicatorCode,
    totals: &Totals,
) -> Result<(), Damage> {
    draft.put(&keys::totals(region, indicator), totals)?;
    draft.put(&keys::indicator_listed(region, indicator), indicator)
}

/// Counts what `region` uses of `indicator` into the regions on `after` and no longer into those
/// only on `before`. Both paths begin with the region itself.
///
/// Use alone moves. The region's own cap goes with it, for it is on its own row; the caps above
/// were decided by other bodies for what lay below them then, and are theirs to amend. So a region
/// whose use would not fit is refused until the new ceilings are set.
pub(super) fn recount(
    draft: &mut Draft<'_>,
    region: &RegionId,
    indicator: &IndicatorCode,
    before: &[RegionId],
    after: &[RegionId],
) -> Result<(), Stop> {
    let own = totals(draft, region, indicator)?;
    for left in before.iter().filter(|above| !after.contains(above)) {
        let mut above = totals(draft, left, indicator)?;
        take_off(&mut above, &own)
            .ok_or_else(|| Damage::of(left.as_str(), "it uses less than a region below it"))?;
        put_totals(draft, left, indicator, &above)?;
    }
    for joined in after.iter().filter(|above| !before.contains(above)) {
        let old = totals(draft, joined, indicator)?;
        let mut above = old.clone();
        put_on(&mut above, &own);
        check_over((joined, indicator), &old, &above, &own)?;
        put_totals(draft, joined, indicator, &above)?;
    }
    Ok(())
}

fn take_off(above: &mut Totals, own: &Totals) -> Option<()> {
    above.use_standing = above.use_standing.minus(own.use_standing)?;
    for year in own.years.iter().filter(|year| !year.used.is_zero()) {
        let of_year = above.year_mut(year.year);
        of_year.used = of_year.used.minus(year.used)?;
    }
    Some(())
}

fn put_on(above: &mut Totals, own: &Totals) {
    above.use_standing = above.use_standing.plus(own.use_standing);
    for year in own.years.iter().filter(|year| !year.used.is_zero()) {
        let of_year = above.year_mut(year.year);
        of_year.used = of_year.used.plus(year.used);
    }
}

fn check_over(
    (region, indicator): (&RegionId, &IndicatorCode),
    old: &Totals,
    new: &Totals,
    added: &Totals,
) -> Result<(), Refusal> {
    for period in new.periods() {
        let Some(ceiling) = new.ceiling(period) else {
            continue;
        };
        if new.over(period) > old.over(period) {
            return Err(Refusal::new(Code::CapExceeded)
                .with("region", region)
                .with("indicator", indicator)
                .with("period", period)
                .with("cap", ceiling)
                .with("used", old.used(period))
                .with("added", added.used(period))
                .with("over", new.over(period)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
