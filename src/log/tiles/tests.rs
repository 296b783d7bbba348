//! Paths, coordinates and bundles.

use proptest::prelude::*;

use super::*;
use crate::log::tree::{HASH_BYTES, leaf_hash};

#[test]
fn paths_are_those_of_the_specification() {
    let cases = [
        (0, 0, 256, "tile/0/000"),
        (0, 0, 1, "tile/0/000.p/1"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (1, 1000, 255, "tile/1/x001/000.p/255"),
        (6, 255, 10, "tile/6/255.p/10"),
        (0, u64::MAX >> 8, 256, "tile/0/x072/x057/x594/x037/x927/935"),
    ];
    for (level, index, width, path) in cases {
        let tile = Tile::new(level, index, width).unwrap();
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse(), Ok(tile));
    }
    for (index, width, path) in [
        (0, 256, "tile/entries/000"),
        (1_234_067, 112, "tile/entries/x001/x234/067.p/112"),
    ] {
        let bundle = Bundle::new(index, width).unwrap();
        assert_eq!(bundle.to_string(), path);
        assert_eq!(path.parse(), Ok(bundle));
    }
}

#[test]
fn other_spellings_and_other_paths_are_refused() {
    for path in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/00/000",
        "tile/+0/000",
        "tile/8/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/x/000",
        "tile//000",
        "tile/1/x072/x057/x594/x037/x927/935",
    ] {
        assert!(path.parse::<Tile>().is_err(), "{path}");
    }
    for place in [
        "",
        "0",
        "00",
        "0000",
        "x000/000",
        "x001",
        "x001/",
        "001/000",
        "x1/000",
        "x001/x000",
        "+01",
        "x000",
        "000.p/0",
        "000.p/256",
        "000.p/257",
        "000.p/01",
        "000.p/+1",
        "000.p/",
        "000.p",
        "000/",
        "/000",
        "000 ",
        "０００",
        "000.p/1.p/1",
        "x072/x057/x594/x037/x927/936",
        "x999/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(
            format!("tile/0/{place}").parse::<Tile>().is_err(),
            "{place}"
        );
        assert!(
            format!("tile/entries/{place}").parse::<Bundle>().is_err(),
            "{place}"
        );
    }
    assert!("tile/entries/000".parse::<Tile>().is_err());
    assert!("tile/0/000".parse::<Bundle>().is_err());
    let long = "x".repeat(1 << 16);
    assert!(long.parse::<Tile>().unwrap_err().to_string().len() < 100);
}

