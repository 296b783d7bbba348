//! Letters: recorded for others and never confirmed, one number for two things, one file under two
//! numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Subject, Suspicion, documents_of};
use crate::domain::entry::{Act, CaseAct};
use crate::domain::ids::PartyId;
use crate::domain::moment::Day;
use crate::domain::text::{Document, DocumentKind};
use crate::service::ServiceError;

/// Steps recorded from somebody's letter (凭文代录) longer ago than the terms allow, and not confirmed
/// by the issuer's own key since. One suspicion a case and issuer.
pub(super) fn not_confirmed(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let mut open: BTreeMap<(String, String), Vec<(u64, Day)>> = BTreeMap::new();
    for deed in subject.admitted() {
        let Act::CaseAct(act) = &deed.entry.act else {
            continue;
        };
        for issuer in act.issuers.iter().collect::<BTreeSet<_>>() {
            if !is_confirmed(subject, deed.index, act, issuer) {
                let key = (act.case.to_string(), issuer.to_string());
                let entries = open.entry(key).or_default();
                entries.push((deed.index, deed.admitted.day()));
            }
        }
    }
    let mut found = Vec::new();
    for ((case, issuer), entries) in open {
        let Some((_, first)) = entries.first().copied() else {
            continue;
        };
        let waited = subject.view.working_days_since(first)?;
        if waited <= subject.terms.confirm_days {
            continue;
        }
        let indices = entries.iter().map(|(index, _)| *index);
        found.push(
            Suspicion::new(Kind::NotConfirmed, indices)
                .with("case", &case)
                .with("issuer", issuer)
                .with("acts", entries.len())
                .with("days", waited)
                .with("allowed", subject.terms.confirm_days)
                .look_at(format!("case show {case}")),
        );
    }
    Ok(found)
}

/// Whether the issuer's own key signed a later entry about the same step of the same case.
fn is_confirmed(subject: &Subject<'_>, index: u64, act: &CaseAct, issuer: &PartyId) -> bool {
    for deed in subject.admitted().filter(|deed| deed.index > index) {
        if !deed.hands.iter().any(|hand| hand.party == *issuer) {
            continue;
        }
        let Ok(body) = deed.entry.act.body() else {
            continue;
        };
        if body["case"] == act.case.as_str() && body["step"] == act.step.as_str() {
            return true;
        }
    }
    false
}

/// Where a document was named: the entry, and what was said of it.
type Named<'a> = Vec<(u64, &'a Document)>;

/// One number under which two kinds, two dates or two files are on record.
pub(super) fn letter_twice(subject: &Subject<'_>) -> Vec<Suspicion> {
    let mut by_number: BTreeMap<String, Named<'_>> = BTreeMap::new();
    for (index, document) in all(subject) {
        let number = super::names::normal(&document.number.to_string());
        by_number.entry(number).or_default().push((index, document));
    }
    let mut found = Vec::new();
    for named in by_number.into_values() {
        let dates: BTreeSet<Day> = named.iter().map(|(_, d)| d.date).collect();
        let kinds: BTreeSet<DocumentKind> = named.iter().map(|(_, d)| d.kind).collect();
        let files: BTreeSet<_> = named
            .iter()
            .filter_map(|(_, d)| d.sha256.as_ref())
            .collect();
        if dates.len() < 2 && kinds.len() < 2 && files.len() < 2 {
            continue;
        }
        let mut told = Vec::new();
        for (_, document) in &named {
            let file = document
                .sha256
                .as_ref()
                .map(|hash| short(&hash.to_string()));
            let file = file.unwrap_or_else(|| "-".to_owned());
            let line = format!("{} {} {file}", document.date, kind_word(document.kind));
            if !told.contains(&line) {
                told.push(line);
            }
        }
        let number = &named[0].1.number;
        let first = told.len();
        found.push(
            Suspicion::new(Kind::LetterTwice, named.iter().map(|(index, _)| *index))
                .with("number", number)
                .with("count", first)
                .with("things", told.join("; "))
                .look_at(format!("find {number}")),
        );
    }
    found
}

/// One file that stands under different numbers.
pub(super) fn file_twice(subject: &Subject<'_>) -> Vec<Suspicion> {
    let mut by_file: BTreeMap<String, Named<'_>> = BTreeMap::new();
    for (index, document) in all(subject) {
        if let Some(hash) = &document.sha256 {
            let named = by_file.entry(hash.to_string()).or_default();
            named.push((index, document));
        }
    }
    let mut found = Vec::new();
    for (hash, named) in by_file {
        let mut numbers: Vec<String> = Vec::new();
        for (_, document) in &named {
            let number = document.number.to_string();
            let same =
                |other: &String| super::names::normal(other) == super::names::normal(&number);
            if !numbers.iter().any(same) {
                numbers.push(number);
            }
        }
        if numbers.len() > 1 {
            let first = numbers[0].clone();
            found.push(
                Suspicion::new(Kind::FileTwice, named.iter().map(|(index, _)| *index))
                    .with("file", short(&hash))
                    .with("numbers", numbers.join(", "))
                    .look_at(format!("find {first}")),
            );
        }
    }
    found
}

fn all<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (u64, &'a Document)> {
    subject.admitted().flat_map(|deed| {
        let documents = documents_of(&deed.entry.act).into_iter();
        documents.map(|document| (deed.index, document))
    })
}

/// Enough of a hash to tell it from others by eye.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

/// A kind as it is typed.
fn kind_word(kind: DocumentKind) -> String {
    let word = serde_json::to_value(kind).ok();
    let word = word.as_ref().and_then(serde_json::Value::as_str);
    word.unwrap_or_default().to_owned()
}
