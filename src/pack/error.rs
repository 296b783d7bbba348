//! Why a file is no pack, or not one that can be taken.

use std::io;

/// An error of reading a pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It does not begin as a pack does.
    #[error("the file is no pack")]
    NotAPack,
    /// It is of a format that this build does not know.
    #[error("the pack is of format {found}; this build reads {known}")]
    Newer {
        /// Its format.
        found: u64,
        /// [`PACK_VERSION`](super::PACK_VERSION).
        known: u16,
    },
    /// It ends before its last line: the copying broke off.
    #[error("the pack is cut off after line {line}")]
    Cut {
        /// Whole lines read.
        line: u64,
    },
    /// A line is longer than any may be.
    #[error("line {line} is longer than {max} bytes")]
    LineTooLong {
        /// The line.
        line: u64,
        /// [`LINE_BYTES_MAX`](super::LINE_BYTES_MAX).
        max: usize,
    },
    /// A line is not what may stand there, or not in its one spelling.
    #[error("line {line} is not what stands there in a pack")]
    Line {
        /// The line.
        line: u64,
    },
    /// There is more or less in it than its head says.
    #[error("the pack holds more or less than its head says, at line {line}")]
    Count {
        /// The line.
        line: u64,
    },
    /// The bytes are not those that were written.
    #[error("the pack was altered or spoilt on the way: its checksum does not fit")]
    Checksum,
    /// Something stands behind the last line.
    #[error("something stands behind the end of the pack")]
    Behind,
}
