//! Sinks: where quantity goes for good, and out of which a reversal brings it back.
//!
//! | sink | caps | sums |
//! | --- | --- | --- |
//! | retired (替代核销), invalidated (作废) | fall by as much, so no room is made | held to the sink |
//! | taken back (核减) | stay | held to the sink |
//! | reduced | stay; the same quantity goes on under another lot | none |
//! | reversed (冲销) | stay | held and what was made, as if it had never been |

use super::totals::TotalsChange;
use super::{add, cap_path, change_sums, note, slot_of};
use crate::domain::amount::Balance;
use crate::domain::ids::CaseNo;
use crate::domain::lot::{Lot, Origin};
use crate::domain::posting::{Line, Place};
use crate::domain::region::Sums;
use crate::domain::rules::Context;
use crate::domain::state::{Damage, Draft, Stop};

/// What a sink does to the totals of the path it was fed from.
enum Effect {
    /// Use falls, and the caps with it.
    WithCaps,
    /// Use falls.
    UseAlone,
    /// Nothing: the quantity goes on under another lot.
    None,
}

fn effect(sink: &Place, lot: &Lot) -> Effect {
    match sink {
        Place::Retired | Place::Invalidated => Effect::WithCaps,
        Place::TakenBack => Effect::UseAlone,
        Place::Reversed => match lot.origin {
            Origin::Opening | Origin::Issuance => Effect::UseAlone,
            Origin::Reduction { .. } => Effect::None,
        },
        Place::Reduced
        | Place::Available(_)
        | Place::Barred(_)
        | Place::Reserved(_)
        | Place::ReservedBarred(_) => Effect::None,
    }
}

/// Sends a line to its sink; what it takes from its account is taken already.
pub(super) fn into_sink(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    change: &mut TotalsChange,
    lot: &Lot,
    line: &Line,
) -> Result<(), Stop> {
    let Some(from) = line.from.account() else {
        return Ok(());
    };
    let path = cap_path(draft, from.region(), Some(&lot.indicator), context.today())?;
    match effect(&line.to, lot) {
        Effect::WithCaps => change.sunk(&path, lot, line.amount, true),
        Effect::UseAlone => change.sunk(&path, lot, line.amount, false),
        Effect::None => return Ok(()),
    }
    let amount = Balance::from(line.amount);
    change_sums(draft, lot, |sums| {
        sums.held = sums.held.minus_or_zero(amount);
        if let Some(sunk) = sum_of(&line.to, sums) {
            *sunk = sunk.plus(amount);
            return;
        }
        match lot.origin {
            Origin::Opening => sums.opening = sums.opening.minus_or_zero(amount),
            Origin::Issuance => sums.issued = sums.issued.minus_or_zero(amount),
            Origin::Reduction { .. } => {}
        }
    })
}

/// Brings a line back out of its sink into an account.
pub(super) fn out_of_sink(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    change: &mut TotalsChange,
    case: Option<&CaseNo>,
    (lot, line): (&Lot, &Line),
) -> Result<(), Stop> {
    let Some((account, slot, barred)) = slot_of(&line.to, case) else {
        return Err(Damage::of("posting", "a line leads from sink to sink").into());
    };
    add(draft, &account, lot, &slot, barred, line.amount)?;
    let step = (Some(line.from.clone()), line.to.clone(), line.amount);
    note(draft, context.into(), &lot.lot, step, case)?;
    let path = cap_path(
        draft,
        account.region(),
        Some(&lot.indicator),
        context.today(),
    )?;
    match effect(&line.from, lot) {
        Effect::WithCaps => change.raised(&path, lot, line.amount, true),
        Effect::UseAlone => change.raised(&path, lot, line.amount, false),
        Effect::None => return Ok(()),
    }
    let amount = Balance::from(line.amount);
    change_sums(draft, lot, |sums| {
        sums.held = sums.held.plus(amount);
        if let Some(sunk) = sum_of(&line.from, sums) {
            *sunk = sunk.minus_or_zero(amount);
        }
    })
}

/// The sum that a sink is counted in.
fn sum_of<'a>(sink: &Place, sums: &'a mut Sums) -> Option<&'a mut Balance> {
    match sink {
        Place::Retired => Some(&mut sums.retired),
        Place::TakenBack => Some(&mut sums.taken_back),
        Place::Invalidated => Some(&mut sums.invalidated),
        Place::Reduced
        | Place::Reversed
        | Place::Available(_)
        | Place::Barred(_)
        | Place::Reserved(_)
        | Place::ReservedBarred(_) => None,
    }
}
