//! A plan on one screen: figures, lots, signatures and letters, the tightest caps, what stands against
//! it. JSON and CSV leave nothing out.

use serde_json::Value;

use super::figures::{each, merged, of_period, year};
use crate::cli::commands::todo::kinds;
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::shown::{Indicators, or_dash, word};
use crate::cli::text::{Arg, Message, msg};
use crate::domain::amount::{Balance, Change};
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::query::{Near, PlanCap, PlanRefusal, PlanStep, PlanView, RefusalView};

/// A plan as it is shown.
pub struct Sheet<'a> {
    pub plan: &'a PlanView,
    pub indicators: &'a Indicators,
}

impl Shown for Sheet<'_> {
    fn json(&self) -> Value {
        serde_json::to_value(self.plan).unwrap_or_default()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        vec![self.figures(&each(&self.plan.figures), false)]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let mut parts = vec![self.head(lang, width)];
        let figures = self.figures(&merged(&self.plan.figures), true);
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
        parts.push(self.against(lang, width));
        parts.join("\n")
    }
}

impl Sheet<'_> {
    fn head(&self, lang: Lang, width: usize) -> String {
        let plan = self.plan;
        let firm = match &plan.firm_names {
            Some(names) => format!("{} {}", names.in_lang(lang), plan.firm),
            None => msg!("plan-firm-unknown", firm = plan.firm).in_lang(lang),
        };
        let procedure = match &plan.procedure_names {
            Some(names) => names.in_lang(lang).to_string(),
            None => plan.procedure.to_string(),
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
            let name = format!("{} {}", figure.indicator, of_period(figure));
            for source in &figure.sources {
                let amount = if drawn { source.drawn } else { source.eligible };
                if amount.is_zero() {
                    continue;
                }
                any = true;
                table.row(vec![
                    cell(name.trim_end()),
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

    /// Of each indicator and period the cap that leaves least room.
    fn caps(&self) -> Option<Table> {
        let mut tightest: Vec<&PlanCap> = Vec::new();
        for cap in self.plan.caps.iter().filter(|cap| cap.room.is_some()) {
            let same = |other: &&mut &PlanCap| other.indicator == cap.indicator;
            match tightest.iter_mut().find(same) {
                Some(other) if cap.room < other.room => *other = cap,
                Some(_) => {}
                None => tightest.push(cap),
            }
        }
        let mut table = Table::new(vec![
            Head::text(msg!("label-indicator")),
            Head::text(msg!("label-region")),
            Head::figures(msg!("label-use-change")),
            Head::figures(msg!("label-cap-change")),
            Head::figures(msg!("label-room")),
        ]);
        for cap in &tightest {
            let used = |b: Balance| self.indicators.balance(&cap.indicator, b);
            let limit = |c: Option<Change>| {
                c.map_or_else(
                    || "-".to_owned(),
                    |c| self.indicators.change(&cap.indicator, c),
                )
            };
            let name = format!("{} {}", cap.indicator, year(cap.period));
            table.row(vec![
                cell(name.trim_end()),
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
        (!tightest.is_empty()).then(|| table.titled(title))
    }

    /// How the bodies without a key sign: by letters that others record.
    fn letters(&self, lang: Lang, width: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        for step in &self.plan.steps {
            for party in &step.without_key {
                let line = match step.recorders.first() {
                    Some(by) => msg!("plan-by-letter", party = party, recorder = by),
                    None => msg!("plan-without-key", party = party),
                };
                let line = fold(&line.in_lang(lang), width, 2);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines.concat()
    }

    fn one_against(&self, row: &PlanRefusal, lang: Lang) -> String {
        let RefusalView { code, text, .. } = &row.refusal;
        let code = code.unwrap_or_default();
        let text = text.as_ref().map_or("", |text| text.in_lang(lang));
        let Some(id) = &row.step else {
            return msg!("plan-against", code = code, text = text).in_lang(lang);
        };
        let step = self.plan.steps.iter().find(|step| step.step == *id);
        let step = step.map_or_else(|| id.to_string(), |step| step_name(step, lang));
        msg!("plan-against-step", step = step, code = code, text = text).in_lang(lang)
    }

    fn against(&self, lang: Lang, width: usize) -> String {
        let mut text = String::new();
        let mut section = |title: Message, rows: &[PlanRefusal]| {
            text.push_str(&fold(&title.in_lang(lang), width, 2));
            for (row, more) in one_of_each(rows) {
                let mut line = format!("  {}", self.one_against(row, lang));
                if more > 0 {
                    line.push_str(&msg!("plan-and-more", count = more).in_lang(lang));
                }
                text.push_str(&fold(&line, width, 4));
            }
        };
        if !self.plan.on_the_way.is_empty() {
            section(msg!("plan-title-way"), &self.plan.on_the_way);
        }
        if self.plan.refused.is_empty() {
            section(msg!("plan-nothing-refused"), &[]);
        } else {
            section(msg!("plan-title-refused"), &self.plan.refused);
        }
        text
    }
}

/// The first of each step and code, and how many more there are of it.
fn one_of_each(rows: &[PlanRefusal]) -> Vec<(&PlanRefusal, usize)> {
    let mut found: Vec<(&PlanRefusal, usize)> = Vec::new();
    for row in rows {
        let alike = |(first, _): &&mut (&PlanRefusal, usize)| {
            first.step == row.step && first.refusal.number == row.refusal.number
        };
        match found.iter_mut().find(alike) {
            Some((_, more)) => *more += 1,
            None => found.push((row, 0)),
        }
    }
    found
}

fn scope(near: Near) -> &'static str {
    match near {
        Near::Site => "term-scope-site",
        Near::Prefecture => "term-scope-prefecture",
        Near::Elsewhere => "term-scope-elsewhere",
    }
}

/// What people call a step, as far as a bracket.
fn step_name(step: &PlanStep, lang: Lang) -> String {
    let names = step.names.in_lang(lang).to_string();
    let short = names.split(['（', '(']).next().unwrap_or_default();
    short.trim().to_owned()
}

/// Who signs; a star stands at bodies without a key.
fn who(step: &PlanStep) -> Arg {
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
