//! What stands against a change of holder.

use super::gather::{open_cases, permits, projects};
use super::{accounts_of, may_take_over};
use crate::domain::case::Content;
use crate::domain::entry::{Act, ChangeKind, HolderChange, HolderMove, Successor};
use crate::domain::ids::PartyId;
use crate::domain::lot::{PermitState, Succession};
use crate::domain::party::Party;
use crate::domain::posting::Line;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::quantity::hold;
use crate::domain::rules::quantity::permit::permits_of;
use crate::domain::rules::{ROWS_MAX, check_most, unknown};
use crate::domain::state::{Draft, Stop, keys};

/// Each kind of change has what belongs to it, and nothing else; rows fit one entry.
pub(super) fn form(act: &HolderChange) -> Result<(), Refusal> {
    let misplaced = |field: &str| {
        Refusal::new(Code::FieldMissing)
            .with("kind", "holder.change")
            .with("field", field)
    };
    let count = act.successors.len();
    let (names, fits) = match act.change {
        ChangeKind::Rename => (true, count == 0 && act.moves.is_empty()),
        ChangeKind::Merge | ChangeKind::Transfer => (false, count == 1),
        ChangeKind::Split => (false, count > 1),
        ChangeKind::Bankruptcy => (false, count == 0),
    };
    if act.names.is_some() != names {
        return Err(misplaced("names"));
    }
    if !fits {
        return Err(misplaced("successors"));
    }
    let rows = act
        .successors
        .iter()
        .map(|it| 1 + it.parts.len() + it.permits.len() + it.cases.len() + it.projects.len());
    check_most("successors", rows.sum(), ROWS_MAX)?;
    for (at, successor) in act.successors.iter().enumerate() {
        if act.successors[..at]
            .iter()
            .any(|it| it.party == successor.party)
        {
            return Err(Refusal::new(Code::RowTwice).with("what", &successor.party));
        }
        for (at, part) in successor.parts.iter().enumerate() {
            let same = |it: &crate::domain::entry::HeldPart| {
                (&it.account, &it.indicator, it.period)
                    == (&part.account, &part.indicator, part.period)
            };
            if successor.parts[..at].iter().any(same) {
                let what = format!("{} {} {}", part.account, part.indicator, part.period);
                return Err(Refusal::new(Code::RowTwice).with("what", what));
            }
        }
    }
    if act.change != ChangeKind::Split
        && let Some(own) = act.successors.iter().find(|it| it.party == act.party)
    {
        return Err(Refusal::new(Code::RowTwice).with("what", &own.party));
    }
    Ok(())
}

/// The party goes on until now, and who takes over exists, goes on, and is one that may hold. Of a
/// bankrupt party what is left may still be transferred.
pub(super) fn parties(draft: &Draft<'_>, act: &HolderChange, party: &Party) -> Result<(), Stop> {
    if !may_take_over(party.kind) {
        return Err(unknown("enterprise", &party.party).into());
    }
    match draft.get(&keys::succession(&act.party))? {
        Some(Succession {
            change: ChangeKind::Bankruptcy,
            ..
        }) if act.change == ChangeKind::Transfer => {}
        Some(row) => return Err(closed(&act.party, &row).into()),
        None => {}
    }
    for successor in act.successors.iter().filter(|it| it.party != act.party) {
        let found = draft.get(&keys::party(&successor.party))?;
        let found = found.ok_or_else(|| unknown("party", &successor.party))?;
        if !may_take_over(found.kind) {
            return Err(unknown("enterprise", &successor.party).into());
        }
        check_party(draft, &successor.party)?;
    }
    Ok(())
}

fn closed(party: &PartyId, row: &Succession) -> Refusal {
    let names: Vec<&str> = row.successors.iter().map(PartyId::as_str).collect();
    let successors = if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(", ")
    };
    Refusal::new(Code::PartyClosed)
        .with("party", party)
        .with("date", row.document.date)
        .with("document", &row.document.number)
        .with("successors", successors)
}

/// Refuses `PARTY_CLOSED` for a party that has gone over to others.
pub fn check_party(draft: &Draft<'_>, party: &PartyId) -> Result<(), Stop> {
    match draft.get(&keys::succession(party))? {
        Some(row) => Err(closed(party, &row).into()),
        None => Ok(()),
    }
}

