//! S1 and S1b: a firm moves and brings its quota along.

use super::*;
use crate::domain::case::{Content, Relocation};
use crate::domain::entry::{BaseDecide, CaseOpen, PermitCancel};
use crate::domain::lot::BaseDecision;
use crate::domain::region::CapKind;
use crate::domain::rules::testkit::E1;

/// Held at the origin, required at the site, as the scenario has them.
pub(super) const ROWS: [(&str, &str, &str); 7] = [
    ("SO2", "198.350", "160.000"),
    ("NOX", "412.600", "330.000"),
    ("PM", "86.400", "70.000"),
    ("VOCS", "54.120", "60.000"),
    ("COD", "36.500", "30.000"),
    ("NH3N", "3.285", "2.700"),
    ("HG", "12.500", "10.000"),
];

pub(super) const ORIGIN: &str = "650109/91650109MA77AB0192";
pub(super) const SITE: &str = "ZD-WZ/91650109MA77AB0192";
pub(super) const RESERVE: &str = "650100/RESERVE";

/// Everything before the case: caps, openings, base-year emissions, factor, the old permit.
pub(super) fn before_the_case(nox_base: &str) -> Kit {
    let mut kit = Kit::with_procedures();
    kit.open(ORIGIN);
    kit.open(RESERVE);
    for (indicator, held, _) in ROWS {
        for (region, cap) in [
            ("650109", "500"),
            ("650100", "1000"),
            ("ZD-WZ", "0"),
            ("650000", "5000"),
        ] {
            kit.ceiling(region, indicator, "standing", cap);
        }
        kit.factor("652300", CaseKind::Relocation, indicator, "1.0");
        kit.opening(ORIGIN, indicator, "standing", held);
        let base = if indicator == "NOX" { nox_base } else { held };
        kit.base_emission(ORIGIN, vec![quantity(indicator, base)]);
    }
    kit.opening(RESERVE, "VOCS", "standing", "20.000");
    for year in ["2027", "2028", "2029"] {
        kit.ceiling("650000", "CO2", year, "1000000");
        kit.ceiling("650100", "CO2", year, "400000");
        kit.opening(ORIGIN, "CO2", year, "305000.00");
    }
    let limits = ROWS
        .map(|(indicator, held, _)| quantity(indicator, held))
        .to_vec();
    kit.permit("91650109MA77AB0192001P", E1, "650109", limits);
    kit
}

