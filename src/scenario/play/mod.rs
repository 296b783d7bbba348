//! Plays a scenario on a fresh practice ledger and checks it step by step.
//!
//! Every entry goes the way of any clerk's: drafted by the service, signed with the keys of the
//! seats it asks for, submitted. The clock stands at each act's time.

mod check;
mod clock;
mod described;
pub mod failure;
pub mod keyring;
pub mod report;
mod signing;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

pub use clock::{SeededEntropy, SimulatedClock};

use self::check::Checker;
use self::failure::{PlayFailure, StepFailure};
use self::keyring::Keyring;
use self::report::{Admitted, PlayReport, Refused, StepReport};
use self::signing::Outcome;
use self::snapshot::Snapshot;
use super::model::{Expect, Scenario, Step, World};
use super::names::filled;
use super::node::Place;
use super::read::START;
use super::texts::{Key, Say, Value};
use crate::domain::ids::PartyId;
use crate::domain::party::Seat;
use crate::domain::text::Lang;
use crate::service::{Clock, Entropy, Ledger, Operator, ServiceError};

/// A play that went as expected: what happened, and the ledger to explore.
pub struct Played {
    /// What happened.
    pub report: PlayReport,
    /// The ledger, its clock at the last act.
    pub ledger: Ledger,
    /// Its clock.
    pub clock: SimulatedClock,
    /// Everybody's keys.
    pub keyring: Keyring,
}

impl std::fmt::Debug for Played {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Played({})", self.report.id)
    }
}

/// Told of each step as it is done.
pub trait Watcher {
    /// `done` of `all` steps are done; `step` is the last of them.
    fn stepped(&mut self, done: usize, all: usize, step: &StepReport);
}

/// For who does not want to be told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Watcher for Silent {
    fn stepped(&mut self, _: usize, _: usize, _: &StepReport) {}
}

/// Plays a scenario on the ledger that `create` begins with a signed genesis, the operator's key,
/// a clock and a source of randomness.
pub fn play(
    scenario: &Scenario,
    create: impl FnOnce(
        &[u8],
        Operator,
        Box<dyn Clock>,
        Box<dyn Entropy>,
    ) -> Result<Ledger, ServiceError>,
    watcher: &mut dyn Watcher,
) -> Result<Played, PlayFailure> {
    let mut player = Player::begin(scenario, create)?;
    player.seats_of_roots()?;
    let all = scenario.set_up.len() + scenario.acts.len();
    let mut report = PlayReport {
        id: scenario.id.clone(),
        names: scenario.names.clone(),
        ledger: player.ledger.id(),
        set_up: Vec::new(),
        acts: Vec::new(),
        met: 0,
    };
    for (at, step) in scenario.set_up.iter().enumerate() {
        let done = player.step(step, (true, at + 1))?;
        watcher.stepped(at + 1, all, &done);
        report.set_up.push(done);
    }
    player.mark(START)?;
    for (at, step) in scenario.acts.iter().enumerate() {
        let done = player.step(step, (false, at + 1))?;
        watcher.stepped(scenario.set_up.len() + at + 1, all, &done);
        report.acts.push(done);
    }
    report.met = player.met;
    let Player {
        ledger,
        clock,
        keyring,
        ..
    } = player;
    Ok(Played {
        report,
        ledger,
        clock,
        keyring,
    })
}

/// A play in progress.
struct Player<'a> {
    scenario: &'a Scenario,
    ledger: Ledger,
    clock: SimulatedClock,
    keyring: Keyring,
    /// How many keys each seat has.
    seats: BTreeMap<(PartyId, Seat), usize>,
    /// Numbers by the names given to them.
    numbers: BTreeMap<String, String>,
    /// Marks that some expectation speaks of.
    marked: BTreeMap<String, Snapshot>,
    wanted_marks: BTreeSet<&'a str>,
    met: usize,
}

impl<'a> Player<'a> {
    /// The figures now.
    fn snapshot(&self) -> Result<Snapshot, PlayFailure> {
        Ok(Snapshot::of(self.ledger.view()?.draft()).map_err(ServiceError::from)?)
    }

    /// Remembers the figures under a mark, where some change is asked since it.
    fn mark(&mut self, mark: &str) -> Result<(), PlayFailure> {
        if self.wanted_marks.contains(mark) {
            let snapshot = self.snapshot()?;
            self.marked.insert(mark.to_owned(), snapshot);
        }
        Ok(())
    }

