//! The books an audit keeps beside the ledger's own: sums over holdings, lots and movements, and
//! what each leaf did to caps.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::failure::{AuditFailure, AuditFault};
use crate::domain::amount::{Balance, Change};
use crate::domain::entry::Act;
use crate::domain::ids::{IndicatorCode, LotNo};
use crate::domain::lot::{Holding, Lot, Origin};
use crate::domain::moment::Moment;
use crate::domain::posting::Place;
use crate::domain::region::{Sums, Totals};
use crate::domain::state::{Damage, Draft, Effects, MemoryState, Movement, RowKey, State, keys};
use crate::replay::{CheckedLeaf, Watch};

/// What was counted on the way.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub kinds: BTreeMap<&'static str, u64>,
    pub refused: u64,
    pub signatures: u64,
    pub begun: Option<Moment>,
}

/// The books.
#[derive(Debug, Default)]
pub(super) struct Books {
    counts: Counts,
    /// What is held and what was made and sunk, from holdings, lots and movements.
    found: BTreeMap<IndicatorCode, Found>,
    /// Indicators that moved since the books were balanced.
    touched: BTreeSet<IndicatorCode>,
    /// Of every lot seen, its indicator and where it came from.
    made_as: BTreeMap<LotNo, (IndicatorCode, Origin)>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Found {
    issued: Balance,
    opening: Balance,
    held: Change,
    retired: Balance,
    invalidated: Balance,
    taken_back: Balance,
}

impl Found {
    /// The sum that a sink is counted in, and whether it is a sum of what was made: what is struck
    /// out with its entry (冲销) counts as never made.
    fn sink(&mut self, sink: &Place, origin: &Origin) -> Option<(&mut Balance, bool)> {
        match (sink, origin) {
            (Place::Retired, _) => Some((&mut self.retired, false)),
            (Place::TakenBack, _) => Some((&mut self.taken_back, false)),
            (Place::Invalidated, _) => Some((&mut self.invalidated, false)),
            (Place::Reversed, Origin::Opening) => Some((&mut self.opening, true)),
            (Place::Reversed, Origin::Issuance) => Some((&mut self.issued, true)),
            (Place::Reversed, Origin::Reduction { .. })
            | (
                Place::Reduced
                | Place::Available(_)
                | Place::Barred(_)
                | Place::Reserved(_)
                | Place::ReservedBarred(_),
                _,
            ) => None,
        }
    }

    /// `None` where less than nothing is held.
    fn sums(self) -> Option<Sums> {
        let held = Balance::new(self.held.decimal())?;
        Some(Sums {
            issued: self.issued,
            opening: self.opening,
            held,
            retired: self.retired,
            invalidated: self.invalidated,
            taken_back: self.taken_back,
        })
    }
}

impl Watch for Books {
    type Stop = AuditFailure;

    fn leaf(
        &mut self,
        index: u64,
        leaf: &CheckedLeaf,
        before: &dyn State,
        effects: &Effects,
    ) -> Result<(), AuditFailure> {
        let entry = leaf.signed().entry();
        self.counts.begun.get_or_insert(leaf.admitted());
        self.counts.signatures += entry.signers().len() as u64;
        match leaf.recorded() {
            Some(_) => self.counts.refused += 1,
            None => {
                let kind = entry.content().act.kind();
                *self.counts.kinds.entry(kind).or_default() += 1;
            }
        }
        let is_cap = leaf.recorded().is_none() && matches!(entry.content().act, Act::CapSet(_));
        for (key, new) in effects.rows() {
            let old = || before.row(key);
            let seen = match Row::of(key) {
                Some(Row::Holding) => self.holding(key, old, new),
                Some(Row::Lot) => self.lot(key, new),
                Some(Row::Movement(lot)) => self.movement(key, before, &lot, new),
                Some(Row::Totals) if !is_cap => {
                    over_does_not_rise(key, old, new).map_err(|stop| stop.at(index))?;
                    Ok(())
                }
                Some(Row::Totals) | None => Ok(()),
            };
            seen.map_err(|damage| AuditFailure::of_leaf(index, damage.into()))?;
        }
        Ok(())
    }
}

impl Books {
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The sums by indicator.
    pub fn sums(&self) -> BTreeMap<IndicatorCode, Sums> {
        let known = |(code, found): (&IndicatorCode, &Found)| Some((code.clone(), found.sums()?));
        self.found.iter().filter_map(known).collect()
    }

