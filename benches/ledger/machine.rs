//! What the machine says of itself: file systems, memory, load, and who else was busy.
//!
//! Linux's `/proc`; elsewhere what cannot be read is left out.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Bytes in a block as [`std::os::unix::fs::MetadataExt::blocks`] counts them.
const BLOCK_BYTES: u64 = 512;

/// The type of the file system that `path`, which is there, lies on.
pub fn file_system(path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let mount = |line: &str| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    };
    let around = mounts.lines().filter_map(mount);
    around
        .filter(|(point, _)| path.starts_with(point))
        // Of mounts at one point the last covers the others.
        .max_by_key(|(point, _)| point.len())
        .map(|(_, kind)| kind)
}

/// Whether nothing written there reaches a disk.
pub fn is_in_memory(file_system: &str) -> bool {
    matches!(file_system, "tmpfs" | "ramfs" | "devtmpfs")
}

/// Bytes that a file or a folder takes up on its disk.
pub fn allocated_bytes(path: &Path) -> io::Result<u64> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        return Ok(metadata.blocks() * BLOCK_BYTES);
    }
    let mut sum = 0;
    for entry in fs::read_dir(path)? {
        sum += allocated_bytes(&entry?.path())?;
    }
    Ok(sum)
}

/// The most memory a process held so far, in kB: this one's for `self`.
pub fn memory_peak_kb(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Runs a command that prints little and watches its memory. Its end may come between two looks,
/// so the figure is what it held at least.
pub fn memory_peak_of(command: &mut Command) -> io::Result<Option<u64>> {
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let process = child.id().to_string();
    let mut peak = None;
    while child.try_wait()?.is_none() {
        peak = memory_peak_kb(&process).or(peak);
        std::thread::sleep(Duration::from_micros(200));
    }
    Ok(peak)
}

/// Load averages over 1, 5 and 15 minutes, as the kernel prints them.
pub fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    let fields: Vec<&str> = text.split(' ').take(3).collect();
    Some(fields.join(" "))
}

/// Processor time so far, in the kernel's ticks.
#[derive(Debug, Clone, Copy)]
pub struct Ticks {
    all: u64,
    busy: u64,
    own: u64,
}

impl Ticks {
    pub fn now() -> Option<Self> {
        let stat = fs::read_to_string("/proc/stat").ok()?;
        let fields: Vec<u64> = stat
            .lines()
            .next()?
            .split_whitespace()
            .skip(1)
            // Guests are in user time already.
            .take(8)
            .filter_map(|field| field.parse().ok())
            .collect();
        let all: u64 = fields.iter().sum();
        // Idle, and waiting for the disk.
        let waiting = fields.get(3)? + fields.get(4)?;
        let own = fs::read_to_string("/proc/self/stat").ok()?;
        // The second field is a name in parentheses and may hold spaces.
        let (_, fields) = own.rsplit_once(')')?;
        let times = fields.split_whitespace().skip(11).take(4);
        Some(Self {
            all,
            busy: all - waiting,
            own: times.filter_map(|time| time.parse::<u64>().ok()).sum(),
        })
    }

    /// Per cent of all cores' time since then that others were busy.
    pub fn others_percent(self, now: Self) -> u64 {
        let busy = now.busy.saturating_sub(self.busy);
        let own = now.own.saturating_sub(self.own);
        busy.saturating_sub(own) * 100 / now.all.saturating_sub(self.all).max(1)
    }
}

/// The processor's name.
pub fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
