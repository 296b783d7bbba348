//! The inspector's day: suspicions on a copy, evidence that stands by itself, findings.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::desk::{DOC, Desk, copy_folder};

/// Runs a line on the played ledger.
fn on_ledger(line: &str) -> String {
    format!("--ledger zd --state-dir zd.state {line}")
}

/// The demonstration, played to its end.
fn whole() -> Desk {
    let desk = Desk::empty();
    desk.done("demo --keep zd");
    desk
}

#[test]
fn check_reads_a_copy_changes_nothing_and_says_by_its_exit_code_what_it_found() {
    let desk = Desk::empty();
    desk.done("demo --keep zd");
    copy_folder(&desk.path("zd"), &desk.path("copy"));
    let before = desk.files("copy");
    let found = desk.run("--ledger copy --format json check");
    assert_eq!(found.code, 1, "{}", found.err);
    let found: Value = serde_json::from_str(&found.out).unwrap();
    let rules: BTreeSet<&str> = found["suspicions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|suspicion| suspicion["rule"].as_str().unwrap())
        .collect();
    // The demo sets up under one letter and records the letters of bodies without keys; of nothing
    // else it can be suspected.
    assert_eq!(rules, BTreeSet::from(["letter_twice", "not_confirmed"]));
    let milder = desk.run("--ledger copy --format json check --confirm-days 9999");
    let milder: Value = serde_json::from_str(&milder.out).unwrap();
    assert_eq!(milder["suspicions"].as_array().unwrap().len(), 1);
    for (lang, word) in [("zh", "疑点"), ("en", "suspicions")] {
        let told = desk.run(&format!("--ledger copy --lang {lang} check"));
        assert!(told.out.contains(word), "{}", told.out);
    }
    assert_eq!(desk.files("copy"), before);
}

#[test]
fn a_fresh_ledger_raises_no_suspicion() {
    let desk = Desk::practice();
    let run = desk.run("check");
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn evidence_stands_by_itself_and_one_changed_byte_is_found_in_every_file() {
    let desk = whole();
    let cases = desk.json(&on_ledger("case list --all"));
    let case = cases["cases"][0]["case"].as_str().unwrap().to_owned();
    let wrote = desk.json(&on_ledger(&format!("evidence ev --case {case}")));
    let id = wrote["ledger"].as_str().unwrap().to_owned();
    // From here on there is no ledger any more.
    std::fs::remove_dir_all(desk.path("zd")).unwrap();
    let again = desk.run(&format!("--ledger zd evidence ev --case {case}"));
    assert_ne!(again.code, 0);

    let held = desk.json(&format!("evidence ev --check --id {id}"));
    assert_eq!(held["receipts"], wrote["entries"]);
    assert_eq!(held["id_given"], true);
    assert_eq!(desk.json("evidence ev --check")["id_given"], false);
    let other = format!("00{}", &id[2..]);
    assert_eq!(
        desk.run(&format!("evidence ev --check --id {other}")).code,
        3
    );

    let files = desk.files("ev");
    let mut receipts = 0;
    for name in files
        .keys()
        .filter(|name| name.to_string_lossy().ends_with(".receipt.json"))
    {
        desk.done(&format!("verify {} --id {id}", name.display()));
        receipts += 1;
    }
    assert_eq!(wrote["entries"], receipts);
    for (name, content) in &files {
        let path: &Path = name;
        let mut changed = content.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::fs::write(path, &changed).unwrap();
        let run = desk.run(&format!("evidence ev --check --id {id}"));
        assert_eq!(run.code, 3, "{}: {}{}", name.display(), run.out, run.err);
        std::fs::write(path, content).unwrap();
    }
    desk.done(&format!("evidence ev --check --id {id}"));
}

#[test]
fn a_manifest_that_was_made_to_fit_does_not_hide_what_receipts_tell() {
    use sha2::Digest as _;
    let desk = whole();
    let cases = desk.json(&on_ledger("case list --all"));
    let case = cases["cases"][0]["case"].as_str().unwrap().to_owned();
    desk.done(&on_ledger(&format!("evidence ev --case {case}")));
    let manifest = std::fs::read_to_string(desk.path("ev/MANIFEST.sha256")).unwrap();
    let payload = manifest
        .lines()
        .find(|line| line.ends_with(".payload.json"))
        .unwrap();
    let (hash, name) = payload.split_once("  ").unwrap();
    let path = desk.path("ev").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let forged = text.replacen('2', "3", 1);
    std::fs::write(&path, &forged).unwrap();
    let right = hex::encode(sha2::Sha256::digest(&forged));
    let fitting = manifest.replace(hash, &right);
    std::fs::write(desk.path("ev/MANIFEST.sha256"), &fitting).unwrap();
    let run = desk.run("--lang en evidence ev --check");
    assert_eq!(run.code, 3);
    assert!(
        run.err.contains("is not what its receipt says"),
        "{}",
        run.err
    );
    std::fs::write(&path, text).unwrap();
    std::fs::write(desk.path("ev/MANIFEST.sha256"), &manifest).unwrap();

    std::fs::write(desk.path("ev/entries/note.txt"), "x").unwrap();
    let run = desk.run("--lang en evidence ev --check");
    assert!(run.err.contains("not in the manifest"), "{}", run.err);
    std::fs::remove_file(desk.path("ev/entries/note.txt")).unwrap();
    std::fs::remove_file(desk.path("ev/operator.pem")).unwrap();
    let run = desk.run("--lang en evidence ev --check");
    assert!(run.err.contains("operator.pem is missing"), "{}", run.err);
}

#[test]
fn evidence_never_goes_into_a_folder_that_has_something_in_it() {
    let desk = whole();
    std::fs::create_dir(desk.path("full")).unwrap();
    std::fs::write(desk.path("full/mine.txt"), "mine").unwrap();
    let run = desk.run(&on_ledger("--lang en evidence full --case WZ-1"));
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("is not empty"), "{}", run.err);
    assert_eq!(desk.files("full").len(), 1);
}

#[test]
fn a_finding_waits_for_who_must_rectify_it_and_then_for_who_opened_it() {
    let desk = super::zhundong::zhundong();
    desk.party("650000-INS", "--kind inspector --region 650000");
    desk.seats("650000-INS");
    let firm = super::desk::FIRM;
    let opened = desk.json(&format!(
        "case open relocation --firm {firm} --origin 650109 --site ZD-WZ --need SO2=1 {DOC}"
    ));
    let case = opened["answers"][0]["assigned"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    let open = format!(
        "finding open --case {case} --kind procedure --by 650000-INS --responsible 650100-EEB {DOC}"
    );
    let tried = desk.run("finding open --case 1 --kind nothing --by A --responsible B --doc X");
    assert_eq!(tried.code, 2);
    assert!(tried.err.contains("double_claim"), "{}", tried.err);
    desk.done(&open);
    let task = |party: &str| {
        let todo = desk.json(&format!("todo --as {party}"));
        let items = todo["todo"].as_array().unwrap().clone();
        let finding = items.into_iter().find(|item| !item["finding"].is_null());
        finding.map(|item| item["task"].as_str().unwrap().to_owned())
    };
    assert_eq!(task("650100-EEB").as_deref(), Some("rectification"));
    assert_eq!(task("650000-INS"), None);
    let act = desk.run(&format!("--lang en case act {case} accept {DOC}"));
    assert_eq!(act.code, 1);
    assert!(act.out.contains("CASE_ON_HOLD") || act.err.contains("CASE_ON_HOLD"));
    desk.done(&format!("finding rectify F1 {DOC}"));
    assert_eq!(task("650100-EEB"), None);
    assert_eq!(task("650000-INS").as_deref(), Some("closing"));
    let shown = desk.done(&format!("--lang zh case show {case}")).out;
    assert!(shown.contains("待 650000-INS 销号"), "{shown}");
    desk.done(&format!("finding close F1 {DOC}"));
    desk.done(&format!("case act {case} accept {DOC}"));
    assert_eq!(desk.json("finding list")["findings"], serde_json::json!([]));
    let found = desk.json("find F1");
    assert_eq!(found["found"][0]["what"], "finding");
    let evidence = desk.json(&format!("evidence ev --case {case}"));
    assert!(evidence["entries"].as_u64().unwrap() >= 5);
    let report = std::fs::read_to_string(desk.path("ev/report.zh.html")).unwrap();
    assert!(report.contains("销号"));
}

/// Every text of an SVG; it must be well-formed.
fn texts_of(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut texts = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Text(text) => {
                texts.push(text.as_ref().to_owned());
            }
            quick_xml::events::Event::Eof => return texts,
            _ => {}
        }
    }
}

