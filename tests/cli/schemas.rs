//! JSON output is what `schemas/output` says, field by field.

use std::path::Path;

use serde_json::Value;

use super::desk::{DOC, Desk, FIRM};
use super::relocation::zhundong;

fn check(schema: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/output/{schema}.json"));
    let schema_text = std::fs::read_to_string(&path).unwrap();
    let validator =
        jsonschema::validator_for(&serde_json::from_str(&schema_text).unwrap()).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{schema}: {errors:?}\n{value:#}");
}

fn json(desk: &Desk, line: &str) -> Value {
    let run = desk.run(&format!("--format json {line}"));
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{line}: {e}\n{}{}", run.out, run.err))
}

#[test]
fn every_output_of_the_commands_that_write_is_as_its_schema_says() {
    let desk = zhundong();
    let project = format!(
        "project register --name 迁建 --builder {FIRM} --region ZD-WZ --industry 2523 \
         --nature moved {DOC}"
    );
    check("answers", &json(&desk, &project));
    let refused = format!("quota issue 650100/RESERVE SO2=9999999 {DOC}");
    check("answers", &json(&desk, &refused));
    check("dry_run", &json(&desk, &format!("{refused} --dry-run")));
    let issue = format!("quota issue 650100/RESERVE SO2=5 {DOC}");
    check("dry_run", &json(&desk, &format!("{issue} --dry-run")));
    check("answers", &json(&desk, &issue));
    let permit = format!("permit record P1 SO2=5 --holder {FIRM} --region 650109 {DOC}");
    check("answers", &json(&desk, &permit));
    desk.done(&format!(
        "opening record 650109 --account 650109/{FIRM} SO2=9 {DOC}"
    ));
    desk.done(&format!(
        "emission verify 650109/{FIRM} --year 2025 SO2=9 {DOC}"
    ));
    let reduction = format!(
        "reduction record --permit P1 --facility DA001 --name 锅炉 --indicator SO2 \
         --measure treatment --before 5 --after 1 --completed-on 2026-01-05 {DOC}"
    );
    check("answers", &json(&desk, &reduction));
    let no = json(&desk, "reduction list")["reductions"][0]["reduction"].clone();
    check("reductions", &json(&desk, "reduction list"));
    let verify = format!("reduction verify {} {DOC}", no.as_str().unwrap());
    check("answers", &json(&desk, &verify));
    let hold = format!("hold place --region ZD --indicator SO2 --by 650000-EEB {DOC}");
    check("answers", &json(&desk, &hold));
    let hold =
        format!("hold place --account 650100/RESERVE --by 650100-EEB --until 2099-01-01 {DOC}");
    check("answers", &json(&desk, &hold));
    desk.done("key revoke P-ZD-WZ-PC-HANDLE --reason replaced");

    for list in [
        "keys",
        "regions",
        "parties",
        "accounts",
        "caps",
        "policies",
        "permits",
        "reductions",
        "projects",
        "holds",
    ] {
        let noun = match list {
            "parties" => "party",
            "policies" => "policy",
            other => other.trim_end_matches('s'),
        };
        let value = json(&desk, &format!("{noun} list"));
        assert!(
            !value[list].as_array().unwrap().is_empty(),
            "{list} has nothing to check"
        );
        check(list, &value);
    }
    check("key", &json(&desk, "key show zd.keys/operator.pem"));
    check(
        "key",
        &json(
            &desk,
            "key show zd.keys/650000-EEB.issue.P-650000-3.pub.pem",
        ),
    );
    let other = json(&desk, "--ledger other init --practice");
    check("ledger", &other);
}

#[test]
fn every_line_of_submit_is_as_its_schema_says() {
    let desk = Desk::practice();
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.done(&format!("cap set 650000 SO2=1 {DOC} --draft d.json"));
    let line = std::fs::read_to_string(desk.path("d.json")).unwrap();
    desk.done("sign d.json --key zd.keys/650000-EEB.issue.P-650000-3.pem");
    let signed = std::fs::read_to_string(desk.path("d.json")).unwrap();
    // Unsigned, admitted, repeated, no envelope.
    let input = format!("{line}{signed}{signed}{{}}\n");
    let run = desk.run_with("submit -", input.as_bytes());
    let lines: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let answers: Vec<_> = lines
        .iter()
        .map(|line| line["answer"].as_str().unwrap())
        .collect();
    assert_eq!(
        answers,
        ["invalid", "admitted", "repeated", "invalid"],
        "{}",
        run.err
    );
    for line in &lines {
        check("submit_line", line);
    }
}
