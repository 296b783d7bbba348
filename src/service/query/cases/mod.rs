//! Cases as checklists: what is done, who must act next, since when, which document is missing.

mod rows;
mod stages;

pub use rows::{
    CaseBrief, CaseFilter, CaseView, DoneView, NextActor, StageView, StepState, StepView,
};

use super::passes;
use crate::domain::case::{Case, Phase, StepDone, Turn};
use crate::domain::ids::{CaseNo, PartyId, StepId};
use crate::domain::lot::HoldTarget;
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::domain::procedure::{Procedure, Step};
use crate::domain::rules::cases::{procedure_of, signatory, waits_for};
use crate::domain::state::{Stop, keys};
use crate::service::{ServiceError, View};

use super::RefusalView;

impl View<'_> {
    /// Cases in one line each, by site and number.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<CaseBrief>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(filter.region.as_ref(), filter.below)? {
            for no in self.draft().list(&keys::cases_of(&region))? {
                let case = self.draft().must(&keys::case(&no))?;
                let wanted = (filter.over || !case.phase.is_over())
                    && passes(filter.kind.as_ref(), &case.content.kind())
                    && filter
                        .project
                        .as_ref()
                        .is_none_or(|no| case.project() == Some(no));
                if wanted {
                    found.push(self.case_brief(case)?);
                }
            }
        }
        if let Some(party) = &filter.waits_for {
            found.retain(|brief| brief.next.iter().any(|next| next.parties.contains(party)));
        }
        Ok(found)
    }

    /// A case as a checklist.
    pub fn case_view(&self, no: &CaseNo) -> Result<CaseView, ServiceError> {
        let draft = self.draft();
        let case = draft
            .get(&keys::case(no))?
            .ok_or_else(|| super::unknown("case", no))?;
        let procedure = procedure_of(draft, &case)?;
        let checklist = self.checklist(&case, &procedure)?;
        let mut corrected_by = None;
        for done in &case.done {
            let posted = draft.get(&keys::posted(done.index))?;
            corrected_by = corrected_by.or(posted.and_then(|posted| posted.corrected_by));
        }
        Ok(CaseView {
            stages: self.stages(&case, &procedure)?,
            brief: self.brief(&case, &procedure, &checklist)?,
            corrected_by,
            drew: self.drawn_by(&case)?,
            procedure: case.procedure,
            procedure_names: procedure.names,
            procedure_index: case.procedure_index,
            opened: case.opened,
            content: case.content,
            content_hash: case.content_hash,
            accepted: case.accepted,
            documents: case.documents,
            sources: case.sources,
            reserved: draft.list(&keys::reserved_of_case(no))?,
            base_decision: draft.get(&keys::base_decision(no))?,
            holds: draft.list(&keys::holds_on(&format!("case {no}")))?,
            findings: self.findings(&super::FindingFilter {
                closed: true,
                target: Some(HoldTarget::Case(no.clone())),
                ..super::FindingFilter::default()
            })?,
            lapsed_at: (case.phase == Phase::Lapsed).then_some(case.lapses_at),
            turns: draft.list(&keys::turns_of(no))?,
            checklist,
        })
    }

    pub(super) fn case_brief(&self, case: Case) -> Result<CaseBrief, ServiceError> {
        let procedure = procedure_of(self.draft(), &case)?;
        let checklist = self.checklist(&case, &procedure)?;
        self.brief(&case, &procedure, &checklist)
    }

    fn brief(
        &self,
        case: &Case,
        procedure: &Procedure,
        checklist: &[StepView],
    ) -> Result<CaseBrief, ServiceError> {
        let clock_runs = match case.phase {
            Phase::Open => true,
            Phase::Returned { .. }
            | Phase::NotAccepted
            | Phase::Refused
            | Phase::Withdrawn
            | Phase::Lapsed
            | Phase::Effective => false,
        };
        Ok(CaseBrief {
            case: case.case.clone(),
            kind: case.content.kind(),
            site: case.site.clone(),
            opened_by: case.opened_by.clone(),
            firm: signatory::enterprise(self.draft(), case)?,
            project: case.project().cloned(),
            opened_on: case.opened_on,
            accepted_on: case.accepted.map(|accepted| accepted.date),
            phase: case.phase.clone(),
            done: case.done.len(),
            steps: stages::steps_in_all(case, procedure),
            next: self.next_actors(case, checklist)?,
            lapses_at: clock_runs.then_some(case.lapses_at),
            working_days_left: if clock_runs {
                Some(self.working_days(case.lapses_at.minus_ms(1).day())?)
            } else {
                None
            },
        })
    }

    fn next_actors(
        &self,
        case: &Case,
        checklist: &[StepView],
    ) -> Result<Vec<NextActor>, ServiceError> {
        let mut next = Vec::new();
        if let Phase::Returned { .. } = case.phase {
            let turns = self.draft().list(&keys::turns_of(&case.case))?;
            let mut returned = turns.iter().rev().filter(|t| t.turn == Turn::Returned);
            let since = match returned.next() {
                Some(turned) => turned.at,
                None => self.leaf(case.opened)?.admitted,
            };
            next.push(NextActor {
                step: None,
                parties: vec![case.opened_by.clone()],
                seats: vec![Seat::Handle],
                since,
                working_days_waited: self.working_days(since.day())?,
            });
        }
        for step in checklist {
            let Some(since) = step.open_since else {
                continue;
            };
            next.push(NextActor {
                step: Some(step.step.clone()),
                parties: step.parties.clone(),
                seats: step.seats.clone(),
                since,
                working_days_waited: self.working_days(since.day())?,
            });
        }
        Ok(next)
    }

    fn checklist(&self, case: &Case, procedure: &Procedure) -> Result<Vec<StepView>, ServiceError> {
        let steps = procedure.steps.iter();
        steps
            .map(|step| self.step_view(case, procedure, step, case.stage))
            .collect()
    }

    fn step_view(
        &self,
        case: &Case,
        procedure: &Procedure,
        step: &Step,
        stage: u16,
    ) -> Result<StepView, ServiceError> {
        let done = case.done_for(&step.id, stage);
        let before = waits_for(procedure, &step.id).into_iter();
        let undone = before.filter(|before| case.done_for(&before.id, stage).is_none());
        let waits_for: Vec<StepId> = undone.map(|before| before.id.clone()).collect();
        let has_begun = stage <= case.stage;
        let state = state_of(case, done, has_begun && waits_for.is_empty());
        let is_open = state == StepState::Open;
        let (parties, obstacle) = self.parties_of(case, step, done)?;
        let recorders = match step.recorded_by {
            Some(recorder) => signatory::parties(self.draft(), case, recorder, self.now().day()),
            None => Ok(Vec::new()),
        };
        Ok(StepView {
            step: step.id.clone(),
            names: step.names.clone(),
            state,
            parties,
            seats: step.seats.clone(),
            recorders: known(recorders)?.0,
            obstacle,
            waits_for,
            open_since: if is_open {
                Some(self.open_since(case, step)?)
            } else {
                None
            },
            documents: step.documents.clone(),
            documents_missing: if is_open {
                step.documents.clone()
            } else {
                Vec::new()
            },
            effect: step.effect,
            establishes: step.establishes,
            done: done.map(DoneView::from),
        })
    }

    /// Who signs a step: who did, where it is done.
    fn parties_of(
        &self,
        case: &Case,
        step: &Step,
        done: Option<&StepDone>,
    ) -> Result<(Vec<PartyId>, Option<RefusalView>), ServiceError> {
        if let Some(done) = done.filter(|done| done.recorded_by.is_some()) {
            return Ok((done.by.clone(), None));
        }
        known(signatory::parties(
            self.draft(),
            case,
            step.signatory,
            self.now().day(),
        ))
    }

    /// When the last of what a step waits for was done; for a first step, when the case was opened.
    fn open_since(&self, case: &Case, step: &Step) -> Result<Moment, ServiceError> {
        let before = step.after.iter().filter_map(|before| case.done(before));
        // A later stage begins when the one before it has taken effect.
        let earlier = case.done.iter();
        let earlier = earlier.filter(|done| done.has_taken_effect(case.stage));
        match before.chain(earlier).map(|done| done.at).max() {
            Some(at) => Ok(at),
            None => Ok(self.leaf(case.opened)?.admitted),
        }
    }
}

/// Parties, or what keeps the ledger from naming them.
pub(super) fn known(
    parties: Result<Vec<PartyId>, Stop>,
) -> Result<(Vec<PartyId>, Option<RefusalView>), ServiceError> {
    match parties {
        Ok(parties) => Ok((parties, None)),
        Err(Stop::Refused(refusal)) => Ok((Vec::new(), Some(RefusalView::from(&refusal)))),
        Err(Stop::Unreadable(damage)) => Err(damage.into()),
    }
}

fn state_of(case: &Case, done: Option<&StepDone>, is_its_turn: bool) -> StepState {
    match (done, &case.phase) {
        (Some(_), _) => StepState::Done,
        (None, Phase::Open) if is_its_turn => StepState::Open,
        (None, Phase::Open | Phase::Returned { .. }) => StepState::Waiting,
        (
            None,
            Phase::NotAccepted
            | Phase::Refused
            | Phase::Withdrawn
            | Phase::Lapsed
            | Phase::Effective,
        ) => StepState::Void,
    }
}
