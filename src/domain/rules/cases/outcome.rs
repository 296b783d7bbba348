//! The ways a case pauses or ends without effect. What it reserved is free again.

use super::open::check_content;
use super::{
    case, check_speaks_on, lines, procedure_of, require_going_on, signatory, signed, stages,
    step_of, waiting_on,
};
use crate::domain::case::{Case, Content, Phase, Turn, Turned};
use crate::domain::entry::{CaseEnd, CaseResubmit, CaseReturn, EndKind};
use crate::domain::ids::{CaseNo, PartyId, ProjectNo, StepId};
use crate::domain::lot::Lot;
use crate::domain::moment::Moment;
use crate::domain::procedure::Effect;
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::documents::{check_document, check_documents};
use crate::domain::rules::posting::{When, release};
use crate::domain::rules::quantity::hold;
use crate::domain::rules::{CASE_DOCUMENTS_MAX, Context, check_most, gather};
use crate::domain::state::{Damage, Draft, Due, DueAction, Stop, due_key, keys};
use crate::domain::text::Document;

/// Returns a case for completion: the step gone back to and all that wait for it must be done
/// again, the rest stays; the clock stands still.
pub fn return_for_completion(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &CaseReturn,
) -> Result<(), Stop> {
    let mut case = case(draft, &act.case)?;
    let procedure = procedure_of(draft, &case)?;
    let mut findings = Findings::default();
    if act.missing.is_empty() {
        findings.add(Refusal::new(Code::Nothing).with("what", "missing"));
    }
    for checked in [
        check_body(draft, context, &case, &act.by),
        check_document(draft, context, &act.document),
        check_not_returned(context, &case).map_err(Stop::from),
        step_of(&procedure, &case, &act.to)
            .map_err(Stop::from)
            .map(|_| ()),
        hold::check_case(draft, &case.case),
    ] {
        gather(&mut findings, checked)?;
    }
    findings.verdict()?;
    let to = step_of(&procedure, &case, &act.to)?.id.clone();
    let later = waiting_on(&procedure, &to);
    let undone = |step: &StepId| *step == to || later.iter().any(|waiting| waiting.id == *step);
    let unreserves = procedure
        .steps
        .iter()
        .any(|step| step.effect == Effect::Reserve && undone(&step.id));
    if unreserves {
        free_reservation(draft, context.now, context.index, &mut case)?;
    }
    let acceptance = case.accepted;
    let stage = case.stage;
    case.done
        .retain(|done| done.has_taken_effect(stage) || !undone(&done.step));
    case.accepted =
        acceptance.filter(|accepted| case.done.iter().any(|done| done.index == accepted.index));
    stop_clock(draft, &case);
    let left_ms = case.lapses_at.ms().saturating_sub(context.now.ms());
    case.phase = Phase::Returned {
        to,
        missing: act.missing.clone(),
        left_ms,
    };
    let turn = (Turn::Returned, &act.by);
    note_turn(draft, context, &case, turn, &act.document)?;
    Ok(draft.put(&keys::case(&case.case), &case)?)
}

/// Resubmits a returned case; amended content voids every signature given so far, and the decision
/// on the base, which was about the content as it was.
pub fn resubmit(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &CaseResubmit,
) -> Result<(), Stop> {
    let mut case = case(draft, &act.case)?;
    let mut findings = Findings::default();
    if act.documents.is_empty() {
        findings.add(Refusal::new(Code::Nothing).with("what", "documents"));
    }
    let all = case.documents.len() + act.documents.len();
    for checked in [
        check_documents(draft, context, &act.documents),
        check_most("documents of all completions", all, CASE_DOCUMENTS_MAX).map_err(Stop::from),
        check_returned(context, &case).map_err(Stop::from),
        check_completed(&case, act).map_err(Stop::from),
        hold::check_case(draft, &case.case),
    ] {
        gather(&mut findings, checked)?;
    }
    if let Some(content) = &act.content {
        let amendable = check_amendment(draft, context, &case, content);
        gather(&mut findings, amendable)?;
    }
    findings.verdict()?;
    let Phase::Returned { left_ms, .. } = case.phase else {
        return Err(not_returned(&case).into());
    };
    if let Some(content) = &act.content {
        amend(draft, context, &mut case, content)?;
    }
    case.signed.push(signed(context));
    case.documents.extend(act.documents.iter().cloned());
    case.phase = Phase::Open;
    case.lapses_at = context.now.plus_ms(left_ms);
    let due = Due {
        at: case.lapses_at,
        action: DueAction::CaseLapses(case.case.clone()),
    };
    draft.put(&due_key(&due), &due)?;
    if let Some(document) = act.documents.first() {
        let turn = (Turn::Resubmitted, &case.opened_by);
        note_turn(draft, context, &case, turn, document)?;
    }
    Ok(draft.put(&keys::case(&case.case), &case)?)
}

