//! Reductions: recorded, verified, and what they are made out of.

use super::book::{Lot, Origin};
use super::{Faults, Judged, Model, Qty, Seen, ticks};
use qledger::domain::entry::{ReductionRecord, ReductionVerify};
use qledger::domain::ids::{LotNo, PermitNo};
use qledger::domain::lot::PermitState;
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::posting::{Line, Place};
use qledger::domain::refusal::Code;

/// A reduction as recorded.
#[derive(Debug, Clone)]
pub struct Reduction {
    pub act: ReductionRecord,
    pub verified: Option<LotNo>,
}

impl Reduction {
    /// What makes two reductions one: permit × facility × indicator × measure.
    fn is_same_source(&self, other: &ReductionRecord) -> bool {
        let facility = |act: &ReductionRecord| act.facility.as_str().to_ascii_uppercase();
        self.act.permit == other.permit
            && facility(&self.act) == facility(other)
            && self.act.indicator == other.indicator
            && self.act.measure == other.measure
    }
}

impl Model {
    /// The permit is in force, and the unit's own at its site.
    fn check_own_permit(&self, act: &ReductionRecord, today: Day, faults: &mut Faults) {
        let Some(permit) = self.permit(&act.permit, faults) else {
            return;
        };
        let in_force = permit.state == PermitState::InForce && permit.from <= today;
        faults.when(!in_force, Code::PermitNotInForce);
        let own = act.account.party() == Some(&permit.holder);
        let here = *act.account.region() == permit.region;
        faults.when(!own || !here, Code::PermitMissing);
    }

    /// Records a completed reduction.
    pub fn record_reduction(
        &mut self,
        seen: &Seen<'_>,
        act: &ReductionRecord,
    ) -> Judged<Vec<String>> {
        let mut faults = Faults::default();
        self.knows_account(&act.account, &mut faults);
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(act.completed_on > seen.today(), Code::DateInFuture);
        for value in [act.before, act.after] {
            let period = Some(Period::Standing);
            faults.of_part(self.check_amount(&act.indicator, period, value.decimal()));
        }
        self.check_own_permit(act, seen.today(), &mut faults);
        let claimed = self
            .reductions
            .values()
            .any(|first| first.is_same_source(act));
        faults.when(claimed, Code::SourceAlreadyClaimed);
        faults.when(act.before <= act.after, Code::NothingReduced);
        faults.verdict()?;
        let number = self.number(act.account.region(), "R", seen.today());
        let reduction = Reduction {
            act: act.clone(),
            verified: None,
        };
        self.reductions.insert(number.parse().unwrap(), reduction);
        Ok(vec![number])
    }

