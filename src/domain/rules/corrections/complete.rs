//! Completion (补正): a datum without quantity is named anew. No judgement rests on one: not the name nor the
//! code of a project, not a lot's evidence, not the number of a document. What was judged by (an
//! industry, a date, an amount) is not completed but corrected, or recorded anew.

use super::posted;
use crate::domain::correction::{Completed, Datum, Posted};
use crate::domain::entry::DataComplete;
use crate::domain::ids::ProjectNo;
use crate::domain::lot::Project;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::documents::check_document;
use crate::domain::rules::{Context, unknown};
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::Label;

/// Completes a datum.
///
/// Refuses what is not on the ledger, and a value that is there already.
pub fn complete(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &DataComplete,
) -> Result<(), Stop> {
    let (what, old) = match &act.datum {
        Datum::ProjectName { project: no, name } => {
            let mut project = project(draft, no)?;
            check_document(draft, context, &act.document)?;
            let old = std::mem::replace(&mut project.name, name.clone());
            check_changes(no, Some(&old), name)?;
            draft.put(&keys::project(no), &project)?;
            (format!("project {no}"), Some(old))
        }
        Datum::ProjectCode { project: no, code } => {
            let mut project = project(draft, no)?;
            check_document(draft, context, &act.document)?;
            let old = project.code.replace(code.clone());
            check_changes(no, old.as_ref(), code)?;
            draft.put(&keys::project(no), &project)?;
            (format!("project {no}"), old)
        }
        Datum::LotEvidence { lot: no, .. } => {
            if draft.get(&keys::lot(no))?.is_none() {
                return Err(unknown("lot", no).into());
            }
            check_document(draft, context, &act.document)?;
            (format!("lot {no}"), None)
        }
        Datum::DocumentNumber {
            posting,
            recorded,
            right,
        } => {
            let posted = posted(draft, posting)?;
            check_document(draft, context, &act.document)?;
            check_recorded(draft, &posted, recorded)?;
            check_changes(format!("#{}", posted.index), Some(recorded), right)?;
            (format!("entry {}", posted.index), Some(recorded.clone()))
        }
    };
    let completed = Completed {
        index: context.index,
        at: context.now,
        datum: act.datum.clone(),
        old,
    };
    Ok(draft.put(&keys::completion(&what, context.index), &completed)?)
}

fn project(draft: &Draft<'_>, no: &ProjectNo) -> Result<Project, Stop> {
    draft
        .get(&keys::project(no))?
        .ok_or_else(|| unknown("project", no).into())
}

/// What is said to be recorded must be: among the documents of the posting, or by a completion.
fn check_recorded(draft: &Draft<'_>, posted: &Posted, recorded: &Label) -> Result<(), Stop> {
    let completed = draft.list(&keys::completions_of(&format!("entry {}", posted.index)))?;
    let right = |done: &Completed| matches!(&done.datum, Datum::DocumentNumber { right, .. } if right == recorded);
    if posted.documents.contains(recorded) || completed.iter().any(right) {
        return Ok(());
    }
    Err(unknown("document", recorded).into())
}

fn check_changes(
    what: impl std::fmt::Display,
    old: Option<&Label>,
    new: &Label,
) -> Result<(), Refusal> {
    if old != Some(new) {
        return Ok(());
    }
    Err(Refusal::new(Code::NothingChanges)
        .with("what", what)
        .with("recorded", new))
}
