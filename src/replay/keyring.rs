//! Keys at hand: parsing a public key costs as much as verifying a signature, so it is done once.

use std::collections::HashMap;

use crate::codec::submission::Submission;
use crate::domain::state::{Damage, Draft, State, keys};
use crate::envelope::{KeyId, PublicKey};

/// Most keys kept, in each of two generations.
pub const KEYS_KEPT_MAX: usize = 4_096;

/// Parsed keys by id, bounded.
///
/// A key is found by the hash of itself, so whatever is kept under an id is that key, whether
/// enrolled or not; whether it counts is asked of the state.
#[derive(Debug, Default)]
pub struct Keyring {
    young: HashMap<KeyId, PublicKey>,
    old: HashMap<KeyId, PublicKey>,
}

/// The keys that a number of submissions need, ready to be shared between threads.
pub type KeysAtHand = HashMap<KeyId, PublicKey>;

impl Keyring {
    /// The keys that `submissions` need: from here, from the submissions themselves, or from the
    /// state. A key that is nowhere is left out.
    pub fn keys_for<'s>(
        &mut self,
        state: &dyn State,
        submissions: impl Iterator<Item = &'s Submission> + Clone,
    ) -> Result<KeysAtHand, Damage> {
        for (id, key) in submissions.clone().flat_map(Submission::keys_brought) {
            self.keep(*id, *key);
        }
        let mut at_hand = KeysAtHand::new();
        for id in submissions.flat_map(Submission::keys_needed) {
            if at_hand.contains_key(&id) {
                continue;
            }
            if let Some(key) = self.key(state, &id)? {
                at_hand.insert(id, key);
            }
        }
        Ok(at_hand)
    }

    /// One key.
    fn key(&mut self, state: &dyn State, id: &KeyId) -> Result<Option<PublicKey>, Damage> {
        if let Some(key) = self.young.get(id) {
            return Ok(Some(*key));
        }
        let found = match self.old.remove(id) {
            Some(key) => Some(key),
            None => enrolled(state, id)?,
        };
        if let Some(key) = found {
            self.keep(*id, key);
        }
        Ok(found)
    }

    /// Keeps a key; where there are too many, those not asked for the longest go.
    fn keep(&mut self, id: KeyId, key: PublicKey) {
        if self.young.len() >= KEYS_KEPT_MAX {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, key);
    }
}

/// An enrolled key, checked anew.
fn enrolled(state: &dyn State, id: &KeyId) -> Result<Option<PublicKey>, Damage> {
    let place = keys::key(id);
    let row = Draft::on(state).get(&place)?;
    let key = row.map(|row| row.public_key.public_key()).transpose();
    key.map_err(|error| Damage::at(place.row(), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::state::MemoryState;
    use crate::envelope::SigningKey;

    fn key(number: u32) -> PublicKey {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        SigningKey::from_seed(&seed).public_key()
    }

    #[test]
    fn the_keys_kept_are_bounded_and_those_in_use_stay() {
        let state = MemoryState::default();
        let (mut ring, in_use) = (Keyring::default(), key(0));
        ring.keep(in_use.key_id(), in_use);
        let one = key(1);
        for number in 0..3 * KEYS_KEPT_MAX {
            // Other keys, under ids of their own.
            let mut id = [0xff; 32];
            id[..8].copy_from_slice(&(number as u64).to_be_bytes());
            ring.keep(KeyId::from_bytes(id), one);
            assert!(ring.young.len() + ring.old.len() <= 2 * KEYS_KEPT_MAX);
            assert_eq!(ring.key(&state, &in_use.key_id()), Ok(Some(in_use)));
        }
        // Those not asked for went.
        assert_eq!(ring.key(&state, &KeyId::from_bytes([0; 32])), Ok(None));
    }
}
