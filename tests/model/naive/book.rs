//! Lots, who holds them, caps, and what left for good. Use is summed over all holdings each time it
//! is asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Faults, Judged, Model, QUANTITY_MOST, Qty, ticks};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, RegionId};
use qledger::domain::indicator::CapRule;
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::posting::{Line, Place};
use qledger::domain::refusal::Code;
use qledger::domain::region::CapKind;

/// A lot as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub account: AccountId,
    pub indicator: IndicatorCode,
    pub period: Period,
    pub amount: Qty,
    pub since: Day,
    pub paid: bool,
    pub base: Option<Qty>,
    pub origin: Origin,
}

/// Where a lot came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Opening,
    Issuance,
    Reduction,
}

/// A place quantity lies in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub lot: LotNo,
    pub account: AccountId,
    /// The case it is reserved for.
    pub case: Option<CaseNo>,
    /// Marked 不可用于替代.
    pub barred: bool,
}

impl Spot {
    /// What it is called in a line.
    pub fn place(&self) -> Place {
        let account = self.account.clone();
        match (&self.case, self.barred) {
            (None, false) => Place::Available(account),
            (None, true) => Place::Barred(account),
            (Some(_), false) => Place::Reserved(account),
            (Some(_), true) => Place::ReservedBarred(account),
        }
    }

    /// The spot a line speaks of; none for a sink.
    fn of(lot: &LotNo, place: &Place, case: Option<&CaseNo>) -> Option<Self> {
        let (account, reserved, barred) = match place {
            Place::Available(account) => (account, false, false),
            Place::Barred(account) => (account, false, true),
            Place::Reserved(account) => (account, true, false),
            Place::ReservedBarred(account) => (account, true, true),
            Place::Retired
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => return None,
        };
        let case = if reserved { case.cloned() } else { None };
        Some(Spot {
            lot: lot.clone(),
            account: account.clone(),
            case,
            barred,
        })
    }
}

/// Who holds what.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub lots: BTreeMap<LotNo, Lot>,
    pub held: BTreeMap<Spot, Qty>,
    pub caps: BTreeMap<(RegionId, IndicatorCode, Period), (CapKind, Qty)>,
    /// What moved of a year alone under a standing ceiling.
    pub shifts: BTreeMap<(RegionId, IndicatorCode, Period), Qty>,
    /// What stood when a year with a cap of its own had ended.
    pub ended: BTreeMap<(RegionId, IndicatorCode, Period), Qty>,
    /// What was struck out with the entry that made it.
    pub struck: BTreeMap<LotNo, Qty>,
    /// Everything that left for good, in order; what came back counts against it.
    pub gone: Vec<(IndicatorCode, Place, Qty)>,
}

impl Book {
    fn add(&mut self, spot: Spot, quantity: Qty) {
        *self.held.entry(spot).or_default() += quantity;
    }

    /// Takes from a spot; false where less is there.
    fn take(&mut self, spot: &Spot, quantity: Qty) -> bool {
        let there = self.held.get(spot).copied().unwrap_or(0);
        if there < quantity {
            return false;
        }
        if there == quantity {
            self.held.remove(spot);
        } else {
            self.held.insert(spot.clone(), there - quantity);
        }
        true
    }

    /// Frees all that a case reserves.
    pub fn release(&mut self, case: &CaseNo) {
        let all = std::mem::take(&mut self.held);
        for (mut spot, quantity) in all {
            if spot.case.as_ref() == Some(case) {
                spot.case = None;
            }
            self.add(spot, quantity);
        }
    }

    /// What is held that a test picks, in order of drawing: what may be a source first, then the
    /// oldest, then by number and account.
    pub fn pick(&self, wanted: impl Fn(&Spot, &Lot) -> bool) -> Vec<(Spot, Qty)> {
        let all = self
            .held
            .iter()
            .filter(|(spot, _)| wanted(spot, &self.lots[&spot.lot]));
        let mut all: Vec<(Spot, Qty)> = all.map(|(spot, qty)| (spot.clone(), *qty)).collect();
        all.sort_by_key(|(spot, _)| {
            let since = self.lots[&spot.lot].since;
            (spot.barred, since, spot.lot.clone(), spot.account.clone())
        });
        all
    }

    /// The cap that binds a period: its own, or the standing one with what moved of that year.
    pub fn cap(
        &self,
        region: &RegionId,
        indicator: &IndicatorCode,
        period: Period,
    ) -> Option<(CapKind, Qty)> {
        let key = |period| (region.clone(), indicator.clone(), period);
        if let Some(own) = self.caps.get(&key(period)) {
            return Some(*own);
        }
        if self.ended.contains_key(&key(period)) {
            return None;
        }
        let (kind, quantity) = *self.caps.get(&key(Period::Standing))?;
        let shift = self.shifts.get(&key(period)).copied().unwrap_or(0);
        let shift = if kind == CapKind::Ceiling { shift } else { 0 };
        Some((kind, quantity + shift))
    }

