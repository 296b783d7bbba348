//! Correction (更正): a posting and its right form in one, posted as the difference between both.
//!
//! What a case posted is corrected by what the site needs: for 72.000 t where 70.000 were posted, 2.000
//! pass from the reserve that took the surplus, first what the move itself left there. What an opening
//! or issuance made too much is struck out; what was taken back or invalidated too much comes back.
//! Where the tonnes are used already, what is there is posted and the rest is owed.

use super::right::{check_right, difference};
use super::shortfall::owe;
use super::{check_beneficiary, check_holds, check_lines, check_standing, note_posted, posted};
use crate::domain::correction::{Owed, Posted, PostedKind, Posting, RightRow};
use crate::domain::entry::EntryCorrect;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::cases::plan;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::quantity::hold;
use crate::domain::rules::{Assigned, Context, posting};
use crate::domain::state::{Draft, Stop, keys};

/// What a correction comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correction {
    /// What moves.
    pub lines: Vec<Line>,
    /// What cannot move.
    pub owed: Vec<Owed>,
}

/// Corrects a posting.
///
/// Refuses rows that are none, too many, or one twice; what posted nothing; a reversal, a correction, or
/// what was reversed; what cannot be corrected but only reversed; more than was posted, where more
/// would make quantity; what changes nothing; a signer who gains; holds; lines or debts other than
/// the rules' own; what would put a region over its cap.
pub fn correct(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &EntryCorrect,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    check_right(&act.right)?;
    let mut posted = posted(draft, &act.posting)?;
    check_document(draft, context, &act.document)?;
    check_standing(&posted)?;
    if let Some(no) = posted.kind.case() {
        hold::check_case(draft, no)?;
    }
    let ours = worked_out(draft, context, &posted, &act.right)?;
    let paid = ours
        .lines
        .iter()
        .filter_map(|line| line.to.account().cloned());
    let owed = ours.owed.iter().filter_map(|owed| owed.to.clone());
    check_beneficiary(draft, context, &posted, paid.chain(owed))?;
    check_holds(draft, &ours.lines)?;
    let what = format!("#{}", posted.index);
    check_lines(&what, &act.lines, &ours.lines)?;
    if act.owed != ours.owed {
        return Err(Refusal::new(Code::FiguresMovedOn).with("what", what).into());
    }
    plan::open_accounts(draft, context, &ours.lines)?;
    posting::post(draft, context, None, &ours.lines)?;
    for owed in ours.owed {
        owe(draft, context, owed, assigned)?;
    }
    for row in &act.right {
        let same = |other: &RightRow| other.lot == row.lot && other.indicator == row.indicator;
        posted.right.retain(|other| !same(other));
        posted.right.push(row.clone());
    }
    posted.corrected_by = Some(context.index);
    draft.put(&keys::posted(posted.index), &posted)?;
    let undoing = PostedKind::Undoing(posted.index);
    let lots = act.lines.iter().map(|line| line.lot.clone());
    Ok(note_posted(
        draft,
        context,
        undoing,
        lots,
        std::slice::from_ref(&act.document),
    )?)
}

/// What a correction comes to today, for a draft.
pub fn correction(
    draft: &Draft<'_>,
    context: &Context<'_>,
    posting: &Posting,
    right: &[RightRow],
) -> Result<Correction, Stop> {
    check_right(right)?;
    let posted = posted(draft, posting)?;
    check_standing(&posted)?;
    worked_out(draft, context, &posted, right)
}

fn worked_out(
    draft: &Draft<'_>,
    context: &Context<'_>,
    posted: &Posted,
    right: &[RightRow],
) -> Result<Correction, Stop> {
    let mut correction = Correction::default();
    for row in right {
        difference(draft, context, posted, row, &mut correction)?;
    }
    Ok(correction)
}

impl Correction {
    /// Draws up to `wanted` out of `from` in its order, and owes the rest.
    pub(super) fn draw(
        &mut self,
        from: &[super::right::Source],
        to: impl Fn(bool) -> Place,
        owed: Owed,
    ) {
        let mut left = crate::domain::amount::Balance::from(owed.amount);
        for source in from {
            let part = left.min(source.amount.into());
            let Some(amount) = part.amount() else { break };
            self.lines.push(Line {
                lot: source.lot.clone(),
                indicator: owed.indicator.clone(),
                from: source.place.clone(),
                to: to(matches!(source.place, Place::Barred(_))),
                amount,
            });
            left = left.minus_or_zero(part);
        }
        if let Some(amount) = left.amount() {
            self.owed.push(Owed { amount, ..owed });
        }
    }
}
