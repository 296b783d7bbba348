//! Sources of an introduction: which lots may be drawn, in which order, and what is missing.
//!
//! A lot may be drawn where a government's reserve keeps it, or at the unit whose verified reduction
//! it is. A running unit's own right is no source (R05). Carbon replacement alone may also come from
//! what a giver holds of its own, where the plan names it: nobody's own is drawn by default.

use super::super::procedure_of;
use super::super::signatory::giving_region;
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Content, StepDone};
use crate::domain::ids::{AccountId, Holder, LotNo};
use crate::domain::indicator::{Cover, Indicator};
use crate::domain::lot::{Lot, Origin, Slot};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::procedure::{Establishes, Procedure, Signatory};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::holder;
use crate::domain::rules::places::{cap_path, prefecture};
use crate::domain::rules::posting::{Held, by_lot_order, held_of_lot};
use crate::domain::rules::quantity::hold;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, ROWS_MAX, gather, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};
use crate::domain::text::DocumentKind;

/// A demand to be drawn from a case's sources.
pub struct Draw<'a> {
    /// The case.
    pub case: &'a Case,
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The period.
    pub period: Period,
    /// How much must be covered.
    pub cover: Balance,
}

/// A holding that may be drawn, and how much of it may serve as a source.
pub struct Source {
    /// The holding.
    pub held: Held,
    /// How much of it R34 allows.
    pub eligible: Balance,
}

fn is_reserve(account: &AccountId) -> bool {
    *account.holder() == Holder::Reserve
}

fn lot(draft: &Draft<'_>, no: &LotNo) -> Result<Lot, Stop> {
    draft
        .get(&keys::lot(no))?
        .ok_or_else(|| unknown("lot", no).into())
}

/// Checks a source plan: known lots, each once, of the indicators asked for, at or below the
/// region that must supply; and that it is still the case's supplier who must.
pub fn check_sources(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    sources: &[LotNo],
) -> Result<(), Stop> {
    if sources.len() > ROWS_MAX {
        return Err(Refusal::new(Code::TooManyRows)
            .with("what", "sources")
            .with("count", sources.len())
            .with("max", ROWS_MAX)
            .into());
    }
    let mut findings = Findings::default();
    for (at, no) in sources.iter().enumerate() {
        if sources[..at].contains(no) {
            findings.add(Refusal::new(Code::RowTwice).with("what", no));
        }
        gather(&mut findings, check_source(draft, context, case, no))?;
    }
    if let Content::Introduction(content) = &case.content {
        let today = context.today();
        let right = super::super::open::check_supplier(draft, content, &case.site, today);
        gather(&mut findings, right)?;
    }
    Ok(findings.verdict()?)
}

fn check_source(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    no: &LotNo,
) -> Result<(), Stop> {
    let lot = lot(draft, no)?;
    for held in held_of_lot(draft, no)? {
        if may_be_drawn(draft, &lot, &held.account)? {
            check_supplier(draft, context.today(), case, &held)?;
        }
    }
    let mut required = super::required_of(case).iter();
    if required.all(|quantity| quantity.indicator != lot.indicator) {
        return Err(wrong_lot(&lot, &format!("{} is not asked for", lot.indicator)).into());
    }
    Ok(())
}

fn wrong_lot(lot: &Lot, what: &str) -> Refusal {
    Refusal::new(Code::SourceWrongLot)
        .with("lot", &lot.lot)
        .with("what", what)
}

/// A lot is drawn from a reserve, or from the account it was first recorded in, or one that took over
/// from it: what went on to a site is in use there.
pub(in super::super) fn may_be_drawn(
    draft: &Draft<'_>,
    lot: &Lot,
    account: &AccountId,
) -> Result<bool, Damage> {
    if is_reserve(account) || *account == lot.account {
        return Ok(true);
    }
    holder::took_over(draft, account, &lot.account)
}

