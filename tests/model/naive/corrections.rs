//! Quantity declared void, and postings reversed: each posting is kept as the lines that would undo it.

use super::cases::Phase;
use super::{Faults, Judged, Model, Seen, ticks};
use qledger::domain::correction::Posting;
use qledger::domain::entry::{Act, EntryReverse, OpeningRow, QuotaInvalidate, RequiredSigner};
use qledger::domain::ids::{AccountId, CaseNo, LotNo, ReductionNo};
use qledger::domain::moment::Day;
use qledger::domain::posting::{Line, Place};
use qledger::domain::procedure::Effect;
use qledger::domain::refusal::Code;

/// A posting that may be undone.
#[derive(Debug, Clone)]
pub struct Posted {
    pub on: Day,
    pub undo: Vec<Line>,
    pub signers: Vec<RequiredSigner>,
    pub reversed: bool,
    /// Whether it is a reversal itself.
    pub undoes: bool,
    pub case: Option<CaseNo>,
    pub reduction: Option<ReductionNo>,
    /// The rows of an opening.
    pub rows: Vec<OpeningRow>,
}

fn turned_round(line: &Line) -> Line {
    Line {
        from: line.to.clone(),
        to: line.from.clone(),
        ..line.clone()
    }
}

impl Model {
    /// Keeps what an admitted act posted; it gave these numbers.
    pub(super) fn keep_posted(&mut self, seen: &Seen<'_>, numbers: &[String]) {
        let made = |account: &AccountId, amount, indicator: &_, number: &String| Line {
            lot: number.parse().unwrap(),
            indicator: Clone::clone(indicator),
            from: Place::Available(account.clone()),
            to: Place::Reversed,
            amount,
        };
        let (mut case, mut reduction, mut opened) = (None, None, Vec::new());
        let undo: Vec<Line> = match &seen.entry.act {
            Act::OpeningRecord(act) => {
                opened.clone_from(&act.rows);
                let rows = act.rows.iter().zip(numbers);
                rows.map(|(row, lot)| made(&row.account, row.amount, &row.indicator, lot))
                    .collect()
            }
            Act::QuotaIssue(act) => {
                let rows = act.rows.iter().zip(numbers);
                rows.map(|(row, lot)| made(&act.account, row.amount, &row.indicator, lot))
                    .collect()
            }
            Act::QuotaTakeBack(act) => {
                vec![self.from_sink(&act.lot, &act.account, Place::TakenBack, act.amount)]
            }
            Act::QuotaInvalidate(act) => {
                vec![self.from_sink(&act.lot, &act.account, Place::Invalidated, act.amount)]
            }
            Act::ReductionVerify(act) => {
                reduction = Some(act.reduction.clone());
                let record = &self.reductions[&act.reduction].act;
                let child = made(&record.account, act.amount, &record.indicator, &numbers[0]);
                let parents = act.lines.iter().map(turned_round);
                std::iter::once(child).chain(parents).collect()
            }
            Act::CaseAct(act) if self.posts(&act.case, &act.step) => {
                case = Some(act.case.clone());
                let mut lots: Vec<&LotNo> = Vec::new();
                for line in &act.lines {
                    if !lots.contains(&&line.lot) {
                        lots.push(&line.lot);
                    }
                }
                let of = |lot: &LotNo| {
                    let lines: Vec<_> = act.lines.iter().filter(|line| line.lot == *lot).collect();
                    lines.into_iter().map(turned_round).collect::<Vec<_>>()
                };
                lots.into_iter().flat_map(of).collect()
            }
            Act::EntryReverse(_) => Vec::new(),
            _ => return,
        };
        let mut signers: Vec<RequiredSigner> = Vec::new();
        for signer in &seen.entry.head.signers {
            if !signers.contains(signer) {
                signers.push(signer.clone());
            }
        }
        let posted = Posted {
            on: seen.today(),
            undo,
            signers,
            reversed: false,
            undoes: matches!(seen.entry.act, Act::EntryReverse(_)),
            case,
            reduction,
            rows: opened,
        };
        self.posted.insert(self.size, posted);
    }

    fn from_sink(
        &self,
        lot: &LotNo,
        account: &AccountId,
        from: Place,
        amount: qledger::domain::amount::Amount,
    ) -> Line {
        Line {
            lot: lot.clone(),
            indicator: self.book.lots[lot].indicator.clone(),
            from,
            to: Place::Available(account.clone()),
            amount,
        }
    }

    fn posts(&self, case: &CaseNo, step: &qledger::domain::ids::StepId) -> bool {
        let procedure = &self.cases[case].procedure;
        let steps = procedure.steps.iter();
        let mut posting = steps.filter(|of| of.effect == Effect::Post);
        posting.any(|of| of.id == *step)
    }

    /// The leaf that is meant.
    pub(super) fn leaf_of(&self, posting: &Posting) -> Judged<u64> {
        match posting {
            Posting::Entry(index) => Ok(*index),
            Posting::Lot(lot) => {
                let known = self.book.lots.contains_key(lot);
                if !known {
                    return Err(Faults::of(Code::UnknownId));
                }
                let made = |posted: &&Posted| {
                    let made = |line: &Line| line.lot == *lot && line.to == Place::Reversed;
                    posted.undo.iter().any(made)
                };
                let mut all = self.posted.iter().filter(|(_, posted)| made(posted));
                let found = all.next().map(|(index, _)| *index);
                found.ok_or_else(|| Faults::of(Code::NothingPosted))
            }
            Posting::Case(no) => {
                let case = self.cases.get(no);
                let case = case.ok_or_else(|| Faults::of(Code::UnknownId))?;
                let done = case.done.iter().find(|done| self.posts(no, &done.step));
                done.map(|done| done.index)
                    .ok_or_else(|| Faults::of(Code::NothingPosted))
            }
        }
    }

