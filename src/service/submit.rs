//! Submitting: groups of submissions, each one commit.

use super::decide::{Decided, Prepared, decide, decide_one, prepare};
use super::open::ledger_row;
use super::state::GroupRoots;
use super::{Answer, Ledger, ServiceError};
use crate::domain::state::{Draft, Effects};
use crate::replay::Ground;
use crate::store::{GROUP_LEAVES_MAX, Group, RowChange, SealFailure, StoreError};

/// How often a group is decided anew because the log moved on meanwhile.
const TRIES_MAX: usize = 8;

/// The most envelopes that can be recorded together.
pub const WHOLE_ENTRIES_MAX: usize = GROUP_LEAVES_MAX;

/// What became of envelopes that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// All are recorded; the answers, in their order.
    Recorded(Vec<Answer>),
    /// Nothing is; the answers that stood in the way, each with the place of its envelope from 0.
    Nothing(Vec<(usize, Answer)>),
}

impl Ledger {
    /// Submits envelopes, in order, in groups of up to 256; the answers, in the same order.
    ///
    /// An entry sees what those in front of it did, inside its group as well. Where an error breaks
    /// it off, what was committed by then stays, and says so when it is submitted again.
    pub fn submit(&mut self, envelopes: &[Vec<u8>]) -> Result<Vec<Answer>, ServiceError> {
        let mut answers = Vec::with_capacity(envelopes.len());
        self.submit_each(envelopes.iter().cloned(), &mut |answer| {
            answers.push(answer);
        })?;
        Ok(answers)
    }

    /// As [`Ledger::submit`], for any number of envelopes: each group's answers are given as soon
    /// as it is durable, and no more than a group is held in memory.
    pub fn submit_each(
        &mut self,
        envelopes: impl IntoIterator<Item = Vec<u8>>,
        answered: &mut dyn FnMut(Answer),
    ) -> Result<(), ServiceError> {
        self.must_know_rules()?;
        if self.operator.is_none() {
            return Err(ServiceError::NoOperatorKey);
        }
        let mut envelopes = envelopes.into_iter();
        loop {
            let group: Vec<Vec<u8>> = envelopes.by_ref().take(GROUP_LEAVES_MAX).collect();
            if group.is_empty() {
                return Ok(());
            }
            let prepared = prepare(&self.state, &mut self.keyring, &group)?;
            self.commit(&prepared)?.into_iter().for_each(&mut *answered);
        }
    }

    /// Submits envelopes that belong together, at most 256: all are recorded, in one commit, or
    /// nothing is, not even a refusal.
    pub fn submit_whole(&mut self, envelopes: &[Vec<u8>]) -> Result<Whole, ServiceError> {
        self.must_know_rules()?;
        if self.operator.is_none() {
            return Err(ServiceError::NoOperatorKey);
        }
        if envelopes.len() > GROUP_LEAVES_MAX {
            let (given, limit) = (envelopes.len(), GROUP_LEAVES_MAX);
            return Err(ServiceError::GroupTooLarge { given, limit });
        }
        let prepared = prepare(&self.state, &mut self.keyring, envelopes)?;
        self.commit_if(&prepared, |answers| answers.iter().all(Answer::is_admitted))
    }

    /// Decides a group and makes it durable; decides again where the log moved on meanwhile.
    fn commit(&mut self, prepared: &[Prepared]) -> Result<Vec<Answer>, ServiceError> {
        match self.commit_if(prepared, |_| true)? {
            Whole::Recorded(answers) => Ok(answers),
            Whole::Nothing(refused) => Ok(refused.into_iter().map(|(_, answer)| answer).collect()),
        }
    }

    /// As [`Ledger::commit`], where the answers are such that it should be done at all.
    fn commit_if(
        &mut self,
        prepared: &[Prepared],
        should: impl Fn(&[Answer]) -> bool,
    ) -> Result<Whole, ServiceError> {
        for _ in 0..TRIES_MAX {
            let (now, size) = (self.now()?, self.size());
            let Decided {
                answers,
                leaves,
                rows,
            } = decide(&self.state, size, prepared, now)?;
            if !should(&answers) {
                let answers = answers.into_iter().enumerate();
                let refused = answers.filter(|(_, answer)| !answer.is_admitted());
                let refused = refused.map(|(at, answer)| (at, answer.unrecorded()));
                return Ok(Whole::Nothing(refused.collect()));
            }
            if leaves.is_empty() {
                return Ok(Whole::Recorded(answers));
            }
            match self.append(size, leaves, rows) {
                Ok(()) => {
                    self.row = ledger_row(&self.state)?;
                    return Ok(Whole::Recorded(answers));
                }
                Err(ServiceError::Store(StoreError::Conflict { .. })) => {
                    self.state.catch_up(&mut super::Silent)?;
                    self.row = ledger_row(&self.state)?;
                }
                // Nothing was written: rows are looked at before leaves are.
                Err(ServiceError::Store(StoreError::IndexDamaged { .. })) => self.state.heal()?,
                Err(error) => return Err(error),
            }
        }
        Err(ServiceError::Contended { tries: TRIES_MAX })
    }

    fn append(
        &self,
        size: u64,
        leaves: Vec<Vec<u8>>,
        rows: Vec<RowChange>,
    ) -> Result<(), ServiceError> {
        let operator = self
            .operator
            .as_deref()
            .ok_or(ServiceError::NoOperatorKey)?;
        let mut seal = |head: &_| {
            let signed = self.checkpoint_key.sign(*head, operator);
            signed.map_err(|error| SealFailure(error.to_string()))
        };
        let group = Group {
            leaves,
            rows,
            seal: &mut seal,
        };
        self.state.tell(|store| store.append(size, group))?;
        Ok(())
    }

    /// What the answer to an envelope would be now, with nothing recorded.
    pub fn judge_only(&mut self, envelope: &[u8]) -> Result<Answer, ServiceError> {
        Ok(self.try_out(envelope)?.0)
    }

    /// The answer to an envelope, and what would change by it.
    pub(super) fn try_out(
        &mut self,
        envelope: &[u8],
    ) -> Result<(Answer, Option<Effects>), ServiceError> {
        self.must_know_rules()?;
        let (now, size) = (self.now()?, self.size());
        let mut prepared = prepare(&self.state, &mut self.keyring, &[envelope.to_vec()])?;
        let signed = match prepared.pop() {
            Some(Prepared::Signed(signed)) => signed,
            Some(Prepared::Answered(answer)) => return Ok((answer, None)),
            None => return Err(ServiceError::NoLeaf { index: size, size }),
        };
        let roots = GroupRoots::new(&self.state, size);
        let ground = Ground::new(&self.state, &roots, size);
        let (answer, added) = decide_one(&Draft::on(&ground), &signed, now)?;
        Ok((answer, added.map(|(_, effects)| effects)))
    }
}
