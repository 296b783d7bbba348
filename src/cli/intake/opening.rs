//! Opening balances (期初) from a sheet.

use std::path::Path;

use super::form::{
    ACCOUNT, AMOUNT, BASE_EMISSION, CUT_OVER, EVIDENCE, INDICATOR, Kind, PAID_FOR, PERIOD, REGION,
    SINCE,
};
use super::mistakes::Mistakes;
use super::read::{Record, read};
use super::{Intake, Piece, ROWS_PER_ENTRY, Reading, period, record, tell};
use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::values;
use crate::domain::entry::{Act, OpeningRecord, OpeningRow};
use crate::domain::ids::RegionId;
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::text::DocumentKind;

/// What the command line says; it goes before the sheet's fields.
pub struct Given {
    /// The region whose authority vouches.
    pub region: Option<RegionId>,
    /// The day the ledger takes over.
    pub cut_over: Option<Day>,
    /// The inventory.
    pub documents: Documents,
}

/// Records the rows of a sheet, all or none.
pub fn import(
    session: &mut Session<'_>,
    path: &Path,
    given: &Given,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let Intake {
        mut ledger,
        reading,
        book,
        mut mistakes,
    } = Intake::new(session, path, writing)?;
    let filled = read(Kind::Opening.form(), &book, &mut mistakes);
    let fields = &filled.fields;
    let region = match &given.region {
        Some(region) => Some(region.clone()),
        None => fields.needed(REGION, values::id, &mut mistakes),
    };
    let cut_over = given.cut_over;
    let cut_over = cut_over.or_else(|| fields.optional(CUT_OVER, values::id, &mut mistakes));
    let kind = DocumentKind::VerificationReport;
    let document = reading.document(fields, &given.documents, kind, &mut mistakes)?;
    let mut rows = Vec::new();
    for read in &filled.rows {
        rows.extend(row(&reading, read, &mut mistakes).map(|row| (read, row)));
    }
    let Some(region) = region else {
        return Err(tell(session, mistakes)?);
    };
    let act = |rows: Vec<OpeningRow>| {
        Act::from(OpeningRecord {
            region: region.clone(),
            cut_over: cut_over.unwrap_or(reading.today),
            rows,
            document: document.clone(),
        })
    };
    let pieces = |rows_each: usize| -> Vec<Piece<'_>> {
        let chunks = rows.chunks(rows_each).map(|rows| Piece {
            act: act(rows.iter().map(|(_, row)| row.clone()).collect()),
            row: rows.first().map_or(fields, |(read, _)| *read),
            fields,
        });
        chunks.collect()
    };
    let (singly, entries) = (pieces(1), pieces(ROWS_PER_ENTRY));
    record(
        session,
        &mut ledger,
        &singly,
        Some(&entries),
        writing,
        mistakes,
    )
}

fn row(reading: &Reading, read: &Record, mistakes: &mut Mistakes) -> Option<OpeningRow> {
    let before = mistakes.len();
    let account = read.needed(ACCOUNT, values::id, mistakes);
    let indicator = read.needed(INDICATOR, |text| reading.indicator(text), mistakes);
    let period = read.optional(PERIOD, period, mistakes);
    let amount = read.needed(AMOUNT, values::amount, mistakes);
    let since = read.optional(SINCE, values::id, mistakes);
    let paid = read.optional(PAID_FOR, |text| Ok(text == "true"), mistakes);
    let base_emission = read.optional(BASE_EMISSION, values::balance, mistakes);
    let evidence = read.optional(EVIDENCE, |name| reading.hash(name), mistakes);
    if mistakes.len() > before {
        return None;
    }
    Some(OpeningRow {
        account: account?,
        indicator: indicator?,
        period: period.unwrap_or(Period::Standing),
        amount: amount?,
        since: since.unwrap_or(reading.today),
        paid: paid.unwrap_or(false),
        base_emission,
        evidence,
    })
}
