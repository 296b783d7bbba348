//! The period a quantity belongs to: standing, one year, or a plan of years.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `standing` (长期有效), `2027`, or `2026-2030`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// Counts in full against every year it is valid.
    Standing,
    /// One calendar year.
    Year(u16),
    /// A plan of several years, first and last included.
    Plan(u16, u16),
}

/// The text is none of the three forms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a period: write `standing`, a year such as 2027, or a plan such as 2026-2030"
)]
pub struct PeriodError(pub String);

impl Period {
    /// The year of a yearly period.
    pub fn year(self) -> Option<u16> {
        match self {
            Period::Year(year) => Some(year),
            Period::Standing | Period::Plan(..) => None,
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Standing => f.write_str("standing"),
            Period::Year(year) => write!(f, "{year}"),
            Period::Plan(first, last) => write!(f, "{first}-{last}"),
        }
    }
}

fn parse_year(text: &str) -> Option<u16> {
    let four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year: u16 = if four_digits {
        text.parse().ok()?
    } else {
        return None;
    };
    (1970..=9999).contains(&year).then_some(year)
}

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let wrong = || PeriodError(text.to_owned());
        if text == "standing" {
            return Ok(Period::Standing);
        }
        match text.split_once('-') {
            None => parse_year(text).map(Period::Year).ok_or_else(wrong),
            Some((first, last)) => match (parse_year(first), parse_year(last)) {
                (Some(first), Some(last)) if first < last => Ok(Period::Plan(first, last)),
                _ => Err(wrong()),
            },
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;
    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_one_spelling() {
        for text in ["standing", "2027", "2026-2030"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for bad in [
            "Standing",
            "27",
            "02027",
            "2030-2026",
            "2027-2027",
            "2027-",
            "１999",
        ] {
            assert!(bad.parse::<Period>().is_err(), "{bad} was accepted");
        }
    }
}
