//! Acts about quantity outside cases.

use super::book::{Lot, Origin};
use super::{Faults, Judged, Model, Seen, ticks};
use qledger::domain::entry::{
    BaseDecide, EmissionVerify, OpeningRecord, OpeningRow, PermitCancel, PermitLower, PermitRecord,
    QuotaIssue, QuotaTakeBack,
};
use qledger::domain::ids::{AccountId, PermitNo};
use qledger::domain::indicator::{Cover, Indicator, Span};
use qledger::domain::lot::{Permit, PermitState};
use qledger::domain::moment::Day;
use qledger::domain::posting::{Line, Place};
use qledger::domain::refusal::Code;
use qledger::domain::region::{Emission, Quantity};

/// Rows are there, not too many, none twice.
fn check_rows<R: PartialEq>(rows: &[R], faults: &mut Faults) {
    faults.when(rows.is_empty(), Code::Nothing);
    faults.when(rows.len() > 200, Code::TooManyRows);
    let twice = |at: usize| rows[..at].contains(&rows[at]);
    faults.when((0..rows.len()).any(twice), Code::RowTwice);
}

fn indicators_of(rows: &[Quantity]) -> Vec<&str> {
    rows.iter().map(|row| row.indicator.as_str()).collect()
}

impl Model {
    pub(super) fn knows_account(&self, account: &AccountId, faults: &mut Faults) {
        faults.when(!self.accounts.contains(account), Code::UnknownId);
    }

    fn check_quantities(&self, rows: &[Quantity], faults: &mut Faults) {
        check_rows(&indicators_of(rows), faults);
        for row in rows {
            faults.of_part(self.check_amount(&row.indicator, None, row.amount.decimal()));
        }
    }

    fn check_emissions(&self, rows: &[Emission], faults: &mut Faults) {
        let indicators: Vec<&str> = rows.iter().map(|row| row.indicator.as_str()).collect();
        check_rows(&indicators, faults);
        for row in rows {
            faults.of_part(self.check_amount(&row.indicator, None, row.amount.decimal()));
        }
    }

    /// Opening balances: no ceiling is needed, but over may not rise.
    pub fn record_opening(&mut self, seen: &Seen<'_>, act: &OpeningRecord) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        check_rows(&act.rows, &mut faults);
        faults.when(!self.regions.contains_key(&act.region), Code::UnknownId);
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(act.cut_over > today, Code::DateInFuture);
        for row in &act.rows {
            self.knows_account(&row.account, &mut faults);
            faults.when(self.opened.contains(row), Code::AlreadyThere);
            faults.when(row.since > act.cut_over, Code::DatesReversed);
            let period = Some(row.period);
            faults.of_part(self.check_amount(&row.indicator, period, row.amount.decimal()));
            let base = row
                .base_emission
                .map(qledger::domain::amount::Balance::decimal);
            faults.when(
                base.is_some_and(|base| self.check_amount(&row.indicator, period, base).is_err()),
                Code::TooManyDecimals,
            );
            let vouched = self.regions.contains_key(row.account.region())
                && self
                    .lies_in(row.account.region(), today)
                    .contains(&act.region);
            faults.when(!vouched, Code::ScopeTooWide);
        }
        faults.verdict()?;
        let before = self.clone();
        let numbers = act
            .rows
            .iter()
            .map(|row| self.open_row(row, today))
            .collect();
        faults = Faults::default();
        faults.when(self.made_too_much(), Code::QuantityTooLarge);
        faults.when(self.over_rose(&before, today), Code::CapExceeded);
        self.opened.extend(act.rows.iter().cloned());
        faults.verdict().map(|()| numbers)
    }

    fn open_row(&mut self, row: &OpeningRow, today: Day) -> String {
        let lot = Lot {
            account: row.account.clone(),
            indicator: row.indicator.clone(),
            period: row.period,
            amount: ticks(row.amount.decimal()),
            since: row.since,
            paid: row.paid,
            base: row.base_emission.map(|base| ticks(base.decimal())),
            origin: Origin::Opening,
        };
        let number = self.number(row.account.region(), "L", today);
        self.make_lot(&number, lot);
        number
    }

    /// An issuance: under a ceiling somewhere above, and under every ceiling there.
    pub fn issue(&mut self, seen: &Seen<'_>, act: &QuotaIssue) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        check_rows(&act.rows, &mut faults);
        self.knows_account(&act.account, &mut faults);
        faults.of_part(self.check_document(seen, &act.document));
        for row in &act.rows {
            let begins = row
                .period
                .year()
                .and_then(|year| Day::new(year, 1, 1))
                .unwrap_or(today);
            faults.when(row.since > begins.max(today), Code::DatesReversed);
            let period = Some(row.period);
            faults.of_part(self.check_amount(&row.indicator, period, row.amount.decimal()));
        }
        faults.verdict()?;
        let mut faults = Faults::default();
        let before = self.clone();
        let mut numbers = Vec::new();
        for row in &act.rows {
            let lot = Lot {
                account: act.account.clone(),
                indicator: row.indicator.clone(),
                period: row.period,
                amount: ticks(row.amount.decimal()),
                since: row.since,
                paid: row.paid,
                base: None,
                origin: Origin::Issuance,
            };
            faults.when(!self.has_ceiling(&lot, today), Code::NoCeiling);
            let number = self.number(act.account.region(), "L", today);
            self.make_lot(&number, lot);
            numbers.push(number);
        }
        faults.when(self.made_too_much(), Code::QuantityTooLarge);
        faults.when(self.over_rose(&before, today), Code::CapExceeded);
        faults.verdict().map(|()| numbers)
    }

