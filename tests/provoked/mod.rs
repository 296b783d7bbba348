//! Notes which refusals the tests provoked, for the check that none is left out.
//!
//! Whoever runs the tests may name an empty folder in `QLEDGER_PROVOKED`. Every refusal that a test
//! expected and was given leaves an empty file there, called by its code; afterwards
//! `tests/documents.rs` holds them against the list of codes.

use std::path::Path;

/// Notes that a test was given the refusal it expected.
pub fn note(code: &str) {
    if let Some(folder) = std::env::var_os("QLEDGER_PROVOKED") {
        let path = Path::new(&folder).join(code);
        std::fs::write(path, "").expect("the folder of QLEDGER_PROVOKED is writable");
    }
}
