//! Who may record what, in which seats.

use std::collections::BTreeSet;

use super::sources::is_drawable;
use super::{Case, Faults, Judged, Model};
use qledger::domain::case::Content;
use qledger::domain::entry::{Act, CaseAct, EndKind, FindingRectify, RequiredSigner};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode, PartyId, PermitNo, RegionId};
use qledger::domain::moment::Day;
use qledger::domain::party::{PartyKind, Seat};
use qledger::domain::procedure::Signatory;
use qledger::domain::refusal::Code;

type Signers = Vec<RequiredSigner>;

const ALL: &[Seat] = &[Seat::Handle, Seat::Review, Seat::Issue];
const REVIEW_ISSUE: &[Seat] = &[Seat::Review, Seat::Issue];

pub(super) fn seats(party: &PartyId, seats: &[Seat]) -> Signers {
    seats
        .iter()
        .map(|seat| RequiredSigner::of(party, *seat))
        .collect()
}

pub(super) fn known<T>(found: Option<T>) -> Judged<T> {
    found.ok_or(Faults::of(Code::UnknownId))
}

impl Model {
    /// The sets of signers any one of which may record an act. A root's issue seat is asked of as
    /// many as its threshold, but for the steps of a case.
    pub fn who_records(&self, act: &Act, day: Day) -> Judged<Vec<Signers>> {
        let mut sets = self.seats_asked(act, day)?;
        for set in &mut sets {
            if matches!(act, Act::CaseAct(_)) {
                continue;
            }
            let mut all = Vec::new();
            for signer in set.drain(..) {
                let root = self.roots.iter().find(|root| root.party == signer.party);
                let speaks = signer.seat == Seat::Issue && !signer.new;
                let times = root.filter(|_| speaks).map_or(1, |root| root.threshold);
                all.extend(vec![signer; times]);
            }
            *set = all;
        }
        Ok(sets)
    }

    fn seats_asked(&self, act: &Act, day: Day) -> Judged<Vec<Signers>> {
        let bureau = |region: &RegionId, wanted: &[Seat]| {
            Ok(vec![seats(&known(self.bureau(region, day))?, wanted)])
        };
        let opener = |case: &CaseNo| Ok(known(self.cases.get(case))?.opened_by.clone());
        match act {
            Act::Genesis(_) => Ok(vec![Vec::new()]),
            Act::RegionEnrol(act) => Ok(vec![self.who_enrols_region(act, day)?]),
            Act::PartyEnrol(act) => {
                let region = &act.party.region;
                let who = known(self.enroller(act.party.kind, region, day))?;
                Ok(vec![seats(&who, &[Seat::Issue])])
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
                Some(root) => Ok(vec![seats(&root.party, &[Seat::Issue])]),
                None => Ok(vec![seats(
                    &known(self.bureau_above(&act.region, Some(&act.indicator), day))?,
                    ALL,
                )]),
            },
            Act::OpeningRecord(act) => {
                let own = known(self.bureau(&act.region, day))?;
                let mut set = seats(&own, ALL);
                set.extend(seats(&self.second_body(&own, day)?, &[Seat::Issue]));
                Ok(vec![set])
            }
            Act::QuotaIssue(act) => bureau(act.account.region(), ALL),
            Act::QuotaTakeBack(act) => bureau(act.account.region(), ALL),
            Act::PermitRecord(act) => bureau(&act.region, REVIEW_ISSUE),
            Act::PermitLower(act) => bureau(self.region_of_permit(&act.permit)?, REVIEW_ISSUE),
            Act::PermitCancel(act) => bureau(self.region_of_permit(&act.permit)?, REVIEW_ISSUE),
            Act::EmissionVerify(act) => bureau(act.account.region(), REVIEW_ISSUE),
            Act::BaseDecide(act) => self.who_decides_base(&act.decision.case, day),
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
            Act::HoldPlace(act) => Ok(vec![seats(&act.by, &[Seat::Issue])]),
            Act::HolderChange(act) => self.who_changes_holder(act, day),
            Act::HoldLift(act) => {
                let by = &known(self.holds.get(&act.hold))?.by;
                Ok(vec![seats(by, &[Seat::Issue])])
            }
            Act::FindingOpen(act) => Ok(vec![seats(&act.by, &[Seat::Issue])]),
            Act::FindingRectify(act) => self.who_rectifies(act),
            Act::FindingClose(act) => Ok(vec![seats(&act.by, &[Seat::Issue])]),
            Act::CaseOpen(act) => Ok(vec![seats(&act.by, &[Seat::Handle])]),
            Act::CaseAct(act) => Ok(vec![self.who_does_step(act, day)?]),
            Act::CaseReturn(act) => Ok(vec![seats(&act.by, &[Seat::Review])]),
            Act::CaseResubmit(act) => Ok(vec![seats(&opener(&act.case)?, &[Seat::Handle])]),
            Act::CaseEnd(act) => match act.kind {
                EndKind::NotAccepted | EndKind::Refused => Ok(vec![seats(&act.by, REVIEW_ISSUE)]),
                EndKind::Withdrawn => Ok(vec![seats(&act.by, &[Seat::Handle])]),
            },
            Act::QuotaInvalidate(act) => bureau(act.account.region(), ALL),
            Act::EntryReverse(act) => Ok(vec![self.posted_at(&act.posting)?.1.signers]),
            Act::EntryCorrect(_) | Act::ShortfallCure(_) | Act::DataComplete(_) => {
                unreachable!("no history wishes for it")
            }
        }
    }

    fn who_decides_base(&self, case: &CaseNo, day: Day) -> Judged<Vec<Signers>> {
        let case = known(self.cases.get(case))?;
        let upper = self.parties_of(case, Signatory::CommonUpper, day)?;
        let seats = upper.iter().flat_map(|party| seats(party, REVIEW_ISSUE));
        Ok(vec![seats.collect()])
    }

