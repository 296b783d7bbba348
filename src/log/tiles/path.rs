//! The part of a path that tiles and bundles share: index and width.

use std::fmt;

use super::TILE_WIDTH;

/// Longest path that names a tile or bundle of a tree of 64-bit size.
const PATH_BYTES_MAX: usize = 48;

/// The largest index of a tile or bundle: level 0 of a tree of 64-bit size.
const INDEX_MAX: u64 = u64::MAX >> 8;

/// A text that is not the path of a tile or bundle in its only spelling.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path:?} is not the path of {what}")]
pub struct PathError {
    /// What the path was to name.
    pub(super) what: &'static str,
    /// Start of the text.
    pub(super) path: String,
}

impl PathError {
    pub(super) fn new(what: &'static str, path: &str) -> Self {
        Self {
            what,
            path: path.chars().take(PATH_BYTES_MAX).collect(),
        }
    }
}

/// Writes `<index>[.p/<width>]`.
pub(super) fn write(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let mut places = 1;
    while index / places >= 1000 {
        places *= 1000;
    }
    while places > 1 {
        write!(f, "x{:03}/", index / places % 1000)?;
        places /= 1000;
    }
    write!(f, "{:03}", index % 1000)?;
    if width < TILE_WIDTH {
        write!(f, ".p/{width}")
    } else {
        Ok(())
    }
}

/// Reads `<index>[.p/<width>]`. Not strictly: the caller compares with what [`write()`] makes of
/// the answer, so there is one spelling.
pub(super) fn read(text: &str) -> Option<(u64, u16)> {
    if text.len() > PATH_BYTES_MAX {
        return None;
    }
    let (index, width) = match text.split_once(".p/") {
        Some((index, width)) => (index, width.parse().ok()?),
        None => (text, TILE_WIDTH),
    };
    let mut number = 0u64;
    for element in index.split('/') {
        let digits = element.strip_prefix('x').unwrap_or(element);
        if digits.len() != 3 {
            return None;
        }
        number = number
            .checked_mul(1000)?
            .checked_add(digits.parse().ok()?)?;
    }
    (number <= INDEX_MAX).then_some((number, width))
}
