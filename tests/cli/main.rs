//! The command line as people and programs use it: sessions with the built binary.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod audit;
mod carried;
mod damage;
mod desk;
mod forms;
mod golden;
mod index;
mod inspector;
mod keys;
mod office;
mod outcomes;
mod papers;
mod relocation;
mod separate;
mod submit;
mod terminal;
mod told;
mod usage;
mod writers;
mod zhundong;
