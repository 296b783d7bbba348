//! Who may record what, in which seats.

use std::collections::BTreeSet;

use super::sources::is_drawable;
use super::{Case, Faults, Judged, Model};
use qledger::domain::case::Content;
use qledger::domain::entry::{Act, CaseAct, EndKind, RegionEnrol, RequiredSigner};
use qledger::domain::ids::{AccountId, CaseNo, PartyId, PermitNo, RegionId};
use qledger::domain::moment::Day;
use qledger::domain::party::{PartyKind, Seat};
use qledger::domain::procedure::Signatory;
use qledger::domain::refusal::Code;
use qledger::domain::region::{Relation, RelationEntry};

type Signers = Vec<RequiredSigner>;

const ALL: &[Seat] = &[Seat::Handle, Seat::Review, Seat::Issue];
const REVIEW_ISSUE: &[Seat] = &[Seat::Review, Seat::Issue];

fn seats(party: &PartyId, seats: &[Seat]) -> Signers {
    seats
        .iter()
        .map(|seat| RequiredSigner::of(party, *seat))
        .collect()
}

fn known<T>(found: Option<T>) -> Judged<T> {
    found.ok_or(Faults::of(Code::UnknownId))
}

impl Model {
    /// The sets of signers any one of which may record an act.
    pub fn who_records(&self, act: &Act, day: Day) -> Judged<Vec<Signers>> {
        let bureau = |region: &RegionId, wanted: &[Seat]| {
            Ok(vec![self.body(&known(self.bureau(region, day))?, wanted)])
        };
        let opener = |case: &CaseNo| Ok(known(self.cases.get(case))?.opened_by.clone());
        match act {
            Act::Genesis(_) => Ok(vec![Vec::new()]),
            Act::RegionEnrol(act) => Ok(vec![self.region_enrollers(act, day)?]),
            Act::PartyEnrol(act) => {
                let region = &act.party.region;
                let who = known(self.enroller(act.party.kind, region, day))?;
                Ok(vec![self.body(&who, &[Seat::Issue])])
            }
            Act::PersonEnrol(act) => self.keepers(&act.party, day),
            Act::KeyEnrol(act) => {
                let mut sets = self.keepers(&act.party, day)?;
                for set in &mut sets {
                    let (party, seat) = (act.party.clone(), act.seat);
                    set.push(RequiredSigner {
                        party,
                        seat,
                        new: true,
                    });
                }
                Ok(sets)
            }
            Act::KeyAmend(act) => self.keepers(&known(self.keys.get(&act.key))?.party, day),
            Act::KeyRevoke(act) => self.keepers(&known(self.keys.get(&act.key))?.party, day),
            Act::AccountOpen(act) => bureau(act.account.region(), &[Seat::Issue]),
            Act::PolicyAdopt(act) => match &act.scope {
                Some(region) => bureau(region, ALL),
                None => Ok(vec![self.both_roots()]),
            },
            Act::Upgrade(_) => Ok(vec![self.both_roots()]),
            Act::CapSet(act) => match self.roots.iter().find(|root| root.region == act.region) {
                Some(root) => Ok(vec![self.root_signers(&root.party)]),
                None => {
                    let above = known(self.bureau_above(&act.region, day))?;
                    Ok(vec![self.body(&above, ALL)])
                }
            },
            Act::OpeningRecord(act) => {
                let own = known(self.bureau(&act.region, day))?;
                let mut set = self.body(&own, ALL);
                set.extend(self.body(&self.second_body(&own, day)?, &[Seat::Issue]));
                Ok(vec![set])
            }
            Act::QuotaIssue(act) => bureau(act.account.region(), ALL),
            Act::QuotaTakeBack(act) => bureau(act.account.region(), ALL),
            Act::PermitRecord(act) => bureau(&act.region, REVIEW_ISSUE),
            Act::PermitLower(act) => bureau(self.region_of_permit(&act.permit)?, REVIEW_ISSUE),
            Act::PermitCancel(act) => bureau(self.region_of_permit(&act.permit)?, REVIEW_ISSUE),
            Act::EmissionVerify(act) => bureau(act.account.region(), REVIEW_ISSUE),
            Act::BaseDecide(act) => {
                let case = known(self.cases.get(&act.decision.case))?;
                let upper = self.parties_of(case, Signatory::CommonUpper, day)?;
                Ok(vec![
                    upper
                        .iter()
                        .flat_map(|party| self.body(party, REVIEW_ISSUE))
                        .collect(),
                ])
            }
            Act::ReductionRecord(act) => {
                let mut sets = bureau(act.account.region(), &[Seat::Handle])?;
                sets.extend(act.account.party().map(|unit| seats(unit, &[Seat::Handle])));
                Ok(sets)
            }
            Act::ReductionVerify(act) => {
                let reduction = known(self.reductions.get(&act.reduction))?;
                bureau(reduction.act.account.region(), REVIEW_ISSUE)
            }
            Act::ProjectRegister(act) => {
                let openers = self.openers(&act.region, Some(&act.builder), day)?;
                Ok(openers
                    .iter()
                    .map(|party| seats(party, &[Seat::Handle]))
                    .collect())
            }
            Act::HoldPlace(act) => Ok(vec![self.body(&act.by, &[Seat::Issue])]),
            Act::HoldLift(act) => {
                let by = &known(self.holds.get(&act.hold))?.by;
                Ok(vec![self.body(by, &[Seat::Issue])])
            }
            Act::CaseOpen(act) => Ok(vec![seats(&act.by, &[Seat::Handle])]),
            Act::CaseAct(act) => Ok(vec![self.who_does_step(act, day)?]),
            Act::CaseReturn(act) => Ok(vec![seats(&act.by, &[Seat::Review])]),
            Act::CaseResubmit(act) => Ok(vec![seats(&opener(&act.case)?, &[Seat::Handle])]),
            Act::CaseEnd(act) => match act.kind {
                EndKind::NotAccepted | EndKind::Refused => Ok(vec![seats(&act.by, REVIEW_ISSUE)]),
                EndKind::Withdrawn => Ok(vec![seats(&act.by, &[Seat::Handle])]),
            },
        }
    }

