//! From a book to the fields and rows of a form.
//!
//! A sheet of a form is a block of fields, each a label with its value to the right, and under it a
//! table whose heading is the first row with two known heads in it. Heads are known in both
//! languages and by their technical name; a star or a unit in parentheses behind one does not matter:
//!
//! ```text
//! 核定单位区域 *   650109
//! 文号 *           期初清单1号
//!
//! 账户 *                        指标 *   数量（吨/年）*
//! 650109/91650109MA77AB0192     SO2      198.350
//! ```

use std::collections::BTreeMap;

use super::cells::text_of;
use super::form::{Form, Part};
use super::mistakes::{Mistake, Mistakes, Place, Reason};
use crate::cli::text::{Listed, Message, msg};
use crate::cli::values::BadValue;
use crate::domain::text::Lang;
use crate::sheets::{Book, Cell, Row, Sheet};

/// The fewest known heads that make a row a heading.
const HEADS_MIN: usize = 2;

/// What a form says.
#[derive(Debug)]
pub struct Filled {
    /// The fields above the table.
    pub fields: Record,
    /// The rows of the table.
    pub rows: Vec<Record>,
}

/// The fields of a form, or one row of its table.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where it stands.
    pub place: Place,
    parts: &'static [Part],
    /// What stands in it, by the part's key, with its place.
    cells: BTreeMap<&'static str, (Place, Cell)>,
    /// The column of each part, where the table has it.
    columns: BTreeMap<&'static str, u32>,
}

/// Reads a form out of a book; what is wrong with it goes to `mistakes`.
pub fn read(form: &'static Form, book: &Book, mistakes: &mut Mistakes) -> Filled {
    let mut filled = Filled {
        fields: Record::empty(form.fields),
        rows: Vec::new(),
    };
    for sheet in book.sheets.iter().filter(|sheet| !is_explanation(sheet)) {
        read_sheet(form, sheet, &mut filled, mistakes);
    }
    if filled.rows.is_empty() && mistakes.len() == 0 {
        mistakes.of_form(Place::default(), None, "", msg!("table-empty"));
    }
    filled
}

/// How many of a form's fields a book has; tells forms with the same table apart.
pub fn fields_known(form: &'static Form, book: &Book) -> usize {
    let sheets = book.sheets.iter().filter(|sheet| !is_explanation(sheet));
    let rows = sheets.flat_map(|sheet| &sheet.rows);
    let labels = rows.filter_map(|row| {
        Some(part_of(
            form.fields,
            &row.cells.values().next()?.value.told(),
        ))
    });
    labels.flatten().count()
}

fn is_explanation(sheet: &Sheet) -> bool {
    let name = msg!("label-form-explanations");
    let names = [Lang::Zh, Lang::En].map(|lang| name.in_lang(lang));
    sheet.rows.is_empty() || sheet.name.as_ref().is_some_and(|name| names.contains(name))
}

fn read_sheet(form: &'static Form, sheet: &Sheet, filled: &mut Filled, mistakes: &mut Mistakes) {
    let place = |row: &Row, column| Place {
        sheet: sheet.name.clone(),
        row: Some(row.number),
        column,
    };
    let heading = sheet.rows.iter().position(|row| {
        let known = row
            .cells
            .values()
            .filter(|cell| part_of(form.columns, &cell.value.told()).is_some());
        known.count() >= HEADS_MIN
    });
    let Some(heading) = heading else {
        let at = Place {
            sheet: sheet.name.clone(),
            ..Place::default()
        };
        let needed = form.columns.iter().filter(|part| part.needed);
        let heads = Listed(needed.map(Part::head).collect());
        mistakes.of_form(at, None, "", msg!("table-no-heading", heads = heads));
        return;
    };
    for row in &sheet.rows[..heading] {
        take_field(form, row, &place, filled, mistakes);
    }
    let columns = columns_of(form, &sheet.rows[heading], &place, mistakes);
    for column in columns
        .keys()
        .filter(|column| sheet.hidden_columns.contains(column))
    {
        let at = place(&sheet.rows[heading], Some(*column));
        mistakes.of_form(at, columns[column], "", msg!("table-column-hidden"));
    }
    for row in &sheet.rows[heading + 1..] {
        let record = take_row(form, row, &columns, &place, mistakes);
        // A row that is numbered and otherwise empty.
        if record.told().next().is_none() {
            continue;
        }
        if let Some(twin) = filled
            .rows
            .iter()
            .find(|other| other.says_the_same(&record))
        {
            let same = twin.place.row.unwrap_or_default();
            mistakes.of_form(
                place(row, None),
                None,
                "",
                msg!("table-row-twice", row = same),
            );
        }
        filled.rows.push(record);
    }
}

