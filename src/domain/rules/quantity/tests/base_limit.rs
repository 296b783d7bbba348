//! What of a reduction may serve as a source: the base year's limit (R34).

use super::reduction::{base, boiler, recorded, unit, verification, verified};
use super::*;
use crate::domain::entry::{EmissionVerify, ReductionRecord};

#[test]
fn a_source_counts_at_most_what_was_emitted_before_less_after() {
    let mut kit = unit("400", &["412.6"]);
    let mut act = boiler(&kit);
    act.after = of("68.4");
    let reduction = recorded(&mut kit, act);
    let act = verification(&kit, &reduction, "200.001");
    let refusal = kit.refuses(Code::SourceExceedsBase, act);
    let value = |name: &str| refusal.values[name].clone();
    assert_eq!(
        [value("eligible"), value("needed"), value("short")],
        ["200", "200.001", "0.001"]
    );
    assert_eq!(
        verified(&mut kit, &reduction, "200").base_emission,
        Some(of("200"))
    );
}

#[test]
fn two_facilities_together_cannot_claim_more_than_the_unit_emitted() {
    let mut kit = unit("400", &["412.6"]);
    let act = base(&kit, "300");
    kit.admit(act);
    let first = boiler(&kit);
    let second = ReductionRecord {
        facility: of("DA002"),
        ..first.clone()
    };
    let (first, second) = (recorded(&mut kit, first), recorded(&mut kit, second));
    verified(&mut kit, &first, "268.4");
    let act = verification(&kit, &second, "31.601");
    let refusal = kit.refuses(Code::SourceExceedsBase, act);
    assert_eq!(refusal.values["eligible"], "31.6");
    verified(&mut kit, &second, "31.6");
}

#[test]
fn without_a_base_on_record_nothing_is_verified_of_what_one_limits() {
    let mut kit = kit();
    let act = permit(&kit, &[("NOX", "400")]);
    kit.admit(act);
    open_with(&mut kit, FIRM, &[("NOX", "412.6")]);
    let act = boiler(&kit);
    let reduction = recorded(&mut kit, act);
    let act = verification(&kit, &reduction, "268.4");
    let refusal = kit.refuses(Code::SourceBaseUnknown, act);
    assert_eq!(refusal.values["source"], FIRM);
    let act = base(&kit, "300");
    kit.admit(act);
    verified(&mut kit, &reduction, "268.4");
}

#[test]
fn an_indicator_that_no_base_year_limits_counts_as_it_was_measured() {
    let mut kit = kit();
    let act = permit(&kit, &[("CO2PROJ", "1000")]);
    kit.admit(act);
    open_with(&mut kit, FIRM, &[("CO2PROJ", "1000")]);
    let act = EmissionVerify {
        account: of(FIRM),
        year: 2025,
        emissions: emissions(&[("CO2PROJ", "100")]),
        document: kit.letter(),
    };
    kit.admit(act);
    let act = ReductionRecord {
        indicator: of("CO2PROJ"),
        ..boiler(&kit)
    };
    let reduction = recorded(&mut kit, act);
    verified(&mut kit, &reduction, "268.4");
}

#[test]
fn a_reduction_of_the_base_year_itself_is_in_its_emission_already() {
    let mut kit = unit("400", &["412.6"]);
    let mut first = boiler(&kit);
    first.completed_on = of("2026-12-31");
    let second = ReductionRecord {
        facility: of("DA002"),
        before: of("100"),
        completed_on: of("2027-01-01"),
        ..first.clone()
    };
    let (first, second) = (recorded(&mut kit, first), recorded(&mut kit, second));
    verified(&mut kit, &first, "268.4");
    let act = EmissionVerify {
        account: of(FIRM),
        year: 2026,
        emissions: emissions(&[("NOX", "100")]),
        document: kit.letter(),
    };
    kit.admit(act);
    verified(&mut kit, &second, "100");
}
