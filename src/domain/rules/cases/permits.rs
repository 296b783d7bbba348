//! What a case asks of permits: the old one ended, the new one issued and then in force, and those
//! of who gives its sources lowered.
//!
//! **Sources are achieved** (R09) when who gave a reduction may not go on discharging what it gave.
//! Verifying a reduction lowers the giver's permit; but a permit issued or renewed since may allow
//! again what the project is about to discharge. So before the taker's permit the givers' are looked
//! at: in the prefecture of the reduction they may together allow no more of the indicator than the
//! giver still holds there of its own. A boiler house of 300 t that gave 268.4 t keeps 31.6 t; with a
//! permit over 300 t its reduction is not achieved.

use super::{lines, signatory, stages};
use crate::domain::amount::Balance;
use crate::domain::case::{Case, Content};
use crate::domain::ids::{AccountId, IndicatorCode, LotNo, PartyId};
use crate::domain::lot::{Lot, Origin, Permit, PermitState};
use crate::domain::refusal::{Code, Findings, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::places::prefecture;
use crate::domain::rules::posting::held_in;
use crate::domain::rules::quantity::permit::{is_in_force, permits_of};
use crate::domain::rules::{Context, gather};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Refuses `PERMIT_NOT_ENDED` while the firm has a permit where it came from, also one that begins
/// later: anywhere in that prefecture but at the site, for a permit may be recorded at the county or
/// at the prefecture, whichever holds the account. The permit of another plant that the firm keeps
/// there, over what it still holds in that place, is none of the case's.
pub fn check_old(draft: &Draft<'_>, context: &Context<'_>, case: &Case) -> Result<(), Stop> {
    let Some(firm) = signatory::enterprise(draft, case)? else {
        return Ok(());
    };
    if let Content::Relocation(content) = &case.content
        && !content.lines.is_empty()
    {
        return lines::check_rest(draft, context, case, content);
    }
    let origin = signatory::giving_region(draft, case, None, context.today())?;
    let home = prefecture(draft, &origin, None, context.today())?;
    let permits = permits_of(draft, &firm)?;
    for permit in &permits {
        if permit.state != PermitState::InForce || permit.region == case.site {
            continue;
        }
        if permit.region != origin && is_of_another_plant(draft, permit, &permits)? {
            continue;
        }
        if prefecture(draft, &permit.region, None, context.today())? == home {
            return Err(Refusal::new(Code::PermitNotEnded)
                .with("firm", &firm)
                .with("region", &origin)
                .with("permit", &permit.permit)
                .into());
        }
    }
    Ok(())
}

/// Whether the holder's accounts where the permit lies hold what all its permits there allow of each
/// of the permit's indicators.
fn is_of_another_plant(
    draft: &Draft<'_>,
    permit: &Permit,
    permits: &[Permit],
) -> Result<bool, Damage> {
    let accounts = draft.list(&keys::accounts_of(&permit.region))?;
    for Quantity { indicator, .. } in &permit.limits {
        let here = permits
            .iter()
            .filter(|other| other.region == permit.region && other.state == PermitState::InForce);
        let limits = here.flat_map(|other| &other.limits);
        let limits = limits.filter(|limit| limit.indicator == *indicator);
        let allowed = limits.fold(Balance::ZERO, |sum, limit| sum.plus(limit.amount.into()));
        let mut own = Balance::ZERO;
        for account in accounts
            .iter()
            .filter(|it| it.party() == Some(&permit.holder))
        {
            for held in held_in(draft, account, indicator)? {
                own = own.plus(held.amount.into());
            }
        }
        if allowed > own {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses `PERMIT_MISSING` unless the firm has been issued a permit at the site whose limits do not
/// exceed what the case brings; it may begin later.
pub fn check_issued(draft: &Draft<'_>, case: &Case) -> Result<(), Stop> {
    check_new(draft, case, |permit| permit.state == PermitState::InForce)
}

/// The same of a permit that has begun: before that nothing takes effect.
pub fn check_in_force(draft: &Draft<'_>, context: &Context<'_>, case: &Case) -> Result<(), Stop> {
    check_new(draft, case, |permit| is_in_force(permit, context.today()))
}

fn check_new(draft: &Draft<'_>, case: &Case, counts: impl Fn(&Permit) -> bool) -> Result<(), Stop> {
    let Some(firm) = signatory::enterprise(draft, case)? else {
        return Ok(());
    };
    let permits = permits_of(draft, &firm)?;
    let at_site = permits.iter().filter(|permit| permit.region == case.site);
    let brought = Brought {
        case,
        before: lines::brought_before(draft, case)?,
    };
    let what = if case.stage > 1 || !brought.before.is_empty() {
        misfit_of_later(&brought, at_site.filter(|permit| counts(permit)))
    } else {
        misfit_of_all(&brought, at_site, counts)
    };
    match what {
        None => Ok(()),
        Some(what) => Err(Refusal::new(Code::PermitMissing)
            .with("firm", &firm)
            .with("region", &case.site)
            .with("what", what)
            .into()),
    }
}

/// What comes to a site, stage by stage or line by line.
struct Brought<'a> {
    case: &'a Case,
    /// By earlier cases that moved other lines of the firm there.
    before: Vec<Quantity>,
}

impl Brought<'_> {
    fn by_earlier_cases(&self, code: &IndicatorCode) -> Balance {
        let of_it = self.before.iter().filter(|q| q.indicator == *code);
        of_it.fold(Balance::ZERO, |sum, q| sum.plus(q.amount.into()))
    }

    /// With the stage under way.
    fn so_far(&self, code: &IndicatorCode) -> Balance {
        let needed = stages::needed_up_to(self.case, code, self.case.stage);
        self.by_earlier_cases(code).plus(needed)
    }

    /// Before the stage under way.
    fn until_now(&self, code: &IndicatorCode) -> Balance {
        let needed = stages::needed_up_to(self.case, code, self.case.stage - 1);
        self.by_earlier_cases(code).plus(needed)
    }
}

/// Why none of the permits at a site is the one that the case asks for; `None` where one is.
fn misfit_of_all<'a>(
    brought: &Brought<'_>,
    permits: impl Iterator<Item = &'a Permit>,
    counts: impl Fn(&Permit) -> bool,
) -> Option<String> {
    let mut what = "none in force".to_owned();
    for permit in permits {
        let number = &permit.permit;
        if !counts(permit) {
            if permit.state == PermitState::InForce {
                what = format!("{number} from {}", permit.from);
            }
            continue;
        }
        let mut limits = permit.limits.iter();
        let misfit = limits.find(|q| Balance::from(q.amount) > brought.so_far(&q.indicator));
        let Quantity { indicator, amount } = misfit?;
        what = format!(
            "{number} {indicator} {amount} > {}",
            brought.so_far(indicator)
        );
    }
    Some(what)
}

/// Why the permits at a site are not those of a later stage or line; `None` where they are. Together they
/// allow no more than what has come so far, and of something more than what came before: the permit
/// of an earlier stage is not that of the next.
fn misfit_of_later<'a>(
    brought: &Brought<'_>,
    permits: impl Iterator<Item = &'a Permit>,
) -> Option<String> {
    let permits: Vec<&Permit> = permits.collect();
    let allowed = |code: &IndicatorCode| {
        let limits = permits.iter().flat_map(|permit| &permit.limits);
        let limits = limits.filter(|limit| limit.indicator == *code);
        limits.fold(Balance::ZERO, |sum, limit| sum.plus(limit.amount.into()))
    };
    let mut is_new = false;
    for Quantity { indicator, .. } in permits.iter().flat_map(|permit| &permit.limits) {
        let (allowed, most) = (allowed(indicator), brought.so_far(indicator));
        if allowed > most {
            return Some(format!("{indicator} {allowed} > {most}"));
        }
        is_new |= allowed > brought.until_now(indicator);
    }
    let numbers: Vec<&str> = permits
        .iter()
        .map(|permit| permit.permit.as_str())
        .collect();
    (!is_new).then(|| match numbers.as_slice() {
        [] => "none in force".to_owned(),
        numbers if brought.case.stage > 1 => {
            format!("{} (stage {})", numbers.join(", "), brought.case.stage - 1)
        }
        numbers => format!("{} (lines before)", numbers.join(", ")),
    })
}

