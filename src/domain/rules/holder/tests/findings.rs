//! A finding and its holds go along with what it is about.

use super::super::super::quantity::hold::check_account;
use super::*;
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify, HoldLift};
use crate::domain::finding::{FindingKind, FindingOutcome};
use crate::domain::ids::{FindingNo, HoldNo};
use crate::domain::state::Stop;

fn is_held(kit: &Kit, account: &str) -> bool {
    matches!(
        check_account(&kit.draft(), &of(account)),
        Err(Stop::Refused(refusal)) if refusal.code == Code::AccountOnHold
    )
}

#[test]
fn a_merger_takes_a_finding_along_and_only_its_closing_frees_the_successors_account() {
    let mut kit = firm();
    let assigned = kit.admit(FindingOpen {
        kind: FindingKind::Overuse,
        target: HoldTarget::Account(of(ACCOUNT)),
        by: of("650000-EEB"),
        responsible: of(E1),
        rectify_by: None,
        document: kit.letter(),
    });
    let number = |what: &str| {
        let found = assigned.iter().find(|given| given.what == what);
        found.unwrap().number.clone()
    };
    let finding: FindingNo = of(&number("finding"));
    let act = change(&kit, ChangeKind::Merge, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    let went: HoldNo = of(&kit.admit(act)[0].number);
    let row = kit.draft().must(&keys::finding(&finding)).unwrap();
    assert_eq!(
        (row.responsible.as_str(), &row.carried),
        (A, &vec![went.clone()])
    );
    assert!(is_held(&kit, "650109/FIRM-A"));
    kit.refuses(
        Code::HoldOfFinding,
        HoldLift {
            hold: went,
            document: kit.letter(),
        },
    );

    // By letter: the successor has no key.
    kit.admit(FindingRectify {
        finding: finding.clone(),
        by: of("650000-EEB"),
        document: kit.letter(),
    });
    kit.admit(FindingClose {
        finding: finding.clone(),
        by: of("650000-EEB"),
        outcome: FindingOutcome::Rectified,
        document: kit.letter(),
    });
    assert!(!is_held(&kit, "650109/FIRM-A"));
    assert!(!is_held(&kit, ACCOUNT));
}

#[test]
fn a_case_that_went_to_a_successor_is_the_partys_no_more() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    let mut first = takes(A, Some("20"));
    first.cases = vec![of(&case)];
    first.permits = vec![of("001P")];
    let own = takes(E1, Some("40"));
    let act = change(&kit, ChangeKind::Split, vec![first, own]);
    let act = completed(&mut kit, act);
    kit.admit(act);
    let act = change(&kit, ChangeKind::Transfer, vec![takes(B, None)]);
    let act = completed(&mut kit, act);
    kit.admit(act);
    let row = kit.draft().must(&keys::case(&of(&case))).unwrap();
    let Content::Relocation(content) = row.content else {
        panic!("a relocation")
    };
    assert_eq!(content.firm.as_str(), A);
}

#[test]
fn a_hold_on_an_account_that_is_empty_that_day_goes_along() {
    let mut kit = firm();
    kit.open("ZD-WZ/91650109MA77AB0192");
    kit.admit(HoldPlace {
        target: HoldTarget::Account(of("ZD-WZ/91650109MA77AB0192")),
        by: of("650000-COURT"),
        until: None,
        document: kit.letter(),
    });
    let act = change(&kit, ChangeKind::Merge, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    kit.admit(act);
    assert!(is_held(&kit, "ZD-WZ/FIRM-A"));
}
