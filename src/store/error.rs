//! What can go wrong in a store, by who must act.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

/// Why a store did not do what it was asked.
///
/// The groups stand for who must act: the caller, another process, the operator of the machine, or
/// the program itself. Nothing here is a refusal of an entry: a store judges no entry.
#[derive(Debug, Error)]
pub enum StoreError {
    // --- the caller decides again or asks for less ---
    /// The log has moved on since the caller decided.
    #[error("the log holds {actual} leaves; the group was decided at {expected}")]
    Conflict {
        /// Size the caller decided at.
        expected: u64,
        /// Size of the log now.
        actual: u64,
    },
    /// A group with no leaf or with more than [`crate::store::GROUP_LEAVES_MAX`].
    #[error("a group of {leaves} leaves; 1 to {max} are allowed")]
    GroupSize {
        /// Leaves in the group.
        leaves: usize,
        /// The limit.
        max: usize,
    },
    /// A leaf that is empty or longer than [`crate::store::LEAF_BYTES_MAX`].
    #[error("leaf {index} of the group has {bytes} bytes; 1 to {max} are allowed")]
    LeafSize {
        /// Place in the group, from 0.
        index: usize,
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// A row whose key or value is too long for the index.
    #[error("a row's {part} has {bytes} bytes; at most {max} are allowed")]
    RowSize {
        /// `key` or `value`.
        part: &'static str,
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// A signed checkpoint longer than [`crate::store::NOTE_BYTES_MAX`].
    #[error("a checkpoint note of {bytes} bytes; 1 to {max} are allowed")]
    NoteSize {
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// Leaves, groups or nodes outside the log.
    #[error("{what} {from} to {to} asked for; the log holds {size} leaves")]
    OutOfRange {
        /// What was asked for.
        what: &'static str,
        /// First one asked for.
        from: u64,
        /// One past the last one asked for.
        to: u64,
        /// Leaves in the log.
        size: u64,
    },
    /// More leaves asked for at once than [`crate::store::LEAVES_READ_MAX`].
    #[error("{asked} leaves asked for at once; at most {max} are allowed")]
    ReadTooLarge {
        /// How many were asked for.
        asked: u64,
        /// The limit.
        max: u64,
    },
    /// A group is to be appended while leaves wait to be replayed.
    #[error("the index holds the rows of {applied} leaves out of {size}; replay the rest first")]
    NotReplayed {
        /// Leaves whose rows are in the index.
        applied: u64,
        /// Leaves in the log.
        size: u64,
    },
    /// The checkpoint could not be signed; nothing was written.
    #[error("the checkpoint was not signed: {0}")]
    Seal(#[from] SealFailure),

    // --- another process must end first ---
    /// Another process holds the folder.
    #[error("{} is held by {}", path.display(), Holder(*pid))]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// The holder's process id, if it could be read.
        pid: Option<u32>,
    },

    // --- the operator of the machine must act ---
    /// The folder holds no ledger.
    #[error("{} holds no ledger: {what}", dir.display())]
    NotALedger {
        /// The folder.
        dir: PathBuf,
        /// What was looked for and not found.
        what: &'static str,
    },
    /// The folder to create a ledger in is not empty.
    #[error("{} is there already and is not empty", dir.display())]
    Exists {
        /// The folder.
        dir: PathBuf,
    },
    /// What was once durable is damaged. Nothing was changed.
    #[error("{} is damaged at byte {offset}: {what}", file.display())]
    Corrupt {
        /// The damaged file.
        file: PathBuf,
        /// Where in it.
        offset: u64,
        /// What was expected there and what was found.
        what: String,
    },
    /// A file in a format that a newer build wrote.
    #[error("{} has format {found}; this build reads up to {known}", file.display())]
    NewerFormat {
        /// The file.
        file: PathBuf,
        /// Its format number.
        found: u32,
        /// The highest known format number.
        known: u32,
    },
    /// The log is older than what this machine has already acknowledged.
    ///
    /// To append to it would give the same indexes to other entries. An operator who knows that the
    /// acknowledged rest is gone for good goes on with
    /// [`accept_behind_guard`](crate::store::Settings::accept_behind_guard).
    #[error(
        "the log holds {log_size} leaves, but this machine acknowledged {guard_size}; \
         restore the newer copy, or accept knowingly that leaves {log_size} to {guard_size} are lost"
    )]
    BehindGuard {
        /// Leaves in the log.
        log_size: u64,
        /// Leaves this machine acknowledged.
        guard_size: u64,
    },
    /// The guard names a checkpoint that this log never had: another history.
    #[error(
        "the guard {} names {guard_size} leaves under root {guard_root}, but at that size the log \
         has root {log_root}: two histories", guard.display()
    )]
    GuardDisagrees {
        /// The guard's file.
        guard: PathBuf,
        /// Size the guard names.
        guard_size: u64,
        /// Root the guard names, hex.
        guard_root: String,
        /// Root of the log at that size, hex, or words if it has no checkpoint there.
        log_root: String,
    },
    /// Replay of the log gave other rows than those that were signed off at the time.
    #[error(
        "the rows after {size} leaves have digest {computed}; {recorded} was recorded: \
         this build judges otherwise than the one that wrote them"
    )]
    DigestMismatch {
        /// Leaves replayed.
        size: u64,
        /// The digest in the checkpoint frame, hex.
        recorded: String,
        /// The digest of the replayed rows, hex.
        computed: String,
    },
    /// The system refused to read or write.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// An earlier failure left it open what is on the disk; only a new opening can tell.
    #[error("the store stopped after a failure and must be opened again: {why}")]
    Poisoned {
        /// The failure.
        why: String,
    },

    // --- the program rebuilds by itself ---
    /// The index does not hold what the log says; call
    /// [`rebuild_index`](crate::store::Store::rebuild_index) and replay.
    #[error("the index is damaged: {what}")]
    IndexDamaged {
        /// What gave it away.
        what: String,
    },
}

