//! `key enrol`, `amend`, `revoke`, `list`: keys on the ledger.

use std::path::{Path, PathBuf};

use clap::Args;

use super::new::public_half;
use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::KeyFile;
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::{Arg, IntoArg as _, Message, msg};
use crate::cli::{answer, lookup, values, write};
use crate::domain::entry::{KeyAmend, KeyEnrol, KeyRevoke, PersonEnrol};
use crate::domain::ids::{PartyId, PersonId};
use crate::domain::moment::Day;
use crate::domain::party::{Key, RevocationReason, Seat};
use crate::domain::state::{Draft, keys};
use crate::envelope::KeyId;
use crate::explain::words;
use crate::service::Ledger;
use crate::service::query::KeyView;

/// Fewest digits of a key id that name a key.
const KEY_DIGITS_MIN: usize = 8;

#[derive(Debug, Args)]
pub struct Enrol {
    #[arg(value_name = "KEY.pem")]
    file: PathBuf,
    #[command(flatten)]
    terms: EnrolTerms,
    #[command(flatten)]
    writing: Writing,
}

/// What the key file does not say, or says otherwise.
#[derive(Debug, Default, Args)]
pub struct EnrolTerms {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: Option<PartyId>,
    #[arg(long, value_name = "SEAT", value_parser = values::word::<Seat>)]
    seat: Option<Seat>,
    #[arg(long, value_name = "PERSON", value_parser = values::id::<PersonId>)]
    person: Option<PersonId>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
}

