//! Acts that mend the record: invalidation, reversal, correction, cure of a shortfall, completion.

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::correction::{Datum, Owed, Posting, RightRow};
use crate::domain::ids::{AccountId, LotNo, ShortfallNo};
use crate::domain::posting::Line;
use crate::domain::text::Document;

/// Declares available quantity void (作废); the caps on its path fall by as much, so no room is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaInvalidate {
    /// The account it lies in.
    pub account: AccountId,
    /// The lot.
    pub lot: LotNo,
    /// How much.
    pub amount: Amount,
    /// The decision.
    pub document: Document,
}

/// Undoes (冲销) a whole posting, once and within its window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryReverse {
    /// What is undone.
    pub posting: Posting,
    /// What goes back, from where to where; written by the service, recomputed by the rules.
    pub lines: Vec<Line>,
    /// The decision.
    pub document: Document,
}

/// Corrects (更正) a posting: reversal and right posting in one, as the difference between both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrect {
    /// What is corrected.
    pub posting: Posting,
    /// What is right of each row that was wrong.
    pub right: Vec<RightRow>,
    /// What moves; written by the service, recomputed by the rules.
    pub lines: Vec<Line>,
    /// What cannot move, for it is used already: owed from now on. Written by the service,
    /// recomputed by the rules.
    pub owed: Vec<Owed>,
    /// The decision.
    pub document: Document,
}

/// Makes a shortfall (缺口) good, wholly or as far as the region's reserve goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortfallCure {
    /// The shortfall.
    pub shortfall: ShortfallNo,
    /// What moves; written by the service, recomputed by the rules.
    pub lines: Vec<Line>,
    /// The letter.
    pub document: Document,
}

/// Completes (补正) a datum without quantity; the old value stays visible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataComplete {
    /// The datum and what it should say.
    pub datum: Datum,
    /// What shows it.
    pub document: Document,
}
