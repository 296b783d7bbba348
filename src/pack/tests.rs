use super::*;
use crate::envelope::{Envelope, SigningKey};

fn told() -> Told {
    Told {
        entry_hash: EntryHash::of_payload(b"{}"),
        id: EntryId::from_parts(1, &[7; 10]),
        index: Some(9),
        outcome: Outcome::Refused,
        receipt: None,
        refusal: Some(RecordedRefusal {
            number: 601,
            values: [("lot".to_owned(), "L\"1\n".to_owned())].into(),
        }),
    }
}

fn act() -> Vec<u8> {
    let mut envelope = Envelope::new(b"{\"a\":1}".to_vec()).unwrap();
    envelope
        .sign_with(&SigningKey::from_seed(&[1; 32]))
        .unwrap();
    envelope.to_bytes()
}

fn head() -> Head {
    Head {
        acts: 1,
        answers: 1,
        base: Some("base\n".into()),
        checkpoint: "last\n".into(),
        from: 5,
        ledger: "ab".repeat(32).parse().unwrap(),
        leaves: 3,
        pack: PACK_VERSION,
    }
}

fn pack() -> Vec<u8> {
    let mut writer = Writer::begin(Vec::new(), &head()).unwrap();
    writer.group([&b"one"[..], b"two"], b"note 7\n").unwrap();
    writer.group([&b"three"[..]], b"note 8\n").unwrap();
    writer.act(&act()).unwrap();
    writer.told(&told()).unwrap();
    writer.finish().unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<Item>, PackError> {
    let mut reader = Reader::begin(bytes)?;
    let mut items = Vec::new();
    while let Some(item) = reader.next()? {
        items.push(item);
    }
    Ok(items)
}

/// The same lines under a last line that fits them.
fn sealed(lines: &[&[u8]]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut bytes: Vec<u8> = lines
        .iter()
        .flat_map(|line| [line, &b"\n"[..]].concat())
        .collect();
    let end = format!("{{\"end\":\"{}\"}}\n", hex::encode(Sha256::digest(&bytes)));
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

#[test]
fn what_is_written_is_read_back() {
    let items = read(&pack()).unwrap();
    let group = |first, leaves: &[&[u8]], note: &[u8]| {
        let leaves = leaves.iter().map(|leaf| leaf.to_vec()).collect();
        let note = note.to_vec();
        Item::Group(Group {
            first,
            leaves,
            note,
        })
    };
    let expected = [
        group(5, &[b"one", b"two"], b"note 7\n"),
        group(7, &[b"three"], b"note 8\n"),
        Item::Act(act()),
        Item::Told(Box::new(told())),
    ];
    assert_eq!(items, expected);
    assert_eq!(pack(), pack(), "the same content gives the same bytes");
}

#[test]
fn a_pack_cut_anywhere_is_refused() {
    let pack = pack();
    for end in 0..pack.len() {
        assert!(read(&pack[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_pack_with_any_byte_altered_is_refused() {
    let pack = pack();
    for at in 0..pack.len() {
        for flip in [0x01, 0x20, 0x80] {
            let mut altered = pack.clone();
            altered[at] ^= flip;
            assert!(read(&altered).is_err(), "byte {at} by {flip:#x}");
        }
    }
}

#[test]
fn lines_of_another_form_are_refused_also_under_a_checksum_that_fits() {
    let whole = pack();
    let lines: Vec<&[u8]> = whole.split(|byte| *byte == b'\n').collect();
    let lines = &lines[..lines.len() - 2];
    assert!(read(&sealed(lines)).is_ok(), "the lines as they are");
    let swapped = |a: usize, b: usize| {
        let mut lines = lines.to_vec();
        lines.swap(a, b);
        lines
    };
    let put = |at: usize, line: &'static [u8]| {
        let mut lines = lines.to_vec();
        lines[at] = line;
        lines
    };
    let without = |at: usize| {
        let mut lines = lines.to_vec();
        lines.remove(at);
        lines
    };
    let cases: [(&str, Vec<&[u8]>); 11] = [
        ("an act before the leaves", swapped(1, 6)),
        ("an answer before the act", swapped(6, 7)),
        ("leaves without a note", without(5)),
        ("a leaf less than the head says", without(1)),
        ("no act", without(6)),
        ("no answer", without(7)),
        ("a line with spaces", put(1, b"{ \"leaf\":\"b25l\"}")),
        ("base64 without padding", put(1, b"{\"leaf\":\"b25lIQ\"}")),
        ("an empty leaf", put(1, b"{\"leaf\":\"\"}")),
        ("an unknown field", put(1, b"{\"leave\":\"b25l\"}")),
        ("a line that is no JSON", put(6, b"act")),
    ];
    for (what, lines) in cases {
        assert!(read(&sealed(&lines)).is_err(), "{what}");
    }
}

#[test]
fn what_is_no_pack_or_a_newer_one_is_told_so() {
    assert!(matches!(read(b""), Err(PackError::NotAPack)));
    assert!(matches!(read(b"PK\x03\x04"), Err(PackError::NotAPack)));
    assert!(matches!(
        read(&vec![b'x'; LINE_BYTES_MAX + 9]),
        Err(PackError::NotAPack)
    ));
    let newer = sealed(&[b"{\"pack\":2,\"more\":true}"]);
    assert!(matches!(
        read(&newer),
        Err(PackError::Newer { found: 2, .. })
    ));
    let behind = [pack(), b"x".to_vec()].concat();
    assert!(matches!(read(&behind), Err(PackError::Behind)));
}

#[test]
fn a_group_beyond_the_limit_is_refused() {
    let written = |count: usize| {
        let head = Head {
            acts: 0,
            answers: 0,
            leaves: count as u64,
            ..head()
        };
        let mut writer = Writer::begin(Vec::new(), &head).unwrap();
        writer.group(vec![&b"leaf"[..]; count], b"note\n").unwrap();
        writer.finish().unwrap()
    };
    assert!(read(&written(GROUP_LEAVES_MAX)).is_ok());
    assert!(read(&written(GROUP_LEAVES_MAX + 1)).is_err());
}