    /// Compares the books with the ledger's own sums, after the leaf at `index`.
    pub fn balance(&mut self, state: &MemoryState, index: u64) -> Result<(), AuditFailure> {
        let draft = Draft::on(state);
        for indicator in std::mem::take(&mut self.touched) {
            let counted = draft.get(&keys::sums(&indicator));
            let counted = counted.map_err(|damage| AuditFailure::of_leaf(index, damage.into()))?;
            let counted = counted.unwrap_or_default();
            let found = self
                .found
                .get(&indicator)
                .copied()
                .unwrap_or_default()
                .sums();
            if found != Some(counted) || !adds_up(&counted) {
                let (counted, found) = (Box::new(counted), Box::new(found.unwrap_or_default()));
                let fault = AuditFault::NotConserved {
                    indicator,
                    counted,
                    found,
                };
                return Err(AuditFailure { index, fault });
            }
        }
        Ok(())
    }

    fn of(&mut self, indicator: &IndicatorCode) -> &mut Found {
        self.touched.insert(indicator.clone());
        self.found.entry(indicator.clone()).or_default()
    }

    fn holding(
        &mut self,
        key: &RowKey,
        old: impl Fn() -> Result<Option<Vec<u8>>, Damage>,
        new: Option<&[u8]>,
    ) -> Result<(), Damage> {
        for (value, sign) in [(old()?, -1), (new.map(<[u8]>::to_vec), 1)] {
            let Some(holding): Option<Holding> = read(key, value.as_deref())? else {
                continue;
            };
            let amount = Change::from(Balance::from(holding.amount));
            let change = if sign < 0 { amount.negated() } else { amount };
            let found = self.of(&holding.indicator);
            found.held = found.held.plus(change);
        }
        Ok(())
    }

    fn lot(&mut self, key: &RowKey, new: Option<&[u8]>) -> Result<(), Damage> {
        let Some(lot): Option<Lot> = read(key, new)? else {
            return Ok(());
        };
        let amount = Balance::from(lot.amount);
        let found = self.of(&lot.indicator);
        match lot.origin {
            Origin::Opening => found.opening = found.opening.plus(amount),
            Origin::Issuance => found.issued = found.issued.plus(amount),
            Origin::Reduction { .. } => {}
        }
        self.made_as.insert(lot.lot, (lot.indicator, lot.origin));
        Ok(())
    }

