//! Projects, back to what covers them.

use serde::Serialize;

use super::{Ancestor, CaseBrief};
use crate::domain::amount::{Amount, Balance};
use crate::domain::case::Case;
use crate::domain::entry::Act;
use crate::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, ProjectNo, RegionId};
use crate::domain::lot::{Lot, Project};
use crate::domain::posting::{Line, Place};
use crate::domain::state::keys;
use crate::service::{ServiceError, View};

/// A project, its cases, and every tonne it drew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectTrace {
    /// As registered.
    #[serde(flatten)]
    pub project: Project,
    /// The cases about it, by number.
    pub cases: Vec<CaseBrief>,
    /// What its cases drew, line by line: reserved where it is not posted yet.
    pub drew: Vec<Drawn>,
    /// What the lots drawn were made out of.
    pub sources: Vec<Ancestor>,
    /// What it drew and keeps, and what was retired for it, by indicator.
    pub sums: Vec<DrawnSum>,
}

/// A line of what a project drew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// The case.
    pub case: CaseNo,
    /// The entry that posted it, or so far only reserved it.
    pub index: u64,
    /// Whether it is posted.
    pub posted: bool,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The lot.
    pub lot: LotNo,
    /// The account the lot was first recorded in: its source.
    pub source: AccountId,
    /// From where.
    pub from: Place,
    /// To where.
    pub to: Place,
    /// How much.
    pub amount: Amount,
}

/// What became of what a project drew of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnSum {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Credited at the project's site.
    pub credited: Balance,
    /// Retired for good.
    pub retired: Balance,
    /// Reserved and not posted yet.
    pub reserved: Balance,
}

impl View<'_> {
    /// The projects of a region, or all.
    pub fn projects(&self, region: Option<&RegionId>) -> Result<Vec<Project>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(region, false)? {
            for no in self.draft().list(&keys::projects_of(&region))? {
                found.push(self.project(&no)?);
            }
        }
        Ok(found)
    }

    /// One project.
    pub fn project(&self, no: &ProjectNo) -> Result<Project, ServiceError> {
        let project = self.draft().get(&keys::project(no))?;
        project.ok_or_else(|| super::unknown("project", no))
    }

    /// A project back to its cases, the lots they drew, and the sources of those.
    pub fn trace_project(&self, no: &ProjectNo) -> Result<ProjectTrace, ServiceError> {
        let project = self.project(no)?;
        let (mut cases, mut drew) = (Vec::new(), Vec::new());
        for number in self.draft().list(&keys::cases_of(&project.region))? {
            let case = self.draft().must(&keys::case(&number))?;
            if case.project() == Some(no) {
                drew.extend(self.drawn_by(&case)?);
                cases.push(self.case_brief(case)?);
            }
        }
        let mut sources: Vec<Ancestor> = Vec::new();
        for line in &drew {
            for ancestor in self.sources_of(&self.lot(&line.lot)?)? {
                if !sources.contains(&ancestor) {
                    sources.push(ancestor);
                }
            }
        }
        let sums = sums_of(&drew, &project.region);
        Ok(ProjectTrace {
            project,
            cases,
            drew,
            sources,
            sums,
        })
    }

    /// The lines of the acts that posted a case, or of the one that reserved it; of a project in stages
    /// also what is reserved for those to come.
    pub(super) fn drawn_by(&self, case: &Case) -> Result<Vec<Drawn>, ServiceError> {
        let (mut found, mut reserved_at): (Vec<Drawn>, u64) = (Vec::new(), case.opened);
        for done in &case.done {
            let Act::CaseAct(act) = self.entry_at(done.index)?.act else {
                continue;
            };
            let mut lines = Vec::with_capacity(act.lines.len());
            for line in act.lines {
                lines.push(self.drawn(case, done.index, line)?);
            }
            // A posting says what became of a reservation, so it stands in its place.
            if lines.iter().any(|drawn| !drawn.posted) {
                reserved_at = done.index;
            }
            if !lines.is_empty() {
                found.retain(|drawn| drawn.posted);
                found.extend(lines);
            }
        }
        if case.stage > 1 {
            found.retain(|drawn| drawn.posted);
            for holding in self.draft().list(&keys::reserved_of_case(&case.case))? {
                let account = holding.account;
                let line = Line {
                    lot: holding.lot,
                    indicator: holding.indicator,
                    from: Place::Available(account.clone()),
                    to: Place::Reserved(account),
                    amount: holding.amount,
                };
                found.push(self.drawn(case, reserved_at, line)?);
            }
        }
        if case.reserved || found.iter().any(|drawn| drawn.posted) {
            return Ok(found);
        }
        Ok(Vec::new())
    }

    fn drawn(&self, case: &Case, index: u64, line: Line) -> Result<Drawn, ServiceError> {
        let Lot { account, .. } = self.lot(&line.lot)?;
        let Line {
            lot,
            indicator,
            from,
            to,
            amount,
        } = line;
        let posted = match to {
            Place::Reserved(_) | Place::ReservedBarred(_) => false,
            Place::Available(_)
            | Place::Barred(_)
            | Place::Retired
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => true,
        };
        let case = case.case.clone();
        Ok(Drawn {
            case,
            index,
            posted,
            indicator,
            lot,
            source: account,
            from,
            to,
            amount,
        })
    }
}

fn sums_of(drew: &[Drawn], site: &RegionId) -> Vec<DrawnSum> {
    let mut sums: Vec<DrawnSum> = Vec::new();
    for line in drew {
        let place = match sums.iter().position(|sum| sum.indicator == line.indicator) {
            Some(place) => place,
            None => {
                let (credited, retired, reserved) = (Balance::ZERO, Balance::ZERO, Balance::ZERO);
                let indicator = line.indicator.clone();
                sums.push(DrawnSum {
                    indicator,
                    credited,
                    retired,
                    reserved,
                });
                sums.len() - 1
            }
        };
        let sum = &mut sums[place];
        let at_site = line
            .to
            .account()
            .is_some_and(|account| account.region() == site);
        let into = match (line.posted, &line.to) {
            (false, _) => &mut sum.reserved,
            (true, Place::Retired) => &mut sum.retired,
            (true, _) if at_site => &mut sum.credited,
            (true, _) => continue,
        };
        *into = into.plus(line.amount.into());
    }
    sums
}
