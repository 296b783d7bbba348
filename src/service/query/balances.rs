//! What is held: by account, indicator, period and lot.

use std::collections::BTreeMap;

use serde::Serialize;

use super::passes;
use crate::domain::amount::{Amount, Balance};
use crate::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, RegionId};
use crate::domain::lot::{Holding, Slot};
use crate::domain::period::Period;
use crate::domain::region::Sums;
use crate::domain::rules::places;
use crate::domain::state::keys;
use crate::service::{ServiceError, View};

/// Which holdings are asked for; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct BalanceFilter {
    /// Accounts of this region.
    pub region: Option<RegionId>,
    /// With `region`: also of the regions whose totals count into it.
    pub below: bool,
    /// This account.
    pub account: Option<AccountId>,
    /// This indicator.
    pub indicator: Option<IndicatorCode>,
    /// This lot.
    pub lot: Option<LotNo>,
}

/// What an account holds of an indicator in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalanceRow {
    /// The account.
    pub account: AccountId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// Free to be drawn, and good as a source.
    pub available: Balance,
    /// Free, but no replacement source (不可用于替代).
    pub barred: Balance,
    /// Reserved for cases.
    pub reserved: Balance,
    /// Everything together.
    pub total: Balance,
    /// Lot by lot.
    pub lots: Vec<LotHeld>,
}

/// What an account holds of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotHeld {
    /// The lot.
    pub lot: LotNo,
    /// Free, and good as a source.
    pub available: Balance,
    /// Free, but no replacement source.
    pub barred: Balance,
    /// Reserved, case by case.
    pub reserved: Vec<ReservedFor>,
}

/// What a case has reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReservedFor {
    /// The case.
    pub case: CaseNo,
    /// How much.
    pub amount: Amount,
    /// Whether it is no replacement source.
    pub barred: bool,
}

/// Sums of one indicator over the whole ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SumsRow {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// issued + opening = held + retired + invalidated + taken back.
    #[serde(flatten)]
    pub sums: Sums,
}

impl View<'_> {
    /// What is held, by account, indicator and period. An account that holds nothing has no row.
    pub fn balances(&self, filter: &BalanceFilter) -> Result<Vec<BalanceRow>, ServiceError> {
        let mut rows: BTreeMap<(AccountId, IndicatorCode, Period), BalanceRow> = BTreeMap::new();
        for holding in self.holdings(filter)? {
            let key = (
                holding.account.clone(),
                holding.indicator.clone(),
                holding.period,
            );
            rows.entry(key)
                .or_insert_with(|| BalanceRow::empty(&holding))
                .add(holding);
        }
        Ok(rows.into_values().collect())
    }

    fn holdings(&self, filter: &BalanceFilter) -> Result<Vec<Holding>, ServiceError> {
        let draft = self.draft();
        let mut found = Vec::new();
        if let Some(lot) = &filter.lot {
            draft
                .get(&keys::lot(lot))?
                .ok_or_else(|| super::unknown("lot", lot))?;
            found = draft.list(&keys::holders_of_lot(lot))?;
        } else {
            for account in self.accounts_asked(filter)? {
                found.extend(match &filter.indicator {
                    Some(indicator) => {
                        draft.list(&keys::holdings_of_indicator(&account, indicator))?
                    }
                    None => draft.list(&keys::holdings_of(&account))?,
                });
            }
        }
        if let Some(region) = &filter.region {
            places::region(draft, region)?;
        }
        let asked = (filter.region.as_ref(), filter.below);
        let mut kept = Vec::new();
        for holding in found {
            let counts = filter.lot.is_none() && filter.account.is_some()
                || self.counts(asked, holding.account.region(), &holding.indicator)?;
            if counts
                && passes(filter.account.as_ref(), &holding.account)
                && passes(filter.indicator.as_ref(), &holding.indicator)
            {
                kept.push(holding);
            }
        }
        Ok(kept)
    }

    fn accounts_asked(&self, filter: &BalanceFilter) -> Result<Vec<AccountId>, ServiceError> {
        if let Some(account) = &filter.account {
            let found = self.draft().get(&keys::account(account))?;
            found.ok_or_else(|| super::unknown("account", account))?;
            return Ok(vec![account.clone()]);
        }
        let mut accounts = Vec::new();
        // Which of them count into the region asked for differs by indicator.
        let alone = filter.region.as_ref().filter(|_| !filter.below);
        for region in self.regions_in(alone, false)? {
            accounts.extend(self.draft().list(&keys::accounts_of(&region))?);
        }
        Ok(accounts)
    }

    /// Sums over the whole ledger, by indicator: what was made, and what became of it.
    pub fn sums(&self) -> Result<Vec<SumsRow>, ServiceError> {
        let mut rows = Vec::new();
        for indicator in self.indicators()? {
            let sums = self
                .draft()
                .get(&keys::sums(&indicator.code))?
                .unwrap_or_default();
            rows.push(SumsRow {
                indicator: indicator.code,
                sums,
            });
        }
        Ok(rows)
    }
}

impl BalanceRow {
    fn empty(holding: &Holding) -> Self {
        Self {
            account: holding.account.clone(),
            indicator: holding.indicator.clone(),
            period: holding.period,
            available: Balance::ZERO,
            barred: Balance::ZERO,
            reserved: Balance::ZERO,
            total: Balance::ZERO,
            lots: Vec::new(),
        }
    }

    fn add(&mut self, holding: Holding) {
        let amount = Balance::from(holding.amount);
        self.total = self.total.plus(amount);
        let place = match self.lots.iter().position(|held| held.lot == holding.lot) {
            Some(place) => place,
            None => {
                let (available, barred) = (Balance::ZERO, Balance::ZERO);
                self.lots.push(LotHeld {
                    lot: holding.lot,
                    available,
                    barred,
                    reserved: Vec::new(),
                });
                self.lots.len() - 1
            }
        };
        let lot = &mut self.lots[place];
        match holding.slot {
            Slot::Available if holding.barred => {
                self.barred = self.barred.plus(amount);
                lot.barred = lot.barred.plus(amount);
            }
            Slot::Available => {
                self.available = self.available.plus(amount);
                lot.available = lot.available.plus(amount);
            }
            Slot::Reserved(case) => {
                self.reserved = self.reserved.plus(amount);
                let (amount, barred) = (holding.amount, holding.barred);
                lot.reserved.push(ReservedFor {
                    case,
                    amount,
                    barred,
                });
            }
        }
    }
}
