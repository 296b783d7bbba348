//! Filling in what nobody types: lots of a source plan, lines of a reservation or posting.

use super::{case, dated, plan, procedure_of, step_of};
use crate::domain::amount::Balance;
use crate::domain::entry::CaseAct;
use crate::domain::lot::{Lot, Slot};
use crate::domain::posting::{BalanceShown, Line};
use crate::domain::procedure::{Effect, Establishes};
use crate::domain::rules::Context;
use crate::domain::rules::posting::held_in;
use crate::domain::state::{Draft, Stop, keys};

/// Writes into an act what follows from the state today. A refusal says why nothing can be
/// written; the act may still be signed and submitted, to be refused on record.
pub fn complete(draft: &Draft<'_>, context: &Context<'_>, act: &mut CaseAct) -> Result<(), Stop> {
    let case = case(draft, &act.case)?;
    let procedure = procedure_of(draft, &case)?;
    let step = step_of(&procedure, &case, &act.step)?;
    if step.establishes == Establishes::SourcePlan && act.sources.is_empty() {
        act.sources = plan::default_sources(draft, context, &case)?;
    }
    match step.effect {
        Effect::None => {}
        Effect::Reserve => act.lines = plan::reservation(draft, context, &case)?.lines,
        Effect::Post => {
            act.lines = plan::posting(draft, context, &case, dated(act, context))?.lines;
        }
    }
    act.balances = balances_of(draft, &act.lines)?;
    Ok(())
}

/// What the accounts of the lines hold now.
fn balances_of(draft: &Draft<'_>, lines: &[Line]) -> Result<Vec<BalanceShown>, Stop> {
    let mut shown: Vec<BalanceShown> = Vec::new();
    for line in lines {
        let lot: Lot = draft.must(&keys::lot(&line.lot))?;
        for account in line.from.account().into_iter().chain(line.to.account()) {
            let same =
                |row: &BalanceShown| row.account == *account && row.indicator == lot.indicator;
            if shown.iter().any(same) {
                continue;
            }
            let mut row = BalanceShown {
                account: account.clone(),
                indicator: lot.indicator.clone(),
                available: Balance::ZERO,
                reserved: Balance::ZERO,
            };
            for held in held_in(draft, account, &lot.indicator)? {
                let sum = match held.slot {
                    Slot::Available => &mut row.available,
                    Slot::Reserved(_) => &mut row.reserved,
                };
                *sum = sum.plus(held.amount.into());
            }
            shown.push(row);
        }
    }
    Ok(shown)
}
