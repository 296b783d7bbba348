//! XLSX workbooks, cell by cell, with how each looks.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError,
};

use super::hidden::{self, Hidden};
use super::number::Number;
use super::{
    Book, COLUMNS_MAX, Cell, Fault, MERGED_MAX, ROWS_MAX, SHEETS_MAX, Sheet, Value, archive,
    rows_of,
};

/// The numbers that are days, 1900-01-01 to 9999-12-31; the library cuts others to these.
const DAYS: Range<f64> = 1.0..2_958_466.0;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads a workbook. Where the library gives up on one in the middle (ranges that end before they
/// begin, say), the workbook is damaged, and that is all.
pub fn read(bytes: &[u8]) -> Result<Book, Fault> {
    let read = std::panic::catch_unwind(|| read_whole(bytes));
    read.unwrap_or_else(|_| Err(Fault::Damaged("it cannot be read to its end".to_owned())))
}

fn read_whole(bytes: &[u8]) -> Result<Book, Fault> {
    let mut archive = archive::open(bytes)?;
    if archive::part(&mut archive, "xl/workbook.xml")?.is_none() {
        return Err(Fault::NotXlsx);
    }
    let mut hidden = hidden::of_sheets(&mut archive)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let shown: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if shown.len() > SHEETS_MAX {
        return Err(Fault::TooManySheets);
    }
    let sheets = shown.into_iter().map(|name| {
        let hidden = hidden.remove(&name).unwrap_or_default();
        sheet(&mut workbook, name, hidden)
    });
    Ok(Book {
        sheets: sheets.collect::<Result<_, Fault>>()?,
    })
}

fn sheet(workbook: &mut Workbook<'_>, name: String, hidden: Hidden) -> Result<Sheet, Fault> {
    let mut cells = values(workbook, &name)?;
    for at in formulas(workbook, &name)? {
        cells.entry(at).or_default().formula = true;
    }
    let merged = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
    if merged.len() > MERGED_MAX {
        return Err(Fault::TooManyMerged { sheet: Some(name) });
    }
    for range in &merged {
        mark_merged(&mut cells, range);
    }
    Ok(Sheet {
        name: Some(name),
        rows: rows_of(cells, |row| hidden.rows.contains(&row)),
        hidden_columns: hidden.columns,
    })
}

/// The cells of a merged range that hold anything; the others are as empty as they look.
fn mark_merged(cells: &mut BTreeMap<(u32, u32), Cell>, range: &Dimensions) {
    let rows = (range.start.0, 0)..=(range.end.0, u32::MAX);
    for ((row, column), cell) in cells.range_mut(rows) {
        cell.merged |= range.contains(*row, *column);
    }
}

fn values(workbook: &mut Workbook<'_>, name: &str) -> Result<BTreeMap<(u32, u32), Cell>, Fault> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let formats: Vec<String> = reader
        .styles()
        .iter()
        .map(|style| {
            let format = style.number_format.as_ref();
            format.map_or_else(String::new, |format| format.format_code.clone())
        })
        .collect();
    let mut cells = BTreeMap::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let format = formats.get(style).map_or("", String::as_str);
        let value = value(cell.get_value(), format);
        if value != Value::Empty {
            check_place(cell.get_position(), name)?;
            let cell_read = Cell {
                value,
                ..Cell::default()
            };
            cells.insert(cell.get_position(), cell_read);
        }
    }
    Ok(cells)
}

fn formulas(workbook: &mut Workbook<'_>, name: &str) -> Result<Vec<(u32, u32)>, Fault> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut found = Vec::new();
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(damaged)? {
        if record.formula.is_some() {
            check_place(record.pos, name)?;
            found.push(record.pos);
        }
    }
    Ok(found)
}

fn check_place((row, column): (u32, u32), name: &str) -> Result<(), Fault> {
    let sheet = Some(name.to_owned());
    if row >= ROWS_MAX {
        return Err(Fault::TooManyRows { sheet });
    }
    if column >= COLUMNS_MAX {
        return Err(Fault::TooManyColumns { sheet });
    }
    Ok(())
}

fn value(data: &DataRef<'_>, format: &str) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) => text_value(text),
        DataRef::SharedString(text) => text_value(text),
        DataRef::Int(number) => text_or_number(&number.to_string(), format),
        DataRef::Float(number) => Value::Number(Number::new(*number, format)),
        DataRef::Bool(truth) => Value::Truth(*truth),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => match text.strip_suffix("T00:00:00") {
            Some(day) => Value::Day(day.to_owned()),
            None if text.contains('T') => Value::Time(text.clone()),
            None => Value::Day(text.clone()),
        },
        DataRef::DurationIso(text) => Value::Time(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}

/// A text without the spaces at its ends; of spaces alone nothing is left.
pub fn text_value(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text.to_owned())
    }
}

fn text_or_number(digits: &str, format: &str) -> Value {
    match digits.parse::<f64>() {
        Ok(number) => Value::Number(Number::new(number, format)),
        Err(_) => Value::Text(digits.to_owned()),
    }
}

fn day(moment: &ExcelDateTime) -> Value {
    let serial = moment.as_f64();
    if !DAYS.contains(&serial) {
        return Value::Number(Number::new(serial, "yyyy-mm-dd"));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if moment.is_datetime() && (hour, minute, second, milli) == (0, 0, 0, 0) {
        Value::Day(date)
    } else {
        Value::Time(format!("{date} {hour:02}:{minute:02}:{second:02}"))
    }
}

fn damaged(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Password,
        other => Fault::Damaged(other.to_string()),
    }
}
