//! A desk: a folder with a ledger, and the program run in it.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What most acts of these sessions rest on.
pub const DOC: &str = "--doc 新环发〔2026〕1号";
/// The firm that moves.
pub const FIRM: &str = "91650109MA77AB0192";

/// A working folder of its own, with a home.
pub struct Desk {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// An empty desk.
    pub fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        Self { folder }
    }

    /// A desk with a practice ledger in `zd` and its keys in `zd.keys`.
    pub fn practice() -> Self {
        let desk = Self::empty();
        desk.done("init --practice");
        desk
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, ready to run: English, no locale, nobody's environment.
    pub fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qledger"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("QLEDGER_LEDGER", "zd")
            .stdin(Stdio::null());
        command
    }

    /// Runs a line, whose words are parted by spaces.
    pub fn run(&self, line: &str) -> Run {
        self.run_args(&words(line))
    }

    pub fn run_args(&self, args: &[impl AsRef<OsStr>]) -> Run {
        finish(self.command(args))
    }

    /// Runs a line with something on its standard input.
    pub fn run_with(&self, line: &str, input: &[u8]) -> Run {
        let mut command = self.command(&words(line));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Run::of(child.wait_with_output().unwrap())
    }

    /// Runs a line that must succeed.
    pub fn done(&self, line: &str) -> Run {
        let run = self.run(line);
        assert_eq!(run.code, 0, "{line}\n{}{}", run.out, run.err);
        run
    }

    /// Runs a line that must succeed, in JSON.
    pub fn json(&self, line: &str) -> Value {
        let run = self.done(&format!("--format json {line}"));
        serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{line}: {e}\n{}", run.out))
    }

    /// Enrols a region and, where `office` names them, its parties with all seats.
    pub fn region(&self, id: &str, level: &str, place: &str, more: &str) {
        self.done(&format!(
            "region enrol {id} --name-zh {id} --name-en {id} --level {level} --place {place} {more} {DOC}"
        ));
    }

    pub fn party(&self, id: &str, more: &str) {
        self.done(&format!(
            "party enrol {id} --name-zh {id} --name-en {id} {more} {DOC}"
        ));
    }

    pub fn seats(&self, party: &str) {
        self.done(&format!(
            "key new --party {party} --seat handle --seat review --seat issue --plain --enrol"
        ));
    }
}

/// The words of a line.
pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

pub fn finish(mut command: Command) -> Run {
    Run::of(command.output().unwrap())
}

impl Run {
    pub fn of(output: std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
