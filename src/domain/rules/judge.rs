//! One submission, judged: admitted, refused, or a repeat of what was judged before.

use super::setup::policy::limits_on;
use super::{Context, due, head, setup};
use crate::domain::entry::{Act, Entry};
use crate::domain::ids::LedgerId;
use crate::domain::moment::Moment;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::{
    Admission, Damage, DayCount, Draft, Effects, Ledger, MemoryState, RefusedRow, State, Stop,
    due_month, keys,
};
use crate::envelope::Verified;

/// A number given at admission: a lot's, a case's, a project's …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// What was numbered: `lot`, `case`, `project`, `reduction`, `hold`.
    pub what: &'static str,
    /// Its number.
    pub number: String,
}

/// What becomes of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It becomes leaf `index`.
    Admitted {
        /// The leaf.
        index: u64,
        /// What changes.
        effects: Effects,
        /// The numbers it gave.
        assigned: Vec<Assigned>,
    },
    /// The rules refuse it.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The leaf and what changes, where the refusal goes on record: not for transient ones,
        /// and not beyond the day's count of a key.
        recorded: Option<(u64, Effects)>,
    },
    /// The same was admitted before.
    Repeated {
        /// Where it stands.
        admission: Admission,
    },
    /// Byte for byte the same was refused before, on record.
    RefusedBefore {
        /// The refusal as it went on record.
        row: RefusedRow,
    },
}

/// Judges one submission at `now`.
///
/// `envelope_hash` is the SHA-256 of the stored spelling of its envelope. `now` must not lie before
/// the last leaf; the caller, who has the clock, sees to that. A state without a ledger admits
/// nothing here: its first entry goes through [`judge_genesis`].
pub fn judge(
    state: &dyn State,
    entry: &Verified<Entry>,
    envelope_hash: &[u8; 32],
    now: Moment,
) -> Result<Judgement, Damage> {
    let mut draft = Draft::on(state);
    let Some(ledger) = draft.get(&keys::ledger())? else {
        let refusal = Refusal::new(Code::UnknownId)
            .with("what", "genesis")
            .with("id", "0");
        return Ok(Judgement::Refused {
            refusal,
            recorded: None,
        });
    };
    if let Some(row) = draft.get(&keys::refused(envelope_hash))? {
        return Ok(Judgement::RefusedBefore { row });
    }
    if let Some(admission) = draft.get(&keys::entry_hash(&entry.entry_hash()))? {
        return Ok(Judgement::Repeated { admission });
    }
    due::fall_due(&mut draft, now)?;
    let context = Context {
        now,
        index: ledger.leaves_next,
        entry_hash: entry.entry_hash(),
        head: &entry.content().head,
        signers: entry.signers(),
    };
    let mut assigned = Vec::new();
    let mut act = Draft::on(&draft);
    match judge_act(&mut act, &context, entry, &mut assigned) {
        Ok(()) => {
            let effects = act.into_effects();
            draft.absorb(effects);
            bind_identity(&mut draft, &context)?;
            count_leaf(&mut draft, now)?;
            let index = context.index;
            Ok(Judgement::Admitted {
                index,
                effects: draft.into_effects(),
                assigned,
            })
        }
        Err(Stop::Unreadable(damage)) => Err(damage),
        Err(Stop::Refused(refusal)) => {
            drop(act);
            let recorded = record_refusal(draft, &context, entry, envelope_hash, &refusal)?;
            Ok(Judgement::Refused { refusal, recorded })
        }
    }
}

/// Judges head and act. Where both refuse, the lower number takes precedence: a row too many is
/// told before a missing seat, and a missing seat before a cap.
fn judge_act(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    entry: &Verified<Entry>,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    let act = &entry.content().act;
    let of_head = match head::check(draft, context, entry.content()) {
        Ok(()) => return super::decide_act(draft, context, act, assigned),
        Err(Stop::Unreadable(damage)) => return Err(damage.into()),
        Err(Stop::Refused(refusal)) => refusal,
    };
    match super::decide_act(draft, context, act, assigned) {
        Err(Stop::Refused(of_act)) if of_act.code.number() < of_head.code.number() => {
            Err(of_act.into())
        }
        Err(Stop::Unreadable(damage)) => Err(damage.into()),
        Ok(()) | Err(Stop::Refused(_)) => Err(of_head.into()),
    }
}

