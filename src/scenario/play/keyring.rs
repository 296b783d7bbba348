//! Everybody's keys, from the scenario's seed.
//!
//! They are for practice: who has the scenario has the keys.

use sha2::{Digest, Sha256};

use crate::domain::ids::{IdError, PartyId, PersonId};
use crate::domain::party::Seat;
use crate::envelope::SigningKey;

/// The keys of a play.
#[derive(Debug, Clone)]
pub struct Keyring {
    seed: String,
}

impl Keyring {
    /// The keys of a seed.
    pub fn of(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
        }
    }

    fn derived(&self, name: &str) -> SigningKey {
        let mut hash = Sha256::new_with_prefix("qledger scenario key\0");
        hash.update(name);
        hash.update([0]);
        hash.update(&self.seed);
        SigningKey::from_seed(&hash.finalize().into())
    }

    /// The operator's key.
    pub fn operator(&self) -> SigningKey {
        self.derived("operator")
    }

    /// The `count`-th key of a party's seat, from 1.
    pub fn key(&self, party: &PartyId, seat: Seat, count: usize) -> SigningKey {
        self.derived(&pseudonym(party, seat, count))
    }

    /// The key of a person of the play, by pseudonym.
    pub fn of_person(&self, person: &PersonId) -> SigningKey {
        self.derived(person.as_str())
    }

    /// Who holds it.
    pub fn person(party: &PartyId, seat: Seat, count: usize) -> Result<PersonId, IdError> {
        pseudonym(party, seat, count).parse()
    }
}

fn pseudonym(party: &PartyId, seat: Seat, count: usize) -> String {
    let seat = match seat {
        Seat::Handle => "H",
        Seat::Review => "R",
        Seat::Issue => "I",
    };
    format!("P-{party}-{seat}{count}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_by_seed_party_seat_and_count() {
        let party = |text: &str| text.parse::<PartyId>().unwrap();
        let (a, b) = (party("A"), party("B"));
        let ring = Keyring::of("s");
        let keys = [
            ring.key(&a, Seat::Issue, 1),
            ring.key(&a, Seat::Issue, 2),
            ring.key(&a, Seat::Review, 1),
            ring.key(&b, Seat::Issue, 1),
            Keyring::of("t").key(&a, Seat::Issue, 1),
            ring.operator(),
        ];
        let mut ids: Vec<_> = keys.iter().map(|key| key.public_key().key_id()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), keys.len());
        assert_eq!(
            ring.key(&a, Seat::Issue, 1).public_key(),
            keys[0].public_key()
        );
    }
}
