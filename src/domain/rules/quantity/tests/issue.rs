//! Issuing and taking back.

use super::*;
use crate::domain::entry::{IssueRow, QuotaIssue, QuotaTakeBack};
use crate::domain::ids::LotNo;
use crate::domain::region::{CapKind, Sums};

fn issue_row(indicator: &str, period: &str, amount: &str) -> IssueRow {
    IssueRow {
        indicator: of(indicator),
        period: of(period),
        amount: of(amount),
        since: of("2027-03-01"),
        paid: false,
    }
}

fn issue(kit: &Kit, rows: Vec<IssueRow>) -> QuotaIssue {
    QuotaIssue {
        account: of(FIRM),
        rows,
        document: kit.letter(),
    }
}

fn issued(kit: &mut Kit, amount: &str) -> LotNo {
    let act = issue(kit, vec![issue_row("SO2", "standing", amount)]);
    number(&kit.admit(act), "lot")
}

fn take_back(kit: &Kit, lot: &LotNo, amount: &str) -> QuotaTakeBack {
    let (account, lot, amount) = (of(FIRM), lot.clone(), of(amount));
    QuotaTakeBack {
        account,
        lot,
        amount,
        document: kit.letter(),
    }
}

#[test]
fn an_issuance_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let good = issue(&kit, vec![issue_row("SO2", "standing", "100")]);
    let cases: &Refusals<QuotaIssue> = &[
        (Code::Nothing, |act| act.rows.clear()),
        (Code::RowTwice, |act| act.rows.push(act.rows[0].clone())),
        (Code::UnknownId, |act| {
            act.account = of("650109/91650100MA77EF046M");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DatesReversed, |act| {
            act.rows[0].since = of("2027-03-02");
        }),
        (Code::IndicatorUnknown, |act| {
            act.rows[0].indicator = of("CH4");
        }),
        (Code::PeriodNotOfIndicator, |act| {
            act.rows[0].period = of("2027");
        }),
        (Code::TooManyDecimals, |act| {
            act.rows[0].amount = of("0.0001");
        }),
        (Code::NoCeiling, |act| act.rows[0].indicator = of("NOX")),
        (Code::CapExceeded, |act| act.rows[0].amount = of("100.001")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(available(&kit, FIRM, "SO2"), "100");
    let sums: Sums = kit.draft().must(&keys::sums(&of("SO2"))).unwrap();
    assert_eq!((sums.issued, sums.opening), (of("100"), of("0")));
}

#[test]
fn every_ceiling_on_the_path_binds() {
    for (low, high, region) in [("50", "100", "650109"), ("100", "50", "650100")] {
        let mut kit = kit();
        kit.ceiling("650100", "SO2", "standing", "200");
        kit.ceiling("650109", "SO2", "standing", low);
        kit.ceiling("650100", "SO2", "standing", high);
        let act = issue(&kit, vec![issue_row("SO2", "standing", "50.001")]);
        let refusal = kit.refuses(Code::CapExceeded, act);
        assert_eq!(refusal.values["region"], region);
        issued(&mut kit, "50");
    }
}

#[test]
fn a_right_begins_by_today_and_a_coming_budget_with_its_year() {
    let mut kit = kit();
    for year in ["2027", "2028"] {
        kit.ceiling("650100", "CO2", year, "1000");
    }
    for (period, since, passes) in [
        ("2027", "2027-03-01", true),
        ("2027", "2027-03-02", false),
        ("2028", "2028-01-01", true),
        ("2028", "2028-01-02", false),
    ] {
        let mut act = issue(&kit, vec![issue_row("CO2", period, "1")]);
        act.rows[0].since = of(since);
        if passes {
            kit.admit(act);
        } else {
            kit.refuses(Code::DatesReversed, act);
        }
    }
}

#[test]
fn an_indicator_without_caps_is_issued_without_a_ceiling() {
    let mut kit = kit();
    let act = issue(&kit, vec![issue_row("CO2PROJ", "standing", "4020000")]);
    kit.admit(act);
}

#[test]
fn taking_back_leaves_the_cap_and_makes_room() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "1000");
    issued(&mut kit, "920");
    let lot = issued(&mut kit, "50");
    kit.ceiling("650100", "SO2", "standing", "925");
    let more = issue(&kit, vec![issue_row("SO2", "standing", "0.001")]);
    kit.refuses(Code::CapExceeded, more);
    let act = take_back(&kit, &lot, "50");
    kit.admit(act);
    let more = issue(&kit, vec![issue_row("SO2", "standing", "5.001")]);
    kit.refuses(Code::CapExceeded, more);
    issued(&mut kit, "5");
    let sums: Sums = kit.draft().must(&keys::sums(&of("SO2"))).unwrap();
    assert_eq!((sums.held, sums.taken_back), (of("925"), of("50")));
}

