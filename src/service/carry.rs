//! Copies: a log that is carried, and taken only as far as the keeper's signatures and the rules
//! hold.
//!
//! ```text
//! pack ── Follower ──► does it continue our log? nothing is changed
//!   └──── Ledger::continue_by ──► every leaf judged anew, group by group made durable
//! ```
//!
//! A copy is a ledger like any other, but for its checkpoints: they are the keeper's, as they
//! arrived. Whoever brings a copy forward audits what comes: a leaf that the rules judge otherwise
//! ends it.

use super::open::ledger_row;
use super::replayer::row_changes;
use super::state::GroupRoots;
use super::{Ledger, ServiceError};
use crate::domain::state::Draft;
use crate::log::tree::{Frontier, Hash, TreeHead, leaf_hash};
use crate::pack::Group;
use crate::replay::{CheckpointKey, FaultAt, Ground, check_leaves, redo};
use crate::store::{self, RowChange, SealFailure};

/// Why a pack does not continue a log.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// It begins behind the end of the log: what lies between is missing.
    #[error("the pack begins at leaf {from}, the log ends after {size}")]
    Gap {
        /// Where the pack begins.
        from: u64,
        /// Leaves in the log.
        size: u64,
    },
    /// A note is not the keeper's.
    #[error("a checkpoint of the pack does not hold: {0}")]
    Note(String),
    /// A note is over other leaves than stand in front of it: the pack was altered.
    #[error("the checkpoint over {size} leaves is not over those in the pack")]
    Leaves {
        /// What the note is over.
        size: u64,
    },
    /// The keeper signed two histories.
    #[error("the keeper signed two logs of {} leaves", .0.size)]
    Fork(Box<Fork>),
    /// The log cannot be read.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Two checkpoints of one keeper that cannot both be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// Up to where they were compared, in leaves.
    pub size: u64,
    /// The root of our log there.
    pub ours: Hash,
    /// The root of theirs.
    pub theirs: Hash,
    /// The keeper's note over a log that continues ours.
    pub note_ours: String,
    /// The keeper's note over a log that continues theirs.
    pub note_theirs: String,
}

/// Follows a carried log, group by group, and compares it with ours; changes nothing.
pub struct Follower<'a> {
    /// Our log; none where a copy is to be begun.
    ours: Option<&'a Ledger>,
    key: CheckpointKey,
    theirs: Frontier,
}

impl<'a> Follower<'a> {
    /// Begins where a pack begins: `base` is the keeper's note over the first `from` leaves.
    pub fn begin(ledger: &'a Ledger, from: u64, base: Option<&str>) -> Result<Self, CarryError> {
        let size = ledger.size();
        if from > size {
            return Err(CarryError::Gap { from, size });
        }
        if let Some(note) = base {
            let stated = ledger.compare(note)?;
            if stated.size != from {
                return Err(CarryError::Leaves { size: stated.size });
            }
        }
        let theirs = ledger.state.frontier(from).map_err(ServiceError::from)?;
        let (ours, key) = (Some(ledger), ledger.checkpoint_key.clone());
        Ok(Self { ours, key, theirs })
    }

    /// Begins at nothing, for a copy that is to be made: `genesis` is leaf 0, which says whose the
    /// notes must be.
    pub fn at_nothing(genesis: &[u8]) -> Result<Self, CarryError> {
        let at = |fault| ServiceError::from(FaultAt { index: 0, fault });
        let key = CheckpointKey::of_leaf_zero(genesis).map_err(at)?;
        let (ours, theirs) = (None, Frontier::new());
        Ok(Self { ours, key, theirs })
    }

    /// Takes the next group into account.
    ///
    /// Errors: [`CarryError::Note`], [`CarryError::Leaves`], [`CarryError::Fork`].
    pub fn follow(&mut self, group: &Group) -> Result<(), CarryError> {
        let size = self.ours.map_or(0, Ledger::size);
        let mut at_our_end = None;
        for leaf in &group.leaves {
            self.theirs.push(leaf_hash(leaf));
            if self.theirs.size() == size {
                at_our_end = Some(self.theirs.root());
            }
        }
        let stated = stated(&self.key, &group.note)?;
        if stated != self.theirs.head() {
            return Err(CarryError::Leaves { size: stated.size });
        }
        let Some(ours) = self.ours else {
            return Ok(());
        };
        // Up to our end, roots of the same size must be the same.
        let compared = match at_our_end {
            Some(root) => Some(TreeHead { size, root }),
            None => (stated.size <= size).then_some(stated),
        };
        match compared {
            Some(theirs) => ours.compare_head(theirs, &group.note),
            None => Ok(()),
        }
    }

