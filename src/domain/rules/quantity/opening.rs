//! Opening balances (期初): rights from before the ledger, vouched for by two bodies.
//!
//! Each row becomes a lot of its own, available in its account. An opening needs no ceiling but may
//! not raise over: caps are set first, then openings are loaded.

use super::{account, check_rows, dates_reversed, give_number, not_yet};
use crate::domain::correction::PostedKind;
use crate::domain::entry::{OpeningRecord, OpeningRow};
use crate::domain::ids::{LotNo, RegionId};
use crate::domain::lot::{Lot, Origin};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::amounts::{check_amount, check_made};
use crate::domain::rules::corrections::note_posted;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::places::{self, place_path};
use crate::domain::rules::posting::{self, Made};
use crate::domain::rules::setup::plan_period::check_base_year_set;
use crate::domain::rules::{Assigned, Context};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Records opening balances.
///
/// Refuses no rows, too many, or one twice, in this entry or an earlier one; unknown accounts; a
/// cut-over after today or a right
/// that begins after the cut-over; amounts their indicator does not allow; an account outside the
/// region whose authority vouches; a row that would put a region over its cap.
pub fn record(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &OpeningRecord,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    check_rows("opening", &act.rows, spelled)?;
    places::region(draft, &act.region)?;
    for row in &act.rows {
        account(draft, &row.account)?;
    }
    for row in &act.rows {
        check_not_recorded(draft, row)?;
    }
    check_document(draft, context, &act.document)?;
    check_dates(context, act)?;
    for row in &act.rows {
        check_amounts(draft, row)?;
    }
    for row in &act.rows {
        check_vouched(draft, context, &act.region, row)?;
    }
    check_made(
        draft,
        act.rows.iter().map(|row| (&row.indicator, row.amount)),
    )?;
    check_base_year_set(draft, context.today())?;
    let mut lots = Vec::new();
    for row in &act.rows {
        let region = row.account.region();
        let lot = Lot {
            lot: give_number(draft, context, ("lot", "L"), region, assigned)?,
            account: row.account.clone(),
            indicator: row.indicator.clone(),
            period: row.period,
            amount: row.amount,
            since: row.since,
            paid: row.paid,
            base_emission: row.base_emission,
            origin: Origin::Opening,
            index: context.index,
        };
        posting::record_lot(draft, context, &lot, Made::Opening)?;
        draft.put(&keys::opened(&row.account, &spelled(row)), &lot.lot)?;
        lots.push(lot.lot);
    }
    Ok(note_posted(
        draft,
        context,
        PostedKind::Opening,
        lots,
        std::slice::from_ref(&act.document),
    )?)
}

/// An inventory that is submitted a second time, under another entry id, is not a second right.
fn check_not_recorded(draft: &Draft<'_>, row: &OpeningRow) -> Result<(), Stop> {
    let recorded = draft.get(&keys::opened(&row.account, &spelled(row)))?;
    match recorded {
        None => Ok(()),
        Some(lot) if was_reversed(draft, &lot)? => Ok(()),
        Some(lot) => Err(Refusal::new(Code::AlreadyThere)
            .with("what", "opening row of lot")
            .with("id", lot)
            .into()),
    }
}

/// A row that was reversed (冲销) counts as never recorded.
fn was_reversed(draft: &Draft<'_>, no: &LotNo) -> Result<bool, Damage> {
    let lot = draft.must(&keys::lot(no))?;
    let posted = draft.get(&keys::posted(lot.index))?;
    Ok(posted.is_some_and(|posted| posted.reversed_by.is_some()))
}

/// What makes two rows the same: all of it. An inventory pasted or submitted twice would double the
/// right; two rights that agree in everything are recorded as one row with their sum, or told apart
/// by their evidence.
fn spelled(row: &OpeningRow) -> String {
    let paid = if row.paid { "paid" } else { "free" };
    let base = row
        .base_emission
        .map_or_else(|| "-".to_owned(), |base| base.to_string());
    let evidence = row
        .evidence
        .map_or_else(|| "-".to_owned(), |hash| hash.to_string());
    format!(
        "{} {} {} {} {} {paid} {base} {evidence}",
        row.account, row.indicator, row.period, row.amount, row.since
    )
}

fn check_dates(context: &Context<'_>, act: &OpeningRecord) -> Result<(), Refusal> {
    if let Some(row) = act.rows.iter().find(|row| row.since > act.cut_over) {
        let what = format!("{} {}", row.account, row.indicator);
        return Err(dates_reversed(&what, row.since, act.cut_over));
    }
    if act.cut_over > context.today() {
        return Err(not_yet(context, "cut_over", act.cut_over));
    }
    Ok(())
}

fn check_amounts(draft: &Draft<'_>, row: &OpeningRow) -> Result<(), Stop> {
    let (code, period) = (&row.indicator, Some(row.period));
    check_amount(draft, code, period, row.amount.into())?;
    if let Some(base) = row.base_emission {
        check_amount(draft, code, period, base)?;
    }
    Ok(())
}

/// The authority of a region vouches for the accounts in it and below it, and for no others.
fn check_vouched(
    draft: &Draft<'_>,
    context: &Context<'_>,
    region: &RegionId,
    row: &OpeningRow,
) -> Result<(), Stop> {
    let path = place_path(draft, row.account.region(), context.today())?;
    if path.iter().any(|above| above.region == *region) {
        return Ok(());
    }
    let refusal = Refusal::new(Code::ScopeTooWide);
    Err(refusal
        .with("what", &row.account)
        .with("scope", region)
        .into())
}