    /// Takes back what was issued and is available; the caps stay.
    pub fn take_back(&mut self, seen: &Seen<'_>, act: &QuotaTakeBack) -> Judged {
        let today = seen.today();
        let mut faults = Faults::default();
        self.knows_account(&act.account, &mut faults);
        faults.of_part(self.check_document(seen, &act.document));
        let Some(lot) = self.book.lots.get(&act.lot).cloned() else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        faults.verdict()?;
        let mut faults = Faults::default();
        let issuer = self.bureau(lot.account.region(), today);
        faults.when(
            issuer != self.bureau(act.account.region(), today),
            Code::NotAuthorised,
        );
        faults.of_part(self.check_amount(&lot.indicator, None, act.amount.decimal()));
        faults.when(self.account_held(&act.account), Code::AccountOnHold);
        faults.when(self.lot_held(&act.lot), Code::LotOnHold);
        faults.when(lot.origin != Origin::Issuance, Code::NotIssued);
        let from = Place::Available(act.account.clone());
        let line = Line {
            lot: act.lot.clone(),
            indicator: lot.indicator.clone(),
            from,
            to: Place::TakenBack,
            amount: act.amount,
        };
        faults.of_part(self.post(&[line], None, today));
        faults.verdict()
    }

    /// A permit, of five years at most.
    pub fn record_permit(&mut self, seen: &Seen<'_>, act: &PermitRecord) -> Judged {
        let mut faults = Faults::default();
        faults.when(!self.parties.contains_key(&act.holder), Code::UnknownId);
        faults.when(!self.regions.contains_key(&act.region), Code::UnknownId);
        faults.when(self.permits.contains_key(&act.permit), Code::AlreadyThere);
        faults.of_part(self.check_document(seen, &act.document));
        let over = act.until < act.from || act.until < seen.today();
        faults.when(over, Code::DatesReversed);
        self.check_quantities(&act.limits, &mut faults);
        let until = (
            act.until.year(),
            act.until.month(),
            act.until.day_of_month(),
        );
        let five = (
            act.from.year() + 5,
            act.from.month(),
            act.from.day_of_month(),
        );
        faults.when(until >= five, Code::PermitTooLong);
        faults.verdict()?;
        let permit = Permit {
            permit: act.permit.clone(),
            holder: act.holder.clone(),
            region: act.region.clone(),
            limits: act.limits.clone(),
            from: act.from,
            until: act.until,
            state: PermitState::InForce,
        };
        self.permits.insert(act.permit.clone(), permit);
        Ok(())
    }

    pub(super) fn permit(&self, number: &PermitNo, faults: &mut Faults) -> Option<Permit> {
        let found = self.permits.get(number).cloned();
        faults.when(found.is_none(), Code::UnknownId);
        found
    }

    /// Lowers limits; none rises, none appears.
    pub fn lower_permit(&mut self, seen: &Seen<'_>, act: &PermitLower) -> Judged {
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        self.check_quantities(&act.limits, &mut faults);
        let permit = self.permit(&act.permit, &mut faults);
        let Some(mut permit) = permit else {
            return faults.verdict();
        };
        faults.when(permit.state != PermitState::InForce, Code::PermitNotInForce);
        for new in &act.limits {
            let old = permit
                .limits
                .iter_mut()
                .find(|old| old.indicator == new.indicator);
            match old.filter(|old| new.amount <= old.amount) {
                Some(old) => old.amount = new.amount,
                None => faults.when(true, Code::LimitNotLower),
            }
        }
        faults.verdict()?;
        self.permits.insert(act.permit.clone(), permit);
        Ok(())
    }

    /// Cancels a permit.
    pub fn cancel_permit(&mut self, seen: &Seen<'_>, act: &PermitCancel) -> Judged {
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let permit = self.permit(&act.permit, &mut faults);
        let Some(mut permit) = permit else {
            return faults.verdict();
        };
        faults.when(permit.state != PermitState::InForce, Code::PermitNotInForce);
        faults.verdict()?;
        permit.state = PermitState::Cancelled;
        self.permits.insert(act.permit.clone(), permit);
        Ok(())
    }

    /// A unit's verified base-year emissions.
    pub fn verify_emission(&mut self, seen: &Seen<'_>, act: &EmissionVerify) -> Judged {
        let mut faults = Faults::default();
        self.knows_account(&act.account, &mut faults);
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(act.year > seen.today().year(), Code::DateInFuture);
        self.check_emissions(&act.emissions, &mut faults);
        faults.verdict()?;
        for row in &act.emissions {
            let base = (act.year, ticks(row.amount.decimal()));
            self.bases
                .insert((act.account.clone(), row.indicator.clone()), base);
        }
        Ok(())
    }

    /// What base passes with a move.
    pub fn decide_base(&mut self, seen: &Seen<'_>, act: &BaseDecide) -> Judged {
        let decision = &act.decision;
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(decision.year > seen.today().year(), Code::DateInFuture);
        let Some(case) = self.cases.get(&decision.case) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        case.check_open(seen, &mut faults);
        match self.budget_moved(case) {
            Some(indicator) => {
                let decimals = decision.co2.decimals();
                faults.when(decimals > indicator.decimals.into(), Code::TooManyDecimals);
            }
            None => faults.when(true, Code::BaseNotAsked),
        }
        faults.when(self.case_held(&decision.case), Code::CaseOnHold);
        faults.verdict()?;
        self.decisions
            .insert(decision.case.clone(), decision.clone());
        Ok(())
    }

    /// The yearly budget a relocation moves along, if it does.
    pub(super) fn budget_moved(&self, case: &super::Case) -> Option<Indicator> {
        let required = case.relocation()?.required.iter();
        let mut indicators =
            required.filter_map(|row| self.indicator_for(&row.indicator, case.judged_by()).ok());
        indicators.find(|i| i.span == Span::Yearly && i.cover == Cover::Plain)
    }
}
