//! The log's formats against implementations that are not ours: `ct-merkle` for trees,
//! `signed_note` for notes, `tlog_tiles` for tiles, paths, proofs and checkpoints, and published
//! vectors of Go's `sumdb/note`, transparency-dev and the C2SP specifications.

#![allow(clippy::unwrap_used)] // Helpers of tests are tests.

use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use proptest::prelude::*;
use qledger::log::checkpoint::{self, Checkpoint, Trust, UnknownSignatures};
use qledger::log::note::{KeySigner, KeyVerifier, Note, SignatureType, VerifierKey};
use qledger::log::tiles::{Bundle, MemoryTiles, Tile, TileReader as _, TiledTree};
use qledger::log::tree::{self, Frontier, Hash, TreeHead, leaf_hash};
use sha2::Sha256;

const SIZE_MAX: u64 = 130;

// ---- the tree ----

fn leaf(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

/// The same leaves in our tiles and in ct-merkle's tree, with the head at every size.
struct Both {
    tiles: MemoryTiles,
    heads: Vec<TreeHead>,
    theirs: Vec<MemoryBackedTree<Sha256, Vec<u8>>>,
}

fn both() -> Both {
    let (mut frontier, mut tiles) = (Frontier::new(), MemoryTiles::new());
    let mut heads = vec![frontier.head()];
    let mut theirs = vec![MemoryBackedTree::new()];
    for index in 0..SIZE_MAX {
        frontier.push_with(leaf_hash(&leaf(index)), |node| tiles.store(node));
        heads.push(frontier.head());
        let mut next = theirs[theirs.len() - 1].clone();
        next.push(leaf(index));
        theirs.push(next);
    }
    Both {
        tiles,
        heads,
        theirs,
    }
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn roots_and_inclusion_proofs_are_those_of_ct_merkle() {
    let Both {
        tiles,
        heads,
        theirs,
    } = both();
    for (size, (head, theirs)) in heads.iter().zip(&theirs).enumerate() {
        assert_eq!(
            theirs.root().as_bytes().as_slice(),
            head.root.as_bytes(),
            "size {size}"
        );
        for index in 0..head.size {
            let nodes = TiledTree::new(&tiles, head.size);
            let proof = tree::inclusion_proof(&nodes, index, head.size).unwrap();
            let place = usize::try_from(index).unwrap();
            let other = theirs.prove_inclusion(place);
            assert_eq!(other.as_bytes(), bytes_of(&proof), "{index} of {size}");

            // Each side accepts the other's.
            assert!(
                theirs
                    .root()
                    .verify_inclusion(&leaf(index), index, &other)
                    .is_ok()
            );
            let hashes: Vec<Hash> = other
                .as_bytes()
                .chunks(32)
                .map(|hash| Hash::from_slice(hash).unwrap())
                .collect();
            tree::verify_inclusion(leaf_hash(&leaf(index)), index, &hashes, *head).unwrap();
        }
    }
}

#[test]
fn consistency_proofs_are_those_of_ct_merkle() {
    let Both {
        tiles,
        heads,
        theirs,
    } = both();
    for new in 1..heads.len() {
        let nodes = TiledTree::new(&tiles, heads[new].size);
        for old in 1..=new {
            let proof = tree::consistency_proof(&nodes, heads[old].size, heads[new].size).unwrap();
            let other = theirs[new].prove_consistency(new - old);
            assert_eq!(other.as_bytes(), bytes_of(&proof), "{old} to {new}");
            let verdict = theirs[new]
                .root()
                .verify_consistency(&theirs[old].root(), &other);
            assert!(verdict.is_ok(), "{old} to {new}");
            tree::verify_consistency(heads[old], heads[new], &proof).unwrap();
        }
    }
}

/// Published vectors of transparency-dev: leaves, then proofs in hexadecimal.
const KNOWN_LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const KNOWN_INCLUSION: [(u64, u64, &[&str]); 4] = [
    (0, 1, &[]),
    (
        2,
        3,
        &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
];
const KNOWN_CONSISTENCY: [(u64, u64, &[&str]); 4] = [
    (1, 1, &[]),
    (
        1,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        2,
        5,
        &[
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        8,
        &[
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
];

#[test]
fn published_proofs_are_made_and_hold() {
    let (mut frontier, mut tiles) = (Frontier::new(), MemoryTiles::new());
    let leaves = KNOWN_LEAVES.map(|data| leaf_hash(&hex::decode(data).unwrap()));
    let mut heads = vec![frontier.head()];
    for leaf in leaves {
        frontier.push_with(leaf, |node| tiles.store(node));
        heads.push(frontier.head());
    }
    let head = |size: u64| heads[usize::try_from(size).unwrap()];
    let hex = |hashes: Vec<Hash>| hashes.into_iter().map(Hash::to_hex).collect::<Vec<_>>();
    for (index, size, known) in KNOWN_INCLUSION {
        let nodes = TiledTree::new(&tiles, size);
        let proof = tree::inclusion_proof(&nodes, index, size).unwrap();
        let leaf = leaves[usize::try_from(index).unwrap()];
        tree::verify_inclusion(leaf, index, &proof, head(size)).unwrap();
        assert_eq!(hex(proof), known, "{index} of {size}");
    }
    for (old, new, known) in KNOWN_CONSISTENCY {
        let nodes = TiledTree::new(&tiles, new);
        let proof = tree::consistency_proof(&nodes, old, new).unwrap();
        tree::verify_consistency(head(old), head(new), &proof).unwrap();
        assert_eq!(hex(proof), known, "{old} to {new}");
    }
}

// ---- tiles ----

/// `tlog_tiles` writes the tile height into its paths and `data` for entries; c2sp.org/tlog-tiles
/// does not.
fn without_height(path: &str) -> String {
    path.replacen("tile/8/data/", "tile/entries/", 1)
        .replacen("tile/8/", "tile/", 1)
}

#[test]
fn trees_of_any_size_have_the_tiles_of_tlog_tiles() {
    for size in (0..1200).chain([65_535, 65_536, 65_537, 70_000]) {
        let ours: Vec<String> = Tile::all(size).map(|tile| tile.to_string()).collect();
        let theirs: Vec<String> = tlog_tiles::Tile::new_tiles(8, 0, size)
            .iter()
            .map(|tile| without_height(&tile.path()))
            .collect();
        assert_eq!(ours, theirs, "size {size}");
        let grown: Vec<String> = Tile::grown(300, size)
            .map(|tile| tile.to_string())
            .collect();
        if size >= 300 {
            let theirs = tlog_tiles::Tile::new_tiles(8, 300, size);
            let theirs: Vec<String> = theirs
                .iter()
                .map(|tile| without_height(&tile.path()))
                .collect();
            assert_eq!(grown, theirs, "300 to {size}");
        }
    }
}

proptest! {
    #[test]
    fn paths_are_those_of_tlog_tiles(level in 0..8u8, index: u64, width in 1..=256u16) {
        let index = index.checked_shr(8 * u32::from(level) + 8).unwrap_or(0);
        let ours = Tile::new(level, index, width).unwrap();
        let theirs = tlog_tiles::Tile::new(8, level, index, width.into(), false);
        prop_assert_eq!(ours.to_string(), without_height(&theirs.path()));
        let ours = Bundle::new(index, width).unwrap();
        let theirs = tlog_tiles::Tile::new(8, 0, index, width.into(), true);
        prop_assert_eq!(ours.to_string(), without_height(&theirs.path()));
    }
}

/// Our tiles as `tlog_tiles` reads them.
struct OurTiles<'a>(&'a MemoryTiles);

impl tlog_tiles::TileReader for OurTiles<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let read = |tile: &tlog_tiles::Tile| {
            let tile: Tile = without_height(&tile.path()).parse().unwrap();
            self.0.tile(tile).unwrap().into_owned()
        };
        Ok(tiles.iter().map(read).collect())
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

#[test]
fn tlog_tiles_reads_our_tiles_and_makes_the_same_proofs() {
    let (mut frontier, mut tiles) = (Frontier::new(), MemoryTiles::new());
    let mut heads = vec![frontier.head()];
    for index in 0..700 {
        frontier.push_with(leaf_hash(&leaf(index)), |node| tiles.store(node));
        heads.push(frontier.head());
    }
    let theirs = |hashes: Vec<tlog_tiles::Hash>| -> Vec<[u8; 32]> {
        hashes.into_iter().map(|hash| hash.0).collect()
    };
    let ours = |hashes: Vec<Hash>| -> Vec<[u8; 32]> {
        hashes.into_iter().map(|hash| *hash.as_bytes()).collect()
    };
    let reader = OurTiles(&tiles);
    for size in [1, 2, 200, 256, 257, 511, 512, 600, 700] {
        let TreeHead { root, .. } = heads[usize::try_from(size).unwrap()];
        let root = tlog_tiles::Hash(*root.as_bytes());
        let their_tree = tlog_tiles::TileHashReader::new(size, root, &reader);
        let our_tree = TiledTree::new(&tiles, size);
        for index in (0..size).step_by(37) {
            assert_eq!(
                theirs(tlog_tiles::prove_record(size, index, &their_tree).unwrap()),
                ours(tree::inclusion_proof(&our_tree, index, size).unwrap()),
                "{index} of {size}"
            );
        }
        for old in (1..size).step_by(41) {
            assert_eq!(
                theirs(tlog_tiles::prove_tree(size, old, &their_tree).unwrap()),
                ours(tree::consistency_proof(&our_tree, old, size).unwrap()),
                "{old} to {size}"
            );
        }
    }
}

// ---- notes and keys ----

fn verdict(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

fn signer(
    name: &str,
    seed: [u8; 32],
) -> KeySigner<impl Fn(&[u8]) -> Result<[u8; 64], Infallible> + use<>> {
    let secret = SigningKey::from_bytes(&seed);
    let public = secret.verifying_key().to_bytes();
    let key = VerifierKey::new(name.parse().unwrap(), SignatureType::Ed25519, public);
    KeySigner::new(key, move |text: &[u8]| Ok(secret.sign(text).to_bytes()))
}

/// The vectors of the examples in Go's `golang.org/x/mod/sumdb/note`.
const GO_SKEY: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                       then you don't know what your problem is.\n";
const GO_LINE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN\
                       1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn go_s_example_is_opened_and_made() {
    let key: VerifierKey = GO_VKEY.parse().unwrap();
    assert_eq!(key.to_string(), GO_VKEY);
    assert_eq!(
        (key.name().as_str(), key.id().to_string().as_str()),
        ("PeterNeumann", "c74f20a3")
    );

    let message = format!("{GO_TEXT}\n{GO_LINE}");
    let note = Note::parse(message.as_bytes()).unwrap();
    let opened = note.verify(&[&KeyVerifier::new(key, verdict)]).unwrap();
    assert_eq!(opened.text(), GO_TEXT);
    assert_eq!(note.to_string(), message);

    let material = STANDARD
        .decode(GO_SKEY.rsplit_once("a3+").unwrap().1)
        .unwrap();
    let (&1, seed) = material.split_first().unwrap() else {
        panic!("not Ed25519")
    };
    let signed = Note::sign(GO_TEXT, &signer("PeterNeumann", seed.try_into().unwrap())).unwrap();
    assert_eq!(signed.to_string(), message);
}

/// The example of c2sp.org/tlog-cosignature: a checkpoint with the lines of its log and of a
/// witness. The keys are not published, so it is read, not verified.
#[test]
fn the_specification_s_cosigned_checkpoint_reads_back() {
    let text = "example.com/behind-the-sofa\n20852163\n\
                CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
                \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeO\
                oRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
                \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5\
                OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.to_string(), text);
    assert_eq!(note.signatures().len(), 2);
    let checkpoint = Checkpoint::parse(note.text()).unwrap();
    assert_eq!(checkpoint.head().size, 20_852_163);
    assert_eq!(checkpoint.to_string(), note.text());
}

/// A key in the private text form that Go and `signed_note` read.
fn their_secret(name: &str, seed: [u8; 32]) -> String {
    let public = VerifierKey::new(
        name.parse().unwrap(),
        SignatureType::Ed25519,
        SigningKey::from_bytes(&seed).verifying_key().to_bytes(),
    );
    let material = [&[1], seed.as_slice()].concat();
    format!(
        "PRIVATE+KEY+{name}+{}+{}",
        public.id(),
        STANDARD.encode(material)
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn signed_note_opens_our_notes_and_we_open_its(
        seed: [u8; 32],
        name in "[a-z]{1,9}([./-][a-z0-9]{1,9}){0,3}|\u{65b0}\u{7586}",
        text in "([ -~\u{4e00}-\u{4e20}]{0,40}\n){1,4}",
    ) {
        let ours = Note::sign(&text, &signer(&name, seed)).unwrap();

        let secret = signed_note::StandardSigner::new(&their_secret(&name, seed)).unwrap();
        let mut theirs = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
        theirs.add_sigs(&[&secret]).unwrap();
        prop_assert_eq!(theirs.to_bytes(), ours.to_string().into_bytes());

        let key = VerifierKey::new(
            name.parse().unwrap(),
            SignatureType::Ed25519,
            SigningKey::from_bytes(&seed).verifying_key().to_bytes(),
        );
        let verifier = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
        let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
        let read = signed_note::Note::from_bytes(ours.to_string().as_bytes()).unwrap();
        let (verified, unverified) = read.verify(&known).unwrap();
        prop_assert_eq!((verified.len(), unverified.len()), (1, 0));

        let read = Note::parse(&theirs.to_bytes()).unwrap();
        let opened = read.verify(&[&KeyVerifier::new(key, verdict)]).unwrap();
        prop_assert_eq!(opened.text(), text);
    }

    /// We may be stricter, never laxer.
    #[test]
    fn what_we_read_as_a_note_signed_note_reads_too(
        at: prop::sample::Index,
        with in prop::collection::vec(any::<u8>(), 0..4),
        cut in 0..4usize,
    ) {
        let mut bytes = format!("{GO_TEXT}\n{GO_LINE}").into_bytes();
        let at = at.index(bytes.len());
        bytes.splice(at..(at + cut).min(bytes.len()), with);
        if Note::parse(&bytes).is_ok() {
            prop_assert!(signed_note::Note::from_bytes(&bytes).is_ok());
        }
    }
}

// ---- checkpoints ----

#[test]
fn checkpoints_are_read_by_signed_note_and_tlog_tiles_and_theirs_by_us() {
    const ORIGIN: &str = "example.org/ledger";
    let seed = [7; 32];
    let operator = signer(ORIGIN, seed);
    let key = qledger::log::note::Signer::key(&operator).clone();
    let secret = signed_note::StandardSigner::new(&their_secret(ORIGIN, seed)).unwrap();
    let verifier = signed_note::StandardVerifier::new(&key.to_string()).unwrap();
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let log = KeyVerifier::new(key, verdict);
    let unknown = UnknownSignatures::Refuse;
    let trust = Trust {
        origin: ORIGIN,
        log: &log,
        witnesses: &[],
        unknown,
    };

    let mut frontier = Frontier::new();
    for index in 0..=SIZE_MAX {
        let head = frontier.head();
        let extensions = if index % 3 == 0 {
            vec![]
        } else {
            vec![format!("extension {index}")]
        };
        let extension = extensions
            .first()
            .map(|line| format!("{line}\n"))
            .unwrap_or_default();

        let ours = Checkpoint::with_extensions(ORIGIN, head, extensions).unwrap();
        let signed = ours.sign(&operator).unwrap().to_string();
        let note = signed_note::Note::from_bytes(signed.as_bytes()).unwrap();
        assert_eq!(note.verify(&known).unwrap().0.len(), 1);
        let theirs = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
        assert_eq!((theirs.origin(), theirs.size()), (ORIGIN, index));
        assert_eq!(&theirs.hash().0, head.root.as_bytes());
        assert_eq!(theirs.extension(), extension);

        let hash = tlog_tiles::Hash(*head.root.as_bytes());
        let theirs = tlog_tiles::Checkpoint::new(ORIGIN, head.size, hash, &extension).unwrap();
        let mut note = signed_note::Note::new(&theirs.to_bytes(), &[]).unwrap();
        note.add_sigs(&[&secret]).unwrap();
        let opened = checkpoint::open(&note.to_bytes(), &trust).unwrap();
        assert_eq!(opened.checkpoint(), &ours);
        assert_eq!(note.to_bytes(), signed.as_bytes());
        frontier.push(leaf_hash(&leaf(index)));
    }
}

proptest! {
    /// We may be stricter, never laxer.
    #[test]
    fn what_we_read_as_a_checkpoint_tlog_tiles_reads_too(
        at: prop::sample::Index,
        with in "[ -~\n]{0,3}",
        cut in 0..3usize,
    ) {
        let mut text = "example.org/ledger\n12\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nx\n"
            .to_owned();
        let at = at.index(text.len());
        text.replace_range(at..(at + cut).min(text.len()), &with);
        if let Ok(ours) = Checkpoint::parse(&text) {
            let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
            prop_assert_eq!(theirs.size(), ours.head().size);
            prop_assert_eq!(theirs.origin(), ours.origin());
        }
    }
}
