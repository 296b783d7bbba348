//! Forms in: templates, filled in and handed in; and what is said of one that is full of mistakes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use serde_json::Value;

use super::desk::{DOC, Desk, FIRM, RESERVE};
use super::golden::check;

/// A line of a CSV template filled in: the value goes behind the label.
fn filled(template: &str, fields: &[(&str, &str)], rows: &[&str]) -> String {
    let mut text = String::new();
    for line in template.lines() {
        let label = line.trim_start_matches('\u{FEFF}').split([',', '*']).next();
        let label = label.unwrap_or_default().trim();
        match fields.iter().find(|(field, _)| *field == label) {
            Some((_, value)) => text.push_str(&format!("{label},{value}\r\n")),
            None => text.push_str(&format!("{line}\r\n")),
        }
    }
    for row in rows {
        text.push_str(&format!("{row}\r\n"));
    }
    text
}

/// Writes a CSV template of a kind, fills it in, and gives its name.
fn fill(desk: &Desk, kind: &str, lang: &str, fields: &[(&str, &str)], rows: &[&str]) -> String {
    let empty = format!("{kind}.{lang}.empty.csv");
    desk.done(&format!("--lang {lang} template {kind} -o {empty}"));
    let template = std::fs::read_to_string(desk.path(&empty)).unwrap();
    let name = format!("{kind}.{lang}.csv");
    std::fs::write(desk.path(&name), filled(&template, fields, rows)).unwrap();
    name
}

/// A filled ledger with a second prefecture, a county, and a firm with an account there.
fn desk() -> Desk {
    let desk = Desk::filled();
    desk.region("650109", "county", "650100", "");
    desk.region("652300", "prefecture", "650000", "");
    desk.done(&format!("account open 652300/RESERVE {DOC}"));
    desk.party(FIRM, "--region 650109");
    desk.done(&format!("account open 650109/{FIRM} {DOC}"));
    desk
}

#[test]
fn a_filled_template_of_every_kind_is_recorded() {
    let desk = desk();
    let account = format!("650109/{FIRM}");
    let opening = fill(
        &desk,
        "opening",
        "zh",
        &[("核定单位区域", "650100"), ("文号", "期初清单1号")],
        &[&format!(
            "{account},二氧化硫,长期有效,\"1,198.350\",2016年7月1日,有偿,,"
        )],
    );
    desk.done(&format!("opening import {opening}"));
    let plan = fill(
        &desk,
        "plan",
        "en",
        &[("document number", "分解1号")],
        &[
            &format!("{RESERVE},SO2,standing,10,,no"),
            &format!("{account},SO2,,20.5,,"),
            &format!("{RESERVE},SO2,,11,2026/1/5,yes"),
        ],
    );
    let plan = desk.json(&format!("quota import {plan}"));
    let answers = plan["answers"].as_array().unwrap();
    let lots = |answer: &Value| answer["assigned"].as_array().unwrap().len();
    assert_eq!(answers.iter().map(lots).collect::<Vec<_>>(), [2, 1]);

    desk.done(&format!(
        "permit record P1 SO2=500 --holder {FIRM} --region 650109 {DOC}"
    ));
    let reduction = fill(
        &desk,
        "reduction",
        "zh",
        &[("文号", "竣工1号")],
        &["P1,DA001,2号锅炉,SO2,末端治理,300,31.6,2026-01-05,"],
    );
    desk.done(&format!("reduction import {reduction}"));
    let balance = desk.json("balance");
    let held = balance["balances"].as_array().unwrap();
    let held: Vec<_> = held
        .iter()
        .map(|row| row["available"].as_str().unwrap())
        .collect();
    assert_eq!(held, ["219.35", "1218.85"], "{balance:#}");
}

#[test]
fn a_plan_that_others_sign_later_is_still_recorded_whole_or_not_at_all() {
    let desk = desk();
    let firm = format!("650109/{FIRM}");
    std::fs::write(
        desk.path("plan.csv"),
        format!("account,indicator,amount\n{RESERVE},SO2,2000\n{firm},SO2,2000\n"),
    )
    .unwrap();
    let kept = desk.done(&format!("quota import plan.csv {DOC} --draft plan.draft"));
    assert!(kept.err.contains("submit --whole"), "{}", kept.err);
    for seat in ["handle", "review", "issue"] {
        let of_seat = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with(&format!("650100-EEB.{seat}.")) && !name.ends_with(".pub.pem")
        };
        let key = desk.files("zd.keys").into_keys().find(of_seat).unwrap();
        let key = key.display();
        desk.done(&format!("sign plan.draft --key {key}"));
    }
    // Meanwhile the cap was lowered: the second no longer fits, so the first is not recorded.
    desk.done(&format!("cap set 650100 SO2=3000 {DOC}"));
    let run = desk.run("--format json submit --whole plan.draft");
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.out.contains("\"line\":2") && !run.out.contains("\"line\":1"),
        "{}",
        run.out
    );
    assert!(run.err.contains("nothing was recorded"), "{}", run.err);
    desk.done(&format!("cap set 650100 SO2=5000 {DOC}"));
    let run = desk.done("--format json submit --whole plan.draft");
    assert_eq!(run.out.lines().count(), 2);
    assert_eq!(run.out.matches("\"admitted\"").count(), 4, "{}", run.out);
}