/// A lot fits if its account's region is the one that must supply, or lies below it (R19).
fn check_supplier(draft: &Draft<'_>, today: Day, case: &Case, held: &Held) -> Result<(), Stop> {
    let indicator = Some(&held.indicator);
    let needed = giving_region(draft, case, indicator, today)?;
    let path = cap_path(draft, held.account.region(), indicator, today)?;
    if path.contains(&needed) {
        return Ok(());
    }
    Err(Refusal::new(Code::WrongSupplier)
        .with("found", format!("{} ({})", held.lot, held.account.region()))
        .with("site", &case.site)
        .with("needed", needed)
        .into())
}

/// The lots a source plan takes where none are named: of each indicator asked for, what the
/// reserves at and below the supplying region keep and what verified reductions there have left,
/// oldest first.
pub fn default_sources(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
) -> Result<Vec<LotNo>, Stop> {
    let today = context.today();
    let mut found: Vec<Held> = Vec::new();
    let regions = draft.list(&keys::regions())?;
    for quantity in super::required_of(case) {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let code = Some(&quantity.indicator);
        let needed = giving_region(draft, case, code, today)?;
        for region in &regions {
            if !cap_path(draft, region, code, today)?.contains(&needed) {
                continue;
            }
            for account in draft.list(&keys::accounts_of(region))? {
                let held =
                    crate::domain::rules::posting::held_in(draft, &account, &indicator.code)?;
                for held in held {
                    let lot = lot(draft, &held.lot)?;
                    let free = held.slot == Slot::Available && !held.barred;
                    let given_up = is_reserve(&held.account) || is_reduction(&lot);
                    let fits = source_fault(draft, &lot, &held.account, &indicator)?.is_none();
                    if free && given_up && fits {
                        found.push(held);
                    }
                }
            }
        }
    }
    found.sort_by(by_lot_order);
    let mut lots: Vec<LotNo> = Vec::new();
    for held in found {
        if !lots.contains(&held.lot) {
            lots.push(held.lot);
        }
    }
    lots.truncate(ROWS_MAX);
    Ok(lots)
}

fn is_reduction(lot: &Lot) -> bool {
    match lot.origin {
        Origin::Reduction { .. } => true,
        Origin::Opening | Origin::Issuance => false,
    }
}

/// Why a lot in an account is no source for an indicator; `None` where it is one.
fn source_fault(
    draft: &Draft<'_>,
    lot: &Lot,
    account: &AccountId,
    indicator: &Indicator,
) -> Result<Option<&'static str>, Damage> {
    let reduction = is_reduction(lot);
    if !may_be_drawn(draft, lot, account)? {
        return Ok(Some("what is left of it is in use at a site"));
    }
    let replaces_carbon = indicator.cover == Cover::CarbonRatio;
    if !replaces_carbon && !is_reserve(account) && !reduction {
        let fault = "a unit's own right is no source; verify its reduction or closure first";
        return Ok(Some(fault));
    }
    Ok(None)
}

/// The holdings a case may draw for an indicator, in the source plan's order.
pub fn candidates(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    indicator: &Indicator,
) -> Result<Vec<Source>, Stop> {
    let default;
    let sources = if case.sources.is_empty() {
        default = default_sources(draft, context, case)?;
        &default
    } else {
        &case.sources
    };
    let mut findings = Findings::default();
    let mut found = Vec::new();
    for no in sources {
        let lot = lot(draft, no)?;
        if lot.indicator != indicator.code {
            continue;
        }
        let eligible = gather(&mut findings, eligible_of(draft, &lot, indicator))?;
        let mut left = eligible.unwrap_or(Balance::ZERO);
        for held in held_of_lot(draft, no)? {
            let fault = source_fault(draft, &lot, &held.account, indicator)?;
            if held.slot != Slot::Available || fault.is_some() {
                continue;
            }
            let supplier = check_supplier(draft, context.today(), case, &held);
            gather(&mut findings, supplier)?;
            let amount = Balance::from(held.amount);
            let eligible = if held.barred {
                Balance::ZERO
            } else {
                amount.min(left)
            };
            left = left.minus_or_zero(eligible);
            found.push(Source { held, eligible });
        }
    }
    findings.verdict()?;
    Ok(found)
}

