//! Several processes on one ledger.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::desk::{Desk, RESERVE, Run, words};

/// A process that holds the ledger until its input ends, and has answered once.
struct Holder {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Holder {
    fn on(desk: &Desk) -> Self {
        let mut command = desk.command(&["submit", "-"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut holder = Self {
            child,
            input,
            output,
        };
        let text = std::fs::read_to_string(desk.path("next.json")).unwrap();
        holder.submits(text.lines().next().unwrap());
        holder
    }

    /// Has it record an envelope, and waits for the answer.
    fn submits(&mut self, envelope: &str) {
        writeln!(self.input, "{envelope}").unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        assert!(answer.contains("admitted"), "{answer}");
    }

    fn ends(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn a_second_process_is_refused_with_the_holder_s_process_id_whether_it_writes_or_reads() {
    let desk = Desk::filled();
    let holder = Holder::on(&desk);
    let before = [desk.files("zd"), desk.files("home")];
    for (lang, part) in [("en", "is in use by process"), ("zh", "正由进程")] {
        for line in [
            "--format json submit next.json".to_owned(),
            format!("balance {RESERVE}"),
        ] {
            let run = desk.run(&format!("--lang {lang} --wait 0 {line}"));
            assert_eq!(run.code, 4, "{line}: {}", run.err);
            for part in [part, &holder.child.id().to_string(), "--wait"] {
                assert!(run.err.contains(part), "{line}: {part}\n{}", run.err);
            }
        }
    }
    assert!(
        before == [desk.files("zd"), desk.files("home")],
        "something was touched"
    );
    holder.ends();
    desk.done("--format json submit next.json");
}

#[test]
fn a_second_writer_waits_for_the_first_to_end() {
    let desk = Desk::filled();
    let holder = Holder::on(&desk);
    let mut command = desk.command(&words("--wait 600 --format json submit next.json"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut second = command.spawn().unwrap();
    // Others come and go meanwhile; it goes on waiting.
    for _ in 0..3 {
        assert_eq!(desk.run("--wait 0 region list").code, 4);
        assert!(second.try_wait().unwrap().is_none());
    }
    holder.ends();
    let run = Run::of(second.wait_with_output().unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    let answers = |word: &str| run.out.matches(&format!("\"answer\":\"{word}\"")).count();
    assert_eq!(
        (answers("repeated"), answers("admitted")),
        (1, 2),
        "{}",
        run.out
    );
}

#[test]
fn an_audit_and_a_verification_run_beside_a_writer() {
    let desk = Desk::filled();
    desk.done("receipt 3 --out 3.receipt");
    let ledger = desk.json("audit")["ledger"].as_str().unwrap().to_owned();
    let leaves = desk.json("audit")["leaves"].as_u64().unwrap();
    let mut holder = Holder::on(&desk);
    let before = [desk.files("zd"), desk.files("home")];
    let report = desk.json("--wait 0 audit");
    // What the writer has answered is in it.
    assert_eq!(report["leaves"], leaves + 1);
    desk.done(&format!("--wait 0 verify 3.receipt --id {ledger}"));
    assert!(
        before == [desk.files("zd"), desk.files("home")],
        "something was touched"
    );
    let text = std::fs::read_to_string(desk.path("next.json")).unwrap();
    for (more, line) in (2..).zip(text.lines().skip(1)) {
        holder.submits(line);
        assert_eq!(desk.json("--wait 0 audit")["leaves"], leaves + more);
    }
    holder.ends();
}
