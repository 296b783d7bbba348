//! The log, leaf by leaf.

use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use super::RefusalView;
use crate::codec::entry::decode;
use crate::domain::entry::{Entry, RequiredSigner};
use crate::domain::ids::{EntryId, PartyId, PersonId};
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::domain::state::{Damage, keys};
use crate::envelope::{EntryHash, Envelope, KeyId};
use crate::service::{ServiceError, View};

/// A leaf in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Its place in the log.
    pub index: u64,
    /// When it was admitted to the log.
    pub admitted: Moment,
    /// What kind of entry it is.
    pub kind: &'static str,
    /// The entry's own id.
    pub id: EntryId,
    /// The entry's identity.
    pub entry_hash: EntryHash,
    /// Who signed, as the entry says.
    pub signers: Vec<RequiredSigner>,
    /// Why it was refused, if it was.
    pub refusal: Option<RefusalView>,
}

/// An entry with everything that stands in it.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView {
    /// The leaf in one line.
    #[serde(flatten)]
    pub line: LogLine,
    /// Until when it could be admitted.
    pub expires: Moment,
    /// When its author made it.
    pub made: Moment,
    /// The keys that signed, in order.
    pub signed_by: Vec<SignerView>,
    /// The payload, as it was signed.
    pub payload: Box<RawValue>,
}

/// Whose key a signature is by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignerView {
    /// The key.
    pub key: KeyId,
    /// The party it signs for; nothing where the key was not enrolled in the end.
    pub party: Option<PartyId>,
    /// The seat.
    pub seat: Option<Seat>,
    /// The person.
    pub person: Option<PersonId>,
}

impl View<'_> {
    /// Leaves in one line each.
    pub fn log(&self, range: Range<u64>) -> Result<Vec<LogLine>, ServiceError> {
        range.map(|index| Ok(self.read_leaf(index)?.0)).collect()
    }

    /// One leaf with everything in it.
    pub fn entry(&self, index: u64) -> Result<EntryView, ServiceError> {
        let (line, envelope, entry) = self.read_leaf(index)?;
        let unreadable = |error| Damage::of("leaf", format!("{index}: {error}"));
        let payload: Box<RawValue> =
            serde_json::from_slice(envelope.payload()).map_err(unreadable)?;
        let mut signed_by = Vec::new();
        for signature in envelope.signatures() {
            let key = signature.key_id;
            let row = self.draft().get(&keys::key(&key))?;
            let (party, seat, person) = match row {
                Some(row) => (Some(row.party), Some(row.seat), Some(row.person)),
                None => (None, None, None),
            };
            signed_by.push(SignerView {
                key,
                party,
                seat,
                person,
            });
        }
        let (expires, made) = (entry.head.expires, entry.head.made);
        Ok(EntryView {
            line,
            expires,
            made,
            signed_by,
            payload,
        })
    }

    /// The index of an admitted entry, by its id.
    pub fn index_of(&self, id: &EntryId) -> Result<Option<u64>, ServiceError> {
        Ok(self
            .draft()
            .get(&keys::entry_id(id))?
            .map(|admission| admission.index))
    }

    /// What an entry on record says.
    pub(super) fn entry_at(&self, index: u64) -> Result<Entry, ServiceError> {
        Ok(self.read_leaf(index)?.2)
    }

    fn read_leaf(&self, index: u64) -> Result<(LogLine, Envelope, Entry), ServiceError> {
        let leaf = self.leaf(index)?;
        let envelope = Envelope::parse_stored(&leaf.envelope)?;
        let entry = decode(envelope.payload())?;
        let line = LogLine {
            index,
            admitted: leaf.admitted,
            kind: entry.act.kind(),
            id: entry.head.id,
            entry_hash: envelope.entry_hash(),
            signers: entry.head.signers.clone(),
            refusal: leaf.refusal.map(RefusalView::from),
        };
        Ok((line, envelope, entry))
    }
}
