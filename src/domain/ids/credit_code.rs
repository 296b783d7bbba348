//! Unified social credit codes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::IdError;

/// A unified social credit code (统一社会信用代码, GB 32100-2015), check digit verified.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// The 31 characters of GB 32100-2015 in the order of their values; I, O, S, V and Z are left out.
const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CreditCode {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let values: Option<Vec<usize>> = text
            .bytes()
            .map(|b| CREDIT_ALPHABET.iter().position(|c| *c == b))
            .collect();
        let values = values
            .filter(|v| v.len() == 18)
            .ok_or_else(|| IdError::Form {
                what: "unified social credit code",
                text: text.to_owned(),
                right: "18 digits and capitals without I, O, S, V, Z",
            })?;
        let mut weight = 1;
        let mut sum = 0;
        for value in &values[..17] {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        let check = (31 - sum % 31) % 31;
        if values[17] == check {
            Ok(Self(text.to_owned()))
        } else {
            let expected = char::from(CREDIT_ALPHABET[check]);
            Err(IdError::CheckDigit {
                text: text.to_owned(),
                expected,
            })
        }
    }
}

impl TryFrom<String> for CreditCode {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> String {
        code.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CreditCode({})", self.0)
    }
}
