//! An embedded, append-only, signed ledger for constraint indicators: carbon and pollutant quotas.

pub mod audit;
#[cfg(feature = "cli")]
pub mod cli;
pub mod codec;
pub mod domain;
pub mod envelope;
pub mod explain;
pub mod log;
pub mod receipt;
pub mod replay;
#[cfg(feature = "cli")]
pub mod scenario;
pub mod service;
pub mod store;
