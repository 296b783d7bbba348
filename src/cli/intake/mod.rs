//! Forms in: sheets that people fill in, read into acts, all or nothing.
//!
//! ```text
//! template ──► a sheet, filled in ──► sheets::read ──► read      fields and rows of the form
//!                                                   ├► opening, reduction, plan, case
//!                                                   │            rows as acts, told where they cannot be
//!                                                   ├► trial     what the rules would refuse, row by row
//!                                                   └► write     entries, signed and recorded as one group
//! ```
//!
//! Every mistake is told at once, with its place, what was found and what would be right; where there
//! is any, nothing is signed and nothing recorded.

mod case;
mod cells;
mod form;
mod mistakes;
mod opening;
mod plan;
mod read;
mod reduction;
mod template;
mod trial;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use form::Kind;
pub use template::pages;

use form::{DOC, DOC_DATE, DOC_FILE};
use mistakes::Mistakes;
use read::Record;
use trial::{Piece, try_out};

use super::args::{Documents, Writing};
use super::documents::{self, hash_of_file};
use super::error::{Exit, Failure, What};
use super::opened::Opened;
use super::session::Session;
use super::text::{Listed, msg};
use super::values::{self, BadValue};
use super::write;
use crate::domain::entry::Act;
use crate::domain::ids::IndicatorCode;
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::text::{Document, DocumentKind, FileHash, Label};
use crate::service::{Ledger, WHOLE_ENTRIES_MAX};
use crate::sheets::{Book, Fault};

pub use case::open as open_case;
pub use opening::{Given as OpeningGiven, import as import_opening};
pub use plan::import as import_plan;
pub use reduction::{account_of as account_of_permit, import as import_reductions};

/// Rows in one entry: its payload must stay below 40 KiB, and a row has up to 330 bytes.
const ROWS_PER_ENTRY: usize = 100;

/// A file of forms as it was opened: the ledger it is for, and what it is read with.
struct Intake {
    ledger: Opened,
    reading: Reading,
    book: Book,
    mistakes: Mistakes,
}

impl Intake {
    fn new(session: &mut Session<'_>, path: &Path, writing: &Writing) -> Result<Self, Failure> {
        let (book, mistakes) = book_of(session, path)?;
        let ledger = write::open(session, writing)?;
        let reading = Reading::new(session, &ledger, path)?;
        Ok(Self {
            ledger,
            reading,
            book,
            mistakes,
        })
    }
}

/// What a form is read with, besides the form.
struct Reading {
    /// Where the files that it names lie.
    folder: PathBuf,
    /// The day that is meant where none is given.
    today: Day,
    /// The indicators by their names.
    indicators: BTreeMap<String, IndicatorCode>,
}

/// Reads a file of sheets.
fn book_of(session: &mut Session<'_>, path: &Path) -> Result<(Book, Mistakes), Failure> {
    let bytes = session.read_input(path)?;
    let file = path.display().to_string();
    match crate::sheets::read(&bytes) {
        Ok(book) => Ok((book, Mistakes::of_file(file))),
        Err(fault) => Err(fault_of(&file, &fault)),
    }
}

fn fault_of(file: &str, fault: &Fault) -> Failure {
    let sheet = |sheet: &Option<String>| sheet.clone().unwrap_or_default();
    let reason = match fault {
        Fault::Empty => msg!("fault-empty"),
        Fault::FileTooLarge { .. } => msg!("fault-large", limit = "8 MiB"),
        Fault::UnpacksTooLarge => msg!("fault-unpacks", limit = "64 MiB"),
        Fault::TooManyRows { sheet: name } => {
            msg!(
                "fault-rows",
                sheet = sheet(name),
                limit = crate::sheets::ROWS_MAX
            )
        }
        Fault::TooManyColumns { sheet: name } => {
            msg!(
                "fault-columns",
                sheet = sheet(name),
                limit = crate::sheets::COLUMNS_MAX
            )
        }
        Fault::TooManyMerged { sheet: name } => {
            msg!(
                "fault-merged",
                sheet = sheet(name),
                limit = crate::sheets::MERGED_MAX
            )
        }
        Fault::TooManySheets => msg!("fault-sheets", limit = crate::sheets::SHEETS_MAX),
        Fault::Password => msg!("fault-password"),
        Fault::OldForm => msg!("fault-old"),
        Fault::NotXlsx => msg!("fault-not-xlsx"),
        Fault::NotText => msg!("fault-not-text"),
        Fault::QuoteOpen { row } => msg!("fault-quote", row = row),
        Fault::Damaged(detail) => msg!("fault-damaged", detail = detail),
    };
    Failure::usage(msg!("error-file-read", file = file, reason = reason))
}

