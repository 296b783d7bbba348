//! Mistakes on the command line: told with the value and what would be right, in either language.

use super::desk::{DOC, Desk, words};

#[test]
fn a_mistake_is_told_with_its_value_and_what_would_be_right() {
    let desk = Desk::empty();
    let cases = [
        ("cap set 650100 SO2=1e3 --doc X", "1e3", "160 or 54.12"),
        ("cap set 650100 so2=1 --doc X", "so2", "capitals"),
        ("cap sett", "sett", "did you mean set?"),
        ("region enrol 65a --doc X", "65a", "650109 or ZD-WZ"),
        (
            "region enrol ZD --levell park",
            "--levell",
            "did you mean --level?",
        ),
        (
            "case act ZD-WZ-2026-X accept --doc X",
            "ZD-WZ-2026-X",
            "ZD-WZ-2027-0007",
        ),
        (
            "party enrol 650100-EEB --kind boss",
            "boss",
            "park_committee",
        ),
        (
            "permit issue P SO2=1 --holder H --region R --from 2026-02-30",
            "2026-02-30",
            "2027-10-01",
        ),
        ("--format xml region list", "xml", "table, json, csv"),
        ("--lang fr region list", "fr", "zh, en"),
        (
            "key new --party 650100-EEB --seat boss",
            "boss",
            "handle, review, issue",
        ),
        ("init", "--practice", "missing"),
        ("hold place --by 650000-EEB --doc X", "--region", "missing"),
        ("nonsense", "nonsense", "no command"),
        ("region list", "init", "holds no ledger"),
    ];
    for (line, value, right) in cases {
        let run = desk.run_args(&words(line));
        let expected = if line == "region list" { 4 } else { 2 };
        assert_eq!(run.code, expected, "{line}: {}", run.err);
        assert!(run.out.is_empty(), "{line}: {}", run.out);
        for part in [value, right] {
            assert!(
                run.err.contains(part),
                "{line}: {part:?} is not in {}",
                run.err
            );
        }
        let zh = desk.run_args(&words(&format!("--lang zh {line}")));
        if !line.contains("--lang") {
            assert_eq!(zh.code, expected, "{line}");
            assert!(zh.err.starts_with("错误："), "{line}: {}", zh.err);
        }
    }
}

#[test]
fn an_empty_search_is_a_mistake() {
    let desk = Desk::empty();
    for text in ["", " ", "\u{3000}"] {
        let run = desk.run_args(&["find", text]);
        assert_eq!(run.code, 2, "{text:?}");
        assert!(run.err.contains("nothing to look for"), "{}", run.err);
    }
}

#[test]
fn the_locale_chooses_the_language_and_the_flag_overrules_it() {
    let desk = Desk::empty();
    let say = |locale: &str, line: &str| {
        let mut command = desk.command(&words(line));
        command.env("LANG", locale);
        super::desk::finish(command).err
    };
    assert!(say("zh_CN.UTF-8", "region list").contains("没有台账"));
    assert!(say("C.UTF-8", "region list").contains("holds no ledger"));
    assert!(say("zh_CN.UTF-8", "--lang en region list").contains("holds no ledger"));
}

#[test]
fn an_act_names_the_document_it_rests_on_and_its_file_gives_the_hash() {
    let desk = Desk::practice();
    let lacks = desk.run("account open 650000/RESERVE");
    assert_eq!(lacks.code, 2);
    assert!(lacks.err.contains("--doc NUMBER"), "{}", lacks.err);
    std::fs::write(desk.path("letter.txt"), "abc").unwrap();
    let run = desk.done(&format!(
        "account open 650000/RESERVE {DOC} --doc-file letter.txt"
    ));
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(run.out.contains(hash), "{}", run.out);
    let no_file = desk.run(&format!(
        "account open XPCC/RESERVE {DOC} --doc-file nowhere.pdf"
    ));
    assert_eq!(no_file.code, 2);
    assert!(no_file.err.contains("nowhere.pdf"), "{}", no_file.err);
}

