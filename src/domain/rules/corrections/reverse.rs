//! Reversal (冲销): a whole posting goes back the way it came, once, within its window.

use super::{
    check_beneficiary, check_holds, check_lines, check_standing, moves_of, note_posted, posted,
    present, window_until,
};
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Phase};
use crate::domain::correction::{Posted, PostedKind, Posting};
use crate::domain::entry::EntryReverse;
use crate::domain::ids::{CaseNo, ReductionNo, StepId};
use crate::domain::lot::{Lot, PermitState, Project, Reduction, ReductionState};
use crate::domain::posting::{Line, Place};
use crate::domain::procedure::Effect;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::cases::procedure_of;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::quantity::hold;
use crate::domain::rules::{Context, posting};
use crate::domain::state::{Damage, Draft, Due, DueAction, Stop, due_key, keys};

/// Reverses a posting.
///
/// Refuses what posted nothing; a reversal or correction; what was reversed or corrected already; a
/// window that has passed; a signer who gains; quantity that is no longer where it was posted;
/// holds; lines other than the rules' own; what would put a region over its cap.
pub fn reverse(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &EntryReverse,
) -> Result<(), Stop> {
    let mut posted = posted(draft, &act.posting)?;
    check_document(draft, context, &act.document)?;
    check_standing(&posted)?;
    if let Some(by) = posted.corrected_by {
        return Err(Refusal::new(Code::AlreadyCorrected)
            .with("entry", posted.index)
            .with("by", by)
            .into());
    }
    check_window(draft, context, &posted)?;
    if let Some(no) = posted.kind.case() {
        check_case(draft, &posted, no)?;
    }
    let lines = lines_of(draft, &posted)?;
    let to = lines.iter().filter_map(|line| line.to.account().cloned());
    check_beneficiary(draft, context, &posted, to)?;
    check_holds(draft, &lines)?;
    check_still_there(draft, &posted, &lines)?;
    check_lines(format!("#{}", posted.index), &act.lines, &lines)?;
    posting::post(draft, context, posted.kind.case(), &lines)?;
    match &posted.kind {
        PostedKind::Case(no) => reopen(draft, context, no)?,
        PostedKind::Reduction(no) => unverify(draft, no, &lines)?,
        PostedKind::Opening
        | PostedKind::Issuance
        | PostedKind::TakenBack
        | PostedKind::Invalidated
        | PostedKind::Undoing(_) => {}
    }
    posted.reversed_by = Some(context.index);
    draft.put(&keys::posted(posted.index), &posted)?;
    let undoing = PostedKind::Undoing(posted.index);
    Ok(note_posted(
        draft,
        context,
        undoing,
        posted.lots,
        std::slice::from_ref(&act.document),
    )?)
}

/// What goes back when a posting is reversed today, for a draft.
pub fn reversal_lines(draft: &Draft<'_>, posting: &Posting) -> Result<Vec<Line>, Stop> {
    Ok(lines_of(draft, &posted(draft, posting)?)?)
}

/// Every move of the posting, turned round. What was made goes to the sink of what never was.
fn lines_of(draft: &Draft<'_>, posted: &Posted) -> Result<Vec<Line>, Damage> {
    let mut lines = Vec::new();
    for (no, movement) in moves_of(draft, posted)? {
        let lot: Lot = draft.must(&keys::lot(&no))?;
        lines.push(Line {
            lot: no,
            indicator: lot.indicator,
            from: movement.to,
            to: movement.from.unwrap_or(Place::Reversed),
            amount: movement.amount,
        });
    }
    Ok(lines)
}

/// A case's posting is undone where the case ended by it: not stage by stage, for later stages and
/// permits rest on it, and not under a hold on the case.
fn check_case(draft: &Draft<'_>, posted: &Posted, no: &CaseNo) -> Result<(), Stop> {
    hold::check_case(draft, no)?;
    let case: Case = draft.must(&keys::case(no))?;
    if case.phase == Phase::Effective && case.stages().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(Code::NotCorrectable)
        .with("entry", posted.index)
        .with("what", no)
        .into())
}

