//! What a case will move, worked out from the state: the one place drafts and judgements take their
//! lines from.
//!
//! A reservation marks at the giver everything that the posting will move: for a relocation the
//! firm's whole row, surplus included, and the shortfall in the origin's reserve; for an
//! introduction what the project's demand times its factor draws from the sources.

mod figures;
mod introduction;
mod relocation;
mod sources;

use std::collections::BTreeMap;

use super::{signatory, stages};
use crate::domain::amount::{Amount, Balance, Ratio};
use crate::domain::case::{Case, Content};
use crate::domain::ids::{AccountId, Holder, IndicatorCode, RegionId};
use crate::domain::indicator::{Cover, Indicator, Span};
use crate::domain::lot::{Account, Lot, Slot};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::posting::{Line, Place};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::Context;
use crate::domain::rules::places::cap_path;
use crate::domain::rules::posting::Held;
use crate::domain::rules::quantity::emission::yearly_budget;
use crate::domain::rules::setup::policy;
use crate::domain::rules::unknown;
use crate::domain::state::{Damage, Draft, Stop, keys};
use crate::domain::text::DocumentKind;

pub use figures::{Figure, Scope, SourceFigure, figures, nearest_first};
pub(super) use sources::may_be_drawn;
pub use sources::{check_sources, default_sources};

/// The lines of an act.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What moves, in the order it is drawn.
    pub lines: Vec<Line>,
}

impl Plan {
    /// Adds a line, unless it moves nothing; lines of one lot between the same places are one.
    fn add(&mut self, held: &Held, from: Place, to: Place, amount: Balance) {
        let Some(amount) = amount.amount() else {
            return;
        };
        let same = |line: &&mut Line| line.lot == held.lot && line.from == from && line.to == to;
        match self.lines.iter_mut().find(same) {
            Some(line) => {
                let sum = Balance::from(line.amount).plus(amount.into());
                line.amount = sum.amount().unwrap_or(amount);
            }
            None => self.lines.push(Line {
                lot: held.lot.clone(),
                indicator: held.indicator.clone(),
                from,
                to,
                amount,
            }),
        }
    }
}

/// What `reserve` marks today.
pub fn reservation(draft: &Draft<'_>, context: &Context<'_>, case: &Case) -> Result<Plan, Stop> {
    match &case.content {
        Content::Relocation(content) => relocation::reservation(draft, context, case, content),
        Content::Introduction(content) => introduction::reservation(draft, context, case, content),
        Content::Demonstration(_) => Ok(Plan::default()),
    }
}

/// What `effective` moves, with `date` its document's date.
pub fn posting(
    draft: &Draft<'_>,
    context: &Context<'_>,
    case: &Case,
    date: Day,
) -> Result<Plan, Stop> {
    match &case.content {
        Content::Relocation(content) => relocation::posting(draft, context, case, content, date),
        Content::Introduction(_) => introduction::posting(draft, case, date),
        Content::Demonstration(_) => Ok(Plan::default()),
    }
}

/// What a case asks for.
pub fn required_of(case: &Case) -> &[Quantity] {
    match &case.content {
        Content::Relocation(content) => &content.required,
        Content::Introduction(content) => &content.required,
        Content::Demonstration(_) => &[],
    }
}

/// How often each tonne of demand of an indicator must be covered in this case.
fn ratio(draft: &Draft<'_>, case: &Case, indicator: &Indicator) -> Result<Ratio, Stop> {
    let judged_by = case.judged_by();
    let found = match indicator.cover {
        Cover::Plain => Some(Amount::ONE.balance()),
        Cover::CarbonRatio => policy::carbon_ratio(draft, &case.site, judged_by)?,
        Cover::Factor => {
            let kind = case.content.kind();
            let found = policy::factor(draft, kind, &indicator.code, &case.site, judged_by)?;
            found.map(|factor| factor.factor)
        }
    };
    found.ok_or_else(|| {
        Refusal::new(Code::FactorUndetermined)
            .with("indicator", &indicator.code)
            .with("region", &case.site)
            .with("date", judged_by.date)
            .into()
    })
}

/// Whether each tonne of demand is covered by one: nothing of it is retired at the posting.
pub fn is_covered_once(
    draft: &Draft<'_>,
    case: &Case,
    indicator: &Indicator,
) -> Result<bool, Stop> {
    Ok(ratio(draft, case, indicator)? == Amount::ONE.balance())
}

/// A relocation of a carbon budget needs its base decision before it posts.
pub fn check_base_decided(draft: &Draft<'_>, case: &Case) -> Result<(), Stop> {
    let undecided = draft.get(&keys::base_decision(&case.case))?.is_none();
    if undecided && yearly_budget(draft, case)?.is_some() {
        return Err(Refusal::new(Code::BaseUndecided)
            .with("case", &case.case)
            .into());
    }
    Ok(())
}

/// A yearly demand is covered from the first month that the site counts. A reservation left until no
/// month of its years is to come would post, credit nothing, and count the project as covered.
pub fn check_year_reserved(draft: &Draft<'_>, case: &Case, date: Day) -> Result<(), Stop> {
    let is_over = months_past(date) == 12;
    let first_year = date.year() + u16::from(is_over);
    let year = Period::Year(first_year);
    let reserved = draft.list(&keys::reserved_of_case(&case.case))?;
    for Quantity { indicator, .. } in required_of(case) {
        let is_yearly = policy::indicator(draft, indicator)?.span == Span::Yearly;
        let needed = stages::needed_up_to(case, indicator, case.stage)
            .minus_or_zero(stages::needed_up_to(case, indicator, case.stage - 1));
        let mut of_year = reserved
            .iter()
            .filter(|holding| holding.indicator == *indicator && holding.period == year);
        if !is_yearly || needed.is_zero() || of_year.next().is_some() {
            continue;
        }
        return Err(Refusal::new(Code::InsufficientBalance)
            .with("account", format!("{} ({first_year})", case.case))
            .with("indicator", indicator)
            .with("available", Balance::ZERO)
            .with("needed", needed)
            .with("short", needed)
            .into());
    }
    Ok(())
}