/// Notes by whom, when and with which letter a case was turned.
fn note_turn(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    (turn, by): (Turn, &PartyId),
    document: &Document,
) -> Result<(), Damage> {
    let turned = Turned {
        turn,
        index: context.index,
        at: context.now,
        by: by.clone(),
        document: document.clone(),
    };
    draft.put(&keys::turned(&case.case, context.index), &turned)
}

/// A returned case whose current content the act speaks on.
fn check_returned(context: &Context<'_>, case: &Case) -> Result<(), Refusal> {
    require_going_on(case)?;
    match case.phase {
        Phase::Returned { .. } => check_speaks_on(context, case),
        Phase::Open
        | Phase::NotAccepted
        | Phase::Refused
        | Phase::Withdrawn
        | Phase::Lapsed
        | Phase::Effective => Err(not_returned(case)),
    }
}

fn not_returned(case: &Case) -> Refusal {
    Refusal::new(Code::CaseNotReturned).with("case", &case.case)
}

/// An open case whose current content the act speaks on.
fn check_not_returned(context: &Context<'_>, case: &Case) -> Result<(), Refusal> {
    require_going_on(case)?;
    if let Phase::Returned { .. } = case.phase {
        return Err(Refusal::new(Code::CaseReturned).with("case", &case.case));
    }
    check_speaks_on(context, case)
}

/// What was missing is there.
fn check_completed(case: &Case, act: &CaseResubmit) -> Result<(), Refusal> {
    let Phase::Returned { missing, .. } = &case.phase else {
        return Ok(());
    };
    let lacking = missing
        .iter()
        .find(|kind| act.documents.iter().all(|doc| doc.kind != **kind));
    match lacking {
        None => Ok(()),
        Some(kind) => Err(Refusal::new(Code::MissingDocument)
            .with("step", "resubmit")
            .with("kind", super::plan::document_kind_name(*kind))),
    }
}

fn check_amendment(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Content,
) -> Result<(), Stop> {
    let mut findings = Findings::default();
    for checked in [
        check_same_subject(case, content).map_err(Stop::from),
        stages::check_amended(case, content).map_err(Stop::from),
        check_content(draft, content, context.today()),
    ] {
        gather(&mut findings, checked)?;
    }
    Ok(findings.verdict()?)
}

fn amend(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &mut Case,
    content: &Content,
) -> Result<(), Damage> {
    free_reservation(draft, context.now, context.index, case)?;
    case.content = content.clone();
    case.content_hash = context.entry_hash;
    let stage = case.stage;
    // What a stage that has taken effect rests on stays.
    case.done.retain(|done| done.has_taken_effect(stage));
    case.accepted = None;
    case.sources.clear();
    case.signed.clear();
    // What was decided of the old content's base is not decided of the new one's.
    draft.delete(&keys::base_decision(&case.case));
    Ok(())
}

/// An amendment changes figures, not what the case is about: kind, firm, origin, site and project
/// stay.
pub(super) fn check_same_subject(case: &Case, content: &Content) -> Result<(), Refusal> {
    let (old, new) = (subject(&case.content), subject(content));
    let differs = old.into_iter().zip(new).find(|(old, new)| old != new);
    let Some(((field, old), (_, new))) = differs else {
        return Ok(());
    };
    Err(Refusal::new(Code::NotTheSame)
        .with("what", "case")
        .with("id", &case.case)
        .with("field", field)
        .with("old", old)
        .with("new", new))
}

/// What a content is about, field by field, its kind first.
fn subject(content: &Content) -> Vec<(&'static str, String)> {
    let project = |no: &ProjectNo| ("project", no.to_string());
    match content {
        Content::Relocation(content) => vec![
            ("kind", "relocation".to_owned()),
            ("firm", content.firm.to_string()),
            ("origin", content.origin.to_string()),
            ("site", content.site.to_string()),
            content
                .project
                .as_ref()
                .map_or_else(|| ("project", "-".to_owned()), project),
            ("lines", lines::names(content)),
        ],
        Content::Introduction(content) => {
            vec![
                ("kind", "introduction".to_owned()),
                project(&content.project),
            ]
        }
        Content::Demonstration(content) => {
            vec![
                ("kind", "demonstration".to_owned()),
                project(&content.project),
            ]
        }
    }
}

