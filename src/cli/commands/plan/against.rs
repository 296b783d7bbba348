//! What stands against a plan: what would be refused, and what is to be recorded on the way.

use super::shown::{Sheet, step_name};
use crate::cli::output::fold;
use crate::cli::shown::word;
use crate::cli::text::{joined, msg};
use crate::domain::refusal::Code;
use crate::domain::text::Lang;
use crate::service::query::{PlanRefusal, RefusalView};

/// What is to be recorded on the way, in a word each.
const WAY: [(Code, &str); 6] = [
    (Code::BaseUndecided, "term-way-base"),
    (Code::PermitNotInForce, "term-way-permit-in-force"),
    (Code::PermitNotEnded, "term-way-permit-ended"),
    (Code::PermitMissing, "term-way-permit-new"),
    (Code::SourceNotAchieved, "term-way-achieved"),
    (Code::SourceOutOfScope, "term-way-shortage"),
];

impl Sheet<'_> {
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

    /// What would be refused today, at most `max` reasons: where there are more, one of each kind.
    pub(super) fn against(&self, lang: Lang, width: usize, max: usize) -> String {
        let all = &self.plan.refused;
        if all.is_empty() {
            return fold(&msg!("plan-nothing-refused").in_lang(lang), width, 2);
        }
        let rows = if all.len() <= max {
            all.iter().map(|row| (row, 0)).collect()
        } else {
            one_of_each(all)
        };
        let mut text = fold(&msg!("plan-title-refused").in_lang(lang), width, 2);
        for (row, more) in rows.iter().take(max) {
            let mut line = format!("  {}", self.one_against(row, lang));
            if *more > 0 {
                line.push_str(&msg!("plan-and-more", count = more).in_lang(lang));
            }
            text.push_str(&fold(&line, width, 4));
        }
        let left = rows.len().saturating_sub(max);
        if left > 0 {
            let line = msg!("plan-and-others", count = left).in_lang(lang);
            text.push_str(&fold(&format!("  {line}"), width, 4));
        }
        text
    }

    /// What is to be recorded on the way, in a few words.
    pub(super) fn way(&self, lang: Lang, width: usize) -> String {
        let mut words: Vec<String> = Vec::new();
        for row in &self.plan.on_the_way {
            let number = row.refusal.number;
            let known = WAY.iter().find(|(code, _)| code.number() == number);
            let said = match known {
                Some((_, id)) => word(id).in_lang(lang),
                None => self.one_against(row, lang),
            };
            if !words.contains(&said) {
                words.push(said);
            }
        }
        if words.is_empty() {
            return String::new();
        }
        let line = msg!("plan-way", what = joined(&words, lang));
        fold(&line.in_lang(lang), width, 2)
    }

    /// The same, each as the rules would refuse it.
    pub(super) fn each_on_the_way(&self, lang: Lang, width: usize) -> String {
        let title = fold(&msg!("plan-title-way").in_lang(lang), width, 2);
        let rows = self.plan.on_the_way.iter();
        let lines = rows.map(|row| fold(&format!("  {}", self.one_against(row, lang)), width, 4));
        let lines: String = lines.collect();
        if lines.is_empty() {
            lines
        } else {
            title + &lines
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::cases::trial::ON_THE_WAY;

    #[test]
    fn all_that_is_recorded_on_the_way_is_said_in_a_word() {
        assert_eq!(WAY.map(|(code, _)| code), ON_THE_WAY);
    }
}
