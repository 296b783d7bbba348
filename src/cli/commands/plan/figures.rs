//! The table of a plan's figures: years with the same figures as one row, and on a screen no column in
//! which nothing stands.

use super::shown::Sheet;
use crate::cli::output::{Head, Table, cell};
use crate::cli::shown::or_dash;
use crate::cli::text::{Message, msg};
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::IndicatorCode;
use crate::domain::period::Period;
use crate::service::query::PlanFigure;

/// Figures, and from which period to which they are the same.
pub(super) struct Row<'a> {
    pub(super) figure: &'a PlanFigure,
    pub(super) first: Period,
    pub(super) last: Period,
}

impl Row<'_> {
    /// Its indicator and periods: `SO2`, `CO2 2027-2030`.
    pub(super) fn name(&self) -> String {
        if self.first == self.last {
            return name(self.figure);
        }
        format!("{}-{}", name(self.figure), self.last)
    }
}

/// Each figure as a row of its own.
pub(super) fn each(figures: &[PlanFigure]) -> Vec<Row<'_>> {
    let rows = figures.iter().map(|figure| Row {
        figure,
        first: figure.period,
        last: figure.period,
    });
    rows.collect()
}

/// The indicator, with the year or the plan; of what stands nothing is said.
pub(super) fn name(figure: &PlanFigure) -> String {
    with_period(&figure.indicator, figure.period)
}

pub(super) fn with_period(indicator: &IndicatorCode, period: Period) -> String {
    match period {
        Period::Standing => indicator.to_string(),
        Period::Year(_) | Period::Plan(..) => format!("{indicator} {period}"),
    }
}

/// Years with the same figures as one row.
pub(super) fn merged(figures: &[PlanFigure]) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for figure in figures {
        match rows.last_mut() {
            Some(row) if same(row.figure, figure) && follows(row.last, figure.period) => {
                row.last = figure.period;
            }
            Some(_) | None => rows.extend(each(std::slice::from_ref(figure))),
        }
    }
    rows
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

/// What stands in a column.
type Content<'c> = Box<dyn Fn(&Row<'_>) -> Option<String> + 'c>;
/// A column's heading, whether it is shown, and what stands in it.
type Column<'c> = (Message, bool, Content<'c>);

impl Sheet<'_> {
    /// The figures. On a screen without the columns in which nothing stands, and with the least room
    /// of the caps.
    pub(super) fn figures(&self, rows: &[Row<'_>], short: bool) -> Table {
        let is = |of: fn(&PlanFigure) -> bool| !short || rows.iter().any(|row| of(row.figure));
        let columns: Vec<Column<'_>> = vec![
            (msg!("label-held"), true, self.balance(|f| Some(f.held))),
            (
                msg!("label-eligible"),
                is(|f| f.eligible != f.held),
                self.balance(|f| Some(f.eligible)),
            ),
            (
                msg!("label-elsewhere"),
                is(|f| !elsewhere(f).is_zero()),
                self.balance(|f| Some(elsewhere(f))),
            ),
            (
                msg!("label-needs"),
                true,
                self.balance(|f| Some(f.required)),
            ),
            (
                msg!("label-cover"),
                is(|f| f.cover != Some(f.required)),
                self.balance(|f| f.cover),
            ),
            (
                msg!("label-left"),
                true,
                Box::new(|row| self.left(row.figure)),
            ),
            (
                msg!("label-retired"),
                is(|f| f.retired.is_some_and(|retired| !retired.is_zero())),
                self.balance(|f| f.retired),
            ),
            (
                msg!("label-least-room"),
                self.rooms_in_figures(rows),
                Box::new(|row| self.least_room(row)),
            ),
        ];
        let shown = || columns.iter().filter(|column| column.1);
        let mut heads = vec![
            Head::text(msg!("label-indicator")),
            Head::figures(msg!("label-times")),
        ];
        heads.extend(shown().map(|column| Head::figures(column.0.clone())));
        let mut table = Table::new(heads);
        for row in rows {
            let factor = row.figure.factor.map(|factor| factor.decimal().normalize());
            let mut cells = vec![cell(&row.name()), or_dash(factor)];
            cells.extend(shown().map(|column| or_dash(column.2(row))));
            table.row(cells);
        }
        table.or_empty(msg!("plan-no-figures"))
    }

    /// Whether the least room of the caps has place beside the figures, or stands below them.
    pub(super) fn rooms_in_figures(&self, rows: &[Row<'_>]) -> bool {
        let plain = |row: &Row<'_>| {
            let figure = row.figure;
            figure.eligible == figure.held
                && figure.cover == Some(figure.required)
                && figure.retired.is_none_or(Balance::is_zero)
                && elsewhere(figure).is_zero()
        };
        !self.plan.caps.is_empty() && rows.iter().all(plain)
    }

    fn balance<'c>(&'c self, of: impl Fn(&PlanFigure) -> Option<Balance> + 'c) -> Content<'c> {
        Box::new(move |row| {
            let code = &row.figure.indicator;
            of(row.figure).map(|balance| self.indicators.balance(code, balance))
        })
    }

    /// What is left beyond the cover, or below zero what the cover lacks; nothing where that is
    /// undetermined.
    fn left(&self, figure: &PlanFigure) -> Option<String> {
        figure.cover?;
        let left = Change::from(figure.surplus).plus(Change::from(figure.short).negated());
        Some(self.indicators.change(&figure.indicator, left))
    }
}

fn elsewhere(figure: &PlanFigure) -> Balance {
    let reserved = figure.reserved_elsewhere.iter();
    reserved.fold(Balance::ZERO, |sum, r| sum.plus(r.amount))
}
