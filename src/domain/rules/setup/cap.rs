//! Setting caps (总量).

use super::field;
use crate::domain::entry::CapSet;
use crate::domain::period::Period;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Cap, CapKind};
use crate::domain::rules::posting::check_years;
use crate::domain::rules::{Context, amounts, documents, places};
use crate::domain::state::{Draft, Stop, keys};

/// Sets a cap. It is always recorded, also below what is used: then over rises by this entry, and
/// by no other kind. A standing cap serves every year that has none of its own; kind none takes
/// the period's own cap away. A plan's cap is the sum of its years' and is set year by year.
///
/// ```text
/// 652300 SO2 standing ceiling 1000.000     serves 2026, 2027 …
/// 652300 SO2 2027     ceiling  940.000     serves 2027 instead
/// 652300 SO2 2027     none                 2027 is served by the standing one again
/// ```
///
/// What moves of a year alone changes the standing ceiling for that year, and stays with it when the
/// standing one is set anew: of 1000 with 268 of 2028 moved away, 2028 has 732; of 500, 232.
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
    let key = keys::totals(&act.region, &act.indicator);
    let mut totals = draft.get(&key)?.unwrap_or_default();
    match act.period.year() {
        Some(year) => totals.year_mut(year).cap = cap,
        None => totals.set_standing(cap),
    }
    check_years(&totals)?;
    places::region(draft, &act.region)?;
    documents::check_document(draft, context, &act.document)?;
    let amount = act.amount.unwrap_or_default();
    let indicator = amounts::check_amount(draft, &act.indicator, None, amount)?.code;
    if let Period::Plan(..) = act.period {
        return Err(Refusal::new(Code::PeriodNotOfIndicator)
            .with("indicator", &indicator)
            .with("period", act.period)
            .with("right", "standing, YYYY")
            .into());
    }
    amounts::check_size(&indicator, "cap", amount)?;
    draft.put(&key, &totals)?;
    let listed = keys::indicator_listed(&act.region, &indicator);
    Ok(draft.put(&listed, &indicator)?)
}

#[cfg(test)]
mod tests;
