//! Cases (办件): what is asked for, which steps are done, where it stands.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Balance};
use super::ids::{
    AccountId, CaseNo, FacilityId, IndicatorCode, LotNo, PartyId, ProcedureId, ProjectNo, RegionId,
    StepId,
};
use super::moment::{Day, Moment};
use super::procedure::CaseKind;
use super::region::Quantity;
use super::text::{Document, DocumentKind, Label};
use crate::envelope::{EntryHash, KeyId};

/// What a case asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A firm moves.
    Relocation(Relocation),
    /// A project is supplied.
    Introduction(Introduction),
    /// A two-high project is demonstrated.
    Demonstration(Demonstration),
}

impl Content {
    /// The kind of case.
    pub fn kind(&self) -> CaseKind {
        match self {
            Content::Relocation(_) => CaseKind::Relocation,
            Content::Introduction(_) => CaseKind::Introduction,
            Content::Demonstration(_) => CaseKind::Demonstration,
        }
    }
}

/// A firm leaves `origin` for a site and brings its quota along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relocation {
    /// The firm.
    pub firm: PartyId,
    /// Its account at the origin.
    pub origin: AccountId,
    /// The region of the new site.
    pub site: RegionId,
    /// The project at the new site, where one is registered.
    pub project: Option<ProjectNo>,
    /// What the new site needs, per indicator; a yearly indicator's amount is per full year.
    pub required: Vec<Quantity>,
    /// The production lines that move, where the firm closes line by line; none where it moves whole.
    pub lines: Vec<MovedLine>,
}

/// A production line that moves, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovedLine {
    /// Its code, unique in the firm's account: the same line moves once.
    pub line: FacilityId,
    /// What people call it.
    pub name: Label,
    /// What of the firm's row is the line's, each indicator once.
    pub shares: Vec<LineShare>,
}

/// A line's part of a firm's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineShare {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// How much of what the firm holds; of a yearly indicator, of every year's budget.
    pub amount: Amount,
    /// The line's verified base-year emission, which R34 asks for.
    pub base: Option<Balance>,
}

/// A project to be supplied by the introducing party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Introduction {
    /// The project; site and builder follow from it.
    pub project: ProjectNo,
    /// Who supplies: the introducing party.
    pub supplier: PartyId,
    /// What the project needs, before any factor, all its stages together.
    pub required: Vec<Quantity>,
    /// The stages it is built in (分期), in their order, whose amounts add up to what is required;
    /// none where it is built at once.
    pub stages: Vec<Stage>,
}

/// A stage of a project: it takes its part of the reservation by an act of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// What the stage needs, before any factor; an indicator that it needs nothing of is not named.
    pub required: Vec<Quantity>,
}

/// A two-high project to be demonstrated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demonstration {
    /// The project.
    pub project: ProjectNo,
    /// Who leads it: the introducing party.
    pub led_by: PartyId,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Open.
    Open,
    /// Returned for completion (退回补正); the clock stands still.
    Returned {
        /// The step gone back to.
        to: StepId,
        /// What is missing.
        missing: Vec<DocumentKind>,
        /// Milliseconds that were left until it would have lapsed.
        left_ms: u64,
    },
    /// Not accepted (不予受理).
    NotAccepted,
    /// Refused (不予批准).
    Refused,
    /// Withdrawn (撤回).
    Withdrawn,
    /// Lapsed: its time ran out.
    Lapsed,
    /// Ended with effect.
    Effective,
}

