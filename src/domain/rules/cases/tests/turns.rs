//! Steps in and out of turn, and who may do them.

use super::relocation::{
    ORIGIN, TO_RESERVE, base_decided, before_the_case, cancel_old_permit, new_permit, opened,
    to_effective,
};
use super::*;
use crate::domain::entry::{HoldLift, HoldPlace, KeyRevoke};
use crate::domain::lot::HoldTarget;
use crate::domain::party::{RevocationReason, Seat};

fn reserved() -> (Kit, String) {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    (kit, case)
}

#[test]
fn reserving_before_the_consent_names_step_and_party() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &["accept", "origin_confirm", "host_opinion"]);
    let refusal = kit.step_refused(Code::MissingSignature, &case, "reserve");
    assert_eq!(refusal.values["step"], "carry_consent");
    assert_eq!(refusal.values["party"], "650100-GOV");
}

#[test]
fn any_other_step_out_of_order_waits() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let refusal = kit.step_refused(Code::StepNotOpen, &case, "upper_confirm");
    assert!(refusal.values["waits_for"].contains("carry_consent"));
    kit.does(&case, &["accept"]);
    kit.step_refused(Code::StepDone, &case, "accept");
    let act = CaseAct {
        step: of("no_such_step"),
        ..kit.step(&case, "origin_confirm")
    };
    kit.refuses(Code::StepUnknown, act);
}

#[test]
fn nothing_posts_before_the_closure_and_the_base_decision() {
    let (mut kit, case) = reserved();
    kit.step_refused(Code::OriginNotClosed, &case, "effective");
    kit.does(&case, &["eia", "origin_closure"]);
    kit.step_refused(Code::PermitNotEnded, &case, "old_permit");
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    kit.step_refused(Code::PermitMissing, &case, "new_permit");
    new_permit(&mut kit);
    kit.does(&case, &["new_permit"]);
    let before: Vec<_> = kit
        .state
        .rows()
        .filter(|(key, _)| key.entity.starts_with(b"account"))
        .map(|(_, value)| value.to_vec())
        .collect();
    kit.step_refused(Code::BaseUndecided, &case, "effective");
    let after: Vec<_> = kit
        .state
        .rows()
        .filter(|(key, _)| key.entity.starts_with(b"account"))
        .map(|(_, value)| value.to_vec())
        .collect();
    assert_eq!(before, after);
    base_decided(&mut kit, &case);
    kit.does(&case, &["effective"]);
    kit.step_refused(Code::CaseOver, &case, "effective");
}

#[test]
fn a_permit_at_the_site_may_not_exceed_what_the_case_brings() {
    let (mut kit, case) = reserved();
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    kit.permit(
        "X1",
        "91650109MA77AB0192",
        "ZD-WZ",
        vec![quantity("SO2", "160.001")],
    );
    kit.step_refused(Code::PermitMissing, &case, "new_permit");
    kit.permit(
        "X2",
        "91650109MA77AB0192",
        "ZD-WZ",
        vec![quantity("SO2", "160")],
    );
    kit.does(&case, &["new_permit"]);
}

#[test]
fn a_signature_speaks_on_the_content_it_was_given_for() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let act = kit.step(&case, "accept");
    let refusal = kit.refused_entry(act.clone(), |entry| entry.head.speaks_on = None);
    assert_eq!(refusal.code, Code::CaseMovedOn);
    let refusal = kit.refused_entry(act, |entry| {
        entry.head.speaks_on = Some(crate::envelope::EntryHash::from_bytes([9; 32]));
    });
    assert_eq!(refusal.code, Code::CaseMovedOn);
}

#[test]
fn figures_that_moved_on_are_not_posted() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE[..5]);
    let mut act = kit.step(&case, "reserve");
    act.lines[0].amount = amount_of("1.000");
    // Lines that the rules do not come to leave a trace: who signed them, and what they were.
    let judgement = kit.submit(act.clone());
    let Judgement::Refused { refusal, recorded } = judgement else {
        panic!("{judgement:?}")
    };
    assert_eq!(refusal.code, Code::FiguresMovedOn);
    assert!(recorded.is_some());
    act.lines.clear();
    act.balances.clear();
    kit.refuses(Code::FiguresMovedOn, act);
    kit.does(&case, &["reserve"]);
}

