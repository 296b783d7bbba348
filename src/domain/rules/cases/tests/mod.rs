//! Cases by really signed entries: the moves of the Zhundong scenarios to the last decimal, and every
//! refusal a case can give.

mod accepted;
mod by_indicator;
mod consents;
mod edges;
mod introduction;
mod lines;
mod outcomes;
mod permits;
mod relocation;
mod sources;
mod stages;
mod trial;
mod turns;

use crate::domain::case::Case;
use crate::domain::entry::{
    Act, CaseAct, EmissionVerify, KeyRevoke, OpeningRecord, OpeningRow, PermitRecord,
};
use crate::domain::ids::CaseNo;
use crate::domain::lot::Slot;
use crate::domain::party::{RevocationReason, Seat};
use crate::domain::policy::{Factor, PolicyItem};
use crate::domain::procedure::CaseKind;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::{Emission, Quantity};
use crate::domain::rules::testkit::{Kit, of};
use crate::domain::rules::{Assigned, Judgement};
use crate::domain::state::keys;
use crate::domain::text::DocumentKind;

const PROCEDURES: &str = include_str!("../../../../../samples/policy/procedures.json");
const TWO_HIGH: &str = include_str!("../../../../../samples/policy/two_high.json");

fn items(json: &str) -> Vec<PolicyItem> {
    serde_json::from_str(json).unwrap()
}

fn quantity(indicator: &str, amount: &str) -> Quantity {
    Quantity {
        indicator: of(indicator),
        amount: amount_of(amount),
    }
}

fn amount_of(text: &str) -> crate::domain::amount::Amount {
    crate::domain::amount::Amount::parse_input(text).unwrap()
}

fn numbered(assigned: &[Assigned], what: &str) -> String {
    let found = assigned.iter().find(|given| given.what == what);
    found
        .unwrap_or_else(|| panic!("no {what} was numbered"))
        .number
        .clone()
}

/// The act by document: its first document once more for each issuer, each with a file of its own.
fn letters(mut act: CaseAct, issuers: &[&str]) -> CaseAct {
    let document = act.documents[0].clone();
    act.documents = (1..)
        .zip(issuers)
        .map(|(file, _)| crate::domain::text::Document {
            sha256: Some(crate::domain::text::FileHash::from_bytes([file; 32])),
            ..document.clone()
        })
        .collect();
    act.issuers = issuers.iter().map(|issuer| of(issuer)).collect();
    act
}

impl Kit {
    /// Revokes the first key of a body in each seat.
    fn revoke_all(&mut self, party: &str, seats: &[Seat]) {
        for seat in seats {
            let key = self.key_id(party, *seat, 1);
            self.admit(KeyRevoke {
                key,
                reason: RevocationReason::Left,
                not_trusted_since: None,
            });
        }
    }

    /// The Zhundong ledger with the default procedures and the two-high list.
    fn with_procedures() -> Self {
        let mut kit = Self::zhundong();
        kit.adopt(None, items(PROCEDURES));
        kit.adopt(None, items(TWO_HIGH));
        kit
    }

    /// Adopts a factor for the sites of a region.
    fn factor(&mut self, scope: &str, flow: CaseKind, indicator: &str, factor: &str) {
        let item = PolicyItem::Factor(Factor {
            flow,
            indicator: of(indicator),
            region: of(scope),
            factor: crate::domain::amount::Ratio::parse_input(factor).unwrap(),
            attainment: self.letter(),
        });
        self.adopt(Some(scope), vec![item]);
    }

    /// Adopts `PO4`, which is kept by years and covered by a factor.
    fn yearly_by_factor(&mut self) {
        let indicator = crate::domain::indicator::Indicator {
            code: of("PO4"),
            names: crate::domain::rules::testkit::names("PO4"),
            unit: of("t"),
            decimals: 2,
            span: crate::domain::indicator::Span::Yearly,
            cap: crate::domain::indicator::CapRule::None,
            cover: crate::domain::indicator::Cover::Factor,
            base_limited: false,
        };
        self.adopt(None, vec![PolicyItem::Indicator(indicator)]);
    }

    /// Records one opening row; the lot's number.
    fn opening(&mut self, account: &str, indicator: &str, period: &str, amount: &str) -> String {
        let account: crate::domain::ids::AccountId = of(account);
        let row = OpeningRow {
            account: account.clone(),
            indicator: of(indicator),
            period: of(period),
            amount: amount_of(amount),
            since: of("2020-06-01"),
            paid: false,
            base_emission: None,
            evidence: None,
        };
        let assigned = self.admit(OpeningRecord {
            region: account.region().clone(),
            cut_over: self.today(),
            rows: vec![row],
            document: self.letter(),
        });
        numbered(&assigned, "lot")
    }

