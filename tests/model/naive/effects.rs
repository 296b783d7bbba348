//! What the steps of a case lay down: a passed demonstration, a reservation, a posting.

use qledger::domain::case::Content;
use qledger::domain::entry::CaseAct;
use qledger::domain::ids::{CaseNo, ProjectNo};
use qledger::domain::indicator::Span;
use qledger::domain::lot::PassedDemonstration;
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::procedure::Establishes;
use qledger::domain::refusal::Code;
use qledger::domain::region::Quantity;

use super::cases::same;
use super::{Case, Faults, Judged, Model};

impl Model {
    pub(super) fn pass_demonstration(&mut self, case: &Case, act: &CaseAct, today: Day) -> Judged {
        let Content::Demonstration(content) = &case.content else {
            return Err(Faults::of(Code::FieldMissing));
        };
        let leads = self.introduced_of(&content.led_by, &case.site, today);
        if leads.is_empty() {
            return Err(Faults::of(Code::WrongSupplier));
        }
        let until = act.until.unwrap();
        if until < today {
            return Err(Faults::of(Code::DatesReversed));
        }
        let project = self.projects.get_mut(&content.project).unwrap();
        let (case, led_by) = (act.case.clone(), content.led_by.clone());
        project.demonstration = Some(PassedDemonstration {
            case,
            led_by,
            until,
        });
        Ok(())
    }

    /// Whether another case has reserved for a project, or covered it.
    fn is_taken(&self, project: &ProjectNo, but: &CaseNo) -> bool {
        self.cases.iter().any(|(number, case)| {
            let keeps = case.reserved;
            number != but && case.project() == Some(project) && keeps
        })
    }

    pub(super) fn reserve(&mut self, case: &mut Case, act: &CaseAct, today: Day) -> Judged {
        let mut faults = Faults::default();
        let taken = case
            .project()
            .is_some_and(|project| self.is_taken(project, &act.case));
        faults.when(taken, Code::ProjectCovered);
        let lines = faults.of_part(self.reservation(&act.case, case, today));
        faults.verdict()?;
        let lines = lines.unwrap();
        if !same(&lines, &act.lines) {
            return Err(Faults::of(Code::FiguresMovedOn));
        }
        self.post(&lines, Some(&act.case), today)?;
        case.reserved = true;
        // What could not be posted today is not reserved either.
        let mut trial = self.clone();
        let lines = trial.posting(&act.case, case, today, today)?;
        trial.post(&lines, Some(&act.case), today)
    }

    pub(super) fn make_effective(
        &mut self,
        case: &Case,
        act: &CaseAct,
        date: Day,
        today: Day,
    ) -> Judged {
        let mut faults = Faults::default();
        faults.when(!case.reserved, Code::StepNotOpen);
        let moves_budget = self.budget_moved(case).is_some();
        let undecided = moves_budget && !self.decisions.contains_key(&act.case);
        faults.when(undecided, Code::BaseUndecided);
        let mut steps = case.procedure.steps.iter();
        if steps.any(|step| step.establishes == Establishes::NewPermitIssued) {
            faults.of_part(self.check_new_permit(case, Some(today)));
        }
        let spots = self.book.held.keys();
        for spot in spots.filter(|spot| spot.case.as_ref() == Some(&act.case)) {
            faults.when(self.account_held(&spot.account), Code::AccountOnHold);
            faults.when(self.lot_held(&spot.lot), Code::LotOnHold);
        }
        faults.verdict()?;
        // The year of the posting is among those reserved.
        let uncovered = |row: &Quantity| {
            // From 2 December on, the first month that counts is of the next year.
            let next = date.month() == 12 && date.day_of_month() > 1;
            let year = Period::Year(date.year() + u16::from(next));
            let is_yearly = self
                .indicator(&row.indicator)
                .is_ok_and(|i| i.span == Span::Yearly);
            is_yearly
                && !self.book.held.keys().any(|spot| {
                    let lot = &self.book.lots[&spot.lot];
                    spot.case.as_ref() == Some(&act.case)
                        && lot.indicator == row.indicator
                        && lot.period == year
                })
        };
        if case.required().iter().any(uncovered) {
            return Err(Faults::of(Code::InsufficientBalance));
        }
        let lines = self.posting(&act.case, case, date, today)?;
        if !same(&lines, &act.lines) {
            return Err(Faults::of(Code::FiguresMovedOn));
        }
        self.accounts
            .extend(lines.iter().filter_map(|line| line.to.account()).cloned());
        self.post(&lines, Some(&act.case), today)?;
        if let Some(project) = case.project() {
            self.projects.get_mut(project).unwrap().covered_by = Some(act.case.clone());
        }
        Ok(())
    }
}
