//! Cases: opening, steps, what a step moves, and the ways a case ends.

pub mod act;
mod complete;
pub mod lines;
mod moves;
pub mod open;
pub mod outcome;
mod permits;
pub mod plan;
pub mod signatory;
pub mod stages;
pub mod trial;
mod turn;

pub use complete::complete;

use super::setup::policy;
use super::{Context, unknown};
use crate::domain::case::{Case, Phase, Signed};
use crate::domain::entry::CaseAct;
use crate::domain::ids::{CaseNo, PartyId, StepId};
use crate::domain::moment::Day;
use crate::domain::procedure::{Procedure, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, Stop, keys};
use crate::envelope::Signer;

/// The case, or `UNKNOWN_ID`.
pub fn case(draft: &Draft<'_>, no: &CaseNo) -> Result<Case, Stop> {
    draft
        .get(&keys::case(no))?
        .ok_or_else(|| unknown("case", no).into())
}

/// The date of an act: that of its first document; today where it has none.
fn dated(act: &CaseAct, context: &Context<'_>) -> Day {
    let first = act.documents.first();
    first.map_or(context.today(), |document| document.date)
}

/// The procedure a case runs under, in the version it opened with.
pub fn procedure_of(draft: &Draft<'_>, case: &Case) -> Result<Procedure, Stop> {
    Ok(policy::procedure_at(
        draft,
        &case.procedure,
        &case.site,
        case.procedure_index,
    )?)
}

/// The step, or `STEP_UNKNOWN`.
fn step_of<'a>(procedure: &'a Procedure, case: &Case, id: &StepId) -> Result<&'a Step, Refusal> {
    procedure.step(id).ok_or_else(|| {
        Refusal::new(Code::StepUnknown)
            .with("case", &case.case)
            .with("step", id)
    })
}

/// Who signed an entry that opens, amends or completes a case.
fn signed(context: &Context<'_>) -> Signed {
    Signed {
        index: context.index,
        at: context.now,
        keys: context.signers.iter().map(Signer::key_id).collect(),
    }
}

/// A phase as it stands in a refusal's values.
pub fn phase_name(phase: &Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::Returned { .. } => "returned",
        Phase::NotAccepted => "not_accepted",
        Phase::Refused => "refused",
        Phase::Withdrawn => "withdrawn",
        Phase::Lapsed => "lapsed",
        Phase::Effective => "effective",
    }
}

/// Refuses where nothing more can happen on the case.
fn require_going_on(case: &Case) -> Result<(), Refusal> {
    if case.phase.is_over() {
        return Err(Refusal::new(Code::CaseOver)
            .with("case", &case.case)
            .with("phase", phase_name(&case.phase)));
    }
    Ok(())
}

/// Refuses `CASE_MOVED_ON` unless the act speaks on the case's content as it is.
pub fn check_speaks_on(context: &Context<'_>, case: &Case) -> Result<(), Refusal> {
    let given = context.head.speaks_on;
    if given == Some(case.content_hash) {
        return Ok(());
    }
    let given = given.map_or_else(|| "-".to_owned(), |hash| hash.to_string());
    Err(Refusal::new(Code::CaseMovedOn)
        .with("case", &case.case)
        .with("given", given)
        .with("current", case.content_hash))
}

/// Every step that `id` waits for, directly or through others, in the procedure's order.
pub fn waits_for<'a>(procedure: &'a Procedure, id: &StepId) -> Vec<&'a Step> {
    let mut found: Vec<&StepId> = vec![id];
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        next += 1;
        for before in procedure.step(at).into_iter().flat_map(|step| &step.after) {
            if !found.contains(&before) {
                found.push(before);
            }
        }
    }
    found.remove(0);
    procedure
        .steps
        .iter()
        .filter(|step| found.contains(&&step.id))
        .collect()
}

/// Every step that waits for `id`, directly or through others.
pub fn waiting_on<'a>(procedure: &'a Procedure, id: &StepId) -> Vec<&'a Step> {
    let waits = |step: &&Step| waits_for(procedure, &step.id).iter().any(|s| s.id == *id);
    procedure.steps.iter().filter(waits).collect()
}

/// The parties that gain by a case: who is credited, and who opened it.
pub fn initiators_and_beneficiaries(draft: &Draft<'_>, case: &Case) -> Result<Vec<PartyId>, Stop> {
    let mut parties = vec![case.opened_by.clone()];
    parties.extend(signatory::enterprise(draft, case)?);
    Ok(parties)
}

#[cfg(test)]
mod tests;
