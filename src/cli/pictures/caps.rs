//! How far caps are used: a bar for each region, indicator and period.
//!
//! ```text
//! 乌准园区 SO2 长期有效  ████████▒▒▒▒▒▒▒▒|        160.000 / 5,000.000 t/a   3.2 %
//!                        used    still free └ the cap; beyond it, crossed: over
//! ```

use super::canvas::{Anchor, Canvas, Fill};
use super::{SMALL, TEXT, TITLE, WIDTH, empty, pixels};
use crate::cli::papers::Press;
use crate::cli::papers::html::grouped;
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::ids::RegionId;
use crate::domain::region::CapKind;
use crate::service::ServiceError;
use crate::service::query::{TotalsFilter, TotalsRow};
use rust_decimal::Decimal;

/// As many as a printed page lying on its side has room for, at a size that is read.
const PAGE_ROWS: usize = 18;
const ROW: i32 = 26;
const TOP: i32 = 92;
const BAR_X: i32 = 330;
/// How long a bar is at its cap.
const BAR: i32 = 300;
/// How far it may go beyond.
const BAR_MOST: i32 = 360;

/// Of a region, with those that count into it where `below` is set; or of all: one picture.
pub fn caps(
    press: &Press<'_>,
    region: Option<&RegionId>,
    below: bool,
) -> Result<String, ServiceError> {
    let (of, rows) = asked(press, region, below)?;
    let pages = draw(press, &of, rows, usize::MAX)?;
    Ok(pages.into_iter().next().unwrap_or_default())
}

/// The same in pictures that each fit a printed page lying on its side.
pub fn caps_pages(press: &Press<'_>, region: &RegionId) -> Result<Vec<String>, ServiceError> {
    let (of, rows) = asked(press, Some(region), true)?;
    draw(press, &of, rows, PAGE_ROWS)
}

fn asked(
    press: &Press<'_>,
    region: Option<&RegionId>,
    below: bool,
) -> Result<(String, Vec<TotalsRow>), ServiceError> {
    let rows = press.view.totals(&TotalsFilter {
        region: region.cloned(),
        below,
        ..TotalsFilter::default()
    })?;
    let of = match region {
        Some(region) => press.region(region)?,
        None => press.say(&msg!("picture-all")),
    };
    Ok((of, rows))
}

/// Of several regions, those that count into them included.
pub fn caps_of(press: &Press<'_>, regions: &[RegionId]) -> Result<Vec<String>, ServiceError> {
    let (mut rows, mut names) = (Vec::new(), Vec::new());
    for region in regions {
        rows.extend(press.view.totals(&TotalsFilter {
            region: Some(region.clone()),
            below: true,
            ..TotalsFilter::default()
        })?);
        names.push(press.region(region)?);
    }
    draw(press, &names.join("、"), rows, PAGE_ROWS)
}

/// Pictures of at most so many rows each.
fn draw(
    press: &Press<'_>,
    of: &str,
    mut rows: Vec<TotalsRow>,
    rows_max: usize,
) -> Result<Vec<String>, ServiceError> {
    // Where nothing is used there is nothing to see; that there is a cap is said in a line.
    let unused = rows
        .iter()
        .filter(|row| row.used.is_zero() && row.cap.is_some())
        .count();
    rows.retain(|row| !row.used.is_zero() || !row.over.is_zero());
    let title = press.say(&msg!("picture-caps", of = of));
    if rows.is_empty() {
        let why = if unused == 0 {
            msg!("picture-caps-empty")
        } else {
            msg!("picture-unused", count = unused)
        };
        return Ok(vec![empty(&title, &why, press.lang)]);
    }
    let mut pages = Vec::new();
    let mut chunks = rows.chunks(rows_max).peekable();
    while let Some(chunk) = chunks.next() {
        let note = (unused > 0 && chunks.peek().is_none()).then_some(unused);
        pages.push(page(press, &title, chunk, note)?);
    }
    Ok(pages)
}

