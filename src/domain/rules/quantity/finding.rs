//! Findings (问题线索): opened with a hold, rectified by who is responsible, closed by who opened them
//! or the body above. They change no balance.
//!
//! | who | may find about |
//! | --- | --- |
//! | a root, a bureau, an inspector | what each may hold, see [`hold`] |
//! | a court | nothing: it freezes accounts |
//!
//! Who must put something right is never who found it, and never closes the finding.

use super::{dates_reversed, give_number, hold, party};
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify};
use crate::domain::finding::{Closing, Finding, FindingOutcome, FindingState, Rectification};
use crate::domain::ids::{FindingNo, HoldNo, PartyId};
use crate::domain::party::PartyKind;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::authority::body_above;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::{ACT_DOCUMENTS_MAX, Assigned, Context, ROWS_MAX, check_most, unknown};
use crate::domain::state::{Draft, Stop, keys};

/// Opens a finding, and with it a hold that only its closing lifts.
///
/// Refuses an unknown party or target; a body that may not hold it, or that would have to put it
/// right itself; a term that is over.
pub fn open(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &FindingOpen,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let by = party(draft, &act.by)?;
    let responsible = party(draft, &act.responsible)?;
    hold::check_target(draft, context, &by, &act.target)?;
    if by.kind == PartyKind::Court {
        return Err(may_not(&act.by, "-").into());
    }
    check_document(draft, context, &act.document)?;
    if let Some(until) = act.rectify_by.filter(|until| *until < context.today()) {
        return Err(dates_reversed("finding", context.today(), until).into());
    }
    if responsible.party == by.party {
        return Err(of_itself(&responsible.party).into());
    }
    hold::check_indicator(draft, &act.target)?;
    let finding: FindingNo = give_number(draft, context, ("finding", "F"), &by.region, assigned)?;
    let held = hold::lay(
        draft,
        context,
        hold::Wanted {
            target: act.target.clone(),
            by: &by,
            until: None,
            document: act.document.clone(),
        },
        assigned,
    )?;
    let row = Finding {
        finding: finding.clone(),
        kind: act.kind,
        target: act.target.clone(),
        by: act.by.clone(),
        responsible: act.responsible.clone(),
        rectify_by: act.rectify_by,
        document: act.document.clone(),
        on: context.today(),
        index: context.index,
        hold: held,
        carried: Vec::new(),
        rectified: Vec::new(),
        closed: None,
    };
    let about = hold::name_of(&row.target);
    draft.put(&keys::finding_listed(&about, &finding), &finding)?;
    draft.put(&keys::finding_of_hold(&row.hold), &finding)?;
    for party in [&row.by, &row.responsible] {
        draft.put(&keys::finding_of_party(party, &finding), &finding)?;
    }
    Ok(draft.put(&keys::finding(&finding), &row)?)
}

/// Records a rectification; a further one may complete it. Refuses a closed finding, and any body
/// but the responsible one and those that may close it.
pub fn rectify(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &FindingRectify,
) -> Result<(), Stop> {
    let mut row = found(draft, &act.finding)?;
    check_most("documents", row.rectified.len() + 1, ACT_DOCUMENTS_MAX)?;
    if act.by != row.responsible && !closes(draft, context, &row, &act.by)? {
        return Err(may_not(&act.by, &row.responsible).into());
    }
    check_document(draft, context, &act.document)?;
    check_open(&row)?;
    row.rectified.push(Rectification {
        by: act.by.clone(),
        document: act.document.clone(),
        on: context.today(),
        index: context.index,
    });
    Ok(draft.put(&keys::finding(&act.finding), &row)?)
}

/// Closes a finding and ends its hold.
///
/// Refuses a closed one; a body that may not close it; `rectified` where nothing was.
pub fn close(draft: &mut Draft<'_>, context: &Context<'_>, act: &FindingClose) -> Result<(), Stop> {
    let mut row = found(draft, &act.finding)?;
    check_closes(draft, context, &row, &act.by)?;
    check_document(draft, context, &act.document)?;
    if act.outcome == FindingOutcome::Rectified && row.state() == FindingState::Open {
        return Err(Refusal::new(Code::FindingNotRectified)
            .with("finding", &act.finding)
            .with("responsible", &row.responsible)
            .into());
    }
    check_open(&row)?;
    if act.by == row.responsible {
        return Err(of_itself(&act.by).into());
    }
    row.closed = Some(Closing {
        by: act.by.clone(),
        outcome: act.outcome,
        document: act.document.clone(),
        on: context.today(),
        index: context.index,
    });
    for party in [&row.by, &row.responsible] {
        draft.delete(&keys::finding_of_party(party, &act.finding));
    }
    for held in row.carried.iter().chain([&row.hold]) {
        hold::end(draft, held)?;
    }
    Ok(draft.put(&keys::finding(&act.finding), &row)?)
}

/// A hold that went along with an account to who took it over ends with the finding too.
pub fn carry(draft: &mut Draft<'_>, no: &FindingNo, held: HoldNo) -> Result<(), Stop> {
    let mut row = found(draft, no)?;
    check_most("holds", row.carried.len() + 1, ROWS_MAX)?;
    draft.put(&keys::finding_of_hold(&held), no)?;
    row.carried.push(held);
    Ok(draft.put(&keys::finding(no), &row)?)
}

/// What one party was to put right another is, once it has taken its place.
pub fn pass(draft: &mut Draft<'_>, from: &PartyId, to: &PartyId) -> Result<(), Stop> {
    for no in draft.list(&keys::findings_of(from))? {
        let mut row = found(draft, &no)?;
        if row.responsible == *from {
            row.responsible = to.clone();
            draft.put(&keys::finding_of_party(to, &no), &no)?;
            draft.put(&keys::finding(&no), &row)?;
        }
        if row.by != *from {
            draft.delete(&keys::finding_of_party(from, &no));
        }
    }
    Ok(())
}

fn found(draft: &Draft<'_>, no: &FindingNo) -> Result<Finding, Stop> {
    draft
        .get(&keys::finding(no))?
        .ok_or_else(|| unknown("finding", no).into())
}

fn check_open(row: &Finding) -> Result<(), Refusal> {
    match &row.closed {
        None => Ok(()),
        Some(closed) => Err(Refusal::new(Code::FindingClosed)
            .with("finding", &row.finding)
            .with("index", closed.index)),
    }
}

/// Who opened it, and the body above that, close it.
fn closes(
    draft: &Draft<'_>,
    context: &Context<'_>,
    row: &Finding,
    by: &PartyId,
) -> Result<bool, Stop> {
    Ok(*by == row.by || body_above(draft, &row.by, context.today())?.as_ref() == Some(by))
}

fn check_closes(
    draft: &Draft<'_>,
    context: &Context<'_>,
    row: &Finding,
    by: &PartyId,
) -> Result<(), Stop> {
    if closes(draft, context, row, by)? {
        return Ok(());
    }
    Err(may_not(by, &row.by).into())
}

fn may_not(party: &PartyId, needed: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::NotAuthorised)
        .with("party", party)
        .with("needed", needed)
}

fn of_itself(party: &PartyId) -> Refusal {
    Refusal::new(Code::FindingOfItself).with("party", party)
}
