//! One leaf: read, verified, and its decision made again.

use super::fault::{Fault, FaultAt};
use super::keyring::{Keyring, KeysAtHand};
use super::workers::Workers;
use crate::codec::leaf::Leaf;
use crate::codec::submission::{SignedEntry, Submission};
use crate::domain::entry::{Act, Entry};
use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{RecordedRefusal, Refusal};
use crate::domain::rules::{Judgement, RULES_KNOWN, judge, judge_genesis};
use crate::domain::state::{Damage, Draft, Effects, State, keys};
use crate::envelope::KeyId;
use crate::log::tree::{Hash, leaf_hash};

/// A leaf taken apart; nothing about it depends on the leaves in front of it.
#[derive(Debug, Clone)]
pub struct ReadLeaf {
    hash: Hash,
    admitted: Moment,
    recorded: Option<RecordedRefusal>,
    submission: Submission,
}

impl ReadLeaf {
    /// Reads a leaf strictly.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let Leaf {
            admitted,
            refusal,
            envelope,
        } = Leaf::parse(bytes)?;
        let submission = Submission::parse_stored(envelope)?;
        Ok(Self {
            hash: leaf_hash(bytes),
            admitted,
            recorded: refusal,
            submission,
        })
    }

    /// What was submitted.
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// Verifies its signatures with keys that were gathered for it.
    pub fn verify(self, keys: &KeysAtHand) -> Result<CheckedLeaf, Fault> {
        let Self {
            hash,
            admitted,
            recorded,
            submission,
        } = self;
        let signed = submission.verify(|id| Ok::<_, Damage>(keys.get(id).copied()))?;
        Ok(CheckedLeaf {
            hash,
            admitted,
            recorded,
            signed,
        })
    }
}

/// A leaf whose signatures hold.
#[derive(Debug, Clone)]
pub struct CheckedLeaf {
    hash: Hash,
    admitted: Moment,
    recorded: Option<RecordedRefusal>,
    signed: SignedEntry,
}

impl CheckedLeaf {
    /// Its hash in the tree.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// When it was admitted.
    pub fn admitted(&self) -> Moment {
        self.admitted
    }

    /// The refusal on record, if it was refused.
    pub fn recorded(&self) -> Option<&RecordedRefusal> {
        self.recorded.as_ref()
    }

    /// What was submitted.
    pub fn signed(&self) -> &SignedEntry {
        &self.signed
    }
}

/// Reads leaves and verifies all their signatures, spread over `workers`; the first is at index
/// `first`. Of several faults the first in order is told.
///
/// Keys come from `keyring`, from the leaves themselves and from `state`; whether a key was
/// enrolled when it signed is for [`redo`] to say.
pub fn check_leaves(
    leaves: Vec<Vec<u8>>,
    first: u64,
    state: &dyn State,
    keyring: &mut Keyring,
    workers: Workers,
) -> Result<Vec<CheckedLeaf>, FaultAt> {
    let at = |place: usize| first + place as u64;
    let read = workers.map(leaves, |bytes| ReadLeaf::parse(&bytes));
    // What stands behind the first fault is not looked at, so that the first fault is found.
    let sound = read.iter().position(Result::is_err).unwrap_or(read.len());
    let submissions = read.iter().take(sound).flatten().map(ReadLeaf::submission);
    let keys = keyring
        .keys_for(state, submissions)
        .map_err(|damage| FaultAt {
            index: first,
            fault: damage.into(),
        })?;
    let checked = workers.map(read, |leaf| leaf.and_then(|leaf| leaf.verify(&keys)));
    let numbered = checked.into_iter().enumerate();
    numbered
        .map(|(place, leaf)| {
            leaf.map_err(|fault| FaultAt {
                index: at(place),
                fault,
            })
        })
        .collect()
}

/// Whether a key is enrolled, revoked or not.
pub fn is_enrolled(state: &dyn State, key: &KeyId) -> Result<bool, Damage> {
    Ok(state.row(keys::key(key).row())?.is_some())
}

/// Decides a leaf again, on the state it was decided on; what changes by it.
pub fn redo(state: &dyn State, index: u64, leaf: &CheckedLeaf) -> Result<Effects, Fault> {
    if index == 0 {
        return redo_genesis(leaf);
    }
    let ledger = Draft::on(state).must(&keys::ledger())?;
    if leaf.admitted < ledger.admitted_last {
        let (admitted, before) = (leaf.admitted, ledger.admitted_last);
        return Err(Fault::TimeWentBack { admitted, before });
    }
    if let Some(rules) = Some(ledger.rules).filter(|rules| *rules > RULES_KNOWN) {
        return Err(Fault::RulesUnknown {
            rules,
            known: RULES_KNOWN,
        });
    }
    for key in leaf.signed.signers_enrolled() {
        if !is_enrolled(state, &key)? {
            return Err(Fault::KeyUnknown(key));
        }
    }
    let signed = &leaf.signed;
    let judgement = judge(state, signed.entry(), signed.envelope_hash(), leaf.admitted)?;
    same_decision(index, leaf, judgement)
}

fn redo_genesis(leaf: &CheckedLeaf) -> Result<Effects, Fault> {
    let id = LedgerId::from_leaf_hash(*leaf.hash.as_bytes());
    let judgement = judge_genesis(leaf.signed.entry(), id, leaf.admitted)?;
    if let Judgement::Refused { refusal, .. } = judgement {
        return Err(Fault::NoGenesis(refusal));
    }
    same_decision(0, leaf, judgement)
}

/// Compares what is decided now with what is on record.
fn same_decision(index: u64, leaf: &CheckedLeaf, now: Judgement) -> Result<Effects, Fault> {
    let (computed_index, effects) = match (now, &leaf.recorded) {
        (Judgement::Repeated { admission }, _) => return Err(Fault::Repeated(admission.index)),
        (Judgement::RefusedBefore { row }, _) => return Err(Fault::RefusedBefore(row.index)),
        (Judgement::Admitted { .. }, Some(recorded)) => {
            return Err(Fault::Admitted(recorded.clone()));
        }
        (Judgement::Refused { refusal, .. }, None) => {
            return Err(refused_now(leaf.signed.entry().content(), refusal));
        }
        (Judgement::Admitted { index, effects, .. }, None) => (index, effects),
        (
            Judgement::Refused {
                refusal,
                recorded: anew,
            },
            Some(recorded),
        ) => {
            let computed = refusal.recorded();
            if computed != *recorded {
                return Err(Fault::OtherRefusal {
                    recorded: recorded.clone(),
                    computed,
                });
            }
            anew.ok_or(Fault::NotForTheRecord(refusal))?
        }
    };
    if computed_index != index {
        return Err(Fault::OtherIndex(computed_index));
    }
    Ok(effects)
}

/// An admitted leaf that this build refuses: broken, or admitted by a build that knows more rules.
fn refused_now(entry: &Entry, refusal: Refusal) -> Fault {
    if let Act::Upgrade(upgrade) = &entry.act
        && upgrade.rules > RULES_KNOWN
    {
        return Fault::RulesUnknown {
            rules: upgrade.rules,
            known: RULES_KNOWN,
        };
    }
    Fault::Refused(refusal)
}
