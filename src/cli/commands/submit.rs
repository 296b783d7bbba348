//! `submit`: envelopes in, a line each; answers out.
//!
//! From standard input the answers are JSON, a line for each line as it comes, for a program at the
//! other end. Of a file they are told as `--format` says; an envelope of a file that still lacks
//! signatures is not submitted, for its refusal would be on record for good.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::error::{Exit, Failure};
use crate::cli::kept::signer_list;
use crate::cli::output::Format;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::write::{exit_of, failed};
use crate::cli::{answer, arrange};
use crate::codec::entry::decode;
use crate::domain::entry::RequiredSigner;
use crate::domain::state::Draft;
use crate::envelope::{Envelope, INPUT_BYTES_MAX};
use crate::service::{Answer, Ledger, Whole};

/// Envelopes that make one group, and one commit.
const GROUP_MAX: usize = 256;

#[derive(Debug, Args)]
pub struct Submit {
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    #[arg(long)]
    whole: bool,
}

pub fn run(args: &Submit, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = session.open_to_record()?;
    let is_stream = args.file == Path::new("-");
    let telling = match session.out.format() {
        Format::Table if !is_stream => Telling::Text,
        Format::Table | Format::Json | Format::Csv => Telling::Lines,
    };
    if args.whole {
        return submit_whole(session, &mut ledger, &args.file, telling);
    }
    if is_stream {
        return submit_lines(session, &mut ledger, (&args.file, telling), None);
    }
    let file =
        std::fs::File::open(&args.file).map_err(|error| Failure::read(&args.file, &error))?;
    let reader = std::io::BufReader::with_capacity(1 << 20, file);
    submit_lines(session, &mut ledger, (&args.file, telling), Some(reader))
}

/// How answers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// For a program: JSON, a line each.
    Lines,
    /// For people.
    Text,
}

