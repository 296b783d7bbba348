//! S2 and S3: a new project is supplied by the introducing party.

use super::*;
use crate::domain::case::{Content, Demonstration, Introduction};
use crate::domain::entry::{CaseOpen, ProjectRegister, ReductionRecord, ReductionVerify};
use crate::domain::lot::{Measure, Nature};
use crate::domain::policy::CarbonRatio;
use crate::domain::rules::testkit::E2;

pub(super) fn project(kit: &mut Kit, builder: &str, region: &str, industry: &str) -> String {
    let assigned = kit.admit(ProjectRegister {
        code: None,
        name: of("煤化工项目"),
        builder: of(builder),
        region: of(region),
        industry: of(industry),
        nature: Nature::New,
        document: kit.document(DocumentKind::Application),
    });
    numbered(&assigned, "project")
}

pub(super) fn introduction(
    kit: &mut Kit,
    project: &str,
    supplier: &str,
    required: Vec<Quantity>,
) -> CaseOpen {
    CaseOpen {
        procedure: of("introduction"),
        by: if project.starts_with("ZD-BZ") {
            of("ZD-BZ-PC")
        } else {
            of("650100-EEB")
        },
        content: Content::Introduction(Introduction {
            project: of(project),
            supplier: of(supplier),
            required,
            stages: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    }
}

/// A verified reduction of all a unit holds; its lot.
fn reduced(kit: &mut Kit, region: &str, firm: &str, amount: &str) -> String {
    let account = format!("{region}/{firm}");
    kit.open(&account);
    kit.ceiling(region, "NOX", "standing", "5000");
    kit.opening(&account, "NOX", "standing", amount);
    let permit = format!("{firm}001P");
    kit.permit(&permit, firm, region, vec![quantity("NOX", amount)]);
    kit.base_emission(&account, vec![quantity("NOX", amount)]);
    let record = ReductionRecord {
        account: of(&account),
        permit: of(&permit),
        facility: of("DA001"),
        name: of("一号锅炉"),
        indicator: of("NOX"),
        measure: Measure::Closure,
        before: crate::domain::amount::Balance::parse_input(amount).unwrap(),
        after: crate::domain::amount::Balance::ZERO,
        completed_on: kit.today(),
        document: kit.letter(),
    };
    let reduction = numbered(&kit.admit(record), "reduction");
    let mut verify = Act::from(ReductionVerify {
        reduction: of(&reduction),
        amount: amount_of(amount),
        lines: Vec::new(),
        document: kit.document(DocumentKind::VerificationReport),
    });
    let head = kit.head(Vec::new());
    crate::domain::rules::complete(&kit.state, &head, kit.now, &mut verify).unwrap();
    numbered(&kit.admit(verify), "lot")
}

pub(super) const STEPS_TO_PLAN: [&str; 2] = ["accept", "demand"];
pub(super) const STEPS_TO_RESERVE: [&str; 5] = [
    "confirm_builder",
    "confirm_giver",
    "confirm_government",
    "first_opinion",
    "review",
];

/// S2 up to the source plan: givers in the 6th and 8th division, the project in the Bingzhun park.
pub(super) fn supplied() -> (Kit, String, [String; 3]) {
    let mut kit = Kit::with_procedures();
    for (firm, division) in [
        ("L1-CO", "XPCC-06"),
        ("L2-CO", "XPCC-06"),
        ("L3-CO", "XPCC-08"),
    ] {
        kit.admit(kit.party(firm, crate::domain::party::PartyKind::ReserveBody, division));
    }
    let lots = [
        reduced(&mut kit, "XPCC-06", "L1-CO", "905.250"),
        reduced(&mut kit, "XPCC-06", "L2-CO", "268.400"),
        reduced(&mut kit, "XPCC-08", "L3-CO", "150.000"),
    ];
    for (region, cap) in [("XPCC", "9000"), ("ZD-BZ", "0"), ("650000", "0")] {
        kit.ceiling(region, "NOX", "standing", cap);
    }
    let project = project(&mut kit, E2, "ZD-BZ", "2614");
    kit.factor("652300", CaseKind::Introduction, "NOX", "2.0");
    (kit, project, lots)
}

/// A project that is not two-high, so that quantity alone is at stake.
pub(super) fn plain_project(kit: &mut Kit) -> String {
    project(kit, E2, "ZD-BZ", "3985")
}

pub(super) fn planned(kit: &mut Kit, open: CaseOpen, lots: &[String], minute: bool) -> String {
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &STEPS_TO_PLAN);
    let mut plan = kit.step(&case, "source_plan");
    plan.sources = lots.iter().map(|lot| of(lot)).collect();
    if minute {
        plan.documents
            .push(kit.document(DocumentKind::CoordinationMinute));
    }
    kit.admit(plan);
    case
}

#[test]
fn the_project_gets_its_one_and_the_rest_is_retired() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "640.000")],
    );
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
    assert_eq!(kit.held("XPCC-08/L3-CO", "NOX", "standing").0, "43.65");
    kit.does(&case, &["eia", "sources_achieved"]);
    kit.permit(
        "91659004MA78BT0226001P",
        E2,
        "ZD-BZ",
        vec![quantity("NOX", "640")],
    );
    kit.does(&case, &["permit", "effective"]);
    kit.holds(&format!("ZD-BZ/{E2}/{project}"), "NOX", "standing", "640");
    let sums = kit.draft().get(&keys::sums(&of("NOX"))).unwrap().unwrap();
    assert_eq!(sums.retired.to_string(), "640");
    assert_eq!(sums.opening.to_string(), "1323.65");
    let text = |used: &str, cap: &str| (used.to_owned(), cap.to_owned());
    // 6th division −1173.650, 8th −106.350, XPCC −1280, the park's path and 650000 +640.
    assert_eq!(
        kit.totals("XPCC-06", "NOX", "standing"),
        text("0", "3826.35")
    );
    assert_eq!(
        kit.totals("XPCC-08", "NOX", "standing"),
        text("43.65", "4893.65")
    );
    assert_eq!(kit.totals("XPCC", "NOX", "standing"), text("43.65", "7720"));
    assert_eq!(kit.totals("ZD-BZ", "NOX", "standing"), text("640", "640"));
    assert_eq!(kit.totals("650000", "NOX", "standing"), text("640", "640"));
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "1.000")],
    );
    let second = planned(&mut kit, open, &lots, true);
    kit.does(&second, &STEPS_TO_RESERVE);
    kit.step_refused(Code::ProjectCovered, &second, "reserve");
}

