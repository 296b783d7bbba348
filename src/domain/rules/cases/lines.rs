//! Production lines of a move: a firm that closes line by line takes along what belongs to a line, and
//! goes on at the origin with exactly the rest.
//!
//! The case's content names each line with its share of the firm's row and of its verified base-year
//! emission; the origin's bureau confirms them with its step. Only the lines' shares are reserved and
//! moved; the closure is the lines', and the permit at the origin is lowered to what stays instead of
//! cancelled. A line is claimed for its account by the case that reserves it, for good once the case
//! has taken effect: the same line moves once.
//!
//! ```text
//! NOx 412.6 = line 1 230 + line 2 182.6; the new site needs 184
//! line 1 moves    184 to the site, 46 to the origin's reserve
//! stays           182.6, which the changed permit allows
//! ```
//!
//! R34 counts by line: of a line's share at most its base may serve as a source, and of the unit's base
//! what lines that move or have moved leave of it.

use super::signatory;
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Content, MovedLine, Phase, Relocation};
use crate::domain::ids::{AccountId, CaseNo, FacilityId, IndicatorCode};
use crate::domain::lot::{BaseEmission, Lot, Origin, PermitState, Slot};
use crate::domain::moment::Day;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::amounts::check_amount;
use crate::domain::rules::places::prefecture;
use crate::domain::rules::posting::{Held, held_in};
use crate::domain::rules::quantity::permit::permits_of;
use crate::domain::rules::{Context, ROWS_MAX, check_most};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// The lines a case moves; none where the whole firm does.
pub fn of(case: &Case) -> &[MovedLine] {
    match &case.content {
        Content::Relocation(content) => &content.lines,
        Content::Introduction(_) | Content::Demonstration(_) => &[],
    }
}

/// What of an indicator belongs to the lines that move.
pub fn share(content: &Relocation, indicator: &IndicatorCode) -> Balance {
    let shares = content.lines.iter().flat_map(|line| &line.shares);
    let of_it = shares.filter(|share| share.indicator == *indicator);
    of_it.fold(Balance::ZERO, |sum, share| sum.plus(share.amount.into()))
}

/// The indicators of the lines that move.
pub fn indicators(content: &Relocation) -> Vec<IndicatorCode> {
    let mut found: Vec<IndicatorCode> = Vec::new();
    for share in content.lines.iter().flat_map(|line| &line.shares) {
        if !found.contains(&share.indicator) {
            found.push(share.indicator.clone());
        }
    }
    found
}

/// The lines by their codes; `-` where the whole firm moves.
pub fn names(content: &Relocation) -> String {
    let names: Vec<&str> = content
        .lines
        .iter()
        .map(|line| line.line.as_str())
        .collect();
    if names.is_empty() {
        return "-".to_owned();
    }
    names.join(", ")
}

/// Checks the lines a case names: each once, whatever its case of letters, with shares of known
/// indicators, and none that another case moves or has moved.
pub fn check_content(draft: &Draft<'_>, content: &Relocation) -> Result<(), Stop> {
    let rows = content.lines.iter().map(|line| line.shares.len()).sum();
    check_most("lines", rows, ROWS_MAX)?;
    for (at, line) in content.lines.iter().enumerate() {
        if content.lines[..at]
            .iter()
            .any(|other| same(&other.line, &line.line))
        {
            return Err(Refusal::new(Code::RowTwice).with("what", &line.line).into());
        }
        if line.shares.is_empty() {
            return Err(Refusal::new(Code::Nothing)
                .with("what", format!("line {}", line.line))
                .into());
        }
        for (at, share) in line.shares.iter().enumerate() {
            let before = &line.shares[..at];
            if before
                .iter()
                .any(|other| other.indicator == share.indicator)
            {
                return Err(Refusal::new(Code::RowTwice)
                    .with("what", format!("{} {}", line.line, share.indicator))
                    .into());
            }
            check_amount(draft, &share.indicator, None, share.amount.into())?;
            if let Some(base) = share.base {
                check_amount(draft, &share.indicator, None, base)?;
            }
        }
    }
    Ok(())
}

fn same(one: &FacilityId, other: &FacilityId) -> bool {
    one.as_str().eq_ignore_ascii_case(other.as_str())
}

