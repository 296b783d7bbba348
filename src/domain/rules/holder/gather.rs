//! What a party has: accounts, permits, open cases, projects; and filling in what nobody types.

use super::{accounts_of, shares};
use crate::domain::case::Case;
use crate::domain::entry::{ChangeKind, HeldPart, HolderChange};
use crate::domain::ids::{CaseNo, PartyId, PermitNo, ProjectNo};
use crate::domain::lot::{PermitState, Project, Slot};
use crate::domain::rules::Context;
use crate::domain::rules::quantity::permit::permits_of;
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Its permits in force, by number.
pub(super) fn permits(draft: &Draft<'_>, party: &PartyId) -> Result<Vec<PermitNo>, Damage> {
    let all = permits_of(draft, party)?.into_iter();
    let in_force = all.filter(|permit| permit.state == PermitState::InForce);
    Ok(in_force.map(|permit| permit.permit).collect())
}

/// The open cases in which it moves or builds, and those that reserve from its accounts, by number.
pub(super) fn open_cases(draft: &Draft<'_>, party: &PartyId) -> Result<Vec<CaseNo>, Damage> {
    let mut found: Vec<CaseNo> = Vec::new();
    for no in draft.list(&keys::cases_of_party(party))? {
        let case: Case = draft.must(&keys::case(&no))?;
        if !case.phase.is_over() {
            found.push(no);
        }
    }
    for account in accounts_of(draft, party)? {
        for holding in draft.list(&keys::holdings_of(&account))? {
            if let Slot::Reserved(no) = holding.slot {
                found.push(no);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The projects it builds, by region and number.
pub(super) fn projects(draft: &Draft<'_>, party: &PartyId) -> Result<Vec<ProjectNo>, Damage> {
    let mut found = Vec::new();
    for region in draft.list(&keys::regions())? {
        for no in draft.list(&keys::projects_of(&region))? {
            let project: Project = draft.must(&keys::project(&no))?;
            if project.builder == *party {
                found.push(no);
            }
        }
    }
    Ok(found)
}

/// What its accounts hold, each indicator and period once.
pub(super) fn parts(draft: &Draft<'_>, party: &PartyId) -> Result<Vec<HeldPart>, Damage> {
    let mut parts: Vec<HeldPart> = Vec::new();
    for account in accounts_of(draft, party)? {
        for holding in draft.list(&keys::holdings_of(&account))? {
            let same = |it: &&mut HeldPart| {
                (&it.account, &it.indicator, it.period)
                    == (&account, &holding.indicator, holding.period)
            };
            match parts.iter_mut().find(same) {
                Some(part) => {
                    let sum = crate::domain::amount::Balance::from(part.amount)
                        .plus(holding.amount.into());
                    part.amount = sum.amount().unwrap_or(part.amount);
                }
                None => parts.push(HeldPart {
                    account: account.clone(),
                    indicator: holding.indicator,
                    period: holding.period,
                    amount: holding.amount,
                }),
            }
        }
    }
    Ok(parts)
}

/// Writes in what follows from the state: of an only successor, all that it takes; the projects'
/// accounts of who takes the project; every line that moves.
pub fn complete(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &mut HolderChange,
) -> Result<(), Stop> {
    match act.change {
        ChangeKind::Rename => Ok(()),
        ChangeKind::Bankruptcy => {
            act.moves = shares::to_reserves(draft, context, act)?;
            Ok(())
        }
        ChangeKind::Merge | ChangeKind::Transfer | ChangeKind::Split => {
            fill(draft, act)?;
            act.moves = shares::moves(draft, act)?;
            Ok(())
        }
    }
}

fn fill(draft: &Draft<'_>, act: &mut HolderChange) -> Result<(), Damage> {
    let parts = parts(draft, &act.party)?;
    if let [only] = act.successors.as_mut_slice() {
        if only.parts.is_empty() && only.permits.is_empty() && only.cases.is_empty() {
            only.parts = parts;
            only.permits = permits(draft, &act.party)?;
            only.cases = open_cases(draft, &act.party)?;
            only.projects = projects(draft, &act.party)?;
        }
        return Ok(());
    }
    for successor in &mut act.successors {
        for part in &parts {
            let of_project = part.account.project();
            let takes = of_project.is_some_and(|no| successor.projects.contains(no));
            if takes && successor.parts.iter().all(|it| it.account != part.account) {
                successor.parts.push(part.clone());
            }
        }
    }
    Ok(())
}
