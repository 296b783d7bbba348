//! Holds.

use super::*;
use crate::domain::case::{Content, Relocation};
use crate::domain::entry::{CaseOpen, HoldLift, HoldPlace};
use crate::domain::ids::{CaseNo, HoldNo};
use crate::domain::lot::HoldTarget;
use crate::domain::moment::Day;
use crate::domain::party::PartyKind;
use crate::domain::policy::PolicyItem;
use crate::domain::rules::quantity::hold::{check_account, check_case, check_lot, check_region};
use crate::domain::text::DocumentKind;

/// The procedures a ledger begins with.
pub fn procedures() -> Vec<PolicyItem> {
    let text = include_str!("../../../../../samples/policy/procedures.json");
    serde_json::from_str(text).unwrap()
}

/// E1 asks to move to the Wuzhun park with what it needs there.
pub fn relocation(kit: &mut Kit, required: &[(&str, &str)]) -> CaseNo {
    let content = Content::Relocation(Relocation {
        firm: of(E1),
        origin: of(FIRM),
        site: of("ZD-WZ"),
        project: None,
        required: quantities(required),
        lines: Vec::new(),
    });
    let act = CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content,
        documents: vec![kit.document(DocumentKind::Application)],
    };
    number(&kit.admit(act), "case")
}

fn region(region: &str, indicator: Option<&str>) -> HoldTarget {
    HoldTarget::Region {
        region: of(region),
        indicator: indicator.map(of),
    }
}

fn place(kit: &Kit, by: &str, target: &HoldTarget) -> HoldPlace {
    HoldPlace {
        target: target.clone(),
        by: of(by),
        until: None,
        document: kit.letter(),
    }
}

fn placed(kit: &mut Kit, by: &str, target: &HoldTarget) -> HoldNo {
    let act = place(kit, by, target);
    number(&kit.admit(act), "hold")
}

fn code(checked: Result<(), Stop>) -> Option<Code> {
    match checked {
        Ok(()) => None,
        Err(Stop::Refused(refusal)) => Some(refusal.code),
        Err(Stop::Unreadable(damage)) => panic!("{damage}"),
    }
}

#[test]
fn who_may_hold_what() {
    let mut kit = kit();
    kit.admit(kit.party("650000-INS", PartyKind::Inspector, "650000"));
    kit.adopt(None, procedures());
    let lot = open_with(&mut kit, FIRM, &[("SO2", "200")]).remove(0);
    let case = relocation(&mut kit, &[("SO2", "160")]);
    let targets = [
        region("650109", None),
        HoldTarget::Account(of(FIRM)),
        HoldTarget::Lot(of(&lot)),
        HoldTarget::Case(case),
    ];
    for (by, may) in [
        ("650000-EEB", [true, true, true, true]),
        ("XPCC-EEB", [true, true, true, true]),
        ("650100-EEB", [true, true, true, true]),
        ("652300-EEB", [false, false, false, true]),
        ("XPCC-06-EEB", [false, false, false, false]),
        ("650000-INS", [false, false, true, true]),
        ("650000-COURT", [false, true, false, false]),
        ("650100-GOV", [false, false, false, false]),
        ("ZD-WZ-PC", [false, false, false, false]),
        (E1, [false, false, false, false]),
    ] {
        for (target, may) in targets.iter().zip(may) {
            let act = place(&kit, by, target);
            if may {
                kit.admit(act);
            } else {
                let refusal = kit.refuses(Code::NotAuthorised, act);
                assert_eq!(refusal.values["party"], by);
            }
        }
    }
}

