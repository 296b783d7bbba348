//! Returned, resubmitted, refused, not accepted, withdrawn, lapsed.

use super::relocation::{
    ORIGIN, TO_RESERVE, base_act, base_decided, before_the_case, cancel_old_permit, new_permit,
    opened,
};
use super::*;
use crate::domain::case::{Content, Phase};
use crate::domain::entry::{CaseEnd, CaseResubmit, CaseReturn, EndKind, HoldLift, HoldPlace};
use crate::domain::lot::HoldTarget;

fn reserved() -> (Kit, String) {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    (kit, case)
}

fn returned(kit: &Kit, case: &str, to: &str) -> CaseReturn {
    CaseReturn {
        case: of(case),
        by: of("652300-EEB"),
        to: of(to),
        missing: vec![DocumentKind::Opinion],
        document: kit.letter(),
    }
}

fn end(kit: &Kit, case: &str, by: &str, kind: EndKind) -> CaseEnd {
    CaseEnd {
        case: of(case),
        by: of(by),
        kind,
        document: kit.letter(),
    }
}

#[track_caller]
fn reservation_is_free(kit: &Kit) {
    kit.holds(ORIGIN, "SO2", "standing", "198.35");
    assert_eq!(kit.held("650100/RESERVE", "VOCS", "standing").0, "20");
}

#[test]
fn every_end_frees_what_was_reserved() {
    for (by, kind, phase) in [
        ("650000-EEB", EndKind::Refused, Phase::Refused),
        ("ZD-WZ-PC", EndKind::Withdrawn, Phase::Withdrawn),
    ] {
        let (mut kit, case) = reserved();
        kit.admit(end(&kit, &case, by, kind));
        assert_eq!(kit.case(&case).phase, phase);
        let turns = kit.draft().list(&keys::turns_of(&of(&case))).unwrap();
        let by_whom: Vec<_> = turns.iter().map(|turned| turned.by.as_str()).collect();
        assert_eq!(by_whom, [by]);
        reservation_is_free(&kit);
        kit.step_refused(Code::CaseOver, &case, "eia");
        kit.refuses(Code::CaseOver, end(&kit, &case, by, kind));
    }
}

#[test]
fn a_case_lapses_by_itself_and_frees_what_it_reserved() {
    let (mut kit, case) = reserved();
    kit.on("2028-01-03");
    assert_eq!(kit.case(&case).phase, Phase::Open);
    kit.on("2028-01-05");
    kit.step_refused(Code::CaseOver, &case, "eia");
    assert_eq!(kit.case(&case).phase, Phase::Lapsed);
    reservation_is_free(&kit);
}

#[test]
fn not_accepted_is_said_before_acceptance_only() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let early = end(&kit, &case, "652300-EEB", EndKind::NotAccepted);
    kit.does(&case, &["accept"]);
    kit.refuses(
        Code::NotAcceptedLate,
        end(&kit, &case, "652300-EEB", EndKind::NotAccepted),
    );
    let other = opened(&mut kit);
    kit.admit(CaseEnd {
        case: of(&other),
        ..early
    });
    assert_eq!(kit.case(&other).phase, Phase::NotAccepted);
}

#[test]
fn only_a_body_that_judges_refuses_and_only_who_opened_withdraws() {
    let (mut kit, case) = reserved();
    kit.refuses(
        Code::NotAuthorised,
        end(&kit, &case, "XPCC-EEB", EndKind::Refused),
    );
    kit.refuses(
        Code::NotAuthorised,
        end(&kit, &case, "652300-EEB", EndKind::Withdrawn),
    );
    kit.refuses(
        Code::NotAuthorised,
        CaseReturn {
            by: of("XPCC-EEB"),
            ..returned(&kit, &case, "host_opinion")
        },
    );
}

#[test]
fn a_return_keeps_what_does_not_depend_on_it_and_stops_the_clock() {
    let (mut kit, case) = reserved();
    kit.admit(returned(&kit, &case, "host_opinion"));
    let row = kit.case(&case);
    let done: Vec<&str> = row.done.iter().map(|done| done.step.as_str()).collect();
    assert_eq!(done, ["accept", "origin_confirm", "carry_consent"]);
    reservation_is_free(&kit);
    kit.step_refused(Code::CaseReturned, &case, "host_opinion");
    kit.refuses(Code::CaseReturned, returned(&kit, &case, "host_opinion"));
    kit.on("2029-06-01");
    let resubmit = |kit: &Kit, kind| CaseResubmit {
        case: of(&case),
        content: None,
        documents: vec![kit.document(kind)],
    };
    kit.refuses(Code::MissingDocument, resubmit(&kit, DocumentKind::Letter));
    kit.admit(resubmit(&kit, DocumentKind::Opinion));
    kit.refuses(Code::CaseNotReturned, resubmit(&kit, DocumentKind::Opinion));
    kit.does(&case, &["host_opinion"]);
}