/// Refuses `SOURCE_NOT_ACHIEVED` for the first lot whose giver's permits allow more than it holds.
pub fn check_givers(draft: &Draft<'_>, context: &Context<'_>, case: &Case) -> Result<(), Stop> {
    let mut findings = Findings::default();
    for (no, account) in drawn(draft, case)? {
        let lot: Lot = draft.must(&keys::lot(&no))?;
        let account = account.as_ref().unwrap_or(&lot.account);
        gather(&mut findings, check_giver(draft, context, &lot, account))?;
    }
    Ok(findings.verdict()?)
}

/// The lots the case has reserved, and where; before it has, those its source plan names.
fn drawn(draft: &Draft<'_>, case: &Case) -> Result<Vec<(LotNo, Option<AccountId>)>, Damage> {
    if !case.reserved {
        let named = case.sources.iter().cloned();
        return Ok(named.map(|lot| (lot, None)).collect());
    }
    let reserved = draft.list(&keys::reserved_of_case(&case.case))?;
    let mut lots: Vec<_> = reserved
        .into_iter()
        .map(|holding| (holding.lot, Some(holding.account)))
        .collect();
    lots.sort();
    lots.dedup();
    Ok(lots)
}

fn check_giver(
    draft: &Draft<'_>,
    context: &Context<'_>,
    lot: &Lot,
    account: &AccountId,
) -> Result<(), Stop> {
    let (Origin::Reduction { reduction, .. }, Some(giver)) = (&lot.origin, account.party()) else {
        return Ok(());
    };
    let allowed = allowed(draft, context, giver, lot)?;
    let own = own(draft, context, giver, lot)?;
    if allowed <= own {
        return Ok(());
    }
    Err(Refusal::new(Code::SourceNotAchieved)
        .with("reduction", reduction)
        .with("giver", giver)
        .with("indicator", &lot.indicator)
        .with("allowed", allowed)
        .with("own", own)
        .into())
}

