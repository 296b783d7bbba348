//! The sources of an introduction: which lots, from where, how much of them.

use std::collections::BTreeSet;

use super::book::{Lot, Origin};
use super::plan::Lines;
use super::{Case, Faults, Judged, Model, Qty, Spot, ticks};
use qledger::domain::case::{Content, Introduction};
use qledger::domain::ids::{CaseNo, IndicatorCode, LotNo, PartyId};
use qledger::domain::indicator::{Cover, Indicator, Span};
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::posting::Line;
use qledger::domain::procedure::{Establishes, Signatory};
use qledger::domain::refusal::Code;
use qledger::domain::text::DocumentKind;

/// A lot lies where it may be drawn: in a reserve, or where it was first recorded.
pub(super) fn is_drawable(spot: &Spot, lot: &Lot) -> bool {
    spot.account.party().is_none() || spot.account == lot.account
}

/// A running unit's own right is no source: only what a reserve keeps, or a verified reduction.
fn is_source(spot: &Spot, lot: &Lot, indicator: &Indicator) -> bool {
    let freed = lot.origin == Origin::Reduction || spot.account.party().is_none();
    is_drawable(spot, lot) && (freed || indicator.cover == Cover::CarbonRatio)
}

/// A holding that may be drawn, and how much of it R34 allows.
struct Source {
    spot: Spot,
    there: Qty,
    eligible: Qty,
}

impl Model {
    /// Known lots, each once, of what is asked for, from the region that must supply.
    pub(super) fn check_plan(&self, case: &Case, sources: &[LotNo], today: Day) -> Judged {
        let mut faults = Faults::default();
        faults.when(sources.len() > 200, Code::TooManyRows);
        for (at, number) in sources.iter().enumerate() {
            faults.when(sources[..at].contains(number), Code::RowTwice);
            let Some(lot) = self.book.lots.get(number) else {
                faults.when(true, Code::UnknownId);
                continue;
            };
            let asked = case
                .required()
                .iter()
                .any(|row| row.indicator == lot.indicator);
            faults.when(!asked, Code::SourceWrongLot);
            let spots = self
                .book
                .pick(|spot, lot| spot.lot == *number && is_drawable(spot, lot));
            let needed = self.giver_region_of(case, Some(&lot.indicator), today);
            let fits = |spot: &Spot| {
                self.counts_into(spot.account.region(), Some(&lot.indicator), today)
                    .contains(&needed)
            };
            faults.when(
                !spots.iter().all(|(spot, _)| fits(spot)),
                Code::WrongSupplier,
            );
        }
        if let Content::Introduction(content) = &case.content {
            self.check_introducer(content, &case.site, today, &mut faults);
        }
        faults.verdict()
    }

    /// The plan where nobody names lots: all that may be drawn at and below the supplying region,
    /// oldest first.
    pub fn default_sources(&self, case: &Case, today: Day) -> Vec<LotNo> {
        let found = self.book.pick(|spot, lot| {
            let asked = case
                .required()
                .iter()
                .any(|row| row.indicator == lot.indicator);
            let below = || {
                let code = Some(&lot.indicator);
                let needed = self.giver_region_of(case, code, today);
                self.counts_into(spot.account.region(), code, today)
                    .contains(&needed)
            };
            let fits = |indicator| is_source(spot, lot, &indicator);
            let free = spot.case.is_none() && !spot.barred;
            let given_up = lot.origin == Origin::Reduction || spot.account.party().is_none();
            free && given_up
                && asked
                && below()
                && self
                    .indicator_for(&lot.indicator, case.judged_by())
                    .is_ok_and(fits)
        });
        let mut lots: Vec<LotNo> = Vec::new();
        for (spot, _) in found {
            if !lots.contains(&spot.lot) {
                lots.push(spot.lot);
            }
        }
        lots
    }

