//! Drafting: an act under a head, with everything written that nobody should have to type.

use super::{Ledger, ServiceError, View};
use crate::codec::entry::encode;
use crate::domain::entry::{Act, Basis, Entry, Head, RequiredSigner};
use crate::domain::ids::{EntryId, PartyId};
use crate::domain::moment::DAY_MS;
use crate::domain::party::Seat;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{complete, rehearse, required_signers};
use crate::domain::state::{Draft, Stop, keys};
use crate::envelope::EntryHash;

/// How long a draft may wait for its signatures, unless told otherwise.
pub const DRAFT_DAYS: u64 = 30;

/// What is not left to the rules in a draft.
#[derive(Debug, Clone, Default)]
pub struct DraftOptions {
    /// Who records it, where the rules leave a choice.
    pub by: Option<PartyId>,
    /// Exactly these signers, whatever the rules ask for.
    pub signers: Option<Vec<RequiredSigner>>,
    /// Its entry id; a fresh one otherwise.
    pub id: Option<EntryId>,
    /// Days until it expires; 30 otherwise, at most 90.
    pub expires_in_days: Option<u64>,
}

/// An entry to be signed.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The bytes to sign.
    pub payload: Vec<u8>,
    /// What they say.
    pub entry: Entry,
    /// Why it would be refused today, if it would. It may still be signed and submitted, to be
    /// refused on record.
    pub warning: Option<Refusal>,
}

impl Ledger {
    /// Writes an act as an entry for signing: its head, its signers by the rules, the content it
    /// speaks on, and what follows from the state today: lots of a source plan, lines of a
    /// posting, balances beside them.
    pub fn draft(&mut self, act: Act, options: &DraftOptions) -> Result<Drafted, ServiceError> {
        self.must_know_rules()?;
        let now = self.now()?;
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        let id = options
            .id
            .unwrap_or_else(|| EntryId::from_parts(now.ms(), &random));
        let days = options.expires_in_days.unwrap_or(DRAFT_DAYS);
        let tree = self.tree_head();
        let basis = Basis {
            size: tree.size,
            root: EntryHash::from_bytes(*tree.root.as_bytes()),
        };
        let head = Head {
            ledger: Some(self.id()),
            id,
            made: now,
            expires: now.plus_ms(days * DAY_MS),
            signers: Vec::new(),
            speaks_on: None,
            basis: Some(basis),
        };
        let entry = Entry { head, act };
        self.view()?
            .drafted(entry, options)
            .map_err(|error| self.explained(error))
    }

    /// The store's own error behind a damaged view, where there is one.
    pub(super) fn explained(&self, error: ServiceError) -> ServiceError {
        match error {
            ServiceError::Damage(damage) => self.state.explain(damage),
            other => other,
        }
    }
}

impl View<'_> {
    /// Completes an entry of which only the act and the outside of the head are given.
    fn drafted(&self, mut entry: Entry, options: &DraftOptions) -> Result<Drafted, ServiceError> {
        let draft = self.draft();
        entry.head.speaks_on = content_spoken_on(draft, &entry.act)?;
        let of_signers = self.signers(&mut entry, options)?;
        let of_lines = if entry.act.has_figures() {
            None
        } else {
            refusal_of(complete(draft, &entry.head, self.now(), &mut entry.act))?
        };
        let payload = encode(&entry)?;
        let entry_hash = EntryHash::of_payload(&payload);
        let mut trial = Draft::on(draft);
        let of_act = refusal_of(rehearse(&mut trial, &entry, entry_hash, self.now()))?;
        // What the act would be refused for goes before why its lines could not be written: a step
        // whose turn has not come is told so, and not what its lines would lack today.
        let refused = of_signers.into_iter().chain(of_act);
        let warning = refused
            .min_by_key(|refusal| refusal.code.number())
            .or(of_lines);
        Ok(Drafted {
            payload,
            entry,
            warning,
        })
    }

    /// Writes down who signs. Where the rules cannot say, because what the act names is not there,
    /// it is the issue seat of who records it.
    fn signers(
        &self,
        entry: &mut Entry,
        options: &DraftOptions,
    ) -> Result<Option<Refusal>, ServiceError> {
        let asked = required_signers(self.draft(), &entry.act, self.now().day());
        let (by_rules, warning) = match asked {
            Ok(sets) => (sets.for_party(options.by.as_ref()).cloned(), None),
            Err(Stop::Refused(refusal)) => (None, Some(refusal)),
            Err(Stop::Unreadable(damage)) => return Err(damage.into()),
        };
        let of_who_records = || {
            let by = options.by.iter();
            by.map(|party| RequiredSigner::of(party, Seat::Issue))
                .collect()
        };
        entry.head.signers = match (&options.signers, by_rules) {
            (Some(exactly), _) => exactly.clone(),
            (None, Some(by_rules)) => by_rules,
            (None, None) => of_who_records(),
        };
        Ok(warning)
    }
}

/// The refusal, if it is one; damage stops everything.
fn refusal_of<T>(result: Result<T, Stop>) -> Result<Option<Refusal>, ServiceError> {
    match result {
        Ok(_) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(refusal)),
        Err(Stop::Unreadable(damage)) => Err(damage.into()),
    }
}

fn content_spoken_on(draft: &Draft<'_>, act: &Act) -> Result<Option<EntryHash>, ServiceError> {
    let Some(case) = act.case() else {
        return Ok(None);
    };
    Ok(draft.get(&keys::case(case))?.map(|case| case.content_hash))
}