#[test]
fn a_practice_ledger_says_so_in_every_shape() {
    let desk = Desk::practice();
    for (format, at) in [("table", "err"), ("csv", "err"), ("json", "out")] {
        let run = desk.done(&format!("--format {format} party list"));
        match at {
            "err" => assert!(
                run.err.contains("this is a practice ledger"),
                "{format}: {}",
                run.err
            ),
            _ => assert!(run.out.contains("\"practice\": true"), "{}", run.out),
        }
    }
    let csv = desk.done("--format csv party list").out;
    assert_eq!(
        csv.lines().next(),
        Some("party,name,kind of party,region,upper body")
    );
    let zh = desk.done("--format csv --lang zh party list").out;
    assert!(zh.starts_with("\u{FEFF}单位,名称,"), "{zh:?}");
}

#[test]
fn what_nobody_could_sign_is_told_and_nothing_is_recorded() {
    let desk = Desk::practice();
    let size = desk.json("log")["log"].as_array().unwrap().len();
    let run = desk.run(&format!("--lang zh quota issue 6500/RESERVE SO2=5 {DOC}"));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("本台账没有区域 6500"), "{}", run.err);
    assert_eq!(desk.json("log")["log"].as_array().unwrap().len(), size);
}

/// The lot of a filled ledger, which is numbered by the year it was issued in.
fn only_lot(desk: &Desk) -> String {
    let log = desk.json("log --last 1");
    let admitted = log["log"][0]["admitted"].as_str().unwrap();
    format!("650100-{}-L0001", &admitted[..4])
}

#[test]
fn what_a_clerk_gets_wrong_is_told_with_what_cures_it() {
    let desk = Desk::filled();
    let cases = [
        (
            format!("quota take-back {} 500 {DOC} --dry-run", only_lot(&desk)),
            [
                "数量不超过 198.35，或先补足 301.65",
                "ask for at most 198.35",
            ],
        ),
        (
            format!("quota issue 650100/RESERVE CO2=900 {DOC} --dry-run"),
            ["CO2 的期间不能是长期有效，应为年度", "--year names a year"],
        ),
    ];
    for (line, told) in cases {
        for (lang, part) in ["zh", "en"].into_iter().zip(told) {
            let run = desk.run(&format!("--lang {lang} {line}"));
            let told = run.out + &run.err;
            assert!(told.contains(part), "{line}: {told}");
        }
    }
}

#[test]
fn lists_show_words_and_what_follows_where_nothing_was_said() {
    let desk = Desk::filled();
    desk.region("650109", "county", "650100", "");
    desk.done(&format!(
        "policy factor 2.0 --flow relocation --indicator SO2 --region 650109 --basis 依据 {DOC}"
    ));
    let factors = desk.done("--lang zh policy list factor").out;
    assert!(factors.contains("自带指标迁入 SO2"), "{factors}");
    assert!(!factors.contains("Relocation"), "{factors}");
    let regions = desk.done("region list").out;
    let county = regions.lines().find(|line| line.starts_with("650109"));
    // Place, cap parent and whom it answers to, none of the last two having been given.
    let told = county.map_or(0, |line| line.matches("650100").count());
    assert_eq!(told, 3, "{regions}");
}

#[test]
fn a_wrong_value_is_told_without_pointing_at_the_help() {
    let desk = Desk::empty();
    let value = desk.run("cap set 650100 SO2=-5 --doc X");
    assert!(!value.err.contains("--help"), "{}", value.err);
    let argument = desk.run("cap set 650100 SO2=5 --dok X");
    assert!(argument.err.contains("--help"), "{}", argument.err);
}

#[test]
fn nothing_is_wider_than_eighty_columns() {
    use unicode_width::UnicodeWidthStr as _;
    let desk = Desk::filled();
    desk.done("receipt 3 --out 3.receipt");
    let id = desk.json("audit")["ledger"].as_str().unwrap().to_owned();
    let lines = [
        format!("trace {}", only_lot(&desk)),
        "log".to_owned(),
        "policy list".to_owned(),
        "cap list".to_owned(),
        "reduction record --help".to_owned(),
        "policy factor --help".to_owned(),
        "case return --help".to_owned(),
        format!("verify 3.receipt --id {id}"),
    ];
    for lang in ["zh", "en"] {
        for line in &lines {
            let text = desk.done(&format!("--lang {lang} {line}")).out;
            for shown in text.lines() {
                assert!(shown.width() <= 80, "{lang} {line}: {shown}");
            }
        }
    }
}
