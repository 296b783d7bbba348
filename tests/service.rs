//! The service over a memory store: answers, groups, repeats, refusals on record.

mod office;

use office::Office;
use qledger::service::Answer;

#[test]
fn a_ledger_with_two_roots_admits_what_its_seats_sign() {
    let mut office = Office::zhundong();
    office.ceiling("650000", "SO2", "standing", "1000");
    office.ceiling("650100", "SO2", "standing", "500");
    office.open("650109/91650109MA77AB0192");
    let issue = office.issue("650109/91650109MA77AB0192", "SO2", "198.35");
    let assigned = office.admit(issue);
    assert_eq!(assigned[0].number, "650109-2027-L0001");
    let leaf = office.ledger.leaf(office.ledger.size() - 1).unwrap();
    assert_eq!(leaf.refusal, None);
    assert!(matches!(
        office.submit(&leaf.envelope),
        Answer::Repeated { .. }
    ));
}
