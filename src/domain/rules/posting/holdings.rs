//! Holdings: (lot, account, slot) → amount, listed under account, lot and case alike.

use crate::domain::amount::{Amount, Balance};
use crate::domain::ids::AccountId;
use crate::domain::lot::{Holding, Lot, Slot};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, Stop, keys};

fn set(
    draft: &mut Draft<'_>,
    account: &AccountId,
    lot: &Lot,
    slot: &Slot,
    barred: bool,
    amount: Balance,
) -> Result<(), Stop> {
    let holding = |amount| Holding {
        account: account.clone(),
        lot: lot.lot.clone(),
        indicator: lot.indicator.clone(),
        period: lot.period,
        slot: slot.clone(),
        barred,
        amount,
    };
    let key = keys::holding(account, &lot.indicator, &lot.lot, slot, barred);
    match amount.amount() {
        Some(amount) => {
            let holding = holding(amount);
            draft.put(&key, &holding)?;
            draft.put(&keys::holding_of_lot(&holding), &holding)?;
            if let Slot::Reserved(case) = slot {
                draft.put(&keys::holding_of_case(case, &holding), &holding)?;
            }
        }
        None => {
            let Some(gone) = draft.get(&key)? else {
                return Ok(());
            };
            draft.delete(&key);
            draft.delete(&keys::holding_of_lot(&gone));
            if let Slot::Reserved(case) = slot {
                draft.delete(&keys::holding_of_case(case, &gone));
            }
        }
    }
    Ok(())
}

fn present(
    draft: &Draft<'_>,
    account: &AccountId,
    lot: &Lot,
    slot: &Slot,
    barred: bool,
) -> Result<Balance, Stop> {
    let found = draft.get(&keys::holding(
        account,
        &lot.indicator,
        &lot.lot,
        slot,
        barred,
    ))?;
    Ok(found.map_or(Balance::ZERO, |holding| holding.amount.into()))
}

/// Adds to a holding.
pub fn add(
    draft: &mut Draft<'_>,
    account: &AccountId,
    lot: &Lot,
    slot: &Slot,
    barred: bool,
    amount: Amount,
) -> Result<(), Stop> {
    let there = present(draft, account, lot, slot, barred)?;
    set(draft, account, lot, slot, barred, there.plus(amount.into()))
}

/// Takes from a holding, or refuses with what is there.
pub fn take(
    draft: &mut Draft<'_>,
    account: &AccountId,
    lot: &Lot,
    slot: &Slot,
    barred: bool,
    amount: Amount,
) -> Result<(), Stop> {
    let there = present(draft, account, lot, slot, barred)?;
    match there.minus(amount.into()) {
        Some(rest) => set(draft, account, lot, slot, barred, rest),
        None => Err(Refusal::new(Code::InsufficientBalance)
            .with("account", account)
            .with("indicator", &lot.indicator)
            .with("available", there)
            .with("needed", amount)
            .with("short", Balance::from(amount).minus_or_zero(there))
            .into()),
    }
}
