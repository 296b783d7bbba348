//! Cases as checklists: what is done, who must act next, since when, which document is missing.

use serde::Serialize;

use super::passes;
use crate::domain::case::{Acceptance, Case, Content, Phase, StepDone, Turn, Turned};
use crate::domain::ids::{
    CaseNo, HoldNo, LotNo, PartyId, ProcedureId, ProjectNo, RegionId, StepId,
};
use crate::domain::lot::{BaseDecision, Holding};
use crate::domain::moment::{Day, Moment};
use crate::domain::party::Seat;
use crate::domain::procedure::{CaseKind, Effect, Establishes, Procedure, Step};
use crate::domain::rules::cases::{procedure_of, signatory, waits_for};
use crate::domain::state::{Stop, keys};
use crate::domain::text::{Document, DocumentKind, Names};
use crate::envelope::{EntryHash, KeyId};
use crate::service::{ServiceError, View};

use super::{Drawn, RefusalView};

/// Which cases are asked for; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Whose site is in this region.
    pub region: Option<RegionId>,
    /// With `region`: also in the regions below it.
    pub below: bool,
    /// Of this kind.
    pub kind: Option<CaseKind>,
    /// About this project.
    pub project: Option<ProjectNo>,
    /// In which this party must act next.
    pub waits_for: Option<PartyId>,
    /// Also those that are over.
    pub over: bool,
}

/// A case in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseBrief {
    /// Its number.
    pub case: CaseNo,
    /// Its kind.
    pub kind: CaseKind,
    /// The region of its site.
    pub site: RegionId,
    /// Who opened it.
    pub opened_by: PartyId,
    /// The firm that moves, or the project's builder.
    pub firm: Option<PartyId>,
    /// The project it is about.
    pub project: Option<ProjectNo>,
    /// Date of the opening's document.
    pub opened_on: Day,
    /// Acceptance date (受理日期).
    pub accepted_on: Option<Day>,
    /// Where it stands.
    pub phase: Phase,
    /// Steps done.
    pub done: usize,
    /// Steps there are.
    pub steps: usize,
    /// Who must act next.
    pub next: Vec<NextActor>,
    /// When it lapses, while its clock runs.
    pub lapses_at: Option<Moment>,
    /// Working days left until then, today not counted.
    pub working_days_left: Option<u32>,
}

/// A case as a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// The case in one line.
    #[serde(flatten)]
    pub brief: CaseBrief,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// What people call the procedure.
    pub procedure_names: Names,
    /// The entry that adopted the version it runs under.
    pub procedure_index: u64,
    /// The entry that opened it.
    pub opened: u64,
    /// What it asks for.
    pub content: Content,
    /// Entry hash of the content: what acts speak on.
    pub content_hash: EntryHash,
    /// The acceptance that decides which rules judge it.
    pub accepted: Option<Acceptance>,
    /// Documents of the opening and of completions.
    pub documents: Vec<Document>,
    /// Lots named by its source plan.
    pub sources: Vec<LotNo>,
    /// What it posted, or so far only reserved, line by line.
    pub drew: Vec<Drawn>,
    /// What it has reserved now.
    pub reserved: Vec<Holding>,
    /// The decision on the base, where one was made.
    pub base_decision: Option<BaseDecision>,
    /// Holds that stop it.
    pub holds: Vec<HoldNo>,
    /// How it was returned, resubmitted or ended without effect, in order.
    pub turns: Vec<Turned>,
    /// When it lapsed, if it did: by itself, so by nobody.
    pub lapsed_at: Option<Moment>,
    /// Its steps, in the procedure's order.
    pub checklist: Vec<StepView>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Done.
    Done,
    /// Its turn: what it waits for is done.
    Open,
    /// It waits for other steps, or for the case to be resubmitted.
    Waiting,
    /// The case is over, and it was not done.
    Void,
}

