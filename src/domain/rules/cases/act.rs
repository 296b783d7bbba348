//! Doing a step of a case.

use std::collections::BTreeMap;

use super::moves::{make_effective, reserve};
use super::turn::check_turn;
use super::{
    case, dated, initiators_and_beneficiaries, outcome, permits, plan, procedure_of, signatory,
    stages, step_of, waiting_on, waits_for,
};
use crate::domain::case::{Acceptance, Case, Phase, StepDone};
use crate::domain::entry::CaseAct;
use crate::domain::ids::PartyId;
use crate::domain::lot::{PassedDemonstration, Project};
use crate::domain::procedure::{Effect, Establishes, Procedure, Signatory, Step};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::rules::documents::check_documents;
use crate::domain::rules::quantity::hold;
use crate::domain::rules::{CASE_DOCUMENTS_MAX, Context, check_most, gather, unknown};
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::{DocumentKind, FileHash};
use crate::envelope::Signer;

/// The class of refusals about policy and documents: what an act in its turn is asked.
const CLASS_POLICY: u16 = 6;

/// Does a step: checks its turn, its documents and what it must find, and lays its effect.
///
/// Of several faults the one that takes precedence is told. What a step must find and move is asked
/// only of an act that is in its turn.
pub fn act(draft: &mut Draft<'_>, context: &Context<'_>, act: &CaseAct) -> Result<(), Stop> {
    let mut case = case(draft, &act.case)?;
    let procedure = procedure_of(draft, &case)?;
    let step = step_of(&procedure, &case, &act.step)?.clone();
    let mut findings = Findings::default();
    for checked in [
        check_form(&step, act).map_err(Stop::from),
        check_signers(draft, context, &case, &step, act),
        check_issuers(draft, context, &case, &step, act),
        check_trust(draft, &case),
        check_documents(draft, context, &act.documents),
        check_dates(&case, &procedure, &step, act).map_err(Stop::from),
        check_room(&case, act).map_err(Stop::from),
        check_turn(draft, context, &case, &procedure, &step),
        check_kinds(&step, act).map_err(Stop::from),
        hold::check_case(draft, &case.case),
    ] {
        gather(&mut findings, checked)?;
    }
    if findings.none_before_class(CLASS_POLICY) {
        let done = do_step(draft, context, &mut case, &procedure, &step, act);
        gather(&mut findings, done)?;
    }
    findings.verdict()?;
    finish(draft, context, &procedure, &mut case)?;
    Ok(draft.put(&keys::case(&case.case), &case)?)
}

/// Lays what a step establishes, marks it done, and lays its effect.
fn do_step(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &mut Case,
    procedure: &Procedure,
    step: &Step,
    act: &CaseAct,
) -> Result<(), Stop> {
    establish(draft, context, case, procedure, step, act)?;
    mark_done(draft, context, case, (procedure, step), act)?;
    match step.effect {
        Effect::None => Ok(()),
        Effect::Reserve => reserve(draft, context, case, act),
        Effect::Post => make_effective(draft, context, case, procedure, act),
    }
}

/// Fields that belong to particular steps stand there, and nowhere else.
fn check_form(step: &Step, act: &CaseAct) -> Result<(), Refusal> {
    if act.documents.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", "documents"));
    }
    let misplaced = |field: &str| {
        Refusal::new(Code::FieldMissing)
            .with("kind", "case.act")
            .with("field", field)
    };
    if act.sources.is_empty() == (step.establishes == Establishes::SourcePlan) {
        return Err(misplaced("sources"));
    }
    check_letters(act)?;
    if act.until.is_some() != (step.establishes == Establishes::DemonstrationPassed) {
        return Err(misplaced("until"));
    }
    if step.effect == Effect::None && !act.lines.is_empty() {
        return Err(misplaced("lines"));
    }
    if act.lines.is_empty() && !act.balances.is_empty() {
        return Err(misplaced("balances"));
    }
    Ok(())
}

/// Every letter has its issuer and its file on record, and a file is the letter of one body.
fn check_letters(act: &CaseAct) -> Result<(), Refusal> {
    if act.issuers.is_empty() {
        return Ok(());
    }
    let missing = |field: &str| {
        Refusal::new(Code::FieldMissing)
            .with("kind", "case.act")
            .with("field", field)
    };
    if act.issuers.len() != act.documents.len() {
        return Err(missing("issuers"));
    }
    let mut letters: BTreeMap<FileHash, &PartyId> = BTreeMap::new();
    for (document, issuer) in act.documents.iter().zip(&act.issuers) {
        let Some(hash) = document.sha256 else {
            return Err(missing("sha256"));
        };
        if letters
            .insert(hash, issuer)
            .is_some_and(|other| other != issuer)
        {
            return Err(Refusal::new(Code::RowTwice).with("what", hash));
        }
    }
    Ok(())
}

