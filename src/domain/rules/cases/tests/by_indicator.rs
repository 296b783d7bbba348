//! Regions that count, lie or answer otherwise for one indicator.

use super::introduction::{introduction, plain_project, supplied};
use super::relocation::{before_the_case, opened};
use super::*;
use crate::domain::entry::RegionEnrol;
use crate::domain::region::{Relation, RelationEntry};
use crate::domain::rules::testkit::relation;

/// Amends a region by a relation of one indicator alone.
fn of_one(kit: &mut Kit, region: &str, indicator: &str, kind: Relation, target: &str) {
    let recorded = kit.draft().must(&keys::region(&of(region))).unwrap();
    let entry = RelationEntry {
        indicator: Some(of(indicator)),
        ..relation(kind, target)
    };
    kit.admit(RegionEnrol {
        region: recorded.region,
        names: recorded.names,
        level: recorded.level,
        division: recorded.division,
        relations: vec![entry],
        document: kit.letter(),
    });
}

fn signers(kit: &mut Kit, case: &str, step: &str) -> Vec<String> {
    let act = kit.step(case, step);
    let mut signers: Vec<String> = kit
        .entry(act, None)
        .head
        .signers
        .iter()
        .map(|signer| signer.party.to_string())
        .collect();
    signers.dedup();
    signers
}

#[test]
fn every_body_that_one_indicator_of_a_case_asks_confirms_it() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    assert_eq!(signers(&mut kit, &case, "upper_confirm"), ["650000-EEB"]);
    of_one(&mut kit, "650109", "NOX", Relation::CapParent, "XPCC");
    assert_eq!(
        signers(&mut kit, &case, "upper_confirm"),
        ["650000-EEB", "XPCC-EEB"]
    );
}

#[test]
fn a_cap_of_an_indicator_is_set_by_the_bureau_it_counts_into() {
    let mut kit = Kit::zhundong();
    of_one(&mut kit, "650109", "NOX", Relation::CapParent, "652300");
    for (indicator, party) in [("NOX", "652300-EEB"), ("SO2", "650100-EEB")] {
        let kind = crate::domain::region::CapKind::Ceiling;
        let cap = kit.cap(("650109", indicator, "standing"), kind, Some("5"));
        let entry = kit.entry(cap, None);
        assert_eq!(entry.head.signers[0].party, of(party), "{indicator}");
    }
}

#[test]
fn a_site_is_supplied_by_whom_it_answers_to_for_the_indicator() {
    let (mut kit, _, _) = supplied();
    let plain = plain_project(&mut kit);
    kit.open("650100/RESERVE");
    kit.ceiling("650000", "NOX", "standing", "10000");
    let lot = kit.opening("650100/RESERVE", "NOX", "standing", "10.000");
    of_one(&mut kit, "ZD-BZ", "NOX", Relation::AnswersTo, "650100");
    let nox = || vec![quantity("NOX", "1.000")];
    let open = introduction(&mut kit, &plain, "XPCC-GOV", nox());
    let refusal = kit.refuses(Code::WrongSupplier, open);
    assert_eq!(refusal.values["needed"], "650100");
    // Of what else is asked for the general relation says who brings it; either introduces.
    let mut both = nox();
    both.push(quantity("SO2", "1.000"));
    let open = introduction(&mut kit, &plain, "XPCC-GOV", both.clone());
    kit.admit(open);
    let open = introduction(&mut kit, &plain, "650100-GOV", nox());
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &super::introduction::STEPS_TO_PLAN);
    let mut plan = kit.step(&case, "source_plan");
    plan.sources = vec![of(&lot)];
    kit.admit(plan);
}

#[test]
fn a_demonstration_is_passed_by_the_party_that_leads_it() {
    let (mut kit, project, _) = supplied();
    of_one(&mut kit, "ZD-BZ", "NOX", Relation::AnswersTo, "650100");
    let led_by = |kit: &Kit, party: &str| crate::domain::entry::CaseOpen {
        procedure: of("demonstration"),
        by: of("ZD-BZ-PC"),
        content: crate::domain::case::Content::Demonstration(crate::domain::case::Demonstration {
            project: of(&project),
            led_by: of(party),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    // Who introduces nothing at the site leads nothing there.
    let open = led_by(&kit, "652300-GOV");
    let refusal = kit.refuses(Code::WrongSupplier, open);
    assert_eq!(refusal.values["found"], "652300-GOV");
    for leader in ["XPCC-GOV", "650100-GOV"] {
        let open = led_by(&kit, leader);
        let case = numbered(&kit.admit(open), "case");
        for step in ["organise", "expert_review", "passed"] {
            assert_eq!(signers(&mut kit, &case, step), [leader], "{step}");
        }
    }
}
