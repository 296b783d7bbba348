//! A ledger in memory, all keys of all parties, and a clock that is set by hand.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use qledger::codec::entry::encode;
use qledger::domain::entry::{Act, Entry, Genesis, RequiredSigner};
use qledger::domain::ids::PartyId;
use qledger::domain::moment::{Day, Moment};
use qledger::domain::party::Seat;
use qledger::envelope::{EntryHash, Envelope, KeyId, Sign, SigningKey};
use qledger::service::{Clock, DraftOptions, Drafted, Entropy, Ledger};
use qledger::store::MemoryStore;
use sha2::{Digest, Sha256};

use crate::naive::Model;
use crate::rng::Rng;

/// A clock set by hand.
#[derive(Clone)]
struct HandClock(Arc<AtomicU64>);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment::from_ms(self.0.load(Ordering::Relaxed)).unwrap()
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// Randomness that a seed decides.
#[derive(Clone)]
struct SeededEntropy(Arc<Mutex<Rng>>);

impl Entropy for SeededEntropy {
    fn fill(&mut self, bytes: &mut [u8]) {
        let mut rng = self.0.lock().unwrap();
        for byte in bytes {
            *byte = rng.next().to_le_bytes()[0];
        }
    }
}

/// The key pair of a name.
pub fn key_of(name: &str) -> SigningKey {
    SigningKey::from_seed(&Sha256::digest(name).into())
}

/// An entry with its signatures.
#[derive(Clone)]
pub struct Signed {
    pub entry: Entry,
    pub envelope: Vec<u8>,
    pub hash: EntryHash,
    pub keys: Vec<KeyId>,
}

/// By seat, the names its keys are made from and the keys' ids.
pub type Rings = BTreeMap<(PartyId, Seat), Vec<(String, KeyId)>>;

/// The ledger and all who write to it.
pub struct Office {
    pub ledger: Ledger,
    clock: HandClock,
    entropy: SeededEntropy,
    rings: Rings,
}

impl Office {
    /// Begins a ledger at a moment.
    pub fn begin(genesis: Genesis, root_keys: &[SigningKey], at: Moment) -> Self {
        let clock = HandClock(Arc::new(AtomicU64::new(at.ms())));
        let entropy = SeededEntropy(Arc::new(Mutex::new(Rng::new(0))));
        let signers: Vec<&dyn Sign> = root_keys.iter().map(|key| key as &dyn Sign).collect();
        let ledger = Ledger::create(
            |_, group| {
                let mut store: Box<dyn qledger::store::Store> = Box::new(MemoryStore::new());
                store.append(0, group)?;
                Ok(store)
            },
            genesis,
            &signers,
            Box::new(key_of("operator")),
            Box::new(clock.clone()),
            Box::new(entropy.clone()),
        );
        let ledger = ledger.unwrap();
        Self {
            ledger,
            clock,
            entropy,
            rings: BTreeMap::new(),
        }
    }

    /// From here on ids come from another seed.
    pub fn reseed(&self, seed: u64) {
        *self.entropy.0.lock().unwrap() = Rng::new(seed);
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn today(&self) -> Day {
        self.now().day()
    }

    /// Sets the clock, which does not go back.
    pub fn set_clock(&self, to: Moment) {
        self.clock.0.fetch_max(to.ms(), Ordering::Relaxed);
    }

    /// Puts the key of a name on a seat's ring, enrolled or not.
    pub fn keep_key(&mut self, party: &PartyId, seat: Seat, name: &str) {
        let key = (name.to_owned(), key_of(name).public_key().key_id());
        self.rings
            .entry((party.clone(), seat))
            .or_default()
            .push(key);
    }

    /// Every seat that ever had a key, with its keys.
    pub fn rings(&self) -> &Rings {
        &self.rings
    }

    /// Whether somebody could sign for a party in a seat.
    pub fn has_seat(&self, party: &PartyId, seat: Seat) -> bool {
        self.rings.contains_key(&(party.clone(), seat))
    }

    /// A key of the party in the seat that the model thinks good and whose person has not signed
    /// yet; else any.
    fn key_for(
        &self,
        model: &Model,
        signer: &RequiredSigner,
        used: &[KeyId],
    ) -> Option<SigningKey> {
        let ring = self.rings.get(&(signer.party.clone(), signer.seat))?;
        let today = self.today();
        let person = |key: &KeyId| model.keys.get(key).map(|key| key.person.clone());
        let fresh = |(_, id): &&(String, KeyId)| {
            let person_used = used.iter().any(|other| person(other) == person(id));
            let good = model.keys.get(id).is_some_and(|key| {
                !key.revoked && key.from <= today && key.until.is_none_or(|until| today <= until)
            });
            good && !person_used
        };
        let unused = |(_, id): &&(String, KeyId)| !used.contains(id);
        let found = ring.iter().find(fresh).or_else(|| ring.iter().find(unused));
        found.map(|(name, _)| key_of(name))
    }

    /// The keys that sign as an entry's head says, or none where a seat has no key at all.
    pub fn keys_for(&self, model: &Model, entry: &Entry) -> Option<Vec<SigningKey>> {
        let mut keys: Vec<SigningKey> = Vec::new();
        for signer in &entry.head.signers {
            let used: Vec<KeyId> = keys.iter().map(|key| key.public_key().key_id()).collect();
            let key = match (&entry.act, signer.new) {
                (Act::KeyEnrol(act), true) => {
                    let new = act.public_key.key_id();
                    let named = self.rings.values().flatten().find(|(_, id)| *id == new);
                    named.map(|(name, _)| key_of(name))
                }
                _ => self.key_for(model, signer, &used),
            };
            keys.push(key?);
        }
        Some(keys)
    }

    /// Drafts an act.
    pub fn draft(&mut self, act: Act, by: Option<PartyId>) -> Drafted {
        self.ledger
            .draft(
                act,
                &DraftOptions {
                    by,
                    ..DraftOptions::default()
                },
            )
            .unwrap()
    }
}

/// Signs an entry with these keys in this order.
pub fn sign(entry: Entry, keys: &[SigningKey]) -> Signed {
    let mut envelope = Envelope::new(encode(&entry).unwrap()).unwrap();
    for key in keys {
        envelope.sign_with(key).unwrap();
    }
    let (hash, bytes) = (envelope.entry_hash(), envelope.to_bytes());
    let keys = keys.iter().map(|key| key.public_key().key_id()).collect();
    Signed {
        entry,
        envelope: bytes,
        hash,
        keys,
    }
}
