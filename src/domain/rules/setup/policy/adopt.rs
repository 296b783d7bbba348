//! Adopting policy.

use super::{last_adopted, procedure};
use crate::domain::amount::{DECIMALS_MAX, Ratio};
use crate::domain::entry::PolicyAdopt;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::indicator::Indicator;
use crate::domain::policy::{Adopted, Calendar, PolicyItem};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::setup::{check_count, plan_period, row_twice, stays, twice};
use crate::domain::rules::{Context, documents, gather, places};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Adopts items with one validity and one legal basis, for all or for a region and what lies in it.
///
/// Of several items that are wrong the lowest refusal number is told, of equal numbers the first.
pub fn adopt(draft: &mut Draft<'_>, context: &Context<'_>, act: &PolicyAdopt) -> Result<(), Stop> {
    check_form(act)?;
    if let Some(scope) = &act.scope {
        places::region(draft, scope)?;
    }
    let mut findings = Findings::default();
    for item in &act.items {
        check_item(draft, context, act, item, &mut findings)?;
    }
    match documents::check_document(draft, context, &act.document) {
        Ok(()) => {}
        Err(Stop::Refused(refusal)) => findings.add(refusal),
        Err(Stop::Unreadable(damage)) => return Err(damage.into()),
    }
    if let Some(until) = act.valid_to.filter(|until| *until <= act.valid_from) {
        findings.add(
            Refusal::new(Code::DatesReversed)
                .with("what", "valid_from, valid_to")
                .with("from", act.valid_from)
                .with("until", until),
        );
    }
    findings.verdict()?;
    for item in &act.items {
        put(draft, context, act, item)?;
    }
    Ok(())
}

fn check_form(act: &PolicyAdopt) -> Result<(), Refusal> {
    check_count("items", act.items.len())?;
    if act.items.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", "items"));
    }
    let scopes: Vec<_> = act
        .items
        .iter()
        .map(|item| kind_and_scope(act, item))
        .collect();
    if let Some((kind, scope)) = twice(&scopes) {
        return Err(row_twice(format!("{kind} {scope}")));
    }
    act.items.iter().try_for_each(check_item_form)
}

/// Under which kind and scope an item is kept.
fn kind_and_scope(act: &PolicyAdopt, item: &PolicyItem) -> (&'static str, String) {
    match item {
        PolicyItem::Indicator(item) => ("indicator", item.code.to_string()),
        PolicyItem::Procedure(item) => (
            "procedure",
            keys::procedure_scope(&item.procedure, act.scope.as_ref()),
        ),
        PolicyItem::Factor(item) => (
            "factor",
            keys::factor_scope(item.flow, &item.indicator, &item.region),
        ),
        PolicyItem::CarbonRatio(item) => ("carbon_ratio", item.region.to_string()),
        PolicyItem::TwoHighList(_) => ("two_high_list", String::new()),
        PolicyItem::ParkIndustries(item) => ("park_industries", item.region.to_string()),
        PolicyItem::Calendar(item) => ("calendar", item.year.to_string()),
        PolicyItem::Limits(_) => ("limits", String::new()),
        PolicyItem::FormHead(item) => {
            ("form_head", keys::form_scope(item.form, act.scope.as_ref()))
        }
        PolicyItem::PlanPeriod(item) => ("plan_period", plan_period::scope(item)),
    }
}

/// Lists name something, and nothing twice.
fn check_item_form(item: &PolicyItem) -> Result<(), Refusal> {
    let industries = match item {
        PolicyItem::TwoHighList(list) => &list.industries,
        PolicyItem::ParkIndustries(list) => &list.industries,
        PolicyItem::Calendar(calendar) => {
            let days = [calendar.holidays.as_slice(), &calendar.workdays].concat();
            return twice(&days).map_or(Ok(()), |day| Err(row_twice(day)));
        }
        PolicyItem::FormHead(head) if head.title.is_none() && head.letterhead.is_none() => {
            return Err(Refusal::new(Code::Nothing).with("what", "title, letterhead"));
        }
        PolicyItem::Indicator(_)
        | PolicyItem::Procedure(_)
        | PolicyItem::Factor(_)
        | PolicyItem::CarbonRatio(_)
        | PolicyItem::Limits(_)
        | PolicyItem::FormHead(_)
        | PolicyItem::PlanPeriod(_) => return Ok(()),
    };
    if industries.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", "industries"));
    }
    twice(industries).map_or(Ok(()), |industry| Err(row_twice(industry)))
}

