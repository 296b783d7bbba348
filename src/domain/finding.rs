//! Findings (问题线索): what an inspector or a bureau found wrong, who must put it right, and how it
//! ended. As long as one is not closed its hold stops what it is about.
//!
//! ```text
//! opened ──rectified (any number of times)──► rectified ──closed──► closed: rectified
//!    └───────────────────────────closed──────────────────────────► closed: unfounded
//! ```

use serde::{Deserialize, Serialize};

use super::ids::{FindingNo, HoldNo, PartyId};
use super::lot::HoldTarget;
use super::moment::Day;
use super::text::Document;

/// What a finding is about. What exactly was found stands in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// One reduction or facility claimed twice (重复申报).
    DoubleClaim,
    /// More used or discharged than there is a right to (超量使用).
    Overuse,
    /// A permit missing, expired, or out of step (许可证问题).
    Permit,
    /// Steps, seats or terms not kept (程序问题).
    Procedure,
    /// Data or documents that are wrong or missing (数据或文件失实).
    Record,
    /// Anything else (其他).
    Other,
}

/// How a finding was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingOutcome {
    /// What was wrong has been put right (整改到位); needs a rectification on record.
    Rectified,
    /// Nothing was wrong (查否).
    Unfounded,
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Opened; waits for who is responsible.
    Open,
    /// Rectified, to be looked at by who opened it; its hold stands.
    Rectified,
    /// Closed; its hold has ended.
    Closed,
}

/// A rectification on record (整改).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rectification {
    /// Who recorded it: the responsible body, or by document another one.
    pub by: PartyId,
    /// Its report.
    pub document: Document,
    /// When it was recorded.
    pub on: Day,
    /// By which entry.
    pub index: u64,
}

/// The end of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Who closed it.
    pub by: PartyId,
    /// How.
    pub outcome: FindingOutcome,
    /// The decision.
    pub document: Document,
    /// When.
    pub on: Day,
    /// By which entry.
    pub index: u64,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its number.
    pub finding: FindingNo,
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
    /// When it was opened.
    pub on: Day,
    /// By which entry.
    pub index: u64,
    /// Its hold.
    pub hold: HoldNo,
    /// Holds that went along with what it is about, to who took that over.
    pub carried: Vec<HoldNo>,
    /// What was done about it, in order.
    pub rectified: Vec<Rectification>,
    /// How it ended.
    pub closed: Option<Closing>,
}

impl Finding {
    /// Where it stands.
    pub fn state(&self) -> FindingState {
        match (&self.closed, self.rectified.last()) {
            (Some(_), _) => FindingState::Closed,
            (None, Some(_)) => FindingState::Rectified,
            (None, None) => FindingState::Open,
        }
    }
}
