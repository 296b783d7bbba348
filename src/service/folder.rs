//! A ledger in a folder: the embedded store, opened and begun with what the service knows.
//!
//! ```no_run
//! use qledger::service::{Folder, MachineClock, MachineEntropy, Silent};
//!
//! let folder = Folder::new("/srv/zhundong", "/var/lib");
//! let (clock, entropy) = (Box::new(MachineClock), Box::new(MachineEntropy));
//! let ledger = folder.open(None, clock, entropy, &mut Silent)?;
//! for notice in ledger.take_notices() {
//!     eprintln!("{notice:?}");
//! }
//! # Ok::<(), qledger::service::ServiceError>(())
//! ```

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::audit::{StoreDigest, Verdict, audit_group, verdict};
use super::create::genesis_json;
use super::seams::{Clock, Entropy};
use super::{History, Progress};
use super::{Ledger, Operator, ServiceError};
use crate::audit::{AuditFailure, AuditFault, audit};
use crate::domain::entry::Genesis;
use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::envelope::Sign;
use crate::log::tree::leaf_hash;
use crate::replay::{CheckpointKey, FaultAt, Workers};
use crate::store::{
    Checks, EmbeddedStore, Files, Group, IndexHome, LogReader, OsFiles, Settings, Site, SledHome,
    Store, StoreError,
};

/// Makes the home of the index in a ledger's folder.
pub type IndexIn = Arc<dyn Fn(&Path) -> Box<dyn IndexHome> + Send + Sync>;

/// Where a ledger lies, and how it is opened.
#[derive(Clone)]
pub struct Folder {
    dir: PathBuf,
    state_dir: PathBuf,
    files: Arc<dyn Files>,
    index: IndexIn,
    settings: Settings,
    /// Whether it is a copy of a ledger that is kept elsewhere.
    copy: bool,
}

