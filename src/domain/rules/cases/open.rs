//! Opening a case.

use super::lines;
use super::signatory::{introduced_of, introducer};
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Content, Introduction, Phase, Relocation};
use crate::domain::entry::CaseOpen;
use crate::domain::ids::{CaseNo, IndicatorCode, PartyId, ProjectNo, RegionId};
use crate::domain::lot::Project;
use crate::domain::moment::Day;
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::amounts::check_amount;
use crate::domain::rules::authority::openers;
use crate::domain::rules::documents::check_documents;
use crate::domain::rules::places::{answers_to, region};
use crate::domain::rules::setup::policy;
use crate::domain::rules::{
    Assigned, Context, ROWS_MAX, STAGES_MAX, check_most, gather, next_number, unknown,
};
use crate::domain::state::{Draft, Due, DueAction, Stop, due_key, keys};

/// Opens a case under the procedure in force for its site; gives it a number.
pub fn open(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &CaseOpen,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let Some(first) = act.documents.first() else {
        return Err(Refusal::new(Code::Nothing).with("what", "documents").into());
    };
    let site = site_of(draft, &act.content)?;
    let today = context.today();
    let enterprise = enterprise_of(draft, &act.content)?;
    let mut findings = Findings::default();
    for checked in [
        check_opener(draft, (&site, &enterprise), &act.by, today),
        check_documents(draft, context, &act.documents),
        check_content(draft, &act.content, today),
        check_lines_free(draft, &act.content),
    ] {
        gather(&mut findings, checked)?;
    }
    findings.verdict()?;
    let judged_by = crate::domain::case::Acceptance {
        date: first.date,
        index: context.index,
    };
    let found = policy::procedure(draft, &act.procedure, &site, judged_by)?;
    let fits = found.filter(|(procedure, _)| procedure.kind == act.content.kind());
    let Some((procedure, procedure_index)) = fits else {
        return Err(Refusal::new(Code::NoProcedure)
            .with("region", &site)
            .with("date", first.date)
            .with("procedure", &act.procedure)
            .into());
    };
    let number = next_number(draft, &site, "", today.year())?;
    let no: CaseNo = number
        .parse()
        .map_err(|error| crate::domain::state::Damage::of("case number", error))?;
    let lapses_at = today.plus_days(procedure.lapse_days.into()).end();
    let case = Case {
        case: no.clone(),
        procedure: act.procedure.clone(),
        procedure_index,
        site: site.clone(),
        opened_by: act.by.clone(),
        opened: context.index,
        opened_on: first.date,
        content: act.content.clone(),
        content_hash: context.entry_hash,
        accepted: None,
        sources: Vec::new(),
        stage: 1,
        done: Vec::new(),
        documents: act.documents.clone(),
        signed: vec![super::signed(context)],
        reserved: false,
        lapses_at,
        phase: Phase::Open,
    };
    draft.put(&keys::case(&no), &case)?;
    draft.put(&keys::case_listed(&site, &no), &no)?;
    draft.put(&keys::case_of_party(&enterprise, &no), &no)?;
    let due = Due {
        at: lapses_at,
        action: DueAction::CaseLapses(no),
    };
    draft.put(&due_key(&due), &due)?;
    assigned.push(Assigned {
        what: "case",
        number,
    });
    Ok(())
}

fn check_opener(
    draft: &Draft<'_>,
    (site, enterprise): (&RegionId, &PartyId),
    by: &PartyId,
    today: Day,
) -> Result<(), Stop> {
    let sets = openers(draft, site, Some(enterprise), today)?;
    let mut openers = sets.iter().flatten().map(|signer| &signer.party);
    if openers.any(|party| party == by) {
        return Ok(());
    }
    let needed = sets
        .iter()
        .flatten()
        .map(|signer| signer.party.to_string())
        .collect::<Vec<_>>();
    Err(Refusal::new(Code::NotAuthorised)
        .with("party", by)
        .with("needed", needed.join(", "))
        .into())
}

