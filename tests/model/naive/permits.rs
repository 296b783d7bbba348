//! What a case asks of permits: the old one ended, the new one in force, the givers' lowered.

use super::book::Origin;
use super::{Case, Faults, Judged, Model, Permit, Qty, ticks};
use qledger::domain::ids::CaseNo;
use qledger::domain::lot::PermitState;
use qledger::domain::moment::Day;
use qledger::domain::refusal::Code;
use qledger::domain::region::Quantity;

fn in_force(permit: &Permit, today: Day) -> bool {
    permit.state == PermitState::InForce && permit.from <= today
}

impl Model {
    pub(super) fn check_old_permits(&self, case: &Case, today: Day) -> Judged {
        let (firm, origin) = (self.firm(case), self.giver_region(case, today));
        let mut faults = Faults::default();
        let home = self.prefecture(&origin, today);
        let still = self.permits.values().any(|permit| {
            let near = self.prefecture(&permit.region, today) == home;
            let elsewhere = permit.region != origin && self.is_backed(permit);
            let counts = near && permit.region != case.site && !elsewhere;
            permit.holder == firm && counts && permit.state == PermitState::InForce
        });
        faults.when(still, Code::PermitNotEnded);
        faults.verdict()
    }

    /// Another plant's: its holder has there what its permits allow there of the same.
    fn is_backed(&self, permit: &Permit) -> bool {
        permit.limits.iter().all(|limit| {
            let here = self.permits.values().filter(|other| {
                let same = other.holder == permit.holder && other.region == permit.region;
                same && other.state == PermitState::InForce
            });
            let limits = here.flat_map(|other| &other.limits);
            let same = limits.filter(|other| other.indicator == limit.indicator);
            let allowed: Qty = same.map(|other| ticks(other.amount.decimal())).sum();
            let own = self.book.pick(|spot, lot| {
                let here = spot.account.region() == &permit.region;
                let its = spot.account.party() == Some(&permit.holder);
                here && its && lot.indicator == limit.indicator
            });
            allowed <= own.iter().map(|(_, quantity)| quantity).sum::<Qty>()
        })
    }

    /// The firm has been issued a permit at the site that allows no more than the case brings; on a
    /// day, one that has begun.
    pub(super) fn check_new_permit(&self, case: &Case, on: Option<Day>) -> Judged {
        let firm = self.firm(case);
        let brings = |limit: &Quantity| {
            let mut brought = case.required().iter();
            brought.any(|row| row.indicator == limit.indicator && row.amount >= limit.amount)
        };
        let mut faults = Faults::default();
        let fits = self.permits.values().any(|permit| {
            let here = permit.holder == firm && permit.region == case.site;
            let issued = permit.state == PermitState::InForce;
            let begun = on.is_none_or(|day| permit.from <= day);
            here && issued && begun && permit.limits.iter().all(brings)
        });
        faults.when(!fits, Code::PermitMissing);
        faults.verdict()
    }

    /// R09: who gave a reduction may discharge no more than it still holds of its own.
    pub(super) fn check_achieved(&self, number_of: &CaseNo, case: &Case, today: Day) -> Judged {
        let mut faults = Faults::default();
        for lot in self.book.lots.iter().filter(|(number, _)| {
            let reserved = self
                .book
                .held
                .keys()
                .any(|spot| spot.lot == **number && spot.case.as_ref() == Some(number_of));
            if case.reserved {
                reserved
            } else {
                case.sources.contains(number)
            }
        }) {
            let (region, indicator) = (lot.1.account.region(), &lot.1.indicator);
            let Some(giver) = lot
                .1
                .account
                .party()
                .filter(|_| lot.1.origin == Origin::Reduction)
            else {
                continue;
            };
            let home = self.prefecture(region, today);
            let allowed: Qty = self
                .permits
                .values()
                .filter(|permit| permit.holder == *giver)
                .filter(|permit| self.prefecture(&permit.region, today) == home)
                .filter(|permit| in_force(permit, today))
                .flat_map(|permit| &permit.limits)
                .filter(|limit| limit.indicator == *indicator)
                .map(|limit| ticks(limit.amount.decimal()))
                .sum();
            let own = self.book.pick(|spot, other| {
                let near = self.prefecture(spot.account.region(), today) == home;
                let same = near && spot.account.party() == Some(giver);
                same && other.indicator == *indicator && other.origin != Origin::Reduction
            });
            let own: Qty = own.iter().map(|(_, quantity)| quantity).sum();
            faults.when(allowed > own, Code::SourceNotAchieved);
        }
        faults.verdict()
    }
}
