//! `audit`: what it says it checked, what it finds, and that it touches nothing.

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::desk::{DOC, Desk};

#[test]
fn it_says_in_both_languages_what_was_checked_and_how_much() {
    let desk = Desk::filled();
    let report = desk.json("audit");
    let leaves = report["leaves"].as_u64().unwrap();
    // Every command wrote a group of its own.
    assert_eq!(report["checkpoints"], report["digests"]);
    assert!(report["checkpoints"].as_u64().unwrap() > 5, "{report}");
    let sums = report["sums"].as_array().unwrap();
    let so2 = sums.iter().find(|row| row["indicator"] == "SO2").unwrap();
    assert_eq!(so2["held"], "198.35");
    assert_eq!(report["practice"], true);
    let words = [
        (
            "zh",
            [
                "只凭日志本身",
                "条目",
                "签名",
                "存证点",
                "状态摘要",
                "余额",
                "根",
            ],
        ),
        (
            "en",
            [
                "the log alone",
                "entries",
                "signatures",
                "checkpoints",
                "state digests",
                "balances",
                "root",
            ],
        ),
    ];
    for (lang, words) in words {
        let text = desk.done(&format!("--lang {lang} audit")).out;
        for word in words {
            assert!(text.contains(word), "{lang}: {word}\n{text}");
        }
        let signatures = report["signatures"].to_string();
        for figure in [leaves.to_string(), signatures] {
            assert!(text.contains(&figure), "{lang}: {figure}\n{text}");
        }
    }
}

#[test]
fn an_inspector_audits_a_copied_folder_and_leaves_no_trace() {
    let keeper = Desk::filled();
    let inspector = Desk::empty();
    super::desk::copy_folder(&keeper.path("zd"), &inspector.path("zd"));
    // No index, no tiles, no lock: the log is enough.
    fs::remove_dir_all(inspector.path("zd/index")).unwrap();
    fs::remove_dir_all(inspector.path("zd/tiles")).unwrap();
    fs::remove_file(inspector.path("zd/LOCK")).unwrap();
    let before = inspector.files("");
    read_only(&inspector.path("zd"), true);
    let said = inspector.run("audit");
    read_only(&inspector.path("zd"), false);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(before == inspector.files(""), "something was touched");
    assert!(!inspector.path("zd/LOCK").exists());
    assert_eq!(said.out, keeper.done("audit").out);
}

/// Takes the right to write away from everybody, or gives it back.
fn read_only(folder: &Path, yes: bool) {
    for path in [
        folder.join("log/000001.seg"),
        folder.join("HEAD"),
        folder.join("log"),
        folder.to_owned(),
    ] {
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false, reason = "what it was before")]
        permissions.set_readonly(yes);
        fs::set_permissions(path, permissions).unwrap();
    }
}

/// Alters the content of one frame in the middle of the log, with a checksum that fits, as somebody
/// would who means it.
fn forge(desk: &Desk, kind: u8, nth: usize, alter: impl FnOnce(&mut [u8])) {
    let path = desk.path("zd/log/000001.seg");
    let mut bytes = fs::read(&path).unwrap();
    let (frame, content) = frames(&bytes, kind)[nth].clone();
    alter(&mut bytes[content.clone()]);
    let crc = crc32c::crc32c(&bytes[frame..frame + 4]);
    let crc = crc32c::crc32c_append(crc, &bytes[frame + 8..content.end]);
    bytes[frame + 4..frame + 8].copy_from_slice(&crc.to_be_bytes());
    fs::write(&path, bytes).unwrap();
}

/// The frames of a kind in a segment: where each begins, and where its content stands.
fn frames(bytes: &[u8], kind: u8) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 36;
    while let Some(head) = bytes.get(at..at + 19) {
        let len = usize::try_from(u32::from_be_bytes(head[..4].try_into().unwrap())).unwrap();
        if len == 0 {
            break;
        }
        let content = at + 19..at + 19 + len;
        if head[18] == kind {
            found.push((at, content.clone()));
        }
        at = content.end;
    }
    found
}

/// Another letter of base64 in place of the one at `at` from the end.
fn other_letter(content: &mut [u8], at: usize) {
    let at = content.len() - at;
    content[at] = if content[at] == b'A' { b'B' } else { b'A' };
}

/// The audit ends with exit code 3 and says this, in both languages.
fn found(desk: &Desk, parts: [&str; 2]) {
    for (lang, part) in [("zh", parts[0]), ("en", parts[1])] {
        let run = desk.run(&format!("--lang {lang} audit"));
        assert_eq!(run.code, 3, "{lang}: {}{}", run.out, run.err);
        assert!(run.err.contains(part), "{lang}: {part}\n{}", run.err);
        assert_eq!(run.out, "");
    }
}

#[test]
fn every_checkpoint_is_checked_not_the_last_alone() {
    let desk = Desk::filled();
    // A note ends with its signature's base64 and a line break.
    forge(&desk, b'C', 7, |note| other_letter(note, 10));
    found(
        &desk,
        [
            "其后的存证点不成立",
            "the checkpoint after it does not hold",
        ],
    );
    // What opens the ledger looks at its end.
    desk.done("region list");
}

#[test]
fn a_recorded_state_that_this_build_does_not_come_to_is_found() {
    let desk = Desk::filled();
    forge(&desk, b'C', 4, |content| content[0] ^= 1);
    found(&desk, ["当时记录的是", "was recorded"]);
}

#[test]
fn an_entry_whose_signature_does_not_hold_is_named() {
    let desk = Desk::filled();
    // The stored envelope ends: …sig":"<88 letters>"}]}
    forge(&desk, b'L', 12, |leaf| other_letter(leaf, 40));
    found(
        &desk,
        [
            "日志在第 12 条不成立：签名不成立：密钥",
            "the log does not hold at entry 12: its signatures do not hold: the signature by key",
        ],
    );
}

#[test]
fn a_folder_that_holds_no_ledger_is_told_from_one_that_is_damaged() {
    let desk = Desk::filled();
    fs::create_dir(desk.path("empty")).unwrap();
    for (folder, part) in [
        ("empty", "没有台账"),
        ("nowhere", "没有台账"),
        ("zd/log", "没有台账"),
    ] {
        let run = desk.run(&format!("--ledger {folder} --lang zh audit"));
        assert_eq!(run.code, 4, "{folder}: {}", run.err);
        assert!(run.err.contains(part), "{folder}: {}", run.err);
    }
    fs::remove_file(desk.path("zd/HEAD")).unwrap();
    let run = desk.run("audit");
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(run.err.contains("zd/HEAD is damaged"), "{}", run.err);
    desk.done(&format!("cap set 650100 SO2=6000 {DOC}"));
    desk.done("audit");
}
