//! Whether a procedure holds together.
//!
//! Steps are ordered by what each waits for; beyond that they go side by side. A sound procedure
//! has one end that everything leads to, which posts; it reserves before, and accepts once. Whoever
//! adopts it, it asks the consents that the rules demand of its kind of case, of the bodies whose
//! they are, before anything is reserved or posted:
//!
//! | kind | before the reservation | before the posting |
//! | --- | --- | --- |
//! | relocation | acceptance by the host bureau; carry consent by the origin government (R21); upper confirmation by the common upper body (R22) | closure and old permit by the origin bureau (R08, R20); new permit by the host bureau (R17) |
//! | introduction | acceptance; source plan by the introducing party; its confirmation by builder, giver and introducing party (R07), and the upper confirmation, all on the plan | sources achieved by the introducing party's bureau (R09); new permit by the host bureau (R17) |
//! | demonstration | | acceptance; its end is the passing by the introducing party (R12) |
//!
//! A letter may stand for such a consent where a body on the same side, or the upper one, records it.

use std::collections::BTreeSet;

use crate::domain::ids::StepId;
use crate::domain::procedure::{CaseKind, Effect, Establishes, Procedure, Signatory, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::setup::twice;

/// Most steps of a procedure.
pub const STEPS_MAX: usize = 32;
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
        .or_else(|| consent_missing(procedure))
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

fn with_effect(procedure: &Procedure, effect: Effect) -> Vec<&Step> {
    let steps = procedure.steps.iter();
    steps.filter(|step| step.effect == effect).collect()
}

/// What is reserved is posted in the end, and nothing is posted that was not reserved. Nothing
/// follows the posting: a case sent back after it would reserve and post again. A demonstration
/// moves nothing.
fn effects_out_of_order(procedure: &Procedure) -> Option<String> {
    let reserves = with_effect(procedure, Effect::Reserve);
    let posts = with_effect(procedure, Effect::Post);
    let moves = match procedure.kind {
        CaseKind::Relocation | CaseKind::Introduction => true,
        CaseKind::Demonstration => false,
    };
    match (reserves.as_slice(), posts.as_slice()) {
        ([], []) if !moves => None,
        (_, _) if !moves => Some("a demonstration moves nothing".to_owned()),
        ([reserve], [post]) if !waits_for(procedure, post).contains(&reserve.id) => Some(format!(
            "step {} posts and does not wait for {}",
            post.id, reserve.id
        )),
        ([_], [post]) => follower(procedure, post).map(|next| {
            format!(
                "step {} follows {}, which posts; one end expected",
                next.id, post.id
            )
        }),
        (reserves, posts) => Some(format!(
            "{} steps reserve and {} post; one each expected",
            reserves.len(),
            posts.len()
        )),
    }
}

fn follower<'a>(procedure: &'a Procedure, step: &Step) -> Option<&'a Step> {
    let mut steps = procedure.steps.iter();
    steps.find(|other| other.after.contains(&step.id))
}

/// A consent that no procedure may leave out.
struct Consent {
    /// What the step establishes.
    establishes: Establishes,
    /// Whose step it is.
    signatory: Signatory,
    /// Who besides the common upper body may record it from a letter.
    recorder: Option<Signatory>,
    /// What it must wait for.
    after: Option<Establishes>,
}

impl Consent {
    const fn of(establishes: Establishes, signatory: Signatory) -> Self {
        Self {
            establishes,
            signatory,
            recorder: None,
            after: None,
        }
    }

    const fn recorded_by(mut self, recorder: Signatory) -> Self {
        self.recorder = Some(recorder);
        self
    }

    const fn after(mut self, establishes: Establishes) -> Self {
        self.after = Some(establishes);
        self
    }

    fn is_given_by(&self, procedure: &Procedure, step: &Step) -> bool {
        let waits = |what| {
            let before = procedure.establishing(what);
            before.is_some_and(|before| waits_for(procedure, step).contains(&before.id))
        };
        step.establishes == self.establishes
            && step.signatory == self.signatory
            && (step.recorded_by.is_none()
                || step.recorded_by == Some(Signatory::CommonUpper)
                || step.recorded_by == self.recorder)
            && self.after.is_none_or(waits)
    }
}

const ACCEPTANCE: Consent = Consent::of(Establishes::Acceptance, Signatory::HostAuthority);
const UPPER: Consent = Consent::of(Establishes::UpperConfirmation, Signatory::CommonUpper);
const NEW_PERMIT: Consent = Consent::of(Establishes::NewPermitIssued, Signatory::HostAuthority);

/// What a relocation asks before it reserves, and before it posts.
const OF_RELOCATION: (&[Consent], &[Consent]) = (
    &[
        ACCEPTANCE,
        Consent::of(Establishes::CarryConsent, Signatory::OriginGovernment)
            .recorded_by(Signatory::OriginAuthority),
        UPPER,
    ],
    &[
        Consent::of(Establishes::Closure, Signatory::OriginAuthority),
        Consent::of(Establishes::OldPermitEnded, Signatory::OriginAuthority),
        NEW_PERMIT,
    ],
);