#[test]
fn the_samples_of_filled_in_forms_are_recorded() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/forms");
    let sample = |name: &str| samples.join(name).display().to_string();
    let desk = desk();
    desk.done(&format!("cap set 650100 SO2=5000 NOX=5000 {DOC}"));
    desk.done(&format!("opening import {}", sample("opening.csv")));
    desk.done(&format!("quota import {}", sample("plan.csv")));
    let permit = format!("{FIRM}001P");
    desk.done(&format!(
        "permit record {permit} SO2=500 --holder {FIRM} --region 650109 {DOC}"
    ));
    desk.done(&format!("reduction import {}", sample("reduction.csv")));
    let park = super::zhundong::zhundong();
    park.done(&format!("case open --form {}", sample("relocation.csv")));
    let tried = ["opening.csv", "plan.csv", "reduction.csv", "relocation.csv"];
    assert_eq!(std::fs::read_dir(&samples).unwrap().count(), tried.len());
}

#[test]
fn mistakes_read_as_they_were_read_and_committed() {
    let desk = desk();
    let sheet = "账户,指标,数量,取得日期,有偿,颜色,备注\n\
                 650100/RESERVE,二氧化硫,\"1,5\",2016年7月1日,或许,\n\
                 ,XYZ,4,,,\n\
                 652300/RESERVE,SO2,1.2345,,是,红,看\n\
                 650100/RESERVE,SO2,99999,,,\n";
    std::fs::write(desk.path("期初.csv"), sheet).unwrap();
    for lang in ["zh", "en"] {
        let line = format!("--lang {lang} opening import 期初.csv --region 650100 {DOC}");
        let run = desk.run(&line);
        assert_eq!(run.code, 2);
        check(
            &format!("opening-mistakes.{lang}.txt"),
            &format!("{}{}", run.out, run.err),
        );
    }
}

#[test]
fn the_same_row_twice_and_a_plan_that_breaks_a_cap_only_in_sum_are_told() {
    let desk = desk();
    let rows = ["4000", "700", "700", "600"].map(|amount| format!("1,{RESERVE},SO2,{amount}\n"));
    let sheet = format!("no.,account,indicator,amount\n{}5,,,\n", rows.concat());
    std::fs::write(desk.path("plan.csv"), sheet).unwrap();
    let run = desk.run(&format!("quota import plan.csv {DOC}"));
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("row 4: it is the same as row 3"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("row 4, column D (amount): 650100 has a cap"),
        "{}",
        run.out
    );
    let told = run.out.lines().filter(|line| line.starts_with("row"));
    assert_eq!(told.count(), 3, "{}", run.out);
}

#[test]
fn a_case_is_opened_by_the_form_of_its_kind() {
    let desk = super::zhundong::zhundong();
    let fields = [
        ("迁入企业", FIRM),
        ("迁出地", "650109"),
        ("迁入区域", "ZD-WZ"),
        ("文号", "迁建申请1号"),
    ];
    let form = fill(&desk, "relocation", "zh", &fields, &["SO2,1", "氮氧化物,2"]);
    let opened = desk.json(&format!("case open --form {form}"));
    let number = opened["answers"][0]["assigned"][0]["number"]
        .as_str()
        .unwrap();
    let shown = desk.json(&format!("case show {number}"));
    let content = &shown["content"]["relocation"];
    assert_eq!(content["origin"], format!("650109/{FIRM}"));
    assert_eq!(content["required"][1]["indicator"], "NOX");

    let bad = fill(
        &desk,
        "introduction",
        "en",
        &[("project number", "ZD-BZ-2027-P9999")],
        &["SO2,1"],
    );
    let run = desk.run(&format!("case open --form {bad} {DOC}"));
    assert_eq!(run.code, 2);
    assert!(
        run.out
            .contains("row 3, column B (project number): there is no project"),
        "{}",
        run.out
    );
}

/// The heading of the sheet below, and its first row of data.
const HEADING: u32 = 8;

/// What stands in a row: a correct one, but for what is said.
type Break = fn(&mut Worksheet, u32);

fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    sheet.write_string(row, column, text).unwrap();
}

fn blank(sheet: &mut Worksheet, row: u32, column: u16) {
    sheet.write_blank(row, column, &Format::new()).unwrap();
}

fn formatted(sheet: &mut Worksheet, row: u32, column: u16, number: f64, format: &str) {
    let format = Format::new().set_num_format(format);
    sheet
        .write_number_with_format(row, column, number, &format)
        .unwrap();
}

