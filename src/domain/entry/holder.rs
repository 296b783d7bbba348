//! Changes of holder (主体变更).
//!
//! ```text
//! rename      new names; the party stays who it is
//! merge       all to the one it is merged into
//! split       so much to each, and every permit, case and project to one of them
//! transfer    all to the one that takes over the business
//! bankruptcy  free rights to the reserve, paid ones frozen for the court
//! ```

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::ids::{AccountId, CaseNo, IndicatorCode, PartyId, PermitNo, ProjectNo};
use crate::domain::period::Period;
use crate::domain::posting::Line;
use crate::domain::text::{Document, Names};

/// What becomes of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It has other names (更名).
    Rename,
    /// It is merged into another (合并).
    Merge,
    /// It is split (分立); it may be one of those it is split into.
    Split,
    /// Its business passes to another (转让).
    Transfer,
    /// It is bankrupt (破产).
    Bankruptcy,
}

/// Changes the holder of all that a party holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderChange {
    /// What becomes of it.
    pub change: ChangeKind,
    /// The party.
    pub party: PartyId,
    /// Its new names, of a rename.
    pub names: Option<Names>,
    /// Who takes what; none of a rename or a bankruptcy.
    pub successors: Vec<Successor>,
    /// What moves; written by the service, recomputed by the rules.
    pub moves: Vec<HolderMove>,
    /// The agreement, the decision, or the court's ruling.
    pub document: Document,
}

/// A successor, and what it takes. Of an only successor that is everything, and the service fills it
/// in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// The party.
    pub party: PartyId,
    /// How much of each account, what cases reserve included.
    pub parts: Vec<HeldPart>,
    /// Its permits.
    pub permits: Vec<PermitNo>,
    /// The open cases that ask for the party or reserve from it; what a case reserves goes along.
    pub cases: Vec<CaseNo>,
    /// The projects it builds, with their accounts.
    pub projects: Vec<ProjectNo>,
}

/// So much of what an account holds of an indicator in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldPart {
    /// The account of the party that changes.
    pub account: AccountId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// How much.
    pub amount: Amount,
}

/// What moves of one reservation, or of what is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderMove {
    /// The case whose reservation moves; `null` for what is free.
    pub case: Option<CaseNo>,
    /// The lines.
    pub lines: Vec<Line>,
}
