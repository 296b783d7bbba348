//! Faults planted in entries that were drafted rightly.

use qledger::domain::amount::{Amount, Balance};
use qledger::domain::entry::{Act, Entry, RequiredSigner};
use qledger::domain::ids::{AccountId, EntryId, LedgerId};
use qledger::domain::moment::{DAY_MS, Day, MINUTE_MS};
use qledger::domain::party::Seat;
use qledger::domain::text::Document;
use qledger::envelope::{EntryHash, SigningKey};
use rust_decimal::Decimal;

use crate::office::key_of;
use crate::rng::Rng;
use crate::world::of;

/// What is wrong with an entry, if it is.
#[derive(Debug, Clone, Copy)]
pub enum Planted {
    OtherLedger,
    OtherBasis,
    IdUsed,
    SignerLeftOut,
    SignersTurned,
    Stranger,
    MadeInFuture,
    /// The latest that is still allowed.
    MadeJustNow,
    Expired,
    /// The last moment that is still allowed.
    JustExpiring,
    TooLong,
    /// The longest that is still allowed.
    JustLongEnough,
    OtherContent,
    DocumentInFuture,
    DocumentOld,
    Decimals,
    Lines,
    UnknownAccount,
    RowTwice,
    NoRows,
    SignatureLeftOut,
    SignatureTooMany,
    OtherKey,
}

const ALL: [(u64, Planted); 23] = [
    (2, Planted::OtherLedger),
    (2, Planted::OtherBasis),
    (3, Planted::IdUsed),
    (3, Planted::SignerLeftOut),
    (3, Planted::SignersTurned),
    (4, Planted::Stranger),
    (2, Planted::MadeInFuture),
    (2, Planted::MadeJustNow),
    (3, Planted::Expired),
    (3, Planted::JustExpiring),
    (2, Planted::TooLong),
    (2, Planted::JustLongEnough),
    (5, Planted::OtherContent),
    (3, Planted::DocumentInFuture),
    (8, Planted::DocumentOld),
    (4, Planted::Decimals),
    (6, Planted::Lines),
    (4, Planted::UnknownAccount),
    (2, Planted::RowTwice),
    (2, Planted::NoRows),
    (3, Planted::SignatureLeftOut),
    (2, Planted::SignatureTooMany),
    (4, Planted::OtherKey),
];

/// One of them.
pub fn any(rng: &mut Rng) -> Planted {
    rng.weighted(&ALL)
}

impl Planted {
    /// Changes an entry; whether its basis is still one of the log.
    pub fn in_entry(
        self,
        entry: &mut Entry,
        today: Day,
        used: Option<EntryId>,
        rng: &mut Rng,
    ) -> bool {
        let head = &mut entry.head;
        let now = head.made;
        match self {
            Planted::OtherLedger => head.ledger = Some(LedgerId::from_leaf_hash([7; 32])),
            Planted::OtherBasis => {
                let Some(basis) = &mut head.basis else {
                    return true;
                };
                basis.root = EntryHash::from_bytes([9; 32]);
                return false;
            }
            Planted::IdUsed => head.id = used.unwrap_or(head.id),
            Planted::SignerLeftOut => {
                head.signers.pop();
            }
            Planted::SignersTurned => head.signers.reverse(),
            Planted::Stranger => {
                let stranger = RequiredSigner::of(&of("652300-EEB"), Seat::Issue);
                if let Some(signer) = head.signers.first_mut() {
                    *signer = stranger;
                }
            }
            Planted::MadeInFuture => {
                head.made = now.plus_ms(5 * MINUTE_MS + 1);
                head.expires = head.made.plus_ms(DAY_MS);
            }
            Planted::MadeJustNow => head.made = now.plus_ms(5 * MINUTE_MS),
            Planted::Expired => {
                head.made = now.minus_ms(10 * DAY_MS);
                head.expires = now.minus_ms(1);
            }
            Planted::JustExpiring => {
                head.made = now.minus_ms(10 * DAY_MS);
                head.expires = now;
            }
            Planted::TooLong => head.expires = now.plus_ms(90 * DAY_MS + 1),
            Planted::JustLongEnough => head.expires = now.plus_ms(90 * DAY_MS),
            Planted::OtherContent => {
                if head.speaks_on.is_some() {
                    head.speaks_on = Some(EntryHash::from_bytes([3; 32]));
                }
            }
            Planted::DocumentInFuture => set_date(&mut entry.act, today.plus_days(1)),
            Planted::DocumentOld => {
                // Working days make the limit fall on these days.
                let back = rng.range(75, 92);
                set_date(&mut entry.act, (0..back).fold(today, |day, _| day.before()));
            }
            Planted::Decimals => finer(&mut entry.act),
            Planted::Lines => change_lines(&mut entry.act),
            Planted::UnknownAccount => unknown_account(&mut entry.act),
            Planted::RowTwice => rows_twice(&mut entry.act),
            Planted::NoRows => no_rows(&mut entry.act),
            Planted::SignatureLeftOut | Planted::SignatureTooMany | Planted::OtherKey => {}
        }
        true
    }

