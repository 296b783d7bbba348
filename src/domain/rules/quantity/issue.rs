//! Issuance (下达、核定) under the caps above an account, taking it back (核减), and declaring quantity
//! void (作废).

use super::{account, check_rows, dates_reversed, give_number};
use crate::domain::correction::PostedKind;
use crate::domain::entry::{IssueRow, QuotaInvalidate, QuotaIssue, QuotaTakeBack};
use crate::domain::lot::{Lot, Origin};
use crate::domain::moment::Day;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::amounts::{check_amount, check_made};
use crate::domain::rules::corrections::note_posted;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::places::authority;
use crate::domain::rules::posting::{self, Made};
use crate::domain::rules::quantity::hold;
use crate::domain::rules::setup::plan_period::check_base_year_set;
use crate::domain::rules::{Assigned, Context, gather, unknown};
use crate::domain::state::{Draft, Stop, keys};

/// Issues quota into an account; each row becomes a lot, available there.
///
/// Refuses no rows, too many, or one twice; an unknown account; a right that begins too late;
/// amounts their indicator does not allow; no ceiling on the path, or one that would be exceeded.
pub fn issue(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &QuotaIssue,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    check_rows("issuance", &act.rows, spelled)?;
    account(draft, &act.account)?;
    check_document(draft, context, &act.document)?;
    for row in &act.rows {
        check_since(context, row)?;
    }
    for row in &act.rows {
        check_amount(draft, &row.indicator, Some(row.period), row.amount.into())?;
    }
    check_made(
        draft,
        act.rows.iter().map(|row| (&row.indicator, row.amount)),
    )?;
    check_base_year_set(draft, context.today())?;
    let mut findings = Findings::default();
    let mut lots = Vec::new();
    for row in &act.rows {
        let region = act.account.region();
        let lot = Lot {
            lot: give_number(draft, context, ("lot", "L"), region, assigned)?,
            account: act.account.clone(),
            indicator: row.indicator.clone(),
            period: row.period,
            amount: row.amount,
            since: row.since,
            paid: row.paid,
            base_emission: None,
            origin: Origin::Issuance,
            index: context.index,
        };
        let made = posting::record_lot(draft, context, &lot, Made::Issuance);
        gather(&mut findings, made)?;
        lots.push(lot.lot);
    }
    findings.verdict()?;
    Ok(note_posted(
        draft,
        context,
        PostedKind::Issuance,
        lots,
        std::slice::from_ref(&act.document),
    )?)
}

fn spelled(row: &IssueRow) -> String {
    let paid = if row.paid { "paid" } else { "free" };
    format!(
        "{} {} {} {} {paid}",
        row.indicator, row.period, row.amount, row.since
    )
}

/// What is issued is available at once, so the right cannot begin after today; a coming year's
/// budget begins with that year at the latest.
fn check_since(context: &Context<'_>, row: &IssueRow) -> Result<(), Refusal> {
    let year_begins = row.period.year().and_then(|year| Day::new(year, 1, 1));
    let latest = year_begins.unwrap_or(context.today()).max(context.today());
    if row.since <= latest {
        return Ok(());
    }
    Err(dates_reversed(row.indicator.as_str(), row.since, latest))
}

/// Takes back issued quantity that is available; the caps stay, so room is made.
///
/// Refuses an unknown account or lot; a bureau other than the one that issued; holds on account or
/// lot; a lot that was not issued; more than is available.
pub fn take_back(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &QuotaTakeBack,
) -> Result<(), Stop> {
    account(draft, &act.account)?;
    let lot = draft
        .get(&keys::lot(&act.lot))?
        .ok_or_else(|| unknown("lot", &act.lot))?;
    check_issuer(draft, context, act, &lot)?;
    check_document(draft, context, &act.document)?;
    check_amount(draft, &lot.indicator, None, act.amount.into())?;
    hold::check_account(draft, &act.account)?;
    hold::check_lot(draft, &act.lot)?;
    match lot.origin {
        Origin::Issuance => {
            posting::take_back(draft, context, &act.account, &lot, act.amount)?;
            Ok(note_posted(
                draft,
                context,
                PostedKind::TakenBack,
                [lot.lot],
                std::slice::from_ref(&act.document),
            )?)
        }
        Origin::Opening | Origin::Reduction { .. } => {
            Err(Refusal::new(Code::NotIssued).with("lot", &act.lot).into())
        }
    }
}

/// Declares available quantity void (作废), whatever it came from; the caps fall with it, so no room is
/// made.
///
/// Refuses an unknown account or lot; amounts the indicator does not allow; holds on account or lot;
/// more than is available.
pub fn invalidate(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &QuotaInvalidate,
) -> Result<(), Stop> {
    account(draft, &act.account)?;
    let lot = draft
        .get(&keys::lot(&act.lot))?
        .ok_or_else(|| unknown("lot", &act.lot))?;
    check_document(draft, context, &act.document)?;
    check_amount(draft, &lot.indicator, None, act.amount.into())?;
    hold::check_account(draft, &act.account)?;
    hold::check_lot(draft, &act.lot)?;
    let line = Line {
        lot: lot.lot.clone(),
        indicator: lot.indicator,
        from: Place::Available(act.account.clone()),
        to: Place::Invalidated,
        amount: act.amount,
    };
    posting::post(draft, context, None, &[line])?;
    Ok(note_posted(
        draft,
        context,
        PostedKind::Invalidated,
        [lot.lot],
        std::slice::from_ref(&act.document),
    )?)
}

/// Only the issuing body takes back: once a lot has moved under another bureau, its new bureau did
/// not issue it.
fn check_issuer(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &QuotaTakeBack,
    lot: &Lot,
) -> Result<(), Stop> {
    let issuer = authority(draft, lot.account.region(), context.today())?;
    let taker = authority(draft, act.account.region(), context.today())?;
    if issuer == taker {
        return Ok(());
    }
    Err(Refusal::new(Code::NotAuthorised)
        .with("party", taker)
        .with("needed", issuer)
        .into())
}