/// Rows with a mistake each.
const BREAKS: &[Break] = &[
    |s, r| blank(s, r, 0),
    |s, r| text(s, r, 0, "米东区化工厂"),
    |s, r| formatted(s, r, 0, 916_501_097_712_345_678.0, "0"),
    |s, r| {
        s.merge_range(r, 6, r, 7, "1.5", &Format::new()).unwrap();
    },
    |s, r| blank(s, r, 1),
    |s, r| text(s, r, 1, "二氧化流"),
    |s, r| formatted(s, r, 1, 46_388.0, "yyyy-mm-dd"),
    |s, r| text(s, r, 2, "十四五"),
    |s, r| formatted(s, r, 2, 46_389.0, "yyyy-mm-dd"),
    |s, r| blank(s, r, 3),
    |s, r| text(s, r, 3, "1e3"),
    |s, r| formatted(s, r, 3, 0.0, "0"),
    |s, r| formatted(s, r, 3, -4.0, "0"),
    |s, r| text(s, r, 3, "5.12345"),
    |s, r| formatted(s, r, 3, 198.35, "0.0"),
    |s, r| formatted(s, r, 3, 0.5, "0%"),
    |s, r| {
        let formula = Formula::new("=1+1").set_result("2");
        s.write_formula(r, 3, formula).unwrap();
    },
    |s, r| {
        s.write_formula(r, 3, Formula::new("=1/0").set_result("#DIV/0!"))
            .unwrap();
    },
    |s, r| {
        s.write_boolean(r, 3, true).unwrap();
    },
    |s, r| text(s, r, 3, "1,5"),
    |s, r| formatted(s, r, 3, 46_390.0, "yyyy-mm-dd"),
    |s, r| text(s, r, 4, "1/3/2020"),
    |s, r| formatted(s, r, 4, 20_200_101.0, "0"),
    |s, r| formatted(s, r, 4, 43_831.5, "yyyy-mm-dd"),
    |s, r| text(s, r, 5, "或许"),
    |s, r| formatted(s, r, 6, -1.0, "0"),
    |s, r| text(s, r, 7, "没有.pdf"),
    |s, r| {
        s.set_row_hidden(r).unwrap();
    },
    |s, r| formatted(s, r, 9, 7.0, "0"),
    // What only the rules can know.
    |s, r| text(s, r, 0, "650100/91650100MA77EF046M"),
    |s, r| text(s, r, 1, "XYZ"),
    |s, r| formatted(s, r, 3, 1.2345, "0.0000"),
    |s, r| text(s, r, 4, "2099-12-31"),
    |s, r| text(s, r, 0, "652300/RESERVE"),
    |s, r| formatted(s, r, 3, 999_999.0, "0"),
    |s, r| text(s, r, 2, "2026"),
];

/// A sheet with these rows, each else correct and unlike any other; `fields` goes before it.
fn sheet_of(breaks: &[Break], fields: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("期初").unwrap();
    for (row, label) in ["核定单位区域", "启用日期", "文号", "文件日期", "文件名"]
        .iter()
        .enumerate()
    {
        text(sheet, u32::try_from(row).unwrap(), 0, label);
    }
    text(sheet, 0, 1, "650100");
    fields(sheet);
    let heads = [
        "账户 *",
        "指标",
        "期间",
        "数量（吨/年）",
        "取得日期",
        "有偿",
        "基准年排放",
        "证明文件",
    ];
    for (column, head) in (0..).zip(heads) {
        text(sheet, HEADING, column, head);
    }
    for (at, change) in (1..).zip(breaks) {
        let row = HEADING + at;
        text(sheet, row, 0, RESERVE);
        text(sheet, row, 1, "SO2");
        sheet.write_number(row, 3, f64::from(at)).unwrap();
        change(sheet, row);
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_with_forty_different_mistakes_is_answered_with_forty_messages_and_nothing_is_lost() {
    let desk = desk();
    let bytes = sheet_of(BREAKS, |sheet| {
        text(sheet, 1, 1, "上个月");
        text(sheet, 4, 1, "不在.pdf");
        text(sheet, HEADING, 8, "颜色");
    });
    std::fs::write(desk.path("期初.xlsx"), &bytes).unwrap();
    let before = desk.files("zd/log");
    let run = desk.run("--format json opening import 期初.xlsx --keys zd.keys");
    assert_eq!(run.code, 2, "{}", run.err);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let told = told["mistakes"].as_array().unwrap();
    let messages: BTreeSet<(Option<&str>, &str)> = told
        .iter()
        .map(|one| (one["part"].as_str(), one["reason"]["en"].as_str().unwrap()))
        .collect();
    assert_eq!((told.len(), messages.len()), (40, 40), "{told:#?}");
    let placed = told
        .iter()
        .filter(|one| one["row"].is_u64() && one["column"].is_string());
    assert_eq!(
        placed.count(),
        39,
        "a hidden row has no column; everything else has both"
    );
    assert_eq!(desk.files("zd/log"), before, "nothing is written");
    assert_eq!(std::fs::read(desk.path("期初.xlsx")).unwrap(), bytes);
    assert!(
        !desk
            .files("")
            .keys()
            .any(|path| path.to_string_lossy().contains("qledger-draft"))
    );
}
