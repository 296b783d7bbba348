//! What follows from the ledger, so that nobody types it.

use super::error::Failure;
use super::text::msg;
use crate::domain::case::Case;
use crate::domain::correction::Shortfall;
use crate::domain::ids::{CaseNo, HoldNo, IndicatorCode, LotNo, PartyId, ProjectNo, RegionId};
use crate::domain::lot::{Hold, Holding, Lot, Project, Slot};
use crate::domain::moment::Day;
use crate::domain::party::PartyKind;
use crate::domain::policy::PolicyItem;
use crate::domain::procedure::Procedure;
use crate::domain::rules::places::{answers_to, authority, nearest_office, office};
use crate::domain::state::{Draft, keys};

/// Who opens a case or lodges a project at a site: its park committee, else its bureau.
pub fn opener(draft: &Draft<'_>, site: &RegionId, day: Day) -> Result<PartyId, Failure> {
    known_site(draft, site)?;
    match nearest_office(draft, site, PartyKind::ParkCommittee, day)? {
        Some(committee) => Ok(committee),
        None => Ok(authority(draft, site, day)?),
    }
}

/// That a site is a region of the ledger: what lies where is asked of known regions only.
fn known_site(draft: &Draft<'_>, site: &RegionId) -> Result<(), Failure> {
    match draft.get(&keys::region(site))? {
        Some(_) => Ok(()),
        None => Err(Failure::usage(msg!("no-such-region", region = site))),
    }
}

/// The bureau of a region.
pub fn bureau(draft: &Draft<'_>, region: &RegionId, day: Day) -> Result<PartyId, Failure> {
    Ok(authority(draft, region, day)?)
}

/// The introducing party of a site: the government of the region it answers to, for `indicator`
/// where one is asked for.
pub fn introducer(
    draft: &Draft<'_>,
    site: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<PartyId, Failure> {
    known_site(draft, site)?;
    let region = answers_to(draft, site, indicator, day)?;
    office(draft, &region, PartyKind::Government)?
        .ok_or_else(|| Failure::usage(msg!("no-introducer", site = site, region = region)))
}

/// The lots of an indicator that an entry posted.
pub fn lots_posted(
    draft: &Draft<'_>,
    index: u64,
    indicator: &IndicatorCode,
) -> Result<Vec<LotNo>, Failure> {
    let posted = draft.get(&keys::posted(index))?;
    let mut found = Vec::new();
    for no in posted.into_iter().flat_map(|posted| posted.lots) {
        if draft.must(&keys::lot(&no))?.indicator == *indicator {
            found.push(no);
        }
    }
    Ok(found)
}

/// Every shortfall, by region and number.
pub fn shortfalls(draft: &Draft<'_>) -> Result<Vec<Shortfall>, Failure> {
    let mut found = Vec::new();
    for region in draft.list(&keys::regions())? {
        for no in draft.list(&keys::shortfalls_of(&region))? {
            found.push(draft.must(&keys::shortfall(&no))?);
        }
    }
    Ok(found)
}

/// A case.
pub fn case(draft: &Draft<'_>, no: &CaseNo) -> Result<Case, Failure> {
    draft
        .get(&keys::case(no))?
        .ok_or_else(|| Failure::usage(msg!("no-such-case", case = no)))
}

/// What a list is asked to be about must be on the ledger: an empty list would say that there is
/// nothing, where there was a slip of the pen.
pub fn known(
    draft: &Draft<'_>,
    region: Option<&RegionId>,
    indicator: Option<&IndicatorCode>,
) -> Result<(), Failure> {
    if let Some(region) = region
        && draft.get(&keys::region(region))?.is_none()
    {
        return Err(Failure::usage(msg!("no-such-region", region = region)));
    }
    let Some(indicator) = indicator else {
        return Ok(());
    };
    let scopes = draft.list(&keys::policy_scopes("indicator"))?;
    if scopes.iter().any(|scope| scope == indicator.as_str()) {
        return Ok(());
    }
    let failure = Failure::usage(msg!("no-such-indicator", indicator = indicator));
    Err(failure.hint(msg!("hint-indicators", known = scopes.join(", "))))
}

/// The same of a party.
pub fn known_party(draft: &Draft<'_>, party: &PartyId) -> Result<(), Failure> {
    match draft.get(&keys::party(party))? {
        Some(_) => Ok(()),
        None => Err(Failure::usage(msg!("no-such-party", party = party))),
    }
}

/// A project.
pub fn project(draft: &Draft<'_>, no: &ProjectNo) -> Result<Project, Failure> {
    draft
        .get(&keys::project(no))?
        .ok_or_else(|| Failure::usage(msg!("no-such-project", project = no)))
}

/// A lot and who holds what of it free.
pub fn lot(draft: &Draft<'_>, no: &LotNo) -> Result<(Lot, Vec<Holding>), Failure> {
    let lot = draft
        .get(&keys::lot(no))?
        .ok_or_else(|| Failure::usage(msg!("no-such-lot", lot = no)))?;
    let mut holders = draft.list(&keys::holders_of_lot(no))?;
    holders.retain(|holding| holding.slot == Slot::Available);
    Ok((lot, holders))
}

/// The procedure of a case, in the version it opened with.
pub fn procedure(draft: &Draft<'_>, case: &Case) -> Result<Option<Procedure>, Failure> {
    for scope in draft.list(&keys::policy_scopes("procedure"))? {
        for adopted in draft.list(&keys::adoptions("procedure", &scope))? {
            if let PolicyItem::Procedure(procedure) = adopted.item
                && procedure.procedure == case.procedure
                && adopted.index == case.procedure_index
            {
                return Ok(Some(procedure));
            }
        }
    }
    Ok(None)
}

/// Every region's id.
pub fn regions(draft: &Draft<'_>) -> Result<Vec<RegionId>, Failure> {
    Ok(draft.list(&keys::regions())?)
}

/// Every party's id, by region.
pub fn parties(draft: &Draft<'_>) -> Result<Vec<PartyId>, Failure> {
    let mut parties = Vec::new();
    for region in regions(draft)? {
        parties.extend(draft.list(&keys::parties_of(&region))?);
    }
    Ok(parties)
}

/// Every hold placed in these years, by region and number.
pub fn holds(
    draft: &Draft<'_>,
    years: std::ops::RangeInclusive<u16>,
) -> Result<Vec<Hold>, Failure> {
    let mut holds = Vec::new();
    for region in regions(draft)? {
        for year in years.clone() {
            let last = draft.get(&keys::counter(&region, "H", year))?.unwrap_or(0);
            for number in 1..=last {
                let no = format!("{region}-{year}-H{number:04}").parse::<HoldNo>();
                if let Some(hold) = no.ok().map(|no| draft.get(&keys::hold(&no))).transpose()? {
                    holds.extend(hold);
                }
            }
        }
    }
    Ok(holds)
}