#[derive(Debug, Args)]
pub struct Amend {
    #[arg(value_name = "KEY")]
    key: String,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
    #[arg(long, conflicts_with = "until")]
    no_end: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Revoke {
    #[arg(value_name = "KEY")]
    key: String,
    #[arg(long, value_name = "REASON", value_parser = values::word::<RevocationReason>)]
    reason: RevocationReason,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    not_trusted_since: Option<Day>,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: Option<PartyId>,
}

pub fn enrol(args: Enrol, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let file = session.key_file(&args.file)?;
    let mut ledger = write::open(session, &args.writing)?;
    enrol_file(session, &mut ledger, file, &args.terms, &args.writing)
}

/// Enrols the key of a file; a person who is not enrolled yet is enrolled first.
pub fn enrol_file(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    file: KeyFile,
    terms: &EnrolTerms,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let today = write::today(session, ledger)?;
    let public_key = public_half(session, &file)?;
    let owner = file.owner.clone();
    let lacks = |flag: &str| {
        Failure::usage(msg!(
            "key-lacks-owner",
            file = file.path().display(),
            flag = flag
        ))
    };
    let party = terms
        .party
        .clone()
        .or(owner.as_ref().map(|owner| owner.party.clone()));
    let person = terms
        .person
        .clone()
        .or(owner.as_ref().map(|owner| owner.person.clone()));
    let seat = terms.seat.or(owner.as_ref().map(|owner| owner.seat));
    let act = KeyEnrol {
        party: party.ok_or_else(|| lacks("--party"))?,
        person: person.ok_or_else(|| lacks("--person"))?,
        seat: seat.ok_or_else(|| lacks("--seat"))?,
        public_key,
        from: terms.from.unwrap_or(today),
        until: terms.until,
    };
    let known = write::view(session, ledger)?
        .draft()
        .get(&keys::person(&act.person))?;
    if known.is_none() {
        if writing.draft.is_some() || writing.dry_run {
            return Err(
                Failure::usage(msg!("key-person-first", person = act.person)).hint(msg!(
                    "hint-person",
                    person = act.person,
                    party = act.party
                )),
            );
        }
        // A passphrase that is wrong is told before the person is on record.
        if file.is_private() {
            session.secrets.unlock(&file)?;
        }
        let enrolment = PersonEnrol {
            person: act.person.clone(),
            party: act.party.clone(),
        };
        let exit = write::record(session, ledger, enrolment, writing)?;
        if exit != Exit::Done {
            return Ok(exit);
        }
    }
    let private = file.is_private().then_some(file);
    write::record_all(session, ledger, vec![act.into()], writing, private)
}

pub fn amend(args: &Amend, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if args.until.is_none() && !args.no_end {
        return Err(Failure::usage(msg!("key-amend-lacks")));
    }
    let mut ledger = write::open(session, &args.writing)?;
    let key = find(session, &ledger, &args.key)?;
    write::record(
        session,
        &mut ledger,
        KeyAmend {
            key,
            until: args.until,
        },
        &args.writing,
    )
}

pub fn revoke(args: &Revoke, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let key = find(session, &ledger, &args.key)?;
    let act = KeyRevoke {
        key,
        reason: args.reason,
        not_trusted_since: args.not_trusted_since,
    };
    write::record(session, &mut ledger, act, &args.writing)
}

/// Finds a key by its file, by the person who holds it, or by the first digits of its id.
fn find(session: &mut Session<'_>, ledger: &Ledger, text: &str) -> Result<KeyId, Failure> {
    if Path::new(text).is_file() {
        let file = session.key_file(Path::new(text))?;
        return Ok(public_half(session, &file)?.key_id());
    }
    let view = write::view(session, ledger)?;
    let mut found = all(view.draft())?;
    let person = text.parse::<PersonId>().ok();
    let digits = text.len() >= KEY_DIGITS_MIN;
    found.retain(|key| {
        let held = person.as_ref() == Some(&key.person) && key.revoked.is_none();
        held || (digits && key.key_id.to_string().starts_with(text))
    });
    match found.as_slice() {
        [only] => Ok(only.key_id),
        [] => Err(Failure::usage(msg!("key-not-found", key = text))
            .hint(msg!("hint-key", digits = KEY_DIGITS_MIN))),
        several => {
            let seats = several.iter().map(|key| {
                msg!(
                    "key-of",
                    party = key.party,
                    seat = answer::seat(key.seat),
                    key = key.key_id
                )
            });
            Err(Failure::usage(msg!("key-several", key = text)).hint(msg!(
                "hint-one-of",
                which = crate::cli::text::Listed(seats.collect())
            )))
        }
    }
}

/// Every key, by party and seat.
fn all(draft: &Draft<'_>) -> Result<Vec<Key>, Failure> {
    let mut found = Vec::new();
    for party in lookup::parties(draft)? {
        for seat in Seat::ALL {
            for id in draft.list(&keys::keys_of_seat(&party, seat))? {
                found.push(draft.must(&keys::key(&id))?);
            }
        }
    }
    Ok(found)
}

pub fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let today = view.now().day();
    let parties = match &args.party {
        Some(party) => vec![party.clone()],
        None => lookup::parties(view.draft())?,
    };
    let mut keys = Vec::new();
    for party in parties {
        keys.extend(
            view.keys_of(&party)
                .map_err(|error| session.failed(&error))?,
        );
    }
    let table = Table::new(vec![
        Head::text(msg!("label-party")),
        Head::text(msg!("label-seat")),
        Head::text(msg!("label-person")),
        Head::text(msg!("label-key")),
        Head::text(msg!("label-first-day")),
        Head::text(msg!("label-last-day")),
        Head::text(msg!("label-state")),
    ]);
    let listing = Listing::new("keys", &keys, table, |key: &KeyView| {
        let short: String = key.key.to_string().chars().take(KEY_DIGITS_MIN).collect();
        vec![
            cell(&key.party),
            cell(&answer::seat(key.seat)),
            cell(&key.person),
            cell(&short),
            cell(&key.from),
            or_dash(key.until),
            state(key, today),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

/// How a key stands, in words; of a revoked one why and since when.
pub fn state(key: &KeyView, today: Day) -> Arg {
    let Some(revoked) = &key.revoked else {
        return word(state_word(key, today));
    };
    let why = Message::new(words::revocation_reason(revoked.reason), Vec::new());
    let day = revoked.at.day();
    match revoked.not_trusted_since {
        Some(since) => msg!("key-revoked-since", why = why, day = day, since = since).to_arg(),
        None => msg!("key-revoked-why", why = why, day = day).to_arg(),
    }
}

fn state_word(key: &KeyView, today: Day) -> &'static str {
    if key.revoked.is_some() {
        "term-key-revoked"
    } else if today < key.from {
        "term-key-not-yet"
    } else if key.until.is_some_and(|until| until < today) {
        "term-key-expired"
    } else {
        "term-key-valid"
    }
}
