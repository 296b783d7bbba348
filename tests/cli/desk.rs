//! A desk: a folder with a ledger, and the program run in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// What most acts of these sessions rest on.
pub const DOC: &str = "--doc 新环发〔2026〕1号";
/// The firm that moves.
pub const FIRM: &str = "91650109MA77AB0192";

/// The account that a filled ledger holds something in, and how much.
pub const RESERVE: &str = "650100/RESERVE";
pub const HELD: &str = "198.35";

/// A ledger with something in it, made once; tests work on copies.
static FILLED: LazyLock<Desk> = LazyLock::new(|| {
    let desk = Desk::practice();
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.region("650100", "prefecture", "650000", "");
    desk.party("650100-EEB", "");
    desk.seats("650100-EEB");
    desk.done(&format!("account open {RESERVE} {DOC}"));
    desk.done(&format!("cap set 650100 SO2=5000 {DOC}"));
    desk.done(&format!("quota issue {RESERVE} SO2={HELD} {DOC}"));
    desk.done(&format!(
        "cap set 650100 SO2=5001 NOX=8000 VOCS=3000 {DOC} --draft next.json"
    ));
    for seat in ["handle.P-650000-1", "review.P-650000-2", "issue.P-650000-3"] {
        desk.done(&format!(
            "sign next.json --key zd.keys/650000-EEB.{seat}.pem"
        ));
    }
    desk
});

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

    /// A desk with regions, a cap, an issuance to [`RESERVE`], and in `next.json` three caps that
    /// are signed and not submitted.
    pub fn filled() -> Self {
        let desk = Self::empty();
        copy_folder(&FILLED.path(""), &desk.path(""));
        desk
    }

    /// Every file below a folder, with its bytes. The lock is left out: whoever tries to open a
    /// ledger writes its process id there.
    pub fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_none_or(|name| name != "LOCK") {
                    found.insert(path.clone(), std::fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// The guard of the one ledger this home knows.
    pub fn guard(&self) -> PathBuf {
        let known = self.files("home/.local/state/qledger");
        assert_eq!(known.len(), 1);
        known.into_keys().next().unwrap()
    }

    /// Puts a copy of a folder in the place of another.
    pub fn replace(&self, folder: &str, by: &str) {
        std::fs::remove_dir_all(self.path(folder)).unwrap();
        copy_folder(&self.path(by), &self.path(folder));
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

/// Copies a folder and everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).unwrap();
        }
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
