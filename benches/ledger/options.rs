//! The benchmark's arguments.

use std::path::PathBuf;

/// Shown for `--help` and beside what was not understood.
pub const USAGE: &str = "\
cargo bench --bench ledger -- [--json FILE] [--dir DIR] [--entries N] [--rounds N] [--quick]

  --json FILE    also write the figures, as docs/BENCHMARKS.md describes
  --dir DIR      where the ledgers are made and deleted again; never a tmpfs (default: target/bench)
  --entries N    entries in the large ledger when the rounds begin, at least those that set it up
  --rounds N     rounds, at least 3 (default: 5)
  --quick        a small world and short rounds: to try the benchmark, not to quote it
";

/// Rounds below which a median says nothing.
const ROUNDS_MIN: usize = 3;

/// What was asked for.
#[derive(Debug)]
pub enum Wanted {
    /// The benchmark.
    Run(Options),
    /// The usage.
    Help,
    /// Nothing: cargo runs benchmarks among the tests, and this one takes minutes.
    Nothing,
}

/// How to run.
#[derive(Debug)]
pub struct Options {
    pub json: Option<PathBuf>,
    pub dir: PathBuf,
    pub entries: usize,
    pub rounds: usize,
    pub quick: bool,
}

/// Reads arguments, without the program's name. `cargo bench` adds `--bench`; without it nothing is
/// run. The error says what was not understood.
pub fn parse(args: impl IntoIterator<Item = String>) -> Result<Wanted, String> {
    let mut options = Options {
        json: None,
        dir: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench")),
        entries: 0,
        rounds: 5,
        quick: false,
    };
    let (mut bench, mut test) = (false, false);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value"));
        match arg.as_str() {
            "--bench" => bench = true,
            "--test" => test = true,
            "--help" | "-h" => return Ok(Wanted::Help),
            "--json" => options.json = Some(value()?.into()),
            "--dir" => options.dir = value()?.into(),
            "--entries" => options.entries = number(&arg, &value()?)?,
            "--rounds" => options.rounds = number(&arg, &value()?)?,
            "--quick" => options.quick = true,
            other => return Err(format!("{other} is not known")),
        }
    }
    if options.rounds < ROUNDS_MIN {
        return Err(format!("--rounds: at least {ROUNDS_MIN}"));
    }
    Ok(if bench && !test {
        Wanted::Run(options)
    } else {
        Wanted::Nothing
    })
}

fn number(arg: &str, text: &str) -> Result<usize, String> {
    text.replace('_', "")
        .parse()
        .map_err(|_| format!("{arg}: `{text}` is no number"))
}