pub(super) fn opened(kit: &mut Kit) -> String {
    let mut required: Vec<Quantity> = ROWS
        .iter()
        .map(|(indicator, _, need)| quantity(indicator, need))
        .collect();
    required.push(quantity("CO2", "268000.00"));
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(Relocation {
            firm: of(E1),
            origin: of(ORIGIN),
            site: of("ZD-WZ"),
            project: None,
            required,
            lines: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    numbered(&kit.admit(open), "case")
}

pub(super) fn base_decided(kit: &mut Kit, case: &str) {
    kit.admit(base_act(kit, case));
}

pub(super) fn base_act(kit: &Kit, case: &str) -> BaseDecide {
    BaseDecide {
        decision: BaseDecision {
            case: of(case),
            year: 2025,
            co2: "298400".parse().unwrap(),
            gdp: "4.2".parse().unwrap(),
        },
        document: kit.letter(),
    }
}

/// From the reservation to where nothing is left but that it takes effect.
pub(super) fn to_effective(kit: &mut Kit, case: &str) {
    kit.does(case, &["eia", "origin_closure"]);
    cancel_old_permit(kit);
    kit.does(case, &["old_permit"]);
    new_permit(kit);
    kit.does(case, &["new_permit"]);
    base_decided(kit, case);
}

pub(super) fn cancel_old_permit(kit: &mut Kit) {
    kit.admit(PermitCancel {
        permit: of("91650109MA77AB0192001P"),
        document: kit.document(DocumentKind::PermitDecision),
    });
}

pub(super) fn new_permit(kit: &mut Kit) {
    let limits = ROWS
        .map(|(indicator, _, need)| quantity(indicator, need))
        .to_vec();
    kit.permit("91650109MA77AB0192002P", E1, "ZD-WZ", limits);
}

pub(super) const TO_RESERVE: [&str; 6] = [
    "accept",
    "origin_confirm",
    "carry_consent",
    "host_opinion",
    "upper_confirm",
    "reserve",
];

/// The whole case, effective on 2027-10-01.
pub(super) fn effective(nox_base: &str) -> (Kit, String) {
    let mut kit = before_the_case(nox_base);
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    to_effective(&mut kit, &case);
    kit.on("2027-10-01");
    kit.does(&case, &["effective"]);
    (kit, case)
}

#[test]
fn what_effective_will_move_is_reserved_at_the_giver_and_nothing_else_changes() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let before = kit.totals("650109", "SO2", "standing");
    kit.does(&case, &TO_RESERVE);
    let none = "0".to_owned();
    assert_eq!(
        kit.held(ORIGIN, "SO2", "standing"),
        (none.clone(), "198.35".into(), none.clone())
    );
    assert_eq!(
        kit.held(ORIGIN, "VOCS", "standing"),
        (none.clone(), "54.12".into(), none.clone())
    );
    assert_eq!(
        kit.held(RESERVE, "VOCS", "standing"),
        ("14.12".into(), "5.88".into(), none)
    );
    assert_eq!(kit.totals("650109", "SO2", "standing"), before);
}

#[test]
fn a_relocation_moves_every_tonne_to_its_place() {
    let (kit, case) = effective("412.600");
    let reserve = [
        ("SO2", "38.35"),
        ("NOX", "82.6"),
        ("PM", "16.4"),
        ("VOCS", "14.12"),
        ("COD", "6.5"),
        ("NH3N", "0.585"),
        ("HG", "2.5"),
    ];
    for ((indicator, _, need), (_, left)) in ROWS.iter().zip(reserve) {
        kit.holds(ORIGIN, indicator, "standing", "0");
        kit.holds(SITE, indicator, "standing", &amount_of(need).to_string());
        kit.holds(RESERVE, indicator, "standing", left);
    }
    for (year, origin, site, left) in [
        ("2027", "228750", "67000", "9250"),
        ("2028", "0", "268000", "37000"),
    ] {
        kit.holds(ORIGIN, "CO2", year, origin);
        kit.holds(SITE, "CO2", year, site);
        kit.holds(RESERVE, "CO2", year, left);
    }
    assert_eq!(kit.case(&case).phase, crate::domain::case::Phase::Effective);
}

#[test]
fn use_and_caps_move_with_the_quantity_up_to_the_common_region() {
    let (kit, _) = effective("412.600");
    let text = |used: &str, cap: &str| (used.to_owned(), cap.to_owned());
    // SO2: 650109 −198.350, 650100 −160 net, the park's path +160, 650000 ±0; caps likewise.
    assert_eq!(kit.totals("650109", "SO2", "standing"), text("0", "301.65"));
    assert_eq!(
        kit.totals("650100", "SO2", "standing"),
        text("38.35", "840")
    );
    assert_eq!(kit.totals("ZD-WZ", "SO2", "standing"), text("160", "160"));
    assert_eq!(kit.totals("652300", "SO2", "standing"), text("160", "-"));
    assert_eq!(
        kit.totals("650000", "SO2", "standing"),
        text("198.35", "5000")
    );
    // VOCs: 650109 −54.120, 650100 −60, the park +60.
    assert_eq!(
        kit.totals("650109", "VOCS", "standing"),
        text("0", "445.88")
    );
    assert_eq!(
        kit.totals("650100", "VOCS", "standing"),
        text("14.12", "940")
    );
    assert_eq!(kit.totals("ZD-WZ", "VOCS", "standing"), text("60", "60"));
    // CO2 2027: 650109 −76 250, 650100 −67 000, the park +67 000; from 2028 −305 000, −268 000.
    assert_eq!(kit.totals("650109", "CO2", "2027"), text("228750", "-"));
    assert_eq!(
        kit.totals("650100", "CO2", "2027"),
        text("238000", "333000")
    );
    assert_eq!(kit.totals("ZD-WZ", "CO2", "2027"), text("67000", "-"));
    assert_eq!(kit.totals("650100", "CO2", "2028"), text("37000", "132000"));
    assert_eq!(
        kit.totals("650000", "CO2", "2028"),
        text("305000", "1000000")
    );
}

#[test]
fn what_exceeds_the_base_year_is_barred_as_a_source() {
    let (kit, _) = effective("380.000");
    let (available, _, barred) = kit.held(RESERVE, "NOX", "standing");
    assert_eq!((available.as_str(), barred.as_str()), ("82.6", "32.6"));
    assert_eq!(kit.held(SITE, "NOX", "standing").2, "0");
}

#[test]
fn without_a_base_year_emission_nothing_is_reserved() {
    let mut kit = before_the_case("412.600");
    let lot = kit.opening(ORIGIN, "SO2", "standing", "1.000");
    assert!(lot.starts_with("650109-2027-L"));
    let mut other = Kit::with_procedures();
    other.open(ORIGIN);
    other.open(RESERVE);
    other.ceiling("650000", "SO2", "standing", "500");
    other.opening(ORIGIN, "SO2", "standing", "198.350");
    for (indicator, _, _) in ROWS {
        other.factor("652300", CaseKind::Relocation, indicator, "1.0");
    }
    let case = opened(&mut other);
    other.does(&case, &TO_RESERVE[..5]);
    other.step_refused(Code::SourceBaseUnknown, &case, "reserve");
}

#[test]
fn a_shortfall_beyond_the_reserve_is_refused_with_what_is_missing() {
    let mut kit = before_the_case("412.600");
    let take = crate::domain::entry::OpeningRecord {
        region: of("650100"),
        cut_over: kit.today(),
        rows: Vec::new(),
        document: kit.letter(),
    };
    kit.refuses(Code::Nothing, take);
    let case = {
        let content = Relocation {
            firm: of(E1),
            origin: of(ORIGIN),
            site: of("ZD-WZ"),
            project: None,
            required: vec![quantity("VOCS", "74.121")],
            lines: Vec::new(),
        };
        let open = CaseOpen {
            procedure: of("relocation"),
            by: of("ZD-WZ-PC"),
            content: Content::Relocation(content),
            documents: vec![kit.document(DocumentKind::Application)],
        };
        numbered(&kit.admit(open), "case")
    };
    kit.does(&case, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(Code::InsufficientBalance, &case, "reserve");
    assert_eq!(refusal.values["short"], "0.001");
}

#[test]
fn a_second_case_cannot_reserve_what_the_first_holds() {
    let mut kit = before_the_case("412.600");
    let first = opened(&mut kit);
    let second = opened(&mut kit);
    kit.does(&first, &TO_RESERVE);
    kit.does(&second, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(Code::InsufficientLot, &second, "reserve");
    assert!(refusal.values["reserved_by"].contains(&first), "{refusal}");
}

#[test]
fn nothing_held_is_nothing_to_bring_along() {
    let mut kit = before_the_case("412.600");
    kit.adopt(
        Some("652300"),
        vec![PolicyItem::CarbonRatio(
            crate::domain::policy::CarbonRatio {
                region: of("652300"),
                ratio: "1".parse().unwrap(),
            },
        )],
    );
    let content = Relocation {
        firm: of(E1),
        origin: of(ORIGIN),
        site: of("ZD-BZ"),
        project: None,
        required: vec![quantity("CO2PROJ", "1.00")],
        lines: Vec::new(),
    };
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-BZ-PC"),
        content: Content::Relocation(content),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(Code::NothingHeld, &case, "reserve");
    assert_eq!(refusal.values["indicator"], "CO2PROJ");
}

/// Effective in the year after: the past year keeps the use and the ceilings it ended with.
#[test]
fn a_move_after_new_year_leaves_the_past_year_as_it_ended() {
    let mut kit = before_the_case("412.600");
    kit.opening(RESERVE, "SO2", "standing", "30");
    kit.ceiling("ZD-WZ", "SO2", "2027", "0");
    kit.ceiling("652300", "SO2", "2027", "0");
    kit.ceiling("650109", "SO2", "2027", "198.35");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    to_effective(&mut kit, &case);
    kit.on("2028-01-03");
    kit.does(&case, &["effective"]);
    let text = |used: &str, cap: &str| (used.to_owned(), cap.to_owned());
    for (region, used, cap) in [
        ("ZD-WZ", "0", "0"),
        ("652300", "0", "0"),
        ("650109", "198.35", "198.35"),
    ] {
        assert_eq!(
            kit.totals(region, "SO2", "2027"),
            text(used, cap),
            "{region}"
        );
    }
}

#[test]
fn a_standing_ceiling_set_anew_serves_a_year_less_what_moved_of_it() {
    let mut kit = before_the_case("412.600");
    for year in ["2027", "2028", "2029"] {
        kit.admit(kit.cap(("650100", "CO2", year), CapKind::None, None));
    }
    kit.ceiling("650100", "CO2", "standing", "1000000");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    to_effective(&mut kit, &case);
    kit.on("2027-10-01");
    kit.does(&case, &["effective"]);
    let caps =
        |kit: &Kit| ["2027", "2028", "2030"].map(|period| kit.totals("650100", "CO2", period).1);
    assert_eq!(caps(&kit), ["933000", "732000", "1000000"]);
    kit.ceiling("650100", "CO2", "standing", "500000");
    assert_eq!(caps(&kit), ["433000", "232000", "500000"]);
    // A year's own cap is what it says, and moves nothing when it is taken away again.
    kit.ceiling("650100", "CO2", "2028", "300000");
    assert_eq!(caps(&kit), ["433000", "300000", "500000"]);
    kit.admit(kit.cap(("650100", "CO2", "2028"), CapKind::None, None));
    assert_eq!(caps(&kit), ["433000", "232000", "500000"]);
    // What moved under a ceiling is gone with it.
    kit.admit(kit.cap(("650100", "CO2", "standing"), CapKind::None, None));
    kit.ceiling("650100", "CO2", "standing", "500000");
    assert_eq!(caps(&kit), ["500000", "500000", "500000"]);
}

#[test]
fn the_highest_caps_take_in_what_moves_and_are_read_back() {
    let mut kit = before_the_case("412.600");
    for region in ["ZD-WZ", "652300"] {
        kit.ceiling(region, "SO2", "standing", "10000000000000");
    }
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    to_effective(&mut kit, &case);
    kit.does(&case, &["effective"]);
    let (used, cap) = kit.totals("652300", "SO2", "standing");
    assert_eq!((used.as_str(), cap.as_str()), ("160", "10000000000160"));
    kit.ceiling("652300", "SO2", "standing", "1000");
}

#[test]
fn a_move_of_a_yearly_indicator_retires_what_a_factor_asks_beyond_the_one() {
    let mut kit = before_the_case("412.600");
    kit.yearly_by_factor();
    kit.factor("652300", CaseKind::Relocation, "PO4", "2.0");
    kit.opening(ORIGIN, "PO4", "2027", "300");
    kit.opening(ORIGIN, "PO4", "2028", "200");
    kit.opening(RESERVE, "PO4", "2028", "40");
    let content = Relocation {
        firm: of(E1),
        origin: of(ORIGIN),
        site: of("ZD-WZ"),
        project: None,
        required: vec![quantity("PO4", "120")],
        lines: Vec::new(),
    };
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(content),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    let limits = vec![quantity("PO4", "120")];
    kit.permit("91650109MA77AB0192002P", E1, "ZD-WZ", limits);
    kit.does(&case, &["new_permit"]);
    kit.on("2027-10-01");
    kit.does(&case, &["effective"]);
    // 2027: nine months of 300 stay, three of 120 go, as much is retired, 15 are over.
    for (year, origin, site, left) in [("2027", "225", "30", "15"), ("2028", "0", "120", "0")] {
        kit.holds(ORIGIN, "PO4", year, origin);
        kit.holds(SITE, "PO4", year, site);
        kit.holds(RESERVE, "PO4", year, left);
    }
    let sums = kit.draft().get(&keys::sums(&of("PO4"))).unwrap().unwrap();
    assert_eq!(sums.retired.to_string(), "150");
}
