//! A scenario as read: every word understood, every name known to be given before it is used.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::error::{Numbered, Thing};
use super::node::Place;
use super::play::keyring::Keyring;
use super::texts::{Say, Value};
use crate::domain::amount::Change;
use crate::domain::entry::Act;
use crate::domain::ids::{
    AccountId, CaseNo, Holder, IndicatorCode, LotNo, PartyId, ProjectNo, RegionId, StepId,
};
use crate::domain::moment::Moment;
use crate::domain::period::Period;
use crate::domain::refusal::Code;
use crate::domain::text::{Label, Names};

/// A scenario, ready to be played.
#[derive(Debug)]
pub struct Scenario {
    /// Its file.
    pub place: Place,
    /// Its id, such as `relocation`.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Where ids and keys come from: the same seed gives the same ledger, byte for byte.
    pub seed: String,
    /// When the ledger begins and everything is set up.
    pub start: Moment,
    /// The ledger's names.
    pub ledger_names: Names,
    /// The origin line of its checkpoints.
    pub origin: Label,
    /// The party that keeps it.
    pub keeper: PartyId,
    /// Its roots.
    pub roots: Vec<RootSpec>,
    /// What is set up at the start.
    pub set_up: Vec<Step>,
    /// What happens then.
    pub acts: Vec<Step>,
}

/// A root of the ledger.
#[derive(Debug, Clone)]
pub struct RootSpec {
    /// Its region.
    pub region: RegionId,
    /// The region's names.
    pub region_names: Names,
    /// The party that speaks for it.
    pub party: PartyId,
    /// The party's names.
    pub party_names: Names,
    /// How many keys its issue seat has.
    pub keys: u8,
    /// How many of them speak for it.
    pub threshold: u8,
}

/// One thing that happens: what is recorded, and what must hold after it.
#[derive(Debug)]
pub struct Step {
    /// Where it stands.
    pub place: Place,
    /// When.
    pub at: Moment,
    /// What people call it.
    pub title: Value,
    /// The party that records it, where there is a choice.
    pub by: Option<PartyId>,
    /// What is recorded, in order; nothing where the step only looks.
    pub deeds: Vec<Deed>,
    /// The party whose persons and keys are enrolled with it.
    pub keys_of: Option<PartyId>,
    /// What bears the numbers it gives, in order.
    pub names: Vec<(Numbered, Option<String>)>,
    /// The mark that stands for the state after it.
    pub mark: Option<String>,
    /// What must hold after it.
    pub expect: Expect,
}

/// What an act is made of once the numbers it speaks of are known.
pub type Make = Box<dyn Fn(&World<'_>) -> Result<Act, Say>>;

/// One entry to be recorded.
pub struct Deed {
    /// Its kind, as in payloads.
    pub kind: &'static str,
    /// Makes its act.
    pub make: Make,
}

impl fmt::Debug for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Deed({})", self.kind)
    }
}

/// What the acts of a play may speak of: numbers given so far, and everybody's keys.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Numbers by the names given to them.
    pub numbers: &'a BTreeMap<String, String>,
    /// The keys.
    pub keyring: &'a Keyring,
}

/// Something numbered, written out or by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ref<T> {
    /// Written out.
    Given(T),
    /// By a name, without its `$`.
    Named(String),
}

impl<T: FromStr + Clone> Ref<T> {
    /// The number. That the name was given before was seen when the scenario was read.
    pub fn get(&self, numbers: &BTreeMap<String, String>) -> Result<T, Say> {
        match self {
            Ref::Given(number) => Ok(number.clone()),
            Ref::Named(name) => {
                let known = || numbers.keys().map(|key| format!("${key}"));
                let number = numbers.get(name).and_then(|number| number.parse().ok());
                number.ok_or_else(|| Thing::Name.unknown(&format!("${name}"), known()))
            }
        }
    }
}