/// A label and, in the next cell, its value.
fn take_field(
    form: &'static Form,
    row: &Row,
    place: &impl Fn(&Row, Option<u32>) -> Place,
    filled: &mut Filled,
    mistakes: &mut Mistakes,
) {
    let Some((column, label)) = row.cells.iter().next() else {
        return;
    };
    let Some(part) = part_of(form.fields, &label.value.told()) else {
        return;
    };
    let (at, value) = (place(row, Some(column + 1)), row.cell(column + 1));
    if value.is_empty() {
        filled
            .fields
            .cells
            .entry(part.key)
            .or_insert_with(|| (at, Cell::default()));
        return;
    }
    if row.hidden {
        mistakes.of_form(place(row, None), Some(part), "", msg!("table-row-hidden"));
    }
    match filled.fields.cells.get(part.key) {
        Some((_, before)) if !before.is_empty() && before.value != value.value => {
            let found = value.value.told();
            let message = msg!("field-twice", found = found, before = before.value.told());
            mistakes.of_form(at, Some(part), &found, message);
        }
        Some(_) | None => {
            filled.fields.cells.insert(part.key, (at, value.clone()));
        }
    }
}

/// What each column is; nothing for one whose head is not known, which has been told.
type Columns = BTreeMap<u32, Option<&'static Part>>;

fn columns_of(
    form: &'static Form,
    heading: &Row,
    place: &impl Fn(&Row, Option<u32>) -> Place,
    mistakes: &mut Mistakes,
) -> Columns {
    let mut columns = Columns::new();
    for (column, cell) in &heading.cells {
        let found = cell.value.told();
        let part = part_of(form.columns, &found);
        let known = || Listed(form.columns.iter().map(Part::head).collect());
        let told = match part {
            None if is_ignored(&found) => None,
            None => Some(msg!(
                "table-column-unknown",
                column = found,
                known = known()
            )),
            Some(part) if columns.values().any(|known| *known == Some(part)) => {
                Some(msg!("table-column-twice", column = found))
            }
            Some(_) => None,
        };
        let is_told = told.is_some();
        if let Some(message) = told {
            mistakes.of_form(place(heading, Some(*column)), None, &found, message);
        }
        columns.insert(*column, part.filter(|_| !is_told));
    }
    for part in form.columns.iter().filter(|part| part.needed) {
        if !columns.values().any(|known| *known == Some(part)) {
            let message = msg!("table-column-missing", column = part.head());
            mistakes.of_form(place(heading, None), Some(part), "", message);
        }
    }
    columns
}

fn take_row(
    form: &'static Form,
    row: &Row,
    columns: &Columns,
    place: &impl Fn(&Row, Option<u32>) -> Place,
    mistakes: &mut Mistakes,
) -> Record {
    let mut record = Record::empty(form.columns);
    record.place = place(row, None);
    for (column, part) in columns {
        record.columns.extend(part.map(|part| (part.key, *column)));
    }
    if row.hidden {
        mistakes.of_form(place(row, None), None, "", msg!("table-row-hidden"));
    }
    for (column, cell) in &row.cells {
        let at = place(row, Some(*column));
        match columns.get(column) {
            Some(Some(part)) => {
                record.cells.insert(part.key, (at, cell.clone()));
            }
            Some(None) => {}
            None => {
                let found = cell.value.told();
                let message = msg!("table-cell-headless", found = found);
                mistakes.of_form(at, None, &found, message);
            }
        }
    }
    record
}

