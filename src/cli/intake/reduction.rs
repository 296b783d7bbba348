//! Completed reductions (减排量) from a sheet, an entry each.

use std::path::Path;

use super::form::{
    ACCOUNT, AFTER, BEFORE, COMPLETED_ON, FACILITY, INDICATOR, Kind, MEASURE, NAME, PERMIT,
};
use super::mistakes::Mistakes;
use super::read::{Record, read};
use super::{Intake, Piece, Reading, record};
use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{values, write};
use crate::domain::entry::ReductionRecord;
use crate::domain::ids::{AccountId, Holder, PermitNo};
use crate::domain::state::{Damage, Draft, keys};
use crate::domain::text::{Document, DocumentKind};

/// Records the reductions of a sheet, all or none.
pub fn import(
    session: &mut Session<'_>,
    path: &Path,
    documents: &Documents,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let Intake {
        mut ledger,
        reading,
        book,
        mut mistakes,
    } = Intake::new(session, path, writing)?;
    let filled = read(Kind::Reduction.form(), &book, &mut mistakes);
    let fields = &filled.fields;
    let kind = DocumentKind::VerificationReport;
    let document = reading.document(fields, documents, kind, &mut mistakes)?;
    let mut acts = Vec::new();
    {
        let view = write::view(session, &ledger)?;
        for read in &filled.rows {
            let act = row(&reading, read, view.draft(), &document, &mut mistakes)?;
            acts.extend(act.map(|act| (read, act)));
        }
    }
    let pieces = acts.into_iter().map(|(row, act)| Piece {
        act: act.into(),
        row,
        fields,
    });
    let pieces: Vec<_> = pieces.collect();
    record(session, &mut ledger, &pieces, None, writing, mistakes)
}

fn row(
    reading: &Reading,
    read: &Record,
    draft: &Draft<'_>,
    document: &Document,
    mistakes: &mut Mistakes,
) -> Result<Option<ReductionRecord>, Damage> {
    let before_all = mistakes.len();
    let permit = read.needed(PERMIT, values::id::<PermitNo>, mistakes);
    let account = match (read.optional(ACCOUNT, values::id, mistakes), &permit) {
        (Some(account), _) => Some(account),
        (None, Some(permit)) => {
            let found = account_of(draft, permit)?;
            if found.is_none() {
                read.wrong(PERMIT, msg!("no-such-permit", permit = permit), mistakes);
            }
            found
        }
        (None, None) => None,
    };
    let facility = read.needed(FACILITY, values::id, mistakes);
    let name = read.needed(NAME, values::id, mistakes);
    let indicator = read.needed(INDICATOR, |text| reading.indicator(text), mistakes);
    let measure = read.needed(MEASURE, values::word, mistakes);
    let before = read.needed(BEFORE, values::balance, mistakes);
    let after = read.needed(AFTER, values::balance, mistakes);
    let completed_on = read.needed(COMPLETED_ON, values::id, mistakes);
    if mistakes.len() > before_all {
        return Ok(None);
    }
    let record = || {
        Some(ReductionRecord {
            account: account?,
            permit: permit?,
            facility: facility?,
            name: name?,
            indicator: indicator?,
            measure: measure?,
            before: before?,
            after: after?,
            completed_on: completed_on?,
            document: document.clone(),
        })
    };
    Ok(record())
}

/// The account of the unit that holds a permit.
pub fn account_of(draft: &Draft<'_>, permit: &PermitNo) -> Result<Option<AccountId>, Damage> {
    let found = draft.get(&keys::permit(permit))?;
    Ok(found.map(|permit| AccountId::new(permit.region, Holder::Party(permit.holder), None)))
}
