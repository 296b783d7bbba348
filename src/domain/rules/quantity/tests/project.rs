//! Projects.

use super::*;
use crate::domain::entry::ProjectRegister;
use crate::domain::ids::ProjectNo;
use crate::domain::lot::{Nature, Project};
use crate::domain::policy::{IndustryList, ParkIndustries, PolicyItem};
use crate::domain::rules::testkit::E2;

fn project(kit: &Kit, industry: &str) -> ProjectRegister {
    ProjectRegister {
        code: None,
        name: of("煤制烯烃"),
        builder: of(E2),
        region: of("ZD-BZ"),
        industry: of(industry),
        nature: Nature::New,
        document: kit.letter(),
    }
}

fn registered(kit: &mut Kit, industry: &str) -> Project {
    let act = project(kit, industry);
    let no: ProjectNo = number(&kit.admit(act), "project");
    kit.draft().must(&keys::project(&no)).unwrap()
}

fn park(region: &str, industry: &str, blocking: bool) -> Vec<PolicyItem> {
    let (region, industries) = (of(region), vec![of(industry)]);
    vec![PolicyItem::ParkIndustries(ParkIndustries {
        region,
        industries,
        blocking,
    })]
}

#[test]
fn a_project_gets_a_number_of_its_region() {
    let mut kit = kit();
    let registered = registered(&mut kit, "2523");
    assert_eq!(registered.project.as_str(), "ZD-BZ-2027-P0001");
    assert_eq!(
        (registered.two_high, registered.outside_list),
        (None, false)
    );
    let listed = kit.draft().list(&keys::projects_of(&of("ZD-BZ"))).unwrap();
    assert_eq!(listed, [registered.project]);
}

#[test]
fn a_project_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.adopt(Some("652300"), park("ZD-BZ", "2523", true));
    let good = project(&kit, "2523");
    let cases: &Refusals<ProjectRegister> = &[
        (Code::UnknownId, |act| {
            act.builder = of("91652327MA77CD031E");
        }),
        (Code::UnknownId, |act| act.region = of("ZD-XZ")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::IndustryNotListed, |act| act.industry = of("2614")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
}

#[test]
fn a_park_that_does_not_block_flags_what_is_outside_its_list() {
    let mut kit = kit();
    kit.adopt(Some("652300"), park("ZD", "2523", false));
    assert!(!registered(&mut kit, "2523").outside_list);
    assert!(registered(&mut kit, "2614").outside_list);
}

#[test]
fn a_two_high_project_names_the_version_of_the_list_of_its_day() {
    let mut kit = kit();
    let before = registered(&mut kit, "2523");
    let list = IndustryList {
        version: of("新疆2021"),
        industries: vec![of("2523")],
    };
    kit.adopt(None, vec![PolicyItem::TwoHighList(list)]);
    assert_eq!(registered(&mut kit, "2523").two_high, Some(of("新疆2021")));
    assert_eq!(registered(&mut kit, "2614").two_high, None);
    let kept: Project = kit.draft().must(&keys::project(&before.project)).unwrap();
    assert_eq!(
        kept.two_high, None,
        "what was registered before keeps its judgement"
    );
}
