//! Holds: on a region and indicator (区域限批, R02), an account (冻结), a lot, or a case.
//!
//! | who | may hold |
//! | --- | --- |
//! | a root | anything |
//! | a bureau | what lies in a region above which it stands, by place or by cap parent |
//! | an inspector | a case or a lot, anywhere |
//! | a court | an account, anywhere |
//!
//! A regional hold counts in the region and in all that have it above them, along cap parents and
//! places alike; it reaches open cases. Only who placed a hold lifts it.

use super::{account, dates_reversed, finding, give_number, party};
use crate::domain::case::Content;
use crate::domain::entry::{HoldLift, HoldPlace};
use crate::domain::ids::{AccountId, CaseNo, HoldNo, IndicatorCode, LotNo, PartyId, RegionId};
use crate::domain::lot::{Hold, HoldTarget, Lot};
use crate::domain::moment::Day;
use crate::domain::party::{Party, PartyKind};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::documents::check_document;
use crate::domain::rules::places::{self, authority, cap_path, place_path_of};
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Assigned, Context, cases, unknown};
use crate::domain::state::{Damage, Draft, Due, DueAction, Ledger, Stop, due_key, keys};
use crate::domain::text::Document;

/// Places a hold; from this entry on it stops what it names.
///
/// Refuses an unknown party or target; a party that may not hold it; a last day that is over; an
/// unknown indicator.
pub fn place(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HoldPlace,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let by = party(draft, &act.by)?;
    check_target(draft, context, &by, &act.target)?;
    check_document(draft, context, &act.document)?;
    if let Some(until) = act.until.filter(|until| *until < context.today()) {
        return Err(dates_reversed("hold", context.today(), until).into());
    }
    check_indicator(draft, &act.target)?;
    let wanted = Wanted {
        target: act.target.clone(),
        by: &by,
        until: act.until,
        document: act.document.clone(),
    };
    lay(draft, context, wanted, assigned)?;
    Ok(())
}

/// What is held must be known, and `by` must be one who may hold it.
pub(super) fn check_target(
    draft: &Draft<'_>,
    context: &Context<'_>,
    by: &Party,
    target: &HoldTarget,
) -> Result<(), Stop> {
    let regions = regions_of(draft, target)?;
    check_may_hold(draft, context, by, target, &regions)
}

/// An indicator that is named must be adopted.
pub(super) fn check_indicator(draft: &Draft<'_>, target: &HoldTarget) -> Result<(), Stop> {
    if let HoldTarget::Region {
        indicator: Some(indicator),
        ..
    } = target
    {
        policy::indicator(draft, indicator)?;
    }
    Ok(())
}

/// A hold that nothing speaks against.
pub(super) struct Wanted<'a> {
    /// What it stops.
    pub target: HoldTarget,
    /// Who places it.
    pub by: &'a Party,
    /// Last day, where it has one.
    pub until: Option<Day>,
    /// The decision.
    pub document: Document,
}

/// Lays a hold on the draft under the next number.
pub(super) fn lay(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    wanted: Wanted<'_>,
    assigned: &mut Vec<Assigned>,
) -> Result<HoldNo, Damage> {
    let region = &wanted.by.region;
    let number: HoldNo = give_number(draft, context, ("hold", "H"), region, assigned)?;
    let hold = Hold {
        hold: number,
        target: wanted.target,
        by: wanted.by.party.clone(),
        document: wanted.document,
        until: wanted.until,
        active: true,
    };
    draft.put(
        &keys::hold_listed(&name_of(&hold.target), &hold.hold),
        &hold.hold,
    )?;
    draft.put(&keys::hold(&hold.hold), &hold)?;
    if let Some(due) = ends(&hold) {
        draft.put(&due_key(&due), &due)?;
    }
    Ok(hold.hold)
}

/// What a target is called in the lists of holds and findings.
pub fn name_of(target: &HoldTarget) -> String {
    match target {
        HoldTarget::Region { region, .. } => region_name(region),
        HoldTarget::Account(account) => account_name(account),
        HoldTarget::Lot(lot) => lot_name(lot),
        HoldTarget::Case(case) => case_name(case),
    }
}

fn region_name(region: &RegionId) -> String {
    format!("region {region}")
}

fn account_name(account: &AccountId) -> String {
    format!("account {account}")
}

fn lot_name(lot: &LotNo) -> String {
    format!("lot {lot}")
}

fn case_name(case: &CaseNo) -> String {
    format!("case {case}")
}

