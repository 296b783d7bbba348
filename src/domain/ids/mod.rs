//! Identifiers. Each is a type of its own, so that a lot can never stand where a case is meant.
//!
//! Texts are ASCII, at most [`ID_BYTES_MAX`] bytes, so that no look-alike or invisible character
//! can make two ids read the same. Case, lot, project and hold numbers are short enough for the
//! telephone: region, year, a letter for the kind (none for a case), four digits or more.

mod account;
mod credit_code;
mod entry;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use account::{AccountId, Holder};
pub use credit_code::CreditCode;
pub use entry::{EntryId, LedgerId};

/// The longest identifier.
pub const ID_BYTES_MAX: usize = 64;
/// The longest region id: the numbers given in a region begin with it and must be identifiers too.
pub const REGION_BYTES_MAX: usize = 32;

/// Why a text is not an identifier of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Wrong characters, or none, or too many.
    #[error("`{text}` is not a {what}: {right}")]
    Form {
        /// The kind of identifier.
        what: &'static str,
        /// What was found.
        text: String,
        /// What would be right.
        right: &'static str,
    },
    /// A unified social credit code whose last character does not fit the others.
    #[error(
        "`{text}` fails its check digit: the 18th character would be `{expected}`; are two characters swapped?"
    )]
    CheckDigit {
        /// What was found.
        text: String,
        /// The character the first seventeen call for.
        expected: char,
    },
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $right:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let check: fn(&str) -> bool = $check;
                if !text.is_empty() && text.len() <= ID_BYTES_MAX && check(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError::Form { what: $what, text: text.to_owned(), right: $right })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

/// Upper-case words joined by hyphens: `ZD-BZ`, `650100-EEB`.
fn is_code(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    })
}

/// Printable ASCII without spaces: what other bodies' numbers are made of.
fn is_foreign_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic())
}

