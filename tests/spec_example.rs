//! The worked example of `docs/SPEC.md`, computed anew and held against the document's text.
//!
//! The rules admit both entries, and the receipt verifies: the example is a ledger, not a picture.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/blocks.rs"]
mod blocks;
mod small_ledger;

use blocks::{check, fenced, wrapped};
use qledger::domain::entry::{Act, Entry, PersonEnrol};
use qledger::domain::ids::LedgerId;
use qledger::domain::party::Seat;
use qledger::domain::rules::{Judgement, judge, judge_genesis};
use qledger::domain::state::MemoryState;
use qledger::envelope::PAYLOAD_TYPE;
use qledger::log::tree::leaf_hash;
use qledger::receipt::{self, Expected, Level, Receipt, assemble};
use sha2::{Digest, Sha256};
use small_ledger::{Made, SmallLedger, genesis, head, key, parsed, signer};

/// Line width of bytes in the document.
const WIDTH: usize = 128;

/// The whole example.
struct Example {
    genesis: Made,
    person: Made,
    ledger: SmallLedger,
    receipt: Receipt,
}

fn person(ledger: LedgerId) -> Entry {
    let act = PersonEnrol {
        person: parsed("P-0003"),
        party: parsed("650000-EEB"),
    };
    let signers = vec![signer("650000-EEB", Seat::Issue, false)];
    let head = head(Some(ledger), 1, "2027-01-04T09:25:00.000+08:00", signers);
    Entry {
        head,
        act: Act::PersonEnrol(act),
    }
}

impl Example {
    fn make() -> Self {
        let genesis = Made::new(genesis(), &[1, 2, 3], "2027-01-04T09:00:00.000+08:00");
        let mut ledger = SmallLedger::begin(&genesis);
        let person = Made::new(person(ledger.id), &[1], "2027-01-04T09:30:00.000+08:00");
        ledger.add(&person);
        let receipt = assemble(&ledger, 1).unwrap();
        Self {
            genesis,
            person,
            ledger,
            receipt,
        }
    }
}

#[test]
fn the_document_says_what_the_code_computes() {
    let example = Example::make();
    let Example {
        genesis,
        person,
        ledger,
        receipt,
    } = &example;
    let receipt = String::from_utf8(receipt.to_bytes().unwrap()).unwrap();
    let id = format!("ledger id  {}\n", ledger.id);
    let blocks = [
        ("example-keys", keys_block()),
        ("example-genesis-payload", payload_block(genesis)),
        ("example-genesis-pae", pae_block(genesis)),
        ("example-genesis-signatures", signatures_block(genesis)),
        ("example-genesis-leaf", leaf_block(genesis, &id)),
        ("example-person", person_block(person)),
        ("example-tree", tree_block(ledger)),
        (
            "example-checkpoint",
            fenced(&ledger.checkpoint_by(3).to_string()),
        ),
        ("example-receipt", fenced(&wrapped(&receipt, WIDTH))),
    ];
    check("docs/SPEC.md", &blocks);
}

fn keys_block() -> String {
    let rows = ["root 650000", "root XPCC", "operator"]
        .iter()
        .zip(1..)
        .map(|(whose, seed)| {
            let public_key = key(seed).public_key();
            format!(
                "{whose}\n  seed        {}\n  public key  {}\n  key id      {}\n",
                hex::encode([seed; 32]),
                hex::encode(public_key.as_bytes()),
                public_key.key_id(),
            )
        });
    fenced(&rows.collect::<String>())
}

fn payload_block(made: &Made) -> String {
    let text = String::from_utf8(made.payload.clone()).unwrap();
    fenced(&format!(
        "{}\n\n{} bytes",
        wrapped(&text, WIDTH),
        made.payload.len()
    ))
}

