//! Blocks of a document that are generated from the code.
//!
//! A block stands between two comments, which a reader of the page does not see:
//!
//! ```text
//! <!-- generated: refusals -->
//! …
//! <!-- end -->
//! ```
//!
//! A test computes what belongs there and compares. `UPDATE_DOCS=1 cargo test --test …` writes it.

#![allow(dead_code, reason = "each test binary uses its part of this module")]

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// A file of the repository.
pub fn path_of(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// The text of a file of the repository.
pub fn read(file: &str) -> String {
    let path = path_of(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One test at a time writes a document.
static TURN: Mutex<()> = Mutex::new(());

/// Holds the named blocks of a document against what they must say.
pub fn check(file: &str, blocks: &[(&str, String)]) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = read(file);
    let mut wrong = Vec::new();
    for (name, content) in blocks {
        let (start, end) = place_of(&text, file, name);
        let right = format!("\n{}\n", content.trim_end());
        if text[start..end] != right {
            wrong.push(*name);
            text.replace_range(start..end, &right);
        }
    }
    if wrong.is_empty() {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path_of(file), text).unwrap();
        return;
    }
    panic!("{file} does not say what the code does, in: {wrong:?}; UPDATE_DOCS=1 writes it");
}

/// Where a block's content begins and ends.
fn place_of(text: &str, file: &str, name: &str) -> (usize, usize) {
    let open = format!("<!-- generated: {name} -->");
    let start = text
        .find(&open)
        .unwrap_or_else(|| panic!("{file} has no block {name}"));
    let start = start + open.len();
    let end = text[start..].find("<!-- end -->");
    let end = end.unwrap_or_else(|| panic!("{file}: block {name} does not end"));
    (start, start + end)
}

/// A fenced block of plain text.
pub fn fenced(content: &str) -> String {
    format!("```text\n{}\n```", content.trim_end())
}

/// The text in lines of `width` characters, for reading.
pub fn wrapped(text: &str, width: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lines: Vec<String> = chars
        .chunks(width)
        .map(|line| line.iter().collect())
        .collect();
    lines.join("\n")
}
