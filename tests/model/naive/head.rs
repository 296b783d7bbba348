//! What every entry must satisfy besides what its act asks.

use super::{Faults, Model, Seen};
use qledger::domain::entry::{Act, RequiredSigner};
use qledger::domain::refusal::Code;

const MINUTE: u64 = 60_000;
const DAY: u64 = 86_400_000;

impl Model {
    /// Identity, signers and keys, times.
    pub(super) fn faults_of_head(&self, seen: &Seen<'_>) -> Faults {
        let head = &seen.entry.head;
        let mut faults = Faults::default();
        faults.when(head.ledger != Some(self.ledger), Code::OtherLedger);
        faults.when(!seen.basis_in_log, Code::BasisNotInLog);
        faults.when(self.identities.contains_key(&head.id), Code::EntryIdReused);
        if let Some(sets) = faults.of_part(self.who_records(&seen.entry.act, seen.today())) {
            check_signers(&head.signers, &sets, &mut faults);
        }
        self.check_keys(seen, &mut faults);
        let (made, expires) = (head.made.ms(), head.expires.ms());
        faults.when(made > seen.at.ms() + 5 * MINUTE, Code::MadeInFuture);
        faults.when(seen.at.ms() > expires, Code::Expired);
        faults.when(
            expires < made || expires > made + 90 * DAY,
            Code::ExpiryTooLong,
        );
        faults
    }

    /// Exactly the signers named, each by a key of that party and seat that is good today, all of
    /// different persons.
    fn check_keys(&self, seen: &Seen<'_>, faults: &mut Faults) {
        let (named, given) = (&seen.entry.head.signers, seen.keys);
        faults.when(named.len() != given.len(), Code::SignatureCount);
        if named.len() != given.len() {
            return;
        }
        let mut persons = Vec::new();
        for (signer, id) in named.iter().zip(given) {
            if signer.new {
                let enrolled = match &seen.entry.act {
                    Act::KeyEnrol(act) => Some(act.public_key.key_id()),
                    _ => None,
                };
                faults.when(enrolled != Some(*id), Code::KeyNotForSeat);
                continue;
            }
            let Some(key) = self.keys.get(id) else {
                faults.when(true, Code::UnknownId);
                continue;
            };
            let fits = key.party == signer.party && key.seat == signer.seat;
            faults.when(!fits, Code::KeyNotForSeat);
            faults.when(seen.today() < key.from, Code::KeyNotYetValid);
            faults.when(
                key.until.is_some_and(|until| seen.today() > until),
                Code::KeyExpired,
            );
            faults.when(key.revoked, Code::KeyRevoked);
            faults.when(persons.contains(&&key.person), Code::OnePersonTwoSeats);
            persons.push(&key.person);
        }
    }
}

/// The signers named are one of the sets that may record the act.
fn check_signers(named: &[RequiredSigner], sets: &[Vec<RequiredSigner>], faults: &mut Faults) {
    if sets.iter().any(|set| set == named) {
        return;
    }
    let known = |signer: &RequiredSigner| {
        sets.iter()
            .flatten()
            .any(|known| known.party == signer.party)
    };
    let strangers = !named.iter().all(known);
    faults.when(strangers, Code::NotAuthorised);
    faults.when(!strangers, Code::SignersDiffer);
}