    /// The lines of an introduction's reservation.
    pub(super) fn reserve_sources(
        &self,
        number: &CaseNo,
        case: &Case,
        content: &Introduction,
        today: Day,
    ) -> Judged<Vec<Line>> {
        let mut faults = Faults::default();
        let mut lines = Lines::default();
        let confirm = case.procedure.steps.iter().filter(|step| {
            let giver = step.signatory == Signatory::Giver;
            giver && step.establishes == Establishes::SourceConfirmed
        });
        let confirm: Vec<_> = confirm.map(|step| &step.id).collect();
        let confirmed = case
            .done
            .iter()
            .filter(|done| confirm.contains(&&done.step));
        let confirmed: Vec<_> = confirmed.map(|done| &done.by).collect();
        self.check_two_high(case, content, today, &mut faults);
        self.check_introducer(content, &case.site, today, &mut faults);
        for asked in &content.required {
            let code = &asked.indicator;
            let indicator = self.indicator_for(code, case.judged_by())?;
            faults.when(
                self.region_held(&case.site, code, today),
                Code::RegionOnHold,
            );
            let cover = self.cover(case, &indicator, ticks(asked.amount.decimal()));
            let Some(cover) = faults.of_part(cover) else {
                continue;
            };
            let Some(sources) = faults.of_part(self.candidates(case, &indicator, today)) else {
                continue;
            };
            for period in self.periods_of(&indicator, &sources, today) {
                let drawn = self.draw(case, &indicator, period, cover, &sources, today);
                for (spot, part) in faults.of_part(drawn).unwrap_or_default() {
                    // Who gives it today is who confirmed it.
                    let unit = spot.account.party().cloned();
                    let giver = unit.or_else(|| self.bureau(spot.account.region(), today));
                    let asked = |by: &&Vec<PartyId>| giver.iter().all(|giver| by.contains(giver));
                    faults.when(!confirmed.iter().all(asked), Code::MissingSignature);
                    lines.reserve(&spot, number, part);
                }
            }
        }
        faults.verdict().map(|()| lines.done(&self.book))
    }

    fn periods_of(&self, indicator: &Indicator, sources: &[Source], today: Day) -> Vec<Period> {
        if indicator.span == Span::Standing {
            return vec![Period::Standing];
        }
        let this_year = today.year();
        let years = sources
            .iter()
            .filter_map(|s| self.book.lots[&s.spot.lot].period.year());
        let years: BTreeSet<u16> = years
            .filter(|year| *year > this_year)
            .chain([this_year])
            .collect();
        years.into_iter().map(Period::Year).collect()
    }

    /// A two-high project needs a passed demonstration led by who supplies it, and its carbon
    /// replacement.
    fn check_two_high(&self, case: &Case, content: &Introduction, today: Day, faults: &mut Faults) {
        let project = &self.projects[&content.project];
        let industry = project.industry.as_str();
        let (two_high, _) = self.listed(industry, &project.region, case.judged_by());
        if two_high.is_none() {
            return;
        }
        let counts = project
            .demonstration
            .as_ref()
            .is_some_and(|passed| passed.led_by == content.supplier && passed.until >= today);
        faults.when(!counts, Code::DemonstrationMissing);
        let replaces = content.required.iter().any(|row| {
            self.indicator_for(&row.indicator, case.judged_by())
                .is_ok_and(|i| i.cover == Cover::CarbonRatio)
        });
        faults.when(!replaces, Code::CarbonReplacementMissing);
    }

    /// What may be drawn for an indicator, in the plan's order. R34: of a lot no more than its
    /// base-year emission less all that went out of it, into cases as well.
    fn candidates(&self, case: &Case, indicator: &Indicator, today: Day) -> Judged<Vec<Source>> {
        let needed = self.giver_region_of(case, Some(&indicator.code), today);
        let mut faults = Faults::default();
        let mut found = Vec::new();
        for number in &case.sources {
            let lot = &self.book.lots[number];
            if lot.indicator != indicator.code {
                continue;
            }
            let free = self.book.pick(|spot, lot| {
                spot.lot == *number && spot.case.is_none() && is_drawable(spot, lot)
            });
            let there: Qty = free.iter().map(|(_, quantity)| quantity).sum();
            let mut left = Qty::MAX;
            if indicator.base_limited {
                let of_unit = self
                    .bases
                    .get(&(lot.account.clone(), lot.indicator.clone()));
                match lot.base.or(of_unit.map(|(_, base)| *base)) {
                    Some(base) => left = (base - (lot.amount - there)).max(0),
                    None => faults.when(true, Code::SourceBaseUnknown),
                }
            }
            for (spot, there) in free {
                if !is_source(&spot, lot, indicator) {
                    continue;
                }
                let path = self.counts_into(spot.account.region(), Some(&indicator.code), today);
                faults.when(!path.contains(&needed), Code::WrongSupplier);
                let eligible = if spot.barred { 0 } else { left.min(there) };
                left -= eligible;
                found.push(Source {
                    spot,
                    there,
                    eligible,
                });
            }
        }
        faults.verdict().map(|()| found)
    }

