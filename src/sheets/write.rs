//! Forms written: pages of cells that say what belongs where, as XLSX or CSV.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::{Fault, ROWS_MAX};

/// How a cell looks, and what may be typed into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The title of the page.
    Title,
    /// A remark.
    Note,
    /// The head of a column, or the name of a field.
    Head,
    /// The same of one that must be filled in.
    HeadNeeded,
    /// An example.
    Example,
    /// A cell for text: codes keep their digits.
    Text,
    /// A cell for a quantity.
    Quantity,
    /// A cell for a date.
    Day,
    /// An explanation.
    Plain,
}

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What stands in it.
    pub text: String,
    /// How it looks.
    pub look: Look,
}

/// A list to choose from, for the cells of a column between two rows, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The column.
    pub column: u16,
    /// The first and the last row.
    pub rows: (u32, u32),
    /// What may be chosen.
    pub values: Vec<String>,
}

/// A page of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The sheet's name.
    pub name: String,
    /// The rows, from the top.
    pub rows: Vec<Vec<Drawn>>,
    /// How wide columns are, in characters.
    pub widths: Vec<u16>,
    /// Empty rows for filling in, behind the last row: how many, and what each column takes.
    pub blank: (u32, Vec<Look>),
    /// Lists to choose from.
    pub lists: Vec<List>,
    /// Rows that stay in sight.
    pub frozen: u32,
}

/// The number that spreadsheets give the paper.
pub const A4: u8 = 9;

/// The characters that a list to choose from may have in an XLSX file.
const LIST_CHARS_MAX: usize = 255;

/// A workbook of these pages; the same pages give the same bytes.
pub fn xlsx_of(pages: &[Page]) -> Result<Vec<u8>, Fault> {
    workbook(pages).map_err(|error| Fault::Damaged(error.to_string()))
}

fn workbook(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for page in pages {
        draw(workbook.add_worksheet(), page)?;
    }
    workbook.save_to_buffer()
}

fn draw(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet.set_name(&page.name)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    for (column, width) in (0..).zip(&page.widths) {
        sheet.set_column_width(column, *width)?;
    }
    let mut row_next = 0;
    for row in &page.rows {
        for (column, Drawn { text, look }) in (0..).zip(row) {
            if text.is_empty() && !is_input(*look) {
                continue;
            }
            let format = format_of(*look);
            if text.is_empty() {
                sheet.write_blank(row_next, column, &format)?;
            } else {
                sheet.write_string_with_format(row_next, column, text, &format)?;
            }
        }
        row_next += 1;
    }
    let (count, looks) = &page.blank;
    for row in row_next..(row_next + count).min(ROWS_MAX) {
        for (column, look) in (0..).zip(looks) {
            sheet.write_blank(row, column, &format_of(*look))?;
        }
    }
    for list in &page.lists {
        let chars: usize = list
            .values
            .iter()
            .map(|value| value.chars().count() + 1)
            .sum();
        if chars <= LIST_CHARS_MAX {
            let choice = DataValidation::new().allow_list_strings(&list.values)?;
            let (first, last) = list.rows;
            sheet.add_data_validation(first, list.column, last, list.column, &choice)?;
        }
    }
    if page.frozen > 0 {
        sheet.set_freeze_panes(page.frozen, 0)?;
    }
    Ok(())
}

fn is_input(look: Look) -> bool {
    match look {
        Look::Text | Look::Quantity | Look::Day => true,
        Look::Title | Look::Note | Look::Head | Look::HeadNeeded | Look::Example | Look::Plain => {
            false
        }
    }
}

fn format_of(look: Look) -> Format {
    let grid = Format::new().set_border(FormatBorder::Thin);
    let head = grid
        .clone()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    match look {
        Look::Title => Format::new().set_bold().set_font_size(14),
        Look::Note => Format::new().set_font_color(Color::RGB(0x0060_6060)),
        Look::Head => head.set_background_color(Color::RGB(0x00E4_E9F0)),
        Look::HeadNeeded => head.set_background_color(Color::RGB(0x00C6_D9F1)),
        Look::Example => grid
            .set_italic()
            .set_font_color(Color::RGB(0x0080_8080))
            .set_num_format("@"),
        Look::Text => grid.set_num_format("@"),
        // As many decimals as any indicator has: a cell that shows fewer digits than it holds is
        // refused.
        Look::Quantity => grid.set_num_format("#,##0.0###"),
        Look::Day => grid.set_num_format("yyyy-mm-dd"),
        Look::Plain => grid.set_text_wrap().set_align(FormatAlign::Top),
    }
}

/// A page as CSV: UTF-8 with a byte order mark, for a spreadsheet takes it for the local encoding
/// otherwise.
pub fn csv_of(page: &Page) -> String {
    let mut text = String::from('\u{FEFF}');
    for row in &page.rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&cell.text)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
