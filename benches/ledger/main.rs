//! The benchmark: what the ledger does in a second, held against yardsticks of the same run.
//!
//! `cargo bench --bench ledger -- --help` has the arguments, `docs/BENCHMARKS.md` what is measured
//! and how the figures are to be read.
//!
//! ```text
//! main         two ledgers made and filled, rounds run, the report written
//!   options    arguments
//!   world      regions, bureaus, keys, firms, accounts
//!   workload   signed envelopes from a fixed seed
//!   subject    a ledger under measurement
//!   yardsticks V and F
//!   rounds     every row and its yardsticks in turn
//!   machine    memory, load, file systems
//!   report     the table and the JSON
//! ```

#![allow(
    clippy::float_arithmetic,
    reason = "rates and ratios of a measurement, no amounts"
)]

mod machine;
mod options;
mod report;
mod rng;
mod rounds;
mod subject;
mod workload;
mod world;
mod yardsticks;

use std::error::Error;
use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use options::{Options, Wanted};
use qledger::service::{Clock as _, MachineClock};
use report::{Disk, Machine, Memory, Report, Sampled, Submitted};
use rounds::Rounds;
use subject::Subject;
use workload::Mix;
use world::{SEATS, Size, World};
use yardsticks::Yardsticks;

/// Why a run was broken off.
type Failure = Box<dyn Error + Send + Sync>;

fn failure(error: impl std::fmt::Display) -> Failure {
    error.to_string().into()
}

/// So many in a time, a second. No count here comes near the edge of 32 bits.
fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// How much of everything.
pub struct Plan {
    world: Size,
    small_accounts: usize,
    entries: usize,
    entries_small: usize,
    bulk: usize,
    bulk_small: usize,
    one_by_one: usize,
    signatures: usize,
    appends: usize,
}

impl Plan {
    fn new(options: &Options) -> Self {
        let plan = if options.quick {
            Self {
                world: Size {
                    regions: 10,
                    accounts: 500,
                },
                small_accounts: 100,
                entries: 2_000,
                entries_small: 500,
                bulk: 1_024,
                bulk_small: 512,
                one_by_one: 64,
                signatures: 2_048,
                appends: 64,
            }
        } else {
            Self {
                world: Size {
                    regions: 100,
                    accounts: 50_000,
                },
                small_accounts: 4_000,
                entries: 120_000,
                entries_small: 10_000,
                bulk: 8_192,
                bulk_small: 4_096,
                one_by_one: 512,
                signatures: 16_384,
                appends: 512,
            }
        };
        Self {
            entries: plan.entries.max(options.entries),
            ..plan
        }
    }
}

/// Tells a person at a terminal how far it is.
pub struct Progress {
    terminal: bool,
    stage: String,
}

impl Progress {
    fn begin(&mut self, stage: String) {
        self.stage = stage;
        self.at("");
    }

    fn at(&mut self, what: &str) {
        if self.terminal {
            let mut stderr = std::io::stderr();
            let _ = write!(stderr, "\r\x1b[K{} {what}", self.stage);
            let _ = stderr.flush();
        }
    }

    fn end(&mut self) {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
    }
}

