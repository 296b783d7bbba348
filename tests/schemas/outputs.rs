//! Every reading command, run with the built binary on played ledgers: what it prints is as its
//! schema says, the same in both languages, and the schema leaves nothing open.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;

use super::closed::broken;
use super::commands::{COMMANDS, IMPORTS, RECORDS, of_line};
use super::common::EVERY_ACT;
use super::desk::{DOC, Desk};
use super::shelf::{check, path_of, validator};

/// What sessions showed so far.
#[derive(Default)]
pub struct Shown {
    validators: BTreeMap<&'static str, Validator>,
    pairs: BTreeSet<(&'static str, &'static str)>,
    /// What was printed, by schema.
    printed: BTreeMap<&'static str, Vec<Value>>,
}

impl Shown {
    /// Holds something that a line printed against the schemas of its command.
    pub fn see(&mut self, line: &str, value: Value) -> Value {
        let (command, schemas) = of_line(line);
        for name in schemas {
            self.validators
                .entry(name)
                .or_insert_with(|| validator(name));
        }
        let right = schemas
            .iter()
            .find(|name| self.validators[*name].is_valid(&value));
        let Some(name) = right else {
            check(line, &self.validators[schemas[0]], &value);
            panic!("{line}: none of {schemas:?}\n{value:#}");
        };
        self.pairs.insert((command, name));
        self.printed.entry(name).or_default().push(value.clone());
        value
    }

    /// Runs a line and sees what it prints. `common` are options in front.
    pub fn run(&mut self, desk: &Desk, common: &str, line: &str) -> Value {
        let run = desk.run(&format!("--format json {common} {line}"));
        let read = serde_json::from_str(&run.out);
        let value = read.unwrap_or_else(|e| panic!("{line}: {e}\n{}{}", run.out, run.err));
        self.see(line, value)
    }

    /// As [`Shown::run`], and sees that nothing depends on the language.
    fn read(&mut self, desk: &Desk, common: &str, line: &str) -> Value {
        let value = self.run(desk, common, line);
        let zh = desk.run(&format!("--lang zh --format json {common} {line}"));
        let zh: Value = serde_json::from_str(&zh.out).unwrap();
        assert_eq!(zh, value, "{line} depends on the language");
        value
    }

    /// Fails where something that was printed could be broken and still be as its schema says.
    pub fn leaves_nothing_open(&self) {
        for (name, values) in &self.printed {
            let mut done = BTreeSet::new();
            for value in values {
                for one in broken(value) {
                    // Lists differ in where their items stand, not in what breaks them.
                    let what = one.what.replace(|c: char| c.is_ascii_digit(), "*");
                    if done.insert(what) {
                        let taken = self.validators[name].is_valid(&one.value);
                        assert!(!taken, "{name} takes {}", one.what);
                    }
                }
            }
        }
    }

    /// The pairs of command and schema that were not seen, of those that `asked` picks.
    pub fn missing(&self, asked: impl Fn(&[&str]) -> bool) -> Vec<(&'static str, &'static str)> {
        let pairs = COMMANDS
            .iter()
            .filter(|(_, schemas)| asked(schemas))
            .flat_map(|(command, schemas)| schemas.iter().map(|schema| (*command, *schema)));
        pairs.filter(|pair| !self.pairs.contains(pair)).collect()
    }
}

/// The values of a field of every row of a list.
fn each(list: &Value, rows: &str, field: &str) -> BTreeSet<String> {
    let rows = list[rows].as_array().unwrap().iter();
    rows.filter_map(|row| Some(row[field].as_str()?.to_owned()))
        .collect()
}

