//! Labelled values, one below the other: what a single thing is.

use unicode_width::UnicodeWidthStr;

use super::fold::folded;

/// Widest label that values line up behind.
const LABEL_COLUMNS_MAX: usize = 24;
/// What goes on below a label is indented by this much.
const INDENT: usize = 2;

/// Columns that values begin at.
pub fn value_column<'a>(labels: impl Iterator<Item = &'a str>) -> usize {
    labels
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0)
        .min(LABEL_COLUMNS_MAX)
        + INDENT
}

/// A label and its value, which begins at `column`; folded to `width` columns. A value that is one
/// long word goes below the label, where it can be whole.
pub fn pair(label: &str, value: &str, column: usize, width: usize) -> String {
    let longest = value
        .split([' ', '\n'])
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0);
    let (gap, indent) = if longest + column > width && longest + INDENT <= width {
        (format!("\n{}", " ".repeat(INDENT)), INDENT)
    } else {
        (
            " ".repeat(column.saturating_sub(label.width()).max(1)),
            column,
        )
    };
    let lines: Vec<String> = value
        .lines()
        .flat_map(|line| folded(line, width.saturating_sub(indent)))
        .collect();
    format!(
        "{label}{gap}{}\n",
        lines.join(&format!("\n{}", " ".repeat(indent)))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_on_one_line() {
        let key = format!("ed25519:{}", "ab".repeat(32));
        let text = pair("operator's key", &key, 16, 80);
        assert!(text.lines().any(|line| line.trim() == key), "{text}");
        assert_eq!(
            pair("party", "650000-EEB", 16, 80),
            "party           650000-EEB\n"
        );
    }
}
