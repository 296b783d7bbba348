//! Parties, persons, seats and keys: who may sign, and until when.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::{CreditCode, PartyId, PersonId, RegionId};
use super::moment::{Day, Moment};
use super::text::Names;
use crate::envelope::{EnrolledKey, KeyId, PublicKey};

/// What kind of body a party is; approver, initiator and beneficiary are told apart by body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Ecology and environment bureau (生态环境厅、局).
    Bureau,
    /// Government of a place (人民政府), or XPCC as such.
    Government,
    /// Park committee (管委会).
    ParkCommittee,
    /// Enterprise.
    Enterprise,
    /// Development and reform (发展改革).
    Reform,
    /// Statistics (统计).
    Statistics,
    /// Reserve or exchange body (储备、交易机构).
    ReserveBody,
    /// Verifier (核查机构).
    Verifier,
    /// Inspector (督察、执法).
    Inspector,
    /// Court.
    Court,
}

impl fmt::Display for PartyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            PartyKind::Bureau => "bureau",
            PartyKind::Government => "government",
            PartyKind::ParkCommittee => "park_committee",
            PartyKind::Enterprise => "enterprise",
            PartyKind::Reform => "reform",
            PartyKind::Statistics => "statistics",
            PartyKind::ReserveBody => "reserve_body",
            PartyKind::Verifier => "verifier",
            PartyKind::Inspector => "inspector",
            PartyKind::Court => "court",
        })
    }
}

/// A party of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id.
    pub party: PartyId,
    /// What it is.
    pub kind: PartyKind,
    /// Its names.
    pub names: Names,
    /// The region it serves, or where an enterprise is registered.
    pub region: RegionId,
    /// The body above it: for an enterprise or a park committee the bureau of its place.
    pub upper: Option<PartyId>,
    /// Its unified social credit code, where it has one.
    pub credit_code: Option<CreditCode>,
}

/// The three seats (岗位) inside a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Handle (经办).
    Handle,
    /// Review (审核).
    Review,
    /// Issue (签发).
    Issue,
}

impl Seat {
    /// The three, in order of weight: what an act of issuing weight needs.
    pub const ALL: [Seat; 3] = [Seat::Handle, Seat::Review, Seat::Issue];
}

/// A person, by pseudonym, as first enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The pseudonym.
    pub person: PersonId,
    /// The party that enrolled the person.
    pub party: PartyId,
}

/// An enrolled key: for one person, in one party and seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The key's id.
    pub key_id: KeyId,
    /// The key.
    pub public_key: EnrolledKey,
    /// The party it signs for.
    pub party: PartyId,
    /// The person who holds it.
    pub person: PersonId,
    /// The seat it signs in.
    pub seat: Seat,
    /// First day it may sign.
    pub from: Day,
    /// Last day it may sign.
    pub until: Option<Day>,
    /// Index of the entry that enrolled it.
    pub enrolled: u64,
    /// Its revocation, if any.
    pub revoked: Option<Revocation>,
}

/// A revocation: from the entry that says it on, in log order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Index of the revoking entry.
    pub index: u64,
    /// When it was admitted.
    pub at: Moment,
    /// Why.
    pub reason: RevocationReason,
    /// Signatures since this day are not trusted; it marks earlier entries and undoes nothing.
    pub not_trusted_since: Option<Day>,
}

/// Why a key was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// The person left or changed office (离岗).
    Left,
    /// Replaced by a newer key (更换).
    Replaced,
    /// Lost (遗失).
    Lost,
    /// Known or feared to be in other hands (泄露).
    Compromised,
}

/// One of the two roots (650000 and XPCC): `threshold` of its genesis keys speak for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// The region it is the top of.
    pub region: RegionId,
    /// The region's names.
    pub region_names: Names,
    /// The party that speaks for it.
    pub party: PartyId,
    /// The party's names.
    pub party_names: Names,
    /// How many different persons of its issue seat speak for the root.
    pub threshold: u8,
    /// The keys; all sign the genesis.
    pub keys: Vec<RootKey>,
}

/// A root's key in the genesis; it sits in the issue seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootKey {
    /// Who holds it.
    pub person: PersonId,
    /// The key.
    pub public_key: PublicKey,
}
