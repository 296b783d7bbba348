//! Parties, their persons and their keys.

use serde::Serialize;

use crate::domain::ids::{PartyId, PersonId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::{Key, Party, Revocation, Seat};
use crate::domain::state::keys;
use crate::envelope::{EnrolledKey, KeyId};
use crate::service::{ServiceError, View};

/// A party and who signs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartyView {
    /// As enrolled.
    #[serde(flatten)]
    pub party: Party,
    /// Its keys, by seat.
    pub keys: Vec<KeyView>,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyView {
    /// Its id.
    pub key: KeyId,
    /// The key itself.
    pub public_key: EnrolledKey,
    /// The party it signs for.
    pub party: PartyId,
    /// The person who holds it.
    pub person: PersonId,
    /// In which seat.
    pub seat: Seat,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Option<Day>,
    /// The entry that enrolled it.
    pub enrolled: u64,
    /// Its revocation.
    pub revoked: Option<Revocation>,
    /// Whether it may sign on the day of the view.
    pub can_sign: bool,
}

/// A person, by pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonView {
    /// The pseudonym.
    pub person: PersonId,
    /// The party that enrolled the person.
    pub party: PartyId,
    /// The person's keys in that party.
    pub keys: Vec<KeyView>,
}

impl View<'_> {
    /// The parties of a region, or all.
    pub fn parties(&self, region: Option<&RegionId>) -> Result<Vec<PartyView>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(region, false)? {
            for party in self.draft().list(&keys::parties_of(&region))? {
                found.push(self.party(&party)?);
            }
        }
        Ok(found)
    }

    /// One party.
    pub fn party(&self, id: &PartyId) -> Result<PartyView, ServiceError> {
        let party = self.draft().get(&keys::party(id))?;
        let party = party.ok_or_else(|| super::unknown("party", id))?;
        Ok(PartyView {
            party,
            keys: self.keys_of(id)?,
        })
    }

    /// The keys of a party, by seat.
    pub fn keys_of(&self, party: &PartyId) -> Result<Vec<KeyView>, ServiceError> {
        let mut found = Vec::new();
        for seat in Seat::ALL {
            for key in self.draft().list(&keys::keys_of_seat(party, seat))? {
                found.push(self.key(&key)?);
            }
        }
        Ok(found)
    }

    /// One key.
    pub fn key(&self, id: &KeyId) -> Result<KeyView, ServiceError> {
        let key = self.draft().get(&keys::key(id))?;
        Ok(self.key_view(key.ok_or_else(|| super::unknown("key", id))?))
    }

    fn key_view(&self, key: Key) -> KeyView {
        let today = self.now().day();
        let begun = key.from <= today && key.until.is_none_or(|until| today <= until);
        KeyView {
            key: key.key_id,
            public_key: key.public_key,
            party: key.party,
            person: key.person,
            seat: key.seat,
            from: key.from,
            until: key.until,
            enrolled: key.enrolled,
            can_sign: begun && key.revoked.is_none(),
            revoked: key.revoked,
        }
    }

    /// One person.
    pub fn person(&self, id: &PersonId) -> Result<PersonView, ServiceError> {
        let person = self.draft().get(&keys::person(id))?;
        let person = person.ok_or_else(|| super::unknown("person", id))?;
        let mut keys = self.keys_of(&person.party)?;
        keys.retain(|key| key.person == *id);
        Ok(PersonView {
            person: person.person,
            party: person.party,
            keys,
        })
    }
}