    /// Records what a step records and checks what it expects.
    fn step(&mut self, step: &'a Step, number: (bool, usize)) -> Result<StepReport, PlayFailure> {
        let failed = |unmet| {
            let (set_up, number) = number;
            let (place, title) = (step.place.clone(), step.title.clone());
            let failure = StepFailure {
                set_up,
                number,
                place,
                title,
                unmet,
            };
            PlayFailure::Step(Box::new(failure))
        };
        self.clock.set(step.at);
        let expect = &step.expect;
        let still = expect.refused.is_some() || expect.nothing_moved;
        let before = if still { Some(self.snapshot()?) } else { None };
        let mut report = StepReport {
            number: number.1,
            place: step.place.clone(),
            at: step.at,
            title: step.title.clone().map(|text| filled(text, &self.numbers)),
            admitted: Vec::new(),
            refused: None,
            figures: Vec::new(),
        };
        match self.record(step, &mut report)? {
            Ok(()) => {}
            Err((place, say)) => return Err(failed(vec![(place, say)])),
        }
        let unmet = self.check(step, before.as_ref(), &mut report)?;
        if !unmet.is_empty() {
            return Err(failed(unmet));
        }
        if let Some(mark) = &step.mark {
            self.mark(mark)?;
        }
        Ok(report)
    }

    /// Records the deeds of a step, in order; tells where one was not admitted and should be, or
    /// the other way round.
    fn record(
        &mut self,
        step: &Step,
        report: &mut StepReport,
    ) -> Result<Result<(), (Place, Say)>, PlayFailure> {
        let here = |say| Ok(Err((step.place.clone(), say)));
        let mut given = Vec::new();
        for deed in &step.deeds {
            let world = World {
                numbers: &self.numbers,
                keyring: &self.keyring,
            };
            let act = match (deed.make)(&world) {
                Ok(act) => act,
                Err(say) => return here(say),
            };
            match self.submit(act, step.by.as_ref())? {
                Outcome::Admitted(admitted) if step.expect.refused.is_none() => {
                    given.extend(admitted.assigned.iter().cloned());
                    report.admitted.push(admitted);
                }
                Outcome::Admitted(Admitted { index, .. }) => {
                    let code = step
                        .expect
                        .refused
                        .as_ref()
                        .map(|refused| refused.code.name());
                    let say = Say::new(Key::NotRefused).with("index", index);
                    return here(say.with("expected", code.unwrap_or_default()));
                }
                Outcome::Refused(refused) if step.expect.refused.is_some() => {
                    report.refused = Some(refused);
                }
                Outcome::Refused(Refused { refusal, .. }) => {
                    let text = |lang| format!("{} {}", refusal.code.name(), refusal.text(lang));
                    let text = Value::Both(text(Lang::Zh), text(Lang::En));
                    return here(Say::new(Key::NotAdmitted).and("refusal", text));
                }
                Outcome::Neither(say) => return here(say),
            }
        }
        if let Some(party) = &step.keys_of
            && let Err(say) = self.enrol_seats(party, &Seat::ALL)?
        {
            return here(say);
        }
        let numbers: Vec<String> = step
            .names
            .iter()
            .zip(given.iter().filter(|assigned| {
                step.names
                    .iter()
                    .any(|(what, _)| what.word() == assigned.what)
            }))
            .map(|(_, assigned)| assigned.number.clone())
            .collect();
        if step.expect.refused.is_none() && numbers.len() != step.names.len() {
            let say = Say::new(Key::OtherCount).with("given", step.names.len());
            return here(say.with("found", numbers.len()));
        }
        for ((_, name), number) in step.names.iter().zip(numbers) {
            if let Some(name) = name {
                self.numbers.insert(name.clone(), number);
            }
        }
        Ok(Ok(()))
    }

    /// Holds the step's expectations against what is.
    fn check(
        &mut self,
        step: &Step,
        before: Option<&Snapshot>,
        report: &mut StepReport,
    ) -> Result<Vec<(Place, Say)>, PlayFailure> {
        let Expect {
            refused,
            figures,
            cases,
            ..
        } = &step.expect;
        if step.expect.is_empty() {
            return Ok(Vec::new());
        }
        let view = self.ledger.view()?;
        let now = Snapshot::of(view.draft()).map_err(ServiceError::from)?;
        let mut checker = Checker::new(&self.numbers);
        if let (Some(expected), Some(found)) = (refused, &report.refused) {
            checker.refusal(&step.place, expected, &found.refusal, found.index);
        }
        if let Some(before) = before {
            checker.nothing_moved(&step.place, before, &now);
        }
        for figure in figures {
            checker.figure(figure, &view, (&now, &self.marked))?;
        }
        for case in cases {
            checker.case(case, &view)?;
        }
        let Checker {
            unmet, met, count, ..
        } = checker;
        self.met += count;
        report.figures = met;
        Ok(unmet)
    }
}
