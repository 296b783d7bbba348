//! A lot, back to its sources and onward to its uses.

use serde::Serialize;

use crate::domain::amount::{Amount, Balance};
use crate::domain::finding::Finding;
use crate::domain::ids::{CaseNo, LotNo, ProjectNo, ReductionNo, RegionId};
use crate::domain::lot::{HoldTarget, Holding, Lot, Origin};
use crate::domain::moment::Moment;
use crate::domain::posting::Place;
use crate::domain::state::{Movement, keys};
use crate::service::{ServiceError, View};

/// Everything about a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LotTrace {
    /// The record itself.
    #[serde(flatten)]
    pub lot: Lot,
    /// What it was made out of, nearest first.
    pub sources: Vec<Ancestor>,
    /// Where it is held now.
    pub holders: Vec<Holding>,
    /// Every move of it, in order.
    pub moves: Vec<MoveView>,
    /// Lots that reductions made out of it, directly and through others.
    pub made_into: Vec<Descendant>,
    /// The cases it moved or is reserved for, in order of their first use.
    pub cases: Vec<CaseNo>,
    /// Findings about it, closed ones too.
    pub findings: Vec<Finding>,
    /// How much of it is held.
    pub held: Balance,
    /// How much of it was used up as replacement (替代核销).
    pub retired: Balance,
    /// How much of it was taken back (核减).
    pub taken_back: Balance,
    /// How much of it became other lots.
    pub reduced: Balance,
}

/// A lot that another one was made out of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ancestor {
    /// The lot made out of it.
    pub of: LotNo,
    /// The lot.
    pub lot: LotNo,
    /// The reduction that did it.
    pub reduction: ReductionNo,
    /// How much went into it.
    pub amount: Balance,
    /// The entry that recorded the older lot.
    pub index: u64,
}

/// A lot made out of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Descendant {
    /// The lot it was made out of.
    pub of: LotNo,
    /// The lot.
    pub lot: LotNo,
    /// How much went into it.
    pub amount: Balance,
    /// The entry that recorded it.
    pub index: u64,
}

/// A move of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoveView {
    /// The entry that made it.
    pub index: u64,
    /// When.
    pub at: Moment,
    /// From where; nothing where it was made there.
    pub from: Option<Place>,
    /// To where.
    pub to: Place,
    /// How much.
    pub amount: Amount,
    /// The case it was for.
    pub case: Option<CaseNo>,
    /// The project that case is about.
    pub project: Option<ProjectNo>,
}

impl View<'_> {
    /// One lot, as recorded.
    pub fn lot(&self, no: &LotNo) -> Result<Lot, ServiceError> {
        let lot = self.draft().get(&keys::lot(no))?;
        lot.ok_or_else(|| super::unknown("lot", no))
    }

    /// The lots first recorded in a region (and below it), or all; used up ones as well.
    pub fn lots(&self, region: Option<&RegionId>, below: bool) -> Result<Vec<Lot>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(region, below)? {
            for no in self.numbers_given::<LotNo>(&region, "L")? {
                found.push(self.lot(&no)?);
            }
        }
        Ok(found)
    }

    /// A lot back to its sources and onward to its movements, holders, descendants and cases.
    pub fn trace_lot(&self, no: &LotNo) -> Result<LotTrace, ServiceError> {
        let lot = self.lot(no)?;
        let holders = self.draft().list(&keys::holders_of_lot(no))?;
        let movements = self.draft().list(&keys::movements_of(no))?;
        let sunk = |place: &Place| {
            let into = movements.iter().filter(|movement| movement.to == *place);
            into.fold(Balance::ZERO, |sum, movement| {
                sum.plus(movement.amount.into())
            })
        };
        let (retired, taken_back) = (sunk(&Place::Retired), sunk(&Place::TakenBack));
        let reduced = sunk(&Place::Reduced);
        let held = holders
            .iter()
            .fold(Balance::ZERO, |sum, h| sum.plus(h.amount.into()));
        let mut cases: Vec<CaseNo> = Vec::new();
        for case in movements
            .iter()
            .filter_map(|movement| movement.case.as_ref())
        {
            if !cases.contains(case) {
                cases.push(case.clone());
            }
        }
        Ok(LotTrace {
            sources: self.sources_of(&lot)?,
            made_into: self.made_into(no)?,
            moves: movements
                .into_iter()
                .map(|m| self.move_view(m))
                .collect::<Result<_, _>>()?,
            lot,
            holders,
            cases,
            findings: self.findings(&super::FindingFilter {
                closed: true,
                target: Some(HoldTarget::Lot(no.clone())),
                ..super::FindingFilter::default()
            })?,
            held,
            retired,
            taken_back,
            reduced,
        })
    }

    /// What a lot was made out of, nearest first. A lot is older than what is made out of it, so
    /// this ends.
    pub(super) fn sources_of(&self, lot: &Lot) -> Result<Vec<Ancestor>, ServiceError> {
        let mut found: Vec<Ancestor> = Vec::new();
        let mut open = vec![lot.clone()];
        while let Some(lot) = open.pop() {
            let Origin::Reduction { reduction, parents } = &lot.origin else {
                continue;
            };
            for parent in parents {
                let older = self.lot(parent)?;
                found.push(Ancestor {
                    of: lot.lot.clone(),
                    lot: parent.clone(),
                    reduction: reduction.clone(),
                    amount: self.reduced_at(parent, lot.index)?,
                    index: older.index,
                });
                open.push(older);
            }
        }
        Ok(found)
    }

    fn made_into(&self, no: &LotNo) -> Result<Vec<Descendant>, ServiceError> {
        let mut found = Vec::new();
        let mut open = vec![no.clone()];
        while let Some(of) = open.pop() {
            for lot in self.draft().list(&keys::children_of(&of))? {
                let index = self.lot(&lot)?.index;
                let amount = self.reduced_at(&of, index)?;
                open.push(lot.clone());
                found.push(Descendant {
                    of: of.clone(),
                    lot,
                    amount,
                    index,
                });
            }
        }
        Ok(found)
    }

    /// How much of a lot an entry turned into another lot.
    fn reduced_at(&self, lot: &LotNo, index: u64) -> Result<Balance, ServiceError> {
        let movements = self.draft().list(&keys::movements_at(lot, index))?;
        let reduced = movements
            .iter()
            .filter(|movement| movement.to == Place::Reduced);
        Ok(reduced.fold(Balance::ZERO, |sum, movement| {
            sum.plus(movement.amount.into())
        }))
    }

    pub(super) fn move_view(&self, movement: Movement) -> Result<MoveView, ServiceError> {
        let project = match &movement.case {
            Some(case) => self.draft().must(&keys::case(case))?.project().cloned(),
            None => None,
        };
        let Movement {
            index,
            at,
            from,
            to,
            amount,
            case,
        } = movement;
        Ok(MoveView {
            index,
            at,
            from,
            to,
            amount,
            case,
            project,
        })
    }
}
