//! The ways a case pauses or ends without effect. What it reserved is free again.

use super::cases::approves;
use super::{Case, Faults, Judged, Model, Phase, Seen};
use qledger::domain::case::{Content, Relocation};
use qledger::domain::entry::{CaseEnd, CaseResubmit, CaseReturn, EndKind};
use qledger::domain::ids::PartyId;
use qledger::domain::moment::Day;
use qledger::domain::procedure::Effect;
use qledger::domain::refusal::Code;

impl Model {
    /// The bodies that may return or refuse a case: those that approve some step of it, and neither
    /// ask nor gain.
    pub fn judging_bodies(&self, case: &Case, today: Day) -> Judged<Vec<PartyId>> {
        let gains = self.gains(case);
        let mut bodies = Vec::new();
        for step in case
            .procedure
            .steps
            .iter()
            .filter(|step| approves(step.signatory))
        {
            bodies.extend(self.parties_of(case, step.signatory, today)?);
        }
        bodies.retain(|body| !gains.contains(body));
        bodies.sort();
        bodies.dedup();
        Ok(bodies)
    }

    fn check_judging(&self, case: &Case, by: &PartyId, today: Day, faults: &mut Faults) {
        let bodies = faults.of_part(self.judging_bodies(case, today));
        faults.when(
            bodies.is_some_and(|bodies| !bodies.contains(by)),
            Code::NotAuthorised,
        );
    }

    /// Returns a case for completion.
    pub fn return_case(&mut self, seen: &Seen<'_>, act: &CaseReturn) -> Judged {
        let Some(mut case) = self.cases.get(&act.case).cloned() else {
            return Err(Faults::of(Code::UnknownId));
        };
        let mut faults = Faults::default();
        faults.when(act.missing.is_empty(), Code::Nothing);
        self.check_judging(&case, &act.by, seen.today(), &mut faults);
        case.check_open(seen, &mut faults);
        faults.when(
            matches!(case.phase, Phase::Returned { .. }),
            Code::CaseReturned,
        );
        let known = case.procedure.steps.iter().any(|step| step.id == act.to);
        faults.when(!known, Code::StepUnknown);
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(self.case_held(&act.case), Code::CaseOnHold);
        faults.verdict()?;
        let undone = case.from_on(&act.to);
        let reserves = case
            .procedure
            .steps
            .iter()
            .find(|step| step.effect == Effect::Reserve);
        if reserves.is_some_and(|step| undone.contains(&step.id)) {
            self.book.release(&act.case);
            case.reserved = false;
        }
        case.done.retain(|done| !undone.contains(&done.step));
        let stands = |(_, index): &(Day, u64)| case.done.iter().any(|done| done.index == *index);
        case.accepted = case.accepted.filter(stands);
        let left = case.lapses.ms() - seen.at.ms();
        case.phase = Phase::Returned {
            missing: act.missing.clone(),
            left,
        };
        self.cases.insert(act.case.clone(), case);
        Ok(())
    }

    /// Resubmits a returned case; an amendment voids all that was signed.
    pub fn resubmit_case(&mut self, seen: &Seen<'_>, act: &CaseResubmit) -> Judged {
        let Some(mut case) = self.cases.get(&act.case).cloned() else {
            return Err(Faults::of(Code::UnknownId));
        };
        let mut faults = Faults::default();
        faults.when(act.documents.is_empty(), Code::Nothing);
        let all = case.documents.len() + act.documents.len();
        faults.when(act.documents.len() > 32 || all > 128, Code::TooManyRows);
        case.check_open(seen, &mut faults);
        for document in &act.documents {
            faults.of_part(self.check_document(seen, document));
        }
        faults.when(self.case_held(&act.case), Code::CaseOnHold);
        if let Some(content) = &act.content {
            faults.when(!same_subject(&case.content, content), Code::NotTheSame);
            faults.of_part(self.check_content(content, seen.today()));
        }
        let over = matches!(case.phase, Phase::Over(_));
        let Phase::Returned { missing, left } = case.phase.clone() else {
            faults.when(!over, Code::CaseNotReturned);
            return faults.verdict();
        };
        let given = |kind| act.documents.iter().any(|document| document.kind == kind);
        faults.when(!missing.into_iter().all(given), Code::MissingDocument);
        faults.verdict()?;
        if let Some(content) = &act.content {
            self.book.release(&act.case);
            case.content = content.clone();
            case.content_hash = seen.hash;
            case.reserved = false;
            case.done.clear();
            case.accepted = None;
            case.sources.clear();
            case.signed.clear();
            self.decisions.remove(&act.case);
        }
        case.signed.push((seen.today(), seen.keys.to_vec()));
        case.documents.extend(act.documents.iter().cloned());
        case.phase = Phase::Open;
        case.lapses = seen.at.plus_ms(left);
        self.cases.insert(act.case.clone(), case);
        Ok(())
    }

    /// Ends a case without effect.
    pub fn end_case(&mut self, seen: &Seen<'_>, act: &CaseEnd) -> Judged {
        let Some(mut case) = self.cases.get(&act.case).cloned() else {
            return Err(Faults::of(Code::UnknownId));
        };
        let mut faults = Faults::default();
        let withdrawn = act.kind == EndKind::Withdrawn;
        if withdrawn {
            faults.when(act.by != case.opened_by, Code::NotAuthorised);
        } else {
            self.check_judging(&case, &act.by, seen.today(), &mut faults);
        }
        case.check_open(seen, &mut faults);
        let late = act.kind == EndKind::NotAccepted && case.accepted.is_some();
        faults.when(late, Code::NotAcceptedLate);
        faults.of_part(self.check_document(seen, &act.document));
        faults.when(self.case_held(&act.case), Code::CaseOnHold);
        faults.verdict()?;
        self.book.release(&act.case);
        case.reserved = false;
        case.phase = Phase::Over(match act.kind {
            EndKind::NotAccepted => "not_accepted",
            EndKind::Refused => "refused",
            EndKind::Withdrawn => "withdrawn",
        });
        self.cases.insert(act.case.clone(), case);
        Ok(())
    }
}

/// An amendment changes figures; kind, firm, origin, site and project stay.
fn same_subject(old: &Content, new: &Content) -> bool {
    match (old, new) {
        (Content::Relocation(old), Content::Relocation(new)) => {
            let about = |c: &Relocation| (c.firm.clone(), c.origin.clone(), c.project.clone());
            old.site == new.site && about(old) == about(new)
        }
        (Content::Introduction(old), Content::Introduction(new)) => old.project == new.project,
        (Content::Demonstration(old), Content::Demonstration(new)) => old.project == new.project,
        _ => false,
    }
}