    pub(super) fn posted_at(&self, posting: &Posting) -> Judged<(u64, Posted)> {
        let index = self.leaf_of(posting)?;
        let posted = self.posted.get(&index).cloned();
        let posted = posted.ok_or_else(|| Faults::of(Code::NothingPosted))?;
        Ok((index, posted))
    }

    /// Declares available quantity void; the caps fall with it.
    pub fn invalidate(&mut self, seen: &Seen<'_>, act: &QuotaInvalidate) -> Judged {
        let mut faults = Faults::default();
        self.knows_account(&act.account, &mut faults);
        faults.of_part(self.check_document(seen, &act.document));
        let Some(lot) = self.book.lots.get(&act.lot).cloned() else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        faults.verdict()?;
        let mut faults = Faults::default();
        faults.of_part(self.check_amount(&lot.indicator, None, act.amount.decimal()));
        faults.when(self.account_held(&act.account), Code::AccountOnHold);
        faults.when(self.lot_held(&act.lot), Code::LotOnHold);
        let line = Line {
            lot: act.lot.clone(),
            indicator: lot.indicator,
            from: Place::Available(act.account.clone()),
            to: Place::Invalidated,
            amount: act.amount,
        };
        faults.of_part(self.post(&[line], None, seen.today()));
        faults.verdict()
    }

    /// Undoes a whole posting, once, in its window.
    pub fn reverse(&mut self, seen: &Seen<'_>, act: &EntryReverse) -> Judged {
        let (index, posted) = self.posted_at(&act.posting)?;
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(posted.undoes, Code::IsUndoing);
        faults.when(posted.reversed, Code::AlreadyReversed);
        let limit = self.limits(seen.today()).reversal_working_days;
        let late = seen.today() > self.day_after(posted.on, limit);
        faults.when(late, Code::ReversalWindowPassed);
        let to = posted.undo.iter().filter_map(|line| line.to.account());
        let mut gains: Vec<_> = to.filter_map(|account| account.party().cloned()).collect();
        if let Some(case) = &posted.case {
            gains.extend(self.gains(&self.cases[case]));
        }
        let signers = seen.entry.head.signers.iter();
        let own = signers
            .map(|signer| &signer.party)
            .any(|party| gains.contains(party));
        faults.when(own, Code::ApproverIsBeneficiary);
        for line in &posted.undo {
            for account in [&line.from, &line.to]
                .into_iter()
                .filter_map(|p| p.account())
            {
                faults.when(self.account_held(account), Code::AccountOnHold);
            }
            faults.when(self.lot_held(&line.lot), Code::LotOnHold);
        }
        faults.when(act.lines != posted.undo, Code::FiguresMovedOn);
        if posted.undoes || posted.reversed {
            return faults.verdict();
        }
        match self.post(&posted.undo, posted.case.as_ref(), seen.today()) {
            Ok(()) => {}
            Err(Faults(codes)) if codes.contains(&Code::InsufficientBalance) => {
                faults.when(true, Code::PostedQuantityUsed);
            }
            Err(other) => faults.0.extend(other.0),
        }
        faults.verdict()?;
        self.after_reversal(seen, &posted);
        self.posted.get_mut(&index).unwrap().reversed = true;
        Ok(())
    }

    fn after_reversal(&mut self, seen: &Seen<'_>, posted: &Posted) {
        self.opened.retain(|row| !posted.rows.contains(row));
        if let Some(no) = &posted.reduction {
            let reduction = self.reductions.get_mut(no).unwrap();
            reduction.verified = None;
            let permit = reduction.act.permit.clone();
            let indicator = reduction.act.indicator.clone();
            let amount = posted.undo[0].amount;
            self.allow_again(&permit, &indicator, amount);
        }
        if let Some(no) = &posted.case {
            let steps: Vec<_> = self.cases[no]
                .done
                .iter()
                .map(|done| done.step.clone())
                .filter(|step| self.posts(no, step))
                .collect();
            let case = self.cases.get_mut(no).unwrap();
            case.done.retain(|done| !steps.contains(&done.step));
            case.phase = Phase::Open;
            let days = case.procedure.lapse_days;
            case.lapses = seen.today().plus_days(days.into()).end();
            for project in self.projects.values_mut() {
                if project.covered_by.as_ref() == Some(no) {
                    project.covered_by = None;
                }
            }
        }
    }

    fn allow_again(
        &mut self,
        permit: &qledger::domain::ids::PermitNo,
        indicator: &qledger::domain::ids::IndicatorCode,
        amount: qledger::domain::amount::Amount,
    ) {
        use qledger::domain::lot::PermitState;
        use qledger::domain::region::Quantity;
        let permit = self.permits.get_mut(permit).unwrap();
        if permit.state != PermitState::InForce {
            return;
        }
        let limit = permit
            .limits
            .iter_mut()
            .find(|limit| limit.indicator == *indicator);
        match limit {
            Some(limit) => {
                let sum = ticks(limit.amount.decimal()) + ticks(amount.decimal());
                limit.amount = super::amount(sum);
            }
            None => permit.limits.push(Quantity {
                indicator: indicator.clone(),
                amount,
            }),
        }
    }
}
