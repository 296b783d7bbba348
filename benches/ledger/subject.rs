//! A ledger under measurement: made, set up, filled, closed and opened again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use qledger::codec::submission::Submission;
use qledger::domain::moment::{MINUTE_MS, Moment};
use qledger::domain::rules::{Judgement, judge};
use qledger::domain::state::{Damage, keys};
use qledger::envelope::{PublicKey, Sign};
use qledger::replay::Workers;
use qledger::service::{Answer, Clock, Entropy, Folder, Ledger, Silent};

use crate::rng::Rng;
use crate::workload::{Basics, Mix, Workload};
use crate::world::{World, today};
use crate::{Failure, failure};

/// Entries signed at once while a ledger is filled: so that signing needs little memory.
const FILL_CHUNK: usize = 2_048;

/// A clock set by hand.
#[derive(Clone)]
struct HandClock(Arc<AtomicU64>);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment::from_ms(self.0.load(Ordering::Relaxed)).unwrap_or(Moment::EPOCH)
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// Randomness of the service, which only drafts use.
struct Seeded(Rng);

impl Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.bytes::<1>()[0];
        }
    }
}

/// A ledger and who submits to it.
pub struct Subject<'w> {
    folder: Folder,
    pub dir: PathBuf,
    state_dir: PathBuf,
    clock: HandClock,
    /// `None` only while it is closed.
    ledger: Option<Ledger>,
    pub workload: Workload<'w>,
}

impl<'w> Subject<'w> {
    /// Begins a ledger in a folder that is not there.
    pub fn begin(world: &'w World, dir: &Path, name: &str) -> Result<Self, Failure> {
        let (dir, state_dir) = (dir.join(name), dir.join(format!("{name}.state")));
        let folder = Folder::new(&dir, &state_dir);
        let morning = today().start().plus_ms(9 * 60 * MINUTE_MS);
        let clock = HandClock(Arc::new(AtomicU64::new(morning.ms())));
        let root_keys = world.root_keys().map(|key| key as &dyn Sign);
        let ledger = folder.create(
            world.genesis(),
            &root_keys,
            Box::new(World::operator()),
            Box::new(clock.clone()),
            Box::new(Seeded(Rng::named(name))),
        )?;
        Ok(Self {
            folder,
            dir,
            state_dir,
            clock,
            ledger: Some(ledger),
            workload: Workload::new(world, name),
        })
    }

    fn ledger(&mut self) -> Result<&mut Ledger, Failure> {
        self.ledger
            .as_mut()
            .ok_or_else(|| "the ledger is closed".into())
    }

    pub fn size(&mut self) -> Result<u64, Failure> {
        Ok(self.ledger()?.size())
    }

    fn basics(&mut self) -> Result<Basics, Failure> {
        // A second passes between batches.
        self.clock.0.fetch_add(1_000, Ordering::Relaxed);
        let now = self.clock.now();
        let ledger = self.ledger()?;
        Ok(Basics {
            ledger: ledger.id(),
            tree: ledger.tree_head(),
            now,
        })
    }

    /// Submits the world and then the workload of one signature, up to so many entries.
    pub fn fill(&mut self, entries: usize, told: &mut dyn FnMut(usize)) -> Result<(), Failure> {
        let mut set_up = self.workload.world.set_up().peekable();
        let mut done = 1;
        while set_up.peek().is_some() {
            let basics = self.basics()?;
            let chunk: Vec<_> = set_up.by_ref().take(FILL_CHUNK).collect();
            let envelopes: Result<Vec<_>, _> = chunk
                .iter()
                .map(|act| self.workload.envelope(act, &basics))
                .collect();
            done += chunk.len();
            self.submit(&envelopes?)?;
            told(done);
        }
        while done < entries {
            let envelopes = self.batch(Mix::One, FILL_CHUNK.min(entries - done))?;
            done += envelopes.len();
            self.submit(&envelopes)?;
            told(done);
        }
        Ok(())
    }

    /// Signs a batch of a mix.
    pub fn batch(&mut self, mix: Mix, entries: usize) -> Result<Vec<Vec<u8>>, Failure> {
        let basics = self.basics()?;
        self.workload.batch(mix, entries, &basics)
    }

    fn submit(&mut self, envelopes: &[Vec<u8>]) -> Result<(), Failure> {
        let answers = self.ledger()?.submit(envelopes)?;
        admitted(&answers)
    }