#[test]
fn taking_back_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, "50");
    let good = take_back(&kit, &lot, "50");
    let cases: &Refusals<QuotaTakeBack> = &[
        (Code::UnknownId, |act| {
            act.account = of("650109/91650100MA77EF046M");
        }),
        (Code::UnknownId, |act| act.lot = of("650109-2027-L0009")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::TooManyDecimals, |act| act.amount = of("0.0001")),
        (Code::InsufficientBalance, |act| act.amount = of("50.001")),
        (Code::InsufficientBalance, |act| act.account = of(RESERVE)),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(available(&kit, FIRM, "SO2"), "0");
}

#[test]
fn what_was_not_issued_cannot_be_taken_back() {
    let mut kit = kit();
    let lots = open_with(&mut kit, FIRM, &[("SO2", "10")]);
    let act = take_back(&kit, &of(&lots[0]), "10");
    kit.refuses(Code::NotIssued, act);
}

#[test]
fn only_the_bureau_that_issued_takes_back() {
    let mut kit = kit();
    kit.open("ZD/RESERVE");
    kit.ceiling("652300", "SO2", "standing", "100");
    let mut act = issue(&kit, vec![issue_row("SO2", "standing", "50")]);
    act.account = of("ZD/RESERVE");
    let lot: LotNo = number(&kit.admit(act), "lot");
    let act = take_back(&kit, &lot, "1");
    let refusal = kit.refuses(Code::NotAuthorised, act);
    assert_eq!(refusal.values["needed"], "652300-EEB");
}

#[test]
fn a_row_without_a_ceiling_is_told_before_one_above_its_cap() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let rows = vec![
        issue_row("SO2", "standing", "101"),
        issue_row("NOX", "standing", "1"),
    ];
    kit.refuses(Code::NoCeiling, issue(&kit, rows));
}

/// A total beyond what a row can be read back with would stop every later act.
#[test]
fn no_total_grows_beyond_what_can_be_read_back() {
    let mut kit = kit();
    let most = "10000000000000";
    let too_high = kit.cap(
        ("650100", "SO2", "standing"),
        CapKind::Ceiling,
        Some("10000000000000.001"),
    );
    let refusal = kit.refuses(Code::QuantityTooLarge, too_high);
    assert!(
        refusal
            .text(crate::domain::text::Lang::Zh)
            .contains("SO2 的总量将达")
    );
    kit.ceiling("650100", "SO2", "standing", most);
    for amount in ["99999999999999", "10000000000000.001"] {
        let act = issue(&kit, vec![issue_row("SO2", "standing", amount)]);
        kit.refuses(Code::QuantityTooLarge, act);
    }
    let act = issue(&kit, vec![issue_row("SO2", "standing", "6000000000000")]);
    kit.admit(act);
    let late = opening(&kit, "650109", vec![row(FIRM, "SO2", "4000000000000.001")]);
    let refusal = kit.refuses(Code::QuantityTooLarge, late);
    assert_eq!(refusal.values["amount"], "10000000000000.001");
    // Rows of one act count together; what is too large goes before what is over a cap.
    let rows = ["2000000000000", "2000000000000.001"];
    let act = issue(
        &kit,
        rows.map(|amount| issue_row("SO2", "standing", amount))
            .to_vec(),
    );
    kit.refuses(Code::QuantityTooLarge, act);
    kit.ceiling("650109", "SO2", "standing", "1");
    let act = issue(&kit, vec![issue_row("SO2", "standing", "99999999999999")]);
    kit.refuses(Code::QuantityTooLarge, act);
    // Other indicators have their own.
    let act = issue(&kit, vec![issue_row("CO2PROJ", "standing", most)]);
    kit.admit(act);
}

#[test]
fn the_cure_of_an_exceeded_cap_is_what_may_still_be_added() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    issued(&mut kit, "60");
    let act = issue(&kit, vec![issue_row("SO2", "standing", "50")]);
    let refusal = kit.refuses(Code::CapExceeded, act);
    assert_eq!(refusal.values["room"], "40");
    for (lang, cure) in [
        (
            crate::domain::text::Lang::En,
            "add at most 40, or have the upper body amend the cap",
        ),
        (
            crate::domain::text::Lang::Zh,
            "最多再加 40，或由上级调整总量",
        ),
    ] {
        assert_eq!(refusal.cure(lang), cure);
    }
    issued(&mut kit, "40");
    kit.ceiling("650100", "SO2", "standing", "90");
    let act = issue(&kit, vec![issue_row("SO2", "standing", "1")]);
    assert_eq!(kit.refuses(Code::CapExceeded, act).values["room"], "0");
}
