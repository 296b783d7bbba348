//! The way of a lot: a lane for each account and sink, an arrow for each move, downwards in time.
//!
//! ```text
//!  made out of: L0001 (10.000)
//!      E1 at Midong        Urumqi reserve       E1 at Wuzhun
//!  162 2027-10-01 ├──── 160.000 · ZD-WZ-2027-0001 ────►│
//!  now:   0.000                38.350               160.000
//! ```

use super::canvas::{Anchor, Canvas, Fill, width_of, wrapped};
use super::{SMALL, TEXT, TITLE, WIDTH};
use crate::cli::papers::Press;
use crate::cli::papers::html::grouped;
use crate::cli::text::msg;
use crate::domain::amount::Balance;
use crate::domain::lot::Origin;
use crate::domain::posting::Place;
use crate::service::ServiceError;
use crate::service::query::{LotTrace, MoveView};

const TOP: i32 = 76;
const LANE_HEAD: i32 = 64;
const ROW: i32 = 40;
const LEFT: i32 = 140;

/// What a lane stands for: an account, or a sink.
type Lane = String;

/// The picture of a lot's way.
pub fn flow(press: &Press<'_>, trace: &LotTrace) -> Result<String, ServiceError> {
    let (code, lot) = (&trace.lot.indicator, &trace.lot.lot);
    let (name, unit) = press.indicator(code)?;
    let title = press.say(&msg!("picture-flow", lot = lot, indicator = name));
    let lanes = lanes(trace);
    let rows = i32::try_from(trace.moves.len()).unwrap_or(i32::MAX / ROW - 1_000);
    let notes = sources(press, trace);
    let below = made_into(press, trace);
    let extra = i32::try_from(notes.len() + below.len()).unwrap_or(0) * 20;
    let height = TOP + extra + LANE_HEAD + rows * ROW + 96;
    let mut canvas = Canvas::new(WIDTH, height, &title);
    canvas.text((WIDTH / 2, 30), TITLE, Anchor::Middle, &title);
    let about = msg!(
        "picture-flow-about",
        amount = grouped(&press.amount(code, trace.lot.amount)),
        unit = unit,
        since = trace.lot.since,
        entry = trace.lot.index
    );
    canvas.text((WIDTH / 2, 54), TEXT, Anchor::Middle, &press.say(&about));
    let mut y = TOP;
    for note in &notes {
        canvas.text((20, y + 10), TEXT, Anchor::Start, note);
        y += 20;
    }
    let count = i32::try_from(lanes.len()).unwrap_or(1).max(1);
    let wide = (WIDTH - LEFT - 10) / count;
    let x_of = |place: &Place| {
        let at = lanes.iter().position(|lane| *lane == lane_of(place));
        LEFT + wide * i32::try_from(at.unwrap_or(0)).unwrap_or(0) + wide / 2
    };
    let bottom = y + LANE_HEAD + rows * ROW + 10;
    heads(press, &mut canvas, trace, (&lanes, wide), (y, bottom))?;
    y += LANE_HEAD;
    for step in &trace.moves {
        arrow(press, &mut canvas, trace, step, (y + ROW / 2, &x_of));
        y += ROW;
    }
    now(press, &mut canvas, trace, (&lanes, wide), bottom + 22);
    for (at, line) in (0..).zip(&below) {
        canvas.text((20, bottom + 58 + at * 20), TEXT, Anchor::Start, line);
    }
    Ok(canvas.finish())
}

fn sources(press: &Press<'_>, trace: &LotTrace) -> Vec<String> {
    let line = |source: &crate::service::query::Ancestor| {
        press.say(&msg!(
            "trace-source",
            lot = source.of,
            amount = press.balance(&trace.lot.indicator, source.amount),
            source = source.lot,
            reduction = source.reduction,
            entry = source.index
        ))
    };
    let mut lines: Vec<String> = trace.sources.iter().map(line).collect();
    if let Origin::Opening = trace.lot.origin {
        lines.push(press.say(&msg!("trace-origin-opening")));
    }
    lines
}

fn made_into(press: &Press<'_>, trace: &LotTrace) -> Vec<String> {
    let line = |made: &crate::service::query::Descendant| {
        press.say(&msg!(
            "trace-made-into",
            lot = made.lot,
            amount = press.balance(&trace.lot.indicator, made.amount),
            entry = made.index
        ))
    };
    trace.made_into.iter().map(line).collect()
}

/// The lanes in the order in which the lot came to them.
fn lanes(trace: &LotTrace) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for step in &trace.moves {
        for place in step.from.iter().chain([&step.to]) {
            let lane = lane_of(place);
            if !lanes.contains(&lane) {
                lanes.push(lane);
            }
        }
    }
    lanes
}

