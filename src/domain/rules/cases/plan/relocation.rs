//! A firm that moves: what it holds is reserved whole, and at the posting split between the site, the
//! retired part where a factor asks for more than 1×, and the origin's reserve.

use std::collections::BTreeSet;

use super::super::{lines, signatory};
use super::{Plan, available, months_past, ratio, reserve_of, reserved, reserved_by, site_account};
use crate::domain::amount::{Balance, Ratio};
use crate::domain::case::{Case, Relocation};
use crate::domain::ids::{AccountId, IndicatorCode, RegionId};
use crate::domain::indicator::{Indicator, Span};
use crate::domain::lot::{BaseEmission, Slot};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::places::{authority, cap_path};
use crate::domain::rules::posting::{Held, held_in};
use crate::domain::rules::quantity::hold;
use crate::domain::rules::quantity::reduction::verified_since;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, gather, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// What one indicator of the case asks for.
struct Demand {
    indicator: Indicator,
    /// The site's 1×; per full year for a yearly indicator.
    required: Balance,
    /// What must be covered: 1× times the factor, rounded up.
    cover: Balance,
}

/// The demands: what the site needs, and with nothing required whatever else the firm holds.
fn demands(draft: &Draft<'_>, case: &Case, content: &Relocation) -> Result<Vec<Demand>, Stop> {
    let (mut demands, mut findings) = (Vec::new(), Findings::default());
    for quantity in &content.required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let found: Option<Ratio> = gather(&mut findings, ratio(draft, case, &indicator))?;
        let Some(factor) = found else { continue };
        let cover = quantity
            .amount
            .times_rounded_up(factor, indicator.decimals.into());
        demands.push(Demand {
            indicator,
            required: quantity.amount.into(),
            cover,
        });
    }
    findings.verdict()?;
    for code in carried(draft, content)? {
        if demands.iter().all(|demand| demand.indicator.code != code) {
            let indicator = policy::indicator_for(draft, &code, case.judged_by())?;
            let (required, cover) = (Balance::ZERO, Balance::ZERO);
            demands.push(Demand {
                indicator,
                required,
                cover,
            });
        }
    }
    Ok(demands)
}

/// The indicators of what goes along: of the lines that move, or of all that the firm holds.
pub(super) fn carried(
    draft: &Draft<'_>,
    content: &Relocation,
) -> Result<BTreeSet<IndicatorCode>, Damage> {
    if !content.lines.is_empty() {
        return Ok(lines::indicators(content).into_iter().collect());
    }
    let held = draft.list(&keys::holdings_of(&content.origin))?;
    Ok(held.into_iter().map(|holding| holding.indicator).collect())
}

/// What is reserved today: everything available at the origin, or the share of the lines that move, and
/// in its reserve what the cover lacks. Of a yearly indicator, every year from this one on that the firm has a budget for.
pub fn reservation(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
) -> Result<Plan, Stop> {
    let demands = demands(draft, case, content)?;
    let mut plan = Plan::default();
    let mut findings = Findings::default();
    gather(&mut findings, hold::check_account(draft, &content.origin))?;
    for demand in &demands {
        reserve_demand(
            draft,
            context,
            case,
            content,
            demand,
            (&mut plan, &mut findings),
        )?;
    }
    findings.verdict()?;
    Ok(plan)
}