#[test]
fn every_step_needs_its_documents_and_nothing_that_belongs_elsewhere() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let act = kit.step(&case, "accept");
    let bare = CaseAct {
        documents: Vec::new(),
        ..act.clone()
    };
    kit.refuses(Code::Nothing, bare);
    let letter = CaseAct {
        documents: vec![kit.letter()],
        ..act.clone()
    };
    let refusal = kit.refuses(Code::MissingDocument, letter);
    assert_eq!(refusal.values["kind"], "acceptance_notice");
    let planned = CaseAct {
        sources: vec![of("650109-2027-L0001")],
        ..act.clone()
    };
    kit.refuses(Code::FieldMissing, planned);
    let dated = CaseAct {
        until: Some(kit.today()),
        ..act
    };
    kit.refuses(Code::FieldMissing, dated);
}

#[test]
fn a_letter_is_recorded_only_where_the_procedure_says_and_by_whom() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let act = kit.step(&case, "accept");
    let by_letter = letters(act, &["652300-EEB"]);
    kit.refuses(Code::NotByDocument, by_letter);
    kit.does(&case, &["accept"]);
    let act = kit.step(&case, "carry_consent");
    let of_another = letters(act.clone(), &["652300-GOV"]);
    kit.refuses(Code::NotAuthorised, of_another);
    let by_letter = letters(act, &["650100-GOV"]);
    let refusal = kit.refuses(Code::SignsByKey, by_letter.clone());
    assert_eq!(refusal.values["party"], "650100-GOV");
    kit.revoke_all("650100-GOV", &[Seat::Issue]);
    for (code, amend) in WRONG_LETTERS {
        let mut wrong = by_letter.clone();
        amend(&mut wrong);
        kit.refuses(code, wrong);
    }
    kit.admit(by_letter);
    let case = kit.case(&case);
    let done = case.done(&of("carry_consent")).unwrap();
    assert_eq!(done.by, [of("650100-GOV")]);
    assert_eq!(done.recorded_by.as_ref().unwrap().as_str(), "650100-EEB");
}

type Amend = fn(&mut CaseAct);

/// What is wrong with a letter by itself.
const WRONG_LETTERS: [(Code, Amend); 4] = [
    (Code::FieldMissing, |act| act.documents[0].sha256 = None),
    (Code::FieldMissing, |act| act.issuers.push(of("650100-GOV"))),
    (Code::MissingDocument, |act| {
        act.documents[0].kind = DocumentKind::Letter;
    }),
    (Code::RowTwice, |act| {
        act.documents.push(act.documents[0].clone());
        act.issuers.push(of("652300-GOV"));
    }),
];

#[test]
fn who_asks_does_not_approve() {
    let mut kit = before_the_case("412.600");
    let mut open = match opening_act(&mut kit) {
        Act::CaseOpen(open) => open,
        other => panic!("{other:?}"),
    };
    open.by = of("652300-EEB");
    let case = numbered(&kit.admit(open), "case");
    kit.step_refused(Code::ApproverIsBeneficiary, &case, "accept");
}

fn opening_act(kit: &mut Kit) -> Act {
    use crate::domain::case::{Content, Relocation};
    crate::domain::entry::CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(Relocation {
            firm: of("91650109MA77AB0192"),
            origin: of(ORIGIN),
            site: of("ZD-WZ"),
            project: None,
            required: vec![quantity("SO2", "160")],
            lines: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    }
    .into()
}

#[test]
fn a_step_signed_by_a_key_no_longer_trusted_stops_the_case() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &["accept"]);
    let key = kit.key_id("652300-EEB", Seat::Review, 1);
    kit.admit(KeyRevoke {
        key,
        reason: RevocationReason::Compromised,
        not_trusted_since: Some(kit.today()),
    });
    let refusal = kit.step_refused(Code::SignerNotTrusted, &case, "origin_confirm");
    assert_eq!(refusal.values["step"], "accept");
}

