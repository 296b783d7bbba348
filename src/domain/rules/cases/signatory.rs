//! Who signs a step: relations of a procedure turned into parties.

use std::collections::BTreeSet;

use super::{case, lines, procedure_of, step_of};
use crate::domain::case::{Case, Content};
use crate::domain::entry::{CaseAct, RequiredSigner};
use crate::domain::ids::{AccountId, IndicatorCode, PartyId, RegionId};
use crate::domain::lot::Lot;
use crate::domain::moment::Day;
use crate::domain::party::{PartyKind, Seat};
use crate::domain::procedure::Signatory;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Level;
use crate::domain::rules::head::check_life;
use crate::domain::rules::places::{
    answers_to, authority, common_ancestor, nearest_office, office, place_path,
};
use crate::domain::rules::posting::held_of_lot;
use crate::domain::rules::unknown;
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};

/// The signers an act on a case requires: those of its step; by document, first the handle and
/// review seats of the body that records it, then those of the step that have written no letter.
pub fn signers_of_act(
    draft: &Draft<'_>,
    act: &CaseAct,
    day: Day,
) -> Result<Vec<RequiredSigner>, Stop> {
    let case = case(draft, &act.case)?;
    let procedure = procedure_of(draft, &case)?;
    let step = step_of(&procedure, &case, &act.step)?;
    let rightful = parties(draft, &case, step.signatory, day)?;
    let themselves = rightful.iter().filter(|party| !act.issuers.contains(party));
    let themselves = themselves.flat_map(|party| {
        let seats = step.seats.iter();
        seats.map(move |seat| RequiredSigner::of(party, *seat))
    });
    if act.issuers.is_empty() {
        return Ok(themselves.collect());
    }
    let Some(recorder) = step.recorded_by else {
        return Err(Refusal::new(Code::NotByDocument)
            .with("step", &step.id)
            .with("recorder", "-")
            .into());
    };
    let recorder = parties(draft, &case, recorder, day)?;
    let seats = [Seat::Handle, Seat::Review];
    let first = recorder.first().into_iter();
    let mut signers: Vec<RequiredSigner> = first
        .flat_map(|party| seats.map(|seat| RequiredSigner::of(party, seat)))
        .collect();
    // A seat of who records stands for one that the step asks of the same body, and for no second one.
    let mut recording = signers.clone();
    for signer in themselves {
        match recording.iter().position(|seat| *seat == signer) {
            Some(at) => {
                recording.remove(at);
            }
            None => signers.push(signer),
        }
    }
    Ok(signers)
}

/// Whether a body has keys that can sign these seats today: for every seat enough persons.
pub fn signs_itself(
    draft: &Draft<'_>,
    party: &PartyId,
    seats: &[Seat],
    day: Day,
) -> Result<bool, Damage> {
    let mut all = BTreeSet::new();
    for seat in seats {
        let mut persons = BTreeSet::new();
        for id in draft.list(&keys::keys_of_seat(party, *seat))? {
            let key = draft.must(&keys::key(&id))?;
            if check_life(&key, day).is_ok() {
                persons.insert(key.person);
            }
        }
        if persons.len() < seats.iter().filter(|other| *other == seat).count() {
            return Ok(false);
        }
        all.extend(persons);
    }
    Ok(all.len() >= seats.len())
}