/// How much of a lot may still serve as a source: its unit's base-year emission less what was used
/// of the lot already (R34). Without a base on record nothing may.
///
/// What open cases reserve counts as used: two cases together may not draw more than one could.
fn eligible_of(draft: &Draft<'_>, lot: &Lot, indicator: &Indicator) -> Result<Balance, Stop> {
    if !indicator.base_limited {
        return Ok(lot.amount.into());
    }
    let base = match lot.base_emission {
        Some(base) => base,
        None => match draft.get(&keys::base_emission(&lot.account, &lot.indicator))? {
            Some(base) => base.emission,
            None => {
                return Err(Refusal::new(Code::SourceBaseUnknown)
                    .with("source", &lot.lot)
                    .with("indicator", &lot.indicator)
                    .into());
            }
        },
    };
    let mut unused = Balance::ZERO;
    for held in held_of_lot(draft, &lot.lot)? {
        if held.slot == Slot::Available && may_be_drawn(draft, lot, &held.account)? {
            unused = unused.plus(held.amount.into());
        }
    }
    let used = Balance::from(lot.amount).minus_or_zero(unused);
    Ok(base.minus_or_zero(used))
}

/// Draws a cover from the sources in order, or says what is missing.
pub fn draw(
    draft: &Draft<'_>,
    context: &Context<'_>,
    draw: &Draw<'_>,
) -> Result<Vec<(Held, Balance)>, Stop> {
    let all = candidates(draft, context, draw.case, draw.indicator)?;
    let sources: Vec<&Source> = all
        .iter()
        .filter(|source| source.held.period == draw.period)
        .collect();
    let mut findings = Findings::default();
    let mut left = draw.cover;
    let mut drawn = Vec::new();
    for source in &sources {
        let part = left.min(source.eligible);
        if part.is_zero() {
            continue;
        }
        let held = &source.held;
        gather(&mut findings, hold::check_account(draft, &held.account))?;
        gather(&mut findings, hold::check_lot(draft, &held.lot))?;
        let scope = check_scope(draft, context.today(), draw.case, held);
        gather(&mut findings, scope)?;
        drawn.push((held.clone(), part));
        left = left.minus_or_zero(part);
    }
    if !left.is_zero() {
        let refused: Result<(), Stop> = shortage(draft, draw, &sources, left).and_then(Err);
        gather(&mut findings, refused)?;
    }
    findings.verdict()?;
    Ok(drawn)
}

/// The source lies in the prefecture of the site; from elsewhere it needs the statement that the
/// prefecture is short with the upper level's confirmation, or a minute of the coordination
/// mechanism (R06).
fn check_scope(draft: &Draft<'_>, today: Day, case: &Case, held: &Held) -> Result<(), Stop> {
    let indicator = Some(&held.indicator);
    let here = prefecture(draft, &case.site, indicator, today)?;
    if prefecture(draft, held.account.region(), indicator, today)? == here {
        return Ok(());
    }
    let procedure = procedure_of(draft, case)?;
    let has = |kind| {
        let mut official = case
            .done
            .iter()
            .filter(|done| !is_of_the_applicant(&procedure, done));
        official.any(|done| done.documents.iter().any(|document| document.kind == kind))
    };
    let steps = procedure.steps.iter();
    let mut upper = steps
        .filter(|step| step.establishes == Establishes::UpperConfirmation)
        .peekable();
    let confirmed = upper.peek().is_some() && upper.all(|step| case.done(&step.id).is_some());
    let stated = has(DocumentKind::ShortageStatement) && confirmed;
    if stated || has(DocumentKind::CoordinationMinute) {
        return Ok(());
    }
    Err(Refusal::new(Code::SourceOutOfScope)
        .with("lot", &held.lot)
        .with("region", held.account.region())
        .with("prefecture", here)
        .into())
}

/// A document that waives a rule counts where a body brought it, not where who gains by it did.
fn is_of_the_applicant(procedure: &Procedure, done: &StepDone) -> bool {
    match procedure.step(&done.step).map(|step| step.signatory) {
        Some(Signatory::ParkCommittee | Signatory::Enterprise) | None => true,
        Some(
            Signatory::OriginAuthority
            | Signatory::OriginGovernment
            | Signatory::HostAuthority
            | Signatory::CommonUpper
            | Signatory::Introducer
            | Signatory::IntroducerAuthority
            | Signatory::Giver,
        ) => false,
    }
}