fn page(
    press: &Press<'_>,
    title: &str,
    rows: &[TotalsRow],
    unused: Option<usize>,
) -> Result<String, ServiceError> {
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX / ROW - TOP);
    let bottom = TOP + count * ROW;
    let mut canvas = Canvas::new(WIDTH, bottom + 44, title);
    canvas.text((WIDTH / 2, 32), TITLE, Anchor::Middle, title);
    legend(press, &mut canvas);
    for (at, row) in (0..).zip(rows) {
        bar(press, &mut canvas, TOP + at * ROW, row)?;
    }
    canvas.line((BAR_X, TOP - 6), (BAR_X, bottom));
    if let Some(unused) = unused {
        let note = press.say(&msg!("picture-unused", count = unused));
        canvas.text((BAR_X, bottom + 22), SMALL, Anchor::Start, &note);
    }
    Ok(canvas.finish())
}

fn legend(press: &Press<'_>, canvas: &mut Canvas) {
    let mut x = BAR_X;
    for (fill, id) in [
        (Fill::Solid, msg!("picture-used")),
        (Fill::Pale, msg!("picture-free")),
        (Fill::Crossed, msg!("picture-over")),
    ] {
        canvas.area((x, 52), (18, 12), fill);
        let text = press.say(&id);
        canvas.text((x + 24, 63), SMALL, Anchor::Start, &text);
        x += 44 + super::canvas::width_of(&text, SMALL);
    }
}

fn bar(
    press: &Press<'_>,
    canvas: &mut Canvas,
    y: i32,
    row: &TotalsRow,
) -> Result<(), ServiceError> {
    let code = &row.indicator;
    let (_, unit) = press.indicator(code)?;
    let span = period(row.period).in_lang(press.lang);
    let label = format!("{} {code} {span}", press.region(&row.region)?);
    canvas.text((BAR_X - 10, y + 15), TEXT, Anchor::End, &label);
    let used = grouped(&press.balance(code, row.used));
    let x = BAR_X + BAR_MOST + 10;
    let ceiling = row.cap.as_ref().and_then(|cap| match cap.kind {
        CapKind::Ceiling | CapKind::Target => Some(cap.amount),
        CapKind::None => None,
    });
    let Some(ceiling) = ceiling else {
        let text = press.say(&msg!("picture-no-cap", used = used, unit = unit));
        canvas.text((BAR_X + 10, y + 15), SMALL, Anchor::Start, &text);
        return Ok(());
    };
    let (used_by, cap) = (row.used.decimal(), ceiling.decimal());
    canvas.area((BAR_X, y), (BAR, 18), Fill::Pale);
    // A little is seen as a little, not as nothing.
    let long = pixels(used_by, cap, BAR, BAR_MOST).max(2);
    canvas.area((BAR_X, y), (long.min(BAR), 18), Fill::Solid);
    if used_by > cap {
        // What is over is seen, however little it is.
        let over = (long - BAR).max(4);
        canvas.area((BAR_X + BAR, y), (over, 18), Fill::Crossed);
    }
    canvas.line((BAR_X + BAR, y - 3), (BAR_X + BAR, y + 21));
    let share = share(used_by, cap);
    let cap = grouped(&press.indicators.change(code, ceiling));
    let text = if row.over.is_zero() {
        msg!(
            "picture-of-cap",
            used = used,
            cap = cap,
            unit = unit,
            share = share
        )
    } else {
        let over = grouped(&press.balance(code, row.over));
        msg!(
            "picture-over-cap",
            used = used,
            cap = cap,
            unit = unit,
            share = share,
            over = over
        )
    };
    canvas.text((x, y + 14), SMALL, Anchor::Start, &press.say(&text));
    Ok(())
}

/// Hundredths, half up, with one decimal: `3.2 %`.
fn share(part: Decimal, whole: Decimal) -> String {
    let hundredths = part
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|part| part.checked_div(whole));
    match hundredths {
        Some(share) => {
            let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            format!("{:.1} %", share.round_dp_with_strategy(1, half_up))
        }
        None => "-".to_owned(),
    }
}
