//! Who may import whom, and where clock, randomness and files may be touched; read from the source.
//!
//! The table below is the one of `docs/ARCHITECTURE.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/blocks.rs"]
mod blocks;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use blocks::{path_of, read};

/// A module of the crate and the other modules it may import.
const LAYERS: [(&str, &[&str]); 15] = [
    ("log", &[]),
    ("envelope", &[]),
    ("sheets", &[]),
    ("domain", &["envelope"]),
    ("codec", &["domain", "envelope"]),
    ("explain", &["codec", "domain", "envelope"]),
    ("receipt", &["codec", "domain", "envelope", "log"]),
    ("replay", &["codec", "domain", "envelope", "log"]),
    (
        "audit",
        &["codec", "domain", "envelope", "log", "receipt", "replay"],
    ),
    ("check", &["domain", "service"]),
    ("store", &["log"]),
    (
        "service",
        &[
            "audit", "codec", "domain", "envelope", "log", "receipt", "replay", "store",
        ],
    ),
    (
        "scenario",
        &[
            "audit", "codec", "domain", "envelope", "log", "receipt", "service",
        ],
    ),
    (
        "cli",
        &[
            "audit", "check", "codec", "domain", "explain", "envelope", "log", "receipt",
            "scenario", "service", "sheets",
        ],
    ),
    // The binary: it alone puts a store, a clock and the command line together.
    (
        "main",
        &["cli", "domain", "envelope", "scenario", "service", "store"],
    ),
];

/// What only these files may name: the machine behind the seams.
const SEAMS: [(&str, &[&str], &[&str]); 3] = [
    (
        "a clock",
        &["SystemTime::now", "Instant::now", "Utc::now", "Local::now"],
        &["src/service/machine.rs"],
    ),
    ("randomness", &["getrandom::"], &["src/service/machine.rs"]),
    (
        "files",
        &["std::fs", "fs::File", "std::net", "std::process::Command"],
        &[
            "src/store/files.rs",
            "src/store/sled_index.rs",
            "src/cli",
            "src/main.rs",
        ],
    ),
];

/// Every Rust file under `src`, by path relative to the repository.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![path_of("src")];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(path_of("")).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// The lines of a file that are code: without comments, and without the tests.
///
/// A file of its own for tests, or the part after `#[cfg(test)]` and `mod tests {`, is test code.
fn code_of(path: &Path) -> Vec<(usize, String)> {
    let text = read(path.to_str().unwrap());
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut after_cfg_test = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or("").trim();
        if after_cfg_test && line.starts_with("mod ") && line.ends_with('{') {
            break;
        }
        after_cfg_test = line == "#[cfg(test)]";
        lines.push((at + 1, line.to_owned()));
    }
    lines
}

/// Whether a whole file is there for tests only.
fn is_test_file(path: &Path) -> bool {
    path.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        let name = name.strip_suffix(".rs").unwrap_or(&name);
        name == "tests" || name == "testing" || name == "testkit" || name.ends_with("_tests")
    })
}

/// The module of the crate a file belongs to; none for `lib.rs`.
fn module_of(path: &Path) -> Option<String> {
    let first = path
        .components()
        .nth(1)
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    match first.strip_suffix(".rs").unwrap_or(&first) {
        "lib" => None,
        module => Some(module.to_owned()),
    }
}

/// The first names behind each `crate::` and, for the binary, `qledger::` of a line.
fn imports(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for root in ["crate::", "qledger::"] {
        for rest in line.split(root).skip(1) {
            match rest.strip_prefix('{') {
                Some(group) => found.extend(first_names(group)),
                None => found.extend(name_at(rest)),
            }
        }
    }
    found
}

fn name_at(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The names at the outermost level of a group, whose brace was opened already.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut expected) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expected = true,
            c if c.is_ascii_alphabetic() && depth == 0 && expected => {
                names.extend(name_at(&group[at..]));
                expected = false;
            }
            _ => {}
        }
    }
    names
}

/// The modules that a line reaches by climbing out of its own with `super`.
fn climbs(path: &Path, line: &str) -> Option<String> {
    let depth = path.components().count() - 1 - usize::from(path.ends_with("mod.rs"));
    let rest = line.split("super::").last()?;
    let steps = line.matches("super::").count();
    if steps < depth {
        return None;
    }
    name_at(rest).filter(|name| LAYERS.iter().any(|(module, _)| module == name))
}

#[test]
fn every_module_of_the_crate_has_its_place() {
    let known: BTreeSet<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    for path in sources() {
        if let Some(module) = module_of(&path) {
            assert!(
                known.contains(module.as_str()),
                "{} belongs to no layer",
                path.display()
            );
        }
    }
}

#[test]
fn modules_import_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for path in sources().iter().filter(|path| !is_test_file(path)) {
        let Some(module) = module_of(path) else {
            continue;
        };
        let allowed = LAYERS
            .iter()
            .find(|(name, _)| *name == module)
            .map_or(&[][..], |(_, a)| a);
        for (at, line) in code_of(path) {
            let reached = imports(&line).into_iter().chain(climbs(path, &line));
            for target in reached.filter(|target| *target != module) {
                let is_module = LAYERS.iter().any(|(name, _)| *name == target);
                if is_module && !allowed.contains(&target.as_str()) {
                    wrong.push(format!(
                        "{}:{at}: {module} imports {target}",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_machine_is_touched_at_its_seams_only() {
    let mut wrong = Vec::new();
    for path in sources().iter().filter(|path| !is_test_file(path)) {
        for (what, names, places) in SEAMS {
            if places.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            for (at, line) in code_of(path) {
                if names.iter().any(|name| line.contains(name)) {
                    wrong.push(format!("{}:{at}: {what}: {line}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    for (line, expected) in [
        ("use crate::log::tree::Hash;", vec!["log"]),
        (
            "use crate::{log::tree, store::{Store, row}, domain};",
            vec!["log", "store", "domain"],
        ),
        ("let x = crate::codec::leaf::Leaf::parse(b);", vec!["codec"]),
        ("use qledger::cli::run;", vec!["cli"]),
        ("use super::Context;", vec![]),
    ] {
        assert_eq!(imports(line), expected, "{line}");
    }
    let climbing = "use super::super::store::Store;";
    assert_eq!(climbs(Path::new("src/log/tree/hash.rs"), climbing), None);
    assert_eq!(
        climbs(Path::new("src/log/tree/mod.rs"), climbing),
        Some("store".to_owned())
    );
    assert_eq!(
        climbs(Path::new("src/log/tree.rs"), climbing),
        Some("store".to_owned())
    );
}

#[test]
fn the_document_shows_the_same_table() {
    let rows = LAYERS.iter().map(|(module, allowed)| {
        let allowed: Vec<String> = allowed.iter().map(|name| format!("`{name}`")).collect();
        let allowed = if allowed.is_empty() {
            "nothing".to_owned()
        } else {
            allowed.join(", ")
        };
        format!("| `{module}` | {allowed} |")
    });
    let rows: Vec<String> = rows.collect();
    let table = format!(
        "| module | may import |\n| --- | --- |\n{}",
        rows.join("\n")
    );
    blocks::check("docs/ARCHITECTURE.md", &[("layers", table)]);
}
