//! Where results go, and in which shape.
//!
//! Results go to standard output in one of three shapes: tables for people, JSON (described by
//! `schemas/`) for programs, CSV with a heading for spreadsheets. Everything else (warnings, hints,
//! progress) goes to standard error, so that a pipe carries results only.

mod card;
mod fold;
mod listing;
mod pairs;
mod table;

use std::io::Write;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::error::{Exit, Failure, What};
use super::text::{Message, msg};
use crate::domain::refusal::Refusal;
use crate::domain::text::Lang;

pub use card::Card;
pub use fold::{fold, folded, hanging};
pub use listing::Listing;
pub use pairs::{pair, value_column};
pub use table::{Head, Table, cell};

/// Columns of a terminal that does not say how many it has.
const WIDTH_DEFAULT: usize = 80;

/// The shape of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Tables, for people.
    #[default]
    Table,
    /// JSON, for programs.
    Json,
    /// CSV with a heading, for spreadsheets.
    Csv,
}

/// A result that has every shape.
pub trait Shown {
    /// As JSON: an object with named fields.
    fn json(&self) -> Value;

    /// As tables, in the order they are read. CSV takes the first.
    fn tables(&self, lang: Lang) -> Vec<Table>;

    /// For people, at most `width` columns wide: the tables, unless there is something better.
    fn text(&self, lang: Lang, width: usize) -> String {
        let texts: Vec<_> = self
            .tables(lang)
            .iter()
            .map(|table| table.to_text(lang, width))
            .collect();
        texts.join("\n")
    }
}

/// Writes results and messages.
pub struct Output<'a> {
    lang: Lang,
    format: Format,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    width: usize,
    /// Whether the ledger is for practice; nothing where no ledger was opened.
    practice: Option<bool>,
    practice_said: bool,
    quiet: bool,
    /// Results, refusals, warnings and mistakes only: `--quiet`.
    brief: bool,
    /// As JSON, what was answered so far: a command that records in steps prints one document.
    answers: Option<Value>,
}

/// The field of a document that others like it are joined in.
const ANSWERS: &str = "answers";

impl<'a> Output<'a> {
    /// Writes to `out` and `err`. `columns` is the terminal's width, where known.
    pub fn new(
        lang: Lang,
        format: Format,
        columns: Option<usize>,
        out: &'a mut dyn Write,
        err: &'a mut dyn Write,
    ) -> Self {
        let width = columns.unwrap_or(WIDTH_DEFAULT).max(40);
        Self {
            lang,
            format,
            out,
            err,
            width,
            practice: None,
            practice_said: false,
            quiet: false,
            brief: false,
            answers: None,
        }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The shape of results.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Writes nothing from here on, or writes again; gives what it was before.
    pub fn be_quiet(&mut self, quiet: bool) -> bool {
        std::mem::replace(&mut self.quiet, quiet)
    }

    /// Leaves notes out; what a mistake wants mended is still said.
    pub fn be_brief(&mut self, brief: bool) {
        self.brief = brief;
    }

    /// Columns of the terminal.
    pub fn width(&self) -> usize {
        self.width
    }

    /// From here on results come from a ledger: a practice ledger or not.
    pub fn of_ledger(&mut self, practice: bool) {
        self.practice = Some(practice);
    }

    /// Writes a result in the shape asked for.
    pub fn show(&mut self, result: &dyn Shown) -> Result<(), Failure> {
        self.say_practice()?;
        let text = match self.format {
            Format::Table => result.text(self.lang, self.width),
            Format::Json => return self.show_json(result.json()),
            Format::Csv => {
                let tables = result.tables(self.lang);
                tables
                    .first()
                    .map_or_else(String::new, |table| table.to_csv(self.lang))
            }
        };
        self.write(&text)
    }

    /// Writes JSON; answers wait for more of them.
    fn show_json(&mut self, mut value: Value) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        if let Value::Object(fields) = &mut value {
            fields.insert("practice".to_owned(), json!(self.practice));
        }
        if let Some(Value::Array(all)) = self.answers.as_mut().and_then(|v| v.get_mut(ANSWERS))
            && let Some(Value::Array(more)) = value.get_mut(ANSWERS)
        {
            all.append(more);
            return Ok(());
        }
        self.write_answers()?;
        if value.get(ANSWERS).is_some() {
            self.answers = Some(value);
            return Ok(());
        }
        self.write(&format!("{value:#}\n"))
    }

