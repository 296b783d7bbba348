//! Queries: what people ask of a ledger, one file for each subject.
//!
//! All are methods of [`View`], so they answer as of its moment. They give plain values
//! that serialise to stable JSON: amounts as decimal strings, days and moments in +08:00, numbers
//! and ids as they are said on the telephone.

mod balances;
mod called;
mod cases;
mod find;
mod findings;
mod holds;
mod log;
mod lots;
mod parties;
mod permits;
mod plan;
mod policies;
mod projects;
mod refusals;
mod regions;
mod todo;

pub use balances::{BalanceFilter, BalanceRow, LotHeld, ReservedFor, SumsRow};
pub use called::{Shorts, fits};
pub use cases::{
    CaseBrief, CaseFilter, CaseView, DoneView, NextActor, StageView, StepState, StepView,
};
pub use find::{FoundBy, Hit, Thing};
pub use findings::FindingFilter;
pub use holds::HoldFilter;
pub use log::{EntryView, LogLine, SignerView};
pub use lots::{Ancestor, Descendant, LotTrace, MoveView};
pub use parties::{KeyView, PartyView, PersonView};
pub use permits::PermitFilter;
pub use plan::{
    Asked, Near, NewProject, PlanCap, PlanFigure, PlanParty, PlanRefusal, PlanSource, PlanStep,
    PlanTerms, PlanView, ReservedElsewhere, StandIns,
};
pub use policies::{POLICY_KINDS, PolicyFilter, PolicyRow};
pub use projects::{Drawn, DrawnSum, ProjectTrace};
pub use refusals::{RefusalFilter, RefusalRow, RefusalView, Texts};
pub use regions::{AccountRow, OfficeRow, RegionView, TotalsFilter, TotalsRow};
pub use todo::{Task, TodoFilter, TodoItem};

use super::{ServiceError, View};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::indicator::Indicator;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::places;
use crate::domain::state::{RowKey, State, keys};

/// Refuses an unknown id.
fn unknown(what: &str, id: impl std::fmt::Display) -> ServiceError {
    Refusal::new(Code::UnknownId)
        .with("what", what)
        .with("id", id)
        .into()
}

/// Whether a row passes a filter that may ask for nothing.
fn passes<T: PartialEq>(asked: Option<&T>, found: &T) -> bool {
    asked.is_none_or(|asked| asked == found)
}

impl View<'_> {
    /// Every region's id, in order; or one region, with those that count into it where `below` is
    /// set, by the relations that hold for all indicators.
    fn regions_in(
        &self,
        region: Option<&RegionId>,
        below: bool,
    ) -> Result<Vec<RegionId>, ServiceError> {
        let Some(region) = region else {
            return Ok(self.draft().list(&keys::regions())?);
        };
        places::region(self.draft(), region)?;
        if !below {
            return Ok(vec![region.clone()]);
        }
        let today = self.now().day();
        let mut found = Vec::new();
        for id in self.draft().list(&keys::regions())? {
            if places::cap_path(self.draft(), &id, None, today)?.contains(region) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Whether what a region holds of an indicator counts into what is asked for: a region, with
    /// those below it where `below` is set, or all.
    fn counts(
        &self,
        (asked, below): (Option<&RegionId>, bool),
        region: &RegionId,
        indicator: &IndicatorCode,
    ) -> Result<bool, ServiceError> {
        match asked {
            None => Ok(true),
            Some(asked) if !below => Ok(asked == region),
            Some(asked) => {
                let today = self.now().day();
                let path = places::cap_path(self.draft(), region, Some(indicator), today)?;
                Ok(path.contains(asked))
            }
        }
    }

    /// The numbers given in a region, of one series (`L` lots, `P` projects, `R` reductions, `H`
    /// holds, and cases without a letter), in order.
    ///
    /// They are given without gaps, so that counters tell which there are.
    fn numbers_given<N: std::str::FromStr>(
        &self,
        region: &RegionId,
        series: &str,
    ) -> Result<Vec<N>, ServiceError> {
        let RowKey { entity, .. } = keys::counter(region, series, 0).row().clone();
        let mut sub = series.as_bytes().to_vec();
        sub.push(0);
        let mut numbers = Vec::new();
        for (key, _) in self.draft().rows(&RowKey { entity, sub })? {
            let text = String::from_utf8_lossy(&key.sub);
            let year: Option<u16> = text
                .trim_end_matches('\0')
                .rsplit('\0')
                .next()
                .and_then(|y| y.parse().ok());
            let Some(year) = year else { continue };
            let count = self
                .draft()
                .get(&keys::counter(region, series, year))?
                .unwrap_or(0);
            let number = |n: u32| format!("{region}-{year}-{series}{n:04}").parse().ok();
            numbers.extend((1..=count).filter_map(number));
        }
        Ok(numbers)
    }

    /// The indicators, as last adopted, by code.
    pub fn indicators(&self) -> Result<Vec<Indicator>, ServiceError> {
        let mut found = Vec::new();
        for adopted in self.policies(&PolicyFilter {
            kind: Some("indicator".to_owned()),
            ..PolicyFilter::default()
        })? {
            if let crate::domain::policy::PolicyItem::Indicator(indicator) = adopted.item
                && adopted.last
            {
                found.push(indicator);
            }
        }
        Ok(found)
    }
}
