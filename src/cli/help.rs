//! Help in the user's language: the texts of commands and arguments come from the catalogue.
//!
//! A command `case open` has the id `cmd-case-open`, its example the attribute `.example` of it. An
//! argument `doc` has `arg-doc`, or `arg-case-open-doc` where a command needs words of its own.

use clap::{Arg, ArgAction, Command};

use unicode_width::UnicodeWidthStr as _;

use super::output::folded;
use super::text::{lookup, msg};
use crate::domain::text::Lang;

/// Columns of help.
const HELP_COLUMNS: usize = 80;
/// Columns an example is broken into.
const EXAMPLE_COLUMNS: usize = 78;

/// The same command with every text in a language.
pub fn localised(command: Command, lang: Lang) -> Command {
    let command = command
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .long("version")
                .action(ArgAction::Version),
        );
    localise(command, lang, "")
}

/// What ids say of a command: its names below the root, joined.
fn path_of(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}-{name}")
    }
}

/// The id of a command's text.
fn command_id(path: &str) -> String {
    if path.is_empty() {
        "cmd".to_owned()
    } else {
        format!("cmd-{path}")
    }
}

fn localise(command: Command, lang: Lang, path: &str) -> Command {
    let id = command_id(path);
    let example = lookup(lang, &format!("{id}.example"));
    let mut command = command
        // Not wrapped by clap, which counts a Chinese character as one column; see `in_words`.
        .term_width(0)
        .about(lookup(lang, &id).unwrap_or_default())
        .help_template(template(lang))
        .subcommand_help_heading(msg!("heading-commands").in_lang(lang))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::HelpShort),
        )
        .mut_args(|arg| localised_arg(arg, lang, path));
    if let Some(example) = example {
        let heading = msg!("heading-example").in_lang(lang);
        let lines: String = example
            .lines()
            .map(|line| format!("\n{}", broken(line)))
            .collect();
        command = command.after_help(format!("{heading}:{lines}"));
    }
    command.mut_subcommands(|sub| {
        let path = path_of(path, sub.get_name());
        localise(sub, lang, &path)
    })
}

/// A command line broken as a shell lets it be broken.
fn broken(line: &str) -> String {
    let mut lines = vec![String::from("  ")];
    for word in words_of(line) {
        let last = lines.len() - 1;
        if lines[last].width() + word.width() + 3 > EXAMPLE_COLUMNS && lines[last].len() > 6 {
            lines[last].push_str(" \\");
            lines.push(String::from("     "));
        }
        let last = lines.len() - 1;
        if !lines[last].trim().is_empty() || last > 0 {
            lines[last].push(' ');
        }
        lines[last].push_str(&word);
    }
    lines.join("\n")
}

/// Words, an option and its value being one.
fn words_of(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match words.last_mut() {
            Some(last)
                if last.starts_with("--") && !last.contains(' ') && !word.starts_with("--") =>
            {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => words.push(word.to_owned()),
        }
    }
    words
}

fn localised_arg(arg: Arg, lang: Lang, path: &str) -> Arg {
    let heading = if arg.is_global_set() {
        msg!("heading-global")
    } else if arg.is_positional() {
        msg!("heading-arguments")
    } else {
        msg!("heading-options")
    };
    let text = arg_text(lang, path, arg.get_id().as_str()).unwrap_or_default();
    // Lists of values and defaults would be in English; what matters of them stands in the text.
    let values = arg.get_action().takes_values();
    let arg = arg.help(text).help_heading(heading.in_lang(lang));
    if values {
        arg.hide_possible_values(true).hide_default_value(true)
    } else {
        arg
    }
}

fn arg_text(lang: Lang, path: &str, id: &str) -> Option<String> {
    let id = id.replace('_', "-");
    lookup(lang, &format!("arg-{path}-{id}")).or_else(|| lookup(lang, &format!("arg-{id}")))
}

fn template(lang: Lang) -> String {
    let usage = msg!("heading-usage", usage = "{usage}").in_lang(lang);
    format!("{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}")
}

