//! The tree against a deliberately naive one, and against trees too large to build.

use std::convert::Infallible;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::{naive, *};
use crate::log::tiles::{MemoryTiles, TileNode, TiledTree};

const SIZE_MAX: u64 = 130;

fn leaves(count: u64) -> Vec<Hash> {
    (0..count)
        .map(|index| leaf_hash(&index.to_be_bytes()))
        .collect()
}

/// All nodes over the leaves, hashed by the naive tree.
fn nodes_of(leaves: &[Hash]) -> impl Fn(u8, u64) -> Result<Hash, Infallible> + use<> {
    let row = |level| {
        leaves
            .chunks_exact(1usize << level)
            .map(naive::mth)
            .collect()
    };
    let rows: Vec<Vec<Hash>> = (0..8).map(row).collect();
    move |level, index| Ok(rows[usize::from(level)][usize::try_from(index).unwrap()])
}

fn head(leaves: &[Hash]) -> TreeHead {
    TreeHead {
        size: leaves.len() as u64,
        root: naive::mth(leaves),
    }
}

#[test]
fn roots_are_the_known_ones() {
    let leaves: Vec<Hash> = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(|data| leaf_hash(&hex::decode(data).unwrap()))
    .into();
    let nodes = nodes_of(&leaves);
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    for (size, want) in roots.iter().enumerate() {
        assert_eq!(frontier.root().to_hex(), *want, "size {size}");
        assert_eq!(
            root(&nodes, size as u64).unwrap().to_hex(),
            *want,
            "size {size}"
        );
        if let Some(leaf) = leaves.get(size) {
            frontier.push(*leaf);
        }
    }
}

#[test]
fn the_frontier_has_the_root_of_the_naive_tree_at_every_size() {
    let leaves = leaves(SIZE_MAX);
    let nodes = nodes_of(&leaves);
    let mut frontier = Frontier::new();
    for size in 0..=leaves.len() {
        assert_eq!(frontier.head(), head(&leaves[..size]));
        let read = Frontier::read(&nodes, size as u64).unwrap();
        assert_eq!(read, frontier, "size {size}");
        assert_eq!(
            Frontier::from_bytes(&frontier.to_bytes()),
            Ok(frontier.clone())
        );
        if let Some(leaf) = leaves.get(size) {
            frontier.push(*leaf);
        }
    }
}

#[test]
fn every_inclusion_proof_is_the_naive_one_and_holds() {
    let leaves = leaves(SIZE_MAX);
    let nodes = nodes_of(&leaves);
    for size in 1..=leaves.len() {
        let head = head(&leaves[..size]);
        for index in 0..size {
            let at = index as u64;
            let proof = inclusion_proof(&nodes, at, head.size).unwrap();
            assert_eq!(
                proof,
                naive::path(index, &leaves[..size]),
                "{index} of {size}"
            );
            assert_eq!(inclusion_proof_len(at, head.size), Ok(proof.len()));
            assert_eq!(verify_inclusion(leaves[index], at, &proof, head), Ok(()));
        }
    }
}

#[test]
fn every_consistency_proof_is_the_naive_one_and_holds() {
    let leaves = leaves(SIZE_MAX);
    let nodes = nodes_of(&leaves);
    let heads: Vec<TreeHead> = (0..=leaves.len())
        .map(|size| head(&leaves[..size]))
        .collect();
    for new in 0..=leaves.len() {
        for old in 0..=new {
            let (old_head, new_head) = (heads[old], heads[new]);
            let proof = consistency_proof(&nodes, old_head.size, new_head.size).unwrap();
            assert_eq!(proof, naive::proof(old, &leaves[..new]), "{old} to {new}");
            assert_eq!(
                consistency_proof_len(old_head.size, new_head.size),
                Ok(proof.len())
            );
            assert_eq!(
                verify_consistency(old_head, new_head, &proof),
                Ok(()),
                "{old} to {new}"
            );
        }
    }
}

#[test]
fn an_inclusion_proof_holds_for_its_leaf_index_root_and_hashes_only() {
    let leaves = leaves(23);
    let nodes = nodes_of(&leaves);
    let head = head(&leaves);
    let other = leaf_hash(b"another");
    for index in 0..23 {
        let leaf = leaves[usize::try_from(index).unwrap()];
        let proof = inclusion_proof(&nodes, index, 23).unwrap();
        let refused = |leaf, index, proof: &[Hash], head| {
            assert!(
                verify_inclusion(leaf, index, proof, head).is_err(),
                "index {index}"
            );
        };
        refused(other, index, &proof, head);
        refused(
            leaf,
            index,
            &proof,
            TreeHead {
                root: other,
                ..head
            },
        );
        for wrong in (0..30).filter(|wrong| *wrong != index) {
            refused(leaf, wrong, &proof, head);
        }
        for at in 0..proof.len() {
            let mut wrong = proof.clone();
            wrong[at] = other;
            refused(leaf, index, &wrong, head);
            wrong.remove(at);
            refused(leaf, index, &wrong, head);
            let mut wrong = proof.clone();
            wrong.insert(at, proof[at]);
            refused(leaf, index, &wrong, head);
        }
    }
}

