//! An embedded, append-only, signed ledger for constraint indicators: carbon and pollutant quotas.

pub mod audit;
pub mod codec;
pub mod domain;
pub mod envelope;
pub mod log;
pub mod receipt;
pub mod replay;
#[cfg(feature = "cli")]
pub mod scenario;
pub mod service;
pub mod store;