/// Adds what is reserved of one indicator, and notes what stands against it. Where nothing is
/// required and nothing can go along, nothing is asked: a budget of a year that is over, or what
/// another case reserves, keeps nobody from moving with the rest.
fn reserve_demand(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
    demand: &Demand,
    (plan, findings): (&mut Plan, &mut Findings),
) -> Result<(), Stop> {
    let code = &demand.indicator.code;
    let today = context.today();
    let own: Vec<Held> = held_in(draft, &content.origin, code)?
        .into_iter()
        .filter(|held| held.slot == Slot::Available && still_counts(held, today))
        .collect();
    let row = lines::row(content, code, own).map_err(Stop::from);
    let Some(own) = gather(findings, row)? else {
        return Ok(());
    };
    if own.is_empty() && demand.required.is_zero() {
        return Ok(());
    }
    gather(findings, hold::check_region(draft, &case.site, code, today))?;
    if demand.indicator.base_limited {
        gather(findings, base_of(draft, &content.origin, code))?;
        let of_lines = lines::base(content, code).map_err(Stop::from);
        gather(findings, of_lines)?;
    }
    if own.is_empty() {
        findings.add(nothing_available(draft, content, demand)?);
        return Ok(());
    }
    for held in &own {
        gather(findings, hold::check_lot(draft, &held.lot))?;
        plan.add(held, available(held), reserved(held), held.amount.into());
    }
    for period in periods_of(&own) {
        let in_period = own.iter().filter(|held| held.period == period);
        let total = in_period.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
        let short = demand.cover.minus_or_zero(total);
        if !short.is_zero() {
            let drawn = from_reserve(draft, context, case, content, plan, (code, period, short));
            gather(findings, drawn)?;
        }
    }
    gather(findings, check_eligible(draft, case, content, demand, &own))?;
    Ok(())
}

/// Why nothing can be taken along: it is reserved for another case, or nothing is there.
fn nothing_available(
    draft: &Draft<'_>,
    content: &Relocation,
    demand: &Demand,
) -> Result<Refusal, Stop> {
    let code = &demand.indicator.code;
    let (mut lots, mut reserved_by) = (Vec::new(), Vec::new());
    for held in held_in(draft, &content.origin, code)? {
        if let Slot::Reserved(case) = held.slot {
            lots.push(held.lot.to_string());
            reserved_by.push(format!("{case} {}", held.amount));
        }
    }
    if lots.is_empty() {
        return Ok(Refusal::new(Code::NothingHeld)
            .with("account", &content.origin)
            .with("indicator", code));
    }
    Ok(Refusal::new(Code::InsufficientLot)
        .with("indicator", code)
        .with("needed", demand.cover)
        .with("lots", lots.join(", "))
        .with("available", Balance::ZERO)
        .with("short", demand.cover)
        .with("used_by", "-")
        .with("reserved_by", reserved_by.join(", ")))
}

pub(super) fn still_counts(held: &Held, today: Day) -> bool {
    held.period.year().is_none_or(|year| year >= today.year())
}

