//! A plan in every shape: one screen, or with `--full` everything, step by step and cap by cap. JSON
//! leaves nothing out; CSV has the figures.

use serde_json::Value;

use super::figures::{each, name, with_period};
use crate::cli::commands::case::short_name;
use crate::cli::commands::todo::kinds;
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::shown::{Indicators, or_dash, word};
use crate::cli::text::{Arg, Message, msg};
use crate::domain::amount::{Balance, Change};
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::query::{Near, PlanStep, PlanView, Shorts};

/// A plan as it is shown.
pub struct Sheet<'a> {
    pub plan: &'a PlanView,
    pub indicators: &'a Indicators,
    /// How numbers are said.
    pub shorts: &'a Shorts,
    /// Everything, rather than one screen.
    pub full: bool,
}

impl Shown for Sheet<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.plan).unwrap_or_default()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        vec![self.figures(&each(&self.plan.figures), false)]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        if !self.full {
            return self.screen(lang, width);
        }
        let mut parts = vec![self.head(lang, width)];
        let figures = self.figures(&each(&self.plan.figures), false);
        let tables = [
            Some(figures),
            self.sources(),
            (!self.plan.steps.is_empty()).then(|| self.steps(lang)),
        ];
        let texts = tables.into_iter().flatten();
        parts.extend(texts.map(|table| table.to_text(lang, width)));
        if let Some(steps) = parts.last_mut() {
            steps.push_str(&self.letters(lang, width));
        }
        parts.extend(self.caps().map(|table| table.to_text(lang, width)));
        parts.push(self.each_on_the_way(lang, width) + &self.against(lang, width, usize::MAX));
        parts.join("\n")
    }
}

impl Sheet<'_> {
    pub(super) fn head(&self, lang: Lang, width: usize) -> String {
        let plan = self.plan;
        let firm = match (&plan.firm, &plan.firm_names) {
            (Some(firm), Some(names)) => format!("{} {firm}", names.in_lang(lang)),
            (Some(firm), None) => msg!("plan-firm-unknown", firm = firm).in_lang(lang),
            (None, _) => msg!("plan-builder").in_lang(lang),
        };
        let procedure = match &plan.procedure_names {
            Some(names) => names.in_lang(lang).to_string(),
            None => word(words::case_kind(plan.kind)).in_lang(lang),
        };
        let line = match (&plan.origin, &plan.supplier) {
            (Some(origin), _) => msg!(
                "plan-head-relocation",
                procedure = procedure,
                firm = firm,
                origin = origin,
                site = plan.site,
                date = plan.date
            ),
            (None, supplier) => msg!(
                "plan-head-introduction",
                procedure = procedure,
                firm = firm,
                site = plan.site,
                supplier = or_dash(supplier.as_ref()),
                date = plan.date
            ),
        };
        let mut text = fold(&line.in_lang(lang), width, 2);
        if let Some(version) = &plan.two_high {
            let line = msg!("plan-two-high", version = version);
            text.push_str(&fold(&line.in_lang(lang), width, 2));
        }
        text
    }

    /// The lots that would be drawn; where nothing would be reserved, those that are there.
    fn sources(&self) -> Option<Table> {
        let figures = || self.plan.figures.iter();
        let mut all = figures().flat_map(|figure| &figure.sources);
        let drawn = all.any(|source| !source.drawn.is_zero());
        let amount = if drawn {
            msg!("label-drawn")
        } else {
            msg!("label-eligible")
        };
        let mut table = Table::new(vec![
            Head::text(msg!("label-indicator")),
            Head::text(msg!("label-lot")),
            Head::text(msg!("label-account")),
            Head::text(msg!("label-near")),
            Head::figures(amount),
        ]);
        let mut any = false;
        for figure in figures() {
            for source in &figure.sources {
                let amount = if drawn { source.drawn } else { source.eligible };
                if amount.is_zero() {
                    continue;
                }
                any = true;
                table.row(vec![
                    cell(&name(figure)),
                    cell(&source.lot),
                    cell(&source.account),
                    word(scope(source.scope)),
                    cell(&self.indicators.balance(&figure.indicator, amount)),
                ]);
            }
        }
        any.then(|| table.titled(msg!("plan-title-sources")))
    }

    fn steps(&self, lang: Lang) -> Table {
        let mut table = Table::new(vec![
            Head::text(msg!("label-step")),
            Head::text(msg!("label-who")),
            Head::text(msg!("label-seats")),
            Head::text(msg!("label-document")),
        ]);
        for step in &self.plan.steps {
            let seats = step.seats.iter();
            table.row(vec![
                cell(&step_name(step, lang)),
                who(step),
                Arg::List(
                    seats
                        .map(|seat| Message::new(words::seat(*seat), Vec::new()))
                        .collect(),
                ),
                kinds(&step.documents),
            ]);
        }
        table.titled(msg!("plan-title-steps"))
    }

    /// Every cap that is touched.
    fn caps(&self) -> Option<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-indicator")),
            Head::text(msg!("label-region")),
            Head::figures(msg!("label-use-change")),
            Head::figures(msg!("label-cap-change")),
            Head::figures(msg!("label-room")),
        ]);
        for cap in &self.plan.caps {
            let used = |b: Balance| self.indicators.balance(&cap.indicator, b);
            let limit = |c: Option<Change>| {
                c.map_or_else(
                    || "-".to_owned(),
                    |c| self.indicators.change(&cap.indicator, c),
                )
            };
            table.row(vec![
                cell(&with_period(&cap.indicator, cap.period)),
                cell(&cap.region),
                cell(&format!(
                    "{} → {}",
                    used(cap.used_before),
                    used(cap.used_after)
                )),
                cell(&format!(
                    "{} → {}",
                    limit(cap.cap_before),
                    limit(cap.cap_after)
                )),
                cell(&limit(cap.room)),
            ]);
        }
        let title = msg!("plan-title-caps", count = self.plan.caps.len());
        (!self.plan.caps.is_empty()).then(|| table.titled(title))
    }
}

pub(super) fn scope(near: Near) -> &'static str {
    match near {
        Near::Site => "term-scope-site",
        Near::Prefecture => "term-scope-prefecture",
        Near::Elsewhere => "term-scope-elsewhere",
    }
}

/// What people call a step, as far as a bracket.
pub(super) fn step_name(step: &PlanStep, lang: Lang) -> String {
    short_name(&step.names, lang)
}

/// Who signs; a star stands at bodies without a key.
fn who(step: &PlanStep) -> Arg {
    if step.parties.is_empty() {
        let whom = word(words::signatory(step.signatory));
        return cell(&msg!("plan-not-known", whom = whom));
    }
    let parties = step.parties.iter().map(|party| {
        let star = if step.without_key.contains(party) {
            "*"
        } else {
            ""
        };
        format!("{party}{star}")
    });
    let all: Vec<_> = parties.collect();
    or_dash((!all.is_empty()).then(|| all.join(", ")))
}
