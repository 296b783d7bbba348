//! Who may record what, in which seats: one place, from which both drafts and judgements take it.
//!
//! | act | who | seats |
//! | --- | --- | --- |
//! | genesis | every root key, in order, and the operator's | issue; the operator: new |
//! | region | a new one: the bureau of its place; else the bureau above it; and whom its relations reach, see [`region`] | issue |
//! | a bureau or government | the bureau above its region | issue |
//! | a root's own region or party | that root | issue |
//! | other parties, accounts | the bureau of the region | issue |
//! | person, key | the party itself, or the bureau above it | issue |
//! | policy for a region | the bureau of the region | handle, review, issue |
//! | policy for all, upgrade | both roots | issue |
//! | cap | the bureau above the region; a root for itself | handle, review, issue; a root for itself: issue |
//! | opening | the bureau of the region, and the one above it | handle, review, issue; issue |
//! | issuance, taking back | the bureau of the account's region | handle, review, issue |
//! | permit, base-year emission, verified reduction | the bureau of the region | review, issue |
//! | base decision | the common upper body of the case, or both roots | review, issue |
//! | reduction recorded | the bureau of the region, or the unit | handle |
//! | project | the park committee, the builder, or a bureau of the place | handle |
//! | hold | who places it; lifting: the same | issue |
//! | finding | who opens or closes it; rectified: the responsible body, by document another | issue; by document: handle, review |
//! | case opened, resubmitted, withdrawn | who opens it | handle |
//! | step of a case | as the procedure says | as the procedure says |
//! | case returned | who returns it | review |
//! | case refused, not accepted | who refuses it | review, issue |
//! | invalidation | the bureau of the account's region | handle, review, issue |
//! | reversal | who signed the posting | as they signed it |
//! | correction | who signed the posting; after the window also the bureau above each | as they signed it; issue |
//! | shortfall made good | the bureau of the region that owes | handle, review, issue |
//! | completion | of a project: who may lodge it; of a lot: the bureau of its region; of a posting: who signed it | handle; handle, review; as they signed it |
//! | change of holder | the bureaus of its region and accounts; the party and its successors that have keys | review, issue; issue |
//!
//! Wherever the issue seat of a root is asked, as many persons sign in it as its threshold says,
//! whatever it signs as. Only in a step of a case the seats hold that the procedure names.

use super::cases::signatory;
use super::holder;
use super::places::{authority, nearest_office, upper_authority};
use super::setup::genesis;
use super::unknown;
use crate::domain::case::Case;
use crate::domain::entry::{Act, EndKind, FindingRectify, KeyEnrol, RequiredSigner};
use crate::domain::ids::{CaseNo, PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::{Party, PartyKind, Seat};
use crate::domain::state::{Damage, Draft, Ledger, RootRow, Stop, keys};

mod corrections;
mod region;
#[cfg(test)]
mod tests;

/// The sets of signers any one of which may record an act. The first is what a draft takes unless
/// told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signers(Vec<Vec<RequiredSigner>>);

impl Signers {
    fn one(set: Vec<RequiredSigner>) -> Self {
        Self(vec![set])
    }

    /// The sets.
    pub fn sets(&self) -> &[Vec<RequiredSigner>] {
        &self.0
    }

    /// What a draft takes: the set in which `party` signs, where one is given and there is one.
    pub fn for_party(&self, party: Option<&PartyId>) -> Option<&Vec<RequiredSigner>> {
        let speaks = |set: &&Vec<RequiredSigner>| set.iter().any(|s| Some(&s.party) == party);
        self.0.iter().find(speaks).or_else(|| self.0.first())
    }
}

const ISSUE: &[Seat] = &[Seat::Issue];
const HANDLE: &[Seat] = &[Seat::Handle];
const REVIEW: &[Seat] = &[Seat::Review];
const HANDLE_REVIEW: &[Seat] = &[Seat::Handle, Seat::Review];
const REVIEW_ISSUE: &[Seat] = &[Seat::Review, Seat::Issue];

fn seats(party: &PartyId, seats: &[Seat]) -> Vec<RequiredSigner> {
    seats
        .iter()
        .map(|seat| RequiredSigner::of(party, *seat))
        .collect()
}

/// The sets of signers that may record `act` on `day`.
pub fn required_signers(draft: &Draft<'_>, act: &Act, day: Day) -> Result<Signers, Stop> {
    let signers = seats_asked(draft, act, day)?;
    // A genesis names every root key; a step of a case has the seats its procedure names.
    if matches!(act, Act::Genesis(_) | Act::CaseAct(_)) {
        return Ok(signers);
    }
    by_threshold(draft, signers)
}

/// The issue seat of a root, each time it is asked, as often as its threshold says.
fn by_threshold(draft: &Draft<'_>, Signers(mut sets): Signers) -> Result<Signers, Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    for set in &mut sets {
        let times = |signer: &RequiredSigner| {
            let root = ledger.roots.iter().find(|root| root.party == signer.party);
            match root {
                Some(root) if signer.seat == Seat::Issue && !signer.new => root.threshold.into(),
                Some(_) | None => 1,
            }
        };
        *set = set
            .iter()
            .flat_map(|signer| vec![signer.clone(); times(signer)])
            .collect();
    }
    Ok(Signers(sets))
}

