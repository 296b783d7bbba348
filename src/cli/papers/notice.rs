//! The transfer notice (指标划转通知书) of a case.

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::ids::{CaseNo, RegionId};
use crate::domain::posting::Place;
use crate::domain::procedure::Effect;
use crate::domain::text::Lang;
use crate::service::ServiceError;
use crate::service::query::{CaseView, Drawn, PermitFilter, StepState};

/// The notice.
pub fn notice(press: &Press<'_>, no: &CaseNo) -> Result<Paper, ServiceError> {
    let case = press.view.case_view(no)?;
    let mut notes = press.notes();
    if let Some(posted) = case.drew.iter().find(|drawn| drawn.posted) {
        notes.push(press.check_code(posted.index)?);
    }
    Ok(Paper {
        region: Some(case.brief.site.clone()),
        letterhead: press.bureau(&case.brief.site)?,
        title: press.say(&msg!("paper-notice")),
        about: press.say(&msg!("paper-case", case = no)),
        blocks: vec![
            Block::Fields(fields(press, &case)?),
            Block::Table(lines(press, &case)?),
            Block::Table(old_permits(press, &case)?),
            Block::Seals(seals(press, &case)?),
        ],
        notes,
        landscape: false,
    })
}

/// The regions that give, in the order in which they first stand in the lines.
fn givers(case: &CaseView) -> Vec<RegionId> {
    let mut regions: Vec<RegionId> = Vec::new();
    for drawn in &case.drew {
        let region = drawn.source.region();
        if !regions.contains(region) {
            regions.push(region.clone());
        }
    }
    regions
}

fn fields(press: &Press<'_>, case: &CaseView) -> Result<Vec<(String, String)>, ServiceError> {
    let from: Result<Vec<_>, _> = givers(case)
        .iter()
        .map(|region| press.region(region))
        .collect();
    let between = match press.lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let firm = match &case.brief.firm {
        Some(firm) => format!("{} {firm}", press.party(firm)?),
        None => String::new(),
    };
    let open = case
        .checklist
        .iter()
        .filter(|step| step.state != StepState::Done);
    let open: Vec<&str> = open.map(|step| step.names.in_lang(press.lang)).collect();
    let condition = if open.is_empty() {
        press.say(&msg!("paper-condition-met"))
    } else {
        press.say(&msg!("paper-condition-open", steps = open.join(between)))
    };
    let posted = case
        .checklist
        .iter()
        .filter(|step| step.effect == Effect::Post);
    let posted = posted.filter_map(|step| step.done.as_ref()).next_back();
    let field = |message, value| (press.say(&message), value);
    Ok(vec![
        field(msg!("paper-from"), from?.join(between)),
        field(msg!("paper-to"), press.region(&case.brief.site)?),
        field(msg!("paper-firm"), firm),
        field(
            msg!("paper-new-project"),
            case.brief
                .project
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        field(
            msg!("paper-effective-on"),
            posted.map(|done| done.date.to_string()).unwrap_or_default(),
        ),
        field(msg!("paper-condition"), condition),
    ])
}

fn lines(press: &Press<'_>, case: &CaseView) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-notice-lines")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            texts(press, &msg!("label-lot")),
            texts(press, &msg!("paper-from")),
            texts(press, &msg!("paper-to")),
            figures(press, &msg!("label-amount")),
        ],
    );
    // What stays where it was is no transfer: the origin's months of a yearly budget.
    let stays = |drawn: &&Drawn| drawn.posted && drawn.to.account() == drawn.from.account();
    for drawn in case.drew.iter().filter(|drawn| !stays(drawn)) {
        let (name, unit) = press.indicator(&drawn.indicator)?;
        let of = press.view.lot(&drawn.lot)?.period;
        let place = |place: &Place| match place.account() {
            Some(account) => press.account(account),
            None => Ok(press.say(&msg!("paper-retired"))),
        };
        table.rows.push(vec![
            name,
            unit,
            period(of).in_lang(press.lang),
            drawn.lot.to_string(),
            place(&drawn.from)?,
            place(&drawn.to)?,
            press.amount(&drawn.indicator, drawn.amount),
        ]);
    }
    Ok(table)
}

fn old_permits(press: &Press<'_>, case: &CaseView) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-old-permits")),
        vec![
            texts(press, &msg!("label-permit")),
            texts(press, &msg!("label-region")),
            texts(press, &msg!("paper-valid-from")),
            texts(press, &msg!("paper-valid-until")),
            texts(press, &msg!("label-state")),
        ],
    );
    let Some(firm) = &case.brief.firm else {
        return Ok(table);
    };
    let filter = PermitFilter {
        holder: Some(firm.clone()),
        region: None,
    };
    for permit in press.view.permits(&filter)? {
        if permit.region == case.brief.site {
            continue;
        }
        table.rows.push(vec![
            permit.permit.to_string(),
            press.region(&permit.region)?,
            permit.from.to_string(),
            permit.until.to_string(),
            press.word(super::permits::state_word(permit.state)),
        ]);
    }
    Ok(table)
}

/// Those who order the transfer: of the steps that reserve and post, and of the roots.
fn seals(press: &Press<'_>, case: &CaseView) -> Result<Vec<super::Seal>, ServiceError> {
    let roots = &press.view.ledger().roots;
    let mut case = case.clone();
    case.checklist.retain(|step| {
        let of_root = roots.iter().any(|root| step.parties.contains(&root.party));
        of_root || step.effect != Effect::None
    });
    press.seals(&case)
}
