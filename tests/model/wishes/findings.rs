//! Wishes about findings.

use qledger::domain::entry::{Act, FindingClose, FindingOpen, FindingRectify};
use qledger::domain::finding::{Finding, FindingKind, FindingOutcome};
use qledger::domain::ids::PartyId;

use super::{Wish, Wisher};

impl Wisher<'_> {
    /// A finding about what somebody would hold.
    pub(super) fn finding(&mut self) -> Option<Wish> {
        let Act::HoldPlace(hold) = self.hold()?.act else {
            return None;
        };
        let rectify_by = self.rng.percent(50).then(|| self.today.plus_days(20));
        Some(
            FindingOpen {
                kind: FindingKind::Procedure,
                target: hold.target,
                by: hold.by,
                responsible: self.any_party()?,
                rectify_by,
                document: hold.document,
            }
            .into(),
        )
    }

    pub(super) fn rectify(&mut self) -> Option<Wish> {
        let row = self.any_finding()?;
        let by = self.mostly(row.responsible, row.by)?;
        Some(
            FindingRectify {
                finding: row.finding,
                by,
                document: self.letter(),
            }
            .into(),
        )
    }

    pub(super) fn close_finding(&mut self) -> Option<Wish> {
        let row = self.any_finding()?;
        let by = self.mostly(row.by, row.responsible)?;
        let done = !row.rectified.is_empty() || self.rng.percent(10);
        let outcome = if done {
            FindingOutcome::Rectified
        } else {
            FindingOutcome::Unfounded
        };
        Some(
            FindingClose {
                finding: row.finding,
                by,
                outcome,
                document: self.letter(),
            }
            .into(),
        )
    }

    /// Mostly one that is not closed.
    fn any_finding(&mut self) -> Option<Finding> {
        let open = self
            .model
            .findings
            .values()
            .filter(|row| row.closed.is_none());
        match self.rng.pick(open) {
            Some(row) => Some(row.clone()),
            None => self.rng.pick(self.model.findings.values()).cloned(),
        }
    }

    fn any_party(&mut self) -> Option<PartyId> {
        self.rng.pick(self.model.parties.keys().cloned())
    }

    fn mostly(&mut self, first: PartyId, second: PartyId) -> Option<PartyId> {
        if self.rng.percent(70) {
            return Some(first);
        }
        if self.rng.percent(50) {
            return Some(second);
        }
        self.any_party()
    }
}
