//! Bodies of acts about findings (问题线索).

use serde::{Deserialize, Serialize};

use crate::domain::finding::{FindingKind, FindingOutcome};
use crate::domain::ids::{FindingNo, PartyId};
use crate::domain::lot::HoldTarget;
use crate::domain::moment::Day;
use crate::domain::text::Document;

/// Opens a finding; its hold begins with this entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingOpen {
    /// What kind of thing was found.
    pub kind: FindingKind,
    /// What it is about, and holds.
    pub target: HoldTarget,
    /// Who found it.
    pub by: PartyId,
    /// Who must put it right.
    pub responsible: PartyId,
    /// The last day to do so, where the letter sets one.
    pub rectify_by: Option<Day>,
    /// The letter.
    pub document: Document,
}

/// Records what was done about a finding (整改). The hold stands until it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingRectify {
    /// The finding.
    pub finding: FindingNo,
    /// Who records it: the responsible body; or by document who opened it or the body above that.
    pub by: PartyId,
    /// The responsible body's report.
    pub document: Document,
}

/// Closes a finding and ends its hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingClose {
    /// The finding.
    pub finding: FindingNo,
    /// Who closes it: who opened it, or the body above that.
    pub by: PartyId,
    /// How it ended.
    pub outcome: FindingOutcome,
    /// The decision.
    pub document: Document,
}
