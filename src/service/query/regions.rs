//! Regions, their offices, accounts and totals.

use serde::Serialize;

use super::passes;
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{AccountId, IndicatorCode, PartyId, RegionId};
use crate::domain::party::PartyKind;
use crate::domain::period::Period;
use crate::domain::region::{Cap, Region};
use crate::domain::rules::places;
use crate::domain::state::keys;
use crate::service::{ServiceError, View};

/// A region and where it stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionView {
    /// As enrolled, with every relation it ever had.
    #[serde(flatten)]
    pub region: Region,
    /// Whose totals it counts into, lowest first, itself included.
    pub cap_path: Vec<RegionId>,
    /// What it lies in, lowest first, itself included.
    pub place_path: Vec<RegionId>,
    /// Who must supply it and is assessed for it.
    pub answers_to: RegionId,
    /// The offices that serve it.
    pub offices: Vec<OfficeRow>,
}

/// An office of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficeRow {
    /// Which.
    pub kind: PartyKind,
    /// Who.
    pub party: PartyId,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    /// The account.
    pub account: AccountId,
    /// The entry that opened it.
    pub index: u64,
    /// Indicators it holds anything of.
    pub indicators: Vec<IndicatorCode>,
}

/// Which totals are asked for.
#[derive(Debug, Clone, Default)]
pub struct TotalsFilter {
    /// Of this region.
    pub region: Option<RegionId>,
    /// With `region`: also of the regions below it.
    pub below: bool,
    /// Of this indicator.
    pub indicator: Option<IndicatorCode>,
}

/// Use against cap, of one region, indicator and period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalsRow {
    /// The region.
    pub region: RegionId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year. A year's use holds what stands as well.
    pub period: Period,
    /// Available and reserved, in the region and below it.
    pub used: Balance,
    /// The cap that binds: the year's own, else the standing one.
    pub cap: Option<Cap>,
    /// What may still be added under a ceiling; below zero where it is exceeded.
    pub headroom: Option<Change>,
    /// max(0, use − ceiling).
    pub over: Balance,
}

const OFFICES: [PartyKind; 10] = [
    PartyKind::Bureau,
    PartyKind::Government,
    PartyKind::ParkCommittee,
    PartyKind::Enterprise,
    PartyKind::Reform,
    PartyKind::Statistics,
    PartyKind::ReserveBody,
    PartyKind::Verifier,
    PartyKind::Inspector,
    PartyKind::Court,
];

impl View<'_> {
    /// Every region, by id.
    pub fn regions(&self) -> Result<Vec<RegionView>, ServiceError> {
        let regions = self.draft().list(&keys::regions())?;
        regions.iter().map(|region| self.region(region)).collect()
    }

    /// One region.
    pub fn region(&self, id: &RegionId) -> Result<RegionView, ServiceError> {
        let (draft, today) = (self.draft(), self.now().day());
        let region = places::region(draft, id)?;
        let place_path = places::place_path(draft, id, today)?;
        let mut offices = Vec::new();
        for kind in OFFICES {
            let party = places::office(draft, id, kind)?;
            offices.extend(party.map(|party| OfficeRow { kind, party }));
        }
        Ok(RegionView {
            region,
            cap_path: places::cap_path(draft, id, None, today)?,
            place_path: place_path.into_iter().map(|region| region.region).collect(),
            answers_to: places::answers_to(draft, id, None, today)?,
            offices,
        })
    }

    /// The accounts of a region (and below it), or all.
    pub fn accounts(
        &self,
        region: Option<&RegionId>,
        below: bool,
    ) -> Result<Vec<AccountRow>, ServiceError> {
        let mut rows = Vec::new();
        for region in self.regions_in(region, below)? {
            for account in self.draft().list(&keys::accounts_of(&region))? {
                let index = self.draft().must(&keys::account(&account))?.index;
                let holdings = self.draft().list(&keys::holdings_of(&account))?;
                let mut indicators: Vec<_> = holdings.into_iter().map(|h| h.indicator).collect();
                indicators.dedup();
                rows.push(AccountRow {
                    account,
                    index,
                    indicators,
                });
            }
        }
        Ok(rows)
    }

    /// Use against caps. Each region and indicator has a standing row and one for each year with
    /// figures of its own.
    pub fn totals(&self, filter: &TotalsFilter) -> Result<Vec<TotalsRow>, ServiceError> {
        let mut rows = Vec::new();
        let asked = (filter.region.as_ref(), filter.below);
        if let Some(region) = asked.0 {
            places::region(self.draft(), region)?;
        }
        for region in self.regions_in(asked.0.filter(|_| !asked.1), false)? {
            for indicator in self.draft().list(&keys::indicators_of(&region))? {
                if passes(filter.indicator.as_ref(), &indicator)
                    && self.counts(asked, &region, &indicator)?
                {
                    self.totals_of(&region, &indicator, &mut rows)?;
                }
            }
        }
        Ok(rows)
    }

    fn totals_of(
        &self,
        region: &RegionId,
        indicator: &IndicatorCode,
        rows: &mut Vec<TotalsRow>,
    ) -> Result<(), ServiceError> {
        let totals = self.draft().must(&keys::totals(region, indicator))?;
        for period in totals.periods() {
            let used = totals.used(period);
            let headroom = totals
                .ceiling(period)
                .map(|cap| cap.plus(Change::from(used).negated()));
            rows.push(TotalsRow {
                region: region.clone(),
                indicator: indicator.clone(),
                period,
                used,
                cap: totals.cap(period),
                headroom,
                over: totals.over(period),
            });
        }
        Ok(())
    }
}
