//! Spreadsheets: what people fill in, as rows of cells, whatever program saved it; and forms written
//! for them.
//!
//! [`read`] takes the bytes of an XLSX workbook or of a CSV file and gives a [`Book`]; what it is shows
//! from the bytes, not from a name. A cell keeps how it looked on the screen: a number whose exact value
//! differs from what the cell shows says so ([`Number`]), a formula, a merged or a hidden cell is
//! marked. Nothing is decided here about what may be recorded.
//!
//! ```
//! use qledger::sheets::{Value, read};
//!
//! let book = read("账户;数量\n650100/RESERVE;1,5\n".as_bytes()).unwrap();
//! let row = &book.sheets[0].rows[1];
//! assert_eq!((row.number, &row.cell(1).value), (2, &Value::Text("1,5".to_owned())));
//! ```
//!
//! Whoever sends a file is not trusted: [`FILE_BYTES_MAX`], [`UNPACKED_BYTES_MAX`], [`ROWS_MAX`] and
//! [`COLUMNS_MAX`] bound what a file can make the reader do, an archive that unpacks to more than it
//! says included.

mod archive;
mod csv;
mod hidden;
mod number;
mod print;
mod write;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};

pub use number::{Number, Showing};
pub use print::{Face, Line, Printed, Span, printed};
pub use write::{Drawn, List, Look, Page, csv_of, xlsx_of};

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 8 << 20;
/// The most that a workbook may unpack to, in bytes, all of its parts together.
pub const UNPACKED_BYTES_MAX: u64 = 64 << 20;
/// The last row that may hold anything.
pub const ROWS_MAX: u32 = 10_000;
/// The last column that may hold anything.
pub const COLUMNS_MAX: u32 = 200;
/// The most merged ranges of a sheet.
pub const MERGED_MAX: usize = 1_000;
/// The most sheets of a workbook.
pub const SHEETS_MAX: usize = 50;

/// A file of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The sheets, in their order, those that are hidden left out.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; a CSV file has none.
    pub name: Option<String>,
    /// The rows with anything in them, from top to bottom.
    pub rows: Vec<Row>,
    /// Columns that are hidden, counted from 0.
    pub hidden_columns: BTreeSet<u32>,
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as spreadsheets show it, from 1.
    pub number: u32,
    /// Whether it is hidden or filtered out.
    pub hidden: bool,
    /// Its cells with anything in them, by column from 0.
    pub cells: BTreeMap<u32, Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// Whether a formula stands behind it.
    pub formula: bool,
    /// Whether it is part of a merged range.
    pub merged: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// A text, spaces at its ends cut off.
    Text(String),
    /// A number.
    Number(Number),
    /// A date without a time of day, as `YYYY-MM-DD`.
    Day(String),
    /// A date with a time of day, a duration.
    Time(String),
    /// True or false.
    Truth(bool),
    /// An error of a formula, such as `#REF!`.
    Error(String),
}

/// Why a file is no book that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes than [`FILE_BYTES_MAX`].
    #[error("{bytes} bytes, more than {FILE_BYTES_MAX}")]
    FileTooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// It unpacks to more than [`UNPACKED_BYTES_MAX`].
    #[error("it unpacks to more than {UNPACKED_BYTES_MAX} bytes")]
    UnpacksTooLarge,
    /// Something stands below row [`ROWS_MAX`].
    #[error("something stands below row {ROWS_MAX}")]
    TooManyRows {
        /// The sheet, where it has a name.
        sheet: Option<String>,
    },
    /// Something stands to the right of column [`COLUMNS_MAX`].
    #[error("something stands to the right of column {COLUMNS_MAX}")]
    TooManyColumns {
        /// The sheet, where it has a name.
        sheet: Option<String>,
    },
    /// More sheets than [`SHEETS_MAX`].
    #[error("more than {SHEETS_MAX} sheets")]
    TooManySheets,
    /// More merged ranges on a sheet than [`MERGED_MAX`].
    #[error("more than {MERGED_MAX} merged ranges")]
    TooManyMerged {
        /// The sheet, where it has a name.
        sheet: Option<String>,
    },
    /// It is protected by a password.
    #[error("it is protected by a password")]
    Password,
    /// A workbook of Excel 97 (`.xls`), or another document of that time.
    #[error("it is a workbook in the old .xls form")]
    OldForm,
    /// An archive that is no XLSX workbook (`.ods`, `.xlsb`, `.docx` …).
    #[error("it is an archive, but no .xlsx workbook")]
    NotXlsx,
    /// Bytes that are neither a workbook nor text.
    #[error("it is neither a workbook nor text")]
    NotText,
    /// A quotation mark that is never closed.
    #[error("the quotation mark that begins in row {row} is never closed")]
    QuoteOpen {
        /// The row, from 1.
        row: u32,
    },
    /// A workbook that cannot be read whole.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
}

/// Reads a workbook or a CSV file.
pub fn read(bytes: &[u8]) -> Result<Book, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Fault::FileTooLarge { bytes: bytes.len() });
    }
    match archive::form_of(bytes) {
        archive::Form::Zip => xlsx::read(bytes),
        archive::Form::Protected => Err(Fault::Password),
        archive::Form::Compound => Err(Fault::OldForm),
        archive::Form::Other => {
            let sheet = csv::read(bytes)?;
            Ok(Book {
                sheets: vec![sheet],
            })
        }
    }
}

static EMPTY: Cell = Cell {
    value: Value::Empty,
    formula: false,
    merged: false,
};

impl Row {
    /// The cell of a column, counted from 0.
    pub fn cell(&self, column: u32) -> &Cell {
        self.cells.get(&column).unwrap_or(&EMPTY)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.values().all(Cell::is_empty)
    }
}

impl Cell {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.value == Value::Empty && !self.formula
    }
}

impl Value {
    /// The value as it can be told to who wrote it.
    pub fn told(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) | Value::Day(text) | Value::Time(text) | Value::Error(text) => {
                text.clone()
            }
            Value::Number(number) => number.exact.clone(),
            Value::Truth(true) => "TRUE".to_owned(),
            Value::Truth(false) => "FALSE".to_owned(),
        }
    }
}

/// The name of a column, counted from 0: 0 is `A`, 26 is `AA`.
///
/// ```
/// use qledger::sheets::column_name;
///
/// assert_eq!([0, 25, 26, 701, 702].map(column_name), ["A", "Z", "AA", "ZZ", "AAA"]);
/// ```
pub fn column_name(column: u32) -> String {
    let mut name = String::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = (left - 1) % 26;
        name.insert(0, char::from_u32(u32::from(b'A') + letter).unwrap_or('?'));
        left = (left - 1) / 26;
    }
    name
}

/// Rows out of single cells; what is empty is left out.
fn rows_of(cells: BTreeMap<(u32, u32), Cell>, is_hidden: impl Fn(u32) -> bool) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for ((row, column), cell) in cells {
        if cell.is_empty() {
            continue;
        }
        let number = row + 1;
        if rows.last().is_none_or(|last| last.number != number) {
            rows.push(Row {
                number,
                hidden: is_hidden(row),
                cells: BTreeMap::new(),
            });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.insert(column, cell);
        }
    }
    rows
}

#[cfg(test)]
mod tests;
