//! Adopting policy, and what is in force for whom on which day.

use super::*;
use crate::domain::entry::PolicyAdopt;
use crate::domain::indicator::Span;
use crate::domain::policy::{Calendar, CarbonRatio};
use crate::domain::region::{Relation, RelationEntry};
use crate::domain::rules::testkit::{Kit, indicators, of, relation};
use crate::domain::text::Names;

fn sample(text: &str) -> Vec<PolicyItem> {
    serde_json::from_str(text).unwrap()
}

fn procedures() -> Vec<PolicyItem> {
    sample(include_str!(
        "../../../../../samples/policy/procedures.json"
    ))
}

fn factor_item(kit: &Kit, indicator: &str, region: &str, factor: &str) -> PolicyItem {
    PolicyItem::Factor(Factor {
        flow: CaseKind::Introduction,
        indicator: of(indicator),
        region: of(region),
        factor: of(factor),
        attainment: kit.letter(),
    })
}

fn ratio_item(region: &str, ratio: &str) -> PolicyItem {
    PolicyItem::CarbonRatio(CarbonRatio {
        region: of(region),
        ratio: of(ratio),
    })
}

fn park_item(region: &str) -> PolicyItem {
    let industries = vec![of("2523"), of("4411")];
    PolicyItem::ParkIndustries(ParkIndustries {
        region: of(region),
        industries,
        blocking: false,
    })
}

fn head_item(form: FormKind, title: Option<&str>) -> PolicyItem {
    PolicyItem::FormHead(FormHead {
        form,
        title: title.map(|title| Names {
            zh: of(title),
            en: of(title),
        }),
        letterhead: None,
    })
}

fn list_item(version: &str) -> PolicyItem {
    let industries = vec![of("2523")];
    PolicyItem::TwoHighList(IndustryList {
        version: of(version),
        industries,
    })
}

fn limits_item(days: u16) -> PolicyItem {
    PolicyItem::Limits(Limits {
        document_age_working_days: days,
        refusals_per_key_and_day: 5,
        ..Limits::default()
    })
}

fn calendar_item(year: u16, holidays: &[&str], workdays: &[&str]) -> PolicyItem {
    let days = |days: &[&str]| days.iter().map(|day| of(day)).collect();
    PolicyItem::Calendar(Calendar {
        year,
        holidays: days(holidays),
        workdays: days(workdays),
    })
}

/// A case accepted on `date` by the next entry.
fn accepted(kit: &Kit, date: &str) -> Acceptance {
    let ledger: crate::domain::state::Ledger = kit.draft().must(&keys::ledger()).unwrap();
    Acceptance {
        date: of(date),
        index: ledger.leaves_next,
    }
}

fn amended(item: &PolicyItem, amend: impl FnOnce(&mut Indicator)) -> PolicyItem {
    let PolicyItem::Indicator(mut indicator) = item.clone() else {
        panic!("no indicator")
    };
    amend(&mut indicator);
    PolicyItem::Indicator(indicator)
}

#[test]
fn the_policy_a_ledger_begins_with_is_adopted() {
    let mut kit = Kit::zhundong();
    kit.adopt(
        None,
        sample(include_str!(
            "../../../../../samples/policy/indicators.json"
        )),
    );
    kit.adopt(None, procedures());
    kit.adopt(
        None,
        sample(include_str!("../../../../../samples/policy/two_high.json")),
    );
    kit.adopt(
        None,
        sample(include_str!(
            "../../../../../samples/policy/park_industries.json"
        )),
    );
    let judged_by = accepted(&kit, "2027-02-01");
    let site = of("ZD-BZ");
    let found = procedure(&kit.draft(), &of("introduction"), &site, judged_by).unwrap();
    let (introduction, index) = found.unwrap();
    assert_eq!(introduction.kind, CaseKind::Introduction);
    let again = procedure_at(&kit.draft(), &of("introduction"), &site, index).unwrap();
    assert_eq!(again, introduction);
    assert!(two_high_list(&kit.draft(), judged_by).unwrap().is_some());
    assert!(
        park_industries(&kit.draft(), &site, judged_by)
            .unwrap()
            .is_some()
    );
}