    fn movement(
        &mut self,
        key: &RowKey,
        before: &dyn State,
        lot: &LotNo,
        new: Option<&[u8]>,
    ) -> Result<(), Damage> {
        let Some(movement): Option<Movement> = read(key, new)? else {
            return Ok(());
        };
        let amount = Balance::from(movement.amount);
        let (indicator, origin) = match self.made_as.get(lot) {
            Some(known) => known.clone(),
            None => {
                let lot = Draft::on(before).must(&keys::lot(lot))?;
                (lot.indicator, lot.origin)
            }
        };
        let found = self.of(&indicator);
        if let Some(sunk) = found.sink(&movement.to, &origin) {
            let (sum, made) = sunk;
            *sum = if made {
                sum.minus_or_zero(amount)
            } else {
                sum.plus(amount)
            };
        }
        let from = movement.from.as_ref();
        if let Some((sum, false)) = from.and_then(|from| found.sink(from, &origin)) {
            *sum = sum.minus_or_zero(amount);
        }
        Ok(())
    }
}

/// issued + opening = held + retired + invalidated + taken back.
fn adds_up(sums: &Sums) -> bool {
    let made = sums.issued.plus(sums.opening);
    made == sums
        .held
        .plus(sums.retired)
        .plus(sums.invalidated)
        .plus(sums.taken_back)
}

/// The rows that the books are kept from.
enum Row {
    Holding,
    Lot,
    Movement(LotNo),
    Totals,
}

impl Row {
    /// By entity and place, as the keys of rows are made: names, each ended by a NUL byte.
    fn of(key: &RowKey) -> Option<Self> {
        let name = |bytes: &[u8], place: usize| -> Option<String> {
            let part = bytes.split(|byte| *byte == 0).nth(place)?;
            String::from_utf8(part.to_vec()).ok()
        };
        match (name(&key.entity, 0)?.as_str(), name(&key.sub, 0)?.as_str()) {
            ("account", "holding") => Some(Self::Holding),
            ("lot", "lot") => Some(Self::Lot),
            ("lot", "movement") => Some(Self::Movement(name(&key.entity, 1)?.parse().ok()?)),
            ("totals", _) => Some(Self::Totals),
            _ => None,
        }
    }
}

fn read<R: DeserializeOwned>(key: &RowKey, value: Option<&[u8]>) -> Result<Option<R>, Damage> {
    let read = |bytes| postcard::from_bytes(bytes).map_err(|error| Damage::at(key, error));
    value.map(read).transpose()
}

/// Why a change of totals stops the audit.
enum TotalsStop {
    Damage(Damage),
    Rose(AuditFault),
}

impl TotalsStop {
    fn at(self, index: u64) -> AuditFailure {
        match self {
            Self::Damage(damage) => AuditFailure::of_leaf(index, damage.into()),
            Self::Rose(fault) => AuditFailure { index, fault },
        }
    }
}

impl From<Damage> for TotalsStop {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

/// over rises by a cap entry only.
fn over_does_not_rise(
    key: &RowKey,
    old: impl Fn() -> Result<Option<Vec<u8>>, Damage>,
    new: Option<&[u8]>,
) -> Result<(), TotalsStop> {
    let before: Totals = read(key, old()?.as_deref())?.unwrap_or_default();
    let after: Totals = read(key, new)?.unwrap_or_default();
    for period in before.periods().chain(after.periods()) {
        if after.over(period) > before.over(period) {
            let text = |bytes: &[u8], place| {
                let part = bytes
                    .split(|byte| *byte == 0)
                    .nth(place)
                    .unwrap_or_default();
                String::from_utf8_lossy(part).into_owned()
            };
            let unreadable = |error| TotalsStop::Damage(Damage::at(key, error));
            return Err(TotalsStop::Rose(AuditFault::OverRose {
                region: text(&key.entity, 1).parse().map_err(unreadable)?,
                indicator: text(&key.sub, 0).parse().map_err(unreadable)?,
                period,
                before: before.over(period),
                after: after.over(period),
            }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lot::Slot;
    use crate::domain::period::Period;
    use crate::domain::region::{Cap, CapKind};

    fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "stands for a read that finds nothing"
    )]
    fn nothing() -> Result<Option<Vec<u8>>, Damage> {
        Ok(None)
    }

    fn held(amount: &str) -> (RowKey, Vec<u8>) {
        let holding = Holding {
            account: of("650100/RESERVE"),
            lot: of("650100-2027-L0001"),
            indicator: of("SO2"),
            period: Period::Standing,
            slot: Slot::Available,
            barred: false,
            amount: of(amount),
        };
        let Holding {
            account,
            indicator,
            lot,
            slot,
            ..
        } = &holding;
        let key = keys::holding(account, indicator, lot, slot, false);
        (key.row().clone(), postcard::to_stdvec(&holding).unwrap())
    }

    fn state(sums: Sums) -> MemoryState {
        let mut state = MemoryState::default();
        let mut draft = Draft::on(&state);
        draft.put(&keys::sums(&of("SO2")), &sums).unwrap();
        let effects = draft.into_effects();
        state.apply(effects);
        state
    }

    #[test]
    fn rows_are_known_by_the_keys_they_are_made_with() {
        let lot: LotNo = of("650100-2027-L0001");
        let is =
            |key: &RowKey, right: fn(&Row) -> bool| Row::of(key).is_some_and(|row| right(&row));
        assert!(is(&held("1").0, |row| matches!(row, Row::Holding)));
        assert!(is(keys::lot(&lot).row(), |row| matches!(row, Row::Lot)));
        assert!(is(keys::movement(&lot, 7, 0).row(), |row| matches!(
            row,
            Row::Movement(_)
        )));
        let totals = keys::totals(&of("650100"), &of("SO2"));
        assert!(is(totals.row(), |row| matches!(row, Row::Totals)));
        // The same holding under its lot is not counted twice.
        let (_, bytes) = held("1");
        let holding: Holding = postcard::from_bytes(&bytes).unwrap();
        assert!(Row::of(keys::holding_of_lot(&holding).row()).is_none());
    }

    #[test]
    fn quantity_that_comes_from_nowhere_is_found() {
        let (key, bytes) = held("10");
        let mut books = Books::default();
        books.holding(&key, nothing, Some(&bytes)).unwrap();
        // Nobody issued it, and the ledger does not count it.
        let failure = books.balance(&state(Sums::default()), 9).unwrap_err();
        assert!(
            matches!(failure.fault, AuditFault::NotConserved { .. }),
            "{failure}"
        );
        // The ledger counts it, but what was issued does not add up to it.
        let mut books = Books::default();
        books.holding(&key, nothing, Some(&bytes)).unwrap();
        let counted = Sums {
            held: of("10"),
            ..Sums::default()
        };
        assert!(books.balance(&state(counted), 9).is_err());
    }

    #[test]
    fn quantity_that_was_issued_and_is_held_balances() {
        let (key, bytes) = held("10");
        let mut books = Books::default();
        books.holding(&key, nothing, Some(&bytes)).unwrap();
        books.of(&of("SO2")).issued = of("10");
        let counted = Sums {
            held: of("10"),
            issued: of("10"),
            ..Sums::default()
        };
        assert_eq!(books.balance(&state(counted), 9), Ok(()));
        // Half of it is gone, and no sink took it.
        let (_, half) = held("5");
        books
            .holding(&key, || Ok(Some(bytes.clone())), Some(&half))
            .unwrap();
        assert!(books.balance(&state(counted), 10).is_err());
    }

    #[test]
    fn a_region_that_comes_over_its_cap_is_found() {
        let key = keys::totals(&of("650100"), &of("SO2"));
        let totals = |used: &str| {
            let cap = Cap {
                kind: CapKind::Ceiling,
                amount: of("8"),
            };
            let (use_standing, cap_standing) = (of(used), Some(cap));
            let totals = Totals {
                use_standing,
                cap_standing,
                years: Vec::new(),
            };
            postcard::to_stdvec(&totals).unwrap()
        };
        let change = |before: &str, after: &str| {
            let (before, after) = (totals(before), totals(after));
            over_does_not_rise(key.row(), || Ok(Some(before.clone())), Some(&after))
        };
        assert!(change("7", "8").is_ok());
        assert!(change("10", "9").is_ok());
        for (before, after) in [("8", "9"), ("9", "9.001")] {
            let Err(stop) = change(before, after) else {
                panic!("{before} to {after} passed")
            };
            let failure = stop.at(3);
            assert_eq!(failure.index, 3);
            let AuditFault::OverRose {
                region,
                after: over,
                ..
            } = failure.fault
            else {
                panic!("{failure}")
            };
            assert_eq!(region, of("650100"));
            assert_eq!(
                Change::from(over),
                Change::from(of::<Balance>(after)).plus(of("-8"))
            );
        }
    }
}
