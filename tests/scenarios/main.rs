//! The samples: each is played, described by its schema, and fails where a figure is changed.

mod common;
mod figures;
mod mistakes;
mod played;
mod schema;
