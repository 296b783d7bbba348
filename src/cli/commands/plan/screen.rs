//! A plan on one screen, as it is read out on the telephone: what it can bring and what is short, which
//! lots cover it, whose letters are needed, which caps are touched, what would be refused.

use super::figures::{Row, merged, name};
use super::shown::{Sheet, scope, step_name};
use crate::cli::output::fold;
use crate::cli::shown::word;
use crate::cli::text::{Arg, Message, joined, msg};
use crate::domain::amount::Balance;
use crate::domain::ids::{IndicatorCode, PartyId};
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::query::{Near, PlanCap, PlanSource, PlanStep};

/// Most lots of one indicator on the screen.
const LOTS_MAX: usize = 6;
/// Columns that the widest figures take.
const FIGURES_COLUMNS: usize = 110;
/// Most reasons against it on the screen.
const REASONS_MAX: usize = 6;

impl Sheet<'_> {
    /// The whole screen.
    pub(super) fn screen(&self, lang: Lang, width: usize) -> String {
        let all = merged(&self.plan.figures).into_iter();
        let (rows, others): (Vec<_>, Vec<_>) = all.partition(|row| !row.figure.required.is_zero());
        // A figure broken in two would be read as two.
        let table = self
            .figures(&rows, true)
            .to_text(lang, width.max(FIGURES_COLUMNS));
        let mut parts = vec![self.head(lang, width)];
        let mut figures = vec![table];
        figures.extend(self.besides(&others, lang, width));
        figures.extend(self.drawn(lang, width));
        figures.extend(self.touched(&rows, lang, width));
        parts.push(figures.concat());
        let signatures = self.signatures(lang, width).unwrap_or_default();
        let way = self.way(lang, width);
        let against = self.against(lang, width, REASONS_MAX);
        parts.push(signatures + &way + &against);
        parts.join("\n")
    }

    /// What else the firm holds and nothing is asked of: it goes along.
    fn besides(&self, rows: &[Row<'_>], lang: Lang, width: usize) -> Option<String> {
        let held = rows.iter().filter(|row| !row.figure.held.is_zero());
        let texts = held.map(|row| {
            let held = self
                .indicators
                .balance(&row.figure.indicator, row.figure.held);
            format!("{} {held}", row.name())
        });
        let texts: Vec<_> = texts.collect();
        let line = msg!("plan-besides", what = joined(&texts, lang));
        (!texts.is_empty()).then(|| fold(&line.in_lang(lang), width, 2))
    }

    /// The lots that would be drawn, indicator by indicator and the nearest first; where nothing would
    /// be reserved, those that are there.
    fn drawn(&self, lang: Lang, width: usize) -> Option<String> {
        let figures = || self.plan.figures.iter();
        let mut all = figures().flat_map(|figure| &figure.sources);
        let drawn = all.any(|source| !source.drawn.is_zero());
        let amount = |source: &PlanSource| if drawn { source.drawn } else { source.eligible };
        let mut lines = String::new();
        for figure in figures() {
            let sources = figure.sources.iter().map(|source| (source, amount(source)));
            let found: Vec<_> = sources.filter(|(_, amount)| !amount.is_zero()).collect();
            if found.is_empty() {
                continue;
            }
            let lots = self.lots(&figure.indicator, &found, lang);
            let line = format!("  {}  {lots}", name(figure));
            lines.push_str(&fold(&line, width, 4));
        }
        let title = if drawn {
            msg!("plan-title-sources")
        } else {
            msg!("plan-title-available")
        };
        (!lines.is_empty()).then(|| format!("{}\n{lines}", title.in_lang(lang)))
    }

    /// Lots with their amounts; how near they lie is said where it changes.
    fn lots(
        &self,
        indicator: &IndicatorCode,
        found: &[(&PlanSource, Balance)],
        lang: Lang,
    ) -> String {
        let (mut texts, mut near): (Vec<String>, Option<Near>) = (Vec::new(), None);
        for (source, amount) in found.iter().take(LOTS_MAX) {
            let lot = self.shorts.of(&source.lot);
            let amount = self.indicators.balance(indicator, *amount);
            let mut text = format!("{lot} {amount}");
            if near != Some(source.scope) {
                let scope = word(scope(source.scope)).in_lang(lang);
                text = msg!("plan-near", scope = scope, lot = text).in_lang(lang);
            }
            near = Some(source.scope);
            texts.push(text);
        }
        let more = found.len().saturating_sub(LOTS_MAX);
        if more > 0 {
            texts.push(msg!("plan-more-lots", count = more).in_lang(lang));
        }
        joined(&texts, lang)
    }

    /// Which caps are touched, and the least room of each row where the figures have no place for it.
    fn touched(&self, rows: &[Row<'_>], lang: Lang, width: usize) -> Option<String> {
        let mut regions: Vec<String> = Vec::new();
        for cap in &self.plan.caps {
            let region = cap.region.to_string();
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        let line = msg!(
            "plan-touched",
            count = self.plan.caps.len(),
            regions = joined(&regions, lang)
        );
        let mut text = line.in_lang(lang);
        if !self.rooms_in_figures(rows) {
            let least = rows.iter().filter_map(|row| {
                let room = self.least_room(row)?;
                Some(format!("{} {room}", row.name()))
            });
            let least: Vec<_> = least.collect();
            if !least.is_empty() {
                let rooms = joined(&least, lang);
                text.push_str(&msg!("plan-least-room", rooms = rooms).in_lang(lang));
            }
        }
        (!regions.is_empty()).then(|| fold(&text, width, 2))
    }

    /// Who signs what, party by party in the order of their first step.
    fn signatures(&self, lang: Lang, width: usize) -> Option<String> {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for step in &self.plan.steps {
            let what = step_name(step, lang);
            for who in self.signers(step, lang) {
                match groups.iter_mut().find(|(known, _)| *known == who) {
                    Some((_, steps)) => steps.push(what.clone()),
                    None => groups.push((who, vec![what.clone()])),
                }
            }
        }
        let mut text = format!("{}\n", msg!("plan-title-signatures").in_lang(lang));
        for (who, steps) in same_steps(groups) {
            let line = msg!(
                "plan-signs",
                who = joined(&who, lang),
                steps = joined(&steps, lang)
            );
            text.push_str(&fold(&format!("  {}", line.in_lang(lang)), width, 4));
        }
        text.push_str(&self.letters(lang, width));
        (!self.plan.steps.is_empty()).then_some(text)
    }

    /// Who signs a step, each with its name; a star stands at bodies without a key.
    fn signers(&self, step: &PlanStep, lang: Lang) -> Vec<String> {
        if step.parties.is_empty() {
            let whom = word(words::signatory(step.signatory));
            return vec![msg!("plan-not-known", whom = whom).in_lang(lang)];
        }
        let named = step.parties.iter().map(|party| {
            let star = if step.without_key.contains(party) {
                "*"
            } else {
                ""
            };
            format!("{}{star}", self.named(party, lang))
        });
        named.collect()
    }

    /// How the bodies with a star sign: by letters that others record, or not before they have a key.
    pub(super) fn letters(&self, lang: Lang, width: usize) -> String {
        let mut groups: Vec<(Option<&PartyId>, Vec<String>)> = Vec::new();
        for step in &self.plan.steps {
            let by = step.recorders.first();
            for party in step.without_key.iter().map(ToString::to_string) {
                match groups.iter_mut().find(|(known, _)| *known == by) {
                    Some((_, parties)) if parties.contains(&party) => {}
                    Some((_, parties)) => parties.push(party),
                    None => groups.push((by, vec![party])),
                }
            }
        }
        let (mut groups, without): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(by, _)| by.is_some());
        // Most often one body records nearly all of them: it is named once, as who records the rest.
        groups.sort_by_key(|(_, parties)| parties.len());
        let mut lines: Vec<Message> = Vec::new();
        if let Some((Some(most), _)) = groups.pop() {
            let few = groups.iter().filter_map(|(by, parties)| {
                let party = joined(parties, lang);
                by.map(|by| msg!("plan-recorded-by", party = party, recorder = by))
            });
            let few: Vec<_> = few.collect();
            lines.push(if few.is_empty() {
                msg!("plan-by-letter-all", recorder = most)
            } else {
                msg!("plan-by-letter-rest", few = Arg::List(few), recorder = most)
            });
        }
        lines.extend(
            without
                .iter()
                .map(|(_, parties)| msg!("plan-without-key", party = joined(parties, lang))),
        );
        let texts = lines
            .iter()
            .map(|line| fold(&format!("  {}", line.in_lang(lang)), width, 4));
        texts.collect()
    }

    fn named(&self, party: &PartyId, lang: Lang) -> String {
        let mut known = self.plan.parties.iter();
        match known.find(|known| known.party == *party) {
            Some(known) => format!("{} {party}", known.names.in_lang(lang)),
            None => party.to_string(),
        }
    }

    /// The least room that a cap leaves for what a row shows, with the cap's region.
    pub(super) fn least_room(&self, row: &Row<'_>) -> Option<String> {
        let touched = |cap: &&PlanCap| {
            cap.indicator == row.figure.indicator
                && (row.first..=row.last).contains(&cap.period)
                && cap.room.is_some()
        };
        let caps = self.plan.caps.iter().filter(touched);
        let tightest = caps.min_by_key(|cap| cap.room)?;
        let room = self.indicators.change(&tightest.indicator, tightest.room?);
        Some(format!("{room} {}", tightest.region))
    }
}

/// Parties that sign the same steps as one.
fn same_steps(groups: Vec<(String, Vec<String>)>) -> Vec<(Vec<String>, Vec<String>)> {
    let mut joint: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (who, steps) in groups {
        match joint.iter_mut().find(|(_, known)| *known == steps) {
            Some((parties, _)) => parties.push(who),
            None => joint.push((vec![who], steps)),
        }
    }
    joint
}