    /// Changes who signs.
    pub fn in_keys(self, keys: &mut Vec<SigningKey>) {
        let other = key_of("652300-EEB-R1");
        match self {
            Planted::SignatureLeftOut if keys.len() > 1 => {
                keys.pop();
            }
            Planted::SignatureTooMany => {
                let there = keys
                    .iter()
                    .any(|key| key.public_key() == other.public_key());
                if !there {
                    keys.push(other);
                }
            }
            Planted::OtherKey => {
                let there = keys
                    .iter()
                    .any(|key| key.public_key() == other.public_key());
                if let (Some(key), false) = (keys.first_mut(), there) {
                    *key = other;
                }
            }
            _ => {}
        }
    }
}

fn documents_of(act: &mut Act) -> Vec<&mut Document> {
    match act {
        Act::RegionEnrol(act) => vec![&mut act.document],
        Act::PartyEnrol(act) => vec![&mut act.document],
        Act::AccountOpen(act) => vec![&mut act.document],
        Act::PolicyAdopt(act) => vec![&mut act.document],
        Act::CapSet(act) => vec![&mut act.document],
        Act::OpeningRecord(act) => vec![&mut act.document],
        Act::QuotaIssue(act) => vec![&mut act.document],
        Act::QuotaTakeBack(act) => vec![&mut act.document],
        Act::QuotaInvalidate(act) => vec![&mut act.document],
        Act::EntryReverse(act) => vec![&mut act.document],
        Act::EntryCorrect(act) => vec![&mut act.document],
        Act::ShortfallCure(act) => vec![&mut act.document],
        Act::DataComplete(act) => vec![&mut act.document],
        Act::PermitRecord(act) => vec![&mut act.document],
        Act::PermitLower(act) => vec![&mut act.document],
        Act::PermitCancel(act) => vec![&mut act.document],
        Act::EmissionVerify(act) => vec![&mut act.document],
        Act::BaseDecide(act) => vec![&mut act.document],
        Act::ReductionRecord(act) => vec![&mut act.document],
        Act::ReductionVerify(act) => vec![&mut act.document],
        Act::ProjectRegister(act) => vec![&mut act.document],
        Act::HoldPlace(act) => vec![&mut act.document],
        Act::HoldLift(act) => vec![&mut act.document],
        Act::HolderChange(act) => vec![&mut act.document],
        Act::FindingOpen(act) => vec![&mut act.document],
        Act::FindingRectify(act) => vec![&mut act.document],
        Act::FindingClose(act) => vec![&mut act.document],
        Act::CaseReturn(act) => vec![&mut act.document],
        Act::CaseEnd(act) => vec![&mut act.document],
        Act::CaseOpen(act) => act.documents.iter_mut().collect(),
        Act::CaseAct(act) => act.documents.iter_mut().collect(),
        Act::CaseResubmit(act) => act.documents.iter_mut().collect(),
        Act::Genesis(_)
        | Act::PersonEnrol(_)
        | Act::KeyEnrol(_)
        | Act::KeyAmend(_)
        | Act::KeyRevoke(_)
        | Act::Upgrade(_) => Vec::new(),
    }
}

