//! Wishes about cases.

use qledger::domain::case::{Content, Demonstration, Introduction, Relocation};
use qledger::domain::entry::{CaseAct, CaseEnd, CaseOpen, CaseResubmit, CaseReturn, EndKind};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, PartyId, ProjectNo, StepId};
use qledger::domain::party::{PartyKind, Seat};
use qledger::domain::procedure::{Establishes, Step};
use qledger::domain::region::Quantity;
use qledger::domain::text::{Document, DocumentKind, FileHash};

use super::{Wish, Wisher};
use crate::naive::{Case, Phase, amount};
use crate::world::of;

const KINDS: [DocumentKind; 5] = [
    DocumentKind::CoordinationMinute,
    DocumentKind::ShortageStatement,
    DocumentKind::Opinion,
    DocumentKind::SourcePlan,
    DocumentKind::Letter,
];

impl Wisher<'_> {
    fn any_case(&mut self, wanted: impl Fn(&Case) -> bool) -> Option<CaseNo> {
        let cases = self.model.cases.iter();
        let fits: Vec<_> = cases.clone().filter(|(_, case)| wanted(case)).collect();
        if fits.is_empty() && self.rng.percent(90) {
            return None;
        }
        let furthest = fits.iter().max_by_key(|(_, case)| case.done.len());
        if let (Some((number, _)), true) = (furthest, self.rng.percent(65)) {
            return Some((*number).clone());
        }
        let all = if fits.is_empty() || self.rng.percent(3) {
            cases.collect()
        } else {
            fits
        };
        Some(self.rng.pick(all)?.0.clone())
    }

    /// Mostly the next step of a case, sometimes another.
    pub(super) fn case_step(&mut self) -> Option<Wish> {
        let number = self.any_case(|case| case.phase == Phase::Open)?;
        let case = &self.model.cases[&number];
        let is_open = |step: &&Step| {
            let ready = case
                .before(&step.id)
                .iter()
                .all(|before| case.has_done(&before.id));
            ready && !case.has_done(&step.id)
        };
        let open: Vec<&Step> = case.procedure.steps.iter().filter(is_open).collect();
        let step = match self.rng.pick(open) {
            Some(step) if self.rng.percent(92) => step,
            _ => self.rng.pick(&case.procedure.steps)?,
        };
        self.step(&number, &step.id.clone())
    }

    /// A step of a case, with what it needs; by document where its bodies have no key.
    pub(super) fn step(&mut self, number: &CaseNo, step: &StepId) -> Option<Wish> {
        let case = &self.model.cases[number];
        let step = case
            .procedure
            .steps
            .iter()
            .find(|known| known.id == *step)?
            .clone();
        let parties = self
            .model
            .parties_of(case, step.signatory, self.today)
            .ok()?;
        let keyless = |party: &PartyId| {
            step.seats
                .iter()
                .any(|seat: &Seat| !self.office.has_seat(party, *seat))
        };
        let silent = parties.iter().filter(|party| keyless(party));
        let mut writing: Vec<PartyId> = silent.cloned().collect();
        if writing.is_empty() && self.rng.percent(3) {
            writing.extend(parties.first().cloned());
        }
        let mut kinds = step.documents.clone();
        if self.rng.percent(2) {
            kinds.pop();
        }
        if kinds.is_empty() {
            kinds.push(DocumentKind::Letter);
        }
        // Waivers are brought where the plan is made or confirmed.
        if step.establishes == Establishes::SourcePlan && self.rng.percent(70) {
            kinds.push(DocumentKind::CoordinationMinute);
        } else if step.establishes == Establishes::UpperConfirmation && self.rng.percent(30) {
            kinds.push(DocumentKind::ShortageStatement);
        }
        if writing.len() > 1 && self.rng.percent(3) {
            writing.pop();
        }
        let of_each = writing.iter().skip(1).flat_map(|_| step.documents.clone());
        kinds.extend(of_each.collect::<Vec<_>>());
        let mut documents: Vec<Document> =
            kinds.into_iter().map(|kind| self.document(kind)).collect();
        let earliest = self.model.cases[number].earliest(&step.id);
        if let (Some(first), true) = (documents.first_mut(), self.rng.percent(98)) {
            first.date = first.date.max(earliest);
        }
        let issuers = self.letters(&step, &writing, &mut documents);
        let case = &self.model.cases[number];
        let plans = step.establishes == Establishes::SourcePlan;
        let sources = if plans && self.rng.percent(30) {
            self.some_lots(case)
        } else {
            Vec::new()
        };
        let passes = step.establishes == Establishes::DemonstrationPassed;
        let (on, past) = (self.rng.range(20, 400), self.rng.percent(3));
        let until = if past {
            self.days_back(1)
        } else {
            self.today.plus_days(on)
        };
        Some(
            CaseAct {
                case: number.clone(),
                step: step.id,
                documents,
                issuers,
                sources,
                until: passes.then_some(until),
                lines: Vec::new(),
                balances: Vec::new(),
            }
            .into(),
        )
    }

    /// Who wrote each document: what the step asks of each of the others last, the rest the first.
    /// Every letter has its file, but for a mistake now and then.
    fn letters(
        &mut self,
        step: &Step,
        writing: &[PartyId],
        documents: &mut [Document],
    ) -> Vec<PartyId> {
        let Some((first, others)) = writing.split_first() else {
            return Vec::new();
        };
        for (at, document) in (0..).zip(documents.iter_mut()) {
            let file = if self.rng.percent(1) { 0 } else { at };
            document.sha256 = Some(FileHash::from_bytes([file; 32]));
        }
        if let (Some(document), true) = (documents.first_mut(), self.rng.percent(1)) {
            document.sha256 = None;
        }
        let each = step.documents.len();
        let own = documents.len().saturating_sub(each * others.len());
        let mut issuers = vec![first.clone(); own];
        let rest = others.iter().flat_map(|other| vec![other.clone(); each]);
        issuers.extend(rest);
        issuers
    }

    /// Lots of what a case asks for, in any order; now and then any lot at all.
    fn some_lots(&mut self, case: &Case) -> Vec<LotNo> {
        let asked = |code: &IndicatorCode| case.required().iter().any(|row| row.indicator == *code);
        let any = self.rng.percent(10);
        let lots = self
            .model
            .book
            .lots
            .iter()
            .filter(|(_, lot)| any || asked(&lot.indicator));
        let mut lots: Vec<LotNo> = lots.map(|(number, _)| number.clone()).collect();
        let count = usize::try_from(self.rng.range(1, 5)).unwrap();
        let mut chosen = Vec::new();
        while chosen.len() < count && !lots.is_empty() {
            let at = usize::try_from(self.rng.next() % lots.len() as u64).unwrap();
            chosen.push(lots.swap_remove(at));
        }
        chosen
    }

    pub(super) fn case_open(&mut self) -> Option<Wish> {
        let going_on = self
            .model
            .cases
            .values()
            .filter(|case| !matches!(case.phase, Phase::Over(_)));
        if going_on.count() >= 4 && self.rng.percent(85) {
            return None;
        }
        let content = match self.rng.range(0, 100) {
            0..50 => self.relocation()?,
            50..88 => self.introduction()?,
            _ => self.demonstration(None)?,
        };
        self.open(content)
    }

    pub(super) fn open(&mut self, content: Content) -> Option<Wish> {
        let site = match &content {
            Content::Relocation(content) => content.site.clone(),
            Content::Introduction(content) => {
                self.model.projects.get(&content.project)?.region.clone()
            }
            Content::Demonstration(content) => {
                self.model.projects.get(&content.project)?.region.clone()
            }
        };
        let procedure = match &content {
            Content::Relocation(_) => "relocation",
            Content::Introduction(_) => "introduction",
            Content::Demonstration(_) => "demonstration",
        };
        let firm = match &content {
            Content::Relocation(content) => content.firm.clone(),
            Content::Introduction(content) => self.builder_of(&content.project)?,
            Content::Demonstration(content) => self.builder_of(&content.project)?,
        };
        let openers = self.model.openers(&site, Some(&firm), self.today).ok()?;
        let can_sign = |party: &&PartyId| self.office.has_seat(party, Seat::Handle);
        let mut openers: Vec<PartyId> = openers.iter().filter(can_sign).cloned().collect();
        let by = if self.rng.percent(90) {
            openers.swap_remove(0)
        } else {
            self.rng.pick(openers)?
        };
        let mut documents = vec![self.document(DocumentKind::Application)];
        match self.rng.range(0, 10) {
            0..6 => documents.push(self.document(DocumentKind::CoordinationMinute)),
            6..8 => documents.push(self.document(DocumentKind::ShortageStatement)),
            _ => {}
        }
        Some(
            CaseOpen {
                procedure: of(procedure),
                by,
                content,
                documents,
            }
            .into(),
        )
    }

    fn builder_of(&self, project: &ProjectNo) -> Option<PartyId> {
        Some(self.model.projects.get(project)?.builder.clone())
    }

    pub(super) fn held_by(&self, account: &AccountId, code: &IndicatorCode) -> i64 {
        let free = self.model.book.pick(|spot, lot| {
            spot.account == *account && spot.case.is_none() && lot.indicator == *code
        });
        free.iter().map(|(_, quantity)| quantity).sum()
    }

    fn relocation(&mut self) -> Option<Content> {
        let firms = self
            .model
            .accounts
            .iter()
            .filter(|account| account.party().is_some());
        let holds = |account: &&AccountId| {
            self.model
                .book
                .held
                .keys()
                .any(|spot| spot.account == **account)
        };
        let all: Vec<AccountId> = firms.clone().cloned().collect();
        let holding: Vec<AccountId> = firms.filter(holds).cloned().collect();
        let of_those = if self.rng.percent(90) { holding } else { all };
        let origin = self.rng.pick(of_those)?;
        let site = of(self
            .rng
            .pick(["ZD-WZ", "ZD-BZ", "ZD-WZ", "ZD-BZ", "650104"])
            .unwrap());
        let firm = origin.party()?.clone();
        let own = self
            .model
            .projects
            .values()
            .filter(|project| project.builder == firm && project.region == site);
        let own: Vec<ProjectNo> = own.map(|project| project.project.clone()).collect();
        let project = if self.rng.percent(40) {
            self.rng.pick(own)
        } else {
            None
        };
        let required = self.required_of(&origin);
        Some(Content::Relocation(Relocation {
            firm,
            origin,
            site,
            project,
            required,
            lines: Vec::new(),
        }))
    }

    /// What a new site needs of what its firm holds: less, as much, or more.
    fn required_of(&mut self, origin: &AccountId) -> Vec<Quantity> {
        let mut required = Vec::new();
        for code in ["NOX", "HG", "CO2"] {
            let code: IndicatorCode = of(code);
            let held = self.held_by(origin, &code);
            let chance = if held > 0 { 80 } else { 5 };
            if !self.rng.percent(chance) {
                continue;
            }
            let percent = i64::try_from(self.rng.range(30, 115)).unwrap();
            let (decimals, _) = Self::size_of(&code);
            let unit = 10_i64.pow(4 - decimals);
            let part = (held * percent / 100 / unit * unit).max(unit);
            let value = if held > 0 {
                amount(part)
            } else {
                self.amount(&code)
            };
            required.push(Quantity {
                indicator: code,
                amount: value,
            });
        }
        if required.is_empty() {
            let code: IndicatorCode = of("NOX");
            required.push(Quantity {
                amount: self.amount(&code),
                indicator: code,
            });
        }
        required
    }

    fn introduction(&mut self) -> Option<Content> {
        let open = self
            .model
            .projects
            .values()
            .filter(|project| project.covered_by.is_none());
        let open: Vec<ProjectNo> = open.map(|project| project.project.clone()).collect();
        let all: Vec<ProjectNo> = self.model.projects.keys().cloned().collect();
        let project = self.rng.pick(if open.is_empty() { all } else { open })?;
        let supplier = self.supplier_of(&project)?;
        let required = self.demand_of(&project);
        Some(Content::Introduction(Introduction {
            project,
            supplier,
            required,
            stages: Vec::new(),
        }))
    }

    fn supplier_of(&mut self, project: &ProjectNo) -> Option<PartyId> {
        let region = &self.model.projects.get(project)?.region;
        let supplier = self.model.answers_to(region, self.today);
        let right = self.model.office(&supplier, PartyKind::Government);
        if self.rng.percent(95) {
            right
        } else {
            Some(of("650100-GOV"))
        }
    }

    fn demand_of(&mut self, project: &ProjectNo) -> Vec<Quantity> {
        let two_high = self.model.projects[project].two_high.is_some();
        let chances = [("NOX", 85), ("HG", 25), ("CO2", 25), ("CO2PROJ", 30)];
        let mut required = Vec::new();
        for (code, chance) in chances {
            let chance = if two_high && code == "CO2PROJ" {
                90
            } else {
                chance
            };
            if self.rng.percent(chance) {
                let code: IndicatorCode = of(code);
                let small = self.amount(&code).decimal() / rust_decimal::Decimal::from(4);
                let (decimals, _) = Self::size_of(&code);
                let small = qledger::domain::amount::Amount::new(small.round_dp(decimals));
                let amount = small.unwrap_or(amount(10_i64.pow(4 - decimals)));
                required.push(Quantity {
                    indicator: code,
                    amount,
                });
            }
        }
        if required.is_empty() {
            let code: IndicatorCode = of("NOX");
            required.push(Quantity {
                amount: self.amount(&code),
                indicator: code,
            });
        }
        required
    }

    pub(super) fn demonstration(&mut self, of_one: Option<ProjectNo>) -> Option<Content> {
        let two_high = self
            .model
            .projects
            .values()
            .filter(|project| project.two_high.is_some());
        let two_high: Vec<ProjectNo> = two_high.map(|project| project.project.clone()).collect();
        let project = match of_one {
            Some(project) => project,
            None => self.rng.pick(two_high)?,
        };
        let led_by = self.supplier_of(&project)?;
        Some(Content::Demonstration(Demonstration { project, led_by }))
    }

    fn judge_of(&mut self, number: &CaseNo) -> Option<PartyId> {
        let case = &self.model.cases[number];
        let judges = self
            .model
            .judging_bodies(case, self.today)
            .unwrap_or_default();
        let judge = self.rng.pick(judges);
        if self.rng.percent(95) {
            judge
        } else {
            Some(of("XPCC-08-EEB"))
        }
    }

    pub(super) fn case_return(&mut self) -> Option<Wish> {
        let number = self.any_case(|case| case.phase == Phase::Open)?;
        let case = &self.model.cases[&number];
        let step = self.rng.pick(&case.procedure.steps)?.id.clone();
        self.return_to(&number, &step, None)
    }

    pub(super) fn return_to(
        &mut self,
        number: &CaseNo,
        step: &StepId,
        missing: Option<DocumentKind>,
    ) -> Option<Wish> {
        let by = self.judge_of(number)?;
        let missing = missing.or_else(|| self.rng.pick(KINDS));
        Some(
            CaseReturn {
                case: number.clone(),
                by,
                to: step.clone(),
                missing: missing.into_iter().collect(),
                document: self.letter(),
            }
            .into(),
        )
    }

    pub(super) fn case_resubmit(&mut self) -> Option<Wish> {
        let number = self.any_case(|case| matches!(case.phase, Phase::Returned { .. }))?;
        let case = &self.model.cases[&number];
        let mut kinds = match &case.phase {
            Phase::Returned { missing, .. } => missing.clone(),
            Phase::Open | Phase::Over(_) => vec![DocumentKind::Letter],
        };
        if self.rng.percent(95) {
            kinds.push(DocumentKind::Letter);
        } else {
            kinds.pop();
        }
        let content = if self.rng.percent(60) {
            None
        } else {
            self.amended(case)
        };
        let documents = kinds.into_iter().map(|kind| self.document(kind)).collect();
        Some(
            CaseResubmit {
                case: number,
                content,
                documents,
            }
            .into(),
        )
    }

    fn amended(&mut self, case: &Case) -> Option<Content> {
        let mut content = case.content.clone();
        match &mut content {
            Content::Relocation(content) => {
                content.required = self.required_of(&content.origin.clone());
                if self.rng.percent(5) {
                    content.site = of("650104");
                }
            }
            Content::Introduction(content) => {
                content.required = self.demand_of(&content.project.clone());
            }
            Content::Demonstration(content) => {
                content.led_by = self.supplier_of(&content.project.clone())?;
            }
        }
        Some(content)
    }

    pub(super) fn case_end(&mut self) -> Option<Wish> {
        let number = self.any_case(|case| !matches!(case.phase, Phase::Over(_)))?;
        let kinds = [EndKind::NotAccepted, EndKind::Refused, EndKind::Withdrawn];
        let kind = self.rng.pick(kinds).unwrap();
        let opener = self.model.cases[&number].opened_by.clone();
        let by = match kind {
            EndKind::Withdrawn => opener,
            EndKind::NotAccepted | EndKind::Refused => self.judge_of(&number)?,
        };
        Some(
            CaseEnd {
                case: number,
                by,
                kind,
                document: self.letter(),
            }
            .into(),
        )
    }

    /// Withdraws a case that cannot go on.
    pub(super) fn withdraw(&mut self, number: &CaseNo) -> Wish {
        let by = self.model.cases[number].opened_by.clone();
        let (case, kind) = (number.clone(), EndKind::Withdrawn);
        CaseEnd {
            case,
            by,
            kind,
            document: self.letter(),
        }
        .into()
    }
}