    /// Records a verified base-year emission.
    fn base_emission(&mut self, account: &str, emissions: Vec<Quantity>) {
        let emitted = |quantity: Quantity| Emission {
            indicator: quantity.indicator,
            amount: quantity.amount.into(),
        };
        let emissions = emissions.into_iter().map(emitted).collect();
        self.admit(EmissionVerify {
            account: of(account),
            year: 2025,
            emissions,
            document: self.document(DocumentKind::VerificationReport),
        });
    }

    /// Issues a permit of five years.
    fn permit(&mut self, permit: &str, holder: &str, region: &str, limits: Vec<Quantity>) {
        self.admit(PermitRecord {
            permit: of(permit),
            holder: of(holder),
            region: of(region),
            limits,
            from: self.today(),
            until: self.today().plus_days(1800),
            document: self.document(DocumentKind::PermitDecision),
        });
    }

    /// The case.
    fn case(&self, no: &str) -> Case {
        let no: CaseNo = of(no);
        self.draft().get(&keys::case(&no)).unwrap().unwrap()
    }

    /// A step's act with the documents the step asks for, by key or, where the body has none, by
    /// document; what follows from the rules is filled in.
    fn step(&mut self, case: &str, step: &str) -> CaseAct {
        let no: CaseNo = of(case);
        let draft = self.draft();
        let row = draft.must(&keys::case(&no)).unwrap();
        let procedure = super::procedure_of(&draft, &row).unwrap();
        let kinds = procedure
            .step(&of(step))
            .map(|step| step.documents.clone())
            .unwrap_or_default();
        let kinds = if kinds.is_empty() {
            vec![DocumentKind::Letter]
        } else {
            kinds
        };
        let act = CaseAct {
            case: no,
            step: of(step),
            documents: kinds.into_iter().map(|kind| self.document(kind)).collect(),
            issuers: Vec::new(),
            sources: Vec::new(),
            until: None,
            lines: Vec::new(),
            balances: Vec::new(),
        };
        self.completed(act)
    }

    fn completed(&mut self, act: CaseAct) -> CaseAct {
        let head = self.head(Vec::new());
        let mut act = Act::from(act);
        // A plan that cannot be made leaves the act as it is: judged, it is refused for that.
        let _ = crate::domain::rules::complete(&self.state, &head, self.now, &mut act);
        match act {
            Act::CaseAct(act) => act,
            other => panic!("{other:?}"),
        }
    }

    /// Does steps that must be admitted.
    #[track_caller]
    pub(in crate::domain::rules) fn does(&mut self, case: &str, steps: &[&str]) {
        for step in steps {
            let act = self.step(case, step);
            if let Judgement::Refused { refusal, .. } = self.submit(act) {
                panic!("{step}: {refusal}");
            }
        }
    }

    /// A step that must be refused with this code.
    #[track_caller]
    fn step_refused(&mut self, code: Code, case: &str, step: &str) -> Refusal {
        let act = self.step(case, step);
        self.refuses(code, act)
    }

    /// What an account holds: available, reserved, and of both what is barred.
    fn held(&self, account: &str, indicator: &str, period: &str) -> (String, String, String) {
        let zero = crate::domain::amount::Balance::ZERO;
        let (mut available, mut reserved, mut barred) = (zero, zero, zero);
        let prefix = keys::holdings_of_indicator(&of(account), &of(indicator));
        for holding in self.draft().list(&prefix).unwrap() {
            if holding.period != of::<crate::domain::period::Period>(period) {
                continue;
            }
            let sum = match holding.slot {
                Slot::Available => &mut available,
                Slot::Reserved(_) => &mut reserved,
            };
            *sum = sum.plus(holding.amount.into());
            if holding.barred {
                barred = barred.plus(holding.amount.into());
            }
        }
        (
            available.to_string(),
            reserved.to_string(),
            barred.to_string(),
        )
    }

    #[track_caller]
    fn holds(&self, account: &str, indicator: &str, period: &str, available: &str) {
        let (found, _, _) = self.held(account, indicator, period);
        assert_eq!(found, available, "{account} {indicator} {period}");
    }

    /// Use and ceiling of a region.
    fn totals(&self, region: &str, indicator: &str, period: &str) -> (String, String) {
        let totals = self
            .draft()
            .get(&keys::totals(&of(region), &of(indicator)))
            .unwrap();
        let totals = totals.unwrap_or_default();
        let period = of(period);
        let cap = totals
            .ceiling(period)
            .map_or_else(|| "-".to_owned(), |cap| cap.to_string());
        (totals.used(period).to_string(), cap)
    }
}
