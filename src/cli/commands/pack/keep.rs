//! `pack in` at the keeper's: signed acts are admitted in order, and the answer is a pack.

use std::path::{Path, PathBuf};

use crate::cli::answer;
use crate::cli::arrange;
use crate::cli::error::{Exit, Failure};
use crate::cli::outbox::Outbox;
use crate::cli::output::{Shown, Table};
use crate::cli::packed::{Checked, Stretch, carry, check, standings, verify, write};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::write::{exit_of, failed, view};
use crate::domain::entry::Entry;
use crate::domain::text::Lang;
use crate::envelope::{EntryHash, Envelope};
use crate::pack::{Outcome, Told};
use crate::service::{Answer, Ledger};
use serde_json::{Value, json};

/// Takes a pack at the keeper's and writes the reply.
pub fn run(file: &Path, reply: Option<&Path>, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = session.open_to_record()?;
    let checked = check(session, file, Some(&ledger))?;
    let size_sender = size_of_sender(session, file, &ledger, &checked)?;
    let reply = reply.map_or_else(|| reply_of(file), Path::to_owned);
    let taken = take(session, &mut ledger, &checked.contents.acts)?;
    let told = told(&ledger, &taken.whole, &taken.answers);
    let told = told.map_err(|error| failed(session, &error))?;
    let acts: Vec<Envelope> = standings(session, &ledger)?
        .into_iter()
        .filter(|item| !item.is_admitted())
        .map(|item| item.waiting.envelope)
        .collect();
    let head = write(
        session,
        &reply,
        &ledger,
        Stretch::From(size_sender),
        (&acts, &told),
    )?;
    session.out.show(&Kept {
        answers: &taken.answers,
        passed_on: taken.passed_on,
        reply: &reply,
        leaves: head.leaves,
    })?;
    Ok(exit_of(&taken.answers))
}

/// How far the sender's log goes. Its checkpoint must be ours.
fn size_of_sender(
    session: &Session<'_>,
    file: &Path,
    ledger: &Ledger,
    checked: &Checked,
) -> Result<u64, Failure> {
    let stated = ledger.compare(&checked.head.checkpoint);
    let stated = stated.map_err(|error| carry(session, file, &error))?;
    let size = ledger.size();
    if stated.size > size {
        return Err(Failure::not_verified(msg!(
            "pack-ahead",
            file = file.display(),
            theirs = stated.size,
            ours = size
        ))
        .hint(msg!("hint-pack-ahead")));
    }
    Ok(stated.size)
}

/// `stick.pack` is answered in `stick.reply.pack`.
fn reply_of(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".reply");
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

/// What became of a pack's acts.
struct Taken {
    /// Those that were signed by all, in order, with their answers.
    whole: Vec<Envelope>,
    answers: Vec<Answer>,
    /// How many lack signatures and were taken into the outbox.
    passed_on: usize,
}

/// Submits what all have signed, in order, and keeps the rest for the next to sign.
fn take(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    acts: &[(Envelope, Entry)],
) -> Result<Taken, Failure> {
    let outbox = Outbox::of(&session.place()?.folder);
    let mut whole = Vec::new();
    let mut drafts = Vec::new();
    {
        let view = view(session, ledger)?;
        for (envelope, entry) in acts {
            let required = entry.head.signers.len();
            if envelope.signatures().len() >= required {
                let seats = arrange::seats_on(view.draft(), envelope);
                let arranged = arrange::arranged(envelope, entry, &seats)?;
                whole.push(arranged.unwrap_or_else(|| envelope.clone()));
            } else {
                verify(view.draft(), ledger.id(), envelope)?;
                drafts.push((envelope, entry));
            }
        }
    }
    let bytes: Vec<Vec<u8>> = whole.iter().map(Envelope::to_bytes).collect();
    let mut answers = ledger
        .submit(&bytes)
        .map_err(|error| failed(session, &error))?;
    for (envelope, entry) in drafts {
        outbox.lay(view(session, ledger)?.draft(), envelope, entry)?;
    }
    // Halves of one act may have come by different roads.
    let (more, more_answers) = submit_box(session, ledger)?;
    whole.extend(more);
    answers.extend(more_answers);
    let passed_on = standings(session, ledger)?.len();
    Ok(Taken {
        whole,
        answers,
        passed_on,
    })
}

