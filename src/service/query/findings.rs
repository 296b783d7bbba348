//! Findings (问题线索), and what waits because of them.

use super::todo::{Task, TodoItem};
use crate::domain::finding::{Finding, FindingState};
use crate::domain::ids::{FindingNo, PartyId};
use crate::domain::lot::HoldTarget;
use crate::domain::moment::Day;
use crate::domain::party::Seat;
use crate::domain::rules::quantity::hold::name_of;
use crate::domain::state::keys;
use crate::domain::text::DocumentKind;
use crate::service::{ServiceError, View};

/// Which findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct FindingFilter {
    /// Also those that are closed.
    pub closed: bool,
    /// Opened by, or to be rectified by, this party.
    pub party: Option<PartyId>,
    /// About exactly this.
    pub target: Option<HoldTarget>,
}

impl View<'_> {
    /// Findings, by number.
    pub fn findings(&self, filter: &FindingFilter) -> Result<Vec<Finding>, ServiceError> {
        let mut found = Vec::new();
        if let Some(target) = &filter.target {
            for no in self.draft().list(&keys::findings_on(&name_of(target)))? {
                found.push(self.finding(&no)?);
            }
        } else {
            for region in self.regions_in(None, false)? {
                for no in self.numbers_given::<FindingNo>(&region, "F")? {
                    found.push(self.finding(&no)?);
                }
            }
        }
        found.retain(|finding| {
            let has = |party: &PartyId| finding.by == *party || finding.responsible == *party;
            (filter.closed || finding.closed.is_none())
                && filter.party.as_ref().is_none_or(has)
                && super::passes(filter.target.as_ref(), &finding.target)
        });
        Ok(found)
    }

    /// One finding.
    pub fn finding(&self, no: &FindingNo) -> Result<Finding, ServiceError> {
        let finding = self.draft().get(&keys::finding(no))?;
        finding.ok_or_else(|| super::unknown("finding", no))
    }

    /// Working days since a day.
    pub fn working_days_since(&self, day: Day) -> Result<u32, ServiceError> {
        self.working_days(day)
    }

    /// An open finding waits for who must rectify it, a rectified one for who opened it.
    pub(super) fn of_findings(&self, items: &mut Vec<TodoItem>) -> Result<(), ServiceError> {
        for finding in self.findings(&FindingFilter::default())? {
            let (task, party, since) = match (finding.state(), finding.rectified.last()) {
                (FindingState::Closed, _) => continue,
                (FindingState::Rectified, Some(last)) => (Task::Closing, &finding.by, last.on),
                (FindingState::Open | FindingState::Rectified, _) => {
                    (Task::Rectification, &finding.responsible, finding.on)
                }
            };
            let row = self.draft().must(&keys::party(&finding.responsible))?;
            let until = finding.rectify_by.filter(|_| task == Task::Rectification);
            let left = match until {
                Some(until) if until >= self.now().day() => Some(self.working_days(until)?),
                Some(_) => Some(0),
                None => None,
            };
            items.push(TodoItem {
                task,
                case: match &finding.target {
                    HoldTarget::Case(case) => Some(case.clone()),
                    HoldTarget::Region { .. } | HoldTarget::Account(_) | HoldTarget::Lot(_) => None,
                },
                reduction: None,
                shortfall: None,
                step: None,
                names: None,
                firm_names: Some(row.names),
                firm: Some(finding.responsible.clone()),
                project: None,
                region: row.region,
                parties: vec![party.clone()],
                seats: vec![Seat::Issue],
                issuers: Vec::new(),
                since,
                working_days_waited: self.working_days(since)?,
                until,
                working_days_left: left,
                documents: vec![DocumentKind::Letter],
                holds: vec![finding.hold],
                finding: Some(finding.finding),
            });
        }
        Ok(())
    }
}
