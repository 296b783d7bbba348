//! A folder with a ledger, and the program run on it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use qledger::envelope::pem::serialize_private_key;
use qledger::service::Folder;
use serde_json::Value;
use tempfile::TempDir;

use super::office::signing_key;

pub struct Desk {
    dir: TempDir,
}

/// When to end the program, and how much it is given at once.
#[derive(Debug, Clone, Copy)]
pub struct Kill {
    /// After so many answers were read …
    pub after: usize,
    /// … and so many microseconds more.
    pub pause_us: u64,
    /// Envelopes handed over and not answered yet, at most: what makes groups large or small.
    pub in_flight: usize,
}

/// A line of `submit`: what became of an envelope.
#[derive(Debug)]
pub struct Line {
    /// The envelope, by its place among all.
    pub place: usize,
    pub word: String,
    pub index: u64,
    pub entry_hash: Option<String>,
}

/// What a run of `submit` answered, and what it said on standard error.
pub struct Submitted {
    pub answered: Vec<Line>,
    pub said: String,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self {
            dir: TempDir::new().unwrap(),
        };
        let key = serialize_private_key(&signing_key("operator"));
        std::fs::write(desk.path("operator.pem"), &*key).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn folder(&self) -> Folder {
        Folder::new(self.path("zd"), self.path("state"))
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qledger"));
        command
            .args(["--ledger", "zd", "--state-dir", "state"])
            .args(["--operator-key", "operator.pem"])
            .args(line.split_whitespace())
            .current_dir(self.dir.path())
            .env_clear();
        command
    }

    fn done(&self, line: &str) -> String {
        let output = self.command(line).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(&format!("--format json {line}"))).unwrap()
    }

    /// Leaves that the log's mark names, read beside whoever may write.
    pub fn size(&self) -> u64 {
        self.folder().log().unwrap().size()
    }

    /// The leaves from one on, and the index of the first.
    pub fn leaves_from(&self, first: u64) -> (u64, Vec<Vec<u8>>) {
        let log = self.folder().log().unwrap();
        let first = first.min(log.size());
        let mut leaves = Vec::new();
        for group in log.groups(first).unwrap() {
            let group = group.unwrap();
            let skipped = first.saturating_sub(group.first());
            let skipped = usize::try_from(skipped).unwrap();
            leaves.extend(group.leaves().skip(skipped).map(<[u8]>::to_vec));
        }
        (first, leaves)
    }

    /// Submits envelopes, a line each. With `kill`, ends the program without warning; answers that
    /// it had written by then count.
    pub fn submit(&self, lines: Vec<Vec<u8>>, first: usize, kill: Option<Kill>) -> Submitted {
        let mut child = self
            .command("submit -")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let (answer_read, free) = channel();
        for _ in 0..kill.map_or(lines.len(), |kill| kill.in_flight) {
            answer_read.send(()).unwrap();
        }
        let feeder = thread::spawn(move || feed(stdin, &lines, &free));
        let mut stderr = child.stderr.take().unwrap();
        let listener = thread::spawn(move || {
            let mut said = String::new();
            stderr.read_to_string(&mut said).unwrap();
            said
        });
        let mut answered = Vec::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while stdout.read_line(&mut line).unwrap() > 0 {
            // A line that the kill cut in two acknowledges nothing.
            if line.ends_with('\n') {
                answered.push(Line::read(&line, first));
                // The feeder may be done already.
                answer_read.send(()).ok();
            }
            line.clear();
            if let Some(kill) = kill
                && answered.len() == kill.after
            {
                thread::sleep(Duration::from_micros(kill.pause_us));
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        drop(answer_read);
        feeder.join().unwrap();
        let said = listener.join().unwrap();
        Submitted { answered, said }
    }

    /// What is available in an account.
    pub fn available(&self, account: &str) -> String {
        let balance = self.json(&format!("balance {account}"));
        let available = balance["balances"][0]["available"].as_str();
        available.unwrap_or_default().to_owned()
    }

    /// Receipts of these leaves verify, offline.
    pub fn receipts_verify(&self, indexes: impl Iterator<Item = u64>) {
        let ledger = self.folder().log().unwrap().leaves(0..1).unwrap();
        let ledger = qledger::log::tree::leaf_hash(&ledger[0]).to_hex();
        for index in indexes {
            self.done(&format!("receipt {index} --out {index}.receipt"));
            let said = self.done(&format!("verify {index}.receipt --id {ledger}"));
            assert!(said.contains(&format!("entry {index} of")), "{said}");
        }
    }

    /// The report of an audit that found nothing wrong.
    pub fn audited(&self) -> Value {
        let report = self.json("audit");
        assert_eq!(report["audited"], true, "{report}");
        report
    }
}

/// Writes a line for each place that is free; the reader may be killed meanwhile.
fn feed(mut stdin: ChildStdin, lines: &[Vec<u8>], free: &Receiver<()>) {
    for line in lines {
        if free.recv().is_err() {
            return;
        }
        if let Err(error) = stdin.write_all(line) {
            assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe);
            return;
        }
    }
}

impl Line {
    fn read(line: &str, first: usize) -> Self {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |field: &str| value[field].as_str().map(str::to_owned);
        let index = value["index"].as_u64();
        let number = usize::try_from(value["line"].as_u64().unwrap()).unwrap();
        Self {
            place: first + number - 1,
            word: text("answer").unwrap(),
            index: index.unwrap_or_else(|| panic!("on no record: {line}")),
            entry_hash: text("entry_hash"),
        }
    }
}