#[test]
fn an_adoption_is_refused_for_what_is_wrong_with_it() {
    let mut kit = Kit::zhundong();
    let so2 = indicators().remove(0);
    let too_fine = amended(&so2, |it| (it.code, it.decimals) = (of("X"), 5));
    let finest = amended(&so2, |it| (it.code, it.decimals) = (of("X"), 255));
    let mut unsound = procedures();
    let PolicyItem::Procedure(first) = &mut unsound[0] else {
        panic!("no procedure")
    };
    first.steps.clear();
    let empty = |region: &str| {
        let (region, industries) = (of(region), Vec::new());
        PolicyItem::ParkIndustries(ParkIndustries {
            region,
            industries,
            blocking: true,
        })
    };
    let twice = IndustryList {
        version: of("1"),
        industries: vec![of("2523"), of("2523")],
    };
    let roots: Option<&str> = None;
    let one = |scope: Option<&'static str>, item: PolicyItem| (scope, vec![item]);
    let factor = |indicator, region, times| factor_item(&kit, indicator, region, times);
    let cases = [
        ((roots, Vec::new()), Code::Nothing),
        ((roots, vec![limits_item(1); 201]), Code::TooManyRows),
        (
            (roots, vec![limits_item(1), limits_item(2)]),
            Code::RowTwice,
        ),
        (
            (roots, vec![ratio_item("ZD", "1"), ratio_item("ZD", "2")]),
            Code::RowTwice,
        ),
        (one(roots, empty("ZD-BZ")), Code::Nothing),
        (one(roots, head_item(FormKind::Book, None)), Code::Nothing),
        (
            (
                roots,
                vec![
                    head_item(FormKind::Book, Some("1")),
                    head_item(FormKind::Book, Some("2")),
                ],
            ),
            Code::RowTwice,
        ),
        (one(roots, PolicyItem::TwoHighList(twice)), Code::RowTwice),
        (
            one(roots, calendar_item(2027, &["2027-05-01"], &["2027-05-01"])),
            Code::RowTwice,
        ),
        (one(Some("NOWHERE"), ratio_item("ZD", "1")), Code::UnknownId),
        (one(roots, ratio_item("NOWHERE", "1")), Code::UnknownId),
        (one(roots, factor("SO2", "NOWHERE", "1")), Code::UnknownId),
        (one(roots, park_item("NOWHERE")), Code::UnknownId),
        (one(roots, factor("SO3", "ZD", "1")), Code::IndicatorUnknown),
        (one(roots, too_fine), Code::TooManyDecimals),
        (one(roots, finest), Code::TooManyDecimals),
        ((roots, unsound), Code::ProcedureUnsound),
        (
            one(roots, factor("SO2", "ZD", "0.9999")),
            Code::RatioBelowOne,
        ),
        (one(roots, ratio_item("ZD", "0")), Code::RatioBelowOne),
        (
            one(roots, calendar_item(2027, &["2028-01-03"], &[])),
            Code::ScopeTooWide,
        ),
        // What everybody reads alike is the roots' to adopt.
        (one(Some("652300"), so2.clone()), Code::ScopeTooWide),
        (one(Some("652300"), list_item("1")), Code::ScopeTooWide),
        (
            one(Some("652300"), calendar_item(2027, &[], &[])),
            Code::ScopeTooWide,
        ),
        (one(Some("652300"), limits_item(1)), Code::ScopeTooWide),
        // A region adopts for itself and what lies in it.
        (
            one(Some("652300"), factor("SO2", "650109", "2")),
            Code::ScopeTooWide,
        ),
        (
            one(Some("652300"), ratio_item("650000", "2")),
            Code::ScopeTooWide,
        ),
        (one(Some("XPCC"), park_item("ZD-BZ")), Code::ScopeTooWide),
    ];
    for (at, ((scope, items), code)) in cases.into_iter().enumerate() {
        let act = kit.adoption(scope, items);
        let refusal = kit.refused(act);
        assert_eq!(refusal.code, code, "case {at}: {refusal}");
    }
}

