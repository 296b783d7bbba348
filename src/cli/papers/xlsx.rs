//! A form as a workbook: one sheet, ready to print, whose figures are numbers.

use super::{Block, Paper, Seal, Table};
use crate::sheets::{Face, Fault, Line, Printed, Span, printed};

/// The fewest columns of the grid: two fields beside each other.
const COLUMNS_MIN: usize = 4;
/// What the columns are wide together, in characters, upright and on its side.
const WIDTH: (usize, usize) = (96, 140);
/// Lines of an opinion with its seal, at least.
const SEAL_LINES: u16 = 6;
/// The longest name of a sheet, in characters.
const NAME_CHARS_MAX: usize = 31;

/// The workbook.
pub fn workbook(paper: &Paper) -> Result<Vec<u8>, Fault> {
    let tables = paper.blocks.iter().map(|block| match block {
        Block::Table(table) => table.heads.len(),
        Block::Fields(_) | Block::Seals(_) => COLUMNS_MIN,
    });
    let columns = tables.max().unwrap_or(COLUMNS_MIN).max(COLUMNS_MIN);
    let width = if paper.landscape { WIDTH.1 } else { WIDTH.0 };
    let grid = Grid { columns, width };
    let mut rows = vec![
        grid.whole(&paper.letterhead, Face::Letterhead),
        grid.whole(&paper.title, Face::Title),
        grid.whole(&paper.about, Face::Note),
    ];
    for block in &paper.blocks {
        match block {
            Block::Fields(fields) => grid.fields(fields, &mut rows),
            Block::Table(table) => grid.table(table, &mut rows),
            Block::Seals(seals) => grid.seals(seals, &mut rows),
        }
    }
    rows.push(Line::default());
    rows.extend(paper.notes.iter().map(|note| grid.whole(note, Face::Note)));
    printed(&Printed {
        name: name_of(&paper.title),
        widths: vec![u16::try_from(width / columns).unwrap_or(u16::MAX); columns],
        landscape: paper.landscape,
        rows,
    })
}

/// A sheet's name has at most 31 characters, and none of those that separate it in formulas.
fn name_of(title: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    title.chars().filter(allowed).take(NAME_CHARS_MAX).collect()
}

struct Grid {
    columns: usize,
    width: usize,
}

impl Grid {
    /// How many columns each of `count` cells spans.
    fn shares(&self, count: usize) -> Vec<usize> {
        let (share, rest) = (self.columns / count, self.columns % count);
        (0..count)
            .map(|at| share + usize::from(at < rest))
            .collect()
    }

    fn line(&self, cells: &[(&str, Face)], shares: &[usize]) -> Line {
        let heights = cells.iter().zip(shares).map(|((text, face), share)| {
            let room = (self.width / self.columns * share).max(1);
            let per_char = if *face == Face::Title { 2 } else { 1 };
            let chars: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            text.lines().count().max((chars * per_char).div_ceil(room))
        });
        let spans = cells.iter().zip(shares).map(|((text, face), share)| Span {
            columns: u16::try_from(*share).unwrap_or(u16::MAX),
            text: (*text).to_owned(),
            face: *face,
        });
        let high = cells
            .iter()
            .any(|(_, face)| matches!(face, Face::Title | Face::Letterhead));
        let lines = heights.max().unwrap_or(1).max(1 + usize::from(high));
        Line {
            lines: u16::try_from(lines).unwrap_or(u16::MAX),
            cells: spans.collect(),
        }
    }

    fn whole(&self, text: &str, face: Face) -> Line {
        self.line(&[(text, face)], &[self.columns])
    }

    fn fields(&self, fields: &[(String, String)], rows: &mut Vec<Line>) {
        for pair in fields.chunks(2) {
            let cells: Vec<(&str, Face)> = pair
                .iter()
                .flat_map(|(label, value)| {
                    [(label.as_str(), Face::Head), (value.as_str(), Face::Text)]
                })
                .collect();
            let half = self.columns / 2;
            let shares = match pair {
                [_] => vec![1, self.columns - 1],
                _ => vec![1, half - 1, 1, self.columns - half - 1],
            };
            rows.push(self.line(&cells, &shares));
        }
    }

    fn table(&self, table: &Table, rows: &mut Vec<Line>) {
        rows.push(Line::default());
        rows.push(self.whole(&table.title, Face::Part));
        let shares = self.shares(table.heads.len().max(1));
        let heads: Vec<_> = table
            .heads
            .iter()
            .map(|(head, _)| (head.as_str(), Face::Head))
            .collect();
        rows.push(self.line(&heads, &shares));
        for row in &table.rows {
            let cells = row.iter().zip(&table.heads).map(|(text, (_, figure))| {
                let face = if *figure { Face::Figure } else { Face::Text };
                (text.as_str(), face)
            });
            rows.push(self.line(&cells.collect::<Vec<_>>(), &shares));
        }
    }

    fn seals(&self, seals: &[Seal], rows: &mut Vec<Line>) {
        rows.push(Line::default());
        let shares = self.shares(2);
        for pair in seals.chunks(2) {
            let texts: Vec<String> = pair
                .iter()
                .map(|seal| format!("{}\n{}", seal.head, seal.lines.join("\n")))
                .collect();
            let mut cells: Vec<(&str, Face)> = texts
                .iter()
                .map(|text| (text.as_str(), Face::Seal))
                .collect();
            if cells.len() < 2 {
                cells.push(("", Face::Seal));
            }
            let mut line = self.line(&cells, &shares);
            line.lines = line.lines.max(SEAL_LINES);
            rows.push(line);
        }
    }
}
