//! What happened in a play, step by step, for people and programs to show.

use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Assigned;
use crate::domain::text::Names;
use crate::envelope::EntryHash;
use crate::scenario::node::Place;
use crate::scenario::texts::Value;

/// A play that went as expected.
#[derive(Debug, Clone)]
pub struct PlayReport {
    /// The scenario's id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// The ledger it was played on.
    pub ledger: LedgerId,
    /// What was set up, the genesis apart.
    pub set_up: Vec<StepReport>,
    /// What happened.
    pub acts: Vec<StepReport>,
    /// How many expectations were met.
    pub met: usize,
}

/// A step as it went.
#[derive(Debug, Clone)]
pub struct StepReport {
    /// Its number among the acts, or among what is set up, from 1.
    pub number: usize,
    /// Where it stands.
    pub place: Place,
    /// When.
    pub at: Moment,
    /// What people call it.
    pub title: Value,
    /// What went on record as admitted.
    pub admitted: Vec<Admitted>,
    /// What was refused, as expected.
    pub refused: Option<Refused>,
    /// Figures that were expected and found.
    pub figures: Vec<FigureMet>,
}

/// An admitted entry.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// Its kind.
    pub kind: &'static str,
    /// Its leaf.
    pub index: u64,
    /// Its identity.
    pub entry_hash: EntryHash,
    /// The numbers it gave.
    pub assigned: Vec<Assigned>,
}

/// A refusal.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The kind of entry.
    pub kind: &'static str,
    /// Why.
    pub refusal: Refusal,
    /// Its leaf, unless it is transient.
    pub index: Option<u64>,
}

/// A figure that was as expected.
#[derive(Debug, Clone)]
pub struct FigureMet {
    /// What it is of.
    pub what: Value,
    /// The figure.
    pub found: Value,
}
