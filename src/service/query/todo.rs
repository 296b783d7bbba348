//! What waits for a party: in which cases and acts it must act next, since when, until when.
//!
//! ```text
//! a step of a case              its signatories, in the step's seats
//! the letter of a keyless body  who may record it (凭文代录): handle and review
//! a returned case               who opened it: handle
//! an undecided base             the common upper body, or both roots: review and issue
//! a reduction to be verified    the bureau of the unit's account: review and issue
//! a finding                     who must rectify it; once rectified, who opened it: issue
//! a shortfall (缺口)             the bureau of the region that owes: every seat
//! ```

use serde::Serialize;

use super::CaseFilter;
use super::cases::{CaseView, NextActor, StepView};
use crate::domain::case::Phase;
use crate::domain::ids::{
    CaseNo, FindingNo, HoldNo, PartyId, ProjectNo, ReductionNo, RegionId, ShortfallNo, StepId,
};
use crate::domain::lot::ReductionState;
use crate::domain::moment::Day;
use crate::domain::party::Seat;
use crate::domain::procedure::Establishes;
use crate::domain::refusal::Code;
use crate::domain::rules::cases::plan::check_base_decided;
use crate::domain::rules::cases::signatory;
use crate::domain::rules::{places, setup::policy};
use crate::domain::state::{Stop, keys};
use crate::domain::text::{DocumentKind, Names};
use crate::service::{ServiceError, View};

/// For whom; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct TodoFilter {
    /// This party.
    pub party: Option<PartyId>,
    /// Who sits here.
    pub seat: Option<Seat>,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// A step of a case.
    Step,
    /// A step of a case, recorded from the letter of a body that has no key.
    Letter,
    /// A returned case to be completed.
    Resubmission,
    /// Which base passes with a move of carbon.
    BaseDecision,
    /// A reduction to be verified.
    Reduction,
    /// A finding to be rectified (整改).
    Rectification,
    /// A rectified finding to be closed.
    Closing,
    /// A shortfall to be made good.
    Shortfall,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TodoItem {
    /// What.
    pub task: Task,
    /// In which case; of a finding, the case it is about.
    pub case: Option<CaseNo>,
    /// Which reduction.
    pub reduction: Option<ReductionNo>,
    /// Which shortfall.
    pub shortfall: Option<ShortfallNo>,
    /// The step, with its names.
    pub step: Option<StepId>,
    /// What people call the step.
    pub names: Option<Names>,
    /// The firm that moves, the project's builder, or the unit that reduced.
    pub firm: Option<PartyId>,
    /// Its names.
    pub firm_names: Option<Names>,
    /// The project.
    pub project: Option<ProjectNo>,
    /// The region of the site, or of the unit.
    pub region: RegionId,
    /// For whom it waits; several sign together.
    pub parties: Vec<PartyId>,
    /// In which seats, each of them.
    pub seats: Vec<Seat>,
    /// Whose letters are to be recorded.
    pub issuers: Vec<PartyId>,
    /// Since when; a reduction since it was completed.
    pub since: Day,
    /// Working days since then.
    pub working_days_waited: u32,
    /// The last day before the case lapses, while its clock runs.
    pub until: Option<Day>,
    /// Working days left up to and with it, today not counted.
    pub working_days_left: Option<u32>,
    /// The kinds of document to be brought.
    pub documents: Vec<DocumentKind>,
    /// Holds that stop the case meanwhile.
    pub holds: Vec<HoldNo>,
    /// Which finding.
    pub finding: Option<FindingNo>,
}

