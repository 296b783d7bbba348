//! Who enrols or amends a region.
//!
//! A relation decides whose ceilings a region's use counts against, who decides for it and who must
//! supply it. So no bureau sets one alone that reaches beyond its own area:
//!
//! ```text
//! 652300-EEB enrols ZD-X in ZD, answering to 650100     652300-EEB, 650100-EEB
//! 650100-EEB lets 650109 count into 652300              650100-EEB, 652300-EEB
//! 652300-EEB lets ZD-BZ answer to itself, not to XPCC   652300-EEB, XPCC-EEB, and as the two share
//!                                                       no region above them, both roots
//! 652300-EEB enrols ZD-Y in ZD, renames ZD-BZ           652300-EEB
//! 652300-EEB lets ZD count into a park in it that       652300-EEB, 650000-EEB
//!   counts into 650000 directly
//! ```

use std::collections::BTreeSet;

use super::{ISSUE, Signers, root_of, seats};
use crate::domain::entry::RegionEnrol;
use crate::domain::ids::{IndicatorCode, PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Region, Relation, RelationEntry};
use crate::domain::rules::places::{
    answers_to_of, authority, cap_parent, cap_path, common_ancestor, is_prefecture_or_above, place,
    place_path_of, upper_authority,
};
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};

/// The body over the region, and every other body whose area a relation reaches or leaves; where what
/// a region stood in and what it comes to stand in share no region above them, both roots. The body
/// over the region comes first, the others in the order of their ids.
pub fn enrollers(draft: &Draft<'_>, act: &RegionEnrol, day: Day) -> Result<Signers, Stop> {
    let recorded = draft.get(&keys::region(&act.region))?;
    let is_new = recorded.is_none();
    let before = match recorded {
        Some(region) => region,
        None => placed(act)?,
    };
    let over = match root_of(draft, |root| root.region == act.region)? {
        Some(root) => root.party,
        None if is_new => authority(draft, &general_place(act)?.target, day)?,
        None => upper_authority(draft, &act.region, None, day)?,
    };
    let mut bodies = Bodies {
        draft,
        day,
        area: draft.must(&keys::party(&over))?.region,
        over: over.clone(),
        others: BTreeSet::new(),
    };
    for entry in &act.relations {
        bodies.ask(&entry.target, entry.indicator.as_ref())?;
    }
    let mut after = before.clone();
    after.level = act.level;
    after.relations.extend(act.relations.iter().cloned());
    for indicator in indicators(draft, act)? {
        bodies.ask_for_change(&before, &after, indicator.as_ref())?;
    }
    // At or above prefecture level a region's own bureau decides, below that the one of its place.
    if is_prefecture_or_above(before.level) != is_prefecture_or_above(after.level)
        && let Some(place) = place(&before, None, day)
    {
        bodies.ask_changed(place, None)?;
    }
    bodies.others.remove(&over);
    let all = std::iter::once(&over).chain(&bodies.others);
    Ok(Signers::one(
        all.flat_map(|party| seats(party, ISSUE)).collect(),
    ))
}

/// The place that an enrolment names for all indicators. One for an indicator alone does not say
/// where a region lies.
fn general_place(act: &RegionEnrol) -> Result<&RelationEntry, Refusal> {
    let is_it =
        |entry: &&RelationEntry| entry.relation == Relation::Place && entry.indicator.is_none();
    act.relations.iter().find(is_it).ok_or_else(|| {
        Refusal::new(Code::FieldMissing)
            .with("kind", "region.enrol")
            .with("field", "place")
    })
}

/// What a new region is before all other relations: it lies in its place.
fn placed(act: &RegionEnrol) -> Result<Region, Refusal> {
    Ok(Region {
        region: act.region.clone(),
        names: act.names.clone(),
        level: act.level,
        division: act.division.clone(),
        relations: vec![general_place(act)?.clone()],
    })
}

/// None, for what holds for all indicators, and every one adopted or named.
fn indicators(draft: &Draft<'_>, act: &RegionEnrol) -> Result<Vec<Option<IndicatorCode>>, Damage> {
    let mut found = vec![None];
    let adopted = draft.list(&keys::policy_scopes("indicator"))?;
    let adopted = adopted.iter().filter_map(|code| code.parse().ok());
    let named = act.relations.iter().filter_map(|e| e.indicator.clone());
    for code in adopted.chain(named).map(Some) {
        if !found.contains(&code) {
            found.push(code);
        }
    }
    Ok(found)
}