fn check_window(draft: &Draft<'_>, context: &Context<'_>, posted: &Posted) -> Result<(), Stop> {
    let until = window_until(draft, posted, context.today())?;
    if context.today() <= until {
        return Ok(());
    }
    Err(Refusal::new(Code::ReversalWindowPassed)
        .with("entry", posted.index)
        .with("until", until)
        .into())
}

/// All that was posted is still free where it was posted to: a reversal undoes the whole or nothing.
fn check_still_there(draft: &Draft<'_>, posted: &Posted, lines: &[Line]) -> Result<(), Stop> {
    for line in lines {
        let Some(account) = line.from.account() else {
            continue;
        };
        let same = lines
            .iter()
            .filter(|other| other.lot == line.lot && other.from == line.from);
        let needed = same.fold(Balance::ZERO, |sum, line| sum.plus(line.amount.into()));
        let there = present(draft, line)?.map_or(Balance::ZERO, |held| held.amount.into());
        if there < needed {
            return Err(Refusal::new(Code::PostedQuantityUsed)
                .with("entry", posted.index)
                .with("lot", &line.lot)
                .with("account", account)
                .with("posted", needed)
                .with("available", there)
                .with("short", needed.minus_or_zero(there))
                .into());
        }
    }
    Ok(())
}

/// The case goes on from before its posting: its quantities are reserved again, the step is to be
/// done, and its time runs anew.
fn reopen(draft: &mut Draft<'_>, context: &Context<'_>, no: &CaseNo) -> Result<(), Stop> {
    let mut case: Case = draft.must(&keys::case(no))?;
    let procedure = procedure_of(draft, &case)?;
    let posts = |id: &StepId| {
        let step = procedure.step(id);
        step.is_some_and(|step| step.effect == Effect::Post)
    };
    case.done.retain(|done| !posts(&done.step));
    case.phase = Phase::Open;
    case.lapses_at = context.today().plus_days(procedure.lapse_days.into()).end();
    let due = Due {
        at: case.lapses_at,
        action: DueAction::CaseLapses(no.clone()),
    };
    draft.put(&due_key(&due), &due)?;
    if let Some(no) = case.project() {
        let mut project: Project = draft.must(&keys::project(no))?;
        project.covered_by = None;
        draft.put(&keys::project(no), &project)?;
    }
    Ok(draft.put(&keys::case(no), &case)?)
}

/// The reduction is completed and not verified again; the unit's permit allows what it did, where it
/// is in force still.
fn unverify(draft: &mut Draft<'_>, no: &ReductionNo, lines: &[Line]) -> Result<(), Stop> {
    let mut reduction: Reduction = draft.must(&keys::reduction(no))?;
    if let ReductionState::Verified(child) = &reduction.state {
        for line in lines.iter().filter(|line| line.from == Place::Reduced) {
            draft.delete(&keys::child(&line.lot, child));
        }
    }
    reduction.state = ReductionState::Completed;
    draft.put(&keys::reduction(no), &reduction)?;
    let mut permit = draft.must(&keys::permit(&reduction.permit))?;
    // Where the permit has gone over to another since, it is that holder's own.
    if permit.state != PermitState::InForce || Some(&permit.holder) != reduction.account.party() {
        return Ok(());
    }
    for line in lines.iter().filter(|line| line.to == Place::Reversed) {
        let limit = permit
            .limits
            .iter_mut()
            .find(|limit| limit.indicator == line.indicator);
        match limit {
            Some(limit) => {
                let sum = Balance::from(limit.amount).plus(line.amount.into());
                limit.amount = sum.amount().unwrap_or(limit.amount);
            }
            None => permit.limits.push(Quantity {
                indicator: line.indicator.clone(),
                amount: line.amount,
            }),
        }
    }
    Ok(draft.put(&keys::permit(&reduction.permit), &permit)?)
}
