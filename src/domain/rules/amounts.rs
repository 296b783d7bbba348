//! What an amount must satisfy before anything is done with it: its indicator is adopted, its
//! period is one the indicator is kept by, and it has no more decimals than the indicator.

use super::setup::policy;
use crate::domain::amount::Balance;
use crate::domain::ids::IndicatorCode;
use crate::domain::indicator::{Indicator, Span};
use crate::domain::period::Period;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, Stop};

/// Checks an amount of `code`, kept by `period` where it has one, and gives the indicator.
///
/// Refuses `INDICATOR_UNKNOWN`, `PERIOD_NOT_OF_INDICATOR` and `TOO_MANY_DECIMALS`: nothing is ever
/// rounded to fit.
pub fn check_amount(
    draft: &Draft<'_>,
    code: &IndicatorCode,
    period: Option<Period>,
    amount: Balance,
) -> Result<Indicator, Stop> {
    let indicator = policy::indicator(draft, code)?;
    if let Some(period) = period
        && !is_kept_by(indicator.span, period)
    {
        return Err(Refusal::new(Code::PeriodNotOfIndicator)
            .with("indicator", code)
            .with("period", period)
            .with("right", right_period(indicator.span))
            .into());
    }
    if amount.decimals() > u32::from(indicator.decimals) {
        return Err(Refusal::new(Code::TooManyDecimals)
            .with("indicator", code)
            .with("amount", amount)
            .with("decimals", indicator.decimals)
            .into());
    }
    Ok(indicator)
}

/// A standing indicator is held standing; a yearly one in one lot per budget year, never standing.
fn is_kept_by(span: Span, period: Period) -> bool {
    match (span, period) {
        (Span::Standing, Period::Standing) | (Span::Yearly, Period::Year(_)) => true,
        (Span::Standing, Period::Year(_) | Period::Plan(..))
        | (Span::Yearly, Period::Standing | Period::Plan(..)) => false,
    }
}

fn right_period(span: Span) -> &'static str {
    match span {
        Span::Standing => "standing",
        Span::Yearly => "year",
    }
}
