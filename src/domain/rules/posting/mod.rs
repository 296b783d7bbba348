//! Posting: the one place where quantity is made, moved or sent to a sink.
//!
//! A posting changes holdings, lots' movements, the sums of the whole ledger, and use and caps along
//! the regions' paths. It is laid on a draft as a whole or not at all. Only [`record_lot`] makes
//! quantity; [`post`] moves it; [`take_back`] and lines to a sink send it there
//! (`sinks`).

mod draw;
mod holdings;
mod sinks;
mod totals;

pub use draw::{Held, by_lot_order, held_in, held_of_lot};
pub use totals::{check_years, shift_region};

use holdings::{add, take};
use totals::TotalsChange;

use super::Context;
use super::places::cap_path;
use crate::domain::amount::Amount;
use crate::domain::ids::{AccountId, CaseNo, LotNo};
use crate::domain::lot::{Holding, Lot, Slot};
use crate::domain::moment::Moment;
use crate::domain::posting::{Line, Place};
use crate::domain::region::Sums;
use crate::domain::state::{Damage, Draft, Movement, Stop, keys};

/// What makes quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// An opening balance: needs no ceiling, but may not raise over.
    Opening,
    /// An issuance: needs a ceiling on the path, unless the indicator has none.
    Issuance,
}

/// Where in an account a place is: its slot, and whether it is barred as a source.
fn slot_of(place: &Place, case: Option<&CaseNo>) -> Option<(AccountId, Slot, bool)> {
    let reserved = || case.map(|case| Slot::Reserved(case.clone()));
    match place {
        Place::Available(account) => Some((account.clone(), Slot::Available, false)),
        Place::Barred(account) => Some((account.clone(), Slot::Available, true)),
        Place::Reserved(account) => Some((account.clone(), reserved()?, false)),
        Place::ReservedBarred(account) => Some((account.clone(), reserved()?, true)),
        Place::Retired
        | Place::TakenBack
        | Place::Reduced
        | Place::Invalidated
        | Place::Reversed => None,
    }
}

/// Makes a lot's quantity: the lot, its holding in its own account, use along the path, sums.
///
/// Refuses `NO_CEILING` and `CAP_EXCEEDED`.
pub fn record_lot(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    lot: &Lot,
    made: Made,
) -> Result<(), Stop> {
    let path = cap_path(
        draft,
        lot.account.region(),
        Some(&lot.indicator),
        context.today(),
    )?;
    if made == Made::Issuance {
        totals::require_ceiling(draft, context, lot, &path)?;
    }
    let mut change = TotalsChange::default();
    change.used_up(&path, &lot.indicator, lot.period, lot.amount.into());
    change.apply(draft, context.today())?;
    draft.put(&keys::lot(&lot.lot), lot)?;
    add(
        draft,
        &lot.account,
        lot,
        &Slot::Available,
        false,
        lot.amount,
    )?;
    let to = Place::Available(lot.account.clone());
    note(
        draft,
        context.into(),
        &lot.lot,
        (None, to, lot.amount),
        None,
    )?;
    change_sums(draft, lot, |sums| {
        let made_so_far = match made {
            Made::Opening => &mut sums.opening,
            Made::Issuance => &mut sums.issued,
        };
        *made_so_far = made_so_far.plus(lot.amount.into());
        sums.held = sums.held.plus(lot.amount.into());
    })
}

/// Moves quantity line by line: holdings, use and caps along both paths up to the lowest common
/// ancestor, sinks, sums. `case` is the case whose reservations the lines speak of.
///
/// Refuses `INSUFFICIENT_BALANCE` where a holding is smaller than its line, and `CAP_EXCEEDED`
/// where over would rise anywhere.
pub fn post(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: Option<&CaseNo>,
    lines: &[Line],
) -> Result<(), Stop> {
    let mut change = TotalsChange::default();
    for line in lines {
        let lot: Lot = draft.must(&keys::lot(&line.lot))?;
        if line.from.account().is_none() {
            sinks::out_of_sink(draft, context, &mut change, case, (&lot, line))?;
            continue;
        }
        take_from(draft, &lot, &line.from, case, line.amount)?;
        match slot_of(&line.to, case) {
            Some((account, slot, barred)) => {
                add(draft, &account, &lot, &slot, barred, line.amount)?;
                if let Some(from) = line.from.account() {
                    let giver =
                        cap_path(draft, from.region(), Some(&lot.indicator), context.today())?;
                    let taker = cap_path(
                        draft,
                        account.region(),
                        Some(&lot.indicator),
                        context.today(),
                    )?;
                    change.moved(&giver, &taker, &lot, line.amount);
                }
            }
            None => sinks::into_sink(draft, context, &mut change, &lot, line)?,
        }
        let step = (Some(line.from.clone()), line.to.clone(), line.amount);
        note(draft, context.into(), &line.lot, step, case)?;
    }
    change.apply(draft, context.today())
}

