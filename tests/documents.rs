//! The documents against the code: tables that are generated, lists that must be complete, links.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/asked.rs"]
mod asked;
#[path = "documents/blocks.rs"]
mod blocks;
#[path = "documents/fields.rs"]
mod fields;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use blocks::{path_of, read};
use qledger::codec::canonical;
use qledger::domain::amount::{DECIMALS_MAX, INTEGER_DIGITS_MAX, QUANTITY_MAX};
use qledger::domain::entry::{Act, EXPIRY_DAYS_MAX, FORMAT_VERSION};
use qledger::domain::ids::{ID_BYTES_MAX, REGION_BYTES_MAX};
use qledger::domain::refusal::{Code, VALUE_CHARS_MAX};
use qledger::domain::rules::{
    ACT_DOCUMENTS_MAX, CASE_DOCUMENTS_MAX, RELATIONS_MAX, ROWS_MAX, RULES_KNOWN, YEARS_MAX,
};
use qledger::domain::text::{LABEL_CHARS_MAX, Lang};
use qledger::envelope;
use qledger::log::{note, tree};
use qledger::receipt;
use qledger::store;

/// A table of two or more columns.
fn table(head: &str, rows: impl IntoIterator<Item = String>) -> String {
    let rule = head
        .matches('|')
        .map(|_| "|")
        .collect::<Vec<_>>()
        .join(" --- ");
    let rows: Vec<String> = rows.into_iter().collect();
    format!("{head}\n{rule}\n{}", rows.join("\n"))
}

fn limits(rows: &[(&str, u64)]) -> String {
    let rows = rows
        .iter()
        .map(|(what, value)| format!("| {what} | {} |", grouped(*value)));
    table("| limit | value |", rows)
}

/// 65535 as 65,535.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn the_limits_of_the_specification_are_those_of_the_code() {
    let rows = [
        ("format version", FORMAT_VERSION.into()),
        ("highest number of the rules", RULES_KNOWN.into()),
        ("payload, bytes", envelope::PAYLOAD_BYTES_MAX as u64),
        ("signatures of an envelope", envelope::SIGNATURES_MAX as u64),
        (
            "envelope in its stored spelling, bytes",
            envelope::ENVELOPE_BYTES_MAX as u64,
        ),
        (
            "envelope on its way to admission, bytes",
            envelope::INPUT_BYTES_MAX as u64,
        ),
        ("leaf, bytes", envelope::LEAF_BYTES_MAX as u64),
        (
            "arrays and objects inside each other",
            canonical::DEPTH_MAX as u64,
        ),
        ("largest magnitude of a number", canonical::INTEGER_MAX),
        ("rows of one list in an entry", ROWS_MAX as u64),
        ("documents of one act", ACT_DOCUMENTS_MAX as u64),
        (
            "documents of a case's opening and completions",
            CASE_DOCUMENTS_MAX as u64,
        ),
        (
            "documents of the steps of a case",
            CASE_DOCUMENTS_MAX as u64,
        ),
        ("relations of a region, ever", RELATIONS_MAX as u64),
        (
            "years with figures of one region and indicator",
            YEARS_MAX as u64,
        ),
        ("days from `made` to `expires`", EXPIRY_DAYS_MAX),
        ("characters of a label", LABEL_CHARS_MAX as u64),
        ("bytes of an identifier", ID_BYTES_MAX as u64),
        ("bytes of a region id", REGION_BYTES_MAX as u64),
        (
            "digits of an amount before the point",
            INTEGER_DIGITS_MAX as u64,
        ),
        ("digits of an amount after the point", DECIMALS_MAX.into()),
        (
            "issued and opened of one indicator in all, and a cap",
            QUANTITY_MAX,
        ),
        (
            "characters of a refusal's value, before it is cut",
            VALUE_CHARS_MAX as u64,
        ),
        ("receipt, bytes", receipt::RECEIPT_BYTES_MAX as u64),
        ("key leaves of a receipt", receipt::KEY_LEAVES_MAX as u64),
        ("signed note, bytes", note::NOTE_BYTES_MAX as u64),
        ("signatures of a note", note::NOTE_SIGNATURES_MAX as u64),
        ("hashes of a proof", tree::PROOF_HASHES_MAX as u64),
        ("tree size", tree::TREE_SIZE_MAX),
    ];
    blocks::check("docs/SPEC.md", &[("limits", limits(&rows))]);
}

#[test]
fn the_limits_of_the_store_are_those_of_the_code() {
    let rows = [
        ("leaves of a group", store::GROUP_LEAVES_MAX as u64),
        ("leaf, bytes", store::LEAF_BYTES_MAX as u64),
        ("checkpoint note, bytes", store::NOTE_BYTES_MAX as u64),
        ("stored row key, bytes", store::ROW_KEY_BYTES_MAX as u64),
        ("row value, bytes", store::ROW_VALUE_BYTES_MAX as u64),
        ("buckets", store::BUCKETS as u64),
        ("leaves read at once", store::LEAVES_READ_MAX),
    ];
    blocks::check("docs/STORE.md", &[("limits", limits(&rows))]);
}

