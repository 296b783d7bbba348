//! A form as a workbook: one sheet, ready to print, whose figures are numbers.

use std::cmp::Reverse;

use super::{Block, Paper, Seal, Table};
use crate::sheets::{Face, Fault, Line, Printed, Span, printed};

/// The fewest columns of the grid: two fields beside each other.
const COLUMNS_MIN: usize = 4;
/// What the columns are wide together, in characters, upright and on its side.
const WIDTH: (usize, usize) = (96, 140);
/// The narrowest and the widest column, in characters, before they are fitted to the page.
const COLUMN_WIDTH: (usize, usize) = (8, 24);
/// The narrowest label of a field, in characters.
const LABEL_WIDTH: usize = 16;
/// Lines of an opinion with its seal, at least.
const SEAL_LINES: u16 = 6;
/// The longest name of a sheet, in characters.
const NAME_CHARS_MAX: usize = 31;

/// The workbook.
pub fn workbook(paper: &Paper) -> Result<Vec<u8>, Fault> {
    let tables = paper.blocks.iter().map(|block| match block {
        Block::Table(table) => table.heads.len(),
        Block::Fields(_) | Block::Seals(_) | Block::Picture(_) => COLUMNS_MIN,
    });
    let columns = tables.max().unwrap_or(COLUMNS_MIN).max(COLUMNS_MIN);
    let width = if paper.landscape { WIDTH.1 } else { WIDTH.0 };
    let grid = Grid {
        widths: widths(paper, columns, width),
        columns,
    };
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
            Block::Picture(_) => {}
        }
    }
    rows.push(Line::default());
    rows.extend(paper.notes.iter().map(|note| grid.whole(note, Face::Note)));
    printed(&Printed {
        name: name_of(&paper.title),
        widths: grid
            .widths
            .iter()
            .map(|width| u16::try_from(*width).unwrap_or(u16::MAX))
            .collect(),
        landscape: paper.landscape,
        rows,
    })
}

/// A sheet's name has at most 31 characters, and none of those that separate it in formulas.
fn name_of(title: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    title.chars().filter(allowed).take(NAME_CHARS_MAX).collect()
}

/// How wide a text is, in characters of a figure.
fn width_of(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// How wide a figure is with its thousands grouped; it must fit, or a spreadsheet shows `###`.
fn width_of_figure(text: &str) -> usize {
    text.len() + text.find('.').unwrap_or(text.len()) / 3
}

/// The columns of the grid: as wide as what the tables hold, and `width` together at least. A page
/// that gets wider is printed smaller.
fn widths(paper: &Paper, columns: usize, width: usize) -> Vec<usize> {
    let mut widths = vec![COLUMN_WIDTH.0; columns];
    let mut tables: Vec<&Table> = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Table(table) => tables.push(table),
            Block::Fields(_) | Block::Seals(_) | Block::Picture(_) => {}
        }
    }
    // The grid is that of the table with the most columns; cells of others span several.
    tables.sort_by_key(|table| Reverse(table.heads.len()));
    for table in tables {
        let mut first = 0;
        for (at, share) in shares(columns, table.heads.len()).into_iter().enumerate() {
            let needed = needed(table, at);
            let there: usize = widths[first..first + share].iter().sum();
            widths[first + share - 1] += needed.saturating_sub(there);
            first += share;
        }
    }
    let all: usize = widths.iter().sum();
    if all < width {
        for one in &mut widths {
            *one = *one * width / all;
        }
    }
    widths
}

/// How wide a column of a table should be: figures whole, texts up to where they are folded.
fn needed(table: &Table, at: usize) -> usize {
    let (head, figures) = &table.heads[at];
    let head = (width_of(head) + 2).min(COLUMN_WIDTH.1);
    let cells = table.rows.iter().map(|row| {
        if *figures {
            width_of_figure(&row[at]) + 2
        } else {
            (width_of(&row[at]) + 4).min(COLUMN_WIDTH.1)
        }
    });
    cells.chain([head]).max().unwrap_or(0)
}

/// How many of the columns each of `count` cells spans.
fn shares(columns: usize, count: usize) -> Vec<usize> {
    let (share, rest) = (columns / count, columns % count);
    (0..count)
        .map(|at| share + usize::from(at < rest))
        .collect()
}

struct Grid {
    columns: usize,
    widths: Vec<usize>,
}

impl Grid {
    fn line(&self, cells: &[(&str, Face)], shares: &[usize]) -> Line {
        let mut column = 0;
        let heights = cells.iter().zip(shares).map(|((text, face), share)| {
            let room: usize = self.widths[column..column + share].iter().sum();
            column += share;
            let per_char = if *face == Face::Title { 2 } else { 1 };
            let needed = |line: &str| (width_of(line) * per_char).div_ceil(room.max(1)).max(1);
            text.lines().map(needed).sum::<usize>()
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
            let label = |from: usize, to: usize| {
                let mut width = 0;
                let wide = self.widths[from..to].iter().position(|one| {
                    width += one;
                    width >= LABEL_WIDTH
                });
                wide.map_or(1, |at| (at + 1).min(to - from - 1)).max(1)
            };
            let (first, second) = (label(0, half), label(half, self.columns));
            let shares = match pair {
                [_] => vec![first, self.columns - first],
                _ => vec![first, half - first, second, self.columns - half - second],
            };
            rows.push(self.line(&cells, &shares));
        }
    }

    fn table(&self, table: &Table, rows: &mut Vec<Line>) {
        rows.push(Line::default());
        rows.push(self.whole(&table.title, Face::Part));
        let shares = shares(self.columns, table.heads.len().max(1));
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
        let shares = shares(self.columns, 2);
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
