//! Why something inside did not work, in the user's language.
//!
//! Parsers, files and signatures report in English and for programmers. Here each of their reports
//! becomes a message that says in either language what is wrong; the technical rest that nobody can
//! translate stands behind it in parentheses.
//!
//! ```text
//! 无法读取 caps.json：没有这个文件或目录
//! caps.json 不是草稿：不是 JSON（expected value at line 1 column 1）
//! ```

mod envelopes;
mod keys;
mod log;

use std::fmt::Display;
use std::io;

use serde_json::error::Category;

use super::text::{Arg, Message, msg};
use crate::domain::refusal::Refusal;

pub use envelopes::{envelope, verify};
pub use keys::{pem, public_key, sign};
pub use log::{audit, fault, leaf, receipt};

/// What only programmers read.
pub fn detail(detail: impl Display) -> Message {
    msg!("because-detail", detail = detail)
}

/// The system's answer where a file was read or written.
pub fn io(error: &io::Error) -> Message {
    match error.kind() {
        io::ErrorKind::NotFound => msg!("because-not-found"),
        io::ErrorKind::PermissionDenied => msg!("because-permission"),
        io::ErrorKind::AlreadyExists => msg!("because-exists"),
        io::ErrorKind::IsADirectory => msg!("because-is-folder"),
        io::ErrorKind::NotADirectory => msg!("because-no-folder"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => msg!("because-full"),
        io::ErrorKind::ReadOnlyFilesystem => msg!("because-read-only"),
        io::ErrorKind::BrokenPipe => msg!("because-pipe"),
        io::ErrorKind::InvalidData => msg!("because-not-utf8"),
        // The system knows more kinds than there are words for.
        _ => msg!("because-system", detail = error),
    }
}

/// Why a text is not the JSON that was expected.
pub fn json(error: &serde_json::Error) -> Message {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => msg!("because-json-ends", line = line),
        Category::Syntax => msg!("because-json-syntax", line = line, column = column),
        Category::Data => {
            let text = error.to_string();
            let place = format!(" at line {line} column {column}");
            let what = text.strip_suffix(&place).unwrap_or(&text);
            msg!(
                "because-json-data",
                line = line,
                column = column,
                detail = what
            )
        }
        Category::Io => detail(error),
    }
}

/// A refusal as part of a sentence: it brings its own text in either language.
pub fn refusal(refusal: &Refusal) -> Message {
    msg!(
        "because-refusal",
        code = refusal.code.name(),
        number = refusal.code.number(),
        text = Arg::Refusal(Box::new(refusal.clone()))
    )
}
