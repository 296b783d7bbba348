//! What an amount must satisfy before anything is done with it: its indicator is adopted, its
//! period is one the indicator is kept by, and it has no more decimals than the indicator.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::setup::policy;
use crate::domain::amount::{Amount, Balance, QUANTITY_MAX};
use crate::domain::ids::IndicatorCode;
use crate::domain::indicator::{Indicator, Span};
use crate::domain::period::Period;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, Stop, keys};

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

/// Refuses `QUANTITY_TOO_LARGE` beyond [`QUANTITY_MAX`].
pub fn check_size(indicator: &IndicatorCode, what: &str, amount: Balance) -> Result<(), Refusal> {
    if amount.decimal() <= Decimal::from(QUANTITY_MAX) {
        return Ok(());
    }
    Err(Refusal::new(Code::QuantityTooLarge)
        .with("what", what)
        .with("indicator", indicator)
        .with("amount", amount)
        .with("max", QUANTITY_MAX))
}

/// Checks that what the rows of an act make stays within the size of all that was ever made.
pub fn check_made<'a>(
    draft: &Draft<'_>,
    rows: impl Iterator<Item = (&'a IndicatorCode, Amount)>,
) -> Result<(), Stop> {
    let mut made: BTreeMap<&IndicatorCode, Balance> = BTreeMap::new();
    for (code, amount) in rows {
        let sum = match made.get(code) {
            Some(sum) => *sum,
            None => {
                let sums = draft.get(&keys::sums(code))?.unwrap_or_default();
                sums.issued.plus(sums.opening)
            }
        };
        let sum = sum.plus(amount.into());
        check_size(code, "issued and opened in all", sum)?;
        made.insert(code, sum);
    }
    Ok(())
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
