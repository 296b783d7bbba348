//! What can be drawn, and in which order: oldest `since` first, then lot number.

use crate::domain::amount::Amount;
use crate::domain::ids::{AccountId, IndicatorCode, LotNo};
use crate::domain::lot::{Holding, Lot, Slot};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::state::{Damage, Draft, keys};

/// A holding with what decides its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The account.
    pub account: AccountId,
    /// The lot.
    pub lot: LotNo,
    /// Its indicator.
    pub indicator: IndicatorCode,
    /// Since when the lot's right exists.
    pub since: Day,
    /// Its period.
    pub period: Period,
    /// Barred as a source (不可用于替代).
    pub barred: bool,
    /// Available or reserved.
    pub slot: Slot,
    /// How much.
    pub amount: Amount,
}

/// The order of drawing: what may serve as a source before what may not (R34), then the oldest,
/// then by lot number and account.
pub fn by_lot_order(a: &Held, b: &Held) -> std::cmp::Ordering {
    (a.barred, a.since, &a.lot, &a.account).cmp(&(b.barred, b.since, &b.lot, &b.account))
}

fn held(draft: &Draft<'_>, holding: Holding) -> Result<Held, Damage> {
    let lot: Lot = draft.must(&keys::lot(&holding.lot))?;
    Ok(Held {
        account: holding.account,
        lot: holding.lot,
        indicator: holding.indicator,
        since: lot.since,
        period: holding.period,
        barred: holding.barred,
        slot: holding.slot,
        amount: holding.amount,
    })
}

/// What an account holds of an indicator, in order of drawing, in every slot.
pub fn held_in(
    draft: &Draft<'_>,
    account: &AccountId,
    indicator: &IndicatorCode,
) -> Result<Vec<Held>, Damage> {
    let holdings = draft.list(&keys::holdings_of_indicator(account, indicator))?;
    let mut found: Vec<Held> = holdings
        .into_iter()
        .map(|holding| held(draft, holding))
        .collect::<Result<_, _>>()?;
    found.sort_by(by_lot_order);
    Ok(found)
}

/// Where a lot is held, in every account and slot, in order of drawing.
pub fn held_of_lot(draft: &Draft<'_>, lot: &LotNo) -> Result<Vec<Held>, Damage> {
    let holdings = draft.list(&keys::holders_of_lot(lot))?;
    let mut found: Vec<Held> = holdings
        .into_iter()
        .map(|holding| held(draft, holding))
        .collect::<Result<_, _>>()?;
    found.sort_by(by_lot_order);
    Ok(found)
}