/// What is reserved covers, in every period, what is still asked for: sure since the reservation, for
/// nothing but the case's own postings or a return takes from it, and a return undoes the step.
pub fn check_still_covered(draft: &Draft<'_>, case: &Case) -> Result<(), Stop> {
    let reserved = draft.list(&keys::reserved_of_case(&case.case))?;
    for quantity in required_of(case) {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        let cover = stages::cover_left(case, &indicator, ratio(draft, case, &indicator)?);
        let mut sums: BTreeMap<Period, Balance> = BTreeMap::new();
        for holding in reserved.iter().filter(|h| h.indicator == indicator.code) {
            let sum = sums.entry(holding.period).or_insert(Balance::ZERO);
            *sum = sum.plus(holding.amount.into());
        }
        let least = sums.values().min().copied().unwrap_or(Balance::ZERO);
        if least < cover {
            return Err(Refusal::new(Code::InsufficientBalance)
                .with("account", &case.case)
                .with("indicator", &indicator.code)
                .with("available", least)
                .with("needed", cover)
                .with("short", cover.minus_or_zero(least))
                .into());
        }
    }
    Ok(())
}

/// Opens the accounts at the site that a posting fills: nobody has to open them by hand.
pub fn open_accounts(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    lines: &[Line],
) -> Result<(), Damage> {
    for account in lines.iter().filter_map(|line| line.to.account()) {
        if draft.get(&keys::account(account))?.is_none() {
            let opened = Account {
                account: account.clone(),
                index: context.index,
            };
            draft.put(&keys::account(account), &opened)?;
            draft.put(&keys::account_listed(account), account)?;
        }
    }
    Ok(())
}

/// The reserve a region's surplus of an indicator falls to and its shortfall comes from: the nearest
/// open one on its cap path.
pub fn reserve_of(
    draft: &Draft<'_>,
    region: &RegionId,
    indicator: Option<&IndicatorCode>,
    day: Day,
) -> Result<AccountId, Stop> {
    for above in cap_path(draft, region, indicator, day)? {
        let reserve = AccountId::reserve(above);
        if draft.get(&keys::account(&reserve))?.is_some() {
            return Ok(reserve);
        }
    }
    Err(unknown("reserve for region", region).into())
}

/// The account at the site that the case credits.
pub fn site_account(draft: &Draft<'_>, case: &Case) -> Result<AccountId, Stop> {
    let firm = signatory::enterprise(draft, case)?;
    let firm = firm.ok_or_else(|| unknown("enterprise of case", &case.case))?;
    Ok(AccountId::new(
        case.site.clone(),
        Holder::Party(firm),
        case.project().cloned(),
    ))
}

fn available(held: &Held) -> Place {
    let account = held.account.clone();
    if held.barred {
        Place::Barred(account)
    } else {
        Place::Available(account)
    }
}

fn reserved(held: &Held) -> Place {
    let account = held.account.clone();
    if held.barred {
        Place::ReservedBarred(account)
    } else {
        Place::Reserved(account)
    }
}

/// What a case reserves of an indicator, in the order it was drawn: first the account `first`,
/// then the sources in their order, then the oldest.
fn reserved_by(
    draft: &Draft<'_>,
    case: &Case,
    indicator: &Indicator,
    first: Option<&AccountId>,
) -> Result<Vec<Held>, Damage> {
    let mut found = Vec::new();
    for holding in draft.list(&keys::reserved_of_case(&case.case))? {
        if holding.indicator != indicator.code {
            continue;
        }
        let lot: Lot = draft.must(&keys::lot(&holding.lot))?;
        found.push(Held {
            account: holding.account,
            lot: holding.lot,
            indicator: holding.indicator,
            since: lot.since,
            period: holding.period,
            barred: holding.barred,
            slot: Slot::Reserved(case.case.clone()),
            amount: holding.amount,
        });
    }
    let place = |held: &Held| {
        let source = case.sources.iter().position(|lot| *lot == held.lot);
        let place = source.unwrap_or(case.sources.len());
        let behind = first.is_some_and(|account| *account != held.account);
        (
            behind,
            held.period,
            place,
            held.barred,
            held.since,
            held.lot.clone(),
            held.account.clone(),
        )
    };
    found.sort_by_key(place);
    Ok(found)
}

/// The first months of a year that stay with who had it, where a site counts from the month of
/// `date` if it is the 1st, else from the next.
fn months_past(date: Day) -> u32 {
    if date.day_of_month() == 1 {
        date.month() - 1
    } else {
        date.month()
    }
}

/// A document kind as it stands in a refusal's values.
pub fn document_kind_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Letter => "letter",
        DocumentKind::Application => "application",
        DocumentKind::AcceptanceNotice => "acceptance_notice",
        DocumentKind::CarryConsent => "carry_consent",
        DocumentKind::Opinion => "opinion",
        DocumentKind::EiaApproval => "eia_approval",
        DocumentKind::ClosureRecord => "closure_record",
        DocumentKind::PermitDecision => "permit_decision",
        DocumentKind::SourcePlan => "source_plan",
        DocumentKind::ShortageStatement => "shortage_statement",
        DocumentKind::CoordinationMinute => "coordination_minute",
        DocumentKind::Undertaking => "undertaking",
        DocumentKind::Demonstration => "demonstration",
        DocumentKind::VerificationReport => "verification_report",
        DocumentKind::CapDecision => "cap_decision",
    }
}
