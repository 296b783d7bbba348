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

mod compare;
mod naive;
mod office;
mod plant;
mod rng;
mod run;
mod wishes;
mod world;

use run::{Run, Tally};

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn random_histories_are_what_the_model_says() {
    let acts = from_environment("QLEDGER_MODEL_ACTS", 120);
    let count = from_environment("QLEDGER_MODEL_SEEDS", 12);
    let first = from_environment("QLEDGER_MODEL_SEED", 1);
    let only = std::env::var("QLEDGER_MODEL_SEED").is_ok();
    let last = if only { first } else { count };
    let mut tally = Tally::default();
    for seed in first..=last {
        let mut run = Run::new(seed);
        if let Err(what) = run.go(acts) {
            panic!("QLEDGER_MODEL_SEED={seed}, act {}: {what}", run.tally.acts);
        }
        tally.add(&run.tally);
    }
    println!("{tally:#?}");
}

#[test]
fn an_act_kept_from_the_model_is_found() {
    for kind in ["opening.record", "cap.set", "account.open"] {
        let found = (1..=20).any(|seed| {
            let mut run = Run::new(seed);
            run.keep_from_model(kind);
            run.go(60).is_err()
        });
        assert!(found, "{kind} was kept from the model and nothing differs");
    }
}
