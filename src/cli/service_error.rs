//! What the service and its store report, in the user's language and by who must act.

use super::because;
use super::error::Failure;
use super::seams::Place;
use super::text::{Message, msg};
use crate::service::{Notice, ServiceError, SlotsFault, StoreError, SubmissionError};

/// A service error as a failure.
pub fn failure(error: &ServiceError, place: &Place) -> Failure {
    match error {
        ServiceError::Refused(refusal) | ServiceError::Genesis(refusal) => refusal.clone().into(),
        ServiceError::MomentPast { asked, last } => {
            Failure::usage(msg!("service-moment-past", asked = asked, last = last))
        }
        ServiceError::NoLeaf { index, size } => {
            Failure::usage(msg!("service-no-leaf", index = index, size = size))
        }
        ServiceError::Envelope(error) => Failure::refused(because::envelope(error)),
        ServiceError::GenesisSignatures(error) => {
            Failure::not_verified(msg!("service-genesis", reason = submission(error)))
        }
        ServiceError::RootKeyMissing(key) => {
            Failure::usage(msg!("service-root-key-missing", key = key))
        }
        ServiceError::ClockBehind { now, last } => {
            Failure::storage(msg!("service-clock-behind", now = now, last = last))
                .hint(msg!("hint-clock"))
        }
        ServiceError::ClockSimulated => Failure::usage(msg!("service-clock-simulated")),
        ServiceError::NoOperatorKey => {
            Failure::usage(msg!("service-no-operator")).hint(msg!("hint-operator-key"))
        }
        ServiceError::CheckpointKey(error) => {
            Failure::usage(msg!("service-operator-other", reason = error))
                .hint(msg!("hint-operator-key"))
        }
        ServiceError::Sign(error) => {
            Failure::usage(msg!("service-sign", reason = because::sign(error)))
        }
        ServiceError::ReadOnly { rules, known } => {
            Failure::usage(msg!("service-read-only", rules = rules, known = known))
        }
        ServiceError::GroupTooLarge { given, limit } => {
            Failure::usage(msg!("form-entries-max", given = given, limit = limit))
        }
        ServiceError::Contended { tries } => {
            Failure::storage(msg!("service-contended", tries = tries))
        }
        ServiceError::Store(error) => store(error, place),
        ServiceError::Damage(damage) => damage.clone().into(),
        ServiceError::Replay(error) => {
            let reason = because::fault(&error.fault);
            Failure::storage(msg!("service-replay", index = error.index, reason = reason))
                .hint(msg!("hint-audit"))
        }
        ServiceError::Checkpoint(reason) => {
            Failure::storage(msg!("service-checkpoint", reason = reason)).hint(msg!("hint-audit"))
        }
        ServiceError::CheckpointOther { stated, found } => {
            let (stated, found) = (stated.size, found.size);
            Failure::storage(msg!(
                "service-checkpoint-other",
                stated = stated,
                found = found
            ))
            .hint(msg!("hint-audit"))
        }
        ServiceError::Receipt(reason) => {
            Failure::storage(msg!("service-receipt", reason = reason)).hint(msg!("hint-audit"))
        }
        ServiceError::Leaf(error) => {
            Failure::storage(msg!("service-leaf", reason = because::leaf(error)))
        }
    }
}

/// What is wrong with bytes that are no submission.
pub fn submission(error: &SubmissionError) -> Message {
    match error {
        SubmissionError::Envelope(error) => {
            msg!("submission-envelope", reason = because::envelope(error))
        }
        SubmissionError::Signatures(error) => {
            msg!("submission-signatures", reason = because::verify(error))
        }
        SubmissionError::KeyUnknown(key) => msg!("submission-key-unknown", key = key),
    }
}

