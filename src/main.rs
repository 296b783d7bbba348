//! The binary: the machine's stores, clock, randomness and terminal, handed to the command line.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use qledger::cli::{Env, Ledgers, Place, Terminals};
use qledger::scenario::{PlayFailure, Played, Scenario, Watcher, play};
use qledger::service::{
    Clock, Entropy, FaultAt, Folder, History, Ledger, MachineClock, MachineEntropy, Operator,
    Progress, ServiceError, Verdict, Workers, user_state_dir,
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
    Folder::new(&place.folder, state).with_settings(settings)
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
        ask_passphrase: &mut |prompt| rpassword::prompt_password(format!("{prompt} ")),
    };
    qledger::cli::run(std::env::args_os(), env)
}
