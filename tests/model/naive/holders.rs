//! Changes of holder: of the model a rename alone, which moves nothing. No wish asks for the others yet.

use std::collections::BTreeSet;

use super::{Faults, Judged, Model, Seen};
use qledger::domain::entry::{ChangeKind, HolderChange, RequiredSigner};
use qledger::domain::ids::PartyId;
use qledger::domain::moment::Day;
use qledger::domain::party::{PartyKind, Seat};
use qledger::domain::refusal::Code;

impl Model {
    /// The bureaus of where it is and of where it has accounts, and itself where it can issue.
    pub fn who_changes_holder(
        &self,
        act: &HolderChange,
        day: Day,
    ) -> Judged<Vec<Vec<RequiredSigner>>> {
        let party = self.parties.get(&act.party);
        let party = party.ok_or(Faults::of(Code::UnknownId))?;
        let accounts = self.accounts.iter();
        let own = accounts.filter(|account| account.party() == Some(&act.party));
        let regions = own.map(|account| account.region().clone());
        let mut bureaus: BTreeSet<PartyId> = BTreeSet::new();
        for region in regions.chain([party.region.clone()]) {
            let bureau = self.bureau(&region, day);
            bureaus.insert(bureau.ok_or(Faults::of(Code::UnknownId))?);
        }
        let mut set = Vec::new();
        for bureau in &bureaus {
            for seat in [Seat::Review, Seat::Issue] {
                set.push(RequiredSigner::of(bureau, seat));
            }
        }
        if self.can_sign(&act.party, &[Seat::Issue], day) && !bureaus.contains(&act.party) {
            set.push(RequiredSigner::of(&act.party, Seat::Issue));
        }
        Ok(vec![set])
    }

    /// Gives a party its new names.
    pub fn change_holder(&mut self, seen: &Seen<'_>, act: &HolderChange) -> Judged {
        assert_eq!(act.change, ChangeKind::Rename, "no wish asks for another");
        let mut faults = Faults::default();
        faults.of_part(self.check_document(seen, &act.document));
        let missing = act.names.is_none() || !act.successors.is_empty() || !act.moves.is_empty();
        faults.when(missing, Code::FieldMissing);
        let Some(party) = self.parties.get(&act.party) else {
            faults.when(true, Code::UnknownId);
            return faults.verdict();
        };
        let holds = matches!(party.kind, PartyKind::Enterprise | PartyKind::ReserveBody);
        faults.when(!holds, Code::UnknownId);
        let signs = self.can_sign(&act.party, &[Seat::Issue], seen.today());
        faults.when(
            !signs && act.document.sha256.is_none(),
            Code::AgreementFileMissing,
        );
        faults.verdict()?;
        if let (Some(party), Some(names)) = (self.parties.get_mut(&act.party), &act.names) {
            party.names = names.clone();
        }
        Ok(())
    }
}