#[test]
fn a_source_from_elsewhere_needs_the_minute_or_the_shortage_statement() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "640.000")],
    );
    let case = planned(&mut kit, open, &lots, false);
    kit.does(&case, &STEPS_TO_RESERVE);
    let refusal = kit.step_refused(Code::SourceOutOfScope, &case, "reserve");
    assert_eq!(refusal.values["prefecture"], "652300");
}

#[test]
fn a_waiver_brought_by_the_applicant_is_none() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let mut open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "640.000")],
    );
    open.documents
        .push(kit.document(DocumentKind::CoordinationMinute));
    let case = planned(&mut kit, open, &lots, false);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.step_refused(Code::SourceOutOfScope, &case, "reserve");
}

#[test]
fn a_shortage_stated_by_a_body_and_confirmed_above_opens_the_scope() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "640.000")],
    );
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &["accept"]);
    let mut demand = kit.step(&case, "demand");
    demand
        .documents
        .push(kit.document(DocumentKind::ShortageStatement));
    kit.admit(demand);
    let mut plan = kit.step(&case, "source_plan");
    plan.sources = lots.iter().map(|lot| of(lot)).collect();
    kit.admit(plan);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
}

#[test]
fn only_the_introducing_party_of_the_park_supplies() {
    let (mut kit, project, _) = supplied();
    let open = introduction(
        &mut kit,
        &project,
        "650100-GOV",
        vec![quantity("NOX", "640.000")],
    );
    let refusal = kit.refuses(Code::WrongSupplier, open);
    assert_eq!(refusal.values["needed"], "XPCC");
    kit.open("650100/RESERVE");
    kit.ceiling("650000", "NOX", "standing", "10000");
    let lot = kit.opening("650100/RESERVE", "NOX", "standing", "10.000");
    let plain = plain_project(&mut kit);
    let open = introduction(&mut kit, &plain, "XPCC-GOV", vec![quantity("NOX", "1.000")]);
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &STEPS_TO_PLAN);
    let mut plan = kit.step(&case, "source_plan");
    plan.sources = vec![of(&lot)];
    kit.refuses(Code::WrongSupplier, plan);
}

