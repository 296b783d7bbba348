//! The append-only log: a Merkle tree, signed checkpoints, and proofs that stand alone.
//!
//! Pure: no I/O, no clock, no signature algorithm, nothing of the rest of the crate. The formats
//! are those of C2SP and RFC 6962, so that tools of others read them:
//!
//! | module | what it holds | format |
//! | --- | --- | --- |
//! | [`tree`] | hashes, growth, inclusion and consistency proofs | RFC 6962, RFC 9162 |
//! | [`tiles`] | the tree and the leaves as files | c2sp.org/tlog-tiles |
//! | [`note`] | a text and those who sign it | c2sp.org/signed-note v1 |
//! | [`checkpoint`] | the log's size and root as a note | c2sp.org/tlog-checkpoint v1 |
//! | [`cosignature`] | what a witness signs | c2sp.org/tlog-cosignature v1 |
//! | [`proof`] | inclusion proof and checkpoint in one text | c2sp.org/tlog-proof v1 |
//!
//! Everything that is read from outside is read strictly: it has one spelling, a bounded length,
//! and what was parsed is not yet verified. [`note::OpenedNote`] and
//! [`checkpoint::OpenedCheckpoint`] exist only after verification.
//!
//! # What a proof says
//!
//! That a leaf stands at an index of the log whose key the reader holds; with a consistency proof,
//! that one state of the log continues another. It does not say that the entry was allowed.
//!
//! # A log of three leaves, in hexadecimal and as text
//!
//! The leaves are the bytes `61`, `62` and `63`:
//!
//! ```text
//! leaf hash 0      022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c
//! leaf hash 1      57eb35615d47f34ec714cacdf5fd74608a5e8e102724e80b24b287c0c27b6a31
//! leaf hash 2      597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8
//! node (1, 0)      b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb
//! root of size 3   36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1
//! ```
//!
//! The example signs its checkpoint with the Ed25519 key of the seed `00 … 00`, proves leaf 1 and
//! checks that size 3 continues size 1:
//!
//! ```
//! use std::convert::Infallible;
//!
//! use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
//! use qledger::log::checkpoint::{Checkpoint, Trust, UnknownSignatures};
//! use qledger::log::note::{KeySigner, KeyVerifier, SignatureType, VerifierKey};
//! use qledger::log::proof::InclusionProof;
//! use qledger::log::tiles::{MemoryTiles, TiledTree};
//! use qledger::log::tree::{self, Frontier, leaf_hash};
//!
//! // The operator: appends, and signs the checkpoint.
//! let (mut frontier, mut tiles) = (Frontier::new(), MemoryTiles::new());
//! frontier.push_with(leaf_hash(b"a"), |node| tiles.store(node));
//! let first = frontier.head();
//! for leaf in [b"b", b"c"] {
//!     frontier.push_with(leaf_hash(leaf), |node| tiles.store(node));
//! }
//! let secret = SigningKey::from_bytes(&[0; 32]);
//! let public = secret.verifying_key().to_bytes();
//! let key = VerifierKey::new("example.org/ledger".parse()?, SignatureType::Ed25519, public);
//! let signer = KeySigner::new(key.clone(), |text: &[u8]| {
//!     Ok::<_, Infallible>(secret.sign(text).to_bytes())
//! });
//! let checkpoint = Checkpoint::new("example.org/ledger", frontier.head())?.sign(&signer)?;
//!
//! let nodes = TiledTree::new(&tiles, frontier.size());
//! let proof = InclusionProof::new(1, tree::inclusion_proof(&nodes, 1, 3)?, checkpoint)?;
//! let text = proof.to_string();
//! assert_eq!(
//!     text,
//!     "c2sp.org/tlog-proof@v1\n\
//!      index 1\n\
//!      Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=\n\
//!      WX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=\n\
//!      \n\
//!      example.org/ledger\n\
//!      3\n\
//!      NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n\
//!      \n\
//!      \u{2014} example.org/ledger 5fIJX0xlzqAA+sYR4kW0bshZpcIG6Yhf8Yw6Rp8n4/+J\
//!      KNlWaytps7KzkxyB7dLhsC4uEs3V1SsL5ufHiIU+NmwBYgc=\n",
//! );
//!
//! // A reader, later and elsewhere: holds the text, the leaf, the origin and the key.
//! let vkey = "example.org/ledger+e5f2095f+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
//! let log = KeyVerifier::new(
//!     vkey.parse::<VerifierKey>()?,
//!     |key: &[u8; 32], message: &[u8], signature: &[u8; 64]| {
//!         let signature = Signature::from_bytes(signature);
//!         VerifyingKey::from_bytes(key)
//!             .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
//!     },
//! );
//! let trust = Trust {
//!     origin: "example.org/ledger",
//!     log: &log,
//!     witnesses: &[],
//!     unknown: UnknownSignatures::Refuse,
//! };
//! let opened = InclusionProof::parse(text.as_bytes())?.verify(leaf_hash(b"b"), &trust)?;
//! assert_eq!(opened.head().size, 3);
//!
//! // Size 3 continues size 1, which the reader saw earlier.
//! let consistency = tree::consistency_proof(&nodes, 1, 3)?;
//! tree::verify_consistency(first, opened.head(), &consistency)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod checkpoint;
pub mod cosignature;
pub mod note;
pub mod proof;
#[cfg(test)]
mod testing;
mod text;
pub mod tiles;
pub mod tree;
