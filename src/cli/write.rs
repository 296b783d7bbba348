//! Writing: an act is drafted, shown, signed with the keys at hand and submitted, all at once, or
//! only as far as the command line asks.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::args::Writing;
use super::because;
use super::dry_run::dry_run;
use super::error::{Exit, Failure};
use super::hand::{Hand, Places};
use super::kept::{keep_drafts, not_confirmed, short, some_missing};
use super::key_file::{KeyFile, write_new};
use super::opened::Opened;
use super::output::{Format, Shown, Table, refusal_text};
use super::session::Session;
use super::shown::Indicators;
use super::text::msg;
use super::{answer, explained, packed};
use crate::domain::entry::Act;
use crate::domain::moment::Day;
use crate::domain::refusal::Refusal;
use crate::domain::text::Lang;
use crate::envelope::Envelope;
use crate::explain::explain;
use crate::service::{Answer, DraftOptions, Drafted, Ledger, ServiceError, View, Whole};

/// Opens the ledger as far as writing asks for: with the operator's key only to submit.
pub fn open(session: &mut Session<'_>, writing: &Writing) -> Result<Opened, Failure> {
    if writing.draft.is_some() || writing.dry_run || session.is_copy()? {
        session.open()
    } else {
        session.open_to_record()
    }
}

/// The day that documents bear unless the command line says otherwise.
pub fn today(session: &Session<'_>, ledger: &Ledger) -> Result<Day, Failure> {
    Ok(ledger.now().map_err(|error| failed(session, &error))?.day())
}

/// The ledger's state now.
pub fn view<'l>(session: &Session<'_>, ledger: &'l Ledger) -> Result<View<'l>, Failure> {
    ledger.view().map_err(|error| failed(session, &error))
}

/// A service error as a failure.
pub fn failed(session: &Session<'_>, error: &ServiceError) -> Failure {
    session.failed(error)
}

/// Writes one act.
pub fn record(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    act: impl Into<Act>,
    writing: &Writing,
) -> Result<Exit, Failure> {
    record_all(session, ledger, vec![act.into()], writing, None)
}

/// What the command line says of drafts.
pub fn options(writing: &Writing) -> DraftOptions {
    DraftOptions {
        by: writing.by.clone(),
        expires_in_days: writing.expires_in,
        ..DraftOptions::default()
    }
}

/// What happens to several acts where one is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Together {
    /// The others are recorded.
    Each,
    /// Nothing is recorded, not even the refusal.
    Whole,
}

/// Writes acts, each an entry of its own. `new_key` is a key that the acts enrol.
pub fn record_all(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    acts: Vec<Act>,
    writing: &Writing,
    new_key: Option<KeyFile>,
) -> Result<Exit, Failure> {
    record_together(session, ledger, acts, writing, new_key, Together::Each)
}

/// Writes acts, at most 256, that are recorded all together or not at all.
pub fn record_whole(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    acts: Vec<Act>,
    writing: &Writing,
) -> Result<Exit, Failure> {
    record_together(session, ledger, acts, writing, None, Together::Whole)
}

fn record_together(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    acts: Vec<Act>,
    writing: &Writing,
    new_key: Option<KeyFile>,
    together: Together,
) -> Result<Exit, Failure> {
    let options = options(writing);
    let mut drafts = Vec::with_capacity(acts.len());
    for act in acts {
        drafts.push(
            ledger
                .draft(act, &options)
                .map_err(|error| failed(session, &error))?,
        );
    }
    // Where nobody is known who could sign, there is nothing to draft.
    let unsignable = drafts
        .iter()
        .find(|drafted| drafted.entry.head.signers.is_empty());
    if let Some(refusal) = unsignable.and_then(|drafted| drafted.warning.clone()) {
        return Err(refusal.into());
    }
    if let Some(file) = &writing.draft {
        let kept = keep_drafts(session, &drafts, file)?;
        if together == Together::Whole {
            session.out.note(&msg!("hint-whole"));
        }
        return Ok(kept);
    }
    let known = Indicators::of(view(session, ledger)?.draft())?;
    for drafted in &drafts {
        if session.shows_before_signing(writing.yes) {
            show(session, &known, drafted)?;
        }
        if let Some(refusal) = &drafted.warning
            && !writing.dry_run
            && session.would_ask(writing.yes)
        {
            warn(session, refusal);
        }
    }
    let today = today(session, ledger)?;
    let mut hand = gather(session, ledger, writing, new_key)?;
    let places = place(session, ledger, &hand, &drafts, today)?;
    if writing.dry_run {
        return dry_run(session, ledger, &mut hand, &drafts, &places);
    }
    if session.is_copy()? {
        return lay(
            session,
            ledger,
            &mut hand,
            &drafts,
            (&places, writing, together),
        );
    }
    if places.iter().flatten().any(Option::is_none) {
        let kept = some_missing(session, ledger, &mut hand, &drafts, &places, today);
        return match together {
            Together::Each => kept,
            Together::Whole => kept.map_err(|failure| failure.hint(msg!("hint-whole"))),
        };
    }
    let count = drafts.len();
    if !session.confirm(&msg!("ask-submit", count = count), writing.yes)? {
        return Err(not_confirmed(&drafts));
    }
    let mut envelopes = Vec::with_capacity(drafts.len());
    for (drafted, places) in drafts.iter().zip(&places) {
        envelopes.push(sign(session, &mut hand, drafted, places)?);
    }
    submit(session, ledger, &envelopes, &drafts, together)
}

