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
use crate::envelope::Envelope;
use crate::service::{ServiceError, View};

/// A refusal, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalView {
    /// Its permanent number.
    pub number: u16,
    /// Its code; empty where this build does not know the number.
    pub code: String,
    /// What decided.
    pub values: Values,
    /// What happened, in Chinese.
    pub zh: String,
    /// What happened, in English.
    pub en: String,
    /// What would cure it, in Chinese.
    pub cure_zh: String,
    /// What would cure it, in English.
    pub cure_en: String,
}

impl From<&Refusal> for RefusalView {
    fn from(refusal: &Refusal) -> Self {
        Self {
            number: refusal.code.number(),
            code: refusal.code.name().to_owned(),
            values: refusal.values.clone(),
            zh: refusal.text(Lang::Zh),
            en: refusal.text(Lang::En),
            cure_zh: refusal.cure(Lang::Zh),
            cure_en: refusal.cure(Lang::En),
        }
    }
}

impl From<RecordedRefusal> for RefusalView {
    fn from(recorded: RecordedRefusal) -> Self {
        match Refusal::from_recorded(recorded.clone()) {
            Some(refusal) => Self::from(&refusal),
            None => Self {
                number: recorded.number,
                code: String::new(),
                values: recorded.values,
                zh: String::new(),
                en: String::new(),
                cure_zh: String::new(),
                cure_en: String::new(),
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
    /// When.
    pub at: Moment,
    /// What kind of entry it was.
    pub kind: String,
    /// Its entry id.
    pub id: EntryId,
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
        let head = decode(Envelope::parse_stored(&leaf.envelope)?.payload())?.head;
        let signed = |party: &PartyId| head.signers.iter().any(|signer| signer.party == *party);
        if !filter.party.as_ref().is_none_or(signed) {
            return Ok(None);
        }
        Ok(Some(RefusalRow {
            index: row.index,
            at: row.at,
            kind: row.kind,
            id: head.id,
            signers: head.signers,
            refusal: row.refusal.into(),
        }))
    }
}