/// Who signs, gathered.
struct Bodies<'a> {
    draft: &'a Draft<'a>,
    day: Day,
    /// The body that stands over the region enrolled or amended.
    over: PartyId,
    /// Its region.
    area: RegionId,
    /// Whoever else is asked.
    others: BTreeSet<PartyId>,
}

impl Bodies<'_> {
    /// Asks the bureau of a region that is not wholly in the area, by place and by cap parent.
    fn ask(&mut self, region: &RegionId, indicator: Option<&IndicatorCode>) -> Result<(), Stop> {
        self.ask_unless_inside(region, indicator).map(|_| ())
    }

    /// Asks for a region that something changes for. Where the body over the enrolled region decides
    /// for it too, though it counts elsewhere, the bureau above it is asked: else that body alone
    /// would lead what is used round its own ceiling, by a park that counts past it.
    fn ask_changed(
        &mut self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
    ) -> Result<(), Stop> {
        if self.ask_unless_inside(region, indicator)?.as_ref() == Some(&self.over) {
            let above = upper_authority(self.draft, region, indicator, self.day)?;
            self.others.insert(above);
        }
        Ok(())
    }

    /// Whom it asked.
    fn ask_unless_inside(
        &mut self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
    ) -> Result<Option<PartyId>, Stop> {
        let deciding = authority(self.draft, region, self.day)?;
        let places = place_path_of(self.draft, region, indicator, self.day)?;
        let lies_in = places.iter().any(|place| place.region == self.area);
        let caps = cap_path(self.draft, region, indicator, self.day)?;
        if lies_in && caps.contains(&self.area) {
            return Ok(None);
        }
        self.others.insert(deciding.clone());
        Ok(Some(deciding))
    }

    /// Asks for each relation that comes to be another, whatever it was.
    fn ask_for_change(
        &mut self,
        before: &Region,
        after: &Region,
        indicator: Option<&IndicatorCode>,
    ) -> Result<(), Stop> {
        let day = self.day;
        let place_of = |region: &Region| place(region, indicator, day).cloned();
        self.ask_where_changed([place_of(before), place_of(after)], indicator)?;
        let parents = [before, after].map(|region| cap_parent(region, indicator, day));
        self.ask_along_paths(&parents, indicator)?;
        self.ask_where_changed(parents, indicator)?;
        let suppliers = [
            Some(answers_to_of(self.draft, before, indicator, day)?),
            Some(answers_to_of(self.draft, after, indicator, day)?),
        ];
        self.ask_where_changed(suppliers, indicator)
    }

    fn ask_where_changed(
        &mut self,
        [before, after]: [Option<RegionId>; 2],
        indicator: Option<&IndicatorCode>,
    ) -> Result<(), Stop> {
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(());
        };
        if before == after {
            return Ok(());
        }
        self.ask_changed(&before, indicator)?;
        self.ask_changed(&after, indicator)?;
        if common_ancestor(self.draft, &before, &after, indicator, self.day)?.is_none() {
            let ledger: Ledger = self.draft.must(&keys::ledger())?;
            self.others
                .extend(ledger.roots.into_iter().map(|root| root.party));
        }
        Ok(())
    }

    /// Asks for every region whose use changes: above one cap parent and not above the other.
    fn ask_along_paths(
        &mut self,
        parents: &[Option<RegionId>; 2],
        indicator: Option<&IndicatorCode>,
    ) -> Result<(), Stop> {
        let mut paths = [Vec::new(), Vec::new()];
        for (path, parent) in paths.iter_mut().zip(parents) {
            if let Some(parent) = parent {
                crate::domain::rules::places::region(self.draft, parent)?;
                *path = cap_path(self.draft, parent, indicator, self.day)?;
            }
        }
        let [old, new] = &paths;
        let left = old.iter().filter(|region| !new.contains(region));
        let entered = new.iter().filter(|region| !old.contains(region));
        for region in left.chain(entered) {
            self.ask_changed(region, indicator)?;
        }
        Ok(())
    }
}
