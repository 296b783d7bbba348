//! Permits.

use super::*;
use crate::domain::entry::{PermitCancel, PermitLower};
use crate::domain::lot::{Permit, PermitState};
use crate::domain::moment::Day;
use crate::domain::rules::quantity::permit::{is_in_force, permits_of};

fn on_record(kit: &Kit) -> Permit {
    kit.draft().must(&keys::permit(&of(PERMIT))).unwrap()
}

fn lower(kit: &Kit, limits: &[(&str, &str)]) -> PermitLower {
    PermitLower {
        permit: of(PERMIT),
        limits: quantities(limits),
        document: kit.letter(),
    }
}

fn cancel(kit: &Kit) -> PermitCancel {
    PermitCancel {
        permit: of(PERMIT),
        document: kit.letter(),
    }
}

#[test]
fn a_permit_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    let good = permit(&kit, &[("SO2", "200")]);
    let cases: &Refusals<PermitRecord> = &[
        (Code::Nothing, |act| act.limits.clear()),
        (Code::RowTwice, |act| {
            act.limits.extend(quantities(&[("SO2", "1")]));
        }),
        (Code::UnknownId, |act| act.holder = of("91652327MA77CD031E")),
        (Code::UnknownId, |act| act.region = of("650110")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DatesReversed, |act| act.until = of("2026-06-30")),
        (Code::DatesReversed, |act| act.until = of("2027-02-28")),
        (Code::IndicatorUnknown, |act| {
            act.limits[0].indicator = of("CH4");
        }),
        (Code::TooManyDecimals, |act| {
            act.limits[0].amount = of("0.0001");
        }),
        (Code::PermitTooLong, |act| act.until = of("2031-07-01")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    kit.refuses(Code::AlreadyThere, good);
    let listed = permits_of(&kit.draft(), &of(E1)).unwrap();
    assert_eq!(listed, [on_record(&kit)]);
}

#[test]
fn a_permit_lasts_five_years_at_most() {
    for (from, last, first_refused) in [
        ("2026-07-01", "2031-06-30", "2031-07-01"),
        ("2027-03-01", "2032-02-29", "2032-03-01"),
        ("2024-01-01", "2028-12-31", "2029-01-01"),
        ("2024-02-29", "2029-02-28", "2029-03-01"),
    ] {
        let mut kit = kit();
        let mut act = permit(&kit, &[("SO2", "200")]);
        act.from = of(from);
        act.until = of(first_refused);
        kit.refuses(Code::PermitTooLong, act.clone());
        act.until = of(last);
        kit.admit(act);
    }
}

#[test]
fn a_permit_may_end_today_and_last_a_day() {
    let mut kit = kit();
    let mut act = permit(&kit, &[("SO2", "200")]);
    (act.from, act.until) = (kit.today(), kit.today());
    kit.admit(act);
    assert!(is_in_force(&on_record(&kit), kit.today()));
}

#[test]
fn a_permit_ends_by_itself_when_its_last_day_is_over() {
    let mut kit = kit();
    let mut act = permit(&kit, &[("SO2", "200")]);
    act.until = of("2027-04-30");
    kit.admit(act);
    kit.on("2027-04-30");
    kit.now = of::<Day>("2027-04-30").end().minus_ms(1);
    let act = lower(&kit, &[("SO2", "199")]);
    kit.admit(act);
    assert_eq!(on_record(&kit).state, PermitState::InForce);
    kit.on("2027-05-01");
    let act = lower(&kit, &[("SO2", "198")]);
    let refusal = kit.refuses(Code::PermitNotInForce, act);
    assert_eq!(refusal.values["state"], "expired");
    assert_eq!(on_record(&kit).state, PermitState::Expired);
}

#[test]
fn a_permit_that_has_not_begun_is_not_in_force() {
    let mut kit = kit();
    let mut act = permit(&kit, &[("SO2", "200")]);
    (act.from, act.until) = (of("2027-03-02"), of("2032-03-01"));
    kit.admit(act);
    let permit = on_record(&kit);
    assert!(!is_in_force(&permit, of("2027-03-01")));
    assert!(is_in_force(&permit, of("2027-03-02")));
}

#[test]
fn limits_only_go_down() {
    let mut kit = kit();
    let act = permit(&kit, &[("SO2", "200"), ("NOX", "400")]);
    kit.admit(act);
    let good = lower(&kit, &[("SO2", "199.999")]);
    let cases: &Refusals<PermitLower> = &[
        (Code::Nothing, |act| act.limits.clear()),
        (Code::RowTwice, |act| {
            act.limits.extend(quantities(&[("SO2", "1")]));
        }),
        (Code::UnknownId, |act| {
            act.permit = of("91650109MA77AB0192002P");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::IndicatorUnknown, |act| {
            act.limits[0].indicator = of("CH4");
        }),
        (Code::TooManyDecimals, |act| {
            act.limits[0].amount = of("0.0001");
        }),
        (Code::LimitNotLower, |act| {
            act.limits[0].amount = of("200.001");
        }),
        (Code::LimitNotLower, |act| {
            act.limits[0].indicator = of("PM");
        }),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(
        on_record(&kit).limits,
        quantities(&[("SO2", "199.999"), ("NOX", "400")])
    );
}

#[test]
fn a_limit_named_at_its_present_amount_stays() {
    let mut kit = kit();
    let act = permit(&kit, &[("SO2", "200")]);
    kit.admit(act);
    let act = lower(&kit, &[("SO2", "200")]);
    kit.admit(act);
    assert_eq!(on_record(&kit).limits, quantities(&[("SO2", "200")]));
}

#[test]
fn a_cancelled_permit_is_over() {
    let mut kit = kit();
    let act = permit(&kit, &[("SO2", "200")]);
    kit.admit(act);
    let cases: &Refusals<PermitCancel> = &[
        (Code::UnknownId, |act| {
            act.permit = of("91650109MA77AB0192002P");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
    ];
    let good = cancel(&kit);
    refused_then_admitted(&mut kit, &good, cases);
    let refusal = kit.refuses(Code::PermitNotInForce, good);
    assert_eq!(refusal.values["state"], "cancelled");
    kit.on("2031-07-01");
    kit.open("650109/91650100MA77EF046M");
    assert_eq!(on_record(&kit).state, PermitState::Cancelled);
}
