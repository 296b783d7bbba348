//! What happens by itself: before anything is judged at a moment, everything due by then happens,
//! in order of (due time, id).

use super::cases::outcome;
use super::quantity::{hold, permit};
use crate::domain::moment::Moment;
use crate::domain::state::{
    Damage, Draft, DueAction, Ledger, due_key, due_month, due_prefix, keys,
};

/// Lets everything happen that is due at or before `now`. A read at a moment shows the same.
pub fn fall_due(draft: &mut Draft<'_>, now: Moment) -> Result<(), Damage> {
    let Some(mut ledger): Option<Ledger> = draft.get(&keys::ledger())? else {
        return Ok(());
    };
    let last = due_month(now);
    while ledger.due_month <= last {
        for due in draft.list(&due_prefix(ledger.due_month))? {
            if due.at > now {
                break;
            }
            draft.delete(&due_key(&due));
            match &due.action {
                DueAction::CaseLapses(case) => outcome::lapse(draft, case, due.at)?,
                DueAction::HoldEnds(no) => hold::end(draft, no)?,
                DueAction::PermitEnds(no) => permit::expire(draft, no)?,
            }
        }
        if ledger.due_month == last {
            break;
        }
        ledger.due_month = month_after(ledger.due_month);
        draft.put(&keys::ledger(), &ledger)?;
    }
    Ok(())
}

fn month_after(month: u32) -> u32 {
    if month % 100 == 12 {
        (month / 100 + 1) * 100 + 1
    } else {
        month + 1
    }
}
