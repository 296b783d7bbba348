//! S10: a firm closes line by line, and takes along what belongs to each.

use super::relocation::{ORIGIN, RESERVE, SITE, TO_RESERVE, before_the_case};
use super::*;
use crate::domain::case::{Content, LineShare, MovedLine, Phase, Relocation};
use crate::domain::entry::{CaseEnd, CaseOpen, EndKind, PermitLower};
use crate::domain::rules::testkit::E1;

const OLD: &str = "91650109MA77AB0192001P";

/// A line with its share of `NOX`, and its base-year emission where it has one.
fn line(code: &str, amount: &str, base: Option<&str>) -> MovedLine {
    MovedLine {
        line: of(code),
        name: of("生产线"),
        shares: vec![LineShare {
            indicator: of("NOX"),
            amount: amount_of(amount),
            base: base.map(|base| base.parse().unwrap()),
        }],
    }
}

/// The application to move these lines; the new site needs so much `NOX`.
fn moving(kit: &Kit, lines: Vec<MovedLine>, need: &str) -> CaseOpen {
    CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(Relocation {
            firm: of(E1),
            origin: of(ORIGIN),
            site: of("ZD-WZ"),
            project: None,
            required: vec![quantity("NOX", need)],
            lines,
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    }
}

fn opened(kit: &mut Kit, lines: Vec<MovedLine>, need: &str) -> String {
    let open = moving(kit, lines, need);
    numbered(&kit.admit(open), "case")
}

fn lowered(kit: &mut Kit, to: &str) {
    let act = PermitLower {
        permit: of(OLD),
        limits: vec![quantity("NOX", to)],
        document: kit.document(DocumentKind::PermitDecision),
    };
    kit.admit(act);
}

fn nox(kit: &Kit, account: &str) -> (String, String, String) {
    kit.held(account, "NOX", "standing")
}

fn text(available: &str, reserved: &str, barred: &str) -> (String, String, String) {
    (available.to_owned(), reserved.to_owned(), barred.to_owned())
}

/// Line 1 of 230 moves; the new site needs 184 of it.
fn first_line(kit: &mut Kit) -> String {
    let case = opened(kit, vec![line("L1", "230", Some("230"))], "184");
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    lowered(kit, "182.6");
    kit.does(&case, &["old_permit"]);
    kit.permit("002P", E1, "ZD-WZ", vec![quantity("NOX", "184")]);
    kit.does(&case, &["new_permit", "effective"]);
    case
}

#[test]
fn a_line_moves_with_its_share_and_the_rest_stays() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit, vec![line("L1", "230", Some("230"))], "184");
    kit.does(&case, &TO_RESERVE);
    assert_eq!(nox(&kit, ORIGIN), text("182.6", "230", "0"));
    kit.holds(ORIGIN, "SO2", "standing", "198.35");
    kit.does(&case, &["eia", "origin_closure"]);
    let refusal = kit.step_refused(Code::PermitAboveRest, &case, "old_permit");
    assert_eq!(
        (
            refusal.values["allowed"].as_str(),
            refusal.values["rest"].as_str()
        ),
        ("412.6", "182.6")
    );
    lowered(&mut kit, "182.601");
    kit.step_refused(Code::PermitAboveRest, &case, "old_permit");
    lowered(&mut kit, "182.6");
    kit.does(&case, &["old_permit"]);
    kit.permit("002P", E1, "ZD-WZ", vec![quantity("NOX", "184")]);
    kit.does(&case, &["new_permit", "effective"]);
    assert_eq!(nox(&kit, ORIGIN), text("182.6", "0", "0"));
    assert_eq!(nox(&kit, SITE), text("184", "0", "0"));
    assert_eq!(nox(&kit, RESERVE), text("46", "0", "0"));
    // What is none of the line's stays where it is.
    kit.holds(ORIGIN, "SO2", "standing", "198.35");
    kit.holds(ORIGIN, "CO2", "2028", "305000");
    assert_eq!(kit.case(&case).phase, Phase::Effective);
}

