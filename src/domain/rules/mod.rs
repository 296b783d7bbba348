//! The rules: who may record what, when, and what follows.
//!
//! [`judge`] takes one verified submission at a moment and says whether it is admitted, refused or a
//! repeat, and which rows change. It first lets everything happen that is due by then. The order of
//! its checks is the precedence of refusals: form, identity, keys and seats, time, and then what
//! the act itself asks.
//!
//! Released rule code is superseded, never edited: a replay judges by the number in force.

mod amounts;
mod authority;
pub mod cases;
pub mod corrections;
mod documents;
mod due;
mod head;
pub mod holder;
mod judge;
pub mod places;
pub mod posting;
pub mod quantity;
mod rehearse;
pub mod setup;
#[cfg(test)]
pub(crate) mod testkit;

use super::case::Acceptance;
use super::entry::{Act, Head};
use super::ids::RegionId;
use super::moment::{Day, Moment};
use super::refusal::{Code, Findings, Refusal};
use super::state::{Damage, Draft, Ledger, State, Stop, keys};
use crate::envelope::{EntryHash, Signer};

pub use authority::{Signers, required_signers};
pub use due::fall_due;
pub use judge::{Assigned, Judgement, judge, judge_genesis};
pub use rehearse::rehearse;
pub use setup::genesis::signers as genesis_signers;

/// The highest rules number this build knows.
pub const RULES_KNOWN: u16 = 1;
/// Most rows in one entry.
pub const ROWS_MAX: usize = 200;
/// Most documents of one act.
pub const ACT_DOCUMENTS_MAX: usize = 32;
/// Most documents that a case keeps of its opening and completions, and as many of its steps.
///
/// A case is one row. With every text at its longest it stays below what a store takes, whatever the
/// number of acts; so it is with [`RELATIONS_MAX`] and [`YEARS_MAX`].
pub const CASE_DOCUMENTS_MAX: usize = 128;
/// Most stages of a project.
pub const STAGES_MAX: usize = 12;
/// Most relations that a region ever has.
pub const RELATIONS_MAX: usize = 1_000;
/// Most years in which one region has figures of one indicator.
pub const YEARS_MAX: usize = 1_000;

/// Refuses more than `max` of something.
fn check_most(what: &str, count: usize, max: usize) -> Result<(), Refusal> {
    if count <= max {
        return Ok(());
    }
    Err(Refusal::new(Code::TooManyRows)
        .with("what", what)
        .with("count", count)
        .with("max", max))
}

/// What an act is judged by, besides the state.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// When.
    pub now: Moment,
    /// The leaf it would become.
    pub index: u64,
    /// Its identity.
    pub entry_hash: EntryHash,
    /// Its head.
    pub head: &'a Head,
    /// Whose keys signed it, in order.
    pub signers: &'a [Signer],
}

impl Context<'_> {
    /// Today in +08:00.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// What an act outside of cases is judged by: the rules of today.
    pub fn judged_by(&self) -> Acceptance {
        Acceptance {
            date: self.today(),
            index: self.index,
        }
    }
}

/// Judges the act itself: lays its effects on the draft, or refuses. `assigned` gathers the numbers
/// it gave.
fn decide_act(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &Act,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let mut findings = Findings::default();
    gather(&mut findings, holder::check_closed(draft, act))?;
    gather(&mut findings, lay_act(draft, context, act, assigned))?;
    Ok(findings.verdict()?)
}

/// The act itself, whoever it is about.
fn lay_act(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &Act,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    match act {
        Act::Genesis(_) => Err(Refusal::new(Code::GenesisAgain).into()),
        Act::RegionEnrol(act) => setup::region::enrol(draft, context, act),
        Act::PartyEnrol(act) => setup::party::enrol(draft, context, act),
        Act::PersonEnrol(act) => setup::party::enrol_person(draft, context, act),
        Act::KeyEnrol(act) => setup::key::enrol(draft, context, act),
        Act::KeyAmend(act) => setup::key::amend(draft, context, act),
        Act::KeyRevoke(act) => setup::key::revoke(draft, context, act),
        Act::AccountOpen(act) => setup::account::open(draft, context, act),
        Act::PolicyAdopt(act) => setup::policy::adopt(draft, context, act),
        Act::CapSet(act) => setup::cap::set(draft, context, act),
        Act::Upgrade(act) => setup::upgrade(draft, context, act),
        Act::OpeningRecord(act) => quantity::opening::record(draft, context, act, assigned),
        Act::QuotaIssue(act) => quantity::issue::issue(draft, context, act, assigned),
        Act::QuotaTakeBack(act) => quantity::issue::take_back(draft, context, act),
        Act::PermitRecord(act) => quantity::permit::record(draft, context, act),
        Act::PermitLower(act) => quantity::permit::lower(draft, context, act),
        Act::PermitCancel(act) => quantity::permit::cancel(draft, context, act),
        Act::EmissionVerify(act) => quantity::emission::verify(draft, context, act),
        Act::BaseDecide(act) => quantity::emission::decide_base(draft, context, act),
        Act::ReductionRecord(act) => quantity::reduction::record(draft, context, act, assigned),
        Act::ReductionVerify(act) => quantity::reduction::verify(draft, context, act, assigned),
        Act::ProjectRegister(act) => quantity::project::register(draft, context, act, assigned),
        Act::HoldPlace(act) => quantity::hold::place(draft, context, act, assigned),
        Act::HoldLift(act) => quantity::hold::lift(draft, context, act),
        Act::FindingOpen(act) => quantity::finding::open(draft, context, act, assigned),
        Act::FindingRectify(act) => quantity::finding::rectify(draft, context, act),
        Act::FindingClose(act) => quantity::finding::close(draft, context, act),
        Act::CaseOpen(act) => cases::open::open(draft, context, act, assigned),
        Act::CaseAct(act) => cases::act::act(draft, context, act),
        Act::CaseReturn(act) => cases::outcome::return_for_completion(draft, context, act),
        Act::CaseResubmit(act) => cases::outcome::resubmit(draft, context, act),
        Act::CaseEnd(act) => cases::outcome::end(draft, context, act),
        Act::QuotaInvalidate(act) => quantity::issue::invalidate(draft, context, act),
        Act::EntryReverse(act) => corrections::reverse(draft, context, act),
        Act::EntryCorrect(act) => corrections::correct(draft, context, act, assigned),
        Act::ShortfallCure(act) => corrections::cure(draft, context, act),
        Act::DataComplete(act) => corrections::complete(draft, context, act),
        Act::HolderChange(act) => holder::change(draft, context, act, assigned),
    }
}