/// No line moves twice: what another case reserves or has moved is not applied for again.
fn check_lines_free(draft: &Draft<'_>, content: &Content) -> Result<(), Stop> {
    match content {
        Content::Relocation(content) => lines::check_free(draft, content, None),
        Content::Introduction(_) | Content::Demonstration(_) => Ok(()),
    }
}

/// The firm that moves, or the project's builder.
fn enterprise_of(draft: &Draft<'_>, content: &Content) -> Result<PartyId, Stop> {
    match content {
        Content::Relocation(content) => Ok(content.firm.clone()),
        Content::Introduction(content) => Ok(project(draft, &content.project)?.builder),
        Content::Demonstration(content) => Ok(project(draft, &content.project)?.builder),
    }
}

fn project(draft: &Draft<'_>, no: &ProjectNo) -> Result<Project, Stop> {
    draft
        .get(&keys::project(no))?
        .ok_or_else(|| unknown("project", no).into())
}

fn site_of(draft: &Draft<'_>, content: &Content) -> Result<RegionId, Stop> {
    match content {
        Content::Relocation(content) => Ok(region(draft, &content.site)?.region),
        Content::Introduction(content) => Ok(project(draft, &content.project)?.region),
        Content::Demonstration(content) => Ok(project(draft, &content.project)?.region),
    }
}

/// Checks what a case asks for, at opening and at every amendment.
pub fn check_content(draft: &Draft<'_>, content: &Content, today: Day) -> Result<(), Stop> {
    match content {
        Content::Relocation(content) => check_relocation(draft, content),
        Content::Introduction(content) => check_introduction(draft, content, today),
        Content::Demonstration(content) => {
            let site = project(draft, &content.project)?.region;
            draft
                .get(&keys::party(&content.led_by))?
                .ok_or_else(|| unknown("party", &content.led_by))?;
            check_leader(draft, &content.led_by, &site, today)
        }
    }
}

fn check_relocation(draft: &Draft<'_>, content: &Relocation) -> Result<(), Stop> {
    check_required(draft, &content.required)?;
    draft
        .get(&keys::account(&content.origin))?
        .ok_or_else(|| unknown("account", &content.origin))?;
    let site = region(draft, &content.site)?;
    let different = |field: &str, old: &dyn std::fmt::Display, new: &dyn std::fmt::Display| {
        Refusal::new(Code::NotTheSame)
            .with("what", "account")
            .with("id", &content.origin)
            .with("field", field)
            .with("old", old)
            .with("new", new)
    };
    match content.origin.party() {
        Some(holder) if *holder == content.firm => {}
        Some(holder) => return Err(different("holder", holder, &content.firm).into()),
        None => return Err(different("holder", &"RESERVE", &content.firm).into()),
    }
    if content.origin.region() == &site.region {
        return Err(Refusal::new(Code::RowTwice)
            .with("what", &site.region)
            .into());
    }
    lines::check_content(draft, content)?;
    if let Some(no) = &content.project {
        check_project_fits(draft, no, &content.firm, &site.region)?;
    }
    Ok(())
}

fn check_project_fits(
    draft: &Draft<'_>,
    no: &ProjectNo,
    firm: &PartyId,
    site: &RegionId,
) -> Result<(), Stop> {
    let project = project(draft, no)?;
    let about = Refusal::new(Code::NotTheSame)
        .with("what", "project")
        .with("id", no);
    if project.builder != *firm {
        let refusal = about.with("field", "builder").with("old", &project.builder);
        return Err(refusal.with("new", firm).into());
    }
    if project.region != *site {
        let refusal = about.with("field", "region").with("old", &project.region);
        return Err(refusal.with("new", site).into());
    }
    Ok(())
}

