//! Shortfalls (缺口): what a correction could not post, owed by a region until a day.
//!
//! Until one is cured its region reserves nothing of the indicator, out of no account in it or below
//! it. It is cured by an entry of the region's bureau, not by itself when its reserve fills: what comes
//! in may be meant for something else, a draft signed meanwhile would move other tonnes than its
//! signers saw, and no quantity moves without a document. Where the reserve holds less than is
//! owed, what there is passes and the rest stays owed.

use super::correct::Correction;
use super::right::free;
use super::{check_gains_nothing, check_holds, check_lines, last_day};
use crate::domain::correction::{Owed, PostedKind, Shortfall};
use crate::domain::entry::ShortfallCure;
use crate::domain::ids::{IndicatorCode, RegionId, ShortfallNo};
use crate::domain::moment::Day;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::cases::plan;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::holder;
use crate::domain::rules::places::cap_path;
use crate::domain::rules::quantity::give_number;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Assigned, Context, posting, unknown};
use crate::domain::state::{Damage, Draft, Stop, keys};

/// Records a shortfall with its number and its last day.
pub(super) fn owe(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    owed: Owed,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let today = context.today();
    let limit = policy::limits_on(draft, today)?.shortfall_working_days;
    let due = last_day(draft, today, limit)?;
    let region = owed.region.clone();
    let number: ShortfallNo = give_number(draft, context, ("shortfall", "S"), &region, assigned)?;
    let listed = keys::shortfall_listed(&region, &owed.indicator, &number);
    draft.put(&listed, &number)?;
    let shortfall = Shortfall {
        shortfall: number.clone(),
        open: owed.amount.into(),
        owed,
        due,
        index: context.index,
        cured: None,
    };
    Ok(draft.put(&keys::shortfall(&number), &shortfall)?)
}

fn shortfall(draft: &Draft<'_>, no: &ShortfallNo) -> Result<Shortfall, Stop> {
    draft
        .get(&keys::shortfall(no))?
        .ok_or_else(|| unknown("shortfall", no).into())
}

/// Makes a shortfall good, as far as the reserve goes.
///
/// Refuses an unknown shortfall, or one that is cured; a signer to whom it is owed; an empty reserve;
/// holds; lines other than the rules' own.
pub fn cure(draft: &mut Draft<'_>, context: &Context<'_>, act: &ShortfallCure) -> Result<(), Stop> {
    let mut shortfall = shortfall(draft, &act.shortfall)?;
    check_document(draft, context, &act.document)?;
    let lines = lines_of(draft, context.today(), &shortfall)?;
    let to = lines
        .iter()
        .filter_map(|line| line.to.account()?.party().cloned());
    check_gains_nothing(context, &to.collect::<Vec<_>>(), &shortfall.shortfall)?;
    check_holds(draft, &lines)?;
    check_lines(&act.shortfall, &act.lines, &lines)?;
    plan::open_accounts(draft, context, &lines)?;
    posting::post(draft, context, None, &lines)?;
    for line in &lines {
        shortfall.open = shortfall.open.minus_or_zero(line.amount.into());
    }
    if shortfall.open.is_zero() {
        shortfall.cured = Some(context.index);
    }
    let undoing = PostedKind::Undoing(shortfall.index);
    draft.put(&keys::shortfall(&act.shortfall), &shortfall)?;
    let lots = lines.into_iter().map(|line| line.lot);
    Ok(super::note_posted(
        draft,
        context,
        undoing,
        lots,
        std::slice::from_ref(&act.document),
    )?)
}

/// What passes when a shortfall is cured today, for a draft.
pub fn cure_lines(draft: &Draft<'_>, no: &ShortfallNo, today: Day) -> Result<Vec<Line>, Stop> {
    lines_of(draft, today, &shortfall(draft, no)?)
}

fn lines_of(draft: &Draft<'_>, today: Day, shortfall: &Shortfall) -> Result<Vec<Line>, Stop> {
    let Shortfall { owed, open, .. } = shortfall;
    let Some(amount) = open.amount() else {
        return Err(Refusal::new(Code::ShortfallCured)
            .with("shortfall", &shortfall.shortfall)
            .with("by", shortfall.cured.unwrap_or_default())
            .into());
    };
    let reserve = plan::reserve_of(draft, &owed.region, Some(&owed.indicator), today)?;
    let mut from = free(draft, &reserve, &owed.indicator)?;
    from.retain(|source| matches!(source.place, Place::Available(_)));
    let creditor = owed.to.as_ref().map(|to| holder::account_today(draft, to));
    let creditor = creditor.transpose()?;
    let to = |_| creditor.clone().map_or(Place::TakenBack, Place::Available);
    let mut cure = Correction::default();
    let all = Owed {
        amount,
        ..owed.clone()
    };
    cure.draw(&from, to, all);
    if cure.lines.is_empty() {
        return Err(Refusal::new(Code::InsufficientBalance)
            .with("account", reserve)
            .with("indicator", &owed.indicator)
            .with("available", "0")
            .with("needed", open)
            .with("short", open)
            .into());
    }
    Ok(cure.lines)
}

/// Refuses a reservation out of an account of a region that owes of the same indicator.
pub fn check_none_owed(draft: &Draft<'_>, today: Day, lines: &[Line]) -> Result<(), Stop> {
    for line in lines {
        let Some(account) = line.from.account() else {
            continue;
        };
        let found = open_shortfall(draft, account.region(), &line.indicator, today)?;
        if let Some(shortfall) = found {
            return Err(Refusal::new(Code::ShortfallOpen)
                .with("region", &shortfall.owed.region)
                .with("indicator", &line.indicator)
                .with("open", shortfall.open)
                .with("shortfall", &shortfall.shortfall)
                .with("due", shortfall.due)
                .into());
        }
    }
    Ok(())
}

/// The first shortfall of an indicator that is still owed by the region or by one above it.
pub fn open_shortfall(
    draft: &Draft<'_>,
    region: &RegionId,
    indicator: &IndicatorCode,
    today: Day,
) -> Result<Option<Shortfall>, Damage> {
    for above in cap_path(draft, region, Some(indicator), today)? {
        for no in draft.list(&keys::shortfalls_of_indicator(&above, indicator))? {
            let shortfall = draft.must(&keys::shortfall(&no))?;
            if shortfall.cured.is_none() {
                return Ok(Some(shortfall));
            }
        }
    }
    Ok(None)
}
