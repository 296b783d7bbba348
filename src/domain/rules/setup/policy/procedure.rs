//! Whether a procedure holds together.
//!
//! Steps are ordered by what each waits for; beyond that they go side by side. A sound procedure
//! has one end that everything leads to, reserves before it posts, posts last, and accepts once.

use std::collections::BTreeSet;

use crate::domain::ids::StepId;
use crate::domain::procedure::{CaseKind, Effect, Establishes, Procedure, Signatory, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::setup::twice;

/// Most steps of a procedure.
const STEPS_MAX: usize = 64;
/// Most seats of a step: where both roots sign, each takes as many, and an envelope holds sixteen
/// signatures.
const SEATS_MAX: usize = 8;

/// Refuses a procedure that does not hold together, naming the first place found.
pub fn check(procedure: &Procedure) -> Result<(), Refusal> {
    let found = fault(procedure);
    found.map_or(Ok(()), |what| {
        let refusal = Refusal::new(Code::ProcedureUnsound);
        Err(refusal
            .with("procedure", &procedure.procedure)
            .with("what", what))
    })
}

fn fault(procedure: &Procedure) -> Option<String> {
    let steps = &procedure.steps;
    if procedure.lapse_days == 0 {
        return Some("lapse_days 0".to_owned());
    }
    if steps.is_empty() || steps.len() > STEPS_MAX {
        return Some(format!("{} steps, 1 to {STEPS_MAX} expected", steps.len()));
    }
    let ids: Vec<_> = steps.iter().map(|step| &step.id).collect();
    if let Some(id) = twice(&ids) {
        return Some(format!("step {id} stands twice"));
    }
    steps
        .iter()
        .find_map(|step| fault_of_step(procedure, step))
        .or_else(|| loop_in(procedure))
        .or_else(|| end_missing(procedure))
        .or_else(|| established_twice(procedure))
        .or_else(|| effects_out_of_order(procedure))
}

/// What is wrong with a step by itself.
fn fault_of_step(procedure: &Procedure, step: &Step) -> Option<String> {
    let id = &step.id;
    if let Some(unknown) = step
        .after
        .iter()
        .find(|after| procedure.step(after).is_none())
    {
        return Some(format!("step {id} waits for {unknown}, which is no step"));
    }
    if let Some(again) = twice(&step.after) {
        return Some(format!("step {id} waits for {again} twice"));
    }
    if step.seats.is_empty() || step.seats.len() > SEATS_MAX {
        let count = step.seats.len();
        return Some(format!(
            "step {id} has {count} seats, 1 to {SEATS_MAX} expected"
        ));
    }
    match step.recorded_by {
        // Who gains from a case must not be the one to say what others wrote.
        Some(Signatory::Enterprise | Signatory::ParkCommittee) => {
            Some(format!("step {id} is recorded by a beneficiary"))
        }
        Some(
            Signatory::OriginAuthority
            | Signatory::OriginGovernment
            | Signatory::HostAuthority
            | Signatory::CommonUpper
            | Signatory::Introducer
            | Signatory::IntroducerAuthority
            | Signatory::Giver,
        )
        | None => None,
    }
}

/// Every step that `from` waits for, directly or through others.
fn waits_for<'a>(procedure: &'a Procedure, from: &'a Step) -> BTreeSet<&'a StepId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&StepId> = from.after.iter().collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(
                procedure
                    .step(next)
                    .into_iter()
                    .flat_map(|step| &step.after),
            );
        }
    }
    found
}

fn loop_in(procedure: &Procedure) -> Option<String> {
    let in_loop = |step: &&Step| waits_for(procedure, step).contains(&step.id);
    let step = procedure.steps.iter().find(in_loop)?;
    Some(format!("step {} waits for itself", step.id))
}

/// Without loops, one step that nothing waits for is one that everything leads to.
fn end_missing(procedure: &Procedure) -> Option<String> {
    let is_waited_for = |step: &&Step| {
        procedure
            .steps
            .iter()
            .any(|other| other.after.contains(&step.id))
    };
    let mut ends = procedure.steps.iter().filter(|step| !is_waited_for(step));
    let first = ends.next()?;
    let second = ends.next()?;
    Some(format!(
        "steps {} and {} lead nowhere further; one end expected",
        first.id, second.id
    ))
}

/// Rules look for the one step that establishes something; only confirmations may come from
/// several bodies.
fn established_twice(procedure: &Procedure) -> Option<String> {
    let mut once = BTreeSet::new();
    for step in &procedure.steps {
        match step.establishes {
            Establishes::Nothing
            | Establishes::SourceConfirmed
            | Establishes::UpperConfirmation => {}
            Establishes::Acceptance
            | Establishes::CarryConsent
            | Establishes::SourcePlan
            | Establishes::Closure
            | Establishes::OldPermitEnded
            | Establishes::NewPermitIssued
            | Establishes::SourcesAchieved
            | Establishes::DemonstrationPassed => {
                if !once.insert(step.establishes) {
                    return Some(format!("step {} establishes what another does", step.id));
                }
            }
        }
    }
    None
}

/// What is reserved is posted in the end, and nothing is posted that was not reserved; a
/// demonstration moves nothing. Posting is the last step: a case that went on after it could be
/// returned and post again, or be withdrawn and leave its project to be covered a second time.
fn effects_out_of_order(procedure: &Procedure) -> Option<String> {
    let with = |effect: Effect| -> Vec<&Step> {
        procedure
            .steps
            .iter()
            .filter(|step| step.effect == effect)
            .collect()
    };
    match (
        with(Effect::Reserve).as_slice(),
        with(Effect::Post).as_slice(),
    ) {
        ([], []) => None,
        (_, _) if procedure.kind == CaseKind::Demonstration => {
            Some("a demonstration moves nothing".to_owned())
        }
        ([reserve], [post]) if !waits_for(procedure, post).contains(&reserve.id) => {
            let (post, reserve) = (&post.id, &reserve.id);
            Some(format!("step {post} posts and does not wait for {reserve}"))
        }
        ([_], [post]) => {
            let behind = |step: &&Step| step.after.contains(&post.id);
            let behind = procedure.steps.iter().find(behind)?;
            Some(format!(
                "step {} comes after {}, which posts",
                behind.id, post.id
            ))
        }
        (reserves, posts) => Some(format!(
            "{} steps reserve and {} post; one each expected",
            reserves.len(),
            posts.len()
        )),
    }
}

#[cfg(test)]
mod tests;