/// On a copy: signs with the keys at hand and lays the acts into the outbox.
fn lay(
    session: &mut Session<'_>,
    ledger: &Ledger,
    hand: &mut Hand,
    drafts: &[Drafted],
    (places, writing, together): (&[Places], &Writing, Together),
) -> Result<Exit, Failure> {
    if !session.confirm(&msg!("ask-lay", count = drafts.len()), writing.yes)? {
        return Err(not_confirmed(drafts));
    }
    let mut envelopes = Vec::with_capacity(drafts.len());
    for (drafted, places) in drafts.iter().zip(places) {
        envelopes.push(sign(session, hand, drafted, places)?);
    }
    if together == Together::Whole && drafts.len() > 1 {
        session.out.say(&msg!("copy-whole"));
    }
    packed::lay(session, ledger, &envelopes)
}

/// Shows what a draft says.
pub fn show(
    session: &mut Session<'_>,
    known: &Indicators,
    drafted: &Drafted,
) -> Result<(), Failure> {
    let (lang, width) = (session.lang(), session.out.width());
    if session.out.format() == Format::Table {
        let text = explained::text(&explain(&drafted.entry), known, lang, width);
        session.out.write(&format!("{text}\n"))?;
    }
    Ok(())
}

pub fn warn(session: &mut Session<'_>, refusal: &Refusal) {
    session.out.say(&msg!("would-be-refused"));
    let text = refusal_text(refusal, session.lang());
    session.out.say_text(&text);
}

pub fn gather(
    session: &mut Session<'_>,
    ledger: &Ledger,
    writing: &Writing,
    new_key: Option<KeyFile>,
) -> Result<Hand, Failure> {
    let folder = session.keys_folder(writing.keys.as_deref(), ledger.row().practice);
    // Keys that are named one by one are meant; a folder that is not named is not searched then.
    let folder = folder.filter(|_| writing.sign.is_empty() || writing.keys.is_some());
    let mut hand = Hand::gather(session, &writing.sign, folder.as_deref())?;
    if let Some(file) = new_key {
        hand.add(session, file, true)?;
    }
    Ok(hand)
}

fn place(
    session: &Session<'_>,
    ledger: &Ledger,
    hand: &Hand,
    drafts: &[Drafted],
    today: Day,
) -> Result<Vec<Places>, Failure> {
    let view = view(session, ledger)?;
    let places = drafts.iter().map(|Drafted { entry, .. }| {
        hand.place(view.draft(), &entry.act, &entry.head.signers, today)
    });
    places.collect()
}

/// The signed envelope, in its stored spelling.
pub fn sign(
    session: &mut Session<'_>,
    hand: &mut Hand,
    drafted: &Drafted,
    places: &Places,
) -> Result<Vec<u8>, Failure> {
    let mut envelope = envelope(drafted)?;
    for placed in places.iter().flatten() {
        let key = hand.unlock(session, placed.key)?;
        envelope
            .sign_with(key)
            .map_err(|error| Failure::usage(because::envelope(&error)))?;
    }
    Ok(envelope.to_bytes())
}

pub fn envelope(drafted: &Drafted) -> Result<Envelope, Failure> {
    Envelope::new(drafted.payload.clone())
        .map_err(|error| Failure::refused(because::envelope(&error)))
}

fn submit(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    envelopes: &[Vec<u8>],
    drafts: &[Drafted],
    together: Together,
) -> Result<Exit, Failure> {
    let submitted = match together {
        Together::Each => ledger.submit(envelopes),
        Together::Whole => match ledger.submit_whole(envelopes) {
            Ok(Whole::Recorded(answers)) => Ok(answers),
            Ok(Whole::Nothing(refused)) => {
                let answers: Vec<Answer> = refused.into_iter().map(|(_, answer)| answer).collect();
                session.out.show(&Answers { answers: &answers })?;
                session.out.say(&msg!("whole-not-recorded"));
                return Ok(exit_of(&answers));
            }
            Err(error) => Err(error),
        },
    };
    match submitted {
        Ok(answers) => {
            session.out.show(&Answers { answers: &answers })?;
            Ok(exit_of(&answers))
        }
        Err(error) => {
            let failure = failed(session, &error);
            let file = PathBuf::from(format!("qledger-signed-{}.json", short(drafts)));
            write_new(&file, 0o644, &[&lines(envelopes)])?;
            Err(failure.hint(msg!("hint-signed-kept", file = file.display())))
        }
    }
}

/// The exit code that follows from answers: the gravest.
pub fn exit_of(answers: &[Answer]) -> Exit {
    let exits = answers.iter().map(|answer| match answer {
        Answer::Admitted { .. } | Answer::Repeated { .. } => Exit::Done,
        Answer::Refused { .. } | Answer::RefusedBefore { .. } => Exit::Refused,
        Answer::Invalid(_) => Exit::NotVerified,
    });
    exits.max().unwrap_or(Exit::Done)
}

/// Envelopes as lines of a file.
pub fn lines(envelopes: &[Vec<u8>]) -> Vec<u8> {
    envelopes
        .iter()
        .flat_map(|envelope| [envelope.as_slice(), b"\n"].concat())
        .collect()
}

/// The answers to what was submitted.
struct Answers<'a> {
    answers: &'a [Answer],
}

impl Shown for Answers<'_> {
    fn json(&self) -> Value {
        let answers = self.answers.iter().map(answer::json);
        json!({ "answers": answers.collect::<Vec<_>>() })
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
