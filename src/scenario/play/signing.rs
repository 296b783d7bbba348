//! Drafting, signing and submitting in a play, and enrolling its keys.

use std::collections::{BTreeMap, BTreeSet};

use super::failure::{PlayFailure, StepFailure};
use super::keyring::Keyring;
use super::report::{Admitted, Refused};
use super::{Player, SeededEntropy, SimulatedClock};
use crate::domain::entry::{Act, Entry, Genesis, KeyEnrol, PersonEnrol};
use crate::domain::ids::PartyId;
use crate::domain::party::{Root, RootKey, Seat};
use crate::domain::rules::RULES_KNOWN;
use crate::envelope::{Envelope, SigningKey};
use crate::scenario::model::{RootSpec, Scenario};
use crate::scenario::texts::{Key, Say, Value};
use crate::service::{
    Answer, Clock, DraftOptions, Entropy, Ledger, Operator, ServiceError, draft_genesis,
};

/// What became of an act.
pub enum Outcome {
    /// It is on record.
    Admitted(Admitted),
    /// The rules refuse it.
    Refused(Refused),
    /// Neither: it could not be signed, or was no submission.
    Neither(Say),
}

impl<'a> Player<'a> {
    /// Begins the scenario's ledger.
    pub(super) fn begin(
        scenario: &'a Scenario,
        create: impl FnOnce(
            &[u8],
            Operator,
            Box<dyn Clock>,
            Box<dyn Entropy>,
        ) -> Result<Ledger, ServiceError>,
    ) -> Result<Self, PlayFailure> {
        let keyring = Keyring::of(&scenario.seed);
        let clock = SimulatedClock::at(scenario.start);
        let mut entropy = SeededEntropy::of(&scenario.seed);
        let mut random = [0; 10];
        entropy.fill(&mut random);
        let drafted = draft_genesis(genesis(scenario, &keyring)?, scenario.start, &random)?;
        let mut envelope = Envelope::new(drafted.payload).map_err(ServiceError::from)?;
        let roots = scenario
            .roots
            .iter()
            .flat_map(|root| root_keys(root, &keyring));
        for key in roots.chain([keyring.operator()]) {
            envelope.sign_with(&key).map_err(ServiceError::from)?;
        }
        let ledger = create(
            &envelope.to_bytes(),
            Box::new(keyring.operator()),
            Box::new(clock.clone()),
            Box::new(entropy),
        )
        .map_err(|error| match error {
            ServiceError::Genesis(refusal) => in_the_head(
                scenario,
                Say::new(Key::NotAdmitted).with("refusal", refusal),
            ),
            other => other.into(),
        })?;
        let seats = scenario
            .roots
            .iter()
            .map(|root| ((root.party.clone(), Seat::Issue), usize::from(root.keys)));
        let figures = scenario.acts.iter().flat_map(|step| &step.expect.figures);
        Ok(Self {
            scenario,
            ledger,
            clock,
            seats: seats.collect(),
            numbers: BTreeMap::new(),
            marked: BTreeMap::new(),
            wanted_marks: figures
                .filter_map(|figure| figure.since.as_deref())
                .collect::<BTreeSet<_>>(),
            met: 0,
            keyring,
        })
    }

    /// The handle and review seats of the roots: their genesis keys all sit in the issue seat.
    pub(super) fn seats_of_roots(&mut self) -> Result<(), PlayFailure> {
        for root in &self.scenario.roots {
            if let Err(say) = self.enrol_seats(&root.party, &[Seat::Handle, Seat::Review])? {
                return Err(in_the_head(self.scenario, say));
            }
        }
        Ok(())
    }

    /// Enrols one person with one key in each of the seats.
    pub(super) fn enrol_seats(
        &mut self,
        party: &PartyId,
        seats: &[Seat],
    ) -> Result<Result<(), Say>, PlayFailure> {
        for seat in seats {
            let person = match Keyring::person(party, *seat, 1) {
                Ok(person) => person,
                Err(why) => return Ok(Err(Say::new(Key::Wrong).with("why", why))),
            };
            let key = self.keyring.key(party, *seat, 1);
            let enrol = KeyEnrol {
                party: party.clone(),
                person: person.clone(),
                seat: *seat,
                public_key: key.public_key(),
                from: self.scenario.start.day().max(self.ledger.now()?.day()),
                until: None,
            };
            let acts: [Act; 2] = [
                PersonEnrol {
                    person,
                    party: party.clone(),
                }
                .into(),
                enrol.into(),
            ];
            for act in acts {
                match self.submit(act, None)? {
                    Outcome::Admitted(_) => {}
                    Outcome::Refused(Refused { refusal, .. }) => {
                        let say = Say::new(Key::NotAdmitted);
                        return Ok(Err(say.with("refusal", refusal)));
                    }
                    Outcome::Neither(say) => return Ok(Err(say)),
                }
            }
            self.seats.insert((party.clone(), *seat), 1);
        }
        Ok(Ok(()))
    }

