//! The order of signatures. DSSE does not sign it, the payload does: it names the required signers
//! in an order, and the signatures must stand in that order. Whoever adds or collects signatures
//! puts them there, as far as it is known here which key belongs to which seat.

use std::collections::BTreeMap;

use super::because;
use super::error::Failure;
use super::session::Session;
use crate::domain::entry::{Act, Entry, RequiredSigner};
use crate::domain::ids::PartyId;
use crate::domain::party::Seat;
use crate::domain::state::{Draft, keys};
use crate::envelope::{Envelope, KeyId, PublicKey, Signature};

/// The party and seat of keys, as far as known.
pub type Seats = BTreeMap<KeyId, (PartyId, Seat)>;

/// Whether the payload itself names the key, and so its place.
pub fn is_named_in(entry: &Entry, public_key: &PublicKey) -> bool {
    !named_places(entry, &public_key.key_id()).is_empty()
}

/// The places that the payload itself gives a key: of a genesis the roots' and the operator's, of
/// an enrolment the new key's.
fn named_places(entry: &Entry, key: &KeyId) -> Vec<usize> {
    let last = entry.head.signers.len().checked_sub(1);
    match &entry.act {
        Act::Genesis(genesis) => {
            let keys = genesis
                .roots
                .iter()
                .flat_map(|root| &root.keys)
                .map(|key| key.public_key);
            let keys = keys.chain([genesis.operator]).enumerate();
            keys.filter(|(_, public)| public.key_id() == *key)
                .map(|(at, _)| at)
                .collect()
        }
        Act::KeyEnrol(act) if act.public_key.key_id() == *key => last.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What the key files and the ledger at hand say of the keys that signed. Nothing is asked for: a
/// ledger that is not at hand, or is in use, says nothing.
pub fn seats_at_hand(session: &mut Session<'_>, envelope: &Envelope) -> Seats {
    if envelope.signatures().is_empty() || session.folder().is_none() {
        return Seats::new();
    }
    let opened = session.quietly(Session::open);
    let Ok(ledger) = opened else {
        return Seats::new();
    };
    ledger
        .view()
        .map_or_else(|_| Seats::new(), |view| seats_on(view.draft(), envelope))
}

/// What a ledger says of the keys that signed.
pub fn seats_on(draft: &Draft<'_>, envelope: &Envelope) -> Seats {
    let known = envelope.signatures().iter().filter_map(|signature| {
        let key = draft.get(&keys::key(&signature.key_id)).ok()??;
        Some((signature.key_id, (key.party, key.seat)))
    });
    known.collect()
}

/// The required signers whose signatures are not there; `None` where it is not known of every
/// signature whose it is.
pub fn missing(envelope: &Envelope, entry: &Entry, seats: &Seats) -> Option<Vec<RequiredSigner>> {
    let placed = placed(envelope, entry, seats)?;
    let open = entry.head.signers.iter().zip(placed);
    let open = open.filter(|(_, signature)| signature.is_none());
    Some(open.map(|(signer, _)| signer.clone()).collect())
}

/// Each required signer's signature, where it is there.
fn placed(envelope: &Envelope, entry: &Entry, seats: &Seats) -> Option<Vec<Option<Signature>>> {
    let required = &entry.head.signers;
    let mut placed: Vec<Option<Signature>> = vec![None; required.len()];
    for signature in envelope.signatures() {
        let place = place_of(entry, required, seats, &signature.key_id, &placed)?;
        placed[place] = Some(*signature);
    }
    Some(placed)
}

/// The envelope with its signatures in the order of the required signers; `None` where that is
/// their order already, or where it is not known of every one of them where it belongs.
pub fn arranged(
    envelope: &Envelope,
    entry: &Entry,
    seats: &Seats,
) -> Result<Option<Envelope>, Failure> {
    let Some(placed) = placed(envelope, entry, seats) else {
        return Ok(None);
    };
    let ordered: Vec<Signature> = placed.into_iter().flatten().collect();
    if ordered == envelope.signatures() {
        return Ok(None);
    }
    let arranged = Envelope::with_signatures(envelope.payload().to_vec(), ordered);
    arranged
        .map(Some)
        .map_err(|error| Failure::usage(because::envelope(&error)))
}

/// The first free place that a key belongs to.
fn place_of(
    entry: &Entry,
    required: &[RequiredSigner],
    seats: &Seats,
    key: &KeyId,
    placed: &[Option<Signature>],
) -> Option<usize> {
    let free = |place: &usize| placed.get(*place).is_some_and(Option::is_none);
    if let Some(place) = named_places(entry, key).into_iter().find(free) {
        return Some(place);
    }
    let (party, seat) = seats.get(key)?;
    (0..required.len()).filter(free).find(|place| {
        let signer = &required[*place];
        !signer.new && signer.party == *party && signer.seat == *seat
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{Head, Upgrade};
    use crate::domain::ids::EntryId;
    use crate::domain::moment::Moment;
    use crate::envelope::SigningKey;

    fn entry(signers: &[(&str, Seat)]) -> Entry {
        let made = Moment::from_ms(0).unwrap();
        let signers = signers
            .iter()
            .map(|(party, seat)| RequiredSigner::of(&party.parse().unwrap(), *seat))
            .collect();
        let head = Head {
            ledger: None,
            id: EntryId::from_parts(0, &[0; 10]),
            made,
            expires: made,
            signers,
            speaks_on: None,
            basis: None,
        };
        Entry {
            head,
            act: Upgrade { rules: 2 }.into(),
        }
    }

    #[test]
    fn signatures_are_put_in_the_order_the_payload_asks_for() {
        let entry = entry(&[("A", Seat::Review), ("A", Seat::Issue), ("B", Seat::Issue)]);
        let keys: Vec<_> = (1..4)
            .map(|seed| SigningKey::from_seed(&[seed; 32]))
            .collect();
        let seats: Seats = [("A", Seat::Review), ("A", Seat::Issue), ("B", Seat::Issue)]
            .iter()
            .zip(&keys)
            .map(|((party, seat), key)| {
                (key.public_key().key_id(), (party.parse().unwrap(), *seat))
            })
            .collect();
        let signed = |order: &[usize]| {
            let mut envelope = Envelope::new(b"{}".to_vec()).unwrap();
            for at in order {
                envelope.sign_with(&keys[*at]).unwrap();
            }
            envelope
        };
        let in_order = signed(&[0, 1, 2]);
        for order in [[2, 1, 0], [1, 0, 2], [2, 0, 1]] {
            let arranged = arranged(&signed(&order), &entry, &seats).unwrap();
            assert_eq!(arranged, Some(in_order.clone()), "{order:?}");
        }
        assert_eq!(arranged(&in_order, &entry, &seats).unwrap(), None);
        assert_eq!(
            arranged(&signed(&[2, 1]), &entry, &seats).unwrap(),
            Some(signed(&[1, 2]))
        );
        assert_eq!(
            arranged(&signed(&[2, 1]), &entry, &Seats::new()).unwrap(),
            None
        );
    }
}