/// Judges the first entry, on nothing.
///
/// `id` is the RFC 6962 hash of the leaf it would become at `now`: SHA-256 of a zero byte and the
/// leaf. A genesis that is refused is on no record, for there is no ledger yet.
pub fn judge_genesis(
    entry: &Verified<Entry>,
    id: LedgerId,
    now: Moment,
) -> Result<Judgement, Damage> {
    let nothing = MemoryState::default();
    let mut draft = Draft::on(&nothing);
    let Act::Genesis(genesis) = &entry.content().act else {
        let refusal = Refusal::new(Code::UnknownId)
            .with("what", "genesis")
            .with("id", "0");
        return Ok(Judgement::Refused {
            refusal,
            recorded: None,
        });
    };
    let context = Context {
        now,
        index: 0,
        entry_hash: entry.entry_hash(),
        head: &entry.content().head,
        signers: entry.signers(),
    };
    match setup::genesis::begin(&mut draft, &context, genesis, id) {
        Ok(()) => {
            bind_identity(&mut draft, &context)?;
            let effects = draft.into_effects();
            Ok(Judgement::Admitted {
                index: 0,
                effects,
                assigned: Vec::new(),
            })
        }
        Err(Stop::Refused(refusal)) => Ok(Judgement::Refused {
            refusal,
            recorded: None,
        }),
        Err(Stop::Unreadable(damage)) => Err(damage),
    }
}

fn bind_identity(draft: &mut Draft<'_>, context: &Context<'_>) -> Result<(), Damage> {
    let admission = Admission {
        index: context.index,
        entry_hash: context.entry_hash,
        id: context.head.id,
    };
    draft.put(&keys::entry_hash(&context.entry_hash), &admission)?;
    draft.put(&keys::entry_id(&context.head.id), &admission)
}

fn count_leaf(draft: &mut Draft<'_>, now: Moment) -> Result<(), Damage> {
    let mut ledger: Ledger = draft.must(&keys::ledger())?;
    ledger.leaves_next += 1;
    ledger.admitted_last = now;
    draft.put(&keys::ledger(), &ledger)
}

/// Puts a refusal on record, unless it is transient, or no enrolled key signed, or one that signed
/// has had its day's count.
fn record_refusal(
    mut draft: Draft<'_>,
    context: &Context<'_>,
    entry: &Verified<Entry>,
    envelope_hash: &[u8; 32],
    refusal: &Refusal,
) -> Result<Option<(u64, Effects)>, Damage> {
    if refusal.code.is_transient() || !count_refusal(&mut draft, context, entry)? {
        return Ok(None);
    }
    let row = RefusedRow {
        index: context.index,
        at: context.now,
        kind: entry.content().act.kind().to_owned(),
        refusal: refusal.recorded(),
    };
    draft.put(&keys::refused(envelope_hash), &row)?;
    draft.put(
        &keys::refusal_listed(due_month(context.now), context.index),
        &row,
    )?;
    count_leaf(&mut draft, context.now)?;
    Ok(Some((context.index, draft.into_effects())))
}

/// Counts a refusal against every enrolled key that signed it; `false`: it may not go on record.
///
/// A key that only proves its own possession is nobody's yet. If it alone could put refusals on
/// record, a stranger with fresh keys could fill the log.
fn count_refusal(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    entry: &Verified<Entry>,
) -> Result<bool, Damage> {
    let today = context.today();
    let limit = limits_on(draft, today)?.refusals_per_key_and_day;
    let mut enrolled = false;
    for signer in entry.signers() {
        if draft.get(&keys::key(&signer.key_id()))?.is_none() {
            continue;
        }
        enrolled = true;
        let key = keys::refusals_of_key(&signer.key_id());
        let count = draft
            .get(&key)?
            .filter(|row| row.day == today)
            .map_or(0, |row| row.count);
        if count >= limit {
            return Ok(false);
        }
        draft.put(
            &key,
            &DayCount {
                day: today,
                count: count + 1,
            },
        )?;
    }
    Ok(enrolled)
}

#[cfg(test)]
mod tests;