    fn ceiling(&self, region: &RegionId, of: &IndicatorCode, period: Period) -> Option<Qty> {
        let key = |period| (region.clone(), of.clone(), period);
        let is_ceiling = |cap: &&(CapKind, Qty)| cap.0 == CapKind::Ceiling;
        let own = self.caps.get(&key(period)).filter(is_ceiling);
        let ended = self.ended.contains_key(&key(period));
        let standing = self.caps.get(&key(Period::Standing)).filter(is_ceiling);
        let shift = self.shifts.get(&key(period)).copied().unwrap_or(0);
        let serving = standing.filter(|_| !ended).map(|cap| cap.1 + shift);
        own.map(|cap| cap.1).or(serving)
    }

    /// Moves a region's ceilings. What stands moves the standing one and those of all years; a
    /// year's quantity moves that year's, and the standing one for that year.
    fn move_cap(&mut self, region: &RegionId, indicator: &IndicatorCode, period: Period, by: Qty) {
        let key = |period| (region.clone(), indicator.clone(), period);
        let standing = self.caps.get(&key(Period::Standing));
        if period != Period::Standing && standing.is_some_and(|cap| cap.0 == CapKind::Ceiling) {
            *self.shifts.entry(key(period)).or_default() += by;
        }
        for ((of, code, at), (kind, quantity)) in &mut self.caps {
            let ended = self.ended.contains_key(&key(*at));
            let counts = (period == Period::Standing && !ended) || *at == period;
            if of == region && code == indicator && *kind == CapKind::Ceiling && counts {
                *quantity += by;
            }
        }
    }
}

/// What is used, by region, indicator and the period of the lots.
#[derive(Debug, Default)]
pub struct Uses {
    held: BTreeMap<(RegionId, IndicatorCode, Period), Qty>,
    ended: BTreeMap<(RegionId, IndicatorCode, Period), Qty>,
}

impl Uses {
    /// Use against a period: what is held for it alone, and what stands, or stood when it ended.
    pub fn of(&self, region: &RegionId, indicator: &IndicatorCode, period: Period) -> Qty {
        let key = |period| (region.clone(), indicator.clone(), period);
        let own = self.held.get(&key(period)).copied().unwrap_or(0);
        if period == Period::Standing {
            return own;
        }
        let ended = self.ended.get(&key(period));
        let standing = ended.or_else(|| self.held.get(&key(Period::Standing)));
        own + standing.copied().unwrap_or(0)
    }
}

type CapMoves = BTreeMap<(RegionId, IndicatorCode, Period), Qty>;

impl Model {
    /// use(region) of every region: all that is held at and below it.
    pub fn uses(&self, today: Day) -> Uses {
        let mut uses = Uses {
            ended: self.book.ended.clone(),
            ..Uses::default()
        };
        for (spot, quantity) in &self.book.held {
            let lot = &self.book.lots[&spot.lot];
            let path = self.counts_into(spot.account.region(), Some(&lot.indicator), today);
            for region in path {
                *uses
                    .held
                    .entry((region, lot.indicator.clone(), lot.period))
                    .or_default() += quantity;
            }
        }
        uses
    }

    /// Notes what stands for every year gone by that has a cap of its own, once.
    pub fn end_years(&mut self, today: Day) {
        let is_over = |period: &Period| period.year().is_some_and(|year| year < today.year());
        let caps = self.book.caps.keys().filter(|(.., period)| is_over(period));
        let new = caps.filter(|key| !self.book.ended.contains_key(*key));
        let new: Vec<_> = new.cloned().collect();
        if new.is_empty() {
            return;
        }
        let uses = self.uses(today);
        for key in new {
            let stands = uses.of(&key.0, &key.1, Period::Standing);
            self.book.ended.insert(key, stands);
        }
    }

    /// over = max(0, use − cap) of every region and indicator that has a cap, of ceilings only.
    pub fn overs(
        &self,
        periods: &BTreeSet<Period>,
        today: Day,
    ) -> BTreeMap<(RegionId, IndicatorCode, Period), Qty> {
        let uses = self.uses(today);
        let mut overs = BTreeMap::new();
        let caps = self
            .book
            .caps
            .keys()
            .map(|(region, indicator, _)| (region, indicator));
        for (region, indicator) in caps.collect::<BTreeSet<_>>() {
            for period in periods {
                let ceiling = self.book.ceiling(region, indicator, *period);
                let over = ceiling.map_or(0, |cap| uses.of(region, indicator, *period) - cap);
                overs.insert((region.clone(), indicator.clone(), *period), over.max(0));
            }
        }
        overs
    }