/// The sets, each seat once.
fn seats_asked(draft: &Draft<'_>, act: &Act, day: Day) -> Result<Signers, Stop> {
    let by_region = |region: &RegionId, wanted: &[Seat]| -> Result<Signers, Stop> {
        Ok(Signers::one(seats(&authority(draft, region, day)?, wanted)))
    };
    match act {
        Act::Genesis(act) => Ok(Signers::one(genesis::signers(act))),
        Act::RegionEnrol(act) => region::enrollers(draft, act, day),
        Act::PartyEnrol(act) => match root_of(draft, |root| root.party == act.party.party)? {
            Some(root) => Ok(Signers::one(seats(&root.party, ISSUE))),
            None => Ok(Signers::one(seats(
                &enroller(draft, &act.party, day)?,
                ISSUE,
            ))),
        },
        Act::PersonEnrol(act) => keepers_of(draft, &act.party, day),
        Act::KeyEnrol(act) => Ok(with_the_new_key(keepers_of(draft, &act.party, day)?, act)),
        Act::KeyAmend(act) => keepers_of_key(draft, &act.key, day),
        Act::KeyRevoke(act) => keepers_of_key(draft, &act.key, day),
        Act::AccountOpen(act) => by_region(act.account.region(), ISSUE),
        Act::PolicyAdopt(act) => match &act.scope {
            Some(region) => by_region(region, &Seat::ALL),
            None => Ok(Signers::one(roots(draft)?)),
        },
        Act::Upgrade(_) => Ok(Signers::one(roots(draft)?)),
        Act::CapSet(act) => match root_of(draft, |root| root.region == act.region)? {
            Some(root) => Ok(Signers::one(seats(&root.party, ISSUE))),
            None => {
                let above = upper_authority(draft, &act.region, Some(&act.indicator), day)?;
                Ok(Signers::one(seats(&above, &Seat::ALL)))
            }
        },
        Act::OpeningRecord(act) => {
            let own = authority(draft, &act.region, day)?;
            let second = second_body(draft, &own, day)?;
            let mut set = seats(&own, &Seat::ALL);
            set.extend(seats(&second, ISSUE));
            Ok(Signers::one(set))
        }
        Act::QuotaIssue(act) => by_region(act.account.region(), &Seat::ALL),
        Act::QuotaTakeBack(act) => by_region(act.account.region(), &Seat::ALL),
        Act::PermitRecord(act) => by_region(&act.region, REVIEW_ISSUE),
        Act::PermitLower(act) => by_region(&permit_region(draft, &act.permit)?, REVIEW_ISSUE),
        Act::PermitCancel(act) => by_region(&permit_region(draft, &act.permit)?, REVIEW_ISSUE),
        Act::EmissionVerify(act) => by_region(act.account.region(), REVIEW_ISSUE),
        Act::BaseDecide(act) => base_deciders(draft, &act.decision.case, day).map(Signers::one),
        Act::ReductionRecord(act) => {
            let mut sets = vec![seats(&authority(draft, act.account.region(), day)?, HANDLE)];
            sets.extend(act.account.party().map(|unit| seats(unit, HANDLE)));
            Ok(Signers(sets))
        }
        Act::ReductionVerify(act) => {
            let reduction = draft.get(&keys::reduction(&act.reduction))?;
            let reduction = reduction.ok_or_else(|| unknown("reduction", &act.reduction))?;
            by_region(reduction.account.region(), REVIEW_ISSUE)
        }
        Act::ProjectRegister(act) => Ok(Signers(openers(
            draft,
            &act.region,
            Some(&act.builder),
            day,
        )?)),
        Act::HoldPlace(act) => Ok(Signers::one(seats(&act.by, ISSUE))),
        Act::HoldLift(act) => {
            let hold = draft.get(&keys::hold(&act.hold))?;
            let hold = hold.ok_or_else(|| unknown("hold", &act.hold))?;
            Ok(Signers::one(seats(&hold.by, ISSUE)))
        }
        Act::FindingOpen(act) => Ok(Signers::one(seats(&act.by, ISSUE))),
        Act::FindingRectify(act) => rectifiers(draft, act).map(Signers::one),
        Act::FindingClose(act) => Ok(Signers::one(seats(&act.by, ISSUE))),
        Act::CaseOpen(act) => Ok(Signers::one(seats(&act.by, HANDLE))),
        Act::CaseAct(act) => signatory::signers_of_act(draft, act, day).map(Signers::one),
        Act::CaseReturn(act) => Ok(Signers::one(seats(&act.by, REVIEW))),
        Act::CaseResubmit(act) => Ok(Signers::one(seats(
            &case(draft, &act.case)?.opened_by,
            HANDLE,
        ))),
        Act::CaseEnd(act) => match act.kind {
            EndKind::NotAccepted | EndKind::Refused => {
                Ok(Signers::one(seats(&act.by, REVIEW_ISSUE)))
            }
            EndKind::Withdrawn => Ok(Signers::one(seats(&act.by, HANDLE))),
        },
        Act::QuotaInvalidate(act) => by_region(act.account.region(), &Seat::ALL),
        Act::EntryReverse(act) => corrections::reversers(draft, &act.posting),
        Act::EntryCorrect(act) => corrections::correctors(draft, &act.posting, day),
        Act::ShortfallCure(act) => {
            let shortfall = draft.get(&keys::shortfall(&act.shortfall))?;
            let shortfall = shortfall.ok_or_else(|| unknown("shortfall", &act.shortfall))?;
            by_region(&shortfall.owed.region, &Seat::ALL)
        }
        Act::DataComplete(act) => corrections::completers(draft, &act.datum, day),
        Act::HolderChange(act) => holder::signers(draft, act, day).map(Signers::one),
    }
}

