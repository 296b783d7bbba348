//! Nobody's part is left out: of who signs by key beside letters, of who wrote them, of who gives.

use super::introduction::{STEPS_TO_RESERVE, introduction, plain_project, planned, supplied};
use super::relocation::{ORIGIN, TO_RESERVE, before_the_case, opened};
use super::*;
use crate::domain::case::{Content, Relocation};
use crate::domain::entry::{CaseOpen, CaseResubmit, CaseReturn};
use crate::domain::procedure::{Procedure, Signatory};
use crate::domain::region::Level;
use crate::domain::rules::testkit::E1;

fn with_step(step: &str, change: impl Fn(&mut crate::domain::procedure::Step)) -> Vec<PolicyItem> {
    let mut all = items(PROCEDURES);
    for item in &mut all {
        if let PolicyItem::Procedure(Procedure { steps, .. }) = item {
            steps
                .iter_mut()
                .filter(|s| s.id == of(step))
                .for_each(&change);
        }
    }
    all
}

#[test]
fn who_signs_by_key_beside_letters_signs_in_every_seat_that_the_step_asks() {
    let (mut kit, _, lots) = supplied();
    let twice = with_step("confirm_giver", |step| {
        step.seats = vec![Seat::Issue, Seat::Issue];
    });
    kit.adopt(None, twice);
    let project = plain_project(&mut kit);
    let required = vec![quantity("NOX", "640.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    let act = kit.step(&case, "confirm_giver");
    let entry = kit.entry(letters(act, &["L1-CO"]), None);
    let signers = entry.head.signers.iter().map(ToString::to_string);
    let needed = [
        "XPCC-EEB:handle",
        "XPCC-EEB:review",
        "L2-CO:issue",
        "L2-CO:issue",
        "L3-CO:issue",
        "L3-CO:issue",
    ];
    assert_eq!(signers.collect::<Vec<_>>(), needed);
}

#[test]
fn who_asks_does_not_approve_by_letter_either() {
    let mut kit = before_the_case("412.600");
    let by_letter = with_step("accept", |step| {
        step.recorded_by = Some(Signatory::CommonUpper);
    });
    kit.adopt(None, by_letter);
    let other = opened(&mut kit);
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("652300-EEB"),
        content: kit.case(&other).content,
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = numbered(&kit.admit(open), "case");
    kit.revoke_all("652300-EEB", &[Seat::Review]);
    for (case, asks) in [(case, true), (other, false)] {
        let act = kit.step(&case, "accept");
        let act = letters(act, &["652300-EEB"]);
        if asks {
            kit.refuses(Code::ApproverIsBeneficiary, act);
        } else {
            kit.admit(act);
        }
    }
}

/// E1 moves within 650100, so that bureau and government of 650100 are all that sign.
#[test]
fn a_shortfall_comes_out_of_no_reserve_whose_keeper_does_not_sign() {
    let mut kit = Kit::with_procedures();
    kit.admit(kit.region("650104", Level::County, "650100"));
    kit.open(ORIGIN);
    kit.open("650000/RESERVE");
    for (region, cap) in [("650000", "5000"), ("650100", "1000"), ("650104", "0")] {
        kit.ceiling(region, "VOCS", "standing", cap);
    }
    kit.factor("650100", CaseKind::Relocation, "VOCS", "1.0");
    kit.opening(ORIGIN, "VOCS", "standing", "54.120");
    kit.base_emission(ORIGIN, vec![quantity("VOCS", "54.120")]);
    kit.opening("650000/RESERVE", "VOCS", "standing", "20.000");
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of(E1),
        content: Content::Relocation(Relocation {
            firm: of(E1),
            origin: of(ORIGIN),
            site: of("650104"),
            project: None,
            required: vec![quantity("VOCS", "60.000")],
            lines: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = numbered(&kit.admit(open), "case");
    let (reserve, before) = TO_RESERVE.split_last().unwrap();
    kit.does(&case, before);
    kit.step_refused(Code::UnknownId, &case, reserve);
    kit.open("650100/RESERVE");
    kit.opening("650100/RESERVE", "VOCS", "standing", "10.000");
    kit.does(&case, &[reserve]);
    assert_eq!(kit.held("650100/RESERVE", "VOCS", "standing").1, "5.88");
    kit.holds("650000/RESERVE", "VOCS", "standing", "20");
}

/// L3-CO confirms as giver and then moves away: what it leaves falls to a reserve, whose keeper was
/// never asked.
#[test]
fn what_came_to_another_giver_after_the_confirmation_is_confirmed_anew() {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let required = vec![quantity("NOX", "10.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots[2..], true);
    kit.does(&case, &STEPS_TO_RESERVE);
    let (origin, reserve) = ("XPCC-08/L3-CO", "XPCC-08/RESERVE");
    kit.open(reserve);
    kit.base_emission(origin, vec![quantity("NOX", "150.000")]);
    kit.factor("XPCC-06", CaseKind::Relocation, "NOX", "1.0");
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("L3-CO"),
        content: Content::Relocation(Relocation {
            firm: of("L3-CO"),
            origin: of(origin),
            site: of("XPCC-06"),
            project: None,
            required: vec![quantity("NOX", "5.000")],
            lines: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let moves = numbered(&kit.admit(open), "case");
    kit.does(&moves, &TO_RESERVE);
    kit.does(&moves, &["eia", "origin_closure"]);
    kit.admit(crate::domain::entry::PermitCancel {
        permit: of("L3-CO001P"),
        document: kit.letter(),
    });
    kit.does(&moves, &["old_permit"]);
    kit.permit("L3-CO002P", "L3-CO", "XPCC-06", vec![quantity("NOX", "5")]);
    kit.does(&moves, &["new_permit", "effective"]);
    kit.holds(reserve, "NOX", "standing", "145");
    let refusal = kit.step_refused(Code::MissingSignature, &case, "reserve");
    assert_eq!(refusal.values["party"], "XPCC-08-EEB");
    assert_eq!(refusal.values["step"], "confirm_giver");
    // Sent back to it, the confirmation is the keeper's.
    let back = CaseReturn {
        case: of(&case),
        by: of("652300-EEB"),
        to: of("confirm_giver"),
        missing: vec![DocumentKind::Letter],
        document: kit.letter(),
    };
    kit.admit(back);
    let again = CaseResubmit {
        case: of(&case),
        content: None,
        documents: vec![kit.letter()],
    };
    kit.admit(again);
    kit.does(
        &case,
        &["confirm_giver", "first_opinion", "review", "reserve"],
    );
    assert_eq!(kit.held(reserve, "NOX", "standing").1, "20");
}
