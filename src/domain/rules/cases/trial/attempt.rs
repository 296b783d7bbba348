//! Acts as they would be admitted now, tried on a trial's draft; what refuses them is noted.

use super::{EXPIRES_DAYS, ON_THE_WAY, Obstacle, Trial};
use crate::domain::case::Case;
use crate::domain::entry::{Act, Entry, Head};
use crate::domain::ids::EntryId;
use crate::domain::moment::DAY_MS;
use crate::domain::procedure::Step;
use crate::domain::rules::cases::case;
use crate::domain::rules::{Assigned, Context, rehearse, required_signers};
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};
use crate::envelope::EntryHash;

impl Trial<'_, '_> {
    /// Tries an act and lays what it does; nothing where it is refused.
    pub(super) fn attempt(
        &mut self,
        step: Option<&Step>,
        act: Act,
    ) -> Result<Option<Vec<Assigned>>, Damage> {
        let head = match &act {
            Act::CaseAct(act) => match case(self.draft, &act.case) {
                Ok(case) => self.head(&case),
                Err(stop) => return self.note(step, Err(stop)),
            },
            _ => self.head_of(None),
        };
        let entry = match self.entry(head, act) {
            Ok(entry) => entry,
            Err(stop) => return self.note(step, Err(stop)),
        };
        let mut laid = Draft::on(self.draft);
        let done = rehearse(&mut laid, &entry, entry_hash(), self.now);
        let effects = laid.into_effects();
        let done = self.note(step, done)?;
        if done.is_some() {
            self.draft.absorb(effects);
        }
        Ok(done)
    }

    pub(super) fn note<T>(
        &mut self,
        step: Option<&Step>,
        part: Result<T, Stop>,
    ) -> Result<Option<T>, Damage> {
        let refusal = match part {
            Ok(part) => return Ok(Some(part)),
            Err(Stop::Unreadable(damage)) => return Err(damage),
            Err(Stop::Refused(refusal)) => refusal,
        };
        for refusal in refusal.all() {
            if self.obstacles.iter().all(|known| known.refusal != refusal) {
                self.obstacles.push(Obstacle {
                    step: step.map(|step| step.id.clone()),
                    on_the_way: ON_THE_WAY.contains(&refusal.code),
                    refusal,
                });
            }
        }
        Ok(None)
    }

    pub(super) fn entry(&self, mut head: Head, act: Act) -> Result<Entry, Stop> {
        let sets = required_signers(self.draft, &act, self.now.day())?;
        head.signers = sets.for_party(None).cloned().unwrap_or_default();
        Ok(Entry { head, act })
    }

    pub(super) fn head(&self, case: &Case) -> Head {
        self.head_of(Some(case.content_hash))
    }

    pub(super) fn head_of(&self, speaks_on: Option<EntryHash>) -> Head {
        Head {
            ledger: None,
            id: EntryId::from_parts(self.now.ms(), &[0; 10]),
            made: self.now,
            expires: self.now.plus_ms(EXPIRES_DAYS * DAY_MS),
            signers: Vec::new(),
            speaks_on,
            basis: None,
        }
    }

    pub(super) fn context<'h>(&self, head: &'h Head) -> Result<Context<'h>, Damage> {
        let ledger: Ledger = self.draft.must(&keys::ledger())?;
        Ok(Context {
            now: self.now,
            index: ledger.leaves_next,
            entry_hash: entry_hash(),
            head,
            signers: &[],
        })
    }
}

/// Nothing that is tried out is an entry; all share one identity.
pub(super) fn entry_hash() -> EntryHash {
    EntryHash::from_bytes([0; 32])
}
