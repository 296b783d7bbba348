//! An act tried out before anybody signs it.

use super::{Assigned, Context, decide_act};
use crate::domain::entry::Entry;
use crate::domain::moment::Moment;
use crate::domain::state::{Draft, Ledger, Stop, keys};
use crate::envelope::EntryHash;

/// Lays an entry's effects on the draft as if it were admitted now, or says what its act would be
/// refused for. Nobody has signed yet, so keys and seats are not asked for.
///
/// What is due by `now` must have fallen on the draft already.
pub fn rehearse(
    draft: &mut Draft<'_>,
    entry: &Entry,
    entry_hash: EntryHash,
    now: Moment,
) -> Result<Vec<Assigned>, Stop> {
    let ledger: Ledger = draft.must(&keys::ledger())?;
    let index = ledger.leaves_next;
    let context = Context {
        now,
        index,
        entry_hash,
        head: &entry.head,
        signers: &[],
    };
    let mut assigned = Vec::new();
    decide_act(draft, &context, &entry.act, &mut assigned)?;
    Ok(assigned)
}
