//! Procedures: the steps of a case, as data on the ledger.
//!
//! A procedure names its steps, what each waits for, who signs it in which seats, which documents it
//! needs, and its effect out of a closed set. A bureau may adopt a version of its own; an open case
//! keeps the version it began with.

use serde::{Deserialize, Serialize};

use super::ids::{ProcedureId, StepId};
use super::party::Seat;
use super::text::{DocumentKind, Names};

/// What kind of case a procedure is for; it decides what the case's content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A firm moves and brings its quota along (自带指标).
    Relocation,
    /// The introducing party supplies a new project (引进方).
    Introduction,
    /// The demonstration of a two-high project (两高论证).
    Demonstration,
}

/// Who signs a step, said as a relation to the case; the ledger knows the party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signatory {
    /// The committee of the park the site is in.
    ParkCommittee,
    /// The firm that moves, or the project's builder.
    Enterprise,
    /// The bureau of the place the firm leaves.
    OriginAuthority,
    /// The government of the place the firm leaves.
    OriginGovernment,
    /// The bureau of the prefecture the site lies in.
    HostAuthority,
    /// The bureau of the lowest region above origin and site; both roots where there is none.
    CommonUpper,
    /// The introducing party: the government of the region the site answers to.
    Introducer,
    /// The bureau of the introducing party.
    IntroducerAuthority,
    /// The unit whose quota is drawn, or the bureau that keeps the reserve it is drawn from.
    Giver,
}

/// What a step does to quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    None,
    /// Reserves at the giver everything the case will move.
    Reserve,
    /// Posts what was reserved, retires what exceeds 1×, moves use and caps.
    Post,
}

/// What a step additionally establishes; rules ask for these by name, not by the step's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Establishes {
    /// Nothing further.
    Nothing,
    /// Acceptance (受理): its document date is the case's acceptance date.
    Acceptance,
    /// The origin government's consent to carrying along. Missing at `reserve`:
    /// `MISSING_SIGNATURE`.
    CarryConsent,
    /// The source plan: the act names the lots, and voids signatures given before it.
    SourcePlan,
    /// A confirmation of the source plan (R07).
    SourceConfirmed,
    /// The upper level's confirmation, which scope beyond the prefecture needs (R06).
    UpperConfirmation,
    /// The closure at the origin. Missing at the posting: `ORIGIN_NOT_CLOSED`.
    Closure,
    /// That the firm's permit at the origin is cancelled or lowered; checked against the permits.
    OldPermitEnded,
    /// That the firm has a permit at the site; checked against the permits.
    NewPermitIssued,
    /// That the sources drawn are achieved; checked against the reductions (R09).
    SourcesAchieved,
    /// The end of a demonstration: the act says until when it counts.
    DemonstrationPassed,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id, unique in the procedure.
    pub id: StepId,
    /// What people call it.
    pub names: Names,
    /// The steps it waits for.
    pub after: Vec<StepId>,
    /// Who signs.
    pub signatory: Signatory,
    /// In which seats; different persons.
    pub seats: Vec<Seat>,
    /// Which kinds of document it needs.
    pub documents: Vec<DocumentKind>,
    /// What it does to quantity.
    pub effect: Effect,
    /// What it establishes.
    pub establishes: Establishes,
    /// The body whose handle and review seats may record it from a letter (凭文代录); `null` where
    /// only a key will do.
    pub recorded_by: Option<Signatory>,
}

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its id.
    pub procedure: ProcedureId,
    /// For which kind of case.
    pub kind: CaseKind,
    /// What people call it.
    pub names: Names,
    /// Calendar days after opening until the case lapses; a return for completion stops the clock.
    pub lapse_days: u16,
    /// The steps; the last one that everything leads to ends the case.
    pub steps: Vec<Step>,
}

impl Procedure {
    /// The step of that id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The step that establishes `what`, where the procedure has one.
    pub fn establishing(&self, what: Establishes) -> Option<&Step> {
        self.steps.iter().find(|step| step.establishes == what)
    }
}
