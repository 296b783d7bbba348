//! The guides of `docs/zh` and `docs/en`, played line by line as they stand there.
//!
//! Of every guide each line of its `sh` blocks is run by one shell in an empty folder, with the binary
//! of this build as `qledger`, and must end as the guide says: with exit code 0, or with the one in
//! the comment behind it. What a `text` block shows must have been said by the block before it, and a
//! picture below a block is what that block showed.
//!
//! ```text
//! QLEDGER_BLESS=1 cargo test --test guides      draws the pictures anew, to be looked at
//! ```
#![cfg(all(unix, feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod guide;
mod picture;
mod shell;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use guide::Guide;
use shell::Done;

/// Guides, as they are called in both languages.
const GUIDES: [&str; 4] = ["relocation", "bureau", "park", "inspector"];

fn folder(lang: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(lang)
}

fn read(lang: &str, name: &str) -> Guide {
    let path = folder(lang).join(format!("{name}.md"));
    let text = std::fs::read_to_string(&path);
    Guide::parse(&text.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Plays a guide; everything that is not as it says, whole.
fn check(lang: &str, name: &str) {
    let guide = read(lang, name);
    let done = shell::run(lang, &guide);
    let mut wrong = Vec::new();
    for (block, done) in guide.blocks.iter().zip(&done) {
        for (statement, Done { said, code }) in block.statements.iter().zip(done) {
            if *code != statement.code {
                let line = &statement.line;
                wrong.push(format!(
                    "{line}\n  ends with {code}, not {}:\n{said}",
                    statement.code
                ));
            }
        }
        let said: String = done.iter().map(|done| done.said.as_str()).collect();
        wrong.extend(block.unsaid(&said));
    }
    assert!(wrong.is_empty(), "{lang}/{name}.md:\n{}", wrong.join("\n"));
    for (block, done) in guide.blocks.iter().zip(&done) {
        for picture in &block.pictures {
            picture::check(&folder(lang).join(picture), block, done);
        }
    }
}

macro_rules! played {
    ($($test:ident $lang:literal $name:literal)+) => {
        $(#[test] fn $test() { check($lang, $name); })+
    };
}

played! {
    the_first_relocation_in_chinese "zh" "relocation"
    the_first_relocation_in_english "en" "relocation"
    the_bureaus_guide_in_chinese "zh" "bureau"
    the_bureaus_guide_in_english "en" "bureau"
    the_parks_guide_in_chinese "zh" "park"
    the_parks_guide_in_english "en" "park"
    the_inspectors_guide_in_chinese "zh" "inspector"
    the_inspectors_guide_in_english "en" "inspector"
}

#[test]
fn both_languages_have_the_same_guides_and_every_picture_is_of_one() {
    for lang in ["zh", "en"] {
        let mut named = BTreeSet::new();
        for name in GUIDES {
            let guide = read(lang, name);
            named.extend(guide.blocks.into_iter().flat_map(|block| block.pictures));
        }
        let there: BTreeSet<String> = std::fs::read_dir(folder(lang).join("pictures"))
            .unwrap()
            .map(|entry| format!("pictures/{}", entry.unwrap().file_name().to_str().unwrap()))
            .collect();
        assert_eq!(named, there, "{lang}");
    }
    for name in GUIDES {
        let [zh, en] = ["zh", "en"].map(|lang| read(lang, name).blocks.len());
        assert_eq!(zh, en, "blocks of {name}.md");
    }
}

/// Keys struck in a minute by somebody who types with two fingers.
const STROKES_A_MINUTE: usize = 150;

/// Strokes that the blocks of a guide take, up to the block that holds a text.
fn strokes(lang: &str, name: &str, until: Option<&str>) -> usize {
    let guide = read(lang, name);
    let statements = guide.blocks.iter().flat_map(|block| &block.statements);
    let mut lines: Vec<&str> = Vec::new();
    for statement in statements {
        lines.push(&statement.line);
        if until.is_some_and(|text| statement.line.contains(text)) {
            break;
        }
    }
    // What follows a name that completes by Tab is not counted off: this is the long way.
    lines.iter().map(|line| line.chars().count() + 1).sum()
}

#[test]
fn ones_own_first_relocation_takes_at_most_ten_minutes_of_typing() {
    for lang in ["zh", "en"] {
        let strokes = strokes(lang, "relocation", Some("effective"));
        assert!(
            strokes <= 10 * STROKES_A_MINUTE,
            "{lang}: {strokes} strokes"
        );
    }
}

#[test]
fn the_inspectors_first_verification_takes_at_most_two_minutes_of_typing() {
    for lang in ["zh", "en"] {
        let strokes = strokes(lang, "inspector", Some("qledger verify"));
        assert!(strokes <= 2 * STROKES_A_MINUTE, "{lang}: {strokes} strokes");
    }
}
