//! The figures: a table for people, JSON for what compares runs. `docs/BENCHMARKS.md` has both.

use std::fmt::Write as _;

use serde::Serialize;

/// What a ratio should reach.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    None,
    AtLeast(f64),
}

/// Figures of the rounds, in their order.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    median: f64,
    min: f64,
    max: f64,
    rounds: Vec<f64>,
}

impl Figures {
    pub fn new(rounds: Vec<f64>) -> Self {
        let mut sorted = rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
        let last = sorted.len().saturating_sub(1);
        Self {
            median: f64::midpoint(at(last / 2), at(sorted.len() / 2)),
            min: at(0),
            max: at(last),
            rounds,
        }
    }
}

/// A row's figures by those of a yardstick, round by round.
#[derive(Debug, Clone, Serialize)]
pub struct Ratio {
    of: &'static str,
    #[serde(flatten)]
    figures: Figures,
    target_min: Option<f64>,
}

impl Ratio {
    pub fn new(of: &'static str, rounds: Vec<f64>, target: Target) -> Self {
        let target_min = match target {
            Target::None => None,
            Target::AtLeast(min) => Some(min),
        };
        let figures = Figures::new(rounds);
        Self {
            of,
            figures,
            target_min,
        }
    }
}

/// One thing measured.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    what: &'static str,
    unit: &'static str,
    #[serde(flatten)]
    figures: Figures,
    limit_max: Option<f64>,
    ratios: Vec<Ratio>,
}

impl Row {
    fn new(what: &'static str, unit: &'static str, rounds: Vec<f64>) -> Self {
        Self {
            what,
            unit,
            figures: Figures::new(rounds),
            limit_max: None,
            ratios: Vec::new(),
        }
    }

    /// So many a second.
    pub fn rate(what: &'static str, rounds: Vec<f64>) -> Self {
        Self::new(what, "/s", rounds)
    }

    /// Milliseconds.
    pub fn ms(what: &'static str, rounds: Vec<f64>) -> Self {
        Self::new(what, "ms", rounds)
    }

    #[must_use]
    pub fn with(mut self, ratio: Ratio) -> Self {
        self.ratios.push(ratio);
        self
    }

    /// Should be at most this.
    #[must_use]
    pub fn limited(mut self, max: f64) -> Self {
        self.limit_max = Some(max);
        self
    }

    fn print(&self, out: &mut String) {
        let Figures {
            median, min, max, ..
        } = self.figures;
        let unit = self.unit;
        // Rates are thousands, times are tens.
        let decimals = usize::from(unit == "ms");
        let spread = format!("{min:.decimals$}–{max:.decimals$}");
        let limit = self.limit_max.map(|max| format!("≤ {max} {unit}"));
        let _ = writeln!(
            out,
            "{:<50}{median:>10.decimals$} {unit:<3}{spread:>16}  {}",
            self.what,
            limit.unwrap_or_default()
        );
        for ratio in &self.ratios {
            let Figures {
                median, min, max, ..
            } = ratio.figures;
            let target = ratio.target_min.map(|min| format!("≥ {min}"));
            let spread = format!("{min:.2}–{max:.2}");
            let _ = writeln!(
                out,
                "{:<50}{median:>10.2} ×  {spread:>16}  {}",
                format!("    by {}", ratio.of),
                target.unwrap_or_default()
            );
        }
    }
}

/// What the rounds gave.
#[derive(Debug, Clone, Serialize)]
pub struct Rows {
    pub yardsticks: Vec<Row>,
    pub rows: Vec<Row>,
    /// Per cent of all cores' time that other processes were busy, by round.
    pub others_percent: Vec<u64>,
}

/// The machine and what it did.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    pub cores: usize,
    pub processor: Option<String>,
    pub file_system: Option<String>,
    pub load_before: Option<String>,
    pub load_after: Option<String>,
}

/// What was submitted.
#[derive(Debug, Clone, Serialize)]
pub struct Submitted {
    pub quick: bool,
    pub keys: usize,
    pub accounts: usize,
    pub entries_large: u64,
    pub entries_small: u64,
    /// By signatures: one, two, three.
    pub mixes: [Sampled; 3],
}

