//! What reads as a proof, and what it proves.

use proptest::prelude::*;

use super::*;
use crate::log::checkpoint::UnknownSignatures;
use crate::log::note::SignatureType;
use crate::log::testing::{ORIGIN, damaged, signer, verifier};
use crate::log::tiles::{MemoryTiles, TiledTree};
use crate::log::tree::{Frontier, inclusion_proof, leaf_hash};

fn leaf(number: u64) -> Hash {
    leaf_hash(&number.to_be_bytes())
}

fn proof(index: u64, size: u64) -> InclusionProof {
    let (mut frontier, mut tiles) = (Frontier::new(), MemoryTiles::new());
    (0..size).for_each(|number| frontier.push_with(leaf(number), |node| tiles.store(node)));
    let hashes = inclusion_proof(&TiledTree::new(&tiles, size), index, size).unwrap();
    let checkpoint = Checkpoint::new(ORIGIN, frontier.head()).unwrap();
    InclusionProof::new(index, hashes, checkpoint.sign(&signer(ORIGIN, 1)).unwrap()).unwrap()
}

fn verdict(proof: &InclusionProof, leaf: Hash) -> Result<u64, ProofError> {
    let log = verifier(ORIGIN, 1, SignatureType::Ed25519);
    let trust = Trust {
        origin: ORIGIN,
        log: &log,
        witnesses: &[],
        unknown: UnknownSignatures::Refuse,
    };
    Ok(proof.verify(leaf, &trust)?.head().size)
}

#[test]
fn a_proof_reads_back_and_holds_for_its_leaf_only() {
    for (index, size) in [
        (0, 1),
        (0, 2),
        (1, 2),
        (4, 7),
        (6, 7),
        (255, 256),
        (299, 300),
    ] {
        let proof = proof(index, size);
        let text = proof.to_string();
        assert!(text.starts_with(&format!("c2sp.org/tlog-proof@v1\nindex {index}\n")));
        let parsed = InclusionProof::parse(text.as_bytes()).unwrap();
        assert_eq!(parsed, proof);
        assert_eq!((parsed.index(), parsed.hashes()), (index, proof.hashes()));
        assert_eq!(verdict(&parsed, leaf(index)), Ok(size));
        assert!(matches!(
            verdict(&parsed, leaf(index + 1)),
            Err(ProofError::Inclusion(VerifyError::InclusionRoot { .. }))
        ));
    }
}

#[test]
fn texts_that_are_no_proof_are_refused_with_the_reason() {
    let good = proof(4, 7).to_string();
    let first_hash = good.lines().nth(2).unwrap().to_owned();
    let many = good.replacen(&first_hash, &vec![first_hash.as_str(); 65].join("\n"), 1);
    let extra = good.replacen("index", "extra AAAA\nindex", 1);
    let cases = [
        (String::new(), ProofError::Header),
        (good.replacen("@v1", "@v2", 1), ProofError::Header),
        (good.replacen("@v1\n", "@v1\r\n", 1), ProofError::Header),
        (extra, ProofError::Index),
        (good.replacen("index 4", "index 04", 1), ProofError::Index),
        (good.replacen("index 4", "index  4", 1), ProofError::Index),
        (good.replacen("index 4", "index", 1), ProofError::Index),
        (
            good.replacen("index 4", "index 18446744073709551616", 1),
            ProofError::Index,
        ),
        (
            good.replacen(&first_hash, &first_hash[1..], 1),
            ProofError::Hash { line: 1 },
        ),
        (
            good.replacen(&first_hash, &format!("{first_hash} "), 1),
            ProofError::Hash { line: 1 },
        ),
        (many, ProofError::TooManyHashes),
        (good.replace("\n\n", "\n"), ProofError::Hash { line: 4 }),
        (good[..31].to_owned(), ProofError::NoSeparator),
        (
            good.replacen(&format!("{first_hash}\n"), "", 1),
            VerifyError::ProofLength {
                expected: 3,
                found: 2,
            }
            .into(),
        ),
        (
            good.replacen("index 4", "index 7", 1),
            VerifyError::IndexOutside { index: 7, size: 7 }.into(),
        ),
        (
            good.replacen("\n\n", "\n\n\n", 1),
            CheckpointError::Size {
                text: ORIGIN.to_owned(),
            }
            .into(),
        ),
        (
            good.trim_end().to_owned(),
            NoteError::SignatureLine { line: 1 }.into(),
        ),
        (
            " ".repeat(PROOF_BYTES_MAX + 1),
            ProofError::TooLong {
                bytes: PROOF_BYTES_MAX + 1,
            },
        ),
    ];
    for (text, refused) in cases {
        let shown = text.chars().take(200).collect::<String>();
        assert_eq!(
            InclusionProof::parse(text.as_bytes()),
            Err(refused),
            "{shown}"
        );
    }
    let not_utf8 = [good.as_bytes(), &[0xff]].concat();
    let offset = good.len();
    assert_eq!(
        InclusionProof::parse(&not_utf8),
        Err(ProofError::NotUtf8 { offset })
    );
}

#[test]
fn no_damaged_proof_holds() {
    for bytes in damaged(proof(4, 7).to_string().as_bytes()) {
        if let Ok(proof) = InclusionProof::parse(&bytes) {
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            assert!(verdict(&proof, leaf(4)).is_err(), "{shown}");
        }
    }
}

proptest! {
    #[test]
    fn no_other_byte_in_its_place_makes_a_proof_hold(at: prop::sample::Index, byte: u8) {
        let mut bytes = proof(4, 7).to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let held = InclusionProof::parse(&bytes).and_then(|proof| verdict(&proof, leaf(4)));
        prop_assert!(held.is_err());
    }

    #[test]
    fn no_bytes_make_the_parser_panic_and_what_reads_has_one_spelling(
        bytes in prop::collection::vec(any::<u8>(), 0..120),
        at: prop::sample::Index,
    ) {
        let _ = InclusionProof::parse(&bytes);
        let good = proof(4, 7).to_string().into_bytes();
        let at = at.index(good.len());
        let mixed = [&good[..at], &bytes, &good[at..]].concat();
        if let Ok(proof) = InclusionProof::parse(&mixed) {
            prop_assert_eq!(proof.to_string().into_bytes(), mixed);
        }
    }
}
