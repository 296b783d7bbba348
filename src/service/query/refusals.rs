//! Refusals on record.

use serde::Serialize;

use super::passes;
use crate::codec::entry::decode;
use crate::domain::entry::RequiredSigner;
use crate::domain::ids::{EntryId, PartyId};
use crate::domain::moment::{Day, Moment};
use crate::domain::refusal::{RecordedRefusal, Refusal, Values};
use crate::domain::state::{RefusedRow, due_month, keys};
use crate::domain::text::Lang;
use crate::envelope::{EntryHash, Envelope};
use crate::service::{ServiceError, View};

/// A text for people, in both languages: JSON is the same whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Texts {
    /// What `text` says in each language.
    pub fn of(text: impl Fn(Lang) -> String) -> Self {
        Self {
            zh: text(Lang::Zh),
            en: text(Lang::En),
        }
    }

    /// The text in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A refusal as programs read it; `schemas/refusal.schema.json` describes its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalView {
    /// Its permanent number.
    pub number: u16,
    /// Its code; like the texts, nothing where this build does not know the number.
    pub code: Option<&'static str>,
    /// What decided.
    pub values: Values,
    /// What happened.
    pub text: Option<Texts>,
    /// What would cure it.
    pub cure: Option<Texts>,
}

impl From<&Refusal> for RefusalView {
    fn from(refusal: &Refusal) -> Self {
        Self {
            number: refusal.code.number(),
            code: Some(refusal.code.name()),
            values: refusal.values.clone(),
            text: Some(Texts::of(|lang| refusal.text(lang))),
            cure: Some(Texts::of(|lang| refusal.cure(lang))),
        }
    }
}

impl From<RecordedRefusal> for RefusalView {
    fn from(recorded: RecordedRefusal) -> Self {
        match Refusal::from_recorded(recorded.clone()) {
            Some(refusal) => Self::from(&refusal),
            None => Self {
                number: recorded.number,
                code: None,
                values: recorded.values,
                text: None,
                cure: None,
            },
        }
    }
}

/// Which refusals are asked for; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct RefusalFilter {
    /// From this day on.
    pub from: Option<Day>,
    /// Up to this day.
    pub until: Option<Day>,
    /// With this number.
    pub number: Option<u16>,
    /// Of this kind of entry.
    pub kind: Option<String>,
    /// With this party among the signers.
    pub party: Option<PartyId>,
}

/// A submission that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalRow {
    /// Its leaf.
    pub index: u64,
    /// When it was put on record.
    pub admitted: Moment,
    /// What kind of entry it was.
    pub kind: String,
    /// Its entry id.
    pub id: EntryId,
    /// Its identity.
    pub entry_hash: EntryHash,
    /// Who signed it.
    pub signers: Vec<RequiredSigner>,
    /// Why it was refused.
    pub refusal: RefusalView,
}

impl View<'_> {
    /// Refusals on record, in order.
    pub fn refusals(&self, filter: &RefusalFilter) -> Result<Vec<RefusalRow>, ServiceError> {
        let begun = self.leaf(0)?.admitted;
        let first = filter.from.map_or(begun, |from| from.start().max(begun));
        let last = filter
            .until
            .map_or(self.now(), |until| until.end().min(self.now()));
        let mut found = Vec::new();
        let mut month = due_month(first);
        while month <= due_month(last) {
            for row in self.draft().list(&keys::refusals_of(month))? {
                found.extend(self.refusal_row(filter, row)?);
            }
            month = if month % 100 == 12 {
                month + 89
            } else {
                month + 1
            };
        }
        Ok(found)
    }

    fn refusal_row(
        &self,
        filter: &RefusalFilter,
        row: RefusedRow,
    ) -> Result<Option<RefusalRow>, ServiceError> {
        let day = row.at.day();
        let wanted = filter.from.is_none_or(|from| from <= day)
            && filter.until.is_none_or(|until| day <= until)
            && passes(filter.number.as_ref(), &row.refusal.number)
            && passes(filter.kind.as_ref(), &row.kind);
        if !wanted {
            return Ok(None);
        }
        let leaf = self.leaf(row.index)?;
        let envelope = Envelope::parse_stored(&leaf.envelope)?;
        let head = decode(envelope.payload())?.head;
        let signed = |party: &PartyId| head.signers.iter().any(|signer| signer.party == *party);
        if !filter.party.as_ref().is_none_or(signed) {
            return Ok(None);
        }
        Ok(Some(RefusalRow {
            index: row.index,
            admitted: row.at,
            kind: row.kind,
            id: head.id,
            entry_hash: envelope.entry_hash(),
            signers: head.signers,
            refusal: row.refusal.into(),
        }))
    }
}
