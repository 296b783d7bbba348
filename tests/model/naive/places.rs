//! Where a region lies, whose totals it counts into, whom it answers to, who decides for it.

use super::Model;
use qledger::domain::ids::{IndicatorCode, PartyId, RegionId};
use qledger::domain::moment::Day;
use qledger::domain::party::PartyKind;
use qledger::domain::region::{Level, Relation, RelationEntry};

fn last_of(
    entries: &[RelationEntry],
    relation: Relation,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Option<RegionId> {
    let mut found: Option<(bool, RegionId)> = None;
    for entry in entries {
        let own = entry.indicator.is_some();
        let fits = entry.indicator.is_none() || entry.indicator.as_ref() == indicator;
        let weaker = found.as_ref().is_some_and(|(is_own, _)| *is_own && !own);
        if entry.relation == relation && entry.from <= day && fits && !weaker {
            found = Some((own, entry.target.clone()));
        }
    }
    found.map(|(_, target)| target)
}

impl Model {
    /// The last recorded relation of a kind that has begun; an indicator's own goes first.
    pub fn related(
        &self,
        region: &RegionId,
        relation: Relation,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Option<RegionId> {
        last_of(&self.regions[region].relations, relation, indicator, day)
    }

    /// The region and all those whose totals it counts into, lowest first. The default cap parent
    /// is the place.
    pub fn counts_into(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Vec<RegionId> {
        let mut path = vec![region.clone()];
        loop {
            let last = path.last().unwrap();
            let above = self
                .related(last, Relation::CapParent, indicator, day)
                .or_else(|| self.related(last, Relation::Place, indicator, day));
            match above {
                Some(above) => path.push(above),
                None => return path,
            }
        }
    }

    /// The region and those it lies in, lowest first.
    pub fn lies_in(&self, region: &RegionId, day: Day) -> Vec<RegionId> {
        self.lies_in_of(region, None, day)
    }

    /// The region and those it lies in for an indicator, lowest first.
    pub fn lies_in_of(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Vec<RegionId> {
        let mut path = vec![region.clone()];
        while let Some(above) = self.related(path.last().unwrap(), Relation::Place, indicator, day)
        {
            path.push(above);
        }
        path
    }

    /// The same as an acceptance knew it: without what was recorded since.
    pub fn lay_in(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        (date, index): super::policy::JudgedBy,
    ) -> Vec<RegionId> {
        let mut path = vec![region.clone()];
        loop {
            let last = path.last().unwrap();
            let recorded = self.relations_at.get(last).into_iter().flatten();
            let known = recorded.filter(|at| **at < index).count();
            let relations = &self.regions[last].relations[..known];
            match last_of(relations, Relation::Place, indicator, date) {
                Some(above) => path.push(above),
                None => return path,
            }
        }
    }

    /// Both ways up at once: where a hold on a region counts.
    pub fn held_with(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Vec<RegionId> {
        let mut above = self.counts_into(region, indicator, day);
        above.extend(self.lies_in(region, day));
        above
    }

    /// Whether a region is another, or ever lay in it or counted into it, by whatever way up.
    pub fn ever_above(&self, region: &RegionId, other: &RegionId) -> bool {
        let relations = self.regions[region].relations.iter();
        let mut up = relations.filter(|entry| entry.relation != Relation::AnswersTo);
        region == other || up.any(|entry| self.ever_above(&entry.target, other))
    }

    pub fn decides(&self, region: &RegionId) -> bool {
        match self.regions[region].level {
            Level::Province | Level::Prefecture => true,
            Level::County | Level::Zone | Level::Park => false,
        }
    }

    /// The prefecture a region lies in.
    pub fn prefecture(&self, region: &RegionId, day: Day) -> RegionId {
        self.prefecture_of(region, None, day)
    }

    /// The prefecture a region lies in for an indicator.
    pub fn prefecture_of(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> RegionId {
        let path = self.lies_in_of(region, indicator, day);
        let found = path.iter().find(|region| self.decides(region));
        found.or(path.last()).unwrap().clone()
    }

    /// Who must supply a site: whom it, or the nearest region it lies in, answers to; by default
    /// its prefecture.
    pub fn answers_to(&self, site: &RegionId, day: Day) -> RegionId {
        self.answers_to_of(site, None, day)
    }

    /// Who must supply a site with an indicator.
    pub fn answers_to_of(
        &self,
        site: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> RegionId {
        let path = self.lies_in_of(site, indicator, day);
        let said = |region: &RegionId| self.related(region, Relation::AnswersTo, indicator, day);
        path.iter()
            .find_map(said)
            .unwrap_or_else(|| self.prefecture_of(site, indicator, day))
    }

    /// The office of a kind in a region itself.
    pub fn office(&self, region: &RegionId, kind: PartyKind) -> Option<PartyId> {
        let mut offices = self.parties.values();
        let found = offices.find(|party| party.region == *region && party.kind == kind);
        found.map(|party| party.party.clone())
    }

    /// The nearest office of a kind at or above prefecture level.
    pub fn deciding(&self, region: &RegionId, kind: PartyKind, day: Day) -> Option<PartyId> {
        if !self.regions.contains_key(region) {
            return None;
        }
        let path = self.lies_in(region, day);
        let mut deciding = path.iter().filter(|region| self.decides(region));
        deciding.find_map(|region| self.office(region, kind))
    }

    /// The bureau that decides for a region.
    pub fn bureau(&self, region: &RegionId, day: Day) -> Option<PartyId> {
        self.deciding(region, PartyKind::Bureau, day)
    }

    /// The bureau above a region; above a root itself.
    pub fn bureau_above(
        &self,
        region: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Option<PartyId> {
        if !self.regions.contains_key(region) {
            return None;
        }
        let path = self.counts_into(region, indicator, day);
        self.bureau(path.get(1).unwrap_or(region), day)
    }

    /// The bureau of the lowest region above both; both roots where there is none.
    pub fn common_upper(
        &self,
        a: &RegionId,
        b: &RegionId,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Vec<PartyId> {
        let of_b = self.counts_into(b, indicator, day);
        let of_a = self.counts_into(a, indicator, day);
        match of_a.iter().find(|region| of_b.contains(region)) {
            Some(region) => self.bureau(region, day).into_iter().collect(),
            None => self.roots.iter().map(|root| root.party.clone()).collect(),
        }
    }
}
