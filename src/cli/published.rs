//! The ledger id as its keeper publishes it: 64 digits, a text file that holds them, or the ledger's
//! `genesis.json`, whose leaf hash is the id.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::error::Failure;
use super::text::msg;
use crate::domain::ids::LedgerId;
use crate::log::tree::leaf_hash;

/// Bytes read of a file; a genesis is far smaller.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// Digits of an id.
const ID_DIGITS: usize = 64;

/// Of `genesis.json`, what the id is derived from.
#[derive(Deserialize)]
struct GenesisFile {
    /// Leaf 0 in base64.
    leaf: String,
}

/// The id that `text` is, or that the file of that name holds. What is neither, and a text with two
/// different ids, is told.
pub fn ledger_id(text: &str) -> Result<LedgerId, Failure> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let path = Path::new(text);
    if !path.is_file() {
        let failure = Failure::usage(msg!("not-a-ledger-id", text = text));
        return Err(failure.hint(msg!("hint-ledger-id")));
    }
    let read = File::open(path).and_then(|file| {
        let mut text = String::new();
        file.take(FILE_BYTES_MAX).read_to_string(&mut text)?;
        Ok(text)
    });
    let content = read.map_err(|error| Failure::read(path, &error))?;
    in_file(&content).ok_or_else(|| {
        let failure = Failure::usage(msg!("no-ledger-id-in-file", file = path.display()));
        failure.hint(msg!("hint-ledger-id"))
    })
}

fn in_file(content: &str) -> Option<LedgerId> {
    if let Ok(genesis) = serde_json::from_str::<GenesisFile>(content) {
        let leaf = STANDARD.decode(genesis.leaf).ok()?;
        return Some(LedgerId::from_leaf_hash(*leaf_hash(&leaf).as_bytes()));
    }
    let words = content.split(|c: char| !c.is_ascii_hexdigit());
    let mut ids = words.filter(|word| word.len() == ID_DIGITS);
    let first: LedgerId = ids.next()?.parse().ok()?;
    ids.all(|other| other.parse() == Ok(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "59e62dd2f530c8f4dfb699e486a95891407798bd123d4ba8e2f50f89b7df7150";
    const OTHER: &str = "69e62dd2f530c8f4dfb699e486a95891407798bd123d4ba8e2f50f89b7df7150";

    #[test]
    fn an_id_is_found_in_what_a_keeper_publishes_and_two_are_none() {
        let genesis = format!(
            "{{\"leaf\": \"{}\", \"payload\": {{}}}}",
            STANDARD.encode(b"leaf 0")
        );
        let of_genesis = LedgerId::from_leaf_hash(*leaf_hash(b"leaf 0").as_bytes());
        let id: LedgerId = ID.parse().unwrap();
        for (content, expected) in [
            (format!("{ID}\n"), Some(id)),
            (
                format!("台账编号：{ID}（2027年1月4日公布），即 {ID}"),
                Some(id),
            ),
            (genesis, Some(of_genesis)),
            (format!("{ID} {OTHER}"), None),
            (format!("{ID}0"), None),
            ("{\"leaf\": \"?\"}".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(in_file(&content), expected, "{content}");
        }
    }
}
