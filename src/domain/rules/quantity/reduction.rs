//! Reductions (减排量): what a unit stopped emitting, and may be spent as a source once verified.
//!
//! A reduction creates nothing. Verifying one moves part of the unit's own holding under a new lot
//! that names its parents, and lowers the unit's permit by the same amount. For a boiler that
//! emitted 268.4 t before and 0 t after, with 300 t held in lot `XPCC-06-2027-L0001`: that lot's
//! holding falls to 31.6 t, lot `XPCC-06-2027-L0002` of 268.4 t appears beside it, the permit's
//! limit falls by 268.4 t, and no total changes.
//!
//! What makes a source the same is permit × facility × indicator × measure, not what it is called.

use super::permit::{is_in_force, lowered_by, not_in_force, permit};
use super::{account, give_number, hold, not_yet};
use crate::domain::amount::{Amount, Balance};
use crate::domain::correction::PostedKind;
use crate::domain::entry::{ReductionRecord, ReductionVerify};
use crate::domain::ids::{AccountId, LotNo, ReductionNo};
use crate::domain::indicator::Indicator;
use crate::domain::lot::{BaseEmission, Lot, Origin, Permit, Reduction, ReductionState, Slot};
use crate::domain::period::Period;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::amounts::check_amount;
use crate::domain::rules::cases::lines;
use crate::domain::rules::corrections::note_posted;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::posting::{self, held_in};
use crate::domain::rules::setup::plan_period::check_base_year_set;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Assigned, Context, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Records a completed reduction; nothing may be drawn on it until it is verified.
///
/// Refuses an unknown account or permit; a completion after today; emissions their indicator does
/// not allow, or of a yearly indicator; a permit that is not in force, or not the account's; a
/// source that is claimed already, by whatever name; an emission that did not fall.
pub fn record(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &ReductionRecord,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    account(draft, &act.account)?;
    let permit = permit(draft, &act.permit)?;
    check_document(draft, context, &act.document)?;
    if act.completed_on > context.today() {
        return Err(not_yet(context, "completion", act.completed_on).into());
    }
    for emission in [act.before, act.after] {
        check_amount(draft, &act.indicator, Some(Period::Standing), emission)?;
    }
    check_permit(context, &permit, &act.account)?;
    let region = act.account.region();
    let number = give_number(draft, context, ("reduction", "R"), region, assigned)?;
    let reduction = Reduction {
        reduction: number,
        account: act.account.clone(),
        permit: act.permit.clone(),
        facility: act.facility.clone(),
        indicator: act.indicator.clone(),
        measure: act.measure,
        before: act.before,
        after: act.after,
        completed_on: act.completed_on,
        state: ReductionState::Completed,
    };
    if let Some(first) = draft.get(&keys::claim(&reduction))? {
        return Err(already_claimed(&reduction, &first).into());
    }
    if act.before <= act.after {
        return Err(Refusal::new(Code::NothingReduced)
            .with("facility", &act.facility)
            .with("indicator", &act.indicator)
            .with("before", act.before)
            .with("after", act.after)
            .into());
    }
    let number = &reduction.reduction;
    draft.put(&keys::claim(&reduction), number)?;
    draft.put(&keys::reduction_listed(&reduction.account, number), number)?;
    Ok(draft.put(&keys::reduction(number), &reduction)?)
}

fn already_claimed(reduction: &Reduction, first: &ReductionNo) -> Refusal {
    Refusal::new(Code::SourceAlreadyClaimed)
        .with("permit", &reduction.permit)
        .with("facility", &reduction.facility)
        .with("indicator", &reduction.indicator)
        .with("reduction", first)
}

/// The permit must be in force today, and be the account holder's at the account's region.
fn check_permit(
    context: &Context<'_>,
    permit: &Permit,
    account: &AccountId,
) -> Result<(), Refusal> {
    if !is_in_force(permit, context.today()) {
        return Err(not_in_force(permit));
    }
    if account.party() == Some(&permit.holder) && *account.region() == permit.region {
        return Ok(());
    }
    let firm = account.party().map_or("RESERVE", |party| party.as_str());
    let what = format!("{} ({}, {})", permit.permit, permit.holder, permit.region);
    Err(Refusal::new(Code::PermitMissing)
        .with("firm", firm)
        .with("region", account.region())
        .with("what", what))
}

