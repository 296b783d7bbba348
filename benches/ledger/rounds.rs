//! The rounds: every row and its yardsticks in turn, so that both meet the same machine.

use std::path::Path;

use crate::machine::{self, Ticks};
use crate::report::{Disk, Ratio, Row, Rows, Target};
use crate::subject::Subject;
use crate::workload::Mix;
use crate::yardsticks::Yardsticks;
use crate::{Failure, Plan, Progress, per_second};

/// What one round measured.
#[derive(Debug, Clone, Copy, Default)]
struct Round {
    verify: f64,
    growing: f64,
    prepared: f64,
    bulk: [f64; 3],
    bulk_small: f64,
    one_by_one: f64,
    audit: f64,
    query_ms: f64,
    query_small_ms: f64,
}

/// Both ledgers, measured round by round.
pub struct Rounds<'w> {
    pub large: Subject<'w>,
    pub small: Subject<'w>,
    pub yardsticks: Yardsticks,
    rounds: Vec<Round>,
    others_percent: Vec<u64>,
}

impl<'w> Rounds<'w> {
    pub fn new(large: Subject<'w>, small: Subject<'w>, yardsticks: Yardsticks) -> Self {
        Self {
            large,
            small,
            yardsticks,
            rounds: Vec::new(),
            others_percent: Vec::new(),
        }
    }

    /// One more round.
    pub fn run(&mut self, plan: &Plan, progress: &mut Progress) -> Result<(), Failure> {
        let ticks = Ticks::now();
        let mut round = Round::default();
        self.bulk(&mut round, plan)?;
        progress.at("audit");
        self.audited(&mut round)?;
        progress.at("one by one");
        self.one_by_one(&mut round, plan)?;
        progress.at("queries");
        self.queries(&mut round, plan)?;
        self.rounds.push(round);
        if let (Some(then), Some(now)) = (ticks, Ticks::now()) {
            self.others_percent.push(then.others_percent(now));
        }
        Ok(())
    }

    fn bulk(&mut self, round: &mut Round, plan: &Plan) -> Result<(), Failure> {
        let before = self.yardsticks.verify()?;
        let mixes = [Mix::One, Mix::Two, Mix::Three];
        for (rate, mix) in round.bulk.iter_mut().zip(mixes) {
            let envelopes = self.large.batch(mix, plan.bulk)?;
            *rate = per_second(plan.bulk, self.large.bulk(&envelopes)?);
        }
        let envelopes = self.small.batch(Mix::One, plan.bulk_small)?;
        round.bulk_small = per_second(plan.bulk_small, self.small.bulk(&envelopes)?);
        // Half of it before, half of it after: what changes in between changes both sides.
        round.verify = f64::midpoint(before, self.yardsticks.verify()?);
        Ok(())
    }

    fn audited(&mut self, round: &mut Round) -> Result<(), Failure> {
        let (took, leaves, _) = self.large.audit()?;
        round.audit = per_second(usize::try_from(leaves)?, took);
        Ok(())
    }

    fn one_by_one(&mut self, round: &mut Round, plan: &Plan) -> Result<(), Failure> {
        let envelopes = self.large.batch(Mix::One, plan.one_by_one)?;
        round.growing = self.yardsticks.append_growing()?;
        round.one_by_one = per_second(plan.one_by_one, self.large.one_by_one(&envelopes)?);
        round.prepared = self.yardsticks.append_prepared()?;
        Ok(())
    }

    fn queries(&mut self, round: &mut Round, plan: &Plan) -> Result<(), Failure> {
        let account = self.rounds.len() % plan.small_accounts;
        for (subject, ms) in [
            (&mut self.large, &mut round.query_ms),
            (&mut self.small, &mut round.query_small_ms),
        ] {
            subject.close()?;
            *ms = subject.time_query(account)?.as_secs_f64() * 1_000.0;
            subject.open()?;
        }
        Ok(())
    }

    fn of(&self, figure: impl Fn(&Round) -> f64) -> Vec<f64> {
        self.rounds.iter().map(figure).collect()
    }

    /// Everything measured, as rows of the table.
    pub fn rows(&self) -> Rows {
        let to_verify = |rate: fn(&Round) -> f64, target| {
            Ratio::new("V", self.of(|round| rate(round) / round.verify), target)
        };
        let bulk = |what, rate: fn(&Round) -> f64, target| {
            Row::rate(what, self.of(rate)).with(to_verify(rate, target))
        };
        let rows = vec![
            bulk(
                "append, one signature, groups of 256",
                |r| r.bulk[0],
                Target::AtLeast(0.8),
            ),
            bulk(
                "append, two signatures, groups of 256",
                |r| r.bulk[1],
                Target::AtLeast(0.45),
            ),
            bulk(
                "append, three signatures, groups of 256",
                |r| r.bulk[2],
                Target::None,
            ),
            Row::rate(
                "append to the small ledger, one signature",
                self.of(|r| r.bulk_small),
            ),
            Row::rate(
                "append to the large ledger, the same",
                self.of(|r| r.bulk[0]),
            )
            .with(Ratio::new(
                "the small ledger's",
                self.of(|r| r.bulk[0] / r.bulk_small),
                Target::AtLeast(0.9),
            )),
            Row::rate(
                "append, one signature, one by one",
                self.of(|r| r.one_by_one),
            )
            .with(Ratio::new(
                "F",
                self.of(|r| r.one_by_one / r.growing),
                Target::AtLeast(0.8),
            ))
            .with(Ratio::new(
                "Fp",
                self.of(|r| r.one_by_one / r.prepared),
                Target::None,
            )),
            bulk(
                "full audit, in this process",
                |r| r.audit,
                Target::AtLeast(1.0),
            ),
            Row::ms(
                "balance of one account, whole process, large",
                self.of(|r| r.query_ms),
            )
            .limited(250.0),
            Row::ms(
                "balance of one account, whole process, small",
                self.of(|r| r.query_small_ms),
            ),
            Row::ms(
                "the large ledger's query beyond the small one's",
                self.of(|r| r.query_ms - r.query_small_ms),
            )
            .limited(150.0),
        ];
        Rows {
            yardsticks: vec![
                Row::rate("V  verify_strict, all cores", self.of(|r| r.verify)),
                Row::rate(
                    "F  append 1 KB + fdatasync, growing",
                    self.of(|r| r.growing),
                ),
                Row::rate("Fp the same, preallocated", self.of(|r| r.prepared)),
            ],
            rows,
            others_percent: self.others_percent.clone(),
        }
    }
}

/// What a closed ledger takes up, beside the bytes of its envelopes.
pub fn disk(dir: &Path, envelope_bytes: usize) -> Result<Disk, Failure> {
    Ok(Disk {
        envelope_bytes: envelope_bytes as u64,
        log_bytes: machine::allocated_bytes(&dir.join("log"))?,
        tiles_bytes: machine::allocated_bytes(&dir.join("tiles"))?,
        index_bytes: machine::allocated_bytes(&dir.join("index"))?,
    })
}
