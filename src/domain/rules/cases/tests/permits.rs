//! What a case asks of permits: the givers' lowered, the taker's in force.

use super::introduction::{STEPS_TO_RESERVE, introduction, planned, project, supplied};
use super::*;
use crate::domain::entry::PermitCancel;
use crate::domain::rules::testkit::E2;

/// An introduction with its sources reserved and its environmental assessment approved.
fn reserved() -> (Kit, String) {
    let (mut kit, _, lots) = supplied();
    let project = project(&mut kit, E2, "ZD-BZ", "3985");
    let required = vec![quantity("NOX", "640.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve", "eia"]);
    (kit, case)
}

#[test]
fn who_gave_a_reduction_may_not_be_permitted_to_discharge_it_again() {
    let (mut kit, case) = reserved();
    let again = vec![quantity("NOX", "0.001")];
    kit.permit("L1-CO002P", "L1-CO", "XPCC-06", again);
    let refusal = kit.step_refused(Code::SourceNotAchieved, &case, "sources_achieved");
    assert_eq!(refusal.values["giver"], "L1-CO");
    assert_eq!(refusal.values["allowed"], "0.001");
    assert_eq!(refusal.values["own"], "0");
    kit.admit(PermitCancel {
        permit: of("L1-CO002P"),
        document: kit.letter(),
    });
    kit.does(&case, &["sources_achieved"]);
}

#[test]
fn what_a_giver_still_holds_of_its_own_it_may_discharge() {
    let (mut kit, case) = reserved();
    kit.opening("XPCC-06/L1-CO", "NOX", "standing", "20.000");
    let own = vec![quantity("NOX", "20.000")];
    kit.permit("L1-CO002P", "L1-CO", "XPCC-06", own);
    kit.does(&case, &["sources_achieved"]);
}

#[test]
fn nothing_takes_effect_before_the_new_permit_has_begun() {
    let (mut kit, case) = reserved();
    kit.does(&case, &["sources_achieved"]);
    kit.step_refused(Code::PermitMissing, &case, "permit");
    kit.admit(PermitRecord {
        permit: of("91659004MA78BT0226001P"),
        holder: of(E2),
        region: of("ZD-BZ"),
        limits: vec![quantity("NOX", "640")],
        from: kit.today().plus_days(10),
        until: kit.today().plus_days(1800),
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.does(&case, &["permit"]);
    let refusal = kit.step_refused(Code::PermitMissing, &case, "effective");
    let begins = kit.today().plus_days(10);
    let what = format!("91659004MA78BT0226001P from {begins}");
    assert_eq!(refusal.values["what"], what);
    kit.on(&begins.to_string());
    kit.does(&case, &["effective"]);
}
