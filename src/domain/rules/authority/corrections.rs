//! Who mends the record: who made it, and where it is late, who stands above.

use super::{ISSUE, Signers, openers, seats};
use crate::domain::correction::{Datum, Posting};
use crate::domain::entry::RequiredSigner;
use crate::domain::ids::PartyId;
use crate::domain::moment::Day;
use crate::domain::party::Seat;
use crate::domain::rules::corrections::{posted, window_until};
use crate::domain::rules::places::{authority, upper_authority};
use crate::domain::rules::unknown;
use crate::domain::state::{Draft, Ledger, Stop, keys};

const HANDLE_REVIEW: &[Seat] = &[Seat::Handle, Seat::Review];

/// Who signed a posting reverses it, in the same seats.
pub(super) fn reversers(draft: &Draft<'_>, posting: &Posting) -> Result<Signers, Stop> {
    Ok(Signers::one(posted(draft, posting)?.signers))
}

/// Who signed a posting corrects it; once its window has passed, the issue seat of the bureau above
/// each of them signs too. A root has nobody above it.
pub(super) fn correctors(draft: &Draft<'_>, posting: &Posting, day: Day) -> Result<Signers, Stop> {
    let posted = posted(draft, posting)?;
    let mut set = posted.signers.clone();
    if day <= window_until(draft, &posted, day)? {
        return Ok(Signers::one(set));
    }
    let ledger: Ledger = draft.must(&keys::ledger())?;
    let is_root = |party: &PartyId| ledger.roots.iter().any(|root| root.party == *party);
    let signed: Vec<PartyId> = set.iter().map(|signer| signer.party.clone()).collect();
    for id in signed.iter().filter(|party| !is_root(party)) {
        let party = draft.must(&keys::party(id))?;
        let above = upper_authority(draft, &party.region, None, day)?;
        let seat = RequiredSigner::of(&above, Seat::Issue);
        if !signed.contains(&above) && !set.contains(&seat) {
            set.extend(seats(&above, ISSUE));
        }
    }
    Ok(Signers::one(set))
}

/// Who completes a datum: who recorded what it belongs to.
pub(super) fn completers(draft: &Draft<'_>, datum: &Datum, day: Day) -> Result<Signers, Stop> {
    match datum {
        Datum::ProjectName { project: no, .. } | Datum::ProjectCode { project: no, .. } => {
            let project = draft.get(&keys::project(no))?;
            let project = project.ok_or_else(|| unknown("project", no))?;
            let sets = openers(draft, &project.region, Some(&project.builder), day)?;
            Ok(Signers(sets))
        }
        Datum::LotEvidence { lot: no, .. } => {
            let lot = draft.get(&keys::lot(no))?;
            let lot = lot.ok_or_else(|| unknown("lot", no))?;
            let bureau = authority(draft, lot.account.region(), day)?;
            Ok(Signers::one(seats(&bureau, HANDLE_REVIEW)))
        }
        Datum::DocumentNumber { posting, .. } => reversers(draft, posting),
    }
}
