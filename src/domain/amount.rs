//! Exact quantities: three types, so that a sign can never be lost in passing.
//!
//! [`Amount`] is positive (what is moved), [`Balance`] is zero or positive (what is held),
//! [`Change`] carries a sign (what a total moves by). All are exact decimals with at most
//! [`DECIMALS_MAX`] decimals; a longer input is refused, never rounded. A value has one spelling in
//! the record: no leading or trailing zeros, no exponent, no plus sign. `160` is recorded, and shown
//! as `160.000` where the indicator has three decimals.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// The most decimals any indicator has.
pub const DECIMALS_MAX: u32 = 4;
/// The most digits before the decimal point: 99,999,999,999,999 t is beyond any economy.
pub const INTEGER_DIGITS_MAX: usize = 14;

/// The most of one indicator that is ever issued and opened, all in all, and the highest cap.
///
/// No total can leave what rows and views read back ([`INTEGER_DIGITS_MAX`]): use is at most what was
/// made, and a cap moves by no more than that from what it was set to.
pub const QUANTITY_MAX: u64 = 10_000_000_000_000;

/// Why a text is not a quantity. The text itself is kept, for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Something other than digits, one point and, for a change, a leading minus.
    #[error("`{0}` is not a decimal number: digits and at most one point, e.g. 160 or 54.12")]
    NotDecimal(String),
    /// More digits than any quantity here can have.
    #[error(
        "`{0}` has more than {INTEGER_DIGITS_MAX} digits before or {DECIMALS_MAX} after the point"
    )]
    TooLong(String),
    /// A second spelling of a value that has one already, such as `160.0` in a record.
    #[error("`{text}` is not the one spelling of its value: write `{right}`")]
    Spelling {
        /// What was found.
        text: String,
        /// The one spelling.
        right: String,
    },
    /// Zero or less where only a positive amount makes sense.
    #[error("`{0}` is not above zero")]
    NotPositive(String),
    /// Below zero where a balance is meant.
    #[error("`{0}` is below zero")]
    Negative(String),
}

/// Reads a decimal as people type it: `160.000` and `0.5` are fine; `1e3`, `+1`, `.5`, `1_000` and
/// `１６０` are not.
fn parse_decimal(text: &str, signed: bool) -> Result<Decimal, AmountError> {
    let not_decimal = || AmountError::NotDecimal(text.to_owned());
    let digits = match text.strip_prefix('-') {
        Some(rest) if signed => rest,
        Some(_) => return Err(negative_or_not_decimal(text)),
        None => text,
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return Err(not_decimal());
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(not_decimal());
    }
    let fraction = fraction.unwrap_or("").trim_end_matches('0');
    if whole.len() > INTEGER_DIGITS_MAX || fraction.len() > DECIMALS_MAX as usize {
        return Err(AmountError::TooLong(text.to_owned()));
    }
    Decimal::from_str_exact(&text[..text.len()])
        .map(|d| d.normalize())
        .map_err(|_| not_decimal())
}

fn negative_or_not_decimal(text: &str) -> AmountError {
    match parse_decimal(text, true) {
        Ok(_) => AmountError::Negative(text.to_owned()),
        Err(error) => error,
    }
}

fn check_spelling(text: &str, value: Decimal) -> Result<(), AmountError> {
    let right = value.normalize().to_string();
    if right == text {
        Ok(())
    } else {
        Err(AmountError::Spelling {
            text: text.to_owned(),
            right,
        })
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, signed: $signed:expr, check: $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Decimal);

        impl $name {
            /// Reads what a person typed; trailing zeros are allowed, rounding never happens.
            pub fn parse_input(text: &str) -> Result<Self, AmountError> {
                let value = parse_decimal(text, $signed)?;
                let check: fn(Decimal, &str) -> Result<(), AmountError> = $check;
                check(value, text)?;
                Ok(Self(value))
            }

            /// The exact value.
            pub fn decimal(self) -> Decimal {
                self.0
            }

            /// The value with exactly `decimals` decimals, as people read it.
            pub fn shown(self, decimals: u32) -> String {
                let mut value = self.0;
                if value.scale() < decimals {
                    value.rescale(decimals);
                }
                value.to_string()
            }

            /// How many decimals the value needs.
            pub fn decimals(self) -> u32 {
                self.0.normalize().scale()
            }
        }

        impl FromStr for $name {
            type Err = AmountError;
            /// Reads the record's one spelling.
            fn from_str(text: &str) -> Result<Self, AmountError> {
                let value = Self::parse_input(text)?;
                check_spelling(text, value.0)?;
                Ok(value)
            }
        }

        impl TryFrom<String> for $name {
            type Error = AmountError;
            fn try_from(text: String) -> Result<Self, AmountError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0.normalize().to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.normalize(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.normalize())
            }
        }
    };
}

