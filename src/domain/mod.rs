//! The domain: constraint indicators, who moves them, and by which rules. Pure: no clock, no store,
//! no I/O.
//!
//! Nouns come first (amounts, periods, regions, parties, lots, cases, procedures, policy), then
//! [`entry`], the closed set of what can be recorded, [`state`], what follows from it, [`rules`],
//! which decide, and [`refusal`], what they say when they refuse.

pub mod amount;
pub mod case;
pub mod correction;
pub mod entry;
pub mod finding;
pub mod ids;
pub mod indicator;
pub mod lot;
pub mod moment;
pub mod party;
pub mod period;
pub mod policy;
pub mod posting;
pub mod procedure;
pub mod refusal;
pub mod region;
pub mod rules;
pub mod state;
pub mod text;
pub mod workdays;
