//! Who enrols and amends a region: no body decides alone about what lies outside its area.
//!
//! A relation says whose ceilings count what the region holds, which place's attainment and holds
//! reach it, and who must supply it. So it takes the bureau over the region and that of every region
//! a relation leads to, now or before, unless that one lies in the first one's own area. Where it
//! leads from one root's area into the other's, both roots sign: 652300-EEB alone enrols a county of
//! its own, but not a park that answers to XPCC.

use super::{ISSUE, body, root_of};
use crate::domain::entry::{RegionEnrol, RequiredSigner};
use crate::domain::ids::{PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::PartyKind;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Region, Relation, RelationEntry};
use crate::domain::rules::places;
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};

/// The signers of a region's enrolment or amendment: issue seats, a root's as many as its threshold.
pub(super) fn enrollers(
    draft: &Draft<'_>,
    act: &RegionEnrol,
    day: Day,
) -> Result<Vec<RequiredSigner>, Stop> {
    let known = draft.get(&keys::region(&act.region))?;
    let own_root = root_of(draft, |root| root.region == act.region)?;
    let (above, home) = match (&own_root, &known) {
        (Some(root), _) => (root.party.clone(), act.region.clone()),
        (None, Some(_)) => {
            let above = places::upper_authority(draft, &act.region, day)?;
            (above, act.region.clone())
        }
        (None, None) => {
            let place = place_of_new(act)?;
            (places::authority(draft, place, day)?, place.clone())
        }
    };
    let mut bodies = vec![above];
    let mut joins_roots = false;
    for target in touched(draft, act, known.as_ref(), day)? {
        if !is_in_area(draft, &target, &bodies[0], day)? {
            bodies.push(places::authority(draft, &target, day)?);
        }
        joins_roots |= top(draft, &target, day)? != top(draft, &home, day)?;
    }
    if joins_roots {
        let ledger: Ledger = draft.must(&keys::ledger())?;
        bodies.extend(ledger.roots.into_iter().map(|root| root.party));
    }
    let mut set: Vec<RequiredSigner> = Vec::new();
    for party in &bodies {
        if set.iter().all(|signer| signer.party != *party) {
            set.extend(body(draft, party, ISSUE)?);
        }
    }
    Ok(set)
}

/// A new region lies somewhere for all indicators; a place for one of them alone says nothing of
/// whose territory it is.
fn place_of_new(act: &RegionEnrol) -> Result<&RegionId, Refusal> {
    let mut places = act
        .relations
        .iter()
        .filter(|entry| entry.relation == Relation::Place && entry.indicator.is_none());
    let missing = || Refusal::new(Code::FieldMissing).with("kind", "region.enrol");
    let place = places
        .next()
        .ok_or_else(|| missing().with("field", "place"))?;
    Ok(&place.target)
}

/// The regions that the new relations lead to, and those that the replaced ones led to.
fn touched(
    draft: &Draft<'_>,
    act: &RegionEnrol,
    known: Option<&Region>,
    day: Day,
) -> Result<Vec<RegionId>, Stop> {
    let mut regions: Vec<RegionId> = Vec::new();
    for entry in &act.relations {
        regions.push(entry.target.clone());
        if let Some(region) = known {
            regions.extend(replaced(draft, region, entry, day)?);
        }
    }
    regions.sort();
    regions.dedup();
    Ok(regions)
}

fn replaced(
    draft: &Draft<'_>,
    region: &Region,
    entry: &RelationEntry,
    day: Day,
) -> Result<Option<RegionId>, Stop> {
    let indicator = entry.indicator.as_ref();
    Ok(match entry.relation {
        Relation::CapParent => places::cap_parent(region, indicator, day),
        Relation::Place => places::place(region, indicator, day).cloned(),
        Relation::AnswersTo => Some(places::answers_to(draft, &region.region, day)?),
    })
}

/// Whether a region lies in the area of a bureau.
fn is_in_area(
    draft: &Draft<'_>,
    region: &RegionId,
    bureau: &PartyId,
    day: Day,
) -> Result<bool, Stop> {
    places::region(draft, region)?;
    for above in places::place_path(draft, region, day)? {
        if places::office(draft, &above.region, PartyKind::Bureau)?.as_ref() == Some(bureau) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The highest region above one.
fn top(draft: &Draft<'_>, of: &RegionId, day: Day) -> Result<Option<RegionId>, Damage> {
    let path = places::place_path(draft, of, day)?;
    Ok(path.into_iter().last().map(|region| region.region))
}