#[test]
fn a_hold_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    let good = place(&kit, "650100-EEB", &region("650109", Some("SO2")));
    let cases: &Refusals<HoldPlace> = &[
        (Code::UnknownId, |act| act.target = region("650110", None)),
        (Code::UnknownId, |act| {
            act.target = HoldTarget::Account(of("650109/RESERVE"));
        }),
        (Code::UnknownId, |act| {
            act.target = HoldTarget::Lot(of("650109-2027-L0001"));
        }),
        (Code::UnknownId, |act| {
            act.target = HoldTarget::Case(of("ZD-WZ-2027-0001"));
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DatesReversed, |act| {
            act.until = Some(of("2027-02-28"));
        }),
        (Code::IndicatorUnknown, |act| {
            act.target = region("650109", Some("CH4"));
        }),
    ];
    let given = refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(given[0].number, "650100-2027-H0001");
}

#[test]
fn a_regional_hold_counts_below_it_for_its_indicator() {
    for (held, indicator, stops) in [
        ("652300", Some("SO2"), [true, false, true, false]),
        ("652300", None, [true, true, true, false]),
        ("ZD-WZ", Some("SO2"), [true, false, false, false]),
        ("650000", Some("SO2"), [true, false, true, true]),
    ] {
        let mut kit = kit();
        placed(&mut kit, "650000-EEB", &region(held, indicator));
        let asked = [
            ("ZD-WZ", "SO2"),
            ("ZD-WZ", "NOX"),
            ("ZD-BZ", "SO2"),
            ("650109", "SO2"),
        ];
        for ((site, of_what), stops) in asked.into_iter().zip(stops) {
            let checked = check_region(&kit.draft(), &of(site), &of(of_what), kit.today());
            let verdict = stops.then_some(Code::RegionOnHold);
            assert_eq!(
                code(checked),
                verdict,
                "{held} {indicator:?}: {of_what} in {site}"
            );
        }
    }
}

#[test]
fn a_regional_hold_counts_along_cap_parents_that_are_no_places() {
    use crate::domain::entry::RegionEnrol;
    use crate::domain::region::{Level, Relation};
    use crate::domain::rules::testkit::relation;
    let mut kit = kit();
    let park = RegionEnrol {
        relations: vec![
            relation(Relation::Place, "ZD"),
            relation(Relation::CapParent, "XPCC-06"),
        ],
        ..kit.region("ZD-X", Level::Park, "ZD")
    };
    kit.admit(park);
    for held in ["XPCC", "652300"] {
        let hold = placed(&mut kit, "XPCC-EEB", &region(held, None));
        let checked = check_region(&kit.draft(), &of("ZD-X"), &of("SO2"), kit.today());
        assert_eq!(code(checked), Some(Code::RegionOnHold), "{held}");
        let lift = HoldLift {
            hold,
            document: kit.letter(),
        };
        kit.admit(lift);
    }
}

#[test]
fn a_hold_stops_its_own_target_and_says_who_placed_it() {
    let mut kit = kit();
    kit.adopt(None, procedures());
    let lots = open_with(&mut kit, FIRM, &[("SO2", "200"), ("NOX", "400")]);
    let case = relocation(&mut kit, &[("SO2", "160")]);
    let other = relocation(&mut kit, &[("SO2", "160")]);
    placed(&mut kit, "650100-EEB", &HoldTarget::Account(of(FIRM)));
    placed(&mut kit, "650100-EEB", &HoldTarget::Lot(of(&lots[0])));
    placed(&mut kit, "650100-EEB", &HoldTarget::Case(case.clone()));
    let draft = kit.draft();
    assert_eq!(
        code(check_account(&draft, &of(FIRM))),
        Some(Code::AccountOnHold)
    );
    assert_eq!(code(check_account(&draft, &of(RESERVE))), None);
    assert_eq!(
        code(check_lot(&draft, &of(&lots[0]))),
        Some(Code::LotOnHold)
    );
    assert_eq!(code(check_lot(&draft, &of(&lots[1]))), None);
    assert_eq!(code(check_case(&draft, &case)), Some(Code::CaseOnHold));
    assert_eq!(code(check_case(&draft, &other)), None);
    let Err(Stop::Refused(refusal)) = check_lot(&draft, &of(&lots[0])) else {
        panic!()
    };
    assert_eq!(refusal.values["by"], "650100-EEB");
    assert_eq!(refusal.values["hold"], "650100-2027-H0002");
}