/// The part that a head names.
fn part_of(parts: &'static [Part], head: &str) -> Option<&'static Part> {
    let head = bare(head);
    parts.iter().find(|part| {
        let names = [Lang::Zh, Lang::En].map(|lang| bare(&part.head().in_lang(lang)));
        part.key == head || names.contains(&head)
    })
}

/// Whether a column is one that people add for themselves, which no act has a place for.
fn is_ignored(head: &str) -> bool {
    let head = bare(head);
    [msg!("label-form-number"), msg!("label-form-remark")]
        .iter()
        .flat_map(|own| [Lang::Zh, Lang::En].map(|lang| bare(&own.in_lang(lang))))
        .any(|own| own == head)
}

/// A head without stars, colons, and what stands in parentheses behind it.
fn bare(head: &str) -> String {
    let head = head.split(['(', '（', '\n']).next().unwrap_or_default();
    head.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | ':' | '：' | '＊'))
        .to_lowercase()
}

impl Record {
    fn empty(parts: &'static [Part]) -> Self {
        Self {
            place: Place::default(),
            parts,
            cells: BTreeMap::new(),
            columns: BTreeMap::new(),
        }
    }

    fn part(&self, key: &str) -> Option<&'static Part> {
        self.parts.iter().find(|part| part.key == key)
    }

    /// Where a part stands, as far as the form has a place for it.
    pub fn place_of(&self, key: &str) -> Place {
        match (self.cells.get(key), self.columns.get(key)) {
            (Some((place, _)), _) => place.clone(),
            (None, Some(column)) => Place {
                column: Some(*column),
                ..self.place.clone()
            },
            (None, None) => self.place.clone(),
        }
    }

    /// A part that may be empty. What cannot be read is told and gives nothing.
    pub fn optional<T>(
        &self,
        key: &str,
        read: impl Fn(&str) -> Result<T, BadValue>,
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        let part = self.part(key)?;
        let (place, cell) = self.cells.get(key)?;
        let text = text_of(cell, part.takes);
        match text.and_then(|text| text.map(|text| read(&text)).transpose()) {
            Ok(value) => value,
            Err(BadValue(reason)) => {
                mistakes.of_form(place.clone(), Some(part), &cell.value.told(), reason);
                None
            }
        }
    }

    /// A part that must be filled in. What is missing or cannot be read is told and gives nothing.
    pub fn needed<T>(
        &self,
        key: &str,
        read: impl Fn(&str) -> Result<T, BadValue>,
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        if self.cells.get(key).is_none_or(|(_, cell)| cell.is_empty()) {
            let is_column_missing = self.place.row.is_some() && !self.columns.contains_key(key);
            // A column that is not there has been told once, and not for every row.
            if !is_column_missing {
                mistakes.of_form(self.place_of(key), self.part(key), "", msg!("cell-missing"));
            }
            return None;
        }
        self.optional(key, read, mistakes)
    }

    /// Adds a mistake in a part of it.
    pub fn wrong(&self, key: &str, reason: Message, mistakes: &mut Mistakes) {
        let found = self.cells.get(key).map(|(_, cell)| cell.value.told());
        let found = found.unwrap_or_default();
        mistakes.of_form(self.place_of(key), self.part(key), &found, reason);
    }

    /// What stands in it, each with its part and place.
    pub fn told(&self) -> impl Iterator<Item = (&'static Part, &Place, String)> {
        let parts = self.parts.iter();
        parts.filter_map(|part| {
            let (place, cell) = self.cells.get(part.key)?;
            (!cell.is_empty()).then(|| (part, place, cell.value.told()))
        })
    }

    fn says_the_same(&self, other: &Record) -> bool {
        let cells = |record: &Record| -> Vec<(&'static str, String)> {
            record
                .told()
                .map(|(part, _, told)| (part.key, told))
                .collect()
        };
        cells(self) == cells(other)
    }
}

impl Mistakes {
    /// Adds a mistake of form.
    pub fn of_form(
        &mut self,
        place: Place,
        part: Option<&'static Part>,
        found: &str,
        reason: Message,
    ) {
        let (found, reason) = (found.to_owned(), Reason::Form(reason));
        self.add(Mistake {
            place,
            part,
            found,
            reason,
        });
    }
}