#[test]
fn a_tree_of_70000_leaves_has_the_tiles_of_the_specification() {
    let tiles: Vec<Tile> = Tile::all(70_000).collect();
    let count = |level, partial| {
        tiles
            .iter()
            .filter(|tile| tile.level() == level && tile.is_partial() == partial)
            .count()
    };
    assert_eq!(
        (count(0, false), count(1, false), count(2, false)),
        (273, 1, 0)
    );
    let partial: Vec<_> = tiles.iter().filter(|tile| tile.is_partial()).collect();
    let partial: Vec<_> = partial
        .iter()
        .map(|tile| (tile.level(), tile.width()))
        .collect();
    assert_eq!(partial, [(0, 112), (1, 17), (2, 1)]);

    let tiles: Vec<String> = Tile::all(256).map(|tile| tile.to_string()).collect();
    assert_eq!(tiles, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(Tile::all(0).count(), 0);

    let bundles: Vec<Bundle> = Bundle::all(70_000).collect();
    assert_eq!(bundles.len(), 274);
    assert_eq!(bundles[273].width(), 112);
    assert!(bundles[..273].iter().all(|bundle| !bundle.is_partial()));
    assert_eq!(Bundle::all(512).count(), 2);
}

#[test]
fn growth_writes_what_the_new_tree_has_and_the_old_has_not() {
    use std::collections::BTreeSet;
    let sizes = [
        0, 1, 2, 255, 256, 257, 300, 511, 512, 513, 65_535, 65_536, 65_537, 70_000,
    ];
    for old in sizes {
        for new in sizes.into_iter().filter(|new| *new >= old) {
            let before: BTreeSet<Tile> = Tile::all(old).collect();
            let after: BTreeSet<Tile> = Tile::all(new).collect();
            let grown: BTreeSet<Tile> = Tile::grown(old, new).collect();
            assert_eq!(grown, &after - &before, "{old} to {new}");
        }
    }
}

#[test]
fn a_node_is_read_from_its_tile_at_every_level() {
    let leaves: Vec<Hash> = (0..256u32)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect();
    let bytes: Vec<u8> = leaves.iter().flat_map(|leaf| *leaf.as_bytes()).collect();
    let tile = Tile::new(0, 3, 256).unwrap();
    for level in 0..8u8 {
        let width = 1usize << level;
        for (at, under) in leaves.chunks_exact(width).enumerate() {
            let want = crate::log::tree::root(
                &|level: u8, index: u64| Ok::<_, ()>(subtree(under, level, index)),
                width as u64,
            );
            let index = 3 * 256 / width as u64 + at as u64;
            assert_eq!(Tile::of_node(level, index, 4 * 256), Ok(tile));
            assert_eq!(Ok(tile.node(&bytes, level, index).unwrap()), want);
        }
    }
}

/// The node over leaves held in a row, by halves.
fn subtree(leaves: &[Hash], level: u8, index: u64) -> Hash {
    if level == 0 {
        return leaves[usize::try_from(index).unwrap()];
    }
    let half = |side| subtree(leaves, level - 1, index * 2 + side);
    crate::log::tree::node_hash(half(0), half(1))
}

#[test]
fn bytes_and_nodes_that_do_not_fit_the_tile_are_refused() {
    let tile = Tile::new(1, 2, 10).unwrap();
    let bytes = vec![0; tile.byte_len()];
    assert!(tile.node(&bytes, 8, 2 * 256 + 9).is_ok());
    assert!(tile.node(&bytes, 11, 2 * 32).is_ok());
    for (level, index) in [
        (8, 2 * 256 + 10),
        (11, 2 * 32 + 1),
        (8, 0),
        (0, 512),
        (16, 2),
        (72, 2),
    ] {
        let outside = TileError::NodeOutsideTile { tile, level, index };
        assert_eq!(tile.node(&bytes, level, index), Err(outside));
    }
    for found in [0, 1, 319, 321, 352, 8192] {
        let length = TileError::Length {
            tile,
            expected: 10 * HASH_BYTES,
            found,
        };
        assert_eq!(tile.node(&vec![0; found], 8, 512), Err(length));
    }
    let coordinates = [
        (8, 0, 1),
        (0, 0, 0),
        (0, 0, 257),
        (0, 1 << 56, 1),
        (7, 256, 1),
    ];
    for (level, index, width) in coordinates {
        let refused = TileError::Coordinates {
            level,
            index,
            width,
        };
        assert_eq!(Tile::new(level, index, width), Err(refused));
    }
    for (level, index, size) in [(0, 5, 5), (3, 1, 15), (64, 0, u64::MAX), (255, 0, 9)] {
        let outside = TileError::NodeOutsideTree { level, index, size };
        assert_eq!(Tile::of_node(level, index, size), Err(outside));
    }
}

#[test]
fn a_tile_that_was_not_stored_is_named() {
    use crate::log::tree::{Frontier, root};
    let mut tiles = MemoryTiles::new();
    let mut frontier = Frontier::new();
    (0..200u8).for_each(|n| frontier.push_with(leaf_hash(&[n]), |node| tiles.store(node)));
    let error = root(&TiledTree::new(&tiles, 201), 201).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tile/0/000.p/201 cannot be read: tile/0/000.p/201 is not stored"
    );
}