/// The parties a relation stands for in a case, on `day`.
pub fn parties(
    draft: &Draft<'_>,
    case: &Case,
    signatory: Signatory,
    day: Day,
) -> Result<Vec<PartyId>, Stop> {
    let one = |party: PartyId| Ok(vec![party]);
    match signatory {
        Signatory::ParkCommittee => {
            let found = nearest_office(draft, &case.site, PartyKind::ParkCommittee, day)?;
            one(found.ok_or_else(|| unknown("park committee for region", &case.site))?)
        }
        Signatory::Enterprise => Ok(enterprise(draft, case)?.into_iter().collect()),
        Signatory::OriginAuthority => {
            each_giving(draft, case, day, |region| authority(draft, region, day))
        }
        Signatory::OriginGovernment => {
            each_giving(draft, case, day, |region| government(draft, region, day))
        }
        Signatory::HostAuthority => one(authority(draft, &case.site, day)?),
        Signatory::CommonUpper => common_upper(draft, case, day),
        Signatory::Introducer => of_each_indicator(draft, case, day, |indicator| {
            Ok(vec![introducer(draft, &case.site, indicator, day)?])
        }),
        Signatory::IntroducerAuthority => of_each_indicator(draft, case, day, |indicator| {
            let region = answers_to(draft, &case.site, indicator, day)?;
            Ok(vec![authority(draft, &region, day)?])
        }),
        Signatory::Giver => givers(draft, case, day),
    }
}

/// The firm that moves, or the project's builder; none for a demonstration without one.
pub fn enterprise(draft: &Draft<'_>, case: &Case) -> Result<Option<PartyId>, Stop> {
    match (&case.content, case.project()) {
        (Content::Relocation(content), _) => Ok(Some(content.firm.clone())),
        (Content::Introduction(_) | Content::Demonstration(_), Some(no)) => {
            let project = draft.get(&keys::project(no))?;
            Ok(Some(project.ok_or_else(|| unknown("project", no))?.builder))
        }
        (Content::Introduction(_) | Content::Demonstration(_), None) => Ok(None),
    }
}

/// What a party introduces at a site: `Some(None)` what holds for all indicators, else the first single
/// indicator for which the site answers to the party's region; `None` where it introduces nothing.
pub fn introduced_of(
    draft: &Draft<'_>,
    party: &PartyId,
    site: &RegionId,
    day: Day,
) -> Result<Option<Option<IndicatorCode>>, Damage> {
    let adopted = draft.list(&keys::policy_scopes("indicator"))?;
    let adopted = adopted.iter().filter_map(|code| code.parse().ok());
    for indicator in std::iter::once(None).chain(adopted.map(Some)) {
        let region = answers_to(draft, site, indicator.as_ref(), day)?;
        if office(draft, &region, PartyKind::Government)?.as_ref() == Some(party) {
            return Ok(Some(indicator));
        }
    }
    Ok(None)
}

/// The indicators a case moves: those it asks for, and of a firm that moves all it holds, or its
/// lines' shares; of a
/// demonstration, what its leader introduces. `None`, what holds for all indicators, where there are
/// none.
fn indicators(
    draft: &Draft<'_>,
    case: &Case,
    day: Day,
) -> Result<Vec<Option<IndicatorCode>>, Damage> {
    if let Content::Demonstration(content) = &case.content {
        let introduced = introduced_of(draft, &content.led_by, &case.site, day)?;
        return Ok(vec![introduced.flatten()]);
    }
    let required = super::plan::required_of(case).iter();
    let mut found: Vec<_> = required.map(|q| Some(q.indicator.clone())).collect();
    if let Content::Relocation(content) = &case.content {
        let carried = if content.lines.is_empty() {
            let all = draft.list(&keys::holdings_of(&content.origin))?;
            all.into_iter().map(|holding| holding.indicator).collect()
        } else {
            lines::indicators(content)
        };
        for code in carried.into_iter().map(Some) {
            if !found.contains(&code) {
                found.push(code);
            }
        }
    }
    if found.is_empty() {
        found.push(None);
    }
    Ok(found)
}

/// The parties of all indicators of a case, each once.
fn of_each_indicator(
    draft: &Draft<'_>,
    case: &Case,
    day: Day,
    parties_of: impl Fn(Option<&IndicatorCode>) -> Result<Vec<PartyId>, Stop>,
) -> Result<Vec<PartyId>, Stop> {
    let mut found: Vec<PartyId> = Vec::new();
    for indicator in indicators(draft, case, day)? {
        for party in parties_of(indicator.as_ref())? {
            if !found.contains(&party) {
                found.push(party);
            }
        }
    }
    Ok(found)
}

