//! Regions, parties, persons, keys, accounts, caps, projects and holds.

use super::{Faults, Judged, Key, Model, QUANTITY_MOST, Seen, ticks};
use qledger::domain::case::Content;
use qledger::domain::entry::{
    AccountOpen, CapSet, HoldLift, HoldPlace, KeyAmend, KeyEnrol, KeyRevoke, PartyEnrol,
    PersonEnrol, ProjectRegister, RegionEnrol,
};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, PartyId, RegionId};
use qledger::domain::lot::{Hold, HoldTarget, Project};
use qledger::domain::moment::Day;
use qledger::domain::party::{Party, PartyKind, Seat};
use qledger::domain::period::Period;
use qledger::domain::refusal::Code;
use qledger::domain::region::{CapKind, Region, Relation};

impl Model {
    /// Enrols or amends a region. What it uses counts from then on where it lies then, and over may
    /// not rise by that.
    pub fn enrol_region(&mut self, seen: &Seen<'_>, act: &RegionEnrol) -> Judged {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let known = self.regions.get(&act.region);
        let placed = act
            .relations
            .iter()
            .any(|entry| entry.relation == Relation::Place);
        faults.when(known.is_none() && !placed, Code::FieldMissing);
        let ever = known.map_or(0, |region| region.relations.len()) + act.relations.len();
        faults.when(ever > 1_000, Code::TooManyRows);
        for entry in &act.relations {
            faults.when(entry.from > today, Code::DateInFuture);
            let Some(_) = self.regions.get(&entry.target) else {
                faults.when(true, Code::UnknownId);
                continue;
            };
            let upward = entry.relation != Relation::AnswersTo;
            faults.when(
                upward && self.ever_above(&entry.target, &act.region),
                Code::RegionLoop,
            );
        }
        faults.verdict()?;
        let before = self.clone();
        let mut relations = known.map_or_else(Vec::new, |region| region.relations.clone());
        relations.extend(act.relations.iter().cloned());
        let region = Region {
            region: act.region.clone(),
            names: act.names.clone(),
            level: act.level,
            division: act.division.clone(),
            relations,
        };
        self.regions.insert(act.region.clone(), region);
        let recorded = self.relations_at.entry(act.region.clone()).or_default();
        recorded.extend(act.relations.iter().map(|_| self.size));
        let mut faults = Faults::default();
        faults.when(self.over_rose(&before, today), Code::CapExceeded);
        faults.verdict()
    }

    /// Enrols a party.
    pub fn enrol_party(&mut self, seen: &Seen<'_>, act: &PartyEnrol) -> Judged {
        let mut faults = Faults::default();
        faults.when(
            !self.regions.contains_key(&act.party.region),
            Code::UnknownId,
        );
        faults.of_part(self.check_document(seen, &act.document));
        faults.verdict()?;
        self.parties
            .insert(act.party.party.clone(), act.party.clone());
        Ok(())
    }

    /// Enrols a person, whose pseudonym is unique.
    pub fn enrol_person(&mut self, act: &PersonEnrol) -> Judged {
        let mut faults = Faults::default();
        faults.when(!self.parties.contains_key(&act.party), Code::UnknownId);
        faults.when(self.persons.contains(&act.person), Code::AlreadyThere);
        faults.verdict()?;
        self.persons.insert(act.person.clone());
        Ok(())
    }

    /// Enrols a key; it stands once on the ledger.
    pub fn enrol_key(&mut self, seen: &Seen<'_>, act: &KeyEnrol) -> Judged {
        let id = act.public_key.key_id();
        let mut faults = Faults::default();
        faults.when(!self.parties.contains_key(&act.party), Code::UnknownId);
        faults.when(!self.persons.contains(&act.person), Code::UnknownId);
        let there = self.keys.contains_key(&id) || act.public_key == self.operator;
        faults.when(there, Code::AlreadyThere);
        let reversed = |until: Day| until < act.from || until < seen.today();
        faults.when(act.until.is_some_and(reversed), Code::DatesReversed);
        faults.verdict()?;
        let key = Key {
            party: act.party.clone(),
            person: act.person.clone(),
            seat: act.seat,
            from: act.from,
            until: act.until,
            revoked: false,
            not_trusted_since: None,
        };
        self.keys.insert(id, key);
        Ok(())
    }

    /// Changes a key's last day.
    pub fn amend_key(&mut self, seen: &Seen<'_>, act: &KeyAmend) -> Judged {
        let today = seen.today();
        let mut faults = Faults::default();
        let Some(key) = self.keys.get_mut(&act.key) else {
            return Err(Faults::of(Code::UnknownId));
        };
        faults.when(key.revoked, Code::KeyRevoked);
        let reversed = act
            .until
            .is_some_and(|until| until < key.from || until < today);
        faults.when(reversed, Code::DatesReversed);
        key.until = act.until;
        let of = (key.party.clone(), key.seat);
        self.check_root_can_sign(&of, today, &mut faults);
        faults.verdict()
    }

