//! Enrolling parties and persons.

use super::{already, stays};
use crate::domain::entry::{PartyEnrol, PersonEnrol};
use crate::domain::party::{Party, PartyKind, Person};
use crate::domain::rules::{Context, documents, places, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Enrols a party, or amends it where it exists: names, upper body and a credit code that was
/// missing. Kind and region stay, for authority rests on them.
pub fn enrol(draft: &mut Draft<'_>, context: &Context<'_>, act: &PartyEnrol) -> Result<(), Stop> {
    let party = &act.party;
    places::region(draft, &party.region)?;
    check_upper(draft, party)?;
    match draft.get(&keys::party(&party.party))? {
        Some(old) => check_amendment(&old, party)?,
        None => check_office(draft, party)?,
    }
    check_credit_code(draft, party)?;
    documents::check_document(draft, context, &act.document)?;
    Ok(put(draft, party)?)
}

/// The body above is a bureau, for it answers for the party's keys.
fn check_upper(draft: &Draft<'_>, party: &Party) -> Result<(), Stop> {
    let Some(upper) = &party.upper else {
        return Ok(());
    };
    let bureau = draft
        .get(&keys::party(upper))?
        .filter(|found| found.kind == PartyKind::Bureau && found.party != party.party);
    bureau
        .map(|_| ())
        .ok_or_else(|| unknown("bureau", upper).into())
}

fn check_amendment(old: &Party, new: &Party) -> Result<(), Stop> {
    let this = ("party", new.party.as_str());
    stays(this, "kind", old.kind, new.kind)?;
    stays(this, "region", &old.region, &new.region)?;
    if let Some(code) = &old.credit_code {
        let given = new
            .credit_code
            .as_ref()
            .map_or("null", |code| code.as_str());
        stays(this, "credit_code", code.as_str(), given)?;
    }
    Ok(())
}

/// Whether acts find the party by its region and kind, so that there can be only one.
fn is_office(kind: PartyKind) -> bool {
    match kind {
        PartyKind::Bureau | PartyKind::Government | PartyKind::ParkCommittee => true,
        PartyKind::Enterprise
        | PartyKind::Reform
        | PartyKind::Statistics
        | PartyKind::ReserveBody
        | PartyKind::Verifier
        | PartyKind::Inspector
        | PartyKind::Court => false,
    }
}

fn check_office(draft: &Draft<'_>, party: &Party) -> Result<(), Stop> {
    if !is_office(party.kind) {
        return Ok(());
    }
    match places::office(draft, &party.region, party.kind)? {
        Some(holder) => Err(already("office", holder).into()),
        None => Ok(()),
    }
}

fn check_credit_code(draft: &Draft<'_>, party: &Party) -> Result<(), Stop> {
    let Some(code) = &party.credit_code else {
        return Ok(());
    };
    match draft.get(&keys::credit_code(code))? {
        Some(other) if other != party.party => Err(already("credit code", code).into()),
        Some(_) | None => Ok(()),
    }
}

/// Lays the party and where it is found.
pub(super) fn put(draft: &mut Draft<'_>, party: &Party) -> Result<(), Damage> {
    draft.put(&keys::party(&party.party), party)?;
    draft.put(
        &keys::party_listed(&party.region, &party.party),
        &party.party,
    )?;
    if is_office(party.kind) {
        draft.put(&keys::office(&party.region, party.kind), &party.party)?;
    }
    match &party.credit_code {
        Some(code) => draft.put(&keys::credit_code(code), &party.party),
        None => Ok(()),
    }
}

/// Enrols a person under a pseudonym that no other has.
pub fn enrol_person(draft: &mut Draft<'_>, _: &Context<'_>, act: &PersonEnrol) -> Result<(), Stop> {
    if draft.get(&keys::party(&act.party))?.is_none() {
        return Err(unknown("party", &act.party).into());
    }
    if draft.get(&keys::person(&act.person))?.is_some() {
        return Err(already("person", &act.person).into());
    }
    let person = Person {
        person: act.person.clone(),
        party: act.party.clone(),
    };
    Ok(draft.put(&keys::person(&act.person), &person)?)
}

#[cfg(test)]
mod tests;