fn take_from(
    draft: &mut Draft<'_>,
    lot: &Lot,
    from: &Place,
    case: Option<&CaseNo>,
    amount: Amount,
) -> Result<(), Stop> {
    match slot_of(from, case) {
        Some((account, slot, barred)) => take(draft, &account, lot, &slot, barred, amount),
        None => Err(Damage::of("posting", "a line comes out of a sink").into()),
    }
}

/// Takes back (核减) available quantity of an issued lot; caps stay, so room is made.
pub fn take_back(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    account: &AccountId,
    lot: &Lot,
    amount: Amount,
) -> Result<(), Stop> {
    let line = Line {
        lot: lot.lot.clone(),
        indicator: lot.indicator.clone(),
        from: Place::Available(account.clone()),
        to: Place::TakenBack,
        amount,
    };
    post(draft, context, None, &[line])
}

/// Turns part of a unit's own holding into a new lot that names its parents: nothing is made, and
/// no total changes. `parents` are lines from [`Place::Available`] to [`Place::Reduced`].
pub fn convert(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    account: &AccountId,
    parents: &[Line],
    lot: &Lot,
) -> Result<(), Stop> {
    for line in parents {
        let parent: Lot = draft.must(&keys::lot(&line.lot))?;
        take_from(draft, &parent, &line.from, None, line.amount)?;
        let step = (Some(line.from.clone()), line.to.clone(), line.amount);
        note(draft, context.into(), &line.lot, step, None)?;
        draft.put(&keys::child(&line.lot, &lot.lot), &lot.lot)?;
    }
    draft.put(&keys::lot(&lot.lot), lot)?;
    add(draft, account, lot, &Slot::Available, false, lot.amount)?;
    let to = Place::Available(account.clone());
    Ok(note(
        draft,
        context.into(),
        &lot.lot,
        (None, to, lot.amount),
        None,
    )?)
}

/// Frees a holding that a case reserved. Totals do not change: reserved counts as used.
pub fn release(
    draft: &mut Draft<'_>,
    when: When,
    case: &CaseNo,
    lot: &Lot,
    holding: &Holding,
) -> Result<(), Damage> {
    let Holding {
        account,
        slot,
        barred,
        amount,
        ..
    } = holding;
    let damaged = |stop: Stop| match stop {
        Stop::Unreadable(damage) => damage,
        Stop::Refused(refusal) => Damage::of("reservation", refusal),
    };
    take(draft, account, lot, slot, *barred, *amount).map_err(damaged)?;
    add(draft, account, lot, &Slot::Available, *barred, *amount).map_err(damaged)?;
    let (from, to) = if *barred {
        (
            Place::ReservedBarred(account.clone()),
            Place::Barred(account.clone()),
        )
    } else {
        (
            Place::Reserved(account.clone()),
            Place::Available(account.clone()),
        )
    };
    note(draft, when, &lot.lot, (Some(from), to, *amount), Some(case))
}

/// The leaf and the moment a move belongs to.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// The leaf; for what falls due, the one it happens before.
    pub index: u64,
    /// The moment.
    pub at: Moment,
}

impl From<&Context<'_>> for When {
    fn from(context: &Context<'_>) -> When {
        When {
            index: context.index,
            at: context.now,
        }
    }
}

fn note(
    draft: &mut Draft<'_>,
    when: When,
    lot: &LotNo,
    (from, to, amount): (Option<Place>, Place, Amount),
    case: Option<&CaseNo>,
) -> Result<(), Damage> {
    let When { index, at } = when;
    let line = draft.list(&keys::movements_at(lot, index))?.len();
    let movement = Movement {
        index,
        at,
        from,
        to,
        amount,
        case: case.cloned(),
    };
    draft.put(&keys::movement(lot, index, line), &movement)
}

fn change_sums(
    draft: &mut Draft<'_>,
    lot: &Lot,
    change: impl FnOnce(&mut Sums),
) -> Result<(), Stop> {
    let key = keys::sums(&lot.indicator);
    let mut sums = draft.get(&key)?.unwrap_or_default();
    change(&mut sums);
    Ok(draft.put(&key, &sums)?)
}
