//! Writing: an act is drafted, shown, signed with the keys at hand and submitted, all at once, or
//! only as far as the command line asks.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::Writing;
use super::effects::{self, Changes};
use super::error::{Exit, Failure};
use super::hand::{Hand, Places, is_good};
use super::key_file::{KeyFile, write_new};
use super::opened::Opened;
use super::output::{Format, Shown, Table, refusal_json, refusal_text};
use super::session::Session;
use super::shown::Indicators;
use super::text::{Listed, Message, msg};
use super::{answer, explained};
use crate::domain::entry::{Act, Entry, RequiredSigner};
use crate::domain::moment::Day;
use crate::domain::refusal::Refusal;
use crate::domain::rules::rehearse;
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::Lang;
use crate::envelope::{EntryHash, Envelope};
use crate::explain::explain;
use crate::service::{Answer, DraftOptions, Drafted, Ledger, ServiceError, View};

/// Opens the ledger as far as writing asks for: with the operator's key only to submit.
pub fn open(session: &mut Session<'_>, writing: &Writing) -> Result<Opened, Failure> {
    if writing.draft.is_some() || writing.dry_run {
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

/// Writes acts, each an entry of its own. `new_key` is a key that the acts enrol.
pub fn record_all(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    acts: Vec<Act>,
    writing: &Writing,
    new_key: Option<KeyFile>,
) -> Result<Exit, Failure> {
    let options = DraftOptions {
        by: writing.by.clone(),
        expires_in_days: writing.expires_in,
        ..DraftOptions::default()
    };
    let mut drafts = Vec::with_capacity(acts.len());
    for act in acts {
        drafts.push(
            ledger
                .draft(act, &options)
                .map_err(|error| failed(session, &error))?,
        );
    }
    if let Some(file) = &writing.draft {
        return keep_drafts(session, &drafts, file);
    }
    let known = Indicators::of(view(session, ledger)?.draft())?;
    for drafted in &drafts {
        show(session, &known, drafted)?;
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
    if places.iter().flatten().any(Option::is_none) {
        return some_missing(session, ledger, &mut hand, &drafts, &places, today);
    }
    let count = drafts.len();
    if !session.confirm(&msg!("ask-submit", count = count), writing.yes)? {
        return Err(not_confirmed(&drafts));
    }
    let mut envelopes = Vec::with_capacity(drafts.len());
    for (drafted, places) in drafts.iter().zip(&places) {
        envelopes.push(sign(session, &mut hand, drafted, places)?);
    }
    submit(session, ledger, &envelopes, &drafts)
}

/// Shows what a draft says.
fn show(session: &mut Session<'_>, known: &Indicators, drafted: &Drafted) -> Result<(), Failure> {
    let (lang, width) = (session.lang(), session.out.width());
    if session.out.format() == Format::Table {
        let text = explained::text(&explain(&drafted.entry), known, lang, width);
        session.out.write(&format!("{text}\n"))?;
    }
    Ok(())
}

fn warn(session: &mut Session<'_>, refusal: &Refusal) {
    session.out.say(&msg!("would-be-refused"));
    let text = refusal_text(refusal, session.lang());
    session.out.say_text(&text);
}

fn gather(
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
fn sign(
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
            .map_err(|error| Failure::usage(msg!("service-envelope", reason = error)))?;
    }
    Ok(envelope.to_bytes())
}

fn envelope(drafted: &Drafted) -> Result<Envelope, Failure> {
    Envelope::new(drafted.payload.clone())
        .map_err(|error| Failure::refused(msg!("service-envelope", reason = error)))
}

fn submit(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    envelopes: &[Vec<u8>],
    drafts: &[Drafted],
) -> Result<Exit, Failure> {
    match ledger.submit(envelopes) {
        Ok(answers) => {
            session.out.show(&Answers {
                answers: &answers,
                lang: session.lang(),
            })?;
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

fn short(drafts: &[Drafted]) -> String {
    let id = drafts
        .first()
        .map_or_else(String::new, |d| d.entry.head.id.to_string());
    // The front of an id is its time, the same for all of a morning.
    id.chars()
        .rev()
        .take(8)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect()
}

fn draft_lines(drafts: &[Drafted]) -> Result<Vec<u8>, Failure> {
    let envelopes: Result<Vec<_>, Failure> = drafts
        .iter()
        .map(|drafted| Ok(envelope(drafted)?.to_bytes()))
        .collect();
    Ok(lines(&envelopes?))
}

/// Stops after drafting: writes the drafts and says who must sign them.
fn keep_drafts(
    session: &mut Session<'_>,
    drafts: &[Drafted],
    file: &Path,
) -> Result<Exit, Failure> {
    let bytes = draft_lines(drafts)?;
    if file == Path::new("-") {
        session.out.write_bytes(&bytes)?;
    } else {
        write_new(file, 0o644, &[&bytes])?;
    }
    for drafted in drafts {
        if let Some(refusal) = &drafted.warning {
            warn(session, refusal);
        }
        let needed = signer_list(&drafted.entry.head.signers);
        session.out.say(&msg!("draft-needs", needed = needed));
    }
    if file != Path::new("-") {
        session.out.say(&msg!("draft-kept", file = file.display()));
    }
    Ok(Exit::Done)
}

/// Required signers in words.
pub fn signer_list(signers: &[RequiredSigner]) -> Listed {
    let words = signers.iter().map(|RequiredSigner { party, seat, new }| {
        let seat = answer::seat(*seat);
        if *new {
            msg!("signer-new", party = party, seat = seat)
        } else {
            msg!("signer", party = party, seat = seat)
        }
    });
    Listed(words.collect())
}

fn not_confirmed(drafts: &[Drafted]) -> Failure {
    let failure = Failure::usage(msg!("not-confirmed"));
    match save_drafts(drafts, &[]) {
        Ok(file) => failure.hint(msg!("hint-draft-kept", file = file.display())),
        Err(other) => other,
    }
}

/// Saves drafts, or what was signed of them, in the working folder.
fn save_drafts(drafts: &[Drafted], signed: &[Vec<u8>]) -> Result<PathBuf, Failure> {
    let file = PathBuf::from(format!("qledger-draft-{}.json", short(drafts)));
    let bytes = if signed.is_empty() {
        draft_lines(drafts)?
    } else {
        lines(signed)
    };
    write_new(&file, 0o644, &[&bytes])?;
    Ok(file)
}

/// Some seats have no key at hand: signs with those that are, keeps the result and says who is
/// missing and how to go on.
fn some_missing(
    session: &mut Session<'_>,
    ledger: &Ledger,
    hand: &mut Hand,
    drafts: &[Drafted],
    places: &[Places],
    today: Day,
) -> Result<Exit, Failure> {
    let mut envelopes = Vec::with_capacity(drafts.len());
    for (drafted, places) in drafts.iter().zip(places) {
        // Only what stands in front of the first gap: signatures keep their order.
        let front: Places = places
            .iter()
            .take_while(|place| place.is_some())
            .copied()
            .collect();
        envelopes.push(sign(session, hand, drafted, &front)?);
    }
    let file = save_drafts(drafts, &envelopes)?;
    let mut failure = Failure::usage(msg!("seats-missing", file = file.display()));
    let mut told: Vec<RequiredSigner> = Vec::new();
    let view = view(session, ledger)?;
    for (drafted, places) in drafts.iter().zip(places) {
        let gaps = drafted
            .entry
            .head
            .signers
            .iter()
            .zip(places)
            .filter(|(_, p)| p.is_none());
        for (signer, _) in gaps {
            if !told.contains(signer) {
                failure = failure.hint(who_could(view.draft(), signer, today)?);
                told.push(signer.clone());
            }
        }
    }
    let sign = msg!("hint-go-on-sign", file = file.display());
    Err(failure
        .hint(sign)
        .hint(msg!("hint-go-on-submit", file = file.display())))
}

/// A missing seat, and the persons whose keys could sign there.
fn who_could(draft: &Draft<'_>, signer: &RequiredSigner, today: Day) -> Result<Message, Failure> {
    let RequiredSigner { party, seat, new } = signer;
    let seat_word = answer::seat(*seat);
    if *new {
        return Ok(msg!("seat-missing-new", party = party, seat = seat_word));
    }
    let mut persons = Vec::new();
    for id in draft.list(&keys::keys_of_seat(party, *seat))? {
        let key = draft.must(&keys::key(&id))?;
        if is_good(&key, today) {
            persons.push(key.person.to_string());
        }
    }
    Ok(if persons.is_empty() {
        msg!("seat-missing-nobody", party = party, seat = seat_word)
    } else {
        let persons = persons.join(", ");
        msg!(
            "seat-missing",
            party = party,
            seat = seat_word,
            persons = persons
        )
    })
}

/// Shows every effect and what would be refused; records nothing.
fn dry_run(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    hand: &mut Hand,
    drafts: &[Drafted],
    places: &[Places],
) -> Result<Exit, Failure> {
    let mut refused = Vec::new();
    // Signed, an act can be judged whole; one of several cannot be judged before those in front.
    if let ([drafted], [places]) = (drafts, places)
        && places.iter().all(Option::is_some)
    {
        let envelope = sign(session, hand, drafted, places)?;
        let judged = ledger
            .judge_only(&envelope)
            .map_err(|error| failed(session, &error))?;
        refused.extend(judged.refusal().cloned());
    }
    let view = view(session, ledger)?;
    let now = view.now();
    let mut trial = Draft::on(view.draft());
    for Drafted {
        entry,
        payload,
        warning,
    } in drafts
    {
        match (attempt(&trial, entry, payload, now)?, warning) {
            (Ok(effects), None) => trial.absorb(effects),
            (Err(refusal), _) if !refused.contains(&refusal) => refused.push(refusal),
            (Ok(_), Some(warning)) if !refused.contains(warning) => refused.push(warning.clone()),
            (Ok(_) | Err(_), _) => {}
        }
    }
    let changes = effects::changes(view.draft(), trial.effects())?;
    let missing: Vec<RequiredSigner> = drafts
        .iter()
        .zip(places)
        .flat_map(|(drafted, places)| drafted.entry.head.signers.iter().zip(places))
        .filter(|(_, place)| place.is_none())
        .map(|(signer, _)| signer.clone())
        .collect();
    let exit = if refused.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    };
    let lang = session.lang();
    session.out.show(&Rehearsal {
        changes,
        refused,
        missing,
        lang,
    })?;
    session.out.say(&msg!("dry-run-done"));
    Ok(exit)
}

fn attempt(
    state: &Draft<'_>,
    entry: &Entry,
    payload: &[u8],
    now: crate::domain::moment::Moment,
) -> Result<Result<crate::domain::state::Effects, Refusal>, Failure> {
    let mut trial = Draft::on(state);
    match rehearse(&mut trial, entry, EntryHash::of_payload(payload), now) {
        Ok(_) => Ok(Ok(trial.into_effects())),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Unreadable(damage)) => Err(damage.into()),
    }
}

/// What a dry run found.
struct Rehearsal {
    changes: Changes,
    refused: Vec<Refusal>,
    missing: Vec<RequiredSigner>,
    lang: Lang,
}

impl Shown for Rehearsal {
    fn json(&self) -> Value {
        json!({
            "dry_run": true,
            "changes": self.changes.json(),
            "refused": self.refused.iter().map(|r| refusal_json(r, self.lang)).collect::<Vec<_>>(),
            "missing": self.missing,
        })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        self.changes.tables(lang)
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let mut texts: Vec<_> = self
            .changes
            .tables(lang)
            .iter()
            .map(|table| table.to_text(lang, width))
            .collect();
        texts.extend(self.refused.iter().map(|refusal| {
            format!(
                "{}\n{}",
                msg!("would-be-refused").in_lang(lang),
                refusal_text(refusal, lang)
            )
        }));
        if !self.missing.is_empty() {
            let missing = msg!("dry-run-missing", missing = signer_list(&self.missing));
            texts.push(format!("{}\n", missing.in_lang(lang)));
        }
        texts.join("\n")
    }
}

/// The answers to what was submitted.
struct Answers<'a> {
    answers: &'a [Answer],
    lang: Lang,
}

impl Shown for Answers<'_> {
    fn json(&self) -> Value {
        let answers = self
            .answers
            .iter()
            .map(|given| answer::json(given, self.lang));
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