#[test]
fn a_line_moves_once_and_the_second_follows_in_its_own_case() {
    let mut kit = before_the_case("412.600");
    let first = first_line(&mut kit);
    for code in ["L1", "l1"] {
        let again = moving(&kit, vec![line(code, "1", Some("1"))], "1");
        let refusal = kit.refuses(Code::LineTaken, again);
        assert_eq!(refusal.values["case"], first);
    }
    let second = opened(&mut kit, vec![line("L2", "182.6", Some("182.6"))], "150");
    kit.does(&second, &TO_RESERVE);
    kit.does(&second, &["eia", "origin_closure"]);
    kit.step_refused(Code::PermitAboveRest, &second, "old_permit");
    kit.admit(crate::domain::entry::PermitCancel {
        permit: of(OLD),
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.does(&second, &["old_permit"]);
    // The permit over line 1 is not that of line 2.
    let refusal = kit.step_refused(Code::PermitMissing, &second, "new_permit");
    assert_eq!(refusal.values["what"], "002P (lines before)");
    kit.permit("003P", E1, "ZD-WZ", vec![quantity("NOX", "150.001")]);
    let refusal = kit.step_refused(Code::PermitMissing, &second, "new_permit");
    assert_eq!(refusal.values["what"], "NOX 334.001 > 334");
    let lower = PermitLower {
        permit: of("003P"),
        limits: vec![quantity("NOX", "150")],
        document: kit.document(DocumentKind::PermitDecision),
    };
    kit.admit(lower);
    kit.does(&second, &["new_permit", "effective"]);
    assert_eq!(nox(&kit, ORIGIN), text("0", "0", "0"));
    assert_eq!(nox(&kit, SITE), text("334", "0", "0"));
    assert_eq!(nox(&kit, RESERVE), text("78.6", "0", "0"));
}

#[test]
fn two_open_cases_do_not_reserve_one_line_and_a_withdrawn_one_frees_it() {
    let mut kit = before_the_case("412.600");
    let one = opened(&mut kit, vec![line("L1", "230", Some("230"))], "184");
    let other = opened(&mut kit, vec![line("L1", "230", Some("230"))], "184");
    kit.does(&one, &TO_RESERVE);
    kit.does(&other, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(Code::LineTaken, &other, "reserve");
    assert_eq!(refusal.values["case"], one);
    let withdrawn = CaseEnd {
        case: of(&one),
        by: of("ZD-WZ-PC"),
        kind: EndKind::Withdrawn,
        document: kit.letter(),
    };
    kit.admit(withdrawn);
    assert_eq!(nox(&kit, ORIGIN), text("412.6", "0", "0"));
    kit.does(&other, &["reserve"]);
    assert_eq!(nox(&kit, ORIGIN), text("182.6", "230", "0"));
}

#[test]
fn a_line_takes_no_more_than_the_firm_has_free() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit, vec![line("L1", "412.601", Some("412.6"))], "184");
    kit.does(&case, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(Code::InsufficientBalance, &case, "reserve");
    assert_eq!(refusal.values["short"], "0.001");
}

#[test]
fn the_base_year_counts_by_line() {
    // The lines' bases are 200 and 182.6; what is beyond a line's own is barred.
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit, vec![line("L1", "230", Some("200"))], "184");
    kit.does(&case, &TO_RESERVE);
    kit.does(&case, &["eia", "origin_closure"]);
    lowered(&mut kit, "182.6");
    kit.does(&case, &["old_permit"]);
    kit.permit("002P", E1, "ZD-WZ", vec![quantity("NOX", "184")]);
    kit.does(&case, &["new_permit", "effective"]);
    assert_eq!(nox(&kit, RESERVE), text("46", "0", "30"));
    assert_eq!(nox(&kit, SITE), text("184", "0", "0"));
    // A line may not claim of the unit's base what another took: 412.6 − 200 = 212.6 are left.
    let case = opened(&mut kit, vec![line("L2", "182.6", Some("300"))], "100");
    kit.does(&case, &TO_RESERVE);
    let unknown = opened(&mut kit, vec![line("L3", "1", None)], "1");
    kit.does(&unknown, &TO_RESERVE[..5]);
    kit.step_refused(Code::SourceBaseUnknown, &unknown, "reserve");
}

#[test]
fn lines_together_use_no_more_than_the_units_base() {
    // The unit emitted 250 in the base year, line 1 200 of it: 50 are left for line 2.
    let mut kit = before_the_case("250");
    let first = opened(&mut kit, vec![line("L1", "230", Some("200"))], "184");
    kit.does(&first, &TO_RESERVE);
    let second = opened(&mut kit, vec![line("L2", "182.6", Some("182.6"))], "40");
    kit.does(&second, &TO_RESERVE);
    kit.does(&second, &["eia", "origin_closure"]);
    lowered(&mut kit, "230");
    kit.does(&second, &["old_permit"]);
    kit.permit("002P", E1, "ZD-WZ", vec![quantity("NOX", "40")]);
    kit.does(&second, &["new_permit", "effective"]);
    // 40 to the site, 142.6 to the reserve, of which 10 may serve as a source.
    assert_eq!(nox(&kit, RESERVE), text("142.6", "0", "132.6"));
}

#[test]
fn a_yearly_budget_goes_along_by_the_lines_share_of_each_year() {
    let mut kit = before_the_case("412.600");
    let mut one = line("L1", "230", Some("230"));
    one.shares.push(LineShare {
        indicator: of("CO2"),
        amount: amount_of("120000"),
        base: None,
    });
    let mut open = moving(&kit, vec![one], "184");
    let Content::Relocation(content) = &mut open.content else {
        panic!("a relocation");
    };
    content.required.push(quantity("CO2", "96000"));
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &TO_RESERVE);
    assert_eq!(kit.held(ORIGIN, "CO2", "2028").1, "120000");
    kit.does(&case, &["eia", "origin_closure"]);
    lowered(&mut kit, "182.6");
    kit.does(&case, &["old_permit"]);
    kit.permit("002P", E1, "ZD-WZ", vec![quantity("NOX", "184")]);
    kit.does(&case, &["new_permit"]);
    super::relocation::base_decided(&mut kit, &case);
    kit.on("2027-10-01");
    kit.does(&case, &["effective"]);
    // Nine months of the line's 120 000 stay: 90 000; the site gets three of its 96 000.
    kit.holds(ORIGIN, "CO2", "2027", "275000");
    kit.holds(SITE, "CO2", "2027", "24000");
    kit.holds(RESERVE, "CO2", "2027", "6000");
    kit.holds(ORIGIN, "CO2", "2028", "185000");
    kit.holds(SITE, "CO2", "2028", "96000");
    kit.holds(RESERVE, "CO2", "2028", "24000");
}

#[test]
fn lines_are_told_apart_and_have_something() {
    let mut kit = before_the_case("412.600");
    let nothing = MovedLine {
        shares: Vec::new(),
        ..line("L1", "1", None)
    };
    let mut twice = line("L1", "1", None);
    twice.shares.push(twice.shares[0].clone());
    for (lines, code) in [
        (
            vec![line("L1", "1", None), line("l1", "2", None)],
            Code::RowTwice,
        ),
        (vec![twice], Code::RowTwice),
        (vec![nothing], Code::Nothing),
        (vec![line("L1", "0.0001", None)], Code::TooManyDecimals),
        (vec![line("L1", "1", Some("0.0001"))], Code::TooManyDecimals),
    ] {
        let open = moving(&kit, lines, "1");
        kit.refuses(code, open);
    }
}
