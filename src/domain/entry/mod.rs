//! What can be recorded: a closed, versioned set of acts, each under the same head.

mod about;
mod cases;
mod corrections;
mod findings;
mod holder;
mod quantities;
mod setup;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use cases::{CaseAct, CaseEnd, CaseOpen, CaseResubmit, CaseReturn, EndKind};
pub use corrections::{DataComplete, EntryCorrect, EntryReverse, QuotaInvalidate, ShortfallCure};
pub use findings::{FindingClose, FindingOpen, FindingRectify};
pub use holder::{ChangeKind, HeldPart, HolderChange, HolderMove, Successor};
pub use quantities::{
    BaseDecide, EmissionVerify, HoldLift, HoldPlace, IssueRow, OpeningRecord, OpeningRow,
    PermitCancel, PermitLower, PermitRecord, ProjectRegister, QuotaIssue, QuotaTakeBack,
    ReductionRecord, ReductionVerify,
};
pub use setup::{
    AccountOpen, CapSet, Genesis, KeyAmend, KeyEnrol, KeyRevoke, PartyEnrol, PersonEnrol,
    PolicyAdopt, RegionEnrol, Upgrade,
};

use super::ids::{EntryId, LedgerId, PartyId};
use super::moment::Moment;
use super::party::Seat;
use crate::envelope::EntryHash;

/// The format version this build writes and reads.
pub const FORMAT_VERSION: u16 = 1;

/// An entry: a head and an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The head, the same for every kind.
    pub head: Head,
    /// What is recorded.
    pub act: Act,
}

/// The head of a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The ledger it is for; none in the genesis itself.
    pub ledger: Option<LedgerId>,
    /// The entry's own id.
    pub id: EntryId,
    /// When its author made it.
    pub made: Moment,
    /// Until when it may be admitted; at most [`EXPIRY_DAYS_MAX`] days after `made`.
    pub expires: Moment,
    /// Who must sign, in this order, and nobody else.
    pub signers: Vec<RequiredSigner>,
    /// For an act on a case: entry hash of the content it speaks on.
    pub speaks_on: Option<EntryHash>,
    /// The checkpoint its figures were read at, as information and as evidence of a fork.
    pub basis: Option<Basis>,
}

/// The longest life of a draft, in days.
pub const EXPIRY_DAYS_MAX: u64 = 90;

/// A signer the payload requires: some person of that party in that seat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredSigner {
    /// The party.
    pub party: PartyId,
    /// The seat.
    pub seat: Seat,
    /// Whether it is the key being enrolled, proving possession.
    pub new: bool,
}

impl RequiredSigner {
    /// An enrolled key of `party` in `seat`.
    pub fn of(party: &PartyId, seat: Seat) -> Self {
        Self {
            party: party.clone(),
            seat,
            new: false,
        }
    }
}

impl fmt::Display for RequiredSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seat = match self.seat {
            Seat::Handle => "handle",
            Seat::Review => "review",
            Seat::Issue => "issue",
        };
        write!(
            f,
            "{}:{seat}{}",
            self.party,
            if self.new { ":new" } else { "" }
        )
    }
}

/// A checkpoint by size and root, hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Number of leaves.
    pub size: u64,
    /// Root hash over them.
    pub root: EntryHash,
}