    /// Leaves in their log as far as it was followed.
    pub fn size(&self) -> u64 {
        self.theirs.size()
    }
}

impl Ledger {
    /// Compares a note of the keeper's with our log, as far as that goes; what it states.
    ///
    /// Errors: [`CarryError::Note`], [`CarryError::Fork`]. A note over more leaves than ours is no
    /// error: whether it continues our log is not known from it alone.
    pub fn compare(&self, note: &str) -> Result<TreeHead, CarryError> {
        let stated = stated(&self.checkpoint_key, note.as_bytes())?;
        if stated.size <= self.size() {
            self.compare_head(stated, note.as_bytes())?;
        }
        Ok(stated)
    }

    /// Compares a root at or before our end with ours.
    fn compare_head(&self, theirs: TreeHead, note: &[u8]) -> Result<(), CarryError> {
        let frontier = self.state.frontier(theirs.size);
        let ours = frontier.map_err(ServiceError::from)?.root();
        if ours == theirs.root {
            return Ok(());
        }
        Err(CarryError::Fork(Box::new(Fork {
            size: theirs.size,
            ours,
            theirs: theirs.root,
            note_ours: self.checkpoint()?,
            note_theirs: String::from_utf8_lossy(note).into_owned(),
        })))
    }

    /// Continues a copy by groups of the keeper's, which are the next, each with its note: every
    /// leaf is judged anew and every group made durable. What of them the log has already is left
    /// out.
    ///
    /// Errors: [`ServiceError::Replay`] where a leaf is not what the rules say; what stood in front
    /// of its group stays, as the keeper signed it.
    pub fn continue_by(&mut self, groups: Vec<Group>) -> Result<(), ServiceError> {
        self.must_know_rules()?;
        let size = self.size();
        let fresh: Vec<Group> = groups
            .into_iter()
            .filter_map(|group| fresh_part(group, size))
            .collect();
        let leaves: Vec<Vec<u8>> = fresh
            .iter()
            .flat_map(|group| group.leaves.clone())
            .collect();
        let workers = self.state.workers();
        let checked = check_leaves(leaves, size, &self.state, &mut self.keyring, workers)?;
        let mut checked = checked.into_iter();
        for group in fresh {
            self.must_know_rules()?;
            let first = self.size();
            let rows = {
                let roots = GroupRoots::new(&self.state, first);
                let ground = Ground::new(&self.state, &roots, first);
                let mut draft = Draft::on(&ground);
                for (index, leaf) in (first..).zip(checked.by_ref().take(group.leaves.len())) {
                    let effects =
                        redo(&draft, index, &leaf).map_err(|fault| FaultAt { index, fault })?;
                    draft.absorb(effects);
                    roots.push(leaf.hash());
                    ground.grown_to(index + 1);
                }
                row_changes(draft.into_effects())
            };
            self.append_carried(first, group, rows)?;
            self.row = ledger_row(&self.state)?;
        }
        Ok(())
    }

    fn append_carried(
        &self,
        first: u64,
        group: Group,
        rows: Vec<RowChange>,
    ) -> Result<(), ServiceError> {
        let key = &self.checkpoint_key;
        let Group { leaves, note, .. } = group;
        let mut seal = |head: &TreeHead| carried_note(key, &note, head);
        let group = store::Group {
            leaves,
            rows,
            seal: &mut seal,
        };
        self.state.tell(|store| store.append(first, group))?;
        Ok(())
    }
}

/// What a note states, if it is the keeper's.
fn stated(key: &CheckpointKey, note: &[u8]) -> Result<TreeHead, CarryError> {
    let opened = key.open(note);
    opened.map_err(|error| CarryError::Note(error.to_string()))
}

/// The keeper's note, if it is over this tree.
fn carried_note(key: &CheckpointKey, note: &[u8], head: &TreeHead) -> Result<Vec<u8>, SealFailure> {
    match key.open(note) {
        Ok(stated) if stated == *head => Ok(note.to_vec()),
        Ok(_) => Err(SealFailure(
            "the keeper's note is over another tree".to_owned(),
        )),
        Err(error) => Err(SealFailure(error.to_string())),
    }
}