pub(super) fn periods_of(held: &[Held]) -> Vec<Period> {
    held.iter()
        .map(|held| held.period)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// What is left of the unit's verified base-year emission (R34) for the row it brings: without what
/// reductions verified since have taken out of it already, but for what of them is in the row, and
/// without what lines that move with other cases take; of lines, at most their own.
pub(super) fn base_left(
    draft: &Draft<'_>,
    case: &Case,
    content: &Relocation,
    indicator: &IndicatorCode,
    own: &[Held],
) -> Result<Balance, Stop> {
    let base = base_of(draft, &content.origin, indicator)?;
    let gone = lines::base_gone(draft, &base, Some(&case.case))?;
    let mut left = base.emission.minus_or_zero(gone);
    for lot in verified_since(draft, &base)? {
        let of_lot = own.iter().filter(|held| held.lot == lot.lot);
        let here = of_lot.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
        left = left.minus_or_zero(Balance::from(lot.amount).minus_or_zero(here));
    }
    Ok(lines::base(content, indicator)?.map_or(left, |own| own.min(left)))
}

/// The unit's verified base-year emission, or `SOURCE_BASE_UNKNOWN`.
pub(super) fn base_of(
    draft: &Draft<'_>,
    account: &AccountId,
    indicator: &IndicatorCode,
) -> Result<BaseEmission, Stop> {
    match draft.get(&keys::base_emission(account, indicator))? {
        Some(base) => Ok(base),
        None => Err(Refusal::new(Code::SourceBaseUnknown)
            .with("source", account)
            .with("indicator", indicator)
            .into()),
    }
}

/// The reserve a shortfall comes from: the nearest open one that a body keeps which signs the case, the
/// origin's bureau or the common upper body. Nobody else has agreed to give.
fn reserve_to_draw(
    draft: &Draft<'_>,
    case: &Case,
    origin: &RegionId,
    indicator: &IndicatorCode,
    day: Day,
) -> Result<AccountId, Stop> {
    let mut givers = signatory::common_upper(draft, case, day)?;
    givers.push(authority(draft, origin, day)?);
    for above in cap_path(draft, origin, Some(indicator), day)? {
        let keeper = authority(draft, &above, day)?;
        let reserve = AccountId::reserve(above);
        if givers.contains(&keeper) && draft.get(&keys::account(&reserve))?.is_some() {
            return Ok(reserve);
        }
    }
    Err(unknown("reserve for region", origin).into())
}

/// Draws a shortfall from the reserve: the oldest lots first, none that is barred.
fn from_reserve(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
    plan: &mut Plan,
    (indicator, period, short): (&IndicatorCode, Period, Balance),
) -> Result<(), Stop> {
    let region = content.origin.region();
    let reserve = &reserve_to_draw(draft, case, region, indicator, context.today())?;
    hold::check_account(draft, reserve)?;
    let mut left = short;
    for held in held_in(draft, reserve, indicator)? {
        if held.slot != Slot::Available || held.barred || held.period != period {
            continue;
        }
        let part = left.min(held.amount.into());
        if part.is_zero() {
            break;
        }
        hold::check_lot(draft, &held.lot)?;
        plan.add(&held, available(&held), reserved(&held), part);
        left = left.minus_or_zero(part);
    }
    if left.is_zero() {
        return Ok(());
    }
    Err(Refusal::new(Code::InsufficientBalance)
        .with("account", reserve)
        .with("indicator", indicator)
        .with("available", short.minus_or_zero(left))
        .with("needed", short)
        .with("short", left)
        .into())
}

/// What is retired beyond 1× replaces somebody's emission, so it must be eligible under R34.
fn check_eligible(
    draft: &Draft<'_>,
    case: &Case,
    content: &Relocation,
    demand: &Demand,
    own: &[Held],
) -> Result<(), Stop> {
    if !demand.indicator.base_limited || demand.cover <= demand.required {
        return Ok(());
    }
    let base = base_left(draft, case, content, &demand.indicator.code, own)?;
    let total = own
        .iter()
        .fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
    let eligible = eligible(own, base);
    let drawn = demand.cover.min(total);
    let short = drawn.minus_or_zero(eligible.max(demand.required));
    if short.is_zero() {
        return Ok(());
    }
    Err(Refusal::new(Code::SourceExceedsBase)
        .with("indicator", &demand.indicator.code)
        .with("eligible", eligible)
        .with("needed", drawn)
        .with("short", short)
        .with("barred", total.minus_or_zero(eligible))
        .into())
}

/// How much of what is held may serve as a source: what is not barred yet, up to the base.
pub(super) fn eligible(own: &[Held], base: Balance) -> Balance {
    let free = own.iter().filter(|held| !held.barred);
    free.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()))
        .min(base)
}

/// Where each tonne goes at the posting.
pub fn posting(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
    date: Day,
) -> Result<Plan, Stop> {
    let mut plan = Plan::default();
    let site = site_account(draft, case)?;
    for demand in demands_reserved(draft, case, content)? {
        let code = Some(&demand.indicator.code);
        let reserve = reserve_of(draft, content.origin.region(), code, context.today())?;
        let all = reserved_by(draft, case, &demand.indicator, Some(&content.origin))?;
        match demand.indicator.span {
            Span::Standing => {
                let to = Destinations {
                    origin: &content.origin,
                    site: &site,
                    surplus: &reserve,
                };
                let own = all
                    .iter()
                    .filter(|held| held.account == content.origin)
                    .cloned();
                let eligible = if demand.indicator.base_limited {
                    let own: Vec<Held> = own.collect();
                    let code = &demand.indicator.code;
                    let base = base_left(draft, case, content, code, &own)?;
                    Some(eligible(&own, base))
                } else {
                    None
                };
                split_standing(&mut plan, &all, &demand, eligible, &to);
            }
            Span::Yearly => {
                for period in periods_of(&all) {
                    let of_year: Vec<Held> = all
                        .iter()
                        .filter(|held| held.period == period)
                        .cloned()
                        .collect();
                    let year = period.year().unwrap_or(date.year());
                    let to = Destinations {
                        origin: &content.origin,
                        site: &site,
                        surplus: &reserve,
                    };
                    split_year(&mut plan, &of_year, &demand, (year, date), &to);
                }
            }
        }
    }
    Ok(plan)
}