    fn region_of_permit(&self, permit: &PermitNo) -> Judged<&RegionId> {
        Ok(&known(self.permits.get(permit))?.region)
    }

    fn root_signers(&self, party: &PartyId) -> Signers {
        let root = self.roots.iter().find(|root| root.party == *party).unwrap();
        vec![RequiredSigner::of(party, Seat::Issue); root.threshold]
    }

    /// The seats of a body beside cases: a root issues with as many persons as its threshold.
    fn body(&self, party: &PartyId, wanted: &[Seat]) -> Signers {
        let issues = |seat: &&Seat| **seat == Seat::Issue && self.is_root(party);
        let mut set: Signers = Vec::new();
        for seat in wanted {
            if issues(&seat) {
                set.extend(self.root_signers(party));
            } else {
                set.push(RequiredSigner::of(party, *seat));
            }
        }
        set
    }

    /// Who enrols a region: the bureau over it, those over what it is tied to or untied from
    /// elsewhere, and both roots where that is the other's.
    fn region_enrollers(&self, act: &RegionEnrol, day: Day) -> Judged<Signers> {
        let new = !self.regions.contains_key(&act.region);
        let place = act
            .relations
            .iter()
            .find(|entry| entry.relation == Relation::Place && entry.indicator.is_none());
        let (above, home) = match place.filter(|_| new) {
            Some(place) => (self.bureau(&place.target, day), place.target.clone()),
            None if new => return Err(Faults::of(Code::FieldMissing)),
            None => (self.bureau_above(&act.region, day), act.region.clone()),
        };
        let mut bodies = vec![known(above)?];
        let top = |region: &RegionId| self.lies_in(region, day).last().cloned();
        let mut joins = false;
        let mut targets = BTreeSet::new();
        for entry in &act.relations {
            targets.insert(entry.target.clone());
            if !new {
                targets.extend(self.replaced(&act.region, entry, day));
            }
        }
        for target in targets {
            known(self.regions.get(&target))?;
            let path = self.lies_in(&target, day);
            let office = |region| self.office(region, PartyKind::Bureau);
            if !path
                .iter()
                .any(|region| office(region).as_ref() == bodies.first())
            {
                bodies.push(known(self.bureau(&target, day))?);
            }
            joins |= top(&target) != top(&home);
        }
        if joins {
            bodies.extend(self.roots.iter().map(|root| root.party.clone()));
        }
        let mut set: Signers = Vec::new();
        for party in &bodies {
            if set.iter().all(|signer| signer.party != *party) {
                set.extend(self.body(party, &[Seat::Issue]));
            }
        }
        Ok(set)
    }