impl Reading {
    fn new(session: &Session<'_>, ledger: &Ledger, path: &Path) -> Result<Self, Failure> {
        let view = write::view(session, ledger)?;
        let mut indicators = BTreeMap::new();
        let known = view.indicators();
        for indicator in known.map_err(|error| write::failed(session, &error))? {
            for name in [&indicator.names.zh, &indicator.names.en] {
                indicators.insert(name.as_str().to_lowercase(), indicator.code.clone());
            }
        }
        Ok(Self {
            folder: path.parent().unwrap_or(Path::new(".")).to_owned(),
            today: write::today(session, ledger)?,
            indicators,
        })
    }

    /// An indicator by its code or its name.
    fn indicator(&self, text: &str) -> Result<IndicatorCode, BadValue> {
        match self.indicators.get(&text.to_lowercase()) {
            Some(code) => Ok(code.clone()),
            None => {
                // A slip in the spelling is told as such; what is spelled well may not be adopted.
                let code: IndicatorCode = values::id(text)?;
                if self.indicators.is_empty() || self.indicators.values().any(|c| *c == code) {
                    return Ok(code);
                }
                let mut known: Vec<_> = self.indicators.values().map(ToString::to_string).collect();
                known.sort();
                known.dedup();
                let known: Vec<_> = known.iter().map(|k| msg!("form-other", what = k)).collect();
                let known = Listed(known);
                Err(BadValue(msg!(
                    "form-indicator-unknown",
                    indicator = code,
                    known = known
                )))
            }
        }
    }

    /// The hash of a file that lies beside the form.
    fn hash(&self, name: &str) -> Result<FileHash, BadValue> {
        hash_of_file(&self.folder.join(name)).map_err(|failure| match failure.what {
            What::Message(message) => BadValue(message),
            What::Refusal(refusal) => BadValue(msg!("form-other", what = refusal)),
        })
    }

    /// The document: of the command line, else of the form. Where it is missing, which is told, a
    /// stand-in lets the rest be tried all the same.
    fn document(
        &self,
        fields: &Record,
        given: &Documents,
        kind: DocumentKind,
        mistakes: &mut Mistakes,
    ) -> Result<Document, Failure> {
        if !given.0.is_empty() {
            return documents::one(given, kind, self.today);
        }
        let number = fields.needed(DOC, values::id::<Label>, mistakes);
        let date = fields.optional(DOC_DATE, values::id::<Day>, mistakes);
        let sha256 = fields.optional(DOC_FILE, |name| self.hash(name), mistakes);
        Ok(Document {
            kind,
            number: match number {
                Some(number) => number,
                None => values::label("-")?,
            },
            date: date.unwrap_or(self.today),
            sha256,
        })
    }
}

/// A period; standing where the form says so in words.
fn period(text: &str) -> Result<Period, BadValue> {
    let standing = msg!("term-span-standing");
    let names = [crate::domain::text::Lang::Zh, crate::domain::text::Lang::En]
        .map(|lang| standing.in_lang(lang));
    if names.iter().any(|name| name == text) {
        return Ok(Period::Standing);
    }
    values::id(text)
}

/// Tries rows, and where nothing is wrong with any, records the entries made of them as one group.
/// Where each row is an entry of its own, the rows are the entries, and none are given apart.
fn record(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    rows: &[Piece<'_>],
    of_several: Option<&[Piece<'_>]>,
    writing: &Writing,
    mut mistakes: Mistakes,
) -> Result<Exit, Failure> {
    let entries = of_several.unwrap_or(rows);
    if entries.len() > WHOLE_ENTRIES_MAX {
        let (given, limit) = (entries.len(), WHOLE_ENTRIES_MAX);
        return Err(Failure::usage(msg!(
            "form-entries-max",
            given = given,
            limit = limit
        )));
    }
    try_out(session, ledger, rows, writing, &mut mistakes)?;
    if let Some(entries) = of_several.filter(|_| mistakes.len() == 0) {
        try_out(session, ledger, entries, writing, &mut mistakes)?;
    }
    if mistakes.len() > 0 {
        return Err(tell(session, mistakes)?);
    }
    let acts: Vec<Act> = entries.iter().map(|piece| piece.act.clone()).collect();
    write::record_whole(session, ledger, acts, writing)
}

/// Shows every mistake; what to end with.
fn tell(session: &mut Session<'_>, mistakes: Mistakes) -> Result<Failure, Failure> {
    let mistakes = mistakes.in_order();
    session.out.show(&mistakes)?;
    let message = msg!(
        "form-mistakes",
        file = mistakes.file(),
        count = mistakes.len()
    );
    let failure = if mistakes.any_of_form() {
        Failure::usage(message)
    } else {
        Failure::refused(message)
    };
    Ok(failure.hint(msg!("hint-form-again")))
}
