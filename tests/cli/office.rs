//! A day at the desk, on played samples: what waits, what a move would come to, what is found, which
//! letter is missing. Texts as they are, in both languages.

use std::path::Path;

use serde_json::{Value, json};

use unicode_width::UnicodeWidthStr as _;

use super::desk::Desk;
use super::golden::check;

/// Lines of a screen.
const SCREEN_LINES: usize = 31;
/// The firm of the relocation, and where it wants to go.
const MOVE: &str = "plan relocation 91650109MA77AB0192 --to ZD-WZ SO2=160 NOX=330 VOCS=60 PM=70 \
     COD=30 NH3N=2.7 HG=10 CO2=268000";

/// A sample played up to the act that begins with `until`, in the folder `zd`.
pub fn played_until(sample: &str, until: &str) -> Desk {
    let desk = Desk::empty();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for folder in ["", "parts"] {
        std::fs::create_dir_all(desk.path(folder)).unwrap();
        for file in std::fs::read_dir(samples.join(folder)).unwrap() {
            let file = file.unwrap();
            if file.path().is_file() {
                std::fs::copy(file.path(), desk.path(folder).join(file.file_name())).unwrap();
            }
        }
    }
    let whole = std::fs::read_to_string(samples.join(sample)).unwrap();
    let end = whole.find(until).unwrap();
    std::fs::write(desk.path(sample), &whole[..end]).unwrap();
    desk.done(&format!("play {sample} --keep zd"));
    desk
}

/// Runs a line on the played ledger.
fn read(desk: &Desk, line: &str) -> String {
    desk.done(&format!("--state-dir zd.state {line}")).out
}

fn read_json(desk: &Desk, line: &str) -> Value {
    desk.json(&format!("--state-dir zd.state {line}"))
}

/// Runs a plan that ends with `code`, and holds it against its text in both languages. It fits one
/// screen.
fn golden_plan(desk: &Desk, name: &str, line: &str, code: i32) {
    for lang in ["en", "zh"] {
        let run = desk.run(&format!("--state-dir zd.state --lang {lang} {line}"));
        assert_eq!(run.code, code, "{line}\n{}{}", run.out, run.err);
        let lines = run.out.lines().count();
        assert!(lines <= SCREEN_LINES, "{lines} lines:\n{}", run.out);
        for line in run.out.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
        check(&format!("{name}.{lang}.txt"), &run.out);
    }
}

/// A plan that would be refused, as JSON.
fn refused_json(desk: &Desk, line: &str) -> Value {
    let run = desk.run(&format!("--state-dir zd.state --format json {line}"));
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn golden(desk: &Desk, name: &str, line: &str) {
    for lang in ["en", "zh"] {
        let text = read(desk, &format!("--lang {lang} {line}"));
        check(&format!("{name}.{lang}.txt"), &text);
    }
}

#[test]
fn the_desk_shows_what_waits_and_for_whom() {
    // Accepted; the origin's confirmations and the host's opinion are open.
    let desk = played_until("relocation.yaml", "  - at: 2027-03-10 11:00");
    golden(&desk, "todo", "todo");
    golden(&desk, "case-waiting", "case show ZD-WZ-2027-0001");
    let steps = |line: &str| -> Vec<String> {
        let todo = read_json(&desk, line);
        let items = todo["todo"].as_array().unwrap().iter();
        items
            .map(|item| format!("{} {}", item["task"], item["step"]).replace('"', ""))
            .collect()
    };
    // The city's government has no key: its bureau records its letter.
    assert_eq!(
        steps("todo --as 650100-EEB"),
        ["step origin_confirm", "letter carry_consent"]
    );
    assert_eq!(
        steps("todo --as 650100-EEB --seat issue"),
        ["step origin_confirm"]
    );
    assert_eq!(steps("todo --as 650100-GOV"), ["step carry_consent"]);
    assert_eq!(steps("todo --as 650000-EEB"), ["base_decision null"]);
    assert!(steps("todo --as ZD-WZ-PC").is_empty());
    let unknown = desk.run("--state-dir zd.state todo --as 650900-EEB");
    assert_ne!(unknown.code, 0, "{}", unknown.out);
}

#[test]
fn a_move_is_told_on_one_screen_and_nothing_is_recorded() {
    let desk = played_until("relocation.yaml", "  - at: 2027-03-03 10:00");
    let before = read(&desk, "log");
    golden_plan(&desk, "plan-relocation", MOVE, 0);
    golden(&desk, "plan-relocation-full", &format!("{MOVE} --full"));
    let plan = read_json(&desk, MOVE);
    let vocs = &plan["figures"][2];
    let drawn = &vocs["sources"][0]["drawn"];
    assert_eq!(
        json!([vocs["held"], vocs["short"], drawn]),
        json!(["54.12", "5.88", "5.88"])
    );
    assert_eq!(plan["refused"], json!([]));
    assert_eq!(before, read(&desk, "log"), "a plan records nothing");
}

#[test]
fn everything_that_stands_against_a_move_is_told_at_once() {
    let desk = played_until("relocation.yaml", "  - at: 2027-03-03 10:00");
    let line = "plan relocation 91650109MA77AB0192 --to ZD-WZ SO2=500 VOCS=90";
    golden_plan(&desk, "plan-relocation-short", line, 1);
    let plan = refused_json(&desk, line);
    let short: Vec<_> = plan["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["refusal"]["code"].clone(),
                row["refusal"]["values"]["short"].clone(),
            )
        })
        .collect();
    let code = json!("INSUFFICIENT_BALANCE");
    assert_eq!(
        short,
        [(code.clone(), json!("301.65")), (code, json!("15.88"))]
    );
}