fn ends(hold: &Hold) -> Option<Due> {
    let action = DueAction::HoldEnds(hold.hold.clone());
    hold.until.map(|until| Due {
        at: until.end(),
        action,
    })
}

/// The regions a target lies in: a lot's are those of the accounts that hold it and of the one it
/// was first recorded in, a case's its site's and, where a firm moves, the origin's.
fn regions_of(draft: &Draft<'_>, target: &HoldTarget) -> Result<Vec<RegionId>, Stop> {
    match target {
        HoldTarget::Region { region, .. } => Ok(vec![places::region(draft, region)?.region]),
        HoldTarget::Account(id) => {
            account(draft, id)?;
            Ok(vec![id.region().clone()])
        }
        HoldTarget::Lot(no) => {
            let lot: Lot = draft
                .get(&keys::lot(no))?
                .ok_or_else(|| unknown("lot", no))?;
            let holders = draft.list(&keys::holders_of_lot(no))?;
            let held_in = holders
                .iter()
                .map(|holding| holding.account.region().clone());
            Ok(std::iter::once(lot.account.region().clone())
                .chain(held_in)
                .collect())
        }
        HoldTarget::Case(no) => {
            let case = cases::case(draft, no)?;
            let origin = match &case.content {
                Content::Relocation(content) => Some(content.origin.region().clone()),
                Content::Introduction(_) | Content::Demonstration(_) => None,
            };
            Ok(std::iter::once(case.site).chain(origin).collect())
        }
    }
}

fn check_may_hold(
    draft: &Draft<'_>,
    context: &Context<'_>,
    by: &Party,
    target: &HoldTarget,
    regions: &[RegionId],
) -> Result<(), Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    if ledger.roots.iter().any(|root| root.party == by.party) {
        return Ok(());
    }
    let may = match by.kind {
        PartyKind::Bureau => stands_above(draft, context, &by.region, regions)?,
        PartyKind::Inspector => match target {
            HoldTarget::Lot(_) | HoldTarget::Case(_) => true,
            HoldTarget::Region { .. } | HoldTarget::Account(_) => false,
        },
        PartyKind::Court => match target {
            HoldTarget::Account(_) => true,
            HoldTarget::Region { .. } | HoldTarget::Lot(_) | HoldTarget::Case(_) => false,
        },
        PartyKind::Government
        | PartyKind::ParkCommittee
        | PartyKind::Enterprise
        | PartyKind::Reform
        | PartyKind::Statistics
        | PartyKind::ReserveBody
        | PartyKind::Verifier => false,
    };
    if may {
        return Ok(());
    }
    let needed = match regions.first() {
        Some(region) => authority(draft, region, context.today())?.to_string(),
        None => String::new(),
    };
    let refusal = Refusal::new(Code::NotAuthorised);
    Err(refusal
        .with("party", &by.party)
        .with("needed", needed)
        .into())
}