macro_rules! acts {
    ($($(#[$doc:meta])* $variant:ident($body:ty) = $kind:literal,)+) => {
        /// What is recorded, by kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::large_enum_variant, reason = "an act lives once, on its way through")]
        pub enum Act {
            $($(#[$doc])* $variant($body),)+
        }

        impl Act {
            /// Every kind there is, as written in payloads.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind, as written in the payload.
            pub fn kind(&self) -> &'static str {
                match self { $(Act::$variant(_) => $kind,)+ }
            }

            /// Reads the body of `kind`. `None`: there is no such kind.
            pub fn read(kind: &str, body: &str) -> Option<Result<Self, serde_json::Error>> {
                match kind {
                    $($kind => Some(serde_json::from_str(body).map(Act::$variant)),)+
                    _ => None,
                }
            }

            /// The body as a JSON value.
            pub fn body(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self { $(Act::$variant(body) => serde_json::to_value(body),)+ }
            }
        }

        $(impl From<$body> for Act {
            fn from(body: $body) -> Act { Act::$variant(body) }
        })+
    };
}

acts! {
    /// The first entry.
    Genesis(Genesis) = "genesis",
    /// Enrols or amends a region.
    RegionEnrol(RegionEnrol) = "region.enrol",
    /// Enrols or amends a party.
    PartyEnrol(PartyEnrol) = "party.enrol",
    /// Enrols a person.
    PersonEnrol(PersonEnrol) = "person.enrol",
    /// Enrols a key.
    KeyEnrol(KeyEnrol) = "key.enrol",
    /// Changes a key's last day.
    KeyAmend(KeyAmend) = "key.amend",
    /// Revokes a key.
    KeyRevoke(KeyRevoke) = "key.revoke",
    /// Opens an account or a reserve.
    AccountOpen(AccountOpen) = "account.open",
    /// Adopts policy.
    PolicyAdopt(PolicyAdopt) = "policy.adopt",
    /// Sets a cap.
    CapSet(CapSet) = "cap.set",
    /// Raises the number of the rules.
    Upgrade(Upgrade) = "upgrade",
    /// Records opening balances.
    OpeningRecord(OpeningRecord) = "opening.record",
    /// Issues quota under caps.
    QuotaIssue(QuotaIssue) = "quota.issue",
    /// Takes an issuance back (核减).
    QuotaTakeBack(QuotaTakeBack) = "quota.take_back",
    /// Records a permit from before, or issues one.
    PermitRecord(PermitRecord) = "permit.record",
    /// Lowers a permit's limits.
    PermitLower(PermitLower) = "permit.lower",
    /// Cancels a permit.
    PermitCancel(PermitCancel) = "permit.cancel",
    /// Records a verified base-year emission.
    EmissionVerify(EmissionVerify) = "emission.verify",
    /// Decides what base passes with a move (基数划转).
    BaseDecide(BaseDecide) = "base.decide",
    /// Records a completed reduction.
    ReductionRecord(ReductionRecord) = "reduction.record",
    /// Verifies a reduction.
    ReductionVerify(ReductionVerify) = "reduction.verify",
    /// Registers a project.
    ProjectRegister(ProjectRegister) = "project.register",
    /// Places a hold.
    HoldPlace(HoldPlace) = "hold.place",
    /// Lifts a hold.
    HoldLift(HoldLift) = "hold.lift",
    /// Opens a finding (问题线索).
    FindingOpen(FindingOpen) = "finding.open",
    /// Records what was done about a finding (整改).
    FindingRectify(FindingRectify) = "finding.rectify",
    /// Closes a finding.
    FindingClose(FindingClose) = "finding.close",
    /// Opens a case.
    CaseOpen(CaseOpen) = "case.open",
    /// Does a step of a case.
    CaseAct(CaseAct) = "case.act",
    /// Returns a case for completion (退回补正).
    CaseReturn(CaseReturn) = "case.return",
    /// Resubmits a returned case.
    CaseResubmit(CaseResubmit) = "case.resubmit",
    /// Refuses, does not accept, or withdraws a case.
    CaseEnd(CaseEnd) = "case.end",
    /// Declares quantity void (作废).
    QuotaInvalidate(QuotaInvalidate) = "quota.invalidate",
    /// Undoes a posting (冲销).
    EntryReverse(EntryReverse) = "entry.reverse",
    /// Corrects a posting (更正).
    EntryCorrect(EntryCorrect) = "entry.correct",
    /// Makes a shortfall (缺口) good.
    ShortfallCure(ShortfallCure) = "shortfall.cure",
    /// Completes a datum (补正).
    DataComplete(DataComplete) = "data.complete",
    /// Changes a holder (主体变更).
    HolderChange(HolderChange) = "holder.change",
}
