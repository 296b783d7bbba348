//! What the command line does not do itself, so that a test or another program can put something
//! else in its place: stores, clock, randomness, the terminal.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use crate::scenario::{PlayFailure, Played, Scenario, Watcher};
use crate::service::{
    Clock, Entropy, FaultAt, History, Ledger, Operator, Progress, ServiceError, Verdict,
};

/// Where a ledger lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its folder.
    pub folder: PathBuf,
    /// The folder that keeps, outside it, what this machine acknowledged; the user's own otherwise.
    pub state_folder: Option<PathBuf>,
    /// How long to wait for another process to let go of it.
    pub wait: Duration,
    /// Go on with a log that is older than this machine has acknowledged: the rest is lost for good.
    pub accept_older: bool,
}

/// Opens and begins ledgers: the way to the stores, which the command line does not know.
pub trait Ledgers {
    /// Opens the ledger at a place. Without `operator` it can be read only.
    fn open(
        &self,
        place: &Place,
        operator: Option<Operator>,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        progress: &mut dyn Progress,
    ) -> Result<Ledger, ServiceError>;

    /// Audits the log at a place, beside whoever may write to it; changes nothing there.
    fn audit(&self, place: &Place, progress: &mut dyn Progress) -> Result<Verdict, ServiceError>;

    /// The log at a place taken apart and replayed, beside whoever may write to it; or what does
    /// not verify.
    fn history(
        &self,
        place: &Place,
        progress: &mut dyn Progress,
    ) -> Result<Result<History, FaultAt>, ServiceError>;

    /// Begins a ledger at a place, which must be empty, with a genesis that was signed.
    fn create(
        &self,
        place: &Place,
        genesis: &[u8],
        operator: Operator,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Ledger, ServiceError>;

    /// Plays a scenario on a fresh practice ledger: at a place, which must be empty, or in memory.
    fn play(
        &self,
        scenario: &Scenario,
        place: Option<&Place>,
        watcher: &mut dyn Watcher,
    ) -> Result<Played, PlayFailure>;
}

/// Which of the three streams are terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminals {
    /// Standard input.
    pub stdin: bool,
    /// Standard output.
    pub stdout: bool,
    /// Standard error.
    pub stderr: bool,
}

/// Everything the command line takes from the machine.
pub struct Env<'a> {
    /// The way to ledgers.
    pub ledgers: &'a dyn Ledgers,
    /// Makes the clock.
    pub clock: &'a dyn Fn() -> Box<dyn Clock>,
    /// Makes the source of randomness.
    pub entropy: &'a dyn Fn() -> Box<dyn Entropy>,
    /// An environment variable, where it is set.
    pub variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Standard input.
    pub stdin: Box<dyn Read + 'a>,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Which of them are terminals.
    pub terminals: Terminals,
    /// Asks for a passphrase with this prompt, without showing what is typed.
    pub ask_passphrase: &'a mut dyn FnMut(&str) -> io::Result<String>,
}