/// The documents of all steps done fit the case's row.
fn check_room(case: &Case, act: &CaseAct) -> Result<(), Refusal> {
    let so_far: usize = case.done.iter().map(|done| done.documents.len()).sum();
    let all = so_far + act.documents.len();
    check_most("documents of all steps", all, CASE_DOCUMENTS_MAX)
}

/// A relation whose act approves: it may not be the body that asks or gains.
pub(super) fn approves(signatory: Signatory) -> bool {
    match signatory {
        Signatory::OriginAuthority
        | Signatory::HostAuthority
        | Signatory::CommonUpper
        | Signatory::IntroducerAuthority => true,
        Signatory::ParkCommittee
        | Signatory::Enterprise
        | Signatory::OriginGovernment
        | Signatory::Introducer
        | Signatory::Giver => false,
    }
}

/// Approver ≠ initiator ≠ beneficiary, body by body, whether it signs or has written; and who records
/// a letter neither asks nor gains. The first signer of an act by document is who records it.
fn check_signers(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    step: &Step,
    act: &CaseAct,
) -> Result<(), Stop> {
    let gains = initiators_and_beneficiaries(draft, case)?;
    let (signers, letters) = if approves(step.signatory) {
        (usize::MAX, usize::MAX)
    } else {
        (usize::from(!act.issuers.is_empty()), 0)
    };
    let signers = context.head.signers.iter().take(signers);
    let issuers = act.issuers.iter().take(letters);
    let mut bodies = signers.map(|signer| &signer.party).chain(issuers);
    if let Some(party) = bodies.find(|party| gains.contains(party)) {
        return Err(Refusal::new(Code::ApproverIsBeneficiary)
            .with("party", party)
            .with("case", &case.case)
            .with("step", &step.id)
            .into());
    }
    Ok(())
}

/// A letter is one of a body that would have signed and cannot: who has keys for the step's seats
/// is not spoken for.
fn check_issuers(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    step: &Step,
    act: &CaseAct,
) -> Result<(), Stop> {
    if act.issuers.is_empty() {
        return Ok(());
    }
    let today = context.today();
    let rightful = signatory::parties(draft, case, step.signatory, today)?;
    let mut findings = Findings::default();
    for issuer in &act.issuers {
        if !rightful.contains(issuer) {
            let names: Vec<_> = rightful.iter().map(PartyId::to_string).collect();
            findings.add(
                Refusal::new(Code::NotAuthorised)
                    .with("party", issuer)
                    .with("needed", names.join(", ")),
            );
        } else if signatory::signs_itself(draft, issuer, &step.seats, today)? {
            findings.add(
                Refusal::new(Code::SignsByKey)
                    .with("party", issuer)
                    .with("step", &step.id),
            );
        }
    }
    Ok(findings.verdict()?)
}

/// The documents that the step asks for are there; by document, of every body that has written.
fn check_kinds(step: &Step, act: &CaseAct) -> Result<(), Refusal> {
    let has = |kind: DocumentKind, of: Option<&PartyId>| {
        act.documents.iter().enumerate().any(|(at, document)| {
            document.kind == kind && of.is_none_or(|of| act.issuers.get(at) == Some(of))
        })
    };
    let lacks = |kind: DocumentKind| {
        !has(kind, None) || !act.issuers.iter().all(|issuer| has(kind, Some(issuer)))
    };
    match step.documents.iter().find(|kind| lacks(**kind)) {
        None => Ok(()),
        Some(kind) => Err(Refusal::new(Code::MissingDocument)
            .with("step", &step.id)
            .with("kind", plan::document_kind_name(*kind))),
    }
}

/// An opening, a completion and steps that rest on a key which is no longer trusted since before they
/// were signed stop the case. A return to the step, or an amendment of the content, goes on from there.
fn check_trust(draft: &Draft<'_>, case: &Case) -> Result<(), Stop> {
    let asked = case.signed.iter().map(|signed| {
        let opens = signed.index == case.opened;
        (
            if opens { "open" } else { "resubmit" },
            signed.at,
            &signed.keys,
        )
    });
    let steps = case.done.iter();
    let steps = steps.map(|done| (done.step.as_str(), done.at, &done.keys));
    for (step, at, ids) in asked.chain(steps) {
        for id in ids {
            let key = draft.must(&keys::key(id))?;
            let since = key.revoked.and_then(|revoked| revoked.not_trusted_since);
            if let Some(since) = since.filter(|since| *since <= at.day()) {
                return Err(Refusal::new(Code::SignerNotTrusted)
                    .with("case", &case.case)
                    .with("step", step)
                    .with("key", id)
                    .with("since", since)
                    .into());
            }
        }
    }
    Ok(())
}