    /// Verifies a reduction: part of the unit's own becomes a lot, and its permit shrinks.
    pub fn verify_reduction(
        &mut self,
        seen: &Seen<'_>,
        act: &ReductionVerify,
    ) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let Some(reduction) = self.reductions.get(&act.reduction).cloned() else {
            faults.when(true, Code::UnknownId);
            return faults.verdict().map(|()| Vec::new());
        };
        let (record, quantity) = (&reduction.act, ticks(act.amount.decimal()));
        let indicator = self.check_amount(&record.indicator, None, act.amount.decimal());
        let indicator = faults.of_part(indicator);
        let now = (today, self.size);
        let indicator = indicator.and_then(|i| self.indicator_for(&i.code, now).ok());
        self.check_own_permit(record, today, &mut faults);
        let limit = self.permits.get(&record.permit).and_then(|permit| {
            permit
                .limits
                .iter()
                .find(|limit| limit.indicator == record.indicator)
        });
        let limit = limit.map_or(0, |limit| ticks(limit.amount.decimal()));
        faults.when(quantity > limit, Code::LimitNotLower);
        faults.when(self.account_held(&record.account), Code::AccountOnHold);
        faults.when(reduction.verified.is_some(), Code::SourceAlreadyClaimed);
        let limited = indicator.is_some_and(|indicator| indicator.base_limited);
        let base = (record.account.clone(), record.indicator.clone());
        let is_unknown = limited && !self.bases.contains_key(&base);
        faults.when(is_unknown, Code::SourceBaseUnknown);
        let eligible = self.eligible_reduction(record, limited);
        faults.when(!is_unknown && quantity > eligible, Code::SourceExceedsBase);
        let lines = faults
            .of_part(self.reduction_lines(record, quantity))
            .unwrap_or_default();
        faults.when(
            lines.iter().any(|line| self.lot_held(&line.lot)),
            Code::LotOnHold,
        );
        faults.verdict()?;
        if lines != act.lines {
            return Err(Faults::of(Code::FiguresMovedOn));
        }
        self.post(&lines, None, today)?;
        let lot = Lot {
            account: record.account.clone(),
            indicator: record.indicator.clone(),
            period: Period::Standing,
            amount: quantity,
            since: record.completed_on,
            paid: lines.iter().all(|line| self.book.lots[&line.lot].paid),
            base: Some(eligible),
            origin: Origin::Reduction,
        };
        let number = self.number(record.account.region(), "L", today);
        self.make_lot(&number, lot);
        self.shrink_permit(&record.permit, record.indicator.as_str(), quantity);
        let verified = Some(number.parse().unwrap());
        self.reductions.insert(
            act.reduction.clone(),
            Reduction {
                verified,
                ..reduction
            },
        );
        Ok(vec![number])
    }

    fn shrink_permit(&mut self, permit: &PermitNo, indicator: &str, by: Qty) {
        let permit = self.permits.get_mut(permit).unwrap();
        let mut limits = Vec::new();
        for mut limit in permit.limits.drain(..) {
            let mut left = ticks(limit.amount.decimal());
            if limit.indicator.as_str() == indicator {
                left -= by;
            }
            if left > 0 {
                limit.amount = super::amount(left);
                limits.push(limit);
            }
        }
        permit.limits = limits;
    }

    /// R34: the emission before, at most what the base year leaves after the reductions verified
    /// since, less the emission after.
    fn eligible_reduction(&self, record: &ReductionRecord, limited: bool) -> Qty {
        let mut before = ticks(record.before.decimal());
        let base = self
            .bases
            .get(&(record.account.clone(), record.indicator.clone()));
        if let (Some((year, base)), true) = (base, limited) {
            let others = self.reductions.values().filter(|other| {
                other.act.account == record.account
                    && other.act.indicator == record.indicator
                    && other.act.completed_on.year() > *year
            });
            let verified = others.filter_map(|other| other.verified.as_ref());
            let used: Qty = verified.map(|lot| self.book.lots[lot].amount).sum();
            before = before.min(base - used);
        }
        (before - ticks(record.after.decimal())).max(0)
    }

    /// What a reduction is made out of: the unit's own free holding, oldest first, but nothing that
    /// it freed before.
    pub(super) fn reduction_lines(
        &self,
        record: &ReductionRecord,
        quantity: Qty,
    ) -> Judged<Vec<Line>> {
        let own = self.book.pick(|spot, lot| {
            let freed_here = lot.origin == Origin::Reduction && lot.account == record.account;
            spot.account == record.account
                && lot.indicator == record.indicator
                && spot.case.is_none()
                && !spot.barred
                && !freed_here
        });
        let mut left = quantity;
        let mut lines = Vec::new();
        for (spot, there) in own {
            let part = left.min(there);
            if part > 0 {
                let (from, to) = (spot.place(), Place::Reduced);
                lines.push(Line {
                    lot: spot.lot,
                    indicator: record.indicator.clone(),
                    from,
                    to,
                    amount: super::amount(part),
                });
            }
            left -= part;
        }
        if left == 0 {
            Ok(lines)
        } else {
            Err(Faults::of(Code::SourceNotHeld))
        }
    }
}