fn each_giving(
    draft: &Draft<'_>,
    case: &Case,
    day: Day,
    party_of: impl Fn(&RegionId) -> Result<PartyId, Stop>,
) -> Result<Vec<PartyId>, Stop> {
    of_each_indicator(draft, case, day, |indicator| {
        let region = giving_region(draft, case, indicator, day)?;
        Ok(vec![party_of(&region)?])
    })
}

/// Where the quantity of an indicator comes from: the firm's origin, or the region that must supply
/// the site.
pub fn giving_region(
    draft: &Draft<'_>,
    case: &Case,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<RegionId, Stop> {
    match &case.content {
        Content::Relocation(content) => Ok(content.origin.region().clone()),
        Content::Introduction(_) | Content::Demonstration(_) => {
            Ok(answers_to(draft, &case.site, indicator, day)?)
        }
    }
}

/// The introducing party of a site: the government of the region it answers to, for `indicator`
/// where one is asked for.
pub fn introducer(
    draft: &Draft<'_>,
    site: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<PartyId, Stop> {
    let region = answers_to(draft, site, indicator, day)?;
    let found = office(draft, &region, PartyKind::Government)?;
    found.ok_or_else(|| unknown("government of region", &region).into())
}

/// The government that decides for a region: the nearest at or above prefecture level.
fn government(draft: &Draft<'_>, of: &RegionId, day: Day) -> Result<PartyId, Stop> {
    for region in place_path(draft, of, day)? {
        let decides = match region.level {
            Level::Province | Level::Prefecture => true,
            Level::County | Level::Zone | Level::Park => false,
        };
        if decides && let Some(party) = office(draft, &region.region, PartyKind::Government)? {
            return Ok(party);
        }
    }
    Err(unknown("government for region", of).into())
}

/// The bureau of the lowest region above giver and site; both roots where they share none (R22). Of
/// several indicators, every body that one of them asks.
pub fn common_upper(draft: &Draft<'_>, case: &Case, day: Day) -> Result<Vec<PartyId>, Stop> {
    of_each_indicator(draft, case, day, |indicator| {
        let giver = giving_region(draft, case, indicator, day)?;
        if let Some(region) = common_ancestor(draft, &giver, &case.site, indicator, day)? {
            return Ok(vec![authority(draft, &region, day)?]);
        }
        let ledger: Ledger = draft.must(&keys::ledger())?;
        Ok(ledger.roots.into_iter().map(|root| root.party).collect())
    })
}

/// Who gives what an account holds: the unit, or the bureau that keeps the reserve.
pub fn giver_of(draft: &Draft<'_>, account: &AccountId, day: Day) -> Result<PartyId, Stop> {
    match account.party() {
        Some(unit) => Ok(unit.clone()),
        None => authority(draft, account.region(), day),
    }
}

/// Of every lot the source plan names, who holds what may be drawn of it: the unit, the bureau that
/// keeps the reserve, or both. Of a lot with nothing left, whose it was.
fn givers(draft: &Draft<'_>, case: &Case, day: Day) -> Result<Vec<PartyId>, Stop> {
    let mut givers: Vec<PartyId> = Vec::new();
    for no in &case.sources {
        let lot: Lot = draft.must(&keys::lot(no))?;
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        for held in held_of_lot(draft, no)? {
            if super::plan::may_be_drawn(draft, &lot, &held.account)? {
                accounts.insert(held.account);
            }
        }
        if accounts.is_empty() {
            accounts.insert(lot.account.clone());
        }
        for account in accounts {
            let giver = giver_of(draft, &account, day)?;
            if !givers.contains(&giver) {
                givers.push(giver);
            }
        }
    }
    Ok(givers)
}
