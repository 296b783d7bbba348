//! Evidence: everything about one case in a folder that stands by itself.
//!
//! ```text
//! README.zh.txt README.en.txt      how to verify it, with this program and with sha256sum and openssl
//! report.zh.html report.en.html    what happened, for people
//! ledger-id.txt operator.pem       whose ledger; compare with what you hold
//! genesis.leaf checkpoint.txt      leaf 0 and the signed checkpoint that all receipts lead to
//! case.json lots/LOT.json          the case and its lots, as case show and trace print them
//! documents.json entries.json      letters with their hashes; which entry is what
//! entries/000150.receipt.json      the receipt, as `receipt` writes it
//! entries/000150.envelope.json     the envelope, as it is stored
//! entries/000150.payload.json      what was signed
//! entries/000150.message           the bytes under the signatures; their SHA-256 is the entry hash
//! entries/000150.1.sig .1.pem      the first signature and its key, for openssl
//! MANIFEST.sha256                  SHA-256 of every other file, for sha256sum -c
//! ```
//!
//! What proves something are the receipts, held against the ledger id the reader has from elsewhere;
//! everything else is for reading, and the manifest says whether it is as it was written.

mod check;
mod gather;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub use check::{Checked, check};
pub use gather::Role;

use super::error::Failure;
use super::key_file::write_new;
use super::papers::{Press, evidence as report, html};
use super::session::Session;
use super::shown::Indicators;
use super::text::msg;
use crate::codec::leaf::Leaf;
use crate::domain::ids::CaseNo;
use crate::domain::text::{Document, Lang};
use crate::envelope::{Envelope, pem};
use crate::receipt::{Expected, Receipt, verify};
use crate::service::query::CaseView;
use crate::service::{Ledger, ServiceError, View};

/// The list of files with their hashes.
pub const MANIFEST: &str = "MANIFEST.sha256";

/// Files by their names under the folder, and what is in them.
#[derive(Default)]
pub struct Bundle {
    files: BTreeMap<String, Vec<u8>>,
    /// How many entries are in it, refusals among them.
    pub entries: usize,
}

/// Gathers everything about a case.
pub fn bundle(session: &Session<'_>, ledger: &Ledger, no: &CaseNo) -> Result<Bundle, Failure> {
    let told = |error: ServiceError| session.failed(&error);
    let view = ledger.view().map_err(told)?;
    let case = view.case_view(no).map_err(told)?;
    let (entries, lots) = gather::entries(&view, &case).map_err(told)?;
    let mut bundle = Bundle {
        entries: entries.len(),
        ..Bundle::default()
    };
    for index in entries.keys() {
        bundle.entry(ledger, *index).map_err(told)?;
    }
    let roles: Vec<Value> = entries
        .iter()
        .map(|(index, role)| json!({ "index": index, "role": role }))
        .collect();
    bundle.json("entries.json", &json!({ "entries": roles }));
    bundle.json("case.json", &json!(case));
    bundle.json("documents.json", &documents(&view, &entries).map_err(told)?);
    for lot in &lots {
        let trace = view.trace_lot(lot).map_err(told)?;
        bundle.json(&format!("lots/{lot}.json"), &json!(trace));
    }
    let row = ledger.row();
    bundle.text("ledger-id.txt", format!("{}\n", row.id));
    let operator = row
        .operator
        .public_key()
        .map_err(|error| session.failed(&ServiceError::Receipt(error.to_string())))?;
    bundle.text("operator.pem", pem::serialize_public_key(&operator));
    let checkpoint = ledger.checkpoint().map_err(told)?;
    bundle.text("checkpoint.txt", checkpoint);
    let genesis = ledger.leaves(0..1).map_err(told)?.pop().unwrap_or_default();
    bundle.files.insert("genesis.leaf".to_owned(), genesis);
    let indicators = || Indicators::of(view.draft());
    for (lang, tag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let press = Press {
            view: &view,
            lang,
            indicators: indicators()?,
        };
        let roles = entries
            .iter()
            .map(|(index, role)| (*index, *role))
            .collect();
        let paper = report(&press, &case, &roles, &lots).map_err(told)?;
        let page = html::page(&paper.or_empty(lang), lang);
        bundle.text(&format!("report.{tag}.html"), page);
        let readme = readme(&case, row.id.to_string(), lang);
        bundle.text(&format!("README.{tag}.txt"), readme);
    }
    Ok(bundle)
}

fn readme(case: &CaseView, ledger: String, lang: Lang) -> String {
    let example = format!("{:06}", case.opened);
    let text = msg!(
        "evidence-readme",
        case = case.brief.case,
        ledger = ledger,
        example = example
    );
    format!("{}\n", text.in_lang(lang))
}

