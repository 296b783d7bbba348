//! Reading values from the command line into types that cannot be wrong.
//!
//! The domain's own errors speak English; here each becomes a message that names the value and what
//! would be right, in the user's language.

use std::fmt;
use std::str::FromStr;

use super::text::{Message, msg};
use crate::domain::amount::{Amount, AmountError, Balance};
use crate::domain::ids::{IdError, IndicatorCode};
use crate::domain::moment::{Day, MomentError};
use crate::domain::period::PeriodError;
use crate::domain::region::{Emission, Quantity};
use crate::domain::text::{Label, LabelError, Lang};

/// A value of the command line, a form or a table that cannot be what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadValue(pub Message);

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.in_lang(Lang::En))
    }
}

impl std::error::Error for BadValue {}

/// What an identifier of a kind looks like, by the name [`IdError`] gives the kind.
fn form_of(what: &str) -> Message {
    match what {
        "region id" => msg!("form-region"),
        "party id" => msg!("form-party"),
        "person id" => msg!("form-person"),
        "indicator code" => msg!("form-indicator"),
        "industry code" => msg!("form-industry"),
        "case number" => msg!("form-case"),
        "lot number" => msg!("form-lot"),
        "project number" => msg!("form-project"),
        "reduction number" => msg!("form-reduction"),
        "hold number" => msg!("form-hold"),
        "finding number" => msg!("form-finding"),
        "permit number" => msg!("form-permit"),
        "facility or outlet code" => msg!("form-facility"),
        "step id" => msg!("form-step"),
        "procedure id" => msg!("form-procedure"),
        "account" => msg!("form-account"),
        "unified social credit code" => msg!("form-credit-code"),
        "ledger id" => msg!("form-ledger"),
        "entry id" => msg!("form-entry"),
        other => msg!("form-other", what = other),
    }
}

impl From<IdError> for BadValue {
    fn from(error: IdError) -> Self {
        Self(match error {
            IdError::Form { what, text, .. } => {
                msg!("value-form", text = text, form = form_of(what))
            }
            IdError::CheckDigit { text, expected } => {
                msg!("value-check-digit", text = text, expected = expected)
            }
        })
    }
}

impl From<AmountError> for BadValue {
    fn from(error: AmountError) -> Self {
        Self(match error {
            AmountError::NotDecimal(text) => msg!("value-not-decimal", text = text),
            AmountError::TooLong(text) => msg!("value-amount-long", text = text),
            AmountError::Spelling { text, right } => {
                msg!("value-amount-spelling", text = text, right = right)
            }
            AmountError::NotPositive(text) => msg!("value-not-positive", text = text),
            AmountError::Negative(text) => msg!("value-negative", text = text),
        })
    }
}

impl From<MomentError> for BadValue {
    fn from(error: MomentError) -> Self {
        Self(match error {
            MomentError::NotADay(text) => msg!("value-day", text = text),
            MomentError::NotAMoment(text) => msg!("value-moment", text = text),
        })
    }
}

impl From<PeriodError> for BadValue {
    fn from(PeriodError(text): PeriodError) -> Self {
        Self(msg!("value-period", text = text))
    }
}

impl From<LabelError> for BadValue {
    fn from(error: LabelError) -> Self {
        Self(match error {
            LabelError::Blank(text) => msg!("value-label-blank", text = text),
            LabelError::Long(text) => msg!("value-label-long", text = text),
            LabelError::Hidden { text, code } => {
                let text: String = text.escape_debug().collect();
                msg!(
                    "value-label-hidden",
                    text = text,
                    code = format!("U+{code:04X}")
                )
            }
        })
    }
}

/// Reads an identifier, period, day or label.
pub fn id<T>(text: &str) -> Result<T, BadValue>
where
    T: FromStr,
    BadValue: From<T::Err>,
{
    Ok(text.parse::<T>()?)
}

/// Reads a positive amount as people type it; trailing zeros are fine.
pub fn amount(text: &str) -> Result<Amount, BadValue> {
    Ok(Amount::parse_input(text)?)
}

/// Reads an amount that may be zero.
pub fn balance(text: &str) -> Result<Balance, BadValue> {
    Ok(Balance::parse_input(text)?)
}

/// Reads the place of an entry in the log.
pub fn entry(text: &str) -> Result<u64, BadValue> {
    let not_a_number = |_| BadValue(msg!("value-entry", text = text));
    text.parse().map_err(not_a_number)
}

/// Reads how many: a whole number above zero.
pub fn count(text: &str) -> Result<u64, BadValue> {
    match text.parse() {
        Ok(0) => Err(BadValue(msg!("value-not-positive", text = text))),
        Ok(count) => Ok(count),
        Err(_) => Err(BadValue(msg!("value-count", text = text))),
    }
}