fn stands_above(
    draft: &Draft<'_>,
    context: &Context<'_>,
    own: &RegionId,
    regions: &[RegionId],
) -> Result<bool, Damage> {
    for region in regions {
        if regions_above(draft, region, None, context.today())?.contains(own) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The region and those above it, by cap parent and by place.
fn regions_above(
    draft: &Draft<'_>,
    region: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<Vec<RegionId>, Damage> {
    let mut above = cap_path(draft, region, indicator, day)?;
    for place in place_path_of(draft, region, indicator, day)? {
        if !above.contains(&place.region) {
            above.push(place.region);
        }
    }
    Ok(above)
}

/// Lets every hold on an account count on for one that takes over from it: a hold of its own each, by
/// the same body on the same document. That of a finding is the finding's there too.
pub fn extend(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    from: &AccountId,
    to: &AccountId,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    for no in draft.list(&keys::holds_on(&account_name(from)))? {
        let hold: Hold = draft.must(&keys::hold(&no))?;
        let by: Party = draft.must(&keys::party(&hold.by))?;
        let wanted = Wanted {
            target: HoldTarget::Account(to.clone()),
            by: &by,
            until: hold.until,
            document: hold.document.clone(),
        };
        let went_along = lay(draft, context, wanted, assigned)?;
        if let Some(finding) = draft.get(&keys::finding_of_hold(&no))? {
            finding::carry(draft, &finding, went_along)?;
        }
    }
    Ok(())
}

/// Freezes an account on a court's ruling, recorded by the bureau of its region.
pub fn freeze(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    (account, by): (&AccountId, &PartyId),
    document: &Document,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Damage> {
    let by: Party = draft.must(&keys::party(by))?;
    let wanted = Wanted {
        target: HoldTarget::Account(account.clone()),
        by: &by,
        until: None,
        document: document.clone(),
    };
    lay(draft, context, wanted, assigned).map(|_| ())
}

/// Lifts a hold before its time. Refuses an unknown one, one that stops nothing any more, and one
/// that a finding placed: closing the finding lifts that.
pub fn lift(draft: &mut Draft<'_>, context: &Context<'_>, act: &HoldLift) -> Result<(), Stop> {
    let hold = draft.get(&keys::hold(&act.hold))?;
    let hold: Hold = hold.ok_or_else(|| unknown("hold", &act.hold))?;
    check_document(draft, context, &act.document)?;
    if !hold.active {
        return Err(Refusal::new(Code::HoldNotActive)
            .with("hold", &act.hold)
            .into());
    }
    if let Some(finding) = draft.get(&keys::finding_of_hold(&act.hold))? {
        return Err(Refusal::new(Code::HoldOfFinding)
            .with("hold", &act.hold)
            .with("finding", finding)
            .into());
    }
    if let Some(due) = ends(&hold) {
        draft.delete(&due_key(&due));
    }
    Ok(stop(draft, hold)?)
}

/// Lets a hold end: its last day is over, or its finding closed.
pub fn end(draft: &mut Draft<'_>, no: &HoldNo) -> Result<(), Damage> {
    let hold = draft.must(&keys::hold(no))?;
    stop(draft, hold)
}

fn stop(draft: &mut Draft<'_>, mut hold: Hold) -> Result<(), Damage> {
    hold.active = false;
    draft.delete(&keys::hold_listed(&name_of(&hold.target), &hold.hold));
    draft.put(&keys::hold(&hold.hold), &hold)
}

/// The first hold in force on what is called `name` that `counts`; only such are listed.
fn first_on(
    draft: &Draft<'_>,
    name: &str,
    counts: impl Fn(&Hold) -> bool,
) -> Result<Option<Hold>, Damage> {
    for no in draft.list(&keys::holds_on(name))? {
        let hold: Hold = draft.must(&keys::hold(&no))?;
        if counts(&hold) {
            return Ok(Some(hold));
        }
    }
    Ok(None)
}

/// Refuses `REGION_ON_HOLD` where `indicator` is held in the region or in one above it.
pub fn check_region(
    draft: &Draft<'_>,
    region: &RegionId,
    indicator: &IndicatorCode,
    day: Day,
) -> Result<(), Stop> {
    let counts = |hold: &Hold| match &hold.target {
        HoldTarget::Region {
            indicator: held, ..
        } => held.as_ref().is_none_or(|held| held == indicator),
        HoldTarget::Account(_) | HoldTarget::Lot(_) | HoldTarget::Case(_) => false,
    };
    for above in regions_above(draft, region, Some(indicator), day)? {
        if let Some(hold) = first_on(draft, &region_name(&above), counts)? {
            let refusal = Refusal::new(Code::RegionOnHold).with("region", above);
            return Err(held_by(refusal.with("indicator", indicator), &hold).into());
        }
    }
    Ok(())
}

/// Refuses `ACCOUNT_ON_HOLD`.
pub fn check_account(draft: &Draft<'_>, account: &AccountId) -> Result<(), Stop> {
    let refusal = Refusal::new(Code::AccountOnHold).with("account", account);
    check_named(draft, &account_name(account), refusal)
}

/// Refuses `LOT_ON_HOLD`.
pub fn check_lot(draft: &Draft<'_>, lot: &LotNo) -> Result<(), Stop> {
    check_named(
        draft,
        &lot_name(lot),
        Refusal::new(Code::LotOnHold).with("lot", lot),
    )
}

/// Refuses `CASE_ON_HOLD`.
pub fn check_case(draft: &Draft<'_>, case: &CaseNo) -> Result<(), Stop> {
    check_named(
        draft,
        &case_name(case),
        Refusal::new(Code::CaseOnHold).with("case", case),
    )
}

fn check_named(draft: &Draft<'_>, name: &str, refusal: Refusal) -> Result<(), Stop> {
    match first_on(draft, name, |_| true)? {
        Some(hold) => Err(held_by(refusal, &hold).into()),
        None => Ok(()),
    }
}

fn held_by(refusal: Refusal, hold: &Hold) -> Refusal {
    refusal.with("hold", &hold.hold).with("by", &hold.by)
}
