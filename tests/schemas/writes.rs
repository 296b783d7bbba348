//! Commands that record, run by hand: what they answer, on record, refused and as a dry run.

use std::collections::BTreeMap;

use serde_json::Value;

use super::commands::{IMPORTS, RECORDS};
use super::desk::{DOC, Desk, FIRM};
use super::outputs::Shown;
use super::zhundong::zhundong;

/// Every command that records, in an order in which each is let in. `{what}` is the last number
/// given to one of that kind, `{FIRM}` and `{DOC}` are those of the desk. A line that makes files
/// as well (`!`) cannot be tried before; one whose act is refused (`?`) is answered all the
/// same. Some are read back (`=`) while something stands there that played ledgers do not end with.
const LINES: &[&str] = &[
    "person enrol P-99 --party 650000-EEB",
    "!key new --party 650000-EEB --seat handle --person P-99 --out more.pem --plain --enrol",
    "!key new --party 650000-EEB --seat review --person P-98 --out other.pem --plain",
    "person enrol P-98 --party 650000-EEB",
    "key enrol other.pem",
    "key amend P-98 --until 2099-12-31",
    "key revoke P-98 --reason replaced --not-trusted-since 2026-01-01",
    "=key list",
    "=person list --all",
    "region enrol 650121 --name-zh 县 --name-en County --level county --place 650100 {DOC}",
    "party enrol 91650100MA77EF046M --name-zh 企业 --name-en Firm --region 650109 {DOC}",
    "account open 650109/RESERVE {DOC}",
    "policy adopt procedures --basis 依据 {DOC}",
    "policy factor 2.0 --flow introduction --indicator NOX --region ZD --scope 652300 --basis 依据 {DOC}",
    "policy form book --title-zh 台账 --title-en Book --scope 652300 --basis 依据 {DOC}",
    "policy ratio 1.2 --region ZD --scope 652300 --basis 依据 {DOC}",
    "cap set 650121 SO2=9 {DOC}",
    "quota issue 650100/RESERVE SO2=5 NOX=9 {DOC}",
    "quota take-back {lot} 2 {DOC}",
    "permit record P1 SO2=5 --holder {FIRM} --region 650109 {DOC}",
    "opening record 650109 --account 650109/{FIRM} SO2=9 {DOC}",
    "emission verify 650109/{FIRM} --year 2025 SO2=9 {DOC}",
    "reduction record --permit P1 --facility DA001 --name 锅炉 --indicator SO2 --measure treatment \
     --before 5 --after 1 --completed-on 2026-01-05 {DOC}",
    "=reduction list",
    "reduction verify {reduction} {DOC}",
    "=reduction list",
    "=trace {lot}",
    "permit lower P1 SO2=0.5 {DOC}",
    "permit cancel P1 {DOC}",
    "=permit list",
    "permit issue P2 SO2=1 --holder {FIRM} --region 650109 {DOC}",
    "project register --name 迁建 --builder {FIRM} --region ZD-WZ --industry 2523 --nature moved {DOC}",
    "hold place --region ZD --indicator HG --by 650000-EEB {DOC}",
    "hold lift {hold} {DOC}",
    "=hold list",
    "quota issue 650100/RESERVE SO2=5 {DOC}",
    "quota invalidate {lot} 4 {DOC}",
    "correction post --lot {lot} SO2=2 {DOC}",
    "=correction shortfalls",
    "quota issue 650100/RESERVE SO2=5 {DOC}",
    "correction cure {shortfall} {DOC}",
    "=correction shortfalls --all",
    "quota issue 650100/RESERVE SO2=0.5 {DOC}",
    "correction reverse --lot {lot} {DOC}",
    "correction complete --project {project} --name 迁建二 {DOC}",
    "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=1 {DOC}",
    "?base decide {case} --year 2025 --co2 1 --gdp 0.1 {DOC}",
    "case act {case} accept {DOC}",
    "finding open --case {case} --kind procedure --by 650000-EEB --responsible 650100-EEB {DOC}",
    "=case show {case}",
    "finding rectify {finding} {DOC}",
    "=todo",
    "=finding list",
    "=finding show {finding}",
    "finding close {finding} {DOC}",
    "=finding show {finding}",
    "=finding list --all",
    "case return {case} --to accept --missing opinion {DOC}",
    "=case list",
    "=case show {case}",
    "case resubmit {case} {DOC}",
    "case refuse {case} {DOC}",
    "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=1 {DOC}",
    "case not-accept {case} {DOC}",
    "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=1 {DOC}",
    "case withdraw {case} {DOC}",
    "case open introduction --project {project} --need SO2=1 {DOC}",
    "case open demonstration --project {project} --led-by 650100-GOV {DOC}",
    "holder rename {FIRM} --name-zh 新名 --name-en New {DOC} --doc-file other.pem",
    "?holder merge {FIRM} --into 91650100MA77EF046M {DOC}",
    "?holder transfer {FIRM} --into 91650100MA77EF046M {DOC}",
    "?holder split {FIRM} --part {FIRM}:SO2=1 --part 91650100MA77EF046M:SO2=1 {DOC}",
    "?holder bankruptcy {FIRM} {DOC}",
];

