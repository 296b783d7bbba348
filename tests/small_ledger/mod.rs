//! A ledger of a few leaves, made by hand from fixed seeds: two roots of one key each, an operator.
//!
//! It stands for no service: leaves are put behind each other, and hashed.

#![allow(dead_code, reason = "each test binary uses its part of this module")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use qledger::codec::entry::{decode_verified, encode};
use qledger::codec::leaf::Leaf;
use qledger::domain::entry::{Act, Entry, Genesis, Head, RequiredSigner};
use qledger::domain::ids::{EntryId, LedgerId};
use qledger::domain::moment::{DAY_MS, Moment};
use qledger::domain::party::{Root, RootKey, Seat};
use qledger::domain::refusal::RecordedRefusal;
use qledger::domain::text::Names;
use qledger::envelope::{Envelope, KeyId, PublicKey, SigningKey, Verified, verify};
use qledger::log::checkpoint::Checkpoint;
use qledger::log::note::{KeySigner, Note};
use qledger::log::tree::{self, Hash, TreeHead, leaf_hash, node_hash};
use qledger::receipt::{ReceiptSource, operator_verifier_key};

/// Origin line of its checkpoints.
pub const ORIGIN: &str = "qledger.example/demo";

/// Reads what is known to be right.
pub fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// The key whose seed is 32 times this byte.
pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32])
}

fn names(zh: &str, en: &str) -> Names {
    Names {
        zh: parsed(zh),
        en: parsed(en),
    }
}

fn root(region: &str, [zh, en]: [&str; 2], person: &str, key: &SigningKey) -> Root {
    let party = format!("{region}-EEB");
    Root {
        region: parsed(region),
        region_names: names(zh, en),
        party: parsed(&party),
        party_names: names(
            &format!("{zh}生态环境主管部门"),
            &format!("{en} environment bureau"),
        ),
        threshold: 1,
        keys: vec![RootKey {
            person: parsed(person),
            public_key: key.public_key(),
        }],
    }
}

/// A signer in a seat; `new` for a key that is being enrolled.
pub fn signer(party: &str, seat: Seat, new: bool) -> RequiredSigner {
    RequiredSigner {
        party: parsed(party),
        seat,
        new,
    }
}

/// A head made at a moment, good for 30 days; `id` makes its entry id.
pub fn head(ledger: Option<LedgerId>, id: u8, made: &str, signers: Vec<RequiredSigner>) -> Head {
    let made: Moment = parsed(made);
    Head {
        ledger,
        id: EntryId::from_parts(made.ms(), &[id; 10]),
        made,
        expires: made.plus_ms(30 * DAY_MS),
        signers,
        speaks_on: None,
        basis: None,
    }
}

/// The genesis: roots with the keys of seeds 1 and 2, the operator's of seed 3.
pub fn genesis() -> Entry {
    let signers = vec![
        signer("650000-EEB", Seat::Issue, false),
        signer("XPCC-EEB", Seat::Issue, false),
        signer("650000-EEB", Seat::Issue, true),
    ];
    Entry {
        head: head(None, 0, "2027-01-04T08:00:00.000+08:00", signers),
        act: Act::Genesis(Genesis {
            names: names("示例台账", "example ledger"),
            origin: parsed(ORIGIN),
            practice: true,
            rules: 1,
            keeper: parsed("650000-EEB"),
            operator: key(3).public_key(),
            roots: vec![
                root("650000", ["新疆", "Xinjiang"], "P-0001", &key(1)),
                root("XPCC", ["兵团", "XPCC"], "P-0002", &key(2)),
            ],
        }),
    }
}

/// An entry on its way: payload, envelope, leaf.
pub struct Made {
    pub entry: Entry,
    pub payload: Vec<u8>,
    pub envelope: Envelope,
    pub leaf: Leaf,
}

