use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::cli::help::tests::ids_looked_up;

/// Every id of a language, with the variables its text names.
fn catalogue(sources: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let mut id = String::new();
    for line in sources.iter().flat_map(|source| source.lines()) {
        let head = line.split_once('=').map(|(head, _)| head.trim());
        match head {
            Some(head) if is_id(head) && !line.starts_with(' ') => id = head.to_owned(),
            Some(head) if head.starts_with('.') => {
                let base = id.split('.').next().unwrap_or_default();
                id = format!("{base}{head}");
            }
            Some(_) | None if line.starts_with(' ') => {}
            Some(_) | None => continue,
        }
        let variables: &mut BTreeSet<String> = found.entry(id.clone()).or_default();
        variables.extend(
            line.split("{ $")
                .skip(1)
                .filter_map(|rest| Some(rest.split_once(' ')?.0.to_owned())),
        );
    }
    found
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn sources_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources_under(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The ids that code uses, with the variables it gives; of words and labels the id alone.
fn used_in_code() -> (
    BTreeMap<String, BTreeSet<BTreeSet<String>>>,
    BTreeSet<String>,
) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for folder in ["cli", "explain"] {
        sources_under(&root.join(folder), &mut files);
    }
    let (mut messages, mut words) = (BTreeMap::new(), BTreeSet::new());
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let text: String = code.flat_map(|line| [line, "\n"]).collect();
        for after in text.split("msg!(").skip(1) {
            if let Some((id, variables)) = read_message(after) {
                let uses: &mut BTreeSet<_> = messages.entry(id).or_default();
                uses.insert(variables);
            }
        }
        let literals = text.split('"').filter(|part| is_id(part));
        let known = |id: &&str| {
            ["label-", "term-"]
                .iter()
                .any(|front| id.len() > front.len() && id.starts_with(front))
        };
        words.extend(literals.filter(known).map(str::to_owned));
    }
    (messages, words)
}

/// The id and the names of the values in the rest of a `msg!(` call.
fn read_message(after: &str) -> Option<(String, BTreeSet<String>)> {
    let (id, rest) = after.trim_start().strip_prefix('"')?.split_once('"')?;
    let (mut depth, mut quoted, mut top) = (0_usize, false, String::new());
    let mut before = ' ';
    for c in rest.chars() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => break,
            ')' | ']' | '}' if !quoted => depth -= 1,
            c if depth == 0 && !quoted => top.push(c),
            _ => {}
        }
        before = c;
    }
    let names = top.split(',').filter_map(|part| {
        let name = part.split_once('=')?.0.trim();
        (!name.is_empty()).then(|| name.to_owned())
    });
    is_id(id).then(|| (id.to_owned(), names.collect()))
}

#[test]
fn the_catalogue_is_well_formed() {
    for source in ZH.iter().chain(EN) {
        if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
            panic!("{errors:?}");
        }
    }
    let ids: Vec<_> = EN
        .iter()
        .flat_map(|s| s.lines())
        .filter_map(|l| l.split_once(" = "))
        .collect();
    let unique: BTreeSet<_> = ids.iter().map(|(id, _)| id).collect();
    assert!(unique.len() > 300);
    for (tag, sources) in [("zh-CN", ZH), ("en", EN)] {
        let mut seen = BTreeSet::new();
        for line in sources.iter().flat_map(|source| source.lines()) {
            if let Some((id, _)) = line.split_once(" =")
                && is_id(id)
            {
                assert!(seen.insert(id), "{tag}: {id} stands twice");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_ids_with_the_same_variables() {
    let (zh, en) = (catalogue(ZH), catalogue(EN));
    let ids = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
    let differ: Vec<_> = ids(&zh).symmetric_difference(&ids(&en)).cloned().collect();
    assert!(differ.is_empty(), "in one language only: {differ:?}");
    for (id, variables) in &zh {
        assert_eq!(variables, &en[id], "{id}");
    }
}

#[test]
fn every_id_in_the_code_is_in_the_catalogue_with_its_variables_and_none_is_left_over() {
    let known = catalogue(EN);
    let (messages, words) = used_in_code();
    let mut used: BTreeSet<String> = words.clone();
    for (id, uses) in &messages {
        let named = known
            .get(id)
            .unwrap_or_else(|| panic!("{id} is not in the catalogue"));
        for given in uses {
            assert_eq!(given, named, "{id}");
        }
        used.insert(id.clone());
    }
    for id in &words {
        assert!(known.contains_key(id), "{id} is not in the catalogue");
    }
    let (looked_up, missing) = ids_looked_up(Lang::En);
    assert!(missing.is_empty(), "{missing:?}");
    used.extend(looked_up);
    let left_over: Vec<_> = known.keys().filter(|id| !used.contains(*id)).collect();
    assert!(left_over.is_empty(), "nothing uses {left_over:?}");
}

#[test]
fn a_list_is_joined_as_the_language_joins_it() {
    let list = Listed(vec![msg!("term-yes"), msg!("term-no")]);
    let message = msg!("hint-one-of", which = list);
    assert!(message.in_lang(Lang::Zh).contains("是、否"));
    assert!(message.in_lang(Lang::En).contains("yes, no"));
}