/// Letters that the entries rest on: by number, date and file, with the entries that name each.
fn documents(view: &View<'_>, entries: &BTreeMap<u64, Role>) -> Result<Value, ServiceError> {
    let mut named: BTreeMap<String, (Document, BTreeSet<u64>)> = BTreeMap::new();
    for index in entries.keys() {
        let entry = view.entry(*index)?;
        let body: Value = serde_json::from_str(entry.payload.get()).unwrap_or_default();
        let mut found = Vec::new();
        collect(&body, &mut found);
        for document in found {
            let key = json!(document).to_string();
            let (_, indices) = named.entry(key).or_insert((document, BTreeSet::new()));
            indices.insert(*index);
        }
    }
    let rows = named.into_values().map(|(document, indices)| {
        let mut row = json!(document);
        row["entries"] = json!(indices);
        row
    });
    Ok(json!({ "documents": rows.collect::<Vec<_>>() }))
}

fn collect(value: &Value, found: &mut Vec<Document>) {
    if let Ok(document) = serde_json::from_value::<Document>(value.clone()) {
        found.push(document);
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| collect(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What the files of an entry are called, without their endings.
fn stem(index: u64) -> String {
    format!("entries/{index:06}")
}

impl Bundle {
    fn text(&mut self, name: &str, text: String) {
        self.files.insert(name.to_owned(), text.into_bytes());
    }

    fn json(&mut self, name: &str, value: &Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.text(name, format!("{text}\n"));
    }

    /// The files of one entry; its receipt is verified on the way.
    fn entry(&mut self, ledger: &Ledger, index: u64) -> Result<(), ServiceError> {
        let mut bytes = ledger.receipt(index)?;
        for (ending, content) in entry_files(
            &bytes,
            &Expected {
                ledger: ledger.id(),
                operator: None,
            },
        )
        .map_err(|error| ServiceError::Receipt(error.to_string()))?
        {
            self.files
                .insert(format!("{}.{ending}", stem(index)), content);
        }
        bytes.push(b'\n');
        self.files
            .insert(format!("{}.receipt.json", stem(index)), bytes);
        Ok(())
    }

    /// Writes every file and the manifest into a folder that is empty or not there.
    pub fn write(&self, folder: &Path) -> Result<usize, Failure> {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|error| Failure::write(folder, &error))?;
        let listed = std::fs::read_dir(folder);
        let mut listed = listed.map_err(|error| Failure::read(folder, &error))?;
        if listed.next().is_some() {
            let failure = Failure::usage(msg!("evidence-not-empty", folder = folder.display()));
            return Err(failure.hint(msg!("hint-evidence-folder")));
        }
        for below in ["entries", "lots"] {
            let below = folder.join(below);
            std::fs::create_dir(&below).map_err(|error| Failure::write(&below, &error))?;
        }
        for (name, content) in &self.files {
            write_new(&folder.join(name), 0o644, &[content])?;
        }
        write_new(&folder.join(MANIFEST), 0o644, &[self.manifest().as_bytes()])?;
        Ok(self.files.len() + 1)
    }

    /// Lines as `sha256sum` writes them.
    fn manifest(&self) -> String {
        let mut text = String::new();
        for (name, content) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}  {name}", hex::encode(Sha256::digest(content)));
        }
        text
    }
}

/// What stands beside a receipt, by ending: made of the receipt alone, once it is verified, so that
/// whoever checks a folder can make it again and compare.
fn entry_files(
    receipt: &[u8],
    expected: &Expected,
) -> Result<Vec<(String, Vec<u8>)>, crate::receipt::ReceiptError> {
    let receipt = Receipt::parse(receipt)?;
    let verified = verify(&receipt, expected)?;
    let unread =
        |error: &dyn std::fmt::Display| crate::receipt::ReceiptError::Envelope(error.to_string());
    let leaf = Leaf::parse(&receipt.leaf).map_err(|error| unread(&error))?;
    let envelope = Envelope::parse_stored(&leaf.envelope).map_err(|error| unread(&error))?;
    let mut files = vec![
        ("envelope.json".to_owned(), leaf.envelope.clone()),
        ("payload.json".to_owned(), envelope.payload().to_vec()),
        ("message".to_owned(), envelope.pae()),
    ];
    for (at, (signature, key)) in envelope
        .signatures()
        .iter()
        .zip(&verified.signers)
        .enumerate()
    {
        let number = at + 1;
        files.push((format!("{number}.sig"), signature.sig.to_vec()));
        let pem = pem::serialize_public_key(&key.public_key);
        files.push((format!("{number}.pem"), pem.into_bytes()));
    }
    Ok(files)
}
