//! Which rows and columns are hidden: read from the parts of the workbook itself, for the reader of
//! cells does not say.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, part};
use super::{COLUMNS_MAX, Fault};

/// What is hidden on a sheet, rows and columns counted from 0.
#[derive(Debug, Default)]
pub struct Hidden {
    pub rows: BTreeSet<u32>,
    pub columns: BTreeSet<u32>,
}

/// What is hidden, by the sheet's name.
pub fn of_sheets(archive: &mut Archive<'_>) -> Result<BTreeMap<String, Hidden>, Fault> {
    let mut found = BTreeMap::new();
    let (Some(workbook), Some(relations)) = (
        part(archive, "xl/workbook.xml")?,
        part(archive, "xl/_rels/workbook.xml.rels")?,
    ) else {
        return Ok(found);
    };
    let mut targets = BTreeMap::new();
    each(&relations, |tag| {
        if let ("Relationship", Some(id), Some(target)) =
            (name(tag).as_str(), value(tag, "Id"), value(tag, "Target"))
        {
            targets.insert(id, target);
        }
    })?;
    let mut sheets = Vec::new();
    each(&workbook, |tag| {
        if let ("sheet", Some(sheet), Some(id)) =
            (name(tag).as_str(), value(tag, "name"), value(tag, "id"))
        {
            sheets.push((sheet, id));
        }
    })?;
    for (sheet, id) in sheets {
        let Some(target) = targets.get(&id) else {
            continue;
        };
        let path = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        if let Some(text) = part(archive, &path)? {
            found.insert(sheet, of_sheet(&text)?);
        }
    }
    Ok(found)
}

fn of_sheet(text: &str) -> Result<Hidden, Fault> {
    let mut hidden = Hidden::default();
    let mut row_next = 0_u32;
    each(text, |tag| match name(tag).as_str() {
        "row" => {
            let number = value(tag, "r").and_then(|r| r.parse::<u32>().ok());
            let row = number.map_or(row_next, |number| number.saturating_sub(1));
            if is_hidden(tag) {
                hidden.rows.insert(row);
            }
            row_next = row + 1;
        }
        "col" if is_hidden(tag) => {
            let bound = |key| value(tag, key).and_then(|v| v.parse::<u32>().ok());
            if let (Some(first @ 1..), Some(last)) = (bound("min"), bound("max")) {
                hidden.columns.extend(first - 1..last.min(COLUMNS_MAX));
            }
        }
        _ => {}
    })?;
    Ok(hidden)
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    let set = |key: &str, wanted: &[&str]| {
        value(tag, key).is_some_and(|found| wanted.contains(&found.as_str()))
    };
    set("hidden", &["1", "true"]) || set("ht", &["0"]) || set("width", &["0"])
}

/// Every opening tag.
fn each(text: &str, mut see: impl FnMut(&BytesStart<'_>)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(&tag),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Fault::Damaged(error.to_string())),
        }
    }
}

/// The name of a tag, without its prefix.
fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

/// An attribute, by its name without a prefix.
fn value(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == key)?;
    let text = found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(text.into_owned())
}
