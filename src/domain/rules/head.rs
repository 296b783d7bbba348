//! What every entry must satisfy before its act is looked at: ledger, id, signers, seats, time.

use super::authority::required_signers;
use super::{Context, RULES_KNOWN};
use crate::domain::entry::{Act, EXPIRY_DAYS_MAX, Entry, RequiredSigner};
use crate::domain::moment::{DAY_MS, MINUTE_MS};
use crate::domain::party::{Key, Seat};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, Ledger, Stop, keys};
use crate::envelope::{PublicKey, Signer};

/// How far an author's clock may be ahead of the operator's.
const CLOCK_AHEAD_MS_MAX: u64 = 5 * MINUTE_MS;

/// Checks the head: identity, then keys and seats, then time.
pub fn check(
    draft: &Draft<'_>,
    context: &Context<'_>,
    entry: &Entry,
    signers: &[Signer],
) -> Result<(), Stop> {
    check_identity(draft, context, entry)?;
    check_named_signers(draft, context, entry)?;
    check_keys(draft, context, entry, signers)?;
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
    let head = context.head;
    if head.ledger != Some(ledger.id) {
        let given = head.ledger.map_or_else(|| "null".to_owned(), |id| id.to_string());
        let refusal = Refusal::new(Code::OtherLedger).with("ledger", given);
        return Err(refusal.with("this", ledger.id).into());
    }
    if let Some(basis) = head.basis {
        let root = draft_root(draft, basis.size)?;
        if root.as_ref() != Some(basis.root.as_bytes()) {
            return Err(Refusal::new(Code::BasisNotInLog)
                .with("size", basis.size)
                .with("root", basis.root)
                .into());
        }
    }
    if let Some(other) = draft.get(&keys::entry_id(&head.id))? {
        return Err(Refusal::new(Code::EntryIdReused)
            .with("id", head.id)
            .with("index", other.index)
            .into());
    }
    Ok(())
}

fn draft_root(
    draft: &Draft<'_>,
    size: u64,
) -> Result<Option<[u8; 32]>, crate::domain::state::Damage> {
    use crate::domain::state::State;
    draft.root_at(size)
}

fn spelled(signers: &[RequiredSigner]) -> String {
    signers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
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
    let parties = |set: &Vec<RequiredSigner>| -> Vec<_> {
        set.iter().map(|signer| signer.party.clone()).collect()
    };
    let needed = allowed.sets().first().cloned().unwrap_or_default();
    let stranger = named
        .iter()
        .find(|signer| allowed.sets().iter().all(|set| !parties(set).contains(&signer.party)));
    Err(match stranger {
        Some(stranger) => Refusal::new(Code::NotAuthorised)
            .with("party", &stranger.party)
            .with("needed", spelled(&needed)),
        None => Refusal::new(Code::SignersDiffer)
            .with("given", spelled(named))
            .with("needed", spelled(&needed)),
    }
    .into())
}

/// Each signature must be by a key of the party and seat named at its place, all by different
/// persons, and every key must be good today.
fn check_keys(
    draft: &Draft<'_>,
    context: &Context<'_>,
    entry: &Entry,
    signers: &[Signer],
) -> Result<(), Stop> {
    let named = &entry.head.signers;
    if named.len() != signers.len() {
        return Err(Refusal::new(Code::SignatureCount)
            .with("given", signers.len())
            .with("needed", named.len())
            .into());
    }
    let mut persons = Vec::with_capacity(named.len());
    for (place, (required, signer)) in named.iter().zip(signers).enumerate() {
        if required.new {
            persons.push(check_new_key(entry, place, required, signer)?);
            continue;
        }
        let key = draft.get(&keys::key(signer.key_id()))?;
        let key = key.ok_or_else(|| super::unknown("key", signer.key_id()))?;
        check_seat(place, required, &key)?;
        check_life(context, &key)?;
        persons.push(key.person);
    }
    let twice = persons.iter().enumerate().find(|(at, person)| persons[..*at].contains(person));
    match twice {
        None => Ok(()),
        Some((_, person)) => {
            Err(Refusal::new(Code::OnePersonTwoSeats).with("person", person).into())
        }
    }
}

fn check_seat(place: usize, required: &RequiredSigner, key: &Key) -> Result<(), Refusal> {
    if key.party == required.party && key.seat == required.seat {
        return Ok(());
    }
    let given = RequiredSigner::of(&key.party, key.seat);
    Err(Refusal::new(Code::KeyNotForSeat)
        .with("place", place + 1)
        .with("given", given)
        .with("needed", required))
}

fn check_new_key(
    entry: &Entry,
    place: usize,
    required: &RequiredSigner,
    signer: &Signer,
) -> Result<crate::domain::ids::PersonId, Refusal> {
    let Act::KeyEnrol(act) = &entry.act else {
        return Err(Refusal::new(Code::SignersDiffer)
            .with("given", required)
            .with("needed", RequiredSigner { new: false, ..required.clone() }));
    };
    if is_key(&act.public_key, signer) {
        return Ok(act.person.clone());
    }
    Err(Refusal::new(Code::KeyNotForSeat)
        .with("place", place + 1)
        .with("given", signer.key_id())
        .with("needed", required))
}

fn is_key(public_key: &PublicKey, signer: &Signer) -> bool {
    public_key.key_id() == *signer.key_id()
}

fn check_life(context: &Context<'_>, key: &Key) -> Result<(), Refusal> {
    let about = |code| Refusal::new(code).with("key", key.key_id).with("person", &key.person);
    if let Some(revoked) = &key.revoked {
        return Err(about(Code::KeyRevoked).with("index", revoked.index));
    }
    if context.today() < key.from {
        return Err(about(Code::KeyNotYetValid).with("from", key.from));
    }
    match key.until {
        Some(until) if context.today() > until => {
            Err(about(Code::KeyExpired).with("until", until))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_time(context: &Context<'_>) -> Result<(), Refusal> {
    let head = context.head;
    if head.expires < head.made || head.expires > head.made.plus_ms(EXPIRY_DAYS_MAX * DAY_MS) {
        return Err(Refusal::new(Code::ExpiryTooLong)
            .with("made", head.made)
            .with("expires", head.expires)
            .with("days", EXPIRY_DAYS_MAX));
    }
    if head.made.minus_ms(CLOCK_AHEAD_MS_MAX) > context.now {
        return Err(Refusal::new(Code::MadeInFuture)
            .with("made", head.made)
            .with("now", context.now));
    }
    if context.now > head.expires {
        return Err(Refusal::new(Code::Expired)
            .with("expires", head.expires)
            .with("now", context.now));
    }
    Ok(())
}

/// How many different persons can still sign for a party in a seat today.
pub fn persons_in_seat(
    draft: &Draft<'_>,
    context: &Context<'_>,
    party: &crate::domain::ids::PartyId,
    seat: Seat,
) -> Result<usize, Stop> {
    let mut persons = std::collections::BTreeSet::new();
    for id in draft.list(&keys::keys_of_seat(party, seat))? {
        let key = draft.must(&keys::key(&id))?;
        if check_life(context, &key).is_ok() {
            persons.insert(key.person);
        }
    }
    Ok(persons.len())
}
