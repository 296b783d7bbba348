//! What a case reserves and what it posts: a firm that moves brings its whole row; a new project gets
//! its 1× and what is drawn beyond it is retired.

use std::collections::BTreeSet;

use super::{Book, Case, Faults, Judged, Model, Qty, Spot, amount, ticks};
use qledger::domain::case::{Content, Relocation};
use qledger::domain::ids::{AccountId, CaseNo, Holder, IndicatorCode, LotNo};
use qledger::domain::indicator::{Cover, Indicator, Span};
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::posting::{Line, Place};
use qledger::domain::procedure::Signatory;
use qledger::domain::refusal::Code;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Lines as they are gathered: what goes from one spot to one place is one line.
#[derive(Default)]
pub struct Lines(Vec<(Spot, Place, Qty)>);

impl Lines {
    pub fn add(&mut self, spot: &Spot, to: Place, quantity: Qty) {
        let same = |(from, place, _): &&mut (Spot, Place, Qty)| from == spot && *place == to;
        if let Some((_, _, sum)) = self.0.iter_mut().find(same) {
            *sum += quantity;
        } else if quantity > 0 {
            self.0.push((spot.clone(), to, quantity));
        }
    }

    /// Marks what is free for a case.
    pub fn reserve(&mut self, spot: &Spot, case: &CaseNo, quantity: Qty) {
        let reserved = Spot {
            case: Some(case.clone()),
            ..spot.clone()
        };
        self.add(spot, reserved.place(), quantity);
    }

    pub fn done(self, book: &Book) -> Vec<Line> {
        let line = |(spot, to, quantity): (Spot, Place, Qty)| Line {
            lot: spot.lot.clone(),
            indicator: book.lots[&spot.lot].indicator.clone(),
            from: spot.place(),
            to,
            amount: amount(quantity),
        };
        self.0.into_iter().map(line).collect()
    }
}

fn place(account: &AccountId, barred: bool) -> Place {
    if barred {
        Place::Barred(account.clone())
    } else {
        Place::Available(account.clone())
    }
}

/// The months of a year that are over for a site that begins with its document's month where that
/// is dated on the 1st, and with the next one otherwise.
fn months_past(date: Day) -> i64 {
    let begun = i64::from(date.month());
    if date.day_of_month() == 1 {
        begun - 1
    } else {
        begun
    }
}

/// So many months of a year's quantity, an entitlement, rounded down.
fn of_months(quantity: Qty, months: i64, decimals: u8) -> Qty {
    let unit = 10_i64.pow(4 - u32::from(decimals));
    quantity * months / 12 / unit * unit
}

/// The same, rounded up: what is owed.
fn owed_of_months(quantity: Qty, months: i64, decimals: u8) -> Qty {
    let unit = 10_i64.pow(4 - u32::from(decimals));
    (quantity * months + 12 * unit - 1) / (12 * unit) * unit
}

/// A row with what R34 does not allow as a source marked: of the mover's own, all beyond its base.
fn marked(row: Vec<(Spot, Qty)>, own: &AccountId, base: Option<Qty>) -> Vec<(Spot, bool, Qty)> {
    let mut eligible = base.unwrap_or(Qty::MAX);
    let mut marked = Vec::new();
    for (spot, quantity) in row {
        let mut free = if spot.barred { 0 } else { quantity };
        if spot.account == *own {
            free = free.min(eligible);
            eligible -= free;
        }
        marked.push((spot.clone(), false, free));
        marked.push((spot, true, quantity - free));
    }
    marked
}

fn sum(spots: &[(Spot, Qty)]) -> Qty {
    spots.iter().map(|(_, quantity)| quantity).sum()
}

impl Model {
    /// What must be covered of a demand: an obligation, rounded up.
    pub fn cover(&self, case: &Case, indicator: &Indicator, required: Qty) -> Judged<Qty> {
        let judged_by = case.judged_by();
        let ratio = match indicator.cover {
            Cover::Plain => Some(Decimal::ONE),
            Cover::CarbonRatio => self.carbon_ratio(&case.site, judged_by),
            Cover::Factor => {
                self.factor(case.content.kind(), &indicator.code, &case.site, judged_by)
            }
        };
        let ratio = ratio.ok_or(Faults::of(Code::FactorUndetermined))?;
        let unit = Decimal::from(10_i64.pow(4 - u32::from(indicator.decimals)));
        let units = (Decimal::from(required) * ratio / unit).ceil();
        Ok((units * unit).to_i64().unwrap())
    }

