//! A ledger for tests of the rules: every entry is really signed, verified and judged.
//!
//! ```text
//! let mut kit = Kit::zhundong();                      // roots, regions, bureaus, indicators
//! kit.on("2027-03-01");                               // the clock, 09:00 of that day
//! let numbers = kit.admit(opening);                   // enrols the keys it needs by itself
//! let refusal = kit.refused(issue);                   // refused, whatever becomes of the record
//! ```
//!
//! Keys, persons and ids follow from names, so that a run is repeated to the byte.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Assigned, Judgement, judge, judge_genesis, required_signers};
use crate::domain::entry::{
    Act, CaseAct, Entry, Genesis, Head, KeyEnrol, PersonEnrol, RequiredSigner,
};
use crate::domain::ids::{EntryId, LedgerId, PartyId, PersonId};
use crate::domain::moment::{DAY_MS, Day, MINUTE_MS, Moment};
use crate::domain::party::{Root, RootKey, Seat};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{Draft, MemoryState, keys};
use crate::domain::text::{Document, DocumentKind, Label, Names};
use crate::envelope::{Envelope, KeyId, PublicKey, SigningKey, Verified, verify};

mod zhundong;

pub(crate) use zhundong::*;

/// A parsed value of any of the domain's text types: `of("650109")`.
pub(crate) fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// The same text in both languages.
pub(crate) fn names(text: &str) -> Names {
    Names {
        zh: of(text),
        en: of(text),
    }
}

/// The key pair of a name.
pub(crate) fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_seed(&Sha256::digest(name).into())
}

/// Signed and verified, with the bytes that would be stored.
#[derive(Debug, Clone)]
pub(crate) struct Submission {
    /// The entry.
    pub entry: Verified<Entry>,
    /// The stored envelope.
    pub envelope: Vec<u8>,
}

impl Submission {
    /// SHA-256 of the stored envelope.
    pub fn envelope_hash(&self) -> [u8; 32] {
        Sha256::digest(&self.envelope).into()
    }
}

/// A ledger in memory, the keys of its people and a clock.
pub(crate) struct Kit {
    /// The derived state.
    pub state: MemoryState,
    /// The operator's clock; a minute passes with each submission.
    pub now: Moment,
    /// The ledger's id.
    pub ledger: LedgerId,
    serial: u64,
}

/// What a kit's roots are made of: region, party, keys, threshold.
const ROOTS: [(&str, &str, usize, u8); 2] =
    [("650000", "650000-EEB", 2, 1), ("XPCC", "XPCC-EEB", 3, 2)];

impl Kit {
    /// A ledger with its genesis and nothing else, on 2027-01-04.
    pub fn begun() -> Self {
        let mut kit = Self {
            state: MemoryState::default(),
            now: start_of("2027-01-04"),
            ledger: LedgerId::from_leaf_hash([0; 32]),
            serial: 0,
        };
        let submission = kit.genesis(|_| {}, |_| {});
        let judgement = kit.judge_genesis(&submission);
        kit.apply(judgement);
        kit
    }

    /// A signed genesis, amended before it is signed; its signers follow from the act.
    pub fn genesis(
        &mut self,
        amend: impl FnOnce(&mut Genesis),
        amend_head: impl FnOnce(&mut Head),
    ) -> Submission {
        let mut genesis = Genesis {
            names: names("准东"),
            origin: of("qledger.example/zhundong"),
            practice: true,
            rules: 1,
            keeper: of("650000-EEB"),
            operator: signing_key("operator").public_key(),
            roots: ROOTS.map(root).to_vec(),
        };
        amend(&mut genesis);
        let mut head = self.head(super::setup::genesis::signers(&genesis));
        head.ledger = None;
        amend_head(&mut head);
        let keys = ROOTS
            .iter()
            .flat_map(|(_, party, keys, _)| seat_keys(party, Seat::Issue, *keys));
        let keys: Vec<_> = keys.chain([signing_key("operator")]).collect();
        sign(
            Entry {
                head,
                act: genesis.into(),
            },
            &keys,
        )
    }

    /// Judges a genesis and remembers the ledger id it would have.
    pub fn judge_genesis(&mut self, submission: &Submission) -> Judgement {
        let mut hash = Sha256::new_with_prefix([0, 1]);
        hash.update(self.now.ms().to_be_bytes());
        hash.update(&submission.envelope);
        self.ledger = LedgerId::from_leaf_hash(hash.finalize().into());
        judge_genesis(&submission.entry, self.ledger, self.now).unwrap()
    }

    /// Sets the clock to 09:00 of a day.
    pub fn on(&mut self, day: &str) {
        let then = start_of(day);
        assert!(
            then > self.now,
            "the clock of a ledger does not go back to {day}"
        );
        self.now = then;
    }

