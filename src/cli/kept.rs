//! Drafts that are kept: asked for, not confirmed, or short of a seat. Nothing that was written is
//! lost.

use std::path::{Path, PathBuf};

use super::answer;
use super::error::{Exit, Failure};
use super::hand::{Hand, Places, is_good};
use super::key_file::write_new;
use super::session::Session;
use super::text::{Listed, Message, msg};
use super::write::{envelope, lines, sign, view, warn};
use crate::domain::entry::{Act, Entry, RequiredSigner};
use crate::domain::ids::PartyId;
use crate::domain::moment::Day;
use crate::domain::party::Seat;
use crate::domain::state::{Draft, keys};
use crate::service::{Drafted, Ledger};

pub fn short(drafts: &[Drafted]) -> String {
    let id = drafts
        .first()
        .map_or_else(String::new, |d| d.entry.head.id.to_string());
    // The front of an id is its time, the same for all of a morning.
    id.chars()
        .rev()
        .take(8)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect()
}

fn draft_lines(drafts: &[Drafted]) -> Result<Vec<u8>, Failure> {
    let envelopes: Result<Vec<_>, Failure> = drafts
        .iter()
        .map(|drafted| Ok(envelope(drafted)?.to_bytes()))
        .collect();
    Ok(lines(&envelopes?))
}

/// Stops after drafting: writes the drafts and says who must sign them.
pub fn keep_drafts(
    session: &mut Session<'_>,
    drafts: &[Drafted],
    file: &Path,
) -> Result<Exit, Failure> {
    let bytes = draft_lines(drafts)?;
    if file == Path::new("-") {
        session.out.write_bytes(&bytes)?;
    } else {
        write_new(file, 0o644, &[&bytes])?;
    }
    for drafted in drafts {
        if let Some(refusal) = &drafted.warning {
            warn(session, refusal);
        }
        let needed = signer_list(&drafted.entry.head.signers);
        session.out.note(&msg!("draft-needs", needed = needed));
    }
    if file != Path::new("-") {
        session.out.note(&msg!("draft-kept", file = file.display()));
    }
    Ok(Exit::Done)
}

/// Required signers in words.
pub fn signer_list(signers: &[RequiredSigner]) -> Listed {
    let words = signers.iter().map(|RequiredSigner { party, seat, new }| {
        let seat = answer::seat(*seat);
        if *new {
            msg!("signer-new", party = party, seat = seat)
        } else {
            msg!("signer", party = party, seat = seat)
        }
    });
    Listed(words.collect())
}

pub fn not_confirmed(drafts: &[Drafted]) -> Failure {
    let failure = Failure::usage(msg!("not-confirmed"));
    match save_drafts(drafts, &[]) {
        Ok(file) => failure.hint(msg!("hint-draft-kept", file = file.display())),
        Err(other) => other,
    }
}

/// Saves drafts, or what was signed of them, in the working folder.
fn save_drafts(drafts: &[Drafted], signed: &[Vec<u8>]) -> Result<PathBuf, Failure> {
    let file = PathBuf::from(format!("qledger-draft-{}.json", short(drafts)));
    let bytes = if signed.is_empty() {
        draft_lines(drafts)?
    } else {
        lines(signed)
    };
    write_new(&file, 0o644, &[&bytes])?;
    Ok(file)
}

/// Some seats have no key at hand: signs with those that are, keeps the result and says who is
/// missing and how to go on.
pub fn some_missing(
    session: &mut Session<'_>,
    ledger: &Ledger,
    hand: &mut Hand,
    drafts: &[Drafted],
    places: &[Places],
    today: Day,
) -> Result<Exit, Failure> {
    let mut envelopes = Vec::with_capacity(drafts.len());
    for (drafted, places) in drafts.iter().zip(places) {
        // Only what stands in front of the first gap: signatures keep their order.
        let front: Places = places
            .iter()
            .take_while(|place| place.is_some())
            .copied()
            .collect();
        envelopes.push(sign(session, hand, drafted, &front)?);
    }
    let file = save_drafts(drafts, &envelopes)?;
    let mut failure = Failure::usage(msg!("seats-missing", file = file.display()));
    let mut told: Vec<RequiredSigner> = Vec::new();
    let view = view(session, ledger)?;
    for (drafted, places) in drafts.iter().zip(places) {
        if let Some(party) = writes_letters(view.draft(), &drafted.entry)? {
            failure = failure.hint(msg!("hint-by-document", party = party));
        }
        let gaps = drafted
            .entry
            .head
            .signers
            .iter()
            .zip(places)
            .filter(|(_, p)| p.is_none());
        for (signer, _) in gaps {
            if !told.contains(signer) {
                failure = failure.hint(who_could(view.draft(), signer, today)?);
                told.push(signer.clone());
            }
        }
    }
    let sign = msg!("hint-go-on-sign", file = file.display());
    Err(failure
        .hint(sign)
        .hint(msg!("hint-go-on-submit", file = file.display())))
}

/// The party that is asked to sign a step of a case and has no key at all: it acts by letter.
fn writes_letters(draft: &Draft<'_>, entry: &Entry) -> Result<Option<PartyId>, Failure> {
    if !matches!(&entry.act, Act::CaseAct(act) if act.issuers.is_empty()) {
        return Ok(None);
    }
    for signer in &entry.head.signers {
        let mut has_key = false;
        for seat in Seat::ALL {
            has_key |= !draft
                .list(&keys::keys_of_seat(&signer.party, seat))?
                .is_empty();
        }
        if !has_key {
            return Ok(Some(signer.party.clone()));
        }
    }
    Ok(None)
}

/// A missing seat, and the persons whose keys could sign there.
fn who_could(draft: &Draft<'_>, signer: &RequiredSigner, today: Day) -> Result<Message, Failure> {
    let RequiredSigner { party, seat, new } = signer;
    let seat_word = answer::seat(*seat);
    if *new {
        return Ok(msg!("seat-missing-new", party = party, seat = seat_word));
    }
    let mut persons = Vec::new();
    for id in draft.list(&keys::keys_of_seat(party, *seat))? {
        let key = draft.must(&keys::key(&id))?;
        if is_good(&key, today) {
            persons.push(key.person.to_string());
        }
    }
    Ok(if persons.is_empty() {
        msg!("seat-missing-nobody", party = party, seat = seat_word)
    } else {
        let persons = persons.join(", ");
        msg!(
            "seat-missing",
            party = party,
            seat = seat_word,
            persons = persons
        )
    })
}
