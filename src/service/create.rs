//! Beginning a ledger: the genesis, signed by every root key and the operator's, as leaf 0.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use serde_json::value::RawValue;

use super::replayer::row_changes;
use super::seams::{Clock, Entropy};
use super::{Ledger, Operator, ServiceError, Silent, SubmissionError};
use crate::codec::entry::encode;
use crate::codec::leaf::Leaf;
use crate::codec::submission::{SignedEntry, Submission, Unreadable};
use crate::domain::entry::{Entry, Genesis, Head};
use crate::domain::ids::{EntryId, LedgerId};
use crate::domain::moment::{DAY_MS, Moment};
use crate::domain::rules::{Judgement, genesis_signers, judge_genesis};
use crate::domain::state::{Damage, Draft, Effects, Ledger as LedgerRow, MemoryState, keys};
use crate::envelope::{Envelope, Sign};
use crate::log::tree::leaf_hash;
use crate::replay::{CheckpointKey, CheckpointKeyError, Workers};
use crate::store::{Group, SealFailure, Store, StoreError};

/// Days that a genesis may wait for its signatures.
const GENESIS_DAYS: u64 = 30;

/// A genesis to be signed: by every root key in the order they stand, and last by the operator's.
#[derive(Debug, Clone)]
pub struct DraftedGenesis {
    /// The bytes to sign.
    pub payload: Vec<u8>,
    /// What they say.
    pub entry: Entry,
}

/// Writes a genesis for signing. `random` makes its entry id.
pub fn draft_genesis(
    genesis: Genesis,
    now: Moment,
    random: &[u8; 10],
) -> Result<DraftedGenesis, ServiceError> {
    let head = Head {
        ledger: None,
        id: EntryId::from_parts(now.ms(), random),
        made: now,
        expires: now.plus_ms(GENESIS_DAYS * DAY_MS),
        signers: genesis_signers(&genesis),
        speaks_on: None,
        basis: None,
    };
    let entry = Entry {
        head,
        act: genesis.into(),
    };
    Ok(DraftedGenesis {
        payload: encode(&entry)?,
        entry,
    })
}

impl Ledger {
    /// Begins a ledger: drafts the genesis, has it signed and makes it leaf 0.
    ///
    /// `root_signers` are matched to the genesis' root keys by their public keys. `new_store`
    /// makes a store with its first group.
    pub fn create(
        new_store: impl FnOnce(&CheckpointKey, Group<'_>) -> Result<Box<dyn Store>, StoreError>,
        genesis: Genesis,
        root_signers: &[&dyn Sign],
        operator: Operator,
        clock: Box<dyn Clock>,
        mut entropy: Box<dyn Entropy>,
    ) -> Result<Self, ServiceError> {
        let mut random = [0; 10];
        entropy.fill(&mut random);
        let root_keys: Vec<_> = genesis
            .roots
            .iter()
            .flat_map(|root| &root.keys)
            .map(|key| key.public_key)
            .collect();
        let drafted = draft_genesis(genesis, clock.now(), &random)?;
        let mut envelope = Envelope::new(drafted.payload)?;
        for key in root_keys {
            let signer = root_signers
                .iter()
                .find(|signer| signer.public_key() == key);
            envelope
                .sign_with(*signer.ok_or_else(|| ServiceError::RootKeyMissing(Box::new(key)))?)?;
        }
        envelope.sign_with(&*operator)?;
        Self::create_signed(new_store, &envelope.to_bytes(), operator, clock, entropy)
    }

    /// Begins a ledger with a genesis that was signed elsewhere.
    pub fn create_signed(
        new_store: impl FnOnce(&CheckpointKey, Group<'_>) -> Result<Box<dyn Store>, StoreError>,
        envelope: &[u8],
        operator: Operator,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
    ) -> Result<Self, ServiceError> {
        let admitted = clock.now();
        let signed = verified_genesis(envelope)?;
        let leaf = Leaf {
            admitted,
            refusal: None,
            envelope: signed.stored().to_vec(),
        };
        let leaf = leaf.to_bytes()?;
        let (row, effects) = judged_genesis(&signed, &leaf, admitted)?;
        if clock.is_simulated() && !row.practice {
            return Err(ServiceError::ClockSimulated);
        }
        let given = operator.public_key();
        if row.operator != given {
            return Err(CheckpointKeyError::other(row.operator, given).into());
        }
        let key = CheckpointKey::new(&row.origin, given)?;
        let mut seal = |head: &_| {
            let note = key.sign(*head, &*operator);
            note.map_err(|error| SealFailure(error.to_string()))
        };
        let rows = row_changes(effects);
        let store = new_store(
            &key,
            Group {
                leaves: vec![leaf],
                rows,
                seal: &mut seal,
            },
        )?;
        let seams = (clock, entropy);
        Self::open_with(
            store,
            Some(operator),
            seams,
            Workers::of_machine(),
            &mut Silent,
        )
    }
}

fn verified_genesis(envelope: &[u8]) -> Result<SignedEntry, ServiceError> {
    let submission = Submission::parse(envelope).map_err(|unreadable| match unreadable {
        Unreadable::Payload(refusal) => ServiceError::Genesis(refusal),
        Unreadable::Envelope(error) => ServiceError::Envelope(error),
    })?;
    let verified = submission.verify(|_| Ok::<_, Damage>(None));
    verified.map_err(|error| ServiceError::GenesisSignatures(SubmissionError::from(error)))
}

fn judged_genesis(
    signed: &SignedEntry,
    leaf: &[u8],
    admitted: Moment,
) -> Result<(LedgerRow, Effects), ServiceError> {
    let id = LedgerId::from_leaf_hash(*leaf_hash(leaf).as_bytes());
    match judge_genesis(signed.entry(), id, admitted)? {
        Judgement::Admitted { effects, .. } => {
            let mut state = MemoryState::default();
            state.apply(effects.clone());
            Ok((Draft::on(&state).must(&keys::ledger())?, effects))
        }
        Judgement::Refused { refusal, .. } => Err(ServiceError::Genesis(refusal)),
        Judgement::Repeated { .. } | Judgement::RefusedBefore { .. } => {
            Err(Damage::of("genesis", "an empty ledger knows a submission").into())
        }
    }
}

#[derive(Serialize)]
struct GenesisJson<'a> {
    leaf: String,
    payload: Option<&'a RawValue>,
}

/// `genesis.json`, a copy of leaf 0 for people: its bytes in base64, and its payload beside them.
///
/// ```json
/// {
///   "leaf": "AQAAAZ…",
///   "payload": {"basis":null,"body":{…},…}
/// }
/// ```
///
/// The same leaf always gives the same bytes. The payload is `null` where the leaf has none that
/// is JSON.
pub fn genesis_json(leaf: &[u8]) -> Vec<u8> {
    let envelope = Leaf::parse(leaf).ok().map(|leaf| leaf.envelope);
    let envelope = envelope.and_then(|bytes| Envelope::parse_stored(&bytes).ok());
    let payload = envelope
        .as_ref()
        .and_then(|envelope| serde_json::from_slice(envelope.payload()).ok());
    let json = GenesisJson {
        leaf: BASE64.encode(leaf),
        payload,
    };
    let mut bytes = serde_json::to_vec_pretty(&json).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
