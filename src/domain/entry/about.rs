//! What an act is about, whatever its kind. The matches name every kind, so that a new one is placed.

use super::Act;
use crate::domain::ids::CaseNo;

impl Act {
    /// The case an act is on, and whose content its signatures speak on. An opening has no number yet.
    pub fn case(&self) -> Option<&CaseNo> {
        match self {
            Act::CaseAct(act) => Some(&act.case),
            Act::CaseReturn(act) => Some(&act.case),
            Act::CaseResubmit(act) => Some(&act.case),
            Act::CaseEnd(act) => Some(&act.case),
            Act::BaseDecide(act) => Some(&act.decision.case),
            Act::Genesis(_)
            | Act::RegionEnrol(_)
            | Act::PartyEnrol(_)
            | Act::PersonEnrol(_)
            | Act::KeyEnrol(_)
            | Act::KeyAmend(_)
            | Act::KeyRevoke(_)
            | Act::AccountOpen(_)
            | Act::PolicyAdopt(_)
            | Act::CapSet(_)
            | Act::Upgrade(_)
            | Act::OpeningRecord(_)
            | Act::QuotaIssue(_)
            | Act::QuotaTakeBack(_)
            | Act::PermitRecord(_)
            | Act::PermitLower(_)
            | Act::PermitCancel(_)
            | Act::EmissionVerify(_)
            | Act::ReductionRecord(_)
            | Act::ReductionVerify(_)
            | Act::ProjectRegister(_)
            | Act::HoldPlace(_)
            | Act::HoldLift(_)
            | Act::CaseOpen(_)
            | Act::QuotaInvalidate(_)
            | Act::EntryReverse(_)
            | Act::EntryCorrect(_)
            | Act::ShortfallCure(_)
            | Act::DataComplete(_)
            | Act::HolderChange(_)
            | Act::FindingOpen(_)
            | Act::FindingRectify(_)
            | Act::FindingClose(_) => None,
        }
    }

    /// The act without the lines that a draft writes into it and nobody types.
    #[must_use]
    pub fn without_figures(mut self) -> Self {
        match &mut self {
            Act::CaseAct(act) => act.lines.clear(),
            Act::ReductionVerify(act) => act.lines.clear(),
            Act::EntryReverse(act) => act.lines.clear(),
            Act::EntryCorrect(act) => {
                act.lines.clear();
                act.owed.clear();
            }
            Act::ShortfallCure(act) => act.lines.clear(),
            Act::HolderChange(act) => act.moves.clear(),
            Act::Genesis(_)
            | Act::RegionEnrol(_)
            | Act::PartyEnrol(_)
            | Act::PersonEnrol(_)
            | Act::KeyEnrol(_)
            | Act::KeyAmend(_)
            | Act::KeyRevoke(_)
            | Act::AccountOpen(_)
            | Act::PolicyAdopt(_)
            | Act::CapSet(_)
            | Act::Upgrade(_)
            | Act::OpeningRecord(_)
            | Act::QuotaIssue(_)
            | Act::QuotaTakeBack(_)
            | Act::PermitRecord(_)
            | Act::PermitLower(_)
            | Act::PermitCancel(_)
            | Act::EmissionVerify(_)
            | Act::BaseDecide(_)
            | Act::ReductionRecord(_)
            | Act::ProjectRegister(_)
            | Act::HoldPlace(_)
            | Act::HoldLift(_)
            | Act::FindingOpen(_)
            | Act::FindingRectify(_)
            | Act::FindingClose(_)
            | Act::CaseOpen(_)
            | Act::CaseReturn(_)
            | Act::CaseResubmit(_)
            | Act::CaseEnd(_)
            | Act::QuotaInvalidate(_)
            | Act::DataComplete(_) => {}
        }
        self
    }

    /// Whether it carries such lines already.
    pub fn has_figures(&self) -> bool {
        *self != self.clone().without_figures()
    }
}