    /// The responsible body issues; for it, by letter, another's handle and review.
    fn who_rectifies(&self, act: &FindingRectify) -> Judged<Vec<Signers>> {
        let row = known(self.findings.get(&act.finding))?;
        let by_letter: &[Seat] = &[Seat::Handle, Seat::Review];
        let own = row.responsible == act.by;
        let wanted = if own { &[Seat::Issue] } else { by_letter };
        Ok(vec![seats(&act.by, wanted)])
    }

    fn region_of_permit(&self, permit: &PermitNo) -> Judged<&RegionId> {
        Ok(&known(self.permits.get(permit))?.region)
    }

    fn both_roots(&self) -> Signers {
        let roots = self.roots.iter();
        roots
            .flat_map(|root| seats(&root.party, &[Seat::Issue]))
            .collect()
    }

    fn is_root(&self, party: &PartyId) -> bool {
        self.roots.iter().any(|root| root.party == *party)
    }

    /// A region's bureau and government are enrolled from above, all else by its bureau.
    pub(super) fn enroller(&self, kind: PartyKind, region: &RegionId, day: Day) -> Option<PartyId> {
        match kind {
            PartyKind::Bureau | PartyKind::Government => self.bureau_above(region, None, day),
            _ => self.bureau(region, day),
        }
    }

    /// Who answers for a party's keys: itself while it can issue, and the bureau above it always.
    fn keepers(&self, id: &PartyId, day: Day) -> Judged<Vec<Signers>> {
        let party = known(self.parties.get(id))?;
        if self.is_root(id) {
            return Ok(vec![seats(id, &[Seat::Issue])]);
        }
        let above = party.upper.clone();
        let above = above.or_else(|| self.enroller(party.kind, &party.region, day));
        let above = seats(&known(above)?, &[Seat::Issue]);
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
        known(self.bureau_above(&self.parties[own].region, None, day))
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
        // As often as the step asks a seat; the recorder's own counts once.
        let mut once = signers.clone();
        for signer in themselves {
            if let Some(at) = once.iter().position(|seat| *seat == signer) {
                once.remove(at);
            } else {
                signers.push(signer);
            }
        }
        Ok(signers)
    }

    /// Where the quantity of a case comes from.
    pub fn giver_region(&self, case: &Case, day: Day) -> RegionId {
        self.giver_region_of(case, None, day)
    }

    /// Where its quantity of an indicator comes from.
    pub fn giver_region_of(
        &self,
        case: &Case,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> RegionId {
        match &case.content {
            Content::Relocation(content) => content.origin.region().clone(),
            Content::Introduction(_) | Content::Demonstration(_) => {
                self.answers_to_of(&case.site, indicator, day)
            }
        }
    }

    /// For what a party introduces at a site, all indicators being the first.
    pub fn introduced_of(
        &self,
        party: &PartyId,
        site: &RegionId,
        day: Day,
    ) -> BTreeSet<Option<IndicatorCode>> {
        let mut all = self.adopted_indicators();
        all.insert(None);
        all.retain(|code| {
            let supplies = self.answers_to_of(site, code.as_ref(), day);
            self.office(&supplies, PartyKind::Government).as_ref() == Some(party)
        });
        all
    }

    /// What a case asks for, and all that a firm that moves holds; each may ask for bodies of its
    /// own.
    fn indicators_of(&self, case: &Case, day: Day) -> Vec<Option<IndicatorCode>> {
        if let Content::Demonstration(content) = &case.content {
            let introduced = self.introduced_of(&content.led_by, &case.site, day);
            return vec![introduced.first().cloned().flatten()];
        }
        let mut all: Vec<_> = case
            .required()
            .iter()
            .map(|row| row.indicator.clone())
            .collect();
        if let Content::Relocation(content) = &case.content {
            for (spot, _) in self.book.held.iter().filter(|(_, held)| **held > 0) {
                let code = &self.book.lots[&spot.lot].indicator;
                if spot.account == content.origin && !all.contains(code) {
                    all.push(code.clone());
                }
            }
            let required = case.required().len();
            all[required..].sort();
        }
        if all.is_empty() {
            return vec![None];
        }
        all.into_iter().map(Some).collect()
    }

    /// The parties a relation stands for in a case.
    pub fn parties_of(&self, case: &Case, signatory: Signatory, day: Day) -> Judged<Vec<PartyId>> {
        let mut all = Vec::new();
        for indicator in self.indicators_of(case, day) {
            for party in self.parties_for(case, signatory, indicator.as_ref(), day)? {
                if !all.contains(&party) {
                    all.push(party);
                }
            }
        }
        Ok(all)
    }

    fn parties_for(
        &self,
        case: &Case,
        signatory: Signatory,
        indicator: Option<&IndicatorCode>,
        day: Day,
    ) -> Judged<Vec<PartyId>> {
        let giver = self.giver_region_of(case, indicator, day);
        let supplier = self.answers_to_of(&case.site, indicator, day);
        let one = match signatory {
            Signatory::ParkCommittee => self.committee(&case.site, day),
            Signatory::Enterprise => Some(self.firm(case)),
            Signatory::OriginAuthority => self.bureau(&giver, day),
            Signatory::OriginGovernment => self.deciding(&giver, PartyKind::Government, day),
            Signatory::HostAuthority => self.bureau(&case.site, day),
            Signatory::Introducer => self.office(&supplier, PartyKind::Government),
            Signatory::IntroducerAuthority => self.bureau(&supplier, day),
            Signatory::CommonUpper => {
                return Ok(self.common_upper(&giver, &case.site, indicator, day));
            }
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