#[test]
fn a_hold_ends_when_its_last_day_is_over() {
    let mut kit = kit();
    let mut act = place(&kit, "650100-EEB", &HoldTarget::Account(of(FIRM)));
    act.until = Some(of("2027-04-30"));
    let hold: HoldNo = number(&kit.admit(act), "hold");
    kit.now = of::<Day>("2027-04-30").end().minus_ms(1);
    kit.open("650100/91650109MA77AB0192");
    assert_eq!(
        code(check_account(&kit.draft(), &of(FIRM))),
        Some(Code::AccountOnHold)
    );
    kit.on("2027-05-01");
    kit.open("652300/RESERVE");
    assert_eq!(code(check_account(&kit.draft(), &of(FIRM))), None);
    let lift = HoldLift {
        hold,
        document: kit.letter(),
    };
    kit.refuses(Code::HoldNotActive, lift);
}

#[test]
fn a_hold_placed_for_today_stops_today() {
    let mut kit = kit();
    let mut act = place(&kit, "650100-EEB", &HoldTarget::Account(of(FIRM)));
    act.until = Some(kit.today());
    kit.admit(act);
    assert_eq!(
        code(check_account(&kit.draft(), &of(FIRM))),
        Some(Code::AccountOnHold)
    );
}

#[test]
fn only_who_placed_a_hold_lifts_it_and_once() {
    let mut kit = kit();
    let mut act = place(&kit, "650100-EEB", &HoldTarget::Account(of(FIRM)));
    act.until = Some(of("2027-04-30"));
    let hold: HoldNo = number(&kit.admit(act), "hold");
    let lift = HoldLift {
        hold,
        document: kit.letter(),
    };
    let by_another = kit.refused_entry(lift.clone(), |entry| {
        entry.head.signers[0].party = of("650000-EEB");
    });
    assert_eq!(by_another.code, Code::NotAuthorised);
    let cases: &Refusals<HoldLift> = &[
        (Code::UnknownId, |act| act.hold = of("650100-2027-H0009")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
    ];
    refused_then_admitted(&mut kit, &lift, cases);
    assert_eq!(code(check_account(&kit.draft(), &of(FIRM))), None);
    kit.refuses(Code::HoldNotActive, lift);
    kit.on("2027-05-01");
    kit.open("652300/RESERVE");
}

#[test]
fn nothing_is_taken_back_from_a_held_account_or_lot() {
    use crate::domain::entry::{IssueRow, QuotaIssue, QuotaTakeBack};
    let targets: [fn(&str) -> HoldTarget; 2] = [
        |_| HoldTarget::Account(of(FIRM)),
        |lot| HoldTarget::Lot(of(lot)),
    ];
    for (target, held) in targets
        .into_iter()
        .zip([Code::AccountOnHold, Code::LotOnHold])
    {
        let mut kit = kit();
        kit.ceiling("650100", "SO2", "standing", "100");
        let row = IssueRow {
            indicator: of("SO2"),
            period: of("standing"),
            amount: of("50"),
            since: kit.today(),
            paid: false,
        };
        let act = QuotaIssue {
            account: of(FIRM),
            rows: vec![row],
            document: kit.letter(),
        };
        let lot = kit.admit(act).remove(0).number;
        placed(&mut kit, "650100-EEB", &target(&lot));
        let (account, lot, amount) = (of(FIRM), of(&lot), of("1"));
        let act = QuotaTakeBack {
            account,
            lot,
            amount,
            document: kit.letter(),
        };
        kit.refuses(held, act);
    }
}

#[test]
fn a_hold_until_the_last_day_there_is_can_be_read_again() {
    let mut kit = kit();
    let act = HoldPlace {
        until: Some(of("9999-12-31")),
        ..place(&kit, "650000-EEB", &region("650109", None))
    };
    kit.admit(act);
    kit.ceiling("650100", "SO2", "standing", "1");
}
