//! Finding things by what people say on the telephone: part of a name, a code, a short number, the
//! number of a document.
//!
//! ```text
//! 受〔2027〕12    a document's number, or part of it    米东     part of a name
//! 0007, WZ-7      a number as people say it: see `called`
//! ```

use serde::Serialize;
use serde_json::Value;

use super::called::fits;
use crate::codec::entry::decode;
use crate::domain::case::Case;
use crate::domain::state::keys;
use crate::domain::text::{Document, Label, Names};
use crate::envelope::Envelope;
use crate::service::{ServiceError, View};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A party.
    Party,
    /// A region.
    Region,
    /// A case.
    Case,
    /// A project.
    Project,
    /// A lot.
    Lot,
    /// A reduction.
    Reduction,
    /// A finding.
    Finding,
    /// A permit.
    Permit,
    /// An entry of the log.
    Entry,
}

/// By what it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Its own number or code.
    Number,
    /// Its name.
    Name,
    /// The firm it belongs to.
    Firm,
    /// The number of a document it rests on.
    Document,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// What it is.
    pub what: Thing,
    /// Its number or code; of an entry, its place in the log.
    pub id: String,
    /// By what it was found.
    pub by: FoundBy,
    /// Its names, or those of whom it is about.
    pub names: Option<Names>,
    /// The document, where it was found by one.
    pub document: Option<Label>,
}

impl View<'_> {
    /// Everything that fits a text. The log itself is searched, for numbers of documents, where
    /// nothing else fits.
    pub fn find(&self, text: &str) -> Result<Vec<Hit>, ServiceError> {
        let mut finder = Finder {
            view: self,
            text: text.trim().to_lowercase(),
            hits: Vec::new(),
        };
        if finder.text.is_empty() {
            return Ok(Vec::new());
        }
        finder.numbers(text.trim())?;
        finder.regions_and_parties()?;
        finder.projects()?;
        finder.cases()?;
        finder.permits()?;
        finder.findings()?;
        if finder.hits.is_empty() {
            finder.log()?;
        }
        let mut hits = finder.hits;
        hits.sort_by(|a, b| (a.by, a.what, &a.id).cmp(&(b.by, b.what, &b.id)));
        Ok(hits)
    }
}

struct Finder<'v, 'a> {
    view: &'v View<'a>,
    /// In lower case.
    text: String,
    hits: Vec<Hit>,
}

impl Finder<'_, '_> {
    /// Whether a code or a number has the text in it. One or two letters or figures are in half of
    /// all codes; a single character of a Chinese number is longer than that.
    fn is_in_code(&self, code: &str) -> bool {
        self.text.len() > 2 && self.is_in(code)
    }

    fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.text)
    }

    fn is_named(&self, names: &Names) -> bool {
        self.is_in(&names.zh.to_string()) || self.is_in(&names.en.to_string())
    }

    fn add(&mut self, what: Thing, id: impl ToString, by: FoundBy, names: Option<Names>) {
        let id = id.to_string();
        if self.hits.iter().all(|hit| hit.what != what || hit.id != id) {
            self.hits.push(Hit {
                what,
                id,
                by,
                names,
                document: None,
            });
        }
    }

    /// Whole and short numbers of lots and reductions; cases and projects are met one by one.
    fn numbers(&mut self, text: &str) -> Result<(), ServiceError> {
        for lot in self.view.lots_called(text)? {
            self.add(Thing::Lot, lot, FoundBy::Number, None);
        }
        for finding in self.view.findings_called(text)? {
            self.add(Thing::Finding, finding, FoundBy::Number, None);
        }
        for reduction in self.view.reductions_called(text)? {
            self.add(Thing::Reduction, reduction, FoundBy::Number, None);
        }
        Ok(())
    }

    fn regions_and_parties(&mut self) -> Result<(), ServiceError> {
        let draft = self.view.draft();
        for id in draft.list(&keys::regions())? {
            let region = draft.must(&keys::region(&id))?;
            self.met(Thing::Region, id.as_str(), region.names);
            for id in draft.list(&keys::parties_of(&id))? {
                let party = draft.must(&keys::party(&id))?;
                self.met(Thing::Party, id.as_str(), party.names);
            }
        }
        Ok(())
    }

    fn met(&mut self, what: Thing, id: &str, names: Names) {
        if self.is_in_code(id) {
            self.add(what, id, FoundBy::Number, Some(names));
        } else if self.is_named(&names) {
            self.add(what, id, FoundBy::Name, Some(names));
        }
    }

    /// Whether a party is among the hits: what belongs to it is one, too.
    fn has_party(&self, id: &str) -> bool {
        let mut hits = self.hits.iter();
        hits.any(|hit| hit.what == Thing::Party && hit.id == id)
    }

    fn projects(&mut self) -> Result<(), ServiceError> {
        for project in self.view.projects(None)? {
            let id = project.project.to_string();
            let name = project.name.to_string();
            let names = Some(Names {
                zh: project.name.clone(),
                en: project.name,
            });
            let code = project.code.map(|code| code.to_string());
            if fits(&id, &self.text) || code.is_some_and(|code| self.is_in_code(&code)) {
                self.add(Thing::Project, id, FoundBy::Number, names);
            } else if self.is_in(&name) {
                self.add(Thing::Project, id, FoundBy::Name, names);
            } else if self.has_party(project.builder.as_str()) {
                self.add(Thing::Project, id, FoundBy::Firm, names);
            }
        }
        Ok(())
    }

    fn cases(&mut self) -> Result<(), ServiceError> {
        let draft = self.view.draft();
        for region in draft.list(&keys::regions())? {
            for no in draft.list(&keys::cases_of(&region))? {
                let case = draft.must(&keys::case(&no))?;
                let firm = crate::domain::rules::cases::signatory::enterprise(draft, &case)?;
                let names = self.view.names_of(firm.as_ref())?;
                if fits(no.as_str(), &self.text) {
                    self.add(Thing::Case, &no, FoundBy::Number, names);
                } else if firm.is_some_and(|firm| self.has_party(firm.as_str())) {
                    self.add(Thing::Case, &no, FoundBy::Firm, names);
                } else if let Some(document) = self.document_of(&case)? {
                    self.add(Thing::Case, &no, FoundBy::Document, names);
                    if let Some(hit) = self.hits.last_mut() {
                        hit.document = Some(document);
                    }
                }
            }
        }
        Ok(())
    }

    fn document_of(&self, case: &Case) -> Result<Option<Label>, ServiceError> {
        let turns = self.view.draft().list(&keys::turns_of(&case.case))?;
        let of_steps = case.done.iter().flat_map(|done| &done.documents);
        let of_turns = turns.iter().map(|turned| &turned.document);
        let mut all = case.documents.iter().chain(of_steps).chain(of_turns);
        let fits = |document: &&Document| self.is_in_code(&document.number.to_string());
        Ok(all.find(fits).map(|document| document.number.clone()))
    }

    fn permits(&mut self) -> Result<(), ServiceError> {
        for permit in self.view.permits(&super::PermitFilter::default())? {
            let names = self.view.names_of(Some(&permit.holder))?;
            let id = permit.permit.to_string();
            if self.is_in_code(&id) && !self.has_party(permit.holder.as_str()) {
                self.add(Thing::Permit, id, FoundBy::Number, names);
            } else if self.has_party(permit.holder.as_str()) {
                self.add(Thing::Permit, id, FoundBy::Firm, names);
            }
        }
        Ok(())
    }

    /// Findings about a party, or by their letters.
    fn findings(&mut self) -> Result<(), ServiceError> {
        let filter = super::FindingFilter {
            closed: true,
            ..super::FindingFilter::default()
        };
        for finding in self.view.findings(&filter)? {
            let names = self.view.names_of(Some(&finding.responsible))?;
            let letters = finding.rectified.iter().map(|done| &done.document);
            let closing = finding.closed.iter().map(|closed| &closed.document);
            let mut documents = std::iter::once(&finding.document)
                .chain(letters)
                .chain(closing);
            if self.has_party(finding.responsible.as_str()) {
                self.add(Thing::Finding, &finding.finding, FoundBy::Firm, names);
            } else if let Some(letter) = documents.find(|d| self.is_in_code(&d.number.to_string()))
            {
                self.add(Thing::Finding, &finding.finding, FoundBy::Document, names);
                if let Some(hit) = self.hits.last_mut() {
                    hit.document = Some(letter.number.clone());
                }
            }
        }
        Ok(())
    }

    /// Entries that rest on a document so numbered.
    fn log(&mut self) -> Result<(), ServiceError> {
        for index in 0..self.view.size() {
            let leaf = self.view.leaf(index)?;
            let envelope = Envelope::parse_stored(&leaf.envelope)?;
            let payload = envelope.payload();
            let whole = String::from_utf8_lossy(payload).to_lowercase();
            if leaf.refusal.is_some() || !whole.contains(&self.text) {
                continue;
            }
            // What was admitted reads; a damaged leaf is told by whoever opens it.
            decode(payload)?;
            let value: Value = serde_json::from_slice(payload).unwrap_or_default();
            if let Some(number) = self.document_in(&value) {
                self.add(Thing::Entry, index, FoundBy::Document, None);
                if let Some(hit) = self.hits.last_mut() {
                    hit.document = number.parse().ok();
                }
            }
        }
        Ok(())
    }

    /// The number of a document in a payload that fits.
    fn document_in(&self, value: &Value) -> Option<String> {
        match value {
            Value::Object(fields) => {
                let number = fields.get("number").and_then(Value::as_str);
                let is_document = fields.contains_key("sha256") && fields.contains_key("date");
                match number.filter(|number| is_document && self.is_in(number)) {
                    Some(number) => Some(number.to_owned()),
                    None => fields.values().find_map(|value| self.document_in(value)),
                }
            }
            Value::Array(items) => items.iter().find_map(|value| self.document_in(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }
}
