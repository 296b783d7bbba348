//! A new project supplied by the introducing party: each demand times its factor is drawn from the
//! sources; the project's 1× is credited, what was drawn beyond it is retired for good.

use super::super::open::check_supplier;
use super::super::{procedure_of, signatory, stages};
use super::sources::{self, Draw};
use super::{
    Plan, available, months_past, ratio, required_of, reserved, reserved_by, site_account,
};
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Introduction, StepDone};
use crate::domain::ids::{AccountId, PartyId};
use crate::domain::indicator::{Cover, Indicator, Span};
use crate::domain::lot::Project;
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::procedure::{Establishes, Signatory};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::holder;
use crate::domain::rules::posting::Held;
use crate::domain::rules::quantity::hold;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, gather};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// What is reserved today. Refusals are gathered over all demands, and the one that takes precedence
/// is given.
pub fn reservation(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Introduction,
) -> Result<Plan, Stop> {
    let project: Project = draft.must(&keys::project(&content.project))?;
    let mut plan = Plan::default();
    let mut findings = Findings::default();
    let two_high = check_two_high(draft, context, (case, content), &project);
    gather(&mut findings, two_high)?;
    let supplier = check_supplier(draft, content, &case.site, context.today());
    gather(&mut findings, supplier)?;
    for quantity in &content.required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let free = hold::check_region(draft, &case.site, &indicator.code, context.today());
        gather(&mut findings, free)?;
        let Some(ratio) = gather(&mut findings, ratio(draft, case, &indicator))? else {
            continue;
        };
        let cover = stages::cover_left(case, &indicator, ratio);
        let periods = gather(&mut findings, periods(draft, context, case, &indicator))?;
        for period in periods.unwrap_or_default() {
            let draw = Draw {
                case,
                indicator: &indicator,
                period,
                cover,
            };
            let drawn = draw_cover(draft, context, &draw, &mut plan);
            gather(&mut findings, drawn)?;
        }
    }
    let confirmed = check_givers_confirmed(draft, context, case, &plan);
    gather(&mut findings, confirmed)?;
    findings.verdict()?;
    Ok(plan)
}

/// Whoever gives today has confirmed the plan: a lot it names may have come to another holder since
/// (R07). The case then goes back to the confirmation.
fn check_givers_confirmed(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    plan: &Plan,
) -> Result<(), Stop> {
    let procedure = procedure_of(draft, case)?;
    let steps = procedure.steps.iter().filter(|step| {
        step.establishes == Establishes::SourceConfirmed && step.signatory == Signatory::Giver
    });
    let done: Vec<_> = steps.filter_map(|step| case.done(&step.id)).collect();
    for account in plan.lines.iter().filter_map(|line| line.from.account()) {
        let giver = signatory::giver_of(draft, account, context.today())?;
        for done in &done {
            if !has_confirmed(draft, done, &giver)? {
                return Err(Refusal::new(Code::MissingSignature)
                    .with("case", &case.case)
                    .with("party", giver)
                    .with("step", &done.step)
                    .into());
            }
        }
    }
    Ok(())
}

