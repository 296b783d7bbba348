//! What every entry must satisfy besides what its act asks: ledger, id, signers, keys, time.
//!
//! The order is the precedence of refusals: form, identity, keys and seats, time, and inside each
//! by number. Of several signatures that are wrong, the lowest number is told, and of equal
//! numbers the first in order.

use super::authority::required_signers;
use super::{Context, RULES_KNOWN, unknown};
use crate::domain::entry::{Act, EXPIRY_DAYS_MAX, Entry, RequiredSigner};
use crate::domain::ids::PersonId;
use crate::domain::moment::{DAY_MS, Day, MINUTE_MS};
use crate::domain::party::Key;
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::state::{Draft, Ledger, State, Stop, keys};
use crate::envelope::Signer;

/// How far an author's clock may be ahead of the operator's.
const CLOCK_AHEAD_MS_MAX: u64 = 5 * MINUTE_MS;

/// Checks the head: form and identity, then keys and seats, then time.
pub fn check(draft: &Draft<'_>, context: &Context<'_>, entry: &Entry) -> Result<(), Stop> {
    check_identity(draft, context, entry)?;
    check_named_signers(draft, context, entry)?;
    check_keys(draft, context, entry)?;
    check_time(context)?;
    Ok(())
}

fn check_identity(draft: &Draft<'_>, context: &Context<'_>, entry: &Entry) -> Result<(), Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    if let Act::Upgrade(upgrade) = &entry.act
        && (upgrade.rules > RULES_KNOWN || upgrade.rules <= ledger.rules)
    {
        return Err(Refusal::new(Code::RulesUnknown)
            .with("rules", upgrade.rules)
            .with("known", RULES_KNOWN)
            .with("current", ledger.rules)
            .into());
    }
    if let Act::Genesis(_) = &entry.act {
        // A genesis rightly names no ledger; that it is a second one is what is wrong with it.
        return Err(Refusal::new(Code::GenesisAgain).into());
    }
    let head = context.head;
    if head.ledger != Some(ledger.id) {
        let given = head
            .ledger
            .map_or_else(|| "null".to_owned(), |id| id.to_string());
        let refusal = Refusal::new(Code::OtherLedger).with("ledger", given);
        return Err(refusal.with("this", ledger.id).into());
    }
    if let Some(basis) = head.basis
        && draft.root_at(basis.size)?.as_ref() != Some(basis.root.as_bytes())
    {
        let refusal = Refusal::new(Code::BasisNotInLog).with("size", basis.size);
        return Err(refusal.with("root", basis.root).into());
    }
    match draft.get(&keys::entry_id(&head.id))? {
        None => Ok(()),
        Some(other) => Err(Refusal::new(Code::EntryIdReused)
            .with("id", head.id)
            .with("index", other.index)
            .into()),
    }
}

