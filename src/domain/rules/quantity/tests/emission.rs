//! Base-year emissions and base decisions.

use super::hold::{procedures, relocation};
use super::*;
use crate::domain::entry::{BaseDecide, CaseEnd, EmissionVerify, EndKind, HoldPlace};
use crate::domain::ids::CaseNo;
use crate::domain::indicator::Cover;
use crate::domain::lot::{BaseDecision, BaseEmission, HoldTarget};
use crate::domain::policy::PolicyItem;
use crate::domain::rules::setup::policy;

fn emission(kit: &Kit, emissions: &[(&str, &str)]) -> EmissionVerify {
    let (account, emissions) = (of(FIRM), quantities(emissions));
    EmissionVerify {
        account,
        year: 2025,
        emissions,
        document: kit.letter(),
    }
}

fn on_record(kit: &Kit, indicator: &str) -> BaseEmission {
    kit.draft()
        .must(&keys::base_emission(&of(FIRM), &of(indicator)))
        .unwrap()
}

fn decision(kit: &Kit, case: &CaseNo) -> BaseDecide {
    let (case, year) = (case.clone(), 2025);
    let decision = BaseDecision {
        case,
        year,
        co2: of("298400"),
        gdp: of("4.2"),
    };
    BaseDecide {
        decision,
        document: kit.letter(),
    }
}

#[test]
fn an_emission_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    let good = emission(&kit, &[("NOX", "412.6")]);
    let cases: &Refusals<EmissionVerify> = &[
        (Code::Nothing, |act| act.emissions.clear()),
        (Code::RowTwice, |act| {
            act.emissions.extend(quantities(&[("NOX", "1")]));
        }),
        (Code::UnknownId, |act| {
            act.account = of("650109/91650100MA77EF046M");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DateInFuture, |act| act.year = 2028),
        (Code::IndicatorUnknown, |act| {
            act.emissions[0].indicator = of("CH4");
        }),
        (Code::TooManyDecimals, |act| {
            act.emissions[0].amount = of("0.0001");
        }),
    ];
    refused_then_admitted(&mut kit, &good, cases);
}

#[test]
fn the_last_verified_emission_counts_per_indicator() {
    let mut kit = kit();
    let act = emission(&kit, &[("NOX", "412.6"), ("SO2", "198.35")]);
    kit.admit(act);
    let mut act = emission(&kit, &[("NOX", "380")]);
    act.year = 2027;
    kit.admit(act);
    let (nox, so2) = (on_record(&kit, "NOX"), on_record(&kit, "SO2"));
    assert_eq!((nox.year, nox.emission), (2027, of("380")));
    assert_eq!((so2.year, so2.emission), (2025, of("198.35")));
}

#[test]
fn a_base_is_decided_for_a_case_that_moves_a_carbon_budget() {
    let mut kit = kit();
    kit.adopt(None, procedures());
    let case = relocation(&mut kit, &[("SO2", "160"), ("CO2", "268000")]);
    let good = decision(&kit, &case);
    let cases: &Refusals<BaseDecide> = &[
        (Code::UnknownId, |act| {
            act.decision.case = of("ZD-WZ-2027-0009");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DateInFuture, |act| act.decision.year = 2028),
        (Code::TooManyDecimals, |act| act.decision.co2 = of("0.001")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    let mut again = decision(&kit, &case);
    again.decision.co2 = of("0");
    kit.admit(again.clone());
    let kept = kit.draft().must(&keys::base_decision(&case)).unwrap();
    assert_eq!(kept, again.decision, "the last decision counts");
}

#[test]
fn no_base_is_decided_where_no_carbon_budget_moves() {
    let mut kit = kit();
    kit.adopt(None, procedures());
    let mut standing = policy::indicator(&kit.draft(), &of("SO2")).unwrap();
    (standing.code, standing.cover) = (of("TP"), Cover::Plain);
    kit.adopt(None, vec![PolicyItem::Indicator(standing)]);
    for required in ["SO2", "TP"] {
        let case = relocation(&mut kit, &[(required, "160")]);
        let act = decision(&kit, &case);
        kit.refuses(Code::BaseNotAsked, act);
    }
}

#[test]
fn no_base_is_decided_for_a_case_that_is_over_or_on_hold() {
    let mut kit = kit();
    kit.adopt(None, procedures());
    let case = relocation(&mut kit, &[("CO2", "268000")]);
    let hold = HoldPlace {
        target: HoldTarget::Case(case.clone()),
        by: of("650000-EEB"),
        until: Some(of("2027-03-01")),
        document: kit.letter(),
    };
    kit.admit(hold);
    let act = decision(&kit, &case);
    kit.refuses(Code::CaseOnHold, act);
    kit.on("2027-03-02");
    let (by, kind) = (of("ZD-WZ-PC"), EndKind::Withdrawn);
    let end = CaseEnd {
        case: case.clone(),
        by,
        kind,
        document: kit.letter(),
    };
    kit.admit(end);
    let act = decision(&kit, &case);
    let refusal = kit.refuses(Code::CaseOver, act);
    assert_eq!(refusal.values["phase"], "withdrawn");
}
