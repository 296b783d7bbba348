//! The append-only log: a Merkle tree, signed checkpoints, and proofs that stand alone.

pub mod tiles;
pub mod tree;
