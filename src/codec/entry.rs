//! Payloads: entries as canonical JSON, one spelling each.
//!
//! ```json
//! {"basis":null,"body":{…},"expires":"2027-04-01T09:00:00.000+08:00","id":"01952d…","kind":"cap.set",
//!  "ledger":"5f0c…","made":"2027-03-02T09:00:00.000+08:00",
//!  "signers":[{"new":false,"party":"650000-EEB","seat":"handle"}],"speaks_on":null,"v":1}
//! ```
//!
//! Every field stands in every payload, `null` where there is nothing. A payload is read strictly:
//! canonical JSON first, then no unknown, missing or doubled field, then every value in its own one
//! spelling; in the end it is written again and must come out byte for byte.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::canonical::{check_canonical, to_canonical};
use crate::domain::entry::{Act, Basis, Entry, FORMAT_VERSION, Head, RequiredSigner};
use crate::domain::ids::{EntryId, LedgerId};
use crate::domain::moment::Moment;
use crate::domain::refusal::{Code, Refusal};
use crate::envelope::{EntryHash, Verified};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PayloadIn<'a> {
    basis: Option<Basis>,
    #[serde(borrow)]
    body: &'a RawValue,
    expires: Moment,
    id: EntryId,
    kind: String,
    ledger: Option<LedgerId>,
    made: Moment,
    signers: Vec<RequiredSigner>,
    speaks_on: Option<EntryHash>,
    #[serde(rename = "v")]
    _v: u16,
}

#[derive(Serialize)]
struct PayloadOut<'a> {
    basis: &'a Option<Basis>,
    body: serde_json::Value,
    expires: Moment,
    id: EntryId,
    kind: &'a str,
    ledger: &'a Option<LedgerId>,
    made: Moment,
    signers: &'a [RequiredSigner],
    speaks_on: &'a Option<EntryHash>,
    v: u16,
}

/// Only the version, to tell a newer format from a broken one.
#[derive(Deserialize)]
struct VersionOnly {
    v: u64,
}

fn unreadable(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::Unreadable).with("what", error)
}

fn not_canonical(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::NotCanonical).with("what", error)
}

/// The payload bytes of an entry.
///
/// Refuses `UNREADABLE` where a body cannot be written as canonical JSON, which only an oversized
/// one cannot.
pub fn encode(entry: &Entry) -> Result<Vec<u8>, Refusal> {
    let Head {
        ledger,
        id,
        made,
        expires,
        signers,
        speaks_on,
        basis,
    } = &entry.head;
    let payload = PayloadOut {
        basis,
        body: entry.act.body().map_err(unreadable)?,
        expires: *expires,
        id: *id,
        kind: entry.act.kind(),
        ledger,
        made: *made,
        signers,
        speaks_on,
        v: FORMAT_VERSION,
    };
    to_canonical(&payload).map_err(unreadable)
}

/// The entry that payload bytes spell.
///
/// Refuses `NOT_CANONICAL`, `VERSION_UNKNOWN`, `KIND_UNKNOWN` and `UNREADABLE`, each with the place.
pub fn decode(payload: &[u8]) -> Result<Entry, Refusal> {
    check_canonical(payload).map_err(not_canonical)?;
    let version: VersionOnly = serde_json::from_slice(payload).map_err(unreadable)?;
    if version.v != u64::from(FORMAT_VERSION) {
        let refusal = Refusal::new(Code::VersionUnknown).with("version", version.v);
        return Err(refusal.with("known", FORMAT_VERSION));
    }
    let read: PayloadIn<'_> = serde_json::from_slice(payload).map_err(unreadable)?;
    let act = Act::read(&read.kind, read.body.get())
        .ok_or_else(|| Refusal::new(Code::KindUnknown).with("kind", &read.kind))?
        .map_err(unreadable)?;
    let head = Head {
        ledger: read.ledger,
        id: read.id,
        made: read.made,
        expires: read.expires,
        signers: read.signers,
        speaks_on: read.speaks_on,
        basis: read.basis,
    };
    let entry = Entry { head, act };
    let spelled = encode(&entry)?;
    if spelled == payload {
        return Ok(entry);
    }
    let at = spelled
        .iter()
        .zip(payload)
        .take_while(|(ours, theirs)| ours == theirs)
        .count();
    Err(not_canonical(format!(
        "byte {at}: a field is left out or spelled otherwise than `{}`",
        String::from_utf8_lossy(&spelled[at.saturating_sub(20)..(at + 20).min(spelled.len())]),
    )))
}

/// Turns verified bytes into a verified entry; the proof stays with it.
pub fn decode_verified(bytes: Verified<Vec<u8>>) -> Result<Verified<Entry>, Refusal> {
    bytes.try_map(|payload| decode(&payload))
}
