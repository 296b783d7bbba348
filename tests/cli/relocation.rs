//! A ledger set up from nothing, and a firm that moves: scenario S1 by hand, without carbon.

use serde_json::{Value, json};

use super::desk::{DOC, Desk, FIRM};
use super::zhundong::zhundong;

pub fn held(desk: &Desk) {
    let csv = format!(
        "\u{FEFF}账户,指标,数量,取得日期\r\n650109/{FIRM},SO2,198.350,2016-07-01\r\n\
         650109/{FIRM},NOX,412.600,2016-07-01\r\n650109/{FIRM},VOCS,54.120,2016-07-01\r\n"
    );
    std::fs::write(desk.path("opening.csv"), csv).unwrap();
    desk.done(&format!("opening record 650109 --csv opening.csv {DOC}"));
    desk.done(&format!(
        "opening record 650100 --account 650100/RESERVE VOCS=20 --since 2016-07-01 {DOC}"
    ));
    desk.done(&format!(
        "emission verify 650109/{FIRM} --year 2025 SO2=198.350 NOX=412.600 VOCS=54.120 {DOC}"
    ));
    desk.done(&format!(
        "permit record {FIRM}001P SO2=198.350 NOX=412.600 VOCS=54.120 --holder {FIRM} \
         --region 650109 --from 2024-01-01 {DOC}"
    ));
    desk.done(&format!(
        "policy factor 1.0 --flow relocation --indicator SO2 --indicator NOX --indicator VOCS \
         --region ZD --scope 652300 --basis 决定 {DOC}"
    ));
}

/// Use of a region and indicator, as `cap list` shows it.
fn used(desk: &Desk, region: &str, indicator: &str) -> Value {
    let list = desk.json(&format!("cap list --region {region}"));
    let rows = list["caps"].as_array().unwrap().clone();
    let row = rows
        .into_iter()
        .find(|row| row["indicator"] == indicator)
        .unwrap();
    json!([row["use"], row["cap"], row["over"]])
}

#[test]
fn a_firm_moves_and_every_figure_is_where_it_belongs() {
    let desk = zhundong();
    held(&desk);
    let opened = desk.json(&format!(
        "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 \
         --need NOX=330 --need VOCS=60 {DOC}"
    ));
    let case = opened["answers"][0]["assigned"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        case.starts_with("ZD-WZ-") && case.ends_with("-0001"),
        "{case}"
    );

    desk.done(&format!("case act {case} accept {DOC}"));
    desk.done(&format!("case act {case} origin_confirm {DOC}"));
    let early = desk.run(&format!("case act {case} reserve {DOC}"));
    assert_eq!(early.code, 1);
    assert!(
        early.out.contains("MISSING_SIGNATURE (508)"),
        "{}",
        early.out
    );
    assert!(
        early.out.contains("650100-GOV on step carry_consent"),
        "{}",
        early.out
    );
    assert!(early.out.contains("on record: entry"), "{}", early.out);

    // The city government has no key: its letter is recorded by two seats of its bureau.
    std::fs::write(desk.path("consent.pdf"), "consent").unwrap();
    desk.done(&format!(
        "case act {case} carry_consent --issuer 650100-GOV {DOC} --doc-file consent.pdf"
    ));
    for step in [
        "host_opinion",
        "upper_confirm",
        "reserve",
        "eia",
        "origin_closure",
    ] {
        desk.done(&format!("case act {case} {step} {DOC}"));
    }
    assert_eq!(used(&desk, "650109", "SO2"), json!(["198.35", "5000", "0"]));
    desk.done(&format!("permit cancel {FIRM}001P {DOC}"));
    desk.done(&format!("case act {case} old_permit {DOC}"));
    desk.done(&format!(
        "permit issue {FIRM}002P SO2=160 NOX=330 VOCS=60 --holder {FIRM} --region ZD-WZ {DOC}"
    ));
    desk.done(&format!("case act {case} new_permit {DOC}"));

    let tried = desk.json(&format!("case act {case} effective {DOC} --dry-run"));
    let balances = tried["changes"]["balances"].as_array().unwrap();
    let at_site = |indicator: &str| {
        let row = balances
            .iter()
            .find(|row| row["account"] == format!("ZD-WZ/{FIRM}") && row["indicator"] == indicator);
        row.unwrap()["after"]["available"].clone()
    };
    assert_eq!(
        json!([at_site("SO2"), at_site("NOX"), at_site("VOCS")]),
        json!(["160", "330", "60"])
    );
    assert_eq!(
        used(&desk, "ZD-WZ", "SO2"),
        json!(["0", "5000", "0"]),
        "a dry run records nothing"
    );

    desk.done(&format!("case act {case} effective {DOC}"));
    assert_eq!(used(&desk, "650109", "SO2"), json!(["0", "4801.65", "0"]));
    assert_eq!(used(&desk, "650100", "SO2"), json!(["38.35", "4840", "0"]));
    assert_eq!(used(&desk, "650100", "VOCS"), json!(["14.12", "2940", "0"]));
    assert_eq!(used(&desk, "ZD-WZ", "NOX"), json!(["330", "8330", "0"]));
    assert_eq!(used(&desk, "650000", "SO2"), json!(["198.35", "5000", "0"]));
}

#[test]
fn over_allocation_is_refused_with_its_figures_in_both_languages_and_is_on_record() {
    let desk = zhundong();
    let issue = format!("quota issue 650100/RESERVE SO2=5000.001 {DOC}");
    let refused = desk.run(&issue);
    assert_eq!(refused.code, 1);
    for part in [
        "CAP_EXCEEDED (1002)",
        "5000.001",
        "0.001",
        "on record: entry",
    ] {
        assert!(refused.out.contains(part), "{part}: {}", refused.out);
    }
    let zh = desk.run(&format!("--lang zh {issue}"));
    for part in ["驳回 CAP_EXCEEDED（1002）", "已留痕：第", "补救："] {
        assert!(zh.out.contains(part), "{part}: {}", zh.out);
    }
    let json = desk.run(&format!("--format json {issue}"));
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let refusal = &json["answers"][0]["refusal"];
    assert_eq!(refusal["number"], 1002);
    assert_eq!(json["answers"][0]["answer"], "refused");
    assert!(json["answers"][0]["index"].is_u64());
    assert_eq!(json["practice"], true);
}
