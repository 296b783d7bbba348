//! One run of the program: its ledger, its keys, its output.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::Global;
use super::error::Failure;
use super::key_file::KeyFile;
use super::opened::{Mended, Opened};
use super::output::Output;
use super::progress::Bar;
use super::seams::{Env, Ledgers, Place, Terminals};
use super::secrets::{Given, PASSPHRASE_VARIABLE, Secrets};
use super::service_error;
use super::text::{Message, msg};
use crate::domain::moment::Moment;
use crate::domain::text::Lang;
use crate::envelope::SigningKey;
use crate::pack::Group;
use crate::scenario::{PlayFailure, Played, Scenario, Watcher};
use crate::service::{
    Clock, Entropy, FaultAt, History, Ledger, Operator, ServiceError, Silent, Start, Verdict,
};

/// The variable that may name the ledger's folder.
pub const LEDGER_VARIABLE: &str = "QLEDGER_LEDGER";
/// The environment variable that names where this machine keeps what it acknowledged.
pub const STATE_VARIABLE: &str = "QLEDGER_STATE_DIR";
/// The variable that may name the operator's key.
pub const OPERATOR_VARIABLE: &str = "QLEDGER_OPERATOR_KEY";
/// The variable that may name the folder of signing keys.
pub const KEYS_VARIABLE: &str = "QLEDGER_KEYS";
/// The operator's key, in the folder of keys that `init` writes.
pub const OPERATOR_FILE: &str = "operator.pem";

/// Room for as many envelopes as make a group.
const INPUT_BUFFER_BYTES: usize = 1 << 20;

/// One run of the program.
pub struct Session<'a> {
    /// What stood in front of the command.
    pub global: Global,
    /// Where results and messages go.
    pub out: Output<'a>,
    /// Passphrases.
    pub secrets: Secrets<'a>,
    /// Which streams are terminals.
    pub terminals: Terminals,
    stdin: BufReader<Box<dyn Read + 'a>>,
    ledgers: &'a dyn Ledgers,
    clock: &'a dyn Fn() -> Box<dyn Clock>,
    entropy: &'a dyn Fn() -> Box<dyn Entropy>,
    variable: &'a dyn Fn(&str) -> Option<OsString>,
    mended: Mended,
    /// Whether a copy is being made or brought forward.
    pub to_copy: bool,
}

impl<'a> Session<'a> {
    /// Begins a run.
    pub fn begin(global: Global, lang: Lang, env: Env<'a>) -> Self {
        let Env {
            ledgers,
            clock,
            entropy,
            variable,
            stdin,
            stdout,
            stderr,
            terminals,
            ..
        } = env;
        let columns = variable("COLUMNS").and_then(|text| text.to_str()?.parse().ok());
        let mut out = Output::new(lang, global.format, columns, stdout, stderr);
        out.be_brief(global.quiet);
        let in_environment = || variable(PASSPHRASE_VARIABLE)?.into_string().ok();
        let given = match (global.passphrase_fd, in_environment()) {
            (Some(number), _) => Given::Descriptor(number),
            (None, Some(text)) => Given::Text(text.into()),
            (None, None) => Given::Nowhere,
        };
        let secrets = Secrets::new(given, Some(env.ask_passphrase), lang);
        let stdin = BufReader::with_capacity(INPUT_BUFFER_BYTES, stdin);
        Self {
            global,
            out,
            secrets,
            terminals,
            stdin,
            ledgers,
            clock,
            entropy,
            variable,
            mended: Mended::default(),
            to_copy: false,
        }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.out.lang()
    }

