//! `sign`: shows what the bytes of a draft say, and signs them; or takes them out to be signed
//! elsewhere, and brings the signature back.

use std::path::{Path, PathBuf};

use clap::Args;

use super::key::public_half;
use crate::cli::arrange::{self, Seats};
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::explained;
use crate::cli::kept::signer_list;
use crate::cli::key_file::{KeyFile, write_new};
use crate::cli::output::Format;
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::cli::write::lines;
use crate::domain::entry::{Act, Entry, RequiredSigner};
use crate::envelope::{Envelope, PublicKey, SIGNATURE_BYTES, SigningKey};
use crate::explain::explain_payload;

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("how")))]
pub struct Sign {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "KEY.pem", group = "how")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "FILE.bin", group = "how")]
    export: Option<PathBuf>,
    #[arg(long, value_name = "SIG", group = "how", requires = "public")]
    attach: Option<PathBuf>,
    #[arg(long, value_name = "KEY.pub.pem", requires = "attach")]
    public: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "export")]
    out: Option<PathBuf>,
    #[arg(long, short)]
    yes: bool,
}

/// A draft: the envelope, and what its bytes say.
struct Draft {
    envelope: Envelope,
    entry: Entry,
    /// Whose the keys are that signed, as far as it was looked up here.
    seats: Seats,
}

pub fn run(args: Sign, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let bytes = session.read_input(&args.file)?;
    let mut drafts = read(session, &args.file, &bytes)?;
    match (&args.key, &args.export, &args.attach) {
        (Some(key), _, _) => {
            sign_all(session, &mut drafts, key, args.yes)?;
            write_back(session, &args, &drafts)
        }
        (None, Some(export), _) => {
            let draft = only(&args.file, &mut drafts)?;
            write_new(export, 0o644, &[&draft.envelope.pae()])?;
            let needed = signer_list(&draft.entry.head.signers);
            session.out.note(&msg!(
                "sign-exported",
                file = export.display(),
                needed = needed
            ));
            Ok(Exit::Done)
        }
        (None, None, Some(signature)) => {
            let public = args.public.clone().unwrap_or_default();
            attach(session, only(&args.file, &mut drafts)?, signature, &public)?;
            write_back(session, &args, &drafts)
        }
        (None, None, None) => {
            // Shown, and that is all.
            for draft in &drafts {
                let needed = signer_list(&draft.entry.head.signers);
                let there = draft.envelope.signatures().len();
                session
                    .out
                    .say(&msg!("sign-state", there = there, needed = needed));
            }
            Ok(Exit::Done)
        }
    }
}

/// Reads drafts and shows each from its bytes. Bytes that cannot be shown are refused.
fn read(session: &mut Session<'_>, file: &Path, bytes: &[u8]) -> Result<Vec<Draft>, Failure> {
    let mut drafts = Vec::new();
    let texts = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    for text in texts.filter(|text| !text.is_empty()) {
        let envelope = Envelope::parse(text).map_err(|error| {
            Failure::usage(msg!(
                "draft-unreadable",
                file = file.display(),
                reason = because::envelope(&error)
            ))
            .hint(msg!("hint-draft-file"))
        })?;
        let (entry, parts) = explain_payload(envelope.payload())
            .map_err(|refusal| Failure::from(refusal).hint(msg!("hint-not-shown-not-signed")))?;
        // From the bytes alone: nothing is asked of a ledger.
        let known = Indicators::default();
        let text = explained::text(&parts, &known, session.lang(), session.out.width());
        let text = format!("{text}\n");
        match session.out.format() {
            Format::Table => session.out.write(&text)?,
            // Whoever signs sees what, also where the output is for a program.
            Format::Json | Format::Csv => session.out.say_text(&text),
        }
        drafts.push(Draft {
            envelope,
            entry,
            seats: Seats::new(),
        });
    }
    if drafts.is_empty() {
        return Err(Failure::usage(msg!("draft-empty", file = file.display())));
    }
    Ok(drafts)
}

fn only<'d>(file: &Path, drafts: &'d mut [Draft]) -> Result<&'d mut Draft, Failure> {
    let count = drafts.len();
    match drafts {
        [only] => Ok(only),
        _ => Err(Failure::usage(msg!(
            "draft-several",
            file = file.display(),
            count = count
        ))),
    }
}

fn sign_all(
    session: &mut Session<'_>,
    drafts: &mut [Draft],
    key: &Path,
    yes: bool,
) -> Result<(), Failure> {
    let file = session.key_file(key)?;
    let public_key = public_half(session, &file)?;
    for draft in drafts.iter() {
        check_asked(&file, &public_key, draft)?;
    }
    let question = msg!("ask-sign", key = key.display(), count = drafts.len());
    if !session.confirm(&question, yes)? {
        return Err(Failure::usage(msg!("not-confirmed")));
    }
    let signing_key = session.secrets.unlock(&file)?;
    for draft in drafts {
        sign_one(session, draft, &signing_key)?;
    }
    Ok(())
}

