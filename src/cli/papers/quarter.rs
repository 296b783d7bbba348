//! The quarterly report of a region to the province: what was held, came and went, and the cases.

use std::collections::{BTreeMap, BTreeSet};

use super::moves::{Moved, all, below};
use super::{Block, Paper, Press, Span, Table, figures, texts};
use crate::cli::pictures;
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::amount::{Balance, Change};
use crate::domain::case::Content;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::lot::Origin;
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::explain::words;
use crate::service::ServiceError;
use crate::service::query::{CaseFilter, TotalsFilter};

/// The report.
pub fn quarter(press: &Press<'_>, region: &RegionId, span: Span) -> Result<Paper, ServiceError> {
    let regions = below(press, region)?;
    let pages = pictures::caps_pages(press, region)?;
    let mut blocks: Vec<Block> = pages.into_iter().map(Block::Picture).collect();
    blocks.extend([
        Block::Table(changes(press, &regions, span)?),
        Block::Table(caps(press, region)?),
        Block::Table(cases(press, &regions, span, true)?),
    ]);
    Ok(Paper {
        region: Some(region.clone()),
        letterhead: press.bureau(region)?,
        title: press.say(&msg!("paper-quarter")),
        about: press.over(press.region(region)?, span),
        blocks,
        notes: press.notes(),
        landscape: true,
    })
}

/// What a row adds up.
#[derive(Debug, Clone, Copy)]
struct Sums {
    before: Change,
    opened: Change,
    issued: Change,
    reduced: Change,
    came: Change,
    went: Change,
    retired: Change,
    taken_back: Change,
    invalidated: Change,
    after: Change,
}

impl Sums {
    fn none() -> Self {
        let none = Change::from(Balance::ZERO);
        Self {
            before: none,
            opened: none,
            issued: none,
            reduced: none,
            came: none,
            went: none,
            retired: none,
            taken_back: none,
            invalidated: none,
            after: none,
        }
    }

    fn add(&mut self, moved: &Moved, change: Change, in_span: bool) {
        self.after = self.after.plus(change);
        let sum = match (&moved.of.from, &moved.of.to) {
            _ if !in_span => &mut self.before,
            (None, _) => match moved.lot.origin {
                Origin::Opening => &mut self.opened,
                Origin::Issuance => &mut self.issued,
                Origin::Reduction { .. } => &mut self.reduced,
            },
            // What a reduction takes out of the unit's lots comes back as its own lot.
            (Some(_), Place::Reduced) => &mut self.reduced,
            (Some(_), Place::Retired) => &mut self.retired,
            // What is struck out with its entry, or comes back with one, mends the sum it was in.
            (Some(_), Place::Reversed) => match moved.lot.origin {
                Origin::Opening => &mut self.opened,
                Origin::Issuance => &mut self.issued,
                Origin::Reduction { .. } => &mut self.reduced,
            },
            (Some(Place::Reduced), _) => &mut self.reduced,
            (Some(Place::Retired), _) => &mut self.retired,
            (Some(Place::TakenBack), _) => &mut self.taken_back,
            (Some(Place::Invalidated), _) | (Some(_), Place::Invalidated) => &mut self.invalidated,
            (Some(_), Place::TakenBack) => &mut self.taken_back,
            (
                Some(_),
                Place::Available(_)
                | Place::Barred(_)
                | Place::Reserved(_)
                | Place::ReservedBarred(_),
            ) if change.above_zero().is_zero() => &mut self.went,
            (
                Some(_),
                Place::Available(_)
                | Place::Barred(_)
                | Place::Reserved(_)
                | Place::ReservedBarred(_),
            ) => &mut self.came,
        };
        *sum = sum.plus(change);
    }
}

