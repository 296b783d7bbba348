//! Labelled values, one below the other: what a single thing is.

use unicode_width::UnicodeWidthStr;

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

/// A line of text and what does not fit into `width` columns below it, indented by `indent`.
pub fn fold(line: &str, width: usize, indent: usize) -> String {
    let front: String = line.chars().take_while(|c| *c == ' ').collect();
    let lines = folded(
        line.trim_start(),
        width.saturating_sub(indent.max(front.len())),
    );
    let below = format!("\n{}", " ".repeat(indent));
    format!("{front}{}\n", lines.join(&below))
}

/// Text in lines of at most `width` columns; broken at spaces and between Chinese characters, and
/// inside what is longer than a line.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.len() - 1;
        if lines[line].width() + piece.trim_end().width() <= width {
            lines[line].push_str(&piece);
            continue;
        }
        if !lines[line].is_empty() {
            lines.push(String::new());
        }
        for c in piece.chars() {
            let line = lines.len() - 1;
            let mut buffer = [0; 4];
            if lines[line].width() + c.encode_utf8(&mut buffer).width() > width {
                lines.push(String::new());
            }
            let line = lines.len() - 1;
            lines[line].push(c);
        }
    }
    lines
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// What no line begins with.
const CLOSING: &str = "，。、；：！？）》〉〕】”’…";
/// What no line ends with.
const OPENING: &str = "（《〈〔【“‘";

/// What stays together on a line: words with the space behind them, and single Chinese characters with
/// the punctuation that belongs to them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let wide = |c: char| c.len_utf8() > 2;
        let stays = match before {
            None => false,
            Some(_) if CLOSING.contains(c) || c == ' ' => true,
            Some(last) if OPENING.contains(last) => true,
            Some(' ') => false,
            Some(last) => !wide(c) && !wide(last),
        };
        match pieces.last_mut() {
            Some(piece) if stays => piece.push(c),
            Some(_) | None => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_folded_and_lose_nothing() {
        let text = format!("{} 乌鲁木齐市生态环境局", "0123456789abcdef".repeat(8));
        let lines = folded(&text, 40);
        assert!(lines.iter().all(|line| line.width() <= 40), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }

    #[test]
    fn no_line_begins_or_ends_with_the_wrong_punctuation() {
        let text = "途中另须：注销原许可证、核发与所需相符的新许可证（由 650100-EEB 代录：650100-GOV）、碳排放基数划转决定。";
        for width in 14..60 {
            for line in folded(text, width) {
                let (first, last) = (line.chars().next(), line.chars().last());
                assert!(
                    !first.is_some_and(|c| CLOSING.contains(c)),
                    "{width}: {line}"
                );
                assert!(
                    !last.is_some_and(|c| OPENING.contains(c)),
                    "{width}: {line}"
                );
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

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
