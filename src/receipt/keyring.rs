//! The keys a receipt vouches for: those of the genesis, and those enrolled by keys already there.

use std::collections::{BTreeMap, BTreeSet};

use super::verify::ReceiptError;
use crate::codec::entry::decode_verified;
use crate::codec::leaf::Leaf;
use crate::domain::entry::{Act, Entry, RequiredSigner};
use crate::domain::ids::{LedgerId, PartyId, PersonId};
use crate::domain::party::Seat;
use crate::envelope::{self, Envelope, KeyId, PublicKey, Verified};
use crate::log::note::{KeyError, KeyName, SignatureType, VerifierKey};

/// A key that chains to the genesis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainedKey {
    /// The key.
    pub public_key: PublicKey,
    /// The party it was enrolled for.
    pub party: PartyId,
    /// The person.
    pub person: PersonId,
    /// The seat.
    pub seat: Seat,
    /// The leaf that enrolled it.
    pub enrolled: u64,
}

/// The operator's key in the form checkpoints name it: its name is the origin line.
pub fn operator_verifier_key(origin: &str, key: &PublicKey) -> Result<VerifierKey, KeyError> {
    let name: KeyName = origin.parse()?;
    Ok(VerifierKey::new(
        name,
        SignatureType::Ed25519,
        *key.as_bytes(),
    ))
}

/// The one verdict on a signature, in the form the log's notes ask for it.
pub fn signature_verdict(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    PublicKey::from_bytes(key).is_ok_and(|key| key.verify(message, signature).is_ok())
}

/// What the genesis says that a reader needs.
pub struct Roots {
    /// The origin line of checkpoints.
    pub origin: String,
    /// The operator's key.
    pub operator: PublicKey,
    /// Whether it is a practice ledger.
    pub practice: bool,
}

/// Keys by id, and which of them were needed.
pub struct Keyring {
    ledger: LedgerId,
    keys: BTreeMap<KeyId, ChainedKey>,
    used: BTreeSet<u64>,
}

/// An entry whose signatures were checked against a keyring.
pub struct Checked {
    /// The entry, with its proof.
    pub entry: Verified<Entry>,
    /// Who signed, in order.
    pub signers: Vec<ChainedKey>,
}

fn open_envelope(leaf: &Leaf) -> Result<Envelope, ReceiptError> {
    Envelope::parse_stored(&leaf.envelope)
        .map_err(|error| ReceiptError::Envelope(error.to_string()))
}

impl Keyring {
    /// The keys of a genesis leaf: all root keys sign it, and the operator's.
    pub fn begin(ledger: LedgerId, leaf: &Leaf) -> Result<(Self, Roots), ReceiptError> {
        let not_genesis = || ReceiptError::NotAGenesis;
        if leaf.refusal.is_some() {
            return Err(not_genesis());
        }
        let envelope = open_envelope(leaf)?;
        let entry = crate::codec::entry::decode(envelope.payload())
            .map_err(|refusal| ReceiptError::Payload(refusal.to_string()))?;
        let Act::Genesis(genesis) = entry.act else {
            return Err(not_genesis());
        };
        let mut keys = BTreeMap::new();
        let mut expected = Vec::new();
        for root in &genesis.roots {
            for key in &root.keys {
                expected.push(key.public_key.key_id());
                keys.insert(
                    key.public_key.key_id(),
                    ChainedKey {
                        public_key: key.public_key,
                        party: root.party.clone(),
                        person: key.person.clone(),
                        seat: Seat::Issue,
                        enrolled: 0,
                    },
                );
            }
        }
        expected.push(genesis.operator.key_id());
        let known = |id: &KeyId| {
            let root = keys.get(id).map(|key| key.public_key);
            Ok::<_, std::convert::Infallible>(
                root.or_else(|| (*id == genesis.operator.key_id()).then_some(genesis.operator)),
            )
        };
        let verified = envelope::verify(&envelope, known)
            .map_err(|error| ReceiptError::Signature(error.to_string()))?;
        let signed: Vec<KeyId> = verified
            .signers()
            .iter()
            .map(crate::envelope::Signer::key_id)
            .collect();
        if signed != expected {
            return Err(ReceiptError::Signers {
                needed: format!("{} root keys and the operator's", expected.len() - 1),
            });
        }
        let roots = Roots {
            origin: genesis.origin.to_string(),
            operator: genesis.operator,
            practice: genesis.practice,
        };
        Ok((
            Self {
                ledger,
                keys,
                used: BTreeSet::from([0]),
            },
            roots,
        ))
    }

