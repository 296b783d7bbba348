//! Random histories of many parties through the service, held against a naive model of the rules.
//!
//! ```text
//! seed ─► wishes ─► drafts ─► (planted faults) ─► signed entries ─► submit ─► answers, rows
//!                                                      └─► model ───────────► verdicts, holdings
//! ```
//!
//! A failure prints its seed. `QLEDGER_MODEL_SEED` runs one seed alone, `QLEDGER_MODEL_SEEDS` and
//! `QLEDGER_MODEL_ACTS` set how many and how long, for campaigns.
#![allow(
    clippy::wrong_self_convention,
    reason = "`from_on` reads as the rule does: from this step on"
)]
#![allow(
    clippy::unused_self,
    reason = "a judgement is asked of the run, whatever it looks at"
)]
#![allow(
    clippy::unnecessary_wraps,
    reason = "every wish has one shape: it may find nothing to wish for"
)]
#![allow(clippy::unwrap_used)] // Helpers of tests are tests.
#![allow(missing_docs)] // What is public here is public to this test alone.

mod answers;
mod compare;
mod naive;
mod office;
mod plant;
mod rng;
mod run;
mod wishes;
mod world;

use std::sync::Mutex;
use std::thread;

use run::{Run, Tally};

fn from_environment(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is `{text}`, not a number")),
    )
}

/// Runs histories, shared out over the machine's processors; what they did together, or the first
/// seed whose ledger and model differ.
fn histories(seeds: impl Iterator<Item = u64> + Send, acts: u64) -> Result<Tally, String> {
    let seeds = Mutex::new(seeds);
    let all = Mutex::new((Tally::default(), Vec::new()));
    let work = || {
        loop {
            let Some(seed) = seeds.lock().unwrap().next() else {
                return;
            };
            let mut run = Run::new(seed);
            let outcome = run.go(acts);
            let mut all = all.lock().unwrap();
            all.0.add(&run.tally);
            if let Err(what) = outcome {
                all.1
                    .push((seed, format!("act {}: {what}", run.tally.acts)));
                return;
            }
        }
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..processors).for_each(|_| drop(scope.spawn(work))));
    let (tally, mut failed) = all.into_inner().unwrap();
    failed.sort();
    match failed.into_iter().next() {
        None => Ok(tally),
        Some((seed, what)) => Err(format!("QLEDGER_MODEL_SEED={seed}, {what}")),
    }
}

#[test]
fn random_histories_are_what_the_model_says() {
    let acts = from_environment("QLEDGER_MODEL_ACTS").unwrap_or(150);
    let count = from_environment("QLEDGER_MODEL_SEEDS").unwrap_or(16);
    let seeds = match from_environment("QLEDGER_MODEL_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..count + 1,
    };
    match histories(seeds, acts) {
        Ok(tally) => println!("{tally:#?}"),
        Err(what) => panic!("{what}"),
    }
}

/// A model that did not hear of an act must come to differ from the ledger, whatever the act.
#[test]
fn an_act_kept_from_the_model_is_found() {
    let kinds = [
        "account.open",
        "cap.set",
        "case.act",
        "case.open",
        "emission.verify",
        "opening.record",
        "permit.record",
        "project.register",
        "quota.issue",
        "quota.take_back",
        "quota.invalidate",
    ];
    for kind in kinds {
        let found = (1..=20).any(|seed| {
            let mut run = Run::new(seed);
            run.keep_from_model(kind);
            run.go(80).is_err()
        });
        assert!(found, "{kind} was kept from the model and nothing differs");
    }
}
