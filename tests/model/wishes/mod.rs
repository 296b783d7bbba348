//! What the parties want next: mostly sensible, often not allowed.

mod cases;
mod corrections;
mod findings;
mod meddle;
mod quantity;
mod remedies;
mod setup;

use qledger::domain::amount::{Amount, Balance};
use qledger::domain::entry::Act;
use qledger::domain::ids::{AccountId, IndicatorCode, PartyId};
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::text::{Document, DocumentKind};
use rust_decimal::Decimal;

use crate::naive::Model;
use crate::office::Office;
use crate::rng::Rng;
use crate::world::{FIRMS, INDICATORS, document, of};

/// An act, and who would record it where the rules leave a choice.
#[derive(Debug, Clone)]
pub struct Wish {
    pub act: Act,
    pub by: Option<PartyId>,
}

impl<A: Into<Act>> From<A> for Wish {
    fn from(act: A) -> Self {
        Self {
            act: act.into(),
            by: None,
        }
    }
}

/// Kinds of wishes.
#[derive(Debug, Clone, Copy)]
enum Kind {
    CaseStep,
    CaseOpen,
    CaseReturn,
    CaseResubmit,
    CaseEnd,
    BaseDecision,
    Opening,
    Issue,
    TakeBack,
    Invalidate,
    Reverse,
    Permit,
    PermitLower,
    PermitCancel,
    Emission,
    Reduction,
    ReductionVerify,
    Project,
    Hold,
    Lift,
    Finding,
    Rectify,
    CloseFinding,
    Cap,
    Account,
    Key,
    KeyEnd,
    Policy,
    Region,
    Rename,
    Meddle,
}

/// How often each.
const KINDS: [(u64, Kind); 31] = [
    (60, Kind::CaseStep),
    (8, Kind::CaseOpen),
    (2, Kind::CaseReturn),
    (4, Kind::CaseResubmit),
    (1, Kind::CaseEnd),
    (2, Kind::BaseDecision),
    (7, Kind::Opening),
    (5, Kind::Issue),
    (3, Kind::TakeBack),
    (2, Kind::Invalidate),
    (4, Kind::Reverse),
    (3, Kind::Permit),
    (1, Kind::PermitLower),
    (1, Kind::PermitCancel),
    (3, Kind::Emission),
    (4, Kind::Reduction),
    (6, Kind::ReductionVerify),
    (3, Kind::Project),
    (3, Kind::Hold),
    (4, Kind::Lift),
    (2, Kind::Finding),
    (2, Kind::Rectify),
    (4, Kind::CloseFinding),
    (5, Kind::Cap),
    (1, Kind::Account),
    (2, Kind::Key),
    (1, Kind::KeyEnd),
    (2, Kind::Policy),
    (1, Kind::Region),
    (1, Kind::Rename),
    (7, Kind::Meddle),
];

/// Makes wishes of what there is.
pub struct Wisher<'a> {
    pub model: &'a Model,
    pub office: &'a mut Office,
    pub rng: &'a mut Rng,
    pub today: Day,
}

impl Wisher<'_> {
    /// The next wish; none where what it would be about is not there.
    pub fn wish(&mut self) -> Option<Wish> {
        match self.rng.weighted(&KINDS) {
            Kind::CaseStep => self.case_step(),
            Kind::CaseOpen => self.case_open(),
            Kind::CaseReturn => self.case_return(),
            Kind::CaseResubmit => self.case_resubmit(),
            Kind::CaseEnd => self.case_end(),
            Kind::BaseDecision => self.base_decision(None),
            Kind::Opening => self.opening(None),
            Kind::Issue => self.issue(),
            Kind::TakeBack => self.take_back(),
            Kind::Invalidate => self.invalidate(),
            Kind::Reverse => self.reverse(),
            Kind::Permit => self.permit(),
            Kind::PermitLower => self.permit_lower(),
            Kind::PermitCancel => self.permit_cancel(),
            Kind::Emission => self.emission(None),
            Kind::Reduction => self.reduction(),
            Kind::ReductionVerify => self.reduction_verify(),
            Kind::Project => self.project(),
            Kind::Hold => self.hold(),
            Kind::Lift => self.lift(),
            Kind::Finding => self.finding(),
            Kind::Rectify => self.rectify(),
            Kind::CloseFinding => self.close_finding(),
            Kind::Rename => self.rename(),
            Kind::Cap => self.cap(),
            Kind::Account => self.account(),
            Kind::Key => self.key(),
            Kind::KeyEnd => self.key_end(),
            Kind::Policy => self.policy(),
            Kind::Region => self.region(),
            Kind::Meddle => self.meddle(),
        }
    }

    /// A document of today or the days before.
    fn document(&mut self, kind: DocumentKind) -> Document {
        let back = if self.rng.percent(70) {
            0
        } else {
            self.rng.range(1, 12)
        };
        document(kind, self.days_back(back))
    }

    fn letter(&mut self) -> Document {
        self.document(DocumentKind::Letter)
    }

    fn days_back(&self, days: u64) -> Day {
        (0..days).fold(self.today, |day, _| day.before())
    }

    fn indicator(&mut self) -> IndicatorCode {
        of(self
            .rng
            .weighted(&[(5, "NOX"), (2, "HG"), (3, "CO2"), (2, "CO2PROJ")]))
    }

    /// How big numbers of an indicator are: its decimals, and the largest in units of them.
    fn size_of(code: &IndicatorCode) -> (u32, u64) {
        match code.as_str() {
            "NOX" => (3, 300_000),
            "HG" => (3, 40_000),
            "CO2" => (2, 20_000_000),
            _ => (2, 40_000_000),
        }
    }

    fn decimal(&mut self, code: &IndicatorCode) -> Decimal {
        let (decimals, most) = Self::size_of(code);
        let most = if self.rng.percent(10) { 20 } else { most };
        Decimal::new(i64::try_from(self.rng.range(1, most)).unwrap(), decimals)
    }

    fn amount(&mut self, code: &IndicatorCode) -> Amount {
        Amount::new(self.decimal(code)).unwrap()
    }

    fn balance(&mut self, code: &IndicatorCode) -> Balance {
        Balance::new(self.decimal(code)).unwrap()
    }

    fn period(&mut self, code: &IndicatorCode) -> Period {
        if code.as_str() == "CO2" {
            Period::Year(self.today.year() + u16::try_from(self.rng.range(0, 3)).unwrap())
        } else {
            Period::Standing
        }
    }

    fn any_account(&mut self) -> Option<AccountId> {
        self.rng.pick(self.model.accounts.iter().cloned())
    }

    fn firm(&mut self) -> PartyId {
        let (firm, _) = self.rng.pick(FIRMS).unwrap();
        of(firm)
    }

    fn any_indicator_of_all(&mut self) -> IndicatorCode {
        of(self.rng.pick(INDICATORS).unwrap())
    }
}
