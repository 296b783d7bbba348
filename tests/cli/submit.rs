//! `submit`: envelopes in, answers out, a line each.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use serde_json::Value;

use super::desk::{DOC, Desk, words};

/// A desk with three caps drafted and signed, a line each, in `caps.json`.
fn signed() -> Desk {
    let desk = Desk::practice();
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.region("650100", "prefecture", "650000", "");
    desk.done(&format!(
        "cap set 650100 SO2=5000 NOX=8000 VOCS=3000 {DOC} --draft caps.json"
    ));
    for seat in ["handle.P-650000-1", "review.P-650000-2", "issue.P-650000-3"] {
        desk.done(&format!(
            "sign caps.json --key zd.keys/650000-EEB.{seat}.pem"
        ));
    }
    desk
}

fn answers(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_line_has_its_answer_and_the_gravest_decides_the_exit_code() {
    let desk = signed();
    let text = std::fs::read_to_string(desk.path("caps.json")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let unsigned = {
        let mut envelope: Value = serde_json::from_str(lines[2]).unwrap();
        envelope["signatures"].as_array_mut().unwrap().truncate(2);
        envelope.to_string()
    };
    let input = format!("{}\n\n{}\n{unsigned}\n", lines[0], lines[1]);
    let run = desk.run_with("submit -", input.as_bytes());
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let found: Vec<_> = answers(&run.out)
        .iter()
        .map(|answer| {
            (
                answer["line"].as_u64(),
                answer["answer"].as_str().map(str::to_owned),
            )
        })
        .collect();
    let of = |line, word: &str| (Some(line), Some(word.to_owned()));
    assert_eq!(
        found,
        [of(1, "admitted"), of(3, "admitted"), of(4, "refused")]
    );

    let again = desk.run_with("submit -", format!("{unsigned}\nno envelope\n").as_bytes());
    assert_eq!(again.code, 3);
    let again = answers(&again.out);
    assert_eq!(again[0]["answer"], "refused_before");
    assert_eq!(again[1]["answer"], "invalid");
    assert_eq!(desk.run_with("submit -", b"").code, 0);
}

#[test]
fn a_caller_who_waits_for_each_answer_gets_it() {
    let desk = signed();
    let text = std::fs::read_to_string(desk.path("caps.json")).unwrap();
    let mut command = desk.command(&["submit", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for line in text.lines() {
        writeln!(input, "{line}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(answers(&answer)[0]["answer"], "admitted");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_second_writer_is_refused_with_the_holder_s_process_id() {
    let desk = signed();
    let mut command = desk.command(&["submit", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut holder = command.spawn().unwrap();
    let mut input = holder.stdin.take().unwrap();
    let text = std::fs::read_to_string(desk.path("caps.json")).unwrap();
    writeln!(input, "{}", text.lines().next().unwrap()).unwrap();
    // Its answer shows that it holds the ledger.
    let mut answer = String::new();
    BufReader::new(holder.stdout.take().unwrap())
        .read_line(&mut answer)
        .unwrap();
    for (lang, part) in [("en", "is in use by process"), ("zh", "正由进程")] {
        let line = format!("--lang {lang} --wait 0 submit caps.json");
        let run = desk.run_args(&words(&line));
        assert_eq!(run.code, 4);
        let pid = holder.id().to_string();
        assert!(
            run.err.contains(part) && run.err.contains(&pid),
            "{}",
            run.err
        );
    }
    drop(input);
    assert!(holder.wait().unwrap().success());
    desk.done("submit caps.json");
}