/// Refuses where the key says that it belongs to a seat nobody asks for.
fn check_asked(file: &KeyFile, public_key: &PublicKey, draft: &Draft) -> Result<(), Failure> {
    let Some(owner) = &file.owner else {
        return Ok(());
    };
    if arrange::is_named_in(&draft.entry, public_key) {
        return Ok(());
    }
    let asked = |signer: &RequiredSigner| {
        signer.party == owner.party && signer.seat == owner.seat && !signer.new
    };
    if draft.entry.head.signers.iter().any(asked) {
        return Ok(());
    }
    let seat = crate::cli::answer::seat(owner.seat);
    let needed = signer_list(&draft.entry.head.signers);
    Err(Failure::usage(msg!(
        "sign-not-asked",
        party = owner.party,
        seat = seat,
        needed = needed
    )))
}

fn sign_one(session: &mut Session<'_>, draft: &mut Draft, key: &SigningKey) -> Result<(), Failure> {
    draft
        .envelope
        .sign_with(key)
        .map_err(|error| Failure::usage(because::envelope(&error)))?;
    put_in_order(session, draft)
}

/// Puts the signatures in the order of the required signers, as far as it can be told here.
fn put_in_order(session: &mut Session<'_>, draft: &mut Draft) -> Result<(), Failure> {
    draft.seats = arrange::seats_at_hand(session, &draft.envelope);
    if let Some(arranged) = arrange::arranged(&draft.envelope, &draft.entry, &draft.seats)? {
        draft.envelope = arranged;
    }
    Ok(())
}

/// Brings back a signature that was made elsewhere: 64 bytes, or their base64 or hex.
fn attach(
    session: &mut Session<'_>,
    draft: &mut Draft,
    signature: &Path,
    public: &Path,
) -> Result<(), Failure> {
    let file = session.key_file(public)?;
    let public_key = public_half(session, &file)?;
    let bytes = session.read_input(signature)?;
    let found = bytes.len();
    let bytes = signature_bytes(&bytes).ok_or_else(|| {
        let file = signature.display();
        Failure::usage(msg!("signature-form", file = file, found = found))
    })?;
    draft.envelope.attach(&public_key, bytes).map_err(|error| {
        Failure::not_verified(because::envelope(&error)).hint(msg!("hint-openssl"))
    })?;
    check_asked(&file, &public_key, draft)?;
    put_in_order(session, draft)
}

fn signature_bytes(bytes: &[u8]) -> Option<[u8; SIGNATURE_BYTES]> {
    use base64::Engine as _;
    if let Ok(raw) = bytes.try_into() {
        return Some(raw);
    }
    let text: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let decoded = if text.len() == 2 * SIGNATURE_BYTES {
        hex::decode(&text).ok()
    } else {
        base64::engine::general_purpose::STANDARD.decode(&text).ok()
    };
    decoded?.try_into().ok()
}

/// Writes the drafts where they are to go: into a new file, or in place of the old one, which is
/// replaced in one step.
fn write_back(session: &mut Session<'_>, args: &Sign, drafts: &[Draft]) -> Result<Exit, Failure> {
    let envelopes: Vec<_> = drafts
        .iter()
        .map(|draft| draft.envelope.to_bytes())
        .collect();
    let bytes = lines(&envelopes);
    let dash = Path::new("-");
    match args.out.as_deref() {
        Some(out) if out == dash => session.out.write_bytes(&bytes)?,
        None if args.file == dash => session.out.write_bytes(&bytes)?,
        Some(out) => write_new(out, 0o644, &[&bytes])?,
        None => replace(&args.file, &bytes)?,
    }
    for draft in drafts {
        let (there, all) = (
            draft.envelope.signatures().len(),
            draft.entry.head.signers.len(),
        );
        let file = args.out.as_deref().unwrap_or(&args.file).display();
        if there < all {
            let missing = arrange::missing(&draft.envelope, &draft.entry, &draft.seats);
            let needed = missing.map_or_else(
                || signer_list(&draft.entry.head.signers),
                |missing| signer_list(&missing),
            );
            session.out.note(&msg!(
                "sign-goes-on",
                there = there,
                all = all,
                needed = needed
            ));
        } else {
            session
                .out
                .note(&if matches!(draft.entry.act, Act::Genesis(_)) {
                    msg!("sign-complete-genesis", all = all, file = file)
                } else {
                    msg!("sign-complete", all = all, file = file)
                });
        }
    }
    Ok(Exit::Done)
}

fn replace(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = file.with_file_name(name);
    write_new(&beside, 0o644, &[bytes])?;
    std::fs::rename(&beside, file).map_err(|error| Failure::write(file, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_raw_in_hex_and_in_base64() {
        use base64::Engine as _;
        let raw = [7; SIGNATURE_BYTES];
        let hex = format!("{}\n", hex::encode(raw));
        let base64 = base64::engine::general_purpose::STANDARD.encode(raw);
        for form in [&raw[..], hex.as_bytes(), base64.as_bytes()] {
            assert_eq!(signature_bytes(form), Some(raw));
        }
        for bad in [&raw[1..], b"", b"no signature"] {
            assert_eq!(signature_bytes(bad), None);
        }
    }
}
