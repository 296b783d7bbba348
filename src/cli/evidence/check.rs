//! Checking a folder of evidence, from itself alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{MANIFEST, entry_files, stem};
use crate::cli::because;
use crate::cli::error::Failure;
use crate::cli::text::{Message, msg};
use crate::domain::ids::LedgerId;
use crate::envelope::PublicKey;
use crate::log::tree::leaf_hash;
use crate::receipt::Expected;

/// What was checked and held.
pub struct Checked {
    /// The ledger id everything was held against.
    pub ledger: LedgerId,
    /// Whether the reader gave it; otherwise it is the folder's own word.
    pub given: bool,
    /// How many files the manifest names, all as written.
    pub files: usize,
    /// How many receipts verified.
    pub receipts: usize,
}

/// Checks a folder: nothing missing, nothing added, no byte changed; every receipt verifies; what
/// stands beside it is what it says; the entries are those that the list names.
pub fn check(
    folder: &Path,
    id: Option<LedgerId>,
    operator: Option<PublicKey>,
) -> Result<Checked, Failure> {
    let files = read_all(folder)?;
    let wrong = |message: Message| Failure::not_verified(message).hint(msg!("hint-evidence"));
    let named = manifest(&files).map_err(&wrong)?;
    for (name, hash) in &named {
        let Some(content) = files.get(name) else {
            return Err(wrong(msg!("evidence-file-missing", file = name)));
        };
        if *hash != hex::encode(Sha256::digest(content)) {
            return Err(wrong(msg!("evidence-file-changed", file = name)));
        }
    }
    let added = |name: &&String| *name != MANIFEST && !named.contains_key(*name);
    if let Some(name) = files.keys().find(added) {
        return Err(wrong(msg!("evidence-file-added", file = name)));
    }
    let ledger = ledger_id(&files, id).map_err(&wrong)?;
    let expected = Expected { ledger, operator };
    let receipts = receipts(&files, &expected).map_err(&wrong)?;
    Ok(Checked {
        ledger,
        given: id.is_some(),
        files: named.len(),
        receipts,
    })
}

type Files = BTreeMap<String, Vec<u8>>;

/// Every file of a folder and those below, by name with `/`.
fn read_all(folder: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((dir, front)) = open.pop() {
        let listed = std::fs::read_dir(&dir).map_err(|error| Failure::read(&dir, &error))?;
        for item in listed {
            let item = item.map_err(|error| Failure::read(&dir, &error))?;
            let path = item.path();
            let name = format!("{front}{}", item.file_name().to_string_lossy());
            let kind = item.file_type();
            let kind = kind.map_err(|error| Failure::read(&path, &error))?;
            if kind.is_dir() {
                open.push((path, format!("{name}/")));
            } else {
                let content = std::fs::read(&path);
                let content = content.map_err(|error| Failure::read(&path, &error))?;
                files.insert(name, content);
            }
        }
    }
    Ok(files)
}

/// The lines of the manifest, strictly: 64 hexadecimal digits, two spaces, a name, in order.
fn manifest(files: &Files) -> Result<BTreeMap<String, String>, Message> {
    let missing = || msg!("evidence-file-missing", file = MANIFEST);
    let text = files.get(MANIFEST).ok_or_else(missing)?;
    let unread = |line: usize| msg!("evidence-manifest-line", line = line);
    let text = std::str::from_utf8(text).map_err(|_| unread(1))?;
    let mut named = BTreeMap::new();
    for (at, line) in text.split_terminator('\n').enumerate() {
        let parts = line.split_once("  ").ok_or_else(|| unread(at + 1))?;
        let (hash, name) = parts;
        let is_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        let after_last = named
            .keys()
            .next_back()
            .is_none_or(|last: &String| last.as_str() < name);
        if hash.len() != 64 || !hash.bytes().all(is_hex) || !after_last {
            return Err(unread(at + 1));
        }
        named.insert(name.to_owned(), hash.to_owned());
    }
    if !text.ends_with('\n') {
        return Err(unread(named.len()));
    }
    Ok(named)
}

/// The ledger id the reader gave, else the folder's; leaf 0 must hash to it, and the folder's own
/// word must be the same.
fn ledger_id(files: &Files, given: Option<LedgerId>) -> Result<LedgerId, Message> {
    let word = content(files, "ledger-id.txt")?;
    let word = String::from_utf8_lossy(word);
    let stated = word.trim_end().parse::<LedgerId>();
    let stated = stated.map_err(|_| msg!("evidence-file-changed", file = "ledger-id.txt"))?;
    let id = given.unwrap_or(stated);
    let found = LedgerId::from_leaf_hash(*leaf_hash(content(files, "genesis.leaf")?).as_bytes());
    if id != stated || id != found {
        return Err(msg!(
            "evidence-other-ledger",
            expected = id,
            stated = stated,
            found = found
        ));
    }
    Ok(id)
}

fn content<'a>(files: &'a Files, name: &str) -> Result<&'a Vec<u8>, Message> {
    let missing = || msg!("evidence-file-missing", file = name);
    files.get(name).ok_or_else(missing)
}

/// Verifies every receipt the list of entries names, and what stands beside it; how many.
fn receipts(files: &Files, expected: &Expected) -> Result<usize, Message> {
    let list: Value = serde_json::from_slice(content(files, "entries.json")?)
        .map_err(|_| msg!("evidence-file-changed", file = "entries.json"))?;
    let listed = list["entries"].as_array().cloned().unwrap_or_default();
    let mut known = 0;
    for entry in &listed {
        let index = entry["index"].as_u64().unwrap_or_default();
        let name = format!("{}.receipt.json", stem(index));
        let bytes = content(files, &name)?;
        let beside = entry_files(bytes, expected).map_err(|error| {
            msg!(
                "verify-failed",
                file = name,
                reason = because::receipt(&error)
            )
        })?;
        known += 1 + beside.len();
        for (ending, right) in beside {
            let name = format!("{}.{ending}", stem(index));
            if *content(files, &name)? != right {
                return Err(msg!("evidence-not-of-receipt", file = name));
            }
        }
    }
    let below = files.keys().filter(|name| name.starts_with("entries/"));
    if below.count() != known {
        return Err(msg!("evidence-unlisted", count = listed.len()));
    }
    Ok(listed.len())
}