/// Reads `SO2=160.000`.
pub fn quantity(text: &str) -> Result<Quantity, BadValue> {
    let (indicator, given) = pair(text)?;
    Ok(Quantity {
        indicator,
        amount: amount(given)?,
    })
}

/// Reads `SO2=160.000` or `SO2=0`.
pub fn emission(text: &str) -> Result<Emission, BadValue> {
    let (indicator, given) = pair(text)?;
    Ok(Emission {
        indicator,
        amount: balance(given)?,
    })
}

fn pair(text: &str) -> Result<(IndicatorCode, &str), BadValue> {
    let (indicator, given) = text
        .split_once('=')
        .ok_or_else(|| BadValue(msg!("value-quantity", text = text)))?;
    Ok((id::<IndicatorCode>(indicator)?, given))
}

/// Reads a year of four digits.
pub fn year(text: &str) -> Result<u16, BadValue> {
    match text.parse() {
        Ok(year @ 1970..=9999) if text.len() == 4 => Ok(year),
        Ok(_) | Err(_) => Err(BadValue(msg!("value-year", text = text))),
    }
}

/// Reads one word of a closed set, as it stands in payloads: `park_committee`; hyphens will do.
pub fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, BadValue> {
    let spelled = text.replace('-', "_");
    serde_json::from_value(serde_json::Value::String(spelled)).map_err(|error| {
        let listed = error.to_string();
        let known = listed
            .split_once("expected ")
            .map_or("", |(_, known)| known);
        let known = known.trim_start_matches("one of ").replace('`', "");
        BadValue(msg!("value-word", text = text, known = known))
    })
}

/// The label of a text that the program itself puts together.
pub fn label(text: &str) -> Result<Label, BadValue> {
    id(text)
}

/// A day, or today where none is given.
pub fn day_or(given: Option<Day>, today: Day) -> Day {
    given.unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{
        AccountId, CaseNo, CreditCode, EntryId, FacilityId, HoldNo, IndustryCode, LedgerId, LotNo,
        PartyId, PermitNo, PersonId, ProcedureId, ProjectNo, ReductionNo, RegionId, StepId,
    };
    use crate::domain::party::{PartyKind, Seat};
    use crate::domain::period::Period;

    fn said<T>(result: Result<T, BadValue>) -> String {
        result
            .err()
            .map(|bad| bad.0.in_lang(Lang::En))
            .unwrap_or_default()
    }

    #[test]
    fn every_kind_of_identifier_has_a_form_of_its_own() {
        macro_rules! known {
            ($($type:ty),+) => {$(
                let BadValue(message) = id::<$type>("").unwrap_err();
                let text = message.in_lang(Lang::Zh);
                assert!(!text.contains("form-other") && !text.contains("{"), "{text}");
                let Err(IdError::Form { what, .. }) = "".parse::<$type>() else { panic!() };
                assert_ne!(form_of(what).id(), "form-other", "{what}");
            )+};
        }
        known!(
            RegionId,
            PartyId,
            PersonId,
            IndicatorCode,
            IndustryCode,
            CaseNo,
            LotNo,
            ProjectNo,
            ReductionNo,
            HoldNo,
            PermitNo,
            FacilityId,
            StepId,
            ProcedureId,
            AccountId,
            CreditCode,
            LedgerId,
            EntryId
        );
    }

    #[test]
    fn a_bad_value_is_told_with_itself_and_what_would_be_right() {
        let cases = [
            (said(quantity("SO2")), "SO2=160.000"),
            (said(quantity("SO2=1e3")), "1e3"),
            (said(quantity("so2=1")), "so2"),
            (said(quantity("SO2=0")), "above zero"),
            (said(amount("-4")), "below zero"),
            (said(id::<Day>("2027-13-01")), "2027-13-01"),
            (said(id::<Period>("27")), "2026-2030"),
            (said(id::<CreditCode>("91350100M000100Y34")), "check"),
            (said(id::<Label>("a\u{202E}b")), "U+202E"),
            (said(year("27")), "2027"),
            (said(entry("abc")), "such as 58"),
            (said(count("-1")), "such as 20"),
            (said(count("0")), "above zero"),
            (said(word::<Seat>("boss")), "handle, review, issue"),
        ];
        for (text, part) in cases {
            assert!(text.contains(part), "{text:?} lacks {part:?}");
        }
        assert_eq!(
            word::<PartyKind>("park-committee"),
            Ok(PartyKind::ParkCommittee)
        );
    }
}
