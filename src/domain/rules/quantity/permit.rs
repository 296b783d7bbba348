//! Discharge permits (排污许可证): recorded or issued, lowered, cancelled, and ended by their last
//! day.
//!
//! A permit's limits hold five years at most (R17): one from 2027-03-01 ends on 2032-02-29 at the
//! latest, the day before the fifth anniversary. Its last day ends at 00:00 +08:00 of the next.

use super::{check_quantities, check_rows, dates_reversed, party};
use crate::domain::amount::Change;
use crate::domain::entry::{PermitCancel, PermitLower, PermitRecord};
use crate::domain::ids::{IndicatorCode, PartyId, PermitNo};
use crate::domain::lot::{Permit, PermitState};
use crate::domain::moment::Day;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::{Context, places, unknown};
use crate::domain::state::{Damage, Draft, Due, DueAction, PermitOfHolder, Stop, due_key, keys};

/// How long a permit's limits may hold (R17).
pub const PERMIT_YEARS_MAX: u16 = 5;

/// Records a permit from before the ledger, or issues one.
///
/// Refuses no limits, too many, or one twice; a number that is taken; an unknown holder or region;
/// dates that run backwards or are over; limits their indicator does not allow; more than five
/// years.
pub fn record(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &PermitRecord,
) -> Result<(), Stop> {
    check_rows("limits", &act.limits, |limit| limit.indicator.clone())?;
    party(draft, &act.holder)?;
    places::region(draft, &act.region)?;
    if draft.get(&keys::permit(&act.permit))?.is_some() {
        let refusal = Refusal::new(Code::AlreadyThere);
        return Err(refusal
            .with("what", "permit")
            .with("id", &act.permit)
            .into());
    }
    check_document(draft, context, &act.document)?;
    if act.until < act.from || act.until < context.today() {
        let what = format!("permit {}", act.permit);
        return Err(dates_reversed(&what, act.from, act.until).into());
    }
    check_quantities(draft, &act.limits)?;
    let max = last_day_allowed(act.from);
    if act.until > max {
        return Err(Refusal::new(Code::PermitTooLong)
            .with("from", act.from)
            .with("until", act.until)
            .with("max", max)
            .into());
    }
    let permit = Permit {
        permit: act.permit.clone(),
        holder: act.holder.clone(),
        region: act.region.clone(),
        limits: act.limits.clone(),
        from: act.from,
        until: act.until,
        state: PermitState::InForce,
    };
    let listed = PermitOfHolder {
        permit: act.permit.clone(),
        region: act.region.clone(),
    };
    draft.put(&keys::permit(&act.permit), &permit)?;
    draft.put(&keys::permit_listed(&act.holder, &act.permit), &listed)?;
    let due = ends(&permit);
    Ok(draft.put(&due_key(&due), &due)?)
}

/// The last day a permit from `from` may have: the day before the fifth anniversary, and for one
/// from 29 February the last of that month.
fn last_day_allowed(from: Day) -> Day {
    let year = from.year().saturating_add(PERMIT_YEARS_MAX);
    let anniversary = Day::new(year, from.month(), from.day_of_month());
    // 29 February has no fifth anniversary: the term then ends with the month. Beyond the year 9999
    // the calendar ends before the term does.
    let after = anniversary.or_else(|| Day::new(year, from.month() + 1, 1));
    after.map_or_else(|| Day::new(9999, 12, 31).unwrap_or(from), Day::before)
}

fn ends(permit: &Permit) -> Due {
    Due {
        at: permit.until.end(),
        action: DueAction::PermitEnds(permit.permit.clone()),
    }
}

/// The permit, or `UNKNOWN_ID`.
pub fn permit(draft: &Draft<'_>, no: &PermitNo) -> Result<Permit, Stop> {
    draft
        .get(&keys::permit(no))?
        .ok_or_else(|| unknown("permit", no).into())
}

/// Whether a permit lets its holder discharge on `day`: it has begun, and neither ended nor been
/// cancelled.
pub fn is_in_force(permit: &Permit, day: Day) -> bool {
    !is_over(permit) && permit.from <= day
}