/// Refuses `LINE_TAKEN` where another case than `own` moves or has moved one of the lines.
pub fn check_free(
    draft: &Draft<'_>,
    content: &Relocation,
    own: Option<&CaseNo>,
) -> Result<(), Stop> {
    for line in &content.lines {
        let taken = draft.get(&keys::line_taken(&content.origin, &line.line))?;
        if let Some(other) = taken.filter(|other| Some(other) != own) {
            return Err(Refusal::new(Code::LineTaken)
                .with("line", &line.line)
                .with("account", &content.origin)
                .with("case", other)
                .into());
        }
    }
    Ok(())
}

/// Claims the lines for the case that reserves them.
pub fn claim(draft: &mut Draft<'_>, case: &Case) -> Result<(), Stop> {
    let Content::Relocation(content) = &case.content else {
        return Ok(());
    };
    check_free(draft, content, Some(&case.case))?;
    for line in &content.lines {
        let key = keys::line_taken(&content.origin, &line.line);
        draft.put(&key, &case.case)?;
    }
    Ok(())
}

/// Gives the lines free again that a case has claimed.
pub fn unclaim(draft: &mut Draft<'_>, case: &Case) -> Result<(), Damage> {
    let Content::Relocation(content) = &case.content else {
        return Ok(());
    };
    for line in &content.lines {
        let key = keys::line_taken(&content.origin, &line.line);
        if draft.get(&key)?.as_ref() == Some(&case.case) {
            draft.delete(&key);
        }
    }
    Ok(())
}