/// The reduction, or `UNKNOWN_ID`.
fn reduction(draft: &Draft<'_>, no: &ReductionNo) -> Result<Reduction, Stop> {
    draft
        .get(&keys::reduction(no))?
        .ok_or_else(|| unknown("reduction", no).into())
}

/// Verifies a reduction: its amount leaves the unit's own lots for a new one, and its permit.
///
/// Refuses an unknown reduction, or one that is verified already; too many decimals; a permit that
/// is not in force or has a smaller limit; holds on the account or a lot drawn; more than the unit
/// holds, or than the base year allows; lines other than the rules' own.
pub fn verify(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &ReductionVerify,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let mut reduction = reduction(draft, &act.reduction)?;
    check_document(draft, context, &act.document)?;
    check_amount(draft, &reduction.indicator, None, act.amount.into())?;
    let indicator = policy::indicator_for(draft, &reduction.indicator, context.judged_by())?;
    let permit = permit(draft, &reduction.permit)?;
    check_permit(context, &permit, &reduction.account)?;
    let freed = Quantity {
        indicator: reduction.indicator.clone(),
        amount: act.amount,
    };
    let permit = lowered_by(permit, &freed)?;
    hold::check_account(draft, &reduction.account)?;
    if let ReductionState::Verified(_) = reduction.state {
        return Err(already_claimed(&reduction, &reduction.reduction).into());
    }
    check_base_year_set(draft, context.today())?;
    let lines = lines_of(draft, &reduction, act.amount)?;
    let eligible = eligible(draft, &indicator, &reduction)?;
    if Balance::from(act.amount) > eligible {
        return Err(exceeds_base(&reduction, eligible, act.amount).into());
    }
    for line in &lines {
        hold::check_lot(draft, &line.lot)?;
    }
    if act.lines != lines {
        let what = format!("{} {}", reduction.reduction, reduction.account);
        return Err(Refusal::new(Code::FiguresMovedOn).with("what", what).into());
    }
    let lot = new_lot(
        draft,
        context,
        &reduction,
        (act.amount, eligible),
        &lines,
        assigned,
    )?;
    posting::convert(draft, context, &reduction.account, &lines, &lot)?;
    draft.put(&keys::permit(&permit.permit), &permit)?;
    let moved = std::iter::once(lot.lot.clone()).chain(lines.into_iter().map(|line| line.lot));
    let kind = PostedKind::Reduction(act.reduction.clone());
    note_posted(
        draft,
        context,
        kind,
        moved,
        std::slice::from_ref(&act.document),
    )?;
    reduction.state = ReductionState::Verified(lot.lot);
    Ok(draft.put(&keys::reduction(&act.reduction), &reduction)?)
}

/// The lines that verifying `amount` of a reduction draws out of the unit's own lots, for a draft:
/// oldest `since` first, then by lot number.
///
/// Refuses `UNKNOWN_ID` and `SOURCE_NOT_HELD`.
pub fn verify_lines(
    draft: &Draft<'_>,
    no: &ReductionNo,
    amount: Amount,
) -> Result<Vec<Line>, Stop> {
    lines_of(draft, &reduction(draft, no)?, amount)
}

fn lines_of(draft: &Draft<'_>, reduction: &Reduction, amount: Amount) -> Result<Vec<Line>, Stop> {
    let mut lines = Vec::new();
    let mut held_sum = Balance::ZERO;
    for held in held_in(draft, &reduction.account, &reduction.indicator)? {
        let free = held.slot == Slot::Available && !held.barred;
        if !free || is_freed_here(draft, &held.lot, &reduction.account)? {
            continue;
        }
        let open = Balance::from(amount).minus_or_zero(held_sum);
        if let Some(drawn) = open.min(held.amount.into()).amount() {
            let from = Place::Available(held.account);
            lines.push(Line {
                lot: held.lot,
                indicator: held.indicator,
                from,
                to: Place::Reduced,
                amount: drawn,
            });
        }
        held_sum = held_sum.plus(held.amount.into());
    }
    if held_sum >= amount.into() {
        return Ok(lines);
    }
    Err(Refusal::new(Code::SourceNotHeld)
        .with("account", &reduction.account)
        .with("indicator", &reduction.indicator)
        .with("held", held_sum)
        .with("needed", amount)
        .into())
}

