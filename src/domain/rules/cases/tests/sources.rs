//! S3, and what may be a source of an introduction.

use super::introduction::*;
use super::*;
use crate::domain::entry::CaseOpen;
use crate::domain::region::{Level, Relation};
use crate::domain::rules::testkit::{E2, E4, relation};

/// After S1: a project of E4 in 650109 claims the nitrogen oxides that E1's move freed; the case up to
/// its reservation.
fn claim(kit: &mut Kit, need: &str, lot: &str) -> String {
    let project = project(kit, E4, "650109", "3985");
    let open = introduction(kit, &project, "650100-GOV", vec![quantity("NOX", need)]);
    let case = planned(
        kit,
        CaseOpen { by: of(E4), ..open },
        &[lot.to_owned()],
        false,
    );
    kit.does(&case, &STEPS_TO_RESERVE);
    case
}

fn nox_lot(kit: &Kit) -> String {
    let held = keys::holdings_of_indicator(&of("650100/RESERVE"), &of("NOX"));
    kit.draft().list(&held).unwrap()[0].lot.to_string()
}

#[test]
fn freed_quota_is_used_only_once() {
    let (mut kit, moved) = super::relocation::effective("412.600");
    kit.factor("650100", CaseKind::Introduction, "NOX", "2.0");
    let lot = nox_lot(&kit);
    let case = claim(&mut kit, "60.000", &lot);
    let refusal = kit.step_refused(Code::InsufficientLot, &case, "reserve");
    assert_eq!(refusal.values["short"], "37.4");
    assert_eq!(refusal.values["lots"], lot);
    assert!(refusal.values["used_by"].contains(&moved), "{refusal}");
    kit.holds("650100/RESERVE", "NOX", "standing", "82.6");
    // At the edge: 41.300 × 2.0 = 82.600 passes; while it is reserved, the next is short, and names
    // who reserves it.
    let edge = claim(&mut kit, "41.300", &lot);
    kit.does(&edge, &["reserve"]);
    let refusal = kit.step_refused(Code::InsufficientLot, &case, "reserve");
    assert!(refusal.values["reserved_by"].contains(&edge), "{refusal}");
    kit.does(&edge, &["eia", "sources_achieved"]);
    kit.permit(
        "91650100MA77EF046M001P",
        E4,
        "650109",
        vec![quantity("NOX", "41.3")],
    );
    kit.does(&edge, &["permit", "effective"]);
    kit.holds("650100/RESERVE", "NOX", "standing", "0");
    let next = claim(&mut kit, "0.001", &lot);
    kit.step_refused(Code::LotAlreadyUsed, &next, "reserve");
}

#[test]
fn what_exceeds_the_base_year_serves_no_other_project() {
    let (mut kit, _) = super::relocation::effective("380.000");
    kit.factor("650100", CaseKind::Introduction, "NOX", "2.0");
    let lot = nox_lot(&kit);
    let case = claim(&mut kit, "60.000", &lot);
    let refusal = kit.step_refused(Code::SourceExceedsBase, &case, "reserve");
    assert_eq!(refusal.values["short"], "70");
    assert_eq!(refusal.values["barred"], "32.6");
}

#[test]
fn a_running_units_own_right_is_no_source() {
    let (mut kit, _, _) = supplied();
    kit.open("XPCC-06/91659004MA78BT0226");
    let lot = kit.opening("XPCC-06/91659004MA78BT0226", "NOX", "standing", "10.000");
    let project = plain_project(&mut kit);
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "1.000")],
    );
    let case = planned(&mut kit, open, std::slice::from_ref(&lot), true);
    kit.does(&case, &STEPS_TO_RESERVE);
    let refusal = kit.step_refused(Code::SourceBaseUnknown, &case, "reserve");
    assert_eq!(refusal.values["source"], lot);
    kit.base_emission(
        "XPCC-06/91659004MA78BT0226",
        vec![quantity("NOX", "10.000")],
    );
    kit.step_refused(Code::SourceWrongLot, &case, "reserve");
}

