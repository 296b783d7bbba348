//! The figures a case rests on, whether or not they suffice: what is held, what of it may serve, what
//! is asked for, what is short, and where it could come from.
//!
//! They are read by the same functions that draw a reservation; nothing here decides.

use super::super::lines;
use super::{introduction, ratio, relocation, reserve_of, sources};
use crate::domain::amount::{Balance, Ratio};
use crate::domain::case::{Case, Content, Introduction, Relocation};
use crate::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, RegionId};
use crate::domain::indicator::{Indicator, Span};
use crate::domain::lot::{Lot, Slot};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::rules::Context;
use crate::domain::rules::places::prefecture;
use crate::domain::rules::posting::{Held, held_in, held_of_lot};
use crate::domain::rules::setup::policy;
use crate::domain::state::{Damage, Draft, Stop, keys};

/// How near a source lies to the site; the nearer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// In the site's own region.
    Site,
    /// In its prefecture.
    Prefecture,
    /// Elsewhere: R06 asks for a statement and its confirmation, or a minute.
    Elsewhere,
}

/// A holding that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFigure {
    /// The lot.
    pub lot: LotNo,
    /// Where it is held.
    pub account: AccountId,
    /// How near that is.
    pub scope: Scope,
    /// How much of it is free.
    pub free: Balance,
    /// How much of that may serve (R34).
    pub eligible: Balance,
}

/// What a case comes to in one indicator and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// Standing or a year.
    pub period: Period,
    /// Free at the firm that moves; for a project, at the sources together.
    pub held: Balance,
    /// How much of it may serve as a source.
    pub eligible: Balance,
    /// What other cases reserve of the firm's.
    pub reserved: Vec<(CaseNo, Balance)>,
    /// The unit's verified base-year emission, where R34 asks for one.
    pub base: Option<Balance>,
    /// The site's 1×.
    pub required: Balance,
    /// How often it must be covered; nothing where it is undetermined.
    pub factor: Option<Ratio>,
    /// What must be covered.
    pub cover: Option<Balance>,
    /// What of a firm's is beyond the cover and falls to its origin's reserve.
    pub surplus: Balance,
    /// What the cover lacks: of a firm it comes from the reserve, of a project it is missing.
    pub short: Balance,
    /// The lots that cover it, for a firm those of the reserve where it is short.
    pub sources: Vec<SourceFigure>,
}

/// The figures of a case today, by indicator in the order asked for, what else a firm holds behind.
pub fn figures(draft: &Draft<'_>, context: &Context<'_>, case: &Case) -> Result<Vec<Figure>, Stop> {
    match &case.content {
        Content::Relocation(content) => of_relocation(draft, context, case, content),
        Content::Introduction(content) => of_introduction(draft, context, case, content),
        Content::Demonstration(_) => Ok(Vec::new()),
    }
}

/// Orders the lots of a source plan by how near they lie, else as they were.
pub fn nearest_first(
    draft: &Draft<'_>,
    case: &Case,
    day: Day,
    lots: Vec<LotNo>,
) -> Result<Vec<LotNo>, Stop> {
    let mut placed = Vec::with_capacity(lots.len());
    for no in lots {
        let lot: Lot = draft.must(&keys::lot(&no))?;
        let mut nearest = scope(draft, &case.site, &lot.account, &lot.indicator, day)?;
        for held in held_of_lot(draft, &no)? {
            if sources::may_be_drawn(draft, &lot, &held.account)? {
                nearest = nearest.min(scope(
                    draft,
                    &case.site,
                    &held.account,
                    &lot.indicator,
                    day,
                )?);
            }
        }
        placed.push((nearest, no));
    }
    placed.sort_by_key(|(scope, _)| *scope);
    Ok(placed.into_iter().map(|(_, no)| no).collect())
}

fn scope(
    draft: &Draft<'_>,
    site: &RegionId,
    account: &AccountId,
    indicator: &IndicatorCode,
    day: Day,
) -> Result<Scope, Damage> {
    if account.region() == site {
        return Ok(Scope::Site);
    }
    let of = |region| prefecture(draft, region, Some(indicator), day);
    Ok(if of(site)? == of(account.region())? {
        Scope::Prefecture
    } else {
        Scope::Elsewhere
    })
}

/// What came out, or nothing where it was refused: the rehearsal tells why.
fn if_any<T>(part: Result<T, Stop>) -> Result<Option<T>, Damage> {
    match part {
        Ok(part) => Ok(Some(part)),
        Err(Stop::Refused(_)) => Ok(None),
        Err(Stop::Unreadable(damage)) => Err(damage),
    }
}

fn total<'a>(held: impl IntoIterator<Item = &'a Held>) -> Balance {
    let held = held.into_iter();
    held.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()))
}

/// The indicators asked for, with their 1×, and with nothing asked whatever else the firm holds.
fn asked(
    draft: &Draft<'_>,
    case: &Case,
    content: &Relocation,
) -> Result<Vec<(Indicator, Balance)>, Stop> {
    let mut asked: Vec<(Indicator, Balance)> = Vec::new();
    for quantity in &content.required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        asked.push((indicator, quantity.amount.into()));
    }
    for code in relocation::carried(draft, content)? {
        if asked.iter().all(|(known, _)| known.code != code) {
            let indicator = policy::indicator_for(draft, &code, case.judged_by())?;
            asked.push((indicator, Balance::ZERO));
        }
    }
    Ok(asked)
}

