//! Corrections of the record: reversal (冲销), correction (更正), shortfalls (缺口), completion (补正).
//!
//! Every posting outside these acts leaves a row (`note_posted`) by which it is found again: what
//! it was, which lots it moved, who signed it. From it and from the lots' moves the rules work out
//! what goes back; nobody types a line.
//!
//! | | within the window | after it |
//! | --- | --- | --- |
//! | reversal | who made it, the whole, once, where all of it is still there | refused |
//! | correction | who made it | and the body above it |
//!
//! The window is so many working days after the admission (policy).

mod complete;
mod correct;
mod reverse;
mod right;
mod shortfall;

pub use complete::complete;
pub use correct::{correct, correction};
pub use reverse::{reversal_lines, reverse};
pub use shortfall::{check_none_owed, cure, cure_lines, open_shortfall};

use super::cases::{self, procedure_of};
use super::setup::policy;
use super::{Context, unknown};
use crate::domain::correction::{Posted, PostedKind, Posting};
use crate::domain::entry::RequiredSigner;
use crate::domain::ids::{AccountId, CaseNo, LotNo, PartyId};
use crate::domain::lot::{Holding, Slot};
use crate::domain::moment::Day;
use crate::domain::posting::{Line, Place};
use crate::domain::procedure::Effect;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::quantity::hold;
use crate::domain::state::{Damage, Draft, Movement, Stop, keys};
use crate::domain::text::Document;

/// Notes a posting, so that it can be undone.
pub(super) fn note_posted(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    kind: PostedKind,
    lots: impl IntoIterator<Item = LotNo>,
    documents: &[Document],
) -> Result<(), Damage> {
    let mut signers: Vec<RequiredSigner> = Vec::new();
    for signer in &context.head.signers {
        if !signers.contains(signer) {
            signers.push(signer.clone());
        }
    }
    let mut posted = Posted {
        index: context.index,
        at: context.now,
        kind,
        lots: Vec::new(),
        documents: documents.iter().map(|it| it.number.clone()).collect(),
        signers,
        reversed_by: None,
        corrected_by: None,
        right: Vec::new(),
    };
    for lot in lots {
        if !posted.lots.contains(&lot) {
            posted.lots.push(lot);
        }
    }
    draft.put(&keys::posted(context.index), &posted)
}

/// The posting that is meant. Refuses what is not on the ledger, and an entry that posted nothing.
pub fn posted(draft: &Draft<'_>, posting: &Posting) -> Result<Posted, Stop> {
    let index = match posting {
        Posting::Entry(index) => *index,
        Posting::Lot(no) => {
            let lot = draft.get(&keys::lot(no))?;
            lot.ok_or_else(|| unknown("lot", no))?.index
        }
        Posting::Case(no) => of_case(draft, no)?,
    };
    draft.get(&keys::posted(index))?.ok_or_else(|| {
        Refusal::new(Code::NothingPosted)
            .with("entry", index)
            .into()
    })
}

/// The leaf at which a case posted.
fn of_case(draft: &Draft<'_>, no: &CaseNo) -> Result<u64, Stop> {
    let case = cases::case(draft, no)?;
    let procedure = procedure_of(draft, &case)?;
    let step = procedure
        .steps
        .iter()
        .find(|step| step.effect == Effect::Post);
    let done = step.and_then(|step| case.done(&step.id));
    done.map(|done| done.index)
        .ok_or_else(|| Refusal::new(Code::NothingPosted).with("entry", no).into())
}

/// The last day on which a posting may be reversed, or be corrected without the body above.
pub fn window_until(draft: &Draft<'_>, posted: &Posted, today: Day) -> Result<Day, Damage> {
    let from = posted.at.day();
    let limit = policy::limits_on(draft, today)?.reversal_working_days;
    last_day(draft, from, limit)
}

/// The last day of a time limit of so many working days.
fn last_day(draft: &Draft<'_>, from: Day, working_days: u16) -> Result<Day, Damage> {
    let far = from.plus_days(u64::from(working_days) * 2 + 60);
    Ok(policy::workdays(draft, from, far)?.after(from, working_days))
}