#[test]
fn a_factor_without_an_attainment_record_is_none() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let required = vec![quantity("SO2", "1.000"), quantity("NOX", "640.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    let refusal = kit.step_refused(Code::FactorUndetermined, &case, "reserve");
    assert_eq!(refusal.values["indicator"], "SO2");
}

fn demonstrated(kit: &mut Kit, project: &str, until: &str) {
    let open = CaseOpen {
        procedure: of("demonstration"),
        by: of("ZD-BZ-PC"),
        content: Content::Demonstration(Demonstration {
            project: of(project),
            led_by: of("XPCC-GOV"),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = numbered(&kit.admit(open), "case");
    let steps = [
        "screen",
        "accept",
        "organise",
        "dossier",
        "expert_review",
        "joint_review",
        "upper_opinion",
    ];
    kit.does(&case, &steps);
    let mut passed = kit.step(&case, "passed");
    passed.until = Some(of("2026-12-31"));
    kit.refuses(Code::DatesReversed, passed.clone());
    passed.until = Some(of(until));
    kit.admit(passed);
}

#[test]
fn a_two_high_project_needs_its_demonstration_and_its_carbon_replacement() {
    let (mut kit, project, lots) = supplied();
    let open = introduction(
        &mut kit,
        &project,
        "XPCC-GOV",
        vec![quantity("NOX", "640.000")],
    );
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.step_refused(Code::DemonstrationMissing, &case, "reserve");
    demonstrated(&mut kit, &project, "2027-02-28");
    kit.step_refused(Code::CarbonReplacementMissing, &case, "reserve");
    kit.on("2027-03-01");
    let refusal = kit.step_refused(Code::DemonstrationMissing, &case, "reserve");
    assert!(refusal.values["found"].contains("2027-02-28"));
}

#[test]
fn whether_a_project_is_two_high_says_the_list_at_the_acceptance() {
    let (mut kit, _, lots) = supplied();
    let [before, after] = [0, 1].map(|_| plain_project(&mut kit));
    let required = || vec![quantity("NOX", "1.000")];
    let open = introduction(&mut kit, &before, "XPCC-GOV", required());
    let accepted_before = planned(&mut kit, open, &lots, true);
    kit.does(&accepted_before, &STEPS_TO_RESERVE);
    let mut list: Vec<PolicyItem> = super::items(super::TWO_HIGH);
    for item in &mut list {
        let PolicyItem::TwoHighList(list) = item else {
            panic!("{item:?}")
        };
        list.industries.push(of("3985"));
    }
    kit.adopt(None, list);
    kit.does(&accepted_before, &["reserve"]);
    // Registered before the list named its industry, accepted after.
    let open = introduction(&mut kit, &after, "XPCC-GOV", required());
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.step_refused(Code::DemonstrationMissing, &case, "reserve");
}

/// An indicator's later version: nothing bounds it any more.
fn unbounded(from: &str, kit: &mut Kit) {
    let mut items = crate::domain::rules::testkit::indicators();
    items.retain(|item| matches!(item, PolicyItem::Indicator(item) if item.code == of("NOX")));
    for item in &mut items {
        if let PolicyItem::Indicator(item) = item {
            item.base_limited = false;
        }
    }
    let mut adoption = kit.adoption(None, items);
    adoption.valid_from = of(from);
    kit.admit(adoption);
}

#[test]
fn a_base_limit_falls_for_cases_accepted_once_that_is_in_force() {
    let (mut kit, _, _) = supplied();
    let project = plain_project(&mut kit);
    kit.open("XPCC/RESERVE");
    let lot = kit.opening("XPCC/RESERVE", "NOX", "standing", "10.000");
    let required = || vec![quantity("NOX", "1.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required());
    let case = planned(&mut kit, open, std::slice::from_ref(&lot), true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.step_refused(Code::SourceBaseUnknown, &case, "reserve");
    unbounded("2030-01-01", &mut kit);
    kit.step_refused(Code::SourceBaseUnknown, &case, "reserve");
    // Nor does one in force now reach what was accepted before it was adopted.
    unbounded("2026-01-01", &mut kit);
    kit.step_refused(Code::SourceBaseUnknown, &case, "reserve");
    let open = introduction(&mut kit, &project, "XPCC-GOV", required());
    let case = planned(&mut kit, open, &[lot], true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
}

#[test]
fn carbon_is_replaced_at_its_ratio() {
    for (ratio, outcome) in [("1.0", None), ("1.2", Some("617100"))] {
        let (mut kit, project, lots) = supplied();
        let mut lots = lots.to_vec();
        lots.push(kit.opening("XPCC-06/L1-CO", "CO2PROJ", "standing", "4020000.00"));
        let ratio = crate::domain::amount::Ratio::parse_input(ratio).unwrap();
        kit.adopt(
            Some("652300"),
            vec![PolicyItem::CarbonRatio(CarbonRatio {
                region: of("652300"),
                ratio,
            })],
        );
        demonstrated(&mut kit, &project, "2027-12-31");
        let required = vec![
            quantity("NOX", "640.000"),
            quantity("CO2PROJ", "3864250.00"),
        ];
        let open = introduction(&mut kit, &project, "XPCC-GOV", required);
        let case = planned(&mut kit, open, &lots, true);
        kit.does(&case, &STEPS_TO_RESERVE);
        match outcome {
            None => {
                kit.does(&case, &["reserve"]);
                kit.holds("XPCC-06/L1-CO", "CO2PROJ", "standing", "155750");
            }
            Some(short) => {
                let refusal = kit.step_refused(Code::InsufficientLot, &case, "reserve");
                assert_eq!(refusal.values["short"], short);
            }
        }
    }
}
