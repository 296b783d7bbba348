//! Entry bundles: the leaves themselves, 256 to a file.

use std::fmt;
use std::str::FromStr;

use super::path::{self, PathError};
use super::{TILE_HEIGHT, TILE_WIDTH, width_of};

/// Longest leaf, in bytes, that a bundle can hold: its length is a 16-bit number.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Length of a length field.
const LENGTH_BYTES: usize = 2;

/// The coordinates of an entry bundle. Shown and parsed as its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bundle {
    index: u64,
    width: u16,
}

/// Why bytes or leaves are not a bundle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// A bundle has 1 to 256 leaves.
    #[error("a bundle has 1 to 256 entries; asked for {width}")]
    Width {
        /// Number asked for.
        width: usize,
    },
    /// No tree of 64-bit size has such a bundle.
    #[error("no tree has a bundle {index}")]
    Index {
        /// Index asked for.
        index: u64,
    },
    /// A leaf does not fit its 16-bit length.
    #[error("entry {place} has {found} bytes; at most {ENTRY_BYTES_MAX} fit")]
    EntryTooLong {
        /// Place within the bundle, from 0.
        place: usize,
        /// Length of the leaf.
        found: usize,
    },
    /// The bytes end inside a leaf or its length.
    #[error("the bundle ends inside entry {place}")]
    Cut {
        /// Place within the bundle, from 0.
        place: usize,
    },
    /// Bytes follow the last leaf.
    #[error("{found} bytes follow the last of {width} entries")]
    Trailing {
        /// Number of leaves.
        width: usize,
        /// Number of bytes after them.
        found: usize,
    },
}

impl Bundle {
    /// A bundle by its coordinates: index below 2^56, width 1 to 256.
    pub fn new(index: u64, width: u16) -> Result<Self, BundleError> {
        check_width(width.into())?;
        if index > u64::MAX >> TILE_HEIGHT {
            return Err(BundleError::Index { index });
        }
        Ok(Self { index, width })
    }

    /// All bundles of a tree of `size` leaves, from left to right; at the right edge the partial
    /// one.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        (0..size.div_ceil(256)).map(move |index| Self {
            index,
            width: width_of(size, index),
        })
    }

    /// Index of the bundle; its first leaf is `index · 256`.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Number of leaves, 1 to 256.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether the bundle is at the right edge and not full.
    pub const fn is_partial(&self) -> bool {
        self.width < TILE_WIDTH
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        path::write(f, self.index, self.width)
    }
}

impl FromStr for Bundle {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        text.strip_prefix("tile/entries/")
            .and_then(path::read)
            .and_then(|(index, width)| Self::new(index, width).ok())
            .filter(|bundle| bundle.to_string() == text)
            .ok_or_else(|| PathError::new("an entry bundle", text))
    }
}

/// Appends one leaf to the bytes of a bundle. `place` only names it in the error.
/// Error: [`BundleError::EntryTooLong`].
pub fn append_entry(bundle: &mut Vec<u8>, place: usize, entry: &[u8]) -> Result<(), BundleError> {
    let found = entry.len();
    let length = u16::try_from(found).map_err(|_| BundleError::EntryTooLong { place, found })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bytes of a bundle of these leaves. Errors: none or more than 256, one that is too long.
pub fn encode_bundle<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, BundleError> {
    check_width(entries.len())?;
    let mut bundle = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        append_entry(&mut bundle, place, entry.as_ref())?;
    }
    Ok(bundle)
}

/// The leaves of a bundle of `width` entries, which its coordinates give. Errors: bytes that end
/// early or go on after the last one.
pub fn parse_bundle(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    let width = usize::from(width);
    check_width(width)?;
    let mut entries = Vec::with_capacity(width);
    let mut rest = bundle;
    for place in 0..width {
        let cut = BundleError::Cut { place };
        let Some((length, after)) = rest.split_first_chunk::<LENGTH_BYTES>() else {
            return Err(cut);
        };
        let (entry, after) = after
            .split_at_checked(u16::from_be_bytes(*length).into())
            .ok_or(cut)?;
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(BundleError::Trailing {
            width,
            found: rest.len(),
        })
    }
}

fn check_width(width: usize) -> Result<(), BundleError> {
    if (1..=usize::from(TILE_WIDTH)).contains(&width) {
        Ok(())
    } else {
        Err(BundleError::Width { width })
    }
}
