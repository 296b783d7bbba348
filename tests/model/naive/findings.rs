//! Findings: opened with a hold by who may hold, rectified, closed by who opened them or above.

use super::{Faults, Judged, Model, Seen};
use qledger::domain::entry::{FindingClose, FindingOpen, FindingRectify};
use qledger::domain::finding::{Closing, Finding, FindingOutcome, Rectification};
use qledger::domain::ids::PartyId;
use qledger::domain::lot::{Hold, HoldTarget};
use qledger::domain::moment::Day;
use qledger::domain::party::PartyKind;
use qledger::domain::refusal::Code;

impl Model {
    /// Opens a finding, and the hold that goes with it.
    pub fn open_finding(&mut self, seen: &Seen<'_>, act: &FindingOpen) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let over = act.rectify_by.is_some_and(|until| until < today);
        faults.when(over, Code::DatesReversed);
        if let HoldTarget::Region {
            indicator: Some(code),
            ..
        } = &act.target
        {
            faults.of_part(self.indicator(code));
        }
        faults.when(act.by == act.responsible, Code::FindingOfItself);
        faults.when(
            !self.parties.contains_key(&act.responsible),
            Code::UnknownId,
        );
        let by = self.parties.get(&act.by).cloned();
        let (Some(by), Some(regions)) = (by, self.regions_of(&act.target)) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict().map(|()| Vec::new());
        };
        let may = self.may_hold(&by, &act.target, &regions, today);
        faults.when(!may || by.kind == PartyKind::Court, Code::NotAuthorised);
        faults.verdict()?;
        let number = self.number(&by.region, "F", today);
        let hold = self.number(&by.region, "H", today);
        let row = Hold {
            hold: hold.parse().unwrap(),
            target: act.target.clone(),
            by: act.by.clone(),
            document: act.document.clone(),
            until: None,
            active: true,
        };
        let finding = Finding {
            finding: number.parse().unwrap(),
            kind: act.kind,
            target: act.target.clone(),
            by: act.by.clone(),
            responsible: act.responsible.clone(),
            rectify_by: act.rectify_by,
            document: act.document.clone(),
            on: today,
            index: self.size,
            hold: row.hold.clone(),
            carried: Vec::new(),
            rectified: Vec::new(),
            closed: None,
        };
        self.holds.insert(row.hold.clone(), row);
        self.findings.insert(finding.finding.clone(), finding);
        Ok(vec![number, hold])
    }

    /// Notes what was done about a finding that is not closed.
    pub fn rectify_finding(&mut self, seen: &Seen<'_>, act: &FindingRectify) -> Judged {
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let Some(row) = self.findings.get(&act.finding) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        let may = act.by == row.responsible || self.closes(&row.by, &act.by, seen.today());
        faults.when(!may, Code::NotAuthorised);
        faults.when(row.closed.is_some(), Code::FindingClosed);
        faults.when(row.rectified.len() >= 32, Code::TooManyRows);
        faults.verdict()?;
        let done = Rectification {
            by: act.by.clone(),
            document: act.document.clone(),
            on: seen.today(),
            index: self.size,
        };
        let row = self.findings.get_mut(&act.finding).unwrap();
        row.rectified.push(done);
        Ok(())
    }

    /// Closes a finding: its hold stops nothing any more.
    pub fn close_finding(&mut self, seen: &Seen<'_>, act: &FindingClose) -> Judged {
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let Some(row) = self.findings.get(&act.finding) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        let may = self.closes(&row.by, &act.by, seen.today());
        faults.when(!may, Code::NotAuthorised);
        faults.when(row.closed.is_some(), Code::FindingClosed);
        faults.when(act.by == row.responsible, Code::FindingOfItself);
        let nothing_done = row.closed.is_none() && row.rectified.is_empty();
        let says_done = act.outcome == FindingOutcome::Rectified;
        faults.when(nothing_done && says_done, Code::FindingNotRectified);
        faults.verdict()?;
        let index = self.size;
        let row = self.findings.get_mut(&act.finding).unwrap();
        row.closed = Some(Closing {
            by: act.by.clone(),
            outcome: act.outcome,
            document: act.document.clone(),
            on: seen.today(),
            index,
        });
        let hold = row.hold.clone();
        self.holds.get_mut(&hold).unwrap().active = false;
        Ok(())
    }

    /// Whether `by` may close what `opener` opened: itself, or the body above it; a root has none.
    fn closes(&self, opener: &PartyId, by: &PartyId, today: Day) -> bool {
        if opener == by {
            return true;
        }
        let is_root = self.roots.iter().any(|root| root.party == *opener);
        let party = &self.parties[opener];
        let enroller = || self.enroller(party.kind, &party.region, today);
        let above = party.upper.clone().or_else(enroller);
        !is_root && above.as_ref() == Some(by)
    }
}