    /// Where a relation led before an amendment.
    fn replaced(&self, region: &RegionId, entry: &RelationEntry, day: Day) -> Option<RegionId> {
        let indicator = entry.indicator.as_ref();
        match entry.relation {
            Relation::CapParent => self.counts_into(region, indicator, day).into_iter().nth(1),
            Relation::Place => self.related(region, Relation::Place, indicator, day),
            Relation::AnswersTo => Some(self.answers_to(region, day)),
        }
    }

    fn both_roots(&self) -> Signers {
        self.roots
            .iter()
            .flat_map(|root| self.root_signers(&root.party))
            .collect()
    }

    fn is_root(&self, party: &PartyId) -> bool {
        self.roots.iter().any(|root| root.party == *party)
    }

    /// A region's bureau and government are enrolled from above, all else by its bureau.
    fn enroller(&self, kind: PartyKind, region: &RegionId, day: Day) -> Option<PartyId> {
        match kind {
            PartyKind::Bureau | PartyKind::Government => self.bureau_above(region, day),
            _ => self.bureau(region, day),
        }
    }

    /// Who answers for a party's keys: itself while it can issue, and the bureau above it always.
    fn keepers(&self, id: &PartyId, day: Day) -> Judged<Vec<Signers>> {
        let party = known(self.parties.get(id))?;
        if self.is_root(id) {
            return Ok(vec![self.root_signers(id)]);
        }
        let above = party.upper.clone();
        let above = above.or_else(|| self.enroller(party.kind, &party.region, day));
        let above = self.body(&known(above)?, &[Seat::Issue]);
        let issues = |key: &&super::Key| key.party == *id && key.seat == Seat::Issue;
        let can_issue = self.keys.values().filter(issues).any(|key| !key.revoked);
        let own = can_issue.then(|| seats(id, &[Seat::Issue]));
        Ok(own.into_iter().chain([above]).collect())
    }

    /// The second body of an opening: the one above, and above a root the other root.
    fn second_body(&self, own: &PartyId, day: Day) -> Judged<PartyId> {
        if self.is_root(own) {
            let other = self.roots.iter().find(|root| root.party != *own);
            return Ok(known(other)?.party.clone());
        }
        known(self.bureau_above(&self.parties[own].region, day))
    }

    /// Who may open a case or lodge a project at a site: the nearest park committee, the enterprise,
    /// and the bureaus of the place, the nearest first.
    pub fn openers(
        &self,
        site: &RegionId,
        enterprise: Option<&PartyId>,
        day: Day,
    ) -> Judged<Vec<PartyId>> {
        let deciding = known(self.bureau(site, day))?;
        let path = self.lies_in(site, day);
        let nearest = path
            .iter()
            .find_map(|region| self.office(region, PartyKind::Bureau));
        let all = self
            .committee(site, day)
            .into_iter()
            .chain(enterprise.cloned());
        let mut openers: Vec<PartyId> = Vec::new();
        for party in all.chain(nearest).chain([deciding]) {
            if !openers.contains(&party) {
                openers.push(party);
            }
        }
        Ok(openers)
    }

