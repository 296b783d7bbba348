//! The samples: each is played, described by its schema, and fails where a figure is changed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
mod figures;
mod mistakes;
mod played;
#[path = "../provoked/mod.rs"]
mod provoked;
mod schema;