/// What the giver's permits in the lot's prefecture allow today.
fn allowed(
    draft: &Draft<'_>,
    context: &Context<'_>,
    giver: &PartyId,
    lot: &Lot,
) -> Result<Balance, Damage> {
    let today = context.today();
    let home = prefecture(draft, lot.account.region(), None, today)?;
    let mut sum = Balance::ZERO;
    for permit in permits_of(draft, giver)? {
        if !is_in_force(&permit, today) || prefecture(draft, &permit.region, None, today)? != home {
            continue;
        }
        let limits = permit.limits.iter();
        let limits = limits.filter(|limit| limit.indicator == lot.indicator);
        sum = limits.fold(sum, |sum, limit| sum.plus(limit.amount.into()));
    }
    Ok(sum)
}

/// What the giver holds in the lot's prefecture besides its reductions: those are there to be given
/// away.
fn own(
    draft: &Draft<'_>,
    context: &Context<'_>,
    giver: &PartyId,
    lot: &Lot,
) -> Result<Balance, Damage> {
    let home = prefecture(draft, lot.account.region(), None, context.today())?;
    let mut accounts = Vec::new();
    for region in draft.list(&keys::regions())? {
        if prefecture(draft, &region, None, context.today())? == home {
            accounts.extend(draft.list(&keys::accounts_of(&region))?);
        }
    }
    let mut sum = Balance::ZERO;
    for account in accounts.iter().filter(|it| it.party() == Some(giver)) {
        for held in held_in(draft, account, &lot.indicator)? {
            let lot: Lot = draft.must(&keys::lot(&held.lot))?;
            match lot.origin {
                Origin::Reduction { .. } => {}
                Origin::Opening | Origin::Issuance => sum = sum.plus(held.amount.into()),
            }
        }
    }
    Ok(sum)
}