/// Signers as people read them: `650100-EEB:review, 650100-EEB:issue`.
pub fn spelled(signers: &[RequiredSigner]) -> String {
    signers
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The signers named must be one of the sets that may record the act.
fn check_named_signers(
    draft: &Draft<'_>,
    context: &Context<'_>,
    entry: &Entry,
) -> Result<(), Stop> {
    let allowed = required_signers(draft, &entry.act, context.today())?;
    let named = &entry.head.signers;
    if allowed.sets().contains(named) {
        return Ok(());
    }
    let is_stranger = |signer: &&RequiredSigner| {
        !allowed
            .sets()
            .iter()
            .flatten()
            .any(|known| known.party == signer.party)
    };
    let needed = |party: Option<&RequiredSigner>| {
        let set = allowed.for_party(party.map(|signer| &signer.party));
        spelled(set.map_or(&[], Vec::as_slice))
    };
    Err(match named.iter().find(is_stranger) {
        Some(stranger) => Refusal::new(Code::NotAuthorised)
            .with("party", &stranger.party)
            .with("needed", needed(None)),
        None => Refusal::new(Code::SignersDiffer)
            .with("given", spelled(named))
            .with("needed", needed(named.first())),
    }
    .into())
}

/// Each signature must be by a key of the party and seat named at its place, every key must be
/// good today, and the persons must differ, also across parties.
///
/// The proof of possession of a key that is being enrolled takes no seat, so a person may enrol
/// their own next key.
fn check_keys(draft: &Draft<'_>, context: &Context<'_>, entry: &Entry) -> Result<(), Stop> {
    let named = &entry.head.signers;
    check_signature_count(named.len(), context.signers.len())?;
    let mut findings = Findings::default();
    let mut persons: Vec<PersonId> = Vec::with_capacity(named.len());
    for (at, (required, signer)) in named.iter().zip(context.signers).enumerate() {
        let place = at + 1;
        if required.new {
            check_new_key(entry, place, required, signer).unwrap_or_else(|r| findings.add(r));
            continue;
        }
        let Some(key) = draft.get(&keys::key(&signer.key_id()))? else {
            return Err(unknown("key", signer.key_id()).into());
        };
        check_seat(place, required, &key).unwrap_or_else(|refusal| findings.add(refusal));
        check_life(&key, context.today()).unwrap_or_else(|refusal| findings.add(refusal));
        if persons.contains(&key.person) {
            findings.add(Refusal::new(Code::OnePersonTwoSeats).with("person", &key.person));
        }
        persons.push(key.person);
    }
    Ok(findings.verdict()?)
}

/// One signature for each place, none besides.
pub fn check_signature_count(needed: usize, given: usize) -> Result<(), Refusal> {
    if needed == given {
        return Ok(());
    }
    Err(Refusal::new(Code::SignatureCount)
        .with("given", given)
        .with("needed", needed))
}

fn check_seat(place: usize, required: &RequiredSigner, key: &Key) -> Result<(), Refusal> {
    if key.party == required.party && key.seat == required.seat {
        return Ok(());
    }
    let given = RequiredSigner::of(&key.party, key.seat);
    Err(Refusal::new(Code::KeyNotForSeat)
        .with("place", place)
        .with("given", given)
        .with("needed", required))
}

/// Only an enrolment has a new key in its authority's sets, so a signer marked as new is its key.
fn check_new_key(
    entry: &Entry,
    place: usize,
    required: &RequiredSigner,
    signer: &Signer,
) -> Result<(), Refusal> {
    if let Act::KeyEnrol(act) = &entry.act
        && act.public_key == *signer.public_key()
    {
        return Ok(());
    }
    Err(Refusal::new(Code::KeyNotForSeat)
        .with("place", place)
        .with("given", signer.key_id())
        .with("needed", required))
}

/// Whether a key may sign on `day`: not revoked, begun, not past its last day.
pub fn check_life(key: &Key, day: Day) -> Result<(), Refusal> {
    let about = |code| {
        Refusal::new(code)
            .with("key", key.key_id)
            .with("person", &key.person)
    };
    if day < key.from {
        return Err(about(Code::KeyNotYetValid).with("from", key.from));
    }
    if let Some(until) = key.until.filter(|until| day > *until) {
        return Err(about(Code::KeyExpired).with("until", until));
    }
    match &key.revoked {
        Some(revoked) => Err(about(Code::KeyRevoked).with("index", revoked.index)),
        None => Ok(()),
    }
}

/// made − 5 min ≤ now ≤ expires ≤ made + 90 days: so the authors' signed times bound the
/// operator's clock, and a signed draft cannot be kept back.
pub fn check_time(context: &Context<'_>) -> Result<(), Refusal> {
    let head = context.head;
    if head.made.minus_ms(CLOCK_AHEAD_MS_MAX) > context.now {
        let refusal = Refusal::new(Code::MadeInFuture).with("made", head.made);
        return Err(refusal.with("now", context.now));
    }
    if context.now > head.expires {
        let refusal = Refusal::new(Code::Expired).with("expires", head.expires);
        return Err(refusal.with("now", context.now));
    }
    let latest = head.made.plus_ms(EXPIRY_DAYS_MAX * DAY_MS);
    if head.expires < head.made || head.expires > latest {
        return Err(Refusal::new(Code::ExpiryTooLong)
            .with("made", head.made)
            .with("expires", head.expires)
            .with("days", EXPIRY_DAYS_MAX));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