/// The demands of what the case reserves.
fn demands_reserved(
    draft: &Draft<'_>,
    case: &Case,
    content: &Relocation,
) -> Result<Vec<Demand>, Stop> {
    let mut all = demands(draft, case, content)?;
    let held = draft.list(&keys::reserved_of_case(&case.case))?;
    all.retain(|demand| {
        held.iter()
            .any(|holding| holding.indicator == demand.indicator.code)
    });
    Ok(all)
}

struct Destinations<'a> {
    origin: &'a AccountId,
    site: &'a AccountId,
    surplus: &'a AccountId,
}

/// Lays one row of tonnes against its cuts: up to 1× to the site, up to the cover retired, the rest
/// surplus. Tonnes beyond `eligible` are barred wherever they end.
fn split_standing(
    plan: &mut Plan,
    row: &[Held],
    demand: &Demand,
    eligible: Option<Balance>,
    to: &Destinations<'_>,
) {
    let mut cuts = vec![demand.required, demand.cover];
    cuts.extend(eligible);
    cuts.sort();
    let mut at = Balance::ZERO;
    for held in row {
        let end = at.plus(held.amount.into());
        while at < end {
            let next = cuts
                .iter()
                .copied()
                .find(|cut| *cut > at)
                .map_or(end, |cut| cut.min(end));
            let own = held.account == *to.origin;
            let barred = held.barred || (own && eligible.is_some_and(|limit| at >= limit));
            let place = if at < demand.required {
                place_in(to.site, barred)
            } else if at < demand.cover {
                Place::Retired
            } else {
                place_in(to.surplus, barred)
            };
            plan.add(held, reserved(held), place, next.minus_or_zero(at));
            at = next;
        }
    }
}

fn place_in(account: &AccountId, barred: bool) -> Place {
    if barred {
        Place::Barred(account.clone())
    } else {
        Place::Available(account.clone())
    }
}

/// Splits one year of a budget. The year of the posting is shared by months, both parts rounded
/// down, the origin's reserve taking the rest; years before it stay where they were; years after
/// it give the site its full year. Where a factor asks for more than 1×, the site's months retire it.
fn split_year(
    plan: &mut Plan,
    row: &[Held],
    demand: &Demand,
    (year, date): (u16, Day),
    to: &Destinations<'_>,
) {
    let decimals = demand.indicator.decimals.into();
    let own = row.iter().filter(|held| held.account == *to.origin);
    let held = own.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
    let past = match year.cmp(&date.year()) {
        std::cmp::Ordering::Less => 12,
        std::cmp::Ordering::Equal => months_past(date),
        std::cmp::Ordering::Greater => 0,
    };
    let keeps = held.months_of_year(past, decimals);
    let gets = demand.required.months_of_year(12 - past, decimals);
    let beyond = demand.cover.minus_or_zero(demand.required);
    let retires = beyond.months_of_year_rounded_up(12 - past, decimals);
    let ends = [keeps, keeps.plus(gets), keeps.plus(gets).plus(retires)];
    let mut at = Balance::ZERO;
    for part in row {
        let is_own = part.account == *to.origin;
        let end = at.plus(part.amount.into());
        while at < end {
            let next = ends
                .iter()
                .copied()
                .find(|cut| *cut > at)
                .map_or(end, |cut| cut.min(end));
            let place = if at < ends[0] && is_own {
                available(part)
            } else if at < ends[1] {
                place_in(to.site, part.barred)
            } else if at < ends[2] {
                Place::Retired
            } else if is_own {
                place_in(to.surplus, part.barred)
            } else {
                available(part)
            };
            plan.add(part, reserved(part), place, next.minus_or_zero(at));
            at = next;
        }
    }
}
