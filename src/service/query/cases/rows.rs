//! Cases as they are told: in one line, and as checklists.

use serde::Serialize;

use super::super::{Drawn, RefusalView};
use crate::domain::case::{Acceptance, Content, Phase, StepDone, Turned};
use crate::domain::finding::Finding;
use crate::domain::ids::{
    CaseNo, HoldNo, LotNo, PartyId, ProcedureId, ProjectNo, RegionId, StepId,
};
use crate::domain::lot::{BaseDecision, Holding};
use crate::domain::moment::{Day, Moment};
use crate::domain::party::Seat;
use crate::domain::procedure::{CaseKind, Effect, Establishes};
use crate::domain::region::Quantity;
use crate::domain::text::{Document, DocumentKind, Names};
use crate::envelope::{EntryHash, KeyId};

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
    /// The last correction (更正) of what it posted.
    pub corrected_by: Option<u64>,
    /// The decision on the base, where one was made.
    pub base_decision: Option<BaseDecision>,
    /// Holds that stop it.
    pub holds: Vec<HoldNo>,
    /// Findings about it, closed ones too.
    pub findings: Vec<Finding>,
    /// How it was returned, resubmitted or ended without effect, in order.
    pub turns: Vec<Turned>,
    /// When it lapsed, if it did: by itself, so by nobody.
    pub lapsed_at: Option<Moment>,
    /// Its steps, in the procedure's order; of a project in stages, for the stage under way.
    pub checklist: Vec<StepView>,
    /// The stages of a project, each with the steps that are done for it alone; none where it is built
    /// at once.
    pub stages: Vec<StageView>,
}

/// A stage of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageView {
    /// Its number, from 1.
    pub stage: u16,
    /// What it needs, before any factor.
    pub required: Vec<Quantity>,
    /// Done: it has taken effect. Void: the case is over, and it has not.
    pub state: StepState,
    /// Its own steps, in the procedure's order.
    pub steps: Vec<StepView>,
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
