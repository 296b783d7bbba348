//! What the user reads: one catalogue in Chinese and English, embedded from `locales/`.
//!
//! Code holds ids only. A [`Message`] is an id and values; it becomes text in a language as late as
//! possible, so that an error can be made where no language is known.
//!
//! ```
//! use qledger::cli::msg;
//! use qledger::domain::text::Lang;
//!
//! let message = msg!("error-file-read", file = "caps.csv", reason = "no such file");
//! assert_eq!(message.in_lang(Lang::En), "cannot read caps.csv: no such file");
//! ```

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::domain::refusal::Refusal;
use crate::domain::text::Lang;

macro_rules! sources {
    ($lang:literal: $($name:literal)+) => {
        &[$(include_str!(concat!("../../locales/", $lang, "/", $name, ".ftl"))),+]
    };
}

const ZH: &[&str] = sources!("zh": "arguments" "check" "commands" "corrections" "desk" "evidence" "explain" "findings" "forms" "holders" "messages" "pack" "papers" "persons" "pictures" "reading" "reasons" "terminal" "terms" "values");
const EN: &[&str] = sources!("en": "arguments" "check" "commands" "corrections" "desk" "evidence" "explain" "findings" "forms" "holders" "messages" "pack" "papers" "persons" "pictures" "reading" "reasons" "terminal" "terms" "values");

type Bundle = FluentBundle<FluentResource>;

static BUNDLE_ZH: LazyLock<Bundle> = LazyLock::new(|| bundle("zh-CN", ZH));
static BUNDLE_EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", EN));

/// Builds a language's bundle. What cannot be read or stands twice is left out; a test sees to it
/// that there is no such thing.
fn bundle(tag: &str, sources: &[&str]) -> Bundle {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for source in sources {
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new((*source).to_owned());
        bundle.add_resource(resource).ok();
    }
    bundle
}

fn bundle_of(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::Zh => &BUNDLE_ZH,
        Lang::En => &BUNDLE_EN,
    }
}

/// An id of the catalogue and the values its text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    id: Cow<'static, str>,
    args: Vec<(&'static str, Arg)>,
}

/// A value in a message: a text as it is, or another message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// As it is.
    Text(String),
    /// In the language of the message around it.
    Message(Message),
    /// Several, joined as the language joins a list.
    List(Vec<Message>),
    /// A refusal, which brings its own texts.
    Refusal(Box<Refusal>),
}

/// What can be a value in a message.
pub trait IntoArg {
    /// The value.
    fn to_arg(&self) -> Arg;
}

impl<T: Display + ?Sized> IntoArg for T {
    fn to_arg(&self) -> Arg {
        Arg::Text(self.to_string())
    }
}

impl IntoArg for Message {
    fn to_arg(&self) -> Arg {
        Arg::Message(self.clone())
    }
}

/// Several messages in one place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed(pub Vec<Message>);

impl IntoArg for Listed {
    fn to_arg(&self) -> Arg {
        Arg::List(self.0.clone())
    }
}

impl IntoArg for Arg {
    fn to_arg(&self) -> Arg {
        self.clone()
    }
}

impl Message {
    /// A message; [`msg!`](crate::cli::msg) is the way to make one.
    pub fn new(id: impl Into<Cow<'static, str>>, args: Vec<(&'static str, Arg)>) -> Self {
        Self {
            id: id.into(),
            args,
        }
    }

    /// The text. An id that is not in the catalogue, or a value that is missing, stays visible.
    pub fn in_lang(&self, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &self.args {
            args.set(*name, value.in_lang(lang));
        }
        format(lang, &self.id, &args).unwrap_or_else(|| format!("{{{}}}", self.id))
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Arg {
    /// The text.
    pub fn in_lang(&self, lang: Lang) -> String {
        match self {
            Arg::Text(text) => text.clone(),
            Arg::Message(message) => message.in_lang(lang),
            Arg::List(messages) => {
                let texts: Vec<_> = messages.iter().map(|m| m.in_lang(lang)).collect();
                joined(&texts, lang)
            }
            Arg::Refusal(refusal) => refusal.text(lang),
        }
    }
}

/// Texts in one, as the language joins a list.
pub fn joined(texts: &[String], lang: Lang) -> String {
    texts.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

fn format(lang: Lang, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let bundle = bundle_of(lang);
    let (id, attribute) = match id.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (id, None),
    };
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut errors)
        .into_owned();
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    Some(text)
}

/// The text of an id without values, if the catalogue has it; for ids that are put together, such as
/// those of commands and arguments.
pub fn lookup(lang: Lang, id: &str) -> Option<String> {
    format(lang, id, &FluentArgs::new())
}

/// A message of the catalogue: `msg!("id", name = value, …)`. Values are what can be displayed, or
/// messages.
#[macro_export]
#[doc(hidden)]
macro_rules! __qledger_msg {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::cli::text::Message::new(
            $id,
            vec![$((stringify!($name), $crate::cli::text::IntoArg::to_arg(&$value))),*],
        )
    };
}

pub use crate::__qledger_msg as msg;

/// Writes a message in a language: for `format!` and friends.
pub struct In<'a>(pub &'a Message, pub Lang);

impl Display for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.in_lang(self.1))
    }
}

#[cfg(test)]
mod tests;