/// A step on the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// Its id.
    pub step: StepId,
    /// What people call it.
    pub names: Names,
    /// Where it stands.
    pub state: StepState,
    /// Who signs it.
    pub parties: Vec<PartyId>,
    /// In which seats.
    pub seats: Vec<Seat>,
    /// Who may record it from a letter (凭文代录): their handle and review seats.
    pub recorders: Vec<PartyId>,
    /// Why the ledger cannot say who signs it, where it cannot.
    pub obstacle: Option<RefusalView>,
    /// The steps it still waits for.
    pub waits_for: Vec<StepId>,
    /// Since when it is open.
    pub open_since: Option<Moment>,
    /// The kinds of document it needs.
    pub documents: Vec<DocumentKind>,
    /// Those of them that are still to be brought, where it is its turn.
    pub documents_missing: Vec<DocumentKind>,
    /// What it does to quantity.
    pub effect: Effect,
    /// What it establishes besides.
    pub establishes: Establishes,
    /// How it was done.
    pub done: Option<DoneView>,
}

/// How a step was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoneView {
    /// The entry.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// Date of its document.
    pub date: Day,
    /// Who did it; for an act by document, with those whose letters were recorded.
    pub by: Vec<PartyId>,
    /// Who recorded it, for an act by document.
    pub recorded_by: Option<PartyId>,
    /// Its documents.
    pub documents: Vec<Document>,
    /// The keys that signed it.
    pub keys: Vec<KeyId>,
}

/// Who must act next, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextActor {
    /// The step; nothing where the case is to be resubmitted.
    pub step: Option<StepId>,
    /// Who.
    pub parties: Vec<PartyId>,
    /// In which seats.
    pub seats: Vec<Seat>,
    /// Since when; where a case is to be resubmitted, since it was returned.
    pub since: Moment,
    /// Working days since then.
    pub working_days_waited: u32,
}

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
        Ok(CaseView {
            brief: self.brief(&case, &checklist)?,
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
            lapsed_at: (case.phase == Phase::Lapsed).then_some(case.lapses_at),
            turns: draft.list(&keys::turns_of(no))?,
            checklist,
        })
    }

    pub(super) fn case_brief(&self, case: Case) -> Result<CaseBrief, ServiceError> {
        let procedure = procedure_of(self.draft(), &case)?;
        let checklist = self.checklist(&case, &procedure)?;
        self.brief(&case, &checklist)
    }

    fn brief(&self, case: &Case, checklist: &[StepView]) -> Result<CaseBrief, ServiceError> {
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
            steps: checklist.len(),
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
            .map(|step| self.step_view(case, procedure, step))
            .collect()
    }

    fn step_view(
        &self,
        case: &Case,
        procedure: &Procedure,
        step: &Step,
    ) -> Result<StepView, ServiceError> {
        let done = case.done(&step.id);
        let before = waits_for(procedure, &step.id).into_iter();
        let undone = before.filter(|before| case.done(&before.id).is_none());
        let waits_for: Vec<StepId> = undone.map(|before| before.id.clone()).collect();
        let state = state_of(case, done, &waits_for);
        let is_open = state == StepState::Open;
        let (parties, obstacle) = self.parties_of(case, step)?;
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
    ) -> Result<(Vec<PartyId>, Option<RefusalView>), ServiceError> {
        if let Some(done) = case
            .done(&step.id)
            .filter(|done| done.recorded_by.is_some())
        {
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
        match before.map(|done| done.at).max() {
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

fn state_of(case: &Case, done: Option<&StepDone>, waits_for: &[StepId]) -> StepState {
    match (done, &case.phase) {
        (Some(_), _) => StepState::Done,
        (None, Phase::Open) if waits_for.is_empty() => StepState::Open,
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

impl From<&StepDone> for DoneView {
    fn from(done: &StepDone) -> Self {
        Self {
            index: done.index,
            at: done.at,
            date: done.date,
            by: done.by.clone(),
            recorded_by: done.recorded_by.clone(),
            documents: done.documents.clone(),
            keys: done.keys.clone(),
        }
    }
}
