//! Income and outgo of a region by month, for each indicator that moved.
//!
//! ```text
//! SO2 t/a     ┌┐                    income: what came in or was made (solid)
//!             ││▒                   outgo: what left or was used up (hatched)
//!         01  02  03 … 12
//! ```

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::canvas::{Anchor, Canvas, Fill};
use super::{SMALL, TEXT, TITLE, WIDTH, empty, pixels};
use crate::cli::papers::html::grouped;
use crate::cli::papers::{Press, Span, below, moves_of_all};
use crate::cli::text::msg;
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::service::ServiceError;

/// As many as a printed page lying on its side has room for.
const PAGE_CHARTS: usize = 3;
const CHART: i32 = 190;
const BARS: i32 = 110;
const LEFT: i32 = 120;
const TOP: i32 = 84;
const MONTHS_MAX: usize = 12;

/// Income and outgo of a month.
#[derive(Debug, Clone, Copy, Default)]
struct Month {
    income: Balance,
    outgo: Balance,
}

/// Months by year and number.
type OfMonths = BTreeMap<(u16, u32), Month>;
/// The same for each indicator and period.
type Months = BTreeMap<(IndicatorCode, Period), OfMonths>;

/// The months of a span, twelve at most, the last ones: one picture.
pub fn year(press: &Press<'_>, region: &RegionId, span: Span) -> Result<String, ServiceError> {
    let pages = draw(press, region, span, usize::MAX)?;
    Ok(pages.into_iter().next().unwrap_or_default())
}

/// The same in pictures that each fit a printed page lying on its side.
pub fn year_pages(
    press: &Press<'_>,
    region: &RegionId,
    span: Span,
) -> Result<Vec<String>, ServiceError> {
    draw(press, region, span, PAGE_CHARTS)
}

fn draw(
    press: &Press<'_>,
    region: &RegionId,
    span: Span,
    charts_max: usize,
) -> Result<Vec<String>, ServiceError> {
    let regions = below(press, region)?;
    let title = press.say(&msg!(
        "picture-year",
        of = press.region(region)?,
        from = span.from,
        to = span.to
    ));
    let months = months(span);
    let sums: Vec<_> = sums(press, &regions, span, &months)?.into_iter().collect();
    if sums.is_empty() {
        return Ok(vec![empty(&title, &msg!("picture-year-empty"), press.lang)]);
    }
    let pages = sums.chunks(charts_max).map(|sums| {
        let charts = i32::try_from(sums.len()).unwrap_or(i32::MAX / CHART - TOP);
        let mut canvas = Canvas::new(WIDTH, TOP + charts * CHART, &title);
        canvas.text((WIDTH / 2, 32), TITLE, Anchor::Middle, &title);
        legend(press, &mut canvas);
        for (at, (key, of_months)) in (0..).zip(sums) {
            let y = TOP + at * CHART;
            chart(press, &mut canvas, y, key, (&months, of_months))?;
        }
        Ok(canvas.finish())
    });
    pages.collect()
}

fn legend(press: &Press<'_>, canvas: &mut Canvas) {
    let mut x = LEFT;
    for (fill, id) in [
        (Fill::Solid, msg!("picture-income")),
        (Fill::Hatched, msg!("picture-outgo")),
    ] {
        let text = press.say(&id);
        canvas.area((x, 48), (18, 12), fill);
        canvas.text((x + 24, 59), SMALL, Anchor::Start, &text);
        x += 44 + super::canvas::width_of(&text, SMALL);
    }
}

/// Years and months of a span.
fn months(span: Span) -> Vec<(u16, u32)> {
    let mut all = Vec::new();
    let (mut year, mut month) = (span.from.year(), span.from.month());
    while (year, month) <= (span.to.year(), span.to.month()) {
        all.push((year, month));
        (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
    }
    all.split_off(all.len().saturating_sub(MONTHS_MAX))
}

fn sums(
    press: &Press<'_>,
    regions: &BTreeSet<RegionId>,
    span: Span,
    months: &[(u16, u32)],
) -> Result<Months, ServiceError> {
    let lies_there = |place: &Place| {
        place
            .account()
            .is_some_and(|account| regions.contains(account.region()))
    };
    let mut sums = Months::new();
    for moved in moves_of_all(press)?
        .iter()
        .filter(|moved| span.holds(moved))
    {
        let day = moved.of.at.day();
        let month = (day.year(), day.month());
        let change = moved.change(lies_there);
        // A reduction only turns one lot of a unit into another.
        let turned = matches!(moved.of.to, Place::Reduced)
            || (moved.of.from.is_none()
                && matches!(
                    moved.lot.origin,
                    crate::domain::lot::Origin::Reduction { .. }
                ));
        if change == Change::ZERO || turned || !months.contains(&month) {
            continue;
        }
        let of_months = sums.entry(moved.key()).or_default();
        let sum = of_months.entry(month).or_default();
        sum.income = sum.income.plus(change.above_zero());
        sum.outgo = sum.outgo.plus(change.negated().above_zero());
    }
    Ok(sums)
}

fn chart(
    press: &Press<'_>,
    canvas: &mut Canvas,
    y: i32,
    (code, of): &(IndicatorCode, Period),
    (months, sums): (&[(u16, u32)], &OfMonths),
) -> Result<(), ServiceError> {
    let (name, unit) = press.indicator(code)?;
    let heading = match of {
        Period::Standing => format!("{name}  {unit}"),
        Period::Year(_) | Period::Plan(..) => format!("{name} {of}  {unit}"),
    };
    canvas.text((20, y + 20), TEXT, Anchor::Start, &heading);
    let ground = y + CHART - 34;
    let all = sums.values().flat_map(|m| [m.income, m.outgo]);
    let most = all.map(Balance::decimal).max().unwrap_or(Decimal::ZERO);
    let count = i32::try_from(months.len()).unwrap_or(1).max(1);
    let wide = (WIDTH - LEFT - 20) / count;
    for (at, month) in (0..).zip(months) {
        let x = LEFT + at * wide;
        let label = format!("{}-{:02}", month.0, month.1);
        canvas.text((x + wide / 2, ground + 16), SMALL, Anchor::Middle, &label);
        let Some(sum) = sums.get(month) else { continue };
        let half = (wide - 8) / 2;
        let bars = [
            (x + 4, sum.income, Fill::Solid, 4),
            (x + 4 + half, sum.outgo, Fill::Hatched, 16),
        ];
        for (x, amount, fill, lift) in bars {
            if amount.is_zero() {
                continue;
            }
            let high = pixels(amount.decimal(), most, BARS - 24, BARS).max(1);
            canvas.area((x, ground - high), (half - 2, high), fill);
            // Figures of neighbours stand on two levels: they are wider than their bars.
            let figure = grouped(&press.balance(code, amount));
            let at = (x + half / 2, ground - high - lift);
            canvas.text(at, SMALL, Anchor::Middle, &figure);
        }
    }
    canvas.line((LEFT, ground), (WIDTH - 20, ground));
    Ok(())
}
