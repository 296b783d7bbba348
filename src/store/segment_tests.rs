use super::*;
use crate::store::MemFiles;
use crate::store::frame::write_frame;

fn group_bytes(base: u64, leaves: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for (ordinal, leaf) in leaves.iter().enumerate() {
        write_frame(
            &mut out,
            base,
            u16::try_from(ordinal).unwrap(),
            Kind::Leaf,
            &[leaf],
        );
    }
    let ordinal = u16::try_from(leaves.len()).unwrap();
    write_frame(
        &mut out,
        base,
        ordinal,
        Kind::Checkpoint,
        &[&[7; 32], b"note"],
    );
    out
}

/// A segment of base 5 that holds the given bytes after its head.
fn segment(content: &[u8], len: u64) -> (MemFiles, SegmentReader) {
    let disk = MemFiles::new();
    let dir = Path::new("log");
    disk.create_dir_all(dir).unwrap();
    let file = create_segment(&disk, dir, 2, 5, len).unwrap();
    write_all_at(&*file, content, SEGMENT_HEAD_BYTES).unwrap();
    let reader = SegmentReader::open(&disk, dir, 2).unwrap();
    (disk, reader)
}

#[test]
fn names_have_one_spelling() {
    assert_eq!(segment_name(1), "000001.seg");
    assert_eq!(segment_name(1_234_567), "1234567.seg");
    for number in [1, 999_999, 1_000_000] {
        assert_eq!(segment_number(&segment_name(number)), Some(number));
    }
    for name in [
        "1.seg",
        "0000001.seg",
        "000001.seg2",
        "cut-1-000001-36",
        "+00001.seg",
        "",
    ] {
        assert_eq!(segment_number(name), None, "{name}");
    }
}

#[test]
fn groups_come_back_one_after_the_other() {
    let big = vec![9u8; 60_000];
    let groups: [&[&[u8]]; 4] = [&[b"a", b"bc"], &[&big, &big, &big], &[b"x"], &[&big]];
    let mut content = Vec::new();
    let mut base = 5;
    for leaves in groups {
        content.extend(group_bytes(base, leaves));
        base += leaves.len() as u64;
    }
    let (_disk, mut reader) = segment(&content, 400_000);
    assert_eq!(reader.head().unwrap(), SegmentHead::Whole(5));
    let (mut at, mut base) = (SEGMENT_HEAD_BYTES, 5);
    for leaves in groups {
        let Step::Group(placed) = reader.group(at, Some(base)).unwrap() else {
            panic!("no group at {at}");
        };
        assert_eq!(placed.group.leaves().collect::<Vec<_>>(), leaves);
        assert_eq!(placed.group.note(), b"note");
        assert_eq!(placed.group.state_digest().as_bytes(), &[7; 32]);
        assert_eq!(placed.start, at);
        (at, base) = (placed.end, placed.group.size());
    }
    assert!(matches!(reader.group(at, Some(base)).unwrap(), Step::Blank));
    assert!(matches!(
        reader.group(SEGMENT_HEAD_BYTES, None).unwrap(),
        Step::Group(_)
    ));
}

#[test]
fn what_is_no_group_is_named() {
    let whole = group_bytes(5, &[b"a", b"b"]);
    let leaf_bytes = FRAME_HEAD_BYTES + 1;
    let mut swapped = whole[leaf_bytes..2 * leaf_bytes].to_vec();
    swapped.extend(&whole[..leaf_bytes]);
    swapped.extend(&whole[2 * leaf_bytes..]);
    let cases: [(&str, &[u8], u64); 4] = [
        (
            "no checkpoint",
            &whole[..2 * leaf_bytes],
            2 * leaf_bytes as u64,
        ),
        (
            "half a checkpoint",
            &whole[..whole.len() - 1],
            2 * leaf_bytes as u64,
        ),
        ("no first leaf", &whole[leaf_bytes..], 0),
        ("leaves swapped", &swapped, 0),
    ];
    for (name, content, expected_at) in cases {
        let (_disk, mut reader) = segment(content, 4_096);
        match reader.group(SEGMENT_HEAD_BYTES, Some(5)).unwrap() {
            Step::Damaged(at, _) => assert_eq!(at, SEGMENT_HEAD_BYTES + expected_at, "{name}"),
            other @ (Step::Group(_) | Step::Blank) => panic!("{name}: {other:?}"),
        }
    }
    let (_disk, mut reader) = segment(&whole, 4_096);
    assert!(matches!(
        reader.group(SEGMENT_HEAD_BYTES, Some(6)).unwrap(),
        Step::Damaged(..)
    ));
    let mut only_checkpoint = Vec::new();
    write_frame(
        &mut only_checkpoint,
        5,
        0,
        Kind::Checkpoint,
        &[&[7; 32], b"note"],
    );
    let (_disk, mut reader) = segment(&only_checkpoint, 4_096);
    assert!(matches!(
        reader.group(SEGMENT_HEAD_BYTES, Some(5)).unwrap(),
        Step::Damaged(..)
    ));
}

#[test]
fn every_flipped_bit_of_a_head_shows() {
    let (disk, _) = segment(&[], 100);
    let path = Path::new("log").join(segment_name(2));
    let whole = disk.get(&path).unwrap();
    for bit in 0..HEAD_BYTES * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        disk.put(&path, bytes);
        let head = SegmentReader::open(&disk, Path::new("log"), 2)
            .unwrap()
            .head()
            .unwrap();
        assert!(
            matches!(head, SegmentHead::Damaged(_)),
            "bit {bit}: {head:?}"
        );
    }
    disk.put(&Path::new("log").join(segment_name(3)), whole);
    let head = SegmentReader::open(&disk, Path::new("log"), 3)
        .unwrap()
        .head()
        .unwrap();
    assert!(
        matches!(head, SegmentHead::Damaged(_)),
        "a segment under another's name"
    );
}

#[test]
fn a_sweep_sees_every_byte_with_what_follows() {
    let content: Vec<u8> = (0..300_000u32)
        .map(|i| u8::try_from(i % 251).unwrap())
        .collect();
    let (_disk, reader) = segment(&content, 300_036);
    let mut next = SEGMENT_HEAD_BYTES;
    reader
        .sweep(SEGMENT_HEAD_BYTES, 1_000, |at, bytes| {
            assert!(at <= next);
            assert_eq!(
                bytes[0],
                content[usize::try_from(at - SEGMENT_HEAD_BYTES).unwrap()]
            );
            next = at + bytes.len() as u64;
            None::<()>
        })
        .unwrap();
    assert_eq!(next, 300_036);
}
