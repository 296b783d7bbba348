//! What falls due: by month, in the order (due time, id).

use serde::{Deserialize, Serialize};

use super::key::{Key, Prefix};
use crate::domain::ids::{CaseNo, HoldNo, PermitNo};
use crate::domain::moment::Moment;

/// Something that happens by itself once its time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When: at this moment it has happened.
    pub at: Moment,
    /// What.
    pub action: DueAction,
}

/// What happens by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueAction {
    /// A case lapses; what it reserved is free again.
    CaseLapses(CaseNo),
    /// A hold ends.
    HoldEnds(HoldNo),
    /// A permit ends.
    PermitEnds(PermitNo),
}

impl DueAction {
    /// Orders actions of one moment.
    fn id(&self) -> String {
        match self {
            DueAction::CaseLapses(case) => format!("case {case}"),
            DueAction::HoldEnds(hold) => format!("hold {hold}"),
            DueAction::PermitEnds(permit) => format!("permit {permit}"),
        }
    }
}

/// The month a moment lies in, `yyyymm` in +08:00.
pub fn due_month(at: Moment) -> u32 {
    u32::from(at.day().year()) * 100 + at.day().month()
}

/// The row of something due.
pub fn due_key(due: &Due) -> Key<Due> {
    let month = due_month(due.at).to_string();
    let at = format!("{:016x}", due.at.ms());
    Key::new(
        &["due", &month],
        &[at.as_bytes(), due.action.id().as_bytes()],
    )
}

/// Everything due in a month, in order.
pub fn due_prefix(month: u32) -> Prefix<Due> {
    Prefix::new(&["due", &month.to_string()], &[])
}