fn main() -> ExitCode {
    match options::parse(std::env::args().skip(1)) {
        Ok(Wanted::Run(options)) => match run(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("ledger: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(Wanted::Help) => {
            print!("{}", options::USAGE);
            ExitCode::SUCCESS
        }
        Ok(Wanted::Nothing) => ExitCode::SUCCESS,
        Err(what) => {
            eprint!("ledger: {what}\n\n{}", options::USAGE);
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    fs::create_dir_all(&options.dir)?;
    let file_system = machine::file_system(&options.dir);
    if file_system.as_deref().is_some_and(machine::is_in_memory) {
        let dir = options.dir.display();
        return Err(format!("{dir} lies in memory; --dir must name a folder on a disk").into());
    }
    let dir = options.dir.join(format!("run-{}", std::process::id()));
    fs::create_dir(&dir)?;
    let measured = measure(options, &dir, file_system);
    fs::remove_dir_all(&dir)?;
    let report = measured?;
    print!("{}", report.table());
    if let Some(path) = &options.json {
        let mut json = serde_json::to_vec_pretty(&report)?;
        json.push(b'\n');
        fs::write(path, json)?;
    }
    Ok(())
}

fn measure(options: &Options, dir: &Path, file_system: Option<String>) -> Result<Report, Failure> {
    let plan = Plan::new(options);
    let mut progress = Progress {
        terminal: std::io::stderr().is_terminal(),
        stage: String::new(),
    };
    let begun = MachineClock.now().to_string();
    let load_before = machine::load();

    let world = World::new(plan.world);
    let world_small = World::new(Size {
        accounts: plan.small_accounts,
        ..plan.world
    });
    let mut small = Subject::begin(&world_small, dir, "small")?;
    filled(&mut small, plan.entries_small, &mut progress)?;
    let mut large = Subject::begin(&world, dir, "large")?;
    let disk = filled(&mut large, plan.entries, &mut progress)?;
    let import_kb = machine::memory_peak_kb("self");
    let workload = submitted(options, &plan, &mut large, &mut small)?;

    let yardsticks = Yardsticks::new(dir, plan.signatures, plan.appends);
    let mut rounds = Rounds::new(large, small, yardsticks);
    for round in 1..=options.rounds {
        progress.begin(format!("round {round} of {}:", options.rounds));
        rounds.run(&plan, &mut progress)?;
    }
    let query_kb = query_memory(&mut rounds.large)?;
    progress.end();
    Ok(Report {
        format: 1,
        begun,
        command: std::env::args().skip(1).collect(),
        machine: Machine {
            cores: std::thread::available_parallelism()?.get(),
            processor: machine::processor(),
            file_system,
            load_before,
            load_after: machine::load(),
        },
        workload,
        figures: rounds.rows(),
        disk,
        memory: Memory {
            import_kb,
            query_kb,
        },
    })
}

/// Sets a ledger up and fills it; what it takes up then, closed.
fn filled(
    subject: &mut Subject<'_>,
    entries: usize,
    progress: &mut Progress,
) -> Result<Disk, Failure> {
    progress.begin(format!("{entries} entries:"));
    subject.fill(entries, &mut |done| progress.at(&done.to_string()))?;
    subject.close()?;
    let disk = rounds::disk(&subject.dir, subject.workload.tally.envelope_bytes)?;
    subject.open()?;
    Ok(disk)
}

/// What the workload is made of; the samples that this takes are not submitted.
fn submitted(
    options: &Options,
    plan: &Plan,
    large: &mut Subject<'_>,
    small: &mut Subject<'_>,
) -> Result<Submitted, Failure> {
    const SAMPLE: usize = 200;
    let mut mixes = [Sampled::default(); 3];
    for (sampled, mix) in mixes.iter_mut().zip([Mix::One, Mix::Two, Mix::Three]) {
        let before = large.workload.tally;
        let rows = large.rows_changed(mix, SAMPLE)?;
        let after = large.workload.tally;
        *sampled = Sampled {
            payload_bytes: (after.payload_bytes - before.payload_bytes) / SAMPLE,
            envelope_bytes: (after.envelope_bytes - before.envelope_bytes) / SAMPLE,
            rows_changed: rows / SAMPLE,
        };
    }
    Ok(Submitted {
        quick: options.quick,
        keys: plan.world.regions * SEATS.len(),
        accounts: plan.world.accounts,
        entries_large: large.size()?,
        entries_small: small.size()?,
        mixes,
    })
}

fn query_memory(large: &mut Subject<'_>) -> Result<Option<u64>, Failure> {
    large.close()?;
    let peak = machine::memory_peak_of(&mut large.query(0))?;
    large.open()?;
    Ok(peak)
}
