//! Claims on quantity: one facility twice, and more out of a lot than was in it.

use std::collections::BTreeMap;

use super::names::are_near;
use super::{Kind, Subject, Suspicion};
use crate::domain::amount::Change;
use crate::domain::entry::{Act, ReductionRecord};
use crate::domain::posting::Place;
use crate::domain::state::{Movement, keys};
use crate::service::ServiceError;

/// Two reductions of one indicator under one permit or of one firm, whose facilities likely are one:
/// near codes or near names, or one facility whose second reduction does not begin where the first
/// ended.
pub(super) fn claimed_twice(subject: &Subject<'_>) -> Vec<Suspicion> {
    let claims: Vec<(u64, &ReductionRecord)> = subject
        .admitted()
        .filter_map(|deed| match &deed.entry.act {
            Act::ReductionRecord(act) => Some((deed.index, act)),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for (at, (later, b)) in claims.iter().enumerate() {
        for (earlier, a) in &claims[..at] {
            if is_one(a, b) {
                found.push(
                    Suspicion::new(Kind::ClaimedTwice, [*earlier, *later])
                        .with("indicator", &b.indicator)
                        .with("first", said(a))
                        .with("second", said(b))
                        .with("first_amount", format!("{} → {}", a.before, a.after))
                        .with("second_amount", format!("{} → {}", b.before, b.after))
                        .with("permit", &b.permit)
                        .look_at("reduction list".to_owned()),
                );
            }
        }
    }
    found
}

fn said(act: &ReductionRecord) -> String {
    format!("{} {}", act.facility, act.name)
}

fn is_one(a: &ReductionRecord, b: &ReductionRecord) -> bool {
    if a.indicator != b.indicator {
        return false;
    }
    let one_permit = a.permit == b.permit;
    let one_firm = a.account.party().is_some() && a.account.party() == b.account.party();
    if !one_permit && !one_firm {
        return false;
    }
    let (a_code, b_code) = (a.facility.as_str(), b.facility.as_str());
    if one_permit && a_code == b_code {
        // By another measure: honest where it goes on from where the first ended.
        return b.before > a.after && a.before > b.after;
    }
    are_near(a_code, b_code) || are_near(&a.name.to_string(), &b.name.to_string())
}

/// A lot out of which, move by move, more went than there was: at any place of it at any moment, or
/// in sum. Added up from its moves alone, not from the rows that say what is held.
pub(super) fn used_above_lot(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let view = subject.view;
    let mut found = Vec::new();
    for lot in view.lots(None, false)? {
        let moves = view.draft().list(&keys::movements_of(&lot.lot))?;
        let made = Change::from(lot.amount);
        if let Some((entry, short, place)) = overdrawn(&moves, made) {
            let indices = [lot.index, entry];
            found.push(
                Suspicion::new(Kind::UsedAboveLot, indices)
                    .with("lot", &lot.lot)
                    .with("indicator", &lot.indicator)
                    .with("made", lot.amount)
                    .with("short", short)
                    .with("place", place)
                    .look_at(format!("trace {}", lot.lot)),
            );
        }
    }
    Ok(found)
}

/// The first move that takes more than there is, by how much, and from where; or that makes more
/// than the lot.
fn overdrawn(moves: &[Movement], lot: Change) -> Option<(u64, Change, String)> {
    let mut at: BTreeMap<String, Change> = BTreeMap::new();
    let mut made = Change::ZERO;
    for step in moves {
        let amount = Change::from(step.amount);
        match &step.from {
            Some(from) => {
                let name = name_of(from);
                let left = at.entry(name.clone()).or_insert(Change::ZERO);
                *left = left.plus(amount.negated());
                if *left < Change::ZERO {
                    return Some((step.index, left.negated(), name));
                }
            }
            None => {
                made = made.plus(amount);
                if made > lot {
                    return Some((step.index, made.plus(lot.negated()), "-".to_owned()));
                }
            }
        }
        let there = at.entry(name_of(&step.to)).or_insert(Change::ZERO);
        *there = there.plus(amount);
    }
    None
}

fn name_of(place: &Place) -> String {
    match place {
        Place::Available(account) => account.to_string(),
        Place::Barred(account) => format!("{account} (barred)"),
        Place::Reserved(account) => format!("{account} (reserved)"),
        Place::ReservedBarred(account) => format!("{account} (reserved, barred)"),
        Place::Retired => "retired".to_owned(),
        Place::TakenBack => "taken back".to_owned(),
        Place::Reduced => "reduced".to_owned(),
        Place::Invalidated => "invalidated".to_owned(),
        Place::Reversed => "reversed".to_owned(),
    }
}
