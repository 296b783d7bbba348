//! Acts that set up: genesis, regions, parties, persons, keys, accounts, policy, caps, rules number.

use serde::{Deserialize, Serialize};

use crate::domain::amount::Balance;
use crate::domain::ids::{AccountId, IndicatorCode, PartyId, PersonId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::{Party, RevocationReason, Root, Seat};
use crate::domain::period::Period;
use crate::domain::policy::PolicyItem;
use crate::domain::region::{CapKind, Level, RelationEntry};
use crate::domain::text::{Document, Label, Names};
use crate::envelope::{KeyId, PublicKey};

/// The first entry: who the roots are, whose key signs checkpoints, which rules begin.
///
/// Signed by all root keys, in the order they stand here, and last by the operator's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    /// The ledger's names.
    pub names: Names,
    /// The origin line of its checkpoints, a schema-less URL such as `qledger.example/zhundong`.
    pub origin: Label,
    /// A practice ledger may run on a simulated clock; every view says that it is one.
    pub practice: bool,
    /// The number of the rules it begins with.
    pub rules: u16,
    /// The party that keeps the ledger (记账单位).
    pub keeper: PartyId,
    /// The key that signs checkpoints, and no balance.
    pub operator: PublicKey,
    /// The roots.
    pub roots: Vec<Root>,
}

/// Enrols a region, or amends it where it exists: names and level are replaced, relations added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionEnrol {
    /// Its id.
    pub region: RegionId,
    /// Its names.
    pub names: Names,
    /// Its level.
    pub level: Level,
    /// Its GB/T 2260 code, or that of the county it lies in.
    pub division: Option<Label>,
    /// Relations to add; a new region needs a place, which is its cap parent unless one is named.
    pub relations: Vec<RelationEntry>,
    /// The decision.
    pub document: Document,
}

/// Enrols a party, or amends it where it exists (kind and region stay).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyEnrol {
    /// The party.
    pub party: Party,
    /// The decision or the firm's registration.
    pub document: Document,
}

/// Enrols a person under a pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEnrol {
    /// The pseudonym, unique in the ledger.
    pub person: PersonId,
    /// The party that enrols.
    pub party: PartyId,
}

/// Enrols a key. The new key signs last, over the same payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyEnrol {
    /// The party it signs for.
    pub party: PartyId,
    /// The person who holds it.
    pub person: PersonId,
    /// The seat.
    pub seat: Seat,
    /// The key.
    pub public_key: PublicKey,
    /// First day.
    pub from: Day,
    /// Last day, for a deputy.
    pub until: Option<Day>,
}

/// Changes a key's last day; it can be brought forward or put back, not into the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAmend {
    /// The key.
    pub key: KeyId,
    /// Its last day; `null` for none.
    pub until: Option<Day>,
}

/// Revokes a key from this entry on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRevoke {
    /// The key.
    pub key: KeyId,
    /// Why.
    pub reason: RevocationReason,
    /// Signatures since this day are not trusted; open cases that rest on them stop.
    pub not_trusted_since: Option<Day>,
}

/// Opens an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountOpen {
    /// The account.
    pub account: AccountId,
    /// The application or decision.
    pub document: Document,
}

/// Adopts policy items with one validity and one legal basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyAdopt {
    /// The region whose authority adopts for itself and below; `null`: the roots, for all.
    pub scope: Option<RegionId>,
    /// The items.
    pub items: Vec<PolicyItem>,
    /// First day; may lie before the adoption.
    pub valid_from: Day,
    /// The first day they no longer hold.
    pub valid_to: Option<Day>,
    /// The law or decision they rest on.
    pub legal_basis: Label,
    /// The document.
    pub document: Document,
}

/// Sets a cap. It is always recorded, even below what is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapSet {
    /// The region.
    pub region: RegionId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// Ceiling, target or none.
    pub kind: CapKind,
    /// The amount; `null` with kind none.
    pub amount: Option<Balance>,
    /// The target or plan document.
    pub document: Document,
}

/// Raises the number of the rules; a build that does not know it becomes read-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// The new number.
    pub rules: u16,
}