/// Submits what in the keeper's own outbox is signed by all; what was decided leaves it.
fn submit_box(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
) -> Result<(Vec<Envelope>, Vec<Answer>), Failure> {
    let outbox = Outbox::of(&session.place()?.folder);
    let (mut whole, mut answers) = (Vec::new(), Vec::new());
    for item in outbox.items()? {
        let known = {
            let view = view(session, ledger)?;
            let key = crate::domain::state::keys::entry_hash(&item.entry_hash);
            view.draft().get(&key)?.is_some()
        };
        if known {
            outbox.remove(item.number)?;
            continue;
        }
        if item.envelope.signatures().len() < item.entry.head.signers.len() {
            continue;
        }
        let answered = ledger
            .submit(&[item.envelope.to_bytes()])
            .map_err(|error| failed(session, &error))?;
        if answered.iter().all(Answer::is_admitted) {
            outbox.remove(item.number)?;
        }
        whole.push(item.envelope);
        answers.extend(answered);
    }
    Ok((whole, answers))
}

/// The same after the keeper signed, told.
pub fn submit_complete(session: &mut Session<'_>, ledger: &mut Ledger) -> Result<Exit, Failure> {
    let (_, answers) = submit_box(session, ledger)?;
    let json: Vec<Value> = answers.iter().map(answer::json).collect();
    session.out.show(&Answered {
        answers: &answers,
        json,
    })?;
    let stood = standings(session, ledger)?;
    if !stood.is_empty() {
        session.out.say(&msg!("outbox-waits", count = stood.len()));
    }
    Ok(exit_of(&answers))
}

/// Answers as they go into the reply, each with its receipt where it is on record.
fn told(
    ledger: &Ledger,
    whole: &[Envelope],
    answers: &[Answer],
) -> Result<Vec<Told>, crate::service::ServiceError> {
    let mut all = Vec::with_capacity(answers.len());
    for (envelope, answer) in whole.iter().zip(answers) {
        let Ok(entry) = crate::codec::entry::decode(envelope.payload()) else {
            continue;
        };
        let outcome = match answer {
            Answer::Admitted { .. } | Answer::Repeated { .. } => Outcome::Admitted,
            Answer::Refused { .. } | Answer::RefusedBefore { .. } => Outcome::Refused,
            Answer::Invalid(_) => Outcome::Invalid,
        };
        let receipt = match answer.index() {
            Some(index) => Some(ledger.receipt(index)?),
            None => None,
        };
        all.push(Told {
            entry_hash: EntryHash::of_payload(envelope.payload()),
            id: entry.head.id,
            index: answer.index(),
            outcome,
            receipt: receipt.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            refusal: answer
                .refusal()
                .map(crate::domain::refusal::Refusal::recorded),
        });
    }
    Ok(all)
}

/// Answers alone.
struct Answered<'a> {
    answers: &'a [Answer],
    json: Vec<Value>,
}

impl Shown for Answered<'_> {
    fn json(&self) -> Value {
        json!({ "answers": self.json })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        vec![answer::table(self.answers)]
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        self.answers
            .iter()
            .map(|given| answer::text(given, lang))
            .collect()
    }
}

/// What became of a pack.
struct Kept<'a> {
    answers: &'a [Answer],
    passed_on: usize,
    reply: &'a Path,
    leaves: u64,
}

impl Shown for Kept<'_> {
    fn json(&self) -> Value {
        json!({
            "answers": self.answers.iter().map(answer::json).collect::<Vec<_>>(),
            "passed_on": self.passed_on,
            "reply": self.reply.display().to_string(),
            "leaves": self.leaves,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        vec![answer::table(self.answers)]
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        let mut text: String = self
            .answers
            .iter()
            .map(|given| answer::text(given, lang))
            .collect();
        let mut line = |message: crate::cli::text::Message| {
            text.push_str(&message.in_lang(lang));
            text.push('\n');
        };
        if self.passed_on > 0 {
            line(msg!("pack-passed-on", count = self.passed_on));
        }
        line(msg!(
            "pack-reply",
            file = self.reply.display(),
            leaves = self.leaves
        ));
        text
    }
}
