//! The period report for the coordination mechanism over the parks: what each was brought and
//! supplied, by whom, and what was used up for it.

use std::collections::BTreeMap;

use super::moves::{all, below};
use super::quarter::cases;
use super::{Block, Paper, Press, Span, Table, figures, texts};
use crate::cli::pictures;
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::amount::Balance;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::procedure::CaseKind;
use crate::domain::region::Level;
use crate::domain::state::keys;
use crate::service::ServiceError;

/// The report.
pub fn parks(press: &Press<'_>, span: Span) -> Result<Paper, ServiceError> {
    let mut found = Vec::new();
    for id in press.view.draft().list(&keys::regions())? {
        let region = press.view.region(&id)?;
        if region.region.level == Level::Park {
            found.push((id, region.answers_to));
        }
    }
    let names: Result<Vec<_>, _> = found.iter().map(|(park, _)| press.region(park)).collect();
    let joined = names?.join(" · ");
    let parks: Vec<RegionId> = found.iter().map(|(park, _)| park.clone()).collect();
    let pages = pictures::caps_of(press, &parks)?;
    let mut blocks: Vec<Block> = pages.into_iter().map(Block::Picture).collect();
    blocks.push(Block::Table(supplied(press, &found, span)?));
    for (park, _) in &found {
        let mut of_park = cases(press, &below(press, park)?, span, false)?;
        of_park.title = press.say(&msg!("paper-cases-of", of = press.region(park)?));
        blocks.push(Block::Table(of_park));
    }
    Ok(Paper {
        region: None,
        letterhead: press.say(&msg!("paper-mechanism")),
        title: press.say(&msg!("paper-parks")),
        about: press.over(joined, span),
        blocks,
        notes: press.notes(),
        landscape: true,
    })
}

/// A park, who gives, and of what.
type Key = (RegionId, RegionId, IndicatorCode, Period);

/// What a park was given from a region: credited there, and retired for it.
#[derive(Debug, Clone, Copy)]
struct Given {
    brought: Balance,
    supplied: Balance,
    retired: Balance,
}

fn supplied(
    press: &Press<'_>,
    parks: &[(RegionId, RegionId)],
    span: Span,
) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-parks-lines")),
        vec![
            texts(press, &msg!("paper-park")),
            texts(press, &msg!("paper-introducer")),
            texts(press, &msg!("paper-giving-region")),
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            figures(press, &msg!("paper-brought")),
            figures(press, &msg!("paper-supplied")),
            figures(press, &msg!("paper-retired-for")),
        ],
    );
    let mut sums: BTreeMap<Key, Given> = BTreeMap::new();
    for moved in all(press)?.iter().filter(|moved| span.holds(moved)) {
        let (Some(no), Some(from)) = (&moved.of.case, moved.of.from.as_ref()) else {
            continue;
        };
        let case = press.view.draft().must(&keys::case(no))?;
        let Some(giver) = from
            .account()
            .filter(|_| parks.iter().any(|(park, _)| *park == case.site))
        else {
            continue;
        };
        let amount = Balance::from(moved.of.amount);
        let given = |sum: &mut Given| match (&moved.of.to, case.content.kind()) {
            (Place::Retired, _) => sum.retired = sum.retired.plus(amount),
            (_, CaseKind::Relocation) => sum.brought = sum.brought.plus(amount),
            (_, CaseKind::Introduction | CaseKind::Demonstration) => {
                sum.supplied = sum.supplied.plus(amount);
            }
        };
        let counts = match &moved.of.to {
            Place::Retired => true,
            Place::Available(account) | Place::Barred(account) => *account.region() == case.site,
            Place::Reserved(_)
            | Place::ReservedBarred(_)
            | Place::TakenBack
            | Place::Reduced
            | Place::Invalidated
            | Place::Reversed => false,
        };
        if counts {
            let (code, of) = moved.key();
            let none = Balance::ZERO;
            let key = (case.site.clone(), giver.region().clone(), code, of);
            given(sums.entry(key).or_insert(Given {
                brought: none,
                supplied: none,
                retired: none,
            }));
        }
    }
    for ((park, giver, code, of), sum) in &sums {
        let (name, unit) = press.indicator(code)?;
        let introducer = parks
            .iter()
            .find(|(id, _)| id == park)
            .map(|(_, region)| region);
        let introducer = match introducer {
            Some(region) => press.region(region)?,
            None => String::new(),
        };
        table.rows.push(vec![
            press.region(park)?,
            introducer,
            press.region(giver)?,
            name,
            unit,
            period(*of).in_lang(press.lang),
            press.balance(code, sum.brought),
            press.balance(code, sum.supplied),
            press.balance(code, sum.retired),
        ]);
    }
    Ok(table)
}
