//! Tables: a heading, rows, and columns that line up where Chinese stands among figures.

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::style::HorizontalLine;
use tabled::settings::{Alignment, Padding, Style};
use unicode_width::UnicodeWidthStr;

use super::fold::{folded, whole_columns};
use crate::cli::csv::csv_line;
use crate::cli::text::{Arg, IntoArg, Message};
use crate::domain::text::Lang;

/// The heading of a column.
#[derive(Debug, Clone)]
pub struct Head {
    text: Message,
    right: bool,
}

impl Head {
    /// A column of texts.
    pub fn text(text: Message) -> Self {
        Self { text, right: false }
    }

    /// A column of figures, which end below each other.
    pub fn figures(text: Message) -> Self {
        Self { text, right: true }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    title: Option<Message>,
    heads: Vec<Head>,
    rows: Vec<Vec<Arg>>,
    /// Said where there is no row.
    empty: Option<Message>,
}

impl Table {
    /// A table without rows yet.
    pub fn new(heads: Vec<Head>) -> Self {
        Self {
            title: None,
            heads,
            rows: Vec::new(),
            empty: None,
        }
    }

    /// The same under a title.
    #[must_use]
    pub fn titled(mut self, title: Message) -> Self {
        self.title = Some(title);
        self
    }

    /// The same, with what to say where there is no row.
    #[must_use]
    pub fn or_empty(mut self, message: Message) -> Self {
        self.empty = Some(message);
        self
    }

    /// Adds a row; one cell a column.
    pub fn row(&mut self, cells: Vec<Arg>) {
        debug_assert_eq!(cells.len(), self.heads.len());
        self.rows.push(cells);
    }

    /// As text, at most `width` columns wide where its words allow.
    pub fn to_text(&self, lang: Lang, width: usize) -> String {
        let mut text = String::new();
        if let Some(title) = &self.title {
            text.push_str(&title.in_lang(lang));
            text.push('\n');
        }
        if self.rows.is_empty() {
            if let Some(empty) = &self.empty {
                text.push_str(&empty.in_lang(lang));
                text.push('\n');
            }
            return text;
        }
        let mut rows = vec![
            self.heads
                .iter()
                .map(|head| head.text.in_lang(lang))
                .collect(),
        ];
        for row in &self.rows {
            rows.push(row.iter().map(|cell| cell.in_lang(lang)).collect());
        }
        narrow(&mut rows, width);
        let mut builder = Builder::default();
        for row in rows {
            builder.push_record(row);
        }
        let mut table = builder.build();
        table.with(Style::blank().horizontals([(1, HorizontalLine::new('-').intersection('-'))]));
        table.with(Padding::new(0, 1, 0, 0));
        for (column, head) in self.heads.iter().enumerate() {
            if head.right {
                table.modify(Columns::one(column), Alignment::right());
            }
        }
        for line in table.to_string().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// As CSV, heading first.
    pub fn to_csv(&self, lang: Lang) -> String {
        let mut text = String::new();
        // A spreadsheet takes UTF-8 for the local encoding unless a mark says otherwise.
        if lang == Lang::Zh {
            text.push('\u{FEFF}');
        }
        text.push_str(&csv_line(
            self.heads.iter().map(|head| head.text.in_lang(lang)),
        ));
        for row in &self.rows {
            text.push_str(&csv_line(row.iter().map(|cell| cell.in_lang(lang))));
        }
        text
    }
}

/// Columns that stand between two columns: the padding of one and a blank. The last has no blank.
const GAP: usize = 2;

/// Folds the cells of rows of equal length until a table of them is at most `width` columns wide.
/// The widest column gives way first, down to its widest word; only where all words together are too
/// wide are words broken.
fn narrow(rows: &mut [Vec<String>], width: usize) {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |measure: &dyn Fn(&str) -> usize| -> Vec<usize> {
        let of = |column: usize| rows.iter().map(move |row| measure(&row[column])).max();
        (0..columns).map(|column| of(column).unwrap_or(0)).collect()
    };
    let line_columns = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths = widest(&line_columns);
    let room = (width + 1).saturating_sub(GAP * columns);
    if widths.iter().sum::<usize>() <= room {
        return;
    }
    let whole = widest(&whole_columns);
    while widths.iter().sum::<usize>() > room {
        let widest_above = |floor: &dyn Fn(usize) -> usize| {
            let wider = (0..columns).filter(|&column| widths[column] > floor(column));
            wider.max_by_key(|&column| widths[column])
        };
        let column = widest_above(&|column| whole[column]).or_else(|| widest_above(&|_| 2));
        let Some(column) = column else { break };
        widths[column] -= 1;
    }
    for row in rows {
        for (cell, width) in row.iter_mut().zip(&widths) {
            if line_columns(cell) > *width {
                let lines: Vec<String> = cell.lines().flat_map(|l| folded(l, *width)).collect();
                *cell = lines.join("\n");
            }
        }
    }
}

/// A cell.
pub fn cell(value: &(impl IntoArg + ?Sized)) -> Arg {
    value.to_arg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::text::msg;

    fn table() -> Table {
        let mut table = Table::new(vec![
            Head::text(msg!("label-account")),
            Head::text(msg!("label-name")),
            Head::figures(msg!("label-amount")),
        ]);
        table.row(vec![
            cell("650109/91650109MA77AB0192"),
            cell("米东区化工厂"),
            cell("198.350"),
        ]);
        table.row(vec![
            cell("650100/RESERVE"),
            cell("reserve"),
            cell("20.000"),
        ]);
        table
    }

    #[test]
    fn columns_line_up_where_chinese_stands_among_figures() {
        for lang in [Lang::Zh, Lang::En] {
            let text = table().to_text(lang, 80);
            let ends: Vec<usize> = text
                .lines()
                .filter(|l| l.contains("000") || l.contains("350"))
                .map(UnicodeWidthStr::width)
                .collect();
            assert_eq!(ends.len(), 2, "{text}");
            assert_eq!(ends[0], ends[1], "{text}");
        }
    }

    #[test]
    fn a_wide_table_is_folded_into_the_width() {
        let mut wide = table();
        wide.row(vec![
            cell("ZD-BZ/91659004MA78BT0226"),
            cell(&"新疆生产建设兵团第六师煤化工迁建及产业链延伸项目".repeat(3)),
            cell("640.000"),
        ]);
        for line in wide.to_text(Lang::Zh, 80).lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
    }

    #[test]
    fn a_folded_table_breaks_no_id() {
        let mut wide = table();
        wide.row(vec![
            cell("DOCUMENT_IN_FUTURE of ZD-BZ/91659004MA78BT0226"),
            cell("waits for 650100-GOV, or whoever stands in for it this month"),
            cell("640.000"),
        ]);
        for width in [52, 60, 66] {
            let text = wide.to_text(Lang::En, width);
            for whole in [
                "DOCUMENT_IN_FUTURE",
                "ZD-BZ/91659004MA78BT0226",
                "650100-GOV",
            ] {
                assert!(text.contains(whole), "{whole} at {width}:\n{text}");
            }
        }
    }
}
