//! The table of a plan's figures: years with the same figures as one row, and on a screen no column in
//! which nothing stands.

use super::shown::Sheet;
use crate::cli::output::{Head, Table, cell};
use crate::cli::shown::or_dash;
use crate::cli::text::{Message, msg};
use crate::domain::amount::{Amount, Balance};
use crate::domain::period::Period;
use crate::service::query::PlanFigure;

/// Figures with the periods they are the same in.
pub(super) type Row<'a> = (&'a PlanFigure, String);

pub(super) fn each(figures: &[PlanFigure]) -> Vec<Row<'_>> {
    let row = |figure| (figure, of_period(figure));
    figures.iter().map(row).collect()
}

pub(super) fn of_period(figure: &PlanFigure) -> String {
    year(figure.period)
}

/// A year or plan; of what stands nothing is said.
pub(super) fn year(period: Period) -> String {
    match period {
        Period::Standing => String::new(),
        Period::Year(_) | Period::Plan(..) => period.to_string(),
    }
}

/// Years with the same figures as one row.
pub(super) fn merged(figures: &[PlanFigure]) -> Vec<Row<'_>> {
    let mut rows: Vec<(&PlanFigure, Period)> = Vec::new();
    for figure in figures {
        match rows.last_mut() {
            Some((first, last)) if same(first, figure) && follows(*last, figure.period) => {
                *last = figure.period;
            }
            Some(_) | None => rows.push((figure, figure.period)),
        }
    }
    let label = |(first, last): (&PlanFigure, Period)| {
        if first.period == last {
            of_period(first)
        } else {
            format!("{}-{last}", first.period)
        }
    };
    rows.into_iter()
        .map(|(first, last)| (first, label((first, last))))
        .collect()
}

fn same(a: &PlanFigure, b: &PlanFigure) -> bool {
    let of = |figure: &PlanFigure| PlanFigure {
        period: Period::Standing,
        sources: Vec::new(),
        ..figure.clone()
    };
    of(a) == of(b)
}

fn follows(a: Period, b: Period) -> bool {
    matches!((a.year(), b.year()), (Some(a), Some(b)) if b == a + 1)
}

/// A column's heading, whether it is shown, and what stands in it.
type Column = (Message, bool, fn(&PlanFigure) -> Option<Balance>);

impl Sheet<'_> {
    /// The figures; on a screen without the columns in which nothing stands.
    pub(super) fn figures(&self, rows: &[Row<'_>], short: bool) -> Table {
        let is = |amount: fn(&PlanFigure) -> Balance| {
            !short || rows.iter().any(|(figure, _)| !amount(figure).is_zero())
        };
        let moves = self.plan.origin.is_some();
        let columns: [Column; 8] = [
            (msg!("label-held"), true, |f| Some(f.held)),
            (msg!("label-eligible"), true, |f| Some(f.eligible)),
            (msg!("label-elsewhere"), is(elsewhere), |f| {
                Some(elsewhere(f))
            }),
            (msg!("label-needs"), true, |f| Some(f.required)),
            (msg!("label-cover"), is(beyond), |f| f.cover),
            (msg!("label-surplus"), moves && is(|f| f.surplus), |f| {
                Some(f.surplus)
            }),
            (msg!("label-short"), is(|f| f.short), |f| Some(f.short)),
            (
                msg!("label-retired"),
                is(|f| f.retired.unwrap_or_default()),
                |f| f.retired,
            ),
        ];
        let mut heads = vec![
            Head::text(msg!("label-indicator")),
            Head::figures(msg!("label-factor")),
        ];
        heads.extend(
            columns
                .iter()
                .filter(|c| c.1)
                .map(|c| Head::figures(c.0.clone())),
        );
        let mut table = Table::new(heads);
        for (figure, period) in rows {
            let name = format!("{} {period}", figure.indicator);
            let factor = figure.factor.map(|factor| factor.decimal().normalize());
            let mut cells = vec![cell(name.trim_end()), or_dash(factor)];
            for (_, _, amount) in columns.iter().filter(|c| c.1) {
                let shown = amount(figure).map(|b| self.indicators.balance(&figure.indicator, b));
                cells.push(or_dash(shown));
            }
            table.row(cells);
        }
        table.or_empty(msg!("plan-no-figures"))
    }
}

/// What the cover is beyond 1×; what is undetermined counts as well.
fn beyond(figure: &PlanFigure) -> Balance {
    let cover = figure.cover.unwrap_or(Amount::ONE.balance());
    cover.minus_or_zero(figure.required)
}

fn elsewhere(figure: &PlanFigure) -> Balance {
    let reserved = figure.reserved_elsewhere.iter();
    reserved.fold(Balance::ZERO, |sum, r| sum.plus(r.amount))
}