/// The keepers of a party, and last in each set the key they enrol.
fn with_the_new_key(Signers(mut sets): Signers, act: &KeyEnrol) -> Signers {
    for set in &mut sets {
        set.push(RequiredSigner {
            party: act.party.clone(),
            seat: act.seat,
            new: true,
        });
    }
    Signers(sets)
}

/// The responsible body; or two seats of the body that records its report by document.
fn rectifiers(draft: &Draft<'_>, act: &FindingRectify) -> Result<Vec<RequiredSigner>, Stop> {
    let finding = draft.get(&keys::finding(&act.finding))?;
    let finding = finding.ok_or_else(|| unknown("finding", &act.finding))?;
    let own = act.by == finding.responsible;
    Ok(seats(&act.by, if own { ISSUE } else { HANDLE_REVIEW }))
}

/// The common upper body of a case, or both roots.
fn base_deciders(draft: &Draft<'_>, no: &CaseNo, day: Day) -> Result<Vec<RequiredSigner>, Stop> {
    let upper = signatory::common_upper(draft, &case(draft, no)?, day)?;
    let mut set = Vec::new();
    for party in &upper {
        set.extend(seats(party, REVIEW_ISSUE));
    }
    Ok(set)
}

fn case(draft: &Draft<'_>, no: &CaseNo) -> Result<Case, Stop> {
    draft
        .get(&keys::case(no))?
        .ok_or_else(|| unknown("case", no).into())
}

fn permit_region(
    draft: &Draft<'_>,
    permit: &crate::domain::ids::PermitNo,
) -> Result<RegionId, Stop> {
    let found = draft.get(&keys::permit(permit))?;
    Ok(found.ok_or_else(|| unknown("permit", permit))?.region)
}

