//! The permit comparison of a case: the old limits beside the new.

use std::collections::BTreeMap;

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::text::msg;
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{CaseNo, IndicatorCode};
use crate::domain::lot::{Permit, PermitState};
use crate::service::ServiceError;
use crate::service::query::PermitFilter;

/// The id of the word for where a permit stands.
pub fn state_word(state: PermitState) -> &'static str {
    match state {
        PermitState::InForce => "label-paper-in-force",
        PermitState::Expired => "label-paper-expired",
        PermitState::Cancelled => "label-paper-cancelled",
    }
}

/// The comparison.
pub fn permits(press: &Press<'_>, no: &CaseNo) -> Result<Paper, ServiceError> {
    let case = press.view.case_view(no)?;
    let all = match &case.brief.firm {
        Some(firm) => press.view.permits(&PermitFilter {
            holder: Some(firm.clone()),
            region: None,
        })?,
        None => Vec::new(),
    };
    let is_new = |permit: &Permit| permit.region == case.brief.site;
    let mut list = Table::new(
        press.say(&msg!("paper-permits-list")),
        vec![
            texts(press, &msg!("paper-old-or-new")),
            texts(press, &msg!("label-permit")),
            texts(press, &msg!("label-region")),
            texts(press, &msg!("paper-valid-from")),
            texts(press, &msg!("paper-valid-until")),
            texts(press, &msg!("label-state")),
        ],
    );
    let mut limits: BTreeMap<IndicatorCode, (Balance, Balance)> = BTreeMap::new();
    for permit in &all {
        let which = if is_new(permit) {
            msg!("paper-new")
        } else {
            msg!("paper-old")
        };
        list.rows.push(vec![
            press.say(&which),
            permit.permit.to_string(),
            press.region(&permit.region)?,
            permit.from.to_string(),
            permit.until.to_string(),
            press.word(state_word(permit.state)),
        ]);
        for limit in &permit.limits {
            let sums = limits
                .entry(limit.indicator.clone())
                .or_insert((Balance::ZERO, Balance::ZERO));
            let sum = if is_new(permit) {
                &mut sums.1
            } else {
                &mut sums.0
            };
            *sum = sum.plus(limit.amount.into());
        }
    }
    let firm = match &case.brief.firm {
        Some(firm) => press.party(firm)?,
        None => String::new(),
    };
    Ok(Paper {
        region: Some(case.brief.site.clone()),
        letterhead: press.bureau(&case.brief.site)?,
        title: press.say(&msg!("paper-permits")),
        about: press.say(&msg!("paper-of-case", of = firm, case = no)),
        blocks: vec![Block::Table(list), Block::Table(compared(press, &limits)?)],
        notes: press.notes(),
        landscape: false,
    })
}

fn compared(
    press: &Press<'_>,
    limits: &BTreeMap<IndicatorCode, (Balance, Balance)>,
) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-permits-limits")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            figures(press, &msg!("paper-old")),
            figures(press, &msg!("paper-new")),
            figures(press, &msg!("paper-change")),
        ],
    );
    for (code, (old, new)) in limits {
        let (name, unit) = press.indicator(code)?;
        let change = Change::from(*new).plus(Change::from(*old).negated());
        table.rows.push(vec![
            name,
            unit,
            press.balance(code, *old),
            press.balance(code, *new),
            press.indicators.change(code, change),
        ]);
    }
    Ok(table)
}
