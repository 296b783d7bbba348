//! Setting up: the genesis, regions, parties, persons and keys, accounts, policy, caps, and the
//! number of the rules.
//!
//! Who signs was checked before any of these is called; see the table in `authority`.

pub mod account;
pub mod cap;
pub mod genesis;
pub mod key;
pub mod party;
pub mod plan_period;
pub mod policy;
pub mod region;

use super::{Context, ROWS_MAX};
use crate::domain::entry::Upgrade;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};

/// Raises the number of the rules from the next entry on. That the number is known and higher than
/// the present one is part of the entry's form, so the head was refused otherwise.
pub fn upgrade(draft: &mut Draft<'_>, _: &Context<'_>, act: &Upgrade) -> Result<(), Stop> {
    let mut ledger: Ledger = draft.must(&keys::ledger())?;
    ledger.rules = act.rules;
    Ok(draft.put(&keys::ledger(), &ledger)?)
}

/// The first item that stands a second time.
fn twice<T: PartialEq>(items: &[T]) -> Option<&T> {
    items
        .iter()
        .enumerate()
        .find(|(at, item)| items[..*at].contains(item))
        .map(|(_, item)| item)
}

/// Refuses rows beyond what one entry may have.
fn check_count(what: &str, count: usize) -> Result<(), Refusal> {
    if count <= ROWS_MAX {
        return Ok(());
    }
    let refusal = Refusal::new(Code::TooManyRows)
        .with("what", what)
        .with("count", count);
    Err(refusal.with("max", ROWS_MAX))
}

fn row_twice(what: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::RowTwice).with("what", what)
}

fn field(kind: &str, field: &str) -> Refusal {
    Refusal::new(Code::FieldMissing)
        .with("kind", kind)
        .with("field", field)
}

fn already(what: &str, id: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::AlreadyThere)
        .with("what", what)
        .with("id", id)
}

/// Refuses a change of what must stay as it is.
fn stays<T: PartialEq + std::fmt::Display>(
    (what, id): (&str, &str),
    field: &str,
    old: T,
    new: T,
) -> Result<(), Refusal> {
    if old == new {
        return Ok(());
    }
    let refusal = Refusal::new(Code::NotTheSame)
        .with("what", what)
        .with("id", id);
    Err(refusal
        .with("field", field)
        .with("old", old)
        .with("new", new))
}

/// The roots' row whose region it is, if it is a root.
fn is_root(draft: &Draft<'_>, region: &crate::domain::ids::RegionId) -> Result<bool, Damage> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    Ok(ledger.roots.iter().any(|root| root.region == *region))
}

#[cfg(test)]
mod tests;
