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
        | Act::CaseOpen(_)
        | Act::CaseAct(_)
        | Act::CaseReturn(_)
        | Act::CaseResubmit(_)
        | Act::CaseEnd(_) => Vec::new(),
    };
    keys.into_iter().map(|key| (key.key_id(), key)).collect()
}
