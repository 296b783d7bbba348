//! What of a posting is right, row by row, and what the difference moves.

use super::correct::Correction;
use super::moves_of;
use crate::domain::amount::{Amount, Balance, Change};
use crate::domain::case::{Case, Content};
use crate::domain::correction::{Owed, Posted, PostedKind, RightRow};
use crate::domain::ids::{AccountId, CaseNo, LotNo};
use crate::domain::indicator::Span;
use crate::domain::lot::{Lot, Slot};
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::amounts::check_amount;
use crate::domain::rules::cases::plan;
use crate::domain::rules::holder;
use crate::domain::rules::posting::{Held, held_in};
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, ROWS_MAX, check_most, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Quantity that may be drawn, in a place of an account.
#[derive(Debug, Clone)]
pub struct Source {
    /// The lot.
    pub lot: LotNo,
    /// Available or barred.
    pub place: Place,
    /// How much is there.
    pub amount: Amount,
}

/// A correction has rows, not too many, none twice.
pub fn check_right(right: &[RightRow]) -> Result<(), Refusal> {
    if right.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", "right"));
    }
    check_most("right", right.len(), ROWS_MAX)?;
    for (at, row) in right.iter().enumerate() {
        let same = |other: &RightRow| other.lot == row.lot && other.indicator == row.indicator;
        if right.iter().take(at).any(same) {
            let lot = row
                .lot
                .as_ref()
                .map_or_else(String::new, |lot| format!("{lot} "));
            let what = format!("{lot}{}", row.indicator);
            return Err(Refusal::new(Code::RowTwice).with("what", what));
        }
    }
    Ok(())
}

/// Adds what the difference of one row moves and leaves owed.
pub fn difference(
    draft: &Draft<'_>,
    context: &Context<'_>,
    posted: &Posted,
    row: &RightRow,
    correction: &mut Correction,
) -> Result<(), Stop> {
    check_amount(draft, &row.indicator, None, row.amount)?;
    match &posted.kind {
        PostedKind::Case(no) => of_case(draft, context, posted, no, row, correction),
        PostedKind::Opening | PostedKind::Issuance => {
            let (lot, excess) = excess(draft, posted, row)?;
            let mut from = free(draft, &lot.account, &lot.indicator)?;
            from.retain(|source| source.lot == lot.lot);
            let owed = Owed {
                region: lot.account.region().clone(),
                indicator: lot.indicator,
                to: None,
                amount: excess,
            };
            correction.draw(&from, |_| Place::Reversed, owed);
            Ok(())
        }
        PostedKind::TakenBack | PostedKind::Invalidated => {
            let (lot, excess) = excess(draft, posted, row)?;
            let mut moved = moves_of(draft, posted)?
                .into_iter()
                .map(|(_, movement)| movement);
            let Some((back, from)) = moved.find_map(|m| Some((m.from?, m.to))) else {
                return Err(Damage::of("posting", "a sink without a source").into());
            };
            correction.lines.push(Line {
                lot: lot.lot,
                indicator: lot.indicator,
                from,
                to: back,
                amount: excess,
            });
            Ok(())
        }
        PostedKind::Reduction(_) | PostedKind::Undoing(_) => {
            Err(not_correctable(posted, &row.indicator).into())
        }
    }
}

fn not_correctable(posted: &Posted, what: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::NotCorrectable)
        .with("entry", posted.index)
        .with("what", what)
}

/// The lot of a row, and how much too much was posted of it. More than was posted is posted by an act
/// of its own, under its own evidence.
fn excess(draft: &Draft<'_>, posted: &Posted, row: &RightRow) -> Result<(Lot, Amount), Stop> {
    let named = row.lot.as_ref().filter(|lot| posted.lots.contains(lot));
    let Some(no) = named else {
        let id = row.lot.as_ref().map_or("-", |lot| lot.as_str());
        return Err(unknown("lot of the posting", id).into());
    };
    let lot: Lot = draft.must(&keys::lot(no))?;
    if lot.indicator != row.indicator {
        return Err(Refusal::new(Code::SourceWrongLot)
            .with("lot", no)
            .with(
                "what",
                format!("{} is not {}", lot.indicator, row.indicator),
            )
            .into());
    }
    check_open(draft, &lot.account)?;
    let mut first = Balance::ZERO;
    for (of, movement) in moves_of(draft, posted)? {
        if of == *no {
            first = first.plus(movement.amount.into());
        }
    }
    let recorded = recorded(posted, row).unwrap_or(first);
    if row.amount > recorded {
        return Err(Refusal::new(Code::CorrectionRaises)
            .with("lot", no)
            .with("indicator", &row.indicator)
            .with("recorded", recorded)
            .with("right", row.amount)
            .with("more", row.amount.minus_or_zero(recorded))
            .into());
    }
    match recorded.minus_or_zero(row.amount).amount() {
        Some(excess) => Ok((lot, excess)),
        None => Err(nothing_changes(row, recorded).into()),
    }
}