fn lane_of(place: &Place) -> Lane {
    match place {
        Place::Available(account)
        | Place::Barred(account)
        | Place::Reserved(account)
        | Place::ReservedBarred(account) => account.to_string(),
        Place::Retired => "retired".to_owned(),
        Place::TakenBack => "taken".to_owned(),
        Place::Reduced => "reduced".to_owned(),
        Place::Invalidated => "invalidated".to_owned(),
        Place::Reversed => "reversed".to_owned(),
    }
}

fn heads(
    press: &Press<'_>,
    canvas: &mut Canvas,
    trace: &LotTrace,
    (lanes, wide): (&[Lane], i32),
    (y, bottom): (i32, i32),
) -> Result<(), ServiceError> {
    let places = || {
        trace
            .moves
            .iter()
            .flat_map(|step| step.from.iter().chain([&step.to]))
    };
    for (at, lane) in (0..).zip(lanes) {
        let x = LEFT + wide * at;
        let place = places().find(|place| lane_of(place) == *lane);
        let name = match place.map(|place| (place.account(), place)) {
            Some((Some(account), _)) => press.account(account)?,
            Some((None, Place::Retired)) => press.say(&msg!("place-retired")),
            Some((None, Place::TakenBack)) => press.say(&msg!("place-taken-back")),
            Some((None, Place::Invalidated)) => press.say(&msg!("place-invalidated")),
            Some((None, Place::Reversed)) => press.say(&msg!("place-reversed")),
            Some((None, _)) => press.say(&msg!("place-reduced")),
            None => String::new(),
        };
        let pale = place.is_some_and(|place| place.account().is_some());
        let fill = if pale { Fill::Pale } else { Fill::Hatched };
        canvas.area((x + 4, y), (wide - 8, LANE_HEAD - 16), fill);
        let lines = wrapped(&name, SMALL, wide - 16);
        for (row, line) in (0..3).zip(&lines) {
            canvas.text(
                (x + wide / 2, y + 14 + row * 13),
                SMALL,
                Anchor::Middle,
                line,
            );
        }
        canvas.dashed((x + wide / 2, y + LANE_HEAD - 16), (x + wide / 2, bottom));
    }
    Ok(())
}

fn arrow(
    press: &Press<'_>,
    canvas: &mut Canvas,
    trace: &LotTrace,
    step: &MoveView,
    (y, x_of): (i32, &dyn Fn(&Place) -> i32),
) {
    let when = format!("{}  {}", step.index, step.at.day());
    canvas.text((20, y + 4), SMALL, Anchor::Start, &when);
    let amount = grouped(&press.amount(&trace.lot.indicator, step.amount));
    let mut label = amount;
    if let Some(case) = &step.case {
        label = format!("{label} · {case}");
    }
    let to = x_of(&step.to);
    let from = step.from.as_ref().map(x_of);
    match from {
        Some(from) if from != to => {
            canvas.dot((from, y));
            canvas.arrow((from, y), (to, y));
            let middle = i32::midpoint(from, to);
            canvas.text((middle, y - 6), SMALL, Anchor::Middle, &label);
        }
        // Made here, or only marked otherwise: reserved for a case, or free again.
        Some(_) | None => {
            canvas.dot((to, y));
            let what = match (&step.from, &step.to) {
                (None, _) => msg!("place-made"),
                (Some(_), Place::Reserved(_) | Place::ReservedBarred(_)) => {
                    msg!("picture-reserved")
                }
                (Some(_), _) => msg!("picture-freed"),
            };
            let label = format!("{} {label}", press.say(&what));
            let beside = to + 10 + width_of(&label, SMALL);
            if beside < WIDTH {
                canvas.text((to + 10, y + 4), SMALL, Anchor::Start, &label);
            } else {
                canvas.text((to - 10, y + 4), SMALL, Anchor::End, &label);
            }
        }
    }
}

/// What lies in each lane now.
fn now(
    press: &Press<'_>,
    canvas: &mut Canvas,
    trace: &LotTrace,
    (lanes, wide): (&[Lane], i32),
    y: i32,
) {
    let label = press.say(&msg!("picture-now", date = press.view.now().day()));
    canvas.line((20, y - 18), (WIDTH - 10, y - 18));
    canvas.text((20, y), SMALL, Anchor::Start, &label);
    for (at, lane) in (0..).zip(lanes) {
        let held = trace
            .holders
            .iter()
            .filter(|held| held.account.to_string() == *lane)
            .fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
        let sum = match lane.as_str() {
            "retired" => trace.retired,
            "invalidated" => trace.invalidated,
            "reversed" => trace.reversed,
            "taken" => trace.taken_back,
            "reduced" => trace.reduced,
            _ => held,
        };
        let x = LEFT + wide * at + wide / 2;
        let text = grouped(&press.balance(&trace.lot.indicator, sum));
        canvas.text((x, y), TEXT, Anchor::Middle, &text);
    }
}