/// `ZD-WZ-2027-0007` with no letter; `650109-2027-L0003` with one.
fn is_number(text: &str, letter: &str) -> bool {
    let mut parts = text.rsplitn(3, '-');
    let (Some(serial), Some(year), Some(region)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Some(digits) = serial.strip_prefix(letter) else {
        return false;
    };
    let four_or_more = digits.len() >= 4 && (digits.len() == 4 || !digits.starts_with('0'));
    let numeric = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    is_code(region) && year.len() == 4 && numeric(year) && four_or_more && numeric(digits)
}

text_id! {
    /// A region (核算区域): `650109`, `ZD-WZ`, `XPCC-06`.
    RegionId, "region id", "at most 32 upper-case letters, digits and hyphens, such as 650109 or ZD-WZ",
    |t| t.len() <= REGION_BYTES_MAX && is_code(t)
}
text_id! {
    /// A party: `650100-EEB`, `ZD-WZ-PC`, or an enterprise's credit code. Never `RESERVE`, which
    /// in an account's id stands for the region's reserve.
    PartyId, "party id", "upper-case letters, digits and hyphens, such as 650100-EEB",
    |t| is_code(t) && t != account::RESERVE
}
text_id! {
    /// A person, by a pseudonym that is unique in the ledger; never a name.
    PersonId, "person id", "a pseudonym of upper-case letters, digits and hyphens, such as P-0017", is_code
}
text_id! {
    /// An indicator: `SO2`, `NOX`, `CO2`.
    IndicatorCode, "indicator code", "upper-case letters and digits, such as SO2 or NOX", |t| is_code(t) && !t.contains('-')
}
text_id! {
    /// An industry of GB/T 4754-2017: four digits.
    IndustryCode, "industry code", "four digits of GB/T 4754-2017, such as 2523", |t| t.len() == 4 && t.bytes().all(|b| b.is_ascii_digit())
}
text_id! {
    /// A case (办件): `ZD-WZ-2027-0007`.
    CaseNo, "case number", "region, year and four digits, such as ZD-WZ-2027-0007", |t| is_number(t, "")
}
text_id! {
    /// A lot (指标批次): `650109-2027-L0003`.
    LotNo, "lot number", "region, year, L and four digits, such as 650109-2027-L0003", |t| is_number(t, "L")
}
text_id! {
    /// A project: `ZD-BZ-2027-P0001`.
    ProjectNo, "project number", "region, year, P and four digits, such as ZD-BZ-2027-P0001", |t| is_number(t, "P")
}
text_id! {
    /// A reduction (减排量): `XPCC-06-2027-R0001`.
    ReductionNo, "reduction number", "region, year, R and four digits, such as XPCC-06-2027-R0001", |t| is_number(t, "R")
}
text_id! {
    /// A hold: `650000-2027-H0001`.
    HoldNo, "hold number", "region, year, H and four digits, such as 650000-2027-H0001", |t| is_number(t, "H")
}
text_id! {
    /// A shortfall (缺口): `650100-2027-S0001`.
    ShortfallNo, "shortfall number", "region, year, S and four digits, such as 650100-2027-S0001", |t| is_number(t, "S")
}
text_id! {
    /// A finding (问题线索): `650000-2027-F0001`.
    FindingNo, "finding number", "region, year, F and four digits, such as 650000-2027-F0001", |t| is_number(t, "F")
}
text_id! {
    /// A discharge permit's number as its issuer wrote it: `91650109MA77AB0192001P`.
    PermitNo, "permit number", "printable characters without spaces", is_foreign_number
}
text_id! {
    /// A facility or outlet as the permit names it: `DA001`.
    FacilityId, "facility or outlet code", "printable characters without spaces, such as DA001", is_foreign_number
}
text_id! {
    /// A step of a procedure: `origin_closure`.
    StepId, "step id", "lower-case letters and underscores, such as origin_closure",
    |t| t.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}
text_id! {
    /// A procedure: `relocation`, `introduction`, `demonstration`, or a bureau's own.
    ProcedureId, "procedure id", "lower-case letters, digits and underscores, such as relocation",
    |t| t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_are_checked_to_the_last_character() {
        for good in [
            "91350100M000100Y43",
            "91440300708461136T",
            "91650100MA77396050",
            "91650109MA77AB0192",
            "91659004MA78BT0226",
            "91652327MA77CD031E",
            "91650100MA77EF046M",
            "116501000100000202",
            "11652300010000012A",
            "116590000100000399",
            "11650000010000047L",
        ] {
            assert!(good.parse::<CreditCode>().is_ok(), "{good} was refused");
        }
        for bad in [
            "91350100M000100Y4Z",
            "91440300708461163T",
            "9135010OM000100Y43",
            "9135",
            "",
        ] {
            assert!(bad.parse::<CreditCode>().is_err(), "{bad} was accepted");
        }
        let error = "91440300708461163T".parse::<CreditCode>().unwrap_err();
        assert!(error.to_string().contains("swapped"));
    }

    #[test]
    fn numbers_name_region_year_and_kind() {
        assert!("ZD-WZ-2027-0007".parse::<CaseNo>().is_ok());
        assert!("XPCC-06-2027-12345".parse::<CaseNo>().is_ok());
        assert!("650109-2027-L0003".parse::<LotNo>().is_ok());
        for bad in [
            "ZD-WZ-2027-7",
            "ZD-WZ-27-0007",
            "2027-0007",
            "ZD-WZ-2027-L0007",
            "ZD-WZ-2027-00007",
        ] {
            assert!(bad.parse::<CaseNo>().is_err(), "{bad} was accepted");
        }
    }

    #[test]
    fn a_number_given_in_any_region_is_an_identifier() {
        let longest: RegionId = "R".repeat(REGION_BYTES_MAX).parse().unwrap();
        assert!(
            "R".repeat(REGION_BYTES_MAX + 1)
                .parse::<RegionId>()
                .is_err()
        );
        assert!(
            format!("{longest}-9999-L{}", u32::MAX)
                .parse::<LotNo>()
                .is_ok()
        );
    }

    #[test]
    fn an_account_reads_back_as_it_is_written() {
        for text in [
            "650109/91650109MA77AB0192",
            "650100/RESERVE",
            "ZD-BZ/91659004MA78BT0226/ZD-BZ-2027-P0001",
        ] {
            assert_eq!(text.parse::<AccountId>().unwrap().to_string(), text);
        }
        for bad in [
            "650109",
            "650109/",
            "/X",
            "A/B/C",
            "a/B",
            "A/B/ZD-BZ-2027-P0001/X",
        ] {
            assert!(bad.parse::<AccountId>().is_err(), "{bad} was accepted");
        }
    }

    #[test]
    fn no_party_can_pass_for_a_reserve() {
        assert!("RESERVE".parse::<PartyId>().is_err());
        assert!("RESERVE-650100".parse::<PartyId>().is_ok());
    }

    #[test]
    fn an_entry_id_is_a_version_seven_uuid_in_one_spelling() {
        let id = EntryId::from_parts(1_800_000_000_000, &[7; 10]);
        assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
        assert!(id.to_string().to_uppercase().parse::<EntryId>().is_err());
        assert!(
            "00000000-0000-4000-8000-000000000000"
                .parse::<EntryId>()
                .is_err()
        );
    }
}