/// Writes into an act what nobody types because it follows from the rules: the lots of a source plan,
/// the lines of a reservation, a posting, a verified reduction or a change of holder.
///
/// A refusal says why nothing can be written; the act may still be signed and submitted, to be
/// refused on record.
pub fn complete(state: &dyn State, head: &Head, now: Moment, act: &mut Act) -> Result<(), Stop> {
    let mut draft = Draft::on(state);
    fall_due(&mut draft, now)?;
    let ledger: Ledger = draft.must(&keys::ledger())?;
    let entry_hash = EntryHash::from_bytes([0; 32]);
    let context = Context {
        now,
        index: ledger.leaves_next,
        entry_hash,
        head,
        signers: &[],
    };
    match act {
        Act::CaseAct(act) => cases::complete(&draft, &context, act),
        Act::HolderChange(act) => holder::complete(&draft, &context, act),
        Act::ReductionVerify(act) => {
            act.lines = quantity::reduction::verify_lines(&draft, &act.reduction, act.amount)?;
            Ok(())
        }
        Act::EntryReverse(act) => {
            act.lines = corrections::reversal_lines(&draft, &act.posting)?;
            Ok(())
        }
        Act::EntryCorrect(act) => {
            let ours = corrections::correction(&draft, &context, &act.posting, &act.right)?;
            (act.lines, act.owed) = (ours.lines, ours.owed);
            Ok(())
        }
        Act::ShortfallCure(act) => {
            act.lines = corrections::cure_lines(&draft, &act.shortfall, context.today())?;
            Ok(())
        }
        Act::Genesis(_)
        | Act::RegionEnrol(_)
        | Act::PartyEnrol(_)
        | Act::PersonEnrol(_)
        | Act::KeyEnrol(_)
        | Act::KeyAmend(_)
        | Act::KeyRevoke(_)
        | Act::AccountOpen(_)
        | Act::PolicyAdopt(_)
        | Act::CapSet(_)
        | Act::Upgrade(_)
        | Act::OpeningRecord(_)
        | Act::QuotaIssue(_)
        | Act::QuotaTakeBack(_)
        | Act::PermitRecord(_)
        | Act::PermitLower(_)
        | Act::PermitCancel(_)
        | Act::EmissionVerify(_)
        | Act::BaseDecide(_)
        | Act::ReductionRecord(_)
        | Act::ProjectRegister(_)
        | Act::HoldPlace(_)
        | Act::HoldLift(_)
        | Act::FindingOpen(_)
        | Act::FindingRectify(_)
        | Act::FindingClose(_)
        | Act::CaseOpen(_)
        | Act::CaseReturn(_)
        | Act::CaseResubmit(_)
        | Act::CaseEnd(_)
        | Act::QuotaInvalidate(_)
        | Act::DataComplete(_) => Ok(()),
    }
}

/// Notes why a part is refused and goes on, so that of several faults the one that takes precedence
/// is told. What the part came to, where it is not refused; damage stops everything.
fn gather<T>(findings: &mut Findings, part: Result<T, Stop>) -> Result<Option<T>, Damage> {
    match part {
        Ok(came_to) => Ok(Some(came_to)),
        Err(Stop::Refused(refusal)) => {
            findings.add(refusal);
            Ok(None)
        }
        Err(Stop::Unreadable(damage)) => Err(damage),
    }
}

/// Refuses an unknown id.
fn unknown(what: &str, id: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::UnknownId)
        .with("what", what)
        .with("id", id)
}

/// The next number of a series in a region and year: `ZD-WZ-2027-0007` with an empty letter.
fn next_number(
    draft: &mut Draft<'_>,
    region: &RegionId,
    letter: &str,
    year: u16,
) -> Result<String, Damage> {
    let key = keys::counter(region, letter, year);
    let number = draft.get(&key)?.unwrap_or(0) + 1;
    draft.put(&key, &number)?;
    Ok(format!("{region}-{year}-{letter}{number:04}"))
}