    /// Standard input.
    pub fn stdin(&mut self) -> &mut BufReader<Box<dyn Read + 'a>> {
        &mut self.stdin
    }

    /// An environment variable that names a file or folder.
    pub fn path_variable(&self, name: &str) -> Option<PathBuf> {
        (self.variable)(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    }

    /// The ledger's folder, where one is named.
    pub fn folder(&self) -> Option<PathBuf> {
        self.global
            .ledger
            .clone()
            .or_else(|| self.path_variable(LEDGER_VARIABLE))
    }

    /// Where the ledger lies.
    pub fn place(&self) -> Result<Place, Failure> {
        let folder = self
            .folder()
            .ok_or_else(|| Failure::usage(msg!("ledger-not-named")).hint(msg!("hint-ledger")))?;
        let wait = Duration::from_secs(self.global.wait.into());
        let copy = self.to_copy || super::outbox::is_copy(&folder)?;
        Ok(Place {
            folder,
            copy,
            state_folder: self
                .global
                .state_dir
                .clone()
                .or_else(|| self.path_variable(STATE_VARIABLE)),
            wait,
            accept_older: self.global.accept_older,
        })
    }

    /// The folder of keys beside a ledger.
    pub fn keys_beside(folder: &Path) -> PathBuf {
        let mut name = folder
            .file_name()
            .map_or_else(|| "ledger".into(), OsString::from);
        name.push(".keys");
        folder.with_file_name(name)
    }

    /// The folder of signing keys: as given, else the environment's; on a practice ledger the one
    /// beside it.
    pub fn keys_folder(&self, given: Option<&Path>, practice: bool) -> Option<PathBuf> {
        let named = given
            .map(Path::to_owned)
            .or_else(|| self.path_variable(KEYS_VARIABLE));
        named.or_else(|| {
            let beside = Self::keys_beside(&self.folder()?);
            (practice && beside.is_dir()).then_some(beside)
        })
    }

    /// Opens the ledger to read it, or to draft on it.
    pub fn open(&mut self) -> Result<Opened, Failure> {
        self.open_with(None)
    }

    /// Whether the ledger's folder is a copy of one that another office keeps.
    pub fn is_copy(&self) -> Result<bool, Failure> {
        super::outbox::is_copy(&self.place()?.folder)
    }

    /// The groups of the log from leaf `from` on; see [`Ledgers::groups`].
    pub fn groups(
        &self,
        from: u64,
        begin: &mut dyn FnMut(&Start) -> ControlFlow<()>,
        take: &mut dyn FnMut(Group) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let place = self.place()?;
        let read = self.ledgers.groups(&place, from, begin, take);
        read.map_err(|error| service_error::failure(&error, &place))
    }

    /// Begins a copy with the first group of the keeper's log.
    pub fn begin_copy(&mut self, group: Group) -> Result<Opened, Failure> {
        let place = self.place()?;
        let (clock, entropy) = ((self.clock)(), (self.entropy)());
        let begun = self
            .ledgers
            .begin_copy(&place, group, clock, entropy, &mut Silent);
        let ledger = begun.map_err(|error| service_error::failure(&error, &place))?;
        // An index that is not there yet is none that had to be mended.
        ledger.take_notices();
        self.out.of_ledger(ledger.row().practice);
        Ok(Opened::new(ledger, Mended::clone(&self.mended)))
    }

    /// Opens the ledger to record on it, with the operator's key. A copy cannot be recorded on.
    pub fn open_to_record(&mut self) -> Result<Opened, Failure> {
        if self.is_copy()? {
            let keeper = self.open()?.row().keeper.clone();
            return Err(
                Failure::usage(msg!("copy-cannot-record", keeper = keeper)).hint(msg!("hint-copy"))
            );
        }
        let operator = self.operator_key()?;
        self.open_with(Some(Box::new(operator)))
    }

    fn open_with(&mut self, operator: Option<Operator>) -> Result<Opened, Failure> {
        let place = self.place()?;
        let mut bar = self.bar();
        let opened =
            self.ledgers
                .open(&place, operator, (self.clock)(), (self.entropy)(), &mut bar);
        bar.finish();
        let ledger = opened.map_err(|error| service_error::failure(&error, &place))?;
        self.out.of_ledger(ledger.row().practice);
        self.say_notices(&ledger);
        Ok(Opened::new(ledger, Mended::clone(&self.mended)))
    }

    /// Says what had to be mended since this was last said.
    pub fn say_notices(&mut self, ledger: &Ledger) {
        for notice in ledger.take_notices() {
            self.out.say(&service_error::notice(&notice));
        }
    }

    /// Says what was mended while ledgers were in use that are closed now: a page of the index may
    /// turn out damaged when it is first read.
    pub fn say_mended(&mut self) {
        for notice in self.mended.take() {
            self.out.say(&service_error::notice(&notice));
        }
    }

    /// Audits the ledger's log, as it lies there.
    pub fn audit(&mut self) -> Result<Verdict, Failure> {
        let place = self.place()?;
        let mut bar = self.bar();
        let audited = self.ledgers.audit(&place, &mut bar);
        bar.finish();
        let verdict = audited.map_err(|error| service_error::failure(&error, &place))?;
        if let Ok(report) = &verdict {
            self.out.of_ledger(report.practice);
        }
        Ok(verdict)
    }

    /// The ledger's log taken apart and replayed, as it lies there; or what does not verify.
    pub fn history(&mut self) -> Result<Result<History, FaultAt>, Failure> {
        let place = self.place()?;
        let mut bar = Bar::new(self.terminals.stderr, self.lang());
        let read = self.ledgers.history(&place, &mut bar);
        bar.finish();
        let history = read.map_err(|error| service_error::failure(&error, &place))?;
        if let Ok(history) = &history {
            self.out.of_ledger(history.ledger().practice);
        }
        Ok(history)
    }

    /// The machine's time.
    pub fn now(&self) -> Moment {
        (self.clock)().now()
    }

    /// Begins a ledger with a signed genesis.
    pub fn create(&mut self, genesis: &[u8], operator: Operator) -> Result<Opened, Failure> {
        let place = self.place()?;
        let created =
            self.ledgers
                .create(&place, genesis, operator, (self.clock)(), (self.entropy)());
        let ledger = created.map_err(|error| service_error::failure(&error, &place))?;
        self.out.of_ledger(ledger.row().practice);
        Ok(Opened::new(ledger, Mended::clone(&self.mended)))
    }

    /// The operator's key: from the file that is named, else from the folder that `init` wrote
    /// beside the ledger.
    pub fn operator_key(&mut self) -> Result<SigningKey, Failure> {
        let named = self
            .global
            .operator_key
            .clone()
            .or_else(|| self.path_variable(OPERATOR_VARIABLE));
        let path = match named {
            Some(path) => path,
            None => {
                let beside = Self::keys_beside(&self.place()?.folder).join(OPERATOR_FILE);
                // A folder that may not be looked into is another matter than a file that is not there.
                let there = beside.try_exists();
                if !there.map_err(|error| Failure::read(&beside, &error))? {
                    return Err(Failure::usage(msg!(
                        "operator-key-missing",
                        file = beside.display()
                    ))
                    .hint(msg!("hint-operator-key"))
                    .hint(msg!("hint-draft-instead")));
                }
                beside
            }
        };
        let file = self.key_file(&path)?;
        self.secrets.unlock(&file)
    }

    /// Plays a scenario: at a place, or in memory.
    pub fn play(
        &self,
        scenario: &Scenario,
        place: Option<&Place>,
        watcher: &mut dyn Watcher,
    ) -> Result<Played, PlayFailure> {
        self.ledgers.play(scenario, place, watcher)
    }

    /// A service error as a failure.
    pub fn failed(&self, error: &ServiceError) -> Failure {
        let place = self.place();
        place.map_or_else(
            |failure| failure,
            |place| service_error::failure(error, &place),
        )
    }

    /// Does something of which nothing is shown.
    pub fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.out.be_quiet(true);
        let done = work(self);
        self.out.be_quiet(before);
        done
    }

    /// Reads a key file, and warns where others may read it too.
    pub fn key_file(&mut self, path: &Path) -> Result<KeyFile, Failure> {
        let file = KeyFile::read(path)?;
        if file.open_to_others && file.is_private() {
            self.out.say(&msg!("key-file-open", file = path.display()));
        }
        Ok(file)
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.entropy)().fill(&mut bytes);
        bytes
    }

    /// A clock.
    pub fn clock(&self) -> Box<dyn Clock> {
        (self.clock)()
    }

    /// Reads a file whole, `-` standing for standard input.
    pub fn read_input(&mut self, path: &Path) -> Result<Vec<u8>, Failure> {
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            let read = self.stdin.read_to_end(&mut bytes);
            return read
                .map(|_| bytes)
                .map_err(|error| Failure::read(path, &error));
        }
        std::fs::read(path).map_err(|error| Failure::read(path, &error))
    }

    /// Whether a question would be asked: at a terminal, unless the answer was given in front.
    pub fn would_ask(&self, yes: bool) -> bool {
        !yes && self.terminals.stdin && self.terminals.stderr
    }

    /// A progress bar: at a terminal, unless only results are wanted.
    pub fn bar(&self) -> Bar {
        Bar::new(self.terminals.stderr && !self.global.quiet, self.lang())
    }

    /// Whether acts are shown before they are signed: always where somebody is asked whether to sign.
    pub fn shows_before_signing(&self, yes: bool) -> bool {
        !self.global.quiet || self.would_ask(yes)
    }

    /// Asks a question at the terminal; without a terminal, or with `yes`, the answer is yes.
    pub fn confirm(&mut self, question: &Message, yes: bool) -> Result<bool, Failure> {
        if !self.would_ask(yes) {
            return Ok(true);
        }
        self.out.flush()?;
        let text = format!("{} ", question.in_lang(self.lang()));
        self.out.say_text(&text);
        let mut answer = String::new();
        let read = self.stdin.read_line(&mut answer);
        read.map_err(|error| Failure::read(Path::new("-"), &error))?;
        Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是" | "好"))
    }
}
