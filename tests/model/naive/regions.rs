//! Who enrols and amends a region.

use std::collections::BTreeSet;

use qledger::domain::entry::{RegionEnrol, RequiredSigner};
use qledger::domain::ids::{IndicatorCode, PartyId, RegionId};
use qledger::domain::moment::Day;
use qledger::domain::party::Seat;
use qledger::domain::policy::PolicyItem;
use qledger::domain::refusal::Code;
use qledger::domain::region::{Region, Relation, RelationEntry};

use super::who::{known, seats};
use super::{Faults, Judged, Model};

/// Where a region stands for an indicator: what it lies in, all it counts into, who supplies it.
struct Standing {
    place: Option<RegionId>,
    counts_into: Vec<RegionId>,
    supplied_by: Option<RegionId>,
}

impl Model {
    /// Every indicator that was adopted.
    pub fn adopted_indicators(&self) -> BTreeSet<Option<IndicatorCode>> {
        let codes = self.policy.iter().filter_map(|adoption| {
            if let PolicyItem::Indicator(item) = &adoption.item {
                Some(Some(item.code.clone()))
            } else {
                None
            }
        });
        codes.collect()
    }

    /// The body over a region, and by id whoever's area its relations reach or leave: the bureau of
    /// every region named, of the old and the new of what changes, and of all that a change of cap
    /// parent lets use leave or enter. Where old and new have nothing above both: both roots.
    pub fn who_enrols_region(&self, act: &RegionEnrol, day: Day) -> Judged<Vec<RequiredSigner>> {
        let (before, over) = self.before_its_relations(act, day)?;
        let area = &self.parties[&over].region;
        let mut others: BTreeSet<PartyId> = BTreeSet::new();
        // Where the body over the region is the one to ask for what changes, the one above that.
        let mut ask =
            |region: &RegionId, indicator: Option<&IndicatorCode>, changes: bool| -> Judged {
                let bureau = known(before.bureau(region, day))?;
                let inside = before.lies_in_of(region, indicator, day).contains(area)
                    && before.counts_into(region, indicator, day).contains(area);
                if inside {
                    return Ok(());
                }
                if changes && bureau == over {
                    others.insert(known(before.bureau_above(region, indicator, day))?);
                }
                others.insert(bureau);
                Ok(())
            };
        for entry in &act.relations {
            known(self.regions.get(&entry.target))?;
            ask(&entry.target, entry.indicator.as_ref(), false)?;
        }
        let mut after = before.clone();
        let region = after.regions.get_mut(&act.region).unwrap();
        region.level = act.level;
        region.relations.extend(act.relations.iter().cloned());
        let named = act.relations.iter().map(|r| r.indicator.clone());
        let mut indicators = self.adopted_indicators();
        indicators.extend(named.chain([None]));
        let mut apart = false;
        for indicator in &indicators {
            let code = indicator.as_ref();
            let old = before.standing(&before, &act.region, code, day);
            let new = before.standing(&after, &act.region, code, day);
            for region in &old.counts_into {
                if !new.counts_into.contains(region) {
                    ask(region, code, true)?;
                }
            }
            for region in &new.counts_into {
                if !old.counts_into.contains(region) {
                    ask(region, code, true)?;
                }
            }
            let parent = |standing: &Standing| standing.counts_into.first().cloned();
            let pairs = [
                (parent(&old), parent(&new)),
                (old.place, new.place),
                (old.supplied_by, new.supplied_by),
            ];
            for (old, new) in pairs {
                let (Some(old), Some(new)) = (old, new) else {
                    continue;
                };
                if old != new {
                    ask(&old, code, true)?;
                    ask(&new, code, true)?;
                    let of_new = before.counts_into(&new, code, day);
                    let of_old = before.counts_into(&old, code, day);
                    apart |= !of_old.iter().any(|region| of_new.contains(region));
                }
            }
        }
        if before.decides(&act.region) != after.decides(&act.region)
            && let Some(place) = before.related(&act.region, Relation::Place, None, day)
        {
            ask(&place, None, true)?;
        }
        if apart {
            others.extend(self.roots.iter().map(|root| root.party.clone()));
        }
        others.remove(&over);
        let set = std::iter::once(&over).chain(&others);
        Ok(set.flat_map(|party| seats(party, &[Seat::Issue])).collect())
    }

    /// The ledger before the relations of an act, a new region lying in its place alone, and the
    /// body over it.
    fn before_its_relations(&self, act: &RegionEnrol, day: Day) -> Judged<(Model, PartyId)> {
        let mut before = self.clone();
        if self.regions.contains_key(&act.region) {
            let over = known(self.bureau_above(&act.region, None, day))?;
            return Ok((before, over));
        }
        let lies = |r: &&RelationEntry| r.relation == Relation::Place && r.indicator.is_none();
        let place = act.relations.iter().find(lies);
        let place = place.ok_or(Faults::of(Code::FieldMissing))?;
        let over = known(self.bureau(&place.target, day))?;
        let region = Region {
            region: act.region.clone(),
            names: act.names.clone(),
            level: act.level,
            division: None,
            relations: vec![place.clone()],
        };
        before.regions.insert(act.region.clone(), region);
        Ok((before, over))
    }

    /// Where a region stands by its own relations in `model`; above itself everything is as it was.
    fn standing(
        &self,
        model: &Self,
        region: &RegionId,
        code: Option<&IndicatorCode>,
        day: Day,
    ) -> Standing {
        let place = model.related(region, Relation::Place, code, day);
        let parent = model.related(region, Relation::CapParent, code, day);
        let parent = parent.or_else(|| place.clone());
        let path = place
            .as_ref()
            .map_or_else(Vec::new, |place| self.lies_in_of(place, code, day));
        let said =
            |model: &Self, region: &RegionId| model.related(region, Relation::AnswersTo, code, day);
        let supplied_by = said(model, region)
            .or_else(|| path.iter().find_map(|region| said(self, region)))
            .or_else(|| model.decides(region).then(|| region.clone()))
            .or_else(|| path.iter().find(|region| self.decides(region)).cloned())
            .or_else(|| path.last().cloned());
        Standing {
            place,
            counts_into: parent.map_or_else(Vec::new, |up| self.counts_into(&up, code, day)),
            supplied_by,
        }
    }
}
