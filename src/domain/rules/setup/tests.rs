//! The number of the rules.

use super::*;
use crate::domain::rules::testkit::Kit;
use crate::envelope::EntryHash;

/// Today no number passes the head, for this build knows one only; the act itself is laid as it
/// will be once there is another.
#[test]
fn an_upgrade_that_passed_the_head_sets_the_number() {
    let mut kit = Kit::begun();
    let head = kit.head(Vec::new());
    let context = Context {
        now: kit.now,
        index: 1,
        entry_hash: EntryHash::from_bytes([0; 32]),
        head: &head,
        signers: &[],
    };
    let mut draft = kit.draft();
    upgrade(&mut draft, &context, &Upgrade { rules: 2 }).unwrap();
    let ledger: Ledger = draft.must(&keys::ledger()).unwrap();
    assert_eq!(ledger.rules, 2);
}