/// Prints a process id, or that it is unknown.
struct Holder(Option<u32>);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "process {pid}"),
            None => f.write_str("another process"),
        }
    }
}

/// Why a checkpoint was not signed: the signer's own words.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct SealFailure(pub String);

/// What is wrong with HEAD or the guard, files of two slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SlotsFault {
    /// The file is not there.
    #[error("it is missing")]
    Missing,
    /// Neither slot was ever written.
    #[error("it names no checkpoint")]
    Empty,
    /// The first slot is not whole.
    #[error("slot 0 is not whole")]
    First,
    /// The second slot is not whole.
    #[error("slot 1 is not whole")]
    Second,
    /// Neither slot is whole.
    #[error("neither slot is whole")]
    Both,
}

/// Something an opening found and put right by itself, for the caller to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The last group was never acknowledged and was not whole; it was cut off.
    TailCut {
        /// The segment it stood in.
        file: PathBuf,
        /// Where it began.
        offset: u64,
        /// Bytes cut.
        bytes: u64,
        /// Where a copy of them lies.
        copy: PathBuf,
    },
    /// A whole last group that HEAD did not name yet was kept.
    TailKept {
        /// Leaves HEAD named.
        head_size: u64,
        /// Leaves in the log.
        log_size: u64,
    },
    /// HEAD was missing or a slot of it was not whole; it was written anew.
    HeadMended {
        /// What was wrong.
        what: SlotsFault,
    },
    /// The guard was missing or could not be read and was made anew.
    GuardMadeAnew {
        /// The guard file.
        path: PathBuf,
        /// What was wrong.
        what: SlotsFault,
    },
    /// The operator accepted a log that is older than the guard; the guard was made anew.
    GuardOverruled {
        /// Leaves the guard named.
        guard_size: u64,
        /// Leaves in the log.
        log_size: u64,
    },
    /// Hash tiles were missing or wrong and were computed from the log.
    TilesRebuilt {
        /// What was wrong.
        what: String,
    },
    /// The index was damaged, missing or of another log; it is rebuilt by replay.
    IndexRebuilt {
        /// What was wrong.
        what: String,
        /// Where the old one lies, if there was one.
        set_aside: Option<PathBuf>,
    },
}
