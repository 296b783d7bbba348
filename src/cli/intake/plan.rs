//! A distribution plan (分解方案) from a sheet: quota issued to accounts.

use std::path::Path;

use super::form::{ACCOUNT, AMOUNT, INDICATOR, Kind, PAID_FOR, PERIOD, SINCE};
use super::mistakes::Mistakes;
use super::read::{Record, read};
use super::{Intake, Piece, ROWS_PER_ENTRY, Reading, period, record};
use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::entry::{Act, IssueRow, QuotaIssue};
use crate::domain::ids::AccountId;
use crate::domain::period::Period;
use crate::domain::text::DocumentKind;

/// A row as read: where, to whom, what.
type Row<'a> = (&'a Record, AccountId, IssueRow);

/// Issues what the rows of a sheet say, all or nothing.
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
    let filled = read(Kind::Plan.form(), &book, &mut mistakes);
    let fields = &filled.fields;
    let kind = DocumentKind::CapDecision;
    let document = reading.document(fields, documents, kind, &mut mistakes)?;
    let mut rows: Vec<Row<'_>> = Vec::new();
    for read in &filled.rows {
        rows.extend(row(&reading, read, &mut mistakes));
    }
    let piece = |rows: &[&Row<'_>]| {
        let (read, account, _) = rows.first()?;
        let act = Act::from(QuotaIssue {
            account: account.clone(),
            rows: rows.iter().map(|(.., row)| row.clone()).collect(),
            document: document.clone(),
        });
        let row = filled.rows.iter().find(|row| row.place == read.place)?;
        Some(Piece { act, row, fields })
    };
    let singly: Vec<_> = rows.iter().filter_map(|row| piece(&[row])).collect();
    let by_account = by_account(&rows);
    let chunks = by_account
        .iter()
        .flat_map(|rows| rows.chunks(ROWS_PER_ENTRY));
    let entries: Vec<_> = chunks.filter_map(piece).collect();
    record(
        session,
        &mut ledger,
        &singly,
        Some(&entries),
        writing,
        mistakes,
    )
}

fn row<'a>(reading: &Reading, read: &'a Record, mistakes: &mut Mistakes) -> Option<Row<'a>> {
    let before = mistakes.len();
    let account = read.needed(ACCOUNT, values::id, mistakes);
    let indicator = read.needed(INDICATOR, |text| reading.indicator(text), mistakes);
    let period = read.optional(PERIOD, period, mistakes);
    let amount = read.needed(AMOUNT, values::amount, mistakes);
    let since = read.optional(SINCE, values::id, mistakes);
    let paid = read.optional(PAID_FOR, |text| Ok(text == "true"), mistakes);
    if mistakes.len() > before {
        return None;
    }
    let row = IssueRow {
        indicator: indicator?,
        period: period.unwrap_or(Period::Standing),
        amount: amount?,
        since: since.unwrap_or(reading.today),
        paid: paid.unwrap_or(false),
    };
    Some((read, account?, row))
}

/// An entry is for one account: the rows of each, in the order in which accounts first stand there.
fn by_account<'a, 'r>(rows: &'a [Row<'r>]) -> Vec<Vec<&'a Row<'r>>> {
    let mut groups: Vec<Vec<&Row<'_>>> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| group[0].1 == row.1) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}
