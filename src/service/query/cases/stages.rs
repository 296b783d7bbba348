//! Stages of a project, as they are told.

use super::{StageView, StepState};
use crate::domain::case::{Case, Phase};
use crate::domain::procedure::{Effect, Procedure, Step};
use crate::domain::rules::cases::stages::is_repeated;
use crate::service::{ServiceError, View};

/// How many steps there are to do: those done once, and the others for every stage.
pub(super) fn steps_in_all(case: &Case, procedure: &Procedure) -> usize {
    let repeated = procedure.steps.iter();
    let repeated = repeated.filter(|step| is_repeated(procedure, step)).count();
    let once = procedure.steps.len() - repeated;
    once + repeated * usize::from(case.stage_last())
}

impl View<'_> {
    /// Every stage with the steps that are done for it alone.
    pub(super) fn stages(
        &self,
        case: &Case,
        procedure: &Procedure,
    ) -> Result<Vec<StageView>, ServiceError> {
        let mut views = Vec::new();
        let own: Vec<&Step> = procedure
            .steps
            .iter()
            .filter(|step| is_repeated(procedure, step))
            .collect();
        for (number, stage) in (1_u16..).zip(case.stages()) {
            let steps: Result<Vec<_>, _> = own
                .iter()
                .map(|step| self.step_view(case, procedure, step, number))
                .collect();
            let steps = steps?;
            let mut posting = steps.iter().filter(|step| step.effect == Effect::Post);
            let in_effect = posting.all(|step| step.state == StepState::Done);
            let state = match &case.phase {
                _ if in_effect => StepState::Done,
                Phase::Open if number == case.stage => StepState::Open,
                Phase::Open | Phase::Returned { .. } => StepState::Waiting,
                Phase::NotAccepted
                | Phase::Refused
                | Phase::Withdrawn
                | Phase::Lapsed
                | Phase::Effective => StepState::Void,
            };
            views.push(StageView {
                stage: number,
                required: stage.required.clone(),
                state,
                steps,
            });
        }
        Ok(views)
    }
}