/// An account whose project may be known by a name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRef {
    /// The region.
    pub region: RegionId,
    /// The holder.
    pub holder: Holder,
    /// The project it is kept for.
    pub project: Option<Ref<ProjectNo>>,
}

impl AccountRef {
    /// The account.
    pub fn get(&self, numbers: &BTreeMap<String, String>) -> Result<AccountId, Say> {
        let project = self
            .project
            .as_ref()
            .map(|project| project.get(numbers))
            .transpose()?;
        Ok(AccountId::new(
            self.region.clone(),
            self.holder.clone(),
            project,
        ))
    }
}

/// What must hold after a step.
#[derive(Debug, Default)]
pub struct Expect {
    /// The refusal that must come; without one the step must be admitted.
    pub refused: Option<RefusedExpected>,
    /// Whether no quantity may have moved. A refusal moves nothing in any case.
    pub nothing_moved: bool,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Where cases stand.
    pub cases: Vec<CaseExpected>,
}

impl Expect {
    /// Whether nothing is expected.
    pub fn is_empty(&self) -> bool {
        let Expect {
            refused,
            nothing_moved,
            figures,
            cases,
        } = self;
        refused.is_none() && !nothing_moved && figures.is_empty() && cases.is_empty()
    }
}

/// A refusal as expected.
#[derive(Debug)]
pub struct RefusedExpected {
    /// Its code.
    pub code: Code,
    /// Values that must stand in it: where, by which name, what.
    pub values: Vec<(Place, String, Wanted)>,
}

/// A value of a refusal as expected; `$name` in it stands for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The value itself; two decimals are compared by what they are worth.
    Whole(String),
    /// Texts it must contain.
    Parts(Vec<String>),
}

/// A figure as expected.
#[derive(Debug)]
pub struct Figure {
    /// Where it stands.
    pub place: Place,
    /// What it is a figure of.
    pub of: FigureOf,
    /// The mark it is a change against; the figure itself where there is none.
    pub since: Option<String>,
    /// What it must be; nothing where there must be no such figure (no cap).
    pub wanted: Option<Change>,
}

/// What a figure is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureOf {
    /// What an account holds; over all indicators where none is named.
    Balance(Slotted, AccountRef, Option<(IndicatorCode, Period)>),
    /// What a lot has in an account.
    Lot(Ref<LotNo>, Slotted, AccountRef),
    /// What a lot has in every account that is not named.
    LotElsewhere(Ref<LotNo>, Slotted, Vec<AccountRef>),
    /// A total of a region.
    Total(TotalKind, RegionId, IndicatorCode, Period),
    /// A sum over the whole ledger.
    Sum(SumKind, IndicatorCode),
    /// What a project was credited with, or what was retired for it.
    Project(ProjectKind, Ref<ProjectNo>, IndicatorCode),
}

/// How quantity is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slotted {
    /// Free, barred as a source or not.
    Available,
    /// Reserved for cases, barred or not.
    Reserved,
    /// Free, but marked 不可用于替代.
    Barred,
}

/// Which total of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalKind {
    /// Use.
    Used,
    /// The cap that binds.
    Cap,
    /// Use above the ceiling.
    Over,
}

/// Which sum over the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumKind {
    /// Issued.
    Issued,
    /// Opening balances.
    Opening,
    /// In accounts.
    Held,
    /// Retired.
    Retired,
    /// Invalidated.
    Invalidated,
    /// Taken back.
    TakenBack,
}

/// Which figure of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectKind {
    /// In the project's account at its site.
    Credited,
    /// Retired for the case that covers it.
    Retired,
}

/// Where a case must stand.
#[derive(Debug)]
pub struct CaseExpected {
    /// Where it is asked.
    pub place: Place,
    /// The case.
    pub case: Ref<CaseNo>,
    /// Its phase.
    pub phase: Option<String>,
    /// The steps whose turn it is, all of them, in any order.
    pub open: Option<Vec<StepId>>,
    /// The steps done, all of them, in any order.
    pub done: Option<Vec<StepId>>,
}