    /// The lines of a reservation.
    pub fn reservation(&self, number: &CaseNo, case: &Case, today: Day) -> Judged<Vec<Line>> {
        match &case.content {
            Content::Relocation(content) => self.reserve_row(number, case, content, today),
            Content::Introduction(content) => self.reserve_sources(number, case, content, today),
            Content::Demonstration(_) => Ok(Vec::new()),
        }
    }

    /// The lines of a posting whose document has a date.
    pub fn posting(
        &self,
        number: &CaseNo,
        case: &Case,
        date: Day,
        today: Day,
    ) -> Judged<Vec<Line>> {
        match &case.content {
            Content::Relocation(content) => self.post_row(number, case, content, date, today),
            Content::Introduction(_) => self.post_sources(number, case, date),
            Content::Demonstration(_) => Ok(Vec::new()),
        }
    }

    /// The nearest open reserve of a region and those it counts into.
    fn reserve_account(
        &self,
        region: &qledger::domain::ids::RegionId,
        indicator: &qledger::domain::ids::IndicatorCode,
        today: Day,
    ) -> Judged<AccountId> {
        let mut above = self
            .counts_into(region, Some(indicator), today)
            .into_iter()
            .map(AccountId::reserve);
        let found = above.find(|account| self.accounts.contains(account));
        found.ok_or(Faults::of(Code::UnknownId))
    }

    /// Every indicator of a mover's row with what the site needs of it: those asked for, and
    /// whatever else it holds, of which nothing is needed.
    fn row_of(&self, case: &Case, content: &Relocation) -> Judged<Vec<(Indicator, Qty)>> {
        let mut row = Vec::new();
        for asked in &content.required {
            row.push((
                self.indicator_for(&asked.indicator, case.judged_by())?,
                ticks(asked.amount.decimal()),
            ));
        }
        let held = self
            .book
            .held
            .keys()
            .filter(|spot| spot.account == content.origin);
        let held: BTreeSet<IndicatorCode> = held
            .map(|spot| self.book.lots[&spot.lot].indicator.clone())
            .collect();
        for code in held {
            if content.required.iter().all(|asked| asked.indicator != code) {
                row.push((self.indicator_for(&code, case.judged_by())?, 0));
            }
        }
        Ok(row)
    }

    /// What R34 leaves a mover of its base-year emission: not what went out of its row as a
    /// reduction verified since.
    fn base(
        &self,
        account: &AccountId,
        indicator: &Indicator,
        row: &[(Spot, Qty)],
    ) -> Judged<Option<Qty>> {
        if !indicator.base_limited {
            return Ok(None);
        }
        let known = self.bases.get(&(account.clone(), indicator.code.clone()));
        let (year, base) = *known.ok_or(Faults::of(Code::SourceBaseUnknown))?;
        let since = self.reductions.values().filter(|reduction| {
            let of_this = reduction.act.account == *account;
            of_this
                && reduction.act.indicator == indicator.code
                && reduction.act.completed_on.year() > year
        });
        let gone = |lot: &LotNo| {
            let of_lot = row.iter().filter(|(spot, _)| spot.lot == *lot);
            let here: Qty = of_lot
                .filter(|(spot, _)| spot.account == *account)
                .map(|(_, quantity)| quantity)
                .sum();
            self.book.lots[lot].amount - here
        };
        let gone: Qty = since
            .filter_map(|reduction| reduction.verified.as_ref().map(gone))
            .sum();
        Ok(Some((base - gone).max(0)))
    }