/// The same of an introduction; what is confirmed is the source plan as it stands.
const OF_INTRODUCTION: (&[Consent], &[Consent]) = (
    &[
        ACCEPTANCE,
        Consent::of(Establishes::SourcePlan, Signatory::Introducer)
            .recorded_by(Signatory::IntroducerAuthority),
        Consent::of(Establishes::SourceConfirmed, Signatory::Enterprise)
            .recorded_by(Signatory::HostAuthority)
            .after(Establishes::SourcePlan),
        Consent::of(Establishes::SourceConfirmed, Signatory::Giver)
            .recorded_by(Signatory::IntroducerAuthority)
            .after(Establishes::SourcePlan),
        Consent::of(Establishes::SourceConfirmed, Signatory::Introducer)
            .recorded_by(Signatory::IntroducerAuthority)
            .after(Establishes::SourcePlan),
        UPPER.after(Establishes::SourcePlan),
    ],
    &[
        Consent::of(Establishes::SourcesAchieved, Signatory::IntroducerAuthority),
        NEW_PERMIT,
    ],
);

/// A demonstration counts from its passing, which is its end.
const PASSING: Consent = Consent::of(Establishes::DemonstrationPassed, Signatory::Introducer)
    .recorded_by(Signatory::IntroducerAuthority)
    .after(Establishes::Acceptance);

/// The first consent that the kind of case must have and the procedure does not ask in time.
fn consent_missing(procedure: &Procedure) -> Option<String> {
    let (to_reserve, to_post) = match procedure.kind {
        CaseKind::Relocation => OF_RELOCATION,
        CaseKind::Introduction => OF_INTRODUCTION,
        CaseKind::Demonstration => return passing_missing(procedure),
    };
    let lacking = |effect, consents: &'static [Consent]| {
        let gates = with_effect(procedure, effect);
        let gate = gates.first()?;
        let before = waits_for(procedure, gate);
        let is_missing = |consent: &&Consent| {
            let mut steps = procedure.steps.iter();
            !steps.any(|step| before.contains(&step.id) && consent.is_given_by(procedure, step))
        };
        let missing = consents.iter().find(is_missing)?;
        Some(format!("step {} {}", gate.id, wanting(missing)))
    };
    lacking(Effect::Reserve, to_reserve).or_else(|| lacking(Effect::Post, to_post))
}

fn wanting(consent: &Consent) -> String {
    let by = signatory_name(consent.signatory);
    let after = consent.after.map_or_else(String::new, |after| {
        format!(" after {}", establishes_name(after))
    });
    let recorder = consent.recorder.map_or_else(String::new, |recorder| {
        format!("{} or ", signatory_name(recorder))
    });
    format!(
        "does not wait for {} by {by}{after}, from a letter only by {recorder}common_upper",
        establishes_name(consent.establishes),
    )
}

fn establishes_name(establishes: Establishes) -> &'static str {
    match establishes {
        Establishes::Nothing => "nothing",
        Establishes::Acceptance => "acceptance",
        Establishes::CarryConsent => "carry_consent",
        Establishes::SourcePlan => "source_plan",
        Establishes::SourceConfirmed => "source_confirmed",
        Establishes::UpperConfirmation => "upper_confirmation",
        Establishes::Closure => "closure",
        Establishes::OldPermitEnded => "old_permit_ended",
        Establishes::NewPermitIssued => "new_permit_issued",
        Establishes::SourcesAchieved => "sources_achieved",
        Establishes::DemonstrationPassed => "demonstration_passed",
    }
}

fn signatory_name(signatory: Signatory) -> &'static str {
    match signatory {
        Signatory::ParkCommittee => "park_committee",
        Signatory::Enterprise => "enterprise",
        Signatory::OriginAuthority => "origin_authority",
        Signatory::OriginGovernment => "origin_government",
        Signatory::HostAuthority => "host_authority",
        Signatory::CommonUpper => "common_upper",
        Signatory::Introducer => "introducer",
        Signatory::IntroducerAuthority => "introducer_authority",
        Signatory::Giver => "giver",
    }
}

fn passing_missing(procedure: &Procedure) -> Option<String> {
    let accepted = procedure.establishing(ACCEPTANCE.establishes);
    if !accepted.is_some_and(|step| ACCEPTANCE.is_given_by(procedure, step)) {
        return Some(format!("the end {}", wanting(&ACCEPTANCE)));
    }
    let passed = procedure.establishing(PASSING.establishes);
    let is_end =
        |step: &Step| PASSING.is_given_by(procedure, step) && follower(procedure, step).is_none();
    if !passed.is_some_and(is_end) {
        return Some(format!("the case {}", wanting(&PASSING)));
    }
    None
}

#[cfg(test)]
mod tests;