#[test]
fn a_new_project_is_told_with_its_lots_and_its_letters() {
    let desk = played_until("introduction.yaml", "  - at: 2027-05-17 10:00");
    let line = "plan introduction P1 NOX=640 CO2PROJ=3864250 --source XPCC-06-L3";
    golden_plan(&desk, "plan-introduction", line, 0);
    let plan = read_json(&desk, line);
    let nox = &plan["figures"][0];
    assert_eq!(
        json!([nox["cover"], nox["retired"]]),
        json!(["1280", "640"])
    );
    assert_eq!(plan["refused"], json!([]));
    let line = "plan introduction --site ZD-BZ --industry 2523 NOX=640 SO2=5";
    golden_plan(&desk, "plan-introduction-new", line, 1);
    let plan = refused_json(&desk, line);
    assert_eq!(plan["firm"], Value::Null);
    assert!(
        !plan.to_string().contains("NOT-ENROLLED") && !plan.to_string().contains("-P0002"),
        "ids that only the trial knows are told to nobody: {plan}"
    );
    let neither = desk.run("--state-dir zd.state plan introduction NOX=640");
    assert_eq!(neither.code, 2, "{}", neither.out);
}

#[test]
fn things_are_found_by_what_people_say() {
    let desk = played_until("introduction.yaml", "  - at: 2027-05-17 10:00");
    golden(&desk, "find-firm", "find 煤化工");
    golden(&desk, "find-document", "find 兵准管〔2027〕20号");
    let found = |text: &str| -> Vec<String> {
        let found = read_json(&desk, &format!("find {text}"));
        let hits = found["found"].as_array().unwrap().iter();
        hits.map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(found("BZ-2"), ["ZD-BZ-2027-0002"]);
    assert_eq!(found("L3"), ["XPCC-06-2027-L0003"]);
    assert_eq!(found("P0001"), ["ZD-BZ-2027-P0001"]);
    assert!(found("nothing-like-it").is_empty());
}

#[test]
fn a_short_number_stands_for_the_one_thing_it_fits() {
    let desk = played_until("introduction.yaml", "  - at: 2027-05-17 10:00");
    let whole = read(&desk, "case show ZD-BZ-2027-0002");
    for short in ["2", "0002", "BZ-2", "zd-bz-2", "2027-2"] {
        assert_eq!(whole, read(&desk, &format!("case show {short}")), "{short}");
    }
    assert_eq!(
        read(&desk, "trace ZD-BZ-2027-P0001"),
        read(&desk, "trace P1")
    );
    let several = desk.run("--state-dir zd.state trace L1");
    assert_eq!(several.code, 2);
    assert!(
        several
            .err
            .contains("XPCC-06-2027-L0001, XPCC-08-2027-L0001"),
        "{}",
        several.err
    );
    let none = desk.run("--state-dir zd.state case show 7");
    assert!(
        none.code == 2 && none.err.contains("nothing is called 7"),
        "{}",
        none.err
    );
}

#[test]
fn a_short_number_goes_wherever_a_number_is_typed() {
    let desk = played_until("introduction.yaml", "  - at: 2027-05-17 10:00");
    let same = [
        ("balance --lot XPCC-06-2027-L0005", "balance --lot 06-L5"),
        (
            "case list --project ZD-BZ-2027-P0001",
            "case list --project BZ-P1",
        ),
    ];
    for (whole, short) in same {
        assert_eq!(read(&desk, whole), read(&desk, short), "{short}");
    }
    // Each as far as what it drafts; none of them is signed.
    let doc = "--doc 兵准管〔2027〕9号 --doc-file zd/genesis.json --draft";
    let writes = [
        "case act BZ-2 source_plan --source 06-L5 --issuer XPCC-GOV",
        "hold place --by 652300-EEB --case BZ-2",
        "hold place --by XPCC-EEB --lot 06-L5",
        "quota take-back 06-L5 1",
        "case open introduction --project BZ-P1 --need NOX=1",
        "case open demonstration --project BZ-P1",
    ];
    for (at, line) in writes.iter().enumerate() {
        let whole = line
            .replace("BZ-2", "ZD-BZ-2027-0002")
            .replace("06-L5", "XPCC-06-2027-L0005")
            .replace("BZ-P1", "ZD-BZ-2027-P0001");
        let of = |line: &str, to: &str| {
            let run = desk.run(&format!("--state-dir zd.state {line} {doc} {to}{at}"));
            (
                run.code,
                run.err.replace(to, "").replace(&at.to_string(), ""),
            )
        };
        let (short, whole) = (of(line, "short"), of(&whole, "whole"));
        assert_eq!(short, whole, "{line}");
        assert!(!short.1.contains("short number"), "{line}: {}", short.1);
    }
}

#[test]
fn a_site_that_is_no_region_is_told_as_such() {
    let desk = played_until("relocation.yaml", "  - at: 2027-03-03 10:00");
    for line in [
        "plan relocation 91650109MA77AB0192 --to ZD-XX SO2=1",
        "plan introduction --site ZD-XX --industry 2523 SO2=1",
    ] {
        let run = desk.run(&format!("--state-dir zd.state {line}"));
        assert_eq!(run.code, 2, "{line}: {}", run.err);
        assert!(run.err.contains("there is no region ZD-XX"), "{}", run.err);
    }
}

#[test]
fn the_missing_letter_is_drafted_with_the_figures_of_the_case() {
    let desk = played_until("relocation.yaml", "  - at: 2027-03-10 11:00");
    golden(
        &desk,
        "letter-consent",
        "case show 1 --letter carry_consent",
    );
    let letter = read_json(&desk, "case show 1 --letter carry_consent");
    let shown = read(&desk, "--lang zh case show 1 --letter carry_consent");
    assert_eq!(letter["text"]["zh"], json!(shown));
    let line = "--lang zh case show 1 --letter carry_consent -o consent.txt";
    read(&desk, line);
    let written = std::fs::read_to_string(desk.path("consent.txt")).unwrap();
    assert_eq!(written, shown);
    let again = desk.run(&format!("--state-dir zd.state {line}"));
    assert_eq!(
        again.code, 2,
        "a letter that was worked on is not written over"
    );
    let no_step = desk.run("--state-dir zd.state case show 1 --letter consent");
    assert!(
        no_step.code == 2 && no_step.err.contains("carry_consent"),
        "{}",
        no_step.err
    );
}

#[test]
fn a_returned_case_says_by_whom_since_when_and_what_is_missing() {
    let desk = played_until("double_use.yaml", "  - at: 2027-11-08 10:00");
    let todo = read_json(&desk, "todo --as 650109-PC");
    let item = &todo["todo"][0];
    assert_eq!(
        json!([
            item["task"],
            item["since"],
            item["documents"],
            item["until"]
        ]),
        json!(["resubmission", "2027-11-03", ["application"], null])
    );
    let case = item["case"].as_str().unwrap();
    golden(&desk, "case-returned", &format!("case show {case}"));
    let shown = read_json(&desk, &format!("case show {case}"));
    let turned = &shown["turns"][0];
    assert_eq!(
        json!([turned["turn"], turned["by"], turned["document"]["number"]]),
        json!(["returned", "650100-EEB", "乌环函〔2027〕86号"])
    );
}