fn pae_block(made: &Made) -> String {
    let pae = made.envelope.pae();
    let head = &pae[..pae.len() - made.payload.len()];
    let text = String::from_utf8(head.to_vec()).unwrap();
    let start = hex::encode(&made.payload[..24]);
    fenced(&format!("{text:?}\n{}\n{start} …", hex::encode(head)))
}

fn signatures_block(made: &Made) -> String {
    let mut text = format!("entry hash   {}\n", made.envelope.entry_hash());
    for signature in made.envelope.signatures() {
        let sig = hex::encode(signature.sig);
        let (r, s) = sig.split_at(64);
        let key_id = signature.key_id.to_string();
        text.extend(["by ", &key_id, "\n   ", r, "\n   ", s, "\n"]);
    }
    fenced(&text)
}

fn leaf_block(made: &Made, more: &str) -> String {
    let leaf = made.leaf();
    let envelope = String::from_utf8(made.leaf.envelope.clone()).unwrap();
    let text = format!(
        "type       {}\nadmitted   {}      {} ms\n{}\n\nleaf       {} bytes\nleaf hash  {}\n{more}",
        hex::encode(&leaf[..1]),
        hex::encode(&leaf[1..9]),
        made.leaf.admitted.ms(),
        wrapped(&envelope, WIDTH),
        leaf.len(),
        leaf_hash(&leaf),
    );
    fenced(&text)
}

fn person_block(made: &Made) -> String {
    [
        payload_block(made),
        signatures_block(made),
        leaf_block(made, ""),
    ]
    .join("\n\n")
}

fn tree_block(ledger: &SmallLedger) -> String {
    fenced(&format!(
        "leaf hash 0     {}\nleaf hash 1     {}\nroot of size 2  {}",
        leaf_hash(&ledger.leaves[0]),
        leaf_hash(&ledger.leaves[1]),
        ledger.head().root,
    ))
}

#[test]
fn hashes_are_what_the_document_defines_them_to_be() {
    let example = Example::make();
    let made = &example.genesis;
    let spelled = format!("DSSEv1 34 {PAYLOAD_TYPE} {} ", made.payload.len());
    let pae = [spelled.as_bytes(), &made.payload].concat();
    assert_eq!(
        made.envelope.entry_hash().as_bytes()[..],
        Sha256::digest(&pae)[..]
    );
    let key = key(1).public_key();
    let key_id = Sha256::new()
        .chain_update([1])
        .chain_update(key.as_bytes())
        .finalize();
    assert_eq!(key.key_id().as_bytes()[..], key_id[..]);
    let id = Sha256::new()
        .chain_update([0])
        .chain_update(made.leaf())
        .finalize();
    assert_eq!(example.ledger.id.bytes()[..], id[..]);
}

#[test]
fn the_rules_admit_the_example() {
    let Example {
        genesis,
        person,
        ledger,
        ..
    } = Example::make();
    let known = [1, 2, 3].map(|seed| key(seed).public_key());
    let mut state = MemoryState::default();
    let begun = judge_genesis(&genesis.verified(&known), ledger.id, genesis.leaf.admitted);
    let Judgement::Admitted { effects, .. } = begun.unwrap() else {
        panic!("not admitted")
    };
    state.apply(effects);
    let hash = Sha256::digest(&person.leaf.envelope).into();
    let judged = judge(
        &state,
        &person.verified(&known),
        &hash,
        person.leaf.admitted,
    )
    .unwrap();
    assert!(
        matches!(judged, Judgement::Admitted { index: 1, .. }),
        "{judged:?}"
    );
}

#[test]
fn the_receipt_of_the_example_verifies() {
    let Example {
        receipt, ledger, ..
    } = Example::make();
    let expected = Expected {
        ledger: ledger.id,
        operator: Some(key(3).public_key()),
    };
    let read = Receipt::parse(&receipt.to_bytes().unwrap()).unwrap();
    let verdict = receipt::verify(&read, &expected).unwrap();
    assert_eq!((verdict.level, verdict.index), (Level::Logged, Some(1)));
}