/// Refuses `PARTY_CLOSED` where an act begins something new for a party that has gone over to others.
/// What is only read, lifted, lowered or cancelled of it is let pass.
pub fn check_closed(draft: &Draft<'_>, act: &Act) -> Result<(), Stop> {
    let mut parties: Vec<PartyId> = Vec::new();
    match act {
        Act::PartyEnrol(act) => parties.push(act.party.party.clone()),
        Act::PersonEnrol(act) => parties.push(act.party.clone()),
        Act::KeyEnrol(act) => parties.push(act.party.clone()),
        Act::AccountOpen(act) => parties.extend(act.account.party().cloned()),
        Act::OpeningRecord(act) => {
            let accounts = act.rows.iter().filter_map(|row| row.account.party());
            parties.extend(accounts.cloned());
        }
        Act::QuotaIssue(act) => parties.extend(act.account.party().cloned()),
        Act::PermitRecord(act) => parties.push(act.holder.clone()),
        Act::EmissionVerify(act) => parties.extend(act.account.party().cloned()),
        Act::ReductionRecord(act) => parties.extend(act.account.party().cloned()),
        Act::ReductionVerify(act) => {
            let reduction = draft.get(&keys::reduction(&act.reduction))?;
            parties.extend(reduction.and_then(|row| row.account.party().cloned()));
        }
        Act::ProjectRegister(act) => parties.push(act.builder.clone()),
        Act::CaseOpen(act) => {
            parties.push(act.by.clone());
            let project = match &act.content {
                Content::Relocation(content) => {
                    parties.push(content.firm.clone());
                    None
                }
                Content::Introduction(content) => Some(&content.project),
                Content::Demonstration(content) => Some(&content.project),
            };
            if let Some(no) = project {
                let project = draft.get(&keys::project(no))?;
                parties.extend(project.map(|project| project.builder));
            }
        }
        // What is mended must not come back to an account that nobody has any more.
        Act::EntryReverse(act) => parties.extend(receiving(&act.lines)),
        Act::EntryCorrect(act) => parties.extend(receiving(&act.lines)),
        Act::ShortfallCure(act) => parties.extend(receiving(&act.lines)),
        Act::Genesis(_)
        | Act::RegionEnrol(_)
        | Act::KeyAmend(_)
        | Act::KeyRevoke(_)
        | Act::PolicyAdopt(_)
        | Act::CapSet(_)
        | Act::Upgrade(_)
        | Act::QuotaTakeBack(_)
        | Act::PermitLower(_)
        | Act::PermitCancel(_)
        | Act::BaseDecide(_)
        | Act::HoldPlace(_)
        | Act::HoldLift(_)
        | Act::FindingOpen(_)
        | Act::FindingRectify(_)
        | Act::FindingClose(_)
        | Act::CaseAct(_)
        | Act::CaseReturn(_)
        | Act::CaseResubmit(_)
        | Act::CaseEnd(_)
        | Act::QuotaInvalidate(_)
        | Act::DataComplete(_)
        | Act::HolderChange(_) => {}
    }
    parties
        .iter()
        .try_for_each(|party| check_party(draft, party))
}

/// The parties that lines go to.
fn receiving(lines: &[Line]) -> impl Iterator<Item = PartyId> {
    let accounts = lines.iter().filter_map(|line| line.to.account());
    accounts.filter_map(|account| account.party().cloned())
}

/// Every permit in force, open case and project of the party goes to exactly one successor, and nothing
/// else does; a case goes where its project does.
pub(super) fn everything_is_assigned(draft: &Draft<'_>, act: &HolderChange) -> Result<(), Stop> {
    let (permits, cases) = (permits(draft, &act.party)?, open_cases(draft, &act.party)?);
    let projects = projects(draft, &act.party)?;
    let named = |of: fn(&Successor) -> Vec<String>| act.successors.iter().flat_map(of).collect();
    for (what, all, named) in [
        ("permit", texts(&permits), named(|it| texts(&it.permits))),
        ("case", texts(&cases), named(|it| texts(&it.cases))),
        ("project", texts(&projects), named(|it| texts(&it.projects))),
    ] {
        let named: Vec<String> = named;
        let times = |list: &[String], id: &String| list.iter().filter(|it| *it == id).count();
        let once = |id: &&String| times(&all, id) == 1 && times(&named, id) == 1;
        if let Some(id) = all.iter().chain(&named).find(|id| !once(id)) {
            return Err(not_assigned(act, what, id));
        }
    }
    for successor in &act.successors {
        for no in &successor.cases {
            let case = crate::domain::rules::cases::case(draft, no)?;
            let own = case.project().filter(|project| projects.contains(project));
            if let Some(project) = own.filter(|project| !successor.projects.contains(project)) {
                return Err(not_assigned(act, "project", project));
            }
        }
    }
    Ok(())
}

fn texts(ids: &[impl ToString]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn not_assigned(act: &HolderChange, what: &str, id: impl std::fmt::Display) -> Stop {
    Refusal::new(Code::NotAssigned)
        .with("what", what)
        .with("id", id)
        .with("party", &act.party)
        .into()
}

/// A frozen account or lot is not transferred, nor settled in a bankruptcy before it is freed; by law it goes over in a merger or a split, and stays
/// frozen.
pub(super) fn not_frozen(draft: &Draft<'_>, party: &PartyId) -> Result<(), Stop> {
    for account in accounts_of(draft, party)? {
        hold::check_account(draft, &account)?;
        for holding in draft.list(&keys::holdings_of(&account))? {
            hold::check_lot(draft, &holding.lot)?;
        }
    }
    Ok(())
}

/// Of a bankrupt party the permits are cancelled and its cases ended before what it holds is settled.
pub(super) fn is_wound_up(draft: &Draft<'_>, party: &PartyId) -> Result<(), Stop> {
    if let Some(case) = open_cases(draft, party)?.first() {
        return Err(Refusal::new(Code::CaseStillOpen)
            .with("case", case)
            .with("party", party)
            .into());
    }
    let permits = permits_of(draft, party)?;
    match permits
        .iter()
        .find(|permit| permit.state == PermitState::InForce)
    {
        None => Ok(()),
        Some(permit) => Err(Refusal::new(Code::PermitNotEnded)
            .with("firm", party)
            .with("region", &permit.region)
            .with("permit", &permit.permit)
            .into()),
    }
}

/// The moves a draft carries are those the rules come to today.
pub(super) fn moves(act: &HolderChange, ours: &[HolderMove]) -> Result<(), Refusal> {
    if act.moves == ours {
        return Ok(());
    }
    let count = |moves: &[HolderMove]| moves.iter().map(|it| it.lines.len()).sum::<usize>();
    let what = format!("{} lines -> {} lines", count(&act.moves), count(ours));
    Err(Refusal::new(Code::FiguresMovedOn).with("what", what))
}
