//! Scenarios: what happens on a ledger and what must hold after it, written by hand in YAML.
//!
//! A scenario sets up a fresh practice ledger (regions, parties and their keys, policy, caps,
//! openings, permits) and then lets things happen, each at its time, with expectations after each:
//! balances, totals, caps, where a case stands, or the refusal that must come. [`Scenario::read`]
//! understands the file or tells file, line and what was expected; [`play`] plays it through the
//! service like any clerk's work and stops at the first step that does not go as expected.
//! `schemas/scenario.schema.json` is the normative description of the format.
//!
//! ```yaml
//! scenario: small
//! names: [小例, A small case]
//! include: parts/zhundong.yaml          # regions, bureaus, policy
//! seed: small                           # keys and ids follow from it
//! start: 2027-01-04 09:00
//! document: 准东演练〔2027〕1号           # what the set-up rows rest on
//! parties:
//!   E1: {id: 91650109MA77AB0192, kind: enterprise, names: [企业一, Firm 1], region: 650109}
//! caps:
//!   650109: {SO2: 5000.000, CO2 2027-2030: 900000.00}
//! openings:
//!   - region: 650100
//!     rows:
//!       - {account: 650109/E1, amounts: {SO2: 198.350}, lots: {SO2: old_right}}
//! acts:
//!   - at: 2027-03-01 09:30
//!     open: relocation
//!     name: case                        # `$case` from here on
//!     by: ZD-WZ-PC
//!     firm: E1
//!     origin: 650109/E1
//!     site: ZD-WZ
//!     required: {SO2: 160.000}
//!     documents: [准东管函〔2027〕3号]
//!   - at: 2027-03-02
//!     step: effective
//!     case: $case
//!     documents: [新环函〔2027〕9号]
//!     expect:
//!       refused: {code: ORIGIN_NOT_CLOSED, case: $case}
//!       balances: {available: {650109/E1: {SO2: 198.350}}}
//! ```
//!
//! ```no_run
//! use qledger::scenario::{SAMPLES, Scenario, Silent, play};
//! use qledger::service::Ledger;
//! use qledger::store::{MemoryStore, Store};
//!
//! let scenario = Scenario::read(&SAMPLES, "relocation.yaml")?;
//! let played = play(
//!     &scenario,
//!     |genesis, operator, clock, entropy| {
//!         let in_memory = |_: &_, group: qledger::store::Group<'_>| {
//!             let mut store = MemoryStore::new();
//!             store.append(0, group)?;
//!             Ok(Box::new(store) as Box<dyn Store>)
//!         };
//!         Ledger::create_signed(in_memory, genesis, operator, clock, entropy)
//!     },
//!     &mut Silent,
//! )?;
//! println!("{} expectations met", played.report.met);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod error;
mod fields;
pub mod model;
mod names;
pub mod node;
mod play;
mod read;
mod source;
mod texts;

pub use error::ScenarioError;
pub use model::Scenario;
pub use play::failure::{PlayFailure, StepFailure};
pub use play::keyring::Keyring;
pub use play::report;
pub use play::{Played, SeededEntropy, Silent, SimulatedClock, Watcher, play};
pub use source::{Bundle, POLICIES, SAMPLES, Sources};
pub use texts::{Key, Say, Value};

impl Scenario {
    /// Reads a scenario and what it includes.
    pub fn read(sources: &dyn Sources, file: &str) -> Result<Self, ScenarioError> {
        read::scenario(sources, file)
    }
}