/// Whether a giver has done a step, or a party that it succeeds has: what that agreed to binds it.
fn has_confirmed(draft: &Draft<'_>, done: &StepDone, giver: &PartyId) -> Result<bool, Damage> {
    for party in &done.by {
        if party == giver || holder::succeeds(draft, giver, party)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A standing indicator is drawn once; a yearly one for this year and every later one that the
/// sources have a budget for.
pub(super) fn periods(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    indicator: &Indicator,
) -> Result<Vec<Period>, Stop> {
    match indicator.span {
        Span::Standing => Ok(vec![Period::Standing]),
        Span::Yearly => {
            let this_year = context.today().year();
            let mut years = vec![this_year];
            for source in sources::candidates(draft, context, case, indicator)? {
                years.extend(source.held.period.year().filter(|year| *year > this_year));
            }
            years.sort_unstable();
            years.dedup();
            Ok(years.into_iter().map(Period::Year).collect())
        }
    }
}

fn draw_cover(
    draft: &Draft<'_>,
    context: &Context<'_>,
    draw: &Draw<'_>,
    plan: &mut Plan,
) -> Result<(), Stop> {
    for (held, amount) in sources::draw(draft, context, draw)? {
        plan.add(&held, available(&held), reserved(&held), amount);
    }
    Ok(())
}

/// No reservation for a project of the two-high list in force at the acceptance without a passed
/// demonstration led by the introducing party that still counts, nor without its carbon replacement
/// (R12, R13, R19).
fn check_two_high(
    draft: &Draft<'_>,
    context: &Context<'_>,
    (case, content): (&Case, &Introduction),
    project: &Project,
) -> Result<(), Stop> {
    let judged_by = case.judged_by();
    let list = policy::two_high_list(draft, judged_by)?;
    if list.is_none_or(|list| !list.industries.contains(&project.industry)) {
        return Ok(());
    }
    let today = context.today();
    let found = match &project.demonstration {
        None => Some("none".to_owned()),
        Some(passed) if passed.led_by != content.supplier => {
            Some(format!("{} ({})", passed.case, passed.led_by))
        }
        Some(passed) if passed.until < today => Some(format!("{} ({})", passed.case, passed.until)),
        Some(_) => None,
    };
    if let Some(found) = found {
        return Err(Refusal::new(Code::DemonstrationMissing)
            .with("project", &project.project)
            .with("introducer", &content.supplier)
            .with("date", today)
            .with("found", found)
            .into());
    }
    for quantity in &content.required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, judged_by)?;
        if indicator.cover == Cover::CarbonRatio {
            return Ok(());
        }
    }
    Err(Refusal::new(Code::CarbonReplacementMissing)
        .with("project", &project.project)
        .into())
}

/// Where each reserved tonne goes: the 1× of the stage under way first, the rest it draws is retired; of
/// a project built at once all is one stage. Of a yearly indicator, the year of the posting gives the
/// site its remaining months and retires what they ask for beyond it; what is left of the stage's
/// part is free again, and after the last stage whatever is left of the reservation.
///
/// ```text
/// 120 a year at 2.0, posted on 1 October   credited   retired   free again
/// this year                                      30        30          180
/// each later year                               120       120            0
/// ```
pub fn posting(draft: &Draft<'_>, case: &Case, date: Day) -> Result<Plan, Stop> {
    let site = site_account(draft, case)?;
    let mut plan = Plan::default();
    for quantity in required_of(case) {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let part = stages::part(case, &indicator, ratio(draft, case, &indicator)?);
        let all = reserved_by(draft, case, &indicator, None)?;
        let mut periods: Vec<Period> = all.iter().map(|held| held.period).collect();
        periods.dedup();
        for period in periods {
            let row = all.iter().filter(|held| held.period == period);
            let months = months_counted(period, date);
            let decimals = indicator.decimals.into();
            let beyond = part.cover.minus_or_zero(part.required);
            let shares = Shares {
                site: part.required.months_of_year(months, decimals),
                retired: beyond.months_of_year_rounded_up(months, decimals),
                whole: (case.stage < case.stage_last()).then_some(part.cover),
            };
            take_shares(&mut plan, row, shares, &site);
        }
    }
    Ok(plan)
}

/// What a stage takes of one period of the reservation.
struct Shares {
    /// To the site.
    site: Balance,
    /// Retired beyond it.
    retired: Balance,
    /// All that is the stage's part; nothing said where all that is left is.
    whole: Option<Balance>,
}

/// Lays a stage's part of a row: to the site, then retired, then free again; what is beyond the part
/// stays reserved.
fn take_shares<'a>(
    plan: &mut Plan,
    row: impl Iterator<Item = &'a Held>,
    mut shares: Shares,
    site: &AccountId,
) {
    for held in row {
        let amount = Balance::from(held.amount);
        let taken = shares.whole.map_or(amount, |whole| whole.min(amount));
        let credited = shares.site.min(taken);
        let retired = shares.retired.min(taken.minus_or_zero(credited));
        let used = credited.plus(retired);
        for (to, part) in [
            (Place::Available(site.clone()), credited),
            (Place::Retired, retired),
            (available(held), taken.minus_or_zero(used)),
        ] {
            plan.add(held, reserved(held), to, part);
        }
        shares.site = shares.site.minus_or_zero(credited);
        shares.retired = shares.retired.minus_or_zero(retired);
        shares.whole = shares.whole.map(|whole| whole.minus_or_zero(taken));
    }
}

/// How many months of a period the site counts, from the posting on.
fn months_counted(period: Period, date: Day) -> u32 {
    match period.year() {
        Some(year) if year < date.year() => 0,
        Some(year) if year == date.year() => 12 - months_past(date),
        Some(_) | None => 12,
    }
}
