//! The benchmark; its first form is still to come.

fn main() {}