    /// Drafts, signs and submits an act.
    pub(super) fn submit(
        &mut self,
        act: Act,
        by: Option<&PartyId>,
    ) -> Result<Outcome, PlayFailure> {
        let kind = act.kind();
        let options = DraftOptions {
            by: by.cloned(),
            ..DraftOptions::default()
        };
        let drafted = self.ledger.draft(act, &options)?;
        let keys = match self.keys_for(&drafted.entry) {
            Ok(keys) => keys,
            Err(say) => return Ok(Outcome::Neither(say)),
        };
        let mut envelope = Envelope::new(drafted.payload).map_err(ServiceError::from)?;
        for key in &keys {
            envelope.sign_with(key).map_err(ServiceError::from)?;
        }
        let answer = self.ledger.submit(&[envelope.to_bytes()])?.pop();
        Ok(match answer {
            Some(Answer::Admitted {
                index,
                entry_hash,
                assigned,
                ..
            }) => Outcome::Admitted(Admitted {
                kind,
                index,
                entry_hash,
                assigned,
            }),
            Some(Answer::Refused { refusal, index }) => Outcome::Refused(Refused {
                kind,
                refusal,
                index,
            }),
            Some(Answer::RefusedBefore { refusal, index }) => Outcome::Refused(Refused {
                kind,
                refusal,
                index: Some(index),
            }),
            Some(Answer::Repeated { index, .. }) => {
                Outcome::Neither(Say::new(Key::NeitherOf).with("why", format!("= {index}")))
            }
            Some(Answer::Invalid(error)) => {
                let why = drafted
                    .warning
                    .map_or_else(|| error.to_string(), |w| w.to_string());
                Outcome::Neither(Say::new(Key::NeitherOf).with("why", why))
            }
            None => Outcome::Neither(Say::new(Key::NeitherOf).with("why", "-")),
        })
    }

    /// The keys that the head asks for: of a seat named k times, k different ones.
    fn keys_for(&self, entry: &Entry) -> Result<Vec<SigningKey>, Say> {
        let mut places: BTreeMap<(&PartyId, Seat), usize> = BTreeMap::new();
        let mut keys = Vec::new();
        for signer in &entry.head.signers {
            // A key being enrolled is always the first of its seat.
            if signer.new {
                keys.push(self.keyring.key(&signer.party, signer.seat, 1));
                continue;
            }
            let count = places.entry((&signer.party, signer.seat)).or_default();
            *count += 1;
            let there = self
                .seats
                .get(&(signer.party.clone(), signer.seat))
                .copied();
            if there.unwrap_or(0) < *count {
                return Err(Say::new(Key::NoKey)
                    .with("party", &signer.party)
                    .and("seat", seat_name(signer.seat))
                    .with("count", *count));
            }
            keys.push(self.keyring.key(&signer.party, signer.seat, *count));
        }
        Ok(keys)
    }
}

fn seat_name(seat: Seat) -> Value {
    let (zh, en) = match seat {
        Seat::Handle => ("经办", "handle"),
        Seat::Review => ("审核", "review"),
        Seat::Issue => ("签发", "issue"),
    };
    Value::Both(zh.to_owned(), en.to_owned())
}

/// A failure before the first step of the set-up.
fn in_the_head(scenario: &Scenario, say: Say) -> PlayFailure {
    let place = scenario.place.clone();
    PlayFailure::Step(Box::new(StepFailure {
        set_up: true,
        number: 0,
        place: place.clone(),
        title: Value::from(&scenario.names),
        unmet: vec![(place, say)],
    }))
}

fn root_keys(root: &RootSpec, keyring: &Keyring) -> Vec<SigningKey> {
    let keys = 1..=usize::from(root.keys);
    keys.map(|count| keyring.key(&root.party, Seat::Issue, count))
        .collect()
}

fn genesis(scenario: &Scenario, keyring: &Keyring) -> Result<Genesis, PlayFailure> {
    let mut roots = Vec::new();
    for spec in &scenario.roots {
        let mut keys = Vec::new();
        for (at, key) in root_keys(spec, keyring).iter().enumerate() {
            let person = Keyring::person(&spec.party, Seat::Issue, at + 1)
                .map_err(|why| in_the_head(scenario, Say::new(Key::Wrong).with("why", why)))?;
            keys.push(RootKey {
                person,
                public_key: key.public_key(),
            });
        }
        roots.push(Root {
            region: spec.region.clone(),
            region_names: spec.region_names.clone(),
            party: spec.party.clone(),
            party_names: spec.party_names.clone(),
            threshold: spec.threshold,
            keys,
        });
    }
    Ok(Genesis {
        names: scenario.ledger_names.clone(),
        origin: scenario.origin.clone(),
        practice: true,
        rules: RULES_KNOWN,
        keeper: scenario.keeper.clone(),
        operator: keyring.operator().public_key(),
        roots,
    })
}
