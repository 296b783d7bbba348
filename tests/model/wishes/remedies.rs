//! What somebody does about a step that would be refused, so that histories get anywhere.

use qledger::domain::case::Content;
use qledger::domain::entry::{Act, CaseAct, EmissionVerify, PermitCancel, PolicyAdopt};
use qledger::domain::ids::AccountId;
use qledger::domain::lot::PermitState;
use qledger::domain::procedure::Establishes;
use qledger::domain::refusal::Code;
use qledger::domain::region::Quantity;
use qledger::domain::text::DocumentKind;

use super::{Wish, Wisher};
use crate::naive::{Case, Phase, amount, ticks};
use crate::world::of;

impl Wisher<'_> {
    /// What would help a step that has one of these faults; none where nothing comes to mind.
    pub fn remedy(&mut self, act: &Act, faults: &[Code]) -> Option<Wish> {
        let code = *faults.iter().min_by_key(|code| code.number())?;
        if code == Code::KeyRevoked || code == Code::KeyExpired {
            return self.fresh_key();
        }
        match act {
            Act::CaseAct(act) => self.remedy_step(act, code),
            Act::ReductionVerify(_) if code == Code::SourceNotHeld => self.opening(None),
            Act::QuotaIssue(_) if code == Code::NoCeiling => self.cap(),
            _ => None,
        }
    }

    /// A key for a seat that has none which could sign.
    fn fresh_key(&mut self) -> Option<Wish> {
        let lives = |(_, id): &(String, qledger::envelope::KeyId)| {
            self.model.keys.get(id).is_some_and(|key| {
                !key.revoked && key.until.is_none_or(|until| self.today <= until)
            })
        };
        let dead = self
            .office
            .rings()
            .iter()
            .find(|(_, ring)| !ring.iter().any(lives));
        let (party, seat) = dead?.0.clone();
        self.key_of_seat(&party, seat)
    }

    fn remedy_step(&mut self, act: &CaseAct, code: Code) -> Option<Wish> {
        let case = self.model.cases.get(&act.case)?;
        match code {
            Code::CaseReturned => self.case_resubmit(),
            Code::PermitNotEnded => self.end_old_permit(case),
            Code::PermitMissing => Some(self.new_permit(case)),
            Code::BaseUndecided => self.base_decision(Some(act.case.clone())),
            Code::SourceBaseUnknown => self.base_of_sources(case),
            Code::NothingHeld => {
                let origin = case.relocation()?.origin.clone();
                let row = self.rng.pick(case.required().to_vec())?;
                self.opening(Some((origin, row.indicator)))
            }
            Code::InsufficientBalance => {
                let row = self.rng.pick(case.required().to_vec())?;
                let giver = self.model.giver_region(case, self.today);
                let path = self.model.counts_into(&giver, None, self.today);
                let mut reserves = path.into_iter().map(AccountId::reserve);
                let reserve = reserves.find(|account| self.model.accounts.contains(account))?;
                self.opening(Some((reserve, row.indicator)))
            }
            Code::FieldMissing
            | Code::LotAlreadyUsed
            | Code::InsufficientLot
            | Code::SourceExceedsBase
            | Code::SourceWrongLot => self.more_sources(act, case),
            Code::RegionOnHold | Code::AccountOnHold | Code::LotOnHold | Code::CaseOnHold => {
                self.lift()
            }
            Code::DemonstrationMissing => self.demonstrate(case),
            Code::FactorUndetermined => self.adopt_factor(case),
            Code::SourceOutOfScope => {
                let plan = step_that(case, Establishes::SourcePlan)?;
                self.return_to(&act.case, &plan, Some(DocumentKind::CoordinationMinute))
            }
            Code::CarbonReplacementMissing | Code::SignerNotTrusted | Code::WrongSupplier => {
                let first = case.procedure.steps.first()?.id.clone();
                self.return_to(&act.case, &first, None)
            }
            Code::ApproverIsBeneficiary | Code::ProjectCovered => Some(self.withdraw(&act.case)),
            _ => None,
        }
    }

    fn end_old_permit(&mut self, case: &Case) -> Option<Wish> {
        let (firm, origin) = (
            self.model.firm(case),
            self.model.giver_region(case, self.today),
        );
        let permit = self.model.permits.values().find(|permit| {
            permit.holder == firm && permit.region == origin && permit.state == PermitState::InForce
        })?;
        let permit = permit.permit.clone();
        let document = self.document(DocumentKind::PermitDecision);
        Some(PermitCancel { permit, document }.into())
    }

    fn new_permit(&mut self, case: &Case) -> Wish {
        let holder = self.model.firm(case);
        let limits = case
            .required()
            .iter()
            .filter(|row| row.indicator.as_str() != "CO2PROJ");
        let mut limits: Vec<Quantity> = limits.cloned().collect();
        if limits.is_empty() {
            limits.extend(case.required().first().cloned());
        }
        if let (Some(limit), true) = (limits.first_mut(), self.rng.percent(5)) {
            limit.amount = amount(ticks(limit.amount.decimal()) + 10);
        }
        self.permit_of(&holder, &case.site.clone(), limits)
    }

    /// Verified base-year emissions of whom the tonnes come from.
    fn base_of_sources(&mut self, case: &Case) -> Option<Wish> {
        if let Some(relocation) = case.relocation() {
            return self.emission(Some(relocation.origin.clone()));
        }
        let unknown = case
            .sources
            .iter()
            .map(|lot| &self.model.book.lots[lot])
            .find(|lot| {
                let key = (lot.account.clone(), lot.indicator.clone());
                lot.base.is_none() && !self.model.bases.contains_key(&key)
            })?;
        let quantity = unknown.amount * 9 / 100 * 10 + 10;
        let row = Quantity {
            indicator: unknown.indicator.clone(),
            amount: amount(quantity),
        };
        let account = unknown.account.clone();
        let document = self.document(DocumentKind::VerificationReport);
        Some(
            EmissionVerify {
                account,
                year: 2025,
                emissions: vec![row],
                document,
            }
            .into(),
        )
    }

    /// More to draw from, or the plan made anew with what is there by now.
    fn more_sources(&mut self, act: &CaseAct, case: &Case) -> Option<Wish> {
        let plan = step_that(case, Establishes::SourcePlan)?;
        let there = self.model.default_sources(case, self.today);
        let planned = case.has_done(&plan);
        let more = there.iter().any(|lot| !case.sources.contains(lot));
        if planned && (more || self.rng.percent(20)) {
            return self.return_to(&act.case, &plan, None);
        }
        let supplier = self.model.giver_region(case, self.today);
        let below = |account: &&AccountId| {
            let path = self.model.counts_into(account.region(), None, self.today);
            account.party().is_none() && path.contains(&supplier)
        };
        let reserve = self
            .rng
            .pick(self.model.accounts.iter().filter(below))?
            .clone();
        let row = self.rng.pick(case.required().to_vec())?;
        self.opening(Some((reserve, row.indicator)))
    }

    fn demonstrate(&mut self, case: &Case) -> Option<Wish> {
        let project = case.project()?;
        let running = self.model.cases.iter().find(|(_, other)| {
            let demonstrates = matches!(&other.content, Content::Demonstration(_));
            demonstrates && other.phase == Phase::Open && other.project() == Some(project)
        });
        let Some((number, other)) = running else {
            let content = self.demonstration(Some(project.clone()))?;
            return self.open(content);
        };
        let next = other
            .procedure
            .steps
            .iter()
            .find(|step| !other.has_done(&step.id))?;
        self.step(number, &next.id.clone())
    }

    fn adopt_factor(&mut self, case: &Case) -> Option<Wish> {
        let accept = step_that(case, Establishes::Acceptance)?;
        let judged_by = case.judged_by();
        let items = self.factor_of(case.content.kind(), &case.site);
        let known = case.required().iter().all(|row| {
            let kind = case.content.kind();
            let now = (judged_by.0, u64::MAX);
            row.indicator.as_str() == "CO2PROJ"
                || self
                    .model
                    .factor(kind, &row.indicator, &case.site, now)
                    .is_some()
        });
        let number = self
            .model
            .cases
            .iter()
            .find(|(_, other)| other.opened == case.opened)?
            .0;
        if known {
            return self.return_to(&number.clone(), &accept, None);
        }
        Some(
            PolicyAdopt {
                scope: None,
                items,
                valid_from: of("2026-01-01"),
                valid_to: None,
                legal_basis: of("新环发〔2027〕9号"),
                document: self.letter(),
            }
            .into(),
        )
    }
}

fn step_that(case: &Case, establishes: Establishes) -> Option<qledger::domain::ids::StepId> {
    let mut steps = case.procedure.steps.iter();
    steps
        .find(|step| step.establishes == establishes)
        .map(|step| step.id.clone())
}
