//! `init --genesis`: a ledger from a description of its roots; `init --signed`: from a genesis that
//! all of them have signed.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use crate::cli::error::{Exit, Failure};
use crate::cli::explained;
use crate::cli::hand::Hand;
use crate::cli::key_file::{KeyFile, write_new};
use crate::cli::opened::Opened;
use crate::cli::output::{Card, Format};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::cli::write::lines;
use crate::domain::entry::{Act, Genesis};
use crate::domain::ids::{PartyId, PersonId, RegionId};
use crate::domain::party::{Root, RootKey};
use crate::domain::rules::RULES_KNOWN;
use crate::domain::text::{Label, Names};
use crate::envelope::{Envelope, PublicKey, Sign, SigningKey};
use crate::explain::{explain, explain_payload};
use crate::service::{Ledger, draft_genesis};

/// What a ledger is to begin with; keys are named by the files of their public halves, relative to
/// the description.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    names: Names,
    origin: Label,
    #[serde(default)]
    practice: bool,
    keeper: PartyId,
    operator: PathBuf,
    roots: Vec<RootDescribed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RootDescribed {
    region: RegionId,
    region_names: Names,
    party: PartyId,
    party_names: Names,
    threshold: u8,
    keys: Vec<KeyDescribed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyDescribed {
    person: PersonId,
    public_key: PathBuf,
}

pub fn from_description(
    session: &mut Session<'_>,
    file: &Path,
    sign: &[PathBuf],
    draft: Option<&Path>,
) -> Result<Exit, Failure> {
    let bytes = session.read_input(file)?;
    let description: Description = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::usage(msg!(
            "genesis-unreadable",
            file = file.display(),
            reason = error
        ))
        .hint(msg!("hint-genesis"))
    })?;
    let genesis = genesis_of(description, file.parent().unwrap_or(Path::new(".")))?;
    if let Some(draft) = draft {
        return keep_draft(session, genesis, draft);
    }
    let operator = session.operator_key()?;
    let mut hand = Hand::gather(session, sign, None)?;
    let mut root_keys = Vec::new();
    for key in genesis.roots.iter().flat_map(|root| &root.keys) {
        let Some(at) = hand.position(&key.public_key) else {
            let failure = msg!(
                "genesis-key-missing",
                person = key.person,
                key = key.public_key
            );
            return Err(Failure::usage(failure).hint(msg!("hint-genesis-draft")));
        };
        root_keys.push(hand.take(session, at)?);
    }
    let ledger = begin_with(session, genesis, &root_keys, operator)?;
    announce(session, &ledger)?;
    Ok(Exit::Done)
}

fn genesis_of(description: Description, folder: &Path) -> Result<Genesis, Failure> {
    let Description {
        names,
        origin,
        practice,
        keeper,
        operator,
        roots,
    } = description;
    let mut described = Vec::with_capacity(roots.len());
    for root in roots {
        let mut keys = Vec::with_capacity(root.keys.len());
        for KeyDescribed { person, public_key } in root.keys {
            keys.push(RootKey {
                person,
                public_key: public_key_of(&folder.join(public_key))?,
            });
        }
        described.push(Root {
            region: root.region,
            region_names: root.region_names,
            party: root.party,
            party_names: root.party_names,
            threshold: root.threshold,
            keys,
        });
    }
    let operator = public_key_of(&folder.join(operator))?;
    Ok(Genesis {
        names,
        origin,
        practice,
        rules: RULES_KNOWN,
        keeper,
        operator,
        roots: described,
    })
}

fn public_key_of(path: &Path) -> Result<PublicKey, Failure> {
    let file = KeyFile::read(path)?;
    let known = file.public().map_err(|fault| file.failure(&fault))?;
    known.ok_or_else(|| {
        Failure::usage(msg!("key-file-not-public", file = path.display()))
            .hint(msg!("hint-public-half"))
    })
}

fn drafted(session: &Session<'_>, genesis: Genesis) -> Result<Envelope, Failure> {
    let random = session.random::<10>();
    let drafted = draft_genesis(genesis, session.clock().now(), &random);
    let drafted = drafted.map_err(|error| session.failed(&error))?;
    Envelope::new(drafted.payload)
        .map_err(|error| Failure::refused(msg!("service-envelope", reason = error)))
}

fn keep_draft(session: &mut Session<'_>, genesis: Genesis, file: &Path) -> Result<Exit, Failure> {
    let envelope = drafted(session, genesis)?;
    write_new(file, 0o644, &[&lines(&[envelope.to_bytes()])])?;
    session
        .out
        .say(&msg!("genesis-kept", file = file.display()));
    Ok(Exit::Done)
}

/// Begins a ledger: every root key signs, in the order they stand, and last the operator's.
pub fn begin_with(
    session: &mut Session<'_>,
    genesis: Genesis,
    root_keys: &[SigningKey],
    operator: SigningKey,
) -> Result<Opened, Failure> {
    let mut envelope = drafted(session, genesis)?;
    let signers = root_keys.iter().chain([&operator]);
    for signer in signers {
        envelope
            .sign_with(signer as &dyn Sign)
            .map_err(|error| Failure::usage(msg!("service-envelope", reason = error)))?;
    }
    session.create(&envelope.to_bytes(), Box::new(operator))
}

pub fn from_signed(session: &mut Session<'_>, file: &Path) -> Result<Exit, Failure> {
    let bytes = session.read_input(file)?;
    let envelope = Envelope::parse(bytes.trim_ascii_end())
        .map_err(|error| Failure::usage(msg!("submission-envelope", reason = error)))?;
    let (entry, _) = explain_payload(envelope.payload())?;
    if !matches!(entry.act, Act::Genesis(_)) {
        let kind = entry.act.kind();
        return Err(Failure::usage(msg!(
            "genesis-other",
            file = file.display(),
            kind = kind
        )));
    }
    if session.out.format() == Format::Table {
        let (lang, width) = (session.lang(), session.out.width());
        let text = explained::text(&explain(&entry), &Indicators::default(), lang, width);
        session.out.write(&text)?;
    }
    let operator = session.operator_key()?;
    let ledger = session.create(&envelope.to_bytes(), Box::new(operator))?;
    announce(session, &ledger)?;
    Ok(Exit::Done)
}

/// Says what ledger there is now.
pub fn announce(session: &mut Session<'_>, ledger: &Ledger) -> Result<(), Failure> {
    let row = ledger.row();
    let operator = *ledger.checkpoint_key().operator();
    let folder = session.place()?.folder;
    let mut card = Card::new(json!({
        "ledger": ledger.id(),
        "names": row.names,
        "keeper": row.keeper,
        "operator": operator,
        "folder": folder,
    }));
    card.row(msg!("label-name"), row.names.in_lang(session.lang()));
    card.row(msg!("label-ledger"), &ledger.id());
    card.row(msg!("label-keeper"), &row.keeper);
    card.row(msg!("label-operator"), &operator);
    card.row(msg!("label-folder"), &folder.display());
    session.out.show(&card)
}
