//! Whether it is a step's turn: the case goes on, its content is the one spoken on, the step is open.

use super::{check_speaks_on, require_going_on, signatory, waits_for};
use crate::domain::case::{Case, Phase};
use crate::domain::ids::PartyId;
use crate::domain::procedure::{Effect, Establishes, Procedure, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::Context;
use crate::domain::state::{Draft, Stop};

/// Refuses a step that is done, that still waits for another, or whose case has moved on.
pub fn check_turn(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    procedure: &Procedure,
    step: &Step,
) -> Result<(), Stop> {
    require_going_on(case)?;
    if let Phase::Returned { .. } = case.phase {
        return Err(Refusal::new(Code::CaseReturned)
            .with("case", &case.case)
            .into());
    }
    check_speaks_on(context, case)?;
    if let Some(done) = case.done(&step.id) {
        return Err(Refusal::new(Code::StepDone)
            .with("case", &case.case)
            .with("step", &step.id)
            .with("index", done.index)
            .into());
    }
    let missing: Vec<&Step> = waits_for(procedure, &step.id)
        .into_iter()
        .filter(|before| case.done(&before.id).is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(out_of_turn(draft, context, case, step, &missing)?.into())
}

/// Which refusal an act out of turn gets: the consent missing at the reservation and the closure
/// missing at the posting have names of their own.
fn out_of_turn(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    step: &Step,
    missing: &[&Step],
) -> Result<Refusal, Stop> {
    let lacks = |what| missing.iter().find(|before| before.establishes == what);
    match step.effect {
        Effect::Reserve => {
            if let Some(consent) = lacks(Establishes::CarryConsent) {
                let parties = signatory::parties(draft, case, consent.signatory, context.today())?;
                let names = parties.iter().map(PartyId::to_string).collect::<Vec<_>>();
                return Ok(Refusal::new(Code::MissingSignature)
                    .with("case", &case.case)
                    .with("party", names.join(", "))
                    .with("step", &consent.id));
            }
        }
        Effect::Post => {
            if let Some(closure) = lacks(Establishes::Closure) {
                return Ok(Refusal::new(Code::OriginNotClosed)
                    .with("case", &case.case)
                    .with("step", &closure.id));
            }
        }
        Effect::None => {}
    }
    let names = missing
        .iter()
        .map(|before| before.id.to_string())
        .collect::<Vec<_>>();
    Ok(Refusal::new(Code::StepNotOpen)
        .with("case", &case.case)
        .with("step", &step.id)
        .with("waits_for", names.join(", ")))
}
