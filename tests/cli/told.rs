//! What is said when something given is not there, not readable or not what it should be: the what
//! and the cure in the user's language, technical detail at most in parentheses.

use std::fs;

use super::desk::{DOC, Desk, Run, finish, words};
use super::golden::check;

/// A desk with everything in it that one can get wrong.
fn prepared() -> Desk {
    let desk = Desk::filled();
    fs::create_dir(desk.path("folder")).unwrap();
    fs::write(desk.path("text.json"), "这不是 JSON\n").unwrap();
    fs::write(desk.path("half.json"), "{\"payloadType\": \"x\",\n").unwrap();
    fs::write(desk.path("other.json"), "{\"payload\": \"\"}\n").unwrap();
    fs::write(desk.path("latin.json"), [b'{', 0xE9, b'}']).unwrap();
    fs::write(desk.path("note.pem"), "no key\n").unwrap();
    fs::write(desk.path("body.json"), "{\"region\": \"650100\"}").unwrap();
    let mut locked = desk.command(&words(
        "key new --party 650000-EEB --seat handle --person P-0017 --out locked.pem",
    ));
    locked.env("QLEDGER_PASSPHRASE", "right");
    assert_eq!(finish(locked).code, 0);
    let receipt = desk.done("receipt 3").out;
    fs::write(desk.path("3.receipt"), &receipt).unwrap();
    fs::write(desk.path("cut.receipt"), &receipt[..receipt.len() / 2]).unwrap();
    desk
}

fn ledger_id(desk: &Desk) -> String {
    desk.json("audit")["ledger"].as_str().unwrap().to_owned()
}

#[test]
fn what_went_wrong_is_told_in_the_user_s_language() {
    let desk = prepared();
    let id = ledger_id(&desk);
    let key = "zd.keys/650000-EEB.handle.P-650000-1.pem";
    let public = key.replace(".pem", ".pub.pem");
    let other_id = "0".repeat(64);
    let lines: [(&str, i32); 31] = [
        ("--ledger nowhere balance", 4),
        ("--ledger folder balance", 4),
        ("--ledger text.json balance", 4),
        ("submit nowhere.json", 2),
        ("submit folder", 2),
        ("sign nowhere.json", 2),
        ("sign folder", 2),
        ("sign text.json", 2),
        ("sign half.json", 2),
        ("sign other.json", 2),
        ("sign latin.json", 2),
        (&format!("sign next.json --key {key}"), 2),
        ("sign next.json --key nowhere.pem", 2),
        ("sign next.json --key note.pem", 2),
        ("sign next.json --key locked.pem", 2),
        (&format!("sign next.json --key {public}"), 2),
        ("policy adopt text.json --basis 依据 --doc 甲", 2),
        ("policy adopt nowhere.json --basis 依据 --doc 甲", 2),
        ("draft cap.set --body body.json", 2),
        ("init --genesis half.json", 2),
        (&format!("verify nowhere.receipt --id {id}"), 2),
        (&format!("verify cut.receipt --id {id}"), 3),
        (&format!("verify 3.receipt --id {other_id}"), 3),
        ("--operator-key note.pem submit next.json", 2),
        ("play nowhere.yaml", 2),
        ("receipt abc", 2),
        ("receipt 3 --out 3.receipt", 2),
        ("log --last 0", 2),
        ("balance --indicator XX", 2),
        ("cap list --region NOSUCH", 2),
        ("case list --waits-for NOBODY", 2),
    ];
    for lang in ["zh", "en"] {
        let without = desk.run(&format!("--lang {lang} sign next.json --key locked.pem"));
        let mut told = format!(
            "$ qledger sign next.json --key locked.pem\n{}\n",
            without.err
        );
        for (line, code) in lines {
            let mut command = desk.command(&words(&format!("--lang {lang} {line}")));
            command.env("QLEDGER_PASSPHRASE", "wrong");
            let run = finish(command);
            assert_eq!(run.code, code, "{line}: {}{}", run.out, run.err);
            told += &format!("$ qledger {line}\n{}\n", run.err);
        }
        for (line, input) in [
            ("submit -", "no envelope\n"),
            ("submit -", "{\"payload\":\"\"}\n"),
        ] {
            let run = desk.run_with(&format!("--lang {lang} {line}"), input.as_bytes());
            assert_eq!(run.code, 3, "{}", run.err);
            told += &format!(
                "$ printf '{}' | qledger {line}\n{}\n",
                input.trim(),
                run.out
            );
        }
        let id_hidden = told.replace(&id, "<ledger>");
        check(&format!("told.{lang}.txt"), &id_hidden);
    }
}

/// Outside parentheses a Chinese sentence has no English one: names of files, commands and fields
/// only.
#[test]
fn what_is_told_in_chinese_is_chinese() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden/told.zh.txt");
    let text = fs::read_to_string(path).unwrap();
    for line in text.lines().filter(|line| line.starts_with("错误：")) {
        let mut depth = 0_i32;
        let outside: String = line
            .chars()
            .filter(|c| {
                depth += i32::from(*c == '（') - i32::from(*c == '）');
                depth == 0
            })
            .collect();
        let words = outside.split(|c: char| !c.is_ascii_alphabetic());
        let english = [
            "the", "is", "not", "no", "of", "such", "was", "at", "missing", "expected",
        ];
        let found: Vec<_> = words.filter(|word| english.contains(word)).collect();
        assert!(found.is_empty(), "{found:?} in {line}");
    }
}

#[test]
fn a_receipt_held_against_the_wrong_key_is_not_blamed() {
    let desk = prepared();
    let id = ledger_id(&desk);
    let public = "zd.keys/650000-EEB.handle.P-650000-1.pub.pem";
    for (lang, told) in [("zh", "核对 --operator"), ("en", "check --operator")] {
        let run = desk.run(&format!(
            "--lang {lang} verify 3.receipt --id {id} --operator {public}"
        ));
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(run.err.contains(told), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::filled();
    let path = desk.path("next.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        // The superuser may read everything.
        return;
    }
    let said = |run: Run| run.err;
    assert!(said(desk.run("--lang zh submit next.json")).contains("没有权限"));
    assert!(said(desk.run("submit next.json")).contains("permission denied"));
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    let desk = Desk::filled();
    fs::create_dir(desk.path("there")).unwrap();
    for (lang, part) in [
        ("zh", "无法写入 there：这是目录，不是文件"),
        ("en", "cannot write there: it is a folder"),
    ] {
        let run = desk.run(&format!("--lang {lang} receipt 3 --out there"));
        assert_eq!(run.code, 4, "{}", run.err);
        assert!(run.err.contains(part), "{}", run.err);
    }
    let draft = desk.run(&format!(
        "--lang zh cap set 650100 SO2=1 {DOC} --draft nowhere/cap.json"
    ));
    assert_eq!(draft.code, 4, "{}", draft.err);
    assert!(draft.err.contains("没有这个文件或目录"), "{}", draft.err);
}