impl Phase {
    /// Whether nothing more can happen.
    pub fn is_over(&self) -> bool {
        match self {
            Phase::Open | Phase::Returned { .. } => false,
            Phase::NotAccepted
            | Phase::Refused
            | Phase::Withdrawn
            | Phase::Lapsed
            | Phase::Effective => true,
        }
    }
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDone {
    /// The step.
    pub step: StepId,
    /// The stage it was done for, from 1; 0 for a step that is done once for the whole case.
    pub stage: u16,
    /// Index of the act.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// Date of the act's document.
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

impl StepDone {
    /// Whether it was done for a stage that has taken effect, now that `stage` is under way: nothing
    /// undoes it.
    pub fn has_taken_effect(&self, stage: u16) -> bool {
        self.stage > 0 && self.stage < stage
    }
}

/// The keys that signed a case's opening, an amendment or a completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Index of the entry.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// The keys.
    pub keys: Vec<KeyId>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub case: CaseNo,
    /// Its procedure.
    pub procedure: ProcedureId,
    /// The version (the adopting entry's index) of the procedure, kept to the end.
    pub procedure_index: u64,
    /// The region of the site.
    pub site: RegionId,
    /// Who opened it.
    pub opened_by: PartyId,
    /// Index of the opening.
    pub opened: u64,
    /// Date of the opening's document.
    pub opened_on: Day,
    /// What it asks for.
    pub content: Content,
    /// Entry hash of the opening or the last amendment; acts speak on it.
    pub content_hash: EntryHash,
    /// Acceptance, once accepted: date and index of the accepting act.
    pub accepted: Option<Acceptance>,
    /// Lots named by the source plan, in its order; empty for the default order.
    pub sources: Vec<LotNo>,
    /// The stage under way, from 1; of a case without stages always 1.
    pub stage: u16,
    /// The steps done, in order, of all stages.
    pub done: Vec<StepDone>,
    /// Documents of the opening and of completions.
    pub documents: Vec<Document>,
    /// Who signed its content as it is: the opening or the last amendment, and completions since.
    pub signed: Vec<Signed>,
    /// Whether its quantities are reserved.
    pub reserved: bool,
    /// When it lapses, while the clock runs.
    pub lapses_at: Moment,
    /// Where it stands.
    pub phase: Phase,
}

/// What turned a case aside (return) or ended it, or set it going again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Returned for completion (退回补正).
    Returned,
    /// Resubmitted.
    Resubmitted,
    /// Not accepted (不予受理).
    NotAccepted,
    /// Refused (不予批准).
    Refused,
    /// Withdrawn (撤回).
    Withdrawn,
}

/// A turn of a case as it happened: by whom, when, with which letter. The letter gives the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    /// Which.
    pub turn: Turn,
    /// Index of the act.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// Who did it.
    pub by: PartyId,
    /// Its document, first where there are several.
    pub document: Document,
}

/// The acceptance that decides which rules judge a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Acceptance date (受理日期).
    pub date: Day,
    /// Index of the accepting act: a rule must have been adopted before it.
    pub index: u64,
}

impl Case {
    /// The step as done, if it is: once for the whole case, or for the stage under way.
    pub fn done(&self, step: &StepId) -> Option<&StepDone> {
        self.done_for(step, self.stage)
    }

    /// The step as done once for the whole case, or for that stage.
    pub fn done_for(&self, step: &StepId, stage: u16) -> Option<&StepDone> {
        let counts = |done: &&StepDone| done.stage == 0 || done.stage == stage;
        self.done
            .iter()
            .filter(counts)
            .find(|done| done.step == *step)
    }

    /// The stages it is built in; none where it is built at once.
    pub fn stages(&self) -> &[Stage] {
        match &self.content {
            Content::Introduction(content) => &content.stages,
            Content::Relocation(_) | Content::Demonstration(_) => &[],
        }
    }

    /// How many stages there are; 1 where the case has none.
    pub fn stage_last(&self) -> u16 {
        u16::try_from(self.stages().len())
            .unwrap_or(u16::MAX)
            .max(1)
    }

    /// The date and the index whose rules judge the case: those of its acceptance, and before it
    /// those of its opening.
    pub fn judged_by(&self) -> Acceptance {
        self.accepted.unwrap_or(Acceptance {
            date: self.opened_on,
            index: self.opened,
        })
    }

    /// The project it is about, where there is one.
    pub fn project(&self) -> Option<&ProjectNo> {
        match &self.content {
            Content::Relocation(content) => content.project.as_ref(),
            Content::Introduction(content) => Some(&content.project),
            Content::Demonstration(content) => Some(&content.project),
        }
    }
}
