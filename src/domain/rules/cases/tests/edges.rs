//! Where two things meet: a reserve opened meanwhile, two cases on one lot, a year that is over,
//! several faults at once.

use super::introduction::{STEPS_TO_RESERVE, introduction, planned, project, supplied};
use super::relocation::{
    ORIGIN, RESERVE, SITE, TO_RESERVE, base_decided, before_the_case, cancel_old_permit, opened,
    to_effective,
};
use super::*;
use crate::domain::case::{Content, Relocation};
use crate::domain::entry::{
    CaseEnd, CaseOpen, CaseResubmit, EndKind, HoldPlace, ReductionRecord, ReductionVerify,
};
use crate::domain::lot::{HoldTarget, Measure};
use crate::domain::rules::testkit::{E1, E2, E4};

fn moving(site: &str, required: Vec<Quantity>) -> Relocation {
    Relocation {
        firm: of(E1),
        origin: of(ORIGIN),
        site: of(site),
        project: None,
        required,
        lines: Vec::new(),
    }
}

impl Kit {
    fn opens(&mut self, content: Relocation) -> String {
        let open = CaseOpen {
            procedure: of("relocation"),
            by: of(&format!("{}-PC", content.site)),
            content: Content::Relocation(content),
            documents: vec![self.document(DocumentKind::Application)],
        };
        numbered(&self.admit(open), "case")
    }

    fn holds_up(&mut self, target: HoldTarget) {
        let place = HoldPlace {
            target,
            by: of("650000-EEB"),
            until: None,
            document: self.letter(),
        };
        self.admit(place);
    }
}

#[test]
fn a_reserve_opened_meanwhile_bars_nothing_that_another_reserve_gave() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    kit.open("650109/RESERVE");
    to_effective(&mut kit, &case);
    kit.does(&case, &["effective"]);
    // 54.120 of its own, all within its base, and 5.880 of the reserve of 650100.
    let (available, _, barred) = kit.held(SITE, "VOCS", "standing");
    assert_eq!((available.as_str(), barred.as_str()), ("60", "0"));
    kit.holds(RESERVE, "VOCS", "standing", "14.12");
    kit.holds("650109/RESERVE", "SO2", "standing", "38.35");
}

#[test]
fn a_budget_of_a_year_that_is_over_keeps_nobody_from_moving() {
    let mut kit = Kit::with_procedures();
    kit.open(ORIGIN);
    kit.open(RESERVE);
    kit.factor("652300", CaseKind::Relocation, "NOX", "1.0");
    kit.opening(ORIGIN, "NOX", "standing", "10.000");
    kit.opening(ORIGIN, "CO2", "2026", "5.00");
    kit.base_emission(ORIGIN, vec![quantity("NOX", "10.000")]);
    let content = moving("ZD-WZ", vec![quantity("NOX", "8.000")]);
    let case = kit.opens(content);
    kit.does(&case, &TO_RESERVE);
    kit.holds(ORIGIN, "CO2", "2026", "5");
}

#[test]
fn a_hold_on_a_lot_that_is_not_drawn_stops_nothing() {
    for (held, drawn) in [("650100-2027-L0001", true), ("650100-2027-L0002", false)] {
        let mut kit = before_the_case("412.600");
        kit.opening(RESERVE, "VOCS", "standing", "5.000");
        kit.holds_up(HoldTarget::Lot(of(held)));
        let case = opened(&mut kit);
        kit.does(&case, &TO_RESERVE[..5]);
        if drawn {
            kit.step_refused(Code::LotOnHold, &case, "reserve");
        } else {
            kit.does(&case, &["reserve"]);
        }
    }
}

#[test]
fn two_cases_together_draw_no_more_of_a_lot_than_its_base_year_allows() {
    let (mut kit, _, _) = supplied();
    kit.open("XPCC/RESERVE");
    let lot = kit.opening("XPCC/RESERVE", "NOX", "standing", "100.000");
    kit.base_emission("XPCC/RESERVE", vec![quantity("NOX", "60.000")]);
    let mut cases = Vec::new();
    for builder in [E2, E4] {
        let project = project(&mut kit, builder, "ZD-BZ", "3985");
        let required = vec![quantity("NOX", "25.000")];
        let open = introduction(&mut kit, &project, "XPCC-GOV", required);
        let case = planned(&mut kit, open, std::slice::from_ref(&lot), true);
        kit.does(&case, &STEPS_TO_RESERVE);
        cases.push(case);
    }
    kit.does(&cases[0], &["reserve"]);
    // 50 of the 60 that the base year allows are reserved, though 50 of the lot are left.
    let refusal = kit.step_refused(Code::SourceExceedsBase, &cases[1], "reserve");
    assert_eq!(refusal.values["eligible"], "10");
    assert_eq!(refusal.values["short"], "40");
}

#[test]
fn of_several_faults_of_a_step_the_one_that_takes_precedence_is_told() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    // Done already, and dated tomorrow.
    let mut again = kit.step(&case, "accept");
    again.documents[0].date = kit.today().plus_days(1);
    kit.refuses(Code::DocumentInFuture, again);
    // Not in its turn, and without its document.
    let mut early = kit.step(&case, "new_permit");
    early.documents[0].kind = DocumentKind::Letter;
    kit.refuses(Code::StepNotOpen, early);
    // In its turn, with a permit that was not ended, on hold.
    kit.does(&case, &["eia", "origin_closure"]);
    kit.holds_up(HoldTarget::Case(of(&case)));
    kit.step_refused(Code::PermitNotEnded, &case, "old_permit");
}

