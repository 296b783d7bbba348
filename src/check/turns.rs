//! Turns: a case returned, or resubmitted, when its time was all but over.

use super::{Kind, Subject, Suspicion};
use crate::domain::entry::Act;
use crate::domain::rules::setup::policy;
use crate::service::ServiceError;

/// Returns, which stop the clock, and resubmissions, which start it, with hardly a working day left
/// before the case would have lapsed.
pub(super) fn right_before_deadline(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let mut found = Vec::new();
    for deed in subject.admitted() {
        let (case, turn) = match &deed.entry.act {
            Act::CaseReturn(act) => (&act.case, "return"),
            Act::CaseResubmit(act) => (&act.case, "resubmit"),
            _ => continue,
        };
        let Some(lapses) = deed.deadline else {
            continue;
        };
        let (today, last) = (deed.admitted.day(), lapses.minus_ms(1).day());
        if last < today {
            continue;
        }
        let left = policy::workdays(subject.view.draft(), today, last)?.between(today, last);
        if left > subject.terms.deadline_days {
            continue;
        }
        found.push(
            Suspicion::new(Kind::RightBeforeDeadline, [deed.index])
                .with("case", case)
                .with("turn", turn)
                .with("on", today)
                .with("deadline", last)
                .with("left", left)
                .with("allowed", subject.terms.deadline_days)
                .look_at(format!("case show {case}")),
        );
    }
    Ok(found)
}
