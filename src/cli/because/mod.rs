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

pub use envelopes::{envelope, unreadable, verify};
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
        Category::Data => msg!(
            "because-json-data",
            line = line,
            column = column,
            detail = parser(&error.to_string())
        ),
        Category::Io => detail(error),
    }
}

/// What the JSON parser says, in words where it says one of the few things that users meet: a field
/// too few or too many, a word that is not of the set, an end too early.
pub fn parser(text: &str) -> Message {
    let text = text.split(" at line ").next().unwrap_or(text);
    let mut quoted = text.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    let rest = || quoted.collect::<Vec<_>>().join(", ");
    if text.starts_with("missing field") {
        msg!("because-parser-missing", field = first)
    } else if text.starts_with("unknown field") {
        msg!("because-parser-unknown", field = first, known = rest())
    } else if text.starts_with("unknown variant") {
        msg!("because-parser-word", found = first, known = rest())
    } else if text.starts_with("EOF while parsing") {
        msg!("because-parser-ends")
    } else if text.starts_with("expected value") || text.starts_with("expected ident") {
        msg!("because-parser-no-value")
    } else {
        msg!("because-parser-other", detail = text)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Lang;

    #[test]
    fn what_the_json_parser_says_is_told_in_chinese() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Strict {
            #[serde(rename = "seat")]
            _seat: crate::domain::party::Seat,
        }
        let cases = [
            ("{}", "缺少 seat"),
            (r#"{"seet":1}"#, "有不认识的 seet，可用：seat"),
            (
                r#"{"seat":"boss"}"#,
                "“boss” 不在可用值之列：handle, review, issue",
            ),
            (r#"{"seat""#, "没有写完"),
            ("这", "此处不是 JSON 值"),
        ];
        for (text, told) in cases {
            let error = serde_json::from_str::<Strict>(text).unwrap_err();
            assert_eq!(
                parser(&error.to_string()).in_lang(Lang::Zh),
                told,
                "{error}"
            );
        }
    }
}
