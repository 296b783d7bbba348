//! The binary: the machine's stores, clock, randomness and terminal, handed to the command line.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};

use qledger::cli::{Env, Ledgers, Place, Terminals};
use qledger::pack;
use qledger::scenario::{PlayFailure, Played, Scenario, Watcher, play};
use qledger::service::{
    Clock, Entropy, FaultAt, Folder, History, Ledger, MachineClock, MachineEntropy, Operator,
    Progress, ServiceError, Start, Verdict, Workers, user_state_dir,
};
use qledger::store::{Group, MemoryStore, Settings, Store};

/// Ledgers in folders of this machine.
struct Folders;

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

fn folder(place: &Place) -> Folder {
    let user = || user_state_dir(&variable);
    let beside = || {
        let mut name = place.folder.file_name().unwrap_or_default().to_owned();
        name.push(".state");
        place.folder.with_file_name(name)
    };
    // A user without a home keeps the guard beside the ledger: outside its folder in any case.
    let state: PathBuf = place
        .state_folder
        .clone()
        .or_else(user)
        .unwrap_or_else(beside);
    let settings = Settings {
        wait: place.wait,
        accept_behind_guard: place.accept_older,
        ..Settings::default()
    };
    let folder = Folder::new(&place.folder, state).with_settings(settings);
    if place.copy { folder.as_copy() } else { folder }
}

impl Ledgers for Folders {
    fn open(
        &self,
        place: &Place,
        operator: Option<Operator>,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        progress: &mut dyn Progress,
    ) -> Result<Ledger, ServiceError> {
        folder(place).open(operator, clock, entropy, progress)
    }

    fn audit(&self, place: &Place, progress: &mut dyn Progress) -> Result<Verdict, ServiceError> {
        folder(place).audit(Workers::of_machine(), progress)
    }

    fn history(
        &self,
        place: &Place,
        progress: &mut dyn Progress,
    ) -> Result<Result<History, FaultAt>, ServiceError> {
        folder(place).history(Workers::of_machine(), progress)
    }

    fn create(
        &self,
        place: &Place,
        genesis: &[u8],
        operator: Operator,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Ledger, ServiceError> {
        folder(place).create_signed(genesis, operator, clock, entropy)
    }

    fn groups(
        &self,
        place: &Place,
        from: u64,
        begin: &mut dyn FnMut(&Start) -> ControlFlow<()>,
        take: &mut dyn FnMut(pack::Group) -> ControlFlow<()>,
    ) -> Result<(), ServiceError> {
        folder(place).groups(from, begin, take)
    }

    fn begin_copy(
        &self,
        place: &Place,
        group: pack::Group,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        progress: &mut dyn Progress,
    ) -> Result<Ledger, ServiceError> {
        folder(place).begin_copy(group, clock, entropy, progress)
    }

    fn play(
        &self,
        scenario: &Scenario,
        place: Option<&Place>,
        watcher: &mut dyn Watcher,
    ) -> Result<Played, PlayFailure> {
        let in_memory = |_: &_, group: Group<'_>| {
            let mut store = MemoryStore::new();
            store.append(0, group)?;
            Ok(Box::new(store) as Box<dyn Store>)
        };
        play(
            scenario,
            |genesis, operator, clock, entropy| match place {
                Some(place) => self.create(place, genesis, operator, clock, entropy),
                None => Ledger::create_signed(in_memory, genesis, operator, clock, entropy),
            },
            watcher,
        )
    }
}

/// A pager that is being read; its end is waited for.
struct Pager(Child);

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Whoever leaves the pager early has read enough: the rest is no error.
        match self.0.stdin.as_mut().map(|stdin| stdin.write(bytes)) {
            Some(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            Some(written) => written,
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().ok();
    }
}

/// Starts a pager; `less` ends by itself where all fits on a screen, unless `LESS` says otherwise.
fn start_pager(command: &str) -> Option<Box<dyn Write>> {
    let mut words = command.split_whitespace();
    let mut pager = Command::new(words.next()?);
    pager.args(words).stdin(Stdio::piped());
    if variable("LESS").is_none() {
        pager.env("LESS", "FRX");
    }
    if variable("LESSCHARSET").is_none() {
        pager.env("LESSCHARSET", "utf-8");
    }
    let child = pager.spawn().ok()?;
    Some(Box::new(Pager(child)))
}

fn main() -> ExitCode {
    let (stdin, mut stdout, mut stderr) = (io::stdin(), io::stdout(), io::stderr());
    let terminals = Terminals {
        stdin: stdin.is_terminal(),
        stdout: stdout.is_terminal(),
        stderr: stderr.is_terminal(),
    };
    let env = Env {
        ledgers: &Folders,
        clock: &|| Box::new(MachineClock),
        entropy: &|| Box::new(MachineEntropy),
        variable: &variable,
        stdin: Box::new(stdin),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminals,
        pager: &mut start_pager,
        ask_passphrase: &mut |prompt| rpassword::prompt_password(format!("{prompt} ")),
    };
    qledger::cli::run(std::env::args_os(), env)
}
