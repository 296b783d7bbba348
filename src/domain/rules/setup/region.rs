//! Enrolling and amending regions.
//!
//! A region's relations are dated and only ever added to. What was accepted is judged by those that
//! were recorded before, however far back a later one begins. Because paths are also read at past days,
//! no two regions may stand above each other by any relation ever recorded, not only by those that
//! hold today.

use std::collections::{BTreeMap, BTreeSet};

use super::{check_count, field, is_root, row_twice, twice};
use crate::domain::entry::RegionEnrol;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Region, Relation, RelationEntry};
use crate::domain::rules::posting::shift_region;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, RELATIONS_MAX, check_most, documents, places};
use crate::domain::state::{Damage, Draft, RelationsAt, Stop, keys};

/// Enrols a region, or amends it where it exists: names, level and division are replaced, relations
/// added. Where its cap parent changes, what it uses counts from then on into the new regions
/// above it.
pub fn enrol(draft: &mut Draft<'_>, context: &Context<'_>, act: &RegionEnrol) -> Result<(), Stop> {
    let old = draft.get(&keys::region(&act.region))?;
    check_form(
        act,
        old.is_some() && is_root(draft, &act.region)?,
        old.is_none(),
    )?;
    let so_far = old.as_ref().map_or(0, |region| region.relations.len());
    check_most("relations", so_far + act.relations.len(), RELATIONS_MAX)?;
    for entry in &act.relations {
        places::region(draft, &entry.target)?;
    }
    check_loops(draft, act)?;
    let counted = match &old {
        Some(_) => counted_into(draft, context, &act.region)?,
        None => Vec::new(),
    };
    let is_new = old.is_none();
    let region = amended(old, act);
    places::put_region(draft, &region)?;
    let known = RelationsAt {
        index: context.index,
        count: region.relations.len(),
    };
    draft.put(&keys::relations_at(&act.region, context.index), &known)?;
    // Nothing lies below a new region, so only the amended one's checks reach beyond itself.
    let affected = if is_new { vec![region] } else { all(draft)? };
    check_levels(draft, &act.region, &affected)?;
    check_depth(draft, &affected)?;
    documents::check_document(draft, context, &act.document)?;
    check_begun(context, &act.relations)?;
    for indicator in act
        .relations
        .iter()
        .filter_map(|entry| entry.indicator.as_ref())
    {
        policy::indicator(draft, indicator)?;
    }
    // Use alone moves. The region's own ceilings go with it, for they are on its own row; those above
    // were decided by other bodies for what lay below them then, and are theirs to amend. So a
    // region whose use would not fit is refused until the new ceilings are set.
    for (indicator, before) in counted {
        let path = places::cap_path(draft, &act.region, Some(&indicator), context.today())?;
        shift_region(
            draft,
            context.today(),
            &act.region,
            &before,
            &path,
            &indicator,
        )?;
    }
    Ok(())
}

/// Form: a new region needs a place for all indicators; a root lies nowhere and counts into nothing.
fn check_form(act: &RegionEnrol, is_root: bool, is_new: bool) -> Result<(), Refusal> {
    check_count("relations", act.relations.len())?;
    let of = |entry: &RelationEntry| (entry.relation, entry.indicator.clone());
    let kinds: Vec<_> = act.relations.iter().map(of).collect();
    if let Some((relation, indicator)) = twice(&kinds) {
        let indicator = indicator.as_ref().map_or("all", IndicatorCode::as_str);
        return Err(row_twice(format!("{relation} of {indicator}")));
    }
    let has_place = kinds.contains(&(Relation::Place, None));
    if is_new && !has_place {
        return Err(field("region.enrol", "place"));
    }
    if is_root && act.relations.iter().any(is_upward) {
        return Err(field("region.enrol", "relations"));
    }
    Ok(())
}

fn is_upward(entry: &RelationEntry) -> bool {
    match entry.relation {
        Relation::CapParent | Relation::Place => true,
        Relation::AnswersTo => false,
    }
}

fn amended(old: Option<Region>, act: &RegionEnrol) -> Region {
    let mut relations = old.map_or_else(Vec::new, |region| region.relations);
    relations.extend(act.relations.iter().cloned());
    Region {
        region: act.region.clone(),
        names: act.names.clone(),
        level: act.level,
        division: act.division.clone(),
        relations,
    }
}