quantity! {
    /// A positive quantity in its indicator's unit: what is issued, moved, required or retired.
    Amount, signed: false, check: |value, text| {
        if value.is_zero() { Err(AmountError::NotPositive(text.to_owned())) } else { Ok(()) }
    }
}
quantity! {
    /// Zero or a positive quantity: what an account holds.
    Balance, signed: false, check: |_, _| Ok(())
}
quantity! {
    /// A quantity with a sign: what a total or a cap changes by, or a cap carried below zero.
    Change, signed: true, check: |value, text| {
        if value.is_zero() && text.starts_with('-') {
            Err(AmountError::NotDecimal(text.to_owned()))
        } else {
            Ok(())
        }
    }
}

/// A factor or ratio, zero or positive: 1.0 replaces once, 2.0 twice, 1.2 carbon at 1.2 to 1.
pub type Ratio = Balance;

impl Amount {
    /// One.
    pub const ONE: Amount = Amount(Decimal::ONE);

    /// `None` where the value is zero or below.
    pub fn new(value: Decimal) -> Option<Self> {
        (value > Decimal::ZERO).then(|| Self(value.normalize()))
    }

    /// The same quantity as a balance.
    pub fn balance(self) -> Balance {
        Balance(self.0)
    }

    /// What has to be covered where each tonne counts `ratio` times; an obligation, so rounded up
    /// to `decimals`.
    pub fn times_rounded_up(self, ratio: Ratio, decimals: u32) -> Balance {
        let value = self.0 * ratio.0;
        Balance(
            value
                .round_dp_with_strategy(decimals, RoundingStrategy::ToPositiveInfinity)
                .normalize(),
        )
    }
}

impl Balance {
    /// Nothing.
    pub const ZERO: Balance = Balance(Decimal::ZERO);

    /// `None` where the value is below zero.
    pub fn new(value: Decimal) -> Option<Self> {
        (value >= Decimal::ZERO).then(|| Self(value.normalize()))
    }

    /// Whether nothing is there.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The positive amount, or `None` for zero.
    pub fn amount(self) -> Option<Amount> {
        Amount::new(self.0)
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Balance) -> Balance {
        Balance((self.0 + other.0).normalize())
    }

    /// The difference, or `None` where it would be below zero.
    pub fn minus(self, other: Balance) -> Option<Balance> {
        Self::new(self.0 - other.0)
    }

    /// The difference, or zero where `other` is larger.
    #[must_use]
    pub fn minus_or_zero(self, other: Balance) -> Balance {
        self.minus(other).unwrap_or(Balance::ZERO)
    }

    /// `self × months / 12`, an entitlement, so rounded down to `decimals`.
    #[must_use]
    pub fn months_of_year(self, months: u32, decimals: u32) -> Balance {
        self.share_of_year(months, decimals, RoundingStrategy::ToZero)
    }

    /// `self × months / 12`, an obligation, so rounded up to `decimals`.
    #[must_use]
    pub fn months_of_year_rounded_up(self, months: u32, decimals: u32) -> Balance {
        self.share_of_year(months, decimals, RoundingStrategy::ToPositiveInfinity)
    }

    /// `self × part / whole`, an entitlement, so rounded down to `decimals`; nothing of no whole. In whole
    /// units of the fourth decimal, for the product of two quantities is beyond a decimal's digits.
    #[must_use]
    pub fn part_of(self, part: Balance, whole: Balance, decimals: u32) -> Balance {
        let units = |balance: Balance| {
            let mut value = balance.0;
            value.rescale(DECIMALS_MAX);
            value.mantissa()
        };
        let product = units(self).checked_mul(units(part));
        let Some(share) = product.and_then(|product| product.checked_div(units(whole))) else {
            return Balance::ZERO;
        };
        let value = Decimal::from_i128_with_scale(share, DECIMALS_MAX);
        let down = RoundingStrategy::ToZero;
        Balance(value.round_dp_with_strategy(decimals, down).normalize())
    }

