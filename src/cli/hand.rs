//! The keys at hand, and which of them signs where.

use std::path::PathBuf;

use super::error::Failure;
use super::key_file::{KeyFile, in_folder};
use super::session::Session;
use super::text::msg;
use crate::domain::entry::{Act, RequiredSigner};
use crate::domain::ids::PersonId;
use crate::domain::moment::Day;
use crate::domain::party::Key as EnrolledKey;
use crate::domain::state::{Draft, keys};
use crate::envelope::{PublicKey, SigningKey};

/// A key at hand.
struct Held {
    /// Its file.
    file: KeyFile,
    /// Its public half.
    public_key: PublicKey,
    /// Whether it was named one by one, not found in a folder.
    named: bool,
    unlocked: Option<SigningKey>,
}

/// The keys at hand.
#[derive(Default)]
pub struct Hand {
    keys: Vec<Held>,
}

/// A required place and the key that signs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The key, by its place in the hand.
    pub key: usize,
}

/// Which key signs at each required place; `None` where there is none at hand.
pub type Places = Vec<Option<Placed>>;

impl Hand {
    /// Keys named one by one, and those of a folder. A key of a folder whose file does not name its
    /// public key is unlocked to learn it.
    pub fn gather(
        session: &mut Session<'_>,
        named: &[PathBuf],
        folder: Option<&std::path::Path>,
    ) -> Result<Self, Failure> {
        let mut hand = Self::default();
        for path in named {
            let file = session.key_file(path)?;
            hand.add(session, file, true)?;
        }
        for file in folder.map(in_folder).transpose()?.unwrap_or_default() {
            if named.iter().all(|path| path != file.path()) {
                if file.open_to_others {
                    session
                        .out
                        .say(&msg!("key-file-open", file = file.path().display()));
                }
                hand.add(session, file, false)?;
            }
        }
        Ok(hand)
    }

    /// Adds a key file.
    pub fn add(
        &mut self,
        session: &mut Session<'_>,
        file: KeyFile,
        named: bool,
    ) -> Result<(), Failure> {
        let known = file.public().map_err(|fault| file.failure(&fault))?;
        if !file.is_private() {
            return Err(
                Failure::usage(msg!("key-file-public", file = file.path().display()))
                    .hint(msg!("hint-private-half")),
            );
        }
        let (public_key, unlocked) = match known {
            Some(public_key) => (public_key, None),
            None => {
                let key = session.secrets.unlock(&file)?;
                (key.public_key(), Some(key))
            }
        };
        if self.keys.iter().all(|held| held.public_key != public_key) {
            self.keys.push(Held {
                file,
                public_key,
                named,
                unlocked,
            });
        }
        Ok(())
    }

    /// The public half of a key.
    pub fn public_key(&self, key: usize) -> &PublicKey {
        &self.keys[key].public_key
    }

    /// The private key, unlocked once.
    pub fn unlock(
        &mut self,
        session: &mut Session<'_>,
        key: usize,
    ) -> Result<&SigningKey, Failure> {
        let held = &mut self.keys[key];
        if held.unlocked.is_none() {
            held.unlocked = Some(session.secrets.unlock(&held.file)?);
        }
        held.unlocked.as_ref().ok_or_else(|| {
            Failure::usage(msg!("key-file-locked", file = held.file.path().display()))
        })
    }

    /// The private key, taken out of the hand.
    pub fn take(&mut self, session: &mut Session<'_>, key: usize) -> Result<SigningKey, Failure> {
        match self.keys[key].unlocked.take() {
            Some(unlocked) => Ok(unlocked),
            None => session.secrets.unlock(&self.keys[key].file),
        }
    }

    /// Finds the key for each required place, by what the ledger says of the keys: the party, the
    /// seat, a person who does not sign yet. A key named one by one goes before one of a folder, a
    /// key that is good today before one that is not; of a folder only good ones are taken.
    pub fn place(
        &self,
        draft: &Draft<'_>,
        act: &Act,
        required: &[RequiredSigner],
        today: Day,
    ) -> Result<Places, Failure> {
        let mut candidates = Vec::new();
        for (at, held) in self.keys.iter().enumerate() {
            if let Some(enrolled) = draft.get(&keys::key(&held.public_key.key_id()))? {
                let good = is_good(&enrolled, today);
                if good || held.named {
                    candidates.push(Candidate {
                        key: at,
                        named: held.named,
                        good,
                        enrolled,
                    });
                }
            }
        }
        candidates.sort_by_key(|candidate| (!candidate.named, !candidate.good));
        let mut persons: Vec<PersonId> = Vec::new();
        let mut places = Vec::with_capacity(required.len());
        for signer in required {
            if signer.new {
                places.push(self.new_key(act).map(|key| Placed { key }));
                continue;
            }
            let fits = candidates.iter().find(|candidate| {
                let EnrolledKey {
                    party,
                    seat,
                    person,
                    ..
                } = &candidate.enrolled;
                *party == signer.party && *seat == signer.seat && !persons.contains(person)
            });
            persons.extend(fits.map(|candidate| candidate.enrolled.person.clone()));
            places.push(fits.map(|candidate| Placed { key: candidate.key }));
        }
        Ok(places)
    }

    fn new_key(&self, act: &Act) -> Option<usize> {
        let Act::KeyEnrol(act) = act else { return None };
        self.keys
            .iter()
            .position(|held| held.public_key == act.public_key)
    }

    /// The genesis names its keys itself.
    pub fn position(&self, public_key: &PublicKey) -> Option<usize> {
        self.keys
            .iter()
            .position(|held| held.public_key == *public_key)
    }
}

struct Candidate {
    key: usize,
    named: bool,
    good: bool,
    enrolled: EnrolledKey,
}

/// Whether a key may sign on a day.
pub fn is_good(key: &EnrolledKey, today: Day) -> bool {
    key.revoked.is_none() && key.from <= today && key.until.is_none_or(|until| today <= until)
}
