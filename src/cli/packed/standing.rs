//! How acts in the outbox stand: what the ledger says of them, and whether they would pass today.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::word;
use crate::cli::arrange;
use crate::cli::error::Failure;
use crate::cli::kept::signer_list;
use crate::cli::outbox::{Outbox, Waiting};
use crate::cli::output::refusal_text;
use crate::cli::session::Session;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::write::{failed, view};
use crate::domain::entry::{Act, RequiredSigner};
use crate::domain::moment::Moment;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::rehearse;
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::Lang;
use crate::explain::words;
use crate::pack::{Outcome, Told};
use crate::service::Ledger;
use crate::service::query::RefusalView;

/// Where an act stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In the log.
    Admitted(u64),
    /// Refused on record.
    Refused(u64),
    /// Signed by all, to be carried to the keeper.
    Ready,
    /// These have still to sign; nobody named where it is not known whose a signature is.
    Incomplete(Vec<RequiredSigner>),
}

/// An act in the outbox and how it stands.
#[derive(Debug, Clone)]
pub struct Stood {
    /// The act.
    pub waiting: Waiting,
    /// Where it stands.
    pub standing: Standing,
    /// Why it was refused, or would be today after what waits in front of it.
    pub refusal: Option<Refusal>,
}

/// How everything in the outbox stands, in order.
pub fn standings(session: &Session<'_>, ledger: &Ledger) -> Result<Vec<Stood>, Failure> {
    let items = Outbox::of(&session.place()?.folder).items()?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let view = view(session, ledger)?;
    let mut trial = Draft::on(view.draft());
    let now = view.now();
    let stood = items
        .into_iter()
        .map(|waiting| stand(&mut trial, waiting, now));
    stood
        .collect::<Result<_, Stop>>()
        .map_err(|stop| match stop {
            Stop::Refused(refusal) => refusal.into(),
            Stop::Unreadable(damage) => failed(session, &damage.into()),
        })
}

/// How one stands, on the state with what those in front of it would do.
fn stand(trial: &mut Draft<'_>, waiting: Waiting, now: Moment) -> Result<Stood, Stop> {
    let done = |waiting, standing, refusal| {
        Ok(Stood {
            waiting,
            standing,
            refusal,
        })
    };
    if let Some(admission) = trial.get(&keys::entry_hash(&waiting.entry_hash))? {
        return done(waiting, Standing::Admitted(admission.index), None);
    }
    let envelope_hash = Sha256::digest(waiting.envelope.to_bytes()).into();
    if let Some(row) = trial.get(&keys::refused(&envelope_hash))? {
        let refusal = Refusal::from_recorded(row.refusal);
        return done(waiting, Standing::Refused(row.index), refusal);
    }
    let seats = arrange::seats_on(trial, &waiting.envelope);
    let (there, all) = (
        waiting.envelope.signatures().len(),
        waiting.entry.head.signers.len(),
    );
    let standing = if there == all {
        Standing::Ready
    } else {
        let missing = arrange::missing(&waiting.envelope, &waiting.entry, &seats);
        Standing::Incomplete(missing.unwrap_or_default())
    };
    let mut refusal = expired(&waiting, now);
    let mut attempt = Draft::on(trial);
    match rehearse(&mut attempt, &waiting.entry, waiting.entry_hash, now) {
        Ok(_) => {
            let effects = attempt.into_effects();
            trial.absorb(effects);
        }
        Err(Stop::Refused(found)) => refusal = Some(refusal.unwrap_or(found)),
        Err(stop @ Stop::Unreadable(_)) => return Err(stop),
    }
    done(waiting, standing, refusal)
}

fn expired(waiting: &Waiting, now: Moment) -> Option<Refusal> {
    let expires = waiting.entry.head.expires;
    (now > expires).then(|| {
        Refusal::new(Code::Expired)
            .with("expires", expires)
            .with("now", now)
    })
}

impl Stood {
    /// Whether it is over: in the log.
    pub fn is_admitted(&self) -> bool {
        matches!(self.standing, Standing::Admitted(_))
    }