    /// Revokes a key, from this entry on.
    pub fn revoke_key(&mut self, seen: &Seen<'_>, act: &KeyRevoke) -> Judged {
        let mut faults = Faults::default();
        let Some(key) = self.keys.get_mut(&act.key) else {
            return Err(Faults::of(Code::UnknownId));
        };
        faults.when(key.revoked, Code::KeyRevoked);
        key.revoked = true;
        key.not_trusted_since = act.not_trusted_since;
        let late = act
            .not_trusted_since
            .is_some_and(|since| since > seen.today());
        faults.when(late, Code::DateInFuture);
        let of = (key.party.clone(), key.seat);
        self.check_root_can_sign(&of, seen.today(), &mut faults);
        faults.verdict()
    }

    /// A root always keeps as many persons to issue as it takes to speak for it, by keys without a
    /// last day.
    fn check_root_can_sign(&self, of: &(PartyId, Seat), today: Day, faults: &mut Faults) {
        let root = self
            .roots
            .iter()
            .find(|root| *of == (root.party.clone(), Seat::Issue));
        if let Some(root) = root {
            let can = self.keys.values().filter(|key| {
                let lives = !key.revoked && key.from <= today && key.until.is_none();
                key.party == root.party && key.seat == Seat::Issue && lives
            });
            let persons: std::collections::BTreeSet<_> = can.map(|key| &key.person).collect();
            faults.when(persons.len() < root.threshold, Code::LastIssueKey);
        }
    }

    /// Opens an account.
    pub fn open_account(&mut self, seen: &Seen<'_>, act: &AccountOpen) -> Judged {
        let id = &act.account;
        let mut faults = Faults::default();
        faults.when(!self.regions.contains_key(id.region()), Code::UnknownId);
        let holder = id
            .party()
            .is_none_or(|party| self.parties.contains_key(party));
        faults.when(!holder, Code::UnknownId);
        faults.when(self.accounts.contains(id), Code::AlreadyThere);
        if let Some(number) = id.project() {
            match self.projects.get(number) {
                None => faults.when(true, Code::UnknownId),
                Some(project) => {
                    let builds = id.party().is_none_or(|party| *party == project.builder);
                    let here = project.region == *id.region();
                    faults.when(!builds || !here, Code::NotTheSame);
                }
            }
        }
        faults.of_part(self.check_document(seen, &act.document));
        faults.verdict()?;
        self.accounts.insert(id.clone());
        Ok(())
    }

    /// Sets a cap, always, also below what is used.
    pub fn set_cap(&mut self, seen: &Seen<'_>, act: &CapSet) -> Judged {
        let mut faults = Faults::default();
        let none = act.kind == CapKind::None;
        faults.when(none == act.amount.is_some(), Code::FieldMissing);
        faults.when(!self.regions.contains_key(&act.region), Code::UnknownId);
        faults.of_part(self.check_document(seen, &act.document));
        let quantity = act.amount.unwrap_or_default();
        faults.of_part(self.check_amount(&act.indicator, None, quantity.decimal()));
        faults.when(
            matches!(act.period, Period::Plan(..)),
            Code::PeriodNotOfIndicator,
        );
        faults.when(
            ticks(quantity.decimal()) > QUANTITY_MOST,
            Code::QuantityTooLarge,
        );
        faults.verdict()?;
        let key = (act.region.clone(), act.indicator.clone(), act.period);
        if act.period == Period::Standing && act.kind != CapKind::Ceiling {
            let shifts = &mut self.book.shifts;
            shifts.retain(|(region, code, _), _| (region, code) != (&act.region, &act.indicator));
        }
        if none {
            self.book.caps.remove(&key);
        } else {
            self.book
                .caps
                .insert(key, (act.kind, ticks(quantity.decimal())));
        }
        Ok(())
    }