/// What entries of a mix are like, on average over a sample.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Sampled {
    pub payload_bytes: usize,
    pub envelope_bytes: usize,
    pub rows_changed: usize,
}

/// Bytes on disk of the large ledger as it was filled, in groups of 256.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Disk {
    pub envelope_bytes: u64,
    pub log_bytes: u64,
    pub tiles_bytes: u64,
    pub index_bytes: u64,
}

/// Memory peaks in kB.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Memory {
    /// This process while it filled both ledgers, the signing of their entries included.
    pub import_kb: Option<u64>,
    /// The process of a query on the large ledger, at least.
    pub query_kb: Option<u64>,
}

/// Everything a run found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The form of this file.
    pub format: u8,
    pub begun: String,
    pub command: Vec<String>,
    pub machine: Machine,
    pub workload: Submitted,
    #[serde(flatten)]
    pub figures: Rows,
    pub disk: Disk,
    pub memory: Memory,
}

impl Report {
    /// The table.
    pub fn table(&self) -> String {
        let mut out = self.heading();
        for row in self.figures.yardsticks.iter().chain(&self.figures.rows) {
            row.print(&mut out);
        }
        self.print_disk(&mut out);
        let mb =
            |kb: Option<u64>| kb.map_or("unknown".to_owned(), |kb| format!("{} MB", kb / 1_000));
        let _ = writeln!(
            out,
            "{:<50}{:>10}{:>22}\n{:<50}{:>10}{:>22}",
            "memory while importing (with the signing)",
            mb(self.memory.import_kb),
            "≤ 300 MB",
            "memory of a query's process, at least",
            mb(self.memory.query_kb),
            "≤ 150 MB",
        );
        out.push_str(
            "not measured: PostgreSQL, 16 callers at once, receipts, the log one by one, \
             the first opening after a crash\n",
        );
        out
    }

    fn heading(&self) -> String {
        let (machine, workload) = (&self.machine, &self.workload);
        let others = self.figures.others_percent.iter().max().copied();
        let mut out = format!(
            "\n{} · {} cores · {} · load before {} · others busy up to {} % of the cores\n\
             {} keys, {} accounts, {} and {} entries when the rounds began\n",
            self.begun,
            machine.cores,
            machine.file_system.as_deref().unwrap_or("unknown"),
            machine.load_before.as_deref().unwrap_or("unknown"),
            others.unwrap_or(0),
            workload.keys,
            workload.accounts,
            workload.entries_large,
            workload.entries_small,
        );
        for (mix, signatures) in workload.mixes.iter().zip(["one", "two", "three"]) {
            let _ = writeln!(
                out,
                "an entry of {signatures}: payload {} bytes, envelope {} bytes, {} rows changed",
                mix.payload_bytes, mix.envelope_bytes, mix.rows_changed
            );
        }
        if workload.quick {
            out.push_str("A QUICK RUN: a small world and short rounds; not to be quoted\n");
        }
        if others.is_some_and(|others| others > OTHERS_PERCENT_MAX) {
            out.push_str("UNDER LOAD: other processes took part of the cores\n");
        }
        let _ = writeln!(
            out,
            "\n{:<50}{:>10}    {:>16}  target",
            "", "median", "min–max"
        );
        out
    }

    fn print_disk(&self, out: &mut String) {
        let disk = &self.disk;
        let mut line = |what: &str, bytes: u64, target: &str| {
            let hundredths = bytes * 100 / disk.envelope_bytes.max(1);
            let times = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let _ = writeln!(out, "{what:<50}{times:>10} ×  {:>16}  {target}", "");
        };
        line("log, allocated, by the envelopes", disk.log_bytes, "");
        line("hash tiles", disk.tiles_bytes, "");
        line(
            "log and hash tiles",
            disk.log_bytes + disk.tiles_bytes,
            "≤ 1.15",
        );
        line("index", disk.index_bytes, "≤ 0.5");
    }
}

/// Above this the figures are marked.
const OTHERS_PERCENT_MAX: u64 = 5;