/// A reversal or correction is not undone, and what was reversed is gone.
fn check_standing(posted: &Posted) -> Result<(), Refusal> {
    if let PostedKind::Undoing(of) = posted.kind {
        return Err(Refusal::new(Code::IsUndoing)
            .with("entry", posted.index)
            .with("of", of));
    }
    match posted.reversed_by {
        Some(by) => Err(Refusal::new(Code::AlreadyReversed)
            .with("entry", posted.index)
            .with("by", by)),
        None => Ok(()),
    }
}

/// No body mends the record in its own favour: who signs is none of those whom the posting credits,
/// nor who asked for it.
fn check_beneficiary(
    draft: &Draft<'_>,
    context: &Context<'_>,
    posted: &Posted,
    to: impl Iterator<Item = AccountId>,
) -> Result<(), Stop> {
    let mut gains: Vec<PartyId> = to.filter_map(|account| account.party().cloned()).collect();
    if let Some(no) = posted.kind.case() {
        let case = cases::case(draft, no)?;
        gains.extend(cases::initiators_and_beneficiaries(draft, &case)?);
    }
    Ok(check_gains_nothing(
        context,
        &gains,
        format!("#{}", posted.index),
    )?)
}

/// Who signs is none of those who gain by what is mended.
fn check_gains_nothing(
    context: &Context<'_>,
    gains: &[PartyId],
    what: impl std::fmt::Display,
) -> Result<(), Refusal> {
    let mut bodies = context.head.signers.iter().map(|signer| &signer.party);
    match bodies.find(|party| gains.contains(party)) {
        None => Ok(()),
        Some(party) => Err(Refusal::new(Code::ApproverIsBeneficiary)
            .with("party", party)
            .with("case", what)
            .with("step", "correction")),
    }
}

/// The moves of a posting itself, lot by lot: without what fell due before it at the same leaf.
fn moves_of(draft: &Draft<'_>, posted: &Posted) -> Result<Vec<(LotNo, Movement)>, Damage> {
    let belongs = |movement: &Movement| match &posted.kind {
        PostedKind::Opening | PostedKind::Issuance => movement.from.is_none(),
        PostedKind::TakenBack => movement.to == Place::TakenBack,
        PostedKind::Invalidated => movement.to == Place::Invalidated,
        PostedKind::Reduction(_) => movement.from.is_none() || movement.to == Place::Reduced,
        PostedKind::Case(no) => movement.case.as_ref() == Some(no),
        PostedKind::Undoing(_) => false,
    };
    let mut moves = Vec::new();
    for lot in &posted.lots {
        let at_leaf = draft.list(&keys::movements_at(lot, posted.index))?;
        let own = at_leaf.into_iter().filter(belongs);
        moves.extend(own.map(|movement| (lot.clone(), movement)));
    }
    Ok(moves)
}

/// What lies in a place of a lot now; of a sink, everything.
fn present(draft: &Draft<'_>, line: &Line) -> Result<Option<Holding>, Damage> {
    let (account, barred) = match &line.from {
        Place::Available(account) => (account, false),
        Place::Barred(account) => (account, true),
        Place::Reserved(_)
        | Place::ReservedBarred(_)
        | Place::Retired
        | Place::TakenBack
        | Place::Reduced
        | Place::Invalidated
        | Place::Reversed => return Ok(None),
    };
    let key = keys::holding(
        account,
        &line.indicator,
        &line.lot,
        &Slot::Available,
        barred,
    );
    draft.get(&key)
}

/// Nothing is moved out of or into a frozen account, nor of a held lot.
fn check_holds(draft: &Draft<'_>, lines: &[Line]) -> Result<(), Stop> {
    for line in lines {
        for account in [&line.from, &line.to]
            .into_iter()
            .filter_map(|place| place.account())
        {
            hold::check_account(draft, account)?;
        }
        hold::check_lot(draft, &line.lot)?;
    }
    Ok(())
}

/// Compares the lines a draft carries with those the rules come to today.
fn check_lines(
    what: impl std::fmt::Display,
    theirs: &[Line],
    ours: &[Line],
) -> Result<(), Refusal> {
    if theirs == ours {
        return Ok(());
    }
    let count = format!("{what}: {} lines -> {}", theirs.len(), ours.len());
    Err(Refusal::new(Code::FiguresMovedOn).with("what", count))
}