#[test]
fn the_head_of_a_form_is_that_of_the_nearest_region_and_else_everybodys() {
    let mut kit = Kit::zhundong();
    for (scope, form, title) in [
        (None, FormKind::Review, "审核表"),
        (Some("652300"), FormKind::Review, "确认书"),
        (Some("650100"), FormKind::Book, "台账"),
    ] {
        kit.adopt(scope, vec![head_item(form, Some(title))]);
    }
    let today = Acceptance {
        date: kit.today(),
        index: u64::MAX,
    };
    let title = |form, region: Option<&str>| {
        let region = region.map(of::<RegionId>);
        let head = form_head(&kit.draft(), form, region.as_ref(), today).unwrap();
        head.map(|head| head.title.unwrap().zh.to_string())
    };
    for (form, region, expected) in [
        (FormKind::Review, Some("ZD-WZ"), Some("确认书")),
        (FormKind::Review, Some("650109"), Some("审核表")),
        (FormKind::Review, None, Some("审核表")),
        (FormKind::Book, Some("650109"), Some("台账")),
        (FormKind::Book, Some("ZD-WZ"), None),
    ] {
        assert_eq!(
            title(form, region).as_deref(),
            expected,
            "{form:?} {region:?}"
        );
    }
}

#[test]
fn the_lowest_number_is_told_of_several_items() {
    let mut kit = Kit::zhundong();
    let items = vec![
        ratio_item("ZD", "0.5"),
        factor_item(&kit, "SO3", "ZD", "1"),
        calendar_item(2027, &["2028-01-01"], &[]),
    ];
    let mut act = kit.adoption(None, items);
    kit.refuses(Code::IndicatorUnknown, act.clone());
    act.document.date = kit.today().plus_days(1);
    kit.refuses(Code::DocumentInFuture, act);
}

#[test]
fn validity_and_dates_are_in_order() {
    let mut kit = Kit::zhundong();
    let adopt = |kit: &Kit, from: &str, to: Option<&str>| PolicyAdopt {
        valid_from: of(from),
        valid_to: to.map(of),
        ..kit.adoption(None, vec![ratio_item("ZD", "1")])
    };
    for to in ["2027-03-01", "2027-02-28"] {
        let act = adopt(&kit, "2027-03-01", Some(to));
        kit.refuses(Code::DatesReversed, act);
    }
    kit.admit(adopt(&kit, "2027-03-01", Some("2027-03-02")));
    // It may begin before it is adopted, and end before, too.
    kit.admit(adopt(&kit, "2020-01-01", Some("2021-01-01")));
    let mut old = adopt(&kit, "2027-01-01", None);
    old.document.date = of("2026-01-01");
    kit.refuses(Code::DocumentTooOld, old);
    // An attainment record may be old, but must have been written.
    let mut item = factor_item(&kit, "SO2", "ZD", "2");
    let PolicyItem::Factor(factor) = &mut item else {
        panic!("no factor")
    };
    factor.attainment.date = of("2025-06-01");
    kit.adopt(None, vec![item.clone()]);
    let PolicyItem::Factor(factor) = &mut item else {
        panic!("no factor")
    };
    factor.attainment.date = kit.today().plus_days(1);
    let act = kit.adoption(None, vec![item]);
    kit.refuses(Code::DocumentInFuture, act);
}

