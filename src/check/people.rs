//! Persons: how fast they approved, for how many bodies they sign, and whether they verified what
//! they had recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Subject, Suspicion};
use crate::domain::entry::Act;
use crate::domain::ids::{CaseNo, PartyId, PersonId, ReductionNo};
use crate::domain::lot::Reduction;
use crate::domain::party::Seat;
use crate::domain::state::keys;
use crate::service::{Deed, ServiceError};

const MINUTE_MS: u64 = 60_000;

/// A step of a case that a body other than the opener approved, with review or issue seat, sooner
/// after what it had to read (the opening or completion, and the steps before it) than anybody reads.
/// Letters that are only recorded were read elsewhere and do not count.
pub(super) fn approved_fast(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let mut found = Vec::new();
    // The last thing that was done on each case.
    let mut last: BTreeMap<CaseNo, &Deed> = BTreeMap::new();
    let opened = opened_cases(subject)?;
    for deed in subject.admitted() {
        let Some(case) = case_of(&opened, deed) else {
            continue;
        };
        if let (Act::CaseAct(act), Some(asked)) = (&deed.entry.act, last.get(&case))
            && act.issuers.is_empty()
            && approves(deed)
            && !same_body(asked, deed)
        {
            let waited = deed.admitted.ms().saturating_sub(asked.admitted.ms());
            if waited < u64::from(subject.terms.reading_minutes) * MINUTE_MS {
                found.push(
                    Suspicion::new(Kind::ApprovedFast, [asked.index, deed.index])
                        .with("case", &case)
                        .with("step", &act.step)
                        .with("by", bodies(deed).join(", "))
                        .with("seconds", waited / 1000)
                        .with("minutes", subject.terms.reading_minutes)
                        .look_at(format!("case show {case}")),
                );
            }
        }
        last.insert(case, deed);
    }
    Ok(found)
}

/// Cases by the entry that opened them.
fn opened_cases(subject: &Subject<'_>) -> Result<BTreeMap<u64, CaseNo>, ServiceError> {
    let draft = subject.view.draft();
    let mut opened = BTreeMap::new();
    for region in draft.list(&keys::regions())? {
        for no in draft.list(&keys::cases_of(&region))? {
            opened.insert(draft.must(&keys::case(&no))?.opened, no);
        }
    }
    Ok(opened)
}

/// The case an entry is on; of an opening the number it was given.
fn case_of(opened: &BTreeMap<u64, CaseNo>, deed: &Deed) -> Option<CaseNo> {
    match &deed.entry.act {
        Act::CaseOpen(_) => opened.get(&deed.index).cloned(),
        Act::CaseAct(act) => Some(act.case.clone()),
        Act::CaseResubmit(act) => Some(act.case.clone()),
        _ => None,
    }
}

fn approves(deed: &Deed) -> bool {
    let seats = deed.hands.iter().map(|hand| hand.seat);
    seats
        .into_iter()
        .any(|seat| matches!(seat, Seat::Review | Seat::Issue))
}

fn same_body(a: &Deed, b: &Deed) -> bool {
    let of = |deed: &Deed| -> BTreeSet<PartyId> {
        deed.hands.iter().map(|hand| hand.party.clone()).collect()
    };
    !of(a).is_disjoint(&of(b))
}

fn bodies(deed: &Deed) -> Vec<String> {
    let mut names: Vec<String> = deed
        .hands
        .iter()
        .map(|hand| hand.party.to_string())
        .collect();
    names.dedup();
    names
}

/// A person whose keys signed for more than one body.
pub(super) fn of_several_bodies(subject: &Subject<'_>) -> Vec<Suspicion> {
    let mut bodies: BTreeMap<&PersonId, BTreeMap<&PartyId, Vec<u64>>> = BTreeMap::new();
    for deed in subject.admitted() {
        for hand in &deed.hands {
            let of_person = bodies.entry(&hand.person).or_default();
            of_person.entry(&hand.party).or_default().push(deed.index);
        }
    }
    let several = bodies.into_iter().filter(|(_, parties)| parties.len() > 1);
    let told = several.map(|(person, parties)| {
        // The first entry for each body is enough to see it.
        let first = parties
            .values()
            .filter_map(|entries| entries.first().copied());
        let names: Vec<String> = parties
            .iter()
            .map(|(party, entries)| format!("{party} ({})", entries.len()))
            .collect();
        Suspicion::new(Kind::PersonOfSeveral, first)
            .with("person", person)
            .with("bodies", names.join(", "))
            .look_at("key list".to_owned())
    });
    told.collect()
}

/// A reduction that a person verified who had signed its record, too.
pub(super) fn verified_by_recorder(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let mut recorded: BTreeMap<ReductionNo, &Deed> = BTreeMap::new();
    let all = subject.view.reductions(None)?;
    for deed in subject.admitted() {
        let Act::ReductionRecord(act) = &deed.entry.act else {
            continue;
        };
        // Permit, facility, indicator and measure are the key of a claim.
        let is_it = |row: &&Reduction| {
            (&row.permit, &row.facility, &row.indicator, row.measure)
                == (&act.permit, &act.facility, &act.indicator, act.measure)
        };
        if let Some(row) = all.iter().find(is_it) {
            recorded.insert(row.reduction.clone(), deed);
        }
    }
    let mut found = Vec::new();
    for deed in subject.admitted() {
        let Act::ReductionVerify(act) = &deed.entry.act else {
            continue;
        };
        let Some(record) = recorded.get(&act.reduction) else {
            continue;
        };
        let persons: BTreeSet<&PersonId> = record.hands.iter().map(|hand| &hand.person).collect();
        for hand in &deed.hands {
            if persons.contains(&hand.person) {
                found.push(
                    Suspicion::new(Kind::VerifiedByRecorder, [record.index, deed.index])
                        .with("reduction", &act.reduction)
                        .with("person", &hand.person)
                        .with("amount", act.amount)
                        .look_at("reduction list".to_owned()),
                );
            }
        }
    }
    Ok(found)
}
