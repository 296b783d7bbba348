//! CSV as spreadsheets save it: UTF-8 with or without a byte order mark, GB18030 (what a Chinese
//! Excel writes as "CSV"), UTF-16 with a mark ("Unicode text"); parted by commas, semicolons or tabs.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::xlsx::text_value;
use super::{COLUMNS_MAX, Cell, Fault, ROWS_MAX, Sheet, rows_of};

/// What may part cells, the likeliest first.
const SEPARATORS: [char; 3] = [',', '\t', ';'];
/// The lines that are looked at to see what parts cells.
const LINES_LOOKED_AT: usize = 20;

/// Reads a file; rows count as a spreadsheet would count them, so that a line break inside quotation
/// marks begins no row.
pub fn read(bytes: &[u8]) -> Result<Sheet, Fault> {
    let text = decoded(bytes)?;
    let mut reader = Reader {
        rest: text.chars().peekable(),
        separator: separator_of(&text),
        row: 0,
    };
    let mut cells = BTreeMap::new();
    while reader.rest.peek().is_some() {
        let row = reader.row;
        for (column, text) in (0_u32..).zip(reader.record()?) {
            let value = text_value(&text);
            if value == super::Value::Empty {
                continue;
            }
            if row >= ROWS_MAX {
                return Err(Fault::TooManyRows { sheet: None });
            }
            if column >= COLUMNS_MAX {
                return Err(Fault::TooManyColumns { sheet: None });
            }
            let cell = Cell {
                value,
                ..Cell::default()
            };
            cells.insert((row, column), cell);
        }
        reader.row += 1;
    }
    Ok(Sheet {
        rows: rows_of(cells, |_| false),
        ..Sheet::default()
    })
}

/// The text of a file. A mark says what it is; without one it is UTF-8 where it can be, else GB18030.
fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    let marks: [(&[u8], _); 3] = [
        (b"\xEF\xBB\xBF", UTF_8),
        (b"\xFF\xFE", UTF_16LE),
        (b"\xFE\xFF", UTF_16BE),
    ];
    let marked = marks.iter().find(|(mark, _)| bytes.starts_with(mark));
    let text = match marked {
        Some((mark, encoding)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark.len()..])
        }
        None => [UTF_8, GB18030].iter().find_map(|encoding| {
            encoding.decode_without_bom_handling_and_without_replacement(bytes)
        }),
    };
    match text {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        Some(_) | None => Err(Fault::NotText),
    }
}

/// What parts the cells: what stands most often outside quotation marks at the top.
fn separator_of(text: &str) -> char {
    let mut counts = [0_usize; SEPARATORS.len()];
    let (mut quoted, mut lines) = (false, 0);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => lines += 1,
            _ if quoted => {}
            _ => {
                if let Some(at) = SEPARATORS.iter().position(|s| *s == c) {
                    counts[at] += 1;
                }
            }
        }
        if lines == LINES_LOOKED_AT {
            break;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    SEPARATORS[at]
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    separator: char,
    /// Rows read so far.
    row: u32,
}

impl Reader<'_> {
    fn record(&mut self) -> Result<Vec<String>, Fault> {
        let mut cells = vec![String::new()];
        loop {
            let at = cells.len() - 1;
            match self.rest.next() {
                None | Some('\n') => return Ok(cells),
                // Alone, as an old Macintosh ends lines, or in front of a line feed.
                Some('\r') => {
                    self.rest.next_if_eq(&'\n');
                    return Ok(cells);
                }
                Some(c) if c == self.separator => cells.push(String::new()),
                Some('"') if cells[at].is_empty() => cells[at] = self.quoted()?,
                Some(c) => cells[at].push(c),
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Fault> {
        let mut cell = String::new();
        loop {
            match self.rest.next() {
                None => return Err(Fault::QuoteOpen { row: self.row + 1 }),
                Some('"') if self.rest.peek() == Some(&'"') => {
                    self.rest.next();
                    cell.push('"');
                }
                Some('"') => return Ok(cell),
                Some(c) => cell.push(c),
            }
        }
    }
}
