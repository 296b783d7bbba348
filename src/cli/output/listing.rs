//! Lists: many of a kind.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Shown, Table};
use crate::cli::error::Failure;
use crate::cli::text::msg;
use crate::domain::text::Lang;

/// Many of a kind: an array under a name, and a table with a row for each.
pub struct Listing {
    name: &'static str,
    items: Vec<Value>,
    table: Table,
}

impl Listing {
    /// `items` under `name`; `row` gives the table's row of each.
    pub fn new<T: Serialize>(
        name: &'static str,
        items: &[T],
        mut table: Table,
        mut row: impl FnMut(&T) -> Vec<crate::cli::text::Arg>,
    ) -> Result<Self, Failure> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            table.row(row(item));
            let value = serde_json::to_value(item)
                .map_err(|error| Failure::storage(msg!("error-json", reason = error)))?;
            values.push(value);
        }
        Ok(Self {
            name,
            items: values,
            table: table.or_empty(msg!("list-empty")),
        })
    }
}

impl Shown for Listing {
    fn json(&self) -> Value {
        json!({ self.name: self.items })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        vec![self.table.clone()]
    }
}