    /// Today.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The state, to read from.
    pub fn draft(&self) -> Draft<'_> {
        Draft::on(&self.state)
    }

    /// A head for an entry made now, for a month.
    pub fn head(&mut self, signers: Vec<RequiredSigner>) -> Head {
        self.serial += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.serial.to_be_bytes());
        Head {
            ledger: Some(self.ledger),
            id: EntryId::from_parts(self.now.ms(), &random),
            made: self.now,
            expires: self.now.plus_ms(30 * DAY_MS),
            signers,
            speaks_on: None,
            basis: None,
        }
    }

    /// An act under its head: signers as the rules ask for (those of `party` where it is given),
    /// and for an act on a case the content it speaks on. Where the rules cannot say who signs,
    /// the first root does.
    pub fn entry(&mut self, act: impl Into<Act>, party: Option<&str>) -> Entry {
        let act = act.into();
        let party = party.map(of::<PartyId>);
        let signers = required_signers(&self.draft(), &act, self.today());
        let signers = signers
            .ok()
            .and_then(|sets| sets.for_party(party.as_ref()).cloned());
        let fallback = || vec![RequiredSigner::of(&of("650000-EEB"), Seat::Issue)];
        let mut head = self.head(signers.unwrap_or_else(fallback));
        head.speaks_on = self.content_of_case(&act);
        Entry { head, act }
    }

    fn content_of_case(&self, act: &Act) -> Option<crate::envelope::EntryHash> {
        let case = match act {
            Act::CaseAct(CaseAct { case, .. }) => case,
            Act::CaseReturn(act) => &act.case,
            Act::CaseResubmit(act) => &act.case,
            Act::CaseEnd(act) => &act.case,
            Act::BaseDecide(act) => &act.decision.case,
            _ => return None,
        };
        self.draft()
            .get(&keys::case(case))
            .unwrap()
            .map(|case| case.content_hash)
    }

    /// Signs as the head says: the k-th mention of a seat by its k-th key, enrolled where needed.
    pub fn sign(&mut self, entry: Entry) -> Submission {
        let mut places: BTreeMap<(PartyId, Seat), usize> = BTreeMap::new();
        let mut signing = Vec::new();
        for signer in entry.head.signers.clone() {
            let name = match (&entry.act, signer.new) {
                (Act::KeyEnrol(act), true) => new_key_name(act),
                _ => {
                    let place = places
                        .entry((signer.party.clone(), signer.seat))
                        .or_default();
                    *place += 1;
                    self.ensure_seat(&signer.party, signer.seat, *place);
                    seat_name(&signer.party, signer.seat, *place)
                }
            };
            signing.push(signing_key(&name));
        }
        sign(entry, &signing)
    }

    /// Sees to it that the first `count` keys of a seat are enrolled, if the party is.
    pub fn ensure_seat(&mut self, party: &PartyId, seat: Seat, count: usize) {
        if self.draft().get(&keys::party(party)).unwrap().is_none() {
            return;
        }
        for place in 1..=count {
            let name = seat_name(party, seat, place);
            let key = signing_key(&name).public_key();
            if self
                .draft()
                .get(&keys::key(&key.key_id()))
                .unwrap()
                .is_none()
            {
                let person: PersonId = of(&name);
                self.admit(PersonEnrol {
                    person: person.clone(),
                    party: party.clone(),
                });
                self.admit(self.key_enrol(party, seat, place));
            }
        }
    }

    /// The enrolment of the `place`-th key of a seat.
    pub fn key_enrol(&self, party: &PartyId, seat: Seat, place: usize) -> KeyEnrol {
        let name = seat_name(party, seat, place);
        KeyEnrol {
            party: party.clone(),
            person: of(&name),
            seat,
            public_key: signing_key(&name).public_key(),
            from: self.today(),
            until: None,
        }
    }

    /// The id of the `place`-th key of a seat.
    #[allow(clippy::unused_self, reason = "it reads as the kit's own key")]
    pub fn key_id(&self, party: &str, seat: Seat, place: usize) -> KeyId {
        signing_key(&seat_name(&of(party), seat, place))
            .public_key()
            .key_id()
    }

    /// Judges a submission, lays down what changes, and lets a minute pass.
    pub fn judge(&mut self, submission: &Submission) -> Judgement {
        let hash = submission.envelope_hash();
        let judgement = judge(&self.state, &submission.entry, &hash, self.now).unwrap();
        self.apply(judgement.clone());
        judgement
    }

    fn apply(&mut self, judgement: Judgement) {
        match judgement {
            Judgement::Admitted { effects, .. }
            | Judgement::Refused {
                recorded: Some((_, effects)),
                ..
            } => self.state.apply(effects),
            Judgement::Refused { recorded: None, .. }
            | Judgement::Repeated { .. }
            | Judgement::RefusedBefore { .. } => {}
        }
        self.now = self.now.plus_ms(MINUTE_MS);
    }

    /// Signs and judges an act.
    pub fn submit(&mut self, act: impl Into<Act>) -> Judgement {
        let entry = self.entry(act, None);
        let submission = self.sign(entry);
        self.judge(&submission)
    }

    /// An act that must be admitted; the numbers it gave.
    #[track_caller]
    pub fn admit(&mut self, act: impl Into<Act>) -> Vec<Assigned> {
        admitted(self.submit(act))
    }

    /// An act that must be admitted, signed by the set that `party` is in.
    #[track_caller]
    pub fn admit_as(&mut self, party: &str, act: impl Into<Act>) -> Vec<Assigned> {
        let entry = self.entry(act, Some(party));
        let submission = self.sign(entry);
        admitted(self.judge(&submission))
    }

    /// An act that must be refused.
    #[track_caller]
    pub fn refused(&mut self, act: impl Into<Act>) -> Refusal {
        refused(self.submit(act))
    }

    /// An act that must be refused, its entry amended before it is signed.
    #[track_caller]
    pub fn refused_entry(
        &mut self,
        act: impl Into<Act>,
        amend: impl FnOnce(&mut Entry),
    ) -> Refusal {
        let mut entry = self.entry(act, None);
        amend(&mut entry);
        let submission = self.sign(entry);
        refused(self.judge(&submission))
    }

    /// An act that must be refused with this code.
    #[track_caller]
    pub fn refuses(&mut self, code: Code, act: impl Into<Act>) -> Refusal {
        let refusal = self.refused(act);
        assert_eq!(refusal.code, code, "{refusal}");
        assert!(
            !refusal.text(crate::domain::text::Lang::En).contains('{'),
            "{refusal}"
        );
        refusal
    }

    /// A document of today.
    pub fn document(&self, kind: DocumentKind) -> Document {
        let number: Label = of(&format!(
            "新环函〔{}〕{}号",
            self.today().year(),
            self.serial
        ));
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

/// What was admitted gave these numbers.
#[track_caller]
pub(crate) fn admitted(judgement: Judgement) -> Vec<Assigned> {
    match judgement {
        Judgement::Admitted { assigned, .. } => assigned,
        Judgement::Refused { refusal, .. } => panic!("refused: {refusal}"),
        Judgement::Repeated { admission } => panic!("a repeat of {}", admission.index),
        Judgement::RefusedBefore { row } => panic!("refused before, at {}", row.index),
    }
}

/// What was refused for the first time, for this reason.
#[track_caller]
pub(crate) fn refused(judgement: Judgement) -> Refusal {
    match judgement {
        Judgement::Refused { refusal, .. } => refusal,
        Judgement::Admitted { index, .. } => panic!("admitted as {index}"),
        Judgement::Repeated { admission } => panic!("a repeat of {}", admission.index),
        Judgement::RefusedBefore { row } => panic!("refused before, at {}", row.index),
    }
}

/// Signs an entry with these keys in this order, and verifies it.
pub(crate) fn sign(entry: Entry, signing: &[SigningKey]) -> Submission {
    let known: BTreeMap<KeyId, PublicKey> = signing
        .iter()
        .map(|key| (key.public_key().key_id(), key.public_key()))
        .collect();
    let mut envelope = Envelope::new(format!("{entry:?}").into_bytes()).unwrap();
    for key in signing {
        envelope.sign_with(key).unwrap();
    }
    let verified = verify(&envelope, |id| Ok::<_, ()>(known.get(id).copied())).unwrap();
    let entry = verified.try_map(|_| Ok::<_, ()>(entry)).unwrap();
    Submission {
        entry,
        envelope: envelope.to_bytes(),
    }
}

/// The name of the `place`-th key of a seat, which is also its person's pseudonym.
pub(crate) fn seat_name(party: &PartyId, seat: Seat, place: usize) -> String {
    let seat = match seat {
        Seat::Handle => "H",
        Seat::Review => "R",
        Seat::Issue => "I",
    };
    format!("P-{party}-{seat}{place}")
}

fn seat_keys(party: &str, seat: Seat, count: usize) -> Vec<SigningKey> {
    (1..=count)
        .map(|place| signing_key(&seat_name(&of(party), seat, place)))
        .collect()
}

/// The name a new key was made from: its seat's, where it is one of the kit's own.
fn new_key_name(act: &KeyEnrol) -> String {
    let own = (1..=9).map(|place| seat_name(&act.party, act.seat, place));
    let is_it = |name: &String| signing_key(name).public_key() == act.public_key;
    own.into_iter()
        .find(is_it)
        .unwrap_or_else(|| format!("{} again", act.person))
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

fn start_of(day: &str) -> Moment {
    of::<Day>(day).start().plus_ms(9 * 60 * MINUTE_MS)
}

mod tests;
