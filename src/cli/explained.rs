//! An explanation as text, in the user's language.

use super::output::{Head, Table, pair, value_column};
use super::shown::Indicators;
use super::text::{Arg, Message};
use crate::domain::text::Lang;
use crate::explain::{Part, Value};

/// Parts as text: labelled values that line up, and tables, at most `width` columns wide. Quantities
/// have the decimals of their indicators where those are known, which they are beside a ledger.
pub fn text(parts: &[Part], known: &Indicators, lang: Lang, width: usize) -> String {
    let labels: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Field { label, .. } => Some(word(label, lang)),
            Part::Rows { .. } => None,
        })
        .collect();
    let column = value_column(labels.iter().map(String::as_str));
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Field { label, value } => {
                out.push_str(&pair(
                    &word(label, lang),
                    &value_text(value, known, lang),
                    column,
                    width,
                ));
            }
            Part::Rows { label, heads, rows } => {
                out.push_str(&word(label, lang));
                out.push('\n');
                out.push_str(&indented(
                    &table(heads, rows, known, lang).to_text(lang, width - 2),
                ));
            }
        }
    }
    out
}

fn table(heads: &[&'static str], rows: &[Vec<Value>], known: &Indicators, lang: Lang) -> Table {
    let heads = heads.iter().map(|id| {
        let text = Message::new(*id, Vec::new());
        match *id {
            "label-amount" | "label-available" | "label-reserved" => Head::figures(text),
            _ => Head::text(text),
        }
    });
    let mut table = Table::new(heads.collect());
    for row in rows {
        table.row(
            row.iter()
                .map(|value| Arg::Text(value_text(value, known, lang)))
                .collect(),
        );
    }
    table
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

fn word(id: &'static str, lang: Lang) -> String {
    Message::new(id, Vec::new()).in_lang(lang)
}

/// A value in a language.
fn value_text(value: &Value, known: &Indicators, lang: Lang) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(id) => word(id, lang),
        Value::Quantity { indicator, amount } => known.balance(indicator, *amount),
        Value::Move { from, to } => {
            let (from, to) = (value_text(from, known, lang), value_text(to, known, lang));
            format!("{from}\n-> {to}")
        }
        Value::Names(names) => format!("{} / {}", names.zh, names.en),
        Value::List(values) => {
            let texts = values.iter().map(|value| value_text(value, known, lang));
            texts
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("  ")
        }
        Value::Nothing => word("term-nothing", lang),
    }
}
