//! Text folded into columns.
//!
//! A line may end at a space, and on either side of a Chinese character; runs of other characters
//! (ids, figures, codes) stay whole, and brackets and stops stay with what they belong to.
//!
//! ```text
//! 环办环评〔2020〕36号  ->  环办环评
//!                         〔2020〕36号
//! ```

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What stands at the end of a line, never at its beginning.
const CLOSING: &str = "，。；：、？！）〕”’》〉」】…,;)";
/// What stands at the beginning of a line, never at its end.
const OPENING: &str = "（〔“‘《〈「【";

/// The parts of a text between which a line may end, spaces standing at the end of theirs.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_part = before.is_some_and(|before| {
            let wide = |c: char| c.width() == Some(2);
            c != ' '
                && (before == ' ' || wide(before) || wide(c))
                && !CLOSING.contains(c)
                && !OPENING.contains(before)
        });
        if may_part {
            cuts.push(at);
        }
        before = Some(c);
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    starts.zip(ends).map(|(from, to)| &text[from..to]).collect()
}

/// Columns of the widest part that a line cannot be broken in.
pub fn whole_columns(text: &str) -> usize {
    let lines = text.lines().flat_map(pieces);
    lines
        .map(|piece| piece.trim_end().width())
        .max()
        .unwrap_or(0)
}

/// Text in lines of at most `width` columns; a part is broken only where it is wider by itself.
pub fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.len() - 1;
        if lines[line].width() + piece.trim_end().width() <= width {
            lines[line].push_str(piece);
            continue;
        }
        if !lines[line].is_empty() {
            lines.push(String::new());
        }
        for c in piece.chars() {
            let line = lines.len() - 1;
            if lines[line].width() + c.width().unwrap_or(0) > width && c != ' ' {
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

/// Text of several lines, each folded to `width` columns; what goes on is indented by `indent`.
pub fn hanging(text: &str, indent: usize, width: usize) -> String {
    let gap = format!("\n{}", " ".repeat(indent));
    let fold = |line: &str| {
        let mut parts = folded(line, width);
        if parts.len() > 1 {
            // The first line has the room of the indent too, but where it ends is the same for all.
            parts = folded(line, width.saturating_sub(indent));
        }
        parts.join(&gap)
    };
    let lines: Vec<String> = text.lines().map(fold).collect();
    lines.join("\n")
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
    fn a_line_ends_at_a_space_or_between_chinese_characters() {
        let cases: [(&str, usize, &[&str]); 6] = [
            (
                "carry_consent of 650100-GOV",
                16,
                &["carry_consent of", "650100-GOV"],
            ),
            ("环办环评〔2020〕36号", 14, &["环办环评", "〔2020〕36号"]),
            ("不受，总量约束", 6, &["不受，", "总量约", "束"]),
            ("ZD-WZ-2026-R0001", 16, &["ZD-WZ-2026-R0001"]),
            ("第 174 条（预留）", 10, &["第 174 条", "（预留）"]),
            ("", 8, &[""]),
        ];
        for (text, width, lines) in cases {
            assert_eq!(folded(text, width), lines, "{text}");
        }
    }

    #[test]
    fn what_goes_on_is_indented() {
        assert_eq!(
            hanging("one two three\nfour", 2, 9),
            "one two\n  three\nfour"
        );
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
}