#[test]
fn of_several_faults_of_a_reservation_the_one_that_takes_precedence_is_told() {
    let mut kit = before_the_case("412.600");
    // VOCs are short, and SO2 is on hold at the site.
    let required = vec![quantity("VOCS", "99.000"), quantity("SO2", "1.000")];
    let content = moving("ZD-WZ", required);
    let case = kit.opens(content);
    kit.does(&case, &TO_RESERVE[..5]);
    kit.step_refused(Code::InsufficientBalance, &case, "reserve");
    kit.holds_up(HoldTarget::Region {
        region: of("ZD-WZ"),
        indicator: Some(of("SO2")),
    });
    kit.step_refused(Code::RegionOnHold, &case, "reserve");
}

#[test]
fn of_several_faults_of_an_outcome_the_one_that_takes_precedence_is_told() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE[..1]);
    let mut document = kit.letter();
    document.date = kit.today().plus_days(1);
    // Too late to be found not acceptable, and dated tomorrow.
    kit.refuses(
        Code::DocumentInFuture,
        CaseEnd {
            case: of(&case),
            by: of("652300-EEB"),
            kind: EndKind::NotAccepted,
            document,
        },
    );
    // Not returned, and amended to another site.
    let elsewhere = moving("ZD-BZ", vec![quantity("NOX", "1.000")]);
    kit.refuses(
        Code::NotTheSame,
        CaseResubmit {
            case: of(&case),
            content: Some(Content::Relocation(elsewhere)),
            documents: vec![kit.letter()],
        },
    );
}

#[test]
fn a_reduction_given_away_is_not_brought_along_once_more() {
    let mut kit = before_the_case("300.000");
    let lot = reduced_at_the_origin(&mut kit, "200");
    kit.factor("650100", CaseKind::Introduction, "NOX", "1.0");
    let taker = project(&mut kit, E4, "650109", "3985");
    let required = vec![quantity("NOX", "200")];
    let open = CaseOpen {
        by: of(E4),
        ..introduction(&mut kit, &taker, "650100-GOV", required)
    };
    let drawing = planned(&mut kit, open, &[lot], false);
    kit.does(&drawing, &STEPS_TO_RESERVE);
    kit.does(&drawing, &["reserve"]);
    // 212.600 left, of them 100.000 within what is left of the base of 300.000.
    let case = kit.opens(moving("ZD-WZ", vec![quantity("NOX", "50")]));
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    kit.permit(
        "91650109MA77AB0192002P",
        E1,
        "ZD-WZ",
        vec![quantity("NOX", "50")],
    );
    kit.does(&case, &["new_permit", "effective"]);
    let (available, _, barred) = kit.held(RESERVE, "NOX", "standing");
    assert_eq!((available.as_str(), barred.as_str()), ("162.6", "112.6"));
}

#[test]
fn a_reduction_that_is_brought_along_is_counted_in_the_base_once() {
    let mut kit = before_the_case("300.000");
    reduced_at_the_origin(&mut kit, "200");
    let case = kit.opens(moving("ZD-WZ", vec![quantity("NOX", "50")]));
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    kit.permit(
        "91650109MA77AB0192002P",
        E1,
        "ZD-WZ",
        vec![quantity("NOX", "50")],
    );
    kit.does(&case, &["new_permit", "effective"]);
    let (available, _, barred) = kit.held(RESERVE, "NOX", "standing");
    assert_eq!((available.as_str(), barred.as_str()), ("362.6", "112.6"));
}

/// A verified reduction of E1 before it moves; its lot.
fn reduced_at_the_origin(kit: &mut Kit, amount: &str) -> String {
    let record = ReductionRecord {
        account: of(ORIGIN),
        permit: of("91650109MA77AB0192001P"),
        facility: of("DA001"),
        name: of("一号锅炉"),
        indicator: of("NOX"),
        measure: Measure::Closure,
        before: of(amount),
        after: of("0"),
        completed_on: kit.today(),
        document: kit.letter(),
    };
    let reduction = numbered(&kit.admit(record), "reduction");
    let mut verify = Act::from(ReductionVerify {
        reduction: of(&reduction),
        amount: of(amount),
        lines: Vec::new(),
        document: kit.document(DocumentKind::VerificationReport),
    });
    let head = kit.head(Vec::new());
    crate::domain::rules::complete(&kit.state, &head, kit.now, &mut verify).unwrap();
    numbered(&kit.admit(verify), "lot")
}

#[test]
fn a_budget_reserved_for_a_year_that_passed_covers_nothing() {
    let mut kit = Kit::with_procedures();
    kit.open(ORIGIN);
    kit.open(RESERVE);
    kit.opening(ORIGIN, "CO2", "2027", "305000.00");
    let limits = vec![quantity("SO2", "1")];
    kit.permit("91650109MA77AB0192001P", E1, "650109", limits);
    let case = kit.opens(moving("ZD-WZ", vec![quantity("CO2", "268000.00")]));
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    let limits = vec![quantity("CO2", "268000")];
    kit.permit("91650109MA77AB0192002P", E1, "ZD-WZ", limits);
    kit.does(&case, &["new_permit"]);
    base_decided(&mut kit, &case);
    kit.on("2028-01-03");
    let refusal = kit.step_refused(Code::InsufficientBalance, &case, "effective");
    assert!(refusal.values["account"].contains("2028"), "{refusal}");
    // From 2 December on, the first month that the site counts is of the next year.
    let mut act = kit.step(&case, "effective");
    act.documents[0].date = of("2027-12-02");
    let refusal = kit.refuses(Code::InsufficientBalance, act);
    assert!(refusal.values["account"].contains("2028"), "{refusal}");
    // Dated within the year it was reserved for, it takes effect in it.
    let mut act = kit.step(&case, "effective");
    act.documents[0].date = of("2027-12-01");
    let act = kit.completed(act);
    kit.admit(act);
    kit.holds(SITE, "CO2", "2027", "22333.33");
}
