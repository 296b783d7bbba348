//! Pages that are printed and filed: a grid of cells that span columns, with figures as numbers.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{Fault, write};

/// How a cell of a printed page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Whose page it is.
    Letterhead,
    /// Its title.
    Title,
    /// What stands under the title, and at the end.
    Note,
    /// The title of a part.
    Part,
    /// The name of a field, the head of a column.
    Head,
    /// A text.
    Text,
    /// A figure.
    Figure,
    /// Room for an opinion and a seal.
    Seal,
}

/// A cell over one or more columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// How many columns.
    pub columns: u16,
    /// What stands in it.
    pub text: String,
    /// How it looks.
    pub face: Face,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its height in lines of text; as high as its text where 0.
    pub lines: u16,
    /// Its cells, from the left.
    pub cells: Vec<Span>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printed {
    /// The sheet's name.
    pub name: String,
    /// How wide each column is, in characters.
    pub widths: Vec<u16>,
    /// Whether the page lies on its side.
    pub landscape: bool,
    /// Its rows.
    pub rows: Vec<Line>,
}

/// The height of a line of text, in points.
const LINE_POINTS: u16 = 16;
/// The digits that a spreadsheet keeps of a number; a longer figure is written as text.
const DIGITS_MAX: usize = 15;

/// A workbook with this page; the same page gives the same bytes.
pub fn printed(page: &Printed) -> Result<Vec<u8>, Fault> {
    workbook(page).map_err(|error| Fault::Damaged(error.to_string()))
}

fn workbook(page: &Printed) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name(&page.name)?;
    sheet.set_paper_size(write::A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    if page.landscape {
        sheet.set_landscape();
    }
    for (column, width) in (0..).zip(&page.widths) {
        sheet.set_column_width(column, *width)?;
    }
    for (row, line) in (0..).zip(&page.rows) {
        draw(sheet, row, line)?;
    }
    workbook.save_to_buffer()
}

fn draw(sheet: &mut Worksheet, row: u32, line: &Line) -> Result<(), XlsxError> {
    if line.lines > 0 {
        sheet.set_row_height(row, line.lines * LINE_POINTS)?;
    }
    let mut column = 0;
    for Span {
        columns,
        text,
        face,
    } in &line.cells
    {
        let last = column + columns.saturating_sub(1);
        let number = number_of(text, *face);
        let format = match &number {
            Some((_, shown)) => format_of(*face).set_num_format(shown),
            None => format_of(*face),
        };
        if last > column {
            sheet.merge_range(row, column, row, last, "", &format)?;
        }
        match number {
            Some((number, _)) => sheet.write_number_with_format(row, column, number, &format)?,
            None => sheet.write_string_with_format(row, column, text, &format)?,
        };
        column = last + 1;
    }
    Ok(())
}

/// The number that a figure is, and the format that shows the decimals it is spelled with.
fn number_of(text: &str, face: Face) -> Option<(f64, String)> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let figure = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    if face != Face::Figure || !figure || digits == 0 || digits > DIGITS_MAX {
        return None;
    }
    let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len());
    let format = match decimals {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(decimals)),
    };
    Some((text.parse().ok()?, format))
}

fn format_of(face: Face) -> Format {
    let plain = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let grid = plain.clone().set_border(FormatBorder::Thin);
    let middle = |format: Format| format.set_align(FormatAlign::Center);
    match face {
        Face::Letterhead => middle(plain)
            .set_font_size(16)
            .set_font_color(Color::RGB(0x00B0_0000)),
        Face::Title => middle(plain).set_bold().set_font_size(18),
        Face::Note => plain
            .set_font_color(Color::RGB(0x0060_6060))
            .set_font_size(9),
        Face::Part => plain.set_bold(),
        Face::Head => middle(grid)
            .set_bold()
            .set_background_color(Color::RGB(0x00EE_F1F5)),
        Face::Text => grid,
        Face::Figure => grid.set_align(FormatAlign::Right),
        Face::Seal => grid.set_align(FormatAlign::Top),
    }
}
