//! What goes over with a change of holder, row by row.

use super::accounts_of;
use super::shares::account_for;
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Content, MovedLine};
use crate::domain::entry::{HolderChange, HolderMove, Successor};
use crate::domain::ids::{AccountId, CaseNo, IndicatorCode, PartyId};
use crate::domain::lot::{BaseEmission, Permit, Project, Reduction, ReductionState, Succession};
use crate::domain::party::Party;
use crate::domain::rules::cases::{lines, plan};
use crate::domain::rules::places::authority;
use crate::domain::rules::posting::post;
use crate::domain::rules::quantity::reduction::verified_since;
use crate::domain::rules::quantity::{finding, hold};
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Assigned, Context};
use crate::domain::state::{Damage, Draft, PermitOfHolder, Stop, keys};

/// Gives a party new names and keeps those it had.
pub(super) fn rename(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    mut party: Party,
) -> Result<(), Stop> {
    let Some(names) = &act.names else {
        return Ok(());
    };
    let key = keys::names_before(&act.party, context.index);
    draft.put(&key, &party.names)?;
    party.names = names.clone();
    Ok(draft.put(&keys::party(&act.party), &party)?)
}

/// Passes everything on to the successors.
pub(super) fn on(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    moves: &[HolderMove],
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let accounts = accounts_of(draft, &act.party)?;
    pass_bases(draft, context, act, &accounts)?;
    for group in moves {
        plan::open_accounts(draft, context, &group.lines)?;
        post(draft, context, group.case.as_ref(), &group.lines)?;
    }
    let parts = || act.successors.iter().flat_map(|it| &it.parts);
    let named = |account: &AccountId| parts().any(|part| part.account == *account);
    for (at, successor) in act.successors.iter().enumerate() {
        if successor.party == act.party {
            continue;
        }
        for account in &accounts {
            let to = account_for(account, &successor.party);
            let takes = successor.parts.iter().any(|it| it.account == *account);
            if takes {
                follow(draft, account, &to)?;
                pass_lines(draft, account, &to)?;
            }
            // Of an account that nobody is named for, for nothing is in it, the first takes the holds.
            if takes || at == 0 && !named(account) {
                hold::extend(draft, context, account, &to, assigned)?;
            }
        }
        pass_permits(draft, act, successor)?;
        for no in &successor.projects {
            let mut project: Project = draft.must(&keys::project(no))?;
            project.builder = successor.party.clone();
            draft.put(&keys::project(no), &project)?;
        }
        for no in &successor.cases {
            pass_case(draft, context, act, (no, successor))?;
        }
        pass_reductions(draft, act, successor, &accounts)?;
    }
    // Who goes on answers for what was found; else who is named first does.
    let goes_on = act.successors.iter().any(|it| it.party == act.party);
    if let Some(first) = act.successors.first().filter(|_| !goes_on) {
        finding::pass(draft, &act.party, &first.party)?;
    }
    Ok(close(draft, context, act)?)
}

/// The account took over from the other, and from those that took over from.
fn follow(draft: &mut Draft<'_>, from: &AccountId, to: &AccountId) -> Result<(), Damage> {
    let mut before = draft.list(&keys::accounts_before(from))?;
    before.push(from.clone());
    for account in before.iter().filter(|account| *account != to) {
        draft.put(&keys::account_before(to, account), account)?;
    }
    Ok(())
}

/// A line that has moved out of the old account moves no more out of the new.
fn pass_lines(draft: &mut Draft<'_>, from: &AccountId, to: &AccountId) -> Result<(), Damage> {
    for no in draft.list(&keys::lines_taken(from))? {
        let case: Case = draft.must(&keys::case(&no))?;
        let moved: Vec<MovedLine> = lines::of(&case).to_vec();
        for line in &moved {
            // A claim of the account's own stays: the code is taken either way.
            let claim = keys::line_taken(to, &line.line);
            if draft.get(&claim)?.is_none() {
                draft.put(&claim, &no)?;
            }
        }
    }
    Ok(())
}

fn pass_permits(
    draft: &mut Draft<'_>,
    act: &HolderChange,
    successor: &Successor,
) -> Result<(), Damage> {
    for no in &successor.permits {
        let mut permit: Permit = draft.must(&keys::permit(no))?;
        permit.holder = successor.party.clone();
        let listed = PermitOfHolder {
            permit: no.clone(),
            region: permit.region.clone(),
        };
        draft.put(&keys::permit(no), &permit)?;
        draft.delete(&keys::permit_listed(&act.party, no));
        draft.put(&keys::permit_listed(&successor.party, no), &listed)?;
    }
    Ok(())
}

/// The party's own case goes on in the successor's name; acts speak on the content as it is then. Who
/// only gives to a case changes nothing of it.
fn pass_case(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    (no, successor): (&CaseNo, &Successor),
) -> Result<(), Damage> {
    let own = keys::case_of_party(&act.party, no);
    if draft.get(&own)?.is_none() {
        return Ok(());
    }
    let mut case: Case = draft.must(&keys::case(no))?;
    match &mut case.content {
        Content::Relocation(content) => {
            content.firm = successor.party.clone();
            content.origin = account_for(&content.origin, &successor.party);
        }
        Content::Introduction(_) | Content::Demonstration(_) => {}
    }
    if case.opened_by == act.party {
        case.opened_by = successor.party.clone();
    }
    case.content_hash = context.entry_hash;
    draft.delete(&own);
    draft.put(&keys::case_of_party(&successor.party, no), no)?;
    draft.put(&keys::case(no), &case)
}

