//! A lot's way as one page: the picture, and below it every move, holder and finding in words.

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::commands::{finding_told, place_words};
use crate::cli::pictures;
use crate::cli::text::msg;
use crate::service::ServiceError;
use crate::service::query::LotTrace;

/// The page.
pub fn way(press: &Press<'_>, trace: &LotTrace) -> Result<Paper, ServiceError> {
    let (name, _) = press.indicator(&trace.lot.indicator)?;
    let mut findings = Table::new(
        press.say(&msg!("trace-title-findings")),
        vec![texts(press, &msg!("evidence-what"))],
    );
    for line in trace.findings.iter().flat_map(finding_told) {
        findings.rows.push(vec![press.say(&line)]);
    }
    Ok(Paper {
        region: Some(trace.lot.account.region().clone()),
        letterhead: press.bureau(trace.lot.account.region())?,
        title: press.say(&msg!("picture-flow", lot = trace.lot.lot, indicator = name)),
        about: press.account(&trace.lot.account)?,
        blocks: vec![
            Block::Picture(pictures::flow(press, trace)?),
            Block::Table(moves(press, trace)),
            Block::Table(findings),
        ],
        notes: press.notes(),
        landscape: true,
    })
}

fn moves(press: &Press<'_>, trace: &LotTrace) -> Table {
    let mut table = Table::new(
        press.say(&msg!("trace-title-moves")),
        vec![
            texts(press, &msg!("paper-entry-number")),
            texts(press, &msg!("label-date")),
            texts(press, &msg!("paper-from")),
            texts(press, &msg!("paper-to")),
            figures(press, &msg!("label-amount")),
            texts(press, &msg!("label-case")),
        ],
    );
    for step in &trace.moves {
        let from = step
            .from
            .as_ref()
            .map_or_else(|| msg!("place-made"), place_words);
        table.rows.push(vec![
            step.index.to_string(),
            step.at.day().to_string(),
            press.say(&from),
            press.say(&place_words(&step.to)),
            press.amount(&trace.lot.indicator, step.amount),
            step.case
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ]);
    }
    table
}
