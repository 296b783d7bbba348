//! The command line as people and programs use it: sessions with the built binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod desk;
mod golden;
mod keys;
mod relocation;
mod schemas;
mod separate;
mod submit;
mod usage;