/// Everything there is to read on a played ledger.
fn read_all(shown: &mut Shown, desk: &Desk, folder: &str) {
    let common = format!("--ledger {folder} --state-dir {folder}.state");
    let mut read = |line: &str| shown.read(desk, &common, line);
    for list in [
        "key",
        "region",
        "party",
        "account",
        "policy",
        "cap",
        "permit",
        "reduction",
        "hold",
        "finding",
    ] {
        read(&format!("{list} list"));
    }
    read("correction shortfalls --all");
    let accounts = read("account list");
    for account in each(&accounts, "accounts", "account") {
        let (_, holder) = account.split_once('/').unwrap();
        if holder.len() == 18 {
            read(&format!(
                "plan relocation {holder} --from {account} --to ZD-WZ SO2=160 VOCS=60 NOX=500"
            ));
        }
    }
    read("person list --all");
    read("plan introduction --site ZD-BZ --industry 2523 NOX=640 CO2PROJ=100");
    let balances = read("balance");
    let mut lots = BTreeSet::new();
    for row in balances["balances"].as_array().unwrap() {
        lots.extend(each(row, "lots", "lot"));
    }
    for lot in lots.iter().take(12) {
        read(&format!("trace {lot}"));
    }
    let projects = read("project list");
    for project in each(&projects, "projects", "project") {
        read(&format!("trace {project}"));
        read(&format!("plan introduction {project} NOX=640 SO2=1"));
    }
    let cases = read("case list --all");
    for case in each(&cases, "cases", "case") {
        let shown = read(&format!("case show {case}"));
        for step in each(&shown, "checklist", "step") {
            read(&format!("case show {case} --letter {step}"));
        }
    }
    read("todo");
    for text in ["1", "ZD", "米", "L2", "环", "新环发"] {
        read(&format!("find {text}"));
    }
    let findings = read("finding list --all");
    for finding in each(&findings, "findings", "finding") {
        read(&format!("finding show {finding}"));
    }
    let refusals = read("refusals");
    // The genesis; an entry that was refused, where one was; the last.
    let first_refused = refusals["refusals"][0]["index"].as_u64();
    let last = read("log --last 1")["log"][0]["index"].as_u64();
    let entries: Vec<u64> = [Some(0), first_refused, last]
        .into_iter()
        .flatten()
        .collect();
    read("log");
    read("log --checkpoint");
    let audit = read("audit");
    for index in entries {
        read(&format!("log {index}"));
        let receipt = read(&format!("receipt {index}"));
        std::fs::write(desk.path("receipt.json"), format!("{receipt}\n")).unwrap();
        let id = audit["ledger"].as_str().unwrap();
        read(&format!("verify receipt.json --id {id}"));
    }
}

#[test]
fn every_reading_command_prints_what_its_schema_says_and_the_schema_leaves_nothing_open() {
    let desk = Desk::empty();
    let mut shown = Shown::default();
    shown.run(&desk, "", "demo --keep demo");
    read_all(&mut shown, &desk, "demo");

    std::fs::create_dir(desk.path("parts")).unwrap();
    for part in std::fs::read_dir(path_of("samples/parts")).unwrap() {
        let part = part.unwrap();
        std::fs::copy(part.path(), desk.path("parts").join(part.file_name())).unwrap();
    }
    std::fs::write(desk.path("every_act.yaml"), EVERY_ACT).unwrap();
    shown.run(&desk, "", "play every_act.yaml --keep every");
    read_all(&mut shown, &desk, "every");

    separate_steps(&mut shown, &Desk::empty());
    carried(&mut shown, &Desk::practice());
    let case = desk.json("--ledger demo --state-dir demo.state case list --all");
    let case = case["cases"][0]["case"].as_str().unwrap();
    let common = "--ledger demo --state-dir demo.state";
    for kind in ["review", "sources", "notice", "permits"] {
        shown.run(&desk, common, &format!("form {kind} {case}"));
    }
    for report in [
        "book 650100",
        "statement 650100/RESERVE",
        "quarter 650100 2027Q1",
        "parks",
    ] {
        shown.run(&desk, common, &format!("form {report}"));
    }
    let lots = desk.json(&format!("{common} balance"));
    let lot = lots["balances"][0]["lots"][0]["lot"]
        .as_str()
        .unwrap()
        .to_owned();
    for drawn in [
        "picture caps 652300 -o caps.svg".to_owned(),
        "picture year 650100 2027 -o year.svg".to_owned(),
        format!("picture flow {lot} -o flow.svg"),
        format!("trace {lot} -o lot.html"),
    ] {
        shown.run(&desk, common, &drawn);
    }
    shown.run(&desk, common, "check");
    shown.run(&desk, common, &format!("evidence ev --case {case}"));
    shown.run(&desk, common, "evidence ev --check");
    shown.run(&Desk::empty(), "", "template plan");
    shown.run(&Desk::empty(), "", "man pages");
    let missing = shown.missing(|schemas| schemas != RECORDS && schemas != IMPORTS);
    assert!(missing.is_empty(), "no session showed {missing:?}");
    shown.leaves_nothing_open();
}

