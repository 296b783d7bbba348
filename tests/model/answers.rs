//! Answers, and what drafts foretell, held against the model's verdicts.

use qledger::domain::entry::Act;
use qledger::domain::refusal::Code;
use qledger::envelope::KeyId;
use qledger::service::Answer;

use crate::compare::Compared;
use crate::naive::{Faults, Verdict};
use crate::office::Signed;
use crate::run::{Past, Run};

impl Run {
    /// What a draft foretells is what the model foretells.
    pub(crate) fn check_draft(
        &self,
        wished: &Act,
        signed: &Signed,
        verdict: &Verdict,
        warning: Option<Code>,
    ) -> Compared {
        let act = &signed.entry.act;
        self.check_filled_in(wished, act)?;
        // Who signs is not known to a draft, so what is wrong with keys alone is not foretold.
        let of_keys = |code: &Code| (303..=308).contains(&code.number());
        match (verdict, warning) {
            (Verdict::Admitted(_), None) | (Verdict::Repeated, _) => Ok(()),
            (Verdict::Refused(faults), None) if faults.0.iter().all(of_keys) => Ok(()),
            (Verdict::Refused(faults), Some(code)) if fits(&besides(faults, of_keys), code) => {
                Ok(())
            }
            (Verdict::Refused(faults), Some(code))
                if of_keys(&code) && faults.0.contains(&code) =>
            {
                Ok(())
            }
            _ => Err(format!(
                "draft of {act:?}\n  ledger: {warning:?}\n  model:  {verdict:?}"
            )),
        }
    }

    /// A source plan that names no lots is given those that may be drawn, oldest first.
    fn check_filled_in(&self, wished: &Act, drafted: &Act) -> Compared {
        let (Act::CaseAct(wished), Act::CaseAct(drafted)) = (wished, drafted) else {
            return Ok(());
        };
        let Some(case) = self.model.cases.get(&drafted.case) else {
            return Ok(());
        };
        if wished.sources == drafted.sources {
            return Ok(());
        }
        let ours = self.model.default_sources(case, self.office.today());
        if ours == drafted.sources {
            return Ok(());
        }
        let theirs = &drafted.sources;
        Err(format!("sources\n  ledger: {theirs:?}\n  model:  {ours:?}"))
    }

    /// One answer against what the model says of it.
    pub(crate) fn answered(&mut self, signed: &Signed, answer: &Answer) -> Compared {
        let kind = signed.entry.act.kind();
        let mut same = self
            .past
            .iter()
            .filter(|past| past.envelope == signed.envelope);
        if let Some((index, code)) = same.find_map(|past| past.recorded) {
            self.tally.repeats += 1;
            return match answer {
                Answer::RefusedBefore { index: at, refusal }
                    if *at == index && refusal.code == code =>
                {
                    Ok(())
                }
                _ => Err(format!("refused before at {index} for {code:?}")),
            };
        }
        let basis_in_log = self.basis_is_in_log(signed);
        let seen = self.seen(signed, basis_in_log);
        let unheard = self.unheard == Some(kind) && answer.is_admitted();
        let verdict = if unheard {
            self.unheard = None;
            let verdict = self.model.predict(&seen).0;
            self.model.leaf_without_effect();
            verdict
        } else {
            self.model.record(&seen)
        };
        let index = self.model.size;
        match (&verdict, answer) {
            (
                Verdict::Admitted(numbers),
                Answer::Admitted {
                    index: at,
                    assigned,
                    ..
                },
            ) => {
                let given: Vec<&String> = assigned.iter().map(|number| &number.number).collect();
                if given != numbers.iter().collect::<Vec<_>>() || *at + 1 != index {
                    return Err(format!("model: {numbers:?} at {}", index - 1));
                }
                *self.tally.admitted.entry(kind).or_default() += 1;
                self.remember(signed, None, true);
                Ok(())
            }
            (Verdict::Repeated, Answer::Repeated { .. }) => {
                self.tally.repeats += 1;
                Ok(())
            }
            (Verdict::Refused(faults), Answer::Refused { refusal, index: at }) => {
                let code = refusal.code;
                if !fits(faults, code) {
                    return Err(format!("model: {faults:?}"));
                }
                let recorded = self.goes_on_record(signed, code);
                if *at != recorded.then_some(index) {
                    return Err(format!("model: on record {recorded} at {index}"));
                }
                if recorded {
                    self.model.leaf_without_effect();
                }
                *self.tally.refused.entry(code).or_default() += 1;
                self.remember(signed, at.map(|at| (at, code)), false);
                Ok(())
            }
            // Who is not known to the ledger leaves no trace on it.
            (Verdict::Refused(_), Answer::Invalid(_)) if self.has_unknown_key(signed) => Ok(()),
            _ => Err(format!("model: {verdict:?}")),
        }
    }

    fn has_unknown_key(&self, signed: &Signed) -> bool {
        let brought = match &signed.entry.act {
            Act::KeyEnrol(act) => Some(act.public_key.key_id()),
            _ => None,
        };
        let mut keys = signed.keys.iter();
        keys.any(|key| !self.model.keys.contains_key(key) && brought != Some(*key))
    }

    fn remember(&mut self, signed: &Signed, recorded: Option<(u64, Code)>, admitted: bool) {
        let envelope = signed.envelope.clone();
        self.past.push(Past {
            envelope,
            recorded,
            signed: signed.clone(),
            admitted,
        });
    }

    /// A basis is of this log where it was drafted here and not tampered with.
    fn basis_is_in_log(&self, signed: &Signed) -> bool {
        signed
            .entry
            .head
            .basis
            .is_none_or(|basis| basis.root != qledger::envelope::EntryHash::from_bytes([9; 32]))
    }

    /// Transient refusals stay off the record, and those beyond a key's count of the day.
    fn goes_on_record(&mut self, signed: &Signed, code: Code) -> bool {
        if code.is_transient() {
            return false;
        }
        let today = self.office.today();
        let most = self.model.limits(today).refusals_per_key_and_day;
        let count = |run: &Self, key: &KeyId| match run.refusals.get(key) {
            Some((day, count)) if *day == today => *count,
            _ => 0,
        };
        if signed.keys.iter().any(|key| count(self, key) >= most) {
            return false;
        }
        for key in &signed.keys {
            let so_far = count(self, key);
            self.refusals.insert(*key, (today, so_far + 1));
        }
        true
    }
}

/// The faults but for some.
fn besides(faults: &Faults, but: impl Fn(&Code) -> bool) -> Faults {
    Faults(faults.0.iter().copied().filter(|code| !but(code)).collect())
}

/// A refusal fits if it takes precedence over all faults: the one with the lowest number.
fn fits(faults: &Faults, code: Code) -> bool {
    faults.0.iter().min_by_key(|fault| fault.number()) == Some(&code)
}