#[test]
fn an_opening_by_a_key_no_longer_trusted_stops_the_case_until_it_is_amended() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &["accept"]);
    let key = kit.key_id("ZD-WZ-PC", Seat::Handle, 1);
    kit.admit(KeyRevoke {
        key,
        reason: RevocationReason::Compromised,
        not_trusted_since: Some(kit.today()),
    });
    let refusal = kit.step_refused(Code::SignerNotTrusted, &case, "origin_confirm");
    assert_eq!(refusal.values["step"], "open");
}

#[test]
fn no_step_is_dated_before_the_opening_or_what_it_waits_for() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    let mut act = kit.step(&case, "accept");
    act.documents[0].date = kit.today().before();
    kit.refuses(Code::DatesReversed, act);
    let opened = kit.today();
    kit.on(&opened.plus_days(2).to_string());
    kit.does(&case, &["accept"]);
    let mut act = kit.step(&case, "origin_confirm");
    act.documents[0].date = kit.today().before();
    kit.refuses(Code::DatesReversed, act);
}

#[test]
fn the_old_permit_is_found_wherever_in_the_prefecture_it_was_recorded() {
    let (mut kit, case) = reserved();
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    let limits = vec![quantity("SO2", "1")];
    kit.permit("ELSEWHERE", "91650109MA77AB0192", "650100", limits);
    let refusal = kit.step_refused(Code::PermitNotEnded, &case, "old_permit");
    assert_eq!(refusal.values["permit"], "ELSEWHERE");
}

#[test]
fn the_permit_of_a_plant_that_stays_need_not_end() {
    let mut kit = before_the_case("412.600");
    kit.admit(kit.region("650104", crate::domain::region::Level::County, "650100"));
    let firm = "91650109MA77AB0192";
    let stays = format!("650104/{firm}");
    kit.open(&stays);
    kit.opening(&stays, "SO2", "standing", "30.000");
    kit.permit("STAYS", firm, "650104", vec![quantity("SO2", "30.000")]);
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    kit.step_refused(Code::PermitNotEnded, &case, "old_permit");
    cancel_old_permit(&mut kit);
    // Over more than the firm holds there, it may be for what moves.
    kit.permit("MORE", firm, "650104", vec![quantity("SO2", "0.001")]);
    kit.step_refused(Code::PermitNotEnded, &case, "old_permit");
    kit.admit(crate::domain::entry::PermitCancel {
        permit: of("MORE"),
        document: kit.letter(),
    });
    kit.does(&case, &["old_permit"]);
}

#[test]
fn nobody_else_than_committee_enterprise_or_bureau_opens_a_case() {
    let mut kit = before_the_case("412.600");
    let Act::CaseOpen(open) = opening_act(&mut kit) else {
        panic!()
    };
    let stranger = crate::domain::entry::CaseOpen {
        by: of("ZD-BZ-PC"),
        ..open.clone()
    };
    kit.refuses(Code::NotAuthorised, stranger);
    let none = crate::domain::entry::CaseOpen {
        procedure: of("own_way"),
        ..open.clone()
    };
    kit.refuses(Code::NoProcedure, none);
    let wrong = crate::domain::entry::CaseOpen {
        procedure: of("introduction"),
        ..open
    };
    kit.refuses(Code::NoProcedure, wrong);
}

#[test]
fn a_lot_put_on_hold_after_the_reservation_is_not_posted() {
    let (mut kit, case) = reserved();
    to_effective(&mut kit, &case);
    let place = HoldPlace {
        target: HoldTarget::Lot(of("650109-2027-L0001")),
        by: of("650000-EEB"),
        until: None,
        document: kit.letter(),
    };
    let hold = numbered(&kit.admit(place), "hold");
    kit.step_refused(Code::LotOnHold, &case, "effective");
    kit.admit(HoldLift {
        hold: of(&hold),
        document: kit.letter(),
    });
    kit.does(&case, &["effective"]);
}