/// A ledger begun; a draft, signed and submitted apart.
fn separate_steps(shown: &mut Shown, desk: &Desk) {
    shown.run(desk, "", "init --practice");
    for key in ["operator.pem", "650000-EEB.issue.P-650000-3.pub.pem"] {
        shown.read(desk, "", &format!("key show zd.keys/{key}"));
    }
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.region("650100", "prefecture", "650000", "");
    let body = path_of("samples/acts/cap.set.json");
    let draft = shown.run(
        desk,
        "",
        &format!("draft cap.set --body {}", body.display()),
    );
    let line = format!("{draft}\n");
    std::fs::write(desk.path("d.json"), &line).unwrap();
    let refused = desk.run("--format json submit d.json");
    for answer in refused.out.lines() {
        shown.see("submit", serde_json::from_str(answer).unwrap());
    }

    desk.done(&format!("cap set 650000 SO2=1 {DOC} --draft e.json"));
    let signed = shown.run(
        desk,
        "",
        "sign e.json --out - --key zd.keys/650000-EEB.issue.P-650000-3.pem",
    );
    // Unsigned, admitted, repeated, no envelope.
    let input = format!("{line}{signed}\n{signed}\n{{}}\n");
    let answers = desk.run_with("submit -", input.as_bytes());
    let mut given = Vec::new();
    for answer in answers.out.lines() {
        let answer = shown.see("submit", serde_json::from_str(answer).unwrap());
        given.push(answer["answer"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        given,
        ["invalid", "admitted", "repeated", "invalid"],
        "{}",
        answers.err
    );
}

/// Two offices without a line: a copy, its outbox, what is carried to the keeper and back.
fn carried(shown: &mut Shown, desk: &Desk) {
    let (keeper, copy) = ("", "--ledger copy --state-dir copy.state");
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    shown.run(desk, keeper, "pack out whole.pack");
    let whole = shown.read(desk, keeper, "pack show whole.pack");
    let trust = whole["ledger"].as_str().unwrap();
    shown.run(desk, copy, &format!("update whole.pack --trust {trust}"));
    let lay = |cap: u32, keys: &str| {
        desk.done(&format!(
            "{copy} cap set 650000 SO2={cap} {DOC} --keys {keys}"
        ));
    };
    std::fs::create_dir(desk.path("none")).unwrap();
    lay(7, "zd.keys");
    lay(8, "none");
    lay(9, "none");
    shown.read(desk, copy, "pack list");
    shown.run(desk, copy, "pack drop 3");
    desk.done(&format!("cap set 650000 SO2=6 {DOC} --draft d.json"));
    shown.run(desk, copy, "pack add d.json");
    shown.run(desk, copy, "pack out a.pack --keys none");
    shown.read(desk, keeper, "pack show a.pack");
    let kept = shown.run(desk, keeper, "pack in a.pack");
    assert_eq!(kept["answers"][0]["answer"], "admitted");
    shown.read(desk, keeper, "pack show a.reply.pack");
    shown.run(desk, copy, "update a.reply.pack");
    shown.run(desk, copy, "pack in a.reply.pack");
    shown.run(desk, copy, "pack redo 2 --keys zd.keys --as 650000-EEB");
    shown.run(desk, copy, "pack sign --keys zd.keys");
    shown.run(desk, keeper, "pack sign --keys zd.keys");
    for file in ["whole.pack", "a.pack", "a.reply.pack"] {
        let text = std::fs::read_to_string(desk.path(file)).unwrap();
        let line_schema = validator("pack.schema.json");
        for line in text.lines() {
            check(file, &line_schema, &serde_json::from_str(line).unwrap());
        }
    }
}
