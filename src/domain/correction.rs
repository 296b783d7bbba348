//! Corrections: what is said to be wrong, what is right, and what is owed until it is made good.
//!
//! Three acts mend a record, and none of them changes what stands on it. *Completion* (补正) names a
//! datum without quantity anew; *reversal* (冲销) undoes a whole posting once, within its window;
//! *correction* (更正) posts the difference to what is right, at any time. What a correction cannot
//! post because the tonnes are used already is a *shortfall* (缺口), owed by a region until a day.
//!
//! Of 70.000 t posted to a site where 72.000 are right, with 1.400 left in the reserve that must
//! give: 1.400 are posted, 0.600 are owed by the reserve's region to the site's account.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Balance};
use super::entry::RequiredSigner;
use super::ids::{
    AccountId, CaseNo, IndicatorCode, LotNo, ProjectNo, ReductionNo, RegionId, ShortfallNo,
};
use super::moment::{Day, Moment};
use super::text::{FileHash, Label};

/// A posting on record, by what people call it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    /// What a case posted last.
    Case(CaseNo),
    /// The opening, issuance or verification that recorded a lot.
    Lot(LotNo),
    /// The entry at a leaf.
    Entry(u64),
}

/// What is right of one row of a posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightRow {
    /// The lot; `null` where a case is corrected, whose rows are its indicators.
    pub lot: Option<LotNo>,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// What should have been posted; of a case, what the site needs. May be zero.
    pub amount: Balance,
}

/// What a correction could not post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// The region that owes.
    pub region: RegionId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Whom it is owed to; `null` where it is to be taken out of circulation.
    pub to: Option<AccountId>,
    /// How much.
    pub amount: Amount,
}

/// A shortfall (缺口) on record. Until it is cured its region reserves nothing of the indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// Its number.
    pub shortfall: ShortfallNo,
    /// Who owes what to whom; the amount is what was owed at first.
    pub owed: Owed,
    /// What is still owed.
    pub open: Balance,
    /// The last day to make it good.
    pub due: Day,
    /// Leaf of the correction that left it.
    pub index: u64,
    /// Leaf of the act that made the last of it good.
    pub cured: Option<u64>,
}

/// What a posting was, as its reversal or correction needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostedKind {
    /// Opening balances.
    Opening,
    /// An issuance.
    Issuance,
    /// A take-back (核减).
    TakenBack,
    /// An invalidation (作废).
    Invalidated,
    /// A verified reduction.
    Reduction(ReductionNo),
    /// What a case posted.
    Case(CaseNo),
    /// A reversal or a correction of the entry at this leaf.
    Undoing(u64),
}

impl PostedKind {
    /// The case it took effect for.
    pub fn case(&self) -> Option<&CaseNo> {
        match self {
            PostedKind::Case(case) => Some(case),
            PostedKind::Opening
            | PostedKind::Issuance
            | PostedKind::TakenBack
            | PostedKind::Invalidated
            | PostedKind::Reduction(_)
            | PostedKind::Undoing(_) => None,
        }
    }
}

/// A posting that may be undone, kept by its leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// Its leaf.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// What it was.
    pub kind: PostedKind,
    /// The lots it moved or recorded, each once.
    pub lots: Vec<LotNo>,
    /// The numbers of the documents it rested on.
    pub documents: Vec<Label>,
    /// Who signed it: the same sign its reversal.
    pub signers: Vec<RequiredSigner>,
    /// Leaf of its reversal.
    pub reversed_by: Option<u64>,
    /// Leaf of its last correction, and what is right of every row that was ever corrected.
    pub corrected_by: Option<u64>,
    /// What is right, by the corrections so far.
    pub right: Vec<RightRow>,
}

/// A datum without quantity, and what it should say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// A project's name.
    ProjectName {
        /// The project.
        project: ProjectNo,
        /// Its name.
        name: Label,
    },
    /// A project's national code.
    ProjectCode {
        /// The project.
        project: ProjectNo,
        /// Its code.
        code: Label,
    },
    /// The hash of a lot's evidence.
    LotEvidence {
        /// The lot.
        lot: LotNo,
        /// SHA-256 of the evidence.
        evidence: FileHash,
    },
    /// The number of a document that a posting rests on.
    DocumentNumber {
        /// The posting.
        posting: Posting,
        /// The number as it was recorded.
        recorded: Label,
        /// The number as the document bears it.
        right: Label,
    },
}

/// A datum as completed: the old value stays visible beside the entry that gave the new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// Leaf of the completion.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// What was completed, with its new value.
    pub datum: Datum,
    /// The value before, where the ledger's state had one; else it stands in the entry itself.
    pub old: Option<Label>,
}