fn of_relocation(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
) -> Result<Vec<Figure>, Stop> {
    let today = context.today();
    let mut figures = Vec::new();
    for (indicator, required) in asked(draft, case, content)? {
        let all: Vec<Held> = held_in(draft, &content.origin, &indicator.code)?
            .into_iter()
            .filter(|held| relocation::still_counts(held, today))
            .collect();
        let mut periods = relocation::periods_of(&all);
        if periods.is_empty() {
            periods.push(match indicator.span {
                Span::Standing => Period::Standing,
                Span::Yearly => Period::Year(today.year()),
            });
        }
        for period in periods {
            let row: Vec<Held> = all.iter().filter(|h| h.period == period).cloned().collect();
            let of = (&indicator, period, required);
            figures.push(of_row(draft, context, case, content, of, row)?);
        }
    }
    Ok(figures)
}

/// One row of a firm: what it has free and reserved of an indicator in a period.
fn of_row(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
    (indicator, period, required): (&Indicator, Period, Balance),
    row: Vec<Held>,
) -> Result<Figure, Stop> {
    let (mut own, mut reserved): (Vec<Held>, Vec<(CaseNo, Balance)>) = (Vec::new(), Vec::new());
    for held in row {
        match &held.slot {
            Slot::Available => own.push(held),
            Slot::Reserved(no) => reserved.push((no.clone(), held.amount.into())),
        }
    }
    let own = match lines::row(content, &indicator.code, own.clone()) {
        Ok(row) => row,
        Err(_) => own,
    };
    let held = total(&own);
    let factor = if required.is_zero() {
        None
    } else {
        if_any(ratio(draft, case, indicator))?
    };
    let amount = required.amount();
    let cover = match (amount, factor) {
        (Some(amount), Some(factor)) => {
            Some(amount.times_rounded_up(factor, indicator.decimals.into()))
        }
        (None, _) => Some(Balance::ZERO),
        (Some(_), None) => None,
    };
    let (base, eligible) = if indicator.base_limited {
        let code = &indicator.code;
        let base = if_any(relocation::base_of(draft, &content.origin, code))?;
        let left = if_any(relocation::base_left(draft, case, content, code, &own))?;
        let left = left.unwrap_or(Balance::ZERO);
        (base.map(|b| b.emission), relocation::eligible(&own, left))
    } else {
        (None, held)
    };
    let short = cover.map_or(Balance::ZERO, |cover| cover.minus_or_zero(held));
    let sources = if short.is_zero() {
        Vec::new()
    } else {
        of_reserve(draft, context, case, content, (&indicator.code, period))?
    };
    Ok(Figure {
        indicator: indicator.code.clone(),
        period,
        held,
        eligible,
        reserved,
        base,
        required,
        factor,
        cover,
        surplus: cover.map_or(Balance::ZERO, |cover| held.minus_or_zero(cover)),
        short,
        sources,
    })
}

/// What the reserve of the origin could give, in the order it is drawn.
fn of_reserve(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Relocation,
    (indicator, period): (&IndicatorCode, Period),
) -> Result<Vec<SourceFigure>, Stop> {
    let today = context.today();
    let region = content.origin.region();
    let Some(reserve) = if_any(reserve_of(draft, region, Some(indicator), today))? else {
        return Ok(Vec::new());
    };
    let scope = scope(draft, &case.site, &reserve, indicator, today)?;
    let held = held_in(draft, &reserve, indicator)?.into_iter();
    let free =
        held.filter(|held| held.slot == Slot::Available && !held.barred && held.period == period);
    let figure = |held: Held| SourceFigure {
        lot: held.lot,
        account: held.account,
        scope,
        free: held.amount.into(),
        eligible: held.amount.into(),
    };
    Ok(free.map(figure).collect())
}

fn of_introduction(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    content: &Introduction,
) -> Result<Vec<Figure>, Stop> {
    let (today, mut figures) = (context.today(), Vec::new());
    for quantity in &content.required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let factor = if_any(ratio(draft, case, &indicator))?;
        let cover = factor.map(|factor| {
            quantity
                .amount
                .times_rounded_up(factor, indicator.decimals.into())
        });
        let found = sources::candidates(draft, context, case, &indicator);
        let all = if_any(found)?.unwrap_or_default();
        let periods = if_any(introduction::periods(draft, context, case, &indicator))?;
        for period in periods.unwrap_or_default() {
            let mut sources = Vec::new();
            for source in all.iter().filter(|source| source.held.period == period) {
                let account = &source.held.account;
                sources.push(SourceFigure {
                    lot: source.held.lot.clone(),
                    account: account.clone(),
                    scope: scope(draft, &case.site, account, &indicator.code, today)?,
                    free: source.held.amount.into(),
                    eligible: source.eligible,
                });
            }
            let sum = |of: fn(&SourceFigure) -> Balance| {
                let sources = sources.iter();
                sources.fold(Balance::ZERO, |sum, source| sum.plus(of(source)))
            };
            let eligible = sum(|source| source.eligible);
            figures.push(Figure {
                indicator: indicator.code.clone(),
                period,
                held: sum(|source| source.free),
                eligible,
                reserved: Vec::new(),
                base: None,
                required: quantity.amount.into(),
                factor,
                cover,
                surplus: Balance::ZERO,
                short: cover.map_or(Balance::ZERO, |cover| cover.minus_or_zero(eligible)),
                sources,
            });
        }
    }
    Ok(figures)
}
