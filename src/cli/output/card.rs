//! One thing, said field by field.

use serde_json::Value;

use super::pairs::{pair, value_column};
use super::table::cell;
use super::{Head, Shown, Table};
use crate::cli::text::{Arg, IntoArg, Message, msg};
use crate::domain::text::Lang;

/// One thing: labelled values, and its JSON.
pub struct Card {
    json: Value,
    rows: Vec<(Message, Arg)>,
}

impl Card {
    /// Nothing said yet; `json` is an object that says it all.
    pub fn new(json: Value) -> Self {
        Self {
            json,
            rows: Vec::new(),
        }
    }

    /// Adds a labelled value.
    pub fn row(&mut self, label: Message, value: &(impl IntoArg + ?Sized)) {
        self.rows.push((label, cell(value)));
    }
}

impl Shown for Card {
    fn json(&self) -> Value {
        self.json.clone()
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let heads = vec![
            Head::text(msg!("label-what")),
            Head::text(msg!("label-value")),
        ];
        let mut table = Table::new(heads);
        for (label, value) in &self.rows {
            table.row(vec![cell(label), value.clone()]);
        }
        vec![table]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let texts: Vec<_> = self
            .rows
            .iter()
            .map(|(label, value)| (label.in_lang(lang), value.in_lang(lang)))
            .collect();
        let column = value_column(texts.iter().map(|(label, _)| label.as_str()));
        texts
            .iter()
            .map(|(label, value)| pair(label, value, column, width))
            .collect()
    }
}
