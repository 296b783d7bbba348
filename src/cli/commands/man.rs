//! `man`: manual pages of the program and of every command, in the user's language.
//!
//! `qledger-case-open.1` tells of `qledger case open`. `man -l FILE` reads a page; in a folder
//! `man1` on `MANPATH` all of them are found by name.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _};
use clap_mangen::Man as Page;
use serde_json::{Value, json};

use crate::cli::args::Cli;
use crate::cli::error::{Exit, Failure};
use crate::cli::help;
use crate::cli::output::{Shown, Table};
use crate::cli::session::Session;
use crate::cli::text::{Message, msg};
use crate::domain::text::Lang;

/// Headings of a page as they are rendered, and what they are in the user's language.
const HEADINGS: [(&str, &str); 5] = [
    ("NAME", "label-man-name"),
    ("SYNOPSIS", "label-man-synopsis"),
    ("DESCRIPTION", "label-man-description"),
    ("SUBCOMMANDS", "heading-commands"),
    ("EXTRA", "heading-example"),
];

/// Where to.
#[derive(Debug, Args)]
pub struct Man {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the pages; those of another version that lie there are written anew.
pub fn run(args: &Man, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut command = help::localised(Cli::command(), session.lang()).disable_help_subcommand(true);
    command.build();
    fs::create_dir_all(&args.folder).map_err(|error| Failure::write(&args.folder, &error))?;
    let mut written = 0;
    write_pages(&command, &args.folder, session.lang(), &mut written)?;
    session.out.show(&Written {
        pages: written,
        folder: &args.folder,
    })?;
    Ok(Exit::Done)
}

fn write_pages(
    command: &clap::Command,
    folder: &Path,
    lang: Lang,
    written: &mut usize,
) -> Result<(), Failure> {
    let page = Page::new(command.clone());
    let file = folder.join(page.get_filename());
    let mut bytes = Vec::new();
    page.render(&mut bytes)
        .and_then(|()| fs::write(&file, in_words(&bytes, &usage_of(command), lang)))
        .map_err(|error| Failure::write(&file, &error))?;
    *written += 1;
    for below in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        write_pages(below, folder, lang, written)?;
    }
    Ok(())
}

/// The line that `--help` shows: what must be said, with its values.
fn usage_of(command: &clap::Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// A page with its headings in the user's language, and the usage that help shows, where the page
/// would list every option that may be given.
fn in_words(page: &[u8], usage: &str, lang: Lang) -> String {
    let page = String::from_utf8_lossy(page);
    let options = msg!("usage-options").in_lang(lang);
    let mut lines = page.lines();
    let mut out = String::new();
    while let Some(line) = lines.next() {
        let heading = line.strip_prefix(".SH ");
        match HEADINGS.iter().find(|(name, _)| heading == Some(*name)) {
            Some((_, id)) => {
                let word = Message::new(*id, Vec::new()).in_lang(lang);
                out += &format!(".SH {word}\n");
            }
            None => out += &format!("{line}\n"),
        }
        if heading == Some("SYNOPSIS") {
            lines.next();
            let usage = usage.replace("[OPTIONS]", &options).replace('-', "\\-");
            out += &format!("{usage}\n");
        }
    }
    out
}

/// How many pages lie where.
struct Written<'a> {
    pages: usize,
    folder: &'a Path,
}

impl Shown for Written<'_> {
    fn json(&self) -> Value {
        json!({ "pages": self.pages, "folder": self.folder.display().to_string() })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        let line = msg!(
            "man-written",
            pages = self.pages,
            folder = self.folder.display()
        );
        format!("{}\n", line.in_lang(lang))
    }
}
