//! Between the values of the domain and the bytes that are signed and stored.
//!
//! Payloads are canonical JSON ([`canonical`]): each has one spelling, and a payload that is not
//! in it is refused before anything is read from it.

pub mod canonical;
pub mod entry;
pub mod leaf;
pub mod submission;

// A payload may be as long as an envelope carries.
const _: () = assert!(canonical::BYTES_MAX == crate::envelope::PAYLOAD_BYTES_MAX);
