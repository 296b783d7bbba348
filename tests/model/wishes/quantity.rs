//! Wishes about quantity outside cases.

use qledger::domain::amount::Balance;
use qledger::domain::case::Content;
use qledger::domain::entry::{
    BaseDecide, EmissionVerify, IssueRow, OpeningRecord, OpeningRow, PermitCancel, PermitLower,
    PermitRecord, QuotaIssue, QuotaTakeBack, ReductionRecord, ReductionVerify,
};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode};
use qledger::domain::lot::{BaseDecision, Measure};
use qledger::domain::moment::Day;
use qledger::domain::region::Quantity;
use qledger::domain::text::DocumentKind;

use super::{Wish, Wisher};
use crate::naive::{amount, ticks};
use crate::world::of;

impl Wisher<'_> {
    /// Opening balances in one account's region, or of one account and indicator.
    pub(super) fn opening(&mut self, of_one: Option<(AccountId, IndicatorCode)>) -> Option<Wish> {
        let count = if of_one.is_some() {
            1
        } else {
            self.rng.range(1, 4)
        };
        let mut rows: Vec<OpeningRow> = Vec::new();
        let cut_over = self.days_back(3);
        for _ in 0..count {
            let (account, indicator) = match &of_one {
                Some(given) => given.clone(),
                None => (self.any_account()?, self.indicator()),
            };
            let (period, amount) = (self.period(&indicator), self.amount(&indicator));
            let days = self.rng.range(0, 900);
            let bounded = self.rng.percent(50);
            let base = bounded.then(|| self.balance(&indicator));
            rows.push(OpeningRow {
                account,
                indicator,
                period,
                amount,
                since: (0..days).fold(cut_over, |day, _| day.before()),
                paid: self.rng.percent(50),
                base_emission: base,
                evidence: None,
            });
        }
        let first = rows[0].account.region().clone();
        let prefecture = self.model.prefecture(&first, self.today);
        let region = if self.rng.percent(95) {
            prefecture
        } else {
            first
        };
        let stays = self.rng.percent(90);
        if stays {
            let inside = |row: &OpeningRow| {
                self.model
                    .lies_in(row.account.region(), self.today)
                    .contains(&region)
            };
            rows.retain(inside);
        }
        Some(
            OpeningRecord {
                region,
                cut_over,
                rows,
                document: self.letter(),
            }
            .into(),
        )
    }

    pub(super) fn issue(&mut self) -> Option<Wish> {
        let account = self.any_account()?;
        let count = self.rng.range(1, 3);
        let mut rows = Vec::new();
        for _ in 0..count {
            let indicator = self.indicator();
            rows.push(IssueRow {
                period: self.period(&indicator),
                amount: self.amount(&indicator),
                since: self.today,
                paid: self.rng.percent(30),
                indicator,
            });
        }
        self.up_to_the_cap(&account, &mut rows);
        let document = self.document(DocumentKind::CapDecision);
        Some(
            QuotaIssue {
                account,
                rows,
                document,
            }
            .into(),
        )
    }

    /// Now and then exactly what is left below a ceiling, or the least bit more.
    fn up_to_the_cap(&mut self, account: &AccountId, rows: &mut Vec<IssueRow>) {
        if !self.rng.percent(30) {
            return;
        }
        rows.truncate(1);
        let row = &mut rows[0];
        let uses = self.model.uses(self.today);
        let path = self
            .model
            .counts_into(account.region(), Some(&row.indicator), self.today);
        let room = path.iter().filter_map(|region| {
            let (_, cap) = self.model.book.cap(region, &row.indicator, row.period)?;
            Some(cap - uses.of(region, &row.indicator, row.period))
        });
        let (decimals, _) = Self::size_of(&row.indicator);
        let least = 10_i64.pow(4 - decimals);
        if let Some(room) = room.min().filter(|room| *room > 0) {
            let more = if self.rng.percent(50) { least } else { 0 };
            row.amount = amount(room + more);
        }
    }

    pub(super) fn take_back(&mut self) -> Option<Wish> {
        let spots: Vec<_> = self
            .model
            .book
            .held
            .iter()
            .map(|(s, q)| (s.clone(), *q))
            .collect();
        let (spot, quantity) = self.rng.pick(spots)?;
        let lot = &self.model.book.lots[&spot.lot];
        let part = match self.rng.range(0, 3) {
            0 => amount(quantity),
            _ => self.amount(&lot.indicator),
        };
        let document = self.document(DocumentKind::CapDecision);
        Some(
            QuotaTakeBack {
                account: spot.account,
                lot: spot.lot,
                amount: part,
                document,
            }
            .into(),
        )
    }

    pub(super) fn permit(&mut self) -> Option<Wish> {
        let account = self.any_account()?;
        let holder = account.party()?.clone();
        let mut limits = Vec::new();
        for indicator in ["NOX", "HG"] {
            let indicator: IndicatorCode = of(indicator);
            let held = self.held_by(&account, &indicator);
            let about_held = held > 0 && self.rng.percent(80);
            let amount = if about_held {
                amount(held)
            } else {
                self.amount(&indicator)
            };
            limits.push(Quantity { amount, indicator });
        }
        Some(self.permit_of(&holder, account.region(), limits))
    }

    /// A permit as it is issued today.
    pub(super) fn permit_of(
        &mut self,
        holder: &qledger::domain::ids::PartyId,
        region: &qledger::domain::ids::RegionId,
        limits: Vec<Quantity>,
    ) -> Wish {
        let number = format!("{holder}{:04}P", self.rng.range(0, 10_000));
        let (until, more) = (self.today.year() + 5, self.rng.percent(3));
        let days = if self.rng.percent(30) {
            self.rng.range(0, 120)
        } else {
            900
        };
        let last = Day::new(until, 12, 31).unwrap();
        PermitRecord {
            permit: of(&number),
            holder: holder.clone(),
            region: region.clone(),
            limits,
            from: self.today,
            until: if more {
                last
            } else {
                self.today.plus_days(days)
            },
            document: self.document(DocumentKind::PermitDecision),
        }
        .into()
    }

    pub(super) fn permit_lower(&mut self) -> Option<Wish> {
        let permit = self.rng.pick(self.model.permits.values().cloned())?;
        let mut limit = self.rng.pick(permit.limits)?;
        if self.rng.percent(80) {
            let half = ticks(limit.amount.decimal()) / 20 * 10;
            limit.amount = amount(half.max(10));
        } else {
            limit.amount = self.amount(&limit.indicator);
        }
        let document = self.document(DocumentKind::PermitDecision);
        Some(
            PermitLower {
                permit: permit.permit,
                limits: vec![limit],
                document,
            }
            .into(),
        )
    }

    pub(super) fn permit_cancel(&mut self) -> Option<Wish> {
        let permit = self.rng.pick(self.model.permits.keys().cloned())?;
        let document = self.document(DocumentKind::PermitDecision);
        Some(PermitCancel { permit, document }.into())
    }

    /// Base-year emissions of an account, mostly about what it holds.
    pub(super) fn emission(&mut self, of_one: Option<AccountId>) -> Option<Wish> {
        let account = match of_one {
            Some(account) => account,
            None => self.any_account()?,
        };
        let mut emissions = Vec::new();
        for indicator in ["NOX", "HG"] {
            let indicator: IndicatorCode = of(indicator);
            let held = self
                .model
                .book
                .pick(|spot, lot| spot.account == account && lot.indicator == indicator);
            let held: i64 = held.iter().map(|(_, quantity)| quantity).sum();
            let percent = i64::try_from(self.rng.range(60, 130)).unwrap();
            let value = if held > 0 {
                amount(held * percent / 1000 * 10 + 10)
            } else {
                self.amount(&indicator)
            };
            emissions.push(Quantity {
                indicator,
                amount: value,
            });
        }
        let year = if self.rng.percent(90) {
            2025
        } else {
            self.today.year() + 1
        };
        let document = self.document(DocumentKind::VerificationReport);
        Some(
            EmissionVerify {
                account,
                year,
                emissions,
                document,
            }
            .into(),
        )
    }

    pub(super) fn reduction(&mut self) -> Option<Wish> {
        let permit = self.rng.pick(self.model.permits.values().cloned())?;
        let limit = self.rng.pick(permit.limits.clone())?;
        let account: AccountId = of(&format!("{}/{}", permit.region, permit.holder));
        let days = self.rng.range(0, 60);
        let after = if self.rng.percent(60) {
            Balance::ZERO
        } else {
            let part = ticks(limit.amount.decimal()) / 40 * 10;
            amount(part.max(10)).balance()
        };
        let before = if self.rng.percent(90) {
            limit.amount.balance()
        } else {
            after
        };
        let facility = if self.rng.percent(50) {
            "DA001"
        } else {
            "da002"
        };
        let measures = [Measure::Closure, Measure::Feed, Measure::Process];
        Some(
            ReductionRecord {
                account: if self.rng.percent(95) {
                    account
                } else {
                    self.any_account()?
                },
                permit: permit.permit,
                facility: of(facility),
                name: of("锅炉"),
                indicator: limit.indicator,
                measure: self.rng.pick(measures).unwrap(),
                before,
                after,
                completed_on: self.days_back(days),
                document: self.document(DocumentKind::VerificationReport),
            }
            .into(),
        )
    }

    pub(super) fn reduction_verify(&mut self) -> Option<Wish> {
        let all = self.model.reductions.iter();
        let open = all.filter(|(_, reduction)| reduction.verified.is_none());
        let (number, reduction) = match self.rng.pick(open) {
            Some(open) if self.rng.percent(95) => open,
            _ => self.rng.pick(self.model.reductions.iter())?,
        };
        let (record, number) = (reduction.act.clone(), number.clone());
        let most = ticks(record.before.decimal()) - ticks(record.after.decimal());
        let part = match self.rng.range(0, 10) {
            0..5 => amount(most),
            5..9 => amount((most / 20 * 10).max(10)),
            _ => amount(most + 10),
        };
        let document = self.document(DocumentKind::VerificationReport);
        let act = ReductionVerify {
            reduction: number,
            amount: part,
            lines: Vec::new(),
            document,
        };
        Some(act.into())
    }

    pub(super) fn base_decision(&mut self, of_one: Option<CaseNo>) -> Option<Wish> {
        let relocations = self
            .model
            .cases
            .iter()
            .filter(|(_, case)| match &case.content {
                Content::Relocation(_) => true,
                Content::Introduction(_) | Content::Demonstration(_) => false,
            });
        let case = match of_one {
            Some(case) => case,
            None => self.rng.pick(relocations)?.0.clone(),
        };
        let co2 = self.balance(&of("CO2"));
        let decision = BaseDecision {
            case,
            year: 2025,
            co2,
            gdp: of("4.2"),
        };
        Some(
            BaseDecide {
                decision,
                document: self.letter(),
            }
            .into(),
        )
    }
}