/// Both roots.
fn roots(draft: &Draft<'_>) -> Result<Vec<RequiredSigner>, Damage> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    let mut set = Vec::new();
    for root in &ledger.roots {
        set.extend(seats(&root.party, ISSUE));
    }
    Ok(set)
}

fn root_of(draft: &Draft<'_>, is_it: impl Fn(&RootRow) -> bool) -> Result<Option<RootRow>, Damage> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    Ok(ledger.roots.into_iter().find(is_it))
}

/// Who may open a case or lodge a project at a site: its park committee, the enterprise itself, or a
/// bureau of the place; the nearest comes first, for where it is the county's it may decide nothing
/// later and so stands in nobody's way.
pub(super) fn openers(
    draft: &Draft<'_>,
    site: &RegionId,
    enterprise: Option<&PartyId>,
    day: Day,
) -> Result<Vec<Vec<RequiredSigner>>, Stop> {
    let deciding = authority(draft, site, day)?;
    let committee = nearest_office(draft, site, PartyKind::ParkCommittee, day)?;
    let bureau = nearest_office(draft, site, PartyKind::Bureau, day)?;
    let mut parties: Vec<PartyId> = Vec::new();
    let nearest = committee
        .into_iter()
        .chain(enterprise.cloned())
        .chain(bureau);
    for party in nearest.chain([deciding]) {
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    Ok(parties.iter().map(|party| seats(party, HANDLE)).collect())
}

/// Who enrols a party: the bureau above the region for its bureau and government, the bureau of
/// the region for all others.
fn enroller(draft: &Draft<'_>, party: &Party, day: Day) -> Result<PartyId, Stop> {
    match party.kind {
        PartyKind::Bureau | PartyKind::Government => {
            upper_authority(draft, &party.region, None, day)
        }
        PartyKind::ParkCommittee
        | PartyKind::Enterprise
        | PartyKind::Reform
        | PartyKind::Statistics
        | PartyKind::ReserveBody
        | PartyKind::Verifier
        | PartyKind::Inspector
        | PartyKind::Court => authority(draft, &party.region, day),
    }
}

/// The body above a party: the one it names, else the one that enrols it. A root has none.
pub(super) fn body_above(
    draft: &Draft<'_>,
    id: &PartyId,
    day: Day,
) -> Result<Option<PartyId>, Stop> {
    let party = draft
        .get(&keys::party(id))?
        .ok_or_else(|| unknown("party", id))?;
    if root_of(draft, |root| root.party == *id)?.is_some() {
        return Ok(None);
    }
    Ok(Some(match &party.upper {
        Some(upper) => upper.clone(),
        None => enroller(draft, &party, day)?,
    }))
}

/// Who answers for a party's persons and keys: itself once it has a person to issue, and always
/// the bureau above it. A root answers for itself alone.
fn keepers_of(draft: &Draft<'_>, id: &PartyId, day: Day) -> Result<Signers, Stop> {
    let Some(above) = body_above(draft, id, day)? else {
        return Ok(Signers::one(seats(id, ISSUE)));
    };
    let above = seats(&above, ISSUE);
    let mut can_issue = false;
    for key in draft.list(&keys::keys_of_seat(id, Seat::Issue))? {
        can_issue |= draft.must(&keys::key(&key))?.revoked.is_none();
    }
    let own = seats(id, ISSUE);
    Ok(Signers(if can_issue {
        vec![own, above]
    } else {
        vec![above]
    }))
}

fn keepers_of_key(
    draft: &Draft<'_>,
    key: &crate::envelope::KeyId,
    day: Day,
) -> Result<Signers, Stop> {
    let found = draft
        .get(&keys::key(key))?
        .ok_or_else(|| unknown("key", key))?;
    keepers_of(draft, &found.party, day)
}

/// The second body that vouches for an opening: the bureau above, and above a root the other root.
fn second_body(draft: &Draft<'_>, own: &PartyId, day: Day) -> Result<PartyId, Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    if ledger.roots.iter().any(|root| root.party == *own) {
        let other = ledger.roots.iter().find(|root| root.party != *own);
        return Ok(other
            .ok_or_else(|| unknown("second root beside", own))?
            .party
            .clone());
    }
    let party = draft.must(&keys::party(own))?;
    upper_authority(draft, &party.region, None, day)
}
