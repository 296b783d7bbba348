//! Every move of every lot, as reports over a period add them up.

use std::collections::{BTreeMap, BTreeSet};

use super::{Press, Span};
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::lot::{Lot, Origin};
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::state::keys;
use crate::service::ServiceError;
use crate::service::query::MoveView;

/// A move and the lot it is of.
pub struct Moved {
    /// The lot.
    pub lot: Lot,
    /// The move.
    pub of: MoveView,
}

/// Sums by indicator and period.
pub type Sums = BTreeMap<(IndicatorCode, Period), Change>;

/// Every move, in the order of the log.
pub fn all(press: &Press<'_>) -> Result<Vec<Moved>, ServiceError> {
    let mut found = Vec::new();
    for lot in press.view.lots(None, false)? {
        let trace = press.view.trace_lot(&lot.lot)?;
        found.extend(trace.moves.into_iter().map(|of| Moved {
            lot: lot.clone(),
            of,
        }));
    }
    found.sort_by_key(|moved| moved.of.index);
    Ok(found)
}

/// A region and those whose totals count into it.
pub fn below(press: &Press<'_>, region: &RegionId) -> Result<BTreeSet<RegionId>, ServiceError> {
    press.view.region(region)?;
    let mut found = BTreeSet::new();
    for id in press.view.draft().list(&keys::regions())? {
        if press.view.region(&id)?.cap_path.contains(region) {
            found.insert(id);
        }
    }
    Ok(found)
}

impl Span {
    /// Whether a move lies in it.
    pub fn holds(self, moved: &Moved) -> bool {
        let day = moved.of.at.day();
        self.from <= day && day <= self.to
    }

    /// Whether a move lies before its end.
    pub fn is_past(self, moved: &Moved) -> bool {
        moved.of.at.day() <= self.to
    }
}

impl Moved {
    /// What it is counted under.
    pub fn key(&self) -> (IndicatorCode, Period) {
        (self.lot.indicator.clone(), self.lot.period)
    }

    /// What it changes in a set of places.
    pub fn change(&self, lies_there: impl Fn(&Place) -> bool) -> Change {
        let amount = Change::from(Balance::from(self.of.amount));
        let leaves = self.of.from.as_ref().is_some_and(&lies_there);
        match (leaves, lies_there(&self.of.to)) {
            (false, true) => amount,
            (true, false) => amount.negated(),
            (true, true) | (false, false) => Change::from(Balance::ZERO),
        }
    }

    /// The id of the word for what happened.
    pub fn what(&self) -> &'static str {
        match (&self.of.from, &self.lot.origin, &self.of.to) {
            (None, Origin::Opening, _) => "label-paper-opened",
            (None, Origin::Issuance, _) => "label-paper-issued",
            (None, Origin::Reduction { .. }, _) => "label-paper-reduction-verified",
            (Some(from), _, _) if from.account().is_none() => "label-paper-returned",
            (Some(_), _, Place::Invalidated) => "label-paper-invalidated",
            (Some(_), _, Place::Reversed) => "label-paper-reversed",
            (Some(_), _, Place::Retired) => "label-paper-retired",
            (Some(_), _, Place::TakenBack) => "label-paper-taken-back",
            (Some(_), _, Place::Reduced) => "label-paper-made-into",
            (Some(_), _, Place::Available(_) | Place::Barred(_)) => "label-paper-moved",
            (Some(_), _, Place::Reserved(_) | Place::ReservedBarred(_)) => "label-paper-reserved",
        }
    }
}

/// Adds to a sum.
pub fn add(sums: &mut Sums, key: (IndicatorCode, Period), change: Change) {
    let sum = sums.entry(key).or_insert(Change::from(Balance::ZERO));
    *sum = sum.plus(change);
}