#[test]
fn a_consistency_proof_holds_for_its_roots_and_hashes_only() {
    let leaves = leaves(23);
    let nodes = nodes_of(&leaves);
    let other = leaf_hash(b"another");
    let new = head(&leaves);
    for size in 1..=23 {
        let old = head(&leaves[..size]);
        let proof = consistency_proof(&nodes, old.size, new.size).unwrap();
        let refused = |old, new, proof: &[Hash]| {
            assert!(verify_consistency(old, new, proof).is_err(), "from {size}");
        };
        refused(TreeHead { root: other, ..old }, new, &proof);
        refused(old, TreeHead { root: other, ..new }, &proof);
        refused(old, new, &[proof.as_slice(), &[other]].concat());
        for at in 0..proof.len() {
            let mut wrong = proof.clone();
            wrong[at] = other;
            refused(old, new, &wrong);
            wrong.remove(at);
            refused(old, new, &wrong);
        }
    }
}

#[test]
fn errors_say_what_does_not_match() {
    let leaves = leaves(5);
    let (old, new) = (head(&leaves[..3]), head(&leaves));
    let other = leaf_hash(b"another");
    let nodes = nodes_of(&leaves);
    let path = inclusion_proof(&nodes, 4, 5).unwrap();
    let proof = consistency_proof(&nodes, 3, 5).unwrap();

    let cases = [
        (
            verify_inclusion(other, 4, &path, new),
            format!(
                "the proof leads to root {}; the tree of size 5 has {}",
                node_hash(path[0], other),
                new.root
            ),
        ),
        (
            verify_inclusion(leaves[4], 5, &path, new),
            "leaf 5 is outside a tree of size 5".to_owned(),
        ),
        (
            verify_inclusion(leaves[4], 4, &[], new),
            "the proof has 0 hashes; it needs 1".to_owned(),
        ),
        (
            verify_consistency(new, old, &proof),
            "old size 5 exceeds new size 3".to_owned(),
        ),
        (
            verify_consistency(TreeHead { root: other, ..old }, new, &proof),
            format!(
                "the proof leads to old root {}; the tree of size 3 has {other}",
                old.root
            ),
        ),
        (
            verify_consistency(old, TreeHead { root: other, ..new }, &proof),
            format!(
                "the proof leads to new root {}; the tree of size 5 has {other}",
                new.root
            ),
        ),
    ];
    for (verdict, message) in cases {
        assert_eq!(verdict.unwrap_err().to_string(), message);
    }
    assert_eq!(
        inclusion_proof(&nodes, 5, 5),
        Err(ProveError::IndexOutside { index: 5, size: 5 })
    );
    assert_eq!(
        consistency_proof(&nodes, 5, 3),
        Err(ProveError::OldLarger { old: 5, new: 3 })
    );
    let broken = |_, _| Err("disk");
    assert_eq!(
        inclusion_proof(&broken, 0, 2),
        Err(ProveError::Read("disk"))
    );
}

#[test]
fn only_the_empty_root_is_continued_without_a_proof() {
    let new = head(&leaves(3));
    let empty = TreeHead {
        size: 0,
        root: EMPTY_ROOT,
    };
    assert_eq!(verify_consistency(empty, new, &[]), Ok(()));
    assert!(verify_consistency(empty, new, &[new.root]).is_err());
    assert!(verify_consistency(TreeHead { size: 0, ..new }, new, &[]).is_err());
}

#[test]
fn the_longest_proof_of_the_largest_tree_is_allowed_and_one_hash_more_is_not() {
    let old = uniform_head(3);
    assert_eq!(
        consistency_proof_len(3, TREE_SIZE_MAX),
        Ok(PROOF_HASHES_MAX)
    );
    let new = uniform_head(TREE_SIZE_MAX + 2);
    let proof = consistency_proof(&uniform, old.size, new.size).unwrap();
    assert_eq!(proof.len(), 65);
    let refused = VerifyError::ProofLength {
        expected: 65,
        found: 65,
    };
    assert_eq!(verify_consistency(old, new, &proof), Err(refused));
}

#[test]
fn the_frontier_reports_each_stored_node_once_and_in_order() {
    let mut frontier = Frontier::new();
    let mut reported: [Vec<Hash>; 3] = Default::default();
    for leaf in leaves(2 * 65_536 + 300) {
        frontier.push_with(
            leaf,
            |TileNode {
                 tile_level,
                 index,
                 hash,
             }| {
                let level = &mut reported[usize::from(tile_level)];
                assert_eq!(level.len() as u64, index);
                level.push(hash);
            },
        );
    }
    let [bottom, middle, top] = reported;
    assert_eq!((bottom.len(), middle.len(), top.len()), (131_372, 513, 2));
    for (below, above) in [(&bottom, &middle), (&middle, &top)] {
        for (under, node) in below.chunks_exact(256).zip(above) {
            assert_eq!(naive::mth(under), *node);
        }
    }
}

