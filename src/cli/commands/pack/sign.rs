//! `pack sign`: this office signs what waits for it; `pack add`: drafts from a file join it.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arrange;
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::explained;
use crate::cli::hand::Hand;
use crate::cli::outbox::{Outbox, Waiting};
use crate::cli::packed::{self, Stood, Waits, standings, verify};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::cli::write::{self, today, view};
use crate::codec::entry::decode;
use crate::domain::moment::Day;
use crate::domain::state::{Draft, keys};
use crate::envelope::Envelope;
use crate::explain::explain_payload;
use crate::service::Ledger;

/// The keys of this office.
#[derive(Debug, Clone, Default, Args)]
pub struct Keys {
    #[arg(long, value_name = "KEY.pem")]
    pub sign: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    #[arg(long, short)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct Sign {
    #[command(flatten)]
    keys: Keys,
}

#[derive(Debug, Args)]
pub struct Add {
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(args: &Sign, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if session.is_copy()? {
        let ledger = session.open()?;
        let signed = sign_waiting(session, &ledger, &args.keys)?;
        let stood = standings(session, &ledger)?;
        session.out.show(&Waits(&stood))?;
        if signed == 0 {
            session.out.say(&msg!("pack-sign-nothing"));
        }
        return Ok(Exit::Done);
    }
    let mut ledger = session.open_to_record()?;
    let signed = sign_waiting(session, &ledger, &args.keys)?;
    if signed == 0 {
        session.out.say(&msg!("pack-sign-nothing"));
    }
    super::keep::submit_complete(session, &mut ledger)
}

pub fn add(args: &Add, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let bytes = session.read_input(&args.file)?;
    let ledger = session.open()?;
    let mut envelopes = Vec::new();
    let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    for line in lines.filter(|line| !line.is_empty()) {
        let envelope = Envelope::parse(line).map_err(|error| {
            Failure::usage(msg!(
                "draft-unreadable",
                file = args.file.display(),
                reason = because::envelope(&error)
            ))
            .hint(msg!("hint-draft-file"))
        })?;
        decode(envelope.payload())?;
        verify(view(session, &ledger)?.draft(), ledger.id(), &envelope)?;
        envelopes.push(envelope.to_bytes());
    }
    if envelopes.is_empty() {
        let file = args.file.display();
        return Err(Failure::usage(msg!("draft-empty", file = file)));
    }
    packed::lay(session, &ledger, &envelopes)
}

/// Signs what waits and lacks signatures, with the keys at hand, each shown first from its bytes;
/// how many were.
pub fn sign_waiting(
    session: &mut Session<'_>,
    ledger: &Ledger,
    given: &Keys,
) -> Result<usize, Failure> {
    let stood = standings(session, ledger)?;
    let writing = crate::cli::args::Writing {
        sign: given.sign.clone(),
        keys: given.keys.clone(),
        ..crate::cli::args::Writing::default()
    };
    let mut hand = write::gather(session, ledger, &writing, None)?;
    let today = today(session, ledger)?;
    let known = Indicators::of(view(session, ledger)?.draft())?;
    let mut signing = Vec::new();
    for item in &stood {
        // What would be refused today is redone, not signed.
        if item.refusal.is_some() {
            continue;
        }
        let places = places(view(session, ledger)?.draft(), &hand, item, today)?;
        if !places.is_empty() {
            signing.push((item.waiting.clone(), places));
        }
    }
    if signing.is_empty() {
        return Ok(0);
    }
    for (waiting, _) in &signing {
        let (_, parts) = explain_payload(waiting.envelope.payload())
            .map_err(|refusal| Failure::from(refusal).hint(msg!("hint-not-shown-not-signed")))?;
        let text = explained::text(&parts, &known, session.lang(), session.out.width());
        session.out.say_text(&format!("{text}\n"));
    }
    let count = signing.len();
    if !session.confirm(&msg!("ask-sign-waiting", count = count), given.yes)? {
        return Err(Failure::usage(msg!("not-confirmed")));
    }
    let outbox = Outbox::of(&session.place()?.folder);
    for (waiting, places) in signing {
        let Waiting {
            mut envelope,
            entry,
            ..
        } = waiting;
        for key in places {
            let key = hand.unlock(session, key)?;
            envelope
                .sign_with(key)
                .map_err(|error| Failure::usage(because::envelope(&error)))?;
        }
        outbox.lay(view(session, ledger)?.draft(), &envelope, &entry)?;
    }
    Ok(count)
}

/// The keys at hand that an act still lacks, of persons who have not signed it.
fn places(draft: &Draft<'_>, hand: &Hand, item: &Stood, today: Day) -> Result<Vec<usize>, Failure> {
    let (envelope, entry) = (&item.waiting.envelope, &item.waiting.entry);
    let seats = arrange::seats_on(draft, envelope);
    let Some(missing) = arrange::missing(envelope, entry, &seats) else {
        return Ok(Vec::new());
    };
    let mut persons = Vec::new();
    for signature in envelope.signatures() {
        persons.extend(
            draft
                .get(&keys::key(&signature.key_id))?
                .map(|key| key.person),
        );
    }
    let mut found = Vec::new();
    for placed in hand
        .place(draft, &entry.act, &missing, today)?
        .into_iter()
        .flatten()
    {
        let id = hand.public_key(placed.key).key_id();
        let person = draft.get(&keys::key(&id))?.map(|key| key.person);
        if person.is_none_or(|person| !persons.contains(&person)) {
            found.push(placed.key);
        }
    }
    Ok(found)
}