    /// The act in words.
    pub fn act(&self) -> Arg {
        word(words::kind(&self.waiting.entry.act))
    }

    /// The case it is on, where it is on one.
    pub fn about(&self) -> Option<String> {
        let act = &self.waiting.entry.act;
        let case = act.case()?;
        if let Act::CaseAct(act) = act {
            return Some(format!("{case} {}", act.step));
        }
        Some(case.to_string())
    }

    /// How it stands, in words.
    pub fn in_words(&self, lang: Lang) -> String {
        self.message().in_lang(lang)
    }

    /// How it stands.
    pub fn message(&self) -> Message {
        match (&self.standing, &self.refusal) {
            (Standing::Admitted(index), _) => msg!("stands-admitted", index = index),
            (Standing::Refused(index), _) => msg!("stands-refused", index = index),
            (Standing::Ready | Standing::Incomplete(_), Some(refusal)) => {
                msg!("stands-no-longer", code = refusal.code.name())
            }
            (Standing::Ready, None) => msg!("stands-ready"),
            (Standing::Incomplete(missing), None) if missing.is_empty() => {
                msg!("stands-incomplete")
            }
            (Standing::Incomplete(missing), None) => {
                msg!("stands-missing", needed = signer_list(missing))
            }
        }
    }

    /// Why it was or would be refused, said with its number; nothing otherwise.
    pub fn refusal_text(&self, lang: Lang) -> String {
        let Some(refusal) = &self.refusal else {
            return String::new();
        };
        let number = self.waiting.number;
        let line = match self.standing {
            Standing::Refused(_) => msg!("outbox-refused", number = number),
            Standing::Admitted(_) | Standing::Ready | Standing::Incomplete(_) => {
                msg!("outbox-would-be-refused", number = number)
            }
        };
        format!("\n{}\n{}", line.in_lang(lang), refusal_text(refusal, lang))
    }

    /// As programs read it.
    pub fn json(&self) -> Value {
        let (state, index) = match &self.standing {
            Standing::Admitted(index) => ("admitted", Some(index)),
            Standing::Refused(index) => ("refused", Some(index)),
            Standing::Ready => ("ready", None),
            Standing::Incomplete(_) => ("incomplete", None),
        };
        let missing = match &self.standing {
            Standing::Incomplete(missing) => missing.as_slice(),
            Standing::Admitted(_) | Standing::Refused(_) | Standing::Ready => &[],
        };
        json!({
            "number": self.waiting.number,
            "kind": self.waiting.entry.act.kind(),
            "about": self.about(),
            "entry_hash": self.waiting.entry_hash,
            "signatures": self.waiting.envelope.signatures().len(),
            "required": self.waiting.entry.head.signers.len(),
            "missing": missing,
            "state": state,
            "index": index,
            "refusal": self.refusal.as_ref().map(RefusalView::from),
        })
    }
}

/// The keeper's answer as programs read it: without the receipt, which is a file of its own.
pub fn told_json(told: &Told) -> Value {
    let refusal = told.refusal.clone().and_then(Refusal::from_recorded);
    json!({
        "entry_hash": told.entry_hash,
        "outcome": told.outcome,
        "index": told.index,
        "refusal": refusal.as_ref().map(RefusalView::from),
    })
}

/// The keeper's answer as people read it.
pub fn told_text(told: &Told, lang: Lang) -> String {
    let id = told.id;
    let line = match (told.outcome, told.index) {
        (Outcome::Admitted, Some(index)) => msg!("told-admitted", id = id, index = index),
        (Outcome::Refused, Some(index)) => msg!("told-refused", id = id, index = index),
        (Outcome::Invalid, _) => msg!("told-invalid", id = id),
        (Outcome::Admitted | Outcome::Refused, None) => msg!("told-refused-unrecorded", id = id),
    };
    let refusal = told.refusal.clone().and_then(Refusal::from_recorded);
    let refusal = refusal.map(|refusal| refusal_text(&refusal, lang));
    format!("{}\n{}", line.in_lang(lang), refusal.unwrap_or_default())
}