#[test]
fn nodes_out_of_order_are_not_stored() {
    let mut tiles = MemoryTiles::new();
    let node = |tile_level, index| TileNode {
        tile_level,
        index,
        hash: leaf_hash(b"leaf"),
    };
    for (tile_level, index) in [(0, 1), (0, 0), (0, 0), (0, 2), (8, 0)] {
        tiles.store(node(tile_level, index));
    }
    assert!(tiles.tile(Tile::new(0, 0, 1).unwrap()).is_ok());
    assert!(tiles.tile(Tile::new(0, 0, 2).unwrap()).is_err());
}

#[test]
fn bundles_read_back_and_end_where_they_end() {
    let longest = vec![7; ENTRY_BYTES_MAX];
    let entries: [&[u8]; 4] = [b"one", b"", b"three", &longest];
    let bytes = encode_bundle(&entries).unwrap();
    assert_eq!(&bytes[..7], [0, 3, b'o', b'n', b'e', 0, 0]);
    assert_eq!(parse_bundle(&bytes, 4).unwrap(), entries);

    let cases = [
        (parse_bundle(&bytes, 5), BundleError::Cut { place: 4 }),
        (
            parse_bundle(&bytes, 1),
            BundleError::Trailing {
                width: 1,
                found: bytes.len() - 5,
            },
        ),
        (parse_bundle(&bytes[..1], 1), BundleError::Cut { place: 0 }),
        (parse_bundle(&bytes[..4], 1), BundleError::Cut { place: 0 }),
        (
            parse_bundle(&bytes[..bytes.len() - 1], 4),
            BundleError::Cut { place: 3 },
        ),
        (parse_bundle(&[], 0), BundleError::Width { width: 0 }),
        (parse_bundle(&[], 257), BundleError::Width { width: 257 }),
    ];
    for (parsed, refused) in cases {
        assert_eq!(parsed, Err(refused));
    }
    let found = ENTRY_BYTES_MAX + 1;
    let refused = BundleError::EntryTooLong { place: 1, found };
    assert_eq!(encode_bundle(&[vec![], vec![0; found]]), Err(refused));
    assert_eq!(
        encode_bundle::<&[u8]>(&[]),
        Err(BundleError::Width { width: 0 })
    );
    assert_eq!(
        encode_bundle(&[b""; 257]),
        Err(BundleError::Width { width: 257 })
    );
    assert_eq!(
        Bundle::new(1 << 56, 1),
        Err(BundleError::Index { index: 1 << 56 })
    );
}

proptest! {
    #[test]
    fn every_tile_has_a_path_that_names_it(level in 0..8u8, index: u64, width in 1..=256u16) {
        let index = index.checked_shr(8 * u32::from(level) + 8).unwrap_or(0);
        let tile = Tile::new(level, index, width).unwrap();
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
        let bundle = Bundle::new(index, width).unwrap();
        prop_assert_eq!(bundle.to_string().parse(), Ok(bundle));
    }

    #[test]
    fn what_reads_as_a_path_has_one_spelling(path in "tile/(entries|[0-9]{1,2})/[x0-9/.p]{0,24}") {
        if let Ok(tile) = path.parse::<Tile>() {
            prop_assert_eq!(tile.to_string(), path.clone());
        }
        if let Ok(bundle) = path.parse::<Bundle>() {
            prop_assert_eq!(bundle.to_string(), path);
        }
    }

    #[test]
    fn no_text_makes_a_path_parser_panic(path in ".{0,64}") {
        let _ = path.parse::<Tile>();
        let _ = path.parse::<Bundle>();
    }

    #[test]
    fn what_reads_as_a_bundle_has_one_spelling(
        bytes in prop::collection::vec(0..=2u8, 0..64),
        width: u16,
    ) {
        for width in [width, 1, 2, 3, 8] {
            if let Ok(entries) = parse_bundle(&bytes, width) {
                prop_assert_eq!(encode_bundle(&entries).unwrap(), bytes.clone());
            }
        }
    }
}