/// A line with the numbers given so far in it.
fn filled(line: &str, numbers: &BTreeMap<String, String>) -> String {
    let mut line = line.replace("{FIRM}", FIRM).replace("{DOC}", DOC);
    for (what, number) in numbers {
        line = line.replace(&format!("{{{what}}}"), number);
    }
    line
}

/// Runs a line and keeps the numbers it gave.
fn record(shown: &mut Shown, desk: &Desk, line: &str, numbers: &mut BTreeMap<String, String>) {
    let (line, right) = match line.strip_prefix('?') {
        Some(line) => (line, "refused"),
        None => (line, "admitted"),
    };
    let value = shown.run(desk, "", line);
    for answer in value["answers"].as_array().unwrap() {
        assert_eq!(answer["answer"], right, "{line}\n{answer:#}");
        for assigned in answer["assigned"].as_array().into_iter().flatten() {
            let text = |field: &str| assigned[field].as_str().unwrap().to_owned();
            numbers.insert(text("what"), text("number"));
        }
    }
}

#[test]
fn every_command_that_records_answers_as_the_schema_says_and_the_schema_leaves_nothing_open() {
    let desk = zhundong();
    let mut shown = Shown::default();
    let mut numbers = BTreeMap::new();
    let refused = format!("quota issue 650100/RESERVE SO2=9999999 {DOC}");
    let tried: Value = shown.run(&desk, "", &format!("{refused} --dry-run"));
    assert_eq!(tried["refused"][0]["code"], "CAP_EXCEEDED");
    let answer = shown.run(&desk, "", &refused);
    assert_eq!(answer["answers"][0]["refusal"]["number"], 1002);

    for line in LINES {
        let line = filled(line, &numbers);
        match (line.strip_prefix('!'), line.strip_prefix('=')) {
            (Some(line), _) if line.ends_with("--enrol") => {
                record(&mut shown, &desk, line, &mut numbers);
            }
            (Some(line), _) => {
                desk.done(line);
            }
            (None, Some(line)) => {
                shown.run(&desk, "", line);
            }
            (None, None) => {
                let tried = format!("{} --dry-run", line.trim_start_matches('?'));
                shown.run(&desk, "", &tried);
                record(&mut shown, &desk, &line, &mut numbers);
            }
        }
    }
    import(&mut shown, &desk);
    assert_eq!(shown.missing(|schemas| schemas == IMPORTS), []);
    let missing = shown.missing(|schemas| schemas == RECORDS);
    let key_new_tries_nothing = [("key new", "output/dry_run.json")];
    assert_eq!(missing, key_new_tries_nothing);
    shown.leaves_nothing_open();
}

/// Every form, with a mistake of form and one of the rules in it, tried, and recorded.
fn import(shown: &mut Shown, desk: &Desk) {
    let firm = format!("650109/{FIRM}");
    let reduction = "permit,facility,name,indicator,measure,before,after,completed on";
    let forms = [
        (
            "opening import --region 650109",
            "account,indicator,amount",
            format!("{firm},SO2,0.25"),
        ),
        (
            "quota import",
            "account,indicator,amount",
            "650100/RESERVE,SO2,0.5".to_owned(),
        ),
        (
            "reduction import",
            reduction,
            "P2,DA009,boiler,SO2,treatment,0.5,0.1,2026-01-05".to_owned(),
        ),
    ];
    for (command, heads, row) in forms {
        let wrong = row.replace("SO2", "so2,");
        let refused = row.replace("SO2", "XYZ");
        std::fs::write(
            desk.path("bad.csv"),
            format!("{heads}\n{wrong}\n{refused}\n"),
        )
        .unwrap();
        let (kind, rest) = command.split_once(' ').unwrap();
        let import = |file: &str| {
            format!(
                "{kind} {} {DOC}",
                rest.replacen("import", &format!("import {file}"), 1)
            )
        };
        let told = shown.run(desk, "", &import("bad.csv"));
        assert!(told["mistakes"].as_array().unwrap().len() >= 2, "{told:#}");
        std::fs::write(desk.path("good.csv"), format!("{heads}\n{row}\n")).unwrap();
        shown.run(desk, "", &format!("{} --dry-run", import("good.csv")));
        let done = shown.run(desk, "", &import("good.csv"));
        assert_eq!(done["answers"][0]["answer"], "admitted", "{done:#}");
    }
}

#[test]
fn enrolling_a_key_and_its_person_is_one_document() {
    let desk = Desk::practice();
    let mut shown = Shown::default();
    let line = "key new --party 650000-EEB --seat handle --seat review --plain --enrol";
    let value = shown.run(&desk, "", line);
    let answers = value["answers"].as_array().unwrap().iter();
    let kinds: Vec<&str> = answers.map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["person.enrol", "key.enrol", "person.enrol", "key.enrol"]
    );
}
