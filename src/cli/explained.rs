//! An explanation as text, in the user's language.

use unicode_width::UnicodeWidthStr as _;

use super::output::{Head, Table};
use super::text::{Arg, Message};
use crate::domain::text::Lang;
use crate::explain::{Part, Value};

/// Widest label that values line up behind.
const LABEL_COLUMNS_MAX: usize = 24;

/// Parts as text: labelled values that line up, and tables, at most `width` columns wide.
pub fn text(parts: &[Part], lang: Lang, width: usize) -> String {
    let label_width = parts.iter().filter_map(|part| match part {
        Part::Field { label, .. } => Some(word(label, lang).width()),
        Part::Rows { .. } => None,
    });
    let label_width = label_width.max().unwrap_or(0).min(LABEL_COLUMNS_MAX);
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Field { label, value } => {
                let label = word(label, lang);
                let gap = label_width.saturating_sub(label.width()) + 2;
                let indent = label_width + 2;
                let folded = folded(&value_text(value, lang), width.saturating_sub(indent));
                out.push_str(&label);
                out.push_str(&" ".repeat(gap));
                out.push_str(&folded.join(&format!("\n{}", " ".repeat(indent))));
                out.push('\n');
            }
            Part::Rows { label, heads, rows } => {
                out.push_str(&word(label, lang));
                out.push('\n');
                out.push_str(&indented(
                    &table(heads, rows, lang).to_text(lang, width - 2),
                ));
            }
        }
    }
    out
}

fn table(heads: &[&'static str], rows: &[Vec<Value>], lang: Lang) -> Table {
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
                .map(|value| Arg::Text(value_text(value, lang)))
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
pub fn value_text(value: &Value, lang: Lang) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(id) => word(id, lang),
        Value::Names(names) => format!("{} / {}", names.zh, names.en),
        Value::List(values) => {
            let texts: Vec<_> = values.iter().map(|value| value_text(value, lang)).collect();
            let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
            texts.join("  ")
        }
        Value::Nothing => word("term-nothing", lang),
    }
}

/// Text in lines of at most `width` columns; broken at spaces, and inside what is longer.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let line = lines.len() - 1;
        if lines[line].width() + word.trim_end().width() <= width {
            lines[line].push_str(word);
            continue;
        }
        if !lines[line].is_empty() {
            lines.push(String::new());
        }
        for c in word.chars() {
            let line = lines.len() - 1;
            let mut buffer = [0; 4];
            if lines[line].width() + c.encode_utf8(&mut buffer).width() > width {
                lines.push(String::new());
            }
            let line = lines.len() - 1;
            lines[line].push(c);
        }
    }
    lines
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_folded_and_lose_nothing() {
        let text = format!(
            "ed25519:{} 乌鲁木齐市生态环境局",
            "0123456789abcdef".repeat(8)
        );
        let lines = folded(&text, 40);
        assert!(lines.iter().all(|line| line.width() <= 40), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}
