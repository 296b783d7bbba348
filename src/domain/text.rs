//! Short texts that people read, and the documents acts rest on.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::moment::Day;

/// The longest label, in characters.
pub const LABEL_CHARS_MAX: usize = 120;

/// A name or title of an organisation, place or thing; never of a person, for the log cannot
/// forget. One line, no control or direction-changing characters, so that nothing can read
/// otherwise than it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// Why a text is not a label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Nothing, or nothing but spaces, or spaces at an end.
    #[error("`{0}` is empty or begins or ends with a space")]
    Blank(String),
    /// More than [`LABEL_CHARS_MAX`] characters.
    #[error("`{0}` has more than {LABEL_CHARS_MAX} characters")]
    Long(String),
    /// A control, format, private-use or unassigned-looking character.
    #[error("{text:?} holds the character U+{code:04X}, which cannot be seen or reorders the text")]
    Hidden {
        /// What was found.
        text: String,
        /// The character's code point.
        code: u32,
    },
}

/// Characters that are invisible or change how their neighbours are shown.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xE000..=0xF8FF
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFF | 0xE0000..=0xE0FFF
            | 0xF0000..=0x10_FFFF)
}

impl Label {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Label {
    type Err = LabelError;
    fn from_str(text: &str) -> Result<Self, LabelError> {
        if text.trim() != text || text.is_empty() {
            return Err(LabelError::Blank(text.to_owned()));
        }
        if text.chars().count() > LABEL_CHARS_MAX {
            return Err(LabelError::Long(text.to_owned()));
        }
        if let Some(hidden) = text.chars().find(|c| is_hidden(*c)) {
            return Err(LabelError::Hidden {
                text: text.to_owned(),
                code: u32::from(hidden),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Label {
    type Error = LabelError;
    fn try_from(text: String) -> Result<Self, LabelError> {
        text.parse()
    }
}

impl From<Label> for String {
    fn from(label: Label) -> String {
        label.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({:?})", self.0)
    }
}

/// The same name in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Chinese.
    pub zh: Label,
    /// English.
    pub en: Label,
}

/// The two languages every output exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Names {
    /// The name in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => self.zh.as_str(),
            Lang::En => self.en.as_str(),
        }
    }
}

/// SHA-256 of a document's file, 64 lower-case hexadecimal digits. Documents stay outside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileHash([u8; 32]);

/// The text is no SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a SHA-256: 64 lower-case hexadecimal digits")]
pub struct FileHashError(pub String);

impl FileHash {
    /// From the digest.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl FromStr for FileHash {
    type Err = FileHashError;
    fn from_str(text: &str) -> Result<Self, FileHashError> {
        let mut bytes = [0; 32];
        let lower = text.bytes().all(|b| !b.is_ascii_uppercase());
        if lower && hex::decode_to_slice(text, &mut bytes).is_ok() {
            Ok(Self(bytes))
        } else {
            Err(FileHashError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for FileHash {
    type Error = FileHashError;
    fn try_from(text: String) -> Result<Self, FileHashError> {
        text.parse()
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> String {
        hex::encode(hash.0)
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileHash({self})")
    }
}

/// What kind of document an act rests on; the closed list that procedures ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An official letter (公函) or decision of any other kind.
    Letter,
    /// The firm's or committee's application (申请).
    Application,
    /// Notice of acceptance (受理通知).
    AcceptanceNotice,
    /// The origin government's consent to carrying the quota along (自带指标同意函).
    CarryConsent,
    /// An opinion of a body that is heard (意见).
    Opinion,
    /// An EIA approval (环评批复).
    EiaApproval,
    /// Record of a verified closure (关停核验).
    ClosureRecord,
    /// Cancellation or change of a permit (许可证注销、变更).
    PermitDecision,
    /// A source plan (替代来源方案).
    SourcePlan,
    /// A statement that the nearer scope is short (本地不足说明).
    ShortageStatement,
    /// Minutes of the coordination mechanism (协调机制纪要).
    CoordinationMinute,
    /// An undertaking to supply (承诺书).
    Undertaking,
    /// A demonstration's dossier, review or conclusion (论证材料).
    Demonstration,
    /// A verification report (核查报告).
    VerificationReport,
    /// A target, plan or cap decision (总量下达文件).
    CapDecision,
}

/// A document, by kind, number, date and the hash of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What kind.
    pub kind: DocumentKind,
    /// Its number, such as 乌环函〔2027〕12号.
    pub number: Label,
    /// Its date.
    pub date: Day,
    /// SHA-256 of the file, where the file was at hand.
    pub sha256: Option<FileHash>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_hold_nothing_that_cannot_be_seen() {
        for bad in [
            "",
            " a",
            "a ",
            "a\nb",
            "a\u{202E}b",
            "a\u{200B}b",
            "a\u{FEFF}",
            "\u{0}",
        ] {
            assert!(bad.parse::<Label>().is_err(), "{bad:?} was accepted");
        }
        assert!("乌鲁木齐市生态环境局".parse::<Label>().is_ok());
        assert!("字".repeat(LABEL_CHARS_MAX).parse::<Label>().is_ok());
        assert!("字".repeat(LABEL_CHARS_MAX + 1).parse::<Label>().is_err());
    }
}
