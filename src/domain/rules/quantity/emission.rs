//! Verified base-year emissions (R34), and the decision what base passes with a move (基数划转, R35).

use super::{account, check_rows, hold, not_yet};
use crate::domain::case::{Case, Content};
use crate::domain::entry::{BaseDecide, EmissionVerify};
use crate::domain::indicator::{Cover, Indicator, Span};
use crate::domain::lot::BaseEmission;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Emission;
use crate::domain::rules::amounts::check_amount;
use crate::domain::rules::documents::check_document;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Context, cases};
use crate::domain::state::{Draft, Stop, keys};

/// Records a unit's verified emissions of a base year; per indicator the last recorded counts.
///
/// Refuses no emissions, too many, or one twice; an unknown account; a year to come; emissions
/// their indicator does not allow.
pub fn verify(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &EmissionVerify,
) -> Result<(), Stop> {
    check_rows("emissions", &act.emissions, |emission| {
        emission.indicator.clone()
    })?;
    account(draft, &act.account)?;
    check_document(draft, context, &act.document)?;
    check_year(context, act.year)?;
    for Emission { indicator, amount } in &act.emissions {
        check_amount(draft, indicator, None, *amount)?;
    }
    for Emission { indicator, amount } in &act.emissions {
        let base = BaseEmission {
            account: act.account.clone(),
            indicator: indicator.clone(),
            year: act.year,
            emission: *amount,
            index: context.index,
        };
        draft.put(&keys::base_emission(&act.account, indicator), &base)?;
    }
    Ok(())
}

fn check_year(context: &Context<'_>, year: u16) -> Result<(), Refusal> {
    if year <= context.today().year() {
        Ok(())
    } else {
        Err(not_yet(context, "base_year", year))
    }
}

/// Records what base passes with a move; until the move is posted the last decision counts.
///
/// Refuses an unknown case; a year to come; a case that is over, has moved on to another content
/// than the decision speaks on, or moves no yearly carbon budget;
/// amounts with too many decimals; a case on hold.
pub fn decide_base(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &BaseDecide,
) -> Result<(), Stop> {
    let decision = &act.decision;
    let case = cases::case(draft, &decision.case)?;
    check_document(draft, context, &act.document)?;
    check_year(context, decision.year)?;
    if case.phase.is_over() {
        let refusal = Refusal::new(Code::CaseOver).with("case", &decision.case);
        return Err(refusal.with("phase", cases::phase_name(&case.phase)).into());
    }
    cases::check_speaks_on(context, &case)?;
    let Some(carbon) = yearly_budget(draft, &case)? else {
        return Err(Refusal::new(Code::BaseNotAsked)
            .with("case", &decision.case)
            .into());
    };
    check_amount(draft, &carbon.code, None, decision.co2)?;
    hold::check_case(draft, &decision.case)?;
    Ok(draft.put(&keys::base_decision(&decision.case), decision)?)
}

/// The yearly indicator a move carries along once, without a factor: the carbon budget.
pub fn yearly_budget(draft: &Draft<'_>, case: &Case) -> Result<Option<Indicator>, Stop> {
    let required = match &case.content {
        Content::Relocation(content) => &content.required,
        Content::Introduction(_) | Content::Demonstration(_) => return Ok(None),
    };
    for quantity in required {
        let indicator = policy::indicator_for(draft, &quantity.indicator, case.judged_by())?;
        if indicator.span == Span::Yearly && indicator.cover == Cover::Plain {
            return Ok(Some(indicator));
        }
    }
    Ok(None)
}