fn check_introduction(draft: &Draft<'_>, content: &Introduction, today: Day) -> Result<(), Stop> {
    check_required(draft, &content.required)?;
    check_stages(draft, content)?;
    let project = project(draft, &content.project)?;
    draft
        .get(&keys::party(&content.supplier))?
        .ok_or_else(|| unknown("party", &content.supplier))?;
    check_supplier(draft, content, &project.region, today)
}

/// Who leads a demonstration is an introducing party of the site today (R19); also at its passing, for
/// it is by that party's signature that it counts.
pub(super) fn check_leader(
    draft: &Draft<'_>,
    led_by: &PartyId,
    site: &RegionId,
    today: Day,
) -> Result<(), Stop> {
    if introduced_of(draft, led_by, site, today)?.is_some() {
        return Ok(());
    }
    Err(Refusal::new(Code::WrongSupplier)
        .with("found", led_by)
        .with("site", site)
        .with("needed", answers_to(draft, site, None, today)?)
        .into())
}

/// The party that supplies is the introducing party of the site today, for one of the indicators at
/// least: where different parties supply them, one of them introduces the project. A site may come to
/// answer to another region while the case is open; then who undertook to supply does so no longer.
pub(super) fn check_supplier(
    draft: &Draft<'_>,
    content: &Introduction,
    site: &RegionId,
    today: Day,
) -> Result<(), Stop> {
    let mut needed = Vec::new();
    for quantity in &content.required {
        let indicator = Some(&quantity.indicator);
        if content.supplier == introducer(draft, site, indicator, today)? {
            return Ok(());
        }
        let region = answers_to(draft, site, indicator, today)?;
        if !needed.contains(&region) {
            needed.push(region);
        }
    }
    let needed: Vec<&str> = needed.iter().map(RegionId::as_str).collect();
    Err(Refusal::new(Code::WrongSupplier)
        .with("found", &content.supplier)
        .with("site", site)
        .with("needed", needed.join(", "))
        .into())
}

/// Every stage needs something, and together they need exactly what the project does.
fn check_stages(draft: &Draft<'_>, content: &Introduction) -> Result<(), Stop> {
    let Introduction {
        required, stages, ..
    } = content;
    if stages.is_empty() {
        return Ok(());
    }
    check_most("stages", stages.len(), STAGES_MAX)?;
    for stage in stages {
        check_required(draft, &stage.required)?;
    }
    let of_stages = |code: &IndicatorCode| {
        let all = stages.iter().flat_map(|stage| &stage.required);
        let of_it = all.filter(|quantity| quantity.indicator == *code);
        of_it.fold(Balance::ZERO, |sum, q| sum.plus(q.amount.into()))
    };
    let asked = |code: &IndicatorCode| {
        let found = required.iter().find(|q| q.indicator == *code);
        found.map_or(Balance::ZERO, |quantity| quantity.amount.into())
    };
    let named = stages.iter().flat_map(|stage| &stage.required);
    for Quantity { indicator, .. } in required.iter().chain(named) {
        let (sum, needed) = (of_stages(indicator), asked(indicator));
        if sum != needed {
            return Err(Refusal::new(Code::StagesDiffer)
                .with("indicator", indicator)
                .with("stages", sum)
                .with("needed", needed)
                .into());
        }
    }
    Ok(())
}

fn check_required(draft: &Draft<'_>, required: &[Quantity]) -> Result<(), Stop> {
    if required.is_empty() {
        return Err(Refusal::new(Code::Nothing).with("what", "required").into());
    }
    if required.len() > ROWS_MAX {
        return Err(Refusal::new(Code::TooManyRows)
            .with("what", "required")
            .with("count", required.len())
            .with("max", ROWS_MAX)
            .into());
    }
    for (at, quantity) in required.iter().enumerate() {
        if required[..at]
            .iter()
            .any(|other| other.indicator == quantity.indicator)
        {
            return Err(Refusal::new(Code::RowTwice)
                .with("what", &quantity.indicator)
                .into());
        }
        check_amount(draft, &quantity.indicator, None, quantity.amount.into())?;
    }
    Ok(())
}