/// Checks and lays down what the step establishes besides its effect.
fn establish(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &mut Case,
    procedure: &Procedure,
    step: &Step,
    act: &CaseAct,
) -> Result<(), Stop> {
    match step.establishes {
        Establishes::Nothing
        | Establishes::CarryConsent
        | Establishes::SourceConfirmed
        | Establishes::UpperConfirmation
        | Establishes::Closure => Ok(()),
        Establishes::Acceptance => {
            case.accepted = Some(Acceptance {
                date: dated(act, context),
                index: context.index,
            });
            Ok(())
        }
        Establishes::SourcePlan => {
            plan::check_sources(draft, context, case, &act.sources)?;
            case.sources.clone_from(&act.sources);
            case.content_hash = context.entry_hash;
            let later = waiting_on(procedure, &step.id);
            let stage = case.stage;
            case.done.retain(|done| {
                done.has_taken_effect(stage) || later.iter().all(|step| step.id != done.step)
            });
            Ok(())
        }
        Establishes::OldPermitEnded => permits::check_old(draft, context, case),
        Establishes::NewPermitIssued => permits::check_issued(draft, case),
        Establishes::SourcesAchieved => permits::check_givers(draft, context, case),
        Establishes::DemonstrationPassed => pass_demonstration(draft, context, case, act),
    }
}

fn pass_demonstration(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    act: &CaseAct,
) -> Result<(), Stop> {
    let crate::domain::case::Content::Demonstration(content) = &case.content else {
        let refusal = Refusal::new(Code::FieldMissing).with("kind", "case.act");
        return Err(refusal.with("field", "demonstration").into());
    };
    super::open::check_leader(draft, &content.led_by, &case.site, context.today())?;
    let until = act.until.unwrap_or(context.today());
    if until < context.today() {
        return Err(Refusal::new(Code::DatesReversed)
            .with("what", &case.case)
            .with("from", context.today())
            .with("until", until)
            .into());
    }
    let mut project: Project = draft.must(&keys::project(&content.project))?;
    project.demonstration = Some(PassedDemonstration {
        case: case.case.clone(),
        led_by: content.led_by.clone(),
        until,
    });
    Ok(draft.put(&keys::project(&content.project), &project)?)
}

/// An act is not dated before the opening, nor before a step that it waits for.
fn check_dates(
    case: &Case,
    procedure: &Procedure,
    step: &Step,
    act: &CaseAct,
) -> Result<(), Refusal> {
    let before = waits_for(procedure, &step.id).into_iter();
    let done = before.filter_map(|before| case.done(&before.id));
    let earliest = done.fold(case.opened_on, |day, done| day.max(done.date));
    match act.documents.first() {
        Some(first) if first.date < earliest => Err(Refusal::new(Code::DatesReversed)
            .with("what", format!("{} {}", case.case, step.id))
            .with("from", earliest)
            .with("until", first.date)),
        Some(_) | None => Ok(()),
    }
}

fn mark_done(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &mut Case,
    (procedure, step): (&Procedure, &Step),
    act: &CaseAct,
) -> Result<(), Stop> {
    let Some(first) = act.documents.first() else {
        return Ok(());
    };
    let by = signatory::parties(draft, case, step.signatory, context.today())?;
    if by.is_empty() {
        return Err(unknown("party for step", &step.id).into());
    }
    let recorder = context.head.signers.first();
    let recorder = recorder.filter(|_| !act.issuers.is_empty());
    case.done.push(StepDone {
        step: step.id.clone(),
        stage: stages::stage_of(case, procedure, step),
        index: context.index,
        at: context.now,
        date: first.date,
        by,
        recorded_by: recorder.map(|signer| signer.party.clone()),
        documents: act.documents.clone(),
        keys: context.signers.iter().map(Signer::key_id).collect(),
    });
    Ok(())
}

/// A case whose every step is done has ended with effect; one with stages to come goes on to the next.
fn finish(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    procedure: &Procedure,
    case: &mut Case,
) -> Result<(), Stop> {
    let is_done = |step: &Step| case.done(&step.id).is_some();
    if !procedure.steps.iter().all(is_done) {
        return Ok(());
    }
    outcome::stop_clock(draft, case);
    if case.stage < case.stage_last() {
        return Ok(stages::next(draft, context, procedure, case)?);
    }
    case.phase = Phase::Effective;
    Ok(())
}