/// Which refusal a shortage gets, with the lots, the entries that used them and the cases that
/// reserve them.
fn shortage(
    draft: &Draft<'_>,
    draw: &Draw<'_>,
    sources: &[&Source],
    short: Balance,
) -> Result<Stop, Stop> {
    let sum = |of: fn(&Source) -> Balance| {
        sources
            .iter()
            .fold(Balance::ZERO, |sum, source| sum.plus(of(source)))
    };
    let available = sum(|source| source.held.amount.into());
    let eligible = sum(|source| source.eligible);
    if eligible < available {
        return Ok(Refusal::new(Code::SourceExceedsBase)
            .with("indicator", &draw.indicator.code)
            .with("eligible", eligible)
            .with("needed", draw.cover)
            .with("short", short)
            .with("barred", available.minus_or_zero(eligible))
            .into());
    }
    let lots = named_lots(draft, draw)?;
    let (mut used_by, mut reserved_by) = (Vec::new(), Vec::new());
    for lot in &lots {
        uses_of(draft, lot, &mut used_by, &mut reserved_by)?;
    }
    let list = |names: &[String]| {
        if names.is_empty() {
            "-".to_owned()
        } else {
            names.join(", ")
        }
    };
    if let [lot] = lots.as_slice()
        && available.is_zero()
        && reserved_by.is_empty()
    {
        return Ok(Refusal::new(Code::LotAlreadyUsed)
            .with("lot", &lot.lot)
            .with("needed", draw.cover)
            .with("used_by", list(&used_by))
            .into());
    }
    let names: Vec<String> = lots.iter().map(|lot| lot.lot.to_string()).collect();
    Ok(Refusal::new(Code::InsufficientLot)
        .with("indicator", &draw.indicator.code)
        .with("needed", draw.cover)
        .with("lots", list(&names))
        .with("available", available)
        .with("short", short)
        .with("used_by", list(&used_by))
        .with("reserved_by", list(&reserved_by))
        .into())
}

/// The lots the plan names for the demand.
fn named_lots(draft: &Draft<'_>, draw: &Draw<'_>) -> Result<Vec<Lot>, Stop> {
    let mut lots = Vec::new();
    for no in &draw.case.sources {
        let lot = lot(draft, no)?;
        if lot.indicator == draw.indicator.code && lot.period == draw.period {
            if let Some(fault) = first_fault(draft, &lot, draw.indicator)? {
                return Err(wrong_lot(&lot, fault).into());
            }
            lots.push(lot);
        }
    }
    Ok(lots)
}

/// Why nothing of a lot can be drawn though something is there.
fn first_fault(
    draft: &Draft<'_>,
    lot: &Lot,
    indicator: &Indicator,
) -> Result<Option<&'static str>, Stop> {
    for held in held_of_lot(draft, &lot.lot)? {
        if may_be_drawn(draft, lot, &held.account)? {
            return Ok(source_fault(draft, lot, &held.account, indicator)?);
        }
    }
    Ok(None)
}

/// The entries that moved part of a lot on, and the open cases that reserve it.
fn uses_of(
    draft: &Draft<'_>,
    lot: &Lot,
    used_by: &mut Vec<String>,
    reserved_by: &mut Vec<String>,
) -> Result<(), Stop> {
    for movement in draft.list(&keys::movements_of(&lot.lot))? {
        let left_for_good = match &movement.to {
            Place::Retired
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => true,
            Place::Available(account) | Place::Barred(account) => {
                !may_be_drawn(draft, lot, account)?
            }
            Place::Reserved(_) | Place::ReservedBarred(_) => false,
        };
        if left_for_good {
            let case = movement
                .case
                .map_or_else(String::new, |case| format!(" {case}"));
            used_by.push(format!("#{}{case} {}", movement.index, movement.amount));
        }
    }
    for held in held_of_lot(draft, &lot.lot)? {
        if let Slot::Reserved(case) = held.slot {
            reserved_by.push(format!("{case} {}", held.amount));
        }
    }
    Ok(())
}
