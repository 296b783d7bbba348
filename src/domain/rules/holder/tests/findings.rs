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
