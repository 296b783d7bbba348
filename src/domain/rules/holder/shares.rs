//! Which tonnes go where: what a case reserves with the case, the rest in order of drawing.

use std::collections::BTreeMap;

use super::accounts_of;
use crate::domain::amount::{Amount, Balance};
use crate::domain::entry::{HolderChange, HolderMove, Successor};
use crate::domain::ids::{AccountId, CaseNo, Holder, IndicatorCode, PartyId};
use crate::domain::lot::{Lot, Slot};
use crate::domain::period::Period;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::Context;
use crate::domain::rules::cases::plan::reserve_of;
use crate::domain::rules::posting::{Held, held_in};
use crate::domain::state::{Draft, Stop, keys};

/// Lines by the case whose reservation they move; those of nothing free first.
type Moves = BTreeMap<Option<CaseNo>, Vec<Line>>;

/// The successor's account in the place of one of the party's: same region, same project.
pub(super) fn account_for(old: &AccountId, successor: &PartyId) -> AccountId {
    AccountId::new(
        old.region().clone(),
        Holder::Party(successor.clone()),
        old.project().cloned(),
    )
}

fn told(moves: Moves) -> Vec<HolderMove> {
    let moves = moves.into_iter().filter(|(_, lines)| !lines.is_empty());
    moves
        .map(|(case, lines)| HolderMove { case, lines })
        .collect()
}

fn place(held: &Held, account: &AccountId) -> Place {
    let account = account.clone();
    match (&held.slot, held.barred) {
        (Slot::Available, false) => Place::Available(account),
        (Slot::Available, true) => Place::Barred(account),
        (Slot::Reserved(_), false) => Place::Reserved(account),
        (Slot::Reserved(_), true) => Place::ReservedBarred(account),
    }
}

fn add(moves: &mut Moves, held: &Held, to: Place, amount: Amount) {
    let case = match &held.slot {
        Slot::Available => None,
        Slot::Reserved(case) => Some(case.clone()),
    };
    moves.entry(case).or_default().push(Line {
        lot: held.lot.clone(),
        indicator: held.indicator.clone(),
        from: place(held, &held.account),
        to,
        amount,
    });
}

/// Every line of a change to successors.
///
/// Refuses `SHARES_DIFFER` where the successors' parts of an account are not what it holds,
/// `SHARE_BELOW_RESERVED` where a part is smaller than what the successor's cases reserve, and
/// `NOT_ASSIGNED` where an account goes to another than its project.
pub(super) fn moves(draft: &Draft<'_>, act: &HolderChange) -> Result<Vec<HolderMove>, Stop> {
    let mut moves = Moves::new();
    let accounts = accounts_of(draft, &act.party)?;
    let parts = act.successors.iter().flat_map(|it| &it.parts);
    for part in parts {
        if !accounts.contains(&part.account) {
            return Err(differ(
                &part.account,
                &part.indicator,
                part.amount.into(),
                Balance::ZERO,
            ));
        }
    }
    for account in &accounts {
        check_project(act, account)?;
        let mut indicators: Vec<IndicatorCode> = draft
            .list(&keys::holdings_of(account))?
            .into_iter()
            .map(|holding| holding.indicator)
            .collect();
        let named = act.successors.iter().flat_map(|it| &it.parts);
        let named = named.filter(|part| part.account == *account);
        indicators.extend(named.map(|part| part.indicator.clone()));
        indicators.sort();
        indicators.dedup();
        for indicator in indicators {
            let held = held_in(draft, account, &indicator)?;
            let mut periods: Vec<Period> = held.iter().map(|held| held.period).collect();
            periods.extend(periods_named(act, account, &indicator));
            periods.sort_unstable();
            periods.dedup();
            for period in periods {
                let row: Vec<&Held> = held.iter().filter(|held| held.period == period).collect();
                split_row(&mut moves, act, account, (&indicator, period), &row)?;
            }
        }
    }
    Ok(told(moves))
}

fn periods_named(
    act: &HolderChange,
    account: &AccountId,
    indicator: &IndicatorCode,
) -> Vec<Period> {
    let parts = act.successors.iter().flat_map(|it| &it.parts);
    let of_it = parts.filter(|part| part.account == *account && part.indicator == *indicator);
    of_it.map(|part| part.period).collect()
}

