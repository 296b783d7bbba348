//! Where a region lies, whose totals it counts into, whom it answers to, and which office serves it.

use crate::domain::case::Acceptance;
use crate::domain::ids::{IndicatorCode, PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::PartyKind;
use crate::domain::region::{Level, Region, Relation};
use crate::domain::state::{Damage, Draft, Stop, keys};

use super::unknown;

/// No chain of regions is longer; a longer one is damage, for enrolment refuses loops.
pub const PATH_REGIONS_MAX: usize = 16;

/// The region, or `UNKNOWN_ID`.
pub fn region(draft: &Draft<'_>, id: &RegionId) -> Result<Region, Stop> {
    draft
        .get(&keys::region(id))?
        .ok_or_else(|| unknown("region", id).into())
}

/// Lays a region and its place in the list of regions.
pub fn put_region(draft: &mut Draft<'_>, region: &Region) -> Result<(), Damage> {
    draft.put(&keys::region(&region.region), region)?;
    draft.put(&keys::region_listed(&region.region), &region.region)
}

/// The region that `of` lies in. A region always lies somewhere: before its first recorded place
/// has begun, that one counts.
pub(super) fn place<'a>(
    of: &'a Region,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Option<&'a RegionId> {
    let first = of
        .relations
        .iter()
        .find(|entry| entry.relation == Relation::Place && entry.indicator.is_none());
    of.related(Relation::Place, indicator, day)
        .or(first.map(|entry| &entry.target))
}

/// The region whose totals `of` counts into: its cap parent, by default its place.
pub(super) fn cap_parent(
    of: &Region,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Option<RegionId> {
    let own = of.related(Relation::CapParent, indicator, day);
    own.or_else(|| place(of, indicator, day)).cloned()
}

fn path(
    draft: &Draft<'_>,
    from: &RegionId,
    next: impl Fn(&Region) -> Option<RegionId>,
) -> Result<Vec<Region>, Damage> {
    let mut path: Vec<Region> = vec![draft.must(&keys::region(from))?];
    while let Some(above) = path.last().and_then(&next) {
        if path.len() == PATH_REGIONS_MAX {
            return Err(Damage::of(from.as_str(), "the regions above it never end"));
        }
        path.push(draft.must(&keys::region(&above))?);
    }
    Ok(path)
}

/// The region and those above it by cap parent, lowest first: whose totals change with it.
pub fn cap_path(
    draft: &Draft<'_>,
    from: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<Vec<RegionId>, Damage> {
    let path = path(draft, from, |region| cap_parent(region, indicator, day))?;
    Ok(path.into_iter().map(|region| region.region).collect())
}

/// The region and those it lies in, lowest first, by the relations that hold for all indicators.
pub fn place_path(draft: &Draft<'_>, from: &RegionId, day: Day) -> Result<Vec<Region>, Damage> {
    place_path_of(draft, from, None, day)
}

/// The region and those it lies in for one indicator, lowest first: a river basin may be drawn
/// otherwise than the air's control units.
pub fn place_path_of(
    draft: &Draft<'_>,
    from: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<Vec<Region>, Damage> {
    path(draft, from, |region| place(region, indicator, day).cloned())
}

/// The region and those it lay in for one indicator, lowest first, as it was known when something was
/// accepted: on its date, by the relations recorded before it. One recorded later that begins earlier
/// judges nothing anew.
pub fn place_path_known(
    draft: &Draft<'_>,
    from: &RegionId,
    indicator: Option<&IndicatorCode>,
    judged_by: Acceptance,
) -> Result<Vec<RegionId>, Damage> {
    let mut path = Vec::new();
    let mut next = Some(from.clone());
    while let Some(id) = next {
        if path.len() == PATH_REGIONS_MAX {
            return Err(Damage::of(from.as_str(), "the regions above it never end"));
        }
        let mut region: Region = draft.must(&keys::region(&id))?;
        let recorded = draft.list(&keys::relations_of(&id))?.into_iter();
        let mut before = recorded.filter(|at| at.index < judged_by.index);
        region
            .relations
            .truncate(before.next_back().map_or(0, |at| at.count));
        next = place(&region, indicator, judged_by.date).cloned();
        path.push(id);
    }
    Ok(path)
}

/// The prefecture the region lies in (itself, if it is one), for `indicator` where one is asked for;
/// the highest region where there is none.
pub fn prefecture(
    draft: &Draft<'_>,
    of: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<RegionId, Damage> {
    let path = place_path_of(draft, of, indicator, day)?;
    Ok(prefecture_on(&path).map_or_else(|| of.clone(), |region| region.region.clone()))
}

fn prefecture_on(path: &[Region]) -> Option<&Region> {
    path.iter()
        .find(|region| is_prefecture_or_above(region.level))
        .or(path.last())
}

/// Whether a region's own bureau decides for it.
pub(super) fn is_prefecture_or_above(level: Level) -> bool {
    match level {
        Level::Province | Level::Prefecture => true,
        Level::County | Level::Zone | Level::Park => false,
    }
}

/// The region that must supply `site` and is assessed for it, of `indicator` where one is asked for:
/// what the nearest region on its place path says it answers to, or its prefecture.
pub fn answers_to(
    draft: &Draft<'_>,
    site: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<RegionId, Damage> {
    answers_to_of(draft, &draft.must(&keys::region(site))?, indicator, day)
}

/// As [`answers_to`], of a region that need not be recorded as it is given here.
pub(super) fn answers_to_of(
    draft: &Draft<'_>,
    site: &Region,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<RegionId, Damage> {
    if let Some(target) = site.related(Relation::AnswersTo, indicator, day) {
        return Ok(target.clone());
    }
    let above = match place(site, indicator, day) {
        Some(place) => place_path_of(draft, place, indicator, day)?,
        None => Vec::new(),
    };
    let said = above
        .iter()
        .find_map(|region| region.related(Relation::AnswersTo, indicator, day));
    if let Some(target) = said {
        return Ok(target.clone());
    }
    if is_prefecture_or_above(site.level) {
        return Ok(site.region.clone());
    }
    Ok(prefecture_on(&above)
        .map_or(&site.region, |region| &region.region)
        .clone())
}

/// The lowest region above both by cap parent (either may be it); `None` where they share none, as
/// between the autonomous region and XPCC.
pub fn common_ancestor(
    draft: &Draft<'_>,
    a: &RegionId,
    b: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<Option<RegionId>, Damage> {
    let of_b = cap_path(draft, b, indicator, day)?;
    Ok(cap_path(draft, a, indicator, day)?
        .into_iter()
        .find(|region| of_b.contains(region)))
}

/// The office of `kind` that serves the region itself.
pub fn office(
    draft: &Draft<'_>,
    region: &RegionId,
    kind: PartyKind,
) -> Result<Option<PartyId>, Damage> {
    draft.get(&keys::office(region, kind))
}

/// The office of `kind` nearest to the region on its place path.
pub fn nearest_office(
    draft: &Draft<'_>,
    region: &RegionId,
    kind: PartyKind,
    day: Day,
) -> Result<Option<PartyId>, Damage> {
    for region in place_path(draft, region, day)? {
        if let Some(party) = office(draft, &region.region, kind)? {
            return Ok(Some(party));
        }
    }
    Ok(None)
}

/// The bureau that decides for a region: the nearest at or above prefecture level on its place
/// path. A county's bureau prepares, it does not decide.
pub fn authority(draft: &Draft<'_>, of: &RegionId, day: Day) -> Result<PartyId, Stop> {
    region(draft, of)?;
    for region in place_path(draft, of, day)? {
        if is_prefecture_or_above(region.level)
            && let Some(party) = office(draft, &region.region, PartyKind::Bureau)?
        {
            return Ok(party);
        }
    }
    Err(unknown("bureau for region", of).into())
}

/// The bureau above a region: that of its cap parent, for `indicator` where one is asked for; for a
/// root region its own.
pub fn upper_authority(
    draft: &Draft<'_>,
    of: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<PartyId, Stop> {
    let region = region(draft, of)?;
    match cap_parent(&region, indicator, day) {
        Some(parent) => authority(draft, &parent, day),
        None => authority(draft, of, day),
    }
}