#[test]
fn a_supplier_the_site_no_longer_answers_to_supplies_nothing() {
    let (mut kit, _, lots) = supplied();
    let answers = |kit: &mut Kit, target: &str| {
        let mut act = kit.region("ZD-BZ", Level::Park, "ZD");
        act.relations = vec![relation(Relation::AnswersTo, target)];
        kit.admit(act);
    };
    let plain = plain_project(&mut kit);
    let required = vec![quantity("NOX", "1.000")];
    let open = introduction(&mut kit, &plain, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    let other = project(&mut kit, E2, "ZD-BZ", "3985");
    let open = introduction(&mut kit, &other, "XPCC-GOV", vec![quantity("NOX", "1")]);
    let planning = numbered(&kit.admit(open), "case");
    kit.does(&planning, &STEPS_TO_PLAN);
    // The prefecture's own tonnes under the undertaking that XPCC gave.
    answers(&mut kit, "652300");
    kit.open("652300/RESERVE");
    kit.ceiling("652300", "NOX", "standing", "9000");
    kit.ceiling("650000", "NOX", "standing", "9000");
    let lot = kit.opening("652300/RESERVE", "NOX", "standing", "10.000");
    let mut plan = kit.step(&planning, "source_plan");
    plan.sources = vec![of(&lot)];
    let refusal = kit.refuses(Code::WrongSupplier, plan);
    assert_eq!(refusal.values["found"], "XPCC-GOV");
    let refusal = kit.step_refused(Code::WrongSupplier, &case, "reserve");
    assert_eq!(refusal.values["needed"], "652300");
    answers(&mut kit, "XPCC");
    kit.does(&case, &["reserve"]);
}

/// R07: one giver's letters are no confirmation of the others.
#[test]
fn every_giver_writes_its_own_letter_or_signs() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let required = vec![quantity("NOX", "640.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    let act = kit.step(&case, "confirm_giver");
    let of_one = letters(act.clone(), &["L1-CO", "L1-CO", "L1-CO"]);
    let refusal = kit.refused_entry(of_one, |entry| entry.head.signers.truncate(2));
    assert_eq!(refusal.code, Code::SignersDiffer);
    // Who signs besides the bureau needs no letter.
    kit.ensure_seat(&of("L3-CO"), Seat::Handle, 1);
    let refusal = kit.refuses(
        Code::SignsByKey,
        letters(act.clone(), &["L1-CO", "L2-CO", "L3-CO"]),
    );
    assert_eq!(refusal.values["party"], "L3-CO");
    kit.admit(letters(act, &["L1-CO", "L2-CO"]));
    let done = kit.case(&case).done(&of("confirm_giver")).unwrap().clone();
    assert_eq!(done.by.len(), 3);
    assert_eq!(done.recorded_by, Some(of("XPCC-EEB")));
}

/// R05: a carbon budget in use is nobody's source, by default or by name.
#[test]
fn a_running_firms_carbon_budget_is_no_source() {
    let (mut kit, _, _) = supplied();
    let budget = kit.opening("XPCC-06/L1-CO", "CO2", "2027", "5000.00");
    let project = plain_project(&mut kit);
    let required = vec![quantity("CO2", "100.00")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &STEPS_TO_PLAN);
    let mut plan = kit.step(&case, "source_plan");
    assert!(plan.sources.is_empty(), "{:?}", plan.sources);
    plan.sources.push(of(&budget));
    plan.documents
        .push(kit.document(DocumentKind::CoordinationMinute));
    kit.admit(plan);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.step_refused(Code::SourceWrongLot, &case, "reserve");
}

#[test]
fn of_a_yearly_indicator_too_what_exceeds_the_one_is_retired() {
    let (mut kit, _, _) = supplied();
    kit.yearly_by_factor();
    kit.factor("652300", CaseKind::Introduction, "PO4", "2.0");
    let giver = "XPCC-06/RESERVE";
    kit.open(giver);
    let lots = [("2027", "300"), ("2028", "240")]
        .map(|(year, amount)| kit.opening(giver, "PO4", year, amount));
    let project = plain_project(&mut kit);
    let required = vec![quantity("PO4", "120")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required.clone());
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
    kit.holds(giver, "PO4", "2027", "60");
    kit.does(&case, &["eia", "sources_achieved"]);
    kit.permit("91659004MA78BT0226001P", E2, "ZD-BZ", required);
    kit.does(&case, &["permit"]);
    kit.on("2027-10-01");
    kit.does(&case, &["effective"]);
    let site = format!("ZD-BZ/{E2}/{project}");
    // 2027 counts three months: 30 credited, 30 retired, 180 free again.
    for (year, at_site, left) in [("2027", "30", "240"), ("2028", "120", "0")] {
        kit.holds(&site, "PO4", year, at_site);
        kit.holds(giver, "PO4", year, left);
    }
    let sums = kit.draft().get(&keys::sums(&of("PO4"))).unwrap().unwrap();
    assert_eq!(sums.retired.to_string(), "150");
}