#[test]
fn proofs_read_from_tiles_hold_across_tile_borders() {
    let leaves = leaves(600);
    let mut tiles = MemoryTiles::new();
    let mut frontier = Frontier::new();
    let mut heads = vec![frontier.head()];
    for leaf in &leaves {
        frontier.push_with(*leaf, |node| tiles.store(node));
        heads.push(frontier.head());
    }
    for size in [1, 2, 255, 256, 257, 300, 511, 512, 513, 599, 600] {
        let tree = TiledTree::new(&tiles, size as u64);
        assert_eq!(
            root(&tree, tree.size()).unwrap(),
            naive::mth(&leaves[..size])
        );
        for index in (0..size).step_by(17).chain([size - 1]) {
            let proof = inclusion_proof(&tree, index as u64, tree.size()).unwrap();
            assert_eq!(
                proof,
                naive::path(index, &leaves[..size]),
                "{index} of {size}"
            );
        }
        for old in (0..size).step_by(13).chain([size - 1]) {
            let proof = consistency_proof(&tree, old as u64, tree.size()).unwrap();
            assert_eq!(verify_consistency(heads[old], heads[size], &proof), Ok(()));
        }
    }
}

#[test]
fn bytes_that_are_no_frontier_are_refused() {
    let mut frontier = Frontier::new();
    for leaf in leaves(11) {
        frontier.push(leaf);
    }
    let bytes = frontier.to_bytes();
    assert_eq!(bytes.len(), 8 + 3 * 32);
    assert_eq!(
        Frontier::from_bytes(&bytes[..7]),
        Err(FrontierError::Short { found: 7 })
    );
    for found in (8..bytes.len()).chain([bytes.len() + 1, bytes.len() + 32]) {
        let mut wrong = bytes.clone();
        wrong.resize(found, 0);
        let expected = bytes.len();
        let refused = FrontierError::Length {
            size: 11,
            expected,
            found,
        };
        assert_eq!(Frontier::from_bytes(&wrong), Err(refused));
    }
    let size = TREE_SIZE_MAX + 1;
    let wrong = [size.to_be_bytes().as_slice(), &[0; 32]].concat();
    assert_eq!(
        Frontier::from_bytes(&wrong),
        Err(FrontierError::Size { size })
    );
}

/// The nodes of a tree whose leaves are all the same: they depend on the level alone.
static UNIFORM: LazyLock<Vec<Hash>> = LazyLock::new(|| {
    let parent = |node: &Hash| Some(node_hash(*node, *node));
    std::iter::successors(Some(leaf_hash(b"same")), parent)
        .take(64)
        .collect()
});

/// Reads a tree of any size whose leaves are all the same.
#[allow(clippy::unnecessary_wraps)]
fn uniform(level: u8, _index: u64) -> Result<Hash, Infallible> {
    Ok(UNIFORM[usize::from(level)])
}

fn uniform_head(size: u64) -> TreeHead {
    TreeHead {
        size,
        root: root(&uniform, size).unwrap(),
    }
}

proptest! {
    #[test]
    fn inclusion_holds_in_trees_of_any_size(size in 1..=TREE_SIZE_MAX, place: u64) {
        let index = place % size;
        let proof = inclusion_proof(&uniform, index, size).unwrap();
        prop_assert!(proof.len() <= PROOF_HASHES_MAX);
        let leaf = leaf_hash(b"same");
        prop_assert_eq!(verify_inclusion(leaf, index, &proof, uniform_head(size)), Ok(()));
    }

    #[test]
    fn consistency_holds_between_trees_of_any_size(new in 1..=TREE_SIZE_MAX, place: u64) {
        let old = place % new;
        let proof = consistency_proof(&uniform, old, new).unwrap();
        prop_assert!(proof.len() <= PROOF_HASHES_MAX);
        let verdict = verify_consistency(uniform_head(old), uniform_head(new), &proof);
        prop_assert_eq!(verdict, Ok(()));
    }

    #[test]
    fn verification_never_panics(
        sizes: [u64; 2],
        index: u64,
        proof in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash::from_bytes).collect();
        let [old, new] = sizes.map(|size| TreeHead { size, root: EMPTY_ROOT });
        prop_assert!(verify_inclusion(EMPTY_ROOT, index, &proof, new).is_err());
        if !(proof.is_empty() && (old.size == 0 || old.size == new.size)) {
            prop_assert!(verify_consistency(old, new, &proof).is_err());
        }
    }

    #[test]
    fn what_reads_as_a_frontier_has_one_spelling(bytes in prop::collection::vec(0..=3u8, 0..80)) {
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
        }
    }
}