/// The account of a project goes to who takes the project.
fn check_project(act: &HolderChange, account: &AccountId) -> Result<(), Stop> {
    let Some(project) = account.project() else {
        return Ok(());
    };
    for successor in &act.successors {
        let takes_part = successor.parts.iter().any(|part| part.account == *account);
        if takes_part && !successor.projects.contains(project) {
            return Err(Refusal::new(Code::NotAssigned)
                .with("what", "project")
                .with("id", project)
                .with("party", &act.party)
                .into());
        }
    }
    Ok(())
}

fn differ(account: &AccountId, indicator: &IndicatorCode, shares: Balance, held: Balance) -> Stop {
    Refusal::new(Code::SharesDiffer)
        .with("account", account)
        .with("indicator", indicator)
        .with("shares", shares)
        .with("held", held)
        .into()
}

/// Splits what an account holds of an indicator in a period.
fn split_row(
    moves: &mut Moves,
    act: &HolderChange,
    account: &AccountId,
    (indicator, period): (&IndicatorCode, Period),
    row: &[&Held],
) -> Result<(), Stop> {
    let part_of = |successor: &Successor| {
        let parts = successor.parts.iter();
        let mut of_it = parts.filter(|part| {
            (&part.account, &part.indicator, part.period) == (account, indicator, period)
        });
        of_it
            .next()
            .map_or(Balance::ZERO, |part| part.amount.into())
    };
    let parts: Vec<Balance> = act.successors.iter().map(part_of).collect();
    let shares = parts
        .iter()
        .fold(Balance::ZERO, |sum, part| sum.plus(*part));
    let held = row
        .iter()
        .fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
    if shares != held {
        return Err(differ(account, indicator, shares, held));
    }
    let mut left = parts.clone();
    for held in row {
        let Slot::Reserved(case) = &held.slot else {
            continue;
        };
        let Some(at) = act.successors.iter().position(|it| it.cases.contains(case)) else {
            return Err(Refusal::new(Code::NotAssigned)
                .with("what", "case")
                .with("id", case)
                .with("party", &act.party)
                .into());
        };
        let taker = &act.successors[at];
        left[at] = left[at].minus(held.amount.into()).ok_or_else(|| {
            Stop::from(
                Refusal::new(Code::ShareBelowReserved)
                    .with("party", &taker.party)
                    .with("account", account)
                    .with("indicator", indicator)
                    .with("share", parts[at])
                    .with("case", case)
                    .with("reserved", held.amount),
            )
        })?;
        pass(moves, act, held, taker, held.amount);
    }
    let mut takers = act.successors.iter().zip(left);
    let mut now = takers.next();
    for held in row.iter().filter(|held| held.slot == Slot::Available) {
        let mut rest = Balance::from(held.amount);
        while let Some((taker, share)) = &mut now {
            let part = rest.min(*share);
            if let Some(amount) = part.amount() {
                pass(moves, act, held, taker, amount);
            }
            rest = rest.minus_or_zero(part);
            *share = share.minus_or_zero(part);
            if rest.is_zero() {
                break;
            }
            now = takers.next();
        }
    }
    Ok(())
}

/// A line to a successor; what a party keeps does not move.
fn pass(moves: &mut Moves, act: &HolderChange, held: &Held, taker: &Successor, amount: Amount) {
    if taker.party != act.party {
        let to = place(held, &account_for(&held.account, &taker.party));
        add(moves, held, to, amount);
    }
}

/// What of a bankrupt party falls to the reserve: all that it did not pay for (R21).
pub(super) fn to_reserves(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
) -> Result<Vec<HolderMove>, Stop> {
    let mut moves = Moves::new();
    for account in accounts_of(draft, &act.party)? {
        let mut indicators: Vec<IndicatorCode> = draft
            .list(&keys::holdings_of(&account))?
            .into_iter()
            .map(|holding| holding.indicator)
            .collect();
        indicators.dedup();
        for indicator in indicators {
            for held in held_in(draft, &account, &indicator)? {
                let lot: Lot = draft.must(&keys::lot(&held.lot))?;
                if lot.paid || held.slot != Slot::Available {
                    continue;
                }
                let code = Some(&indicator);
                let reserve = reserve_of(draft, account.region(), code, context.today())?;
                add(&mut moves, &held, place(&held, &reserve), held.amount);
            }
        }
    }
    Ok(told(moves))
}