/// What a holder had that has gone over to others lies with them; `PARTY_CLOSED` names them.
fn check_open(draft: &Draft<'_>, account: &AccountId) -> Result<(), Stop> {
    account
        .party()
        .map_or(Ok(()), |party| holder::check_party(draft, party))
}

fn nothing_changes(row: &RightRow, recorded: Balance) -> Refusal {
    Refusal::new(Code::NothingChanges)
        .with("what", &row.indicator)
        .with("recorded", recorded)
}

/// What an earlier correction said of the same row.
fn recorded(posted: &Posted, row: &RightRow) -> Option<Balance> {
    let mut rows = posted.right.iter();
    let same = |other: &&RightRow| other.lot == row.lot && other.indicator == row.indicator;
    rows.find(same).map(|row| row.amount)
}

/// What the site of a move needed otherwise passes between it and the reserve of its surplus.
fn of_case(
    draft: &Draft<'_>,
    context: &Context<'_>,
    posted: &Posted,
    no: &CaseNo,
    row: &RightRow,
    correction: &mut Correction,
) -> Result<(), Stop> {
    let case: Case = draft.must(&keys::case(no))?;
    let Content::Relocation(content) = &case.content else {
        return Err(not_correctable(posted, no).into());
    };
    let indicator = policy::indicator_for(draft, &row.indicator, case.judged_by())?;
    let plain = plan::is_covered_once(draft, &case, &indicator)?;
    if row.lot.is_some() || indicator.span != Span::Standing || !plain {
        return Err(not_correctable(posted, &row.indicator).into());
    }
    let asked = content
        .required
        .iter()
        .find(|q| q.indicator == row.indicator);
    let asked = asked.map_or(Balance::ZERO, |quantity| quantity.amount.into());
    let recorded = recorded(posted, row).unwrap_or(asked);
    let by = Change::from(row.amount).plus(Change::from(recorded).negated());
    let today = context.today();
    let reserve = plan::reserve_of(draft, content.origin.region(), Some(&row.indicator), today)?;
    let site = plan::site_account(draft, &case)?;
    check_open(draft, &site)?;
    let (giver, taker) = if by > Change::ZERO {
        (reserve, site)
    } else {
        (site, reserve)
    };
    let size = row
        .amount
        .minus_or_zero(recorded)
        .plus(recorded.minus_or_zero(row.amount));
    let Some(amount) = size.amount() else {
        return Err(nothing_changes(row, recorded).into());
    };
    let mut from = free(draft, &giver, &row.indicator)?;
    let own = |source: &Source| posted.lots.contains(&source.lot);
    // What the move itself brought there comes first, barred or not; of others, what is not barred.
    from.retain(|source| own(source) || matches!(source.place, Place::Available(_)));
    from.sort_by_key(|source| !own(source));
    let owed = Owed {
        region: giver.region().clone(),
        indicator: row.indicator.clone(),
        to: Some(taker.clone()),
        amount,
    };
    let place = |barred| {
        if barred {
            Place::Barred(taker.clone())
        } else {
            Place::Available(taker.clone())
        }
    };
    correction.draw(&from, place, owed);
    Ok(())
}

/// What is free in an account of a standing indicator, in order of drawing.
pub(super) fn free(
    draft: &Draft<'_>,
    account: &AccountId,
    indicator: &crate::domain::ids::IndicatorCode,
) -> Result<Vec<Source>, Damage> {
    let held = held_in(draft, account, indicator)?.into_iter();
    let free = held.filter(|held| held.slot == Slot::Available);
    let source = |held: Held| Source {
        lot: held.lot,
        place: if held.barred {
            Place::Barred(held.account)
        } else {
            Place::Available(held.account)
        },
        amount: held.amount,
    };
    Ok(free.map(source).collect())
}