impl View<'_> {
    /// What waits, the nearest deadline first, then what waits longest.
    pub fn todo(&self, filter: &TodoFilter) -> Result<Vec<TodoItem>, ServiceError> {
        let mut items = Vec::new();
        for brief in self.cases(&CaseFilter::default())? {
            self.of_case(&self.case_view(&brief.case)?, &mut items)?;
        }
        self.of_reductions(&mut items)?;
        self.of_findings(&mut items)?;
        self.of_shortfalls(&mut items)?;
        if filter.party.is_none() {
            drop_the_keyless(&mut items);
        }
        items.retain(|item| {
            let of = |party: &PartyId| item.parties.contains(party);
            filter.party.as_ref().is_none_or(of)
                && filter.seat.is_none_or(|seat| item.seats.contains(&seat))
        });
        items.sort_by_key(|item| {
            let number = item.case.as_ref().map(ToString::to_string);
            (item.until.is_none(), item.until, item.since, number)
        });
        Ok(items)
    }

    /// Working days since a day, and until one.
    pub(super) fn working_days(&self, day: Day) -> Result<u32, ServiceError> {
        let today = self.now().day();
        let (from, until) = (day.min(today), day.max(today));
        Ok(policy::workdays(self.draft(), from, until)?.between(from, until))
    }

    fn of_case(&self, case: &CaseView, items: &mut Vec<TodoItem>) -> Result<(), ServiceError> {
        for next in &case.brief.next {
            let mut item = self.item(case, next.since.day())?;
            item.parties.clone_from(&next.parties);
            item.seats.clone_from(&next.seats);
            let Some(step) = step_of(case, next) else {
                item.task = Task::Resubmission;
                if let Phase::Returned { missing, .. } = &case.brief.phase {
                    item.documents.clone_from(missing);
                }
                items.push(item);
                continue;
            };
            item.step = Some(step.step.clone());
            item.names = Some(step.names.clone());
            item.documents.clone_from(&step.documents_missing);
            items.extend(self.letter_of(step, &item)?);
            items.push(item);
        }
        items.extend(self.undecided_base(case)?);
        Ok(())
    }

    /// An item about a case, of which the task is not known yet.
    fn item(&self, case: &CaseView, since: Day) -> Result<TodoItem, ServiceError> {
        let brief = &case.brief;
        let until = brief.lapses_at.map(|at| at.minus_ms(1).day());
        Ok(TodoItem {
            task: Task::Step,
            case: Some(brief.case.clone()),
            reduction: None,
            shortfall: None,
            step: None,
            names: None,
            firm_names: self.names_of(brief.firm.as_ref())?,
            firm: brief.firm.clone(),
            project: brief.project.clone(),
            region: brief.site.clone(),
            parties: Vec::new(),
            seats: Vec::new(),
            issuers: Vec::new(),
            since,
            working_days_waited: self.working_days(since)?,
            until,
            working_days_left: brief.working_days_left,
            documents: Vec::new(),
            holds: case.holds.clone(),
            finding: None,
        })
    }

    /// A party's names, where it is enrolled.
    pub fn names_of(&self, party: Option<&PartyId>) -> Result<Option<Names>, ServiceError> {
        let Some(party) = party else { return Ok(None) };
        Ok(self.draft().get(&keys::party(party))?.map(|row| row.names))
    }

    /// The same for who may record the letter, where the body that signs has no key for it.
    fn letter_of(
        &self,
        step: &StepView,
        item: &TodoItem,
    ) -> Result<Option<TodoItem>, ServiceError> {
        let Some(recorder) = step.recorders.first() else {
            return Ok(None);
        };
        let mut issuers = Vec::new();
        for party in &step.parties {
            if !self.has_keys(party, &step.seats)? {
                issuers.push(party.clone());
            }
        }
        Ok((!issuers.is_empty()).then(|| TodoItem {
            task: Task::Letter,
            parties: vec![recorder.clone()],
            seats: vec![Seat::Handle, Seat::Review],
            issuers,
            ..item.clone()
        }))
    }

    /// Whether a party has keys that can sign these seats today.
    pub fn has_keys(&self, party: &PartyId, seats: &[Seat]) -> Result<bool, ServiceError> {
        let today = self.now().day();
        Ok(signatory::signs_itself(self.draft(), party, seats, today)?)
    }

    /// A move of carbon waits for a decision on its base, from its acceptance on.
    fn undecided_base(&self, case: &CaseView) -> Result<Option<TodoItem>, ServiceError> {
        let row = self.draft().must(&keys::case(&case.brief.case))?;
        let open = row.phase == Phase::Open;
        let undecided = match check_base_decided(self.draft(), &row) {
            Err(Stop::Refused(refusal)) => refusal.code == Code::BaseUndecided,
            Err(Stop::Unreadable(damage)) => return Err(damage.into()),
            Ok(()) => false,
        };
        let accepting = case
            .checklist
            .iter()
            .find(|step| step.establishes == Establishes::Acceptance);
        let since = match accepting {
            Some(step) => step.done.as_ref().map(|done| done.at.day()),
            None => Some(case.brief.opened_on),
        };
        let Some(since) = since.filter(|_| open && undecided) else {
            return Ok(None);
        };
        let upper = signatory::common_upper(self.draft(), &row, self.now().day());
        Ok(Some(TodoItem {
            task: Task::BaseDecision,
            parties: super::cases::known(upper)?.0,
            seats: vec![Seat::Review, Seat::Issue],
            documents: vec![DocumentKind::Letter],
            ..self.item(case, since)?
        }))
    }

    /// What a correction left owed, until it is made good.
    fn of_shortfalls(&self, items: &mut Vec<TodoItem>) -> Result<(), ServiceError> {
        let today = self.now().day();
        for region in self.draft().list(&keys::regions())? {
            for no in self.draft().list(&keys::shortfalls_of(&region))? {
                let shortfall = self.draft().must(&keys::shortfall(&no))?;
                if shortfall.cured.is_some() {
                    continue;
                }
                let bureau =
                    places::authority(self.draft(), &region, today).map(|party| vec![party]);
                let firm = shortfall
                    .owed
                    .to
                    .as_ref()
                    .and_then(|to| to.party().cloned());
                let since = self.admitted_on(shortfall.index)?;
                let left = self.working_days(shortfall.due)?;
                items.push(TodoItem {
                    task: Task::Shortfall,
                    case: None,
                    reduction: None,
                    step: None,
                    names: None,
                    firm_names: self.names_of(firm.as_ref())?,
                    firm,
                    project: None,
                    region: region.clone(),
                    parties: super::cases::known(bureau)?.0,
                    seats: Seat::ALL.to_vec(),
                    issuers: Vec::new(),
                    since,
                    working_days_waited: self.working_days(since)?,
                    until: Some(shortfall.due),
                    working_days_left: Some(if shortfall.due < today { 0 } else { left }),
                    documents: vec![DocumentKind::Letter],
                    holds: Vec::new(),
                    shortfall: Some(no),
                    finding: None,
                });
            }
        }
        Ok(())
    }

    /// The day of a correction: it left a row of its own.
    fn admitted_on(&self, index: u64) -> Result<Day, ServiceError> {
        Ok(self.draft().must(&keys::posted(index))?.at.day())
    }

    fn of_reductions(&self, items: &mut Vec<TodoItem>) -> Result<(), ServiceError> {
        let today = self.now().day();
        for reduction in self.reductions(None)? {
            if reduction.state != ReductionState::Completed {
                continue;
            }
            let region = reduction.account.region();
            let bureau = places::authority(self.draft(), region, today).map(|party| vec![party]);
            let firm = reduction.account.party().cloned();
            items.push(TodoItem {
                task: Task::Reduction,
                case: None,
                shortfall: None,
                step: None,
                names: None,
                firm_names: self.names_of(firm.as_ref())?,
                firm,
                project: None,
                region: region.clone(),
                parties: super::cases::known(bureau)?.0,
                seats: vec![Seat::Review, Seat::Issue],
                issuers: Vec::new(),
                since: reduction.completed_on,
                working_days_waited: self.working_days(reduction.completed_on)?,
                until: None,
                working_days_left: None,
                documents: vec![DocumentKind::VerificationReport],
                holds: Vec::new(),
                finding: None,
                reduction: Some(reduction.reduction),
            });
        }
        Ok(())
    }
}

/// Of a step that waits for letters only, leaves who records them: nobody else can do it here. Who
/// asks as the body itself is told all the same.
fn drop_the_keyless(items: &mut Vec<TodoItem>) {
    let letters: Vec<TodoItem> = items
        .iter()
        .filter(|i| i.task == Task::Letter)
        .cloned()
        .collect();
    items.retain(|item| {
        let by_letter = |letter: &TodoItem| {
            let same = letter.case == item.case && letter.step == item.step;
            same && item
                .parties
                .iter()
                .all(|party| letter.issuers.contains(party))
        };
        item.task != Task::Step || !letters.iter().any(by_letter)
    });
}

fn step_of<'a>(case: &'a CaseView, next: &NextActor) -> Option<&'a StepView> {
    let id = next.step.as_ref()?;
    case.checklist.iter().find(|step| step.step == *id)
}
