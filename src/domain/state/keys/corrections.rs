//! Keys of postings that may be undone, of shortfalls, and of data that was completed.

use super::number;
use crate::domain::correction::{Completed, Posted, Shortfall};
use crate::domain::ids::{IndicatorCode, RegionId, ShortfallNo};
use crate::domain::state::key::{Key, Prefix};

/// A posting that may be undone, by its leaf.
pub fn posted(index: u64) -> Key<Posted> {
    Key::new(&["posted", &number(index)], &[])
}

/// A shortfall.
pub fn shortfall(shortfall: &ShortfallNo) -> Key<Shortfall> {
    Key::new(&["shortfall", shortfall.as_str()], &[])
}

/// The shortfalls a region ever owed, of one indicator.
pub fn shortfalls_of_indicator(
    region: &RegionId,
    indicator: &IndicatorCode,
) -> Prefix<ShortfallNo> {
    Prefix::new(
        &["shortfalls", region.as_str()],
        &[indicator.as_str().as_bytes()],
    )
}

/// The shortfalls a region ever owed.
pub fn shortfalls_of(region: &RegionId) -> Prefix<ShortfallNo> {
    Prefix::new(&["shortfalls", region.as_str()], &[])
}

/// One shortfall in its region's list.
pub fn shortfall_listed(
    region: &RegionId,
    indicator: &IndicatorCode,
    shortfall: &ShortfallNo,
) -> Key<ShortfallNo> {
    Key::new(
        &["shortfalls", region.as_str()],
        &[indicator.as_str().as_bytes(), shortfall.as_str().as_bytes()],
    )
}

/// What was completed (补正) of one thing, by its name: `project X`, `lot X`, `entry 12`.
pub fn completions_of(what: &str) -> Prefix<Completed> {
    Prefix::new(&["completed", what], &[])
}

/// One completion in the list of its thing.
pub fn completion(what: &str, index: u64) -> Key<Completed> {
    Key::new(&["completed", what], &[number(index).as_bytes()])
}
