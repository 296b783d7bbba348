//! Opening balances.

use super::*;
use crate::domain::lot::{Lot, Origin};
use crate::domain::region::Sums;

#[test]
fn each_row_of_an_opening_becomes_an_available_lot() {
    let mut kit = kit();
    let rows = vec![row(FIRM, "SO2", "198.35"), row(RESERVE, "VOCS", "20")];
    let act = opening(&kit, "650100", rows);
    let given: Vec<_> = kit
        .admit(act)
        .into_iter()
        .map(|given| given.number)
        .collect();
    assert_eq!(given, ["650109-2027-L0001", "650100-2027-L0001"]);
    let lot: Lot = kit
        .draft()
        .must(&keys::lot(&of("650109-2027-L0001")))
        .unwrap();
    assert_eq!((lot.origin, lot.amount), (Origin::Opening, of("198.35")));
    assert_eq!(available(&kit, FIRM, "SO2"), "198.35");
    for region in ["650109", "650100", "650000"] {
        assert_eq!(used(&kit, region, "SO2"), "198.35", "{region}");
    }
    let sums: Sums = kit.draft().must(&keys::sums(&of("SO2"))).unwrap();
    assert_eq!(
        (sums.opening, sums.held, sums.issued),
        (of("198.35"), of("198.35"), of("0"))
    );
}

#[test]
fn an_opening_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    let good = opening(&kit, "650109", vec![row(FIRM, "SO2", "198.35")]);
    let cases: &Refusals<OpeningRecord> = &[
        (Code::Nothing, |act| act.rows.clear()),
        (Code::RowTwice, |act| act.rows.push(act.rows[0].clone())),
        (Code::UnknownId, |act| {
            act.rows[0].account = of("650109/91650100MA77EF046M");
        }),
        (Code::UnknownId, |act| act.region = of("650110")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DocumentTooOld, |act| {
            act.document.date = of("2026-03-01");
        }),
        (Code::DatesReversed, |act| {
            act.rows[0].since = of("2027-01-02");
        }),
        (Code::DateInFuture, |act| act.cut_over = of("2027-03-02")),
        (Code::IndicatorUnknown, |act| {
            act.rows[0].indicator = of("CH4");
        }),
        (Code::PeriodNotOfIndicator, |act| {
            act.rows[0].period = of("2027");
        }),
        (Code::PeriodNotOfIndicator, |act| {
            act.rows[0].indicator = of("CO2");
        }),
        (Code::TooManyDecimals, |act| {
            act.rows[0].amount = of("198.3501");
        }),
        (Code::TooManyDecimals, |act| {
            act.rows[0].base_emission = Some(of("0.0001"));
        }),
        (Code::ScopeTooWide, |act| act.rows[0].account = of(RESERVE)),
    ];
    refused_then_admitted(&mut kit, &good, cases);
}

#[test]
fn the_last_days_an_opening_allows_pass() {
    let mut kit = kit();
    let mut act = opening(&kit, "650109", vec![row(FIRM, "SO2", "198.351")]);
    act.cut_over = kit.today();
    act.rows[0].since = kit.today();
    act.rows[0].base_emission = Some(of("0"));
    kit.admit(act);
}

#[test]
fn rows_that_differ_in_anything_are_rights_of_their_own() {
    let mut kit = kit();
    let mut second = row(FIRM, "SO2", "1");
    second.since = of("2021-01-01");
    let act = opening(&kit, "650109", vec![row(FIRM, "SO2", "1"), second]);
    kit.admit(act);
    assert_eq!(available(&kit, FIRM, "SO2"), "2");
}

#[test]
fn an_opening_needs_no_ceiling_but_may_not_raise_over() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let act = opening(&kit, "650109", vec![row(FIRM, "SO2", "100.001")]);
    let refusal = kit.refuses(Code::CapExceeded, act);
    assert_eq!(
        (
            refusal.values["region"].as_str(),
            refusal.values["over"].as_str()
        ),
        ("650100", "0.001")
    );
    open_with(&mut kit, FIRM, &[("SO2", "100"), ("NOX", "400")]);
    assert_eq!(available(&kit, FIRM, "NOX"), "400");
}

#[test]
fn nothing_of_a_refused_opening_stays() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let act = opening(
        &kit,
        "650109",
        vec![row(FIRM, "SO2", "60"), row(FIRM, "SO2", "41")],
    );
    kit.refuses(Code::CapExceeded, act);
    assert_eq!(available(&kit, FIRM, "SO2"), "0");
    assert_eq!(
        open_with(&mut kit, FIRM, &[("SO2", "60")]),
        ["650109-2027-L0001"]
    );
}

#[test]
fn the_lower_class_of_refusal_goes_first() {
    let mut kit = kit();
    let mut act = opening(&kit, "650109", vec![row(RESERVE, "CH4", "1.2345")]);
    act.document.date = of("2027-03-02");
    kit.refuses(Code::DocumentInFuture, act.clone());
    act.rows[0].account = of("650109/91650100MA77EF046M");
    kit.refuses(Code::UnknownId, act.clone());
    act.rows.push(act.rows[0].clone());
    kit.refuses(Code::RowTwice, act);
}

#[test]
fn an_inventory_submitted_twice_is_no_second_right() {
    let mut kit = kit();
    let good = opening(&kit, "650109", vec![row(FIRM, "SO2", "198.35")]);
    kit.admit(good.clone());
    let mut again = opening(&kit, "650109", good.rows.clone());
    again.rows.insert(0, row(FIRM, "SO2", "1"));
    let refusal = kit.refuses(Code::AlreadyThere, again);
    assert_eq!(refusal.values["id"], "650109-2027-L0001");
    assert_eq!(available(&kit, FIRM, "SO2"), "198.35");
    // A right of its own, by other evidence.
    let mut other = opening(&kit, "650109", good.rows);
    other.rows[0].evidence = Some(of(&"ab".repeat(32)));
    kit.admit(other);
}

#[test]
fn a_year_that_has_passed_stays_under_its_ceiling_too() {
    let mut kit = kit();
    kit.ceiling("650109", "CO2", "2027", "100");
    kit.on("2028-02-01");
    let late = |kit: &Kit, amount: &str| {
        let mut row = row(FIRM, "CO2", amount);
        row.period = of("2027");
        opening(kit, "650109", vec![row])
    };
    let act = late(&kit, "100.01");
    let refusal = kit.refuses(Code::CapExceeded, act);
    assert_eq!(refusal.values["period"], "2027");
    let act = late(&kit, "100");
    kit.admit(act);
}