    /// Standing, and every year, past ones too, that a cap or a lot speaks of.
    pub fn periods(&self) -> BTreeSet<Period> {
        let of_caps = self.book.caps.keys().map(|(_, _, period)| *period);
        let periods = of_caps.chain(self.book.lots.values().map(|lot| lot.period));
        periods.chain([Period::Standing]).collect()
    }

    /// Whether anything is over by more than before.
    pub fn over_rose(&self, before: &Model, today: Day) -> bool {
        let periods = self.periods().union(&before.periods()).copied().collect();
        let old = before.overs(&periods, today);
        let rose = |(key, over): (&_, &Qty)| *over > old.get(key).copied().unwrap_or(0);
        self.overs(&periods, today).iter().any(rose)
    }

    /// Whether more was issued and opened of any indicator than may ever be.
    pub fn made_too_much(&self) -> bool {
        let mut made: BTreeMap<&IndicatorCode, Qty> = BTreeMap::new();
        for (number, lot) in &self.book.lots {
            if lot.origin != Origin::Reduction {
                let struck = self.book.struck.get(number).copied().unwrap_or(0);
                *made.entry(&lot.indicator).or_default() += lot.amount - struck;
            }
        }
        made.values().any(|sum| *sum > QUANTITY_MOST)
    }

    /// Makes a lot, available in its account.
    pub fn make_lot(&mut self, number: &str, lot: Lot) {
        let number: LotNo = number.parse().unwrap();
        let (account, quantity) = (lot.account.clone(), lot.amount);
        self.book.lots.insert(number.clone(), lot);
        self.book.add(
            Spot {
                lot: number,
                account,
                case: None,
                barred: false,
            },
            quantity,
        );
    }

    /// An issuance needs a ceiling at its region or above, unless its indicator has none.
    pub fn has_ceiling(&self, lot: &Lot, today: Day) -> bool {
        let path = self.counts_into(lot.account.region(), Some(&lot.indicator), today);
        let bound = |region| {
            self.book
                .ceiling(region, &lot.indicator, lot.period)
                .is_some()
        };
        let free = self
            .indicator_for(&lot.indicator, (today, self.size))
            .is_ok_and(|i| i.cap == CapRule::None);
        free || path.iter().any(bound)
    }

    /// Posts lines: each from where it is to where it goes, with use and caps along both ways up to
    /// where they meet; what is retired lowers the giver's caps, what is taken back does not.
    pub fn post(&mut self, lines: &[Line], case: Option<&CaseNo>, today: Day) -> Judged {
        let before = self.clone();
        let mut moves = CapMoves::new();
        for line in lines {
            let quantity = ticks(line.amount.decimal());
            let Some(from) = Spot::of(&line.lot, &line.from, case) else {
                let to = Spot::of(&line.lot, &line.to, case).unwrap();
                if matches!(line.from, Place::Retired | Place::Invalidated) {
                    self.gather_moves(&mut moves, &to, None, -quantity, today);
                }
                if line.from != Place::Reduced {
                    let left = (line.indicator.clone(), line.from.clone(), -quantity);
                    self.book.gone.push(left);
                }
                self.book.add(to, quantity);
                continue;
            };
            if !self.book.take(&from, quantity) {
                return Err(Faults::of(Code::InsufficientBalance));
            }
            if let Some(to) = Spot::of(&line.lot, &line.to, case) {
                self.gather_moves(&mut moves, &from, Some(&to), quantity, today);
                self.book.add(to, quantity);
                continue;
            }
            let indicator = self.book.lots[&line.lot].indicator.clone();
            if matches!(line.to, Place::Retired | Place::Invalidated) {
                self.gather_moves(&mut moves, &from, None, quantity, today);
            }
            if line.to == Place::Reversed {
                *self.book.struck.entry(line.lot.clone()).or_default() += quantity;
            } else if line.to != Place::Reduced {
                self.book.gone.push((indicator, line.to.clone(), quantity));
            }
        }
        for ((region, indicator, period), by) in moves {
            self.book.move_cap(&region, &indicator, period, by);
        }
        let mut faults = Faults::default();
        faults.when(self.over_rose(&before, today), Code::CapExceeded);
        faults.verdict()
    }

    fn gather_moves(
        &self,
        moves: &mut CapMoves,
        from: &Spot,
        to: Option<&Spot>,
        quantity: Qty,
        today: Day,
    ) {
        let lot = &self.book.lots[&from.lot];
        let path =
            |spot: &Spot| self.counts_into(spot.account.region(), Some(&lot.indicator), today);
        let (giver, taker) = (path(from), to.map(path).unwrap_or_default());
        let leaves = giver
            .iter()
            .filter(|region| !taker.contains(region))
            .map(|r| (r, -quantity));
        let comes = taker
            .iter()
            .filter(|region| !giver.contains(region))
            .map(|r| (r, quantity));
        for (region, by) in leaves.chain(comes) {
            let key = (region.clone(), lot.indicator.clone(), lot.period);
            *moves.entry(key).or_default() += by;
        }
    }
}
