//! What is wrong with a command line, in the user's language.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::Failure;
use super::text::{Message, msg};
use super::values::BadValue;

/// A clap error as a failure: what is wrong, with the value, and what would be right.
pub fn failure(error: &clap::Error) -> Failure {
    let failure = Failure::usage(what(error));
    let failure = match text(error, ContextKind::SuggestedArg)
        .or_else(|| text(error, ContextKind::SuggestedSubcommand))
        .or_else(|| text(error, ContextKind::SuggestedValue))
    {
        Some(similar) => failure.hint(msg!("hint-similar", similar = similar)),
        None => failure,
    };
    // What is wrong with a value says already what would be right.
    let said = error.source().is_some_and(<dyn Error>::is::<BadValue>);
    if said {
        failure
    } else {
        failure.hint(msg!("hint-help"))
    }
}

fn what(error: &clap::Error) -> Message {
    let arg = || text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
    let valid = || text(error, ContextKind::ValidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::ValueValidation => match error.source().and_then(|e| e.downcast_ref()) {
            Some(BadValue(message)) => msg!("usage-value", arg = arg(), reason = message.clone()),
            None => msg!("usage-value-other", arg = arg(), value = value()),
        },
        ErrorKind::InvalidValue if value().is_empty() => msg!("usage-value-missing", arg = arg()),
        ErrorKind::InvalidValue => {
            msg!(
                "usage-value-not-one-of",
                arg = arg(),
                value = value(),
                valid = valid()
            )
        }
        ErrorKind::UnknownArgument => msg!("usage-unknown-argument", arg = arg()),
        ErrorKind::InvalidSubcommand => {
            let given = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            msg!("usage-unknown-command", command = given)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let valid = text(error, ContextKind::ValidSubcommand).unwrap_or_default();
            msg!("usage-command-missing", valid = valid)
        }
        ErrorKind::MissingRequiredArgument => msg!("usage-argument-missing", arg = arg()),
        ErrorKind::ArgumentConflict => {
            let prior = text(error, ContextKind::PriorArg).unwrap_or_default();
            msg!("usage-conflict", arg = arg(), prior = prior)
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => msg!("usage-value-count", arg = arg()),
        ErrorKind::InvalidUtf8 => msg!("usage-not-utf8"),
        // Help and version are no errors; new kinds of clap's are told in its words.
        _ => msg!("usage-other", reason = error.kind()),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => Some(
            texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ContextValue::Number(number) => Some(number.to_string()),
        ContextValue::Bool(_) | ContextValue::None => None,
        _ => None,
    }
}
