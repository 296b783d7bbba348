//! CSV as RFC 4180 has it: written for spreadsheets, read from them.

use crate::cli::text::{Message, msg};

/// One record, quoted where it must be.
pub fn csv_line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Reads records; each with the number of the line it begins on. Blank lines are left out, a byte
/// order mark in front is no part of the first cell.
pub fn read_csv(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, Message> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| msg!("csv-not-utf8", byte = error.valid_up_to()))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut records = Vec::new();
    let mut reader = Reader {
        rest: text.chars().peekable(),
        line: 1,
    };
    while reader.rest.peek().is_some() {
        let line = reader.line;
        let record = reader.record()?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push((line, record));
        }
    }
    Ok(records)
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next();
        if c == Some('\n') {
            self.line += 1;
        }
        c
    }

    fn record(&mut self) -> Result<Vec<String>, Message> {
        let mut cells = vec![String::new()];
        loop {
            let cell_at = cells.len() - 1;
            match self.next() {
                None | Some('\n') => return Ok(cells),
                Some('\r') if self.rest.peek() == Some(&'\n') => {}
                Some(',') => cells.push(String::new()),
                Some('"') if cells[cell_at].is_empty() => cells[cell_at] = self.quoted_cell()?,
                Some(c) => cells[cell_at].push(c),
            }
        }
    }

    fn quoted_cell(&mut self) -> Result<String, Message> {
        let begun = self.line;
        let mut cell = String::new();
        loop {
            match self.next() {
                None => return Err(msg!("csv-quote-open", line = begun)),
                Some('"') if self.rest.peek() == Some(&'"') => {
                    self.next();
                    cell.push('"');
                }
                Some('"') => return Ok(cell),
                Some(c) => cell.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let cells = ["plain", "a,b", "say \"so\"", "two\nlines", "", "中文"];
        let text = csv_line(cells.iter().map(|c| (*c).to_owned()));
        let read = read_csv(format!("\u{FEFF}{text}\r\n{text}").as_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].1, cells);
        assert_eq!((read[0].0, read[1].0), (1, 4));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        assert_eq!(read_csv(b"a,\"b\n").unwrap_err().id(), "csv-quote-open");
        assert_eq!(read_csv(b"\xd6\xd0").unwrap_err().id(), "csv-not-utf8");
    }
}
