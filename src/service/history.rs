//! The whole log, read and replayed from its bytes alone, with who did what when: what an inspector
//! works on. It takes no lock and writes nothing.

use super::view::{Leaves, View};
use super::{Progress, ServiceError};
use crate::codec::leaf::Leaf;
use crate::domain::case::Phase;
use crate::domain::entry::{Act, Entry};
use crate::domain::ids::{CaseNo, PartyId, PersonId};
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::domain::state::{Draft, Effects, Ledger as LedgerRow, MemoryState, State, keys};
use crate::envelope::KeyId;
use crate::replay::{CheckedLeaf, FaultAt, Replica, Watch, Workers};
use crate::store::LEAVES_READ_MAX;

/// Whose key a signature is by, as enrolled when it signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The key.
    pub key: KeyId,
    /// The party it signs for.
    pub party: PartyId,
    /// The person who holds it.
    pub person: PersonId,
    /// The seat.
    pub seat: Seat,
}

/// A leaf taken apart.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Its place in the log.
    pub index: u64,
    /// When it was admitted to the log.
    pub admitted: Moment,
    /// What it says.
    pub entry: Entry,
    /// Who signed, in order, as far as their keys were enrolled.
    pub hands: Vec<Hand>,
    /// Whether it was refused and recorded only as such.
    pub refused: bool,
    /// Of a return or a resubmission: when the case would have lapsed without it, or will with it.
    pub deadline: Option<Moment>,
}

/// A log taken apart and its state at the end.
pub struct History {
    deeds: Vec<Deed>,
    state: MemoryState,
    leaves: Vec<Vec<u8>>,
    ledger: LedgerRow,
}

impl History {
    /// Every leaf, in order.
    pub fn deeds(&self) -> &[Deed] {
        &self.deeds
    }

    /// What the genesis said and where the log stands.
    pub fn ledger(&self) -> &LedgerRow {
        &self.ledger
    }

    /// The state at a moment, or at the last leaf where that is later.
    pub fn view(&self, now: Moment) -> Result<View<'_>, ServiceError> {
        View::on(&self.state, self, now.max(self.ledger.admitted_last))
    }

    /// Reads a log of `size` leaves; every signature is verified and every decision made again.
    pub fn read(
        size: u64,
        leaves_of: &dyn Fn(std::ops::Range<u64>) -> Result<Vec<Vec<u8>>, ServiceError>,
        workers: Workers,
        progress: &mut dyn Progress,
    ) -> Result<Result<Self, FaultAt>, ServiceError> {
        let mut replica = Replica::new(workers);
        let (mut deeds, mut leaves) = (Deeds(Vec::new()), Vec::new());
        while replica.head().size < size {
            let first = replica.head().size;
            let batch = leaves_of(first..size.min(first + LEAVES_READ_MAX))?;
            leaves.extend(batch.iter().cloned());
            let taken = replica
                .check(batch, first)
                .and_then(|checked| replica.take(checked, &mut deeds));
            if let Err(fault) = taken {
                return Ok(Err(fault));
            }
            progress.at(replica.head().size, size);
        }
        let state = replica.into_state();
        let ledger = Draft::on(&state).must(&keys::ledger())?;
        Ok(Ok(Self {
            deeds: deeds.0,
            state,
            leaves,
            ledger,
        }))
    }
}

impl Leaves for History {
    fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        let size = self.leaves.len() as u64;
        let at = usize::try_from(index).ok();
        let bytes = at.and_then(|at| self.leaves.get(at));
        let bytes = bytes.ok_or(ServiceError::NoLeaf { index, size })?;
        Ok(Leaf::parse(bytes)?)
    }
}

struct Deeds(Vec<Deed>);

impl Watch for Deeds {
    type Stop = FaultAt;

    fn leaf(
        &mut self,
        index: u64,
        leaf: &CheckedLeaf,
        before: &dyn State,
        effects: &Effects,
    ) -> Result<(), FaultAt> {
        let fault = |damage: crate::domain::state::Damage| FaultAt {
            index,
            fault: damage.into(),
        };
        let was = Draft::on(before);
        // A genesis and an enrolment are signed by keys that are on the ledger only after it.
        let mut after = Draft::on(before);
        after.absorb(effects.clone());
        let entry = leaf.signed().entry().content();
        let mut hands = Vec::new();
        for signer in leaf.signed().entry().signers() {
            let key = signer.key_id();
            if let Some(row) = after.get(&keys::key(&key)).map_err(fault)? {
                hands.push(Hand {
                    key,
                    party: row.party,
                    person: row.person,
                    seat: row.seat,
                });
            }
        }
        let deadline = match &entry.act {
            Act::CaseReturn(act) => deadline(&was, &act.case, leaf.admitted()).map_err(fault)?,
            Act::CaseResubmit(act) => deadline(&was, &act.case, leaf.admitted()).map_err(fault)?,
            _ => None,
        };
        self.0.push(Deed {
            index,
            admitted: leaf.admitted(),
            entry: entry.clone(),
            hands,
            refused: leaf.recorded().is_some(),
            deadline,
        });
        Ok(())
    }
}

/// When an open case lapses; of a returned one, when it will if its clock goes on now.
fn deadline(
    draft: &Draft<'_>,
    case: &CaseNo,
    now: Moment,
) -> Result<Option<Moment>, crate::domain::state::Damage> {
    let Some(case) = draft.get(&keys::case(case))? else {
        return Ok(None);
    };
    Ok(match case.phase {
        Phase::Open => Some(case.lapses_at),
        Phase::Returned { left_ms, .. } => Some(now.plus_ms(left_ms)),
        Phase::NotAccepted
        | Phase::Refused
        | Phase::Withdrawn
        | Phase::Lapsed
        | Phase::Effective => None,
    })
}
