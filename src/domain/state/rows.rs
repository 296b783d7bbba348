//! Rows that stand for the ledger itself and for what happened to it.

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::ids::{CaseNo, EntryId, LedgerId, PartyId, PermitNo, RegionId};
use crate::domain::moment::{Day, Moment};
use crate::domain::posting::Place;
use crate::domain::refusal::RecordedRefusal;
use crate::domain::text::Names;
use crate::envelope::{EnrolledKey, EntryHash};

/// What the genesis said, and where the log stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The ledger's id.
    pub id: LedgerId,
    /// Its names.
    pub names: Names,
    /// Whether it is a practice ledger.
    pub practice: bool,
    /// Who keeps it.
    pub keeper: PartyId,
    /// The key that signs checkpoints.
    pub operator: EnrolledKey,
    /// Origin line of its checkpoints.
    pub origin: String,
    /// The rules in force.
    pub rules: u16,
    /// The roots, in the genesis' order.
    pub roots: Vec<RootRow>,
    /// Number of leaves: the index the next one gets.
    pub leaves_next: u64,
    /// When the last leaf was admitted.
    pub admitted_last: Moment,
    /// The first month (`yyyymm`) that may still hold something due.
    pub due_month: u32,
}

/// A root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootRow {
    /// The region it is the top of.
    pub region: RegionId,
    /// The party that speaks for it.
    pub party: PartyId,
    /// How many persons it takes.
    pub threshold: u8,
}

/// Where an admitted entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admission {
    /// Its leaf.
    pub index: u64,
    /// Its identity.
    pub entry_hash: EntryHash,
    /// Its entry id.
    pub id: EntryId,
}

/// A refusal on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Its leaf.
    pub index: u64,
    /// When.
    pub at: Moment,
    /// The kind of entry that was refused.
    pub kind: String,
    /// Number and values.
    pub refusal: RecordedRefusal,
}

/// How many relations a region had once an entry had added some: which of them an acceptance knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationsAt {
    /// The entry's leaf.
    pub index: u64,
    /// How many.
    pub count: usize,
}

/// How many refusals of a key went on record on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// How many.
    pub count: u16,
}

/// A move of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The entry that made it.
    pub index: u64,
    /// When.
    pub at: Moment,
    /// From where; nothing where the quantity was made by this entry.
    pub from: Option<Place>,
    /// To where.
    pub to: Place,
    /// How much.
    pub amount: Amount,
    /// The case it was for, if any.
    pub case: Option<CaseNo>,
}

/// A permit, listed under its holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitOfHolder {
    /// The permit.
    pub permit: PermitNo,
    /// The region of its site.
    pub region: RegionId,
}