    fn reserve_row(
        &self,
        number: &CaseNo,
        case: &Case,
        content: &Relocation,
        today: Day,
    ) -> Judged<Vec<Line>> {
        let mut faults = Faults::default();
        let mut lines = Lines::default();
        faults.when(self.account_held(&content.origin), Code::AccountOnHold);
        for (indicator, required) in self.row_of(case, content)? {
            let own = self.book.pick(|spot, lot| {
                let counts = lot.period.year().is_none_or(|year| year >= today.year());
                let free = spot.account == content.origin && spot.case.is_none();
                free && lot.indicator == indicator.code && counts
            });
            if own.is_empty() && required == 0 {
                continue;
            }
            if own.is_empty() {
                // Held, but for another case: short of it, and told who was first.
                let elsewhere = self.book.held.keys().any(|spot| {
                    let here = spot.account == content.origin && spot.case.is_some();
                    here && self.book.lots[&spot.lot].indicator == indicator.code
                });
                let code = if elsewhere {
                    Code::InsufficientLot
                } else {
                    Code::NothingHeld
                };
                faults.when(true, code);
            }
            let held = self.region_held(&case.site, &indicator.code, today);
            faults.when(held, Code::RegionOnHold);
            let base = faults.of_part(self.base(&content.origin, &indicator, &own));
            let Some(cover) = faults.of_part(self.cover(case, &indicator, required)) else {
                continue;
            };
            for (spot, quantity) in &own {
                faults.when(self.lot_held(&spot.lot), Code::LotOnHold);
                lines.reserve(spot, number, *quantity);
            }
            let periods: BTreeSet<Period> = own
                .iter()
                .map(|(spot, _)| self.book.lots[&spot.lot].period)
                .collect();
            for period in periods {
                let of_period: Vec<_> = own
                    .iter()
                    .filter(|(spot, _)| self.book.lots[&spot.lot].period == period)
                    .cloned()
                    .collect();
                let short = cover - sum(&of_period);
                if short > 0 {
                    let drawn = self.draw_reserve(case, content, &indicator, period, short, today);
                    for (spot, part) in faults.of_part(drawn).unwrap_or_default() {
                        lines.reserve(&spot, number, part);
                    }
                }
            }
            // What is retired beyond 1× replaces an emission, so R34 must allow it.
            if let (Some(Some(base)), true) = (base, cover > required) {
                let unbarred: Vec<_> = own.iter().filter(|(s, _)| !s.barred).cloned().collect();
                let eligible = base.min(sum(&unbarred));
                let beyond = cover.min(sum(&own)) > eligible.max(required);
                faults.when(beyond, Code::SourceExceedsBase);
            }
        }
        faults.verdict().map(|()| lines.done(&self.book))
    }

    /// A shortfall out of the nearest reserve whose keeper signs, the origin's bureau or the common
    /// upper body: oldest first, nothing barred.
    fn draw_reserve(
        &self,
        case: &Case,
        content: &Relocation,
        indicator: &Indicator,
        period: Period,
        short: Qty,
        today: Day,
    ) -> Judged<Vec<(Spot, Qty)>> {
        let mut givers = self.parties_of(case, Signatory::CommonUpper, today)?;
        givers.extend(self.bureau(content.origin.region(), today));
        let above = self.counts_into(content.origin.region(), Some(&indicator.code), today);
        let kept = above.into_iter().filter(|region| {
            let keeper = self.bureau(region, today);
            keeper.is_some_and(|keeper| givers.contains(&keeper))
        });
        let mut kept = kept.map(AccountId::reserve);
        let reserve = kept.find(|account| self.accounts.contains(account));
        let reserve = reserve.ok_or(Faults::of(Code::UnknownId))?;
        let mut faults = Faults::default();
        faults.when(self.account_held(&reserve), Code::AccountOnHold);
        let there = self.book.pick(|spot, lot| {
            let free = spot.account == reserve && spot.case.is_none() && !spot.barred;
            free && lot.indicator == indicator.code && lot.period == period
        });
        let mut left = short;
        let mut drawn = Vec::new();
        for (spot, quantity) in there {
            let part = left.min(quantity);
            if part > 0 {
                faults.when(self.lot_held(&spot.lot), Code::LotOnHold);
                drawn.push((spot, part));
            }
            left -= part;
        }
        faults.when(left > 0, Code::InsufficientBalance);
        faults.verdict().map(|()| drawn)
    }

    /// What a case reserves of an indicator, own first where the mover's account is given.
    fn reserved(&self, case: &CaseNo, code: &IndicatorCode, own: &AccountId) -> Vec<(Spot, Qty)> {
        let mut all = self
            .book
            .pick(|spot, lot| spot.case.as_ref() == Some(case) && lot.indicator == *code);
        all.sort_by_key(|(spot, _)| spot.account != *own);
        all
    }