fn changes(
    press: &Press<'_>,
    regions: &BTreeSet<RegionId>,
    span: Span,
) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-quarter-lines")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            figures(press, &msg!("paper-before")),
            figures(press, &msg!("paper-opened")),
            figures(press, &msg!("paper-issued")),
            figures(press, &msg!("paper-came")),
            figures(press, &msg!("paper-went")),
            figures(press, &msg!("paper-retired")),
            figures(press, &msg!("paper-taken-back")),
            figures(press, &msg!("paper-invalidated")),
            figures(press, &msg!("paper-after")),
            figures(press, &msg!("paper-verified-in")),
        ],
    );
    let there = |place: &Place| {
        let account = place.account();
        account.is_some_and(|account| regions.contains(account.region()))
    };
    let none = Change::from(Balance::ZERO);
    let mut sums: BTreeMap<(IndicatorCode, Period), (Sums, Change)> = BTreeMap::new();
    for moved in all(press)?.iter().filter(|moved| span.is_past(moved)) {
        let change = moved.change(there);
        if change == none {
            continue;
        }
        let (sum, verified) = sums.entry(moved.key()).or_insert((Sums::none(), none));
        sum.add(moved, change, span.holds(moved));
        let is_reduction = matches!(moved.lot.origin, Origin::Reduction { .. });
        if moved.of.from.is_none() && is_reduction && span.holds(moved) {
            *verified = verified.plus(change);
        }
    }
    for ((code, of), (sum, verified)) in &sums {
        let (name, unit) = press.indicator(code)?;
        let shown = |change| press.indicators.change(code, change);
        table.rows.push(vec![
            name,
            unit,
            period(*of).in_lang(press.lang),
            shown(sum.before),
            shown(sum.opened),
            shown(sum.issued),
            shown(sum.came),
            shown(sum.went),
            shown(sum.retired),
            shown(sum.taken_back),
            shown(sum.invalidated),
            shown(sum.after),
            shown(*verified),
        ]);
    }
    Ok(table)
}

/// Use against caps as the ledger stands, whatever the period.
fn caps(press: &Press<'_>, region: &RegionId) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-caps", date = press.view.now().day())),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            texts(press, &msg!("paper-cap-kind")),
            figures(press, &msg!("paper-cap")),
            figures(press, &msg!("paper-used")),
            figures(press, &msg!("paper-headroom")),
            figures(press, &msg!("paper-over")),
        ],
    );
    let filter = TotalsFilter {
        region: Some(region.clone()),
        ..TotalsFilter::default()
    };
    for row in press.view.totals(&filter)? {
        let (name, unit) = press.indicator(&row.indicator)?;
        let change = |change| press.indicators.change(&row.indicator, change);
        let kind = row.cap.map(|cap| press.word(words::cap_kind(cap.kind)));
        table.rows.push(vec![
            name,
            unit,
            period(row.period).in_lang(press.lang),
            kind.unwrap_or_default(),
            row.cap.map(|cap| change(cap.amount)).unwrap_or_default(),
            press.balance(&row.indicator, row.used),
            row.headroom.map(change).unwrap_or_default(),
            press.balance(&row.indicator, row.over),
        ]);
    }
    Ok(table)
}

/// The cases that were open in the period and whose site lies in these regions, or, where `giving`
/// is set, whose quota comes from there.
pub(super) fn cases(
    press: &Press<'_>,
    regions: &BTreeSet<RegionId>,
    span: Span,
    giving: bool,
) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-cases")),
        vec![
            texts(press, &msg!("label-case")),
            texts(press, &msg!("paper-kind-of-case")),
            texts(press, &msg!("label-site")),
            texts(press, &msg!("paper-firm")),
            texts(press, &msg!("label-project")),
            texts(press, &msg!("paper-opened-on")),
            texts(press, &msg!("paper-accepted-on")),
            texts(press, &msg!("label-state")),
            texts(press, &msg!("paper-last-act-on")),
        ],
    );
    let filter = CaseFilter {
        over: true,
        ..CaseFilter::default()
    };
    for brief in press.view.cases(&filter)? {
        let view = press.view.case_view(&brief.case)?;
        let origin = match &view.content {
            Content::Relocation(content) => Some(content.origin.region()),
            Content::Introduction(_) | Content::Demonstration(_) => None,
        };
        let drawn = view.drew.iter().map(|drawn| drawn.source.region());
        let gives = drawn.chain(origin).any(|region| regions.contains(region));
        let concerned = regions.contains(&brief.site) || giving && gives;
        if !concerned {
            continue;
        }
        let last = view.checklist.iter().filter_map(|step| step.done.as_ref());
        let last = last.map(|done| done.date).max();
        if brief.opened_on > span.to
            || (brief.phase.is_over() && last.is_some_and(|day| day < span.from))
        {
            continue;
        }
        let firm = match &brief.firm {
            Some(firm) => press.party(firm)?,
            None => String::new(),
        };
        table.rows.push(vec![
            brief.case.to_string(),
            press.word(words::case_kind(brief.kind)),
            press.region(&brief.site)?,
            firm,
            brief
                .project
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            brief.opened_on.to_string(),
            brief
                .accepted_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
            press.word(crate::cli::commands::phase_id(&brief.phase)),
            last.map(|day| day.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(table)
}