#[test]
fn what_amounts_on_record_mean_never_changes() {
    let mut kit = Kit::zhundong();
    let so2 = indicators().remove(0);
    for (field, item) in [
        ("unit", amended(&so2, |it| it.unit = of("kg/a"))),
        ("decimals", amended(&so2, |it| it.decimals = 2)),
        ("span", amended(&so2, |it| it.span = Span::Yearly)),
    ] {
        let act = kit.adoption(None, vec![item]);
        let refusal = kit.refuses(Code::NotTheSame, act);
        assert_eq!(refusal.values["field"], field);
    }
    let renamed = amended(&so2, |it| it.base_limited = false);
    kit.adopt(None, vec![renamed]);
    assert!(!indicator(&kit.draft(), &of("SO2")).unwrap().base_limited);
    let unknown = indicator(&kit.draft(), &of("SO3")).unwrap_err();
    assert!(matches!(unknown, Stop::Refused(refusal) if refusal.code == Code::IndicatorUnknown));
}

#[test]
fn a_factor_may_come_with_its_indicator() {
    let mut kit = Kit::zhundong();
    let new = amended(&indicators()[0], |it| it.code = of("TN"));
    let items = vec![factor_item(&kit, "TN", "ZD", "1.5"), new];
    kit.adopt(None, items);
}