    /// Takes in the key that an enrolment leaf enrols, if keys already here enrol it.
    pub fn enrol(&mut self, index: u64, leaf: &Leaf) -> Result<(), ReceiptError> {
        if leaf.refusal.is_some() {
            return Err(ReceiptError::NotAnEnrolment { index });
        }
        let checked = self.check(leaf)?;
        let Act::KeyEnrol(act) = &checked.entry.content().act else {
            return Err(ReceiptError::NotAnEnrolment { index });
        };
        let key = ChainedKey {
            public_key: act.public_key,
            party: act.party.clone(),
            person: act.person.clone(),
            seat: act.seat,
            enrolled: index,
        };
        match self.keys.insert(act.public_key.key_id(), key) {
            None => Ok(()),
            Some(_) => Err(ReceiptError::KeyTwice { index }),
        }
    }

    /// Checks a leaf's entry: every signature by a key here, each of the party and seat the payload
    /// names at its place, seats by different persons, for this ledger.
    pub fn check(&mut self, leaf: &Leaf) -> Result<Checked, ReceiptError> {
        let envelope = open_envelope(leaf)?;
        let entry = crate::codec::entry::decode(envelope.payload())
            .map_err(|refusal| ReceiptError::Payload(refusal.to_string()))?;
        if entry.head.ledger != Some(self.ledger) {
            return Err(ReceiptError::OtherLedger {
                expected: self.ledger,
                found: entry
                    .head
                    .ledger
                    .map_or_else(|| "null".to_owned(), |id| id.to_string()),
            });
        }
        let new = if let Act::KeyEnrol(act) = &entry.act {
            Some(act.clone())
        } else {
            None
        };
        let known = |id: &KeyId| {
            let enrolled = self.keys.get(id).map(|key| key.public_key);
            let own = new
                .as_ref()
                .map(|act| act.public_key)
                .filter(|key| key.key_id() == *id);
            Ok::<_, std::convert::Infallible>(enrolled.or(own))
        };
        let verified = envelope::verify(&envelope, known)
            .map_err(|error| ReceiptError::Signature(error.to_string()))?;
        let verified =
            decode_verified(verified).map_err(|error| ReceiptError::Payload(error.to_string()))?;
        let signers = self.match_signers(&verified, new.as_ref(), leaf.refusal.is_some())?;
        self.used.extend(
            signers
                .iter()
                .map(|key| key.enrolled)
                .filter(|at| *at != u64::MAX),
        );
        Ok(Checked {
            entry: verified,
            signers,
        })
    }

    /// The keys behind the signatures, held against the signers the payload names. A refused
    /// submission may have been refused for just that, so there only the keys are named.
    fn match_signers(
        &self,
        verified: &Verified<Entry>,
        new: Option<&crate::domain::entry::KeyEnrol>,
        refused: bool,
    ) -> Result<Vec<ChainedKey>, ReceiptError> {
        let named = &verified.content().head.signers;
        let mut signers: Vec<ChainedKey> = Vec::new();
        for signer in verified.signers() {
            let own = new.filter(|act| act.public_key.key_id() == signer.key_id());
            let chained = match (self.keys.get(&signer.key_id()), own) {
                (Some(key), _) => key.clone(),
                (None, Some(act)) => ChainedKey {
                    public_key: act.public_key,
                    party: act.party.clone(),
                    person: act.person.clone(),
                    seat: act.seat,
                    enrolled: u64::MAX,
                },
                (None, None) => return Err(ReceiptError::NotAGenesis),
            };
            signers.push(chained);
        }
        let fits = |(required, key): (&RequiredSigner, &ChainedKey)| {
            required.party == key.party
                && required.seat == key.seat
                && required.new == (key.enrolled == u64::MAX)
        };
        // The proof of possession of a key that is being enrolled takes no seat, so a person may
        // enrol their own next key.
        let mut persons: BTreeSet<&PersonId> = BTreeSet::new();
        let mut seated = signers.iter().filter(|key| key.enrolled != u64::MAX);
        let good = named.len() == signers.len()
            && named.iter().zip(&signers).all(fits)
            && seated.all(|key| persons.insert(&key.person));
        if good || refused {
            return Ok(signers);
        }
        let needed = named
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        Err(ReceiptError::Signers { needed })
    }

    /// The enrolments that nothing rested on.
    pub fn unused(&self, all: impl Iterator<Item = u64>) -> Option<u64> {
        all.into_iter().find(|index| !self.used.contains(index))
    }
}
