//! Changes of holder (主体变更): everything a party holds goes to named successors, to the last decimal.
//!
//! ```text
//! 60 held, 12 of them reserved for case C; a split into A and B
//! A  35, with case C      12 reserved, 23 free
//! B  25                   25 free
//! ```
//!
//! Within an account's region nothing changes but the holder: caps do not move. Reservations go to who
//! takes their case, a hold on the account counts on for every successor's, permits and projects keep
//! their numbers. The party keeps its history; it does nothing new, and who still names it is told
//! its successors. Nobody credits itself: the bureau of every region it holds something in signs.

mod check;
mod gather;
mod pass;
mod shares;

use super::cases::signatory::signs_itself;
use super::documents::check_document;
use super::places::authority;
use super::{Assigned, Context, gather as gather_part, unknown};
use crate::domain::entry::{ChangeKind, HolderChange, RequiredSigner};
use crate::domain::ids::{AccountId, PartyId};
use crate::domain::lot::Succession;
use crate::domain::moment::Day;
use crate::domain::party::{Party, PartyKind, Seat};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::state::{Damage, Draft, Stop, keys};

pub use check::{check_closed, check_party};
pub use gather::complete;

/// Changes a party's holder. What stands against it is told in the order of the classes.
pub fn change(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let party: Party = draft
        .get(&keys::party(&act.party))?
        .ok_or_else(|| unknown("party", &act.party))?;
    let mut findings = Findings::default();
    for checked in [
        check::form(act).map_err(Stop::from),
        check::parties(draft, act, &party),
        check_by_document(draft, context, act),
        check_document(draft, context, &act.document),
    ] {
        gather_part(&mut findings, checked)?;
    }
    findings.verdict()?;
    match act.change {
        ChangeKind::Rename => pass::rename(draft, context, act, party),
        ChangeKind::Merge | ChangeKind::Split | ChangeKind::Transfer => {
            check::everything_is_assigned(draft, act)?;
            if act.change == ChangeKind::Transfer {
                check::not_frozen(draft, &act.party)?;
            }
            let moves = shares::moves(draft, act)?;
            check::moves(act, &moves)?;
            pass::on(draft, context, act, &moves, assigned)
        }
        ChangeKind::Bankruptcy => {
            check::is_wound_up(draft, &act.party)?;
            check::not_frozen(draft, &act.party)?;
            let moves = shares::to_reserves(draft, context, act)?;
            check::moves(act, &moves)?;
            pass::to_court(draft, context, act, &moves, assigned)
        }
    }
}

/// Every account of a party, by region.
pub fn accounts_of(draft: &Draft<'_>, party: &PartyId) -> Result<Vec<AccountId>, Damage> {
    let mut found = Vec::new();
    for region in draft.list(&keys::regions())? {
        let accounts = draft.list(&keys::accounts_of(&region))?.into_iter();
        found.extend(accounts.filter(|account| account.party() == Some(party)));
    }
    Ok(found)
}

/// Who signs: review and issue of the bureau of the party's region and of every region where it has an
/// account; then the party and its successors themselves, as far as they have keys to issue. Those
/// that have none agree by the document, whose file is on record.
pub fn signers(
    draft: &Draft<'_>,
    act: &HolderChange,
    day: Day,
) -> Result<Vec<RequiredSigner>, Stop> {
    let party: Party = draft
        .get(&keys::party(&act.party))?
        .ok_or_else(|| unknown("party", &act.party))?;
    let mut bureaus = vec![authority(draft, &party.region, day)?];
    for account in accounts_of(draft, &act.party)? {
        let bureau = authority(draft, account.region(), day)?;
        if !bureaus.contains(&bureau) {
            bureaus.push(bureau);
        }
    }
    bureaus.sort();
    let seats = [Seat::Review, Seat::Issue];
    let mut set: Vec<RequiredSigner> = bureaus
        .iter()
        .flat_map(|bureau| seats.map(|seat| RequiredSigner::of(bureau, seat)))
        .collect();
    for party in concerned(act) {
        if signs_itself(draft, party, &[Seat::Issue], day)? && !bureaus.contains(party) {
            set.push(RequiredSigner::of(party, Seat::Issue));
        }
    }
    Ok(set)
}

/// Who agrees to a change besides the bureaus: the party, unless it is bankrupt, and its successors.
fn concerned(act: &HolderChange) -> Vec<&PartyId> {
    let mut parties = Vec::new();
    match act.change {
        ChangeKind::Rename | ChangeKind::Merge | ChangeKind::Split | ChangeKind::Transfer => {
            parties.push(&act.party);
        }
        ChangeKind::Bankruptcy => {}
    }
    for successor in &act.successors {
        if !parties.contains(&&successor.party) {
            parties.push(&successor.party);
        }
    }
    parties
}

/// Where somebody agrees by the document, its file is on record; so is a court's ruling.
fn check_by_document(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
) -> Result<(), Stop> {
    let mut by_document = (act.change == ChangeKind::Bankruptcy).then_some(&act.party);
    for party in concerned(act) {
        if by_document.is_none() && !signs_itself(draft, party, &[Seat::Issue], context.today())? {
            by_document = Some(party);
        }
    }
    match by_document.filter(|_| act.document.sha256.is_none()) {
        None => Ok(()),
        Some(party) => Err(Refusal::new(Code::AgreementFileMissing)
            .with("party", party)
            .with("document", &act.document.number)
            .into()),
    }
}

/// The account that stands in the place of one today: itself, or that of who was named first to take its
/// holder's place.
pub fn account_today(draft: &Draft<'_>, account: &AccountId) -> Result<AccountId, Damage> {
    let mut account = account.clone();
    while let Some(party) = account.party()
        && let Some(row) = draft.get(&keys::succession(party))?
        && let Some(first) = row.successors.first()
    {
        account = shares::account_for(&account, first);
    }
    Ok(account)
}

/// Whether an account took over from another, directly or through others.
pub fn took_over(draft: &Draft<'_>, account: &AccountId, from: &AccountId) -> Result<bool, Damage> {
    let found = draft.get(&keys::account_before(account, from))?;
    Ok(found.is_some())
}

/// Whether a party succeeds another, directly or through others.
pub fn succeeds(draft: &Draft<'_>, party: &PartyId, other: &PartyId) -> Result<bool, Damage> {
    let mut next = vec![other.clone()];
    let mut seen: Vec<PartyId> = Vec::new();
    while let Some(at) = next.pop() {
        let Some(Succession { successors, .. }) = draft.get(&keys::succession(&at))? else {
            continue;
        };
        if successors.contains(party) {
            return Ok(true);
        }
        seen.push(at);
        next.extend(successors.into_iter().filter(|it| !seen.contains(it)));
    }
    Ok(false)
}

/// Who may take over: an enterprise, or the body that keeps a reserve.
fn may_take_over(kind: PartyKind) -> bool {
    match kind {
        PartyKind::Enterprise | PartyKind::ReserveBody => true,
        PartyKind::Bureau
        | PartyKind::Government
        | PartyKind::ParkCommittee
        | PartyKind::Reform
        | PartyKind::Statistics
        | PartyKind::Verifier
        | PartyKind::Inspector
        | PartyKind::Court => false,
    }
}

#[cfg(test)]
mod tests;
