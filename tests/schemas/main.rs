//! The schemas of `schemas/` against what is written, and what is written against them.
//!
//! Two ways: everything that the program writes is as its schema says, and whatever a schema
//! refuses of an entry the codec refuses as well.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../documents/asked.rs"]
mod asked;
mod broken;
mod closed;
mod commands;
#[path = "../scenarios/common.rs"]
#[allow(
    dead_code,
    reason = "of what scenarios share, schemas need the playing"
)]
mod common;
#[path = "../cli/desk.rs"]
#[allow(dead_code, reason = "schemas run lines and look at what comes out")]
mod desk;
mod entries;
mod limits;
mod outputs;
mod record;
mod shelf;
mod spelled;
mod values;
mod writes;
#[path = "../cli/zhundong.rs"]
mod zhundong;