/// Whether a lot is an earlier reduction of the same unit: freed once, it cannot be freed again. A
/// lot that another unit freed and that came here as a supply is this unit's right like any other.
fn is_freed_here(draft: &Draft<'_>, lot: &LotNo, account: &AccountId) -> Result<bool, Damage> {
    let lot: Lot = draft.must(&keys::lot(lot))?;
    Ok(match lot.origin {
        Origin::Reduction { .. } => lot.account == *account,
        Origin::Opening | Origin::Issuance => false,
    })
}

/// What may serve as a source (R34): the emission before less the emission after. For an indicator
/// that the base year limits, the emission before is at most what is left of the unit's verified
/// base-year emission after the reductions already verified since, so that two facilities
/// together cannot claim more than the unit emitted. Refuses `SOURCE_BASE_UNKNOWN` where none is on
/// record.
fn eligible(
    draft: &Draft<'_>,
    indicator: &Indicator,
    reduction: &Reduction,
) -> Result<Balance, Stop> {
    if !indicator.base_limited {
        return Ok(reduction.before.minus_or_zero(reduction.after));
    }
    let (account, code) = (&reduction.account, &reduction.indicator);
    let base = draft
        .get(&keys::base_emission(account, code))?
        .ok_or_else(|| {
            Refusal::new(Code::SourceBaseUnknown)
                .with("source", account)
                .with("indicator", code)
        })?;
    let lots = verified_since(draft, &base)?;
    let claimed = lots
        .iter()
        .fold(Balance::ZERO, |sum, lot| sum.plus(lot.amount.into()));
    let moved = lines::base_gone(draft, &base, None)?;
    let left = base.emission.minus_or_zero(claimed).minus_or_zero(moved);
    let before = reduction.before.min(left);
    Ok(before.minus_or_zero(reduction.after))
}

/// The lots of the unit's verified reductions of an indicator that were completed after the base
/// year; earlier ones are in the base-year emission already.
pub fn verified_since(draft: &Draft<'_>, base: &BaseEmission) -> Result<Vec<Lot>, Damage> {
    let mut lots = Vec::new();
    for no in draft.list(&keys::reductions_of(&base.account))? {
        let other: Reduction = draft.must(&keys::reduction(&no))?;
        let counts = other.indicator == base.indicator && other.completed_on.year() > base.year;
        if let ReductionState::Verified(lot) = other.state
            && counts
        {
            lots.push(draft.must(&keys::lot(&lot))?);
        }
    }
    Ok(lots)
}

fn exceeds_base(reduction: &Reduction, eligible: Balance, needed: Amount) -> Refusal {
    let short = Balance::from(needed).minus_or_zero(eligible);
    Refusal::new(Code::SourceExceedsBase)
        .with("indicator", &reduction.indicator)
        .with("eligible", eligible)
        .with("needed", needed)
        .with("short", short)
        .with("barred", short)
}

/// The lot a verified reduction becomes. It is as old as its completion; it counts as paid for only
/// where all it was made out of was, since a paid right may not come of a free one; and its base is
/// what R34 allows of it, so that it may serve as a source in full.
fn new_lot(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    reduction: &Reduction,
    (amount, eligible): (Amount, Balance),
    lines: &[Line],
    assigned: &mut Vec<Assigned>,
) -> Result<Lot, Damage> {
    let mut paid = true;
    for line in lines {
        paid &= draft.must(&keys::lot(&line.lot))?.paid;
    }
    let parents = lines.iter().map(|line| line.lot.clone()).collect();
    let region = reduction.account.region();
    Ok(Lot {
        lot: give_number(draft, context, ("lot", "L"), region, assigned)?,
        account: reduction.account.clone(),
        indicator: reduction.indicator.clone(),
        period: Period::Standing,
        amount,
        since: reduction.completed_on,
        paid,
        base_emission: Some(eligible),
        origin: Origin::Reduction {
            reduction: reduction.reduction.clone(),
            parents,
        },
        index: context.index,
    })
}