/// The regions that `region` ever lay in or counted into.
fn above(region: &Region) -> impl Iterator<Item = &RegionId> {
    region
        .relations
        .iter()
        .filter(|entry| is_upward(entry))
        .map(|entry| &entry.target)
}

/// Whether `target` is `region` or ever stood below it.
fn is_below(draft: &Draft<'_>, target: &RegionId, region: &RegionId) -> Result<bool, Damage> {
    let mut seen = BTreeSet::new();
    let mut open = vec![target.clone()];
    while let Some(next) = open.pop() {
        if next == *region {
            return Ok(true);
        }
        if seen.insert(next.clone()) {
            open.extend(above(&draft.must(&keys::region(&next))?).cloned());
        }
    }
    Ok(false)
}

fn check_loops(draft: &Draft<'_>, act: &RegionEnrol) -> Result<(), Stop> {
    for entry in act.relations.iter().filter(|entry| is_upward(entry)) {
        if is_below(draft, &entry.target, &act.region)? {
            return Err(Refusal::new(Code::RegionLoop)
                .with("region", &act.region)
                .with("target", &entry.target)
                .into());
        }
    }
    Ok(())
}

/// Every region, for the checks that reach below the amended one.
fn all(draft: &Draft<'_>) -> Result<Vec<Region>, Damage> {
    let ids = draft.list(&keys::regions())?;
    ids.iter().map(|id| draft.must(&keys::region(id))).collect()
}

/// No region stands higher than a place that is recorded for it: who decides follows from levels.
fn check_levels(draft: &Draft<'_>, amended: &RegionId, regions: &[Region]) -> Result<(), Stop> {
    for region in regions {
        let places = region
            .relations
            .iter()
            .filter(|entry| entry.relation == Relation::Place);
        for target in places.map(|entry| &entry.target) {
            if region.region != *amended && target != amended {
                continue;
            }
            let place = draft.must(&keys::region(target))?;
            if region.level < place.level {
                return Err(Refusal::new(Code::LevelAbovePlace)
                    .with("region", &region.region)
                    .with("level", region.level)
                    .with("place", &place.region)
                    .with("place_level", place.level)
                    .into());
            }
        }
    }
    Ok(())
}

/// Regions on the longest way up from `region`, itself included. There are no loops.
fn depth(
    draft: &Draft<'_>,
    region: &Region,
    known: &mut BTreeMap<RegionId, usize>,
) -> Result<usize, Damage> {
    if let Some(depth) = known.get(&region.region) {
        return Ok(*depth);
    }
    let mut highest = 0;
    for target in above(region) {
        let target = draft.must(&keys::region(target))?;
        highest = highest.max(depth(draft, &target, known)?);
    }
    known.insert(region.region.clone(), highest + 1);
    Ok(highest + 1)
}

/// Paths are walked at every posting, so they stay short; also those of the regions below.
fn check_depth(draft: &Draft<'_>, regions: &[Region]) -> Result<(), Stop> {
    let mut known = BTreeMap::new();
    for region in regions {
        let count = depth(draft, region, &mut known)?;
        if count > places::PATH_REGIONS_MAX {
            return Err(Refusal::new(Code::RegionTooDeep)
                .with("region", &region.region)
                .with("count", count)
                .with("max", places::PATH_REGIONS_MAX)
                .into());
        }
    }
    Ok(())
}

/// A relation that began by itself one day would change totals without an entry.
fn check_begun(context: &Context<'_>, relations: &[RelationEntry]) -> Result<(), Refusal> {
    match relations.iter().find(|entry| entry.from > context.today()) {
        None => Ok(()),
        Some(entry) => Err(Refusal::new(Code::DateInFuture)
            .with("what", format!("{} {}", entry.relation, entry.target))
            .with("date", entry.from)
            .with("today", context.today())),
    }
}

/// The regions that each indicator's totals of `region` count into today, itself first.
fn counted_into(
    draft: &Draft<'_>,
    context: &Context<'_>,
    region: &RegionId,
) -> Result<Vec<(IndicatorCode, Vec<RegionId>)>, Damage> {
    let mut counted = Vec::new();
    for indicator in draft.list(&keys::indicators_of(region))? {
        let path = places::cap_path(draft, region, Some(&indicator), context.today())?;
        counted.push((indicator, path));
    }
    Ok(counted)
}

#[cfg(test)]
mod tests;
