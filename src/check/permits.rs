//! Permits: a new one before the old was over, and an old one that is over and still used.

use super::{Kind, Subject, Suspicion};
use crate::domain::case::{Case, Content};
use crate::domain::entry::Act;
use crate::domain::ids::{PartyId, PermitNo, RegionId};
use crate::domain::lot::{Permit, PermitState};
use crate::domain::state::keys;
use crate::service::query::PermitFilter;
use crate::service::{Deed, ServiceError};

/// A firm that moves got its permit at the new site while one at the place it leaves was neither
/// cancelled nor lowered yet.
pub(super) fn before_cancel(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let view = subject.view;
    let mut found = Vec::new();
    for region in view.draft().list(&keys::regions())? {
        for no in view.draft().list(&keys::cases_of(&region))? {
            let case = view.draft().must(&keys::case(&no))?;
            let Content::Relocation(content) = &case.content else {
                continue;
            };
            let origin = content.origin.region();
            let new_ones = issued(subject, &content.firm, &content.site, case.opened);
            for (new_at, new) in new_ones {
                for old in view.permits(&PermitFilter::default())? {
                    let there = old.holder == content.firm && old.region == *origin;
                    if there && !was_over(subject, &old, new_at) {
                        found.push(told(subject, &case, (new_at, new), &old));
                    }
                }
            }
        }
    }
    Ok(found)
}

/// Permits recorded for a firm in a region since an entry: where, and which.
fn issued<'a>(
    subject: &'a Subject<'_>,
    firm: &'a PartyId,
    site: &'a RegionId,
    since: u64,
) -> Vec<(u64, &'a PermitNo)> {
    let later = subject.admitted().filter(|deed| deed.index > since);
    let recorded = later.filter_map(|deed| match &deed.entry.act {
        Act::PermitRecord(act) if act.holder == *firm && act.region == *site => {
            Some((deed.index, &act.permit))
        }
        _ => None,
    });
    recorded.collect()
}

/// Whether a permit had ended, been cancelled, or been lowered before an entry.
fn was_over(subject: &Subject<'_>, old: &Permit, index: u64) -> bool {
    let ended = subject
        .deeds
        .iter()
        .find(|deed| deed.index == index)
        .is_some_and(|deed| old.until < deed.admitted.day());
    let mut before = subject.admitted().filter(|deed| deed.index < index);
    ended || before.any(|deed| touches(deed, &old.permit))
}

fn touches(deed: &Deed, permit: &PermitNo) -> bool {
    match &deed.entry.act {
        Act::PermitCancel(act) => act.permit == *permit,
        Act::PermitLower(act) => act.permit == *permit,
        _ => false,
    }
}

fn told(
    subject: &Subject<'_>,
    case: &Case,
    (new_at, new): (u64, &PermitNo),
    old: &Permit,
) -> Suspicion {
    let mut later = subject.admitted().filter(|deed| deed.index > new_at);
    let cancelled = later.find(|deed| touches(deed, &old.permit));
    let cancelled = cancelled.map(|deed| deed.index);
    Suspicion::new(
        Kind::PermitBeforeCancel,
        std::iter::once(new_at).chain(cancelled),
    )
    .with("case", &case.case)
    .with("holder", &old.holder)
    .with("new", new)
    .with("old", &old.permit)
    .with(
        "cancelled",
        cancelled.map_or_else(|| "-".to_owned(), |index| index.to_string()),
    )
    .look_at(format!("case show {}", case.case))
}

/// A permit whose last day is over, of a holder who has none in force there, while the account there
/// still holds what it allowed.
pub(super) fn expired(subject: &Subject<'_>) -> Result<Vec<Suspicion>, ServiceError> {
    let view = subject.view;
    let permits = view.permits(&PermitFilter::default())?;
    let mut found = Vec::new();
    for permit in &permits {
        let of_holder = |other: &&Permit| {
            other.holder == permit.holder
                && other.region == permit.region
                && other.state == PermitState::InForce
        };
        if permit.state != PermitState::Expired || permits.iter().any(|p| of_holder(&p)) {
            continue;
        }
        let account = crate::domain::ids::AccountId::new(
            permit.region.clone(),
            crate::domain::ids::Holder::Party(permit.holder.clone()),
            None,
        );
        let held = view.draft().list(&keys::holdings_of(&account))?;
        let still: Vec<String> = held
            .iter()
            .filter(|h| permit.limits.iter().any(|l| l.indicator == h.indicator))
            .map(|h| format!("{} {}", h.indicator, h.amount))
            .collect();
        if still.is_empty() {
            continue;
        }
        let recorded = subject.admitted().filter_map(|deed| match &deed.entry.act {
            Act::PermitRecord(act) if act.permit == permit.permit => Some(deed.index),
            _ => None,
        });
        found.push(
            Suspicion::new(Kind::ExpiredPermit, recorded)
                .with("permit", &permit.permit)
                .with("holder", &permit.holder)
                .with("until", permit.until)
                .with("held", still.join(", "))
                .look_at("permit list".to_owned()),
        );
    }
    Ok(found)
}
