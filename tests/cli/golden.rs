//! Texts as they are, in both languages. `QLEDGER_BLESS=1` writes them anew, to be read before they
//! are committed.

use std::path::Path;

use super::desk::{DOC, Desk};

/// Replaces what differs from run to run: hashes, ids, keys, moments, today.
fn settled(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.split(' ').map(|word| {
            let bare = word.trim_start_matches("ed25519:");
            let digits = |n: usize| bare.len() == n && bare.bytes().all(|b| b.is_ascii_hexdigit());
            match word {
                _ if digits(64) => "<hash>".to_owned(),
                _ if word.len() == 36 && word.matches('-').count() == 4 => "<id>".to_owned(),
                _ if word.contains('T') && word.ends_with("+08:00") => "<moment>".to_owned(),
                // As wide as what they stand for: columns must line up here as well.
                _ if digits(8) => format!("{:<8}", "<key>"),
                _ if is_day(word) => format!("{:<10}", "<day>"),
                _ => word.to_owned(),
            }
        });
        out.push_str(words.collect::<Vec<_>>().join(" ").trim_end());
        out.push('\n');
    }
    out
}

fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && parts
            .iter()
            .all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/golden")
        .join(name);
    let text = settled(text);
    if std::env::var_os("QLEDGER_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        golden, text,
        "{name} differs from what was read and committed"
    );
}

#[test]
fn texts_are_what_was_read_and_committed() {
    let desk = Desk::practice();
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.region("650100", "prefecture", "650000", "");
    desk.party("650100-EEB", "");
    for lang in ["en", "zh"] {
        let say = |line: &str| desk.run(&format!("--lang {lang} {line}"));
        check(&format!("help.{lang}.txt"), &say("--help").out);
        check(
            &format!("case-open-relocation.{lang}.txt"),
            &say("case open relocation --help").out,
        );
        check(&format!("key-list.{lang}.txt"), &say("key list").out);
        check(&format!("party-list.{lang}.txt"), &say("party list").out);
        let cap = say(&format!("cap set 650100 SO2=5000.5 {DOC} --dry-run"));
        check(
            &format!("cap-dry-run.{lang}.txt"),
            &format!("{}{}", cap.out, cap.err),
        );
        let refused = say(&format!("quota issue 650100/RESERVE SO2=1 {DOC} --dry-run"));
        check(
            &format!("refused.{lang}.txt"),
            &format!("{}{}", refused.out, refused.err),
        );
    }
}
