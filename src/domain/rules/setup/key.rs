//! Enrolling, amending and revoking keys. Their status counts in log order: from the entry that
//! says it on, and never before it.

use std::collections::BTreeSet;

use super::already;
use crate::domain::entry::{KeyAmend, KeyEnrol, KeyRevoke};
use crate::domain::moment::Day;
use crate::domain::party::{Key, Revocation, Seat};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::{Context, head, unknown};
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};
use crate::envelope::KeyId;

/// Enrols a key for a known person in a known party. A key stands once on the ledger, in one seat;
/// the operator's key, which signs checkpoints, in none.
pub fn enrol(draft: &mut Draft<'_>, context: &Context<'_>, act: &KeyEnrol) -> Result<(), Stop> {
    let key_id = act.public_key.key_id();
    if draft.get(&keys::party(&act.party))?.is_none() {
        return Err(unknown("party", &act.party).into());
    }
    if draft.get(&keys::person(&act.person))?.is_none() {
        return Err(unknown("person", &act.person).into());
    }
    let ledger: Ledger = draft.must(&keys::ledger())?;
    if ledger.operator == act.public_key || draft.get(&keys::key(&key_id))?.is_some() {
        return Err(already("key", key_id).into());
    }
    check_dates(&key_id, act.from, act.until, context.today())?;
    let key = Key {
        key_id,
        public_key: act.public_key.into(),
        party: act.party.clone(),
        person: act.person.clone(),
        seat: act.seat,
        from: act.from,
        until: act.until,
        enrolled: context.index,
        revoked: None,
    };
    Ok(put(draft, &key)?)
}

/// Changes a key's last day. An expired key may sign again from then on; a revoked one never.
pub fn amend(draft: &mut Draft<'_>, context: &Context<'_>, act: &KeyAmend) -> Result<(), Stop> {
    let mut key = unrevoked(draft, &act.key)?;
    key.until = act.until;
    draft.put(&keys::key(&act.key), &key)?;
    check_root_can_issue(draft, &key, context.today())?;
    Ok(check_dates(&act.key, key.from, act.until, context.today())?)
}

/// Revokes a key from this entry on. It undoes nothing that the key has signed.
pub fn revoke(draft: &mut Draft<'_>, context: &Context<'_>, act: &KeyRevoke) -> Result<(), Stop> {
    let mut key = unrevoked(draft, &act.key)?;
    let today = context.today();
    key.revoked = Some(Revocation {
        index: context.index,
        at: context.now,
        reason: act.reason,
        not_trusted_since: act.not_trusted_since,
    });
    draft.put(&keys::key(&act.key), &key)?;
    check_root_can_issue(draft, &key, today)?;
    match act.not_trusted_since {
        Some(since) if since > today => Err(Refusal::new(Code::DateInFuture)
            .with("what", "not_trusted_since")
            .with("date", since)
            .with("today", today)
            .into()),
        Some(_) | None => Ok(()),
    }
}

fn unrevoked(draft: &Draft<'_>, id: &KeyId) -> Result<Key, Stop> {
    let key = draft
        .get(&keys::key(id))?
        .ok_or_else(|| unknown("key", id))?;
    match &key.revoked {
        None => Ok(key),
        Some(revoked) => Err(Refusal::new(Code::KeyRevoked)
            .with("key", id)
            .with("person", &key.person)
            .with("index", revoked.index)
            .into()),
    }
}

fn check_dates(id: &KeyId, from: Day, until: Option<Day>, today: Day) -> Result<(), Refusal> {
    match until {
        Some(until) if until < from || until < today => Err(Refusal::new(Code::DatesReversed)
            .with("what", id)
            .with("from", from)
            .with("until", until)),
        Some(_) | None => Ok(()),
    }
}

/// A root that could no longer sign could not enrol a successor either. So it keeps as many
/// persons who issue as its threshold, by keys without a last day: a deputy's time runs out without
/// anybody's entry.
fn check_root_can_issue(draft: &Draft<'_>, key: &Key, today: Day) -> Result<(), Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    let Some(root) = ledger.roots.iter().find(|root| root.party == key.party) else {
        return Ok(());
    };
    let mut persons = BTreeSet::new();
    for id in draft.list(&keys::keys_of_seat(&root.party, Seat::Issue))? {
        let key = draft.must(&keys::key(&id))?;
        if key.until.is_none() && head::check_life(&key, today).is_ok() {
            persons.insert(key.person);
        }
    }
    if persons.len() >= usize::from(root.threshold) {
        return Ok(());
    }
    Err(Refusal::new(Code::LastIssueKey)
        .with("party", &root.party)
        .with("count", persons.len())
        .with("needed", root.threshold)
        .into())
}

/// Lays the key and its place in its seat's list.
pub(super) fn put(draft: &mut Draft<'_>, key: &Key) -> Result<(), Damage> {
    draft.put(&keys::key(&key.key_id), key)?;
    draft.put(
        &keys::key_listed(&key.party, key.seat, &key.key_id),
        &key.key_id,
    )
}

#[cfg(test)]
mod tests;