/// What is completed and not verified yet is verified at who has the permit.
fn pass_reductions(
    draft: &mut Draft<'_>,
    act: &HolderChange,
    successor: &Successor,
    accounts: &[AccountId],
) -> Result<(), Damage> {
    for account in accounts {
        for no in draft.list(&keys::reductions_of(account))? {
            let mut reduction: Reduction = draft.must(&keys::reduction(&no))?;
            let is_only = act.successors.len() == 1;
            let takes = is_only || successor.permits.contains(&reduction.permit);
            if reduction.state == ReductionState::Completed && takes {
                reduction.account = account_for(account, &successor.party);
                draft.delete(&keys::reduction_listed(account, &no));
                draft.put(&keys::reduction_listed(&reduction.account, &no), &no)?;
                draft.put(&keys::reduction(&no), &reduction)?;
            }
        }
    }
    Ok(())
}

/// Divides what is left of each verified base-year emission as the holding is divided, each part
/// rounded down, the last taking the rest. Where a successor has a base of another year, it must be
/// verified anew.
fn pass_bases(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    accounts: &[AccountId],
) -> Result<(), Stop> {
    for account in accounts {
        let mut indicators: Vec<IndicatorCode> = draft
            .list(&keys::holdings_of(account))?
            .into_iter()
            .map(|holding| holding.indicator)
            .collect();
        indicators.dedup();
        for indicator in indicators {
            let Some(base) = draft.get(&keys::base_emission(account, &indicator))? else {
                continue;
            };
            let decimals = policy::indicator(draft, &indicator)?.decimals;
            let parts = parts_of(act, account, &indicator);
            let whole = parts
                .iter()
                .fold(Balance::ZERO, |sum, (_, part)| sum.plus(*part));
            let mut left = left_of(draft, &base)?;
            let all = left;
            for (at, (party, part)) in parts.iter().enumerate() {
                let is_last = at + 1 == parts.len();
                let share = if is_last {
                    left
                } else {
                    all.part_of(*part, whole, decimals.into()).min(left)
                };
                left = left.minus_or_zero(share);
                put_base(draft, context, &base, account_for(account, party), share)?;
            }
        }
    }
    Ok(())
}

fn parts_of<'a>(
    act: &'a HolderChange,
    account: &AccountId,
    indicator: &IndicatorCode,
) -> Vec<(&'a PartyId, Balance)> {
    let mut found = Vec::new();
    for successor in &act.successors {
        let parts = successor.parts.iter();
        let of_it = parts.filter(|it| it.account == *account && it.indicator == *indicator);
        let sum = of_it.fold(Balance::ZERO, |sum, part| sum.plus(part.amount.into()));
        if !sum.is_zero() {
            found.push((&successor.party, sum));
        }
    }
    found
}

/// What is left of a base: less all that was verified out of it, wherever that lies now, for who takes
/// over has a base of its own that knows nothing of those reductions.
fn left_of(draft: &Draft<'_>, base: &BaseEmission) -> Result<Balance, Damage> {
    let mut left = base.emission;
    for lot in verified_since(draft, base)? {
        left = left.minus_or_zero(lot.amount.into());
    }
    Ok(left)
}

fn put_base(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    base: &BaseEmission,
    to: AccountId,
    share: Balance,
) -> Result<(), Damage> {
    let key = keys::base_emission(&to, &base.indicator);
    let there = draft.get(&key)?.filter(|_| to != base.account);
    let emission = match &there {
        Some(own) if own.year != base.year => {
            draft.delete(&key);
            return Ok(());
        }
        Some(own) => own.emission.plus(share),
        None => share,
    };
    let base = BaseEmission {
        account: to,
        indicator: base.indicator.clone(),
        year: base.year,
        emission,
        index: context.index,
    };
    draft.put(&key, &base)
}

/// Settles a bankrupt party: what it did not pay for is the reserve's, the rest frozen for the court.
pub(super) fn to_court(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &HolderChange,
    moves: &[HolderMove],
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    for group in moves {
        post(draft, context, group.case.as_ref(), &group.lines)?;
    }
    for account in accounts_of(draft, &act.party)? {
        if !draft.list(&keys::holdings_of(&account))?.is_empty() {
            let by = authority(draft, account.region(), context.today())?;
            hold::freeze(draft, context, (&account, &by), &act.document, assigned)?;
        }
    }
    Ok(close(draft, context, act)?)
}

/// The party keeps its history and does nothing new, unless it is one of those it was split into.
fn close(draft: &mut Draft<'_>, context: &Context<'_>, act: &HolderChange) -> Result<(), Damage> {
    if act.successors.iter().any(|it| it.party == act.party) {
        return Ok(());
    }
    let row = Succession {
        change: act.change,
        successors: act.successors.iter().map(|it| it.party.clone()).collect(),
        index: context.index,
        at: context.now,
        document: act.document.clone(),
    };
    draft.put(&keys::succession(&act.party), &row)
}
