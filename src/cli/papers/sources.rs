//! The source statement (总量来源说明) of a case: a row for each lot it draws.

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::text::msg;
use crate::domain::amount::Balance;
use crate::domain::ids::{CaseNo, LotNo};
use crate::domain::lot::{Origin, Slot};
use crate::domain::posting::Place;
use crate::domain::text::{Document, DocumentKind};
use crate::explain::words;
use crate::service::ServiceError;
use crate::service::query::{CaseView, Drawn, LotTrace};

/// The statement.
pub fn sources(press: &Press<'_>, no: &CaseNo) -> Result<Paper, ServiceError> {
    let case = press.view.case_view(no)?;
    let mut table = Table::new(
        press.say(&msg!("paper-source-lots")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("label-lot")),
            texts(press, &msg!("paper-reduction")),
            texts(press, &msg!("paper-source-unit")),
            texts(press, &msg!("label-measure")),
            texts(press, &msg!("label-completed-on")),
            figures(press, &msg!("paper-emission-before")),
            figures(press, &msg!("paper-emission-after")),
            figures(press, &msg!("paper-verified")),
            figures(press, &msg!("paper-used-before")),
            figures(press, &msg!("paper-used-now")),
            figures(press, &msg!("paper-remaining")),
            texts(press, &msg!("paper-permit-change")),
            texts(press, &msg!("paper-undertaking")),
        ],
    );
    let mut lots: Vec<LotNo> = Vec::new();
    for drawn in &case.drew {
        if !lots.contains(&drawn.lot) {
            lots.push(drawn.lot.clone());
        }
    }
    for lot in &lots {
        table.rows.push(row(press, &case, lot)?);
    }
    Ok(Paper {
        region: Some(case.brief.site.clone()),
        letterhead: press.bureau(&case.brief.site)?,
        title: press.say(&msg!("paper-sources")),
        about: press.say(&msg!("paper-case", case = no)),
        blocks: vec![Block::Table(table)],
        notes: press.notes(),
        landscape: true,
    })
}

fn row(press: &Press<'_>, case: &CaseView, no: &LotNo) -> Result<Vec<String>, ServiceError> {
    let trace = press.view.trace_lot(no)?;
    let code = &trace.lot.indicator;
    let shown = |balance| press.balance(code, balance);
    let reduction = match &trace.lot.origin {
        Origin::Reduction { reduction, .. } => Some(press.view.reduction(reduction)?),
        Origin::Opening | Origin::Issuance => None,
    };
    let of = |text: Option<String>| text.unwrap_or_default();
    let reduced = reduction.as_ref();
    // What falls back to a reserve is not used.
    let is_used = |drawn: &&Drawn| {
        let account = drawn.to.account();
        drawn.lot == *no
            && (!drawn.posted || account.is_none_or(|account| *account.region() == case.brief.site))
    };
    let used = case.drew.iter().filter(is_used);
    let now = used.fold(Balance::ZERO, |sum, drawn| sum.plus(drawn.amount.into()));
    let free = trace
        .holders
        .iter()
        .filter(|holding| holding.slot == Slot::Available);
    let site =
        |holding: &&crate::domain::lot::Holding| *holding.account.region() != case.brief.site;
    let remaining = free
        .filter(site)
        .fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
    Ok(vec![
        code.to_string(),
        no.to_string(),
        of(reduced.map(|r| r.reduction.to_string())),
        press.account(&trace.lot.account)?,
        of(reduced.map(|r| press.word(words::measure(r.measure)))),
        of(reduced.map(|r| r.completed_on.to_string())),
        of(reduced.map(|r| shown(r.before))),
        of(reduced.map(|r| shown(r.after))),
        press.amount(code, trace.lot.amount),
        shown(used_before(&trace, case)),
        shown(now),
        shown(remaining),
        numbers(case, DocumentKind::PermitDecision),
        numbers(case, DocumentKind::Undertaking),
    ])
}

/// What other cases posted of a lot before this one.
fn used_before(trace: &LotTrace, case: &CaseView) -> Balance {
    let first = case
        .drew
        .iter()
        .map(|drawn| drawn.index)
        .min()
        .unwrap_or(u64::MAX);
    let used = trace.moves.iter().filter(|moved| {
        let posted = match moved.to {
            Place::Available(_) | Place::Barred(_) | Place::Retired => true,
            Place::Reserved(_)
            | Place::ReservedBarred(_)
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => false,
        };
        let other = moved.case.as_ref().is_some_and(|of| *of != case.brief.case);
        posted && other && moved.index < first
    });
    used.fold(Balance::ZERO, |sum, moved| sum.plus(moved.amount.into()))
}

/// The numbers of a case's documents of a kind.
fn numbers(case: &CaseView, kind: DocumentKind) -> String {
    let done = case.checklist.iter().filter_map(|step| step.done.as_ref());
    let documents = case
        .documents
        .iter()
        .chain(done.flat_map(|done| &done.documents));
    let of_kind = documents.filter(|document: &&Document| document.kind == kind);
    let numbers: Vec<String> = of_kind
        .map(|document| document.number.to_string())
        .collect();
    numbers.join(" ")
}
