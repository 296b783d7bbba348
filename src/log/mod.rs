//! The append-only log: a Merkle tree, signed checkpoints, and proofs that stand alone.

pub mod checkpoint;
pub mod cosignature;
pub mod note;
#[cfg(test)]
mod testing;
mod text;
pub mod tiles;
pub mod tree;