fn is_over(permit: &Permit) -> bool {
    match permit.state {
        PermitState::InForce => false,
        PermitState::Expired | PermitState::Cancelled => true,
    }
}

/// `PERMIT_NOT_IN_FORCE`, with what the permit is instead.
pub fn not_in_force(permit: &Permit) -> Refusal {
    let state = match permit.state {
        PermitState::InForce => format!("from {}", permit.from),
        PermitState::Expired => "expired".to_owned(),
        PermitState::Cancelled => "cancelled".to_owned(),
    };
    let refusal = Refusal::new(Code::PermitNotInForce);
    refusal.with("permit", &permit.permit).with("state", state)
}

/// Every permit a party holds or held, by number.
pub fn permits_of(draft: &Draft<'_>, holder: &PartyId) -> Result<Vec<Permit>, Damage> {
    let listed = draft.list(&keys::permits_of(holder))?;
    listed
        .iter()
        .map(|row| draft.must(&keys::permit(&row.permit)))
        .collect()
}

/// Lowers limits of a permit; indicators not named stay as they are.
///
/// Refuses no limits, too many, or one twice; a permit that is unknown or over; limits their
/// indicator does not allow; a limit above the present one.
pub fn lower(draft: &mut Draft<'_>, context: &Context<'_>, act: &PermitLower) -> Result<(), Stop> {
    check_rows("limits", &act.limits, |limit| limit.indicator.clone())?;
    let mut permit = permit(draft, &act.permit)?;
    check_document(draft, context, &act.document)?;
    check_quantities(draft, &act.limits)?;
    if is_over(&permit) {
        return Err(not_in_force(&permit).into());
    }
    for Quantity { indicator, amount } in &act.limits {
        match permit
            .limits
            .iter_mut()
            .find(|limit| limit.indicator == *indicator)
        {
            Some(limit) if *amount <= limit.amount => limit.amount = *amount,
            found => {
                let old = found.map_or(Change::ZERO, |limit| limit.amount.into());
                return Err(not_lower(&permit.permit, indicator, old, (*amount).into()).into());
            }
        }
    }
    Ok(draft.put(&keys::permit(&act.permit), &permit)?)
}

fn not_lower(permit: &PermitNo, indicator: &IndicatorCode, old: Change, new: Change) -> Refusal {
    Refusal::new(Code::LimitNotLower)
        .with("permit", permit)
        .with("indicator", indicator)
        .with("old", old)
        .with("new", new)
}

/// Takes `by` off a permit's limit: what a verified reduction frees may not be discharged again.
/// Gives the permit as it is then; a limit that reaches nothing is gone.
///
/// Refuses `LIMIT_NOT_LOWER` where the limit is smaller than what is taken off.
pub fn lowered_by(mut permit: Permit, by: &Quantity) -> Result<Permit, Refusal> {
    let place = permit
        .limits
        .iter()
        .position(|limit| limit.indicator == by.indicator);
    let old = place.map_or(Change::ZERO, |place| permit.limits[place].amount.into());
    let new = old.plus(Change::from(by.amount).negated());
    let Some(place) = place.filter(|_| new >= Change::ZERO) else {
        return Err(not_lower(&permit.permit, &by.indicator, old, new));
    };
    match new.above_zero().amount() {
        Some(rest) => permit.limits[place].amount = rest,
        None => {
            permit.limits.remove(place);
        }
    }
    Ok(permit)
}

/// Cancels a permit (注销). Refuses one that is unknown or over.
pub fn cancel(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &PermitCancel,
) -> Result<(), Stop> {
    let mut permit = permit(draft, &act.permit)?;
    check_document(draft, context, &act.document)?;
    if is_over(&permit) {
        return Err(not_in_force(&permit).into());
    }
    draft.delete(&due_key(&ends(&permit)));
    permit.state = PermitState::Cancelled;
    Ok(draft.put(&keys::permit(&act.permit), &permit)?)
}

/// Lets a permit end: its last day is over.
pub fn expire(draft: &mut Draft<'_>, no: &PermitNo) -> Result<(), Damage> {
    let mut permit: Permit = draft.must(&keys::permit(no))?;
    permit.state = PermitState::Expired;
    draft.put(&keys::permit(no), &permit)
}
