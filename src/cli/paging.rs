//! Long output page by page: results of commands that only read, at a terminal, go through a pager.
//!
//! The pager is `QLEDGER_PAGER`, else `PAGER`, else `less`, which is told to end by itself where all
//! fits on one screen. An empty one, `cat` or `--no-pager` writes straight to the terminal, and so
//! does everything that goes into a pipe or a file, asks a question, or is JSON or CSV.

use clap::ArgMatches;

use super::args::Global;
use super::output::Format;
use super::seams::Terminals;

/// The pager of this program alone.
const OWN_VARIABLE: &str = "QLEDGER_PAGER";
/// The pager of all programs.
const COMMON_VARIABLE: &str = "PAGER";
/// Where none is named.
const DEFAULT: &str = "less";

/// Commands that only read, by their last word.
const READING: &[&str] = &[
    "list",
    "show",
    "todo",
    "find",
    "balance",
    "trace",
    "log",
    "refusals",
    "relocation",
    "introduction",
    "audit",
    "check",
    "keys",
];

/// Nouns under which the same last words write.
const WRITING: &[&str] = &["case open", "template", "key"];

/// The words of a command line's command: `case open relocation`.
pub fn command_path(matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    let mut at = matches.subcommand();
    while let Some((name, below)) = at {
        words.push(name);
        at = below.subcommand();
    }
    words.join(" ")
}

/// The pager's command line, where results should go through one.
pub fn pager(
    path: &str,
    global: &Global,
    terminals: Terminals,
    variable: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    if global.no_pager || !terminals.stdout || global.format != Format::Table || !reads(path) {
        return None;
    }
    let named = variable(OWN_VARIABLE).or_else(|| variable(COMMON_VARIABLE));
    let command = named.unwrap_or_else(|| DEFAULT.to_owned());
    let command = command.trim();
    (!command.is_empty() && command != "cat").then(|| command.to_owned())
}

fn reads(path: &str) -> bool {
    let last = path.rsplit(' ').next().unwrap_or_default();
    let writes = |noun: &&str| path.starts_with(*noun) && last != "list" && last != "show";
    READING.contains(&last) && !WRITING.iter().any(writes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::Parser as _;

    const AT_TERMINAL: Terminals = Terminals {
        stdin: true,
        stdout: true,
        stderr: true,
    };

    fn chosen(line: &str, terminals: Terminals, set: &[(&str, &str)]) -> Option<String> {
        let cli = Cli::parse_from(format!("qledger {line} log").split_whitespace());
        pager("log", &cli.global, terminals, |name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn results_go_through_a_pager_at_a_terminal_only() {
        let piped = Terminals {
            stdout: false,
            ..AT_TERMINAL
        };
        let here = AT_TERMINAL;
        let own = ("QLEDGER_PAGER", "less -S");
        for (line, terminals, set, expected) in [
            ("", here, &[][..], Some("less")),
            ("", piped, &[], None),
            ("--no-pager", here, &[], None),
            ("--format json", here, &[], None),
            ("--format csv", here, &[], None),
            ("", here, &[("PAGER", "more -s")], Some("more -s")),
            ("", here, &[("PAGER", "more"), own], Some("less -S")),
            ("", here, &[("PAGER", "more"), ("QLEDGER_PAGER", "")], None),
            ("", here, &[("PAGER", "cat")], None),
        ] {
            let chosen = chosen(line, terminals, set);
            assert_eq!(chosen.as_deref(), expected, "{line} {set:?}");
        }
    }

    #[test]
    fn only_commands_that_read_are_paged() {
        for path in [
            "log",
            "case list",
            "case show",
            "key list",
            "plan relocation",
            "todo",
        ] {
            assert!(reads(path), "{path}");
        }
        for path in [
            "case open relocation",
            "template introduction",
            "quota issue",
            "sign",
            "demo",
        ] {
            assert!(!reads(path), "{path}");
        }
    }
}
