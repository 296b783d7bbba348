//! The book (台账) of a region over a period: income and outgo apart, per county and project.

use std::collections::BTreeSet;

use super::moves::{all, below};
use super::{Block, Paper, Press, Span, Table, figures, texts};
use crate::cli::pictures;
use crate::cli::text::msg;
use crate::domain::ids::RegionId;
use crate::domain::lot::{Reduction, ReductionState};
use crate::domain::posting::Place;
use crate::explain::words;
use crate::service::ServiceError;

/// The book.
pub fn book(press: &Press<'_>, region: &RegionId, span: Span) -> Result<Paper, ServiceError> {
    let regions = below(press, region)?;
    let mut notes = press.notes();
    notes.push(press.say(&msg!("paper-book-note")));
    let [verified, unverified] = reductions(press, &regions, span)?;
    let pages = pictures::year_pages(press, region, span)?;
    let mut blocks: Vec<Block> = pages.into_iter().map(Block::Picture).collect();
    blocks.extend([
        Block::Table(verified),
        Block::Table(unverified),
        Block::Table(replacements(press, &regions, span)?),
    ]);
    Ok(Paper {
        region: Some(region.clone()),
        letterhead: press.bureau(region)?,
        title: press.say(&msg!("paper-book")),
        about: press.over(press.region(region)?, span),
        blocks,
        notes,
        landscape: true,
    })
}

/// Income: reductions that were completed in the period, those verified and the others apart.
fn reductions(
    press: &Press<'_>,
    regions: &BTreeSet<RegionId>,
    span: Span,
) -> Result<[Table; 2], ServiceError> {
    let heads = || {
        vec![
            texts(press, &msg!("label-region")),
            texts(press, &msg!("paper-source-unit")),
            texts(press, &msg!("paper-reduction")),
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("label-measure")),
            texts(press, &msg!("label-completed-on")),
            figures(press, &msg!("paper-emission-before")),
            figures(press, &msg!("paper-emission-after")),
            figures(press, &msg!("paper-verified")),
            texts(press, &msg!("label-lot")),
        ]
    };
    let mut verified = Table::new(press.say(&msg!("paper-income-verified")), heads());
    let mut unverified = Table::new(press.say(&msg!("paper-income-unverified")), heads());
    for region in regions {
        for reduction in press.view.reductions(Some(region))? {
            let day = reduction.completed_on;
            if day < span.from || day > span.to {
                continue;
            }
            let row = row(press, region, &reduction)?;
            match reduction.state {
                ReductionState::Verified(_) => verified.rows.push(row),
                ReductionState::Completed => unverified.rows.push(row),
            }
        }
    }
    Ok([verified, unverified])
}

fn row(
    press: &Press<'_>,
    region: &RegionId,
    reduction: &Reduction,
) -> Result<Vec<String>, ServiceError> {
    let code = &reduction.indicator;
    let (amount, lot) = match &reduction.state {
        ReductionState::Verified(lot) => (
            press.amount(code, press.view.lot(lot)?.amount),
            lot.to_string(),
        ),
        ReductionState::Completed => (String::new(), String::new()),
    };
    Ok(vec![
        press.region(region)?,
        press.account(&reduction.account)?,
        reduction.reduction.to_string(),
        code.to_string(),
        press.word(words::measure(reduction.measure)),
        reduction.completed_on.to_string(),
        press.balance(code, reduction.before),
        press.balance(code, reduction.after),
        amount,
        lot,
    ])
}

/// Outgo: what cases took out of the region's lots, credited elsewhere or retired, per project.
fn replacements(
    press: &Press<'_>,
    regions: &BTreeSet<RegionId>,
    span: Span,
) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-outgo-lines")),
        vec![
            texts(press, &msg!("label-region")),
            texts(press, &msg!("label-project")),
            texts(press, &msg!("label-case")),
            texts(press, &msg!("label-date")),
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("label-lot")),
            texts(press, &msg!("paper-from")),
            texts(press, &msg!("paper-to")),
            figures(press, &msg!("paper-credited")),
            figures(press, &msg!("paper-retired")),
        ],
    );
    for moved in all(press)?.iter().filter(|moved| span.holds(moved)) {
        let (Some(case), Some(from)) = (&moved.of.case, moved.of.from.as_ref()) else {
            continue;
        };
        let Some(giver) = from
            .account()
            .filter(|account| regions.contains(account.region()))
        else {
            continue;
        };
        let amount = press.amount(&moved.lot.indicator, moved.of.amount);
        let (to, credited, retired) = match &moved.of.to {
            Place::Available(account) | Place::Barred(account) => {
                (press.account(account)?, amount, String::new())
            }
            Place::Retired => (String::new(), String::new(), amount),
            Place::Reserved(_)
            | Place::ReservedBarred(_)
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => continue,
        };
        let inside = moved.of.to.account();
        if inside.is_some_and(|account| regions.contains(account.region())) {
            // A surplus that falls to the region's own reserve, a reservation lifted: no outgo.
            continue;
        }
        table.rows.push(vec![
            press.region(giver.region())?,
            moved
                .of
                .project
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            case.to_string(),
            moved.of.at.day().to_string(),
            moved.lot.indicator.to_string(),
            moved.lot.lot.to_string(),
            press.account(giver)?,
            to,
            credited,
            retired,
        ]);
    }
    Ok(table)
}
