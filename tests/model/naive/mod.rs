//! A deliberately naive ledger, written from what the domain's documents say and from nothing in
//! the rules: plain maps, no rows, no keys, no running totals. Whatever the rules keep up as they go
//! it works out anew from all holdings, and an act that fails on the way is tried on a copy.
//!
//! It speaks the domain's nouns, but does its own arithmetic, in whole ten-thousandths.
//!
//! Asked about an entry it gathers every fault it can see instead of stopping at the first. The rules
//! give one refusal; by the order of precedence it must be of the lowest class among the faults, and
//! the very code where there is only one.

mod book;
mod cases;
mod due;
mod effects;
mod findings;
mod head;
mod outcomes;
mod permits;
mod places;
mod plan;
mod policy;
mod quantity;
mod reductions;
mod regions;
mod setup;
mod sources;
mod who;

use std::collections::{BTreeMap, BTreeSet};

use qledger::domain::amount::Amount;
use qledger::domain::entry::{Act, Entry, OpeningRow};
use qledger::domain::finding::Finding;
use qledger::domain::ids::{
    AccountId, CaseNo, EntryId, FindingNo, HoldNo, IndicatorCode, LedgerId, PartyId, PermitNo,
    PersonId, ProjectNo, ReductionNo, RegionId,
};
use qledger::domain::lot::{BaseDecision, Hold, Permit, Project};
use qledger::domain::moment::{Day, Moment};
use qledger::domain::party::{Party, Seat};
use qledger::domain::refusal::Code;
use qledger::domain::region::Region;
use qledger::envelope::{EntryHash, KeyId, PublicKey};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

pub use book::{Book, Origin, Spot};
pub use cases::{Case, Phase};
pub use reductions::Reduction;

/// A quantity in ten-thousandths of its unit.
pub type Qty = i64;

const SCALE: i64 = 10_000;

/// A decimal in ten-thousandths; no quantity has more than four decimals.
pub fn ticks(value: Decimal) -> Qty {
    (value * Decimal::from(SCALE)).to_i64().unwrap()
}

/// The most of one indicator that is ever issued and opened, and the highest cap: ten million
/// million, in ten-thousandths.
pub const QUANTITY_MOST: Qty = 10_000_000_000_000 * SCALE;

/// The amount of so many ten-thousandths, which are more than none.
pub fn amount(quantity: Qty) -> Amount {
    Amount::new(Decimal::new(quantity, 4)).unwrap()
}

/// Every fault of an entry, or of a part of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Code>);

/// What a part of an act comes to, or why not.
pub type Judged<T = ()> = Result<T, Faults>;

impl Faults {
    /// One fault.
    pub fn of(code: Code) -> Self {
        Self(vec![code])
    }

    /// Notes a fault where something is wrong.
    pub fn when(&mut self, wrong: bool, code: Code) {
        if wrong {
            self.0.push(code);
        }
    }

    /// Notes the faults of a part; what it came to where it has none.
    pub fn of_part<T>(&mut self, part: Judged<T>) -> Option<T> {
        part.map_err(|faults| self.0.extend(faults.0)).ok()
    }

    /// None, or all of them.
    pub fn verdict(self) -> Judged {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// A signed entry as it comes in.
pub struct Seen<'a> {
    /// The operator's clock.
    pub at: Moment,
    /// Its identity.
    pub hash: EntryHash,
    /// What it says.
    pub entry: &'a Entry,
    /// Whose keys signed it, in order.
    pub keys: &'a [KeyId],
    /// Whether the checkpoint it was drafted on is one of this log.
    pub basis_in_log: bool,
}

impl Seen<'_> {
    fn today(&self) -> Day {
        self.at.day()
    }
}

/// What becomes of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is admitted and gives these numbers.
    Admitted(Vec<String>),
    /// It is refused, for one of these.
    Refused(Faults),
    /// It was admitted before.
    Repeated,
}

