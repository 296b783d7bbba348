//! A ledger in use, for tests: an office with everybody's keys and a clock set by hand.
//!
//! Keys, persons and ids follow from names and counters, so that a run is repeated to the byte.

#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../provoked/mod.rs"]
mod provoked;
pub mod shared;
pub mod zhundong;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use qledger::domain::entry::{Act, Genesis, KeyEnrol, PersonEnrol, RequiredSigner};
use qledger::domain::ids::{PartyId, PersonId};
use qledger::domain::moment::{Day, MINUTE_MS, Moment};
use qledger::domain::party::{Root, RootKey, Seat};
use qledger::domain::refusal::{Code, Refusal};
use qledger::domain::rules::Assigned;
use qledger::domain::state::keys;
use qledger::domain::text::{Document, DocumentKind, Label, Names};
use qledger::envelope::{Envelope, KeyId, Sign, SigningKey};
use qledger::service::{Answer, Clock, DraftOptions, Drafted, Entropy, Folder, Ledger, Silent};
use sha2::{Digest, Sha256};

use shared::SharedStore;

/// A parsed value of any of the domain's text types: `of("650109")`.
pub fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// The same text in both languages.
pub fn names(text: &str) -> Names {
    Names {
        zh: of(text),
        en: of(text),
    }
}

/// The key pair of a name.
pub fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_seed(&Sha256::digest(name).into())
}

/// The name of the `place`-th key of a seat, which is also its person's pseudonym.
pub fn seat_name(party: &PartyId, seat: Seat, place: usize) -> String {
    let seat = match seat {
        Seat::Handle => "H",
        Seat::Review => "R",
        Seat::Issue => "I",
    };
    format!("P-{party}-{seat}{place}")
}

/// A clock that whoever holds a copy can set.
#[derive(Clone)]
pub struct HandClock {
    pub ms: Arc<AtomicU64>,
    pub simulated: bool,
}

impl HandClock {
    pub fn at(day: &str) -> Self {
        let clock = Self {
            ms: Arc::default(),
            simulated: true,
        };
        clock.set(morning(day));
        clock
    }

    pub fn set(&self, moment: Moment) {
        self.ms.store(moment.ms(), Ordering::Relaxed);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment::from_ms(self.ms.load(Ordering::Relaxed)).unwrap()
    }

    fn is_simulated(&self) -> bool {
        self.simulated
    }
}

/// 09:00 of a day.
pub fn morning(day: &str) -> Moment {
    of::<Day>(day).start().plus_ms(9 * 60 * MINUTE_MS)
}

/// Counts instead of being random.
#[derive(Clone, Copy)]
pub struct Counting(pub u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0 += 1;
        for (byte, of_count) in bytes.iter_mut().rev().zip(self.0.to_le_bytes()) {
            *byte = of_count;
        }
    }
}

/// What the roots are made of: region, party, keys, threshold.
const ROOTS: [(&str, &str, usize, u8); 2] =
    [("650000", "650000-EEB", 2, 1), ("XPCC", "XPCC-EEB", 3, 2)];

pub fn genesis() -> Genesis {
    Genesis {
        names: names("准东"),
        origin: of("qledger.example/zhundong"),
        practice: true,
        rules: 1,
        keeper: of("650000-EEB"),
        operator: signing_key("operator").public_key(),
        roots: ROOTS.map(root).to_vec(),
    }
}

fn root((region, party, keys, threshold): (&str, &str, usize, u8)) -> Root {
    let key = |place| {
        let name = seat_name(&of(party), Seat::Issue, place);
        RootKey {
            person: of(&name),
            public_key: signing_key(&name).public_key(),
        }
    };
    Root {
        region: of(region),
        region_names: names(region),
        party: of(party),
        party_names: names(party),
        threshold,
        keys: (1..=keys).map(key).collect(),
    }
}

/// Every root key.
pub fn root_keys() -> Vec<SigningKey> {
    let of_root = |(_, party, keys, _): (&str, &'static str, usize, u8)| {
        (1..=keys).map(move |place| signing_key(&seat_name(&of(party), Seat::Issue, place)))
    };
    ROOTS.into_iter().flat_map(of_root).collect()
}

