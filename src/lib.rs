//! An embedded, append-only, signed ledger for constraint indicators: carbon and pollutant quotas.
//!
//! Bureaus issue, parks request, firms take their quota along when they move, introducing parties
//! supply new projects. Every entry is signed by those who answer for it, no entry that would
//! over-allocate gets in, and a refusal is on record too. One process writes; anyone can check,
//! offline, with a receipt or the whole log.
//!
//! The crate is the ledger; the binary of the same name is one way to use it. What the record is,
//! byte for byte, stands in `docs/SPEC.md`, and what lies where in `docs/ARCHITECTURE.md`.
//!
//! # Layers
//!
//! ```text
//!  service            begin, open, draft, submit, view, prove; clock and randomness are given to it
//!   │     ╲
//!  store   audit      where the bytes are kept · a whole log checked from its bytes
//!   │       │
//!   │     replay      leaves read, verified, and their decisions made again
//!   │       │
//!   │    receipt      one leaf, checked offline
//!   │       │
//!   │     codec       entries and leaves ↔ canonical bytes
//!   │       │
//!  log    domain      tree, notes, proofs · nouns, entries, state, rules, refusals
//!           │
//!        envelope     DSSE, keys, the one verdict on a signature
//! ```
//!
//! The rules ([`domain::rules::judge`]) are a pure function of a state, a verified entry and a
//! moment. Features: `store` adds the store on disk and the machine's clock, `cli` the command line;
//! without either the core builds alone.
//!
//! # A ledger inside another program
//!
//! Two roots begin a ledger in memory and adopt an indicator. What was done is proved to a reader
//! who holds nothing but the ledger's id.
//!
//! ```
//! use qledger::domain::entry::{Act, Genesis};
//! use qledger::domain::moment::Moment;
//! use qledger::domain::party::Root;
//! use qledger::envelope::{Envelope, SigningKey};
//! use qledger::receipt::{self, Expected, Level, Receipt};
//! use qledger::replay::CheckpointKey;
//! use qledger::service::{Answer, Clock, DraftOptions, Entropy, Ledger};
//! use qledger::store::{Group, MemoryStore, Store};
//!
//! // The embedding program's own clock and randomness; these are for an example only.
//! struct Still(Moment);
//! impl Clock for Still {
//!     fn now(&self) -> Moment {
//!         self.0
//!     }
//! }
//! struct Counting(u8);
//! impl Entropy for Counting {
//!     fn fill(&mut self, bytes: &mut [u8]) {
//!         self.0 += 1;
//!         bytes.fill(self.0);
//!     }
//! }
//!
//! // Keys: a root's for each of two persons, and the operator's, which signs checkpoints only.
//! let [first, second] = [1, 2].map(|seed| SigningKey::from_seed(&[seed; 32]));
//! let operator = SigningKey::from_seed(&[3; 32]);
//! let root = |region: &str, person: &str, key: &SigningKey| -> serde_json::Result<Root> {
//!     let names = serde_json::json!({"zh": region, "en": region});
//!     serde_json::from_value(serde_json::json!({
//!         "region": region, "region_names": names, "party": format!("{region}-EEB"),
//!         "party_names": names, "threshold": 1,
//!         "keys": [{"person": person, "public_key": key.public_key()}],
//!     }))
//! };
//! let genesis = Genesis {
//!     names: serde_json::from_str(r#"{"zh": "示例台账", "en": "example"}"#)?,
//!     origin: "ledger.example/one".parse()?,
//!     practice: false,
//!     rules: 1,
//!     keeper: "650000-EEB".parse()?,
//!     operator: operator.public_key(),
//!     roots: vec![root("650000", "P-0001", &first)?, root("XPCC", "P-0002", &second)?],
//! };
//!
//! // Begin. Another store would be opened or created here instead.
//! let store = |_: &CheckpointKey, group: Group<'_>| {
//!     let mut store = MemoryStore::new();
//!     store.append(0, group)?;
//!     Ok(Box::new(store) as Box<dyn Store>)
//! };
//! let clock = Box::new(Still("2027-01-15T09:00:00.000+08:00".parse()?));
//! let entropy = Box::new(Counting(0));
//! let roots: [&dyn qledger::envelope::Sign; 2] = [&first, &second];
//! let mut ledger = Ledger::create(store, genesis, &roots, Box::new(operator), clock, entropy)?;
//!
//! // Draft: signers and everything that follows from the rules are filled in.
//! let act = Act::read("policy.adopt", r#"{
//!     "scope": null, "valid_from": "2027-01-01", "valid_to": null, "legal_basis": "example",
//!     "document": {"kind": "letter", "number": "1", "date": "2027-01-04", "sha256": null},
//!     "items": [{"indicator": {
//!         "code": "SO2", "names": {"zh": "二氧化硫", "en": "sulphur dioxide"}, "unit": "t/a",
//!         "decimals": 3, "span": "standing", "cap": "ceiling", "cover": "factor",
//!         "base_limited": true}}]
//! }"#).ok_or("no such kind")??;
//! let drafted = ledger.draft(act, &DraftOptions::default())?;
//! assert_eq!(drafted.warning, None, "nothing speaks against it today");
//!
//! // Sign, anywhere: with a key in memory, or with any tool that signs Ed25519.
//! let mut envelope = Envelope::new(drafted.payload)?;
//! envelope.sign_with(&first)?;
//! envelope.sign_with(&second)?;
//!
//! // Submit. The answer comes once the entry is durable.
//! let answers = ledger.submit(&[envelope.to_bytes()])?;
//! assert!(matches!(answers[0], Answer::Admitted { index: 1, .. }));
//! assert_eq!(ledger.view()?.indicators()?[0].code.as_str(), "SO2");
//!
//! // Prove: a reader elsewhere needs the receipt and the ledger's id.
//! let bytes = ledger.receipt(1)?;
//! let expected = Expected { ledger: ledger.id(), operator: None };
//! let verdict = receipt::verify(&Receipt::parse(&bytes)?, &expected)?;
//! assert_eq!(verdict.level, Level::Logged);
//! assert_eq!(verdict.entry.act.kind(), "policy.adopt");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod audit;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod codec;
pub mod domain;
pub mod envelope;
pub mod explain;
pub mod log;
pub mod pack;
pub mod receipt;
pub mod replay;
#[cfg(feature = "cli")]
pub mod scenario;
pub mod service;
#[cfg(feature = "cli")]
pub mod sheets;
pub mod store;