#[test]
fn amending_voids_the_signatures_given_before() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &["accept", "origin_confirm"]);
    let stale = kit.step(&case, "host_opinion");
    let old = kit.entry(stale, None);
    kit.admit(returned(&kit, &case, "origin_confirm"));
    let Content::Relocation(mut content) = kit.case(&case).content else {
        panic!()
    };
    content.required[0].amount = amount_of("150.000");
    base_decided(&mut kit, &case);
    let stale_base = base_act(&kit, &case);
    let stale_base = kit.entry(stale_base, None);
    let moved = {
        let mut moved = content.clone();
        moved.site = of("ZD-BZ");
        CaseResubmit {
            case: of(&case),
            content: Some(Content::Relocation(moved)),
            documents: vec![kit.document(DocumentKind::Opinion)],
        }
    };
    kit.refuses(Code::NotTheSame, moved);
    kit.admit(CaseResubmit {
        case: of(&case),
        content: Some(Content::Relocation(content)),
        documents: vec![kit.document(DocumentKind::Opinion)],
    });
    assert!(kit.case(&case).done.is_empty());
    let decision = keys::base_decision(&of(&case));
    assert_eq!(kit.draft().get(&decision).unwrap(), None);
    for old in [old, stale_base] {
        let submission = kit.sign(old);
        let refusal = crate::domain::rules::testkit::refused(kit.judge(&submission));
        assert_eq!(refusal.code, Code::CaseMovedOn);
    }
}

/// What an amendment changes.
type Amend = fn(&mut crate::domain::case::Relocation);

#[test]
fn an_amendment_keeps_firm_origin_site_and_project() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.admit(returned(&kit, &case, "accept"));
    let Content::Relocation(content) = kit.case(&case).content else {
        panic!()
    };
    let amends: [(&str, Amend); 4] = [
        ("firm", |c| c.firm = of("91650100MA77EF046M")),
        ("origin", |c| c.origin = of("650104/91650109MA77AB0192")),
        ("site", |c| c.site = of("ZD-BZ")),
        ("project", |c| c.project = Some(of("ZD-WZ-2027-P0001"))),
    ];
    for (field, amend) in amends {
        let mut content = content.clone();
        amend(&mut content);
        let case = kit.case(&case);
        let content = Content::Relocation(content);
        let refusal = super::super::outcome::check_same_subject(&case, &content).unwrap_err();
        assert_eq!(refusal.code, Code::NotTheSame);
        assert_eq!(refusal.values["field"], field);
    }
}

#[test]
fn what_was_frozen_after_the_reservation_is_not_posted() {
    for (by, target, code) in [
        (
            "650000-EEB",
            HoldTarget::Lot(of("650109-2027-L0001")),
            Some(Code::LotOnHold),
        ),
        (
            "650000-EEB",
            HoldTarget::Account(of(ORIGIN)),
            Some(Code::AccountOnHold),
        ),
        (
            "652300-EEB",
            HoldTarget::Region {
                region: of("ZD"),
                indicator: None,
            },
            None,
        ),
    ] {
        let (mut kit, case) = reserved();
        kit.does(&case, &["eia", "origin_closure"]);
        cancel_old_permit(&mut kit);
        kit.does(&case, &["old_permit"]);
        new_permit(&mut kit);
        kit.does(&case, &["new_permit"]);
        base_decided(&mut kit, &case);
        let place = HoldPlace {
            target,
            by: of(by),
            until: None,
            document: kit.letter(),
        };
        let hold = numbered(&kit.admit(place), "hold");
        if let Some(code) = code {
            kit.step_refused(code, &case, "effective");
            kit.admit(HoldLift {
                hold: of(&hold),
                document: kit.letter(),
            });
        }
        kit.does(&case, &["effective"]);
    }
}

#[test]
fn a_hold_stops_what_it_names_until_it_is_lifted() {
    let targets: [(&str, HoldTarget, Code); 4] = [
        (
            "650000-EEB",
            HoldTarget::Case(of("ZD-WZ-2027-0001")),
            Code::CaseOnHold,
        ),
        (
            "650000-EEB",
            HoldTarget::Account(of(ORIGIN)),
            Code::AccountOnHold,
        ),
        (
            "650000-EEB",
            HoldTarget::Lot(of("650109-2027-L0001")),
            Code::LotOnHold,
        ),
        (
            "652300-EEB",
            HoldTarget::Region {
                region: of("ZD"),
                indicator: Some(of("SO2")),
            },
            Code::RegionOnHold,
        ),
    ];
    for (by, target, code) in targets {
        let mut kit = before_the_case("412.600");
        let case = opened(&mut kit);
        kit.does(&case, &TO_RESERVE[..5]);
        let place = HoldPlace {
            target,
            by: of(by),
            until: None,
            document: kit.letter(),
        };
        let hold = numbered(&kit.admit(place), "hold");
        kit.step_refused(code, &case, "reserve");
        kit.admit(HoldLift {
            hold: of(&hold),
            document: kit.letter(),
        });
        kit.does(&case, &["reserve"]);
    }
}