/// An operator's key.
pub fn operator() -> Box<SigningKey> {
    Box::new(signing_key("operator"))
}

/// A ledger, its clock and its store, which the test shares.
pub struct Office {
    pub ledger: Ledger,
    pub clock: HandClock,
    pub store: SharedStore,
}

impl Office {
    /// A ledger with two roots and nothing else, on 2027-01-04.
    pub fn begun() -> Self {
        let clock = HandClock::at("2027-01-04");
        let store = SharedStore::default();
        let root_keys = root_keys();
        let signers: Vec<&dyn Sign> = root_keys.iter().map(|key| key as &dyn Sign).collect();
        let made = store.clone();
        let ledger = Ledger::create(
            |_, group| made.begin(group),
            genesis(),
            &signers,
            operator(),
            Box::new(clock.clone()),
            Box::new(Counting(0)),
        );
        Self {
            ledger: ledger.unwrap(),
            clock,
            store,
        }
    }

    /// The same in a folder.
    pub fn begun_in(folder: &Folder) -> Self {
        let clock = HandClock::at("2027-01-04");
        let root_keys = root_keys();
        let signers: Vec<&dyn Sign> = root_keys.iter().map(|key| key as &dyn Sign).collect();
        let (own, entropy) = (Box::new(clock.clone()), Box::new(Counting(0)));
        let ledger = folder
            .create(genesis(), &signers, operator(), own, entropy)
            .unwrap();
        Self {
            ledger,
            clock,
            store: SharedStore::default(),
        }
    }

    /// Opens the same store again, as another process would.
    pub fn reopened(&self) -> Result<Ledger, qledger::service::ServiceError> {
        let (clock, entropy) = (Box::new(self.clock.clone()), Box::new(Counting(1 << 32)));
        Ledger::open(
            Box::new(self.store.clone()),
            Some(operator()),
            clock,
            entropy,
            &mut Silent,
        )
    }

    /// Sets the clock to 09:00 of a day.
    pub fn on(&mut self, day: &str) {
        self.clock.set(morning(day));
    }

    /// Lets a minute pass.
    pub fn pass(&mut self) {
        self.clock.set(self.clock.now().plus_ms(MINUTE_MS));
    }

    pub fn today(&self) -> Day {
        self.clock.now().day()
    }

    pub fn draft(&mut self, act: impl Into<Act>, options: &DraftOptions) -> Drafted {
        self.ledger.draft(act.into(), options).unwrap()
    }

    /// The envelope of a draft, signed as its head says: the k-th mention of a seat by its k-th
    /// key, enrolled where needed.
    pub fn sign(&mut self, drafted: &Drafted) -> Vec<u8> {
        let keys = self.keys_for(&drafted.entry.head.signers, &drafted.entry.act);
        signed(&drafted.payload, &keys)
    }

    pub fn keys_for(&mut self, signers: &[RequiredSigner], act: &Act) -> Vec<SigningKey> {
        let mut places: BTreeMap<(PartyId, Seat), usize> = BTreeMap::new();
        let mut keys = Vec::new();
        for signer in signers {
            let name = match act {
                Act::KeyEnrol(act) if signer.new => new_key_name(act),
                _ => {
                    let place = places
                        .entry((signer.party.clone(), signer.seat))
                        .or_default();
                    *place += 1;
                    self.ensure_seat(&signer.party, signer.seat, *place);
                    seat_name(&signer.party, signer.seat, *place)
                }
            };
            keys.push(signing_key(&name));
        }
        keys
    }

    /// Sees to it that the first `count` keys of a seat are enrolled, if the party is.
    pub fn ensure_seat(&mut self, party: &PartyId, seat: Seat, count: usize) {
        let known = |office: &Self, key: &KeyId| {
            office
                .ledger
                .view()
                .unwrap()
                .draft()
                .get(&keys::key(key))
                .unwrap()
                .is_some()
        };
        if self
            .ledger
            .view()
            .unwrap()
            .draft()
            .get(&keys::party(party))
            .unwrap()
            .is_none()
        {
            return;
        }
        for place in 1..=count {
            let name = seat_name(party, seat, place);
            let key = signing_key(&name).public_key().key_id();
            if !known(self, &key) {
                self.admit(PersonEnrol {
                    person: of(&name),
                    party: party.clone(),
                });
                self.admit(self.key_enrol(party, seat, place));
            }
        }
    }