    fn draw(
        &self,
        case: &Case,
        indicator: &Indicator,
        period: Period,
        cover: Qty,
        sources: &[Source],
        today: Day,
    ) -> Judged<Vec<(Spot, Qty)>> {
        let of_period = |source: &&Source| self.book.lots[&source.spot.lot].period == period;
        let mut faults = Faults::default();
        let mut drawn = Vec::new();
        let (mut left, mut there, mut eligible) = (cover, 0, 0);
        for source in sources.iter().filter(of_period) {
            there += source.there;
            eligible += source.eligible;
            let part = left.min(source.eligible);
            if part == 0 {
                continue;
            }
            faults.when(self.account_held(&source.spot.account), Code::AccountOnHold);
            faults.when(self.lot_held(&source.spot.lot), Code::LotOnHold);
            faults.when(
                !self.in_scope(case, &source.spot, today),
                Code::SourceOutOfScope,
            );
            drawn.push((source.spot.clone(), part));
            left -= part;
        }
        if left > 0 {
            let base_limits = eligible < there;
            let code = if base_limits {
                Code::SourceExceedsBase
            } else {
                self.shortage(case, indicator, period, there)
            };
            faults.when(true, code);
        }
        faults.verdict().map(|()| drawn)
    }

    /// A source lies in the site's prefecture, or a shortage was stated and confirmed above, or the
    /// coordination mechanism's minute waives it. Who gains brings no waiver.
    fn in_scope(&self, case: &Case, spot: &Spot, today: Day) -> bool {
        let code = Some(&self.book.lots[&spot.lot].indicator);
        let here = self.prefecture_of(&case.site, code, today);
        let of_applicant = |done: &&super::cases::Done| {
            let mut steps = case.procedure.steps.iter();
            let signatory = steps
                .find(|step| step.id == done.step)
                .map(|step| step.signatory);
            matches!(
                signatory,
                Some(Signatory::ParkCommittee | Signatory::Enterprise)
            )
        };
        let official = case.done.iter().filter(|done| !of_applicant(done));
        let kinds: Vec<DocumentKind> = official
            .flat_map(|done| &done.documents)
            .map(|document| document.kind)
            .collect();
        let steps = case.procedure.steps.iter();
        let upper: Vec<_> = steps
            .filter(|step| step.establishes == Establishes::UpperConfirmation)
            .collect();
        let confirmed = !upper.is_empty() && upper.iter().all(|step| case.has_done(&step.id));
        let stated = kinds.contains(&DocumentKind::ShortageStatement) && confirmed;
        self.prefecture_of(spot.account.region(), code, today) == here
            || stated
            || kinds.contains(&DocumentKind::CoordinationMinute)
    }

    /// Which name a shortage has.
    fn shortage(&self, case: &Case, indicator: &Indicator, period: Period, there: Qty) -> Code {
        let named = |code: &IndicatorCode, number: &&LotNo| {
            let lot = &self.book.lots[*number];
            lot.indicator == *code && lot.period == period
        };
        let lots: Vec<&LotNo> = case
            .sources
            .iter()
            .filter(|number| named(&indicator.code, number))
            .collect();
        let is_wrong = |number: &&&LotNo| {
            let spots = self
                .book
                .pick(|spot, lot| spot.lot == ***number && is_drawable(spot, lot));
            let lot = &self.book.lots[**number];
            spots
                .first()
                .is_some_and(|(spot, _)| !is_source(spot, lot, indicator))
        };
        if lots.iter().find(is_wrong).is_some() {
            return Code::SourceWrongLot;
        }
        let reserved = |number: &LotNo| {
            self.book
                .held
                .keys()
                .any(|spot| spot.lot == *number && spot.case.is_some())
        };
        match lots.as_slice() {
            [lot] if there == 0 && !reserved(lot) => Code::LotAlreadyUsed,
            _ => Code::InsufficientLot,
        }
    }
}