    fn share_of_year(self, months: u32, decimals: u32, rounding: RoundingStrategy) -> Balance {
        let value = self.0 * Decimal::from(months) / Decimal::from(12);
        Balance(value.round_dp_with_strategy(decimals, rounding).normalize())
    }
}

impl From<Amount> for Balance {
    fn from(amount: Amount) -> Balance {
        amount.balance()
    }
}

impl Default for Balance {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Change {
    /// No change.
    pub const ZERO: Change = Change(Decimal::ZERO);

    /// Any exact value.
    pub fn new(value: Decimal) -> Self {
        Self(value.normalize())
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Change) -> Change {
        Change((self.0 + other.0).normalize())
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Change {
        Change((-self.0).normalize())
    }

    /// What lies above zero: `over = max(0, use − cap)`.
    pub fn above_zero(self) -> Balance {
        Balance::new(self.0).unwrap_or(Balance::ZERO)
    }
}

impl From<Balance> for Change {
    fn from(balance: Balance) -> Change {
        Change(balance.0)
    }
}

impl From<Amount> for Change {
    fn from(amount: Amount) -> Change {
        Change(amount.0)
    }
}

impl Default for Change {
    fn default() -> Self {
        Self::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_rounded_down_and_nothing_is_part_of_nothing() {
        let of = |text: &str| Balance::parse_input(text).unwrap();
        for (all, part, whole, decimals, share) in [
            ("412.6", "230", "412.6", 3, "230"),
            ("100", "1", "3", 3, "33.333"),
            ("100", "2", "3", 0, "66"),
            (
                "10000000000000",
                "9999999999999.9999",
                "10000000000000",
                4,
                "9999999999999.9999",
            ),
            ("1", "0", "0", 3, "0"),
        ] {
            let found = of(all).part_of(of(part), of(whole), decimals);
            assert_eq!(found.to_string(), share, "{all} {part} {whole}");
        }
    }

    #[test]
    fn only_plain_decimals_are_amounts() {
        for bad in [
            "1e3",
            "+1",
            ".5",
            "1.",
            "1_000",
            "",
            " 1",
            "１６０",
            "0x1",
            "00.5",
            "1,000",
            "NaN",
            "-",
        ] {
            assert!(Amount::parse_input(bad).is_err(), "{bad} was accepted");
        }
        for (text, spelled) in [("160.000", "160"), ("54.120", "54.12"), ("0.001", "0.001")] {
            assert_eq!(Amount::parse_input(text).unwrap().to_string(), spelled);
        }
    }

    #[test]
    fn a_record_holds_one_spelling_per_value() {
        assert_eq!(
            "160.0".parse::<Amount>(),
            Err(AmountError::Spelling {
                text: "160.0".into(),
                right: "160".into()
            })
        );
        assert!("160".parse::<Amount>().is_ok());
        assert!("-0".parse::<Change>().is_err());
    }

    #[test]
    fn too_many_decimals_is_an_error_and_never_a_rounding() {
        assert_eq!(
            Amount::parse_input("1.00001"),
            Err(AmountError::TooLong("1.00001".into()))
        );
        assert!(Amount::parse_input("1.00000").is_ok());
        assert!(Amount::parse_input("99999999999999.9999").is_ok());
        assert!(Amount::parse_input("100000000000000").is_err());
    }

    #[test]
    fn sign_decides_the_type() {
        assert_eq!(
            Amount::parse_input("0"),
            Err(AmountError::NotPositive("0".into()))
        );
        assert_eq!(
            Balance::parse_input("-1"),
            Err(AmountError::Negative("-1".into()))
        );
        assert_eq!(Change::parse_input("-1.50").unwrap().to_string(), "-1.5");
    }

    #[test]
    fn obligations_round_up_and_entitlements_down() {
        let need = Amount::parse_input("0.001").unwrap();
        let factor = Ratio::parse_input("1.5").unwrap();
        assert_eq!(need.times_rounded_up(factor, 3).to_string(), "0.002");
        let year = Balance::parse_input("100").unwrap();
        assert_eq!(year.months_of_year(7, 2).to_string(), "58.33");
        assert_eq!(year.months_of_year_rounded_up(7, 2).to_string(), "58.34");
        assert_eq!(year.months_of_year_rounded_up(3, 2).to_string(), "25");
    }

    #[test]
    fn shown_pads_to_the_decimals_of_the_indicator() {
        assert_eq!(Amount::parse_input("160").unwrap().shown(3), "160.000");
        assert_eq!(Balance::ZERO.shown(2), "0.00");
    }
}