#[test]
fn a_base_decided_for_other_figures_is_decided_again() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    base_decided(&mut kit, &case);
    kit.admit(returned(&kit, &case, "accept"));
    let Content::Relocation(mut content) = kit.case(&case).content else {
        panic!("no relocation")
    };
    content.required = vec![quantity("CO2", "1000.00")];
    kit.admit(CaseResubmit {
        case: of(&case),
        content: Some(Content::Relocation(content)),
        documents: vec![kit.document(DocumentKind::Opinion)],
    });
    let decision = kit.draft().get(&keys::base_decision(&of(&case)));
    assert_eq!(decision.unwrap(), None);
}

/// Documents that an act brings beside its first.
fn with_documents(act: &mut Vec<crate::domain::text::Document>, count: usize) {
    let first = act[0].clone();
    act.resize(count, first);
}

#[test]
fn documents_of_an_act_and_of_a_case_are_counted() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let mut act = kit.step(&case, "accept");
    with_documents(&mut act.documents, 33);
    let refusal = kit.refuses(Code::TooManyRows, act.clone());
    assert_eq!(refusal.values["max"], "32");
    act.documents.truncate(32);
    kit.admit(act);
    // With the opening's one, three completions make 97; the fourth brings at most 31.
    for (count, passes) in [(32, true), (32, true), (32, true), (32, false), (31, true)] {
        if kit.case(&case).phase == Phase::Open {
            let act = returned(&kit, &case, "origin_confirm");
            kit.admit(act);
        }
        let mut act = CaseResubmit {
            case: of(&case),
            content: None,
            documents: vec![kit.document(DocumentKind::Opinion)],
        };
        with_documents(&mut act.documents, count);
        if passes {
            kit.admit(act);
        } else {
            let refusal = kit.refuses(Code::TooManyRows, act);
            assert_eq!(refusal.values["count"], "129");
        }
    }
    // The steps have a count of their own: 32 of the acceptance and as many of three others.
    for step in ["origin_confirm", "carry_consent", "host_opinion"] {
        let mut act = kit.step(&case, step);
        with_documents(&mut act.documents, 32);
        kit.admit(act);
    }
    kit.step_refused(Code::TooManyRows, &case, "upper_confirm");
}

/// What a store takes of one row (`docs/STORE.md`).
const ROW_BYTES_MAX: usize = 256 * 1_024;

#[test]
fn a_case_with_every_text_at_its_longest_can_be_stored() {
    use crate::domain::ids::{LotNo, PartyId};
    use crate::domain::rules::setup::policy::STEPS_MAX;
    use crate::domain::rules::{CASE_DOCUMENTS_MAX, ROWS_MAX};
    use crate::domain::text::Document;
    let mut kit = before_the_case("412.600");
    let no = opened(&mut kit);
    kit.does(&no, &["accept"]);
    let mut case = kit.case(&no);
    let document = Document {
        number: of(&"𠀀".repeat(120)),
        sha256: Some(of(&"0".repeat(64))),
        ..kit.letter()
    };
    let party: PartyId = of(&"P".repeat(64));
    let mut done = case.done[0].clone();
    done.step = of(&"s".repeat(64));
    // Sixteen sign a step at most, and each of the case's documents may be another body's letter.
    done.by = vec![party.clone(); 16 + CASE_DOCUMENTS_MAX / STEPS_MAX];
    done.recorded_by = Some(party);
    done.keys = vec![done.keys[0]; 8];
    done.documents = vec![document.clone(); CASE_DOCUMENTS_MAX / STEPS_MAX];
    case.done = vec![done; STEPS_MAX];
    case.documents = vec![document; CASE_DOCUMENTS_MAX];
    let lot: LotNo = of(&format!("{}-2027-L4294967295", "R".repeat(32)));
    case.sources = vec![lot; ROWS_MAX];
    let Content::Relocation(content) = &mut case.content else {
        panic!("{case:?}")
    };
    content.required = vec![quantity(&"I".repeat(64), "99999999999999.9999"); ROWS_MAX];
    let bytes = postcard::to_stdvec(&case).unwrap().len();
    assert!(bytes < ROW_BYTES_MAX, "{bytes}");
}