    fn committee(&self, site: &RegionId, day: Day) -> Option<PartyId> {
        let path = self.lies_in(site, day);
        path.iter()
            .find_map(|region| self.office(region, PartyKind::ParkCommittee))
    }

    fn who_does_step(&self, act: &CaseAct, day: Day) -> Judged<Signers> {
        let case = known(self.cases.get(&act.case))?;
        let step = case.procedure.steps.iter().find(|step| step.id == act.step);
        let step = step.ok_or(Faults::of(Code::StepUnknown))?;
        let parties = self.parties_of(case, step.signatory, day)?;
        let themselves = parties.iter().filter(|party| !act.issuers.contains(party));
        let themselves: Signers = themselves
            .flat_map(|party| seats(party, &step.seats))
            .collect();
        if act.issuers.is_empty() {
            return Ok(themselves);
        }
        let recorder = step.recorded_by.ok_or(Faults::of(Code::NotByDocument))?;
        let recorder = self.parties_of(case, recorder, day)?;
        let mut signers = recorder.first().map_or_else(Vec::new, |party| {
            seats(party, &[Seat::Handle, Seat::Review])
        });
        for signer in themselves {
            if !signers.contains(&signer) {
                signers.push(signer);
            }
        }
        Ok(signers)
    }

    /// Where the quantity of a case comes from.
    pub fn giver_region(&self, case: &Case, day: Day) -> RegionId {
        match &case.content {
            Content::Relocation(content) => content.origin.region().clone(),
            Content::Introduction(_) | Content::Demonstration(_) => {
                self.answers_to(&case.site, day)
            }
        }
    }

    /// The parties a relation stands for in a case.
    pub fn parties_of(&self, case: &Case, signatory: Signatory, day: Day) -> Judged<Vec<PartyId>> {
        let giver = self.giver_region(case, day);
        let supplier = self.answers_to(&case.site, day);
        let one = match signatory {
            Signatory::ParkCommittee => self.committee(&case.site, day),
            Signatory::Enterprise => Some(self.firm(case)),
            Signatory::OriginAuthority => self.bureau(&giver, day),
            Signatory::OriginGovernment => self.deciding(&giver, PartyKind::Government, day),
            Signatory::HostAuthority => self.bureau(&case.site, day),
            Signatory::Introducer => self.office(&supplier, PartyKind::Government),
            Signatory::IntroducerAuthority => self.bureau(&supplier, day),
            Signatory::CommonUpper => return Ok(self.common_upper(&giver, &case.site, day)),
            Signatory::Giver => return Ok(self.givers(case, day)),
        };
        Ok(vec![known(one)?])
    }

    /// The firm that moves, or the project's builder.
    pub fn firm(&self, case: &Case) -> PartyId {
        match &case.content {
            Content::Relocation(content) => content.firm.clone(),
            Content::Introduction(content) => self.projects[&content.project].builder.clone(),
            Content::Demonstration(content) => self.projects[&content.project].builder.clone(),
        }
    }

    /// The units whose lots the plan names, and for what a reserve keeps the bureau that keeps it.
    fn givers(&self, case: &Case, day: Day) -> Vec<PartyId> {
        let mut givers: Vec<PartyId> = Vec::new();
        for number in &case.sources {
            let lot = &self.book.lots[number];
            let mut places: BTreeSet<AccountId> = self
                .book
                .pick(|spot, lot| spot.lot == *number && is_drawable(spot, lot))
                .into_iter()
                .map(|(spot, _)| spot.account)
                .collect();
            if places.is_empty() {
                places.insert(lot.account.clone());
            }
            for place in places {
                let giver = match place.party() {
                    Some(unit) => Some(unit.clone()),
                    None => self.bureau(place.region(), day),
                };
                givers.extend(giver.filter(|giver| !givers.contains(giver)));
            }
        }
        givers
    }
}
