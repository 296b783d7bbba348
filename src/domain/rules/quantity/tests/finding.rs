//! Findings.

use super::hold::{procedures, relocation};
use super::*;
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify, HoldLift};
use crate::domain::finding::{FindingKind, FindingOutcome, FindingState};
use crate::domain::ids::{CaseNo, FindingNo};
use crate::domain::lot::HoldTarget;
use crate::domain::party::PartyKind;
use crate::domain::rules::quantity::hold::check_case;

const INSPECTOR: &str = "650000-INS";

/// A ledger with an inspector and a case.
fn with_case() -> (Kit, CaseNo) {
    let mut kit = kit();
    kit.admit(kit.party(INSPECTOR, PartyKind::Inspector, "650000"));
    kit.adopt(None, procedures());
    open_with(&mut kit, FIRM, &[("SO2", "200")]);
    let case = relocation(&mut kit, &[("SO2", "160")]);
    (kit, case)
}

fn opening(kit: &Kit, by: &str, case: &CaseNo) -> FindingOpen {
    FindingOpen {
        kind: FindingKind::Procedure,
        target: HoldTarget::Case(case.clone()),
        by: of(by),
        responsible: of("650100-EEB"),
        rectify_by: None,
        document: kit.letter(),
    }
}

fn rectifying(kit: &Kit, by: &str, finding: &FindingNo) -> FindingRectify {
    FindingRectify {
        finding: finding.clone(),
        by: of(by),
        document: kit.letter(),
    }
}

fn closing(kit: &Kit, by: &str, finding: &FindingNo, outcome: FindingOutcome) -> FindingClose {
    FindingClose {
        finding: finding.clone(),
        by: of(by),
        outcome,
        document: kit.letter(),
    }
}

fn is_held(kit: &Kit, case: &CaseNo) -> bool {
    matches!(
        check_case(&kit.draft(), case),
        Err(Stop::Refused(refusal)) if refusal.code == Code::CaseOnHold
    )
}

#[test]
fn a_finding_holds_until_it_is_closed_and_rectified_is_not_closed() {
    let (mut kit, case) = with_case();
    assert!(!is_held(&kit, &case));
    let act = opening(&kit, INSPECTOR, &case);
    let finding: FindingNo = number(&kit.admit(act), "finding");
    assert!(is_held(&kit, &case));
    let early = closing(&kit, INSPECTOR, &finding, FindingOutcome::Rectified);
    kit.refuses(Code::FindingNotRectified, early);

    for _ in 0..2 {
        kit.admit(rectifying(&kit, "650100-EEB", &finding));
    }
    let row = kit.draft().must(&keys::finding(&finding)).unwrap();
    assert_eq!(row.state(), FindingState::Rectified);
    assert_eq!(row.rectified.len(), 2);
    assert!(is_held(&kit, &case));

    kit.admit(closing(
        &kit,
        INSPECTOR,
        &finding,
        FindingOutcome::Rectified,
    ));
    assert!(!is_held(&kit, &case));
    let row = kit.draft().must(&keys::finding(&finding)).unwrap();
    assert_eq!(row.state(), FindingState::Closed);
    assert!(
        kit.draft()
            .list(&keys::findings_of(&of(INSPECTOR)))
            .unwrap()
            .is_empty()
    );
    let again = closing(&kit, INSPECTOR, &finding, FindingOutcome::Unfounded);
    kit.refuses(Code::FindingClosed, again);
    kit.refuses(
        Code::FindingClosed,
        rectifying(&kit, "650100-EEB", &finding),
    );
}

#[test]
fn the_hold_of_a_finding_is_not_lifted_beside_it() {
    let (mut kit, case) = with_case();
    let act = opening(&kit, INSPECTOR, &case);
    let given = kit.admit(act);
    let hold = number(&given, "hold");
    let document = kit.letter();
    let refusal = kit.refuses(Code::HoldOfFinding, HoldLift { hold, document });
    assert_eq!(
        refusal.values["finding"],
        number::<FindingNo>(&given, "finding").as_str()
    );
    assert!(is_held(&kit, &case));
}

#[test]
fn who_may_open_rectify_and_close() {
    let (mut kit, case) = with_case();
    for (by, may) in [
        (INSPECTOR, true),
        ("650000-EEB", true),
        ("XPCC-EEB", true),
        ("652300-EEB", true),
        ("XPCC-06-EEB", false),
        ("650000-COURT", false),
        ("650100-GOV", false),
        (E1, false),
    ] {
        let act = opening(&kit, by, &case);
        if may {
            kit.admit(act);
        } else {
            kit.refuses(Code::NotAuthorised, act);
        }
    }
    let act = opening(&kit, INSPECTOR, &case);
    let finding: FindingNo = number(&kit.admit(act), "finding");
    for (by, may) in [
        ("652300-EEB", false),
        ("XPCC-EEB", false),
        (E1, false),
        ("650100-EEB", true),
        (INSPECTOR, true),
        ("650000-EEB", true),
    ] {
        let act = rectifying(&kit, by, &finding);
        if may {
            kit.admit(act);
        } else {
            kit.refuses(Code::NotAuthorised, act);
        }
    }
    for by in ["650100-EEB", "XPCC-EEB", "652300-EEB"] {
        let act = closing(&kit, by, &finding, FindingOutcome::Rectified);
        kit.refuses(Code::NotAuthorised, act);
    }
    // The body above who opened it closes it, too.
    kit.admit(closing(
        &kit,
        "650000-EEB",
        &finding,
        FindingOutcome::Rectified,
    ));
}

#[test]
fn who_must_put_it_right_neither_opens_nor_closes_it() {
    let (mut kit, case) = with_case();
    let mut act = opening(&kit, "650100-EEB", &case);
    kit.refuses(Code::FindingOfItself, act);
    act = opening(&kit, INSPECTOR, &case);
    act.responsible = of("650000-EEB");
    let finding: FindingNo = number(&kit.admit(act), "finding");
    kit.admit(rectifying(&kit, "650000-EEB", &finding));
    let own = closing(&kit, "650000-EEB", &finding, FindingOutcome::Rectified);
    kit.refuses(Code::FindingOfItself, own);
}

#[test]
fn a_finding_is_refused_for_what_is_wrong_with_it() {
    let (mut kit, case) = with_case();
    let good = opening(&kit, INSPECTOR, &case);
    let cases: &Refusals<FindingOpen> = &[
        (Code::UnknownId, |act| act.responsible = of("650104-EEB")),
        (Code::UnknownId, |act| {
            act.target = HoldTarget::Case(of("ZD-WZ-2027-0099"));
        }),
        (Code::NotAuthorised, |act| {
            act.target = HoldTarget::Account(of(FIRM));
        }),
        (Code::DatesReversed, |act| {
            act.rectify_by = Some(act.document.date.before());
        }),
    ];
    for (code, spoil) in cases {
        let mut act = good.clone();
        spoil(&mut act);
        kit.refuses(*code, act);
    }
}