/// What of the firm's free row goes along: of a firm that moves whole everything, else in every period
/// the lines' share, in order of drawing. Refuses `INSUFFICIENT_BALANCE` where less is free.
pub fn row(
    content: &Relocation,
    indicator: &IndicatorCode,
    own: Vec<Held>,
) -> Result<Vec<Held>, Refusal> {
    if content.lines.is_empty() {
        return Ok(own);
    }
    let share = share(content, indicator);
    let mut periods: Vec<_> = own.iter().map(|held| held.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let mut row = Vec::new();
    for period in periods {
        let mut left = share;
        for held in own.iter().filter(|held| held.period == period) {
            let part = left.min(held.amount.into());
            if let Some(amount) = part.amount() {
                row.push(Held {
                    amount,
                    ..held.clone()
                });
            }
            left = left.minus_or_zero(part);
        }
        if !left.is_zero() {
            return Err(Refusal::new(Code::InsufficientBalance)
                .with("account", &content.origin)
                .with("indicator", indicator)
                .with("available", share.minus_or_zero(left))
                .with("needed", share)
                .with("short", left));
        }
    }
    Ok(row)
}

/// The lines' own base-year emission of an indicator; nothing where the whole firm moves. Refuses
/// `SOURCE_BASE_UNKNOWN` for a line without one.
pub fn base(content: &Relocation, indicator: &IndicatorCode) -> Result<Option<Balance>, Refusal> {
    if content.lines.is_empty() {
        return Ok(None);
    }
    let mut sum = Balance::ZERO;
    for line in &content.lines {
        for share in line
            .shares
            .iter()
            .filter(|share| share.indicator == *indicator)
        {
            let Some(base) = share.base else {
                return Err(Refusal::new(Code::SourceBaseUnknown)
                    .with("source", format!("{} {}", content.origin, line.line))
                    .with("indicator", indicator));
            };
            sum = sum.plus(base);
        }
    }
    Ok(Some(sum))
}

/// What lines take of a unit's base-year emission: those that other cases than `own` reserve, and those
/// that have moved since the base year.
pub fn base_gone(
    draft: &Draft<'_>,
    base: &BaseEmission,
    own: Option<&CaseNo>,
) -> Result<Balance, Damage> {
    let mut gone = Balance::ZERO;
    let mut cases: Vec<CaseNo> = draft.list(&keys::lines_taken(&base.account))?;
    cases.sort();
    cases.dedup();
    for no in cases.iter().filter(|no| Some(*no) != own) {
        let case: Case = draft.must(&keys::case(no))?;
        let moved_on = case.done.last().map(|done| done.date.year());
        let is_in_base = case.phase == Phase::Effective && moved_on <= Some(base.year);
        if is_in_base {
            continue;
        }
        let shares = of(&case).iter().flat_map(|line| &line.shares);
        for share in shares.filter(|share| share.indicator == base.indicator) {
            gone = gone.plus(share.base.unwrap_or(Balance::ZERO));
        }
    }
    Ok(gone)
}

/// What earlier cases brought of each indicator to the same site, line by line.
pub fn brought_before(draft: &Draft<'_>, case: &Case) -> Result<Vec<Quantity>, Damage> {
    let Content::Relocation(content) = &case.content else {
        return Ok(Vec::new());
    };
    if content.lines.is_empty() {
        return Ok(Vec::new());
    }
    let mut cases: Vec<CaseNo> = draft.list(&keys::lines_taken(&content.origin))?;
    cases.sort();
    cases.dedup();
    let mut brought = Vec::new();
    for no in cases.iter().filter(|no| **no != case.case) {
        let other: Case = draft.must(&keys::case(no))?;
        if other.phase == Phase::Effective && other.site == case.site {
            brought.extend(super::plan::required_of(&other).iter().cloned());
        }
    }
    Ok(brought)
}

/// Refuses `PERMIT_ABOVE_REST` while the firm's permits where it came from allow more of a line's
/// indicator than it keeps there once the lines have gone: anywhere in that prefecture but at the
/// site, as with a firm that moves whole.
pub fn check_rest(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
) -> Result<(), Stop> {
    let today = context.today();
    let origin = signatory::giving_region(draft, case, None, today)?;
    let home = prefecture(draft, &origin, None, today)?;
    for indicator in indicators(content) {
        let mut allowed = Balance::ZERO;
        let mut numbers: Vec<String> = Vec::new();
        for permit in permits_of(draft, &content.firm)? {
            if permit.state != PermitState::InForce || permit.region == case.site {
                continue;
            }
            if prefecture(draft, &permit.region, None, today)? != home {
                continue;
            }
            let limits = permit.limits.iter();
            for limit in limits.filter(|limit| limit.indicator == indicator) {
                allowed = allowed.plus(limit.amount.into());
                numbers.push(permit.permit.to_string());
            }
        }
        let rest = stays(draft, case, content, (&indicator, &home), today)?;
        if allowed > rest {
            return Err(Refusal::new(Code::PermitAboveRest)
                .with("permit", numbers.join(", "))
                .with("indicator", &indicator)
                .with("allowed", allowed)
                .with("rest", rest)
                .into());
        }
    }
    Ok(())
}

/// What the firm keeps of an indicator in the prefecture it leaves, in the period of which it keeps
/// most: its own holding but for what the case reserves, and but for verified reductions, which are
/// there to be given away.
fn stays(
    draft: &Draft<'_>,
    case: &Case,
    content: &Relocation,
    (indicator, home): (&IndicatorCode, &crate::domain::ids::RegionId),
    today: Day,
) -> Result<Balance, Stop> {
    let mut accounts: Vec<AccountId> = Vec::new();
    for region in draft.list(&keys::regions())? {
        if prefecture(draft, &region, None, today)? == *home && region != case.site {
            accounts.extend(draft.list(&keys::accounts_of(&region))?);
        }
    }
    let mut sums: std::collections::BTreeMap<_, Balance> = std::collections::BTreeMap::new();
    for account in accounts
        .iter()
        .filter(|it| it.party() == Some(&content.firm))
    {
        for held in held_in(draft, account, indicator)? {
            let lot: Lot = draft.must(&keys::lot(&held.lot))?;
            let kept = held.slot != Slot::Reserved(case.case.clone())
                && held.period.year().is_none_or(|year| year >= today.year());
            match lot.origin {
                Origin::Opening | Origin::Issuance if kept => {
                    let sum = sums.entry(held.period).or_insert(Balance::ZERO);
                    *sum = sum.plus(held.amount.into());
                }
                Origin::Opening | Origin::Issuance | Origin::Reduction { .. } => {}
            }
        }
    }
    Ok(sums.values().max().copied().unwrap_or(Balance::ZERO))
}
