//! Every figure of a ledger at a moment, to be held against expectations.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{AccountId, IndicatorCode, LotNo, RegionId};
use crate::domain::lot::{Holding, Slot};
use crate::domain::period::Period;
use crate::domain::region::{Sums, Totals};
use crate::domain::state::{Damage, Draft, keys};
use crate::scenario::model::{FigureOf, Slotted, SumKind, TotalKind};
use crate::scenario::texts::Say;

/// The figures at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    holdings: Vec<Holding>,
    totals: BTreeMap<(RegionId, IndicatorCode), Totals>,
    sums: BTreeMap<IndicatorCode, Sums>,
}

impl Snapshot {
    /// Reads every account, total and sum.
    pub fn of(draft: &Draft<'_>) -> Result<Self, Damage> {
        let mut snapshot = Self::default();
        for region in draft.list(&keys::regions())? {
            for account in draft.list(&keys::accounts_of(&region))? {
                snapshot
                    .holdings
                    .extend(draft.list(&keys::holdings_of(&account))?);
            }
            for indicator in draft.list(&keys::indicators_of(&region))? {
                if let Some(totals) = draft.get(&keys::totals(&region, &indicator))? {
                    snapshot
                        .totals
                        .insert((region.clone(), indicator.clone()), totals);
                }
                if let Some(sums) = draft.get(&keys::sums(&indicator))? {
                    snapshot.sums.insert(indicator, sums);
                }
            }
        }
        Ok(snapshot)
    }

    fn sum_of(&self, counts: impl Fn(&Holding) -> bool) -> Balance {
        let holdings = self.holdings.iter().filter(|holding| counts(holding));
        holdings.fold(Balance::ZERO, |sum, holding| {
            sum.plus(holding.amount.into())
        })
    }

    /// The figure; nothing where there is none (no cap). A name without a number yet has none.
    pub fn figure(
        &self,
        of: &FigureOf,
        numbers: &BTreeMap<String, String>,
    ) -> Result<Option<Change>, Say> {
        Ok(match of {
            FigureOf::Balance(slot, account, of) => {
                let account = account.get(numbers)?;
                Some(self.balance(*slot, &account, of.as_ref()).into())
            }
            FigureOf::Lot(lot, slot, account) => {
                let (lot, account) = (lot.get(numbers)?, account.get(numbers)?);
                let here = |holding: &Holding| holding.account == account;
                Some(self.lot(&lot, *slot, here).into())
            }
            FigureOf::LotElsewhere(lot, slot, accounts) => {
                let named = accounts.iter().map(|account| account.get(numbers));
                let named = named.collect::<Result<BTreeSet<AccountId>, Say>>()?;
                let elsewhere = |holding: &Holding| !named.contains(&holding.account);
                Some(self.lot(&lot.get(numbers)?, *slot, elsewhere).into())
            }
            FigureOf::Total(kind, region, indicator, period) => {
                self.total(*kind, region, indicator, *period)
            }
            FigureOf::Sum(kind, indicator) => Some(self.sum(*kind, indicator).into()),
            // What a project drew is no figure of an account: it is traced.
            FigureOf::Project(..) => None,
        })
    }

    fn balance(
        &self,
        slot: Slotted,
        account: &AccountId,
        of: Option<&(IndicatorCode, Period)>,
    ) -> Balance {
        self.sum_of(|holding| {
            let asked = of.is_none_or(|(indicator, period)| {
                holding.indicator == *indicator && holding.period == *period
            });
            asked && holding.account == *account && is_in(slot, holding)
        })
    }

    fn lot(&self, lot: &LotNo, slot: Slotted, place: impl Fn(&Holding) -> bool) -> Balance {
        self.sum_of(|holding| holding.lot == *lot && is_in(slot, holding) && place(holding))
    }

    fn total(
        &self,
        kind: TotalKind,
        region: &RegionId,
        indicator: &IndicatorCode,
        period: Period,
    ) -> Option<Change> {
        let nothing = Totals::default();
        let totals = self
            .totals
            .get(&(region.clone(), indicator.clone()))
            .unwrap_or(&nothing);
        match kind {
            TotalKind::Used => Some(totals.used(period).into()),
            TotalKind::Cap => totals.cap(period).map(|cap| cap.amount),
            TotalKind::Over => Some(totals.over(period).into()),
        }
    }

    fn sum(&self, kind: SumKind, indicator: &IndicatorCode) -> Balance {
        let sums = self.sums.get(indicator).copied().unwrap_or_default();
        match kind {
            SumKind::Issued => sums.issued,
            SumKind::Opening => sums.opening,
            SumKind::Held => sums.held,
            SumKind::Retired => sums.retired,
            SumKind::Invalidated => sums.invalidated,
            SumKind::TakenBack => sums.taken_back,
        }
    }
}

fn is_in(slot: Slotted, holding: &Holding) -> bool {
    match (slot, &holding.slot) {
        (Slotted::Available, Slot::Available) | (Slotted::Reserved, Slot::Reserved(_)) => true,
        (Slotted::Barred, Slot::Available) => holding.barred,
        (Slotted::Available | Slotted::Barred, Slot::Reserved(_))
        | (Slotted::Reserved, Slot::Available) => false,
    }
}