#[test]
fn the_specification_lists_every_refusal() {
    const CLASSES: [(u16, &str); 10] = [
        (1, "Form"),
        (2, "Identity"),
        (3, "Keys and seats"),
        (4, "Time"),
        (5, "Case state and order"),
        (6, "Policy and documents"),
        (7, "Holds"),
        (8, "Source quality"),
        (9, "Quantity"),
        (10, "Caps"),
    ];
    let mut text = String::new();
    for (class, name) in CLASSES {
        let of_class = Code::ALL.iter().filter(|code| code.number() / 100 == class);
        let rows = of_class.map(|code| {
            let transient = if code.is_transient() {
                " *transient*"
            } else {
                ""
            };
            let (en, zh) = (code.text(Lang::En), code.text(Lang::Zh));
            format!(
                "| {} | `{}`{transient} | {en} | {zh} |",
                code.number(),
                code.name()
            )
        });
        let rows = table("| no | code | text | 文本 |", rows);
        text.extend(["**", name, "**\n\n", &rows, "\n\n"]);
    }
    let known: BTreeSet<u16> = CLASSES.iter().map(|(class, _)| *class).collect();
    assert!(
        Code::ALL
            .iter()
            .all(|code| known.contains(&(code.number() / 100)))
    );
    blocks::check("docs/SPEC.md", &[("refusals", text)]);
}

/// The rows of the last table of `docs/RULES.md`: code, where it is given, the test.
fn refusal_rows() -> Vec<[String; 3]> {
    let text = read("docs/RULES.md");
    let (_, table) = text
        .split_once("## Every refusal")
        .expect("RULES.md lists every refusal");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let cells = |line: &str| {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        [cells[1].clone(), cells[2].clone(), cells[3].clone()].map(|cell| cell.replace('`', ""))
    };
    rows.map(cells).collect()
}

/// A path of `docs/RULES.md`: below the rules, unless it says otherwise.
fn rule_path(path: &str) -> PathBuf {
    let from_top = ["src/", "tests/", "samples/"]
        .iter()
        .any(|top| path.starts_with(top));
    let full = if from_top {
        path.to_owned()
    } else {
        format!("src/domain/rules/{path}")
    };
    path_of(&full)
}

/// Whether a file speaks of a code, by variant or by name, and not of one that begins alike.
fn speaks_of(file: &Path, code: Code) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let has = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            !before.ends_with(is_part) && !after.starts_with(is_part)
        })
    };
    has(code.name()) || has(&format!("Code::{code:?}"))
}

#[test]
fn every_refusal_is_given_by_the_rule_and_provoked_by_the_test_that_rules_md_names() {
    let rows = refusal_rows();
    let listed: Vec<&str> = rows.iter().map(|[code, _, _]| code.as_str()).collect();
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(listed, all, "RULES.md lists every refusal, in order");
    let mut wrong = Vec::new();
    for ([_, given, test], code) in rows.iter().zip(Code::ALL) {
        let filled = [("is given in", given), ("is provoked by", test)];
        for (what, paths) in filled {
            for path in paths.split(", ") {
                if !speaks_of(&rule_path(path), *code) {
                    wrong.push(format!("{} {what} {path}, says RULES.md", code.name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_md_says_who_may_record_every_kind_of_entry() {
    let text = read("docs/RULES.md");
    let rows: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.starts_with("## Who may record what"))
        .filter_map(|line| {
            line.strip_prefix("| `")?
                .split_once('`')
                .map(|(kind, _)| kind)
        })
        .take(Act::KINDS.len())
        .collect();
    assert_eq!(rows, Act::KINDS);
}

#[test]
fn rules_md_names_files_that_are_there() {
    let text = read("docs/RULES.md");
    let names = text.split('`').skip(1).step_by(2);
    let is_source = |name: &&str| matches!(name.rsplit_once('.'), Some((_, "rs" | "yaml")));
    let files = names.filter(is_source);
    let missing: BTreeSet<&str> = files.filter(|name| !rule_path(name).is_file()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_direct_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let reasons = read("docs/decisions/0001-dependencies.md");
    let sections = manifest.split("\n[").filter(|section| {
        section.starts_with("dependencies]") || section.starts_with("dev-dependencies]")
    });
    let names = sections
        .flat_map(str::lines)
        .filter_map(|line| line.split_once(" = "));
    let missing: Vec<&str> = names
        .map(|(name, _)| name)
        .filter(|name| !reasons.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "no line in 0001 for {missing:?}");
}

/// Every Markdown file of the repository's top and of `docs`.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for dir in ["", "docs", "docs/decisions"] {
        for entry in fs::read_dir(path_of(dir)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for file in documents() {
        let text = fs::read_to_string(&file).unwrap();
        for (_, rest) in text
            .match_indices("](")
            .map(|(at, _)| text[at..].split_at(2))
        {
            let Some((target, _)) = rest.split_once(')') else {
                continue;
            };
            if target.contains("://") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let full = if path.is_empty() {
                file.clone()
            } else {
                file.with_file_name(path)
            };
            let known = full.exists() && (anchor.is_empty() || has_anchor(&full, anchor));
            if !known {
                broken.push(format!("{}: {target}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a document has a heading that GitHub gives this anchor.
fn has_anchor(file: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let mut anchors = headings.map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c })
            .collect::<String>()
    });
    anchors.any(|found| found == anchor)
}
