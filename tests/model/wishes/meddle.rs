//! What gets in the way of a case that has reserved, or of one that is about to.

use qledger::domain::case::{Content, Introduction};
use qledger::domain::entry::{
    AccountOpen, CapSet, EmissionVerify, HoldPlace, PermitRecord, QuotaTakeBack, RegionEnrol,
};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode};
use qledger::domain::lot::HoldTarget;
use qledger::domain::procedure::Establishes;
use qledger::domain::region::{CapKind, Quantity, Relation, RelationEntry};
use qledger::domain::text::DocumentKind;

use super::{Wish, Wisher};
use crate::naive::{Phase, Spot, amount};
use crate::world::of;

impl Wisher<'_> {
    /// Something about the very accounts, lots and regions that an open case rests on.
    pub(super) fn meddle(&mut self) -> Option<Wish> {
        let open = self
            .model
            .cases
            .iter()
            .filter(|(_, case)| case.phase == Phase::Open);
        let reserving = open.clone().filter(|(_, case)| case.reserved);
        let number: CaseNo = match self.rng.pick(reserving) {
            Some((number, _)) => number.clone(),
            None => self.rng.pick(open)?.0.clone(),
        };
        let case = &self.model.cases[&number];
        let giver = self.model.giver_region(case, self.today);
        let its = |spot: &&Spot| {
            let planned = case.sources.contains(&spot.lot);
            let row = case
                .relocation()
                .is_some_and(|content| content.origin == spot.account);
            spot.case.as_ref() == Some(&number) || planned || row
        };
        let spots: Vec<Spot> = self.model.book.held.keys().filter(its).cloned().collect();
        let spot = self.rng.pick(spots);
        match self.rng.range(0, 11) {
            0 => Some(self.hold_on(HoldTarget::Account(spot?.account))),
            1 => Some(self.hold_on(HoldTarget::Lot(spot?.lot))),
            2 => {
                let region = case.site.clone();
                let indicator = Some(self.any_indicator_of_all());
                Some(self.hold_on(HoldTarget::Region { region, indicator }))
            }
            3 => {
                let account = AccountId::reserve(giver);
                let document = self.document(DocumentKind::Application);
                Some(AccountOpen { account, document }.into())
            }
            4 => self.tighten(&spot?),
            5 => self.other_base(&spot?),
            6 => self.move_region(&spot?),
            7 => {
                let spot = spot?;
                let (account, lot) = (spot.account, spot.lot);
                let part = amount(self.model.book.lots[&lot].amount);
                let document = self.document(DocumentKind::CapDecision);
                Some(
                    QuotaTakeBack {
                        account,
                        lot,
                        amount: part,
                        document,
                    }
                    .into(),
                )
            }
            8 => self.permit_again(&number),
            9 => self.rival(&number),
            _ => {
                let steps = &case.procedure.steps;
                let plan = steps
                    .iter()
                    .find(|s| s.establishes == Establishes::SourcePlan);
                let step = plan.or(steps.first())?.id.clone();
                self.return_to(&number, &step, None)
            }
        }
    }

    fn hold_on(&mut self, target: HoldTarget) -> Wish {
        let by = of(self.rng.pick(["650000-EEB", "XPCC-EEB"]).unwrap());
        let days = self.rng.range(0, 9);
        let until = Some(self.today.plus_days(days));
        HoldPlace {
            target,
            by,
            until,
            document: self.letter(),
        }
        .into()
    }

    /// A cap below what is used where a tonne lies, or a target in place of a ceiling.
    fn tighten(&mut self, spot: &Spot) -> Option<Wish> {
        let lot = &self.model.book.lots[&spot.lot];
        let (indicator, period) = (lot.indicator.clone(), lot.period);
        let region = spot.account.region();
        let path = self.model.counts_into(region, Some(&indicator), self.today);
        let region = self.rng.pick(path)?;
        let used = self.model.uses(self.today).of(&region, &indicator, period);
        let less = amount((used * 9 / 100_000 * 10_000).max(10_000)).balance();
        let kind = if self.rng.percent(75) {
            CapKind::Ceiling
        } else {
            CapKind::Target
        };
        let standing = self.rng.percent(50);
        let period = if standing {
            qledger::domain::period::Period::Standing
        } else {
            period
        };
        let document = self.document(DocumentKind::CapDecision);
        Some(
            CapSet {
                region,
                indicator,
                period,
                kind,
                amount: Some(less),
                document,
            }
            .into(),
        )
    }

    /// A base-year emission that no longer covers what is held, or covers it again.
    fn other_base(&mut self, spot: &Spot) -> Option<Wish> {
        let lot = &self.model.book.lots[&spot.lot];
        let percent = i64::try_from(self.rng.range(20, 140)).unwrap();
        let part = (lot.amount / 1000 * percent / 100 * 10).max(10);
        let emissions = vec![Quantity {
            indicator: lot.indicator.clone(),
            amount: amount(part),
        }];
        let account = if self.rng.percent(50) {
            &lot.account
        } else {
            &spot.account
        }
        .clone();
        let document = self.document(DocumentKind::VerificationReport);
        Some(
            EmissionVerify {
                account,
                year: 2025,
                emissions,
                document,
            }
            .into(),
        )
    }

    fn move_region(&mut self, spot: &Spot) -> Option<Wish> {
        let region = spot.account.region().clone();
        if self.model.roots.iter().any(|root| root.region == region) {
            return None;
        }
        let row = self.model.regions[&region].clone();
        let targets: Vec<&str> = vec!["650100", "652300", "650000", "XPCC", "ZD"];
        let one = self.rng.percent(50);
        let relation = RelationEntry {
            relation: Relation::CapParent,
            target: of(self.rng.pick(targets)?),
            indicator: one.then(|| self.model.book.lots[&spot.lot].indicator.clone()),
            from: self.today,
        };
        Some(
            RegionEnrol {
                region,
                names: row.names,
                level: row.level,
                division: row.division,
                relations: vec![relation],
                document: self.letter(),
            }
            .into(),
        )
    }

    /// A permit at the origin after the old one was cancelled.
    fn permit_again(&mut self, number: &CaseNo) -> Option<Wish> {
        let case = &self.model.cases[number];
        let (holder, region) = (
            self.model.firm(case),
            self.model.giver_region(case, self.today),
        );
        let code: IndicatorCode = of("NOX");
        let limits = vec![Quantity {
            amount: self.amount(&code),
            indicator: code,
        }];
        Some(
            PermitRecord {
                permit: of(&format!("{holder}{:04}P", self.rng.range(0, 10_000))),
                holder,
                region,
                limits,
                from: self.today,
                until: self.today.plus_days(30),
                document: self.document(DocumentKind::PermitDecision),
            }
            .into(),
        )
    }

    /// Another case about the same project or firm.
    fn rival(&mut self, number: &CaseNo) -> Option<Wish> {
        let case = &self.model.cases[number];
        let content = match &case.content {
            Content::Introduction(content) => Content::Introduction(Introduction {
                required: content.required.iter().take(1).cloned().collect(),
                ..content.clone()
            }),
            Content::Relocation(_) | Content::Demonstration(_) => case.content.clone(),
        };
        self.open(content)
    }
}