/// Help as it was rendered, with the one word that clap always says in English, and with its usage
/// line, which clap leaves as long as the command has required arguments, broken.
pub fn in_words(rendered: &str, lang: Lang) -> String {
    let heading = msg!("heading-usage", usage = "").in_lang(lang);
    let text = rendered.replace("[OPTIONS]", &msg!("usage-options").in_lang(lang));
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            if line.starts_with(heading.trim_end()) {
                broken_usage(line)
            } else {
                broken_text(line)
            }
        })
        .collect();
    lines.join("\n")
}

/// A line of help in lines of at most [`HELP_COLUMNS`]. What goes on stands below where the text
/// began.
fn broken_text(line: &str) -> String {
    if visible_columns(line) <= HELP_COLUMNS {
        return line.to_owned();
    }
    let (front, text) = line.split_at(line.rfind("  ").map_or(0, |at| at + 2));
    let indent = visible_columns(front);
    let lines = folded(text, HELP_COLUMNS.saturating_sub(indent));
    format!(
        "{front}{}",
        lines.join(&format!("\n{}", " ".repeat(indent)))
    )
}

/// A usage line in lines of at most [`HELP_COLUMNS`].
fn broken_usage(line: &str) -> String {
    let mut out = String::new();
    let mut columns = 0;
    for word in words_of(line) {
        let wide = visible_columns(&word);
        if columns > 0 && columns + 1 + wide > HELP_COLUMNS {
            out.push_str("\n       ");
            columns = 7;
        }
        if columns > 0 {
            out.push(' ');
            columns += 1;
        }
        out.push_str(&word);
        columns += wide;
    }
    out
}

/// Columns of a text on a terminal, where colours take none.
fn visible_columns(text: &str) -> usize {
    let mut parts = text.split('\u{1B}');
    let front = parts.next().map_or(0, str::width);
    let behind = parts.map(|part| part.split_once('m').map_or(0, |(_, rest)| rest.width()));
    front + behind.sum::<usize>()
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    /// Every id that commands and arguments look up; of arguments the one that is found.
    pub fn ids_looked_up(lang: Lang) -> (BTreeSet<String>, Vec<String>) {
        let (mut found, mut missing) = (BTreeSet::new(), Vec::new());
        gather(&Cli::command(), lang, "", &mut found, &mut missing);
        (found, missing)
    }

    fn gather(
        command: &Command,
        lang: Lang,
        path: &str,
        found: &mut BTreeSet<String>,
        missing: &mut Vec<String>,
    ) {
        let id = command_id(path);
        for id in [id.clone(), format!("{id}.example")] {
            match lookup(lang, &id) {
                Some(_) => found.extend([id]),
                None => missing.push(id),
            }
        }
        let extra = ["help", "version"].map(str::to_owned);
        let own = command
            .get_arguments()
            .map(|arg| arg.get_id().to_string().replace('_', "-"));
        for arg in own.chain(extra) {
            let ids = [format!("arg-{path}-{arg}"), format!("arg-{arg}")];
            match ids.iter().find(|id| lookup(lang, id).is_some()) {
                Some(id) => found.extend([id.clone()]),
                None => missing.push(ids.join(" or ")),
            }
        }
        for sub in command.get_subcommands() {
            gather(sub, lang, &path_of(path, sub.get_name()), found, missing);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_with_an_example_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let (_, missing) = ids_looked_up(lang);
            assert!(missing.is_empty(), "{lang:?}: {missing:#?}");
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        for lang in [Lang::Zh, Lang::En] {
            localised(Cli::command(), lang).debug_assert();
        }
    }

    #[test]
    fn help_fits_eighty_columns() {
        fn walk(command: &mut Command, lang: Lang, path: &str, wide: &mut Vec<String>) {
            let text = in_words(&command.render_help().to_string(), lang);
            let lines = text.lines().filter(|line| line.width() > 80);
            wide.extend(lines.map(|line| format!("{path}: {line}")));
            for sub in command.get_subcommands_mut() {
                let path = path_of(path, sub.get_name());
                walk(sub, lang, &path, wide);
            }
        }
        for lang in [Lang::Zh, Lang::En] {
            let mut command = localised(Cli::command(), lang);
            command.build();
            let mut wide = Vec::new();
            walk(&mut command, lang, "", &mut wide);
            assert!(wide.is_empty(), "{}", wide.join("\n"));
        }
    }
}
