//! The log: what an audit, a replay or a receipt shows to be wrong.

use super::{envelopes, parser, refusal};
use crate::audit::{AuditFault, Fault};
use crate::cli::text::{Message, msg};
use crate::codec::leaf::LeafError;
use crate::domain::refusal::{RecordedRefusal, Refusal};
use crate::domain::state::Damage;
use crate::receipt::ReceiptError;

/// What an audit found.
pub fn audit(found: &AuditFault) -> Message {
    match found {
        AuditFault::Leaf(of_leaf) => fault(of_leaf),
        AuditFault::Empty => msg!("because-log-empty"),
        AuditFault::NotClosed => msg!("because-log-open"),
        AuditFault::Checkpoint(why) => msg!("because-checkpoint", detail = why),
        AuditFault::OtherTree { stated, found } => msg!(
            "because-other-tree",
            stated = stated.size,
            stated_root = stated.root,
            found = found.size,
            found_root = found.root
        ),
        AuditFault::OtherState { recorded, computed } => {
            msg!(
                "because-other-state",
                recorded = recorded,
                computed = computed
            )
        }
        AuditFault::NotConserved {
            indicator,
            counted,
            found,
        } => msg!(
            "because-not-conserved",
            indicator = indicator,
            counted = counted.held,
            found = found.held
        ),
        AuditFault::OverRose {
            region,
            indicator,
            period,
            before,
            after,
        } => msg!(
            "because-over-rose",
            region = region,
            indicator = indicator,
            period = period,
            before = before,
            after = after
        ),
    }
}

/// Why a leaf cannot stand where it stands.
pub fn fault(fault: &Fault) -> Message {
    match fault {
        Fault::Leaf(error) => leaf(error),
        Fault::Unreadable(error) => {
            msg!(
                "because-leaf-unreadable",
                reason = envelopes::unreadable(error)
            )
        }
        Fault::Signatures(error) => {
            msg!("because-leaf-signatures", reason = envelopes::verify(error))
        }
        Fault::KeyUnknown(key) => msg!("because-leaf-key", key = key),
        Fault::TimeWentBack { admitted, before } => {
            msg!("because-time-back", admitted = admitted, before = before)
        }
        Fault::Refused(why) => msg!("because-was-admitted", refusal = refusal(why)),
        Fault::Admitted(on_record) => msg!("because-was-refused", refusal = recorded(on_record)),
        Fault::OtherRefusal {
            recorded: on_record,
            computed,
        } => msg!(
            "because-other-refusal",
            recorded = recorded(on_record),
            computed = recorded(computed)
        ),
        Fault::NotForTheRecord(why) => msg!("because-not-for-record", refusal = refusal(why)),
        Fault::Repeated(index) => msg!("because-repeated", index = index),
        Fault::RefusedBefore(index) => msg!("because-refused-before", index = index),
        Fault::OtherIndex(index) => msg!("because-other-index", index = index),
        Fault::NoGenesis(why) => msg!("because-no-genesis", refusal = refusal(why)),
        Fault::RulesUnknown { rules, known } => {
            msg!("because-rules-unknown", rules = rules, known = known)
        }
        Fault::State(damage) => damaged(damage),
    }
}

/// A refusal on record, by name where this build knows its number.
fn recorded(on_record: &RecordedRefusal) -> Message {
    match Refusal::from_recorded(on_record.clone()) {
        Some(known) => refusal(&known),
        None => msg!("because-refusal-number", number = on_record.number),
    }
}

fn damaged(damage: &Damage) -> Message {
    msg!("because-rows", place = damage.place, detail = damage.what)
}

/// Why bytes are no leaf.
pub fn leaf(error: &LeafError) -> Message {
    match error {
        LeafError::Kind(_)
        | LeafError::Short(_)
        | LeafError::Long(_)
        | LeafError::Time(_)
        | LeafError::Refusal(_) => msg!("because-no-leaf", detail = error),
    }
}

/// Why a receipt does not verify.
pub fn receipt(error: &ReceiptError) -> Message {
    match error {
        ReceiptError::Form(why) => msg!("because-receipt-form", detail = parser(why)),
        ReceiptError::Format { found } => msg!("because-receipt-format", found = found),
        ReceiptError::Spelling => msg!("because-receipt-spelling"),
        ReceiptError::OtherLedger { expected, found } => {
            msg!("because-receipt-ledger", expected = expected, found = found)
        }
        ReceiptError::GenesisDiffers { expected, found } => {
            msg!(
                "because-receipt-genesis",
                expected = expected,
                found = found
            )
        }
        ReceiptError::OperatorDiffers { expected, found } => {
            msg!(
                "because-receipt-operator",
                expected = expected,
                found = found
            )
        }
        ReceiptError::Leaf(why) => msg!("because-no-leaf", detail = why),
        ReceiptError::Envelope(why) => msg!("because-receipt-envelope", detail = parser(why)),
        ReceiptError::Payload(why) => msg!("because-receipt-payload", detail = parser(why)),
        ReceiptError::Signature(why) => msg!("because-receipt-signature", detail = parser(why)),
        ReceiptError::Signers { needed } => msg!("because-receipt-signers", needed = needed),
        ReceiptError::NotLogged { what, why } => {
            msg!("because-receipt-not-logged", what = what, detail = why)
        }
        ReceiptError::TooManyKeys { .. }
        | ReceiptError::NotAGenesis
        | ReceiptError::NotAnEnrolment { .. }
        | ReceiptError::KeyTwice { .. }
        | ReceiptError::KeyOrder { .. }
        | ReceiptError::KeyUnused { .. }
        | ReceiptError::Origin(_) => msg!("because-receipt-keys", detail = error),
    }
}