    /// Registers a project, flagged by the lists of the day.
    pub fn register_project(
        &mut self,
        seen: &Seen<'_>,
        act: &ProjectRegister,
    ) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.when(!self.parties.contains_key(&act.builder), Code::UnknownId);
        faults.of_part(self.check_document(seen, &act.document));
        let Some(_) = self.regions.get(&act.region) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict().map(|()| Vec::new());
        };
        let (two_high, missed) =
            self.listed(act.industry.as_str(), &act.region, (today, self.size));
        faults.when(missed == Some(true), Code::IndustryNotListed);
        faults.verdict()?;
        let number = self.number(&act.region, "P", today);
        let project = Project {
            project: number.parse().unwrap(),
            code: act.code.clone(),
            name: act.name.clone(),
            builder: act.builder.clone(),
            region: act.region.clone(),
            industry: act.industry.clone(),
            nature: act.nature,
            two_high: two_high.map(|version| version.parse().unwrap()),
            outside_list: missed.is_some(),
            demonstration: None,
            covered_by: None,
        };
        self.projects.insert(project.project.clone(), project);
        Ok(vec![number])
    }

    /// Places a hold. A root may hold anything, a bureau what lies below it, an inspector a case or
    /// a lot, a court an account.
    pub fn place_hold(&mut self, seen: &Seen<'_>, act: &HoldPlace) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(
            act.until.is_some_and(|until| until < today),
            Code::DatesReversed,
        );
        if let HoldTarget::Region {
            indicator: Some(code),
            ..
        } = &act.target
        {
            faults.of_part(self.indicator(code));
        }
        let by = self.parties.get(&act.by).cloned();
        let regions = self.regions_of(&act.target);
        let (Some(by), Some(regions)) = (by, regions) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict().map(|()| Vec::new());
        };
        faults.when(
            !self.may_hold(&by, &act.target, &regions, today),
            Code::NotAuthorised,
        );
        faults.verdict()?;
        let number = self.number(&by.region, "H", today);
        let hold = Hold {
            hold: number.parse().unwrap(),
            target: act.target.clone(),
            by: act.by.clone(),
            document: act.document.clone(),
            until: act.until,
            active: true,
        };
        self.holds.insert(hold.hold.clone(), hold);
        Ok(vec![number])
    }

    pub(super) fn regions_of(&self, target: &HoldTarget) -> Option<Vec<RegionId>> {
        match target {
            HoldTarget::Region { region, .. } => self
                .regions
                .contains_key(region)
                .then(|| vec![region.clone()]),
            HoldTarget::Account(account) => self
                .accounts
                .contains(account)
                .then(|| vec![account.region().clone()]),
            HoldTarget::Lot(lot) => {
                let first = self.book.lots.get(lot)?.account.region().clone();
                let holders = self.book.held.keys().filter(|spot| spot.lot == *lot);
                let held = holders.map(|spot| spot.account.region().clone());
                Some(held.chain([first]).collect())
            }
            HoldTarget::Case(number) => {
                let case = self.cases.get(number)?;
                let origin = match &case.content {
                    Content::Relocation(content) => Some(content.origin.region().clone()),
                    Content::Introduction(_) | Content::Demonstration(_) => None,
                };
                Some(origin.into_iter().chain([case.site.clone()]).collect())
            }
        }
    }

    pub(super) fn may_hold(
        &self,
        by: &Party,
        target: &HoldTarget,
        regions: &[RegionId],
        today: Day,
    ) -> bool {
        let above = |region: &RegionId| self.held_with(region, None, today).contains(&by.region);
        let is_root = self.roots.iter().any(|root| root.party == by.party);
        match (by.kind, target) {
            (PartyKind::Bureau, _) => is_root || regions.iter().any(above),
            (PartyKind::Inspector, HoldTarget::Lot(_) | HoldTarget::Case(_))
            | (PartyKind::Court, HoldTarget::Account(_)) => true,
            _ => is_root,
        }
    }

    /// Lifts a hold that still stops something.
    pub fn lift_hold(&mut self, seen: &Seen<'_>, act: &HoldLift) -> Judged {
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let Some(hold) = self.holds.get_mut(&act.hold) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        faults.when(!hold.active, Code::HoldNotActive);
        let of_finding = self.findings.values().any(|found| found.hold == act.hold);
        faults.when(of_finding, Code::HoldOfFinding);
        if of_finding {
            return faults.verdict();
        }
        hold.active = false;
        faults.verdict()
    }

    fn held(&self, stops: impl Fn(&HoldTarget) -> bool) -> bool {
        self.holds
            .values()
            .any(|hold| hold.active && stops(&hold.target))
    }

    pub(super) fn account_held(&self, account: &AccountId) -> bool {
        self.held(|target| *target == HoldTarget::Account(account.clone()))
    }

    pub(super) fn lot_held(&self, lot: &LotNo) -> bool {
        self.held(|target| *target == HoldTarget::Lot(lot.clone()))
    }

    pub(super) fn case_held(&self, case: &CaseNo) -> bool {
        self.held(|target| *target == HoldTarget::Case(case.clone()))
    }

    /// Whether a region, or one it counts into or lies in, is on hold for an indicator.
    pub(super) fn region_held(&self, region: &RegionId, code: &IndicatorCode, day: Day) -> bool {
        let above = self.held_with(region, Some(code), day);
        self.held(|target| match target {
            HoldTarget::Region { region, indicator } => {
                above.contains(region) && indicator.as_ref().is_none_or(|held| held == code)
            }
            HoldTarget::Account(_) | HoldTarget::Lot(_) | HoldTarget::Case(_) => false,
        })
    }
}
