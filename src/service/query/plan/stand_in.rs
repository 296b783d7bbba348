//! What a trial calls things that have no id yet, and what people read instead.
//!
//! A trial goes through the rules, and they know things by ids: of a builder who is not enrolled, of a
//! project and a case that nobody has registered. None of these ids means anything outside the trial.

use super::super::{RefusalView, Texts};
use crate::domain::ids::{CaseNo, PartyId, ProjectNo};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::text::Lang;

/// Stands for a builder of whom no id is given. No code of a real firm is spelt so.
const BUILDER: &str = "THE-BUILDER-NOT-ENROLLED-YET";

/// What people read in place of ids that only a trial knows.
#[derive(Debug, Clone)]
pub struct StandIns {
    /// For a builder who is not known.
    pub builder: Texts,
    /// For a project that is not registered.
    pub project: Texts,
    /// For the case.
    pub case: Texts,
}

/// The id under which a trial knows a builder who has none.
pub(super) fn builder() -> Result<PartyId, Refusal> {
    let id = BUILDER.parse();
    id.map_err(|_| {
        Refusal::new(Code::UnknownId)
            .with("what", "party")
            .with("id", BUILDER)
    })
}

/// Whether a party is the builder who has no id.
pub(super) fn is_builder(party: &PartyId) -> bool {
    party.as_str() == BUILDER
}

/// The ids that only one trial knows, each with what people read.
pub(super) struct Called<'a>(Vec<(String, &'a Texts)>);

impl<'a> Called<'a> {
    pub(super) fn new(
        stand_ins: &'a StandIns,
        project: Option<&ProjectNo>,
        case: Option<&CaseNo>,
    ) -> Self {
        let mut called = vec![(BUILDER.to_owned(), &stand_ins.builder)];
        called.extend(project.map(|no| (no.to_string(), &stand_ins.project)));
        called.extend(case.map(|no| (no.to_string(), &stand_ins.case)));
        Self(called)
    }

    /// A refusal in which nothing has an id that only the trial knows.
    pub(super) fn view(&self, refusal: &Refusal) -> RefusalView {
        let mut told = refusal.clone();
        // As data the ids say nothing; as text the two languages have words of their own.
        for value in told.values.values_mut() {
            *value = self.said(value, Lang::En);
        }
        let of = |lang| {
            let mut refusal = refusal.clone();
            for value in refusal.values.values_mut() {
                *value = self.said(value, lang);
            }
            refusal
        };
        RefusalView {
            text: Some(Texts::of(|lang| of(lang).text(lang))),
            cure: Some(Texts::of(|lang| of(lang).cure(lang))),
            ..RefusalView::from(&told)
        }
    }

    fn said(&self, text: &str, lang: Lang) -> String {
        let ids = self.0.iter();
        ids.fold(text.to_owned(), |text, (id, words)| {
            text.replace(id, words.in_lang(lang))
        })
    }
}
