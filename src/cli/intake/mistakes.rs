//! What is wrong with a filled form: every mistake at once, each with its place, what was found and
//! what would be right.

use serde_json::{Value, json};

use super::form::Part;
use crate::cli::output::{Head, Shown, Table, cell, fold};
use crate::cli::shown::or_dash;
use crate::cli::text::{Arg, Listed, Message, msg};
use crate::domain::refusal::Refusal;
use crate::domain::text::Lang;
use crate::service::query::Texts;
use crate::sheets::column_name;

/// Where something stands in a file, as far as it has a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The sheet's name; a CSV file has none.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: Option<u32>,
    /// The column, from 0.
    pub column: Option<u32>,
}

/// Why something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It cannot be read as what it should be.
    Form(Message),
    /// The rules would refuse it.
    Rules(Refusal),
}

/// Something wrong in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// Under which head.
    pub part: Option<&'static Part>,
    /// What stands there.
    pub found: String,
    /// Why it is wrong.
    pub reason: Reason,
}

/// Every mistake of a form.
#[derive(Debug, Default)]
pub struct Mistakes {
    file: String,
    found: Vec<Mistake>,
}

impl Mistakes {
    /// None yet, in a file of this name.
    pub fn of_file(file: String) -> Self {
        let found = Vec::new();
        Self { file, found }
    }

    /// Adds one.
    pub fn add(&mut self, mistake: Mistake) {
        self.found.push(mistake);
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether any of them cannot be read, and not only would be refused.
    pub fn any_of_form(&self) -> bool {
        self.found
            .iter()
            .any(|mistake| matches!(mistake.reason, Reason::Form(_)))
    }

    /// The file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// In the order in which one goes through the file.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.found.sort_by(|a, b| {
            let place = |m: &Mistake| (m.place.sheet.clone(), m.place.row, m.place.column);
            place(a).cmp(&place(b))
        });
        self
    }
}

impl Mistake {
    /// Where it is, in words.
    fn place(&self) -> Listed {
        let Place { sheet, row, column } = &self.place;
        let head = self.part.map(Part::head);
        let mut parts = Vec::new();
        parts.extend(
            sheet
                .as_ref()
                .map(|sheet| msg!("mistake-sheet", sheet = sheet)),
        );
        parts.extend(row.map(|row| msg!("mistake-row", row = row)));
        let column = column.map(column_name);
        parts.extend(match (column, head) {
            (Some(column), Some(head)) => {
                Some(msg!("mistake-column-head", column = column, head = head))
            }
            (Some(column), None) => Some(msg!("mistake-column", column = column)),
            (None, Some(head)) => Some(msg!("mistake-head", head = head)),
            (None, None) => None,
        });
        if parts.is_empty() {
            parts.push(msg!("mistake-file"));
        }
        Listed(parts)
    }

    fn reason(&self) -> Arg {
        match &self.reason {
            Reason::Form(message) => Arg::Message(message.clone()),
            Reason::Rules(refusal) => Arg::Refusal(Box::new(refusal.clone())),
        }
    }

    /// What would be right, where more can be said than the reason does.
    fn right(&self, lang: Lang) -> Option<String> {
        match &self.reason {
            Reason::Form(_) => self.part.map(|part| part.right().in_lang(lang)),
            Reason::Rules(refusal) => Some(refusal.cure(lang)),
        }
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let line = msg!("mistake-line", place = self.place(), reason = self.reason());
        let mut text = fold(&line.in_lang(lang), width, 2);
        if let Some(right) = self.right(lang) {
            let right = msg!("mistake-right", right = right);
            text.push_str(&format!("{}\n", right.in_lang(lang)));
        }
        text
    }

    fn json(&self) -> Value {
        let Place { sheet, row, column } = &self.place;
        let right = self.right(Lang::En).is_some();
        json!({
            "sheet": sheet,
            "row": row,
            "column": column.map(column_name),
            "part": self.part.map(|part| part.key),
            "found": self.found,
            "reason": Texts::of(|lang| self.reason().in_lang(lang)),
            "right": right.then(|| Texts::of(|lang| self.right(lang).unwrap_or_default())),
            "code": match &self.reason {
                Reason::Form(_) => None,
                Reason::Rules(refusal) => Some(refusal.code.name()),
            },
        })
    }
}

impl Shown for Mistakes {
    fn json(&self) -> Value {
        let mistakes: Vec<_> = self.found.iter().map(Mistake::json).collect();
        json!({ "file": self.file, "mistakes": mistakes })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-form-sheet")),
            Head::text(msg!("label-form-row")),
            Head::text(msg!("label-form-column")),
            Head::text(msg!("label-form-found")),
            Head::text(msg!("label-form-reason")),
            Head::text(msg!("label-form-right")),
        ]);
        for mistake in &self.found {
            let Place { sheet, row, column } = &mistake.place;
            table.row(vec![
                or_dash(sheet.as_ref()),
                or_dash(*row),
                or_dash(column.map(column_name)),
                cell(&mistake.found),
                mistake.reason(),
                or_dash(mistake.right(lang)),
            ]);
        }
        vec![table]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let texts: Vec<_> = self
            .found
            .iter()
            .map(|mistake| mistake.text(lang, width))
            .collect();
        texts.concat()
    }
}
