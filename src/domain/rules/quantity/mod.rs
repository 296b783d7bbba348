//! Rules for acts about quantity outside cases: openings, issuances, permits, base-year emissions,
//! reductions, projects and holds.
//!
//! Each act is checked in the order of the classes of refusals (form, identity, time, state, policy,
//! holds, source quality, quantity, caps) and lays its rows on the draft only after the last check
//! that is its own; what it makes or moves goes through [`posting`](super::posting).

pub mod emission;
pub mod finding;
pub mod hold;
pub mod issue;
pub mod opening;
pub mod permit;
pub mod project;
pub mod reduction;

use std::fmt::Display;
use std::str::FromStr;

use super::{Assigned, Context, ROWS_MAX, amounts, next_number, unknown};
use crate::domain::ids::{AccountId, PartyId, RegionId};
use crate::domain::lot::Account;
use crate::domain::party::Party;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::state::{Damage, Draft, Stop, keys};

/// An act has at least one row and at most [`ROWS_MAX`], and none of them twice. `key` is what
/// makes two rows the same, `what` the list they stand in.
fn check_rows<R, K: Ord + Display>(
    what: &str,
    rows: &[R],
    key: impl Fn(&R) -> K,
) -> Result<(), Refusal> {
    if rows.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", what));
    }
    if rows.len() > ROWS_MAX {
        return Err(Refusal::new(Code::TooManyRows)
            .with("what", what)
            .with("count", rows.len())
            .with("max", ROWS_MAX));
    }
    let mut seen = std::collections::BTreeSet::new();
    for row in rows {
        let key = key(row);
        if seen.contains(&key) {
            return Err(Refusal::new(Code::RowTwice).with("what", key));
        }
        seen.insert(key);
    }
    Ok(())
}

/// Every quantity is of an adopted indicator and has no more decimals than that.
fn check_quantities(draft: &Draft<'_>, quantities: &[Quantity]) -> Result<(), Stop> {
    for Quantity { indicator, amount } in quantities {
        amounts::check_amount(draft, indicator, None, (*amount).into())?;
    }
    Ok(())
}

/// The account, or `UNKNOWN_ID`.
fn account(draft: &Draft<'_>, id: &AccountId) -> Result<Account, Stop> {
    draft
        .get(&keys::account(id))?
        .ok_or_else(|| unknown("account", id).into())
}

/// The party, or `UNKNOWN_ID`.
fn party(draft: &Draft<'_>, id: &PartyId) -> Result<Party, Stop> {
    draft
        .get(&keys::party(id))?
        .ok_or_else(|| unknown("party", id).into())
}

/// Gives the next number of a series in a region this year, and says so in `assigned`.
pub(super) fn give_number<N: FromStr<Err: Display>>(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    (what, letter): (&'static str, &str),
    region: &RegionId,
    assigned: &mut Vec<Assigned>,
) -> Result<N, Damage> {
    let number = next_number(draft, region, letter, context.today().year())?;
    let parsed = number
        .parse()
        .map_err(|error| Damage::of(region.as_str(), error))?;
    assigned.push(Assigned { what, number });
    Ok(parsed)
}

/// Refuses dates that run backwards or are over.
fn dates_reversed(what: &str, from: impl Display, until: impl Display) -> Refusal {
    Refusal::new(Code::DatesReversed)
        .with("what", what)
        .with("from", from)
        .with("until", until)
}

/// Refuses a day, or a year, that has not come yet.
fn not_yet(context: &Context<'_>, what: &str, date: impl Display) -> Refusal {
    Refusal::new(Code::DateInFuture)
        .with("what", what)
        .with("date", date)
        .with("today", context.today())
}

#[cfg(test)]
mod tests;
