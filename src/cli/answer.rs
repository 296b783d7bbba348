//! Answers of the ledger, for people and for programs.

use serde_json::{Value, json};

use super::output::{Head, Table, cell, refusal_text};
use super::service_error::submission;
use super::shown::or_dash;
use super::text::{Message, msg};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Assigned;
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::Answer;
use crate::service::query::{RefusalView, Texts};

/// An answer as programs read it; `schemas/output/answer.json` describes it.
pub fn json(answer: &Answer) -> Value {
    match answer {
        Answer::Admitted {
            index,
            entry_hash,
            admitted,
            kind,
            assigned,
        } => json!({
            "answer": "admitted",
            "index": index,
            "entry_hash": entry_hash,
            "admitted": admitted,
            "kind": kind,
            "assigned": assigned.iter().map(assigned_json).collect::<Vec<_>>(),
        }),
        Answer::Refused { refusal, index } => json!({
            "answer": "refused",
            "index": index,
            "refusal": RefusalView::from(refusal),
        }),
        Answer::Repeated { index, entry_hash } => json!({
            "answer": "repeated",
            "index": index,
            "entry_hash": entry_hash,
        }),
        Answer::RefusedBefore { index, refusal } => json!({
            "answer": "refused_before",
            "index": index,
            "refusal": RefusalView::from(refusal),
        }),
        Answer::Invalid(error) => json!({
            "answer": "invalid",
            "reason": Texts::of(|lang| submission(error).in_lang(lang)),
        }),
    }
}

/// A number that was given, as programs read it.
pub fn assigned_json(assigned: &Assigned) -> Value {
    json!({ "what": assigned.what, "number": assigned.number })
}

/// An answer as people read it.
pub fn text(answer: &Answer, lang: Lang) -> String {
    match answer {
        Answer::Admitted {
            index,
            admitted,
            assigned,
            ..
        } => {
            let mut text = line(&msg!("answer-admitted", index = index, at = admitted), lang);
            for Assigned { what, number } in assigned {
                let what = Message::new(assigned_word(what), Vec::new());
                text.push_str(&line(
                    &msg!("answer-assigned", what = what, number = number),
                    lang,
                ));
            }
            text
        }
        Answer::Refused {
            refusal,
            index: Some(index),
        } => refused(refusal, &msg!("answer-on-record", index = index), lang),
        Answer::Refused {
            refusal,
            index: None,
        } => refused(refusal, &msg!("answer-not-on-record"), lang),
        Answer::Repeated { index, .. } => line(&msg!("answer-repeated", index = index), lang),
        Answer::RefusedBefore { index, refusal } => {
            refused(refusal, &msg!("answer-refused-before", index = index), lang)
        }
        Answer::Invalid(error) => line(&msg!("answer-invalid", reason = submission(error)), lang),
    }
}

/// Answers as a table, for spreadsheets.
pub fn table(answers: &[Answer]) -> Table {
    let mut table = Table::new(vec![
        Head::text(msg!("label-answer")),
        Head::text(msg!("label-index")),
        Head::text(msg!("label-numbers-given")),
        Head::text(msg!("label-refusal")),
    ]);
    for answer in answers {
        let word = match answer {
            Answer::Admitted { .. } => msg!("term-admitted"),
            Answer::Refused { .. } => msg!("term-refused"),
            Answer::Repeated { .. } => msg!("term-repeated"),
            Answer::RefusedBefore { .. } => msg!("term-refused-before"),
            Answer::Invalid(_) => msg!("term-invalid"),
        };
        let numbers = match answer {
            Answer::Admitted { assigned, .. } => assigned
                .iter()
                .map(|a| a.number.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            Answer::Refused { .. }
            | Answer::Repeated { .. }
            | Answer::RefusedBefore { .. }
            | Answer::Invalid(_) => String::new(),
        };
        let refusal = answer.refusal().map(|refusal| refusal.code.name());
        table.row(vec![
            cell(&word),
            or_dash(answer.index()),
            cell(&numbers),
            or_dash(refusal),
        ]);
    }
    table
}

fn refused(refusal: &Refusal, record: &Message, lang: Lang) -> String {
    format!("{}{}", refusal_text(refusal, lang), line(record, lang))
}

fn line(message: &Message, lang: Lang) -> String {
    format!("{}\n", message.in_lang(lang))
}

/// The word for something that was given a number.
fn assigned_word(what: &str) -> &'static str {
    match what {
        "lot" => "label-lot",
        "case" => "label-case",
        "project" => "label-project",
        "reduction" => "label-reduction",
        "hold" => "label-hold",
        "finding" => "label-finding",
        _ => "label-number",
    }
}

/// A seat in words.
pub fn seat(seat: crate::domain::party::Seat) -> Message {
    Message::new(words::seat(seat), Vec::new())
}
