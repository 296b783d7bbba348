//! Submissions: from the bytes that arrived to an entry whose signatures hold.
//!
//! ```text
//! bytes ── parse ──► Submission ── verify(keys) ──► SignedEntry ──► the rules
//!          envelope, payload       every signature
//! ```
//!
//! Who takes submissions in and who checks a log afterwards go this same way, so that they cannot
//! differ. What keys count is said by the caller, but for those that a payload brings with it: the
//! new key of an enrolment, and the keys of a genesis. They sign the payload that names them, as
//! proof of possession, and are nobody's before it is admitted.

use sha2::{Digest, Sha256};

use super::entry::decode;
use crate::domain::entry::{Act, Entry};
use crate::domain::refusal::Refusal;
use crate::envelope::{
    Envelope, EnvelopeError, KeyId, PublicKey, Signer, Verified, VerifyError, verify,
};

/// An envelope that was read and whose payload spells an entry. Its signatures were not looked at.
#[derive(Debug, Clone)]
pub struct Submission {
    envelope: Envelope,
    stored: Vec<u8>,
    entry: Entry,
    brought: Vec<(KeyId, PublicKey)>,
}

/// Why bytes are no submission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They are no envelope.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// They are an envelope, but its payload spells no entry.
    #[error(transparent)]
    Payload(#[from] Refusal),
}

impl Submission {
    /// Reads an envelope in whatever spelling it arrived; its stored spelling is made.
    pub fn parse(bytes: &[u8]) -> Result<Self, Unreadable> {
        let envelope = Envelope::parse(bytes)?;
        let stored = envelope.to_bytes();
        Self::of(envelope, stored)
    }

    /// Reads an envelope in its stored spelling, and nothing else.
    pub fn parse_stored(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        Self::of(Envelope::parse_stored(&bytes)?, bytes)
    }

    fn of(envelope: Envelope, stored: Vec<u8>) -> Result<Self, Unreadable> {
        let entry = decode(envelope.payload())?;
        let brought = brought(&entry.act);
        Ok(Self {
            envelope,
            stored,
            entry,
            brought,
        })
    }

    /// The entry, as far as it is known without its signatures.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The keys that its signatures name, in their order, but for those that it brings.
    pub fn keys_needed(&self) -> impl Iterator<Item = KeyId> + '_ {
        let named = self
            .envelope
            .signatures()
            .iter()
            .map(|signature| signature.key_id);
        named.filter(|id| self.brought_key(id).is_none())
    }

    /// The keys that the payload brings with it.
    pub fn keys_brought(&self) -> &[(KeyId, PublicKey)] {
        &self.brought
    }

    fn brought_key(&self, id: &KeyId) -> Option<PublicKey> {
        self.brought
            .iter()
            .find(|(brought, _)| brought == id)
            .map(|(_, key)| *key)
    }

    /// Verifies every signature; `key_of` knows the enrolled keys.
    pub fn verify<E>(
        self,
        key_of: impl Fn(&KeyId) -> Result<Option<PublicKey>, E>,
    ) -> Result<SignedEntry, VerifyError<E>> {
        let verified = verify(&self.envelope, |id| match self.brought_key(id) {
            Some(key) => Ok(Some(key)),
            None => key_of(id),
        })?;
        let Self {
            stored,
            entry,
            brought,
            ..
        } = self;
        // The entry was decoded from the very payload that was verified.
        let Ok(entry) = verified.try_map(|_| Ok::<_, std::convert::Infallible>(entry));
        let envelope_hash = Sha256::digest(&stored).into();
        Ok(SignedEntry {
            entry,
            stored,
            envelope_hash,
            brought,
        })
    }
}

/// An entry whose signatures hold, with the bytes that are stored of it.
#[derive(Debug, Clone)]
pub struct SignedEntry {
    entry: Verified<Entry>,
    stored: Vec<u8>,
    envelope_hash: [u8; 32],
    brought: Vec<(KeyId, PublicKey)>,
}

impl SignedEntry {
    /// The entry, its signers and its hash.
    pub fn entry(&self) -> &Verified<Entry> {
        &self.entry
    }

    /// The envelope in its stored spelling.
    pub fn stored(&self) -> &[u8] {
        &self.stored
    }

    /// SHA-256 of the stored spelling: what a refusal on record is found by.
    pub fn envelope_hash(&self) -> &[u8; 32] {
        &self.envelope_hash
    }

    /// The signers whose keys must be enrolled already.
    pub fn signers_enrolled(&self) -> impl Iterator<Item = KeyId> + '_ {
        let ids = self.entry.signers().iter().map(Signer::key_id);
        ids.filter(|id| self.brought.iter().all(|(brought, _)| brought != id))
    }
}

