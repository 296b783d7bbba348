//! Why a command ends without having done what was asked, and the exit code that follows.

use std::path::Path;
use std::process::ExitCode;

use super::text::{Message, msg};
use crate::domain::refusal::Refusal;
use crate::domain::state::{Damage, Stop};

/// The exit codes, by who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    Done,
    /// The rules refused, an expectation was not met, a check found something.
    Refused,
    /// The command line is wrong, or something it needs is missing.
    Usage,
    /// A signature, proof or log does not verify.
    NotVerified,
    /// Storage failed, is damaged, or is held by another process.
    Storage,
}

impl Exit {
    /// The number the process ends with.
    pub const fn number(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::NotVerified => 3,
            Exit::Storage => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.number())
    }
}

/// What is said of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A message of the catalogue.
    Message(Message),
    /// A refusal, which brings its own texts.
    Refusal(Refusal),
}

/// A command ended early: what happened, what helps, and the exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened, with the values.
    pub what: What,
    /// What would help, a line each.
    pub hints: Vec<Message>,
}

impl Failure {
    fn new(exit: Exit, what: Message) -> Self {
        Self {
            exit,
            what: What::Message(what),
            hints: Vec::new(),
        }
    }

    /// The command line is wrong, or something it needs is missing.
    pub fn usage(what: Message) -> Self {
        Self::new(Exit::Usage, what)
    }

    /// The rules, or a check, say no.
    pub fn refused(what: Message) -> Self {
        Self::new(Exit::Refused, what)
    }

    /// Something does not verify.
    pub fn not_verified(what: Message) -> Self {
        Self::new(Exit::NotVerified, what)
    }

    /// Storage failed or is damaged.
    pub fn storage(what: Message) -> Self {
        Self::new(Exit::Storage, what)
    }

    /// The same with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }

    /// A file that was named cannot be read.
    pub fn read(file: &Path, reason: impl std::fmt::Display) -> Self {
        Self::usage(msg!(
            "error-file-read",
            file = file.display(),
            reason = reason
        ))
    }

    /// A file cannot be written.
    pub fn write(file: &Path, reason: impl std::fmt::Display) -> Self {
        Self::storage(msg!(
            "error-file-write",
            file = file.display(),
            reason = reason
        ))
    }

    /// The place results go to cannot be written to.
    pub fn output(reason: &std::io::Error) -> Self {
        Self::storage(msg!("error-output", reason = reason))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self {
            exit: Exit::Refused,
            what: What::Refusal(refusal),
            hints: Vec::new(),
        }
    }
}

impl From<Damage> for Failure {
    fn from(damage: Damage) -> Self {
        Self::storage(msg!(
            "error-damage",
            place = damage.place,
            what = damage.what
        ))
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(refusal) => refusal.into(),
            Stop::Unreadable(damage) => damage.into(),
        }
    }
}
