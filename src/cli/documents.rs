//! The documents an act rests on: numbers and dates from the command line, hashes from the files.

use std::fs::File;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::args::{DocumentGiven, Documents};
use super::error::Failure;
use super::text::msg;
use super::values::{self, BadValue};
use crate::domain::moment::Day;
use crate::domain::text::{Document, DocumentKind, FileHash};

impl From<BadValue> for Failure {
    fn from(BadValue(message): BadValue) -> Self {
        Failure::usage(message)
    }
}

/// The one document of an act. `kind` is what it is unless the command line says otherwise; dated
/// `today` unless it says otherwise.
pub fn one(given: &Documents, kind: DocumentKind, today: Day) -> Result<Document, Failure> {
    match given.0.as_slice() {
        [] => Err(missing()),
        [only] => document(only, kind, today),
        [_, second, ..] => Err(Failure::usage(msg!("doc-one-only", number = second.number))),
    }
}

/// The documents of an act on a case: the first is of the first of `kinds`, and so on; what is
/// beyond them is a letter.
pub fn several(
    given: &Documents,
    kinds: &[DocumentKind],
    today: Day,
) -> Result<Vec<Document>, Failure> {
    if given.0.is_empty() {
        return Err(missing());
    }
    let mut left = kinds.to_vec();
    let mut documents = Vec::with_capacity(given.0.len());
    for document_given in &given.0 {
        // A kind that is named on the command line is not to be given to another document.
        if let Some(at) = left
            .iter()
            .position(|kind| Some(*kind) == document_given.kind)
        {
            left.remove(at);
        }
    }
    for document_given in &given.0 {
        let kind = match document_given.kind {
            Some(kind) => kind,
            None if left.is_empty() => DocumentKind::Letter,
            None => left.remove(0),
        };
        documents.push(document(document_given, kind, today)?);
    }
    Ok(documents)
}

fn missing() -> Failure {
    Failure::usage(msg!("doc-missing")).hint(msg!("hint-doc"))
}

fn document(given: &DocumentGiven, kind: DocumentKind, today: Day) -> Result<Document, Failure> {
    Ok(Document {
        kind: given.kind.unwrap_or(kind),
        number: values::label(&given.number)?,
        date: values::day_or(given.date, today),
        sha256: given.file.as_deref().map(hash_of_file).transpose()?,
    })
}

/// SHA-256 of a file, read piece by piece.
pub fn hash_of_file(path: &Path) -> Result<FileHash, Failure> {
    let hash = || -> io::Result<FileHash> {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            let read = io::Read::read(&mut file, &mut piece)?;
            if read == 0 {
                return Ok(FileHash::from_bytes(hasher.finalize().into()));
            }
            hasher.update(&piece[..read]);
        }
    };
    hash().map_err(|error| Failure::read(path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(number: &str, kind: Option<DocumentKind>) -> DocumentGiven {
        DocumentGiven {
            number: number.to_owned(),
            date: None,
            file: None,
            kind,
        }
    }

    #[test]
    fn documents_take_the_kinds_a_step_needs_in_order() {
        let today: Day = "2027-03-01".parse().unwrap();
        let needs = [DocumentKind::EiaApproval, DocumentKind::Opinion];
        let all = Documents(vec![
            given("A", None),
            given("B", Some(DocumentKind::EiaApproval)),
            given("C", None),
        ]);
        let kinds: Vec<_> = several(&all, &needs, today)
            .unwrap()
            .iter()
            .map(|document| document.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                DocumentKind::Opinion,
                DocumentKind::EiaApproval,
                DocumentKind::Letter
            ]
        );
    }

    #[test]
    fn the_hash_is_taken_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.txt");
        std::fs::write(&path, "abc").unwrap();
        let hash = hash_of_file(&path).unwrap().to_string();
        assert_eq!(
            hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn an_act_without_its_document_is_a_mistake_of_usage() {
        let today: Day = "2027-03-01".parse().unwrap();
        for documents in [
            Documents::default(),
            Documents(vec![given("A", None), given("B", None)]),
        ] {
            assert!(one(&documents, DocumentKind::Letter, today).is_err());
        }
    }
}