    /// The enrolment of the `place`-th key of a seat.
    pub fn key_enrol(&self, party: &PartyId, seat: Seat, place: usize) -> KeyEnrol {
        let name = seat_name(party, seat, place);
        let person: PersonId = of(&name);
        let public_key = signing_key(&name).public_key();
        KeyEnrol {
            party: party.clone(),
            person,
            seat,
            public_key,
            from: self.today(),
            until: None,
        }
    }

    /// Drafts and signs.
    pub fn envelope(&mut self, act: impl Into<Act>) -> Vec<u8> {
        let drafted = self.draft(act, &DraftOptions::default());
        self.sign(&drafted)
    }

    /// Submits one envelope.
    pub fn submit(&mut self, envelope: &[u8]) -> Answer {
        let mut answers = self.ledger.submit(&[envelope.to_vec()]).unwrap();
        assert_eq!(answers.len(), 1);
        answers.pop().unwrap()
    }

    /// Drafts, signs, submits, and lets a minute pass.
    pub fn act(&mut self, act: impl Into<Act>, options: &DraftOptions) -> Answer {
        let drafted = self.draft(act, options);
        let envelope = self.sign(&drafted);
        let answer = self.submit(&envelope);
        self.pass();
        answer
    }

    /// An act that must be admitted; the numbers it gave.
    #[track_caller]
    pub fn admit(&mut self, act: impl Into<Act>) -> Vec<Assigned> {
        admitted(self.act(act, &DraftOptions::default()))
    }

    /// An act that must be admitted, recorded by a party of several that may.
    #[track_caller]
    pub fn admit_by(&mut self, party: &str, act: impl Into<Act>) -> Vec<Assigned> {
        let options = DraftOptions {
            by: Some(of(party)),
            ..DraftOptions::default()
        };
        admitted(self.act(act, &options))
    }

    /// An act that must be refused with a code.
    #[track_caller]
    pub fn refuse(&mut self, code: Code, act: impl Into<Act>) -> (Refusal, Option<u64>) {
        match self.act(act, &DraftOptions::default()) {
            Answer::Refused { refusal, index } => {
                assert_eq!(refusal.code, code, "{refusal}");
                provoked::note(code.name());
                (refusal, index)
            }
            other => panic!("{code:?} expected, {other:?} given"),
        }
    }

    /// A document of today.
    pub fn document(&self, kind: DocumentKind) -> Document {
        let number: Label = of(&format!("新环函〔{}〕1号", self.today().year()));
        Document {
            kind,
            number,
            date: self.today(),
            sha256: None,
        }
    }

    /// A letter of today.
    pub fn letter(&self) -> Document {
        self.document(DocumentKind::Letter)
    }
}

/// A payload, signed by these keys in this order.
pub fn signed(payload: &[u8], keys: &[SigningKey]) -> Vec<u8> {
    let mut envelope = Envelope::new(payload.to_vec()).unwrap();
    for key in keys {
        envelope.sign_with(key).unwrap();
    }
    envelope.to_bytes()
}

/// What was admitted gave these numbers.
#[track_caller]
pub fn admitted(answer: Answer) -> Vec<Assigned> {
    match answer {
        Answer::Admitted { assigned, .. } => assigned,
        other => panic!("not admitted: {other:?}"),
    }
}

/// The number of a kind among those an act gave.
pub fn number(assigned: &[Assigned], what: &str) -> String {
    assigned
        .iter()
        .find(|assigned| assigned.what == what)
        .unwrap()
        .number
        .clone()
}

/// The name a new key was made from: its seat's, where it is one of the office's own.
fn new_key_name(act: &KeyEnrol) -> String {
    let own = (1..=9).map(|place| seat_name(&act.party, act.seat, place));
    let is_it = |name: &String| signing_key(name).public_key() == act.public_key;
    own.into_iter()
        .find(is_it)
        .unwrap_or_else(|| format!("{} again", act.person))
}
