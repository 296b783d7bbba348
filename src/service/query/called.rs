//! Numbers as people say them on the telephone.
//!
//! ```text
//! 0007, 7         serial 7 of any region and year       L3, P1   a lot, a project
//! WZ-7, ZD-WZ-7   in that region, or one so ending      2027-7   of that year
//! ```

use std::collections::BTreeMap;

use crate::domain::ids::{CaseNo, FindingNo, LotNo, ProjectNo, ReductionNo};
use crate::service::{ServiceError, View};

/// Letters that the series of numbers have: none for cases, lots, projects, reductions,
/// findings.
const SERIES: [&str; 5] = ["", "L", "P", "R", "F"];

/// Whether a number is the one that people call `text`: the whole, or a short form of it.
pub fn fits(number: &str, text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    if number == text {
        return true;
    }
    let mut parts = number.rsplitn(3, '-');
    let (Some(serial), Some(year), Some(region)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let mut said: Vec<&str> = text.split('-').collect();
    if said.pop().and_then(series) != series(serial) {
        return false;
    }
    if let Some(last) = said.last()
        && *last == year
    {
        said.pop();
    }
    let said = said.join("-");
    let ends = region.strip_suffix(&said);
    said.is_empty() || ends.is_some_and(|front| front.is_empty() || front.ends_with('-'))
}

/// The letter and the figure of a serial: `L0003` is (`L`, 3).
fn series(serial: &str) -> Option<(&str, u32)> {
    let at = serial.find(|c: char| c.is_ascii_digit())?;
    let (letter, digits) = serial.split_at(at);
    Some((letter, digits.parse().ok()?))
}

/// Spellings that are short enough to say, by how many numbers could be meant by each.
#[derive(Debug, Clone, Default)]
pub struct Shorts(BTreeMap<String, usize>);

impl Shorts {
    /// The shortest spelling that names the region or the end of it and means this number alone, such
    /// as `WZ-7` for `ZD-WZ-2027-0007`; with the year where it takes one to tell.
    pub fn of(&self, number: impl std::fmt::Display) -> String {
        let number = number.to_string();
        let mut spellings = spellings(&number).into_iter();
        let only = spellings.find(|spelling| self.0.get(spelling) == Some(&1));
        only.unwrap_or(number)
    }

    fn count(&mut self, number: &str) {
        for spelling in spellings(number) {
            *self.0.entry(spelling).or_default() += 1;
        }
    }
}

/// The short spellings of a number, those without a year first.
fn spellings(number: &str) -> Vec<String> {
    let mut parts = number.rsplitn(3, '-');
    let (Some(serial), Some(year), Some(region)) = (parts.next(), parts.next(), parts.next())
    else {
        return Vec::new();
    };
    let Some((letter, count)) = series(serial) else {
        return Vec::new();
    };
    let mut ends: Vec<&str> = region
        .match_indices('-')
        .map(|(at, _)| &region[at + 1..])
        .collect();
    ends.reverse();
    ends.push(region);
    let without = ends.iter().map(|end| format!("{end}-{letter}{count}"));
    let with = ends
        .iter()
        .map(|end| format!("{end}-{year}-{letter}{count}"));
    without.chain(with).collect()
}

impl View<'_> {
    /// The short spellings of every case, lot, project, reduction and finding.
    pub fn shorts(&self) -> Result<Shorts, ServiceError> {
        let mut shorts = Shorts::default();
        for region in self.regions_in(None, false)? {
            for series in SERIES {
                for number in self.numbers_given::<String>(&region, series)? {
                    shorts.count(&number);
                }
            }
        }
        Ok(shorts)
    }

    /// The cases that people call `text`.
    pub fn cases_called(&self, text: &str) -> Result<Vec<CaseNo>, ServiceError> {
        self.called("", text)
    }

    /// The lots that people call `text`.
    pub fn lots_called(&self, text: &str) -> Result<Vec<LotNo>, ServiceError> {
        self.called("L", text)
    }

    /// The projects that people call `text`.
    pub fn projects_called(&self, text: &str) -> Result<Vec<ProjectNo>, ServiceError> {
        self.called("P", text)
    }

    /// The reductions that people call `text`.
    pub fn reductions_called(&self, text: &str) -> Result<Vec<ReductionNo>, ServiceError> {
        self.called("R", text)
    }

    /// The findings that people call `text`.
    pub fn findings_called(&self, text: &str) -> Result<Vec<FindingNo>, ServiceError> {
        self.called("F", text)
    }

    fn called<N>(&self, series: &str, text: &str) -> Result<Vec<N>, ServiceError>
    where
        N: std::str::FromStr + std::fmt::Display,
    {
        let mut found = Vec::new();
        for region in self.regions_in(None, false)? {
            found.extend(self.numbers_given::<N>(&region, series)?);
        }
        found.retain(|number| fits(&number.to_string(), text));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_what_people_say() {
        let cases = [
            ("ZD-WZ-2027-0007", "ZD-WZ-2027-0007", true),
            ("ZD-WZ-2027-0007", "zd-wz-2027-0007", true),
            ("ZD-WZ-2027-0007", "ZD-WZ-7", true),
            ("ZD-WZ-2027-0007", "ZD-WZ-0007", true),
            ("ZD-WZ-2027-0007", "WZ-7", true),
            ("ZD-WZ-2027-0007", "0007", true),
            ("ZD-WZ-2027-0007", "7", true),
            ("ZD-WZ-2027-0007", "2027-7", true),
            ("ZD-WZ-2027-0007", "WZ-2027-7", true),
            ("ZD-WZ-2027-0007", "2028-7", false),
            ("ZD-WZ-2027-0007", "Z-7", false),
            ("ZD-WZ-2027-0007", "BZ-7", false),
            ("ZD-WZ-2027-0007", "70", false),
            ("ZD-WZ-2027-0007", "P7", false),
            ("ZD-WZ-2027-P0007", "7", false),
            ("ZD-WZ-2027-P0007", "P7", true),
            ("650109-2027-L0003", "650109-L3", true),
            ("650109-2027-L0003", "109-L3", false),
            ("650109-2027-L0003", "", false),
            ("650109-2027-L0003", "米东", false),
        ];
        for (number, text, right) in cases {
            assert_eq!(fits(number, text), right, "{number} {text}");
        }
    }

    #[test]
    fn a_number_is_shown_by_the_shortest_spelling_that_means_it_alone() {
        let given = [
            ("ZD-WZ-2027-0007", "WZ-7"),
            ("ZD-BZ-2027-0007", "BZ-7"),
            ("ZD-BZ-2027-P0007", "BZ-P7"),
            ("650109-2027-L0001", "650109-2027-L1"),
            ("650109-2028-L0001", "650109-2028-L1"),
            ("XPCC-06-2027-L0005", "06-L5"),
            ("A-1-2027-0001", "A-1-1"),
            ("B-1-2027-0001", "B-1-1"),
        ];
        let mut shorts = Shorts::default();
        for (number, _) in given {
            shorts.count(number);
        }
        for (number, short) in given {
            assert_eq!(shorts.of(number), short);
            let meant = given.iter().filter(|(other, _)| fits(other, short));
            assert_eq!(meant.count(), 1, "{short}");
        }
    }
}
