//! Numbers as people say them: `ZD-WZ-7`, `0007`, `L3`. Whole ones go through as they are; short ones
//! are looked up, and where several fit they are told.

use super::error::Failure;
use super::text::{Message, msg};
use super::values::BadValue;
use crate::domain::ids::{CaseNo, FindingNo, IdError, LotNo, ProjectNo, ReductionNo};
use crate::service::query::fits;
use crate::service::{ServiceError, View};

/// Most numbers told where several fit.
const TOLD_MAX: usize = 8;

/// A number on the command line, whole or short.
#[derive(Debug, Clone)]
pub enum Said<N> {
    /// A whole number.
    Whole(N),
    /// What is to be looked up.
    Short(String),
}

/// Numbers that can be looked up.
pub trait Number: std::str::FromStr<Err = IdError> + std::fmt::Display + Clone {
    /// Those that people call `text`.
    fn called(view: &View<'_>, text: &str) -> Result<Vec<Self>, ServiceError>;
    /// An example of a whole number, to be held against what was typed.
    const EXAMPLE: &'static str;
}

macro_rules! number {
    ($($name:ident $find:ident $example:literal)+) => {$(
        impl Number for $name {
            const EXAMPLE: &'static str = $example;
            fn called(view: &View<'_>, text: &str) -> Result<Vec<Self>, ServiceError> {
                view.$find(text)
            }
        }
    )+};
}

number! {
    CaseNo cases_called "A-2027-0001"
    LotNo lots_called "A-2027-L0001"
    ProjectNo projects_called "A-2027-P0001"
    ReductionNo reductions_called "A-2027-R0001"
    FindingNo findings_called "A-2027-F0001"
}

/// Reads a number, whole or short; what can be neither is refused at once.
pub fn said<N: Number>(text: &str) -> Result<Said<N>, BadValue>
where
    BadValue: From<N::Err>,
{
    match text.parse::<N>() {
        Ok(number) => Ok(Said::Whole(number)),
        Err(_) if is_short::<N>(text) => Ok(Said::Short(text.to_owned())),
        Err(error) => Err(error.into()),
    }
}

/// Whether some number of this kind could be called so: its serial has the kind's letter.
fn is_short<N: Number>(text: &str) -> bool {
    let serial = text.rsplit('-').next().unwrap_or_default();
    let digits = serial.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let letter = &serial[..serial.len() - digits.len()];
    fits(N::EXAMPLE, &format!("{letter}1"))
}

impl<N: Number> Said<N> {
    /// The one number that is meant.
    pub fn one(&self, view: &View<'_>) -> Result<N, Failure> {
        let text = match self {
            Said::Whole(number) => return Ok(number.clone()),
            Said::Short(text) => text,
        };
        let found = N::called(view, text).map_err(|error| lookup_failed(&error))?;
        match found.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(Failure::usage(msg!("number-none", text = text)).hint(msg!("hint-find"))),
            several => Err(Failure::usage(msg!("number-several", text = text)).hint(told(several))),
        }
    }
}

/// The number that is meant, where one was given.
pub fn one_if_any<N: Number>(
    said: Option<&Said<N>>,
    view: &View<'_>,
) -> Result<Option<N>, Failure> {
    said.map(|said| said.one(view)).transpose()
}

/// The numbers that are meant, in order.
pub fn each<N: Number>(said: &[Said<N>], view: &View<'_>) -> Result<Vec<N>, Failure> {
    said.iter().map(|said| said.one(view)).collect()
}

fn told<N: std::fmt::Display>(several: &[N]) -> Message {
    let mut names: Vec<_> = several.iter().take(TOLD_MAX).map(N::to_string).collect();
    if several.len() > TOLD_MAX {
        names.push("…".to_owned());
    }
    msg!("hint-one-of", which = names.join(", "))
}

/// Where the numbers given cannot be read, the state is damaged.
fn lookup_failed(error: &ServiceError) -> Failure {
    Failure::storage(msg!("number-lookup", reason = error))
}