    fn write_answers(&mut self) -> Result<(), Failure> {
        match self.answers.take() {
            Some(value) => self.write(&format!("{value:#}\n")),
            None => Ok(()),
        }
    }

    /// One line of JSON, whatever the format: for answers to a stream of envelopes.
    pub fn json_line(&mut self, value: &Value) -> Result<(), Failure> {
        self.write(&format!("{value}\n"))
    }

    /// Makes sure that what was written has left the process.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.write_answers()?;
        self.out.flush().map_err(|error| Failure::output(&error))
    }

    /// Writes text to standard output as it is.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes())
    }

    /// Writes bytes to standard output as they are.
    pub fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        self.out
            .write_all(bytes)
            .map_err(|error| Failure::output(&error))
    }

    /// A line for people on standard output; nothing in the other formats.
    pub fn line(&mut self, message: &Message) -> Result<(), Failure> {
        match self.format {
            Format::Table => self.write(&format!("{}\n", message.in_lang(self.lang))),
            Format::Json | Format::Csv => Ok(()),
        }
    }

    /// A table that accompanies a result, for people; nothing in the other formats.
    pub fn table_text(&mut self, text: &str) -> Result<(), Failure> {
        match self.format {
            Format::Table => self.write(text),
            Format::Json | Format::Csv => Ok(()),
        }
    }

    /// A line for people on standard error, in every format.
    pub fn say(&mut self, message: &Message) {
        let text = message.in_lang(self.lang);
        self.say_text(&format!("{text}\n"));
    }

    /// A line that helps to go on but warns of nothing: left out where only results are wanted.
    pub fn note(&mut self, message: &Message) {
        if !self.brief {
            self.say(message);
        }
    }

    /// Text for people on standard error as it is.
    pub fn say_text(&mut self, text: &str) {
        if !self.quiet {
            // Nobody can be told that standard error is gone.
            self.err.write_all(text.as_bytes()).ok();
        }
    }

    /// Says what went wrong and what would help; gives the exit code.
    pub fn fail(&mut self, failure: &Failure) -> Exit {
        // What was answered before it failed stands; where that cannot be said, neither can this.
        self.flush().ok();
        match &failure.what {
            What::Message(message) => self.say(&msg!("error-line", what = message.clone())),
            What::Refusal(refusal) => {
                let text = refusal_text(refusal, self.lang);
                self.say_text(&text);
            }
        }
        for hint in &failure.hints {
            self.say(&msg!("hint-line", hint = hint.clone()));
        }
        failure.exit
    }

    fn say_practice(&mut self) -> Result<(), Failure> {
        let due = self.practice == Some(true) && !self.practice_said && !self.quiet;
        if due && self.format != Format::Json {
            // Before the result, also where both go to one terminal.
            self.flush()?;
            self.say(&msg!("practice-line"));
            self.practice_said = true;
        }
        Ok(())
    }
}

/// A refusal as people read it: code, number, what happened, what would cure it.
pub fn refusal_text(refusal: &Refusal, lang: Lang) -> String {
    let line = msg!(
        "refusal-line",
        code = refusal.code.name(),
        number = refusal.code.number(),
        text = refusal.text(lang)
    );
    let cure = msg!("refusal-cure", cure = refusal.cure(lang));
    format!("{}\n{}\n", line.in_lang(lang), cure.in_lang(lang))
}
