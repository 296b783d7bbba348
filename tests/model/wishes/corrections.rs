//! Quantity declared void, and postings reversed.

use super::{Wish, Wisher};
use crate::naive::Spot;
use qledger::domain::correction::Posting;
use qledger::domain::entry::{EntryReverse, QuotaInvalidate};
use qledger::domain::posting::Place;

impl Wisher<'_> {
    pub(super) fn invalidate(&mut self) -> Option<Wish> {
        let spots: Vec<Spot> = self.model.book.held.keys().cloned().collect();
        let spot = self.rng.pick(spots)?;
        let lot = &self.model.book.lots[&spot.lot];
        let amount = self.amount(&lot.indicator);
        let document = self.letter();
        let wish = QuotaInvalidate {
            account: spot.account,
            lot: spot.lot,
            amount,
            document,
        };
        Some(wish.into())
    }

    /// Mostly a late posting, for only those are in their window; by what people call it.
    pub(super) fn reverse(&mut self) -> Option<Wish> {
        let all: Vec<u64> = self.model.posted.keys().copied().collect();
        let late = all.iter().rev().take(4).copied().collect::<Vec<_>>();
        let index = if self.rng.percent(80) {
            self.rng.pick(late)?
        } else {
            self.rng.pick(all)?
        };
        let posted = &self.model.posted[&index];
        let made = posted.undo.iter().find(|line| line.to == Place::Reversed);
        let posting = match (&posted.case, made) {
            (Some(case), _) => Posting::Case(case.clone()),
            (None, Some(line)) if self.rng.percent(50) => Posting::Lot(line.lot.clone()),
            (None, _) => Posting::Entry(index),
        };
        let lines = if self.rng.percent(95) {
            posted.undo.clone()
        } else {
            Vec::new()
        };
        let document = self.letter();
        let wish = EntryReverse {
            posting,
            lines,
            document,
        };
        Some(wish.into())
    }
}