/// Takes every line of a file together: all are recorded, or none.
fn submit_whole(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    name: &Path,
    telling: Telling,
) -> Result<Exit, Failure> {
    let bytes = session.read_input(name)?;
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let group: Vec<(u64, Vec<u8>)> = lines
        .map(|(number, line)| (number, line.trim_ascii().to_vec()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let (lines, envelopes) = looked_through(session, ledger, group, false)?;
    let submitted = ledger
        .submit_whole(&envelopes)
        .map_err(|error| failed(session, &error))?;
    let (answers, is_recorded) = match submitted {
        Whole::Recorded(answers) => (answers.into_iter().enumerate().collect(), true),
        Whole::Nothing(refused) => (refused, false),
    };
    for (at, given) in &answers {
        let line = lines[*at];
        if !is_recorded && telling == Telling::Text {
            session.out.line(&msg!("whole-line", line = line))?;
        }
        show_line(session, line, given, telling)?;
    }
    session.out.flush()?;
    if !is_recorded {
        session.out.say(&msg!("whole-not-recorded"));
    }
    let answers: Vec<Answer> = answers.into_iter().map(|(_, answer)| answer).collect();
    Ok(exit_of(&answers))
}

/// One answer: a line for programs, or words for people.
fn show_line(
    session: &mut Session<'_>,
    line: u64,
    given: &Answer,
    telling: Telling,
) -> Result<(), Failure> {
    if telling == Telling::Text {
        let text = answer::text(given, session.lang());
        return session.out.write(&text);
    }
    let mut value = answer::json(given);
    if let Value::Object(fields) = &mut value {
        fields.insert("line".to_owned(), json!(line));
    }
    session.out.json_line(&value)
}

/// Takes lines as they come. A group is what has come without waiting, so that a caller who waits
/// for each answer gets it, and one who writes on is served in groups.
fn submit_lines(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    (name, telling): (&Path, Telling),
    mut file: Option<std::io::BufReader<std::fs::File>>,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    let mut line_next = 1;
    loop {
        let mut group = Vec::new();
        let mut ended = false;
        while group.len() < GROUP_MAX {
            let mut line = Vec::new();
            let (read, more) = match &mut file {
                Some(file) => (read_line(file, &mut line), has_line(file.buffer())),
                None => {
                    let stdin = session.stdin();
                    (read_line(stdin, &mut line), has_line(stdin.buffer()))
                }
            };
            if read.map_err(|error| Failure::read(name, &error))? == 0 {
                ended = true;
                break;
            }
            let line_number = line_next;
            line_next += 1;
            let text = line.trim_ascii();
            if !text.is_empty() {
                group.push((line_number, text.to_vec()));
            }
            if !more {
                break;
            }
        }
        if !group.is_empty() {
            let of_file = file.is_some();
            exit = exit.max(submit_group(session, ledger, telling, group, of_file)?);
        }
        if ended {
            return Ok(exit);
        }
    }
}

/// Reads a line, at most as long as an envelope may be and one byte more: what is longer is
/// refused as too long, not kept.
fn read_line(reader: &mut impl std::io::BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut all = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(all);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(buffer.len(), |end| end + 1);
        let room = (INPUT_BYTES_MAX + 1).saturating_sub(line.len());
        line.extend_from_slice(&buffer[..taken.min(room)]);
        reader.consume(taken);
        all += taken;
        if end.is_some() {
            return Ok(all);
        }
    }
}

fn has_line(buffer: &[u8]) -> bool {
    buffer.contains(&b'\n')
}

/// Submits what of a group may go; what is held back counts as wrong usage.
fn submit_group(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    telling: Telling,
    group: Vec<(u64, Vec<u8>)>,
    of_file: bool,
) -> Result<Exit, Failure> {
    let given = group.len();
    let (lines, envelopes) = looked_through(session, ledger, group, of_file)?;
    let held_back = if lines.len() < given {
        Exit::Usage
    } else {
        Exit::Done
    };
    if lines.is_empty() {
        return Ok(held_back);
    }
    let answers = ledger
        .submit(&envelopes)
        .map_err(|error| failed(session, &error))?;
    for (line, given) in lines.iter().zip(&answers) {
        show_line(session, *line, given, telling)?;
    }
    session.out.flush()?;
    session.say_notices(ledger);
    if telling == Telling::Lines && session.terminals.stdout && session.terminals.stderr {
        let lang = session.lang();
        for given in &answers {
            let text = answer::text(given, lang);
            session.out.say_text(&text);
        }
    }
    Ok(held_back.max(exit_of(&answers)))
}

/// The envelopes that may go, each with its line: with their signatures in order, where the ledger
/// knows it; everything else as it arrived. Of a file, an envelope that is signed, but not by all who
/// must, is left out, and it is said who is missing.
fn looked_through(
    session: &mut Session<'_>,
    ledger: &Ledger,
    group: Vec<(u64, Vec<u8>)>,
    of_file: bool,
) -> Result<(Vec<u64>, Vec<Vec<u8>>), Failure> {
    let view = crate::cli::write::view(session, ledger)?;
    let mut ready = Vec::with_capacity(group.len());
    for (line, bytes) in group {
        match look_at(view.draft(), &bytes, of_file)? {
            Look::AsItIs => ready.push((line, bytes)),
            Look::Arranged(arranged) => {
                session.out.note(&msg!("submit-arranged", line = line));
                ready.push((line, arranged.to_bytes()));
            }
            Look::Incomplete {
                there,
                all,
                missing,
            } => session.out.say(&msg!(
                "submit-incomplete",
                line = line,
                there = there,
                all = all,
                needed = signer_list(&missing)
            )),
        }
    }
    Ok(ready.into_iter().unzip())
}

/// What is to become of an envelope before it is submitted.
enum Look {
    /// It goes as it is.
    AsItIs,
    /// It goes with its signatures in the order asked for.
    Arranged(Envelope),
    /// Some have signed it, and these have not.
    Incomplete {
        there: usize,
        all: usize,
        missing: Vec<RequiredSigner>,
    },
}

fn look_at(draft: &Draft<'_>, bytes: &[u8], of_file: bool) -> Result<Look, Failure> {
    let Ok(envelope) = Envelope::parse(bytes) else {
        return Ok(Look::AsItIs);
    };
    let there = envelope.signatures().len();
    // A single signature is in its order, and only of a file it is asked who is missing.
    if there == 0 || (there == 1 && !of_file) {
        return Ok(Look::AsItIs);
    }
    let Ok(entry) = decode(envelope.payload()) else {
        return Ok(Look::AsItIs);
    };
    let all = entry.head.signers.len();
    let seats = arrange::seats_on(draft, &envelope);
    if of_file
        && there < all
        && let Some(missing) = arrange::missing(&envelope, &entry, &seats)
    {
        return Ok(Look::Incomplete {
            there,
            all,
            missing,
        });
    }
    let arranged = arrange::arranged(&envelope, &entry, &seats)?;
    Ok(arranged.map_or(Look::AsItIs, Look::Arranged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_line_is_not_kept_in_memory() {
        let long = vec![b'x'; 3 * INPUT_BYTES_MAX];
        let text = [&long[..], b"\nshort\n"].concat();
        let mut reader = std::io::BufReader::with_capacity(4096, &text[..]);
        let mut line = Vec::new();
        assert_eq!(read_line(&mut reader, &mut line).unwrap(), long.len() + 1);
        assert_eq!(line.len(), INPUT_BYTES_MAX + 1);
        line.clear();
        read_line(&mut reader, &mut line).unwrap();
        assert_eq!(line, b"short\n");
    }
}
