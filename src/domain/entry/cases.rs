//! Acts on cases.

use serde::{Deserialize, Serialize};

use crate::domain::case::Content;
use crate::domain::ids::{CaseNo, LotNo, PartyId, ProcedureId, StepId};
use crate::domain::moment::Day;
use crate::domain::posting::{BalanceShown, Line};
use crate::domain::text::{Document, DocumentKind};

/// Opens a case; its number is given at admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseOpen {
    /// The procedure.
    pub procedure: ProcedureId,
    /// Who opens it: the park committee, the enterprise itself, or a bureau of the place.
    pub by: PartyId,
    /// What it asks for.
    pub content: Content,
    /// The application and what belongs to it; the first one's date is the act's.
    pub documents: Vec<Document>,
}

/// Does a step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseAct {
    /// The case.
    pub case: CaseNo,
    /// The step.
    pub step: StepId,
    /// The documents; the first one's date is the act's.
    pub documents: Vec<Document>,
    /// For an act by document (凭文代录): the body whose letter each document is, one for each
    /// document; empty otherwise. Two seats of the body that records them sign, and besides them
    /// whoever must sign the step and is none of the issuers.
    pub issuers: Vec<PartyId>,
    /// For a source plan: the lots, in the order they are to be drawn.
    pub sources: Vec<LotNo>,
    /// For the end of a demonstration: the last day it counts.
    pub until: Option<Day>,
    /// For a step that moves quantity: every line, written by the service, recomputed by the
    /// rules.
    pub lines: Vec<Line>,
    /// What the accounts of the lines held when it was drafted: information for who signs, as of
    /// the basis checkpoint; the rules do not read it.
    pub balances: Vec<BalanceShown>,
}

/// Returns a case for completion (退回补正); keeps what was entered and stops the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseReturn {
    /// The case.
    pub case: CaseNo,
    /// Who returns it.
    pub by: PartyId,
    /// The step gone back to; it and what waits for it must be done again.
    pub to: StepId,
    /// What is missing.
    pub missing: Vec<DocumentKind>,
    /// The notice.
    pub document: Document,
}

/// Resubmits a returned case, amended where `content` is given; amending voids later signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseResubmit {
    /// The case.
    pub case: CaseNo,
    /// The amended content.
    pub content: Option<Content>,
    /// What was missing, and the covering letter first.
    pub documents: Vec<Document>,
}

/// How a case ends without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// Not accepted (不予受理), before acceptance.
    NotAccepted,
    /// Refused (不予批准).
    Refused,
    /// Withdrawn by who opened it (撤回).
    Withdrawn,
}

/// Ends a case without effect; what it reserved is free again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEnd {
    /// The case.
    pub case: CaseNo,
    /// Who ends it.
    pub by: PartyId,
    /// How.
    pub kind: EndKind,
    /// The decision or letter.
    pub document: Document,
}