/// An enrolled key.
#[derive(Debug, Clone)]
pub struct Key {
    pub party: PartyId,
    pub person: PersonId,
    pub seat: Seat,
    pub from: Day,
    pub until: Option<Day>,
    pub revoked: bool,
    pub not_trusted_since: Option<Day>,
}

/// A root: its region, its party, and how many persons speak for it.
#[derive(Debug, Clone)]
pub struct Root {
    pub region: RegionId,
    pub party: PartyId,
    pub threshold: usize,
}

/// The ledger as the model sees it.
#[derive(Debug, Clone)]
pub struct Model {
    pub ledger: LedgerId,
    pub operator: PublicKey,
    pub roots: Vec<Root>,
    /// Leaves so far.
    pub size: u64,
    pub identities: BTreeMap<EntryId, EntryHash>,
    pub regions: BTreeMap<RegionId, Region>,
    /// Of each region, the index of the entry that recorded each of its relations.
    pub relations_at: BTreeMap<RegionId, Vec<u64>>,
    pub parties: BTreeMap<PartyId, Party>,
    pub persons: BTreeSet<PersonId>,
    pub keys: BTreeMap<KeyId, Key>,
    pub accounts: BTreeSet<AccountId>,
    pub policy: Vec<policy::Adoption>,
    pub book: Book,
    pub opened: Vec<OpeningRow>,
    pub permits: BTreeMap<PermitNo, Permit>,
    pub bases: BTreeMap<(AccountId, IndicatorCode), (u16, Qty)>,
    pub decisions: BTreeMap<CaseNo, BaseDecision>,
    pub reductions: BTreeMap<ReductionNo, Reduction>,
    pub projects: BTreeMap<ProjectNo, Project>,
    pub holds: BTreeMap<HoldNo, Hold>,
    pub findings: BTreeMap<FindingNo, Finding>,
    pub cases: BTreeMap<CaseNo, Case>,
    numbers: BTreeMap<(RegionId, &'static str, u16), u32>,
}

impl Model {
    /// A ledger of which only the genesis leaf is there.
    pub fn begin(ledger: LedgerId, operator: PublicKey) -> Self {
        Self {
            ledger,
            operator,
            roots: Vec::new(),
            size: 1,
            identities: BTreeMap::new(),
            regions: BTreeMap::new(),
            relations_at: BTreeMap::new(),
            parties: BTreeMap::new(),
            persons: BTreeSet::new(),
            keys: BTreeMap::new(),
            accounts: BTreeSet::new(),
            policy: Vec::new(),
            book: Book::default(),
            opened: Vec::new(),
            permits: BTreeMap::new(),
            bases: BTreeMap::new(),
            decisions: BTreeMap::new(),
            reductions: BTreeMap::new(),
            projects: BTreeMap::new(),
            holds: BTreeMap::new(),
            findings: BTreeMap::new(),
            cases: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// A root of the genesis.
    pub fn add_root(&mut self, root: Root, party: Party, region: Region) {
        self.regions.insert(root.region.clone(), region);
        self.parties.insert(root.party.clone(), party);
        self.roots.push(root);
    }

    /// A key of a root of the genesis; it sits in the issue seat.
    pub fn add_root_key(&mut self, party: &PartyId, person: &str, key: &PublicKey, from: Day) {
        let person: PersonId = person.parse().unwrap();
        self.persons.insert(person.clone());
        let key_id = key.key_id();
        let (party, seat) = (party.clone(), Seat::Issue);
        let (until, revoked, not_trusted_since) = (None, false, None);
        let key = Key {
            party,
            person,
            seat,
            from,
            until,
            revoked,
            not_trusted_since,
        };
        self.keys.insert(key_id, key);
    }

    /// What becomes of an entry, which then has become it.
    pub fn record(&mut self, seen: &Seen<'_>) -> Verdict {
        let (verdict, after) = self.predict(seen);
        *self = after;
        verdict
    }

    /// What would become of an entry, and the ledger after it.
    pub fn predict(&self, seen: &Seen<'_>) -> (Verdict, Model) {
        let mut before = self.clone();
        let known = self.identities.get(&seen.entry.head.id);
        if known == Some(&seen.hash) {
            return (Verdict::Repeated, before);
        }
        before.fall_due(seen.at);
        before.end_years(seen.at.day());
        let mut after = before.clone();
        let mut faults = before.faults_of_head(seen);
        let numbers = faults.of_part(after.act(seen));
        match (faults.verdict(), numbers) {
            (Ok(()), Some(numbers)) => {
                after.identities.insert(seen.entry.head.id, seen.hash);
                after.size += 1;
                (Verdict::Admitted(numbers), after)
            }
            (Ok(()), None) => unreachable!("an act without faults gives its numbers"),
            (Err(faults), _) => (Verdict::Refused(faults), before),
        }
    }

    /// One leaf more that changes nothing the model knows of: a refusal on record.
    pub fn leaf_without_effect(&mut self) {
        self.size += 1;
    }

    /// Does what an entry says, or finds why not. The numbers it gives, in order.
    fn act(&mut self, seen: &Seen<'_>) -> Judged<Vec<String>> {
        let nothing = |()| Vec::new();
        match &seen.entry.act {
            Act::Genesis(_) => Err(Faults::of(Code::GenesisAgain)),
            Act::RegionEnrol(act) => self.enrol_region(seen, act).map(nothing),
            Act::PartyEnrol(act) => self.enrol_party(seen, act).map(nothing),
            Act::PersonEnrol(act) => self.enrol_person(act).map(nothing),
            Act::KeyEnrol(act) => self.enrol_key(seen, act).map(nothing),
            Act::KeyAmend(act) => self.amend_key(seen, act).map(nothing),
            Act::KeyRevoke(act) => self.revoke_key(seen, act).map(nothing),
            Act::AccountOpen(act) => self.open_account(seen, act).map(nothing),
            Act::PolicyAdopt(act) => self.adopt(seen, act).map(nothing),
            Act::CapSet(act) => self.set_cap(seen, act).map(nothing),
            Act::Upgrade(_) => Err(Faults::of(Code::RulesUnknown)),
            Act::OpeningRecord(act) => self.record_opening(seen, act),
            Act::QuotaIssue(act) => self.issue(seen, act),
            Act::QuotaTakeBack(act) => self.take_back(seen, act).map(nothing),
            Act::PermitRecord(act) => self.record_permit(seen, act).map(nothing),
            Act::PermitLower(act) => self.lower_permit(seen, act).map(nothing),
            Act::PermitCancel(act) => self.cancel_permit(seen, act).map(nothing),
            Act::EmissionVerify(act) => self.verify_emission(seen, act).map(nothing),
            Act::BaseDecide(act) => self.decide_base(seen, act).map(nothing),
            Act::ReductionRecord(act) => self.record_reduction(seen, act),
            Act::ReductionVerify(act) => self.verify_reduction(seen, act),
            Act::ProjectRegister(act) => self.register_project(seen, act),
            Act::HoldPlace(act) => self.place_hold(seen, act),
            Act::HoldLift(act) => self.lift_hold(seen, act).map(nothing),
            Act::FindingOpen(act) => self.open_finding(seen, act),
            Act::FindingRectify(act) => self.rectify_finding(seen, act).map(nothing),
            Act::FindingClose(act) => self.close_finding(seen, act).map(nothing),
            Act::CaseOpen(act) => self.open_case(seen, act),
            Act::CaseAct(act) => self.act_on_case(seen, act).map(nothing),
            Act::CaseReturn(act) => self.return_case(seen, act).map(nothing),
            Act::CaseResubmit(act) => self.resubmit_case(seen, act).map(nothing),
            Act::CaseEnd(act) => self.end_case(seen, act).map(nothing),
        }
    }

    /// The next number of a series in a region and year.
    fn number(&mut self, region: &RegionId, letter: &'static str, today: Day) -> String {
        let next = self
            .numbers
            .entry((region.clone(), letter, today.year()))
            .or_default();
        *next += 1;
        format!("{region}-{}-{letter}{next:04}", today.year())
    }
}
