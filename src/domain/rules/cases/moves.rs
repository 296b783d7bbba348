//! What steps move: the reservation, and the posting that takes effect.

use super::plan::{self, Plan};
use super::{dated, lines, permits};
use crate::domain::case::Case;
use crate::domain::correction::PostedKind;
use crate::domain::entry::CaseAct;
use crate::domain::lot::Project;
use crate::domain::moment::Day;
use crate::domain::procedure::{Establishes, Procedure};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::corrections::{check_none_owed, note_posted};
use crate::domain::rules::posting::post;
use crate::domain::rules::quantity::hold;
use crate::domain::rules::setup::plan_period::check_of_this_period;
use crate::domain::rules::{Context, gather};
use crate::domain::state::{Draft, Stop, keys};

/// Compares the lines a draft carries with those the rules come to today.
fn check_lines(act: &CaseAct, plan: &Plan) -> Result<(), Refusal> {
    if act.lines == plan.lines {
        return Ok(());
    }
    let differs = plan
        .lines
        .iter()
        .zip(&act.lines)
        .find(|(ours, theirs)| ours != theirs);
    let what = match differs {
        Some((ours, theirs)) => format!("{} {} -> {}", ours.lot, theirs.amount, ours.amount),
        None => format!("{} lines -> {}", act.lines.len(), plan.lines.len()),
    };
    Err(Refusal::new(Code::FiguresMovedOn).with("what", what))
}

/// Reserves what the case asks for, unless its project is another case's.
pub(super) fn reserve(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &mut Case,
    act: &CaseAct,
) -> Result<(), Stop> {
    if let Some(no) = case.project() {
        let project: Project = draft.must(&keys::project(no))?;
        let taken = draft.get(&keys::project_taken(no))?.or(project.covered_by);
        if let Some(other) = taken.filter(|other| *other != case.case) {
            return Err(Refusal::new(Code::ProjectCovered)
                .with("project", no)
                .with("case", other)
                .into());
        }
    }
    lines::claim(draft, case)?;
    let plan = plan::reservation(draft, context, case)?;
    check_lines(act, &plan)?;
    check_none_owed(draft, context.today(), &plan.lines)?;
    check_of_this_period(draft, context.today(), case, &plan.lines)?;
    post(draft, context, Some(&case.case), &plan.lines)?;
    if let Some(no) = case.project() {
        draft.put(&keys::project_taken(no), &case.case)?;
    }
    case.reserved = true;
    // Caps and account freezes are judged at the reservation as well: a posting that could not pass
    // today reserves nothing.
    let (mut aside, mut tried) = (Draft::on(draft), case.clone());
    lay_posting(&mut aside, context, &tried, context.today(), None)?;
    while tried.stage < tried.stage_last() {
        tried.stage += 1;
        lay_posting(&mut aside, context, &tried, context.today(), None)?;
    }
    Ok(())
}

/// Lays the posting of what is reserved, whatever of the case is still to be done; of an act only
/// with the lines that it carries.
pub(super) fn lay_posting(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    date: Day,
    act: Option<&CaseAct>,
) -> Result<Plan, Stop> {
    let plan = plan::posting(draft, context, case, date)?;
    if let Some(act) = act {
        check_lines(act, &plan)?;
    }
    plan::open_accounts(draft, context, &plan.lines)?;
    post(draft, context, Some(&case.case), &plan.lines)?;
    Ok(plan)
}

/// An account or a lot that was frozen after the reservation gives nothing. A region's hold stops
/// reservations alone (R02).
fn check_not_frozen(draft: &Draft<'_>, case: &Case) -> Result<(), Stop> {
    let mut findings = Findings::default();
    for holding in draft.list(&keys::reserved_of_case(&case.case))? {
        gather(&mut findings, hold::check_account(draft, &holding.account))?;
        gather(&mut findings, hold::check_lot(draft, &holding.lot))?;
    }
    Ok(findings.verdict()?)
}

/// Posts what is reserved.
pub(super) fn make_effective(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    procedure: &Procedure,
    act: &CaseAct,
) -> Result<(), Stop> {
    if !case.reserved {
        return Err(Refusal::new(Code::StepNotOpen)
            .with("case", &case.case)
            .with("step", &act.step)
            .with("waits_for", "reserve")
            .into());
    }
    plan::check_base_decided(draft, case)?;
    if procedure
        .establishing(Establishes::NewPermitIssued)
        .is_some()
    {
        permits::check_in_force(draft, context, case)?;
    }
    check_not_frozen(draft, case)?;
    let date = dated(act, context);
    plan::check_year_reserved(draft, case, date)?;
    plan::check_still_covered(draft, case)?;
    let plan = lay_posting(draft, context, case, date, Some(act))?;
    let lots = plan.lines.into_iter().map(|line| line.lot);
    note_posted(
        draft,
        context,
        PostedKind::Case(case.case.clone()),
        lots,
        &act.documents,
    )?;
    if let Some(no) = case.project() {
        let mut project: Project = draft.must(&keys::project(no))?;
        project.covered_by = Some(case.case.clone());
        draft.put(&keys::project(no), &project)?;
    }
    Ok(())
}