/// What of a group lies behind the first `size` leaves.
fn fresh_part(mut group: Group, size: u64) -> Option<Group> {
    let known = size.saturating_sub(group.first);
    let known = usize::try_from(known).unwrap_or(usize::MAX);
    if known >= group.leaves.len() {
        return None;
    }
    group.leaves.drain(..known);
    group.first = group.first.max(size);
    Some(group)
}

/// The first group of a carried log: its key, and the rows that leaf 0 makes.
#[cfg(feature = "store")]
pub(super) fn first_group(group: &Group) -> Result<(CheckpointKey, Vec<RowChange>), ServiceError> {
    let none = ServiceError::NoLeaf { index: 0, size: 0 };
    let genesis = group.leaves.first().ok_or(none)?;
    let at = |fault| FaultAt { index: 0, fault };
    let key = CheckpointKey::of_leaf_zero(genesis).map_err(at)?;
    let nothing = crate::domain::state::MemoryState::default();
    let workers = crate::replay::Workers::of_machine();
    let mut keyring = crate::replay::Keyring::default();
    let checked = check_leaves(group.leaves.clone(), 0, &nothing, &mut keyring, workers)?;
    let ground = Ground::new(&nothing, &crate::replay::NoRoots, 0);
    let mut draft = Draft::on(&ground);
    for (index, leaf) in (0..).zip(&checked) {
        let effects = redo(&draft, index, leaf).map_err(|fault| FaultAt { index, fault })?;
        draft.absorb(effects);
        ground.grown_to(index + 1);
    }
    Ok((key, row_changes(draft.into_effects())))
}

#[cfg(feature = "store")]
mod folder {
    //! The groups of a log in a folder, and a copy begun in one.

    use std::ops::ControlFlow;

    use super::{Group, carried_note, first_group};
    use crate::service::seams::{Clock, Entropy};
    use crate::service::{Folder, Ledger, Progress, ServiceError};
    use crate::store::{self, LoggedGroup, StoreError};

    /// Where a stretch of a log begins.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Start {
        /// Index of its first leaf.
        pub from: u64,
        /// The keeper's note over the leaves in front of it, where there are any.
        pub base: Option<Vec<u8>>,
        /// Leaves in the log now.
        pub size: u64,
        /// The keeper's last note.
        pub checkpoint: Vec<u8>,
    }

    impl Folder {
        /// Gives the groups of the log here from the one that begins at or before leaf `from`, for
        /// as long as `take` goes on; first where they begin. Beside a writer, up to what was
        /// acknowledged when it began.
        pub fn groups(
            &self,
            from: u64,
            begin: &mut dyn FnMut(&Start) -> ControlFlow<()>,
            take: &mut dyn FnMut(Group) -> ControlFlow<()>,
        ) -> Result<(), ServiceError> {
            let log = self.log()?;
            let size = log.size();
            let none = ServiceError::NoLeaf { index: from, size };
            if from > size {
                return Err(none);
            }
            let (mut from, mut base) = (from, None);
            while from > 0 && base.is_none() {
                let Some(before) = log.groups(from - 1)?.next().transpose()? else {
                    return Err(none);
                };
                if before.size() == from {
                    base = Some(before.note().to_vec());
                } else {
                    from = before.first();
                }
            }
            let checkpoint = log.checkpoint()?;
            let start = Start {
                from,
                base,
                size,
                checkpoint,
            };
            if begin(&start).is_break() || from == size {
                return Ok(());
            }
            for group in log.groups(from)? {
                if take(carried(&group?)).is_break() {
                    break;
                }
            }
            Ok(())
        }

        /// Begins a copy here, where nothing is yet, with the first group of the keeper's log. Who
        /// calls has seen to it that leaf 0 is the one the reader trusts.
        pub fn begin_copy(
            &self,
            group: Group,
            clock: Box<dyn Clock>,
            entropy: Box<dyn Entropy>,
            progress: &mut dyn Progress,
        ) -> Result<Ledger, ServiceError> {
            let (key, rows) = first_group(&group)?;
            let Group { leaves, note, .. } = group;
            let mut seal = |head: &_| carried_note(&key, &note, head);
            let group = store::Group {
                leaves,
                rows,
                seal: &mut seal,
            };
            let now = clock.now();
            let begun: Result<_, StoreError> = self.begin(&key, group, now);
            Ledger::open(begun?, None, clock, entropy, progress)
        }
    }

    fn carried(group: &LoggedGroup) -> Group {
        Group {
            first: group.first(),
            leaves: group.leaves().map(<[u8]>::to_vec).collect(),
            note: group.note().to_vec(),
        }
    }
}

#[cfg(feature = "store")]
pub use folder::Start;