#[test]
fn a_rule_counts_if_adopted_before_acceptance_and_valid_on_its_date() {
    let mut kit = Kit::zhundong();
    let ratio_of = |kit: &Kit, judged_by| {
        let ratio = carbon_ratio(&kit.draft(), &of("ZD-BZ"), judged_by).unwrap();
        ratio.map(|ratio| ratio.to_string())
    };
    let before = accepted(&kit, "2027-06-01");
    kit.admit(PolicyAdopt {
        valid_to: Some(of("2027-07-01")),
        ..kit.adoption(None, vec![ratio_item("ZD", "1")])
    });
    let between = accepted(&kit, "2027-06-01");
    kit.admit(PolicyAdopt {
        valid_from: of("2027-06-01"),
        ..kit.adoption(None, vec![ratio_item("ZD", "1.2")])
    });
    let some = |text: &str| Some(text.to_owned());
    // `before` has the index of the first adoption itself, which judges only what comes after it.
    assert_eq!(ratio_of(&kit, before), None);
    assert_eq!(ratio_of(&kit, between), some("1"));
    assert_eq!(ratio_of(&kit, accepted(&kit, "2027-06-01")), some("1.2"));
    assert_eq!(ratio_of(&kit, accepted(&kit, "2027-05-31")), some("1"));
    assert_eq!(ratio_of(&kit, accepted(&kit, "2025-12-31")), None);
    let versions = kit
        .draft()
        .list(&keys::adoptions("carbon_ratio", "ZD"))
        .unwrap();
    assert_eq!(
        versions
            .iter()
            .map(|adopted| adopted.version)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    let scopes = kit
        .draft()
        .list(&keys::policy_scopes("carbon_ratio"))
        .unwrap();
    assert_eq!(scopes, ["ZD"]);
}

#[test]
fn the_nearest_region_up_the_place_path_decides() {
    let mut kit = Kit::zhundong();
    let factor_of = |kit: &Kit, indicator: &str, site: &str| {
        let judged_by = accepted(kit, "2027-02-01");
        let flow = CaseKind::Introduction;
        let found = factor(&kit.draft(), flow, &of(indicator), &of(site), judged_by).unwrap();
        found.map(|found| found.factor.to_string())
    };
    let some = |text: &str| Some(text.to_owned());
    let item = factor_item(&kit, "NOX", "652300", "1");
    kit.adopt(None, vec![item]);
    let item = factor_item(&kit, "NOX", "ZD-BZ", "2");
    kit.adopt(Some("652300"), vec![item]);
    assert_eq!(factor_of(&kit, "NOX", "ZD-BZ"), some("2"));
    assert_eq!(factor_of(&kit, "NOX", "ZD-WZ"), some("1"));
    assert_eq!(factor_of(&kit, "NOX", "650109"), None);
    assert_eq!(factor_of(&kit, "SO2", "ZD-BZ"), None);
    let judged_by = accepted(&kit, "2027-02-01");
    let flow = CaseKind::Relocation;
    let other = factor(&kit.draft(), flow, &of("NOX"), &of("ZD-BZ"), judged_by).unwrap();
    assert_eq!(other, None);
    // Water may lie in another basin than the air: one indicator's own place.
    let item = factor_item(&kit, "COD", "650100", "3");
    kit.adopt(None, vec![item]);
    let basin = RelationEntry {
        indicator: Some(of("COD")),
        ..relation(Relation::Place, "650100")
    };
    let mut act = kit.region("ZD-WZ", crate::domain::region::Level::Park, "ZD");
    act.relations = vec![basin];
    kit.admit(act);
    assert_eq!(factor_of(&kit, "COD", "ZD-WZ"), some("3"));
    assert_eq!(factor_of(&kit, "COD", "ZD-BZ"), None);
    assert_eq!(factor_of(&kit, "NOX", "ZD-WZ"), some("1"));
}

#[test]
fn a_regions_own_procedure_goes_before_everybodys() {
    let mut kit = Kit::zhundong();
    kit.adopt(None, procedures());
    let mut own = procedures().remove(0);
    let PolicyItem::Procedure(relocation) = &mut own else {
        panic!("no procedure")
    };
    relocation.lapse_days = 90;
    kit.adopt(Some("652300"), vec![own]);
    let days = |kit: &Kit, site: &str| {
        let judged_by = accepted(kit, "2027-02-01");
        let found = procedure(&kit.draft(), &of("relocation"), &of(site), judged_by).unwrap();
        found.map(|(procedure, index)| (procedure.lapse_days, index))
    };
    let (local, local_index) = days(&kit, "ZD-WZ").unwrap();
    let (common, common_index) = days(&kit, "650109").unwrap();
    assert_eq!((local, common), (90, 365));
    // An open case keeps the version it began with, whatever is adopted later.
    let mut later = procedures().remove(0);
    let PolicyItem::Procedure(relocation) = &mut later else {
        panic!("no procedure")
    };
    relocation.lapse_days = 30;
    kit.adopt(Some("652300"), vec![later]);
    assert_eq!(days(&kit, "ZD-WZ").unwrap().0, 30);
    for (index, lapse_days) in [(local_index, 90), (common_index, 365)] {
        let kept = procedure_at(&kit.draft(), &of("relocation"), &of("ZD-WZ"), index).unwrap();
        assert_eq!(kept.lapse_days, lapse_days);
    }
    assert!(procedure_at(&kit.draft(), &of("relocation"), &of("ZD-WZ"), 1).is_err());
    let judged_by = accepted(&kit, "2027-02-01");
    let none = procedure(&kit.draft(), &of("reloc"), &of("ZD-WZ"), judged_by).unwrap();
    assert_eq!(none, None);
}

#[test]
fn limits_are_those_of_the_day_and_have_defaults() {
    let mut kit = Kit::zhundong();
    let age = |kit: &Kit, day: &str| {
        limits_on(&kit.draft(), of(day))
            .unwrap()
            .document_age_working_days
    };
    assert_eq!(age(&kit, "2027-02-01"), 60);
    kit.admit(PolicyAdopt {
        valid_from: of("2027-02-01"),
        valid_to: Some(of("2027-03-01")),
        ..kit.adoption(None, vec![limits_item(5)])
    });
    assert_eq!(
        ["2027-01-31", "2027-02-01", "2027-03-01"].map(|day| age(&kit, day)),
        [60, 5, 60]
    );
}

#[test]
fn policy_for_all_is_adopted_by_as_many_of_each_root_as_it_needs() {
    let mut kit = Kit::zhundong();
    let act = kit.adoption(None, vec![limits_item(5)]);
    let parties = |act: PolicyAdopt, kit: &mut Kit| {
        let entry = kit.entry(act, None);
        entry
            .head
            .signers
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        parties(act, &mut kit),
        "650000-EEB:issue XPCC-EEB:issue XPCC-EEB:issue"
    );
    let act = kit.adoption(Some("ZD"), vec![ratio_item("ZD", "1")]);
    assert_eq!(
        parties(act, &mut kit),
        "652300-EEB:handle 652300-EEB:review 652300-EEB:issue"
    );
}