impl Folder {
    /// The ledger in `dir`, on the machine's disk. Under `state_dir`, which must not lie in it, the
    /// machine keeps what it acknowledged, so that an older copy put back is noticed.
    pub fn new(dir: impl Into<PathBuf>, state_dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            state_dir: state_dir.into(),
            files: Arc::new(OsFiles),
            index: Arc::new(|dir| Box::new(SledHome::new(dir.join("index")))),
            settings: Settings::default(),
            copy: false,
        }
    }

    /// Over another file system and index, for simulations.
    #[must_use]
    pub fn over(self, files: Arc<dyn Files>, index: IndexIn) -> Self {
        Self {
            files,
            index,
            ..self
        }
    }

    /// With other settings of the store: how long to wait for the lock, sizes of segments.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// As a copy of a ledger that is kept elsewhere: what was acknowledged of it is kept apart from
    /// what was of the ledger itself and of other copies, for each stands where it stands.
    #[must_use]
    pub fn as_copy(self) -> Self {
        Self { copy: true, ..self }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Begins a ledger here: drafts the genesis and has it signed by every root key.
    pub fn create(
        &self,
        genesis: Genesis,
        root_signers: &[&dyn Sign],
        operator: Operator,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Ledger, ServiceError> {
        let now = clock.now();
        let begin = |key: &CheckpointKey, group: Group<'_>| self.begin(key, group, now);
        Ledger::create(begin, genesis, root_signers, operator, clock, entropy)
    }

    /// Begins a ledger here with a genesis that was signed elsewhere.
    pub fn create_signed(
        &self,
        envelope: &[u8],
        operator: Operator,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Ledger, ServiceError> {
        let now = clock.now();
        let begin = |key: &CheckpointKey, group: Group<'_>| self.begin(key, group, now);
        Ledger::create_signed(begin, envelope, operator, clock, entropy)
    }

    /// Begins the store of a ledger here with its first group, as of `now`.
    pub fn begin(
        &self,
        key: &CheckpointKey,
        group: Group<'_>,
        now: Moment,
    ) -> Result<Box<dyn Store>, StoreError> {
        let genesis = group.leaves.first().map_or(&[][..], Vec::as_slice);
        let site = self.site(genesis);
        let verify = |note: &[u8]| key.open(note).map_err(|error| error.to_string());
        let checks = Checks {
            verify: &verify,
            genesis_json: &genesis_json,
        };
        let store = EmbeddedStore::create(site, self.settings_at(now), &checks, group)?;
        Ok(Box::new(store))
    }

    /// Opens the ledger here; recovers it if it was not closed. Without `operator` it can be read
    /// only.
    pub fn open(
        &self,
        operator: Option<Operator>,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        progress: &mut dyn Progress,
    ) -> Result<Ledger, ServiceError> {
        let genesis = EmbeddedStore::leaf_zero(&self.files, &self.dir)?;
        let key = checkpoint_key(&genesis)?;
        let site = self.site(&genesis);
        let verify = |note: &[u8]| key.open(note).map_err(|error| error.to_string());
        let checks = Checks {
            verify: &verify,
            genesis_json: &genesis_json,
        };
        let store = EmbeddedStore::open(site, self.settings_at(clock.now()), &checks)?;
        Ledger::open(Box::new(store), operator, clock, entropy, progress)
    }

    /// The log alone, as far as it is acknowledged; beside a writer, without a lock or a key.
    pub fn log(&self) -> Result<LogReader, ServiceError> {
        Ok(LogReader::open(Arc::clone(&self.files), &self.dir)?)
    }

    /// Audits the log here: every leaf, every checkpoint, every recorded state digest, and the copy
    /// of leaf 0 beside it. It takes no lock and writes nothing, so it runs beside a writer, up to
    /// what was acknowledged when it began, and on a copy that cannot be written to.
    pub fn audit(
        &self,
        workers: Workers,
        progress: &mut dyn Progress,
    ) -> Result<Verdict, ServiceError> {
        let log = self.log()?;
        log.check_genesis(&genesis_json)?;
        let groups = log.groups(0)?.map(|group| Ok(audit_group(&group?)));
        let verdict = verdict(audit(
            groups,
            log.size(),
            &mut StoreDigest::new(),
            workers,
            progress,
        ))?;
        Ok(verdict.and_then(|report| {
            let (stated, found) = (log.head(), report.size_and_root);
            if stated == found {
                return Ok(report);
            }
            let index = found.size.saturating_sub(1);
            Err(AuditFailure {
                index,
                fault: AuditFault::OtherTree { stated, found },
            })
        }))
    }

    /// The log here taken apart and replayed, as an inspector reads it: without a lock, beside a
    /// writer, or on a copy that cannot be written to. What does not verify is told as a fault.
    pub fn history(
        &self,
        workers: Workers,
        progress: &mut dyn Progress,
    ) -> Result<Result<History, FaultAt>, ServiceError> {
        let log = self.log()?;
        log.check_genesis(&genesis_json)?;
        let leaves = |range| Ok(log.leaves(range)?);
        History::read(log.size(), &leaves, workers, progress)
    }

    fn site(&self, genesis: &[u8]) -> Site {
        let id = LedgerId::from_leaf_hash(*leaf_hash(genesis).as_bytes());
        let guard = if self.copy {
            let whole = std::path::absolute(&self.dir).unwrap_or_else(|_| self.dir.clone());
            let place = Sha256::digest(whole.as_os_str().as_encoded_bytes());
            format!("{id}.copy-{}.guard", hex::encode(&place[..8]))
        } else {
            format!("{id}.guard")
        };
        Site {
            files: Arc::clone(&self.files),
            dir: self.dir.clone(),
            guard: self.state_dir.join("qledger").join(guard),
            index: (self.index)(&self.dir),
        }
    }

    fn settings_at(&self, now: Moment) -> Settings {
        Settings {
            now_ms: now.ms(),
            ..self.settings.clone()
        }
    }
}

/// What checkpoints are verified by, from leaf 0.
pub(super) fn checkpoint_key(genesis: &[u8]) -> Result<CheckpointKey, ServiceError> {
    Ok(CheckpointKey::of_leaf_zero(genesis).map_err(|fault| FaultAt { index: 0, fault })?)
}

/// Where a user's programs keep their state, from environment variables: `XDG_STATE_HOME`, else
/// `LOCALAPPDATA`, else `.local/state` under `HOME`.
pub fn user_state_dir(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let named = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    named("XDG_STATE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| Some(named("HOME")?.join(".local").join("state")))
}
