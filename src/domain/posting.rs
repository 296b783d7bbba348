//! Posting lines: what an act moves, from where to where.

use serde::{Deserialize, Serialize};

use super::amount::{Amount, Balance};
use super::ids::{AccountId, IndicatorCode, LotNo};

/// Where quantity lies before or after a move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Free in an account.
    Available(AccountId),
    /// In an account, marked 不可用于替代: no replacement source (R34).
    Barred(AccountId),
    /// In an account, reserved for the case the act is on.
    Reserved(AccountId),
    /// In an account, reserved for the case, and marked 不可用于替代.
    ReservedBarred(AccountId),
    /// Used up as replacement (替代核销). A sink; it lowers the caps on the giver's path.
    Retired,
    /// Taken back by the issuing body (核减). A sink; the caps stay as they are.
    TakenBack,
    /// Turned into another lot by a verified reduction.
    Reduced,
    /// Declared void (作废). A sink; it lowers the caps on its path.
    Invalidated,
    /// Struck out with the entry that made it (冲销): it counts as never made. A sink; caps stay.
    Reversed,
}

impl Place {
    /// The account, unless it is a sink.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Place::Available(account)
            | Place::Barred(account)
            | Place::Reserved(account)
            | Place::ReservedBarred(account) => Some(account),
            Place::Retired
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => None,
        }
    }
}

/// One line of a posting: so much of a lot, from one place to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The lot.
    pub lot: LotNo,
    /// The lot's indicator, so that whoever signs sees from the line alone what moves.
    pub indicator: IndicatorCode,
    /// From.
    pub from: Place,
    /// To.
    pub to: Place,
    /// How much.
    pub amount: Amount,
}

/// What an account held of an indicator when an act was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceShown {
    /// The account.
    pub account: AccountId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Free to be drawn, barred as a source or not.
    pub available: Balance,
    /// Reserved for cases.
    pub reserved: Balance,
}