#[test]
fn pictures_write_every_figure_they_draw() {
    let desk = whole();
    let lots = desk.json(&on_ledger("balance --region 650100"));
    let rows = lots["balances"].as_array().unwrap();
    let vocs = rows.iter().find(|row| row["indicator"] == "VOCS").unwrap();
    let lot = vocs["lots"][0]["lot"].as_str().unwrap();
    for (line, file, figures) in [
        (
            "picture caps ZD-WZ".to_owned(),
            "caps.svg",
            vec!["160.000", "268,000.00", "%"],
        ),
        (
            "picture year 650100 2027".to_owned(),
            "year.svg",
            vec!["198.350", "160.000", "2027-10"],
        ),
        (
            format!("picture flow {lot}"),
            "flow.svg",
            vec!["20.000", "5.880", "14.120", "152"],
        ),
        (format!("trace {lot}"), "way.svg", vec!["5.880", "14.120"]),
    ] {
        for lang in ["zh", "en"] {
            let file = format!("{lang}-{file}");
            desk.done(&on_ledger(&format!("--lang {lang} {line} -o {file}")));
            let svg = std::fs::read_to_string(desk.path(&file)).unwrap();
            let texts = texts_of(&svg).join("\n");
            for figure in &figures {
                assert!(texts.contains(figure), "{file} lacks {figure}:\n{texts}");
            }
            assert!(
                svg.contains("Noto Serif CJK SC"),
                "{file} names no Chinese font"
            );
        }
    }
    // The same state gives the same bytes.
    desk.done(&on_ledger("--lang zh picture caps ZD-WZ -o again.svg"));
    let read = |file: &str| std::fs::read(desk.path(file)).unwrap();
    assert_eq!(read("again.svg"), read("zh-caps.svg"));
    for (line, told) in [
        ("picture caps -o caps.png", ".svg"),
        ("picture caps NOWHERE -o x.svg", "NOWHERE"),
        ("picture flow L999 -o x.svg", "L999"),
        ("picture caps ZD-WZ -o again.svg", "again.svg"),
    ] {
        let run = desk.run(&on_ledger(&format!("--lang en {line}")));
        assert_eq!(run.code, 2, "{line}: {}", run.err);
        assert!(run.err.contains(told), "{line}: {}", run.err);
    }
}

#[test]
fn a_picture_of_nothing_says_so_and_forms_bear_theirs() {
    let desk = whole();
    desk.done(&on_ledger("--lang zh picture year 650100 2020 -o year.svg"));
    let svg = std::fs::read_to_string(desk.path("year.svg")).unwrap();
    assert!(svg.contains("这段时间没有收支"), "{svg}");
    for form in ["book 650100", "quarter 652300 2027Q4", "parks"] {
        let page = desk
            .done(&on_ledger(&format!("--lang zh form {form} -o -")))
            .out;
        assert!(page.contains("<svg"), "{form}");
        assert!(page.contains('%') || page.contains("收入"), "{form}");
    }
    let empty = Desk::practice();
    empty.done("--lang en picture caps -o caps.svg");
    let svg = std::fs::read_to_string(empty.path("caps.svg")).unwrap();
    assert!(svg.contains("no cap is set and nothing is used"), "{svg}");
}
