//! Suspicions: what a log that verifies may still have wrong with it, for an inspector to look at.
//!
//! The rules refuse what is certainly wrong. What is left here is what a rule cannot know: that two
//! names mean one boiler, that nobody reads a dossier in a minute, that one letter cannot be two
//! things. A suspicion says which rule raised it, the entries it rests on, its figures, and what to
//! look at next; it proves nothing and changes nothing.
//!
//! ```text
//! leaves ──replay──► deeds (who recorded what, when) ─┐
//!                └─► state ──────────────────────────►├─► one function a kind ──► suspicions
//!                                          terms ─────┘
//! ```
//!
//! Each kind has its own function; the order of [`Kind`] is the order in which they are told.

mod claims;
mod letters;
pub mod names;
mod people;
mod permits;
#[cfg(test)]
mod tests;
mod turns;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::entry::Act;
use crate::service::{Deed, ServiceError, View};

/// What is asked for besides the ledger; each has a sensible default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// An approval sooner than this after what it rests on, in minutes, was hardly read: 5.
    pub reading_minutes: u32,
    /// An act by document should be confirmed within so many working days: 20.
    pub confirm_days: u32,
    /// A return or resubmission with at most so many working days left is right before its
    /// deadline: 3.
    pub deadline_days: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            reading_minutes: 5,
            confirm_days: 20,
            deadline_days: 3,
        }
    }
}

/// What raises a suspicion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One facility claimed twice under near names or codes.
    ClaimedTwice,
    /// More moved out of a lot, or out of a place, than was there.
    UsedAboveLot,
    /// A new permit before the old one was cancelled or lowered.
    PermitBeforeCancel,
    /// A permit that has ended, while what it allowed is still held there.
    ExpiredPermit,
    /// An approval faster than reading.
    ApprovedFast,
    /// One person acting in the seats of several bodies.
    PersonOfSeveral,
    /// A reduction verified by the person who recorded it.
    VerifiedByRecorder,
    /// Recorded by document and not confirmed in time.
    NotConfirmed,
    /// One letter's number for two different things.
    LetterTwice,
    /// One file under different numbers.
    FileTwice,
    /// Returned or resubmitted right before a deadline.
    RightBeforeDeadline,
}

impl Kind {
    /// Every kind, in the order they are told.
    pub const ALL: [Kind; 11] = [
        Kind::ClaimedTwice,
        Kind::UsedAboveLot,
        Kind::PermitBeforeCancel,
        Kind::ExpiredPermit,
        Kind::ApprovedFast,
        Kind::PersonOfSeveral,
        Kind::VerifiedByRecorder,
        Kind::NotConfirmed,
        Kind::LetterTwice,
        Kind::FileTwice,
        Kind::RightBeforeDeadline,
    ];
}

/// Something an inspector should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspicion {
    /// What raised it.
    pub rule: Kind,
    /// The entries it rests on, in order.
    pub entries: Vec<u64>,
    /// Names and figures, by the name that its text gives them.
    pub figures: BTreeMap<&'static str, String>,
    /// Commands that show more.
    pub look: Vec<String>,
}

impl Suspicion {
    /// Of entries, which are put in order; each of them can be looked at.
    fn new(rule: Kind, entries: impl IntoIterator<Item = u64>) -> Self {
        let mut entries: Vec<u64> = entries.into_iter().collect();
        entries.sort_unstable();
        entries.dedup();
        let look = entries.iter().map(|index| format!("qledger log {index}"));
        Self {
            rule,
            figures: BTreeMap::new(),
            look: look.collect(),
            entries,
        }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.figures.insert(name, value.to_string());
        self
    }

    /// Puts a command in front of the entries.
    fn look_at(mut self, command: String) -> Self {
        self.look.insert(0, format!("qledger {command}"));
        self
    }
}

/// What is looked at: the log taken apart, the state at its end, and the terms.
pub struct Subject<'a> {
    /// Every leaf, in order; refused ones too.
    pub deeds: &'a [Deed],
    /// The state at the end of them.
    pub view: &'a View<'a>,
    /// The terms.
    pub terms: Terms,
}

impl Subject<'_> {
    /// The entries that were admitted.
    fn admitted(&self) -> impl Iterator<Item = &Deed> {
        self.deeds.iter().filter(|deed| !deed.refused)
    }
}

/// Every suspicion, by kind and first entry. Empty: nothing to be suspicious of under these terms.
pub fn suspicions(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let mut of_kind = match kind {
            Kind::ClaimedTwice => claims::claimed_twice(subject),
            Kind::UsedAboveLot => claims::used_above_lot(subject)?,
            Kind::PermitBeforeCancel => permits::before_cancel(subject)?,
            Kind::ExpiredPermit => permits::expired(subject)?,
            Kind::ApprovedFast => people::approved_fast(subject)?,
            Kind::PersonOfSeveral => people::of_several_bodies(subject),
            Kind::VerifiedByRecorder => people::verified_by_recorder(subject)?,
            Kind::NotConfirmed => letters::not_confirmed(subject)?,
            Kind::LetterTwice => letters::letter_twice(subject),
            Kind::FileTwice => letters::file_twice(subject),
            Kind::RightBeforeDeadline => turns::right_before_deadline(subject)?,
        };
        of_kind.sort_by(|a, b| a.entries.cmp(&b.entries));
        found.extend(of_kind);
    }
    Ok(found)
}

/// The documents an act rests on.
fn documents_of(act: &Act) -> Vec<&crate::domain::text::Document> {
    match act {
        Act::RegionEnrol(act) => vec![&act.document],
        Act::PartyEnrol(act) => vec![&act.document],
        Act::AccountOpen(act) => vec![&act.document],
        Act::PolicyAdopt(act) => vec![&act.document],
        Act::CapSet(act) => vec![&act.document],
        Act::OpeningRecord(act) => vec![&act.document],
        Act::QuotaIssue(act) => vec![&act.document],
        Act::QuotaTakeBack(act) => vec![&act.document],
        Act::PermitRecord(act) => vec![&act.document],
        Act::PermitLower(act) => vec![&act.document],
        Act::PermitCancel(act) => vec![&act.document],
        Act::EmissionVerify(act) => vec![&act.document],
        Act::BaseDecide(act) => vec![&act.document],
        Act::ReductionRecord(act) => vec![&act.document],
        Act::ReductionVerify(act) => vec![&act.document],
        Act::ProjectRegister(act) => vec![&act.document],
        Act::HoldPlace(act) => vec![&act.document],
        Act::HoldLift(act) => vec![&act.document],
        Act::FindingOpen(act) => vec![&act.document],
        Act::FindingRectify(act) => vec![&act.document],
        Act::FindingClose(act) => vec![&act.document],
        Act::QuotaInvalidate(act) => vec![&act.document],
        Act::EntryReverse(act) => vec![&act.document],
        Act::EntryCorrect(act) => vec![&act.document],
        Act::ShortfallCure(act) => vec![&act.document],
        Act::DataComplete(act) => vec![&act.document],
        Act::HolderChange(act) => vec![&act.document],
        Act::CaseReturn(act) => vec![&act.document],
        Act::CaseEnd(act) => vec![&act.document],
        Act::CaseOpen(act) => act.documents.iter().collect(),
        Act::CaseAct(act) => act.documents.iter().collect(),
        Act::CaseResubmit(act) => act.documents.iter().collect(),
        Act::Genesis(_)
        | Act::PersonEnrol(_)
        | Act::KeyEnrol(_)
        | Act::KeyAmend(_)
        | Act::KeyRevoke(_)
        | Act::Upgrade(_) => Vec::new(),
    }
}