    /// How long a batch takes in groups of 256, its rows in the index included.
    pub fn bulk(&mut self, envelopes: &[Vec<u8>]) -> Result<Duration, Failure> {
        let ledger = self.ledger()?;
        let begun = Instant::now();
        let answers = ledger.submit(envelopes)?;
        ledger.settle()?;
        let took = begun.elapsed();
        admitted(&answers)?;
        Ok(took)
    }

    /// How long it takes when each waits for its answer.
    pub fn one_by_one(&mut self, envelopes: &[Vec<u8>]) -> Result<Duration, Failure> {
        let ledger = self.ledger()?;
        let mut answers = Vec::with_capacity(envelopes.len());
        let begun = Instant::now();
        for envelope in envelopes {
            answers.append(&mut ledger.submit(std::slice::from_ref(envelope))?);
        }
        ledger.settle()?;
        let took = begun.elapsed();
        admitted(&answers)?;
        Ok(took)
    }

    /// How long an audit of the whole log takes, and what it verified: leaves and signatures.
    pub fn audit(&mut self) -> Result<(Duration, u64, u64), Failure> {
        let begun = Instant::now();
        let verdict = self.folder.audit(Workers::of_machine(), &mut Silent)?;
        let took = begun.elapsed();
        let report = verdict.map_err(failure)?;
        if report.size_and_root != self.ledger()?.tree_head() {
            return Err("the audit saw another log".into());
        }
        Ok((took, report.leaves, report.signatures))
    }

    /// Rows that an entry of a mix changes, summed over a sample of them.
    pub fn rows_changed(&mut self, mix: Mix, entries: usize) -> Result<usize, Failure> {
        let sample = self.batch(mix, entries)?;
        let now = self.clock.now();
        let ledger = self.ledger()?;
        let view = ledger.view()?;
        let draft = view.draft();
        let key_of = |id: &_| -> Result<Option<PublicKey>, Damage> {
            let row = draft.get(&keys::key(id))?;
            Ok(row.and_then(|row| row.public_key.public_key().ok()))
        };
        let mut rows = 0;
        for envelope in &sample {
            let signed = Submission::parse(envelope)?
                .verify(key_of)
                .map_err(failure)?;
            match judge(draft, signed.entry(), signed.envelope_hash(), now).map_err(failure)? {
                Judgement::Admitted { effects, .. } => rows += effects.len(),
                other => return Err(format!("a sample was not admitted: {other:?}").into()),
            }
        }
        Ok(rows)
    }

    /// Closes the ledger, so that another process can have it.
    pub fn close(&mut self) -> Result<(), Failure> {
        match self.ledger.take() {
            Some(ledger) => Ok(ledger.close()?),
            None => Ok(()),
        }
    }

    /// Opens it again.
    pub fn open(&mut self) -> Result<(), Failure> {
        let ledger = self.folder.open(
            Some(Box::new(World::operator())),
            Box::new(self.clock.clone()),
            Box::new(Seeded(Rng::named("opened"))),
            &mut Silent,
        )?;
        let notices = ledger.take_notices();
        if !notices.is_empty() {
            return Err(format!("an opening had to mend something: {notices:?}").into());
        }
        self.ledger = Some(ledger);
        Ok(())
    }

    /// The query of one account's balance, for a process of its own.
    pub fn query(&self, account: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qledger"));
        command
            .arg("--ledger")
            .arg(&self.dir)
            .arg("--state-dir")
            .arg(&self.state_dir)
            .args(["--format", "json", "balance"])
            .arg(self.workload.world.account(account).to_string());
        command
    }

    /// How long the query takes; the ledger must be closed.
    pub fn time_query(&self, account: usize) -> Result<Duration, Failure> {
        let mut command = self.query(account);
        let begun = Instant::now();
        let output = command.output()?;
        let took = begun.elapsed();
        if output.status.success() && output.stdout.starts_with(b"{") {
            return Ok(took);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?}: {said}").into())
    }
}

fn admitted(answers: &[Answer]) -> Result<(), Failure> {
    let is_new = |answer: &&Answer| !matches!(answer, Answer::Admitted { .. });
    match answers.iter().find(is_new) {
        None => Ok(()),
        Some(other) => Err(format!("an entry was not admitted: {other:?}").into()),
    }
}
