//! `template`: the empty sheet of a form, with its explanations.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::intake::{Kind, pages};
use crate::cli::key_file::write_new;
use crate::cli::output::{Shown, Table};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::sheets::{csv_of, xlsx_of};

#[derive(Debug, Args)]
pub struct Template {
    #[arg(value_name = "KIND")]
    kind: Kind,
    #[arg(long, short, value_name = "FILE.xlsx")]
    out: Option<PathBuf>,
}

pub fn run(args: Template, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Template { kind, out } = args;
    let file = out.unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", kind.name())));
    if !is_csv(&file) && !is_xlsx(&file) {
        let wrong = msg!("template-ending", file = file.display());
        return Err(Failure::usage(wrong));
    }
    let pages = pages(kind.form(), session.lang());
    let bytes = if is_csv(&file) {
        csv_of(&pages[0]).into_bytes()
    } else {
        xlsx_of(&pages).map_err(|error| Failure::storage(msg!("error-sheet", reason = error)))?
    };
    write_new(&file, 0o644, &[&bytes])?;
    session.out.show(&Written {
        kind: kind.name(),
        file: &file,
    })?;
    Ok(Exit::Done)
}

/// Whether a file is to be CSV, by its name.
fn is_csv(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Whether a file is to be a workbook, by its name.
fn is_xlsx(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
}

/// A file that was written.
pub struct Written<'a> {
    /// Of which kind.
    pub kind: &'a str,
    /// Where.
    pub file: &'a Path,
}

impl Shown for Written<'_> {
    fn json(&self) -> Value {
        json!({ "kind": self.kind, "file": self.file.display().to_string() })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        let line = msg!("form-written", file = self.file.display());
        format!("{}\n", line.in_lang(lang))
    }
}