    fn post_row(
        &self,
        number: &CaseNo,
        case: &Case,
        content: &Relocation,
        date: Day,
        today: Day,
    ) -> Judged<Vec<Line>> {
        let mut lines = Lines::default();
        let site = self.site_account(case);
        let held = self
            .book
            .held
            .keys()
            .filter(|spot| spot.case.as_ref() == Some(number));
        let codes: BTreeSet<_> = held
            .map(|spot| self.book.lots[&spot.lot].indicator.clone())
            .collect();
        for code in codes {
            let indicator = self.indicator_for(&code, case.judged_by())?;
            let surplus = self.reserve_account(content.origin.region(), &code, today)?;
            let asked = content.required.iter().find(|row| row.indicator == code);
            let required = asked.map_or(0, |row| ticks(row.amount.decimal()));
            let row = self.reserved(number, &code, &content.origin);
            if indicator.span == Span::Standing {
                let cover = self.cover(case, &indicator, required)?;
                let base = self.base(&content.origin, &indicator, &row)?;
                let row = marked(row, &content.origin, base);
                let mut to_site = required;
                let mut to_retire = cover - required;
                for (spot, barred, quantity) in row {
                    let goes = to_site.min(quantity);
                    let retired = to_retire.min(quantity - goes);
                    (to_site, to_retire) = (to_site - goes, to_retire - retired);
                    lines.add(&spot, place(&site, barred), goes);
                    lines.add(&spot, Place::Retired, retired);
                    lines.add(&spot, place(&surplus, barred), quantity - goes - retired);
                }
                continue;
            }
            let beyond = match required {
                0 => 0,
                _ => self.cover(case, &indicator, required)? - required,
            };
            let periods: BTreeSet<Period> = row
                .iter()
                .map(|(spot, _)| self.book.lots[&spot.lot].period)
                .collect();
            for period in periods {
                let year = i64::from(period.year().unwrap());
                let past = match year.cmp(&i64::from(date.year())) {
                    std::cmp::Ordering::Less => 12,
                    std::cmp::Ordering::Equal => months_past(date),
                    std::cmp::Ordering::Greater => 0,
                };
                let of_year = row
                    .iter()
                    .filter(|(s, _)| self.book.lots[&s.lot].period == period);
                let of_year: Vec<(Spot, Qty)> = of_year.cloned().collect();
                let own = of_year
                    .iter()
                    .filter(|(spot, _)| spot.account == content.origin);
                let held: Qty = own.map(|(_, quantity)| quantity).sum();
                let mut keeps = of_months(held, past, indicator.decimals);
                let mut gets = of_months(required, 12 - past, indicator.decimals);
                let mut owes = owed_of_months(beyond, 12 - past, indicator.decimals);
                for (spot, quantity) in of_year {
                    let own = spot.account == content.origin;
                    let stays = if own { keeps.min(quantity) } else { 0 };
                    let goes = gets.min(quantity - stays);
                    let retired = owes.min(quantity - stays - goes);
                    (keeps, gets, owes) = (keeps - stays, gets - goes, owes - retired);
                    let rest = quantity - stays - goes - retired;
                    lines.add(&spot, Place::Retired, retired);
                    lines.add(&spot, place(&spot.account, spot.barred), stays);
                    lines.add(&spot, place(&site, spot.barred), goes);
                    let back = if own { &surplus } else { &spot.account };
                    lines.add(&spot, place(back, spot.barred), rest);
                }
            }
        }
        Ok(lines.done(&self.book))
    }

    /// The account at the site that a case credits.
    fn site_account(&self, case: &Case) -> AccountId {
        let firm = Holder::Party(self.firm(case));
        AccountId::new(case.site.clone(), firm, case.project().cloned())
    }

    fn post_sources(&self, number: &CaseNo, case: &Case, date: Day) -> Judged<Vec<Line>> {
        let mut lines = Lines::default();
        let site = self.site_account(case);
        for asked in case.required() {
            let indicator = self.indicator_for(&asked.indicator, case.judged_by())?;
            let required = ticks(asked.amount.decimal());
            let beyond = self.cover(case, &indicator, required)? - required;
            let mut row = self.reserved(number, &asked.indicator, &site);
            row.sort_by_key(|(spot, _)| case.sources.iter().position(|lot| *lot == spot.lot));
            let periods: BTreeSet<Period> = row
                .iter()
                .map(|(spot, _)| self.book.lots[&spot.lot].period)
                .collect();
            for period in periods {
                let months = match period.year().map(|year| year.cmp(&date.year())) {
                    None | Some(std::cmp::Ordering::Greater) => 12,
                    Some(std::cmp::Ordering::Less) => 0,
                    Some(std::cmp::Ordering::Equal) => 12 - months_past(date),
                };
                let mut gets = of_months(required, months, indicator.decimals);
                let mut owes = owed_of_months(beyond, months, indicator.decimals);
                for (spot, quantity) in &row {
                    if self.book.lots[&spot.lot].period != period {
                        continue;
                    }
                    let goes = gets.min(*quantity);
                    let retired = owes.min(*quantity - goes);
                    (gets, owes) = (gets - goes, owes - retired);
                    lines.add(spot, Place::Available(site.clone()), goes);
                    lines.add(spot, Place::Retired, retired);
                    let back = place(&spot.account, spot.barred);
                    lines.add(spot, back, quantity - goes - retired);
                }
            }
        }
        Ok(lines.done(&self.book))
    }
}