fn check_item(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &PolicyAdopt,
    item: &PolicyItem,
    findings: &mut Findings,
) -> Result<(), Stop> {
    match item {
        PolicyItem::Indicator(item) => {
            check_for_all(act, &item.code, findings);
            check_indicator(draft, item, findings)?;
        }
        PolicyItem::Procedure(item) => {
            procedure::check(item).unwrap_or_else(|refusal| findings.add(refusal));
        }
        PolicyItem::Factor(item) => {
            check_region(draft, context, act, &item.region, findings)?;
            check_ratio(
                &keys::factor_scope(item.flow, &item.indicator, &item.region),
                item.factor,
            )
            .unwrap_or_else(|refusal| findings.add(refusal));
            check_known(draft, act, &item.indicator, findings)?;
            documents::check_not_in_future(context, &item.attainment)
                .unwrap_or_else(|refusal| findings.add(refusal));
        }
        PolicyItem::CarbonRatio(item) => {
            check_region(draft, context, act, &item.region, findings)?;
            check_ratio("carbon_ratio", item.ratio).unwrap_or_else(|r| findings.add(r));
        }
        PolicyItem::TwoHighList(item) => check_for_all(act, &item.version, findings),
        PolicyItem::ParkIndustries(item) => {
            check_region(draft, context, act, &item.region, findings)?;
        }
        PolicyItem::Calendar(item) => {
            check_for_all(act, item.year, findings);
            check_calendar(item).unwrap_or_else(|refusal| findings.add(refusal));
        }
        PolicyItem::Limits(_) => check_for_all(act, "limits", findings),
        PolicyItem::FormHead(_) => {}
        PolicyItem::PlanPeriod(item) => {
            check_for_all(act, plan_period::scope(item), findings);
            gather(findings, plan_period::check(draft, item))?;
        }
    }
    Ok(())
}

fn too_wide(what: impl std::fmt::Display, scope: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::ScopeTooWide)
        .with("what", what)
        .with("scope", scope)
}

/// What everybody reads alike only the roots adopt, for all.
fn check_for_all(act: &PolicyAdopt, what: impl std::fmt::Display, findings: &mut Findings) {
    if let Some(scope) = &act.scope {
        findings.add(too_wide(what, scope));
    }
}

/// A region adopts for itself and what lies in it by place; the roots for any region.
fn check_region(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &PolicyAdopt,
    region: &RegionId,
    findings: &mut Findings,
) -> Result<(), Stop> {
    places::region(draft, region)?;
    let Some(scope) = &act.scope else {
        return Ok(());
    };
    let path = places::place_path(draft, region, context.today())?;
    if path.iter().all(|above| above.region != *scope) {
        findings.add(too_wide(region, scope));
    }
    Ok(())
}

/// A factor or ratio below one would let more be used than was given up.
fn check_ratio(what: &str, ratio: Ratio) -> Result<(), Refusal> {
    if ratio.decimal() >= 1.into() {
        return Ok(());
    }
    Err(Refusal::new(Code::RatioBelowOne)
        .with("what", what)
        .with("ratio", ratio))
}

/// The indicator is on the ledger, or comes with the same adoption.
fn check_known(
    draft: &Draft<'_>,
    act: &PolicyAdopt,
    code: &IndicatorCode,
    findings: &mut Findings,
) -> Result<(), Damage> {
    let comes_along = act.items.iter().any(|item| match item {
        PolicyItem::Indicator(item) => item.code == *code,
        PolicyItem::Procedure(_)
        | PolicyItem::Factor(_)
        | PolicyItem::CarbonRatio(_)
        | PolicyItem::TwoHighList(_)
        | PolicyItem::ParkIndustries(_)
        | PolicyItem::Calendar(_)
        | PolicyItem::Limits(_)
        | PolicyItem::FormHead(_)
        | PolicyItem::PlanPeriod(_) => false,
    });
    if !comes_along && last_adopted(draft, "indicator", code.as_str())?.is_none() {
        findings.add(Refusal::new(Code::IndicatorUnknown).with("indicator", code));
    }
    Ok(())
}

/// An indicator's decimals are bounded; unit, decimals and span never change, for amounts on
/// record are read by them.
fn check_indicator(
    draft: &Draft<'_>,
    item: &Indicator,
    findings: &mut Findings,
) -> Result<(), Damage> {
    if u32::from(item.decimals) > DECIMALS_MAX {
        let smallest = format!("0.{}1", "0".repeat(usize::from(item.decimals) - 1));
        findings.add(
            Refusal::new(Code::TooManyDecimals)
                .with("indicator", &item.code)
                .with("amount", smallest)
                .with("decimals", DECIMALS_MAX),
        );
    }
    let Some(adopted) = last_adopted(draft, "indicator", item.code.as_str())? else {
        return Ok(());
    };
    let PolicyItem::Indicator(old) = adopted.item else {
        return Err(super::misplaced("Indicator", &adopted.item));
    };
    let this = ("indicator", item.code.as_str());
    stays(this, "unit", &old.unit, &item.unit)
        .and_then(|()| stays(this, "decimals", old.decimals, item.decimals))
        .and_then(|()| stays(this, "span", old.span, item.span))
        .unwrap_or_else(|refusal| findings.add(refusal));
    Ok(())
}

/// A calendar speaks of its own year.
fn check_calendar(calendar: &Calendar) -> Result<(), Refusal> {
    let mut days = calendar.holidays.iter().chain(&calendar.workdays);
    match days.find(|day| day.year() != calendar.year) {
        Some(day) => Err(too_wide(day, calendar.year)),
        None => Ok(()),
    }
}

fn put(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &PolicyAdopt,
    item: &PolicyItem,
) -> Result<(), Damage> {
    let (kind, scope) = kind_and_scope(act, item);
    let version = last_adopted(draft, kind, &scope)?.map_or(0, |last| last.version) + 1;
    let adopted = Adopted {
        item: item.clone(),
        version,
        valid_from: act.valid_from,
        valid_to: act.valid_to,
        legal_basis: act.legal_basis.clone(),
        index: context.index,
    };
    draft.put(&keys::adopted(kind, &scope, version), &adopted)?;
    draft.put(&keys::policy_scope_listed(kind, &scope), &scope)
}
