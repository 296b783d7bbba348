//! The documents acts rest on: dated, not in the future, at most so many working days back.
//!
//! How far back is policy ([`Limits`](crate::domain::policy::Limits)); what a working day is, too
//! ([`Calendar`]): Monday to Friday without the year's holidays, and the weekend days that are
//! worked. The age of a document is the number of working days after its date, up to today: on a
//! Monday the Friday before is one working day back, and so are the Saturday and Sunday.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::setup::policy;
use super::{ACT_DOCUMENTS_MAX, Context, check_most, gather};
use crate::domain::moment::Day;
use crate::domain::policy::Calendar;
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::state::{Damage, Draft, Stop};
use crate::domain::text::Document;
use crate::domain::workdays::is_workday;

/// Checks the document an act carries: `DOCUMENT_IN_FUTURE`, `DOCUMENT_TOO_OLD`.
pub fn check_document(
    draft: &Draft<'_>,
    context: &Context<'_>,
    document: &Document,
) -> Result<(), Stop> {
    check_not_in_future(context, document)?;
    let today = context.today();
    let days = policy::limits_on(draft, today)?.document_age_working_days;
    if document.date.plus_days(days.into()) >= today {
        // So many calendar days hold no more working days; no calendar need be read.
        return Ok(());
    }
    let limit = working_days_before(draft, today, days)?;
    if document.date >= limit {
        return Ok(());
    }
    Err(Refusal::new(Code::DocumentTooOld)
        .with("number", &document.number)
        .with("date", document.date)
        .with("limit", limit)
        .with("days", days)
        .into())
}

/// Checks every document of an act: as [`check_document`] each, and how many they are.
pub fn check_documents(
    draft: &Draft<'_>,
    context: &Context<'_>,
    documents: &[Document],
) -> Result<(), Stop> {
    let mut findings = Findings::default();
    let few = check_most("documents", documents.len(), ACT_DOCUMENTS_MAX);
    gather(&mut findings, few.map_err(Stop::from))?;
    for document in documents {
        gather(&mut findings, check_document(draft, context, document))?;
    }
    Ok(findings.verdict()?)
}

/// Checks that a document has been written already; for evidence that may well be old, such as an
/// attainment record.
pub fn check_not_in_future(context: &Context<'_>, document: &Document) -> Result<(), Refusal> {
    if document.date <= context.today() {
        return Ok(());
    }
    Err(Refusal::new(Code::DocumentInFuture)
        .with("number", &document.number)
        .with("date", document.date)
        .with("today", context.today()))
}

/// The earliest day after which, up to and with `today`, lie at most `days` working days.
pub fn working_days_before(draft: &Draft<'_>, today: Day, days: u16) -> Result<Day, Damage> {
    let mut calendars = Calendars::default();
    let mut left = days;
    let mut day = today;
    loop {
        if calendars.is_workday(draft, day)? {
            if left == 0 {
                return Ok(day);
            }
            left -= 1;
        }
        day = day.before();
    }
}

/// The calendars of the years that were asked for, read once each.
#[derive(Default)]
struct Calendars(BTreeMap<u16, Option<Calendar>>);

impl Calendars {
    fn is_workday(&mut self, draft: &Draft<'_>, day: Day) -> Result<bool, Damage> {
        let calendar = match self.0.entry(day.year()) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(year) => year.insert(policy::calendar(draft, day.year())?),
        };
        Ok(is_workday(calendar.as_ref(), day))
    }
}

#[cfg(test)]
mod tests;
