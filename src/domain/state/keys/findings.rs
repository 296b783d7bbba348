//! Keys of findings.

use crate::domain::finding::Finding;
use crate::domain::ids::{FindingNo, HoldNo, PartyId};
use crate::domain::state::key::{Key, Prefix};

/// A finding.
pub fn finding(finding: &FindingNo) -> Key<Finding> {
    Key::new(&["finding", finding.as_str()], &[])
}

/// The findings on one thing, closed ones too, by its name as for holds: `case X`.
pub fn findings_on(what: &str) -> Prefix<FindingNo> {
    Prefix::new(&["findings-on", what], &[])
}

/// One finding in the list of what it is about.
pub fn finding_listed(what: &str, finding: &FindingNo) -> Key<FindingNo> {
    Key::new(&["findings-on", what], &[finding.as_str().as_bytes()])
}

/// The finding that a hold belongs to; there is none where somebody placed it.
pub fn finding_of_hold(hold: &HoldNo) -> Key<FindingNo> {
    Key::new(&["hold-of-finding", hold.as_str()], &[])
}

/// The findings that a party opened or must rectify and that are not closed.
pub fn findings_of(party: &PartyId) -> Prefix<FindingNo> {
    Prefix::new(&["findings-of", party.as_str()], &[])
}

/// One such finding in its party's list.
pub fn finding_of_party(party: &PartyId, finding: &FindingNo) -> Key<FindingNo> {
    Key::new(
        &["findings-of", party.as_str()],
        &[finding.as_str().as_bytes()],
    )
}
