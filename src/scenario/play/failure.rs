//! Why a play stopped.

use std::fmt;

use crate::domain::text::Lang;
use crate::scenario::node::Place;
use crate::scenario::texts::{Key, Say, Value};
use crate::service::ServiceError;

/// A play that did not go as expected, or could not go on.
#[derive(Debug)]
pub enum PlayFailure {
    /// A step did not go as expected.
    Step(Box<StepFailure>),
    /// The ledger itself failed.
    Service(ServiceError),
}

/// The step that did not go as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFailure {
    /// Whether it is set up, and not one of the acts.
    pub set_up: bool,
    /// Its number among those, from 1.
    pub number: usize,
    /// Where it stands.
    pub place: Place,
    /// What people call it.
    pub title: Value,
    /// What was expected and what was found, each with its place.
    pub unmet: Vec<(Place, Say)>,
}

impl PlayFailure {
    /// The step, what was expected, what was found.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            PlayFailure::Service(error) => Say::new(Key::Failed).with("why", error).text(lang),
            PlayFailure::Step(step) => step.text(lang),
        }
    }

    /// The step, where it was one.
    pub fn step(&self) -> Option<&StepFailure> {
        match self {
            PlayFailure::Step(step) => Some(step),
            PlayFailure::Service(_) => None,
        }
    }
}

impl StepFailure {
    fn text(&self, lang: Lang) -> String {
        let key = if self.set_up {
            Key::AtSetUp
        } else {
            Key::AtStep
        };
        let step = Say::new(key)
            .with("number", self.number)
            .and("title", self.title.clone());
        let head = step.with("place", &self.place).text(lang);
        let lines = self.unmet.iter();
        let lines = lines.map(|(place, say)| format!("{place}: {}", say.text(lang)));
        let lines: Vec<String> = [head].into_iter().chain(lines).collect();
        lines.join("\n  ")
    }
}

impl From<ServiceError> for PlayFailure {
    fn from(error: ServiceError) -> Self {
        PlayFailure::Service(error)
    }
}

impl fmt::Display for PlayFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for PlayFailure {}