/// The keys that come with an act.
fn brought(act: &Act) -> Vec<(KeyId, PublicKey)> {
    let keys: Vec<PublicKey> = match act {
        Act::Genesis(genesis) => {
            let roots = genesis.roots.iter().flat_map(|root| &root.keys);
            roots
                .map(|key| key.public_key)
                .chain([genesis.operator])
                .collect()
        }
        Act::KeyEnrol(act) => vec![act.public_key],
        Act::RegionEnrol(_)
        | Act::PartyEnrol(_)
        | Act::PersonEnrol(_)
        | Act::KeyAmend(_)
        | Act::KeyRevoke(_)
        | Act::AccountOpen(_)
        | Act::PolicyAdopt(_)
        | Act::CapSet(_)
        | Act::Upgrade(_)
        | Act::OpeningRecord(_)
        | Act::QuotaIssue(_)
        | Act::QuotaTakeBack(_)
        | Act::PermitRecord(_)
        | Act::PermitLower(_)
        | Act::PermitCancel(_)
        | Act::EmissionVerify(_)
        | Act::BaseDecide(_)
        | Act::ReductionRecord(_)
        | Act::ReductionVerify(_)
        | Act::ProjectRegister(_)
        | Act::HoldPlace(_)
        | Act::HoldLift(_)
        | Act::FindingOpen(_)
        | Act::FindingRectify(_)
        | Act::FindingClose(_)
        | Act::CaseOpen(_)
        | Act::CaseAct(_)
        | Act::CaseReturn(_)
        | Act::CaseResubmit(_)
        | Act::CaseEnd(_)
        | Act::QuotaInvalidate(_)
        | Act::EntryReverse(_)
        | Act::EntryCorrect(_)
        | Act::ShortfallCure(_)
        | Act::DataComplete(_)
        | Act::HolderChange(_) => Vec::new(),
    };
    keys.into_iter().map(|key| (key.key_id(), key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::entry::encode;
    use crate::domain::entry::{Entry, Head, KeyEnrol, PersonEnrol, RequiredSigner};
    use crate::domain::ids::{EntryId, LedgerId};
    use crate::domain::moment::Moment;
    use crate::domain::party::Seat;
    use crate::envelope::SigningKey;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32])
    }

    fn signed(act: Act, keys: &[SigningKey]) -> Vec<u8> {
        let made = Moment::EPOCH;
        let head = Head {
            ledger: Some(LedgerId::from_leaf_hash([7; 32])),
            id: EntryId::from_parts(0, &[0; 10]),
            made,
            expires: made,
            signers: vec![RequiredSigner::of(
                &"650000-EEB".parse().unwrap(),
                Seat::Issue,
            )],
            speaks_on: None,
            basis: None,
        };
        let mut envelope = Envelope::new(encode(&Entry { head, act }).unwrap()).unwrap();
        for key in keys {
            envelope.sign_with(key).unwrap();
        }
        envelope.to_bytes()
    }

    fn enrolment() -> Act {
        KeyEnrol {
            party: "650000-EEB".parse().unwrap(),
            person: "P-1".parse().unwrap(),
            seat: Seat::Handle,
            public_key: key(2).public_key(),
            from: Moment::EPOCH.day(),
            until: None,
        }
        .into()
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "stands for a look-up that finds nobody"
    )]
    fn nobody(_: &KeyId) -> Result<Option<PublicKey>, String> {
        Ok(None)
    }

    #[test]
    fn an_enrolment_brings_its_key_and_needs_the_others() {
        let bytes = signed(enrolment(), &[key(1), key(2)]);
        let submission = Submission::parse_stored(bytes).unwrap();
        let needed: Vec<_> = submission.keys_needed().collect();
        assert_eq!(needed, [key(1).public_key().key_id()]);
        assert!(submission.clone().verify(nobody).is_err());
        let signed = submission
            .verify(|_| Ok::<_, String>(Some(key(1).public_key())))
            .unwrap();
        assert_eq!(signed.signers_enrolled().collect::<Vec<_>>(), needed);
        assert_eq!(signed.entry().signers().len(), 2);
    }

    #[test]
    fn no_other_act_brings_the_key_that_signs_it() {
        let act = PersonEnrol {
            person: "P-1".parse().unwrap(),
            party: "650000-EEB".parse().unwrap(),
        };
        let submission = Submission::parse_stored(signed(act.into(), &[key(1)])).unwrap();
        assert!(submission.keys_brought().is_empty());
        assert!(matches!(
            submission.verify(nobody),
            Err(VerifyError::KeyUnknown { index: 0, .. })
        ));
    }

    #[test]
    fn the_hash_is_of_the_stored_spelling_whatever_arrived() {
        let stored = signed(enrolment(), &[key(1), key(2)]);
        let spaced = String::from_utf8(stored.clone())
            .unwrap()
            .replace("\",\"", "\" , \"");
        let hash = |bytes: &[u8]| {
            let known = |_: &KeyId| Ok::<_, String>(Some(key(1).public_key()));
            *Submission::parse(bytes)
                .unwrap()
                .verify(known)
                .unwrap()
                .envelope_hash()
        };
        assert_ne!(spaced.as_bytes(), stored);
        assert_eq!(hash(spaced.as_bytes()), hash(&stored));
        assert!(matches!(
            Submission::parse_stored(spaced.into_bytes()),
            Err(Unreadable::Envelope(
                EnvelopeError::NotStoredSpelling { .. }
            ))
        ));
    }
}
