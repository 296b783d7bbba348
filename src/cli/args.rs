//! The command line: what stands in front of every command, and arguments that commands share.
//!
//! Explanations stand in the catalogue, under `cmd-…` and `arg-…`; see [`help`](super::help).

use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{ArgMatches, Args, FromArgMatches, Parser, ValueEnum};

use super::commands::Command;
use super::output::Format;
use super::values;
use crate::domain::ids::PartyId;
use crate::domain::moment::Day;
use crate::domain::text::DocumentKind;

/// The program.
#[derive(Debug, Parser)]
#[command(name = "qledger", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What stands in front of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub ledger: Option<PathBuf>,
    #[arg(long, global = true, value_name = "zh|en")]
    pub lang: Option<Language>,
    #[arg(
        long,
        global = true,
        value_name = "table|json|csv",
        default_value = "table"
    )]
    pub format: Format,
    #[arg(long, global = true, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 5)]
    pub wait: u16,
    #[arg(long, global = true)]
    pub accept_older: bool,
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[arg(long, global = true)]
    pub no_pager: bool,
    #[arg(long, global = true, value_name = "FILE")]
    pub operator_key: Option<PathBuf>,
    #[arg(long, global = true, value_name = "N")]
    pub passphrase_fd: Option<u32>,
}

/// A language of the output. Read by [`lang`](super::lang) before the rest is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Zh,
    En,
}

/// How an act is written: with which keys, or how far.
#[derive(Debug, Clone, Default, Args)]
pub struct Writing {
    #[arg(long, value_name = "KEY.pem")]
    pub sign: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    #[arg(long = "as", value_name = "PARTY", value_parser = values::id::<PartyId>)]
    pub by: Option<PartyId>,
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub draft: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u64).range(1..=90))]
    pub expires_in: Option<u64>,
    #[arg(long, short)]
    pub yes: bool,
}

/// A document as it is named on the command line; its hash is taken from the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentGiven {
    /// Its number.
    pub number: String,
    /// Its date; today where none is given.
    pub date: Option<Day>,
    /// Its file, where at hand.
    pub file: Option<PathBuf>,
    /// Its kind; what the act needs where none is given.
    pub kind: Option<DocumentKind>,
}

/// The documents an act rests on: `--doc NUMBER`, and behind each its date, file and kind.
#[derive(Debug, Clone, Default)]
pub struct Documents(pub Vec<DocumentGiven>);

impl Args for Documents {
    fn augment_args(command: clap::Command) -> clap::Command {
        let arg = |id: &'static str, value: &'static str, parser: ValueParser| {
            clap::Arg::new(id)
                .long(id)
                .value_name(value)
                .value_parser(parser)
                .action(clap::ArgAction::Append)
        };
        let text = ValueParser::string;
        command
            .arg(arg("doc", "NUMBER", text()))
            .arg(arg("doc-date", "DATE", ValueParser::new(values::id::<Day>)).requires("doc"))
            .arg(arg("doc-file", "FILE", ValueParser::path_buf()).requires("doc"))
            .arg(
                arg(
                    "doc-kind",
                    "KIND",
                    ValueParser::new(values::word::<DocumentKind>),
                )
                .requires("doc"),
            )
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Documents {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let starts: Vec<usize> = matches.indices_of("doc").into_iter().flatten().collect();
        let numbers = matches.get_many::<String>("doc").into_iter().flatten();
        let documents = numbers.enumerate().map(|(at, number)| {
            let from = starts.get(at).copied().unwrap_or(0);
            let to = starts.get(at + 1).copied().unwrap_or(usize::MAX);
            // What stands in front of the first --doc is said of the first.
            let from = if at == 0 { 0 } else { from };
            DocumentGiven {
                number: number.clone(),
                date: last_between(matches, "doc-date", from, to),
                file: last_between(matches, "doc-file", from, to),
                kind: last_between(matches, "doc-kind", from, to),
            }
        });
        Ok(Self(documents.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The value of `id` that stands between two places of the command line.
fn last_between<T: Clone + Send + Sync + 'static>(
    matches: &ArgMatches,
    id: &str,
    from: usize,
    to: usize,
) -> Option<T> {
    let places = matches.indices_of(id).into_iter().flatten();
    let values = matches.get_many::<T>(id).into_iter().flatten();
    places
        .zip(values)
        .filter(|(at, _)| (from..to).contains(at))
        .last()
        .map(|(_, v)| v.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Parser)]
    struct Only {
        #[command(flatten)]
        documents: Documents,
    }

    #[test]
    fn date_file_and_kind_belong_to_the_document_in_front_of_them() {
        let line =
            "x --doc A --doc-date 2027-03-01 --doc-file a.pdf --doc B --doc-kind opinion --doc C";
        let Only {
            documents: Documents(found),
        } = Only::parse_from(line.split(' '));
        let numbers: Vec<_> = found.iter().map(|d| d.number.as_str()).collect();
        assert_eq!(numbers, ["A", "B", "C"]);
        assert_eq!(found[0].date, "2027-03-01".parse().ok());
        assert_eq!(found[0].file, Some("a.pdf".into()));
        assert_eq!(
            (found[0].kind, found[1].kind),
            (None, Some(DocumentKind::Opinion))
        );
        assert_eq!((found[1].date, found[2].date), (None, None));
    }
}