impl Made {
    /// Signs an entry with the keys of these seeds and makes its leaf.
    pub fn new(entry: Entry, seeds: &[u8], admitted: &str) -> Self {
        let payload = encode(&entry).unwrap();
        let mut envelope = Envelope::new(payload.clone()).unwrap();
        for seed in seeds {
            envelope.sign_with(&key(*seed)).unwrap();
        }
        let leaf = Leaf {
            admitted: parsed(admitted),
            refusal: None,
            envelope: envelope.to_bytes(),
        };
        Self {
            entry,
            payload,
            envelope,
            leaf,
        }
    }

    /// The same as a leaf of a refusal.
    pub fn refused(mut self, refusal: RecordedRefusal) -> Self {
        self.leaf.refusal = Some(refusal);
        self
    }

    /// The bytes of its leaf.
    pub fn leaf(&self) -> Vec<u8> {
        self.leaf.to_bytes().unwrap()
    }

    /// The entry as the rules get it.
    pub fn verified(&self, known: &[PublicKey]) -> Verified<Entry> {
        let find = |id: &_| known.iter().copied().find(|key| key.key_id() == *id);
        let verified = verify(&self.envelope, |id| Ok::<_, Infallible>(find(id))).unwrap();
        let decoded = decode_verified(verified).unwrap();
        assert_eq!(*decoded.content(), self.entry);
        decoded
    }
}

/// Leaves behind each other.
pub struct SmallLedger {
    pub id: LedgerId,
    pub leaves: Vec<Vec<u8>>,
    enrolled: BTreeMap<KeyId, u64>,
}

impl SmallLedger {
    /// Begins with a genesis.
    pub fn begin(genesis: &Made) -> Self {
        let leaf = genesis.leaf();
        let id = LedgerId::from_leaf_hash(*leaf_hash(&leaf).as_bytes());
        let enrolled = [1, 2]
            .map(|seed| (key(seed).public_key().key_id(), 0))
            .into();
        Self {
            id,
            leaves: vec![leaf],
            enrolled,
        }
    }

    /// Adds a leaf; gives its index.
    pub fn add(&mut self, made: &Made) -> u64 {
        let index = self.leaves.len() as u64;
        if let Act::KeyEnrol(act) = &made.entry.act {
            self.enrolled.insert(act.public_key.key_id(), index);
        }
        self.leaves.push(made.leaf());
        index
    }

    fn node(&self, level: u8, index: u64) -> Hash {
        match level {
            0 => leaf_hash(&self.leaves[usize::try_from(index).unwrap()]),
            _ => node_hash(
                self.node(level - 1, 2 * index),
                self.node(level - 1, 2 * index + 1),
            ),
        }
    }

    fn nodes(&self) -> impl Fn(u8, u64) -> Result<Hash, Infallible> + '_ {
        |level, index| Ok(self.node(level, index))
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        let size = self.leaves.len() as u64;
        TreeHead {
            size,
            root: tree::root(&self.nodes(), size).unwrap(),
        }
    }

    /// The checkpoint, signed by the key of a seed.
    pub fn checkpoint_by(&self, seed: u8) -> Note {
        let operator = key(seed);
        let name = operator_verifier_key(ORIGIN, &operator.public_key()).unwrap();
        let signer = KeySigner::new(name, |text: &[u8]| Ok::<_, Infallible>(operator.sign(text)));
        Checkpoint::new(ORIGIN, self.head())
            .unwrap()
            .sign(&signer)
            .unwrap()
    }
}

impl ReceiptSource for SmallLedger {
    type Error = Infallible;

    fn ledger(&self) -> LedgerId {
        self.id
    }

    fn leaf(&self, index: u64) -> Result<Vec<u8>, Infallible> {
        Ok(self.leaves[usize::try_from(index).unwrap()].clone())
    }

    fn path(&self, index: u64) -> Result<Vec<Hash>, Infallible> {
        Ok(tree::inclusion_proof(&self.nodes(), index, self.leaves.len() as u64).unwrap())
    }

    fn checkpoint(&self) -> Result<Note, Infallible> {
        Ok(self.checkpoint_by(3))
    }

    fn enrolled(&self, key: &KeyId) -> Result<Option<u64>, Infallible> {
        Ok(self.enrolled.get(key).copied())
    }
}