fn store(error: &StoreError, place: &Place) -> Failure {
    let folder = place.folder.display();
    match error {
        StoreError::Locked { pid, .. } => {
            let failure = match pid {
                Some(pid) => Failure::storage(msg!("store-locked", folder = folder, pid = pid)),
                None => Failure::storage(msg!("store-locked-unknown", folder = folder)),
            };
            failure.hint(msg!("hint-wait", seconds = place.wait.as_secs()))
        }
        StoreError::NotALedger { dir, .. } => {
            Failure::storage(msg!("store-no-ledger", folder = dir.display()))
                .hint(msg!("hint-init"))
        }
        StoreError::Exists { dir } => {
            Failure::storage(msg!("store-exists", folder = dir.display()))
                .hint(msg!("hint-other-folder"))
        }
        StoreError::Corrupt { file, offset, what } => Failure::storage(msg!(
            "store-corrupt",
            file = file.display(),
            offset = offset,
            what = what
        ))
        .hint(msg!("hint-restore")),
        StoreError::NewerFormat { file, found, known } => Failure::storage(msg!(
            "store-newer",
            file = file.display(),
            found = found,
            known = known
        )),
        StoreError::BehindGuard {
            log_size,
            guard_size,
        } => Failure::storage(msg!("store-behind", log = log_size, guard = guard_size))
            .hint(msg!("hint-behind"))
            .hint(msg!("hint-accept-older", first = log_size)),
        StoreError::GuardDisagrees {
            guard, guard_size, ..
        } => Failure::storage(msg!(
            "store-guard-disagrees",
            size = guard_size,
            folder = folder,
            guard = guard.display()
        ))
        .hint(msg!("hint-two-histories"))
        .hint(msg!("hint-other-state")),
        StoreError::DigestMismatch { size, .. } => {
            Failure::storage(msg!("store-digest", size = size)).hint(msg!("hint-audit"))
        }
        StoreError::Io { path, source, .. } => {
            let failure = Failure::storage(msg!(
                "store-io",
                file = path.display(),
                reason = because::io(source)
            ));
            match source.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    failure.hint(msg!("hint-read-only"))
                }
                _ => failure,
            }
        }
        StoreError::Conflict { .. }
        | StoreError::GroupSize { .. }
        | StoreError::LeafSize { .. }
        | StoreError::RowSize { .. }
        | StoreError::NoteSize { .. }
        | StoreError::OutOfRange { .. }
        | StoreError::ReadTooLarge { .. }
        | StoreError::NotReplayed { .. }
        | StoreError::Seal(_)
        | StoreError::Poisoned { .. }
        | StoreError::IndexDamaged { .. } => {
            Failure::storage(msg!("store-other", folder = folder, reason = error))
        }
    }
}

/// What an opening found and put right.
pub fn notice(notice: &Notice) -> Message {
    match notice {
        Notice::TailCut {
            file,
            offset,
            bytes,
            copy,
        } => msg!(
            "notice-tail-cut",
            file = file.display(),
            offset = offset,
            bytes = bytes,
            copy = copy.display()
        ),
        Notice::TailKept {
            head_size,
            log_size,
        } => {
            msg!("notice-tail-kept", head = head_size, log = log_size)
        }
        Notice::HeadMended { what } => msg!("notice-head", what = slots(*what)),
        Notice::GuardMadeAnew { path, what } => {
            msg!("notice-guard", file = path.display(), what = slots(*what))
        }
        Notice::GuardOverruled {
            guard_size,
            log_size,
        } => {
            msg!("notice-guard-overruled", guard = guard_size, log = log_size)
        }
        Notice::TilesRebuilt { what } => msg!("notice-tiles", what = what),
        Notice::IndexRebuilt {
            what,
            set_aside: Some(place),
        } => {
            msg!("notice-index-aside", what = what, place = place.display())
        }
        // Where nothing could be set aside there was nothing.
        Notice::IndexRebuilt {
            set_aside: None, ..
        } => msg!("notice-index"),
    }
}

/// What is wrong with HEAD or the guard.
fn slots(fault: SlotsFault) -> Message {
    match fault {
        SlotsFault::Missing => msg!("slots-missing"),
        SlotsFault::Empty => msg!("slots-empty"),
        SlotsFault::First => msg!("slots-first"),
        SlotsFault::Second => msg!("slots-second"),
        SlotsFault::Both => msg!("slots-both"),
    }
}

/// A service error of a ledger that was played: it lies nowhere that could be named.
pub fn failure_of_play(error: &ServiceError) -> Failure {
    let nowhere = Place {
        folder: std::path::PathBuf::from("-"),
        state_folder: None,
        wait: std::time::Duration::ZERO,
        accept_older: false,
        copy: false,
    };
    failure(error, &nowhere)
}
