//! Pictures of a terminal: what was typed and what it showed.

use std::fmt::Write as _;
use std::path::Path;

use anstyle_svg::Term;

use super::guide::Block;
use super::shell::Done;

/// Fonts in which a Chinese character is as wide as two letters, so that columns line up.
const FONTS: &str = "Noto Sans Mono CJK SC, Sarasa Mono SC, WenQuanYi Zen Hei Mono, NSimSun, \
                     Liberation Mono, monospace";
/// Those that the library writes.
const FONTS_DRAWN: &str = "SFMono-Regular, Consolas, Liberation Mono, Menlo, monospace";
/// Columns of the terminal.
const COLUMNS: usize = 80;
/// How wide one is.
const CELL_PX: usize = 8;

/// Draws the picture where pictures are to be drawn; holds what stands there against what was shown.
pub fn check(path: &Path, block: &Block, done: &[Done]) {
    let term = Term::new().min_width_px(COLUMNS * CELL_PX);
    let svg = term
        .render_svg(&screen(block, done))
        .replace(FONTS_DRAWN, FONTS);
    assert!(
        svg.contains(FONTS),
        "pictures are drawn with other fonts than {FONTS_DRAWN}"
    );
    if std::env::var_os("QLEDGER_BLESS").is_some() {
        std::fs::write(path, &svg).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        settled(&there),
        settled(&svg),
        "{} shows something else; draw it anew and look at it",
        path.display()
    );
}

/// What the terminal shows of a block's last command: the prompt in bold, and what came.
fn screen(block: &Block, done: &[Done]) -> String {
    let mut screen = String::new();
    let shown = block.statements.last().zip(done.last());
    let (statement, done) = shown.expect("a picture is of a command");
    for (at, line) in statement.line.lines().flat_map(broken).enumerate() {
        let prompt = if at == 0 { "$" } else { ">" };
        writeln!(screen, "\u{1B}[1m{prompt} {line}\u{1B}[0m").unwrap();
    }
    screen + &done.said
}

/// A line as it is typed into lines that fit the terminal.
fn broken(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let wide = lines.last().unwrap().chars().count() + word.chars().count();
        if wide + 8 > COLUMNS {
            lines.last_mut().unwrap().push_str(" \\");
            lines.push(format!("   {word}"));
        } else {
            let last = lines.last_mut().unwrap();
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    lines
}

/// The text of a picture, without what differs from day to day and run to run: digits of days, moments, hashes and counts of
/// days, and the spaces that make up for them.
fn settled(svg: &str) -> String {
    let mut inside = false;
    let text: String = svg
        .chars()
        .map(|c| {
            let was_inside = inside;
            inside = c == '<' || inside && c != '>';
            if was_inside || inside { ' ' } else { c }
        })
        .collect();
    let words = text.split_whitespace().map(|word| {
        let word =
            word.trim_matches(|c: char| c.is_ascii_punctuation() || "，。；：（）".contains(c));
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let hex = word.len() >= 8 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        let dated = word.contains("202") && word.contains('-') || word.contains(':');
        let count = digits == word.len();
        if hex || dated || count { "·" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}