/// Ends a case without effect.
pub fn end(draft: &mut Draft<'_>, context: &Context<'_>, act: &CaseEnd) -> Result<(), Stop> {
    let mut case = case(draft, &act.case)?;
    let mut findings = Findings::default();
    for checked in [
        check_ender(draft, context, &case, act),
        check_document(draft, context, &act.document),
        check_may_end(context, &case, act.kind).map_err(Stop::from),
        hold::check_case(draft, &case.case),
    ] {
        gather(&mut findings, checked)?;
    }
    findings.verdict()?;
    free_reservation(draft, context.now, context.index, &mut case)?;
    stop_clock(draft, &case);
    let turn;
    (case.phase, turn) = match act.kind {
        EndKind::NotAccepted => (Phase::NotAccepted, Turn::NotAccepted),
        EndKind::Refused => (Phase::Refused, Turn::Refused),
        EndKind::Withdrawn => (Phase::Withdrawn, Turn::Withdrawn),
    };
    note_turn(draft, context, &case, (turn, &act.by), &act.document)?;
    Ok(draft.put(&keys::case(&case.case), &case)?)
}

/// Who opened a case withdraws it; who judges it refuses it.
fn check_ender(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    act: &CaseEnd,
) -> Result<(), Stop> {
    match act.kind {
        EndKind::NotAccepted | EndKind::Refused => check_body(draft, context, case, &act.by),
        EndKind::Withdrawn if act.by != case.opened_by => Err(Refusal::new(Code::NotAuthorised)
            .with("party", &act.by)
            .with("needed", &case.opened_by)
            .into()),
        EndKind::Withdrawn => Ok(()),
    }
}

fn check_may_end(context: &Context<'_>, case: &Case, kind: EndKind) -> Result<(), Refusal> {
    require_going_on(case)?;
    check_speaks_on(context, case)?;
    if kind == EndKind::NotAccepted && case.accepted.is_some() {
        return Err(Refusal::new(Code::NotAcceptedLate).with("case", &case.case));
    }
    Ok(())
}

/// A case whose time ran out lapses by itself.
pub fn lapse(draft: &mut Draft<'_>, no: &CaseNo, at: Moment) -> Result<(), Damage> {
    let mut case: Case = draft.must(&keys::case(no))?;
    // A clock that was stopped or set anew since counts no more.
    let returned = matches!(case.phase, Phase::Returned { .. });
    if case.phase.is_over() || returned || case.lapses_at != at {
        return Ok(());
    }
    let ledger = draft.must(&keys::ledger())?;
    free_reservation(draft, at, ledger.leaves_next, &mut case)?;
    case.phase = Phase::Lapsed;
    draft.put(&keys::case(no), &case)
}

/// Takes the lapse out of what falls due.
pub fn stop_clock(draft: &mut Draft<'_>, case: &Case) {
    let due = Due {
        at: case.lapses_at,
        action: DueAction::CaseLapses(case.case.clone()),
    };
    draft.delete(&due_key(&due));
}

fn free_reservation(
    draft: &mut Draft<'_>,
    at: Moment,
    index: u64,
    case: &mut Case,
) -> Result<(), Damage> {
    for holding in draft.list(&keys::reserved_of_case(&case.case))? {
        let lot: Lot = draft.must(&keys::lot(&holding.lot))?;
        release(draft, When { index, at }, &case.case, &lot, &holding)?;
    }
    case.reserved = false;
    lines::unclaim(draft, case)?;
    if let Some(no) = case.project() {
        let key = keys::project_taken(no);
        if draft.get(&key)?.as_ref() == Some(&case.case) {
            draft.delete(&key);
        }
    }
    Ok(())
}

/// Only a body that signs some step of the case as an authority returns or refuses it.
fn check_body(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    by: &PartyId,
) -> Result<(), Stop> {
    let procedure = procedure_of(draft, case)?;
    let gains = super::initiators_and_beneficiaries(draft, case)?;
    let mut bodies = Vec::new();
    for step in procedure
        .steps
        .iter()
        .filter(|step| super::act::approves(step.signatory))
    {
        bodies.extend(signatory::parties(
            draft,
            case,
            step.signatory,
            context.today(),
        )?);
    }
    bodies.sort();
    bodies.dedup();
    bodies.retain(|party| !gains.contains(party));
    if bodies.contains(by) {
        return Ok(());
    }
    let names = bodies
        .iter()
        .map(PartyId::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    Err(Refusal::new(Code::NotAuthorised)
        .with("party", by)
        .with("needed", names)
        .into())
}
