//! `key new`, `key show`: key pairs in files.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::on_ledger::{EnrolTerms, enrol_file};
use crate::cli::args::Writing;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::{KeyFile, Owner, seat_word, write_pair};
use crate::cli::output::Card;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{answer, values, write};
use crate::domain::ids::{PartyId, PersonId};
use crate::domain::party::Seat;
use crate::envelope::pem::ENTROPY_BYTES;
use crate::envelope::{PublicKey, SigningKey};

#[derive(Debug, Args)]
pub struct New {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[arg(long, value_name = "SEAT", required = true, value_parser = values::word::<Seat>)]
    seat: Vec<Seat>,
    #[arg(long, value_name = "PERSON", value_parser = values::id::<PersonId>)]
    person: Option<PersonId>,
    #[arg(long, value_name = "FILE.pem")]
    out: Option<PathBuf>,
    #[arg(long)]
    plain: bool,
    #[arg(long)]
    enrol: bool,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "FILE.pem")]
    file: PathBuf,
}

/// Makes a key pair for each seat; enrols them where that is asked for.
pub fn new(args: New, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if args.seat.len() > 1 && (args.out.is_some() || args.person.is_some()) {
        return Err(Failure::usage(msg!("key-new-one-seat")));
    }
    let mut files = Vec::new();
    for seat in &args.seat {
        let owner = Owner {
            party: args.party.clone(),
            seat: *seat,
            person: match &args.person {
                Some(person) => person.clone(),
                None => pseudonym(&args.party, *seat)?,
            },
        };
        let path = args.out.clone().unwrap_or_else(|| {
            let folder = folder(session, args.writing.keys.as_deref(), args.enrol);
            folder.join(format!("{}.pem", owner.file_stem()))
        });
        make(session, &path, Some(&owner), args.plain)?;
        session
            .out
            .note(&msg!("key-written", file = path.display()));
        files.push(path);
    }
    if !args.enrol {
        for file in &files {
            show(&Show { file: file.clone() }, session)?;
        }
        return Ok(Exit::Done);
    }
    let mut ledger = write::open(session, &args.writing)?;
    let mut exit = Exit::Done;
    for file in files {
        let file = session.key_file(&file)?;
        exit = exit.max(enrol_file(
            session,
            &mut ledger,
            file,
            &EnrolTerms::default(),
            &args.writing,
        )?);
    }
    Ok(exit)
}

/// A pseudonym that follows from party and seat, for bodies with one person a seat.
fn pseudonym(party: &PartyId, seat: Seat) -> Result<PersonId, Failure> {
    let seat = seat_word(seat).to_ascii_uppercase();
    Ok(values::id(&format!("P-{party}-{seat}"))?)
}

/// Where a key goes that is given no file: the folder of keys, else the working folder.
fn folder(session: &Session<'_>, given: Option<&Path>, enrol: bool) -> PathBuf {
    session
        .keys_folder(given, enrol)
        .unwrap_or_else(|| PathBuf::from("."))
}

/// Makes a key pair and writes both files.
pub fn make(
    session: &mut Session<'_>,
    path: &Path,
    owner: Option<&Owner>,
    plain: bool,
) -> Result<SigningKey, Failure> {
    let seed = Zeroizing::new(session.random::<32>());
    let key = SigningKey::from_seed(&seed);
    if plain {
        write_pair(path, &key, owner, None)?;
    } else {
        let passphrase = session.secrets.for_new_key()?;
        let entropy = session.random::<ENTROPY_BYTES>();
        write_pair(path, &key, owner, Some((&passphrase, &entropy)))?;
    }
    Ok(key)
}

pub fn show(args: &Show, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let file = session.key_file(&args.file)?;
    let public_key = public_half(session, &file)?;
    let owner = file.owner.as_ref();
    let mut card = Card::new(json!({
        "file": args.file,
        "key": public_key.key_id(),
        "public_key": public_key,
        "party": owner.map(|owner| &owner.party),
        "seat": owner.map(|owner| owner.seat),
        "person": owner.map(|owner| &owner.person),
        "private": file.is_private(),
        "encrypted": file.is_encrypted(),
    }));
    card.row(msg!("label-file"), &args.file.display());
    card.row(msg!("label-key"), &public_key.key_id());
    card.row(msg!("label-public-key"), &public_key);
    if let Some(Owner {
        party,
        seat,
        person,
    }) = owner
    {
        card.row(msg!("label-party"), party);
        card.row(msg!("label-seat"), &answer::seat(*seat));
        card.row(msg!("label-person"), person);
    }
    let form = match (file.is_private(), file.is_encrypted()) {
        (false, _) => msg!("term-key-public"),
        (true, true) => msg!("term-key-encrypted"),
        (true, false) => msg!("term-key-plain"),
    };
    card.row(msg!("label-state"), &form);
    session.out.show(&card)?;
    Ok(Exit::Done)
}

/// The public half of a key file; a passphrase is asked for only where nothing else tells.
pub fn public_half(session: &mut Session<'_>, file: &KeyFile) -> Result<PublicKey, Failure> {
    match file.public().map_err(|fault| file.failure(&fault))? {
        Some(public_key) => Ok(public_key),
        None => Ok(session.secrets.unlock(file)?.public_key()),
    }
}