fn set_date(act: &mut Act, date: Day) {
    if let Some(document) = documents_of(act).into_iter().next_back() {
        document.date = date;
    }
}

/// One decimal more than any indicator here has.
fn finer(act: &mut Act) {
    let finer = |amount: &mut Amount| {
        *amount = Amount::new(amount.decimal() + Decimal::new(1, 4)).unwrap();
    };
    match act {
        Act::OpeningRecord(act) => act.rows.iter_mut().for_each(|row| finer(&mut row.amount)),
        Act::QuotaIssue(act) => act.rows.iter_mut().for_each(|row| finer(&mut row.amount)),
        Act::QuotaTakeBack(act) => finer(&mut act.amount),
        Act::QuotaInvalidate(act) => finer(&mut act.amount),
        Act::PermitRecord(act) => act.limits.iter_mut().for_each(|row| finer(&mut row.amount)),
        Act::PermitLower(act) => act.limits.iter_mut().for_each(|row| finer(&mut row.amount)),
        Act::EmissionVerify(act) => {
            for row in &mut act.emissions {
                row.amount = Balance::new(row.amount.decimal() + Decimal::new(1, 4)).unwrap();
            }
        }
        Act::ReductionVerify(act) => finer(&mut act.amount),
        _ => {}
    }
}

fn change_lines(act: &mut Act) {
    let lines = match act {
        Act::CaseAct(act) => &mut act.lines,
        Act::ReductionVerify(act) => &mut act.lines,
        _ => return,
    };
    if let Some(line) = lines.last_mut() {
        line.amount = Amount::new(line.amount.decimal() + Decimal::new(1, 2)).unwrap();
    }
}

fn unknown_account(act: &mut Act) {
    let unknown: AccountId = of("650104/XPCC-VER");
    match act {
        Act::OpeningRecord(act) => act
            .rows
            .iter_mut()
            .for_each(|row| row.account = unknown.clone()),
        Act::QuotaIssue(act) => act.account = unknown,
        Act::QuotaTakeBack(act) => act.account = unknown,
        Act::QuotaInvalidate(act) => act.account = unknown,
        Act::EmissionVerify(act) => act.account = unknown,
        Act::ReductionRecord(act) => act.account = unknown,
        Act::CapSet(act) => act.region = of("ZD-XX"),
        Act::HoldLift(act) => act.hold = of("650000-2027-H9999"),
        Act::FindingClose(act) => act.finding = of("650000-2027-F9999"),
        Act::CaseAct(act) => act.case = of("ZD-WZ-2027-9999"),
        _ => {}
    }
}

fn rows_twice(act: &mut Act) {
    match act {
        Act::OpeningRecord(act) => act.rows.extend(act.rows.first().cloned()),
        Act::QuotaIssue(act) => act.rows.extend(act.rows.first().cloned()),
        Act::PermitRecord(act) => act.limits.extend(act.limits.first().cloned()),
        Act::EmissionVerify(act) => act.emissions.extend(act.emissions.first().cloned()),
        _ => {}
    }
}

fn no_rows(act: &mut Act) {
    match act {
        Act::OpeningRecord(act) => act.rows.clear(),
        Act::QuotaIssue(act) => act.rows.clear(),
        Act::PermitRecord(act) => act.limits.clear(),
        Act::CaseAct(act) => act.documents.clear(),
        Act::CaseReturn(act) => act.missing.clear(),
        _ => {}
    }
}
